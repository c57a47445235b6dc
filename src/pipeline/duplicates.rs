//! Documents that were read already: the same bytes under another name, or the same words in another
//! format or on another site. The first by source is the one that stays.

use rustc_hash::FxHashMap;

use super::file::Duplicates;
use crate::ingest::Likeness;
use crate::model::{Document, DocumentId, Reject};

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

    /// Refuses a document that was seen; else remembers it.
    #[allow(clippy::result_large_err, reason = "a reject is built once a document; its size does not matter")]
    pub(super) fn take(&mut self, document: Document, likeness: Option<Likeness>) -> Result<Document, Reject> {
        if self.policy == Duplicates::Keep {
            return Ok(document);
        }
        if let Some(first) = self.by_bytes.get(&document.id) {
            return Err(reject(document.source, "duplicate", format!("the same bytes as {first}")));
        }
        if let Some(likeness) = likeness {
            if let Some(first) = self.like(&likeness) {
                return Err(reject(
                    document.source,
                    "near_duplicate",
                    format!("the same words and figures as {first}"),
                ));
            }
            self.remember(likeness, &document.source);
        }
        self.by_bytes.insert(document.id, document.source.clone());
        Ok(document)
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

fn reject(source: String, code: &str, reason: String) -> Reject {
    Reject { source, stage: "ingest".into(), code: code.into(), reason, position: None }
}
