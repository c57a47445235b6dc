//! A panel as SDMX-CSV 2.0: one row a cell, with the concepts of the SDMX cross-domain list.
//!
//! `STRUCTURE`, `STRUCTURE_ID` and `ACTION` are those of the standard's section 3; `FREQ` is of
//! `CL_FREQ`, `OBS_STATUS` of `CL_OBS_STATUS` (A normal, E estimated: about, at least, at most; F what is
//! promised). Values are in whole units, so that `UNIT_MULT` is 0.

use super::super::DataFrame;
use super::super::facts::Fact;
use super::super::table::TableBuilder;
use super::Panel;
use crate::model::{Bound, Frequency, Moment, Period, Result, Status};

/// The dataflow that rows say they are of; no agency has registered it.
const DATAFLOW: &str = "ZHIBIAO:INDICATORS(1.0)";

pub(super) fn rows(panel: &Panel) -> Result<DataFrame> {
    let facts = &panel.facts;
    let chosen = || panel.cells.iter().map(|cell| &facts.rows[cell.chosen]);
    let series = || chosen().map(|fact| facts.series_of(fact));
    let mut t = TableBuilder::new(panel.cells.len());
    t.text("STRUCTURE", chosen().map(|_| Some("dataflow")));
    t.text("STRUCTURE_ID", chosen().map(|_| Some(DATAFLOW)));
    t.text("ACTION", chosen().map(|_| Some("I")));
    t.text("FREQ", series().map(|s| Some(frequency(s.frequency, s.years))));
    t.text("REF_AREA", series().map(|s| Some(&s.region)));
    t.text("INDICATOR", series().map(|s| Some(&s.indicator)));
    t.text("MEASURE", series().map(|s| Some(s.measure.as_str())));
    t.text("SERIES", series().map(|s| Some(s.id_text())));
    t.text("TIME_PERIOD", chosen().map(|f| Some(time(f.period))));
    t.decimal("OBS_VALUE", chosen().map(|f| Some(f.value)));
    t.text("UNIT_MEASURE", series().map(|s| Some(&s.unit)));
    t.integer("UNIT_MULT", chosen().map(|_| Some(0)));
    t.text("OBS_STATUS", chosen().map(|f| Some(status(f))));
    t.text("TITLE", series().map(|s| Some(&s.name)));
    t.finish()
}

/// The code of `CL_FREQ`.
fn frequency(frequency: Frequency, years: i16) -> String {
    match frequency {
        Frequency::Annual => "A".to_owned(),
        Frequency::Quarterly => "Q".to_owned(),
        Frequency::Monthly => "M".to_owned(),
        Frequency::MultiYear if matches!(years, 2..=5 | 10 | 20 | 30) => format!("A{years}"),
        // Several times a year, at no fixed distance, or so many years as the list has no code for.
        Frequency::YearToDate | Frequency::MultiYear | Frequency::Irregular => "I".to_owned(),
    }
}

/// A period as SDMX has it: `2020`, `2020-Q3`, `2021-04`, and time ranges by start and length,
/// `2021-01-01/P9M`.
fn time(period: Period) -> String {
    let months = |m: Moment, in_year: i32| match m {
        Moment::Year(y) => i32::from(y) * 12 + in_year,
        Moment::Month(y, m) => i32::from(y) * 12 + i32::from(m) - 1,
    };
    let Period::Span(first, last) = period else { return period.to_string() };
    let length = months(last, 11) - months(first, 0) + 1;
    let start = period.start().map(|day| day.to_string()).unwrap_or_default();
    if length % 12 == 0 { format!("{start}/P{}Y", length / 12) } else { format!("{start}/P{length}M") }
}

const fn status(fact: &Fact) -> &'static str {
    match (fact.status, fact.bound) {
        (Status::Target, _) => "F",
        (_, Bound::Exact) => "A",
        _ => "E",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_and_frequencies_of_sdmx() {
        for (period, expected) in [
            (Period::year(2020), "2020"),
            (Period::Quarter(2020, 3), "2020-Q3"),
            (Period::month(2021, 4), "2021-04"),
            (Period::months(2021, 1, 9), "2021-01-01/P9M"),
            (Period::years(2016, 2020), "2016-01-01/P5Y"),
        ] {
            assert_eq!(time(period), expected);
        }
        assert_eq!(frequency(Frequency::MultiYear, 5), "A5");
    }
}
