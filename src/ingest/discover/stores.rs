//! What a store lists, as files that are fetched when their turn comes.
//!
//! Sizes and names are judged by the listing. Archives are fetched at once, one after the other, into
//! the folder of the run, because what is in them is only known then.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Discovery, Filter, Found, SourceSpec, globs};
use crate::ingest::archive::Kind;
use crate::ingest::reject;
use crate::ingest::remote::{Address, Failure, Fetcher, LONGEST_KEY, Listed, Object, Store, unreadable};
use crate::model::{Error, Reject, Result};

/// Said of a key that is no name of a file.
const BAD_KEY: &str = "its key cannot be that of a file that is asked for; give the object a plain name";

/// Finds what `url` names.
///
/// # Errors
/// `store-unreadable` when the store cannot be asked, and `source-not-found` when nothing is there: a
/// store that lost its objects must not look like one from which they were taken.
pub(super) fn find(spec: &SourceSpec, url: &str) -> Result<Discovery> {
    let address = Address::parse(url).map_err(|why| Error::usage("bad-url", why).hint("s3://bucket/folder/"))?;
    let store = Arc::new(Store::open(url, &address, &spec.store)?);
    let listed = store.list().map_err(|failure| {
        let Failure { reason, of_object } = failure;
        if of_object { not_found(format!("`{url}` is not there: {reason}")) } else { unreadable(url, &reason) }
    })?;
    if listed.objects.is_empty() && listed.refused.is_empty() {
        return Err(not_found(format!("nothing lies under `{url}`")));
    }
    let filter = filter(spec, &address.base)?;
    let listing = Listing { url, address: &address, store: &store, filter: &filter };
    let mut discovery = listing.files(listed);
    if let Some(folder) = &spec.fetched {
        fetch_archives(&mut discovery, spec, folder)?;
        discovery.open_archives(&filter, spec);
    }
    discovery.sort();
    Ok(discovery)
}

fn not_found(message: String) -> Error {
    Error::usage("source-not-found", message)
        .hint("check the spelling; what is named without `/` at its end is one object, with it all that lies under it")
}

/// The globs of a source, those with a `/` below `base`.
fn filter(spec: &SourceSpec, base: &str) -> Result<Filter> {
    let placed = |patterns: &[String]| {
        let below = |p: &String| {
            let plain = p.strip_prefix("./").unwrap_or(p);
            let is_below = plain.contains('/') && !plain.contains("://");
            if is_below { format!("{}{plain}", globset::escape(base)) } else { p.clone() }
        };
        globs(&patterns.iter().map(below).collect::<Vec<_>>(), true)
    };
    Ok(Filter { include: placed(&spec.include)?, exclude: placed(&spec.exclude)? })
}

struct Listing<'a> {
    url: &'a str,
    address: &'a Address,
    store: &'a Arc<Store>,
    filter: &'a Filter,
}

impl Listing<'_> {
    /// The files of a listing, each name once.
    fn files(&self, listed: Listed) -> Discovery {
        let mut all = Discovery::default();
        for (key, size) in listed.objects {
            match self.source(&key) {
                Some(source) if self.takes(&source) => {
                    let object = Some(Object { store: Arc::clone(self.store), key });
                    all.found.push(Found { object, ..Found::file(PathBuf::from(&source), source, size) });
                }
                Some(_) => {}
                None => all.rejects.push(self.refuse(&key)),
            }
        }
        all.rejects.extend(listed.refused.iter().map(|key| self.refuse(key)));
        all.sort();
        all.found.dedup_by(|b, a| a.source == b.source);
        all.rejects.dedup_by(|b, a| a.source == b.source);
        all
    }

    /// The name of an object; `None` for one that does not lie under the URL, or has a name that is none.
    fn source(&self, key: &str) -> Option<String> {
        if self.address.is_object {
            return (key == self.address.key).then(|| self.url.to_owned());
        }
        let prefix = &self.address.key;
        let below = if prefix.is_empty() { key } else { key.strip_prefix(prefix.as_str())?.strip_prefix('/')? };
        let plain = !below.is_empty() && key.len() <= LONGEST_KEY && !below.contains(|c: char| c.is_control());
        plain.then(|| format!("{}{below}", self.address.base))
    }

    /// As with files in folders: hidden ones are skipped, folders that are excluded with all in them.
    fn takes(&self, source: &str) -> bool {
        if self.address.is_object {
            return true;
        }
        let from = self.address.base.len();
        let below = source.get(from..).unwrap_or_default();
        let mut folders = below.match_indices('/').filter_map(|(at, _)| source.get(..from + at));
        !below.split('/').any(|part| part.starts_with('.'))
            && folders.all(|folder| self.filter.takes_folder(folder))
            && self.filter.takes_file(source)
    }

    fn refuse(&self, key: &str) -> Reject {
        let below = key.strip_prefix(self.address.key.as_str()).and_then(|k| k.strip_prefix('/')).unwrap_or(key);
        reject(&format!("{}{}", self.address.base, shown(below)), "bad_name", BAD_KEY, None)
    }
}

/// A key as rows can carry it: of one line, and not endless. Two that are cut stay two.
fn shown(key: &str) -> String {
    let plain: String = key.chars().take(200).map(|c| if c.is_control() { '?' } else { c }).collect();
    if plain == key {
        return plain;
    }
    let hash = blake3::hash(key.as_bytes()).to_hex();
    format!("{plain}…{}", hash.get(..8).unwrap_or_default())
}

/// Fetches the archives among what was found; those that cannot be had are rejected.
fn fetch_archives(discovery: &mut Discovery, spec: &SourceSpec, folder: &Path) -> Result<()> {
    let mut fetcher = Fetcher::default();
    let mut others = false;
    for file in std::mem::take(&mut discovery.found) {
        if Kind::of(&file.source).is_none() {
            others = true;
            discovery.found.push(file);
            continue;
        }
        // One at a time, so that one is in memory.
        let fetched = fetcher.fetch_archive(&file, spec.limits)?;
        match fetched {
            Ok(bytes) => {
                let path = spool(folder, &bytes)?;
                discovery.found.push(Found { path, object: None, ..file });
            }
            Err(reject) => discovery.rejects.push(reject),
        }
    }
    // What else there is is fetched later, and tells then whether the store gives anything.
    if others { Ok(()) } else { fetcher.finish() }
}

/// Writes an archive into the folder of the run, under a name that is ours.
fn spool(folder: &Path, bytes: &[u8]) -> Result<PathBuf> {
    let write = || {
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.into_temp_path().keep().map_err(|e| e.error)
    };
    write().map_err(|e| Error::output(folder, e))
}
