//! The entries of a tar: headers of 512 bytes, one before each file.
//!
//! Our own walk over the headers that the crate `tar` decodes: its iterator reads names of any
//! length into memory and does not say where the bytes of an entry are.

use std::io::SeekFrom;

use tar::{Header, PaxExtensions};

use super::entry::{Entry, What};
use super::{Bytes, Packing, Place, Unread, broken, damaged};

const BLOCK: u64 = 512;
/// Longest header that says more of the next entry; names are far shorter.
const LONGEST_EXTENSION: u64 = 1 << 20;

/// What headers before an entry say of it.
#[derive(Default)]
struct Said {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

/// Tells `visit` the entries of a tar of `length` bytes, in their order, up to the first thing that
/// is wrong.
pub(super) fn entries(
    bytes: &mut dyn Bytes,
    length: u64,
    visit: &mut dyn FnMut(Entry) -> Result<(), Unread>,
) -> Result<(), Unread> {
    let (mut at, mut said) = (0, Said::default());
    loop {
        let Some(header) = header(bytes, at, length)? else { return Ok(()) };
        let size = size(&header, &said, at)?;
        let data = at + BLOCK;
        let end = data.checked_add(size).filter(|end| *end <= length);
        let end = end.ok_or_else(|| damaged("it is cut off within an entry; fetch it again", Some(at)))?;
        let mut next = end.next_multiple_of(BLOCK);
        let kind = header.entry_type().as_byte();
        match kind {
            b'L' => said.name = Some(until_zero(&extension(bytes, data, size)?)),
            b'x' => said.read(&extension(bytes, data, size)?, at)?,
            // A long target of a link, what holds for all, the name of the tape.
            b'K' | b'g' | b'V' => {}
            _ => {
                if kind == b'S' {
                    next = next.saturating_add(sparse_blocks(bytes, &header, data, length)?);
                }
                visit(entry(&header, std::mem::take(&mut said), data, size))?;
            }
        }
        at = next;
    }
}

/// The header at `at`, or `None` at the mark of the end.
fn header(bytes: &mut dyn Bytes, at: u64, length: u64) -> Result<Option<Header>, Unread> {
    if at.checked_add(BLOCK).is_none_or(|end| end > length) {
        return Err(damaged("it ends without the mark of its end: members may be missing; fetch it again", Some(at)));
    }
    let mut header = Header::new_old();
    let read = bytes.seek(SeekFrom::Start(at)).and_then(|_| bytes.read_exact(header.as_mut_bytes()));
    read.map_err(|e| broken("the archive", at, &e))?;
    if header.as_bytes().iter().all(|b| *b == 0) {
        return Ok(None);
    }
    let sum = |field: u32, rest: &[u8]| rest.iter().map(|b| u32::from(*b)).sum::<u32>() + field;
    let block = header.as_bytes();
    let (before, after) = (block.get(..148).unwrap_or_default(), block.get(156..).unwrap_or_default());
    let right = sum(sum(8 * u32::from(b' '), before), after);
    if header.cksum().ok() != Some(right) {
        let reason = if at == 0 { "it is no tar file" } else { "a header is damaged" };
        return Err(damaged(format!("{reason}: its checksum is wrong; fetch it again"), Some(at)));
    }
    Ok(Some(header))
}

fn size(header: &Header, said: &Said, at: u64) -> Result<u64, Unread> {
    // Numbers that are no octal digits begin with this bit; the next one is their sign.
    let negative = header.as_bytes().get(124).is_some_and(|b| b & 0xc0 == 0xc0);
    let size = header.entry_size().ok().filter(|_| !negative);
    said.size.or(size).ok_or_else(|| damaged("the size of an entry is no number; fetch it again", Some(at)))
}

/// The bytes of a header that says more of the next entry.
fn extension(bytes: &mut dyn Bytes, at: u64, size: u64) -> Result<Vec<u8>, Unread> {
    if size > LONGEST_EXTENSION {
        return Err(damaged("the name of an entry is longer than any; pack it again", Some(at)));
    }
    let mut read = vec![0; size as usize];
    let done = bytes.seek(SeekFrom::Start(at)).and_then(|_| bytes.read_exact(&mut read));
    done.map_err(|e| broken("the archive", at, &e))?;
    Ok(read)
}

impl Said {
    fn read(&mut self, records: &[u8], at: u64) -> Result<(), Unread> {
        for record in PaxExtensions::new(records) {
            let record = record.map_err(|e| broken("a header", at, &e))?;
            match record.key_bytes() {
                b"path" => self.name = Some(record.value_bytes().to_vec()),
                b"size" => {
                    let size = record.value().ok().and_then(|v| v.parse().ok());
                    let wrong = || damaged("the size of an entry is no number; fetch it again", Some(at));
                    self.size = Some(size.ok_or_else(wrong)?);
                }
                key => self.sparse |= key.starts_with(b"GNU.sparse."),
            }
        }
        Ok(())
    }
}

/// Bytes of the blocks between a sparse entry's header and its data, which tell its holes.
fn sparse_blocks(bytes: &mut dyn Bytes, header: &Header, at: u64, length: u64) -> Result<u64, Unread> {
    let mut more = header.as_gnu().is_some_and(tar::GnuHeader::is_extended);
    let mut blocks = 0;
    while more {
        let block_at = at.saturating_add(blocks);
        if block_at.saturating_add(BLOCK) > length {
            return Err(damaged("it is cut off within an entry; fetch it again", Some(at)));
        }
        let block = extension(bytes, block_at, BLOCK)?;
        more = block.get(504).is_some_and(|b| *b != 0);
        blocks += BLOCK;
    }
    Ok(blocks)
}

fn entry(header: &Header, said: Said, offset: u64, size: u64) -> Entry {
    let name = said.name.unwrap_or_else(|| header.path_bytes().into_owned());
    let what = match header.entry_type().as_byte() {
        b'5' | b'D' => What::Folder,
        b'1' => What::Other("a link to another member"),
        b'2' => What::Other("a symbolic link"),
        b'3' | b'4' | b'6' => What::Other("a device or a pipe"),
        b'S' => What::Method("holes (a sparse file)".to_owned()),
        _ if said.sparse => What::Method("holes (a sparse file)".to_owned()),
        b'0' | b'7' | 0 if name.ends_with(b"/") => What::Folder,
        b'0' | b'7' | 0 => What::File,
        _ => What::Other("of a kind that is not known"),
    };
    let place = Place { offset, packed: size, size, packing: Packing::Plain };
    Entry::new(name, false, what, place)
}

fn until_zero(name: &[u8]) -> Vec<u8> {
    name.split(|b| *b == 0).next().unwrap_or_default().to_vec()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn block(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
        let mut header = Header::new_gnu();
        header.set_path(name).unwrap();
        header.set_size(content.len() as u64);
        header.set_entry_type(tar::EntryType::new(kind));
        header.set_cksum();
        let mut bytes = [&header.as_bytes()[..], content].concat();
        bytes.resize(bytes.len().next_multiple_of(512), 0);
        bytes
    }

    /// Name, what it is, offset and size.
    type Listed = (String, What, u64, u64);

    fn listed(blocks: &[Vec<u8>]) -> (Vec<Listed>, Result<(), Unread>) {
        let bytes = blocks.concat();
        let (length, mut all) = (bytes.len() as u64, Vec::new());
        let ended = entries(&mut Cursor::new(bytes), length, &mut |e: Entry| {
            let name = String::from_utf8_lossy(&e.name).into_owned();
            all.push((name, e.what, e.place.offset, e.place.size));
            Ok(())
        });
        (all, ended)
    }

    #[test]
    fn headers_before_an_entry_speak_of_that_one_alone() {
        let blocks = [
            block("././@LongLink", b'L', "很长的名字.txt\0".as_bytes()),
            block("short", b'0', b"12345"),
            block("pax", b'x', b"14 path=b.txt\n9 size=3\n"),
            block("short", b'0', b"123"),
            block("folder/", b'5', b""),
            block("last", b'0', b""),
            vec![0; 1024],
        ];
        let (all, ended) = listed(&blocks);
        let expected = [
            ("很长的名字.txt".to_owned(), What::File, 1536, 5),
            ("b.txt".to_owned(), What::File, 3584, 3),
            ("folder/".to_owned(), What::Folder, 4608, 0),
            ("last".to_owned(), What::File, 5120, 0),
        ];
        assert_eq!((all, ended), (expected.to_vec(), Ok(())));
    }

    #[test]
    fn what_is_before_the_damage_is_told() {
        let (all, ended) = listed(&[block("a", b'0', b"1"), vec![1; 512]]);
        assert_eq!((all.len(), ended.map_err(|e| (e.code, e.position))), (1, Err(("damaged", Some(1024)))));
        let (all, ended) = listed(&[block("a", b'0', b"1")]);
        assert_eq!((all.len(), ended.map_err(|e| (e.code, e.position))), (1, Err(("damaged", Some(1024)))));
    }
}
