//! Text for the benchmarks: the seeds of the corpus beside the project, or the sample documents
//! that ship with it.

use std::fs;
use std::path::{Path, PathBuf};

/// A file to be read.
pub(crate) struct Source {
    /// Its name, with the folder it stands in.
    pub(crate) name: String,
    /// Its bytes.
    pub(crate) bytes: Vec<u8>,
}

/// Where the text comes from, for the name of a benchmark, and the text.
pub(crate) fn sources() -> (&'static str, Vec<Source>) {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seeds = read(&project.join("../shared/corpus/seeds"));
    if seeds.is_empty() { ("samples", read(&project.join("pipelines/samples"))) } else { ("seeds", seeds) }
}

/// The sources repeated until they have at least this many bytes, each copy told from the others
/// by a last line, so that none is a duplicate.
pub(crate) fn repeated(sources: &[Source], bytes: usize) -> Vec<Source> {
    let (mut copies, mut total) = (Vec::new(), 0);
    for i in 0.. {
        let source = &sources[i % sources.len()];
        if total >= bytes {
            break;
        }
        let mut copy = source.bytes.clone();
        copy.extend_from_slice(format!("\n（第{i}份）\n").as_bytes());
        total += copy.len();
        copies.push(Source { name: format!("{i:06}.txt"), bytes: copy });
    }
    copies
}

/// The text files under a folder, in order; those that are not UTF-8 are left out, as the
/// benchmarks append to them.
fn read(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(&folder).map(|all| all.flatten().map(|e| e.path()).collect()).unwrap_or_default();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "txt") {
                let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
                let bytes = fs::read(&path).unwrap_or_default();
                if std::str::from_utf8(&bytes).is_ok() && !bytes.is_empty() {
                    found.push(Source { name, bytes });
                }
            }
        }
    }
    found
}
