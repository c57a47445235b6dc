//! Which of several statements of one value is taken ([`Weight`]).

use super::{Fact, Facts};
use crate::model::precedence::{Stated, Weight};

impl Facts {
    /// What `fact` weighs against other statements of the same value.
    #[must_use]
    pub fn weight(&self, fact: &Fact) -> Weight {
        let document = self.document_of(fact);
        Weight::of(&Stated {
            bound: fact.bound,
            written: document.written(),
            kind: document.kind,
            confidence: fact.confidence,
            value: fact.inexact().value,
            step: fact.step,
            row: fact.row,
        })
    }

    /// The statement that is taken, of those that `statements` gives.
    pub fn best<'a>(&self, statements: impl IntoIterator<Item = &'a Fact>) -> Option<&'a Fact> {
        statements.into_iter().max_by_key(|fact| self.weight(fact))
    }
}
