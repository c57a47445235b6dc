//! The headline indicators: of each region and year one value, by a stated rule.
//!
//! Which indicators they are and in which unit they are shown is data (`assets/headline.csv`). Only whole
//! years count, and only series that the release calls `headline`: what an indicator is first of all about,
//! of the region as a whole. Of several statements the one is shown that a panel takes
//! ([`crate::model::precedence`]); a bound is shown as one, a range not at all.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::number::float;
use super::observed::Observed;
use super::words::{Two, records};
use crate::check::rounding::Inexact;
use crate::model::precedence::{Stated, Weight, written};
use crate::model::{Bound, DocumentKind, RegionCode, Result, days_of_date};
use crate::publish::TableReader;

/// A headline indicator as `assets/headline.csv` has it.
pub(super) struct Kind {
    /// Its code.
    pub(super) code: String,
    /// Its canonical unit.
    unit: String,
    /// It is shown in a unit that is ten to this power times larger.
    pub(super) power: u32,
    /// That unit.
    pub(super) shown_in: Two,
}

/// Every headline indicator, in the order in which they are shown.
pub(super) static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let kind = |r: csv::StringRecord| Kind {
        code: r[0].to_owned(),
        unit: r[1].to_owned(),
        power: r[2].parse().unwrap_or_default(),
        shown_in: Two::new(&r[3], &r[4]),
    };
    records(include_str!("assets/headline.csv")).map(kind).collect()
});

static PLACES: LazyLock<FxHashMap<&'static str, usize>> =
    LazyLock::new(|| KINDS.iter().enumerate().map(|(place, kind)| (kind.code.as_str(), place)).collect());

/// Whether the code is that of a headline indicator.
pub(super) fn is_headline(code: &str) -> bool {
    PLACES.contains_key(code)
}

/// Which value of a region and year it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    /// What was reached.
    Actual,
    /// What was promised.
    Target,
    /// How much it grew, in percent.
    Growth,
}

/// The value that is shown.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pick {
    /// In units of 10⁻⁹ of the canonical unit.
    pub(super) value: i128,
    /// How tightly its words bind it; no range.
    pub(super) bound: Bound,
    /// The row it is from.
    pub(super) id: String,
    weight: Weight,
}

/// The values of one indicator and region, by year.
pub(super) type Years = BTreeMap<(i16, Slot), Pick>;

/// The values of all headline indicators: by indicator, then by region.
#[derive(Default)]
pub(super) struct Headline {
    picks: BTreeMap<(usize, RegionCode), Years>,
}

impl Headline {
    /// Takes note of a row; `at` is its place in the table.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub(super) fn see(&mut self, row: Observed<'_>, at: u32, order: &mut Order) -> Result<()> {
        let Some(Candidate { kind, region, year, slot, pick }) = order.candidate(row, at)? else { return Ok(()) };
        let years = self.picks.entry((kind, region)).or_default();
        if years.get(&(year, slot)).is_none_or(|known| pick.weight > known.weight) {
            years.insert((year, slot), pick);
        }
        Ok(())
    }

    /// The regions of an indicator with their values, in the order of their codes.
    pub(super) fn regions(&self, kind: usize) -> impl Iterator<Item = (RegionCode, &Years)> {
        let all = (kind, RegionCode::COUNTRY)..=(kind, RegionCode(u32::MAX));
        self.picks.range(all).map(|((_, region), years)| (*region, years))
    }
}

/// A value that may be shown, and where.
struct Candidate {
    kind: usize,
    region: RegionCode,
    year: i16,
    slot: Slot,
    pick: Pick,
}

/// What tells which rows may be shown and which of them goes first: the series of a release and its
/// documents.
pub(super) struct Order {
    /// Series that an indicator is first of all about.
    headline: FxHashSet<String>,
    /// Documents, read along with the rows, which have their order.
    documents: TableReader,
    source: String,
    written: Option<i32>,
    kind: DocumentKind,
}

impl Order {
    /// # Errors
    /// `release-unreadable`.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let mut series = TableReader::open(folder, "series", &["series_id", "headline"])?;
        let mut headline = FxHashSet::default();
        while let Some(row) = series.next_row()? {
            if row.bool(1) == Some(true) {
                headline.extend(row.text(0).map(str::to_owned));
            }
        }
        let documents = TableReader::open(folder, "documents", &["source", "kind", "published", "year"])?;
        Ok(Self { headline, documents, source: String::new(), written: None, kind: DocumentKind::Other })
    }

    /// Reads on to the document of `source`.
    fn seek(&mut self, source: &str) -> Result<()> {
        while self.source.as_str() < source {
            let Some(row) = self.documents.next_row()? else { break };
            row.text(0).unwrap_or_default().clone_into(&mut self.source);
            let kind = DocumentKind::ALL.iter().find(|kind| Some(kind.as_str()) == row.text(1));
            self.kind = kind.copied().unwrap_or(DocumentKind::Other);
            self.written = written(self.kind, row.date(2).map(days_of_date), row.year(3));
        }
        Ok(())
    }

    /// What a row may be shown as; `at` is its place in the table.
    fn candidate(&mut self, row: Observed<'_>, at: u32) -> Result<Option<Candidate>> {
        let Some(place) = row.indicator().and_then(|code| PLACES.get(code)) else { return Ok(None) };
        if !row.series_id().is_some_and(|id| self.headline.contains(id)) || row.per_year() == Some(true) {
            return Ok(None);
        }
        self.seek(row.source().unwrap_or_default())?;
        Ok(self.pick(row, *place, at))
    }

    fn pick(&self, row: Observed<'_>, place: usize, at: u32) -> Option<Candidate> {
        let kind = &KINDS[place];
        let (year, region, value) = (row.whole_year()?, row.place()?, row.value_decimal()?);
        let slot = match (row.measure()?, row.status()?, row.unit()?) {
            ("level", "actual", unit) if unit == kind.unit => Slot::Actual,
            ("level", "target", unit) if unit == kind.unit => Slot::Target,
            ("growth_rate", "actual", "%") if matches!(row.baseline(), None | Some("previous_year")) => Slot::Growth,
            _ => return None,
        };
        let bound = *Bound::ALL.iter().find(|bound| Some(bound.as_str()) == row.bound())?;
        if bound == Bound::Range {
            return None;
        }
        let decimals = row.decimals().and_then(|d| u8::try_from(d).ok()).unwrap_or_default();
        let inexact = Inexact::written(float(value, 0), None, bound, row.value_text()?, decimals);
        let weight = Weight::of(&Stated {
            bound,
            written: self.written,
            kind: self.kind,
            confidence: row.confidence().unwrap_or_default(),
            value: inexact.value,
            step: inexact.step,
            row: at,
        });
        let pick = Pick { value, bound, id: row.observation_id()?.to_owned(), weight };
        Some(Candidate { kind: place, region, year, slot, pick })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Lexicon;

    #[test]
    fn the_table_names_indicators_of_the_lexicon_and_their_units() {
        let lexicon = Lexicon::builtin();
        for kind in KINDS.iter() {
            assert!(lexicon.indicators.codes.iter().any(|c| c.code == kind.code), "{}", kind.code);
            assert!(lexicon.units.find(&kind.unit).is_some(), "{}", kind.unit);
            assert!(kind.power <= 12, "{}", kind.code);
        }
    }
}
