//! Which release is meant, where the user names a folder or a pipeline.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::{Error, Result};
use crate::publish::latest::{FILE, latest};
use crate::publish::staging::MANIFEST;

/// The folder of the latest release in the folder of a pipeline's releases.
///
/// # Errors
/// `no-release`, when there is none; `cannot-read`.
pub fn latest_release(folder: &Path) -> Result<PathBuf> {
    let id = latest(&folder.into())?.ok_or_else(|| no_release(folder))?;
    Ok(folder.join(super::RELEASES).join(id))
}

/// The folder of the only pipeline that has releases under `output`, which may be that folder itself.
///
/// # Errors
/// `no-release` for none, `which-pipeline` for several.
pub fn only_pipeline(output: &Path) -> Result<PathBuf> {
    if has_releases(output) {
        return Ok(output.to_owned());
    }
    let entries = fs::read_dir(output).map_err(|_| no_release(output))?;
    let mut folders: Vec<_> = entries.flatten().map(|e| e.path()).filter(|p| has_releases(p)).collect();
    folders.sort();
    match folders.len() {
        0 => Err(no_release(output)),
        1 => Ok(folders.remove(0)),
        _ => {
            let folders: Vec<_> = folders.iter().map(|folder| folder.display().to_string()).collect();
            Err(Error::usage("which-pipeline", "several pipelines have releases here")
                .at_file(output)
                .hint(format!("name the folder of one of them with --output: {}", folders.join(", "))))
        }
    }
}

/// The folder of the release that `folder` is, or of the latest one of the pipeline that it is.
///
/// # Errors
/// `no-release`, when there is none; `cannot-read`.
pub fn release_in(folder: &Path) -> Result<PathBuf> {
    let release = if has_releases(folder) { latest_release(folder)? } else { folder.to_owned() };
    if release.join(MANIFEST).is_file() { Ok(release) } else { Err(no_release(&release)) }
}

/// Whether it is the folder of a pipeline's releases rather than of one release.
pub fn has_releases(folder: &Path) -> bool {
    folder.join(FILE).is_file()
}

/// The error for a place without releases.
pub fn no_release(folder: &Path) -> Error {
    Error::usage("no-release", "there is no release here")
        .at_file(folder)
        .hint("`zhibiao run PIPELINE.toml` makes one; --output says where it was written, where that is elsewhere")
}
