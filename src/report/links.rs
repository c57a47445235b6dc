//! Links to the files of the release, relative to where the page stands.

use std::path::{Component, Path, PathBuf};

use super::source::Source;

/// A file of the release.
pub(super) struct File {
    /// Its name.
    pub(super) name: String,
    /// Where it is, as a relative URL.
    pub(super) href: String,
    /// Its size, for a reader.
    pub(super) size: String,
}

/// The files of the release that a reader may want.
pub(super) struct Links {
    /// Tables, each in every format.
    pub(super) files: Vec<File>,
}

impl Links {
    /// The tables of the release, seen from the folder `from`.
    pub(super) fn new(source: &Source, from: &Path) -> Self {
        let folder = relative(&source.folder, from);
        let tables = source.manifest.files.iter().filter(|f| f.rows.is_some());
        let file = |f: &crate::publish::WrittenFile| File {
            href: url(&folder.join(&f.name)),
            size: size(f.bytes),
            name: f.name.clone(),
        };
        Self { files: tables.map(file).collect() }
    }
}

/// The way from the folder `from` to `to`; only the name of what is looked for where there is none.
fn relative(to: &Path, from: &Path) -> PathBuf {
    let (Ok(to), Ok(from)) = (to.canonicalize(), from.canonicalize()) else { return PathBuf::new() };
    let shared = to.components().zip(from.components()).take_while(|(a, b)| a == b).count();
    // Two drives of Windows have no way between them.
    if shared == 0 {
        return PathBuf::new();
    }
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

/// A relative URL: everything but what may stand in a path is written as its bytes (RFC 3986, § 2).
fn url(path: &Path) -> String {
    let segment = |c: Component<'_>| -> String {
        let text = c.as_os_str().to_string_lossy();
        let byte = |b: u8| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        };
        text.bytes().map(byte).collect()
    };
    path.components().map(segment).collect::<Vec<_>>().join("/")
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_from_where_the_page_stands() {
        let folder = tempfile::tempdir().unwrap();
        let release = folder.path().join("p q/releases/20260101T020000Z-a");
        std::fs::create_dir_all(&release).unwrap();
        let reports = folder.path().join("p q/reports");
        std::fs::create_dir_all(&reports).unwrap();
        let href = |from: &Path| url(&relative(&release, from).join("rejects.csv"));
        assert_eq!(href(&reports), "../releases/20260101T020000Z-a/rejects.csv");
        assert_eq!(href(folder.path()), "p%20q/releases/20260101T020000Z-a/rejects.csv");
        assert_eq!(href(&release), "rejects.csv");
        assert_eq!(href(Path::new("/no/such/folder")), "rejects.csv");
    }

    #[test]
    fn names_become_urls() {
        assert_eq!(url(Path::new("湖南/a\"b#c?.csv")), "%E6%B9%96%E5%8D%97/a%22b%23c%3F.csv");
    }
}
