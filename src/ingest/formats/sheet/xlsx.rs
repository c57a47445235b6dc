//! Excel workbooks of today (.xlsx), by calamine, cell by cell.
//!
//! Calamine has no limits of its own, so the archive is unpacked once before it is handed over.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::grid::{Cell, Grid, Merge};
use super::{Limits, Sheets, show};
use crate::ingest::formats::opc::{FLOOR, Package, damaged, ole};
use crate::ingest::formats::Unread;

/// Reads the workbook sheet by sheet.
pub(super) fn read(bytes: &[u8], limits: &Limits, sheets: &mut Sheets) -> Result<(), Unread> {
    if ole::is_ole(bytes) {
        return Err(if ole::is_encrypted(bytes) { ole::encrypted() } else { old() });
    }
    let all = (bytes.len() as u64).saturating_mul(limits.max_ratio).max(FLOOR);
    Package::open(bytes, limits, ".xlsx")?.check(all.min(limits.max_bytes.saturating_mul(4)))?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let from_1904 = book.has_1904_epoch();
    let names: Vec<_> = book.sheets_metadata().iter().filter(|s| is_seen(s)).map(|s| s.name.clone()).collect();
    for name in names {
        let mut grid = Grid::new(limits);
        cells(&mut book, &name, from_1904, &mut grid)?;
        let merges = book.merge_cells_by_sheet_name(&name).map_err(|e| broken(&e))?;
        let merges: Vec<_> = merges
            .iter()
            .map(|m| Merge { rows: (m.start.0, m.end.0), columns: (m.start.1, m.end.1) })
            .collect();
        grid.merge(&merges)?;
        sheets.write(&name, &grid)?;
    }
    Ok(())
}

/// Whether a sheet is one of cells and is not hidden.
pub(super) fn is_seen(sheet: &calamine::Sheet) -> bool {
    sheet.visible == SheetVisible::Visible && sheet.typ == SheetType::WorkSheet
}

fn cells(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, from_1904: bool, grid: &mut Grid) -> Result<(), Unread> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|e| broken(&e))?;
    // Formats by style, looked up once a style: a sheet has more cells than styles.
    let formats: Vec<String> = reader
        .styles()
        .iter()
        .map(|style| style.number_format.as_ref().map_or_else(String::new, format_code))
        .collect();
    while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|e| broken(&e))? {
        let (row, column) = cell.get_position();
        let format = formats.get(style).map_or("", String::as_str);
        if let Some(cell) = value(cell.get_value(), format, from_1904) {
            grid.put(row, column, cell)?;
        }
    }
    Ok(())
}

/// The code of a format; for built-in ones without a code of their own, that of Chinese Excel.
fn format_code(format: &calamine::NumberFormat) -> String {
    let built_in = format.format_id.filter(|id| *id < 164).map(show::built_in).unwrap_or_default();
    if built_in.is_empty() { format.format_code.clone() } else { built_in.to_owned() }
}

fn value(value: &DataRef<'_>, format: &str, from_1904: bool) -> Option<Cell> {
    let (text, words) = match value {
        DataRef::Empty => return None,
        DataRef::Int(n) => (show::number(*n as f64, format, from_1904), false),
        DataRef::Float(n) => (show::number(*n, format, from_1904), false),
        DataRef::DateTime(n) if show::is_date(format) => (show::number(n.as_f64(), format, from_1904), false),
        DataRef::DateTime(n) => (show::number(n.as_f64(), "yyyy-mm-dd", from_1904), false),
        DataRef::String(s) => (s.clone(), true),
        DataRef::SharedString(s) => ((*s).to_owned(), true),
        DataRef::Bool(b) => (if *b { "TRUE" } else { "FALSE" }.to_owned(), false),
        DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => (s.clone(), false),
        DataRef::Error(e) => (e.to_string(), false),
        #[allow(unreachable_patterns, reason = "the library may learn of more kinds of values")]
        _ => return None,
    };
    Some(Cell { text, words })
}

fn broken(error: &XlsxError) -> Unread {
    match error {
        XlsxError::Password => ole::encrypted(),
        error => damaged(&format!("the .xlsx file cannot be read ({error})")),
    }
}

/// The refusal of an old workbook under the name of a new one.
fn old() -> Unread {
    damaged("the file is no .xlsx but an older Office file under that name")
}
