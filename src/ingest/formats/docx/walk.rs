//! The walk through the XML of a body: what is shown becomes blocks.
//!
//! The walk keeps its own stacks, one for each thing that can stand in itself (a paragraph stands in
//! a text box that stands in a paragraph), so depth costs memory and never the program's stack.
//! Elements that are not known are walked through: links, smart tags, content controls and what
//! others put around text. What is left out with all that stands in it is listed in [`is_aside`].

use std::collections::HashMap;

use super::block::Block;
use super::fields::Fields;
use super::numbering::Numbering;
use super::para::{self, Para};
use super::styles::Styles;
use super::symbols;
use super::table::{Draft, DraftCell, DraftRow, Merge};
use crate::ingest::Limits;
use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::{Element, Item, Space, Xml, too_large};
use crate::model::PartKind;

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
    pub(super) marks: Vec<(NoteKind, String)>,
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
}

impl<'a> Walk<'a> {
    /// A walk that has not begun.
    pub(super) fn new(styles: &'a Styles, numbering: &'a mut Numbering, limits: &'a Limits) -> Self {
        Self {
            styles,
            numbering,
            limits,
            chars: 0,
            marks: Vec::new(),
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
        self.close_sink()
    }

    /// Opens an element; `None` when it is left out with all that stands in it.
    fn start(&mut self, element: &Element<'_>, xml: &Xml<'_>) -> Option<Open> {
        match element.space {
            Space::Word => self.start_word(element),
            Space::Compat => self.start_compat(element, xml),
            Space::Math => Some(self.start_math(element.name())),
            Space::Vml if element.name() == "textpath" => {
                // Lettering drawn along a path, as letterheads have it.
                element.attr("string").into_iter().for_each(|text| self.show(&text));
                Some(Open::Other)
            }
            _ => Some(Open::Other),
        }
    }

    fn start_word(&mut self, element: &Element<'_>) -> Option<Open> {
        let name = element.name();
        if is_aside(name) {
            return None;
        }
        // Alternatives stand for what they are chosen from.
        let mut above = self.path.iter().rev().filter(|o| !matches!(o, Open::Alternatives | Open::Branch));
        let open = match (above.next().unwrap_or(&Open::Other), name) {
            (Open::MarkProps, "del" | "moveFrom") => {
                self.para(|p| p.goes_on = true);
                Open::Other
            }
            (Open::RowProps, "del") => {
                self.row(|r| r.deleted = true);
                Open::Other
            }
            (_, "del" | "moveFrom") => return None,
            (Open::ParaProps | Open::ListProps, _) => self.para_property(element),
            (Open::RunProps, _) => self.run_property(element),
            (Open::RowProps | Open::CellProps, _) => self.cell_property(element),
            (Open::Run, _) => self.in_run(element)?,
            (Open::Para, "pPr") => Open::ParaProps,
            (Open::Row, "trPr") => Open::RowProps,
            (Open::Cell, "tcPr") => Open::CellProps,
            _ => self.container(element),
        };
        Some(open)
    }

    fn container(&mut self, element: &Element<'_>) -> Open {
        match element.name() {
            "p" => {
                self.paras.push((Para::begin(self.fields.len()), Vec::new()));
                Open::Para
            }
            "r" => {
                self.looks.push(self.look_of_para());
                Open::Run
            }
            "tbl" => {
                self.tables.push(Draft::default());
                Open::Table
            }
            "tr" if self.tables.last_mut().map(|t| t.rows.push(DraftRow::default())).is_some() => Open::Row,
            "tc" if self.row(|r| r.cells.push(DraftCell::default())) => {
                self.sinks.push(Sink::default());
                Open::Cell
            }
            "txbxContent" => {
                self.sinks.push(Sink::default());
                Open::TextBox
            }
            "sdt" => {
                self.controls.push(false);
                Open::Control
            }
            "docPartGallery" => {
                let contents = element.val().is_some_and(|v| v.eq_ignore_ascii_case("Table of Contents"));
                self.controls.iter_mut().rev().take(1).for_each(|c| *c |= contents);
                Open::Other
            }
            "footnote" | "endnote" => {
                self.sinks.push(Sink::default());
                Open::Note(element.attr("id").unwrap_or_default())
            }
            _ => Open::Other,
        }
    }

    /// What stands in a run: text and what is a character in the guise of an element.
    fn in_run(&mut self, element: &Element<'_>) -> Option<Open> {
        match element.name() {
            "rPr" => return Some(Open::RunProps),
            "t" => return Some(Open::Text(element.attr("space").is_some_and(|s| s == "preserve"))),
            "instrText" => return Some(Open::Instruction),
            "tab" | "ptab" => self.show("\t"),
            "br" | "cr" => self.show("\n"),
            "noBreakHyphen" => self.show("-"),
            "sym" => {
                let (font, code) = (element.attr("font").unwrap_or_default(), element.attr("char"));
                if let Some(c) = code.and_then(|code| symbols::character(&font, &code)) {
                    self.show(c.encode_utf8(&mut [0; 4]));
                }
            }
            "fldChar" => self.fields.mark(&element.attr("fldCharType").unwrap_or_default()),
            "footnoteReference" => self.mark(NoteKind::Foot, element),
            "endnoteReference" => self.mark(NoteKind::End, element),
            _ => return Some(self.container(element)),
        }
        Some(Open::Other)
    }

    /// The mark of a note. It stands in brackets: as a digit alone it would be one of the figure
    /// before it.
    fn mark(&mut self, kind: NoteKind, element: &Element<'_>) {
        let own = element.attr("customMarkFollows").is_some_and(|v| matches!(v.as_str(), "1" | "true" | "on"));
        let Some(id) = element.attr("id").filter(|_| !self.is_hidden()) else { return };
        self.marks.push((kind, id));
        if !own {
            let number = self.marks.iter().filter(|(k, _)| *k == kind).count();
            self.show(&format!("[{number}]"));
        }
    }

    fn start_compat(&mut self, element: &Element<'_>, xml: &Xml<'_>) -> Option<Open> {
        let taken = self.alternatives.last().copied().unwrap_or(false);
        let take = match element.name() {
            "AlternateContent" => {
                self.alternatives.push(false);
                return Some(Open::Alternatives);
            }
            "Choice" => !taken && element.attr("Requires").is_none_or(|needs| xml.knows(&needs)),
            "Fallback" => !taken,
            _ => return Some(Open::Other),
        };
        self.alternatives.iter_mut().rev().take(1).for_each(|t| *t |= take);
        take.then_some(Open::Branch)
    }

    fn start_math(&mut self, name: &str) -> Open {
        match name {
            "t" => Open::Text(true),
            "den" => {
                self.show("/");
                Open::Other
            }
            "sup" => {
                self.raised += 1;
                Open::Raised
            }
            _ => Open::Other,
        }
    }

    fn para_property(&mut self, element: &Element<'_>) -> Open {
        let number = || element.val().and_then(|v| v.trim().parse().ok());
        match element.name() {
            "rPr" => return Open::MarkProps,
            "numPr" => return Open::ListProps,
            "pStyle" => self.para(|p| p.style = element.val()),
            "outlineLvl" => self.para(|p| p.outline = number()),
            "numId" => self.para(|p| p.list = number()),
            "ilvl" => self.para(|p| p.list_level = number()),
            _ => false,
        };
        Open::Other
    }

    fn run_property(&mut self, element: &Element<'_>) -> Open {
        let style = element.val().filter(|_| element.name() == "rStyle").and_then(|id| self.styles.run(&id));
        if let Some(look) = self.looks.last_mut() {
            match element.name() {
                "rStyle" => {
                    look.hidden = style.and_then(|s| s.hidden).unwrap_or(look.hidden);
                    look.raised = style.and_then(|s| s.raised).unwrap_or(look.raised);
                }
                "vanish" => look.hidden = element.is_on(),
                "vertAlign" => look.raised = element.val().is_some_and(|v| v == "superscript"),
                _ => {}
            }
        }
        Open::Other
    }

    fn cell_property(&mut self, element: &Element<'_>) -> Open {
        let number = || element.val().and_then(|v| v.trim().parse().ok());
        let merge = || Merge::of(element.val().as_deref());
        match element.name() {
            "gridBefore" => self.row(|r| r.before = number().unwrap_or_default()),
            "tblHeader" => self.row(|r| r.header = element.is_on()),
            "gridSpan" => self.cell(|c| c.span = number().unwrap_or(1)),
            "vMerge" => self.cell(|c| c.down = merge()),
            "hMerge" => self.cell(|c| c.across = merge()),
            _ => false,
        };
        Open::Other
    }

    fn end(&mut self, open: Open) -> Result<(), Unread> {
        match open {
            Open::Para => self.end_para()?,
            Open::Run => drop(self.looks.pop()),
            Open::Table => {
                let blocks = self.tables.pop().map(Draft::finish).unwrap_or_default();
                self.flush_carried()?;
                self.put(blocks);
            }
            Open::Cell => {
                let mut blocks = self.close_sink()?;
                self.cell(|c| c.blocks.append(&mut blocks));
            }
            Open::TextBox => {
                let mut blocks = self.close_sink()?;
                // What a box holds is read after the paragraph that it hangs on.
                match self.paras.last_mut() {
                    Some((_, after)) => after.append(&mut blocks),
                    None => self.put(blocks),
                }
            }
            Open::Note(id) => {
                let blocks = self.close_sink()?;
                self.notes.insert(id, blocks);
            }
            Open::Alternatives => drop(self.alternatives.pop()),
            Open::Control => drop(self.controls.pop()),
            Open::Raised => self.raised = self.raised.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }

    fn end_para(&mut self) -> Result<(), Unread> {
        let Some((mut para, after)) = self.paras.pop() else { return Ok(()) };
        let broken = self.fields.give_up(para.fields);
        para.push(&broken, false);
        let text = self.sinks.last_mut().map(|s| std::mem::take(&mut s.carried)).unwrap_or_default() + &para.take();
        if para.goes_on {
            self.sinks.iter_mut().rev().take(1).for_each(|s| s.carried.clone_from(&text));
        } else {
            self.lines(&para, &text)?;
        }
        self.put(after);
        Ok(())
    }

    /// Makes lines of a paragraph: its number, and its text by breaks.
    fn lines(&mut self, para: &Para, text: &str) -> Result<(), Unread> {
        let style = self.styles.paragraph(para.style.as_deref());
        let list = para.list.or(style.list).filter(|&list| list != 0);
        let by_style = || para.style.as_deref().zip(list).and_then(|(s, l)| self.numbering.level_of_style(l, s));
        let level = para.list_level.or(style.list_level).or_else(by_style).unwrap_or(0);
        let label = list.and_then(|list| self.numbering.next(list, level));
        // A number alone is shown, but it is only a word where it is what a cell has to say.
        if text.trim().is_empty() && !self.path.contains(&Open::Cell) {
            return Ok(());
        }
        let contents = para.contents || style.contents || self.controls.contains(&true);
        let kind = para::kind(contents, para.outline.or(style.outline), label.as_ref(), text);
        let text = label.as_ref().map_or_else(|| text.to_owned(), |label| para::numbered(label, text));
        text.split('\n').try_for_each(|line| self.line(kind, line))
    }

    fn line(&mut self, kind: PartKind, line: &str) -> Result<(), Unread> {
        if line.trim().is_empty() {
            return Ok(());
        }
        self.chars += line.chars().count() as u64;
        if self.chars > self.limits.max_chars {
            return Err(too_large(format!("its text has more than {} characters", self.limits.max_chars)));
        }
        self.put(vec![Block::Line(kind, line.to_owned())]);
        Ok(())
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

    fn put(&mut self, mut blocks: Vec<Block>) {
        if let Some(sink) = self.sinks.last_mut() {
            sink.blocks.append(&mut blocks);
        }
    }

    /// Writes what waits for a paragraph that does not come.
    fn flush_carried(&mut self) -> Result<(), Unread> {
        let carried = self.sinks.last_mut().map(|s| std::mem::take(&mut s.carried)).unwrap_or_default();
        carried.split('\n').try_for_each(|line| self.line(PartKind::Paragraph, line))
    }

    fn close_sink(&mut self) -> Result<Vec<Block>, Unread> {
        self.flush_carried()?;
        Ok(self.sinks.pop().map(|s| s.blocks).unwrap_or_default())
    }
}

/// Elements of Word whose content is not text of the document: what a tracked change replaced or
/// took away, the reading beside a character, settings of sections.
fn is_aside(name: &str) -> bool {
    name.ends_with("Change") || matches!(name, "delText" | "delInstrText" | "rt" | "sectPr")
}
