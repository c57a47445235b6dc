//! Objects are fetched batch by batch, and it is told apart what is an object's fault and what the
//! store's.
//!
//! An object that cannot be had is a reject. A store that is gone, or gives nothing of what it lists,
//! ends the run: a night without network must not publish a release from which all documents vanished.

use std::sync::Arc;

use super::{Failure, Object, Store};
use crate::ingest::{Found, Limits, check_name, check_size, reject};
use crate::model::{Error, Reject, Result};

/// The bytes of an object, or a reject of it.
type Fetched = Result<Vec<u8>, Reject>;

/// Fetches objects, and remembers the stores they are in.
#[derive(Debug, Default)]
pub struct Fetcher {
    stores: Vec<Arc<Store>>,
}

impl Fetcher {
    /// The bytes of those of `files` that are objects in stores, `None` for the others. What is too
    /// large or of no format that is read is not fetched.
    ///
    /// # Errors
    /// `store-unreadable`, when a store no longer answers.
    pub fn fetch(&mut self, files: &[&Found], limits: Limits) -> Result<Vec<Option<Fetched>>> {
        let mut fetched: Vec<Option<Fetched>> = files.iter().map(|f| refusal(f, limits)).collect();
        let wanted: Vec<(usize, &Found, &Object)> = files
            .iter()
            .enumerate()
            .filter(|(at, _)| fetched[*at].is_none())
            .filter_map(|(at, file)| Some((at, *file, file.object.as_ref()?)))
            .collect();
        // Files are in the order of their names, so those of a store stand in a row.
        for group in wanted.chunk_by(|a, b| Arc::ptr_eq(&a.2.store, &b.2.store)) {
            let Some((_, _, first)) = group.first() else { continue };
            let store = self.known(&first.store);
            let keys: Vec<(&str, u64)> = group.iter().map(|(_, file, object)| (&*object.key, file.size)).collect();
            for ((at, file, _), bytes) in group.iter().zip(store.fetch(&keys)) {
                fetched[*at] = Some(judge(&store, &file.source, bytes)?);
            }
        }
        Ok(fetched)
    }

    /// The bytes of an archive, whose name says nothing of a format.
    ///
    /// # Errors
    /// As [`Fetcher::fetch`].
    pub(in crate::ingest) fn fetch_archive(&mut self, file: &Found, limits: Limits) -> Result<Fetched> {
        let Some(object) = &file.object else { return Ok(Ok(Vec::new())) };
        if let Err(refused) = check_size(&file.source, file.size, limits) {
            return Ok(Err(refused));
        }
        let store = self.known(&object.store);
        let fetched = store.fetch(&[(&object.key, file.size)]).pop();
        judge(&store, &file.source, fetched.unwrap_or_else(|| Ok(Vec::new())))
    }

    /// Ends the run when a store gave nothing.
    ///
    /// # Errors
    /// `store-unreadable`.
    pub fn finish(&self) -> Result<()> {
        match self.stores.iter().find(|s| s.gave_nothing()) {
            Some(store) => Err(unreadable(store.url(), "none of the objects that it lists can be fetched")),
            None => Ok(()),
        }
    }

    fn known(&mut self, store: &Arc<Store>) -> Arc<Store> {
        if !self.stores.iter().any(|s| Arc::ptr_eq(s, store)) {
            self.stores.push(Arc::clone(store));
        }
        Arc::clone(store)
    }
}

/// An object that need not be fetched to be refused.
fn refusal(file: &Found, limits: Limits) -> Option<Fetched> {
    file.object.as_ref()?;
    check_name(&file.source).and_then(|()| check_size(&file.source, file.size, limits)).err().map(Err)
}

/// A reject for an object that cannot be had from a store that is still there.
fn judge(store: &Store, source: &str, bytes: Result<Vec<u8>, Failure>) -> Result<Fetched> {
    store.count(bytes.is_ok());
    let failure = match bytes {
        Ok(bytes) => return Ok(Ok(bytes)),
        Err(failure) => failure,
    };
    if !failure.of_object
        && let Err(gone) = store.answers()
    {
        return Err(unreadable(store.url(), &gone.reason));
    }
    Ok(Err(reject(source, "unreadable", &format!("the object cannot be fetched: {}", failure.reason), None)))
}

/// The error of a store that cannot be read.
pub(in crate::ingest) fn unreadable(url: &str, reason: &str) -> Error {
    Error::usage("store-unreadable", format!("`{url}` cannot be read: {reason}")).hint(
        "nothing is published; look at the URL, at endpoint and region in [source.store], and at the credentials \
         in the environment",
    )
}
