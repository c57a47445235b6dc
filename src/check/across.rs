//! Checks across documents: what is kept of each row while the documents pass by, and the end.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::base::Base;
use super::ranks::Claim;
use super::seen::{Seen, Traits};
use super::view::View;
use super::{Check, note::Notes, run, sort};
use crate::model::{Finding, Lexicon, Measure, Metadata, ObservationRef, Reading, Status, days_of_date};

/// Publications farther apart than that are a revision.
const REVISION_DAYS: u32 = 120;

/// Rows and the checks that concern them, sorted, without repeats.
pub type Flags = Vec<(ObservationRef, u8)>;

/// A document as messages name it.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) document: u32,
    pub(super) name: Box<str>,
    /// Days since 1970 of its publication.
    pub(super) published: Option<i32>,
}

/// What was kept of all documents.
pub(super) struct Store<'a> {
    pub(super) lexicon: &'a Lexicon,
    /// By [`Seen::order`].
    pub(super) seen: &'a [Seen],
    /// Ranks that places claim, sorted.
    pub(super) ranks: &'a [Claim],
    /// What follows of years before, by row.
    pub(super) bases: &'a [Base],
    sources: &'a [Source],
}

impl Store<'_> {
    fn source(&self, document: u32) -> Option<&Source> {
        self.sources.binary_search_by_key(&document, |s| s.document).ok().map(|i| &self.sources[i])
    }

    /// The name of a document: 《title》, else its file.
    pub(super) fn name(&self, document: u32) -> &str {
        self.source(document).map_or("", |s| &s.name)
    }

    /// Whether two statements appeared so far apart that the later one is a revision.
    pub(super) fn are_revisions(&self, a: &Seen, b: &Seen) -> bool {
        let published = |s: &Seen| self.source(s.row.document)?.published;
        matches!((published(a), published(b)), (Some(a), Some(b)) if a.abs_diff(b) > REVISION_DAYS)
    }

    /// The amount of a row, in words.
    pub(super) fn say(&self, seen: &Seen) -> String {
        super::say::amount(seen.value, seen.unit, "", self.lexicon)
    }

    /// Where, when and what of a row, in words.
    pub(super) fn series(&self, seen: &Seen) -> String {
        let region = crate::model::RegionCode(seen.region);
        let place = self.lexicon.regions.name_of(region, Some((seen.months.last / 12) as i16)).unwrap_or("");
        let subject = if seen.is(Traits::SUBJECT) { "同一主体的" } else { "" };
        let indicator = &self.lexicon.indicators.get(seen.indicator).name;
        format!("{place}{}{subject}{indicator}", super::say::period(seen.months.period()))
    }
}

/// What is kept of one document.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    seen: Vec<Seen>,
    ranks: Vec<Claim>,
    bases: Vec<Base>,
}

impl Kept {
    pub(super) fn of(view: &View<'_>) -> Self {
        let other = view.lexicon.indicators.other();
        let written = view.reading.document.meta.written();
        let comparable = |seen: &Seen| {
            let row = &view.observations()[seen.row.observation as usize];
            seen.is(Traits::SERIES)
                && row.measure == Measure::Level
                && row.region.is_some()
                && row.indicator != other
                && (row.status != Status::Actual || written.is_none_or(|day| seen.months.had_ended(day)))
        };
        Self {
            seen: view.seen.iter().filter(|s| comparable(s)).copied().collect(),
            ranks: Claim::of(view).collect(),
            bases: Base::of(view).filter(|b| comparable(&b.now)).collect(),
        }
    }
}

/// Sees every reading once, keeps 64 bytes of each row that can be compared (levels with region, period and
/// an indicator of the list), 40 of each rank that a place claims, and the name of each document that has
/// one, and tells at the end what does not fit together. The outcome does not depend on the order of seeing.
pub struct CrossChecks {
    lexicon: Arc<Lexicon>,
    seen: Vec<Seen>,
    ranks: Vec<Claim>,
    bases: Vec<Base>,
    sources: Vec<Source>,
}

impl CrossChecks {
    /// Nothing seen yet.
    #[must_use]
    pub const fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { lexicon, seen: Vec::new(), ranks: Vec::new(), bases: Vec::new(), sources: Vec::new() }
    }

    /// Looks at the reading of the document at `document_index` in the run.
    pub fn see(&mut self, document_index: u32, reading: &Reading) {
        let kept = Kept::of(&View::new(reading, document_index, &self.lexicon));
        self.keep(document_index, &reading.document.source, &reading.document.meta, kept);
    }

    /// As [`CrossChecks::see`], with what [`check_document`](super::check_document) kept of the
    /// reading of the document named `source`.
    pub fn keep(&mut self, document_index: u32, source: &str, meta: &Metadata, kept: Kept) {
        if kept.seen.is_empty() && kept.ranks.is_empty() {
            return;
        }
        self.sources.push(source_of(document_index, source, meta));
        let Kept { mut seen, mut ranks, mut bases } = kept;
        let rows = seen.iter_mut().map(|s| &mut s.row).chain(ranks.iter_mut().map(|claim| &mut claim.row));
        for row in rows.chain(bases.iter_mut().map(|base| &mut base.now.row)) {
            row.document = document_index;
        }
        self.seen.append(&mut seen);
        self.ranks.append(&mut ranks);
        self.bases.append(&mut bases);
    }

    /// What was noticed, after the last document: findings by document, position and check, and
    /// the flags they put on rows.
    #[must_use]
    pub fn finish(mut self) -> (Vec<Finding>, Flags) {
        self.seen.sort_unstable_by_key(Seen::order);
        self.ranks.sort_unstable();
        self.bases.sort_unstable_by_key(|b| b.now.row);
        self.sources.sort_unstable_by_key(|s| s.document);
        let mut findings = {
            let Self { lexicon, seen, ranks, bases, sources } = &self;
            run_across(&Store { lexicon, seen, ranks, bases, sources })
        };
        sort(&mut findings);
        let mut flags: Flags = findings.iter().flat_map(|f| f.rows.iter().map(move |&row| (row, f.check))).collect();
        flags.sort_unstable();
        flags.dedup();
        (findings, flags)
    }
}

fn run_across(store: &Store<'_>) -> Vec<Finding> {
    let each = |check: &Check, notes: &mut Notes| check.across.map(|look| look(store, notes));
    run(each)
}

fn source_of(document: u32, source: &str, meta: &Metadata) -> Source {
    let file = || source.to_owned().into_boxed_str();
    let name = meta.title.as_deref().map_or_else(file, |t| format!("《{t}》").into_boxed_str());
    Source { document, name, published: meta.published.map(days_of_date) }
}
