//! Checks across documents: what is kept of each row while the documents pass by, and the end.

use std::iter::Peekable;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::base::Base;
use super::grouping::Grouping;
use super::ranks::Claim;
use super::seen::{Seen, Traits};
use super::sources::{Source, Sources};
use super::view::View;
use super::{Check, note::Notes, run};
use crate::model::{Finding, Lexicon, Measure, Metadata, Reading, Result, Status};
use crate::spill::{Sorted, Sorter, Spill};

/// Rows in memory.
const MOST: usize = 4_000;
/// Publications farther apart than that are a revision.
const REVISION_DAYS: u32 = 120;

/// What was kept of one group.
pub(super) struct Store<'a> {
    pub(super) lexicon: &'a Lexicon,
    /// By [`Seen::order`]; empty for a ranking.
    pub(super) seen: &'a [Seen],
    /// What follows of years before, of a series, in the same order.
    pub(super) bases: &'a [Base],
    /// Ranks that places claim, sorted.
    pub(super) ranks: &'a [Claim],
    sources: &'a Sources,
}

impl Store<'_> {
    /// The name of a document: 《title》, else its file.
    pub(super) fn name(&self, document: u32) -> String {
        self.sources.find(document).map_or_else(String::new, |source| source.name)
    }

    /// Whether two statements appeared so far apart that the later one is a revision.
    pub(super) fn are_revisions(&self, a: &Seen, b: &Seen) -> bool {
        let published = |s: &Seen| self.sources.find(s.row.document)?.published;
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
    bases: Vec<Base>,
    ranks: Vec<Claim>,
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
            seen: view.seen.iter().filter(|seen| comparable(seen)).copied().collect(),
            bases: Base::of(view).filter(|base| comparable(&base.now)).collect(),
            ranks: Claim::of(view).collect(),
        }
    }
}

/// Sees every reading once, keeps 64 bytes of each row that can be compared (levels with region, period and
/// an indicator of the list) for each group it stands in ([`Grouping`]), 104 of each increase over the year
/// before, 32 of each rank that a place claims, and the name of each document that has one, all in files,
/// and tells at the end what does not fit together: group by group, so memory holds one of them. The outcome
/// does not depend on the order of seeing.
#[derive(Debug)]
pub struct CrossChecks {
    lexicon: Arc<Lexicon>,
    seen: Sorter<Seen>,
    bases: Sorter<Base>,
    ranks: Sorter<Claim>,
    sources: Sources,
}

/// Takes what is found.
type Take<'a> = &'a mut dyn FnMut(Finding) -> Result<()>;

impl CrossChecks {
    /// Nothing seen yet; what is kept goes into `spill`.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>, spill: &Spill) -> Self {
        let (seen, bases, ranks) = (spill.sorter(MOST), spill.sorter(MOST), spill.sorter(MOST));
        Self { lexicon, seen, bases, ranks, sources: Sources::new(spill) }
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
            Grouping::every(seen, &self.lexicon).try_for_each(|seen| self.seen.push(seen))?;
        }
        for mut base in kept.bases {
            base.now.row.document = document_index;
            self.bases.push(base)?;
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
        let Self { lexicon, seen, bases, ranks, sources } = self;
        let none = Store { lexicon: &lexicon, seen: &[], bases: &[], ranks: &[], sources: &sources };
        let (mut groups, mut bases) = (Groups::new(seen.sorted()?), Groups::new(bases.sorted()?));
        while let Some(seen) = groups.next(Seen::is_with)? {
            let bases = bases.while_next(|base| base.now.is_with(&seen[0]))?;
            run_across(seen[0].group, &Store { seen: &seen, bases: &bases, ..none }, take)?;
        }
        let mut groups = Groups::new(ranks.sorted()?);
        while let Some(ranks) = groups.next(|a, b| a.ranking == b.ranking)? {
            run_across(Grouping::Ranking, &Store { ranks: &ranks, ..none }, take)?;
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
        let others = self.while_next(|next| alike(&first, next))?;
        Ok(Some(std::iter::once(first).chain(others).collect()))
    }

    /// The entries that come next and are such.
    fn while_next(&mut self, such: impl Fn(&T) -> bool) -> Result<Vec<T>> {
        let is_next = |next: &Result<T>| next.as_ref().map_or(true, &such);
        std::iter::from_fn(|| self.entries.next_if(is_next)).collect()
    }
}

/// Runs the checks that want these groups.
fn run_across(group: Grouping, store: &Store<'_>, take: Take<'_>) -> Result<()> {
    let each = |check: &Check, notes: &mut Notes| {
        let (_, look) = check.across.filter(|(wanted, _)| *wanted == group)?;
        look(store, notes);
        Some(())
    };
    run(each).into_iter().try_for_each(take)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_as_small_as_is_said() {
        assert_eq!((size_of::<Seen>(), size_of::<Base>(), size_of::<Claim>()), (64, 104, 32));
    }
}
