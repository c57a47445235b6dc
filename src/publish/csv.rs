//! Record batches as CSV after RFC 4180: commas, CRLF, quotes where needed and doubled inside.
//!
//! Nulls are empty cells; the others are as [`Cell::write`] makes them.

use std::borrow::Cow;
use std::io::{self, Write};

use arrow_array::RecordBatch;

use super::cells::{Cell, Column};
use super::schema::Table;
use crate::model::is_formula;

pub(crate) const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

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
        match *cell {
            Cell::Text(text) if !self.excel => return self.writer.write_field(text),
            Cell::Text(text) => scratch.push_str(&inert(text)),
            Cell::List(_) if self.excel => {
                cell.write(scratch);
                *scratch = inert(scratch).into_owned();
            }
            _ => cell.write(scratch),
        }
        self.writer.write_field(scratch.as_bytes())
    }
}

/// A text as a spreadsheet may show it: an apostrophe stands before what it would run as a formula, and
/// marks that turn the direction of writing are spelled out.
pub(crate) fn inert(text: &str) -> Cow<'_, str> {
    let shown = escape_directions(text);
    if is_formula(&shown) { Cow::Owned(format!("'{shown}")) } else { shown }
}

/// Spells out the marks that turn the direction of writing (Unicode `Bidi_Control`), which can make a
/// text look like another one.
pub fn escape_directions(text: &str) -> Cow<'_, str> {
    const fn turns(c: char) -> bool {
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    }
    if !text.contains(turns) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if turns(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
