//! How a number was read, as `explain` prints it.

use crate::model::Span;
use crate::relate::context::Source;

/// How a number was read: for each slot the words that filled it, or where it was taken from.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The noun phrase that names what is measured.
    pub phrase: Option<Span>,
    /// The term of the lexicon in it.
    pub term: Option<Span>,
    /// The cue that told the measure.
    pub measure: Option<Span>,
    /// Where the period was taken from.
    pub period: Source,
    /// Where the region was taken from.
    pub region: Source,
    /// Where the status was taken from.
    pub status: Source,
    /// The value that an attached number belongs to, an index of observations.
    pub antecedent: Option<usize>,
    /// The words that filled the slots beside the phrase.
    pub words: SlotWords,
}

/// The words that filled slots; `None` where no words did.
#[derive(Debug, Clone, Copy, Default)]
pub struct SlotWords {
    /// The period's words.
    pub period: Option<Span>,
    /// The region's name.
    pub region: Option<Span>,
    /// The words that told fact from promise.
    pub status: Option<Span>,
    /// The words that bind the value.
    pub bound: Option<Span>,
    /// The words that say it recurs each year.
    pub per_year: Option<Span>,
    /// The words for what it is compared with.
    pub baseline: Option<Span>,
}
