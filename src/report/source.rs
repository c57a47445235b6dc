//! The release that a report is about: its folder, its manifest, the release before it.

use std::path::{Path, PathBuf};

use crate::model::{Error, Result};
use crate::publish::releases::{made, manifest};
use crate::publish::{Manifest, release_ids};

/// A release and what it says of itself.
pub(super) struct Source {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Its name, which begins with the time of its run.
    pub(super) id: String,
    /// Its manifest.
    pub(super) manifest: Manifest,
    /// The folder of the release before it, where that is kept.
    pub(super) before: Option<PathBuf>,
}

impl Source {
    /// Opens the release in `folder`.
    ///
    /// # Errors
    /// `release-unreadable`, when its manifest is damaged.
    pub(super) fn open(folder: &Path) -> Result<Self> {
        let manifest = manifest(&folder.into())?;
        // A link such as `latest` has another name than the release.
        let folder = folder.canonicalize().map_err(|e| Error::output(folder, e))?;
        let id = folder.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let before = before(&folder, &id);
        Ok(Self { folder, id, manifest, before })
    }

    /// When its run began, as `2026-01-31 02:00 UTC`; `None` where its name does not say.
    pub(super) fn when(&self) -> Option<String> {
        when(&self.id)
    }

    /// The same of the release before.
    pub(super) fn before_when(&self) -> Option<String> {
        when(&self.before.as_ref()?.file_name()?.to_string_lossy())
    }
}

fn when(id: &str) -> Option<String> {
    made(id).map(|time| time.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

/// The whole release beside this one whose name comes last before it.
fn before(folder: &Path, id: &str) -> Option<PathBuf> {
    made(id)?;
    let ids = release_ids(&folder.parent()?.parent()?.into()).ok()?;
    let earlier = ids.iter().filter(|other| other.as_str() < id && made(other).is_some());
    let whole = earlier.map(|other| folder.with_file_name(other)).filter(|f| f.join("manifest.json").is_file());
    whole.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_release_before_is_the_last_whole_one() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("releases");
        let ids = ["20260101T020000Z-aaaaaaaaaaaa", "20260102T020000Z-bbbbbbbbbbbb", "20260103T020000Z-cccccccccccc"];
        for id in ids {
            std::fs::create_dir_all(folder.join(id)).unwrap();
            std::fs::write(folder.join(id).join("manifest.json"), "").unwrap();
        }
        std::fs::create_dir_all(folder.join("20260102T030000Z-dddddddddddd")).unwrap();
        let before = |id: &str| before(&folder.join(id), id);
        assert_eq!(before(ids[2]), Some(folder.join(ids[1])));
        assert_eq!(before(ids[0]), None);
        assert_eq!(before("latest"), None);
    }
}
