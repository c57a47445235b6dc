//! A list that is written once and read in order, from any of its places.

use std::fmt;
use std::io::{BufReader, BufWriter, Seek, SeekFrom, Write};
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::SpooledTempFile;

use super::{BUFFER, Spill, buffered, record};
use crate::model::Result;

/// See the module.
pub struct List<T> {
    spill: Spill,
    out: BufWriter<SpooledTempFile>,
    length: u64,
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
        Self { spill, out, length: 0, count: 0, room: Vec::new(), of: PhantomData }
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
        let moved = self.out.flush().and_then(|()| self.out.get_mut().seek(SeekFrom::Start(at)));
        moved.map_err(|e| self.spill.error(e))?;
        let left = self.length - at;
        let input = BufReader::with_capacity(BUFFER.min(left as usize), self.out.get_mut());
        Ok(Records { spill: &self.spill, input, at, end: self.length, room: &mut self.room, of: PhantomData })
    }
}

/// Values of a list, in order. To go on writing, let it go first.
pub struct Records<'a, T> {
    spill: &'a Spill,
    input: BufReader<&'a mut SpooledTempFile>,
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
