//! Checks across documents: what is kept of each row while the documents pass by, and the end.

use std::iter::Peekable;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::ranks::Claim;
use super::seen::Seen;
use super::sources::{Source, Sources};
use super::view::View;
use super::{Check, note::Notes, run};
use crate::model::{Finding, Lexicon, Measure, Metadata, Reading, Result};
use crate::spill::{Sorted, Sorter, Spill};

/// Rows in memory.
const MOST: usize = 4_000;

/// What was kept of one series, or of the claims to one ranking.
pub(super) struct Store<'a> {
    pub(super) lexicon: &'a Lexicon,
    /// By [`Seen::order`].
    pub(super) seen: &'a [Seen],
    /// Ranks that places claim, sorted.
    pub(super) ranks: &'a [Claim],
    sources: &'a Sources,
}

impl Store<'_> {
    /// The name of a document: 《title》, else its file.
    pub(super) fn name(&self, document: u32) -> String {
        self.sources.find(document).map_or_else(String::new, |source| source.name)
    }

    /// Days between the publication of two documents.
    pub(super) fn days_between(&self, a: u32, b: u32) -> Option<u32> {
        Some(self.sources.find(a)?.published?.abs_diff(self.sources.find(b)?.published?))
    }

    /// The amount of a row, in words.
    pub(super) fn say(&self, seen: &Seen) -> String {
        super::say::amount(seen.value, seen.unit, "", self.lexicon)
    }

    /// Where, when and what of a row, in words.
    pub(super) fn series(&self, seen: &Seen) -> String {
        let region = crate::model::RegionCode(seen.region);
        let place = self.lexicon.regions.name_of(region, Some((seen.months.last / 12) as i16)).unwrap_or("");
        let subject = if seen.has_subject { "同一主体的" } else { "" };
        let indicator = &self.lexicon.indicators.get(seen.indicator).name;
        format!("{place}{}{subject}{indicator}", super::say::period(seen.months.period()))
    }
}

/// What is kept of one document.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    seen: Vec<Seen>,
    ranks: Vec<Claim>,
}

impl Kept {
    pub(super) fn of(view: &View<'_>) -> Self {
        let other = view.lexicon.indicators.other();
        let comparable = |seen: &&Seen| {
            let row = &view.observations()[seen.row.observation as usize];
            seen.has_series && row.measure == Measure::Level && row.region.is_some() && row.indicator != other
        };
        Self { seen: view.seen.iter().filter(comparable).copied().collect(), ranks: Claim::of(view).collect() }
    }
}

/// Sees every reading once, keeps 64 bytes of each row that can be compared (levels with region, period and
/// an indicator of the list), 32 of each rank that a place claims, and the name of each document that has
/// one, all in files, and tells at the end what does not fit together: series by series, so memory holds
/// one of them. The outcome does not depend on the order of seeing.
#[derive(Debug)]
pub struct CrossChecks {
    lexicon: Arc<Lexicon>,
    seen: Sorter<Seen>,
    ranks: Sorter<Claim>,
    sources: Sources,
}

/// Takes what is found.
type Take<'a> = &'a mut dyn FnMut(Finding) -> Result<()>;

impl CrossChecks {
    /// Nothing seen yet; what is kept goes into `spill`.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>, spill: &Spill) -> Self {
        Self { lexicon, seen: spill.sorter(MOST), ranks: spill.sorter(MOST), sources: Sources::new(spill) }
    }

    /// Looks at the reading of the document at `document_index` in the run.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn see(&mut self, document_index: u32, reading: &Reading) -> Result<()> {
        let kept = Kept::of(&View::new(reading, document_index, &self.lexicon));
        self.keep(document_index, &reading.document.source, &reading.document.meta, kept)
    }

    /// As [`CrossChecks::see`], with what [`check_document`](super::check_document) kept of the
    /// reading of the document named `source`.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn keep(&mut self, document_index: u32, source: &str, meta: &Metadata, kept: Kept) -> Result<()> {
        if kept.seen.is_empty() && kept.ranks.is_empty() {
            return Ok(());
        }
        self.sources.add(document_index, &Source::of(source, meta))?;
        for mut seen in kept.seen {
            seen.row.document = document_index;
            self.seen.push(seen)?;
        }
        for mut claim in kept.ranks {
            claim.row.document = document_index;
            self.ranks.push(claim)?;
        }
        Ok(())
    }

    /// Gives what was noticed to `take`, after the last document.
    ///
    /// # Errors
    /// `cannot-write`, and those of `take`.
    pub fn finish(self, take: Take<'_>) -> Result<()> {
        let Self { lexicon, seen, ranks, sources } = self;
        let lexicon = lexicon.as_ref();
        let mut groups = Groups::new(seen.sorted()?);
        while let Some(seen) = groups.next(|a, b| a.key == b.key)? {
            run_across(&Store { lexicon, seen: &seen, ranks: &[], sources: &sources }, take)?;
        }
        let mut groups = Groups::new(ranks.sorted()?);
        while let Some(ranks) = groups.next(|a, b| a.ranking == b.ranking)? {
            run_across(&Store { lexicon, seen: &[], ranks: &ranks, sources: &sources }, take)?;
        }
        sources.end()
    }
}

/// What is sorted, group by group.
struct Groups<T: Ord + DeserializeOwned> {
    entries: Peekable<Sorted<T>>,
}

impl<T: Ord + DeserializeOwned> Groups<T> {
    fn new(entries: Sorted<T>) -> Self {
        Self { entries: entries.peekable() }
    }

    /// The entries that come next and are alike.
    fn next(&mut self, alike: impl Fn(&T, &T) -> bool) -> Result<Option<Vec<T>>> {
        let Some(first) = self.entries.next().transpose()? else { return Ok(None) };
        let mut group = vec![first];
        while let Some(next) = self.entries.next_if(|next| next.as_ref().map_or(true, |next| alike(&group[0], next))) {
            group.push(next?);
        }
        Ok(Some(group))
    }
}

fn run_across(store: &Store<'_>, take: Take<'_>) -> Result<()> {
    let each = |check: &Check, notes: &mut Notes| check.across.map(|look| look(store, notes));
    run(each).into_iter().try_for_each(take)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_as_small_as_is_said() {
        assert_eq!((size_of::<Seen>(), size_of::<Claim>()), (64, 32));
    }
}
