//! The end of a zip file: where its list of entries is and how long.
//!
//! Our own reader, and not that of the crate `zip` which Word files are read with: that one keeps
//! every entry in memory before it can be asked how many there are, and of two entries of one name
//! it forgets the first.

use std::io::SeekFrom;

use super::{Bytes, Unread, broken, damaged};

/// Bytes of the record at the end, without its comment.
const END: usize = 22;
/// Longest comment behind it.
const COMMENT: u64 = 0xffff;

/// Where the list of entries is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Directory {
    /// Its first byte.
    pub(super) start: u64,
    /// Its length in bytes.
    pub(super) length: u64,
    /// How many entries it says it has.
    pub(super) entries: u64,
    /// What stands before the archive in its file; offsets do not count it.
    pub(super) shift: u64,
}

/// Numbers of the record at the end.
struct End {
    at: u64,
    entries: u64,
    length: u64,
    offset: u64,
    parts: bool,
}

/// Finds the list of entries in a file of `size` bytes.
pub(super) fn directory(bytes: &mut dyn Bytes, size: u64) -> Result<Directory, Unread> {
    let mut end = end_record(bytes, size)?;
    if (end.entries == 0xffff || end.length == 0xffff_ffff || end.offset == 0xffff_ffff)
        && let Some(long) = long_end(bytes, end.at)?
    {
        end = long;
    }
    if end.parts {
        let reason = "the archive is one of several parts; join them into one zip file".to_owned();
        return Err(Unread { code: "unsupported_format", reason, position: None });
    }
    let wrong = || damaged("its list of entries does not lie where it says; pack it again", Some(end.at));
    let start = end.at.checked_sub(end.length).ok_or_else(wrong)?;
    let shift = start.checked_sub(end.offset).ok_or_else(wrong)?;
    if end.entries.checked_mul(46).is_none_or(|least| least > end.length) {
        return Err(damaged("its list of entries is shorter than it says; pack it again", Some(end.at)));
    }
    Ok(Directory { start, length: end.length, entries: end.entries, shift })
}

/// The record at the end. Where a comment contains another, the one that reaches to the end of the
/// file holds.
fn end_record(bytes: &mut dyn Bytes, size: u64) -> Result<End, Unread> {
    let from = size.saturating_sub(END as u64 + COMMENT);
    let tail = read_at(bytes, from, (size - from) as usize)?;
    let records = memchr::memmem::rfind_iter(&tail, b"PK\x05\x06").filter_map(|at| {
        let record = tail.get(at..at + END)?;
        let behind = tail.len() - at - END;
        let comment = usize::from(short(record, 20));
        (comment <= behind).then_some((comment == behind, at, record))
    });
    let records: Vec<_> = records.take(64).collect();
    let found = records.iter().find(|(whole, ..)| *whole).or(records.first());
    let Some((_, at, record)) = found else {
        let reason = "it has no list of entries at its end: it is cut off, or no zip file; fetch it again";
        return Err(damaged(reason, Some(size)));
    };
    Ok(End {
        at: from + *at as u64,
        entries: u64::from(short(record, 10)),
        length: u64::from(long(record, 12)),
        offset: u64::from(long(record, 16)),
        // 0xffff says that the number stands in the long record.
        parts: ![0, 0xffff].contains(&short(record, 4)) || ![0, 0xffff].contains(&short(record, 6)),
    })
}

/// The record of files that are too large for the short one; it stands before it.
fn long_end(bytes: &mut dyn Bytes, short_end: u64) -> Result<Option<End>, Unread> {
    let Some(locator_at) = short_end.checked_sub(20) else { return Ok(None) };
    let locator = read_at(bytes, locator_at, 20)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return Ok(None);
    }
    // The record as a rule stands right before its locator; offsets do not know what was put
    // before the archive.
    let places = [Some(longest(&locator, 8)), locator_at.checked_sub(56)];
    for at in places.into_iter().flatten().filter(|at| at.checked_add(56).is_some_and(|end| end <= locator_at)) {
        let record = read_at(bytes, at, 56)?;
        if record.starts_with(b"PK\x06\x06") {
            let parts = long(&record, 16) != 0 || long(&record, 20) != 0;
            let (entries, length) = (longest(&record, 32), longest(&record, 40));
            return Ok(Some(End { at, entries, length, offset: longest(&record, 48), parts }));
        }
    }
    Ok(None)
}

fn read_at(bytes: &mut dyn Bytes, at: u64, length: usize) -> Result<Vec<u8>, Unread> {
    let mut read = vec![0; length];
    let done = bytes.seek(SeekFrom::Start(at)).and_then(|_| bytes.read_exact(&mut read));
    done.map_err(|e| broken("the archive", at, &e))?;
    Ok(read)
}

/// Two bytes at `at`, 0 where there are none.
pub(super) fn short(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |two| u16::from_le_bytes(*two))
}

/// Four bytes at `at`, 0 where there are none.
pub(super) fn long(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |four| u32::from_le_bytes(*four))
}

/// Eight bytes at `at`, 0 where there are none.
pub(super) fn longest(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..).and_then(|rest| rest.first_chunk()).map_or(0, |eight| u64::from_le_bytes(*eight))
}
