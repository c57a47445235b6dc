//! What tells rows and columns of a panel apart.

use std::borrow::Cow;

use super::super::facts::{Fact, SeriesInfo};

/// Something that an observation can be told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// The place, by its code; its name stands beside it.
    Region,
    /// The time, as written in releases.
    Period,
    /// The year in which the period ends.
    Year,
    /// What is measured, by its code.
    Indicator,
    /// How the value relates to what is measured.
    Measure,
    /// The canonical unit.
    Unit,
    /// Whose it is.
    Subject,
    /// The series, by its name.
    Series,
}

impl Dimension {
    /// Every dimension.
    pub const ALL: [Self; 8] = [
        Self::Region,
        Self::Period,
        Self::Year,
        Self::Indicator,
        Self::Measure,
        Self::Unit,
        Self::Subject,
        Self::Series,
    ];

    /// Its name on the command line and in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Period => "period",
            Self::Year => "year",
            Self::Indicator => "indicator",
            Self::Measure => "measure",
            Self::Unit => "unit",
            Self::Subject => "subject",
            Self::Series => "series",
        }
    }

    /// What an observation has there.
    pub(super) fn of<'a>(self, fact: &Fact, series: &'a SeriesInfo) -> Cow<'a, str> {
        match self {
            Self::Region => Cow::Borrowed(&series.region),
            Self::Period => Cow::Owned(fact.period.to_string()),
            Self::Year => Cow::Owned(fact.period.last().year().to_string()),
            Self::Indicator => Cow::Borrowed(&series.indicator),
            Self::Measure => Cow::Borrowed(series.measure.as_str()),
            Self::Unit => Cow::Borrowed(&series.unit),
            Self::Subject => Cow::Borrowed(&series.subject),
            Self::Series => Cow::Borrowed(&series.name),
        }
    }
}
