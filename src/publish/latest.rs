//! Which release is the latest: `latest.txt`, which names it, and the link `latest`, which leads to it.
//!
//! Each is replaced in one step, so each names a whole release at any moment. Between the two steps
//! they name two; the file is the one that counts, and the next run lets the link follow it. Where the
//! system has no links there is the file alone.

use std::path::{Path, PathBuf};

use super::output::{Output, RELEASES};
use super::storage::{Entry, EntryKind, Folder};
use crate::model::Result;

/// The file that names the latest release.
pub(super) const FILE: &str = "latest.txt";
/// The link that leads to it.
const LINK: &str = "latest";
/// The link before it has its name.
const NEW_LINK: &str = ".new-latest";

/// The latest release in the folder of a pipeline's releases; `None` when there is none, or none that
/// is there.
///
/// # Errors
/// `cannot-read`.
pub fn latest(folder: &Folder) -> Result<Option<String>> {
    let Some(named) = named(folder)? else { return Ok(None) };
    let there = folder.at(RELEASES).at(&named).entries()?.is_some();
    Ok(there.then_some(named))
}

/// The name in `latest.txt`, where it is one that a release can have.
fn named(folder: &Folder) -> Result<Option<String>> {
    let text = folder.read(FILE)?.and_then(|bytes| String::from_utf8(bytes).ok());
    Ok(text.map(|text| text.trim().to_owned()).filter(|id| is_release_id(id)))
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

/// Makes a release, which must be whole and on disk, the latest.
pub(super) fn point(output: &Output, id: &str) -> Result<()> {
    let folder = output.folder();
    // The name of the release, before anything names it.
    output.releases().sync()?;
    if named(folder)?.as_deref() != Some(id) {
        output.replace(folder, FILE, format!("{id}\n").as_bytes())?;
    }
    point_link(folder, id).map(drop)
}

/// Lets the link follow the file, where a run was killed between the two; whether it did not.
pub(super) fn mend(folder: &Folder) -> Result<bool> {
    match latest(folder)? {
        Some(id) => point_link(folder, &id),
        None => Ok(false),
    }
}

fn point_link(folder: &Folder, id: &str) -> Result<bool> {
    let target: PathBuf = Path::new(RELEASES).join(id);
    if folder.read_link(LINK)?.as_deref() == Some(&*target) || !folder.link(&target, NEW_LINK)? {
        return Ok(false);
    }
    folder.rename(NEW_LINK, folder, LINK)?;
    folder.sync()?;
    Ok(true)
}
