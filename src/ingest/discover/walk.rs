//! One folder, all the way down.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::names::{BAD_NAME, source_name};
use super::{Collected, Filter};
use crate::model::Result;

/// A walk through a folder that was named.
pub(super) struct Walk<'a> {
    pub(super) base: &'a Path,
    pub(super) filter: &'a Filter,
    pub(super) root: &'a Path,
}

impl Walk<'_> {
    /// Collects the files for whose path `wanted` holds.
    pub(super) fn run(&self, wanted: &mut dyn FnMut(&Path) -> bool, all: &mut Collected) -> Result<()> {
        let real_root = self.root.canonicalize().unwrap_or_else(|_| self.root.to_owned());
        let entries = WalkDir::new(self.root).into_iter().filter_entry(|e| self.enters(e));
        for entry in entries {
            match entry {
                Ok(entry) => self.entry(&entry, &real_root, wanted, all)?,
                Err(error) => {
                    let path = error.path().unwrap_or(self.root);
                    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                    self.reject(path, "unreadable", &format!("it cannot be read: {reason}"), all);
                }
            }
        }
        Ok(())
    }

    fn enters(&self, entry: &DirEntry) -> bool {
        if entry.depth() == 0 {
            return true;
        }
        let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
        let source = source_name(self.base, entry.path()).unwrap_or_else(|lossy| lossy);
        !hidden && (!entry.file_type().is_dir() || self.filter.takes_folder(&source))
    }

    fn entry(
        &self,
        entry: &DirEntry,
        real_root: &Path,
        wanted: &mut dyn FnMut(&Path) -> bool,
        all: &mut Collected,
    ) -> Result<()> {
        let kind = entry.file_type();
        if !kind.is_file() && !kind.is_symlink() {
            return Ok(());
        }
        let Ok(source) = source_name(self.base, entry.path()) else {
            self.reject(entry.path(), "bad_name", BAD_NAME, all);
            return Ok(());
        };
        if !self.filter.takes_file(&source) || !wanted(entry.path()) {
            return Ok(());
        }
        let path = if kind.is_symlink() {
            let Some(target) = self.target(entry.path(), real_root, all) else { return Ok(()) };
            target
        } else {
            entry.path().to_owned()
        };
        match path.metadata() {
            Ok(meta) => return all.add(path, source, meta.len()),
            Err(error) => all.reject(&source, "unreadable", &format!("it cannot be read: {error}")),
        }
        Ok(())
    }

    /// The file a link in the folder leads to. A link to a folder inside needs no following: the
    /// walk comes by that folder itself.
    fn target(&self, link: &Path, real_root: &Path, all: &mut Collected) -> Option<PathBuf> {
        let target = match link.canonicalize() {
            Ok(target) => target,
            Err(error) => {
                self.reject(link, "broken_link", &format!("it is a link that leads nowhere: {error}"), all);
                return None;
            }
        };
        if !target.starts_with(real_root) {
            let reason = "it is a link that leaves the folder; name what it leads to in the pipeline instead";
            self.reject(link, "outside_folder", reason, all);
        } else if target.is_file() {
            return Some(target);
        } else if link.canonicalize().is_ok_and(|t| self.real_parent(link).starts_with(t)) {
            self.reject(link, "link_loop", "it is a link to a folder that it lies in", all);
        }
        None
    }

    fn real_parent(&self, link: &Path) -> PathBuf {
        let parent = link.parent().unwrap_or(self.root);
        parent.canonicalize().unwrap_or_else(|_| parent.to_owned())
    }

    fn reject(&self, path: &Path, code: &str, reason: &str, all: &mut Collected) {
        let source = source_name(self.base, path).unwrap_or_else(|lossy| lossy);
        all.reject(&source, code, reason);
    }
}
