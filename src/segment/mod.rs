//! Stage 2, document to sentences: headings, paragraphs, tables, sentences, clauses.

use crate::model::{Document, Span};

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// Title and date lines at the head of the document.
    Head,
    /// A heading; 1 is the highest level.
    Heading(u8),
    /// Running text.
    Paragraph,
    /// One point of a list.
    ListItem,
    /// A line of a table in plain text.
    TableRow,
    /// Navigation, share buttons, footers: set aside, not read for figures.
    Furniture,
}

/// A run of text between line ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is, without the line end.
    pub span: Span,
    /// The headings above it, an index into [`Segments::sections`].
    pub section: Option<u32>,
}

/// A sentence of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it is, with its closing mark.
    pub span: Span,
    /// Index of its block.
    pub block: u32,
}

/// A document cut into blocks and sentences.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Segments {
    /// Blocks in order; empty lines make none.
    pub blocks: Vec<Block>,
    /// Sentences in order; furniture has none.
    pub sentences: Vec<Sentence>,
    /// Heading paths, joined by ` / `.
    pub sections: Vec<String>,
}

/// Cuts a document into blocks and sentences.
#[must_use]
pub fn segment(_document: &Document) -> Segments {
    Segments::default()
}
