//! The rows of a frame, one by one and to CSV, JSON lines, Parquet or Stata's form.

use std::io::{self, Write};

use polars::frame::DataFrame;
use polars::prelude::{AnyValue, Series};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::dta::write_dta;
use super::parquet::write_parquet;
use super::plain::{Json, write_plain};
use crate::publish::{BYTE_ORDER_MARK, inert};

/// The rows of a frame. Numbers are exact in every format but Stata's.
pub struct Rows {
    names: Vec<String>,
    columns: Vec<Series>,
    height: usize,
}

impl Rows {
    /// The rows of `frame`.
    #[must_use]
    pub fn of(frame: &DataFrame) -> Self {
        // Walking along a column needs it in one piece.
        let columns: Vec<_> = frame.columns().iter().map(|c| c.as_materialized_series().rechunk()).collect();
        let names = columns.iter().map(|c| c.name().to_string()).collect();
        Self { names, columns, height: frame.height() }
    }

    /// The names of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Which columns are numbers.
    pub fn numeric(&self) -> impl Iterator<Item = bool> {
        self.columns.iter().map(|c| c.dtype().is_numeric())
    }

    /// Calls `each` with the cells of every row, in order.
    ///
    /// # Errors
    /// The first error of `each`.
    pub fn try_each<E>(&self, mut each: impl FnMut(&[AnyValue<'_>]) -> Result<(), E>) -> Result<(), E> {
        let mut columns: Vec<_> = self.columns.iter().map(Series::iter).collect();
        let mut row = Vec::with_capacity(columns.len());
        for _ in 0..self.height {
            row.clear();
            row.extend(columns.iter_mut().map(|c| c.next().unwrap_or(AnyValue::Null)));
            each(&row)?;
        }
        Ok(())
    }

    /// Writes them as CSV after RFC 4180, with cells as [`write_plain`] makes them.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_csv(&self, out: impl Write) -> io::Result<()> {
        self.csv(out, false).map_err(csv_error)
    }

    /// As [`Rows::write_csv`], for Excel: a byte-order mark stands before the rows, and texts are made
    /// inert as in the release's own CSV for Excel.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_csv_for_excel(&self, mut out: impl Write) -> io::Result<()> {
        out.write_all(BYTE_ORDER_MARK)?;
        self.csv(out, true).map_err(csv_error)
    }

    fn csv(&self, out: impl Write, excel: bool) -> csv::Result<()> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        let name = |name: &'_ String| if excel { inert(name).into_owned() } else { name.clone() };
        writer.write_record(self.names.iter().map(name))?;
        let mut cell = String::new();
        self.try_each(|row| {
            for value in row {
                cell.clear();
                write_plain(&mut cell, value);
                // A number is no formula, whatever its sign.
                let text = excel && !value.is_primitive_numeric() && !matches!(value, AnyValue::Decimal(..));
                if text { writer.write_field(inert(&cell).as_bytes())? } else { writer.write_field(&cell)? }
            }
            writer.write_record(None::<&[u8]>)
        })?;
        Ok(writer.flush()?)
    }

    /// Writes them as JSON lines, with cells as [`Json`] makes them.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_jsonl(&self, mut out: impl Write) -> io::Result<()> {
        self.try_each(|cells| {
            serde_json::to_writer(&mut out, &Row { names: &self.names, cells })?;
            out.write_all(b"\n")
        })
    }

    /// Writes them as one JSON array of objects, with cells as [`Json`] makes them.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_json(&self, mut out: impl Write) -> io::Result<()> {
        let mut before: &[u8] = b"[\n";
        self.try_each(|cells| {
            out.write_all(before)?;
            before = b",\n";
            serde_json::to_writer(&mut out, &Row { names: &self.names, cells })?;
            io::Result::Ok(())
        })?;
        out.write_all(if before == b"[\n" { b"[]\n" } else { b"\n]\n" })
    }

    /// Writes them as Parquet, in the physical form of the tables of a release.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_parquet(&self, out: impl Write + Send) -> io::Result<()> {
        write_parquet(&self.columns, self.height, out)
    }

    /// Writes them as a Stata file. Numbers are doubles there.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write_dta(&self, out: impl Write) -> io::Result<()> {
        write_dta(self, &self.columns, out)
    }
}

fn csv_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

struct Row<'a> {
    names: &'a [String],
    cells: &'a [AnyValue<'a>],
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.names.len()))?;
        for (name, cell) in self.names.iter().zip(self.cells) {
            map.serialize_entry(name, &Json(cell))?;
        }
        map.end()
    }
}
