//! Targets: what was promised for a period against what was reported for it, across documents.
//!
//! A promise and its outcome are of one series and one period; the identity of series leaves the
//! status out for that. Where several documents promise, the promise may have moved on the way, and the
//! last one before the outcome was written is what the outcome is held against.

mod frame;
mod judge;

use rust_decimal::Decimal;

use super::facts::{Fact, Facts, Filter};
use super::{DataFrame, Release};
use crate::model::observation::codes;
use crate::model::{Result, Status};

pub use judge::Verdict;

codes! {
    /// How a promise changed from document to document.
    Movement {
        /// Stated once, or always alike within rounding.
        Kept = "kept",
        /// The last one is higher than the first.
        Raised = "raised",
        /// The last one is lower than the first.
        Lowered = "lowered",
    }
}

/// What was promised of one series for one period, and what came of it.
#[derive(Debug, Clone)]
pub struct Target {
    /// The promises in the order in which they were written.
    pub promises: Vec<Fact>,
    /// The promise that the outcome is held against.
    pub promise: Fact,
    /// How the promises moved.
    pub movement: Movement,
    /// What was reported.
    pub outcome: Option<Fact>,
    /// What came of it.
    pub verdict: Verdict,
    /// The outcome less the promise, in the unit of the series.
    pub gap: Option<Decimal>,
    /// The same in per cent of the promise; `None` for rates, shares and ranks.
    pub gap_percent: Option<f64>,
}

/// All targets of a release.
#[derive(Debug)]
pub struct Targets {
    /// Missed ones first, then met, unclear, unreported and open ones; within them by place,
    /// indicator, words and period.
    pub all: Vec<Target>,
    /// The series and documents they are of.
    pub facts: Facts,
}

impl Targets {
    /// Holds promises against outcomes.
    ///
    /// # Errors
    /// Those of [`Facts::load`].
    pub fn judge(release: &Release, filter: &Filter) -> Result<Self> {
        let facts = Facts::load(release, filter)?;
        let known = judge::Known::of(&facts);
        let mut all = Vec::new();
        for (_, rows) in facts.by_series() {
            for stated in rows.chunk_by(|a, b| a.period == b.period) {
                if stated.iter().any(|f| f.status == Status::Target) {
                    all.extend(target(&facts, &known, stated));
                }
            }
        }
        // The sort is stable: facts come by series and period.
        all.sort_by_key(|t: &Target| t.verdict);
        Ok(Self { all, facts })
    }

    /// The targets as a table, with the words of promise and outcome; at most `limit` of them.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub fn frame(&self, release: &Release, limit: Option<usize>) -> Result<DataFrame> {
        frame::targets(self, release, limit)
    }
}

/// What came of the promises among the statements of one series and period.
fn target(facts: &Facts, known: &judge::Known, stated: &[Fact]) -> Option<Target> {
    let mut promises: Vec<Fact> = stated.iter().filter(|f| f.status == Status::Target).cloned().collect();
    promises.sort_by_key(|f| (facts.document_of(f).written(), f.row));
    let outcome = facts.best(stated.iter().filter(|f| f.status == Status::Actual && facts.is_in_time(f)));
    let reported = outcome.and_then(|o| facts.document_of(o).written());
    // A promise that is told again after the outcome is no promise any more.
    let before = |f: &&Fact| reported.is_none_or(|day| facts.document_of(f).written().is_none_or(|d| d <= day));
    let last = promises.iter().filter(before).max_by_key(|f| (facts.document_of(f).written(), facts.weight(f)));
    let promise = last.or_else(|| promises.first())?.clone();
    let movement = movement(&promises, &promise);
    let series = facts.series_of(&promise);
    let verdict = match outcome {
        Some(outcome) => judge::verdict(series, &promise, outcome),
        None if known.is_open(series, promise.period) => Verdict::Open,
        None => Verdict::Unreported,
    };
    let gap = outcome.map(|o| o.value - promise.value);
    let amount = !matches!(series.unit.as_str(), "%" | "pp") && series.measure != crate::model::Measure::Rank;
    let gap_percent = outcome
        .filter(|_| amount && promise.value > Decimal::ZERO)
        .map(|o| (o.inexact().value / promise.inexact().value - 1.0) * 100.0);
    Some(Target { movement, outcome: outcome.cloned(), verdict, gap, gap_percent, promise, promises })
}

fn movement(promises: &[Fact], last: &Fact) -> Movement {
    let Some(first) = promises.first() else { return Movement::Kept };
    match last.value.cmp(&first.value) {
        _ if first.inexact().agrees(last.inexact()) => Movement::Kept,
        std::cmp::Ordering::Greater => Movement::Raised,
        std::cmp::Ordering::Less => Movement::Lowered,
        std::cmp::Ordering::Equal => Movement::Kept,
    }
}
