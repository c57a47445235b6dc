//! Spreadsheets: Excel (.xlsx, .xls), `OpenDocument` (.ods), CSV and TSV.
//!
//! The name of a sheet is a heading over its tables. What a cell shows is written, not what it
//! holds: numbers in their formats, dates as 2024-05-01. Formulas are not calculated; a cell has
//! what the program that saved the file put into it, and nothing where it put nothing. Hidden
//! sheets are not read: whoever opens the file does not see them, and what stands in them is
//! often of another year. Rows and columns that are hidden or filtered away are read.

mod csv;
mod digits;
mod grid;
mod ods;
mod pattern;
mod show;
mod xls;
mod xlsx;

use super::opc::{Package, ole};
use super::{Builder, Laid, Limits, Unread};
use crate::model::PartKind;
use grid::Grid;

/// The kinds of spreadsheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Excel since 2007.
    Xlsx,
    /// Excel 97 to 2003, and WPS.
    Xls,
    /// `OpenDocument`.
    Ods,
    /// Columns parted by commas.
    Csv,
    /// Columns parted by tabs.
    Tsv,
}

/// The kind of a workbook by its bytes, since many bear the name of another; `None` for what is
/// none, and for tables in plain text, which look like any text.
#[must_use]
pub fn kind_of(bytes: &[u8], limits: &Limits) -> Option<Kind> {
    if ole::is_ole(bytes) {
        return xls::is_workbook(bytes).then_some(Kind::Xls);
    }
    let mut package = Package::open(bytes, limits, ".xlsx").ok()?;
    if package.main().ok()?.starts_with("xl/") {
        return Some(Kind::Xlsx);
    }
    let ods = |t: Vec<u8>| t.starts_with(b"application/vnd.oasis.opendocument.spreadsheet");
    package.part("mimetype").ok()?.is_some_and(ods).then_some(Kind::Ods)
}

/// The text of a spreadsheet.
///
/// # Errors
/// `damaged`, `undecodable`, `encrypted`, `too_large` where a limit is passed, `empty` where no
/// sheet that is seen has words.
pub fn read(bytes: &[u8], limits: &Limits, kind: Kind) -> Result<Laid, Unread> {
    let mut sheets = Sheets { builder: Builder::new(limits) };
    match kind {
        Kind::Xlsx => xlsx::read(bytes, limits, &mut sheets)?,
        Kind::Xls => xls::read(bytes, limits, &mut sheets)?,
        Kind::Ods => ods::read(bytes, limits, &mut sheets)?,
        Kind::Csv => csv::read(bytes, limits, b',', &mut sheets)?,
        Kind::Tsv => csv::read(bytes, limits, b'\t', &mut sheets)?,
    }
    let laid = sheets.builder.finish();
    if laid.layout.parts.iter().any(|p| !matches!(p.kind, PartKind::Heading(_))) {
        return Ok(laid);
    }
    let reason = "no sheet has words in its cells; if all of them are hidden, show them and save the file again";
    Err(Unread { code: "empty", reason: reason.to_owned(), position: None })
}

/// The sheets written so far.
struct Sheets {
    builder: Builder,
}

impl Sheets {
    /// Writes a sheet under its name.
    fn write(&mut self, name: &str, grid: &Grid) -> Result<(), Unread> {
        if !grid.is_empty() {
            self.builder.part(PartKind::Heading(1), name)?;
        }
        grid.write(&mut self.builder)
    }

    /// Writes a table that has no name.
    fn write_table(&mut self, grid: &Grid) -> Result<(), Unread> {
        grid.write(&mut self.builder)
    }

    /// The encoding of the file.
    fn encoding(&mut self, name: &'static str) {
        self.builder.encoding(name);
    }
}
