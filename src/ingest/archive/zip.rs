//! The entries of a zip file, as its list at the end tells them.
//!
//! Sizes and checksums of the list are what a member is held against when it is unpacked. Entries
//! that lie over one another are how a small file becomes a huge one; no tool writes them.

use std::io::{BufReader, Read, SeekFrom};

use super::entry::{Entry, What};
use super::zip_directory::{Directory, long, longest, short};
use super::{Bytes, Packing, Place, Unread, broken, damaged};

/// Bytes of an entry in the list, without its name and what follows.
const FIXED: usize = 46;

/// Reads the entries of the list, as many as can be read: what is wrong with the rest stands
/// beside them.
pub(super) fn entries(bytes: &mut dyn Bytes, directory: &Directory) -> (Vec<Entry>, Option<Unread>) {
    let mut all = Vec::new();
    if let Err(e) = bytes.seek(SeekFrom::Start(directory.start)) {
        return (all, Some(broken("the archive", directory.start, &e)));
    }
    let mut list = BufReader::new(bytes.take(directory.length));
    for _ in 0..directory.entries {
        match entry(&mut list, directory) {
            Ok(entry) => all.push(entry),
            Err(e) => return (all, Some(e)),
        }
    }
    (all, None)
}

fn entry(list: &mut impl Read, directory: &Directory) -> Result<Entry, Unread> {
    let cut = |e: std::io::Error| broken("its list of entries", directory.start, &e);
    let mut fixed = [0; FIXED];
    list.read_exact(&mut fixed).map_err(cut)?;
    if !fixed.starts_with(b"PK\x01\x02") {
        return Err(damaged("its list of entries is damaged; pack it again", Some(directory.start)));
    }
    let mut name = vec![0; usize::from(short(&fixed, 28))];
    let mut extra = vec![0; usize::from(short(&fixed, 30))];
    let mut comment = vec![0; usize::from(short(&fixed, 32))];
    let fields = list.read_exact(&mut name).and_then(|()| list.read_exact(&mut extra));
    fields.and_then(|()| list.read_exact(&mut comment)).map_err(cut)?;
    let mut utf8 = short(&fixed, 8) & 0x800 != 0;
    if let Some(unicode) = unicode_name(&extra, &name) {
        (name, utf8) = (unicode, true);
    }
    let (place, what) = (place(&fixed, &extra, directory)?, what(&fixed, &name));
    Ok(Entry::new(name, utf8, what, place))
}

fn place(fixed: &[u8], extra: &[u8], directory: &Directory) -> Result<Place, Unread> {
    let wide = field(extra, 0x0001).unwrap_or_default();
    let mut at = 0;
    // What does not fit four bytes stands in the field, in this order.
    let mut number = |narrow: u32| {
        if narrow != u32::MAX {
            return u64::from(narrow);
        }
        at += 8;
        if wide.len() >= at { longest(wide, at - 8) } else { u64::from(narrow) }
    };
    let size = number(long(fixed, 24));
    let packed = number(long(fixed, 20));
    let offset = number(long(fixed, 42)).checked_add(directory.shift);
    let offset = offset.filter(|at| *at < directory.start);
    let offset = offset.ok_or_else(|| damaged("an entry lies outside the archive; pack it again", None))?;
    let packing = Packing::Zip { deflated: short(fixed, 10) != 0, crc: long(fixed, 16), until: directory.start };
    Ok(Place { offset, packed, size, packing })
}

fn what(fixed: &[u8], name: &[u8]) -> What {
    let (flags, method) = (short(fixed, 8), short(fixed, 10));
    // The upper byte says which system wrote the entry: 3 is Unix and 19 macOS, whose modes stand
    // in the upper half of the attributes.
    let unix = matches!(fixed.get(5), Some(3 | 19));
    let mode = if unix { long(fixed, 38) >> 16 } else { 0 };
    if name.ends_with(b"/") {
        return What::Folder;
    }
    match mode & 0o170_000 {
        0 | 0o100_000 => {}
        0o040_000 => return What::Folder,
        0o120_000 => return What::Other("a symbolic link"),
        _ => return What::Other("a device or a pipe"),
    }
    match method {
        _ if flags & 0x2041 != 0 => What::Encrypted,
        99 => What::Encrypted,
        0 | 8 => What::File,
        other => What::Method(method_name(other)),
    }
}

fn method_name(method: u16) -> String {
    match method {
        9 => "Deflate64".to_owned(),
        12 => "bzip2".to_owned(),
        14 => "LZMA".to_owned(),
        93 => "zstd".to_owned(),
        95 => "xz".to_owned(),
        98 => "PPMd".to_owned(),
        other => format!("method {other}"),
    }
}

/// The extra field with this number.
fn field(extra: &[u8], wanted: u16) -> Option<&[u8]> {
    let mut rest = extra;
    while rest.len() >= 4 {
        let (number, length) = (short(rest, 0), usize::from(short(rest, 2)));
        let value = rest.get(4..4 + length)?;
        if number == wanted {
            return Some(value);
        }
        rest = rest.get(4 + length..)?;
    }
    None
}

/// The name that Info-ZIP writes in UTF-8 beside the old one, where it is still of that one.
fn unicode_name(extra: &[u8], name: &[u8]) -> Option<Vec<u8>> {
    let value = field(extra, 0x7075)?;
    let mut crc = flate2::Crc::new();
    crc.update(name);
    (value.first() == Some(&1) && long(value, 1) == crc.sum()).then(|| value.get(5..).unwrap_or_default().to_vec())
}

/// Tells each entry where the next one begins.
///
/// # Errors
/// `damaged` for entries that lie over one another.
pub(super) fn part(entries: &mut [Entry]) -> Result<(), Unread> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_unstable_by_key(|i| entries.get(*i).map_or(0, |e| e.place.offset));
    let mut next = None;
    for i in order.into_iter().rev() {
        let Some(entry) = entries.get_mut(i) else { continue };
        let place = &mut entry.place;
        let Packing::Zip { until, .. } = &mut place.packing else { continue };
        *until = next.unwrap_or(*until);
        // The local header has at least 30 bytes.
        let least = place.offset.checked_add(30).and_then(|at| at.checked_add(place.packed));
        if least.is_none_or(|end| end > *until) {
            let reason = "its entries lie over one another or over its end, as in zip bombs; pack it again";
            return Err(damaged(reason, Some(place.offset)));
        }
        next = Some(place.offset);
    }
    Ok(())
}

/// Whether these are the parts of an office document or an e-book, which are zip files.
pub(super) fn is_document(entries: &[Entry]) -> bool {
    entries.iter().any(|e| e.name == b"[Content_Types].xml" || e.name == b"mimetype")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(offset: u64, packed: u64) -> Entry {
        let packing = Packing::Zip { deflated: true, crc: 0, until: 1000 };
        Entry::new(Vec::new(), false, What::File, Place { offset, packed, size: 0, packing })
    }

    #[test]
    fn entries_that_lie_over_one_another_are_refused() {
        let mut sound = [at(100, 20), at(0, 70), at(150, 820)];
        assert_eq!(part(&mut sound), Ok(()));
        let until = |e: &Entry| match e.place.packing {
            Packing::Zip { until, .. } => until,
            _ => 0,
        };
        assert_eq!(sound.each_ref().map(until), [150, 100, 1000]);
        for wrong in
            [[at(0, 71), at(100, 1)], [at(5, 1), at(5, 1)], [at(0, 1), at(100, 871)], [at(0, 1), at(100, u64::MAX)]]
        {
            let mut wrong = wrong;
            assert_eq!(part(&mut wrong).map_err(|e| e.code), Err("damaged"), "{wrong:?}");
        }
    }

    #[test]
    fn a_name_in_utf8_counts_while_it_is_of_the_old_one() {
        let mut crc = flate2::Crc::new();
        crc.update(b"old");
        let of = |name: &[u8]| {
            let value = [&[1][..], &crc.sum().to_le_bytes(), "新".as_bytes()].concat();
            let extra = [&[1, 0, 1, 0, 9, 0x75, 0x70, value.len() as u8, 0][..], &value].concat();
            unicode_name(&extra, name)
        };
        assert_eq!(of(b"old").as_deref(), Some("新".as_bytes()));
        assert_eq!(of(b"other"), None);
        assert_eq!(unicode_name(b"\x75\x70\xff\xff\x01", b"old"), None);
    }

    #[test]
    fn large_numbers_stand_in_a_field_of_their_own() {
        let directory = Directory { start: 1 << 40, length: 0, entries: 1, shift: 3 };
        let mut fixed = [0; FIXED];
        fixed[20..28].copy_from_slice(&[10, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]);
        fixed[42..46].fill(0xff);
        let extra = [&[1, 0, 16, 0][..], &(5_u64 << 32).to_le_bytes(), &(7_u64 << 32).to_le_bytes()].concat();
        let place = place(&fixed, &extra, &directory).unwrap();
        assert_eq!((place.size, place.packed, place.offset), (5 << 32, 10, (7 << 32) + 3));
    }
}
