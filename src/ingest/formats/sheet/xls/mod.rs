//! Excel 97 to 2003 workbooks (.xls, MS-XLS, BIFF8).
//!
//! Calamine reads them too, but it lays each sheet out whole, which two cells in far corners make
//! gigabytes of, and it does not tell formats of numbers, without which 12.3% is 0.123.

mod compound;
mod text;

use std::collections::HashMap;
use std::iter::Peekable;

use super::grid::{Cell, Grid, Merge};
use super::{Limits, Sheets, show};
use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::{damaged, ole};
use text::Text;

/// A record: its kind and its bytes.
type Record<'a> = (u16, &'a [u8]);

/// What the sheets of a workbook share.
#[derive(Default)]
struct Book {
    strings: Vec<String>,
    formats: HashMap<u16, String>,
    /// The format of each style.
    styles: Vec<u16>,
    from_1904: bool,
    /// Where the sheets that are seen begin, with their names.
    sheets: Vec<(usize, String)>,
}

/// Whether an OLE file holds a workbook.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    compound::stream(bytes, &["Workbook", "Book"]).is_ok_and(|s| s.is_some())
}

/// Reads the workbook sheet by sheet.
pub(super) fn read(bytes: &[u8], limits: &Limits, sheets: &mut Sheets) -> Result<(), Unread> {
    if ole::is_encrypted(bytes) {
        return Err(ole::encrypted());
    }
    if !ole::is_ole(bytes) {
        return Err(damaged("the file is no Excel workbook of 97 to 2003 (.xls)"));
    }
    let stream = compound::stream(bytes, &["Workbook", "Book"])?.ok_or_else(too_old)?;
    let book = Book::read(&stream)?;
    for (start, name) in &book.sheets {
        let mut grid = Grid::new(limits);
        let records = stream.get(*start..).ok_or_else(|| broken("a sheet lies beyond its end"))?;
        book.sheet(records, &mut grid)?;
        sheets.write(name, &grid)?;
    }
    Ok(())
}

impl Book {
    fn read(stream: &[u8]) -> Result<Self, Unread> {
        let mut book = Self::default();
        let mut records = Records { bytes: stream }.peekable();
        match records.next() {
            Some((0x809, [0, 6, ..])) => {}
            Some((0x809, _)) => return Err(too_old()),
            _ => return Err(broken("it does not begin as a workbook does")),
        }
        while let Some((kind, data)) = records.next() {
            match kind {
                0x0a => return Ok(book),
                0x2f => return Err(ole::encrypted()),
                0x22 => book.from_1904 = half(data, 0) == Some(1),
                0x41e => {
                    let code = Text::new(vec![data.get(2..).unwrap_or_default()]).string();
                    book.formats.extend(half(data, 0).zip(code));
                }
                0xe0 => book.styles.push(half(data, 2).unwrap_or_default()),
                0x85 => book.sheets.extend(seen_sheet(data)),
                0xfc => {
                    let mut text = Text::new(with_rest(data.get(8..).unwrap_or_default(), &mut records));
                    book.strings.extend(std::iter::from_fn(|| text.string()));
                }
                _ => {}
            }
        }
        Err(broken("it is cut off"))
    }

    /// Reads the cells of a sheet. Charts in a sheet are streams in the stream and passed over.
    fn sheet(&self, bytes: &[u8], grid: &mut Grid) -> Result<(), Unread> {
        let mut merges = Vec::new();
        let mut depth = 0;
        // The cell whose formula gave text, which follows in a record of its own.
        let mut waits = None;
        let mut records = Records { bytes }.peekable();
        while let Some((kind, data)) = records.next() {
            match kind {
                0x809 => depth += 1,
                0x0a if depth <= 1 => return grid.merge(&merges),
                0x0a => depth -= 1,
                _ if depth != 1 => {}
                0x207 => {
                    let text = Text::new(with_rest(data, &mut records)).string();
                    if let Some(((row, column), text)) = waits.take().zip(text) {
                        grid.put(row, column, Cell { text, words: true })?;
                    }
                }
                0xe5 => {
                    let listed = data.get(2..).unwrap_or_default().as_chunks::<8>().0;
                    merges.extend(listed.iter().filter_map(|m| merge(m)));
                }
                0xbd => self.many(data, grid)?,
                _ => {
                    let Some(place) = half(data, 0).zip(half(data, 2)) else { continue };
                    let place = (u32::from(place.0), u32::from(place.1));
                    if is_text_formula(kind, data) {
                        waits = Some(place);
                    } else if let Some(cell) = self.cell(kind, data) {
                        grid.put(place.0, place.1, cell)?;
                    } else if kind == 0xfd {
                        return Err(broken("a cell has a text that is not there"));
                    }
                }
            }
        }
        Err(broken("a sheet is cut off"))
    }

    /// A row of packed numbers in one record.
    fn many(&self, data: &[u8], grid: &mut Grid) -> Result<(), Unread> {
        let (Some(row), Some(first)) = (half(data, 0), half(data, 2)) else { return Ok(()) };
        for (i, packed) in data.get(4..).unwrap_or_default().as_chunks::<6>().0.iter().enumerate() {
            let value = packed.last_chunk::<4>().map_or(0.0, |p| unpack(u32::from_le_bytes(*p)));
            let cell = Cell { text: self.number(value, half(packed, 0)), words: false };
            grid.put(u32::from(row), u32::from(first) + i as u32, cell)?;
        }
        Ok(())
    }

    fn cell(&self, kind: u16, data: &[u8]) -> Option<Cell> {
        let style = half(data, 4);
        let figure = |value: f64| Cell { text: self.number(value, style), words: false };
        let sign = |text: &str| Cell { text: text.to_owned(), words: false };
        match kind {
            0xfd => {
                let index = data.get(6..)?.first_chunk::<4>()?;
                let text = self.strings.get(u32::from_le_bytes(*index) as usize)?.clone();
                Some(Cell { text, words: true })
            }
            0x204 | 0xd6 => Text::new(vec![data.get(6..)?]).string().map(|text| Cell { text, words: true }),
            0x203 => Some(figure(f64::from_le_bytes(*data.get(6..)?.first_chunk::<8>()?))),
            0x27e => Some(figure(unpack(u32::from_le_bytes(*data.get(6..)?.first_chunk::<4>()?)))),
            0x205 if *data.get(7)? == 1 => Some(sign(error(*data.get(6)?))),
            0x205 => Some(sign(truth(*data.get(6)?))),
            0x06 => match data.get(6..)?.first_chunk::<8>()? {
                [1, _, value, _, _, _, 0xff, 0xff] => Some(sign(truth(*value))),
                [2, _, value, _, _, _, 0xff, 0xff] => Some(sign(error(*value))),
                [_, _, _, _, _, _, 0xff, 0xff] => None,
                value => Some(figure(f64::from_le_bytes(*value))),
            },
            _ => None,
        }
    }

    fn number(&self, value: f64, style: Option<u16>) -> String {
        let id = style.and_then(|s| self.styles.get(usize::from(s))).copied().unwrap_or_default();
        let code = self.formats.get(&id).map_or_else(|| show::built_in(u32::from(id)), String::as_str);
        show::number(value, code, self.from_1904)
    }
}

/// Walks through records; one that is cut off ends the walk.
struct Records<'a> {
    bytes: &'a [u8],
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, length) = (half(self.bytes, 0)?, usize::from(half(self.bytes, 2)?));
        let data = self.bytes.get(4..4 + length)?;
        self.bytes = self.bytes.get(4 + length..)?;
        Some((kind, data))
    }
}

/// The bytes of a record with those of the records that go on from it.
fn with_rest<'a>(data: &'a [u8], records: &mut Peekable<Records<'a>>) -> Vec<&'a [u8]> {
    let mut pieces = vec![data];
    while let Some((_, more)) = records.next_if(|(kind, _)| *kind == 0x3c) {
        pieces.push(more);
    }
    pieces
}

/// Where a sheet begins and its name, if it is one of cells and is not hidden.
fn seen_sheet(data: &[u8]) -> Option<(usize, String)> {
    let start = u32::from_le_bytes(*data.first_chunk::<4>()?) as usize;
    let name = Text::new(vec![data.get(6..)?]).short_string()?;
    (data.get(4)? % 4 == 0 && *data.get(5)? == 0).then_some((start, name))
}

fn is_text_formula(kind: u16, data: &[u8]) -> bool {
    kind == 0x06 && data.get(6) == Some(&0) && half(data, 12) == Some(0xffff)
}

fn merge(data: &[u8]) -> Option<Merge> {
    let at = |i| half(data, i).map(u32::from);
    Some(Merge { rows: (at(0)?, at(2)?), columns: (at(4)?, at(6)?) })
}

/// A number packed into four bytes: the upper part of a float, or an integer, perhaps in hundredths.
fn unpack(packed: u32) -> f64 {
    let value =
        if packed & 2 == 0 { f64::from_bits(u64::from(packed & !3) << 32) } else { f64::from((packed as i32) >> 2) };
    if packed & 1 == 1 { value / 100.0 } else { value }
}

fn truth(value: u8) -> &'static str {
    if value == 0 { "FALSE" } else { "TRUE" }
}

fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

fn half(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|h| u16::from_le_bytes(*h))
}

fn too_old() -> Unread {
    let reason =
        "the file is no workbook of Excel 97 or later; open it in Excel or WPS and save it as .xlsx (另存为 .xlsx)";
    Unread { code: "unsupported_format", reason: reason.to_owned(), position: None }
}

fn broken(why: &str) -> Unread {
    damaged(&format!("the .xls file cannot be read: {why}"))
}

#[cfg(test)]
mod tests {
    use super::unpack;

    #[test]
    fn packed_numbers() {
        assert!((unpack((1234 << 2) | 2) - 1234.0).abs() < 1e-12);
        assert!((unpack(((-1234_i32 << 2) | 3) as u32) + 12.34).abs() < 1e-12);
        assert!((unpack((1.5_f64.to_bits() >> 32) as u32) - 1.5).abs() < 1e-12);
    }
}
