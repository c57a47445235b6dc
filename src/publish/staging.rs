//! A release is there whole or not at all.
//!
//! The files of a release are written into a hidden folder of the output, each forced to disk when it
//! ends ([`NewFile::sync`](super::storage::NewFile::sync)). [`Staging::commit`] forces the names in
//! the folder to disk, announces the release, renames the folder to its place under `releases/` in one
//! step, forces that name to disk, and only then lets `latest` name it. Data, then the name, then the
//! folder: at no moment, and after no loss of power, does a name that readers look at stand for
//! something half written.
//!
//! Killed at any moment, a run leaves the releases before it, `latest` naming one of them or the new
//! one, and at most: hidden folders and files, which the next run removes; or the new release in its
//! place with `latest` not yet naming it, which the next run finishes. It says so in either case
//! ([`Recovery`](super::Recovery)).

use super::latest::{self, is_release_id};
use super::output::{Output, STAGING};
use super::storage::{EntryKind, Folder};
use crate::model::{Error, ErrorKind, Result};

/// The file of a release with the hash of every other one.
pub const MANIFEST: &str = "manifest.json";
/// How many releases may have one name but for the number at its end.
const NAMES: u32 = 1_000;

/// A hidden folder that becomes a release, or goes.
#[derive(Debug)]
pub struct Staging<'o> {
    output: &'o Output,
    folder: Folder,
    committed: bool,
}

impl<'o> Staging<'o> {
    pub(super) fn begin(output: &'o Output) -> Result<Self> {
        output.releases().make()?;
        let folder = output.folder().at(STAGING);
        // What could not be removed before, in the life of this process.
        folder.remove()?;
        folder.make()?;
        Ok(Self { output, folder, committed: false })
    }

    /// The hidden folder.
    #[must_use]
    pub const fn folder(&self) -> &Folder {
        &self.folder
    }

    /// Puts the folder in its place as `releases/<id>` and points `latest` to it. Where a release of
    /// that name is there, it is never touched: with the same content it is the release, and next to
    /// any other the new one is called `<id>-2` and so on. The name that the release has.
    ///
    /// # Errors
    /// `release-id` for a name that is no plain file name; `cannot-write`, `cannot-read`.
    pub fn commit(mut self, id: &str) -> Result<String> {
        if !is_release_id(id) {
            return Err(Error::usage("release-id", format!("`{id}` cannot name a release"))
                .hint("use letters, digits, `-`, `_` and `.`, not beginning with a point"));
        }
        sync_names(&self.folder)?;
        let (id, taken) = self.place(id)?;
        latest::announce(self.output.folder(), &id)?;
        if !taken {
            self.output.folder().rename(STAGING, &self.output.releases(), &id)?;
            self.committed = true;
        }
        latest::conclude(self.output.folder(), &id)?;
        Ok(id)
    }

    /// The first name that is free, or taken by the same content, which it then says.
    fn place(&self, id: &str) -> Result<(String, bool)> {
        for name in std::iter::once(id.to_owned()).chain((2..=NAMES).map(|n| format!("{id}-{n}"))) {
            let there = self.output.releases().at(&name);
            if there.entries()?.is_none() {
                return Ok((name, false));
            }
            if same(&self.folder, &there)? {
                return Ok((name, true));
            }
        }
        Err(Error::new(ErrorKind::Output, "release-exists", format!("{NAMES} releases have this name"))
            .at_file(self.output.releases().path().join(id))
            .hint("give the release another name, or remove those that nobody needs"))
    }
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if !self.committed {
            // What cannot be removed now is removed by the next run.
            let _ = self.folder.remove();
        }
    }
}

/// Whether two folders hold the same release: the same manifest, and files of the same sizes.
fn same(a: &Folder, b: &Folder) -> Result<bool> {
    let manifest = |folder: &Folder| folder.read(MANIFEST);
    Ok(a.entries()? == b.entries()? && manifest(a)?.is_some() && manifest(a)? == manifest(b)?)
}

/// Forces the names in a folder and below it to disk.
fn sync_names(folder: &Folder) -> Result<()> {
    for entry in folder.entries()?.unwrap_or_default() {
        if entry.kind == EntryKind::Folder {
            sync_names(&folder.at(&entry.name))?;
        }
    }
    folder.sync()
}
