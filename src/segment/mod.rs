//! Stage 2, document to sentences: headings, paragraphs, tables, sentences.
//!
//! Lines are scanned once ([`lines`]), those of page furniture and tables are tagged
//! ([`furniture`], [`tables`]), the rest become headings, points and paragraphs in an outline
//! ([`blocks`], [`headings`], [`markers`], [`wrap`]), and blocks are cut into sentences
//! ([`sentences`]). Every step is linear in the length of the text.

mod blocks;
mod furniture;
mod headings;
mod lines;
mod markers;
mod sentences;
mod tables;
mod white;
mod wrap;

use crate::model::{Document, Part, Span};
use lines::Line;
use wrap::Wrap;

pub(crate) use headings::names_chart;
pub(crate) use tables::names_labels;
pub use white::is_white;

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

/// A paragraph, heading, row or other piece of text that stands by itself. A line is one, except
/// that lines broken inside a paragraph are one together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is, without the white space around it; line ends can be inside.
    pub span: Span,
    /// The headings above it, for a heading with itself; an index into [`Segments::sections`].
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

/// Cuts a document into blocks and sentences: by its layout where the file gave one, else by its
/// words alone.
#[must_use]
pub fn segment(document: &Document) -> Segments {
    if document.layout.parts.is_empty() {
        segment_text(&document.text)
    } else {
        segment_laid(&document.text, &document.layout.parts)
    }
}

/// Cuts a text into blocks and sentences.
///
/// Every character that is not white space ([`is_white`]; also `<U+00A0>`, an escaped no-break
/// space) lies in exactly one block, and, unless the block is page furniture, in exactly one
/// sentence of it.
#[must_use]
pub fn segment_text(text: &str) -> Segments {
    let mut lines = lines::scan(text);
    lines::mend(text, &mut lines);
    furniture::mark(text, &mut lines);
    tables::mark(text, &mut lines);
    let wrap = Wrap::of(&lines);
    outlined(text, &lines, wrap)
}

/// Cuts a text of which the parts are known.
fn segment_laid(text: &str, parts: &[Part]) -> Segments {
    let mut lines = lines::scan(text);
    furniture::mark(text, &mut lines);
    lines::tag(&mut lines, parts);
    // Offices break paragraphs in mid-sentence in Word and on web pages too.
    outlined(text, &lines, Wrap::default())
}

fn outlined(text: &str, lines: &[Line], wrap: Wrap) -> Segments {
    let (blocks, sections) = blocks::build(text, lines, wrap);
    let mut found = Vec::with_capacity(text.len() / 128 + blocks.len());
    for (index, block) in blocks.iter().enumerate() {
        if block.kind != BlockKind::Furniture {
            sentences::split(text, block.span, |span| found.push(Sentence { span, block: index as u32 }));
        }
    }
    Segments { blocks, sentences: found, sections }
}
