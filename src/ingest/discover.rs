//! Which files there are: paths, folders and globs of a pipeline to a sorted list of sources.
//!
//! Archives are like folders: their members stand in the list instead of them, and globs choose
//! among members.
//!
//! The source name is what rows carry, so it must be the same on every machine: the path as the
//! pipeline gave it, relative to the base folder, with `/` between folders.

mod collected;
mod names;
mod record;
mod stores;
mod walk;

use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use super::Limits;
use super::archive::{self, Choice, Kind, Listing, Member, Opener};
use super::remote::{self, Object, StoreSettings};
use crate::model::{Error, Reject, Result};
use crate::spill::Spill;

use collected::Collected;
use names::{pattern_root, source_name};
use walk::Walk;

pub use record::{FoundRecord, Stores};

/// What a pipeline reads.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceSpec {
    /// Files, folders and globs (`*`, `?`, `[a-z]`, `{a,b}`, `**` across folders); URLs of stores.
    pub paths: Vec<String>,
    /// Globs of which a file in a folder must match one; none given means every file. A glob
    /// without `/` is about the file's name, one with `/` about the source, or about what follows the
    /// URL of a store.
    pub include: Vec<String>,
    /// Globs of files and folders to leave out, written like `include`.
    pub exclude: Vec<String>,
    /// The folder that relative paths start from: the pipeline file's.
    pub base: PathBuf,
    /// How far archives are looked into.
    pub limits: Limits,
    /// How stores are reached.
    pub store: StoreSettings,
    /// The folder that archives in stores are fetched into; without one nothing is fetched, and they
    /// stand for what is in them.
    pub fetched: Option<PathBuf>,
    /// The folder in which archives in archives are unpacked that memory is not to hold; without one the
    /// system's for temporary files.
    pub scratch: Option<PathBuf>,
}

/// A file that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where to read it.
    pub path: PathBuf,
    /// Its name in the tables.
    pub source: String,
    /// Size in bytes when it was found; of a member of an archive once it is unpacked.
    pub size: u64,
    /// Where it lies in the archive at `path`; `None` for a file of its own.
    pub member: Option<Member>,
    /// What must be fetched to read it; `None` for what is on disk, `path` then says nothing.
    pub object: Option<Object>,
}

impl Found {
    /// The file at `path`.
    #[must_use]
    pub fn file(path: PathBuf, source: String, size: u64) -> Self {
        Self { path, source, size, member: None, object: None }
    }

    /// The bytes of a member of an archive; `None` for a file of its own.
    pub fn unpack(&self, opener: &mut Opener) -> Option<Result<Vec<u8>, Reject>> {
        let unpacked = opener.unpack(self.member.as_ref()?);
        Some(unpacked.map_err(|e| super::reject(&self.source, e.code, &e.reason, e.position)))
    }
}

/// What was found, and what was there but cannot be reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Discovery {
    /// Files and members of archives by source, bytewise, each once.
    pub found: Vec<Found>,
    /// Unreadable folders, broken links, links that leave their folder; archives and members that
    /// cannot be unpacked.
    pub rejects: Vec<Reject>,
}

/// Finds the files of `spec` and looks into the archives among them. Hidden files (`.name`) in
/// folders and archives are skipped; links are not followed out of the folder that was named.
///
/// # Errors
/// `source-not-found` for a path that does not exist, `glob-matches-nothing`, `bad-glob`;
/// `store-unreadable`, `store-credentials`, `store-settings` and `not-built` of stores. What goes wrong
/// below a folder is a reject and ends nothing.
pub fn discover(spec: &SourceSpec) -> Result<Discovery> {
    let mut all = Discovery::default();
    let spill = spec.scratch.as_ref().map_or_else(Spill::of_system, Spill::into);
    all.rejects = find_each(spec, &spill, &mut |_, file| {
        all.found.push(file);
        Ok(())
    })?;
    all.sort();
    all.found.dedup_by(|b, a| a.source == b.source && remote::is_url(&a.source));
    all.rejects.dedup_by(|b, a| a.source == b.source && remote::is_url(&a.source));
    Ok(all)
}

/// Takes a file that was found. The path tells it from others that are read: the same file is read
/// once, however it is named.
pub(crate) type Take<'a> = &'a mut dyn FnMut(&Path, Found) -> Result<()>;

/// As [`discover`], file by file and in no order; objects that two URLs name come twice. Gives what was
/// there but cannot be reached. Long lists of files go into `spill`.
///
/// # Errors
/// As [`discover`], and those of `take`.
pub fn find_each(spec: &SourceSpec, spill: &Spill, take: Take<'_>) -> Result<Vec<Reject>> {
    let filter = Filter { include: globs(&spec.include, true)?, exclude: globs(&spec.exclude, true)? };
    let mut all = Collected::new(spill);
    let (urls, paths): (Vec<_>, Vec<_>) = spec.paths.iter().partition(|path| remote::is_url(path));
    for path in paths {
        let at = spec.base.join(path);
        if at.symlink_metadata().is_ok() {
            find_path(spec, &filter, &at, &mut all)?;
        } else if path.contains(['*', '?', '[', '{']) {
            find_glob(spec, &filter, path, &mut all)?;
        } else {
            return Err(Error::usage("source-not-found", format!("there is no file or folder `{path}`"))
                .at_file(at)
                .hint("paths are relative to the pipeline file; check the spelling"));
        }
    }
    let mut rejects = all.finish(&mut |place, file| {
        let (documents, refused) = documents(file, &filter, spec);
        documents.into_iter().try_for_each(|document| take(place, document))?;
        Ok(refused)
    })?;
    for url in urls {
        let found = stores::find(spec, url)?;
        rejects.extend(found.rejects);
        found.found.into_iter().try_for_each(|file| take(&PathBuf::from(&file.source), file))?;
    }
    Ok(rejects)
}

/// The documents that a file named by itself holds: itself, or the members of an archive.
#[must_use]
pub fn documents_of(file: Found, limits: &Limits) -> Discovery {
    let mut discovery = Discovery { found: vec![file], rejects: Vec::new() };
    let spec = SourceSpec { limits: *limits, ..SourceSpec::default() };
    discovery.open_archives(&Filter { include: GlobSet::empty(), exclude: GlobSet::empty() }, &spec);
    discovery
}

impl Discovery {
    /// Puts their members in the place of archives.
    fn open_archives(&mut self, filter: &Filter, spec: &SourceSpec) {
        for file in std::mem::take(&mut self.found) {
            let (found, rejects) = documents(file, filter, spec);
            self.found.extend(found);
            self.rejects.extend(rejects);
        }
        self.sort();
    }

    fn sort(&mut self) {
        self.found.sort_by(|a, b| a.source.cmp(&b.source));
        self.rejects.sort_by(|a, b| a.source.cmp(&b.source));
    }
}

/// The wanted documents of a file: itself, or the members of an archive; and what of it is refused.
fn documents(file: Found, filter: &Filter, spec: &SourceSpec) -> (Vec<Found>, Vec<Reject>) {
    let Some(kind) = Kind::of(&file.source).filter(|_| file.object.is_none()) else {
        return (vec![file], Vec::new());
    };
    let choice = Members { filter, archive: &file.source };
    match archive::list(&file, kind, &choice, &spec.limits, spec.scratch.as_deref()) {
        Listing::Document if choice.takes(&file.source) => (vec![file], Vec::new()),
        Listing::Document => (Vec::new(), Vec::new()),
        Listing::Archive(members, rejects) => (members, rejects),
    }
}

/// Which members of an archive are wanted. A glob that takes an archive, or leaves it out, does so
/// with all in it.
struct Members<'a> {
    filter: &'a Filter,
    archive: &'a str,
}

impl Members<'_> {
    /// The archive, those in it that `source` lies in, and `source` itself.
    fn ancestors<'s>(&self, source: &'s str) -> impl Iterator<Item = &'s str> {
        let from = self.archive.len();
        let inner = source.match_indices('!').map(|(at, _)| at).filter(move |at| *at >= from);
        inner.chain([source.len()]).map(|end| &source[..end])
    }
}

impl Choice for Members<'_> {
    fn takes(&self, source: &str) -> bool {
        let include = &self.filter.include;
        self.enters(source) && (include.is_empty() || self.ancestors(source).any(|s| include.is_match(s)))
    }

    fn enters(&self, source: &str) -> bool {
        !self.ancestors(source).any(|s| self.filter.exclude.is_match(s))
    }
}

fn find_path(spec: &SourceSpec, filter: &Filter, at: &Path, all: &mut Collected) -> Result<()> {
    if at.is_dir() {
        return Walk { base: &spec.base, filter, root: at }.run(&mut |_| true, all);
    }
    match (source_name(&spec.base, at), at.metadata()) {
        (Ok(source), Ok(meta)) if meta.is_file() => return all.add(at.to_owned(), source, meta.len()),
        (Ok(source), Ok(_)) => all.reject(&source, "unreadable", "it is neither a file nor a folder"),
        (Ok(source), Err(error)) => all.reject(&source, "unreadable", &format!("it cannot be read: {error}")),
        (Err(lossy), _) => all.reject(&lossy, "bad_name", names::BAD_NAME),
    }
    Ok(())
}

fn find_glob(spec: &SourceSpec, filter: &Filter, pattern: &str, all: &mut Collected) -> Result<()> {
    let set = globs(&[pattern.to_owned()], false)?;
    let root = spec.base.join(pattern_root(pattern));
    let mut matched = false;
    if root.is_dir() {
        // A folder that matches stands for all in it.
        let mut wanted = |path: &Path| {
            let relative = path.strip_prefix(&spec.base).unwrap_or(path);
            let hit = relative.ancestors().any(|p| !p.as_os_str().is_empty() && set.is_match(p));
            matched |= hit;
            hit
        };
        Walk { base: &spec.base, filter, root: &root }.run(&mut wanted, all)?;
    }
    if matched {
        return Ok(());
    }
    Err(Error::usage("glob-matches-nothing", format!("no file matches `{pattern}`"))
        .at_file(root)
        .hint("`*` stays within a folder, `**` crosses folders; hidden files are skipped"))
}

/// Compiles globs; with `anywhere`, those without `/` match in every folder.
fn globs(patterns: &[String], anywhere: bool) -> Result<GlobSet> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let cleaned = pattern.strip_prefix("./").unwrap_or(pattern);
        let placed = if anywhere && !cleaned.contains('/') { format!("**/{cleaned}") } else { cleaned.to_owned() };
        let glob = GlobBuilder::new(&placed).literal_separator(true).build().map_err(|e| bad_glob(pattern, e))?;
        set.add(glob);
    }
    set.build().map_err(|e| bad_glob(&patterns.join(" "), e))
}

fn bad_glob(pattern: &str, error: globset::Error) -> Error {
    Error::usage("bad-glob", format!("`{pattern}` is no glob: {}", error.kind()))
        .hint("put `[` and `{` that stand for themselves in brackets: `[[]`, `[{]`")
        .caused_by(error)
}

/// Which files of a folder are wanted.
struct Filter {
    include: GlobSet,
    exclude: GlobSet,
}

impl Filter {
    fn takes_file(&self, source: &str) -> bool {
        // Of an archive the members are chosen.
        let included = self.include.is_empty() || Kind::of(source).is_some();
        (included || self.include.is_match(source)) && !self.exclude.is_match(source)
    }

    fn takes_folder(&self, source: &str) -> bool {
        // `drafts/**` leaves out what is in `drafts`, so there is no need to look.
        !self.exclude.is_match(source) && !self.exclude.is_match(format!("{source}/-"))
    }
}
