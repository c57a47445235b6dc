//! A comparable observation in 64 bytes: which series, when, how much. All that the checks across
//! documents keep of a row, and what the checks of one document compare by.

use std::cmp::Ordering;

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::grouping::Grouping;
use super::rounding::Inexact;
use crate::model::lexicon::{IndicatorId, UnitId};
use crate::model::{Bound, Moment, ObservationRef, Period, Status};

/// See the module. Ordered by group, then time, then region, then place in the documents.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Seen {
    /// Hash of what its group has in common: of a series all that makes it, time excepted.
    pub(super) key: u64,
    pub(super) value: Decimal,
    pub(super) row: ObservationRef,
    pub(super) high: f32,
    pub(super) step: f32,
    /// The growth stated right after it, in percent; NaN without one.
    pub(super) growth: f32,
    /// The row of the growth in the same document.
    pub(super) growth_row: u32,
    pub(super) region: u32,
    pub(super) months: Months,
    pub(super) indicator: IndicatorId,
    pub(super) unit: UnitId,
    pub(super) bound: Bound,
    pub(super) status: Status,
    pub(super) group: Grouping,
    pub(super) traits: Traits,
}

/// What else the checks ask of a row, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Traits(u8);

impl Traits {
    /// Whose figure it is, is said: not the place's as a whole.
    pub(super) const SUBJECT: Self = Self(1);
    /// Its words name a series, which other documents may know.
    pub(super) const SERIES: Self = Self(2);
    /// It is what its indicator is first of all about, of the place as a whole.
    pub(super) const HEADLINE: Self = Self(4);
    /// It is told as what came together in its time, not as a state reached or a mean.
    pub(super) const TOTAL: Self = Self(8);

    pub(super) const fn of(self, is: bool) -> Self {
        if is { self } else { Self(0) }
    }

    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl Seen {
    pub(super) fn inexact(&self) -> Inexact {
        let value = super::rounding::float(self.value);
        Inexact { value, high: f64::from(self.high), step: f64::from(self.step), bound: self.bound }
    }

    pub(super) fn agrees(&self, other: &Self) -> bool {
        self.inexact().agrees(other.inexact())
    }

    pub(super) const fn is(&self, of: Traits) -> bool {
        self.traits.has(of)
    }

    /// What happened, told to the last digit written.
    pub(super) fn is_fact(&self) -> bool {
        self.bound == Bound::Exact && self.status == Status::Actual
    }

    pub(super) fn growth(&self) -> Option<f64> {
        (!self.growth.is_nan()).then(|| f64::from(self.growth))
    }

    /// Whether both stand in one group.
    pub(super) fn is_with(&self, other: &Self) -> bool {
        (self.group, self.key) == (other.group, other.key)
    }

    pub(super) const fn order(&self) -> (Grouping, u64, Months, u32, ObservationRef) {
        (self.group, self.key, self.months, self.region, self.row)
    }
}

impl Ord for Seen {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

crate::spill::ordered!(Seen);

/// A period as its first and last month, counted from the year 0: a quarter and its three months
/// are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) struct Months {
    pub(super) first: u16,
    pub(super) last: u16,
}

impl Months {
    /// `None` for years that no document means.
    pub(super) fn of(period: Period) -> Option<Self> {
        let month = |m: Moment, in_year: u16| match m {
            Moment::Year(y) => Some(u16::try_from(y).ok().filter(|y| *y < 5000)? * 12 + in_year),
            Moment::Month(y, m) => {
                Some(u16::try_from(y).ok().filter(|y| *y < 5000)? * 12 + u16::from(m.clamp(1, 12)) - 1)
            }
        };
        let (first, last) = (month(period.first(), 0)?, month(period.last(), 11)?);
        (first <= last).then_some(Self { first, last })
    }

    pub(super) const fn count(self) -> u16 {
        self.last - self.first + 1
    }

    /// Whether nothing of it lay ahead in the month of `day`: what is said of it as achieved before is a
    /// plan, an estimate, or of another time.
    pub(super) fn had_ended(self, day: Date) -> bool {
        Self::of(Period::month(day.year(), day.month() as u8)).is_none_or(|month| self.last <= month.last)
    }

    /// Whether `other` lies wholly inside and is shorter.
    pub(super) const fn strictly_holds(self, other: Self) -> bool {
        self.first <= other.first && other.last <= self.last && other.count() < self.count()
    }

    /// The same months a year earlier; `None` for what is longer than a year.
    pub(super) const fn year_before(self) -> Option<Self> {
        if self.count() > 12 || self.first < 12 {
            return None;
        }
        Some(Self { first: self.first - 12, last: self.last - 12 })
    }

    pub(super) fn period(self) -> Period {
        let year = |m: u16| (m / 12) as i16;
        let month = |m: u16| (m % 12 + 1) as u8;
        let (a, b) = (self.first, self.last);
        if a % 12 == 0 && b % 12 == 11 {
            if year(a) == year(b) { Period::year(year(a)) } else { Period::years(year(a), year(b)) }
        } else if a == b {
            Period::month(year(a), month(a))
        } else {
            Period::Span(Moment::Month(year(a), month(a)), Moment::Month(year(b), month(b)))
        }
    }
}

/// The rows of one series, found in a slice sorted by [`Seen::order`].
pub(super) fn series(seen: &[Seen]) -> impl Iterator<Item = &[Seen]> {
    seen.chunk_by(|a, b| a.key == b.key)
}

/// The rows of one series and period.
pub(super) fn statements(series: &[Seen]) -> impl Iterator<Item = &[Seen]> {
    series.chunk_by(|a, b| a.months == b.months)
}

/// The rows of `series` for exactly these months.
pub(super) fn at(series: &[Seen], months: Months) -> &[Seen] {
    let from = series.partition_point(|s| s.months < months);
    let to = from + series[from..].partition_point(|s| s.months == months);
    &series[from..to]
}

/// The rows of the series with this key for exactly these months.
pub(super) fn of_series(seen: &[Seen], key: u64, months: Months) -> &[Seen] {
    let from = seen.partition_point(|s| s.key < key);
    let to = from + seen[from..].partition_point(|s| s.key == key);
    at(&seen[from..to], months)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparable_row_takes_64_bytes() {
        assert!(size_of::<Seen>() <= 64, "{}", size_of::<Seen>());
    }

    #[test]
    fn periods_pass_through_months() {
        for period in [
            Period::year(2020),
            Period::years(2016, 2020),
            Period::month(2021, 4),
            Period::months(2021, 1, 9),
            Period::Span(Moment::Month(2019, 3), Moment::Month(2021, 10)),
        ] {
            assert_eq!(Months::of(period).map(Months::period), Some(period));
        }
        assert_eq!(Months::of(Period::Quarter(2020, 1)), Months::of(Period::months(2020, 1, 3)));
        assert_eq!(Months::of(Period::year(9999)), None);
        assert_eq!(Months::of(Period::years(2020, 2016)), None);
    }

    #[test]
    fn a_year_before() {
        let before = |p| Months::of(p).and_then(Months::year_before).map(Months::period);
        assert_eq!(before(Period::year(2020)), Some(Period::year(2019)));
        assert_eq!(before(Period::months(2021, 1, 9)), Some(Period::months(2020, 1, 9)));
        assert_eq!(before(Period::years(2016, 2020)), None);
    }
}
