//! A storage that fails on demand: it counts what is asked of it, and at one number does as it was
//! told, once or from then on.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Entry, Lock, ReadSeek, Storage, StoredFile};
use crate::spill::Unnamed;

/// How a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The device fails (`EIO`).
    Device,
    /// There is no space left. A write leaves half of its bytes in the file.
    NoSpace,
    /// The user may not.
    Denied,
    /// A signal came in between; the same call would succeed.
    Interrupted,
    /// Half of the bytes are read or written, and the caller is told so. Other calls succeed.
    Short,
    /// The process is dead: nothing that is asked for is done any more.
    Dead,
}

/// When a storage fails, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trip {
    /// The number of the call, from 0.
    pub at: u64,
    /// How it fails.
    pub fault: Fault,
    /// Whether the calls after it fail too.
    pub from_then_on: bool,
}

/// What was asked of a storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The call: `create-file`, `write`, `sync-folder` and so on.
    pub call: &'static str,
    /// What it was about.
    pub path: PathBuf,
}

/// A storage before another one, which fails as [`Trip`] says.
#[derive(Debug)]
pub struct FaultyStorage {
    inner: Arc<dyn Storage>,
    calls: Calls,
    takes_all: bool,
}

/// What was asked so far; files that are open share it.
#[derive(Debug, Clone)]
struct Calls {
    trip: Option<Trip>,
    made: Arc<Mutex<Vec<Operation>>>,
}

impl FaultyStorage {
    /// Fails as `trip` says before `inner`; without one it only counts.
    pub fn new(inner: Arc<dyn Storage>, trip: Option<Trip>) -> Self {
        Self { inner, calls: Calls { trip, made: Arc::default() }, takes_all: false }
    }

    /// As [`FaultyStorage::new`], and what a small run would keep in memory goes into files without names, as
    /// it does in a large one.
    pub fn taking_all(inner: Arc<dyn Storage>, trip: Option<Trip>) -> Self {
        Self { takes_all: true, ..Self::new(inner, trip) }
    }

    /// Every call so far, in order.
    #[must_use]
    pub fn operations(&self) -> Vec<Operation> {
        self.calls.made().clone()
    }
}

impl Calls {
    fn made(&self) -> MutexGuard<'_, Vec<Operation>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a call and says how it fails.
    fn fault(&self, call: &'static str, path: &Path) -> Option<Fault> {
        let mut made = self.made();
        let number = made.len() as u64;
        made.push(Operation { call, path: path.to_owned() });
        let trips = |trip: &Trip| number == trip.at || (trip.from_then_on && number > trip.at);
        self.trip.filter(trips).map(|trip| trip.fault)
    }

    /// Counts a call that is done or not.
    fn count(&self, call: &'static str, path: &Path) -> io::Result<()> {
        match self.fault(call, path) {
            None | Some(Fault::Short) => Ok(()),
            Some(fault) => Err(fault.error()),
        }
    }
}

impl Fault {
    fn error(self) -> io::Error {
        match self {
            // As the standard library has it: a number of the system and no kind.
            Self::Device => io::Error::from_raw_os_error(EIO),
            Self::NoSpace => io::ErrorKind::StorageFull.into(),
            Self::Denied => io::ErrorKind::PermissionDenied.into(),
            Self::Interrupted => io::ErrorKind::Interrupted.into(),
            Self::Short | Self::Dead => io::Error::other("the process is dead"),
        }
    }
}

/// Input or output error, on every Unix.
const EIO: i32 = 5;

impl Storage for FaultyStorage {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.calls.count("create-folder", path)?;
        self.inner.create_folder(path)
    }

    fn create_file(&self, path: &Path) -> io::Result<Box<dyn StoredFile>> {
        self.calls.count("create-file", path)?;
        let inner = self.inner.create_file(path)?;
        Ok(Box::new(FaultyFile { inner, path: path.to_owned(), calls: self.calls.clone() }))
    }

    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>> {
        self.calls.count("open", path)?;
        let inner = self.inner.open_file(path)?;
        Ok(Box::new(FaultyFile { inner, path: path.to_owned(), calls: self.calls.clone() }))
    }

    fn create_unnamed(&self, folder: &Path) -> io::Result<Box<dyn Unnamed>> {
        self.calls.count("create-unnamed", folder)?;
        let inner = self.inner.create_unnamed(folder)?;
        Ok(Box::new(FaultyFile { inner, path: folder.to_owned(), calls: self.calls.clone() }))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        self.calls.count("list", folder)?;
        self.inner.list(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.calls.count("rename", to)?;
        self.inner.rename(from, to)
    }

    fn link(&self, target: &Path, at: &Path) -> io::Result<()> {
        self.calls.count("link", at)?;
        self.inner.link(target, at)
    }

    fn read_link(&self, at: &Path) -> io::Result<PathBuf> {
        self.calls.count("read-link", at)?;
        self.inner.read_link(at)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.calls.count("remove-file", path)?;
        self.inner.remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.calls.count("remove-folder", path)?;
        self.inner.remove_folder(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.calls.count("sync-folder", path)?;
        self.inner.sync_folder(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        self.calls.count("lock", path)?;
        self.inner.lock(path)
    }

    fn in_turn(&self) -> bool {
        true
    }

    fn takes_all(&self) -> bool {
        self.takes_all
    }
}

/// A file that is open on a faulty storage.
struct FaultyFile<F: ?Sized> {
    path: PathBuf,
    calls: Calls,
    inner: Box<F>,
}

impl<F: ?Sized> fmt::Debug for FaultyFile<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultyFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl<F: Write + ?Sized> Write for FaultyFile<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.calls.fault("write", &self.path) {
            None => self.inner.write(bytes),
            Some(Fault::Short) => self.inner.write(&bytes[..bytes.len().div_ceil(2)]),
            Some(fault) => {
                if fault == Fault::NoSpace {
                    self.inner.write_all(&bytes[..bytes.len() / 2])?;
                }
                Err(fault.error())
            }
        }
    }

    /// Not counted: there is nothing that a file of the system does at it.
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl StoredFile for FaultyFile<dyn StoredFile> {
    fn sync(&mut self) -> io::Result<()> {
        self.calls.count("sync-file", &self.path)?;
        self.inner.sync()
    }
}

impl<F: Read + ?Sized> Read for FaultyFile<F> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        match self.calls.fault("read", &self.path) {
            None => self.inner.read(bytes),
            Some(Fault::Short) => {
                let half = bytes.len().div_ceil(2);
                self.inner.read(&mut bytes[..half])
            }
            Some(fault) => Err(fault.error()),
        }
    }
}

/// Not counted: nothing is read or written at it.
impl<F: Seek + ?Sized> Seek for FaultyFile<F> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        self.inner.seek(place)
    }
}
