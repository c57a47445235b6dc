//! The article as parts of a text.

use super::super::{Builder, Limits, Unread};
use super::above::Above;
use super::decode::BAD;
use super::page::Page;
use super::runs::{Run, Runs};
use super::table::{self, PageTable, Use};
use super::words::{self, tight};
use super::{disclosure, grid};
use crate::model::PartKind;

/// Beyond so many characters a heading is a paragraph that was made large.
const HEADING: usize = 80;
/// How many lines at the ends of an article may be buttons of the page.
const ENDS: usize = 6;

/// What is written, and from what.
pub(super) struct Writer<'w, 'a> {
    pub(super) page: &'w Page<'a>,
    pub(super) runs: &'w Runs,
    pub(super) tables: &'w [PageTable],
    pub(super) builder: &'w mut Builder,
    pub(super) limits: &'w Limits,
}

impl Writer<'_, '_> {
    /// Writes what stands above the article, then the article.
    ///
    /// # Errors
    /// `too_large` when a limit is passed.
    pub(super) fn write(&mut self, article: std::ops::Range<usize>, above: &Above) -> Result<(), Unread> {
        for line in &above.lines {
            self.furniture(line)?;
        }
        if let Some(run) = above.title.and_then(|at| self.runs.0.get(at)) {
            self.builder.part(PartKind::Heading(1), &run.text)?;
        }
        for line in &above.below {
            self.furniture(line)?;
        }
        let (start, end) = (article.start, article.end);
        let mut at = start;
        while at < end {
            let node = self.runs.0.get(at).map_or(0, |r| r.node);
            at = if let Some(table) = table::around(self.tables, self.page, node) {
                self.table(table, at)?
            } else {
                let near_end = at < start + ENDS || at + ENDS >= end;
                self.line(at, near_end, above.titles.contains(&at))?;
                at + 1
            };
        }
        Ok(())
    }

    fn furniture(&mut self, line: &str) -> Result<(), Unread> {
        // Bytes that cannot be read outside the article cost only their line.
        if line.contains(BAD) { Ok(()) } else { self.builder.part(PartKind::Furniture, line) }
    }

    fn line(&mut self, at: usize, near_end: bool, is_title: bool) -> Result<(), Unread> {
        let Some(run) = self.runs.0.get(at) else { return Ok(()) };
        let kind = if is_title { PartKind::Heading(1) } else { kind(run, near_end) };
        if kind == PartKind::Furniture { self.furniture(&run.text) } else { self.builder.part(kind, &run.text) }
    }

    /// Writes a table; gives the line after it.
    fn table(&mut self, table: usize, at: usize) -> Result<usize, Unread> {
        let Some(table) = self.tables.get(table) else { return Ok(at + 1) };
        let lines = self.runs.within(self.page, table.node);
        // A caption, and whatever else stands in no cell.
        let cells: Vec<_> = table.rows.iter().flatten().map(|c| self.runs.within(self.page, *c)).collect();
        let first = cells.iter().find(|c| !c.is_empty()).map_or(lines.end, |c| c.start);
        for at in lines.start..first {
            self.line(at, false, false)?;
        }
        if table.kind == Use::Box {
            for line in disclosure::rows(table, self.page, self.runs) {
                self.builder.part(PartKind::Paragraph, &line)?;
            }
        } else {
            grid::write(table, self.page, self.runs, self.builder, self.limits)?;
        }
        let last = cells.iter().rev().find(|c| !c.is_empty()).map_or(lines.start, |c| c.end).max(first);
        for at in last..lines.end {
            self.line(at, false, false)?;
        }
        Ok(lines.end.max(at + 1))
    }
}

fn kind(run: &Run, near_end: bool) -> PartKind {
    if near_end && is_button(run) {
        return PartKind::Furniture;
    }
    match run.heading {
        Some(level) if run.chars <= HEADING && !run.text.trim_end().ends_with(['。', '；']) => {
            PartKind::Heading(level)
        }
        _ if run.item => PartKind::ListItem,
        _ => PartKind::Paragraph,
    }
}

/// Whether a line is a button or a link of the page that stands within its article.
fn is_button(run: &Run) -> bool {
    let tight = tight(&run.text);
    run.chars <= 60 && !tight.contains(|c: char| c.is_ascii_digit()) && words::is_furniture(&tight)
}
