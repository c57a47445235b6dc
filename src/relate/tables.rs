//! Tables: the run of blocks that is one, its cells, and the rows of it in order.
//!
//! A plain text shows columns by white space ([`grid`]), other files give the cells themselves
//! ([`grid::laid`]). What a row says is read in [`row`], what a column holds in [`column`].

mod column;
mod row;

use rustc_hash::FxHashSet;

use super::grid::{self, Cell, Grid};
use super::{LeftOut, Relater, periods_of, time};
use crate::model::deadline;
use crate::model::{Span, Table, TableCell};
use crate::recognize::Scan;
use crate::recognize::exclude::NoQuantity;
use crate::recognize::normal::Normal;
use crate::recognize::number;
use crate::segment::{Block, BlockKind};

impl Relater<'_> {
    /// Reads the run of table lines that begins at block `first`; returns how many blocks it took,
    /// 0 when it is no table of values.
    pub(super) fn table(&mut self, first: usize, scan: &mut Scan) -> usize {
        let blocks = &self.segments.blocks[first..];
        if let Some(table) = self.document.layout.table_at(blocks[0].span.start) {
            return self.laid_table(table, first, scan);
        }
        let run = blocks.iter().take_while(|b| b.kind == BlockKind::TableRow && b.section == blocks[0].section).count();
        let mut lines: Vec<Vec<Cell>> = blocks[..run].iter().map(|b| self.cells(b, &mut scan.normal)).collect();
        // | 煤 | 12 |: a bar before the first column of every line is an edge, else the first cell of that line is empty.
        if lines.iter().all(|line| line.first().is_some_and(|cell| cell.text.is_empty())) {
            for line in &mut lines {
                line.remove(0);
            }
        }
        let rule = |cell: &Cell| cell.text.chars().all(|c| matches!(c, '-' | ':' | '|')) && cell.text.len() > 2;
        lines.retain(|line| !line.iter().all(rule));
        let numbers = lines.iter().flatten().filter(|c| c.number.is_some()).count();
        if run < 2 || numbers < 2 {
            self.no_table_until = first + run;
            return 0;
        }
        let cells: Vec<Cell> = lines.iter().flatten().cloned().collect();
        let mut grid = grid::lay_out(lines, &self.recognizer.lexicon().units);
        grid.caption.splice(..0, self.captions_above(first, &mut scan.normal));
        self.grids(&[grid], &cells, first, run)
    }

    /// Reads a table whose cells the file gave.
    fn laid_table(&mut self, table: &Table, first: usize, scan: &mut Scan) -> usize {
        let table = &self.over_pages(table);
        let blocks = &self.segments.blocks[first..];
        let run = blocks.iter().take_while(|b| b.span.start < table.span.end).count();
        let cells: Vec<Cell> = table.cells.iter().map(|c| self.laid_cell(c.span, &mut scan.normal)).collect();
        let mut grids = grid::laid::lay_out(table, &cells, &self.recognizer.lexicon().units);
        let above = self.captions_above(first, &mut scan.normal);
        for grid in &mut grids {
            grid.caption.splice(..0, above.iter().cloned());
        }
        self.grids(&grids, &cells, first, run)
    }

    /// A table with those that go on with it, on the next page as a rule: nothing stands between them
    /// but page furniture, they are as wide, and begin with values.
    fn over_pages(&self, first: &Table) -> Table {
        let layout = &self.document.layout;
        let mut whole = first.clone();
        // Counted on: looking at all cells for each table that goes on takes forever for many.
        let rows_of = |t: &Table| t.cells.iter().map(|c| c.row.saturating_add(c.rows)).max().unwrap_or(0);
        let (mut rows, columns) = (rows_of(first), width(first));
        let next = layout.tables.partition_point(|t| t.span.start <= first.span.start);
        for table in &layout.tables[next..] {
            let between = Span { start: whole.span.end, end: table.span.start };
            let from = self.segments.blocks.partition_point(|b| b.span.start < between.start);
            let mut parted = self.segments.blocks[from..].iter().take_while(|b| b.span.start < between.end);
            let goes_on = parted.all(|b| b.kind == BlockKind::Furniture)
                && width(table) == columns
                && self.begins_with_values(table);
            if !goes_on {
                break;
            }
            whole.cells.extend(table.cells.iter().map(|c| TableCell { row: c.row.saturating_add(rows), ..*c }));
            rows = rows.saturating_add(rows_of(table));
            whole.span.end = table.span.end;
        }
        whole
    }

    fn begins_with_values(&self, table: &Table) -> bool {
        let top = table.cells.first().map_or(0, |c| c.row);
        let value = |c: &&TableCell| {
            let words = c.span.of(&self.document.text);
            words.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '－' | '—' | '…'))
        };
        table.cells.iter().filter(|c| c.row == top).skip(1).any(|c| value(&c))
    }

    /// The short lines right above a table that name it or its unit.
    fn captions_above(&self, first: usize, normal: &mut Normal) -> Vec<Cell> {
        let above = self.segments.blocks[..first].iter().rev().take(3).take_while(|b| {
            let words = b.span.of(&self.document.text);
            let names =
                words.contains("单位") || words.starts_with(['表', '附']) || words.ends_with(['表', '况', '标']);
            b.kind != BlockKind::TableRow && names && words.chars().count() <= 50 && !words.contains('。')
        });
        let mut cells: Vec<Cell> = above.map(|b| self.laid_cell(b.span, normal)).collect();
        cells.reverse();
        cells
    }

    /// Reads the rows of a table laid out as `grids`, which takes `run` blocks from `first` on.
    fn grids(&mut self, grids: &[Grid], cells: &[Cell], first: usize, run: usize) -> usize {
        if grids.iter().all(|g| g.rows.is_empty()) {
            self.no_table_until = first + run;
            return 0;
        }
        let units = &self.recognizer.lexicon().units;
        let rows = || grids.iter().flat_map(|g| &g.rows);
        let read = rows().flat_map(|r| &r.values).filter(|(_, c)| c.number.is_some());
        let values: FxHashSet<Span> = read.map(|(_, c)| c.span).collect();
        let others = cells.iter().filter(|c| !values.contains(&c.span));
        let heads: Vec<(Span, usize)> = others.map(|c| (c.span, number::all(&c.text, units).count())).collect();
        let blocks = &self.segments.blocks[first..first + run];
        self.enter_block(&blocks[0]);
        self.related.counts.blocks += run as u64;
        self.count_cells(&heads, values.len());
        let furniture = blocks.iter().filter(|b| b.kind == BlockKind::Furniture).count();
        self.related.counts.furniture += furniture as u64;
        let mut rows = Vec::new();
        for grid in grids {
            let unit = grid.caption.iter().chain(&grid.heads).find_map(|c| grid::caption_unit(c, units));
            // 分年度投资计划（万元）
            let unit = unit.or_else(|| grid.caption.last().and_then(|c| grid::bracketed_unit(c, units)));
            for mention in grid.caption.iter().flat_map(|cell| periods_of(&cell.text)) {
                time::enter(&mut self.context, &mention, true);
            }
            rows.extend(grid.rows.iter().map(|row| (row.begins(), grid, row, unit)));
        }
        // Tables side by side share lines: rows are read in the order of the text.
        rows.sort_by_key(|(begins, ..)| *begins);
        let mut whole = None;
        for (begins, grid, row, unit) in rows {
            deadline::check();
            let at = blocks.partition_point(|b| b.span.start <= begins).saturating_sub(1);
            self.row(grid, row, unit, &blocks[at], &mut whole);
        }
        run
    }

    /// The cell of a table that a file gave.
    fn laid_cell(&self, span: Span, normal: &mut Normal) -> Cell {
        normal.set(span.of(&self.document.text), span.start as usize, false);
        self.cell(&normal.text, 0, normal)
    }

    /// A cell whose words are `part`, at `start` of the normalised text.
    fn cell(&self, part: &str, start: usize, normal: &Normal) -> Cell {
        let text: String = part.split_whitespace().collect();
        let value = grid::value(part, &self.recognizer.lexicon().units);
        let number = value.as_ref().map(|v| {
            let at = v.number.span;
            (v.number, normal.original(start + at.start as usize, start + at.end as usize))
        });
        Cell {
            blank: number.is_none() && grid::is_blank(&text),
            bound: value.as_ref().and_then(|v| v.bound),
            grown: value.is_some_and(|v| v.grown),
            text,
            span: normal.original(start, start + part.len()),
            number,
        }
    }

    /// The cells of a line.
    fn cells(&self, block: &Block, normal: &mut Normal) -> Vec<Cell> {
        normal.set(block.span.of(&self.document.text), block.span.start as usize, true);
        let mut at = 0;
        // 粮  食, 比  重(%): single characters padded to the width of a column are one label.
        let padded = normal.text.split('\t').all(|part| {
            let word = part.split('(').next().unwrap_or(part);
            word.trim_start_matches(['#', '*']).chars().count() == 1
                && !part.ends_with(|c: char| c.is_ascii_digit())
                && !grid::is_blank(part)
        });
        if padded {
            let text = normal.text.replace('\t', "");
            return vec![Cell { text, span: block.span, number: None, blank: false, bound: None, grown: false }];
        }
        // Where bars part columns, white space pads them.
        let (mark, padding) = if normal.text.contains('|') { ('|', ['\t', ' ']) } else { ('\t', ['\t', '\t']) };
        normal
            .text
            .strip_suffix('|')
            .unwrap_or(&normal.text)
            .split(mark)
            .map(|part| {
                let start = at + part.len() - part.trim_start_matches(padding).len();
                at += part.len() + 1;
                self.cell(part.trim_matches(padding), start, normal)
            })
            .collect()
    }

    /// Counts the numbers of a table: values, and those of heads and labels, which are none.
    fn count_cells(&mut self, heads: &[(Span, usize)], values: usize) {
        let counts = &mut self.related.counts;
        let labels: usize = heads.iter().map(|h| h.1).sum();
        counts.numbers += (values + labels) as u64;
        counts.mentions += (values + labels) as u64;
        counts.no_quantity += labels as u64;
        if self.keep_traces {
            let left_out = |h: &(Span, usize)| LeftOut { span: h.0, why: NoQuantity::TableHead };
            self.related.left_out.extend(heads.iter().filter(|h| h.1 > 0).map(left_out));
        }
    }
}

/// Columns of a table.
fn width(table: &Table) -> u32 {
    table.cells.iter().map(|c| c.column.saturating_add(c.columns)).max().unwrap_or(0)
}
