//! How a document's text was laid out in its file: what each piece is, the cells of tables, pages.
//!
//! A plain text has none and is segmented by its words alone. A web page, a Word file, a PDF or a
//! spreadsheet tells more, and what it tells stands here beside the text, never in it.

use serde::{Deserialize, Serialize};

use super::Span;

/// What a piece of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PartKind {
    /// A heading with the level that the file gives it, 1 the highest. The outline of a document is made
    /// by its marks (一、 （一）), which offices keep to and styles of headings often do not.
    Heading(u8),
    /// A paragraph, whole.
    Paragraph,
    /// A point of a list.
    ListItem,
    /// A row of a table: its cells with tabs between them.
    Row,
    /// Navigation, page numbers, running headers: set aside, not read for figures.
    Furniture,
}

/// A piece of the text. Parts stand in order, do not overlap, and each is a line of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Where it is, in bytes, without the line end.
    pub span: Span,
}

/// A cell of a table. Merged cells stand once, with the rows and columns they take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableCell {
    /// The first row it takes, from 0.
    pub row: u32,
    /// The first column it takes, from 0.
    pub column: u32,
    /// Rows it takes, at least 1.
    pub rows: u32,
    /// Columns it takes, at least 1.
    pub columns: u32,
    /// Its words in the text, in bytes; empty for an empty cell.
    pub span: Span,
    /// Whether the file marks it as a head (`<th>`, a header row in Word).
    pub header: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Table {
    /// The lines of the text it takes, from its first row to its last.
    pub span: Span,
    /// Cells by row, then by column.
    pub cells: Vec<TableCell>,
}

/// The layout of a document's text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Layout {
    /// The pieces of the text, in order.
    pub parts: Vec<Part>,
    /// Tables, in order.
    pub tables: Vec<Table>,
    /// Where each page begins in the text, in bytes; empty when the format has no pages. The first
    /// page is number 1.
    pub pages: Vec<u32>,
}

impl Layout {
    /// The table that byte `at` of the text stands in.
    #[must_use]
    pub fn table_at(&self, at: u32) -> Option<&Table> {
        let next = self.tables.partition_point(|t| t.span.start <= at);
        self.tables[..next].last().filter(|t| at < t.span.end)
    }

    /// The page on which byte `at` of the text stands, from 1; `None` when the format has no pages.
    #[must_use]
    pub fn page(&self, at: u32) -> Option<u32> {
        let page = self.pages.partition_point(|&start| start <= at) as u32;
        (!self.pages.is_empty()).then_some(page.max(1))
    }
}
