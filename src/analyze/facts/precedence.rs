//! Which of several statements of one value is taken.

use super::document::authority;
use super::{Fact, Facts};
use crate::model::Bound;

/// The rule in words, for help and twin tables.
pub const PRECEDENCE: &str = "an exact value before an approximate one and that before a bound; then the later document; \
then the higher confidence; then a bulletin before a budget report, a work report, a plan and the rest; \
then more digits; then the first by file and place";

/// What a statement weighs; the largest is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight {
    tightness: u8,
    written: Option<i32>,
    /// In hundredths: confidences that are printed alike are alike.
    confidence: u8,
    authority: u8,
    digits: i32,
    place: std::cmp::Reverse<u32>,
}

impl Facts {
    /// What `fact` weighs against other statements of the same value.
    #[must_use]
    pub fn weight(&self, fact: &Fact) -> Weight {
        let document = self.document_of(fact);
        let value = fact.inexact().value.abs();
        let digits = if value > 0.0 && fact.step > 0.0 { (value / fact.step).log10().floor() as i32 } else { 0 };
        Weight {
            tightness: tightness(fact.bound),
            written: document.written(),
            confidence: (fact.confidence * 100.0).round() as u8,
            authority: authority(document.kind),
            digits,
            place: std::cmp::Reverse(fact.row),
        }
    }

    /// The statement that is taken, of those that `statements` gives.
    pub fn best<'a>(&self, statements: impl IntoIterator<Item = &'a Fact>) -> Option<&'a Fact> {
        statements.into_iter().max_by_key(|fact| self.weight(fact))
    }
}

const fn tightness(bound: Bound) -> u8 {
    match bound {
        Bound::Exact => 3,
        Bound::Approx => 2,
        Bound::Range => 1,
        Bound::AtLeast | Bound::AtMost => 0,
    }
}
