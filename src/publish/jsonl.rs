//! Record batches as JSON lines: one object a row with every column of the contract in its order.
//!
//! Nulls are `null`, lists arrays, dates ISO 8601, floats numbers. Decimals are strings of plain
//! digits, because most readers take every JSON number for a binary float.

use std::io::{self, Write};

use arrow_array::RecordBatch;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::cells::{Cell, Column};
use super::decimal::write_plain;
use super::schema::Table;
use crate::model::date_of_days;

/// Writes a table as JSON lines.
pub(super) struct JsonlSink<W> {
    writer: W,
    table: &'static Table,
    line: Vec<u8>,
}

impl<W: Write> JsonlSink<W> {
    pub(super) const fn new(writer: W, table: &'static Table) -> Self {
        Self { writer, table, line: Vec::new() }
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let columns = Column::of(batch).ok_or(io::ErrorKind::InvalidInput)?;
        for row in 0..batch.num_rows() {
            self.line.clear();
            serde_json::to_writer(&mut self.line, &Row { table: self.table, columns: &columns, at: row })?;
            self.line.push(b'\n');
            self.writer.write_all(&self.line)?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        self.writer.flush()?;
        Ok(self.writer)
    }
}

struct Row<'a> {
    table: &'static Table,
    columns: &'a [Column<'a>],
    at: usize,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (column, values) in self.table.columns.iter().zip(self.columns) {
            map.serialize_entry(column.name, &values.cell(self.at))?;
        }
        map.end()
    }
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Null => serializer.serialize_none(),
            Self::Text(v) => serializer.serialize_str(v),
            Self::Unsigned(v) => serializer.serialize_u64(v),
            Self::Signed(v) => serializer.serialize_i64(v),
            Self::Float32(v) => serializer.serialize_f32(v),
            Self::Float64(v) => serializer.serialize_f64(v),
            Self::Bool(v) => serializer.serialize_bool(v),
            Self::Date(days) => date_of_days(days).map(|d| d.to_string()).serialize(serializer),
            Self::Decimal(v) => {
                let mut digits = String::new();
                write_plain(&mut digits, v);
                serializer.serialize_str(&digits)
            }
            Self::List(ref texts) => serializer.collect_seq(texts.clone()),
        }
    }
}
