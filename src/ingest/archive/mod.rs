//! Archives as sources: zip, tar, gz and compressed tar, whose members are documents of their own.
//!
//! [`list`] looks into an archive once and tells what is in it, by name and in a stable order;
//! [`Opener`] unpacks a member when its turn comes. So no more than one member, and the archives it
//! lies in, is unpacked at a time, and nothing is ever written under a name that an archive gives.
//! Archives in archives, and tars that are compressed, are unpacked in memory, larger ones to a file without a
//! name: of a run in the folder of the release that it makes, else where the system has temporary files.
//!
//! An archive that was opened is no document itself: its members stand in its place, named
//! `archive.zip!folder/member.docx`. One that cannot be opened is one reject. What an archive is, its
//! name says; office documents are zip files too, and are left alone whatever they are named.

mod entry;
mod gzip;
mod list;
mod names;
mod opener;
mod tar;
mod unpack;
mod zip;
mod zip_directory;

use std::io::{Read, Seek};
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub(super) use list::{Choice, Listing, list};
pub use opener::Opener;

use super::decode::DecodeError as Unread;

/// What kind of archive a name says that a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `.zip`
    Zip,
    /// `.tar`
    Tar,
    /// `.tar.gz` and `.tgz`: its members are those of the tar.
    TarGz,
    /// `.gz`: its member is the file that was compressed.
    Gz,
}

impl Kind {
    /// What the name `source` says; `None` for what is no archive.
    pub(crate) fn of(source: &str) -> Option<Self> {
        // Longer endings first: `.tar.gz` ends in `.gz` too.
        const ENDINGS: [(&str, Kind); 5] = [
            (".tar.gz", Kind::TarGz),
            (".tgz", Kind::TarGz),
            (".gz", Kind::Gz),
            (".tar", Kind::Tar),
            (".zip", Kind::Zip),
        ];
        let ends = |ending: &str| {
            let at = source.len().checked_sub(ending.len());
            at.and_then(|at| source.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(ending))
        };
        ENDINGS.iter().find(|(ending, _)| ends(ending)).map(|(_, kind)| *kind)
    }
}

/// The name of a member without the archives that it lies in; other names as they are.
pub(super) fn without_archives(source: &str) -> &str {
    let inner = source.rmatch_indices('!').find(|(at, _)| Kind::of(&source[..*at]).is_some());
    inner.map_or(source, |(at, _)| &source[at + 1..])
}

/// A member of an archive: what it lies in, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Member {
    container: Arc<Container>,
    place: Place,
}

/// Where the bytes of an archive are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Container {
    /// In a file.
    File(#[serde(with = "crate::spill::path")] PathBuf),
    /// Packed in another archive.
    Packed(Member),
}

/// Where a member's bytes stand in its archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
struct Place {
    /// The first of its bytes; in a zip of its local header.
    offset: u64,
    /// How many they are.
    packed: u64,
    /// How many they are once unpacked.
    size: u64,
    /// How they are packed.
    packing: Packing,
}

/// How a member's bytes are packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
enum Packing {
    /// Not at all, as in a tar.
    Plain,
    /// As an entry of a zip. No byte of it lies at `until` or behind, where the next entry begins.
    Zip { deflated: bool, crc: u32, until: u64 },
    /// As gzip.
    Gzip,
}

/// The bytes of an archive.
trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// The archive breaks its format at `position`.
fn damaged(reason: impl Into<String>, position: Option<u64>) -> Unread {
    Unread { code: "damaged", reason: reason.into(), position }
}

/// A limit is passed.
fn too_large(reason: impl Into<String>) -> Unread {
    Unread { code: "too_large", reason: reason.into(), position: None }
}

/// What an error of reading or unpacking means: the operating system's is no fault of the bytes.
fn broken(what: &str, position: u64, error: &std::io::Error) -> Unread {
    if error.raw_os_error().is_some() {
        return Unread { code: "unreadable", reason: format!("{what} cannot be read: {error}"), position: None };
    }
    damaged(format!("{what} is damaged ({error}); pack it again"), Some(position))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_is_an_archive() {
        let cases = [
            ("a.zip", Some(Kind::Zip)),
            ("公报.ZIP", Some(Kind::Zip)),
            ("a.tar", Some(Kind::Tar)),
            ("a.tar.gz", Some(Kind::TarGz)),
            ("a.TGZ", Some(Kind::TarGz)),
            ("a.txt.gz", Some(Kind::Gz)),
            ("a.docx", None),
            ("报告", None),
            ("zip", None),
        ];
        for (name, kind) in cases {
            assert_eq!(Kind::of(name), kind, "{name}");
        }
    }

    #[test]
    fn a_member_has_a_name_of_its_own() {
        let cases = [
            ("docs/2023年.zip!公报/2020.txt", "公报/2020.txt"),
            ("a.zip!b.tar.gz!c.txt", "c.txt"),
            ("a.txt.gz!a.txt", "a.txt"),
            ("a.zip!快来!看.txt", "快来!看.txt"),
            ("快来!看.txt", "快来!看.txt"),
        ];
        for (source, name) in cases {
            assert_eq!(without_archives(source), name, "{source}");
        }
    }
}
