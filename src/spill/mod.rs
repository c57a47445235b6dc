//! What grows with the number of documents, kept in files instead of memory: a [`List`], a [`Sorter`]
//! and a [`Table`] by hash.
//!
//! The files have no name and vanish when they are closed, however the process ends. A [`Place`] makes them:
//! those of a run lie on the storage of its releases, so that calls on them fail when a test wants it. What is small is
//! not written at all. Each costs memory of its own that does not depend on how much it holds, so that a
//! run over a million documents takes what one over a thousand does; what the system keeps of the files
//! in its cache it gives back when others need it.

mod list;
pub mod path;
mod place;
mod record;
mod sorter;
mod spooled;
mod table;

use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::{Error, Result};

pub use list::{List, Records};
pub use place::{Place, Unnamed};
pub use sorter::{Sorted, Sorter};
pub use spooled::Spooled;
pub use table::Table;

use place::SystemFolder;

/// Makes a type with an [`Ord`] of its own equal and comparable by it, as what is sorted must be.
macro_rules! ordered {
    ($type:ty) => {
        impl PartialOrd for $type {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl PartialEq for $type {
            fn eq(&self, other: &Self) -> bool {
                self.cmp(other).is_eq()
            }
        }

        impl Eq for $type {}
    };
}
pub(crate) use ordered;

/// Bytes of a file that are kept in memory: more are written.
const IN_MEMORY: usize = 1 << 18;
/// Entries of a run where memory keeps as little as it can.
const FEW: usize = 4;
/// Bytes of buffer of a file that is written or read.
const BUFFER: usize = 1 << 14;

/// Where files go.
#[derive(Debug, Clone)]
pub struct Spill {
    place: Arc<dyn Place>,
}

impl Spill {
    /// Into this place.
    #[must_use]
    pub fn at(place: Arc<dyn Place>) -> Self {
        Self { place }
    }

    /// Into a folder of the file system.
    #[must_use]
    pub fn into(folder: impl Into<PathBuf>) -> Self {
        Self::at(Arc::new(SystemFolder(folder.into())))
    }

    /// Into the folder that the system has for such files.
    #[must_use]
    pub fn of_system() -> Self {
        Self::into(std::env::temp_dir())
    }

    /// An empty list.
    #[must_use]
    pub fn list<T: Serialize + DeserializeOwned>(&self) -> List<T> {
        List::new(self.clone())
    }

    /// What sorts entries; after `most` in memory they are written.
    #[must_use]
    pub fn sorter<T: Ord + Serialize + DeserializeOwned>(&self, most: usize) -> Sorter<T> {
        Sorter::new(self.clone(), self.bound(most))
    }

    /// So many entries, or few where all goes into files.
    #[must_use]
    pub fn bound(&self, most: usize) -> usize {
        if self.place.takes_all() { FEW } else { most }
    }

    /// An empty table.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::new(self.clone())
    }

    /// A file that is in memory as long as it is small.
    #[must_use]
    pub fn spooled(&self) -> Spooled {
        Spooled::new(self.clone(), if self.place.takes_all() { 0 } else { IN_MEMORY })
    }

    /// A file on disk.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn file(&self) -> Result<Box<dyn Unnamed>> {
        self.place.unnamed().map_err(|e| self.error(e))
    }

    /// The folder of the files.
    #[must_use]
    pub fn path(&self) -> &std::path::Path {
        self.place.path()
    }

    fn error(&self, error: io::Error) -> Error {
        Error::output(self.place.path(), error)
    }
}

fn buffered<W: io::Write>(file: W) -> BufWriter<W> {
    BufWriter::with_capacity(BUFFER, file)
}
