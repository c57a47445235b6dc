//! A list that is written once and read in order, from any of its places.

use std::fmt;
use std::io::{BufReader, BufWriter, Seek, SeekFrom, Write};
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{BUFFER, Spill, Spooled, buffered, record};
use crate::model::Result;

/// See the module.
pub struct List<T> {
    spill: Spill,
    out: BufWriter<Spooled>,
    length: u64,
    /// Whether the file was moved to read in it.
    moved: bool,
    count: u64,
    room: Vec<u8>,
    of: PhantomData<fn(T) -> T>,
}

impl<T> fmt::Debug for List<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("List").field("count", &self.count).finish_non_exhaustive()
    }
}

impl<T: Serialize + DeserializeOwned> List<T> {
    pub(super) fn new(spill: Spill) -> Self {
        let out = buffered(spill.spooled());
        Self { spill, out, length: 0, moved: false, count: 0, room: Vec::new(), of: PhantomData }
    }

    /// How many values it has.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// Adds a value: its place.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn push(&mut self, value: &T) -> Result<u64> {
        let at = self.length;
        if std::mem::take(&mut self.moved) {
            self.out.seek(SeekFrom::Start(at)).map_err(|e| self.spill.error(e))?;
        }
        let written = record::write(&mut self.out, value, &mut self.room).map_err(|e| self.spill.error(e))?;
        self.length += written;
        self.count += 1;
        Ok(at)
    }

    /// The values from a place on: that of a value, or 0.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn read(&mut self, at: u64) -> Result<Records<'_, T>> {
        self.moved = true;
        let moved = self.out.flush().and_then(|()| self.out.get_mut().seek(SeekFrom::Start(at)));
        moved.map_err(|e| self.spill.error(e))?;
        let left = self.length - at;
        let input = BufReader::with_capacity(BUFFER.min(left as usize), self.out.get_mut());
        Ok(Records { spill: &self.spill, input, at, end: self.length, room: &mut self.room, of: PhantomData })
    }
}

/// Values of a list, in order.
pub struct Records<'a, T> {
    spill: &'a Spill,
    input: BufReader<&'a mut Spooled>,
    at: u64,
    end: u64,
    room: &'a mut Vec<u8>,
    of: PhantomData<fn() -> T>,
}

impl<T> Records<'_, T> {
    /// The place of the value that comes next.
    #[must_use]
    pub const fn at(&self) -> u64 {
        self.at
    }
}

impl<T: DeserializeOwned> Iterator for Records<'_, T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.end {
            return None;
        }
        let read = record::read(&mut self.input, self.room).map_err(|e| self.spill.error(e)).transpose()?;
        Some(read.map(|(value, bytes)| {
            self.at += bytes;
            value
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_from_any_place_while_more_come() {
        let folder = tempfile::tempdir().unwrap();
        let mut list = Spill::into(folder.path()).list::<String>();
        let value = |i: usize| "值".repeat(i % 100);
        let places: Vec<u64> = (0..5_000).map(|i| list.push(&value(i)).unwrap()).collect();
        assert_eq!(list.read(places[4_321]).unwrap().next().unwrap().unwrap(), value(4_321));
        list.push(&"末".to_owned()).unwrap();
        let all = list.read(0).unwrap().collect::<Result<Vec<_>>>().unwrap();
        assert_eq!((all.len(), all.last().map(String::as_str)), (5_001, Some("末")));
        assert!(all.iter().take(5_000).enumerate().all(|(i, v)| *v == value(i)));
        let mut records = list.read(places[7]).unwrap();
        records.next();
        assert_eq!(records.at(), places[8]);
    }
}
