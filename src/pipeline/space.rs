//! How much a run is going to write, and whether there is room for it.

use std::path::Path;

use serde::Serialize;

use super::kept::Shelf;
use crate::model::{Error, ErrorKind, Result};
use crate::publish::GROUP_RAW_BYTES;

/// Bytes that a run writes for each byte of its files where no run before says how many: the pack of
/// readings, tables in Parquet, tables in CSV. Measured on reports in plain text, and rounded up.
const FOR_EACH: u64 = 12;
/// Rows that wait for their row group take so many times what is written of them; measured on reports in Parquet alone,
/// twice, and rounded up.
const UNPACKED: u64 = 3;
/// Bytes that they take however many there are: of documents and of observations one row group waits while another
/// is written.
const WAITING: u64 = 4 * GROUP_RAW_BYTES;
/// What a run writes however little it reads.
const AT_LEAST: u64 = 1 << 20;

/// What a run needs, and what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DiskUse {
    /// Bytes that the run is going to write, rows that wait for their row group among them, before anything it replaces is
    /// removed.
    pub estimated_bytes: u64,
    /// Bytes that were free where it writes; `None` where the system does not say.
    pub free_bytes: Option<u64>,
}

/// Estimates what reading so many bytes writes; by what the last run wrote, where there is one.
pub(super) fn estimate(bytes: u64, shelf: &Shelf) -> u64 {
    let by_last = shelf.written_for_each(bytes);
    let written = by_last.unwrap_or_else(|| bytes.saturating_mul(FOR_EACH)).saturating_add(AT_LEAST);
    with_waiting(written)
}

/// What is written, and the rows that wait meanwhile.
fn with_waiting(written: u64) -> u64 {
    written.saturating_add(written.saturating_mul(UNPACKED).min(WAITING))
}

/// Whether there is room for a run in `folder`, and `min_free` bytes beside it.
///
/// # Errors
/// `no-space`.
pub(super) fn room(folder: &Path, estimated_bytes: u64, min_free: u64) -> Result<DiskUse> {
    let free_bytes = free(folder);
    let needed = estimated_bytes.saturating_add(min_free);
    match free_bytes {
        Some(free) if free < needed => {
            let (need, free) = (megabytes(estimated_bytes), megabytes(free));
            let message = format!("this run needs about {need} MB, and {free} MB are free");
            Err(Error::new(ErrorKind::Output, "no-space", message).at_file(folder).hint(format!(
                "make room (`zhibiao releases prune` removes old releases) or write elsewhere; {} MB are to stay free \
                 (min_free_bytes in [limits])",
                megabytes(min_free)
            )))
        }
        _ => Ok(DiskUse { estimated_bytes, free_bytes }),
    }
}

fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1_000_000)
}

/// Bytes that are free for the user who runs this.
#[cfg(unix)]
fn free(folder: &Path) -> Option<u64> {
    let stat = rustix::fs::statvfs(folder).ok()?;
    stat.f_bavail.checked_mul(stat.f_frsize)
}

/// Other systems say it only to unsafe code; there a full disk is an error when it is full.
#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_wait_take_room_up_to_a_bound() {
        assert_eq!(with_waiting(1 << 20), 4 << 20);
        assert_eq!(with_waiting(1 << 40), (1 << 40) + WAITING);
        assert_eq!(with_waiting(u64::MAX), u64::MAX);
    }

    #[test]
    fn what_cannot_fit_is_refused_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let used = room(folder.path(), 1, 0).unwrap();
        assert_eq!(used.estimated_bytes, 1);
        if used.free_bytes.is_some() {
            let error = room(folder.path(), 1 << 60, 0).unwrap_err();
            assert_eq!((error.code(), error.kind().exit_code()), ("no-space", 4));
            assert!(room(folder.path(), 1, u64::MAX).is_err());
        }
        assert!(room(Path::new("/no/such/folder"), 1 << 60, 0).is_ok(), "who does not know refuses nothing");
    }
}
