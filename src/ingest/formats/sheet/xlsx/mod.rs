//! Excel workbooks of today (.xlsx, ISO/IEC 29500).
//!
//! Calamine reads them too, but without limits of its own, and it panics on some broken sheets.
//! What is needed here is little: places, values, formats and merged cells.

mod shared;

use super::grid::{Cell, Grid, Merge};
use super::{Limits, Sheets, show};
use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::{Element, Item, Package, Xml, damaged, ole};
use shared::{formats, strings, unescape};

/// Rows and columns that a sheet has at most.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

/// What the sheets of a workbook share.
#[derive(Default)]
struct Book {
    from_1904: bool,
    strings: Vec<String>,
    /// The format of each style.
    formats: Vec<String>,
    /// Names of the sheets that are seen, with their relationships.
    sheets: Vec<(String, String)>,
}

/// Reads the workbook sheet by sheet.
pub(super) fn read(bytes: &[u8], limits: &Limits, sheets: &mut Sheets) -> Result<(), Unread> {
    if ole::is_ole(bytes) {
        return Err(if ole::is_encrypted(bytes) { ole::encrypted() } else { old() });
    }
    let mut package = Package::open(bytes, limits, ".xlsx")?;
    let main = package.main()?;
    let workbook = package.text(&main)?.ok_or_else(|| damaged(&format!("the part {main} is missing")))?;
    let mut book = Book::default();
    book.workbook(&workbook, limits)?;
    let related = package.related(&main)?;
    for part in &related {
        match part.kind.as_str() {
            "styles" => book.formats = formats(&package.text(&part.target)?.unwrap_or_default(), limits)?,
            "sharedStrings" => book.strings = strings(&package.text(&part.target)?.unwrap_or_default(), limits)?,
            _ => {}
        }
    }
    for (name, id) in &book.sheets {
        let part = related.iter().find(|r| r.id == *id && r.kind == "worksheet");
        let Some(part) = part else { continue };
        let text = package.text(&part.target)?;
        let text = text.ok_or_else(|| damaged(&format!("the part {} is missing", part.target)))?;
        let grid = Sheet::new(&book, limits).read(&text, &part.target, limits)?;
        sheets.write(name, &grid)?;
    }
    Ok(())
}

impl Book {
    fn workbook(&mut self, text: &str, limits: &Limits) -> Result<(), Unread> {
        let mut xml = Xml::new(text, "workbook.xml", limits);
        let mut is_book = false;
        while let Some(item) = xml.next()? {
            let Item::Start(element) = item else { continue };
            match element.name() {
                "workbook" => is_book = true,
                "workbookPr" => self.from_1904 = element.attr("date1904").is_some_and(|v| v == "1" || v == "true"),
                "sheet" if element.attr("state").is_none_or(|s| s == "visible") => {
                    let name = element.attr("name").unwrap_or_default();
                    self.sheets.extend(element.prefixed("id").map(|id| (name, id)));
                }
                _ => {}
            }
        }
        is_book.then_some(()).ok_or_else(|| Unread {
            code: "unsupported_format",
            reason: "the file is an Office file but no Excel workbook".to_owned(),
            position: None,
        })
    }
}

/// A sheet being read.
struct Sheet<'a> {
    book: &'a Book,
    grid: Grid,
    merges: Vec<Merge>,
    row: u32,
    column: u32,
    kind: String,
    style: usize,
    /// The value being read, and the words of a cell that has its own.
    value: String,
    words: String,
    takes: Takes,
}

/// Where text goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    Value,
    Words,
}

impl<'a> Sheet<'a> {
    fn new(book: &'a Book, limits: &Limits) -> Self {
        Self {
            book,
            grid: Grid::new(limits),
            merges: Vec::new(),
            row: 0,
            column: 0,
            kind: String::new(),
            style: 0,
            value: String::new(),
            words: String::new(),
            takes: Takes::Nothing,
        }
    }

    fn read(mut self, text: &str, part: &str, limits: &Limits) -> Result<Grid, Unread> {
        let mut xml = Xml::new(text, part, limits);
        let mut path: Vec<Takes> = Vec::new();
        // Cells that have been begun and not ended; nothing else tells the end of one.
        let (mut depth, mut cell_at, mut row_at) = (0_u32, None, None);
        while let Some(item) = xml.next()? {
            match item {
                Item::Start(element) => {
                    depth += 1;
                    match element.name() {
                        "row" => row_at = Some(depth),
                        "c" => cell_at = Some(depth),
                        _ => {}
                    }
                    path.push(self.takes);
                    self.start(&element)?;
                }
                Item::End => {
                    self.takes = path.pop().unwrap_or(Takes::Nothing);
                    if cell_at == Some(depth) {
                        cell_at = None;
                        self.end_cell()?;
                    } else if row_at == Some(depth) {
                        row_at = None;
                        self.row = self.row.saturating_add(1);
                    }
                    depth = depth.saturating_sub(1);
                }
                Item::Text(text) => match self.takes {
                    Takes::Value => self.value.push_str(&text),
                    Takes::Words => self.words.push_str(&text),
                    Takes::Nothing => {}
                },
            }
        }
        self.grid.merge(&self.merges)?;
        Ok(self.grid)
    }

    fn start(&mut self, element: &Element<'_>) -> Result<(), Unread> {
        match element.name() {
            "row" => {
                let told = element.attr("r").and_then(|r| r.trim().parse::<u32>().ok());
                self.row = told.map_or(self.row, |r| r.saturating_sub(1));
                self.column = 0;
            }
            "c" => {
                if let Some(place) = element.attr("r") {
                    (self.row, self.column) = address(&place).ok_or_else(|| wrong(&place))?;
                }
                self.kind = element.attr("t").unwrap_or_default();
                self.style = element.attr("s").and_then(|s| s.parse().ok()).unwrap_or(0);
                self.value.clear();
                self.words.clear();
            }
            "v" => self.takes = Takes::Value,
            "t" => self.takes = Takes::Words,
            // Formulas, and the reading beside characters.
            "f" | "rPh" => self.takes = Takes::Nothing,
            "mergeCell" => {
                let told = element.attr("ref").unwrap_or_default();
                let (first, last) = told.split_once(':').unwrap_or((&told, &told));
                let (first, last) = (address(first), address(last));
                let ((r1, c1), (r2, c2)) = first.zip(last).ok_or_else(|| wrong(&told))?;
                self.merges.push(Merge { rows: (r1, r2), columns: (c1, c2) });
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Unread> {
        let cell = self.cell()?;
        self.grid.put(self.row, self.column, cell)?;
        self.column = self.column.saturating_add(1);
        Ok(())
    }

    fn cell(&self) -> Result<Cell, Unread> {
        let value = self.value.trim();
        let format = || self.book.formats.get(self.style).map_or("", String::as_str);
        let (text, words) = match self.kind.as_str() {
            "s" => {
                let known = value.parse().ok().and_then(|i: usize| self.book.strings.get(i));
                let text = if value.is_empty() { Some(String::new()) } else { known.cloned() };
                (text.ok_or_else(|| damaged("a cell has a text that is not there"))?, true)
            }
            "inlineStr" => (unescape(&self.words), true),
            "str" => (unescape(&self.value), true),
            "b" => (if value == "1" || value == "true" { "TRUE" } else { "FALSE" }.to_owned(), false),
            "e" | "d" => (value.to_owned(), false),
            _ => match value.parse::<f64>() {
                Ok(number) => (show::number(number, format(), self.book.from_1904), false),
                // Not a number by its kind, but what stands there is what the file says.
                Err(_) => (value.to_owned(), true),
            },
        };
        let blank = value.is_empty() && self.words.is_empty();
        Ok(Cell { text: if blank { String::new() } else { text }, words })
    }
}

/// Row and column of an address such as `AB12`, from 0.
fn address(text: &str) -> Option<(u32, u32)> {
    let text = text.replace('$', "");
    let split = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(split);
    let mut column = 0_u32;
    for b in letters.bytes() {
        let letter = b.to_ascii_uppercase().checked_sub(b'A').filter(|l| *l < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(letter) + 1)?;
    }
    let place = (digits.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?);
    (place.0 < MOST_ROWS && place.1 < MOST_COLUMNS).then_some(place)
}

fn wrong(place: &str) -> Unread {
    damaged(&format!("`{}` is no place in a sheet", place.chars().take(40).collect::<String>()))
}

/// The refusal of an old workbook under the name of a new one.
fn old() -> Unread {
    damaged("the file is no .xlsx but an older Office file under that name")
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn addresses() {
        assert_eq!(address("A1"), Some((0, 0)));
        assert_eq!(address("$AB$12"), Some((11, 27)));
        assert_eq!(address("XFD1048576"), Some(((1 << 20) - 1, (1 << 14) - 1)));
        for wrong in ["", "A", "1", "A0", "XFE1", "A1048577", "甲1", "AAAAAAAAAA1", "A99999999999"] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
