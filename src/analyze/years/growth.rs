//! The growth that documents state, held against the growth of the values.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::super::facts::{Fact, Facts};
use crate::model::observation::codes;
use crate::model::series::in_constant_prices;
use crate::model::{Bound, Measure, Period, Status};

/// Percentage points by which two growth rates may differ beyond rounding: bureaus work with more
/// digits than they print.
const SLACK: f64 = 0.05;

/// A growth that a document states.
#[derive(Debug, Clone)]
pub struct Stated {
    /// The observation.
    pub fact: Fact,
    /// In per cent.
    pub value: Decimal,
    /// The earlier value that it implies with the later one.
    pub implied: Option<f64>,
}

codes! {
    /// Whether the growth that documents state is that of the values.
    Verdict {
        /// Within rounding.
        Agrees = "agrees",
        /// Not, and it should be: the base was revised, the scope changed, or a number is wrong.
        Differs = "differs",
        /// Not, as it is growth in comparable prices and the values are in current ones.
        ComparablePrices = "comparable_prices",
        /// Not, as it is growth on a base that was adjusted (同口径, 剔除…).
        LikeForLike = "like_for_like",
        /// One of the values is a bound, which leaves it open.
        Unclear = "unclear",
        /// No document states one.
        NotStated = "not_stated",
    }
}

/// What makes a growth that of a value: the thing, and when.
type Key<'a> = ((&'a str, &'a str, &'a str, &'a str, &'a str, &'a str), Period);

/// The growth rates of a release over the year before, by what they are of.
pub(super) struct Growths<'a> {
    stated: FxHashMap<Key<'a>, Vec<&'a Fact>>,
}

impl<'a> Growths<'a> {
    /// Those that bridge so many years, achieved or promised: documents state growth over the year before.
    pub(super) fn of(facts: &'a Facts, years: i16, status: Status) -> Self {
        let mut stated: FxHashMap<Key<'a>, Vec<&'a Fact>> = FxHashMap::default();
        let rates = facts.by_series().filter(|(series, _)| {
            series.measure == Measure::GrowthRate
                && series.baseline == "previous_year"
                && !series.per_year
                && years == 1
        });
        for (series, rows) in rates {
            for fact in rows.iter().filter(|f| f.status == status) {
                stated.entry((series.thing(), fact.period)).or_default().push(fact);
            }
        }
        Self { stated }
    }

    /// The growth stated for `now`, and whether it is that of the values.
    pub(super) fn judge(
        &self,
        facts: &Facts,
        then: &Fact,
        now: &Fact,
        relative: Option<f64>,
    ) -> (Option<Stated>, Verdict) {
        let series = facts.series_of(now);
        // The growth of a thing is that of its level: what it increased by may grow otherwise.
        let found = self.stated.get(&(series.thing(), now.period)).filter(|_| series.measure == Measure::Level);
        let (Some(found), Some(_)) = (found, relative) else { return (None, Verdict::NotStated) };
        // Of the rates stated, one that agrees; else the one of the document that states the value.
        let agreeing = facts.best(found.iter().copied().filter(|growth| agrees(growth, then, now)));
        let own = || facts.best(found.iter().copied().filter(|growth| growth.document == now.document));
        let Some(fact) = agreeing.or_else(own).or_else(|| facts.best(found.iter().copied())) else {
            return (None, Verdict::NotStated);
        };
        let verdict = match agreeing {
            Some(_) => Verdict::Agrees,
            None if !(tight(then) && tight(now)) => Verdict::Unclear,
            None => reason(facts, fact),
        };
        let implied = now.inexact().value / (1.0 + fact.inexact().value / 100.0);
        let implied = Some(implied).filter(|v| v.is_finite() && *v > 0.0);
        (Some(Stated { fact: fact.clone(), value: fact.value, implied }), verdict)
    }
}

/// Why a growth is not that of the values.
fn reason(facts: &Facts, growth: &Fact) -> Verdict {
    let series = facts.series_of(growth);
    match series.basis.as_str() {
        "like_for_like" => Verdict::LikeForLike,
        "constant_prices" => Verdict::ComparablePrices,
        "unstated" if in_constant_prices(&series.indicator) => Verdict::ComparablePrices,
        _ => Verdict::Differs,
    }
}

/// Whether a growth can be that of two values, with what rounding and bounds leave open.
fn agrees(growth: &Fact, then: &Fact, now: &Fact) -> bool {
    let (least, most) = growth.inexact().open();
    let ((from_low, from_high), (to_low, to_high)) = (then.inexact().open(), now.inexact().open());
    if from_low <= 0.0 {
        return false;
    }
    let (low, high) = ((to_low / from_high - 1.0) * 100.0, (to_high / from_low - 1.0) * 100.0);
    // Open ends agree with anything beyond them, which says little.
    tight(then) && tight(now) && low <= most + SLACK && high >= least - SLACK
}

/// Whether the words tell how much, and not only more or less than what.
const fn tight(fact: &Fact) -> bool {
    matches!(fact.bound, Bound::Exact | Bound::Approx)
}
