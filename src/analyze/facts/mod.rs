//! Observations as comparisons need them: numbers, periods and places in a few dozen bytes a row,
//! and the series and documents they are of.
//!
//! Rows are read batch by batch and only those of the [`Filter`] are kept. The words of a row are
//! fetched afterwards, for the few rows that are shown ([`Facts::statements`]): two million
//! sentences would not fit the memory of a small machine.

mod document;
mod filter;
mod precedence;
mod read;
mod series;
mod statement;

use rust_decimal::Decimal;

use crate::check::rounding::Inexact;
use crate::model::{Bound, Period, Result, Status, days_of_date};

pub use document::DocumentInfo;
pub use filter::{Filter, RegionChoice};
pub use series::SeriesInfo;
pub use statement::Statement;

use super::Release;

/// Days before the end of a period at which documents begin to tell what came of it: reports of a year are
/// written in its last weeks.
const NEARLY_OVER: i32 = 60;

/// One observation that has a series.
#[derive(Debug, Clone)]
pub struct Fact {
    /// Its place in the table `observations`, from 0.
    pub row: u32,
    /// Its series, an index into [`Facts::series`].
    pub series: u32,
    /// Its document, an index into [`Facts::documents`].
    pub document: u32,
    /// The time it is about.
    pub period: Period,
    /// Achieved or promised.
    pub status: Status,
    /// How tightly the words bind it.
    pub bound: Bound,
    /// The value in the canonical unit, of a range its low end.
    pub value: Decimal,
    /// High end of a range.
    pub high: Option<Decimal>,
    /// One unit of the last digit written, in the canonical unit.
    pub step: f64,
    /// 0 to 1.
    pub confidence: f32,
}

impl Fact {
    /// The value with what rounding and bound leave open.
    pub(crate) fn inexact(&self) -> Inexact {
        use crate::check::rounding::float;
        let value = float(self.value);
        Inexact { value, high: self.high.map_or(value, float), step: self.step, bound: self.bound }
    }
}

/// The observations of a release that a filter lets through, sorted by series, period and row.
#[derive(Debug, Default)]
pub struct Facts {
    /// The observations.
    pub rows: Vec<Fact>,
    /// The series they are of, by place, indicator and words.
    pub series: Vec<SeriesInfo>,
    /// All documents of the release, by source.
    pub documents: Vec<DocumentInfo>,
}

impl Facts {
    /// Reads a release.
    ///
    /// # Errors
    /// `release-unreadable`; `release-too-old` for a release without the table `series`.
    pub fn load(release: &Release, filter: &Filter) -> Result<Self> {
        read::facts(release, filter)
    }

    /// The observations of one series after the other, each by period and row.
    pub fn by_series(&self) -> impl Iterator<Item = (&SeriesInfo, &[Fact])> {
        self.rows.chunk_by(|a, b| a.series == b.series).map(|rows| (&self.series[rows[0].series as usize], rows))
    }

    /// The series of an observation.
    #[must_use]
    pub fn series_of(&self, fact: &Fact) -> &SeriesInfo {
        &self.series[fact.series as usize]
    }

    /// The document of an observation.
    #[must_use]
    pub fn document_of(&self, fact: &Fact) -> &DocumentInfo {
        &self.documents[fact.document as usize]
    }

    /// Whether what is told as achieved can have been: its document was written when the period was over, or
    /// nearly so. What is told earlier is what there was before (从80元提高到90元), or was read wrong.
    #[must_use]
    pub fn is_in_time(&self, fact: &Fact) -> bool {
        let end = fact.period.end().map(days_of_date);
        let told = self.document_of(fact).told();
        fact.status != Status::Actual || end.zip(told).is_none_or(|(end, told)| told >= end - NEARLY_OVER)
    }

    /// The words of the rows at these places of `observations`, in their order.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub fn statements(&self, release: &Release, rows: &[u32]) -> Result<Vec<Statement>> {
        statement::fetch(release, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentKind;

    /// Whether a document of this kind and year can tell what came of 2023.
    fn tells(kind: DocumentKind, year: i16, status: Status) -> bool {
        let document = DocumentInfo {
            source: "a.txt".to_owned(),
            title: None,
            kind,
            published: None,
            year: Some(year),
            region: None,
        };
        let fact = Fact {
            row: 0,
            series: 0,
            document: 0,
            period: Period::year(2023),
            status,
            bound: Bound::Exact,
            value: Decimal::ONE,
            high: None,
            step: 1.0,
            confidence: 0.9,
        };
        Facts { documents: vec![document], ..Facts::default() }.is_in_time(&fact)
    }

    #[test]
    fn outcomes_are_told_when_the_year_is_over() {
        let report = DocumentKind::WorkReport;
        assert!(tells(report, 2024, Status::Actual) && !tells(report, 2023, Status::Actual));
        assert!(tells(report, 2023, Status::Target), "promises are told before");
        assert!(tells(DocumentKind::Other, 2023, Status::Actual), "a year in a title may be the one told of");
    }
}
