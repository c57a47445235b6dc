//! The observations of documents as a table for a person: the columns that tell most.

use comfy_table::{CellAlignment, Table};
use rust_decimal::Decimal;

use super::super::output;
use crate::model::{Lexicon, Observation, Reading};

const HEADER: [&str; 8] = ["as written", "value", "unit", "indicator", "words", "measure", "period", "region"];

/// The column whose cells are numbers.
const VALUE: usize = 1;

/// A table of observations.
pub(super) struct ReadingTable<'l> {
    lexicon: &'l Lexicon,
    table: Table,
}

impl<'l> ReadingTable<'l> {
    /// A table without rows.
    pub(super) fn new(lexicon: &'l Lexicon, color: bool) -> Self {
        let mut table = output::table(HEADER, color);
        if let Some(column) = table.column_mut(VALUE) {
            column.set_cell_alignment(CellAlignment::Right);
        }
        Self { lexicon, table }
    }

    /// Adds the observations of a document.
    pub(super) fn push(&mut self, reading: &Reading) {
        for o in &reading.observations {
            self.table.add_row(self.row(o, &reading.document.text));
        }
    }

    /// The table as text.
    pub(super) fn finish(self) -> String {
        self.table.to_string() + "\n"
    }

    fn row(&self, o: &Observation, text: &str) -> [String; 8] {
        let subject = o.subject.as_deref().map(|s| format!("{s}: ")).unwrap_or_default();
        let region = o.region.map(|code| {
            let year = o.period.map(|p| p.last().year());
            self.lexicon.regions.name_of(code, year).map_or_else(|| code.to_string(), str::to_owned)
        });
        [
            format!("{}{}", o.span.of(text), o.unit_span.of(text)),
            value(o),
            self.lexicon.units.get(o.unit).symbol.clone(),
            self.lexicon.indicators.get(o.indicator).code.clone(),
            format!("{subject}{}", o.indicator_text),
            format!("{} {}", o.status.as_str(), o.measure.as_str()),
            o.period.map(|p| p.to_string()).unwrap_or_default(),
            region.unwrap_or_default(),
        ]
    }
}

/// The value with the sign of its bound: `≈`, `≥`, `≤`, or both ends of a range.
fn value(o: &Observation) -> String {
    let shown = |d: Decimal| d.normalize().to_string();
    match o.value_high {
        Some(high) => format!("{}–{}", shown(o.value), shown(high)),
        None => format!("{}{}", o.bound.sign(), shown(o.value)),
    }
}
