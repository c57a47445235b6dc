//! Files that were found as they are kept in a file, when there are many.

use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Found;
use crate::ingest::archive::Member;
use crate::ingest::remote::{Object, Store};

/// See the module.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundRecord {
    #[serde(with = "crate::spill::path")]
    path: PathBuf,
    /// Its name in the tables.
    pub source: String,
    /// Size in bytes.
    pub size: u64,
    /// Where it lies in an archive.
    pub member: Option<Member>,
    /// The place of a store, and the key in it.
    object: Option<(u32, String)>,
}

/// The stores that files were found in, which records name by their places.
#[derive(Debug, Default)]
pub struct Stores(Vec<Arc<Store>>);

impl Stores {
    /// A file as a record.
    pub fn record(&mut self, found: Found) -> FoundRecord {
        let Found { path, source, size, member, object } = found;
        let object = object.map(|Object { store, key }| (self.place_of(store), key));
        FoundRecord { path, source, size, member, object }
    }

    /// The file of a record.
    #[must_use]
    pub fn found(&self, record: FoundRecord) -> Found {
        let FoundRecord { path, source, size, member, object } = record;
        let of_store =
            |(place, key): (u32, String)| Some(Object { store: Arc::clone(self.0.get(place as usize)?), key });
        Found { path, source, size, member, object: object.and_then(of_store) }
    }

    fn place_of(&mut self, store: Arc<Store>) -> u32 {
        let known = self.0.iter().position(|known| Arc::ptr_eq(known, &store));
        known.unwrap_or_else(|| {
            self.0.push(store);
            self.0.len() - 1
        }) as u32
    }
}
