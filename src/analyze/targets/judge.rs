//! Whether an outcome keeps its promise.

use std::collections::BTreeMap;

use super::super::facts::{DocumentInfo, Fact, Facts, SeriesInfo};
use crate::model::observation::codes;
use crate::model::series::is_better_low;
use crate::model::{Bound, Period, days_of_date};

/// A part of the value that 左右 leaves open, to the worse side.
const ABOUT: f64 = 0.05;
/// Rates are reported to a tenth of a point, of which a nought is left out: 7% is 7.0%.
const POINT: f64 = 0.1;

codes! {
    /// What came of a promise, in the order of the table.
    Verdict {
        /// The outcome is worse than promised.
        Missed = "missed",
        /// The outcome is as promised or better.
        Met = "met",
        /// An outcome is reported, as a bound that leaves it open.
        Unclear = "unclear",
        /// The period is over and no document reports the outcome.
        Unreported = "unreported",
        /// The period was not over when the last document was written.
        Open = "open",
    }
}

/// Until when the documents of a release tell what happened.
pub(super) struct Known {
    /// The last day on which a document of a place was written.
    places: BTreeMap<String, i32>,
    last: Option<i32>,
}

impl Known {
    pub(super) fn of(facts: &Facts) -> Self {
        let mut places: BTreeMap<String, i32> = BTreeMap::new();
        for document in &facts.documents {
            if let (Some(region), Some(day)) = (&document.region, document.written()) {
                let last = places.entry(region.clone()).or_insert(day);
                *last = day.max(*last);
            }
        }
        let last = facts.documents.iter().filter_map(DocumentInfo::written).max();
        Self { places, last }
    }

    /// Whether the period was not over when the last document of the place was written.
    pub(super) fn is_open(&self, series: &SeriesInfo, period: Period) -> bool {
        let last = self.places.get(&series.region).copied().or(self.last);
        let end = period.end().map(days_of_date);
        matches!((end, last), (Some(end), Some(last)) if end > last)
    }
}

/// Whether less is better: the bound says so, or the sign of a promised change, or the indicator.
fn better_low(series: &SeriesInfo, promise: &Fact) -> bool {
    match promise.bound {
        Bound::AtMost => true,
        _ if promise.value.is_sign_negative() && !promise.value.is_zero() => true,
        Bound::AtLeast => false,
        _ => series.measure == crate::model::Measure::Rank || is_better_low(&series.indicator, &series.words),
    }
}

/// Whether the outcome keeps the promise. The outcome counts as the best that its own rounding leaves
/// open; 左右 leaves a twentieth open.
pub(super) fn verdict(series: &SeriesInfo, promise: &Fact, outcome: &Fact) -> Verdict {
    let (asked, got) = (promise.inexact(), outcome.inexact());
    let about = if promise.bound == Bound::Approx { asked.value.abs() * ABOUT } else { 0.0 };
    // Digits that the promise has and the outcome has not cannot be asked for.
    let step = if matches!(series.unit.as_str(), "%" | "pp") { got.step.min(POINT) } else { got.step };
    let rounding = if step > asked.step { step / 2.0 } else { got.value.abs() * 1e-9 };
    let low = better_low(series, promise);
    let kept = if low {
        asked.value.max(asked.high) + about + rounding >= got.value
    } else {
        asked.value - about - rounding <= got.value.max(got.high)
    };
    match (kept, outcome.bound, low) {
        // At least so much, which is less than was promised, or at most so much, which is more.
        (false, Bound::AtLeast, false) | (false, Bound::AtMost, true) => Verdict::Unclear,
        (true, Bound::AtLeast, true) | (true, Bound::AtMost, false)
            if (got.value - asked.value).abs() > got.value.abs() * 1e-9 =>
        {
            Verdict::Unclear
        }
        (true, ..) => Verdict::Met,
        (false, ..) => Verdict::Missed,
    }
}
