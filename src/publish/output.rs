//! The folder of a pipeline's releases, claimed for writing.
//!
//! One process writes to an output at a time. [`Output::claim`] takes the lock on a file in it, which
//! the system lets go of when a process ends, however it does; a second process is turned away at
//! once and told who holds it. The file itself stays for ever: were it removed, two processes could
//! hold locks on two files of one name.
//!
//! Under the lock, whatever has a hidden name of ours was left by a run that died, and is removed.
//! Nothing that readers look at has such a name, and nothing gets its own name before it is whole and
//! on disk.

use std::path::PathBuf;

use super::latest;
use super::owner::Owner;
use super::staging::Staging;
use super::storage::{Folder, Lock};
use crate::model::{Error, ErrorKind, Result};

/// The folder of releases in an output.
pub(super) const RELEASES: &str = "releases";
/// The file with the lock.
const LOCK: &str = ".lock";
/// The note of who holds it.
const OWNER: &str = ".owner.json";
/// What is being made has a name that begins so, until it is whole.
pub(super) const NEW: &str = ".new-";
/// A release that is being made.
pub(super) const STAGING: &str = ".staging";
/// A release that is being removed has a name that begins so.
pub(super) const PRUNED: &str = ".pruned-";
/// Beginnings of names of what only a dead run leaves.
const LEFTOVERS: [&str; 3] = [NEW, STAGING, PRUNED];

/// The folder of a pipeline's releases, which nobody else writes to while this lives.
#[derive(Debug)]
pub struct Output {
    folder: Folder,
    recovery: Recovery,
    _lock: Lock,
}

/// What a run that died left behind, and what became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Whose lock was taken over, where it left its name.
    pub owner: Option<Owner>,
    /// Files and folders that were removed.
    pub removed: Vec<PathBuf>,
    /// The release that was in its place and had yet to be made the latest.
    pub finished: Option<String>,
    /// Whether the link `latest` had to follow `latest.txt`.
    pub mended: bool,
}

impl Recovery {
    /// Says in the log what was done.
    pub fn tell(&self) {
        if let Some(owner) = &self.owner {
            tracing::warn!("the run before did not end in order ({owner}): its lock was taken over");
        }
        if let Some(id) = &self.finished {
            tracing::warn!("an interrupted run had put release {id} in its place: it is the latest now");
        }
        for path in &self.removed {
            tracing::warn!(path = %path.display(), "removed what an interrupted run left behind");
        }
        if self.mended {
            tracing::warn!(
                "an interrupted run had moved latest.txt but not the link latest: both name one release now"
            );
        }
    }
}

impl Output {
    /// Takes the lock of the output in `folder`, which is created where it is missing, and removes
    /// what dead runs left in it.
    ///
    /// # Errors
    /// `output-in-use`, when another process writes there; `cannot-write`, `cannot-read`.
    pub fn claim(folder: impl Into<Folder>) -> Result<Self> {
        let folder = folder.into();
        folder.make()?;
        folder.keep()?;
        let lock = folder.lock(LOCK)?.ok_or_else(|| in_use(&folder))?;
        let owner = owner(&folder);
        let finished = latest::take_over(&folder)?;
        let removed = remove_leftovers(&folder)?;
        let mended = latest::mend(&folder)?;
        let output = Self { folder, recovery: Recovery { owner, removed, finished, mended }, _lock: lock };
        // Forces the folder to disk, with what was done above and what a run that died did last.
        output.replace(&output.folder, OWNER, &Owner::this().to_json())?;
        Ok(output)
    }

    /// Its folder.
    #[must_use]
    pub const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// What dead runs had left.
    #[must_use]
    pub const fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// The folder of its releases.
    #[must_use]
    pub fn releases(&self) -> Folder {
        self.folder.at(RELEASES)
    }

    /// Begins a release: an empty hidden folder.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn stage(&self) -> Result<Staging<'_>> {
        Staging::begin(self)
    }

    /// The latest release; `None` when there is none.
    ///
    /// # Errors
    /// `cannot-read`.
    pub fn latest(&self) -> Result<Option<String>> {
        latest::latest(&self.folder)
    }

    /// Puts a file into a folder of the output in one step: it is there with this content, or what was
    /// there before is. Data, then the name, then the folder are forced to disk.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn replace(&self, folder: &Folder, name: &str, content: &[u8]) -> Result<PathBuf> {
        folder.make()?;
        let new = format!("{NEW}{name}");
        // What a call before could not finish.
        self.folder.remove_file(&new)?;
        self.folder.write(&new, content)?;
        self.folder.rename(&new, folder, name)?;
        folder.sync()?;
        Ok(folder.path().join(name))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // A note that stays tells the next run of an end that was not in order, and so it was. One that
        // came back after power was lost would tell of a death that never was.
        let _ = self.folder.remove_file(OWNER).and_then(|()| self.folder.sync());
    }
}

/// Whose note there is. One that cannot be read is no reason not to run.
fn owner(folder: &Folder) -> Option<Owner> {
    Owner::from_json(&folder.read(OWNER).ok()??)
}

fn in_use(folder: &Folder) -> Error {
    let who = owner(folder).map_or_else(|| "it has only just begun".to_owned(), |owner| owner.to_string());
    Error::new(ErrorKind::Output, "output-in-use", format!("another run is writing here: {who}"))
        .at_file(folder.path())
        .hint("wait until it has ended, or end it; what a run that died held is taken over without asking")
}

/// Removes what has a hidden name of ours, and says what that was.
fn remove_leftovers(folder: &Folder) -> Result<Vec<PathBuf>> {
    let mut removed = Vec::new();
    for entry in folder.entries()?.unwrap_or_default() {
        if entry.utf8().is_some_and(|name| LEFTOVERS.iter().any(|left| name.starts_with(left))) {
            folder.remove_entry(&entry)?;
            removed.push(folder.path().join(&entry.name));
        }
    }
    Ok(removed)
}
