//! The releases of a pipeline: which there are, what they hold, whether they are whole, and how old
//! ones go.
//!
//! Reading takes no lock: a release never changes once it has its name, and loses that name in one
//! step before anything in it goes.

mod locate;
mod prune;
mod verify;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub use locate::{has_releases, latest_release, no_release, only_pipeline, release_in};
pub use prune::{Keep, Monthly, prune};
pub use verify::{Damage, Problem, verify};

use super::Manifest;
use super::latest::{latest, release_ids};
pub(super) use super::output::RELEASES;
use super::staging::MANIFEST;
use super::storage::Folder;
use crate::model::{Error, Result};

/// A release that is there.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its name.
    pub id: String,
    /// When the run that made it began, in UTC; `None` where the name does not say.
    pub made: Option<Timestamp>,
    /// Whether it is the latest.
    pub latest: bool,
    /// Bytes of its files.
    pub bytes: u64,
    /// What it says of itself; `None` where that cannot be read.
    pub manifest: Option<Manifest>,
}

/// The releases in the folder of a pipeline's releases, oldest first.
///
/// # Errors
/// `cannot-read`.
pub fn list(folder: &Folder) -> Result<Vec<Listed>> {
    let latest = latest(folder)?;
    release_ids(folder)?
        .into_iter()
        .map(|id| {
            let release = folder.at(RELEASES).at(&id);
            let bytes = release.entries()?.unwrap_or_default().iter().map(|entry| entry.size).sum();
            let manifest = manifest(&release).ok();
            Ok(Listed { made: made(&id), latest: latest.as_ref() == Some(&id), bytes, manifest, id })
        })
        .collect()
}

/// The folder of the release of this name; of the latest one when there is no name.
///
/// # Errors
/// `no-release`, `cannot-read`.
pub fn release(folder: &Folder, id: Option<&str>) -> Result<Folder> {
    let Some(id) = id else {
        let id = latest(folder)?.ok_or_else(|| no_release(folder.path()))?;
        return Ok(folder.at(RELEASES).at(id));
    };
    if release_ids(folder)?.iter().any(|known| known == id) {
        return Ok(folder.at(RELEASES).at(id));
    }
    Err(Error::usage("no-release", format!("there is no release `{id}`"))
        .at_file(folder.path())
        .hint("`zhibiao releases list` names those that are there"))
}

/// What a release says of itself.
///
/// # Errors
/// `release-unreadable`, `cannot-read`.
pub fn manifest(release: &Folder) -> Result<Manifest> {
    let wrong = |why: String| {
        Error::usage("release-unreadable", why)
            .at_file(release.path().join(MANIFEST))
            .hint("`zhibiao releases verify` says what else is wrong; the next run makes a new release")
    };
    let bytes = release.read(MANIFEST)?.ok_or_else(|| wrong("this release has no manifest".to_owned()))?;
    serde_json::from_slice(&bytes).map_err(|e| wrong(format!("this is no manifest: {e}")).caused_by(e))
}

/// When a release was made, from its name: `20210430T013000Z-…`.
pub(crate) fn made(id: &str) -> Option<Timestamp> {
    let time = DateTime::strptime("%Y%m%dT%H%M%SZ", id.get(..16)?).ok()?;
    time.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp())
}

#[cfg(test)]
mod tests {
    use super::made;

    #[test]
    fn names_tell_when_a_release_was_made() {
        let time = made("20210430T013000Z-0123456789ab").map(|t| t.to_string());
        assert_eq!(time.as_deref(), Some("2021-04-30T01:30:00Z"));
        for other in ["", "r", "20211330T013000Z-0123456789ab", "2021-04-30T01:30:00Z", "指标指标指标指标"] {
            assert_eq!(made(other), None, "{other}");
        }
    }
}
