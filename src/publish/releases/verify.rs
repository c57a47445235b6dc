//! Whether a release is what its manifest says, byte for byte.

use std::fmt;

use super::{MANIFEST, manifest};
use crate::model::{Error, Result};
use crate::publish::hashing::sha256_of;
use crate::publish::storage::{EntryKind, Folder};

/// What is wrong with a file of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// What is wrong.
    pub damage: Damage,
}

/// How a file is not what the manifest says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// It is not there.
    Missing,
    /// The manifest does not name it.
    Extra,
    /// It has other bytes.
    Size {
        /// Bytes it has.
        found: u64,
        /// Bytes that the manifest says.
        expected: u64,
    },
    /// It has as many bytes, but others.
    Hash,
    /// The manifest is another one than that which gave the release its name.
    Name,
    /// It cannot be read.
    Unreadable(String),
}

impl Damage {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Extra => "extra",
            Self::Size { .. } => "size",
            Self::Hash => "hash",
            Self::Name => "name",
            Self::Unreadable(_) => "unreadable",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.file)?;
        match &self.damage {
            Damage::Missing => f.write_str("is not there")?,
            Damage::Extra => f.write_str("is not in the manifest")?,
            Damage::Size { found, expected } => write!(f, "has {found} bytes, and {expected} in the manifest")?,
            Damage::Hash => f.write_str("has not the SHA-256 that the manifest says")?,
            Damage::Name => f.write_str("has not the SHA-256 that the release is named by")?,
            Damage::Unreadable(why) => write!(f, "cannot be read: {why}")?,
        }
        write!(f, " [{}]", self.damage.code())
    }
}

/// Everything that is wrong with a release, by file. Every byte is read.
///
/// # Errors
/// `cannot-read`, when the folder cannot be listed.
pub fn verify(release: &Folder) -> Result<Vec<Problem>> {
    let entries = release.entries()?.unwrap_or_default();
    let problem = |file: &str, damage| Problem { file: file.to_owned(), damage };
    let expected = match manifest(release) {
        Ok(manifest) => manifest.files,
        Err(_) if !entries.iter().any(|e| e.utf8() == Some(MANIFEST)) => {
            return Ok(vec![problem(MANIFEST, Damage::Missing)]);
        }
        Err(error) => return Ok(vec![problem(MANIFEST, Damage::Unreadable(why(&error)))]),
    };
    let mut problems = Vec::new();
    for entry in &entries {
        let name = entry.name.to_string_lossy();
        let file = expected.iter().find(|f| f.name == name);
        let damage = match (file, entry.kind) {
            (None, EntryKind::File) if name == MANIFEST => manifest_damage(release),
            (Some(file), EntryKind::File) if file.bytes != entry.size => {
                Some(Damage::Size { found: entry.size, expected: file.bytes })
            }
            (Some(file), EntryKind::File) => hash_damage(release, &name, &file.sha256),
            _ => Some(Damage::Extra),
        };
        problems.extend(damage.map(|damage| problem(&name, damage)));
    }
    let there = |name: &str| entries.iter().any(|e| e.utf8() == Some(name));
    problems.extend(expected.iter().filter(|f| !there(&f.name)).map(|f| problem(&f.name, Damage::Missing)));
    problems.sort_by(|a, b| a.file.cmp(&b.file));
    Ok(problems)
}

/// The manifest names every hash but its own, the beginning of which is in the release's name.
fn manifest_damage(release: &Folder) -> Option<Damage> {
    let id = release.path().file_name()?.to_str()?;
    let digits = |part: &&str| part.len() == 12 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let content = id.split('-').nth(1).filter(digits)?;
    match sha256_of(release, MANIFEST) {
        Ok(hash) => (!hash.starts_with(content)).then_some(Damage::Name),
        Err(error) => Some(Damage::Unreadable(why(&error))),
    }
}

fn hash_damage(release: &Folder, name: &str, expected: &str) -> Option<Damage> {
    match sha256_of(release, name) {
        Ok(hash) => (hash != expected).then_some(Damage::Hash),
        Err(error) => Some(Damage::Unreadable(why(&error))),
    }
}

/// What an error says beside the file that it names.
fn why(error: &Error) -> String {
    std::error::Error::source(error).map_or_else(|| error.code().to_owned(), ToString::to_string)
}
