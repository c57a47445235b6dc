//! The file system that an OLE file is (MS-CFB), as far as one stream needs it.

use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::damaged;

/// Sector numbers from here on are marks: end of a chain, free, and so on.
const LAST_SECTOR: u32 = 0xffff_fff9;

/// An OLE file.
struct Compound<'a> {
    bytes: &'a [u8],
    size: usize,
    /// The sector after each sector.
    next: Vec<u32>,
}

/// The content of the first stream that has one of the names; `None` where there is none.
///
/// # Errors
/// `damaged` where chains of sectors lead out of the file or in a circle.
pub(super) fn stream(bytes: &[u8], names: &[&str]) -> Result<Option<Vec<u8>>, Unread> {
    let file = Compound::open(bytes)?;
    let directory = file.chain(word(bytes, 48)?)?;
    let entries: Vec<Entry> = directory.as_chunks::<128>().0.iter().filter_map(|e| Entry::read(e)).collect();
    let by_name = |name: &&str| entries.iter().find(|e| e.kind == 2 && e.name.eq_ignore_ascii_case(name));
    let Some(entry) = names.iter().find_map(by_name) else { return Ok(None) };
    let mut content = if entry.size < word(bytes, 56)? {
        let root = entries.iter().find(|e| e.kind == 5).ok_or_else(|| broken("it has no root"))?;
        small(entry.start, &file.chain(root.start)?, &file.chain(word(bytes, 60)?)?)?
    } else {
        file.chain(entry.start)?
    };
    content.truncate(entry.size as usize);
    Ok(Some(content))
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Unread> {
        let shift = half(bytes, 30)?;
        if !matches!(shift, 9 | 12) {
            return Err(broken("its sectors have no known size"));
        }
        let mut file = Self { bytes, size: 1 << shift, next: Vec::new() };
        let most = bytes.len() / file.size + 1;
        // The first 109 sectors of the table are named in the head, more in a chain of their own.
        let mut tables: Vec<u32> = (0..109).map_while(|i| word(bytes, 76 + i * 4).ok()).collect();
        let mut more = word(bytes, 68)?;
        while more <= LAST_SECTOR && tables.len() <= most {
            let sector = file.sector(more)?;
            let (list, link) = sector.split_at(sector.len().saturating_sub(4));
            tables.extend(words(list));
            more = words(link).next().unwrap_or(u32::MAX);
        }
        for table in tables.into_iter().filter(|&t| t <= LAST_SECTOR).take(most) {
            let sector = file.sector(table)?;
            file.next.extend(words(sector));
        }
        Ok(file)
    }

    fn sector(&self, number: u32) -> Result<&'a [u8], Unread> {
        let start = (number as usize).saturating_add(1).saturating_mul(self.size);
        let end = start.saturating_add(self.size).min(self.bytes.len());
        // One that begins right at the end has no bytes, and could follow itself without end.
        let sector = self.bytes.get(start..end).filter(|s| !s.is_empty());
        sector.ok_or_else(|| broken("a sector lies beyond its end"))
    }

    /// The content of the chain that begins with the sector.
    fn chain(&self, first: u32) -> Result<Vec<u8>, Unread> {
        let mut out = Vec::new();
        let mut sector = first;
        while sector <= LAST_SECTOR {
            out.extend_from_slice(self.sector(sector)?);
            if out.len() > self.bytes.len() + self.size {
                return Err(broken("its sectors lead in a circle"));
            }
            sector = self.next.get(sector as usize).copied().unwrap_or(u32::MAX);
        }
        Ok(out)
    }
}

/// The content of a small stream, which stands in sectors of 64 bytes within another stream.
fn small(first: u32, within: &[u8], table: &[u8]) -> Result<Vec<u8>, Unread> {
    let next: Vec<u32> = words(table).collect();
    let mut out = Vec::new();
    let mut sector = first;
    while sector <= LAST_SECTOR {
        let start = (sector as usize).saturating_mul(64);
        let end = start.saturating_add(64).min(within.len());
        let bytes = within.get(start..end).filter(|s| !s.is_empty());
        out.extend_from_slice(bytes.ok_or_else(|| broken("a sector lies beyond its end"))?);
        if out.len() > within.len() {
            return Err(broken("its sectors lead in a circle"));
        }
        sector = next.get(sector as usize).copied().unwrap_or(u32::MAX);
    }
    Ok(out)
}

/// An entry of the directory.
struct Entry {
    name: String,
    /// 2 for a stream, 5 for the root.
    kind: u8,
    start: u32,
    size: u32,
}

impl Entry {
    fn read(entry: &[u8]) -> Option<Self> {
        let length = usize::from(half(entry, 64).ok()?).saturating_sub(2).min(62);
        let units: Vec<u16> = entry.get(..length)?.as_chunks::<2>().0.iter().map(|c| u16::from_le_bytes(*c)).collect();
        Some(Self {
            name: String::from_utf16_lossy(&units),
            kind: *entry.get(66)?,
            start: word(entry, 116).ok()?,
            size: word(entry, 120).ok()?,
        })
    }
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|c| u32::from_le_bytes(*c))
}

fn word(bytes: &[u8], at: usize) -> Result<u32, Unread> {
    let word = bytes.get(at..).and_then(|b| b.first_chunk::<4>());
    word.map(|w| u32::from_le_bytes(*w)).ok_or_else(|| broken("it is cut off"))
}

fn half(bytes: &[u8], at: usize) -> Result<u16, Unread> {
    let half = bytes.get(at..).and_then(|b| b.first_chunk::<2>());
    half.map(|h| u16::from_le_bytes(*h)).ok_or_else(|| broken("it is cut off"))
}

fn broken(why: &str) -> Unread {
    damaged(&format!("the .xls file cannot be read: {why}"))
}
