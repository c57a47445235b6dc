//! The time a value is about, and how it is written: `2020`, `2021-04`, `2020-Q3`,
//! `2021-01/2021-09`, `2016/2020`, `2019/2021-10`.
//!
//! The forms are those of ISO 8601-1 (years, months, intervals) and SDMX (quarters).

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A calendar year or month: what a period begins or ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Moment {
    /// A whole year.
    Year(i16),
    /// A month of a year, 1 to 12.
    Month(i16, u8),
}

impl Moment {
    /// The moment written as `2020` or `2021-04`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // A year before the common era begins with the sign that also separates months.
        let dash = text.get(1..)?.find('-').map(|at| at + 1);
        match dash {
            Some(at) => {
                let month = text[at + 1..].parse().ok().filter(|m| (1..=12).contains(m))?;
                Some(Self::Month(text[..at].parse().ok()?, month))
            }
            None => text.parse().ok().map(Self::Year),
        }
    }

    /// The year it lies in.
    #[must_use]
    pub const fn year(self) -> i16 {
        match self {
            Self::Year(y) | Self::Month(y, _) => y,
        }
    }

    /// The same moment so many years later.
    #[must_use]
    pub const fn later(self, years: i16) -> Self {
        match self {
            Self::Year(y) => Self::Year(y.saturating_add(years)),
            Self::Month(y, m) => Self::Month(y.saturating_add(years), m),
        }
    }

    /// Its first day; `None` outside the calendar (years beyond ±9999, no such month).
    #[must_use]
    pub fn first_day(self) -> Option<Date> {
        match self {
            Self::Year(y) => Date::new(y, 1, 1).ok(),
            Self::Month(y, m) => Date::new(y, m as i8, 1).ok(),
        }
    }

    /// Its last day; `None` outside the calendar.
    #[must_use]
    pub fn last_day(self) -> Option<Date> {
        match self {
            Self::Year(y) => Date::new(y, 12, 31).ok(),
            Self::Month(..) => self.first_day().map(Date::last_of_month),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(y) => write!(f, "{y:04}"),
            Self::Month(y, m) => write!(f, "{y:04}-{m:02}"),
        }
    }
}

/// The time a value is about. Periods of one form are ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Period {
    /// One year or one month.
    At(Moment),
    /// A quarter of a year, 1 to 4.
    Quarter(i16, u8),
    /// From the first through the last, both included.
    Span(Moment, Moment),
}

impl Period {
    /// The year `y`.
    #[must_use]
    pub const fn year(y: i16) -> Self {
        Self::At(Moment::Year(y))
    }

    /// The years `from` through `to`.
    #[must_use]
    pub const fn years(from: i16, to: i16) -> Self {
        if from == to { Self::year(from) } else { Self::Span(Moment::Year(from), Moment::Year(to)) }
    }

    /// Month `m` of year `y`.
    #[must_use]
    pub const fn month(y: i16, m: u8) -> Self {
        Self::At(Moment::Month(y, m))
    }

    /// Months `from` through `to` of year `y`; the whole year when they are 1 and 12.
    #[must_use]
    pub const fn months(y: i16, from: u8, to: u8) -> Self {
        if from == 1 && to == 12 { Self::year(y) } else { Self::Span(Moment::Month(y, from), Moment::Month(y, to)) }
    }

    /// The same time in its one form: the three months of a quarter are the quarter.
    #[must_use]
    pub const fn plain(self) -> Self {
        match self {
            Self::Span(Moment::Month(y, first), Moment::Month(end, last))
                if y == end && first % 3 == 1 && last == first + 2 =>
            {
                Self::Quarter(y, last / 3)
            }
            other => other,
        }
    }

    /// The moment it begins with.
    #[must_use]
    pub const fn first(self) -> Moment {
        match self {
            Self::At(m) | Self::Span(m, _) => m,
            Self::Quarter(y, q) => Moment::Month(y, q * 3 - 2),
        }
    }

    /// The moment it ends with.
    #[must_use]
    pub const fn last(self) -> Moment {
        match self {
            Self::At(m) | Self::Span(_, m) => m,
            Self::Quarter(y, q) => Moment::Month(y, q * 3),
        }
    }

    /// The period written as [`Period`] is printed; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((year, quarter)) = text.split_once("-Q") {
            let quarter = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
            return Some(Self::Quarter(year.parse().ok()?, quarter));
        }
        match text.split_once('/') {
            Some((first, last)) => Some(Self::Span(Moment::parse(first)?, Moment::parse(last)?)),
            None => Moment::parse(text).map(Self::At),
        }
    }

    /// First day, for `period_start`.
    #[must_use]
    pub fn start(self) -> Option<Date> {
        self.first().first_day()
    }

    /// Last day, for `period_end`.
    #[must_use]
    pub fn end(self) -> Option<Date> {
        self.last().last_day()
    }

    /// Whether all of `other` lies in it.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        self.start() <= other.start() && other.end() <= self.end()
    }

    /// The same stretch of time so many years later.
    #[must_use]
    pub const fn later(self, years: i16) -> Self {
        match self {
            Self::At(m) => Self::At(m.later(years)),
            Self::Quarter(y, q) => Self::Quarter(y.saturating_add(years), q),
            Self::Span(a, b) => Self::Span(a.later(years), b.later(years)),
        }
    }

    /// Whether it covers more than one year.
    #[must_use]
    pub const fn spans_years(self) -> bool {
        self.first().year() != self.last().year()
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(m) => m.fmt(f),
            Self::Quarter(y, q) => write!(f, "{y:04}-Q{q}"),
            Self::Span(a, b) => write!(f, "{a}/{b}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_months_are_a_quarter_where_they_are_one() {
        let cases = [
            (Period::months(2021, 1, 3), Period::Quarter(2021, 1)),
            (Period::months(2021, 10, 12), Period::Quarter(2021, 4)),
            (Period::months(2021, 2, 4), Period::months(2021, 2, 4)),
            (Period::months(2021, 1, 6), Period::months(2021, 1, 6)),
            (Period::month(2021, 3), Period::month(2021, 3)),
        ];
        for (period, plain) in cases {
            assert_eq!(period.plain(), plain, "{period}");
            assert_eq!((period.plain().start(), period.plain().end()), (period.start(), period.end()), "{period}");
        }
        let over_the_year = Period::Span(Moment::Month(2020, 10), Moment::Month(2021, 12));
        assert_eq!(over_the_year.plain(), over_the_year);
    }

    #[test]
    fn what_is_written_is_read_back() {
        for period in [
            Period::year(2020),
            Period::year(0),
            Period::year(-12),
            Period::month(2021, 4),
            Period::Quarter(2020, 3),
            Period::months(2021, 1, 9),
            Period::years(2016, 2020),
            Period::Span(Moment::Year(2019), Moment::Month(2021, 10)),
        ] {
            assert_eq!(Period::parse(&period.to_string()), Some(period));
        }
        for wrong in ["", "x", "2020-", "2020-13", "2020-Q5", "2020/", "/2020", "2020-01-01"] {
            assert_eq!(Period::parse(wrong), None, "{wrong}");
        }
    }
}
