//! A table as people keep it: CSV, also as spreadsheets save it.
//!
//! What spreadsheets do to a file is undone here, as far as it says what it is: byte-order marks,
//! UTF-16 and GB18030, semicolons and tabs in the place of commas, a first line `sep=;`, cells left out
//! at the end of a line, lines of nothing but separators. What they do to a cell is looked at where the
//! cell is understood.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::ingest::decode;
use crate::model::{Error, Result};
use crate::publish::sha256;

/// A table in memory.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) path: PathBuf,
    /// SHA-256 of the file, as hexadecimal digits.
    pub(crate) sha256: String,
    /// What stands between cells.
    pub(crate) separator: u8,
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<SheetRow>,
}

/// A line of a table that is not empty.
#[derive(Debug)]
pub(crate) struct SheetRow {
    /// Where it begins in the file, from 1.
    pub(crate) line: usize,
    /// As many cells as the header has, without white space around them.
    pub(crate) cells: Vec<String>,
}

impl Sheet {
    /// Reads a file of at most `max_bytes`.
    ///
    /// # Errors
    /// `sheet-unreadable`, `sheet-too-large`; `sheet-syntax` with the line.
    pub(crate) fn read(path: &Path, max_bytes: u64) -> Result<Self> {
        let bytes = bytes_of(path, max_bytes)?;
        let decoded = decode(&bytes).map_err(|e| {
            Error::usage("sheet-unreadable", format!("this table is no text: {}", e.reason))
                .at_file(path)
                .hint("save it as CSV; Excel calls it “CSV UTF-8”")
        })?;
        let sha256 = sha256(&bytes);
        let (text, separator, skipped) = separated(&decoded.text);
        let mut sheet = Self { path: path.to_owned(), sha256, separator, header: Vec::new(), rows: Vec::new() };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        for record in reader.records() {
            let record = record.map_err(|e| {
                let line = e.position().map_or(1, |p| p.line() as usize) + skipped;
                Error::usage("sheet-syntax", format!("not a table: {e}")).at_file(path).at_line(line, None).caused_by(e)
            })?;
            let line = record.position().map_or(1, |p| p.line() as usize) + skipped;
            sheet.push(line, &record)?;
        }
        if sheet.header.is_empty() {
            return Err(Error::usage("sheet-syntax", "this table has no header line").at_file(path));
        }
        Ok(sheet)
    }

    fn push(&mut self, line: usize, record: &csv::StringRecord) -> Result<()> {
        if record.iter().all(str::is_empty) {
            return Ok(());
        }
        let mut cells: Vec<String> = record.iter().map(str::to_owned).collect();
        if self.header.is_empty() {
            while cells.last().is_some_and(String::is_empty) {
                cells.pop();
            }
            self.header = cells;
            return self.header_is_good(line);
        }
        let columns = self.header.len();
        if cells.iter().skip(columns).any(|c| !c.is_empty()) {
            let message = format!("this line has {} cells, and the header {columns}", cells.len());
            return Err(self
                .error(line, "sheet-syntax", message)
                .hint("a cell with a separator in it stands in quotes"));
        }
        cells.resize(columns, String::new());
        self.rows.push(SheetRow { line, cells });
        Ok(())
    }

    fn header_is_good(&self, line: usize) -> Result<()> {
        for (i, name) in self.header.iter().enumerate() {
            if name.is_empty() || self.header[..i].contains(name) {
                let message = if name.is_empty() {
                    format!("column {} has no name", i + 1)
                } else {
                    format!("two columns are named `{}`", super::column::shortened(name))
                };
                return Err(self.error(line, "sheet-syntax", message));
            }
        }
        Ok(())
    }

    /// The place of a column.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.header.iter().position(|h| h == name)
    }

    /// An error about a line of the file.
    pub(crate) fn error(&self, line: usize, code: &'static str, message: impl Into<String>) -> Error {
        Error::usage(code, message).at_file(&self.path).at_line(line, None)
    }
}

fn bytes_of(path: &Path, max_bytes: u64) -> Result<Vec<u8>> {
    let unreadable = |e: std::io::Error| {
        Error::usage("sheet-unreadable", format!("cannot read this table: {e}")).at_file(path).caused_by(e)
    };
    let mut bytes = Vec::new();
    File::open(path).and_then(|f| f.take(max_bytes + 1).read_to_end(&mut bytes)).map_err(unreadable)?;
    if bytes.len() as u64 > max_bytes {
        let message = format!("this table has more than the {max_bytes} bytes that are read");
        return Err(Error::usage("sheet-too-large", message).at_file(path));
    }
    Ok(bytes)
}

/// The text of the table, its separator, and how many lines stand before it.
fn separated(text: &str) -> (&str, u8, usize) {
    if let Some(rest) = text.strip_prefix("sep=")
        && let Some((separator, table)) = rest.split_once('\n')
        && let [separator] = separator.trim_end_matches('\r').as_bytes()
    {
        return (table, *separator, 1);
    }
    let first = text.lines().next().unwrap_or_default();
    let parts = |separator: &u8| first.matches(char::from(*separator)).count();
    let separator = [b',', b';', b'\t'].into_iter().rev().max_by_key(parts).unwrap_or(b',');
    (text, separator, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Sheet> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), bytes).unwrap();
        Sheet::read(file.path(), 1000)
    }

    #[test]
    fn a_table_is_the_same_however_it_was_saved() {
        let text = "a,b\r\n甲,\"乙,丙\"\r\n,\r\n丁\r\n";
        let semicolons = "sep=;\r\na;b;\r\n甲;乙,丙\r\n;;\r\n丁;;\r\n";
        let tabs = "a\tb\n甲\t\"乙,丙\"\n\n丁\n";
        let utf16 = [0xFF, 0xFE].into_iter().chain(tabs.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let saved: [Vec<u8>; 5] = [
            text.into(),
            format!("\u{feff}{text}").into(),
            encoding_rs::GB18030.encode(text).0.into_owned(),
            semicolons.into(),
            utf16,
        ];
        for bytes in saved {
            let sheet = read(&bytes).unwrap();
            assert_eq!(sheet.header, ["a", "b"]);
            let cells: Vec<_> = sheet.rows.iter().map(|r| r.cells.join("|")).collect();
            assert_eq!(cells, ["甲|乙,丙", "丁|"]);
        }
    }

    #[test]
    fn what_is_no_table_is_said_with_its_line() {
        for (bytes, code, line) in [
            (b"".as_slice(), "sheet-syntax", None),
            (b"a,a\n1,2\n", "sheet-syntax", Some(1)),
            (b"a,,b\n1,2,3\n", "sheet-syntax", Some(1)),
            (b"a,b\n1,2\n1,2,3\n", "sheet-syntax", Some(3)),
            (b"a,b\n\x00\x01\x02", "sheet-unreadable", None),
            ([b'a'; 1001].as_slice(), "sheet-too-large", None),
        ] {
            let error = read(bytes).map(|_| ()).unwrap_err();
            assert_eq!((error.code(), error.place().line), (code, line), "{error}");
        }
    }
}
