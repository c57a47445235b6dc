//! Paths to source names.

use std::ffi::OsStr;
use std::path::{Component, Path};

use encoding_rs::GB18030;

/// Said of a file whose name is in no encoding that is read.
pub(super) const BAD_NAME: &str = "its name is neither UTF-8 nor GB18030; rename it";

/// The name of the file at `path`: relative to `base` where it lies in it, `/` between folders, no
/// `.` components. Names that archives left in GB18030 are decoded.
///
/// # Errors
/// The name with replacements, where it is in another encoding.
pub(super) fn source_name(base: &Path, path: &Path) -> Result<String, String> {
    let relative = path.strip_prefix(base).unwrap_or(path);
    let lossy = || relative.to_string_lossy().into_owned();
    let mut name = String::new();
    for component in relative.components() {
        match component {
            Component::CurDir => continue,
            Component::RootDir => {
                name.push('/');
                continue;
            }
            Component::Prefix(_) | Component::ParentDir | Component::Normal(_) => {}
        }
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        name.push_str(&decoded(component.as_os_str()).ok_or_else(lossy)?);
    }
    Ok(name)
}

fn decoded(name: &OsStr) -> Option<String> {
    if let Some(name) = name.to_str() {
        return Some(name.to_owned());
    }
    GB18030.decode_without_bom_handling_and_without_replacement(name.as_encoded_bytes()).map(Into::into)
}

/// The folders of a glob before its first wildcard.
pub(super) fn pattern_root(pattern: &str) -> &str {
    let wild = pattern.find(['*', '?', '[', '{']).unwrap_or(pattern.len());
    pattern[..wild].rfind('/').map_or("", |slash| &pattern[..=slash])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{pattern_root, source_name};

    #[test]
    fn sources_are_the_same_everywhere() {
        let name = |base: &str, path: &str| source_name(Path::new(base), &Path::new(base).join(path)).unwrap();
        assert_eq!(name("/data", "公报/2020.txt"), "公报/2020.txt");
        assert_eq!(name("/data", "./公报//2020.txt"), "公报/2020.txt");
        assert_eq!(name("/data", "/data/a/b.txt"), "a/b.txt");
        assert_eq!(name("/data", "../other/b.txt"), "../other/b.txt");
        assert_eq!(name("/data", "/elsewhere/b.txt"), "/elsewhere/b.txt");
        assert_eq!(name("", "a/b.txt"), "a/b.txt");
        assert_eq!(name(".", "a/b.txt"), "a/b.txt");
    }

    #[cfg(unix)]
    #[test]
    fn names_in_gb18030_are_decoded() {
        use std::os::unix::ffi::OsStrExt;
        let bytes = encoding_rs::GB18030.encode("统计公报.txt").0.into_owned();
        let path = Path::new(std::ffi::OsStr::from_bytes(&bytes));
        assert_eq!(source_name(Path::new(""), path).as_deref(), Ok("统计公报.txt"));
        assert!(source_name(Path::new(""), Path::new(std::ffi::OsStr::from_bytes(b"\xff\xff"))).is_err());
    }

    #[test]
    fn folders_before_the_wildcard() {
        assert_eq!(pattern_root("a/b/*.txt"), "a/b/");
        assert_eq!(pattern_root("*.txt"), "");
        assert_eq!(pattern_root("/a/x*/y"), "/a/");
    }
}
