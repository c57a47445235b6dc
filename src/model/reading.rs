//! What stages 1 to 5 and the checks of a single document give for it.

use serde::{Deserialize, Serialize};

use super::document::Document;
use super::finding::Finding;
use super::observation::Observation;

/// How many things each stage made of a document; the manifest adds them up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StageCounts {
    /// Blocks of segment, page furniture included.
    pub blocks: u64,
    /// Blocks set aside as page furniture.
    pub furniture: u64,
    /// Sentences.
    pub sentences: u64,
    /// Mentions of every kind.
    pub mentions: u64,
    /// Numeric expressions among them.
    pub numbers: u64,
    /// Numeric expressions that are no quantity (years, ordinals, code names).
    pub no_quantity: u64,
    /// Numeric expressions that became observations.
    pub observations: u64,
}

impl std::ops::AddAssign<&Self> for StageCounts {
    fn add_assign(&mut self, more: &Self) {
        // Taken apart without `..`, so that a new count cannot be forgotten.
        let Self { blocks, furniture, sentences, mentions, numbers, no_quantity, observations } = *more;
        self.blocks += blocks;
        self.furniture += furniture;
        self.sentences += sentences;
        self.mentions += mentions;
        self.numbers += numbers;
        self.no_quantity += no_quantity;
        self.observations += observations;
    }
}

/// A document with what was read in it. `numbers = no_quantity + observations` holds always.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The document.
    pub document: Document,
    /// Heading paths, joined by ` / `, that observations point into.
    pub sections: Vec<String>,
    /// The observations by position.
    pub observations: Vec<Observation>,
    /// Findings of the checks that look at one document.
    pub findings: Vec<Finding>,
    /// What each stage made of it.
    pub counts: StageCounts,
}
