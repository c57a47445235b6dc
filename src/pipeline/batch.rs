//! Cuts the files of a run into batches that bound how much is in memory at once.

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

    /// Whether a batch of so many files and bytes takes one of this size.
    pub(super) const fn has_room(self, files: usize, bytes: u64, size: u64) -> bool {
        files == 0 || files < self.files && bytes.saturating_add(size) <= self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::BatchLimits;

    #[test]
    fn batches_keep_both_limits_and_take_every_file() {
        let limits = BatchLimits { files: 3, bytes: 10 };
        assert!(limits.has_room(2, 4, 6) && !limits.has_room(3, 4, 6) && !limits.has_room(2, 4, 7));
        assert!(limits.has_room(0, 0, 99), "what is too large for all makes a batch of its own");
        assert!(!limits.has_room(1, u64::MAX, u64::MAX));
    }
}
