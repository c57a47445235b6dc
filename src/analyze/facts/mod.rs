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
use crate::model::{Bound, Period, Result, Status};

pub use document::DocumentInfo;
pub use filter::{Filter, RegionChoice};
pub use series::SeriesInfo;
pub use statement::Statement;

use super::Release;

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

    /// The words of the rows at these places of `observations`, in their order.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub fn statements(&self, release: &Release, rows: &[u32]) -> Result<Vec<Statement>> {
        statement::fetch(release, rows)
    }
}
