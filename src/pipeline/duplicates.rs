//! Documents that were read already: the same bytes under another name, or the same words in another
//! format or on another site. The first by source is the one that stays.
//!
//! What was seen lies in a file, and tables in files lead to it, so memory does not grow with it.

use serde::{Deserialize, Serialize};

use super::file::Duplicates;
use crate::ingest::Likeness;
use crate::model::{DocumentId, Reject, Result};
use crate::spill::{List, Spill, Table};

/// Documents looked at under one key; more share a key only if they are copies of one form.
const CROWD: usize = 8;

/// What was seen so far.
pub(super) struct Seen {
    policy: Duplicates,
    documents: List<Document>,
    by_bytes: Table,
    by_key: Table,
}

/// A document that was seen.
#[derive(Debug, Serialize, Deserialize)]
struct Document {
    id: DocumentId,
    source: String,
    likeness: Option<Likeness>,
}

impl Seen {
    /// Nothing seen yet.
    pub(super) fn new(policy: Duplicates, spill: &Spill) -> Self {
        Self { policy, documents: spill.list(), by_bytes: spill.table(), by_key: spill.table() }
    }

    /// What is needed of a text to know its like; none where the pipeline does not ask.
    pub(super) fn likeness(policy: Duplicates, text: &str) -> Option<Likeness> {
        if policy == Duplicates::Skip { Likeness::of(text) } else { None }
    }

    /// Why a document with these bytes is not read, if so.
    pub(super) fn refuses(
        &mut self,
        id: DocumentId,
        source: &str,
        likeness: Option<&Likeness>,
    ) -> Result<Option<Reject>> {
        if self.policy == Duplicates::Keep {
            return Ok(None);
        }
        if let Some(first) = self.of_bytes(id)? {
            return Ok(Some(reject(source, "duplicate", format!("the same bytes as {}", first.source))));
        }
        let Some(likeness) = likeness.filter(|_| self.policy == Duplicates::Skip) else { return Ok(None) };
        let first = self.like(likeness)?;
        let told = |first: Document| format!("the same words and figures as {}", first.source);
        Ok(first.map(|first| reject(source, "near_duplicate", told(first))))
    }

    /// Refuses a document that was seen; else remembers it.
    pub(super) fn take(&mut self, id: DocumentId, source: &str, likeness: Option<&Likeness>) -> Result<Option<Reject>> {
        let refused = self.refuses(id, source, likeness)?;
        if refused.is_none() && self.policy != Duplicates::Keep {
            self.remember(id, source, likeness.filter(|_| self.policy == Duplicates::Skip))?;
        }
        Ok(refused)
    }

    fn of_bytes(&mut self, id: DocumentId) -> Result<Option<Document>> {
        for place in self.by_bytes.find(key_of(id))? {
            let document = self.documents.read(place)?.next().transpose()?;
            if let Some(document) = document.filter(|document| document.id == id) {
                return Ok(Some(document));
            }
        }
        Ok(None)
    }

    /// The first document that is like this one.
    fn like(&mut self, likeness: &Likeness) -> Result<Option<Document>> {
        let mut places = Vec::new();
        for key in likeness.keys() {
            places.extend(self.by_key.find(key)?);
        }
        places.sort_unstable();
        places.dedup();
        for place in places {
            let document = self.documents.read(place)?.next().transpose()?;
            let is_like = |document: &Document| document.likeness.as_ref().is_some_and(|l| l.is_like(likeness));
            if let Some(document) = document.filter(is_like) {
                return Ok(Some(document));
            }
        }
        Ok(None)
    }

    fn remember(&mut self, id: DocumentId, source: &str, likeness: Option<&Likeness>) -> Result<()> {
        let document = Document { id, source: source.to_owned(), likeness: likeness.cloned() };
        let place = self.documents.push(&document)?;
        self.by_bytes.insert(key_of(id), place, CROWD)?;
        for key in likeness.iter().flat_map(|likeness| likeness.keys()) {
            self.by_key.insert(key, place, CROWD)?;
        }
        Ok(())
    }
}

/// Identities are hashes: their first bytes suffice to find one.
fn key_of(id: DocumentId) -> u64 {
    u128::from_be_bytes(id.0).wrapping_shr(64) as u64
}

fn reject(source: &str, code: &str, reason: String) -> Reject {
    Reject { source: source.to_owned(), stage: "ingest".into(), code: code.into(), reason, position: None }
}
