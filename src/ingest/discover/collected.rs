//! What walks come by, sorted by where it really is, so that a file named twice is read once.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Found;
use crate::ingest::reject;
use crate::model::{Reject, Result};
use crate::spill::{Sorter, Spill};

/// Files in memory.
const MOST: usize = 2_000;

/// A file on disk.
#[derive(Debug, Serialize, Deserialize)]
struct Placed {
    /// Where it really is.
    #[serde(with = "crate::spill::path")]
    place: PathBuf,
    source: String,
    #[serde(with = "crate::spill::path")]
    path: PathBuf,
    size: u64,
}

impl Ord for Placed {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.place, &self.source).cmp(&(&other.place, &other.source))
    }
}

crate::spill::ordered!(Placed);

/// See the module.
pub(super) struct Collected {
    files: Sorter<Placed>,
    rejects: BTreeMap<String, Reject>,
}

impl Collected {
    pub(super) fn new(spill: &Spill) -> Self {
        Self { files: spill.sorter(MOST), rejects: BTreeMap::new() }
    }

    pub(super) fn add(&mut self, path: PathBuf, source: String, size: u64) -> Result<()> {
        let place = path.canonicalize().unwrap_or_else(|_| path.clone());
        self.files.push(Placed { place, source, path, size })
    }

    pub(super) fn reject(&mut self, source: &str, code: &str, reason: &str) {
        self.rejects.entry(source.to_owned()).or_insert_with(|| reject(source, code, reason, None));
    }

    /// Hands on each file under the least of its names, and gives all that was refused, with what `take`
    /// refuses.
    pub(super) fn finish(self, take: &mut dyn FnMut(&Path, Found) -> Result<Vec<Reject>>) -> Result<Vec<Reject>> {
        let mut rejects: Vec<Reject> = self.rejects.into_values().collect();
        let mut last = None;
        for file in self.files.sorted()? {
            let Placed { place, source, path, size } = file?;
            if last.as_ref() != Some(&place) {
                rejects.extend(take(&place, Found::file(path, source, size))?);
                last = Some(place);
            }
        }
        Ok(rejects)
    }
}
