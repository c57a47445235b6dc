//! The wide table that statistics packages want: rows by place and time, columns by indicator, one value a
//! cell, and a twin table that names the observation chosen for each cell and those passed over.
//!
//! Several observations may fall into one cell. First the unit is chosen, for the whole column alike: the one
//! that most of its values have. Then in each cell the last period, the series that an indicator is first of
//! all about, that without stated prices, that against the year before. Then the statement
//! ([`crate::model::precedence`]).

mod cells;
mod frame;
mod key;
mod sdmx;

use super::facts::{Facts, Filter};
use super::{DataFrame, Release};
use crate::model::{Frequency, Measure, Result, Status};

pub use cells::{Cell, Passed, Reason};
pub use key::Dimension;

/// What a panel is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct PanelOptions {
    /// What tells rows apart, in the order of the columns.
    pub rows: Vec<Dimension>,
    /// What tells the columns of values apart.
    pub columns: Vec<Dimension>,
    /// Which observations.
    pub filter: Filter,
    /// Achieved or promised.
    pub status: Status,
    /// The forms of periods that are taken.
    pub frequencies: Vec<Frequency>,
    /// The measures that are taken; without any, levels and shares where no measure tells columns apart,
    /// else all.
    pub measures: Vec<Measure>,
    /// Also series that are not what their indicator's code is first of all about.
    pub all_series: bool,
}

impl Default for PanelOptions {
    fn default() -> Self {
        Self {
            rows: vec![Dimension::Region, Dimension::Period],
            columns: vec![Dimension::Indicator],
            filter: Filter::default(),
            status: Status::Actual,
            frequencies: vec![Frequency::Annual],
            measures: Vec::new(),
            all_series: false,
        }
    }
}

impl PanelOptions {
    /// Whether observations of this series are taken.
    fn takes(&self, series: &super::SeriesInfo) -> bool {
        let tells = |dimension| self.rows.contains(&dimension) || self.columns.contains(&dimension);
        let measured = if self.measures.is_empty() {
            tells(Dimension::Measure)
                || tells(Dimension::Series)
                || matches!(series.measure, Measure::Level | Measure::Share)
        } else {
            self.measures.contains(&series.measure)
        };
        measured
            && self.frequencies.contains(&series.frequency)
            && (self.all_series || series.headline)
            && !series.per_year
    }
}

/// A wide table.
#[derive(Debug)]
pub struct Panel {
    /// What it was made of.
    pub options: PanelOptions,
    /// The keys of its rows, sorted.
    pub rows: Vec<Vec<String>>,
    /// The names of its columns of values, sorted.
    pub columns: Vec<String>,
    /// The cells that have a value, by row and column.
    pub cells: Vec<Cell>,
    /// The observations they were chosen from.
    pub facts: Facts,
}

impl Panel {
    /// Makes a panel of a release.
    ///
    /// # Errors
    /// Those of [`Facts::load`].
    pub fn of(release: &Release, options: PanelOptions) -> Result<Self> {
        let facts = Facts::load(release, &options.filter)?;
        let (rows, columns, cells) = cells::choose(&facts, &options);
        Ok(Self { options, rows, columns, cells, facts })
    }

    /// The wide table.
    ///
    /// # Errors
    /// None but faults of the program.
    pub fn frame(&self) -> Result<DataFrame> {
        frame::wide(self)
    }

    /// The twin table: for each cell the observation chosen and those passed over, with reasons.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub fn twin(&self, release: &Release) -> Result<DataFrame> {
        frame::twin(self, release)
    }

    /// The cells as SDMX-CSV 2.0, one row a cell.
    ///
    /// # Errors
    /// None but faults of the program.
    pub fn sdmx(&self) -> Result<DataFrame> {
        sdmx::rows(self)
    }
}
