//! A release is there whole or not at all.
//!
//! The files of a release are written into a hidden folder beside `releases/`. When all are there,
//! [`Staging::commit`] forces files and folders to disk, renames the folder to its place (one
//! atomic step on a POSIX file system), and only then points `latest` to it, by a rename as well.
//! Killed at any moment, a run leaves the releases before it, `latest` naming one of them, and at
//! most a hidden folder, which the next run removes.
//!
//! `latest` is a symbolic link where the system has them, and `latest.txt` names the same release
//! for those who cannot follow one. Each is replaced atomically, one after the other: killed in
//! between, they name two releases for a while, both whole.
//!
//! A hidden folder belongs to a live run as long as somebody holds the lock on the file beside it;
//! the system lets go of it when a process dies, however it does.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use crate::model::{Error, ErrorKind, Result};

const PREFIX: &str = ".staging-";
const LOCK: &str = ".lock";

/// A hidden folder that becomes a release, or goes.
#[derive(Debug)]
pub struct Staging {
    output: PathBuf,
    path: PathBuf,
    // Kept in this order: the lock is let go before its file is removed.
    _lock: File,
    _lock_path: TempPath,
    removed: Vec<PathBuf>,
    committed: bool,
}

impl Staging {
    /// Creates a hidden folder in `output`, which is created where it is missing, after removing
    /// those that dead runs left.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn begin(output: impl AsRef<Path>) -> Result<Self> {
        let output = output.as_ref().to_owned();
        let begin = || {
            fs::create_dir_all(output.join("releases"))?;
            let removed = remove_leftovers(&output)?;
            // First the lock, then the folder: no folder of a live run is seen without its lock held.
            let (lock, lock_path) = take_lock(&output)?;
            let path = folder_of(&lock_path);
            fs::create_dir(&path)?;
            Ok(Self { output: output.clone(), path, _lock: lock, _lock_path: lock_path, removed, committed: false })
        };
        begin().map_err(|e: io::Error| Error::output(&output, e))
    }

    /// The hidden folder.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folders of dead runs that were removed.
    #[must_use]
    pub fn removed(&self) -> &[PathBuf] {
        &self.removed
    }

    /// Puts the folder in its place as `releases/<release_id>` and points `latest` to it. A release
    /// of that name with the same `manifest.json` is left as it is: its files have the same bytes.
    ///
    /// # Errors
    /// `release-id` for a name that is no plain file name; `release-exists` when another release
    /// has it; `cannot-write`.
    pub fn commit(mut self, release_id: &str) -> Result<PathBuf> {
        check_id(release_id)?;
        sync_tree(&self.path).map_err(|e| Error::output(&self.path, e))?;
        let releases = self.output.join("releases");
        let target = releases.join(release_id);
        if target.exists() {
            if !same_manifest(&self.path, &target) {
                return Err(exists(&target));
            }
        } else {
            fs::rename(&self.path, &target).map_err(|e| Error::output(&target, e))?;
            self.committed = true;
            sync_folder(&releases).map_err(|e| Error::output(&releases, e))?;
        }
        point_latest(&self.output, release_id).map_err(|e| Error::output(self.output.join("latest"), e))?;
        Ok(target)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.committed {
            // What cannot be removed now is removed by the next run.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

fn folder_of(lock: &Path) -> PathBuf {
    lock.with_extension("")
}

fn check_id(id: &str) -> Result<()> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !id.is_empty() && !id.starts_with('.') && id.len() <= 200 && id.chars().all(plain) {
        return Ok(());
    }
    Err(Error::usage("release-id", format!("`{id}` cannot name a release"))
        .hint("use letters, digits, `-`, `_` and `.`, not beginning with a point"))
}

fn exists(target: &Path) -> Error {
    Error::new(ErrorKind::Output, "release-exists", "another release has this name and is never overwritten")
        .at_file(target)
        .hint("give the release another name, or remove the folder if nobody needs it")
}

fn same_manifest(a: &Path, b: &Path) -> bool {
    match (fs::read(a.join("manifest.json")), fs::read(b.join("manifest.json"))) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// Creates a lock file and takes its lock. A run that is cleaning up may take the lock in between
/// and remove the file; then this begins anew.
fn take_lock(output: &Path) -> io::Result<(File, TempPath)> {
    loop {
        let (lock, path) = tempfile::Builder::new().prefix(PREFIX).suffix(LOCK).tempfile_in(output)?.into_parts();
        lock.lock()?;
        if path.exists() {
            return Ok((lock, path));
        }
    }
}

/// Removes hidden folders and locks that no live run holds; the folders.
fn remove_leftovers(output: &Path) -> io::Result<Vec<PathBuf>> {
    let mut removed = Vec::new();
    for entry in fs::read_dir(output)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|n| n.starts_with(PREFIX)) else { continue };
        let stem = name.strip_suffix(LOCK).unwrap_or(name);
        let (folder, lock) = (output.join(stem), output.join(format!("{stem}{LOCK}")));
        let owner = owner(&lock)?;
        if matches!(owner, Owner::Live) {
            continue;
        }
        if folder.is_dir() {
            fs::remove_dir_all(&folder)?;
            removed.push(folder);
        }
        // Still under its lock, so that a run that waits for it sees that the file has gone.
        remove_if_there(&lock)?;
        drop(owner);
    }
    removed.sort();
    Ok(removed)
}

/// Whose a hidden folder is.
enum Owner {
    /// A live run's.
    Live,
    /// A dead run's; its lock, held until this is dropped, where the file is still there.
    Dead { _lock: Option<File> },
}

fn owner(lock: &Path) -> io::Result<Owner> {
    let file = match File::open(lock) {
        Ok(file) => file,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(Owner::Dead { _lock: None }),
        Err(e) => return Err(e),
    };
    match file.try_lock() {
        Ok(()) => Ok(Owner::Dead { _lock: Some(file) }),
        Err(TryLockError::WouldBlock) => Ok(Owner::Live),
        Err(TryLockError::Error(e)) => Err(e),
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Forces a folder to disk with everything in it.
fn sync_tree(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            sync_tree(&entry.path())?;
        } else {
            // Windows forces to disk only what is open for writing.
            File::options().write(true).open(entry.path())?.sync_all()?;
        }
    }
    sync_folder(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Other systems cannot open a folder as a file and keep renames in a journal of their own.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn point_latest(output: &Path, release_id: &str) -> io::Result<()> {
    let mut text = tempfile::Builder::new().prefix(".latest-").tempfile_in(output)?;
    writeln!(text, "{release_id}")?;
    readable_by_all(text.as_file())?;
    text.as_file().sync_all()?;
    text.persist(output.join("latest.txt")).map_err(|e| e.error)?;
    link_latest(output, release_id)?;
    sync_folder(output)
}

/// Temporary files are for their owner alone; `latest.txt` is for whoever reads releases.
#[cfg(unix)]
fn readable_by_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn link_latest(output: &Path, release_id: &str) -> io::Result<()> {
    let target = Path::new("releases").join(release_id);
    let link = tempfile::Builder::new()
        .prefix(".latest-")
        .make_in(output, |path| std::os::unix::fs::symlink(&target, path))?
        .into_temp_path();
    link.persist(output.join("latest")).map_err(|e| e.error)
}

#[cfg(not(unix))]
fn link_latest(_: &Path, _: &str) -> io::Result<()> {
    Ok(())
}
