//! Series as comparisons need them: rows of the table `series`.

use std::fmt::Write;

use crate::model::{Frequency, Measure};

/// A series of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesInfo {
    /// Its identity as a number; 32 hexadecimal digits in the tables.
    pub id: u128,
    /// Its name in Chinese.
    pub name: String,
    /// Six-digit code of the place.
    pub region: String,
    /// Name of the place.
    pub region_name: String,
    /// Code of what is measured.
    pub indicator: String,
    /// Name of that code.
    pub indicator_name: String,
    /// The words that name what is measured.
    pub words: String,
    /// Whose it is; empty for the place as a whole.
    pub subject: String,
    /// Which part of the place.
    pub scope: String,
    /// Which of the government budgets.
    pub budget: String,
    /// At which prices.
    pub basis: String,
    /// How values relate to what is measured.
    pub measure: Measure,
    /// Canonical unit.
    pub unit: String,
    /// The classifier of a count; empty otherwise.
    pub counter: String,
    /// The form of the periods.
    pub frequency: Frequency,
    /// How many years a period has, where it has several; 0 otherwise.
    pub years: i16,
    /// Recurs each year.
    pub per_year: bool,
    /// What it is compared with; empty where nothing is said.
    pub baseline: String,
    /// Whether it is what its indicator's code is first of all about, of the place as a whole.
    pub headline: bool,
}

impl SeriesInfo {
    /// The identity as it stands in the tables.
    #[must_use]
    pub fn id_text(&self) -> String {
        let mut text = String::with_capacity(32);
        // Writing to a string cannot fail.
        let _ = write!(text, "{:032x}", self.id);
        text
    }

    /// What is measured and of whom, whatever the measure: level, growth and share of one thing agree
    /// in it.
    pub(crate) fn thing(&self) -> (&str, &str, &str, &str, &str, &str) {
        (&self.region, &self.indicator, &self.words, &self.subject, &self.scope, &self.budget)
    }
}
