//! Which release is the latest: `latest.txt`, which names it, and the link `latest`, which leads to it.
//!
//! Each is replaced in one step, so each names a whole release at any moment. Between the two steps
//! they name two; the file is the one that counts, and the next run lets the link follow it. Where the
//! system has no links there is the file alone.
//!
//! The file is written under a hidden name before the release gets its place, so that a run which dies
//! in between leaves word of what it was about, and the next one finishes it.

use std::path::{Path, PathBuf};

use super::WrittenFile;
use super::hashing::sha256_of;
use super::output::RELEASES;
use super::staging::MANIFEST;
use super::storage::{Entry, EntryKind, Folder};
use crate::model::Result;

/// The file that names the latest release.
pub(super) const FILE: &str = "latest.txt";
/// The link that leads to it.
const LINK: &str = "latest";
/// The file before it has its name: the release that is to be the latest once it is in its place.
const ANNOUNCED: &str = ".new-latest.txt";
/// The link before it has its name.
const NEW_LINK: &str = ".new-latest";

/// The latest release in the folder of a pipeline's releases; `None` when there is none, or none that
/// is there.
///
/// # Errors
/// `cannot-read`.
pub fn latest(folder: &Folder) -> Result<Option<String>> {
    let text = folder.read(FILE)?.and_then(|bytes| String::from_utf8(bytes).ok());
    match text.map(|text| text.trim().to_owned()).filter(|id| is_release_id(id)) {
        Some(id) if is_there(folder, &id)? => Ok(Some(id)),
        _ => Ok(None),
    }
}

/// The latest release, when it has exactly these files: their names and sizes, and the manifest to the
/// byte, which has the hash of every other one.
///
/// # Errors
/// `cannot-read`.
pub fn latest_if(folder: &Folder, files: &[WrittenFile]) -> Result<Option<String>> {
    let Some(id) = latest(folder)? else { return Ok(None) };
    let release = folder.at(RELEASES).at(&id);
    let there = release.entries()?.unwrap_or_default();
    let same = |(entry, file): (&Entry, &WrittenFile)| entry.utf8() == Some(&*file.name) && entry.size == file.bytes;
    let manifest = files.iter().find(|file| file.name == MANIFEST);
    if there.len() != files.len() || !there.iter().zip(files).all(same) || manifest.is_none() {
        return Ok(None);
    }
    let sha256 = sha256_of(&release, MANIFEST)?;
    Ok(manifest.is_some_and(|file| file.sha256 == sha256).then_some(id))
}

/// Whether a release can have this name: that of one plain folder, not hidden.
#[must_use]
pub fn is_release_id(id: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    !id.is_empty() && !id.starts_with('.') && id.len() <= 200 && id.chars().all(plain)
}

/// The releases in the folder of a pipeline's releases, by name, which is by time.
///
/// # Errors
/// `cannot-read`.
pub fn release_ids(folder: &Folder) -> Result<Vec<String>> {
    let entries = folder.at(RELEASES).entries()?.unwrap_or_default();
    let folders = entries.iter().filter(|entry| entry.kind == EntryKind::Folder);
    Ok(folders.filter_map(Entry::utf8).filter(|id| is_release_id(id)).map(str::to_owned).collect())
}

/// Says which release will be the latest, before it is in its place. Who dies from now on until
/// [`conclude`] has a successor that finishes it.
pub(super) fn announce(folder: &Folder, id: &str) -> Result<()> {
    // What a call before could not finish.
    folder.remove_file(ANNOUNCED)?;
    folder.write(ANNOUNCED, format!("{id}\n").as_bytes())?;
    folder.sync()
}

/// Makes the announced release, which is whole and in its place, the latest.
pub(super) fn conclude(folder: &Folder, id: &str) -> Result<()> {
    // The name of the release, and that it lost its hidden one, before anything else names it.
    folder.at(RELEASES).sync()?;
    folder.sync()?;
    folder.rename(ANNOUNCED, folder, FILE)?;
    point_link(folder, id)?;
    folder.sync()
}

/// Makes the release the latest that a run had announced and put in its place before it died.
pub(super) fn take_over(folder: &Folder) -> Result<Option<String>> {
    let Some(announced) = folder.read(ANNOUNCED)?.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return Ok(None);
    };
    // Without the end of its line it was cut short.
    let Some(id) = announced.strip_suffix('\n').filter(|id| is_release_id(id)) else { return Ok(None) };
    if !is_there(folder, id)? {
        return Ok(None);
    }
    conclude(folder, id)?;
    Ok(Some(id.to_owned()))
}

/// Lets the link follow the file, where a run was killed between the two; whether it did not.
pub(super) fn mend(folder: &Folder) -> Result<bool> {
    match latest(folder)? {
        Some(id) => point_link(folder, &id),
        None => Ok(false),
    }
}

fn is_there(folder: &Folder, id: &str) -> Result<bool> {
    Ok(folder.at(RELEASES).at(id).entries()?.is_some())
}

fn point_link(folder: &Folder, id: &str) -> Result<bool> {
    let target: PathBuf = Path::new(RELEASES).join(id);
    if folder.read_link(LINK)?.as_deref() == Some(&*target) {
        return Ok(false);
    }
    folder.remove_file(NEW_LINK)?;
    if !folder.link(&target, NEW_LINK)? {
        return Ok(false);
    }
    folder.rename(NEW_LINK, folder, LINK).map(|()| true)
}
