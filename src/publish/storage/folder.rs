//! A folder on a storage: what writers of releases hold in their hands.
//!
//! Names are single names in the folder, or paths below it. Errors name the file. A call that a
//! signal interrupts is made again, but not for ever: a storage that says nothing else is broken,
//! and a run that turns on the spot would be noticed by nobody.

use std::fmt;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Entry, EntryKind, LocalStorage, Lock, ReadSeek, Storage, StoredFile};
use crate::model::{Error, Result};
use crate::spill::{Place, Spill, Unnamed};

/// How often in a row a call may be interrupted.
const INTERRUPTIONS: usize = 100;

/// A folder on a storage. It need not be there yet.
#[derive(Debug, Clone)]
pub struct Folder {
    storage: Arc<dyn Storage>,
    path: PathBuf,
}

impl<P: AsRef<Path>> From<P> for Folder {
    /// A folder on the file system.
    fn from(path: P) -> Self {
        Self::new(Arc::new(LocalStorage), path)
    }
}

impl Folder {
    /// The folder at `path` of a storage.
    pub fn new(storage: Arc<dyn Storage>, path: impl AsRef<Path>) -> Self {
        Self { storage, path: path.as_ref().to_owned() }
    }

    /// A folder below this one.
    #[must_use]
    pub fn at(&self, name: impl AsRef<Path>) -> Self {
        self.at_path(&self.path.join(name))
    }

    fn at_path(&self, path: &Path) -> Self {
        Self::new(Arc::clone(&self.storage), path)
    }

    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// As [`Storage::in_turn`].
    #[must_use]
    pub fn in_turn(&self) -> bool {
        self.storage.in_turn()
    }

    /// Puts what memory is not to hold into it, in files without names. It must be there when there is such a
    /// thing.
    #[must_use]
    pub fn spill(&self) -> Spill {
        Spill::at(Arc::new(self.clone()))
    }

    /// Creates it where it is missing, with the folders above it. The names of those that were created
    /// are forced to disk.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn make(&self) -> Result<()> {
        let above = above(&self.path).map(|above| self.at_path(above));
        let create = || persistently(|| self.storage.create_folder(&self.path));
        let made = match (create(), &above) {
            (Err(e), Some(above)) if e.kind() == io::ErrorKind::NotFound => above.make().map(|()| create())?,
            (made, _) => made,
        };
        match made {
            Ok(()) => above.map_or(Ok(()), |above| above.keep().and_then(|()| above.sync())),
            // Were it a file, whatever is done in the folder next would say so.
            Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            Err(e) => Err(Error::output(&self.path, e)),
        }
    }

    /// Forces its own name to disk, which whoever made it may have died before. Where this user may not
    /// read the folder above, another made the name and is answerable for it.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn keep(&self) -> Result<()> {
        let Some(above) = above(&self.path) else { return Ok(()) };
        match persistently(|| self.storage.sync_folder(above)) {
            Err(e) if e.kind() == io::ErrorKind::PermissionDenied => Ok(()),
            other => other.map_err(|e| Error::output(above, e)),
        }
    }

    /// What is in it, by name; `None` when it is not there.
    ///
    /// # Errors
    /// `cannot-read`.
    pub fn entries(&self) -> Result<Option<Vec<Entry>>> {
        let listed = there(persistently(|| self.storage.list(&self.path)));
        let mut entries = listed.map_err(|e| Error::input(&self.path, e))?;
        if let Some(entries) = &mut entries {
            entries.sort();
        }
        Ok(entries)
    }

    /// Creates a file in it, which must not be there.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn create(&self, name: impl AsRef<Path>) -> Result<NewFile> {
        let path = self.path.join(name);
        let file = persistently(|| self.storage.create_file(&path)).map_err(|e| Error::output(&path, e))?;
        Ok(NewFile { file, path })
    }

    /// Creates a file with this content, on disk when this returns. Its name is after [`Folder::sync`].
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn write(&self, name: impl AsRef<Path>, content: &[u8]) -> Result<()> {
        let mut file = self.create(name)?;
        file.write_all(content).map_err(|e| Error::output(&file.path, e))?;
        file.sync()
    }

    /// Opens a file for reading.
    ///
    /// # Errors
    /// `cannot-read`.
    pub fn open(&self, name: impl AsRef<Path>) -> Result<Box<dyn ReadSeek>> {
        let path = self.path.join(name);
        self.reader(&path).map_err(|e| Error::input(&path, e))
    }

    /// The content of a file; `None` when it is not there.
    ///
    /// # Errors
    /// `cannot-read`.
    pub fn read(&self, name: impl AsRef<Path>) -> Result<Option<Vec<u8>>> {
        let path = self.path.join(name);
        let read = || {
            let mut content = Vec::new();
            self.reader(&path)?.read_to_end(&mut content)?;
            Ok(content)
        };
        there(read()).map_err(|e| Error::input(&path, e))
    }

    fn reader(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Persistent(persistently(|| self.storage.open_file(path))?)))
    }

    /// Moves what has this name in one step into the folder `to`, under the name `new`.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn rename(&self, name: impl AsRef<Path>, to: &Self, new: impl AsRef<Path>) -> Result<()> {
        let (from, to) = (self.path.join(name), to.path.join(new));
        persistently(|| self.storage.rename(&from, &to)).map_err(|e| Error::output(&to, e))
    }

    /// Makes a symbolic link; `false` where there are none.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn link(&self, target: &Path, name: impl AsRef<Path>) -> Result<bool> {
        let at = self.path.join(name);
        match persistently(|| self.storage.link(target, &at)) {
            Err(e) if e.kind() == io::ErrorKind::Unsupported => Ok(false),
            other => other.map(|()| true).map_err(|e| Error::output(&at, e)),
        }
    }

    /// Where a link leads; `None` when there is none of this name.
    ///
    /// # Errors
    /// `cannot-read`.
    pub fn read_link(&self, name: impl AsRef<Path>) -> Result<Option<PathBuf>> {
        let at = self.path.join(name);
        match persistently(|| self.storage.read_link(&at)) {
            // What is no link.
            Err(e) if e.kind() == io::ErrorKind::InvalidInput => Ok(None),
            other => there(other).map_err(|e| Error::input(&at, e)),
        }
    }

    /// Removes the folder with everything in it; links in it are not followed. What is not there is
    /// removed.
    ///
    /// # Errors
    /// `cannot-write`, `cannot-read`.
    pub fn remove(&self) -> Result<()> {
        for entry in self.entries()?.unwrap_or_default() {
            self.remove_entry(&entry)?;
        }
        let removed = there(persistently(|| self.storage.remove_folder(&self.path)));
        removed.map(drop).map_err(|e| Error::output(&self.path, e))
    }

    /// Removes what was listed, a folder with everything in it.
    ///
    /// # Errors
    /// As [`Folder::remove`].
    pub fn remove_entry(&self, entry: &Entry) -> Result<()> {
        match entry.kind {
            EntryKind::Folder => self.at(&entry.name).remove(),
            EntryKind::File | EntryKind::Link => self.remove_file(&entry.name),
        }
    }

    /// Removes a file or a link. What is not there is removed.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn remove_file(&self, name: impl AsRef<Path>) -> Result<()> {
        let path = self.path.join(name);
        there(persistently(|| self.storage.remove_file(&path))).map(drop).map_err(|e| Error::output(&path, e))
    }

    /// Forces the names in it to disk.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn sync(&self) -> Result<()> {
        persistently(|| self.storage.sync_folder(&self.path)).map_err(|e| Error::output(&self.path, e))
    }

    /// Takes the lock on a file in it; `None` when another holds it.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn lock(&self, name: impl AsRef<Path>) -> Result<Option<Lock>> {
        let path = self.path.join(name);
        persistently(|| self.storage.lock(&path)).map_err(|e| Error::output(&path, e))
    }
}

impl Place for Folder {
    fn path(&self) -> &Path {
        &self.path
    }

    fn unnamed(&self) -> io::Result<Box<dyn Unnamed>> {
        Ok(Box::new(Persistent(persistently(|| self.storage.create_unnamed(&self.path))?)))
    }

    fn takes_all(&self) -> bool {
        self.storage.takes_all()
    }
}

/// A file that was created and is being written. Who makes one for a release ends it with
/// [`NewFile::sync`].
pub struct NewFile {
    file: Box<dyn StoredFile>,
    path: PathBuf,
}

impl NewFile {
    /// Its path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends it: what was written is on disk when this returns.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn sync(mut self) -> Result<()> {
        persistently(|| self.file.sync()).map_err(|e| Error::output(&self.path, e))
    }
}

impl fmt::Debug for NewFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewFile").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        persistently(|| self.file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        persistently(|| self.file.flush())
    }
}

/// A file that bears with interruptions, which [`Read::read_exact`] and [`Write::write_all`] do for ever.
struct Persistent<F: ?Sized>(Box<F>);

impl<F: Read + ?Sized> Read for Persistent<F> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        persistently(|| self.0.read(bytes))
    }
}

impl<F: Write + ?Sized> Write for Persistent<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        persistently(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        persistently(|| self.0.flush())
    }
}

impl<F: Seek + ?Sized> Seek for Persistent<F> {
    fn seek(&mut self, place: SeekFrom) -> io::Result<u64> {
        persistently(|| self.0.seek(place))
    }
}

fn persistently<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    for _ in 0..INTERRUPTIONS {
        match call() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
    Err(io::Error::other("the call was interrupted again and again"))
}

/// `None` for what is not there.
fn there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(None),
        other => other.map(Some),
    }
}

/// The folder above; of a single name, the current folder.
fn above(path: &Path) -> Option<&Path> {
    path.parent().map(|above| if above == Path::new("") { Path::new(".") } else { above })
}
