//! The tables of a page: which hold figures, which only lay out the page, which are the box with
//! which offices disclose a document.

use super::page::{Page, Tag};
use super::runs::{Run, Runs};
use super::words::{self, tight};

/// A cell of a longer text holds paragraphs.
const LONG: usize = 300;
/// From so many rows on, a table with such cells is a table all the same.
const ROWS: usize = 4;

/// What a table is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Rows of cells to be read as such.
    Figures,
    /// Labels and values that say what the document is.
    Box,
    /// Places for parts of the page.
    Layout,
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct PageTable {
    /// Its element.
    pub(super) node: usize,
    /// What it is for.
    pub(super) kind: Use,
    /// Its rows, each with the elements of its cells.
    pub(super) rows: Vec<Vec<usize>>,
    /// How many of its cells have digits.
    pub(super) numeric: usize,
}

/// The tables of a page that do more than lay it out, in order; none of them holds another.
pub(super) fn tables(page: &Page, runs: &Runs) -> Vec<PageTable> {
    let mut found = Found::default();
    for at in 0..page.nodes.len() {
        found.node(page, at);
    }
    let mut tables = found.tables;
    for table in &mut tables {
        judge(table, page, runs);
    }
    tables.retain(|t| t.kind != Use::Layout);
    tables
}

#[derive(Default)]
struct Found {
    tables: Vec<PageTable>,
    /// Tables that are open, by their place among all.
    open: Vec<usize>,
}

impl Found {
    fn node(&mut self, page: &Page, at: usize) {
        while self.innermost().is_some_and(|t| page.within(t.node).end <= at) {
            self.open.pop();
        }
        match page.tag(at) {
            Some(Tag::Table) => {
                // A table that holds another is there for its sake. Those around it are known.
                if let Some(outer) = self.innermost() {
                    outer.kind = Use::Layout;
                }
                self.open.push(self.tables.len());
                self.tables.push(PageTable { node: at, kind: Use::Figures, rows: Vec::new(), numeric: 0 });
            }
            Some(Tag::Row) => {
                if let Some(table) = self.innermost() {
                    table.rows.push(Vec::new());
                }
            }
            Some(Tag::Cell | Tag::HeaderCell) => {
                if let Some(row) = self.innermost().and_then(|t| t.rows.last_mut()) {
                    row.push(at);
                }
            }
            _ => {}
        }
    }

    fn innermost(&mut self) -> Option<&mut PageTable> {
        self.tables.get_mut(*self.open.last()?)
    }
}

fn judge(table: &mut PageTable, page: &Page, runs: &Runs) {
    if table.kind == Use::Layout {
        return;
    }
    let (mut all, mut linked, mut longest, mut labels) = (0, 0, 0, 0);
    for cell in table.rows.iter().flatten() {
        let lines = runs.slice(runs.within(page, *cell));
        let chars: usize = lines.iter().map(|r| r.chars).sum();
        all += chars;
        linked += lines.iter().map(|r| r.linked).sum::<usize>();
        longest = longest.max(chars);
        table.numeric += usize::from(chars < LONG && lines.iter().any(|r| has_digit(&r.text)));
        labels += usize::from(labels_itself(lines));
    }
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let paragraphs = longest > LONG && (table.rows.len() < ROWS || longest * 2 > all);
    table.kind = if columns < 2 || paragraphs || linked * 2 > all {
        Use::Layout
    } else if labels >= 2 && labels * 2 >= table.rows.len() && !has_head_of_labels(table, page, runs) {
        Use::Box
    } else {
        Use::Figures
    };
}

fn has_digit(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit())
}

/// Whether a cell is a label of the box, alone or with its value behind a colon.
fn labels_itself(lines: &[Run]) -> bool {
    let [line] = lines else { return false };
    let within = || words::labels_in(&tight(&line.text)).first().is_some_and(|(_, start, _)| *start == 0);
    line.chars < 100 && (is_label(lines) || within())
}

fn is_label(lines: &[Run]) -> bool {
    matches!(lines, [line] if line.chars < 20 && words::label(&tight(&line.text)).is_some())
}

/// Whether labels stand side by side, as the heads of columns do: 名称, 时间.
fn has_head_of_labels(table: &PageTable, page: &Page, runs: &Runs) -> bool {
    let label = |cell: &usize| is_label(runs.slice(runs.within(page, *cell)));
    table.rows.iter().any(|row| row.windows(2).any(|pair| pair.iter().all(label)))
}

impl PageTable {
    /// Whether it holds numbers enough to be a document of its own.
    pub(super) fn has_figures(&self) -> bool {
        self.kind == Use::Figures && self.numeric >= 4 && self.rows.len() > 1
    }
}

/// The table in which a node stands: its place among `tables`.
pub(super) fn around(tables: &[PageTable], page: &Page, node: usize) -> Option<usize> {
    let before = tables.partition_point(|t| t.node <= node).checked_sub(1)?;
    page.within(tables.get(before)?.node).contains(&node).then_some(before)
}

/// The words of a cell: its lines, one behind the other.
pub(super) fn words_of(lines: &[Run]) -> String {
    let words: Vec<&str> = lines.iter().map(|r| r.text.trim()).collect();
    words.join("\n")
}
