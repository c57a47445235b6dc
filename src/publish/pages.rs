//! Finished pages of a Parquet table wait in a file for the end of their row group.
//!
//! A column of a row group stands in one piece in Parquet, while rows come one after the other: the pages
//! of all columns but the first must wait somewhere, and in memory they would grow with the row group.
//! Those of one table share a file, which is begun anew with each row group.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::arrow::arrow_writer::{PageKey, PageStore, PageStoreArgs, PageStoreFactory};
use parquet::errors::{ParquetError, Result};

use crate::spill::{Spill, Spooled};

/// The file of a table.
#[derive(Debug)]
struct Waiting {
    file: Spooled,
    /// Where each page lies that was put there since none waited, and its length.
    places: Vec<(u64, usize)>,
    end: u64,
    /// Pages that nobody took yet.
    left: usize,
}

/// Makes the stores of the columns of a table.
#[derive(Debug, Clone)]
pub(super) struct Pages(Arc<Mutex<Waiting>>);

impl Pages {
    /// No page waits; they will in a file in `spill`.
    pub(super) fn new(spill: &Spill) -> Self {
        Self(Arc::new(Mutex::new(Waiting { file: spill.spooled(), places: Vec::new(), end: 0, left: 0 })))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Waiting) -> io::Result<T>) -> Result<T> {
        // A page that was cut short is never taken, so a file that another thread left is good.
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        work(&mut waiting).map_err(|e| ParquetError::External(Box::new(e)))
    }
}

impl Waiting {
    fn put(&mut self, page: &[u8]) -> io::Result<PageKey> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(page)?;
        self.places.push((self.end, page.len()));
        self.end += page.len() as u64;
        self.left += 1;
        Ok(PageKey::new(self.places.len() as u64 - 1))
    }

    fn take(&mut self, key: PageKey) -> io::Result<Bytes> {
        let place = usize::try_from(key.get()).ok().and_then(|key| self.places.get(key));
        let (at, length) = *place.ok_or(io::ErrorKind::NotFound)?;
        let mut page = vec![0; length];
        self.file.seek(SeekFrom::Start(at))?;
        self.file.read_exact(&mut page)?;
        self.left -= 1;
        if self.left == 0 {
            (self.places, self.end) = (Vec::new(), 0);
        }
        Ok(page.into())
    }
}

impl PageStoreFactory for Pages {
    fn create(&self, _: &PageStoreArgs<'_>) -> Result<Box<dyn PageStore>> {
        Ok(Box::new(self.clone()))
    }
}

impl PageStore for Pages {
    fn put(&mut self, page: Bytes) -> Result<PageKey> {
        self.with(|waiting| waiting.put(&page))
    }

    fn take(&mut self, key: PageKey) -> Result<Bytes> {
        self.with(|waiting| waiting.take(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_come_back_and_the_file_is_used_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut pages = Pages::new(&Spill::into(folder.path()));
        for _ in 0..3 {
            let put: Vec<_> = (0..40_u8).map(|i| pages.put(vec![i; 10_000].into()).unwrap()).collect();
            for (i, key) in (0..40_u8).zip(put) {
                assert_eq!(pages.take(key).unwrap(), vec![i; 10_000]);
            }
        }
        assert_eq!(pages.0.lock().unwrap().end, 0);
    }
}
