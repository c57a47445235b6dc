//! Cuts the files of a run into batches that bound how much is in memory at once.

use std::ops::Range;

/// Bounds of a batch. A file larger than `bytes` makes a batch of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct BatchLimits {
    /// Files at most.
    pub(super) files: usize,
    /// Bytes at most.
    pub(super) bytes: u64,
}

impl BatchLimits {
    /// Enough for `jobs` threads to be busy, and little beside what a machine has. The output does
    /// not depend on it.
    pub(super) fn for_jobs(jobs: usize) -> Self {
        Self { files: 64 * jobs, bytes: (8 << 20) * jobs.min(8) as u64 }
    }

    /// Ranges of `sizes` that keep the limits, in order and without gaps.
    pub(super) fn cut(self, sizes: &[u64]) -> Vec<Range<usize>> {
        let mut ranges: Vec<Range<usize>> = Vec::new();
        let (mut start, mut bytes) = (0, 0_u64);
        for (i, size) in sizes.iter().enumerate() {
            if i > start && (i - start >= self.files || bytes.saturating_add(*size) > self.bytes) {
                ranges.push(start..i);
                (start, bytes) = (i, 0);
            }
            bytes = bytes.saturating_add(*size);
        }
        if start < sizes.len() {
            ranges.push(start..sizes.len());
        }
        ranges
    }
}

#[cfg(test)]
mod tests {
    use super::BatchLimits;

    #[test]
    fn batches_keep_both_limits_and_lose_nothing() {
        let limits = BatchLimits { files: 3, bytes: 10 };
        assert!(limits.cut(&[]).is_empty());
        assert_eq!(limits.cut(&[1, 1, 1, 1]), [0..3, 3..4]);
        assert_eq!(limits.cut(&[6, 6, 4, 99, 1]), [0..1, 1..3, 3..4, 4..5]);
        assert_eq!(limits.cut(&[u64::MAX, u64::MAX]), [0..1, 1..2]);
    }
}
