//! Text for the benchmarks: the seeds of the corpus beside the project, or the sample documents
//! that ship with it.

use std::fs;
use std::io::Write;
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

/// Writes so many documents of at least so many bytes, each with a line of its own; gives their bytes.
/// Lines are those of the sources, begun at another one for each document.
pub(crate) fn write_documents(folder: &Path, documents: usize, bytes: usize) -> usize {
    fs::create_dir_all(folder).expect("a temporary folder takes folders");
    let (_, sources) = sources();
    let texts: Vec<&str> = sources.iter().filter_map(|s| std::str::from_utf8(&s.bytes).ok()).collect();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).filter(|l| !l.trim().is_empty()).collect();
    let mut total = 0;
    for i in 0..documents {
        let mut document = format!("20{:02}年桃源县政府工作报告（第{i}份）\n", 10 + i % 15);
        for line in lines.iter().cycle().skip(i * 37 % lines.len()) {
            if document.len() >= bytes {
                break;
            }
            document.push_str(line);
            document.push('\n');
        }
        total += document.len();
        fs::write(folder.join(format!("{i:06}.txt")), document).expect("a temporary folder takes files");
    }
    total
}

/// The number behind `name` on the command line.
pub(crate) fn number(arguments: &[String], name: &str) -> Option<usize> {
    arguments.iter().position(|a| a == name).and_then(|i| arguments.get(i + 1)?.parse().ok())
}

/// Adds a line to a file.
pub(crate) fn append(path: &Path, line: &str) {
    let mut file = fs::File::options().append(true).open(path).expect("the document is there");
    file.write_all(line.as_bytes()).expect("a temporary folder takes bytes");
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
