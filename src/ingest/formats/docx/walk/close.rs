//! What the end of an element does to the walk: paragraphs become lines, tables become blocks.

use super::{Open, Walk};
use crate::ingest::formats::Unread;
use crate::ingest::formats::docx::block::Block;
use crate::ingest::formats::docx::para::{self, Para};
use crate::ingest::formats::docx::table::Draft;
use crate::ingest::formats::opc::too_large;
use crate::model::PartKind;

impl Walk<'_> {
    pub(super) fn end(&mut self, open: Open) -> Result<(), Unread> {
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

    pub(super) fn close_sink(&mut self) -> Result<Vec<Block>, Unread> {
        self.flush_carried()?;
        Ok(self.sinks.pop().map(|s| s.blocks).unwrap_or_default())
    }
}
