//! Two years side by side: for each series the value of both, the change, and what the documents
//! themselves say of the growth.
//!
//! Only what is of one series is compared ([`crate::model::Series`]), years with years and the same
//! months with the same months. Of several statements of one value one is taken
//! ([`crate::model::precedence`]); the others are kept, because a base that was revised explains much.

mod choose;
pub(super) mod frame;
mod growth;
mod matrix;
mod remarkable;

use rust_decimal::Decimal;

use super::facts::{Fact, Facts, Filter};
use super::{DataFrame, Release};
use crate::model::{Frequency, Measure, Result, Status};
use growth::Growths;

pub use growth::{Stated, Verdict};
pub use matrix::matrix;

/// What is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct YearsOptions {
    /// The earlier year; the one before `to` where it is not given.
    pub from: Option<i16>,
    /// The later year; the last one with many series where it is not given.
    pub to: Option<i16>,
    /// Which observations; its years are not looked at.
    pub filter: Filter,
    /// What was achieved, or what was promised.
    pub status: Status,
}

impl Default for YearsOptions {
    fn default() -> Self {
        Self { from: None, to: None, filter: Filter::default(), status: Status::Actual }
    }
}

/// A series in both years.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The value of the earlier year.
    pub then: Fact,
    /// The value of the later year.
    pub now: Fact,
    /// Other values that documents state for the earlier year, that rounding does not explain.
    pub revised: Vec<Fact>,
    /// Later less earlier, in the unit of the series; of per cent in percentage points.
    pub absolute: Decimal,
    /// The change in per cent of the earlier value; `None` for rates, shares and ranks, and where the
    /// earlier value is not above zero.
    pub relative: Option<f64>,
    /// The growth that documents state for the later year.
    pub stated: Option<Stated>,
    /// Whether it is that of the values.
    pub verdict: Verdict,
    /// The change is near a power of ten, which is mostly a slip of the document or of the reading.
    pub power_of_ten: bool,
    /// How many times the usual change of its indicator, weighed.
    pub remarkable: f64,
}

/// Two years side by side.
#[derive(Debug)]
pub struct Years {
    /// The earlier and the later year; `None` where no series has a value in two years in a row.
    pub compared: Option<(i16, i16)>,
    /// Series with a value in both, the most remarkable change first.
    pub pairs: Vec<Pair>,
    /// Values of series that have one in the later year only.
    pub appeared: Vec<Fact>,
    /// Values of series that have one in the earlier year only.
    pub disappeared: Vec<Fact>,
    /// The series and documents they are of.
    pub facts: Facts,
}

impl Years {
    /// Compares two years of a release.
    ///
    /// # Errors
    /// Those of [`Facts::load`]; `years` when the earlier year is not before the later one.
    pub fn compare(release: &Release, options: &YearsOptions) -> Result<Self> {
        let filter = Filter { from: options.to.and(options.from), to: options.to, ..options.filter.clone() };
        let facts = Facts::load(release, &filter)?;
        let Some((from, to)) = choose::years(&facts, options)? else {
            let (pairs, appeared, disappeared) = Default::default();
            return Ok(Self { compared: None, pairs, appeared, disappeared, facts });
        };
        let growths = Growths::of(&facts, to - from, options.status);
        let (mut pairs, mut appeared, mut disappeared) = (Vec::new(), Vec::new(), Vec::new());
        for (series, rows) in facts.by_series() {
            if matches!(series.frequency, Frequency::MultiYear | Frequency::Irregular) {
                continue;
            }
            let of = |year: i16| {
                let fits = move |f: &&Fact| f.period.last().year() == year && f.status == options.status;
                rows.iter().filter(fits).filter(|f| facts.is_in_time(f))
            };
            for now in values(&facts, of(to)) {
                let before = now.period.later(from - to);
                match facts.best(of(from).filter(|f| f.period == before)) {
                    Some(then) => {
                        let others = of(from).filter(|f| f.period == before && !f.inexact().agrees(then.inexact()));
                        pairs.push(pair(&growths, &facts, then, now, others.cloned().collect()));
                    }
                    None => appeared.push(now.clone()),
                }
            }
            for then in values(&facts, of(from)) {
                let after = then.period.later(to - from);
                if !of(to).any(|f| f.period == after) {
                    disappeared.push(then.clone());
                }
            }
        }
        drop(growths);
        remarkable::rank(&mut pairs, &facts);
        Ok(Self { compared: Some((from, to)), pairs, appeared, disappeared, facts })
    }

    /// The pairs as a table, with the words of both; at most `limit` of them.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub fn frame(&self, release: &Release, limit: Option<usize>) -> Result<DataFrame> {
        frame::pairs(self, release, limit)
    }

    /// What appeared and disappeared as a table.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub fn coverage(&self, release: &Release, limit: Option<usize>) -> Result<DataFrame> {
        frame::coverage(self, release, limit)
    }
}

/// The value that is taken of each period.
fn values<'a>(facts: &'a Facts, rows: impl Iterator<Item = &'a Fact>) -> Vec<&'a Fact> {
    let mut values: Vec<&Fact> = Vec::new();
    for fact in rows {
        match values.last_mut() {
            Some(last) if last.period == fact.period => {
                if facts.weight(fact) > facts.weight(last) {
                    *last = fact;
                }
            }
            _ => values.push(fact),
        }
    }
    values
}

fn pair(growths: &Growths<'_>, facts: &Facts, then: &Fact, now: &Fact, revised: Vec<Fact>) -> Pair {
    let series = facts.series_of(now);
    let relative = relative(series.measure, then, now);
    let (stated, verdict) = growths.judge(facts, then, now, relative);
    let ratio = now.inexact().value / then.inexact().value;
    let confirmed = matches!(verdict, Verdict::Agrees | Verdict::ComparablePrices | Verdict::LikeForLike);
    let steady = relative.is_some() || series.measure == Measure::Share;
    let power_of_ten = steady && !confirmed && crate::check::rounding::power_of_ten(ratio).is_some();
    Pair {
        absolute: now.value - then.value,
        then: then.clone(),
        now: now.clone(),
        revised,
        relative,
        stated,
        verdict,
        power_of_ten,
        remarkable: 0.0,
    }
}

/// The change in per cent, where the measure has one.
fn relative(measure: Measure, then: &Fact, now: &Fact) -> Option<f64> {
    let (then, now) = (then.inexact().value, now.inexact().value);
    (measure.is_amount() && then > 0.0).then(|| (now / then - 1.0) * 100.0)
}
