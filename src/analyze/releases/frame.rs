//! The changes between two releases as a table.

use super::super::DataFrame;
use super::super::table::TableBuilder;
use super::{Change, ReleaseDiff, Row};
use crate::model::Result;

/// Columns that tell which row it is, taken from the second release where it has the row.
const OF: [&str; 8] =
    ["source", "region_name", "indicator", "indicator_text", "subject", "measure", "status", "period"];
/// Columns shown of both releases.
const BOTH: [&str; 7] = ["value_decimal", "unit", "bound", "value_text", "sentence", "confidence", "observation_id"];

pub(super) fn changes(diff: &ReleaseDiff, limit: Option<usize>) -> Result<DataFrame> {
    let changes = &diff.changes[..limit.unwrap_or(usize::MAX).min(diff.changes.len())];
    let place = |name: &str| diff.names.iter().position(|n| n == name);
    let cell = |row: Option<&Row>, name: &str| row.and_then(|row| row[place(name)?].clone());
    let last = |change: &Change, name: &str| cell(change.after.as_ref().or(change.before.as_ref()), name);
    let mut t = TableBuilder::new(changes.len());
    t.text("change", changes.iter().map(|c| Some(c.kind.as_str())));
    t.text("cause", changes.iter().map(|c| Some(joined(c.causes.iter().map(|cause| cause.as_str())))));
    for name in OF {
        t.text(name, changes.iter().map(|c| last(c, name)));
    }
    for name in BOTH {
        let short = name.strip_suffix("_decimal").unwrap_or(name);
        t.text(&format!("{short}_a"), changes.iter().map(|c| cell(c.before.as_ref(), name)));
        t.text(&format!("{short}_b"), changes.iter().map(|c| cell(c.after.as_ref(), name)));
    }
    let names = |c: &Change| joined(c.columns.iter().map(|&i| diff.names[i].as_str()));
    t.text("columns", changes.iter().map(|c| Some(names(c))));
    t.text("series_id", changes.iter().map(|c| last(c, "series_id")));
    t.finish()
}

pub(super) fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}
