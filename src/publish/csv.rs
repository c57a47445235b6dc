//! Record batches as CSV after RFC 4180: commas, CRLF, quotes where needed and doubled inside.
//!
//! Nulls are empty cells. Elements of lists are joined by `|`; a `|` or `\` inside an element is
//! preceded by `\`, so that splitting loses nothing. Floats are the shortest digits that read back
//! to the same value, decimals have neither exponent nor zeros at the end, dates are ISO 8601.

use std::fmt::Write as _;
use std::io::{self, Write};

use arrow_array::RecordBatch;

use super::cells::{Cell, Column, Texts};
use super::decimal::write_plain;
use super::schema::Table;
use crate::model::date_of_days;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Writes a table as CSV.
pub(super) struct CsvSink<W: Write> {
    writer: csv::Writer<W>,
    scratch: String,
    excel: bool,
}

impl<W: Write> CsvSink<W> {
    /// Writes the header line. With `excel`, a byte-order mark stands before it and texts that a
    /// spreadsheet would run as a formula are made inert.
    pub(super) fn new(mut inner: W, table: &Table, excel: bool) -> io::Result<Self> {
        if excel {
            inner.write_all(BYTE_ORDER_MARK)?;
        }
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).buffer_capacity(1 << 16).from_writer(inner);
        writer.write_record(table.columns.iter().map(|c| c.name)).map_err(io_error)?;
        Ok(Self { writer, scratch: String::new(), excel })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let columns = Column::of(batch).ok_or(io::ErrorKind::InvalidInput)?;
        for row in 0..batch.num_rows() {
            for column in &columns {
                self.cell(&column.cell(row)).map_err(io_error)?;
            }
            self.writer.write_record(None::<&[u8]>).map_err(io_error)?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(csv::IntoInnerError::into_error)
    }

    fn cell(&mut self, cell: &Cell<'_>) -> csv::Result<()> {
        let scratch = &mut self.scratch;
        scratch.clear();
        // Writing to a string cannot fail.
        let _ = match *cell {
            Cell::Null => Ok(()),
            Cell::Text(text) if self.excel && is_formula(text) => write!(scratch, "'{text}"),
            Cell::Text(text) => return self.writer.write_field(text),
            Cell::Unsigned(v) => write!(scratch, "{v}"),
            Cell::Signed(v) => write!(scratch, "{v}"),
            Cell::Float32(v) => write!(scratch, "{v}"),
            Cell::Float64(v) => write!(scratch, "{v}"),
            Cell::Bool(v) => return self.writer.write_field(if v { "true" } else { "false" }),
            Cell::Date(days) => date_of_days(days).map_or(Ok(()), |date| write!(scratch, "{date}")),
            Cell::Decimal(v) => {
                write_plain(scratch, v);
                Ok(())
            }
            Cell::List(ref texts) => {
                join(scratch, texts.clone());
                if self.excel && is_formula(scratch) {
                    scratch.insert(0, '\'');
                }
                Ok(())
            }
        };
        self.writer.write_field(scratch.as_bytes())
    }
}

fn join(out: &mut String, texts: Texts<'_>) {
    for (i, text) in texts.enumerate() {
        if i > 0 {
            out.push('|');
        }
        for c in text.chars() {
            if matches!(c, '|' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

/// Whether a spreadsheet might take the text for a formula: it begins with one of the characters
/// that OWASP lists under CSV injection, full-width forms included, and is no plain number.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_number(text)
}

/// A sign, digits, and a point with digits perhaps.
fn is_number(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_numbers() {
        for inert in ["-3.5", "+3", "-0", "3", "abc", "", " =1+1", "'=1"] {
            assert!(!is_formula(inert), "{inert:?}");
        }
        for live in ["=1+1", "-", "+", "-3.", "-.5", "-1-1", "@x", "\t1", "\r1", "\n=1", "＝1", "-1e5", "－3.5"] {
            assert!(is_formula(live), "{live:?}");
        }
    }
}
