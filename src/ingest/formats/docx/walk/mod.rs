//! The walk through the XML of a body: what is shown becomes blocks.
//!
//! The walk keeps its own stacks, one for each thing that can stand in itself (a paragraph stands in
//! a text box that stands in a paragraph), so depth costs memory and never the program's stack.
//! Elements that are not known are walked through: links, smart tags, content controls and what
//! others put around text. What is left out with all that stands in it is listed in `open.rs`.

mod close;
mod open;

use std::collections::HashMap;

use super::block::Block;
use super::fields::Fields;
use super::numbering::Numbering;
use super::para::Para;
use super::styles::Styles;
use super::table::{Draft, DraftCell, DraftRow};
use crate::ingest::Limits;
use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::{Item, Xml};

/// What an open element is to the walk.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Open {
    Para,
    ParaProps,
    MarkProps,
    ListProps,
    Run,
    RunProps,
    /// Text, that is shown as it stands or trimmed.
    Text(bool),
    Instruction,
    Table,
    Row,
    RowProps,
    Cell,
    CellProps,
    TextBox,
    Alternatives,
    Branch,
    Control,
    Raised,
    Note(String),
    Other,
}

/// Which notes a mark leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NoteKind {
    /// At the foot of the page.
    Foot,
    /// At the end.
    End,
}

/// The mark of a note in the text.
#[derive(Debug)]
pub(super) struct Mark {
    /// The id of the note.
    pub(super) id: String,
    /// Its number, or that of the last one before it that is counted.
    pub(super) number: usize,
    /// Whether its author typed a mark instead of the number.
    pub(super) own: bool,
}

/// How text of a run looks.
#[derive(Debug, Clone, Copy, Default)]
struct Look {
    hidden: bool,
    raised: bool,
}

/// Where blocks go: the body, a cell, a text box, a note.
#[derive(Debug, Default)]
struct Sink {
    blocks: Vec<Block>,
    /// Text of paragraphs whose mark was deleted; the next paragraph begins with it.
    carried: String,
}

/// What the document knows while it is walked through, part by part.
pub(super) struct Walk<'a> {
    styles: &'a Styles,
    numbering: &'a mut Numbering,
    limits: &'a Limits,
    chars: u64,
    /// Marks of notes in the order in which they stand.
    pub(super) marks: HashMap<NoteKind, Vec<Mark>>,
    /// The text of notes by their id.
    pub(super) notes: HashMap<String, Vec<Block>>,
    path: Vec<Open>,
    skipped: usize,
    sinks: Vec<Sink>,
    paras: Vec<(Para, Vec<Block>)>,
    looks: Vec<Look>,
    tables: Vec<Draft>,
    alternatives: Vec<bool>,
    controls: Vec<bool>,
    raised: usize,
    fields: Fields,
    /// Whether another document stands in this one, in a part and a format of its own.
    holds_other: bool,
}

impl<'a> Walk<'a> {
    /// A walk that has not begun.
    pub(super) fn new(styles: &'a Styles, numbering: &'a mut Numbering, limits: &'a Limits) -> Self {
        Self {
            styles,
            numbering,
            limits,
            chars: 0,
            marks: HashMap::new(),
            notes: HashMap::new(),
            path: Vec::new(),
            skipped: 0,
            sinks: Vec::new(),
            paras: Vec::new(),
            looks: Vec::new(),
            tables: Vec::new(),
            alternatives: Vec::new(),
            controls: Vec::new(),
            raised: 0,
            fields: Fields::default(),
            holds_other: false,
        }
    }

    /// Walks through a part and returns its blocks; those of notes go to [`Walk::notes`].
    ///
    /// # Errors
    /// Those of the XML, and `too_large` when there are more characters than the limit.
    pub(super) fn part(&mut self, text: &str, name: &str) -> Result<Vec<Block>, Unread> {
        let mut xml = Xml::new(text, name, self.limits);
        self.sinks.push(Sink::default());
        while let Some(item) = xml.next()? {
            match item {
                Item::Start(_) if self.skipped > 0 => self.skipped += 1,
                Item::End if self.skipped > 0 => self.skipped -= 1,
                Item::Start(element) => match self.start(&element, &xml) {
                    Some(open) => self.path.push(open),
                    None => self.skipped = 1,
                },
                Item::End => {
                    if let Some(open) = self.path.pop() {
                        self.end(open)?;
                    }
                }
                Item::Text(text) => self.text(&text),
            }
        }
        self.fields = Fields::default();
        if self.holds_other {
            // Word takes it in when it saves the file; until then most of the text may be missing.
            let reason = "another document stands in this one as a part of its own (altChunk); open it in Word and \
                          save it again";
            return Err(Unread { code: "unsupported_format", reason: reason.to_owned(), position: None });
        }
        self.close_sink()
    }

    fn text(&mut self, text: &str) {
        match self.path.last() {
            Some(Open::Text(true)) => self.show(text),
            // Without `xml:space="preserve"` Word does not show white space at the ends.
            Some(Open::Text(false)) => self.show(text.trim_matches([' ', '\t', '\n', '\r'])),
            Some(Open::Instruction) => self.fields.instruct(text),
            _ => {}
        }
    }

    fn show(&mut self, text: &str) {
        if self.is_hidden() || !self.fields.shows(text) {
            return;
        }
        let raised = self.raised > 0 || self.looks.last().is_some_and(|l| l.raised);
        let contents = self.fields.in_contents();
        self.para(|p| {
            p.push(text, raised);
            p.contents |= contents;
        });
    }

    fn is_hidden(&self) -> bool {
        self.looks.last().is_some_and(|l| l.hidden)
    }

    /// How text of the paragraph looks that says nothing of its own.
    fn look_of_para(&self) -> Look {
        let id = self.paras.last().and_then(|(p, _)| p.style.as_deref());
        let style = self.styles.paragraph(id);
        Look { hidden: style.hidden.unwrap_or(false), raised: style.raised.unwrap_or(false) }
    }

    fn para(&mut self, change: impl FnOnce(&mut Para)) -> bool {
        self.paras.last_mut().map(|(p, _)| change(p)).is_some()
    }

    fn row(&mut self, change: impl FnOnce(&mut DraftRow)) -> bool {
        self.tables.last_mut().and_then(|t| t.rows.last_mut()).map(change).is_some()
    }

    fn cell(&mut self, change: impl FnOnce(&mut DraftCell)) -> bool {
        self.tables.last_mut().and_then(|t| t.rows.last_mut()?.cells.last_mut()).map(change).is_some()
    }
}
