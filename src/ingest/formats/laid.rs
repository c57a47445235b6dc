//! The text of a document with its layout, and the only way to write one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Limits, Unread};
use crate::model::deadline;
use crate::model::{Layout, Part, PartKind, Span, Table, TableCell};

/// What a file says of itself outside its text: meta elements, properties, the disclosure box.
/// Fields are as written; empty ones stay `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Head {
    /// Title.
    pub title: Option<String>,
    /// The body that issued it (发布机构).
    pub publisher: Option<String>,
    /// Document number (文号).
    pub number: Option<String>,
    /// Index number (索引号).
    pub index_number: Option<String>,
    /// Date of publication (发文日期, 发布时间).
    pub published: Option<Date>,
}

/// A document's text as a format gave it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Laid {
    /// The text.
    pub text: String,
    /// How it was laid out.
    pub layout: Layout,
    /// What the file says of itself.
    pub head: Head,
    /// The encoding it was decoded from, after the WHATWG encoding standard.
    pub encoding: &'static str,
}

/// The words of a cell with the place it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellText {
    /// Its words; white space and line ends in them become single spaces.
    pub text: String,
    /// The first column it takes, from 0.
    pub column: u32,
    /// Rows it takes, at least 1.
    pub rows: u32,
    /// Columns it takes, at least 1.
    pub columns: u32,
    /// Whether the file marks it as a head.
    pub header: bool,
}

/// Writes a [`Laid`], part by part, within the limit of characters.
#[derive(Debug)]
pub struct Builder {
    laid: Laid,
    max_chars: u64,
    chars: u64,
    cells: u64,
    max_cells: u64,
    row: u32,
}

impl Builder {
    /// An empty text.
    #[must_use]
    pub fn new(limits: &Limits) -> Self {
        Self {
            laid: Laid { encoding: "UTF-8", ..Laid::default() },
            max_chars: limits.max_chars,
            chars: 0,
            cells: 0,
            max_cells: limits.max_cells,
            row: 0,
        }
    }

    /// Writes a part on a line of its own. Runs of white space become one space, but for the
    /// ideographic spaces and no-break spaces of the words themselves; what is only white space is
    /// no part.
    ///
    /// # Errors
    /// `too_large` when the text has more characters than the limit.
    pub fn part(&mut self, kind: PartKind, words: &str) -> Result<(), Unread> {
        deadline::check();
        let start = self.laid.text.len();
        self.words(words)?;
        if self.laid.text.len() > start {
            self.end_line(kind, start);
        }
        Ok(())
    }

    /// Begins a table; [`Builder::row`] writes its rows and [`Builder::end_table`] ends it.
    pub fn begin_table(&mut self) {
        let start = self.laid.text.len();
        self.row = 0;
        self.laid.layout.tables.push(Table { span: Span::empty(start), cells: Vec::new() });
    }

    /// Writes a row of the table begun last: its own cells by column. Cells that reach in from rows
    /// above are not among them; every column of the row has a tab before it but the first, so that
    /// the line reads as columns.
    ///
    /// # Errors
    /// `too_large` when the text has more characters or cells than the limit.
    pub fn row(&mut self, cells: &[CellText]) -> Result<(), Unread> {
        deadline::check();
        let start = self.laid.text.len();
        self.cells += cells.len() as u64;
        if self.cells > self.max_cells {
            return Err(too_large(format!("its tables have more than {} cells", self.max_cells)));
        }
        let mut column = 0;
        let mut written = Vec::with_capacity(cells.len());
        for cell in cells {
            // A cell far to the right of the one before is a damaged or hostile table.
            let gap = cell.column.saturating_sub(column).min(64);
            for _ in 0..gap {
                self.push('\t')?;
            }
            column = column.max(cell.column);
            let begins = self.laid.text.len();
            self.words(&cell.text)?;
            written.push(TableCell {
                row: self.row,
                column: cell.column,
                rows: cell.rows.max(1),
                columns: cell.columns.max(1),
                span: Span::new(begins, self.laid.text.len()),
                header: cell.header,
            });
        }
        self.row += 1;
        if self.laid.text[start..].trim().is_empty() {
            self.laid.text.truncate(start);
            return Ok(());
        }
        if let Some(table) = self.laid.layout.tables.last_mut() {
            table.cells.append(&mut written);
        }
        self.end_line(PartKind::Row, start);
        Ok(())
    }

    /// Ends the table begun last; one without words is none.
    pub fn end_table(&mut self) {
        let end = self.laid.text.trim_end_matches('\n').len();
        let Some(table) = self.laid.layout.tables.last_mut() else { return };
        if table.cells.is_empty() {
            self.laid.layout.tables.pop();
        } else {
            table.span.end = end as u32;
        }
    }

    /// Begins a page: what is written from here on stands on it.
    pub fn page(&mut self) {
        self.laid.layout.pages.push(self.laid.text.len() as u32);
    }

    /// What the file says of itself.
    pub fn head(&mut self) -> &mut Head {
        &mut self.laid.head
    }

    /// The encoding of the file.
    pub fn encoding(&mut self, name: &'static str) {
        self.laid.encoding = name;
    }

    /// The text and its layout.
    #[must_use]
    pub fn finish(self) -> Laid {
        self.laid
    }

    fn end_line(&mut self, kind: PartKind, start: usize) {
        let span = Span::new(start, self.laid.text.len());
        self.laid.layout.parts.push(Part { kind, span });
        self.laid.text.push('\n');
    }

    /// Words with their white space made plain.
    fn words(&mut self, words: &str) -> Result<(), Unread> {
        let mut gap = false;
        let start = self.laid.text.len();
        for c in words.trim_matches(is_space).chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
                gap = true;
            } else if !(c.is_control() || c == '\u{feff}') {
                if gap && self.laid.text.len() > start {
                    self.push(' ')?;
                }
                gap = false;
                self.push(c)?;
            }
        }
        Ok(())
    }

    fn push(&mut self, c: char) -> Result<(), Unread> {
        self.chars += 1;
        if self.chars > self.max_chars {
            return Err(too_large(format!("its text has more than {} characters", self.max_chars)));
        }
        self.laid.text.push(c);
        Ok(())
    }
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}'
}

fn too_large(reason: String) -> Unread {
    Unread { code: "too_large", reason, position: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, column: u32, rows: u32, columns: u32) -> CellText {
        CellText { text: text.to_owned(), column, rows, columns, header: false }
    }

    #[test]
    fn parts_are_lines_and_rows_are_columns() {
        let mut b = Builder::new(&Limits::default());
        b.part(PartKind::Heading(1), " 一、 工业\n").unwrap();
        b.part(PartKind::Paragraph, " \n ").unwrap();
        b.begin_table();
        b.row(&[cell("产品", 0, 2, 1), cell("2024年", 1, 1, 2)]).unwrap();
        b.row(&[cell("产量", 1, 1, 1), cell("增长\n(%)", 2, 1, 1)]).unwrap();
        b.end_table();
        b.part(PartKind::Paragraph, "完。").unwrap();
        let laid = b.finish();
        assert_eq!(laid.text, "一、 工业\n产品\t2024年\n\t产量\t增长 (%)\n完。\n");
        for part in &laid.layout.parts {
            assert_eq!(laid.text.as_bytes()[part.span.end as usize], b'\n');
        }
        let table = &laid.layout.tables[0];
        assert_eq!(table.span.of(&laid.text), "产品\t2024年\n\t产量\t增长 (%)");
        let cells: Vec<_> = table.cells.iter().map(|c| (c.row, c.column, c.span.of(&laid.text))).collect();
        assert_eq!(cells, [(0, 0, "产品"), (0, 1, "2024年"), (1, 1, "产量"), (1, 2, "增长 (%)")]);
    }

    #[test]
    fn limits_hold() {
        let limits = Limits { max_chars: 3, max_cells: 1, ..Limits::default() };
        assert_eq!(Builder::new(&limits).part(PartKind::Paragraph, "四个字的").unwrap_err().code, "too_large");
        let mut b = Builder::new(&limits);
        b.begin_table();
        assert_eq!(b.row(&[cell("1", 0, 1, 1), cell("2", 1, 1, 1)]).unwrap_err().code, "too_large");
    }
}
