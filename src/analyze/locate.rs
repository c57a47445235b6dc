//! Which release is meant, where the user names a folder or a pipeline.

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::{Error, Result};

/// The file of a pipeline's folder that names its latest release.
const LATEST: &str = "latest.txt";

/// The folder of the latest release in the folder of a pipeline's releases.
///
/// # Errors
/// `no-release`, when there is none.
pub fn latest_release(folder: &Path) -> Result<PathBuf> {
    let id = fs::read_to_string(folder.join(LATEST)).map_err(|_| no_release(folder))?;
    let id = id.trim();
    // A name with folders in it would lead out of the releases.
    let plain = Path::new(id).file_name().is_some_and(|name| name == id);
    let release = folder.join("releases").join(id);
    if plain && release.is_dir() { Ok(release) } else { Err(no_release(folder)) }
}

/// The folder of the only pipeline that has releases under `output`.
///
/// # Errors
/// `no-release` for none, `which-pipeline` for several.
pub fn only_pipeline(output: &Path) -> Result<PathBuf> {
    let entries = fs::read_dir(output).map_err(|_| no_release(output))?;
    let mut folders: Vec<_> = entries.flatten().map(|e| e.path()).filter(|p| p.join(LATEST).is_file()).collect();
    folders.sort();
    match folders.len() {
        0 => Err(no_release(output)),
        1 => Ok(folders.remove(0)),
        _ => {
            let names: Vec<_> = folders.iter().filter_map(|f| f.file_name()?.to_str()).collect();
            Err(Error::usage("which-pipeline", "several pipelines have releases here")
                .at_file(output)
                .hint(format!("name one of them with --pipeline: {}", names.join(", "))))
        }
    }
}

/// Whether it is the folder of a pipeline's releases rather than of one release.
pub(super) fn has_releases(folder: &Path) -> bool {
    folder.join(LATEST).is_file()
}

pub(super) fn no_release(folder: &Path) -> Error {
    Error::usage("no-release", "there is no release here")
        .at_file(folder)
        .hint("`zhibiao run PIPELINE.toml` makes one; --output, --release and --pipeline say where it is")
}
