//! Documents that were read already: the same bytes under another name, or the same words in another
//! format or on another site. The first by source is the one that stays.

use rustc_hash::FxHashMap;

use super::file::Duplicates;
use crate::ingest::Likeness;
use crate::model::{DocumentId, Reject};

/// Documents looked at under one key; more share a key only if they are copies of one form.
const CROWD: usize = 8;

/// What was seen so far.
pub(super) struct Seen {
    policy: Duplicates,
    by_bytes: FxHashMap<DocumentId, String>,
    by_key: FxHashMap<u64, Vec<u32>>,
    alike: Vec<(Likeness, String)>,
}

impl Seen {
    pub(super) fn new(policy: Duplicates) -> Self {
        Self { policy, by_bytes: FxHashMap::default(), by_key: FxHashMap::default(), alike: Vec::new() }
    }

    /// What is needed of a text to know its like; none where the pipeline does not ask.
    pub(super) fn likeness(policy: Duplicates, text: &str) -> Option<Likeness> {
        if policy == Duplicates::Skip { Likeness::of(text) } else { None }
    }

    /// Why a document with these bytes is not read, if so.
    pub(super) fn refuses(&self, id: DocumentId, source: &str, likeness: Option<&Likeness>) -> Option<Reject> {
        if self.policy == Duplicates::Keep {
            return None;
        }
        if let Some(first) = self.by_bytes.get(&id) {
            return Some(reject(source, "duplicate", format!("the same bytes as {first}")));
        }
        let first = self.like(likeness.filter(|_| self.policy == Duplicates::Skip)?)?;
        Some(reject(source, "near_duplicate", format!("the same words and figures as {first}")))
    }

    /// Refuses a document that was seen; else remembers it.
    pub(super) fn take(&mut self, id: DocumentId, source: &str, likeness: Option<&Likeness>) -> Option<Reject> {
        let refused = self.refuses(id, source, likeness);
        if refused.is_none() && self.policy != Duplicates::Keep {
            self.by_bytes.insert(id, source.to_owned());
            if let Some(likeness) = likeness.filter(|_| self.policy == Duplicates::Skip) {
                self.remember(likeness.clone(), source);
            }
        }
        refused
    }

    fn like(&self, likeness: &Likeness) -> Option<&str> {
        let seen = likeness.keys().filter_map(|key| self.by_key.get(&key)).flatten();
        let first = seen.filter(|&&at| self.alike[at as usize].0.is_like(likeness)).min()?;
        Some(&self.alike[*first as usize].1)
    }

    fn remember(&mut self, likeness: Likeness, source: &str) {
        let at = self.alike.len() as u32;
        for key in likeness.keys() {
            let crowd = self.by_key.entry(key).or_default();
            if crowd.len() < CROWD {
                crowd.push(at);
            }
        }
        self.alike.push((likeness, source.to_owned()));
    }
}

fn reject(source: &str, code: &str, reason: String) -> Reject {
    Reject { source: source.to_owned(), stage: "ingest".into(), code: code.into(), reason, position: None }
}
