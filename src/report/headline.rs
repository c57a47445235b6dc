//! The headline indicators: of each region and year one value, by a stated rule.
//!
//! Which indicators they are, in which unit they are shown and by which names they go, is data
//! (`assets/headline.csv`). Only whole years of a region as a whole count, and only the names listed
//! there: 规模以上工业增加值 is not 工业增加值, and a growth rate over several years is not one of a
//! year. Where documents differ, the later one is shown, then the reading with the higher confidence.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::observed::Observed;
use super::words::{Two, records};
use crate::model::RegionCode;

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
    /// The words of a document that mean it and nothing narrower.
    names: Vec<String>,
}

/// Every headline indicator, in the order in which they are shown.
pub(super) static KINDS: LazyLock<Vec<Kind>> = LazyLock::new(|| {
    let kind = |r: csv::StringRecord| Kind {
        code: r[0].to_owned(),
        unit: r[1].to_owned(),
        power: r[2].parse().unwrap_or_default(),
        shown_in: Two::new(&r[3], &r[4]),
        names: r[5].split('|').map(str::to_owned).collect(),
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
    /// The row it is from.
    pub(super) id: String,
    published: Option<jiff::civil::Date>,
    confidence: f32,
}

impl Pick {
    /// Whether it is shown rather than `other`. The last rule only makes the choice the same whatever
    /// the order of rows.
    fn is_before(&self, other: &Self) -> bool {
        let by_date = self.published.cmp(&other.published);
        let by_confidence = self.confidence.total_cmp(&other.confidence);
        by_date.then(by_confidence).then_with(|| other.id.cmp(&self.id)).is_gt()
    }
}

/// The values of one indicator and region, by year.
pub(super) type Years = BTreeMap<(i16, Slot), Pick>;

/// The values of all headline indicators: by indicator, then by region.
#[derive(Default)]
pub(super) struct Headline {
    picks: BTreeMap<(usize, RegionCode), Years>,
}

impl Headline {
    /// Takes note of a row.
    pub(super) fn see(&mut self, row: Observed<'_>) {
        let Some(Candidate { kind, region, year, slot, pick }) = candidate(row) else { return };
        let years = self.picks.entry((kind, region)).or_default();
        if years.get(&(year, slot)).is_none_or(|known| pick.is_before(known)) {
            years.insert((year, slot), pick);
        }
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

/// What a row may be shown as.
fn candidate(row: Observed<'_>) -> Option<Candidate> {
    let place = *PLACES.get(row.indicator()?)?;
    let kind = &KINDS[place];
    let (year, region) = (row.whole_year()?, row.place()?);
    let named = row.indicator_text().is_some_and(|text| kind.names.iter().any(|name| name == text));
    if !named || row.subject().is_some() || row.per_year() == Some(true) || row.bound() == Some("range") {
        return None;
    }
    let slot = match (row.measure()?, row.status()?, row.unit()?) {
        ("level", "actual", unit) if unit == kind.unit => Slot::Actual,
        ("level", "target", unit) if unit == kind.unit => Slot::Target,
        ("growth_rate", "actual", "%") if matches!(row.baseline(), None | Some("previous_year")) => Slot::Growth,
        _ => return None,
    };
    let pick = Pick {
        value: row.value_decimal()?,
        id: row.observation_id()?.to_owned(),
        published: row.published(),
        confidence: row.confidence().unwrap_or_default(),
    };
    Some(Candidate { kind: place, region, year, slot, pick })
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
            assert!(kind.names.iter().all(|n| !n.is_empty()) && kind.power <= 12, "{}", kind.code);
        }
    }

    #[test]
    fn the_later_document_is_shown_then_the_surer_reading() {
        let pick = |day: Option<i8>, confidence, id: &str| Pick {
            value: 0,
            id: id.into(),
            published: day.map(|d| jiff::civil::date(2024, 1, d)),
            confidence,
        };
        let order = [pick(Some(2), 0.5, "d"), pick(Some(1), 0.9, "a"), pick(Some(1), 0.9, "b"), pick(None, 1.0, "c")];
        for (i, first) in order.iter().enumerate() {
            for (j, second) in order.iter().enumerate() {
                assert_eq!(first.is_before(second), i < j, "{i} {j}");
            }
        }
    }
}
