//! Series: which observations are of one thing and may be set beside one another.
//!
//! The identity is strict, because what is compared wrongly does more harm than what is not compared:
//! indicator, words, subject, place, terms ([`Terms`]), measure, unit, classifier, form of the period,
//! whether it recurs yearly, and what it is compared with. Status, bound and document are not in it:
//! a promise and its outcome are of one series.

mod acts;
mod names;
mod words;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::hex::Hex;
use super::lexicon::{Dimension, IndicatorId, Lexicon, UnitId};
use super::observation::{Measure, Observation, Status, codes};
use super::period::{Moment, Period};
use super::region::RegionCode;
use super::terms::{Budget, Scope, Terms};

codes! {
    /// The form of the periods of a series. Figures of different forms are not compared: a month with
    /// a year, a year with five.
    Frequency {
        /// Single years.
        Annual = "annual",
        /// Single quarters.
        Quarterly = "quarterly",
        /// Single months.
        Monthly = "monthly",
        /// From January through a month before December, first quarters apart.
        YearToDate = "year_to_date",
        /// Several whole years.
        MultiYear = "multi_year",
        /// Any other stretch of time.
        Irregular = "irregular",
    }
}

impl Frequency {
    /// The form of a period, with its length in years where it has several whole ones, else 0.
    #[must_use]
    pub const fn of(period: Period) -> (Self, u8) {
        match period.plain() {
            Period::At(Moment::Year(_)) => (Self::Annual, 0),
            Period::At(Moment::Month(..)) => (Self::Monthly, 0),
            Period::Quarter(..) => (Self::Quarterly, 0),
            Period::Span(Moment::Year(a), Moment::Year(b)) => {
                let years = b.saturating_sub(a).saturating_add(1);
                (Self::MultiYear, if years > 0 && years < 256 { years as u8 } else { 0 })
            }
            Period::Span(Moment::Month(a, 1), Moment::Month(b, _)) if a == b => (Self::YearToDate, 0),
            Period::Span(..) => (Self::Irregular, 0),
        }
    }
}

/// What makes a series. Ordered as the table `series` is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Series {
    /// The place.
    pub region: RegionCode,
    /// What is measured.
    pub indicator: IndicatorId,
    /// The words that name it, as the series has them whatever the document's own way of writing.
    pub words: String,
    /// Whose it is, when not the place's as a whole; empty otherwise.
    pub subject: String,
    /// In which terms it is told.
    pub terms: Terms,
    /// How the value relates to what is measured.
    pub measure: Measure,
    /// Canonical unit.
    pub unit: UnitId,
    /// The classifier of a count, where it tells apart what is counted; empty otherwise.
    pub counter: String,
    /// The form of its periods.
    pub frequency: Frequency,
    /// How many years a period has, where it has several; 0 otherwise.
    pub years: u8,
    /// Recurs each year.
    pub per_year: bool,
    /// What it is compared with; empty where nothing is said.
    pub baseline: String,
}

impl Series {
    /// The series of an observation of the document with this `text`; `None` where it has none:
    /// without place, period or words, and for parameters of rules.
    #[must_use]
    pub fn of(o: &Observation, text: &str, lexicon: &Lexicon) -> Option<Self> {
        if o.status == Status::Policy {
            return None;
        }
        let (region, period) = (o.region?, o.period?);
        let (frequency, years) = Frequency::of(period);
        let words = words::standard(o, text, lexicon);
        if words.is_empty() {
            return None;
        }
        let unit = lexicon.units.get(o.unit);
        let counted = unit.dimension == Dimension::Count && o.measure != Measure::Rank;
        let counter = if counted { words::counter(o.unit_span.of(text), &words) } else { "" };
        let subject = words::subject(o, &words, lexicon);
        Some(Self {
            region,
            indicator: o.indicator,
            words,
            subject,
            terms: words::terms(o, lexicon),
            measure: words::measure(o, lexicon),
            unit: o.unit,
            counter: counter.to_owned(),
            frequency,
            years,
            per_year: o.per_year,
            baseline: words::baseline(o).to_owned(),
        })
    }

    /// Its identity, stable from run to run and from release to release as long as code and words
    /// stay the same.
    #[must_use]
    pub fn id(&self, lexicon: &Lexicon) -> SeriesId {
        let mut parts = Vec::with_capacity(256);
        let mut part = |text: &str| {
            // Each part is preceded by its length, so that no two run together.
            parts.extend_from_slice(&(text.len() as u32).to_le_bytes());
            parts.extend_from_slice(text.as_bytes());
        };
        part(&self.region.to_string());
        part(&lexicon.indicators.get(self.indicator).code);
        part(&self.words);
        part(&self.subject);
        part(self.terms.scope.as_str());
        part(self.terms.budget.as_str());
        part(self.terms.basis.as_str());
        part(self.measure.as_str());
        part(&lexicon.units.get(self.unit).symbol);
        part(&self.counter);
        part(self.frequency.as_str());
        part(&self.years.to_string());
        part(if self.per_year { "1" } else { "0" });
        part(&self.baseline);
        let mut id = [0; 16];
        id.copy_from_slice(&blake3::hash(&parts).as_bytes()[..16]);
        SeriesId(id)
    }

    /// Whether it is what the code of its indicator is first of all about, of the place as a whole.
    #[must_use]
    pub fn is_headline(&self, lexicon: &Lexicon) -> bool {
        let indicator = lexicon.indicators.get(self.indicator);
        self.indicator != lexicon.indicators.other()
            && self.subject.is_empty()
            && self.terms.scope == Scope::Whole
            && self.terms.budget == Budget::General
            && self.words == words::headline(&indicator.code, &indicator.name)
    }

    /// Its name as an analyst would write it: 衡阳市规模以上工业增加值增速（可比价，年初累计）.
    #[must_use]
    pub fn name(&self, lexicon: &Lexicon, year: Option<i16>) -> String {
        names::name(self, lexicon, year)
    }
}

/// Whether the growth of this indicator is told in comparable prices, whether the words say so or not.
#[must_use]
pub fn in_constant_prices(code: &str) -> bool {
    words::in_constant_prices(code)
}

/// Whether less of it is better: unemployment, energy consumed.
#[must_use]
pub fn is_better_low(code: &str, words: &str) -> bool {
    words::is_better_low(code, words)
}

/// The identity of a series; hexadecimal where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SeriesId(pub [u8; 16]);

impl fmt::Display for SeriesId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Hex::of(self.0).as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_periods() {
        for (period, form) in [
            (Period::year(2020), (Frequency::Annual, 0)),
            (Period::month(2020, 3), (Frequency::Monthly, 0)),
            (Period::Quarter(2020, 3), (Frequency::Quarterly, 0)),
            (Period::months(2020, 7, 9), (Frequency::Quarterly, 0)),
            (Period::months(2020, 1, 9), (Frequency::YearToDate, 0)),
            (Period::months(2020, 4, 9), (Frequency::Irregular, 0)),
            (Period::years(2016, 2020), (Frequency::MultiYear, 5)),
            (Period::Span(Moment::Year(2019), Moment::Month(2021, 10)), (Frequency::Irregular, 0)),
        ] {
            assert_eq!(Frequency::of(period), form, "{period}");
        }
    }
}
