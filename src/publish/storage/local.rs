//! The file system of the machine.

use std::fs::{self, File, FileType, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::{Entry, EntryKind, Lock, ReadSeek, Storage, StoredFile};
use crate::spill::Unnamed;

/// The file system. Its promises are those of POSIX and of a file system with a journal; what
/// follows of it on network file systems is as good as their locks and renames.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LocalStorage;

impl Storage for LocalStorage {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn create_file(&self, path: &Path) -> io::Result<Box<dyn StoredFile>> {
        Ok(Box::new(File::create_new(path)?))
    }

    fn open_file(&self, path: &Path) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(File::open(path)?))
    }

    fn create_unnamed(&self, folder: &Path) -> io::Result<Box<dyn Unnamed>> {
        Ok(Box::new(tempfile::tempfile_in(folder)?))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            match entry.metadata() {
                Ok(data) => {
                    let kind = kind(data.file_type());
                    let size = if kind == EntryKind::File { data.len() } else { 0 };
                    entries.push(Entry { name: entry.file_name(), kind, size });
                }
                // Gone since the folder was read.
                Err(e) if e.kind() == io::ErrorKind::NotFound => {}
                Err(e) => return Err(e),
            }
        }
        Ok(entries)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn link(&self, target: &Path, at: &Path) -> io::Result<()> {
        link(target, at)
    }

    fn read_link(&self, at: &Path) -> io::Result<PathBuf> {
        fs::read_link(at)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        sync_folder(path)
    }

    fn lock(&self, path: &Path) -> io::Result<Option<Lock>> {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(Held(file)))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(e)) => Err(e),
        }
    }
}

/// A lock that ends with this, and not only with the last copy of the file: a process that is being started has one
/// for an instant.
struct Held(File);

impl Drop for Held {
    fn drop(&mut self) {
        // A lock that cannot be given back ends with the process.
        let _ = self.0.unlock();
    }
}

impl StoredFile for File {
    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

fn kind(ty: FileType) -> EntryKind {
    if ty.is_dir() {
        EntryKind::Folder
    } else if ty.is_symlink() {
        EntryKind::Link
    } else {
        EntryKind::File
    }
}

#[cfg(unix)]
fn link(target: &Path, at: &Path) -> io::Result<()> {
    use rustix::io::Errno;
    std::os::unix::fs::symlink(target, at).map_err(|e| {
        // POSIX has EPERM only for file systems without links; EACCES is the lack of a right.
        let without = e.raw_os_error().is_some_and(|code| code == Errno::PERM.raw_os_error());
        if without { io::Error::new(io::ErrorKind::Unsupported, e) } else { e }
    })
}

#[cfg(not(unix))]
fn link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    use rustix::io::Errno;
    match File::open(folder)?.sync_all() {
        // What a file system says that keeps no names of its own to sync (FUSE, some network ones).
        Err(e)
            if e.raw_os_error()
                .is_some_and(|c| [Errno::INVAL, Errno::NOTSUP].map(Errno::raw_os_error).contains(&c)) =>
        {
            Ok(())
        }
        other => other,
    }
}

/// Other systems cannot open a folder as a file and keep renames in a journal of their own.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
