//! A panel and its twin as tables.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::table::TableBuilder;
use super::super::years::frame::statements;
use super::super::{DataFrame, Release};
use super::{Dimension, Panel};
use crate::model::Result;

/// A row a key, a column a column of the panel.
pub(super) fn wide(panel: &Panel) -> Result<DataFrame> {
    let mut t = TableBuilder::new(panel.rows.len());
    keys(&mut t, panel, &panel.rows.iter().collect::<Vec<_>>());
    let mut values: Vec<Vec<Option<Decimal>>> = vec![vec![None; panel.rows.len()]; panel.columns.len()];
    for cell in &panel.cells {
        values[cell.column][cell.row] = Some(panel.facts.rows[cell.chosen].value);
    }
    for (name, column) in panel.columns.iter().zip(values) {
        t.decimal(name, column.into_iter());
    }
    t.finish()
}

/// The columns of the keys, with the name of a place beside its code.
fn keys<'a>(t: &mut TableBuilder, panel: &'a Panel, rows: &[&'a Vec<String>]) {
    let names: BTreeMap<&str, &str> =
        panel.facts.series.iter().map(|s| (s.region.as_str(), s.region_name.as_str())).collect();
    for (i, dimension) in panel.options.rows.iter().enumerate() {
        t.text(dimension.as_str(), rows.iter().map(|key| Some(&key[i])));
        if *dimension == Dimension::Region {
            t.text("region_name", rows.iter().map(|key| names.get(key[i].as_str())));
        }
    }
}

/// For each cell the observation chosen, then those passed over.
pub(super) fn twin(panel: &Panel, release: &Release) -> Result<DataFrame> {
    let mut all = Vec::new();
    for cell in &panel.cells {
        all.push((cell, cell.chosen, "chosen", None));
        all.extend(cell.passed.iter().map(|p| (cell, p.fact, "passed_over", Some(p.reason.as_str()))));
    }
    let facts = &panel.facts;
    let words = facts.statements(release, &all.iter().map(|a| facts.rows[a.1].row).collect::<Vec<_>>())?;
    let rows = || all.iter().map(|a| &facts.rows[a.1]);
    let mut t = TableBuilder::new(all.len());
    keys(&mut t, panel, &all.iter().map(|a| &panel.rows[a.0.row]).collect::<Vec<_>>());
    t.text("column", all.iter().map(|a| Some(&panel.columns[a.0.column])));
    t.text("role", all.iter().map(|a| Some(a.2)));
    t.text("reason", all.iter().map(|a| a.3));
    t.decimal("value", rows().map(|f| Some(f.value)));
    t.text("unit", rows().map(|f| Some(&facts.series_of(f).unit)));
    t.text("bound", rows().map(|f| Some(f.bound.as_str())));
    t.float("confidence", rows().map(|f| Some(f64::from(f.confidence))));
    t.text("kind", rows().map(|f| Some(facts.document_of(f).kind.as_str())));
    t.text("series", rows().map(|f| Some(&facts.series_of(f).name)));
    t.text("series_id", rows().map(|f| Some(facts.series_of(f).id_text())));
    statements(&mut t, "", words.iter().map(Some));
    t.finish()
}
