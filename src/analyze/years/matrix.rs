//! All years side by side: a row a series, a column a year.

use std::collections::BTreeSet;

use super::super::facts::{Facts, Filter};
use super::super::table::TableBuilder;
use super::super::{DataFrame, Release};
use crate::model::{Frequency, Result, Status};

/// Annual values of every series that has two years or more, by place, indicator and words. The value of
/// a cell is taken by [`crate::model::precedence`].
///
/// # Errors
/// Those of [`Facts::load`].
pub fn matrix(release: &Release, filter: &Filter, status: Status) -> Result<DataFrame> {
    let facts = Facts::load(release, filter)?;
    let mut rows = Vec::new();
    let mut years = BTreeSet::new();
    for (series, all) in facts.by_series().filter(|(series, _)| series.frequency == Frequency::Annual) {
        let all: Vec<_> = all.iter().filter(|f| f.status == status && facts.is_in_time(f)).collect();
        let values: Vec<_> = all
            .chunk_by(|a, b| a.period == b.period)
            .filter_map(|one| Some((one[0].period.last().year(), facts.best(one.iter().copied())?.value)))
            .collect();
        if values.len() > 1 {
            years.extend(values.iter().map(|(year, _)| *year));
            rows.push((series, values));
        }
    }
    let mut t = TableBuilder::new(rows.len());
    t.text("name", rows.iter().map(|(s, _)| Some(&s.name)));
    t.text("unit", rows.iter().map(|(s, _)| Some(&s.unit)));
    t.text("region", rows.iter().map(|(s, _)| Some(&s.region)));
    t.text("indicator", rows.iter().map(|(s, _)| Some(&s.indicator)));
    t.text("measure", rows.iter().map(|(s, _)| Some(s.measure.as_str())));
    t.text("series_id", rows.iter().map(|(s, _)| Some(s.id_text())));
    for year in years {
        let value = |values: &[(i16, rust_decimal::Decimal)]| {
            values.binary_search_by_key(&year, |v| v.0).ok().map(|at| values[at].1)
        };
        t.decimal(&year.to_string(), rows.iter().map(|(_, values)| value(values)));
    }
    t.finish()
}
