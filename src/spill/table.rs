//! A table from hashes to places: several under one hash, found with one read.
//!
//! Pages stand in the order of the first bits of the hashes in them. When a page is full, all are split
//! in two, in one pass from the first to the last; so a page is found by counting, and nothing but the
//! number of bits is in memory.

use std::io::{self, Read, Seek, SeekFrom, Write};

use super::{Spill, Spooled, buffered};
use crate::model::Result;

/// Entries of a page: a hash and a place of eight bytes each.
const ENTRIES: usize = 256;
const ENTRY: usize = 16;
const PAGE: usize = ENTRIES * ENTRY;
/// A page that is full while this many entries would fit for each that is there is full of hashes that
/// somebody made alike: it takes no more.
const SPARSE: u64 = 64;

type Page = [u8; PAGE];

/// See the module.
#[derive(Debug)]
pub struct Table {
    spill: Spill,
    file: Spooled,
    /// There are two to the power of this many pages.
    bits: u32,
    count: u64,
}

impl Table {
    pub(super) fn new(spill: Spill) -> Self {
        let file = spill.spooled();
        Self { spill, file, bits: 0, count: 0 }
    }

    /// The places under `key`, in the order in which they were added.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn find(&mut self, key: u64) -> Result<Vec<u64>> {
        let page = self.page(spread(key)).map_err(|e| self.spill.error(e))?;
        Ok(entries(&page).filter(|(hash, _)| *hash == spread(key)).map(|(_, place)| place).collect())
    }

    /// Adds a place under `key`, unless there are `most` already.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn insert(&mut self, key: u64, place: u64, most: usize) -> Result<()> {
        self.add(spread(key), place, most).map_err(|e| self.spill.error(e))
    }

    fn add(&mut self, hash: u64, place: u64, most: usize) -> io::Result<()> {
        loop {
            let page = self.page(hash)?;
            if entries(&page).filter(|(other, _)| *other == hash).count() >= most {
                return Ok(());
            }
            let there = entries(&page).count();
            if there < ENTRIES {
                self.file.seek(SeekFrom::Start(self.start(hash) + (there * ENTRY) as u64))?;
                self.file.write_all(&entry(hash, place))?;
                self.count += 1;
                return Ok(());
            }
            if (ENTRIES as u64) << self.bits > self.count.saturating_mul(SPARSE) {
                return Ok(());
            }
            self.split()?;
        }
    }

    /// Where the page of a hash begins.
    fn start(&self, hash: u64) -> u64 {
        hash.checked_shr(u64::BITS - self.bits).unwrap_or_default() * PAGE as u64
    }

    /// The page of a hash; what was never written of the last ones is empty.
    fn page(&mut self, hash: u64) -> io::Result<Page> {
        self.file.seek(SeekFrom::Start(self.start(hash)))?;
        read_page(&mut self.file)
    }

    /// Makes two pages of each.
    fn split(&mut self) -> io::Result<()> {
        let mut out = buffered(self.spill.spooled());
        let bits = self.bits + 1;
        self.file.rewind()?;
        for _ in 0..1_u64 << self.bits {
            let page = read_page(&mut self.file)?;
            for half in 0..2 {
                let in_half = |(hash, _): &(u64, u64)| hash >> (u64::BITS - bits) & 1 == half;
                let mut new = [0; PAGE];
                for (room, (hash, place)) in new.chunks_exact_mut(ENTRY).zip(entries(&page).filter(in_half)) {
                    room.copy_from_slice(&entry(hash, place));
                }
                out.write_all(&new)?;
            }
        }
        self.file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        self.bits = bits;
        Ok(())
    }
}

/// Spreads a key over all bits (the finaliser of `SplitMix64`, which gives every key another hash).
const fn spread(key: u64) -> u64 {
    let key = (key ^ (key >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let key = (key ^ (key >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    key ^ (key >> 31)
}

fn read_page(file: &mut Spooled) -> io::Result<Page> {
    let (mut page, mut filled) = ([0; PAGE], 0);
    while filled < PAGE {
        match file.read(&mut page[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(page)
}

/// Places are written one higher: 0 stands for no entry.
fn entry(hash: u64, place: u64) -> [u8; ENTRY] {
    (u128::from(hash) | u128::from(place + 1) << u64::BITS).to_le_bytes()
}

fn entries(page: &Page) -> impl Iterator<Item = (u64, u64)> {
    let entry = |bytes: &[u8]| {
        let mut of_entry = [0; ENTRY];
        of_entry.copy_from_slice(bytes);
        let both = u128::from_le_bytes(of_entry);
        Some((both as u64, ((both >> u64::BITS) as u64).checked_sub(1)?))
    };
    page.chunks_exact(ENTRY).map_while(entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_found_again_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let mut table = Spill::into(folder.path()).table();
        assert!(table.find(7).unwrap().is_empty());
        for i in 0..20_000_u64 {
            table.insert(i / 2, i, 9).unwrap();
            table.insert(i / 2, i, 1).unwrap();
        }
        assert!(table.bits >= 6, "pages were split");
        for key in 0..10_000 {
            assert_eq!(table.find(key).unwrap(), [2 * key, 2 * key + 1]);
        }
        assert!((10_000..11_000).all(|key| table.find(key).unwrap().is_empty()));
    }

    #[test]
    fn hashes_made_alike_do_not_make_it_grow_without_bound() {
        let folder = tempfile::tempdir().unwrap();
        let mut table = Spill::into(folder.path()).table();
        for place in 0..1_000 {
            table.insert(1, place, usize::MAX).unwrap();
        }
        assert!(table.bits < 10, "{}", table.bits);
        assert_eq!(table.find(1).unwrap().len(), ENTRIES);
    }
}
