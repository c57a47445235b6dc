//! Where files without names are made.

use std::fmt;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// A file without a name: it vanishes when it is dropped, however the process ends.
pub trait Unnamed: Read + Write + Seek + Send {}

impl<T: Read + Write + Seek + Send> Unnamed for T {}

/// A folder that takes files without names.
pub trait Place: fmt::Debug + Send + Sync {
    /// The folder, which errors name.
    fn path(&self) -> &Path;

    /// Makes a file without a name in it.
    ///
    /// # Errors
    /// Those of the system.
    fn unnamed(&self) -> io::Result<Box<dyn Unnamed>>;

    /// Whether what is small goes into files as well, and not only what memory is not to hold. It changes
    /// no outcome: who makes calls fail wants to see them all, of a run that is small.
    fn takes_all(&self) -> bool {
        false
    }
}

/// A folder of the file system.
#[derive(Debug)]
pub(super) struct SystemFolder(pub(super) PathBuf);

impl Place for SystemFolder {
    fn path(&self) -> &Path {
        &self.0
    }

    fn unnamed(&self) -> io::Result<Box<dyn Unnamed>> {
        Ok(Box::new(tempfile::tempfile_in(&self.0)?))
    }
}
