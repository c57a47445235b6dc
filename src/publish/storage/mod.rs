//! What a release is written on, behind a small trait, so that faults can be put in its way.
//!
//! [`LocalStorage`] is the file system, [`MemoryStorage`] one in memory that can lose its power, and
//! [`FaultyStorage`] stands before either and fails on demand. Everything of a release goes through
//! one of them: tables, manifest, `latest`, run reports, what is kept for the next run, the lock, what prune
//! removes, and the files without names that take what memory does not hold (`src/spill/`).
//! Nobody in `publish` and `pipeline` but this folder calls [`std::fs`] for writing (a test of the house
//! holds that); who writes goes through a [`Folder`], which names the file in errors and bears with calls
//! that are interrupted. Archives that are fetched from stores, and large ones out of archives, lie in the
//! hidden folder of a release for a while and are no part of it: ingest puts them on the file system, where
//! they are opened.
//!
//! What an implementation owes, and all that those above rely on:
//!
//! - Data is safe after [`StoredFile::sync`], a name (made, moved or removed) after
//!   [`Storage::sync_folder`] of its folder. What is not synced may be lost in any part and any order
//!   when power goes.
//! - [`Storage::rename`] is one step: a file, a link or a folder is seen under the old name or under
//!   the new one, by other processes and after power was lost.
//! - A [`Lock`] ends with the process that holds it, however that ends.

mod faulty;
mod folder;
mod local;
mod memory;

use std::any::Any;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use crate::spill::Unnamed;

pub use faulty::{Fault, FaultyStorage, Operation, Trip};
pub use folder::{Folder, NewFile};
pub use local::LocalStorage;
pub use memory::MemoryStorage;

/// Where releases are kept. Paths are those of the file system.
pub trait Storage: fmt::Debug + Send + Sync {
    /// Creates a folder in one that is there.
    ///
    /// # Errors
    /// `AlreadyExists` when the name is taken.
    fn create_folder(&self, path: &Path) -> io::Result<()>;

    /// Creates a file and opens it for writing.
    ///
    /// # Errors
    /// `AlreadyExists` when the name is taken: nothing is ever written over.
    fn create_file(&self, path: &Path) -> io::Result<Box<dyn StoredFile>>;

    /// Opens a file for reading.
    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>>;

    /// Creates a file that has no name in this folder and is gone when it is dropped.
    fn create_unnamed(&self, folder: &Path) -> io::Result<Box<dyn Unnamed>>;

    /// What is in a folder, in any order.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// Moves a file, a link or a folder in one step; a file or a link in its place goes.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Makes the symbolic link `at`, which leads to `target`.
    ///
    /// # Errors
    /// `Unsupported` where there are no links.
    fn link(&self, target: &Path, at: &Path) -> io::Result<()>;

    /// Where a symbolic link leads.
    fn read_link(&self, at: &Path) -> io::Result<PathBuf>;

    /// Removes a file or a link.
    fn remove_file(&self, path: &Path) -> io::Result<()>;

    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;

    /// Forces the names in a folder to disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// Takes the lock on a file, which is created where it is missing and stays; `None` when another
    /// holds it.
    fn lock(&self, path: &Path) -> io::Result<Option<Lock>>;

    /// Whether calls must come in the same order each time, because they are counted. Who writes on
    /// several threads then lets them take turns.
    fn in_turn(&self) -> bool {
        false
    }

    /// As [`Place::takes_all`](crate::spill::Place::takes_all).
    fn takes_all(&self) -> bool {
        false
    }
}

/// A file that is being written.
pub trait StoredFile: Write + Send {
    /// Forces what was written to disk.
    fn sync(&mut self) -> io::Result<()>;
}

/// A file that is being read, from any place in it.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// A lock, held until it is dropped.
pub type Lock = Box<dyn Any + Send + Sync>;

/// What is in a folder under one name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The name.
    pub name: OsString,
    /// What it is.
    pub kind: EntryKind,
    /// Bytes of a file.
    pub size: u64,
}

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryKind {
    /// A file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link, which is never followed.
    Link,
}

impl Entry {
    /// The name, where it is UTF-8, as every name of ours is.
    #[must_use]
    pub fn utf8(&self) -> Option<&str> {
        self.name.to_str()
    }
}
