//! What grows with the number of documents, kept in files instead of memory: a [`List`], a [`Sorter`]
//! and a [`Table`] by hash.
//!
//! The files have no name and vanish when they are closed, however the process ends. What is small is
//! not written at all. Each costs memory of its own that does not depend on how much it holds, so that a
//! run over a million documents takes what one over a thousand does; what the system keeps of the files
//! in its cache it gives back when others need it.

mod list;
pub mod path;
mod record;
mod sorter;
mod table;

use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;
pub use tempfile::SpooledTempFile as Spooled;

use crate::model::{Error, Result};

pub use list::{List, Records};
pub use sorter::{Sorted, Sorter};
pub use table::Table;

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
/// Bytes of buffer of a file that is written or read.
const BUFFER: usize = 1 << 14;

/// Where files go.
#[derive(Debug, Clone)]
pub struct Spill {
    folder: PathBuf,
}

impl Spill {
    /// Into the file system of `folder`; where that is a folder of another storage, into the system's.
    #[must_use]
    pub fn into(folder: impl Into<PathBuf>) -> Self {
        Some(folder.into()).filter(|folder| folder.is_dir()).map_or_else(Self::of_system, |folder| Self { folder })
    }

    /// Into the folder that the system has for such files.
    #[must_use]
    pub fn of_system() -> Self {
        Self { folder: std::env::temp_dir() }
    }

    /// Where files go.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// An empty list.
    #[must_use]
    pub fn list<T: Serialize + DeserializeOwned>(&self) -> List<T> {
        List::new(self.clone())
    }

    /// What sorts entries; after `most` in memory they are written.
    #[must_use]
    pub fn sorter<T: Ord + Serialize + DeserializeOwned>(&self, most: usize) -> Sorter<T> {
        Sorter::new(self.clone(), most)
    }

    /// An empty table.
    #[must_use]
    pub fn table(&self) -> Table {
        Table::new(self.clone())
    }

    /// A file that is in memory as long as it is small.
    #[must_use]
    pub fn spooled(&self) -> Spooled {
        tempfile::spooled_tempfile_in(IN_MEMORY, &self.folder)
    }

    /// A file on disk.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn file(&self) -> Result<File> {
        tempfile::tempfile_in(&self.folder).map_err(|e| self.error(e))
    }

    fn error(&self, error: io::Error) -> Error {
        Error::output(&self.folder, error)
    }
}

fn buffered<W: io::Write>(file: W) -> BufWriter<W> {
    BufWriter::with_capacity(BUFFER, file)
}
