//! Sorts more than memory holds: runs that are sorted in memory and written, and their merge.
//!
//! The sort is stable. Runs are merged many at a time into longer ones, so few files are open, and an
//! entry is written a handful of times however many there are.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fmt;
use std::io::{self, BufReader, Seek, Write};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{BUFFER, Spill, Unnamed, buffered, record};
use crate::model::Result;

/// Runs that are merged into one.
const FAN_IN: usize = 32;

/// The file of a run.
type File = Box<dyn Unnamed>;

/// See the module.
pub struct Sorter<T> {
    spill: Spill,
    most: usize,
    here: Vec<T>,
    /// Runs by how often their entries were merged, of each in the order in which they came. Those that
    /// were merged more often came first.
    levels: Vec<Vec<File>>,
}

impl<T> fmt::Debug for Sorter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sorter").field("here", &self.here.len()).finish_non_exhaustive()
    }
}

impl<T: Ord + Serialize + DeserializeOwned> Sorter<T> {
    pub(super) const fn new(spill: Spill, most: usize) -> Self {
        Self { spill, most, here: Vec::new(), levels: Vec::new() }
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn push(&mut self, entry: T) -> Result<()> {
        self.here.push(entry);
        if self.here.len() < self.most {
            return Ok(());
        }
        let here = std::mem::take(&mut self.here);
        self.run(here)
    }

    /// Adds entries and writes them, with none that were added before.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn run(&mut self, mut entries: Vec<T>) -> Result<()> {
        entries.sort();
        let run = self.write(self.merged(Vec::new(), entries)?)?;
        self.add(run)
    }

    /// Every entry, in order; of those that are equal the one that was added first comes first.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn sorted(mut self) -> Result<Sorted<T>> {
        self.here.sort();
        let mut runs = Vec::new();
        for file in std::mem::take(&mut self.levels).into_iter().rev().flatten() {
            runs.push(Run::open(file).map_err(|e| self.spill.error(e))?);
        }
        let here = std::mem::take(&mut self.here);
        self.merged(runs, here)
    }

    fn merged(&self, runs: Vec<Run>, here: Vec<T>) -> Result<Sorted<T>> {
        Sorted::begin(self.spill.clone(), runs, here)
    }

    /// Adds a run that was written, and merges where enough came together.
    fn add(&mut self, run: File) -> Result<()> {
        let mut run = run;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            self.levels[level].push(run);
            if self.levels[level].len() < FAN_IN {
                break;
            }
            let files = std::mem::take(&mut self.levels[level]);
            let runs = files.into_iter().map(|f| Run::open(f).map_err(|e| self.spill.error(e)));
            run = self.write(self.merged(runs.collect::<Result<_>>()?, Vec::new())?)?;
        }
        Ok(())
    }

    fn write(&self, entries: Sorted<T>) -> Result<File> {
        let (mut out, mut room) = (buffered(self.spill.file()?), Vec::new());
        for entry in entries {
            record::write(&mut out, &entry?, &mut room).map_err(|e| self.spill.error(e))?;
        }
        let file = out.flush().and_then(|()| out.into_inner().map_err(io::IntoInnerError::into_error));
        file.map_err(|e| self.spill.error(e))
    }
}

/// A run that is read back.
struct Run {
    input: BufReader<File>,
    room: Vec<u8>,
}

impl Run {
    fn open(mut file: File) -> io::Result<Self> {
        file.rewind()?;
        Ok(Self { input: BufReader::with_capacity(BUFFER, file), room: Vec::new() })
    }
}

/// Entries in order.
pub struct Sorted<T> {
    spill: Spill,
    runs: Vec<Run>,
    /// The run that never left memory; it came last.
    here: std::vec::IntoIter<T>,
    /// The next entry of each run that has one, and the place of the run.
    heads: BinaryHeap<Reverse<(T, usize)>>,
}

impl<T> fmt::Debug for Sorted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sorted").field("runs", &self.runs.len()).finish_non_exhaustive()
    }
}

impl<T: Ord + DeserializeOwned> Sorted<T> {
    fn begin(spill: Spill, runs: Vec<Run>, here: Vec<T>) -> Result<Self> {
        let mut sorted = Self { spill, runs, here: here.into_iter(), heads: BinaryHeap::new() };
        for run in 0..=sorted.runs.len() {
            if let Some(head) = sorted.head_of(run)? {
                sorted.heads.push(Reverse((head, run)));
            }
        }
        Ok(sorted)
    }

    /// The next entry of a run.
    fn head_of(&mut self, run: usize) -> Result<Option<T>> {
        let Some(Run { input, room }) = self.runs.get_mut(run) else { return Ok(self.here.next()) };
        let read = record::read(input, room).map_err(|e| self.spill.error(e))?;
        Ok(read.map(|(entry, _)| entry))
    }

    fn advance(&mut self) -> Result<Option<T>> {
        let Some(Reverse((_, run))) = self.heads.peek() else { return Ok(None) };
        let run = *run;
        let next = self.head_of(run)?;
        let Some(mut first) = self.heads.peek_mut() else { return Ok(None) };
        let taken = match next {
            Some(next) => std::mem::replace(&mut *first, Reverse((next, run))),
            None => PeekMut::pop(first),
        };
        Ok(Some(taken.0.0))
    }
}

impl<T: Ord + DeserializeOwned> Iterator for Sorted<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Self::Item> {
        self.advance().transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use serde::Deserialize;

    use super::*;

    /// Ordered by its key alone, so that what is stable is seen.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    struct Entry {
        key: u32,
        added: u32,
    }

    impl Ord for Entry {
        fn cmp(&self, other: &Self) -> Ordering {
            self.key.cmp(&other.key)
        }
    }

    impl PartialOrd for Entry {
        fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
            Some(self.cmp(other))
        }
    }

    #[test]
    fn what_does_not_fit_memory_is_sorted_as_what_does() {
        let folder = tempfile::tempdir().unwrap();
        let entries: Vec<Entry> =
            (0..5_000).map(|i: u32| Entry { key: i.wrapping_mul(7919) % 613, added: i }).collect();
        let mut expected = entries.clone();
        expected.sort();
        // With two entries a run, runs are merged and merged again.
        for most in [2, 64, 4_999, 5_000, 5_001] {
            let mut sorter = Spill::into(folder.path()).sorter(most);
            entries.iter().try_for_each(|entry| sorter.push(entry.clone())).unwrap();
            assert!(sorter.levels.iter().all(|level| level.len() < FAN_IN), "few files are open");
            let sorted = sorter.sorted().unwrap().collect::<Result<Vec<_>>>().unwrap();
            assert_eq!(sorted, expected, "{most}");
        }
    }
}
