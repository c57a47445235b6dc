//! What a file on the command line holds: one document, or the members of an archive.

use std::io;
use std::path::{Path, PathBuf};

use super::unreadable;
use crate::ingest::{Discovery, Found, Limits, documents_of};
use crate::model::{Error, Result};

/// The documents that `file` names: itself, all of an archive, or `archive.zip!member` of one.
///
/// # Errors
/// `input-unreadable` for what is not there or is a folder.
pub(super) fn documents(file: &Path) -> Result<Discovery> {
    if file.as_os_str() == "-" {
        return Ok(Discovery { found: vec![standard_input()], rejects: Vec::new() });
    }
    let source = file.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let meta = match file.metadata() {
        Ok(meta) => meta,
        Err(error) => return members(&source).ok_or_else(|| unreadable(file, error)),
    };
    if meta.is_dir() {
        return Err(unreadable(file, io::ErrorKind::IsADirectory.into()));
    }
    Ok(documents_of(Found::file(file.to_owned(), source, meta.len()), &Limits::default()))
}

/// The one document that `file` names, or what was refused of it.
///
/// # Errors
/// As [`documents`], and `many-documents` for an archive that holds several.
pub(super) fn document(file: &Path) -> Result<Discovery> {
    let all = documents(file)?;
    match &*all.found {
        [first, _, ..] => {
            let message = format!("this archive holds {} documents, and one is needed", all.found.len());
            let hint = format!("name one of them, such as {}", first.source);
            Err(Error::usage("many-documents", message).at_file(file).hint(hint))
        }
        // What was refused of the others does not matter.
        [one] => Ok(Discovery { found: vec![one.clone()], rejects: Vec::new() }),
        [] => Ok(all),
    }
}

/// Standard input as a document.
pub(super) fn standard_input() -> Found {
    Found::file(PathBuf::from("-"), "-".to_owned(), 0)
}

/// The members that `source` names in an archive that is there.
fn members(source: &str) -> Option<Discovery> {
    let mut archives = source.match_indices('!').map(|(at, _)| Path::new(&source[..at]));
    let archive = archives.rfind(|a| a.is_file())?;
    let mut all = documents(archive).ok()?;
    let inside = format!("{source}!");
    let named = |name: &str| name == source || name.starts_with(&inside);
    all.found.retain(|f| named(&f.source));
    all.rejects.retain(|r| named(&r.source));
    (all.found.len() + all.rejects.len() > 0).then_some(all)
}
