//! Tables in plain text: CSV and TSV (RFC 4180), in any encoding that texts have.

use super::grid::{Cell, Grid};
use super::{Limits, Sheets};
use crate::ingest::decode;
use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::damaged;

/// Reads the table; columns are parted by `delimiter`.
pub(super) fn read(bytes: &[u8], limits: &Limits, delimiter: u8, sheets: &mut Sheets) -> Result<(), Unread> {
    let decoded = decode(bytes)?;
    sheets.encoding(decoded.encoding);
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(decoded.text.as_bytes());
    let mut grid = Grid::new(limits);
    let mut record = ::csv::StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| damaged(&format!("the table cannot be read ({e})")))? {
        // Rows are counted by lines, so that blank lines, which are no records, part tables.
        let row = record.position().map_or(0, |p| p.line() as u32);
        for (column, text) in record.iter().enumerate() {
            let words = !is_number(text);
            grid.put(row, column as u32, Cell { text: text.to_owned(), words })?;
        }
    }
    sheets.write_table(&grid)
}

/// Whether a field is a figure: digits with signs, and nothing that is a letter.
fn is_number(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic)
}
