//! The first look over a release: what there is of what, and how much of it the page can hold.

use std::collections::BTreeMap;

use super::headline::{Headline, Order};
use super::observed::{self, Observed};
use super::share::Share;
use super::source::Source;
use crate::model::Result;

/// What the first look over the observations gives.
#[derive(Default)]
pub(super) struct Survey {
    /// Rows of the table.
    pub(super) rows: u64,
    /// Codes of regions, with a name of each.
    pub(super) regions: BTreeMap<String, String>,
    /// Codes of indicators with their names, `other` left out.
    pub(super) indicators: BTreeMap<String, String>,
    /// First and last year that rows are about.
    pub(super) years: Option<(i16, i16)>,
    /// Rows by status.
    pub(super) statuses: BTreeMap<String, u64>,
    /// The headline indicators.
    pub(super) headline: Headline,
    /// How much room each part of the rows would take.
    pub(super) share: Share,
}

impl Survey {
    /// Reads the observations of a release once.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub(super) fn of(source: &Source) -> Result<Self> {
        let mut survey = Self::default();
        let mut order = Order::of(&source.folder)?;
        let mut table = observed::open(&source.folder)?;
        while let Some(row) = table.next_row()? {
            survey.headline.see(Observed(row), survey.rows as u32, &mut order)?;
            survey.see(Observed(row));
        }
        Ok(survey)
    }

    fn see(&mut self, row: Observed<'_>) {
        self.rows += 1;
        self.share.see(row);
        if let (Some(code), Some(name)) = (row.region(), row.region_name()) {
            remember(&mut self.regions, code, name);
        }
        if let (Some(code), Some(name)) = (row.indicator().filter(|c| *c != "other"), row.indicator_name()) {
            remember(&mut self.indicators, code, name);
        }
        if let Some(year) = row.period_end().map(jiff::civil::Date::year) {
            let (first, last) = self.years.unwrap_or((year, year));
            self.years = Some((first.min(year), last.max(year)));
        }
        if let Some(status) = row.status() {
            match self.statuses.get_mut(status) {
                Some(count) => *count += 1,
                None => drop(self.statuses.insert(status.to_owned(), 1)),
            }
        }
    }
}

/// Keeps one name of a code. A region is renamed now and then; the last name by the alphabet is as good
/// as any, and the same whatever the order of rows.
fn remember(names: &mut BTreeMap<String, String>, code: &str, name: &str) {
    match names.get_mut(code) {
        Some(known) if known.as_str() < name => name.clone_into(known),
        Some(_) => {}
        None => drop(names.insert(code.to_owned(), name.to_owned())),
    }
}
