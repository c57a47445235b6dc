//! The cells of a sheet that hold something, and the captions and tables that they make.
//!
//! A sheet declares a million rows and sixteen thousand columns and uses a corner of them. So only
//! cells with words are kept, and rows without are passed over.

use std::collections::BTreeMap;

use super::Limits;
use crate::ingest::formats::opc::too_large;
use crate::ingest::formats::{Builder, CellText, Unread};
use crate::model::PartKind;

/// A cell that holds something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// What is seen in it.
    pub(super) text: String,
    /// Whether it is words and no number.
    pub(super) words: bool,
}

/// Cells merged into one, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    pub(super) rows: (u32, u32),
    pub(super) columns: (u32, u32),
}

type Row = BTreeMap<u32, Cell>;

/// The cells of a sheet.
#[derive(Debug)]
pub(super) struct Grid {
    rows: BTreeMap<u32, Row>,
    merges: BTreeMap<(u32, u32), Merge>,
    cells: u64,
    chars: u64,
    limits: Limits,
}

impl Grid {
    /// A sheet without cells.
    pub(super) fn new(limits: &Limits) -> Self {
        Self { rows: BTreeMap::new(), merges: BTreeMap::new(), cells: 0, chars: 0, limits: *limits }
    }

    /// Whether no cell holds anything.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether so many cells more would still be within the limit.
    ///
    /// # Errors
    /// `too_large` if not.
    pub(super) fn allows(&self, more: usize) -> Result<(), Unread> {
        if self.cells + more as u64 > self.limits.max_cells {
            return Err(too_large(format!("a sheet has more than {} cells", self.limits.max_cells)));
        }
        Ok(())
    }

    /// Puts a cell into its place; one without words is none.
    ///
    /// # Errors
    /// `too_large` for more cells or characters than the limits.
    pub(super) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Unread> {
        if cell.text.trim().is_empty() {
            return Ok(());
        }
        self.allows(1)?;
        self.cells += 1;
        self.chars += cell.text.chars().count() as u64;
        if self.chars > self.limits.max_chars {
            return Err(too_large(format!("a sheet has more than {} characters", self.limits.max_chars)));
        }
        self.rows.entry(row).or_default().insert(column, cell);
        Ok(())
    }

    /// Merges cells. Only the first of them is seen, whatever the others hold.
    ///
    /// # Errors
    /// `too_large` where merges lie over one another so often that it takes too long.
    pub(super) fn merge(&mut self, merges: &[Merge]) -> Result<(), Unread> {
        let mut steps = 0_u64;
        for merge in merges {
            let first = (merge.rows.0, merge.columns.0);
            for (&row, cells) in self.rows.range_mut(merge.rows.0..=merge.rows.1.max(merge.rows.0)) {
                steps += 1;
                let columns = merge.columns.0..=merge.columns.1.max(merge.columns.0);
                let hidden = cells.range(columns).map(|(&c, _)| c).filter(|&c| (row, c) != first);
                for column in hidden.collect::<Vec<_>>() {
                    cells.remove(&column);
                }
            }
            if steps > self.limits.max_cells.saturating_mul(4) {
                return Err(too_large("the merged cells of a sheet lie over one another".to_owned()));
            }
            self.merges.insert(first, *merge);
        }
        self.rows.retain(|_, cells| !cells.is_empty());
        Ok(())
    }

    /// Writes the sheet: its tables in order, each after its captions and before its notes.
    ///
    /// # Errors
    /// Those of the builder.
    pub(super) fn write(&self, builder: &mut Builder) -> Result<(), Unread> {
        let rows: Vec<(u32, &Row)> = self.rows.iter().map(|(&r, cells)| (r, cells)).collect();
        let mut table: Vec<(u32, &Row)> = Vec::new();
        for block in rows.chunk_by(|a, b| a.0 + 1 == b.0 || self.reaches(a.0, b.0)) {
            let edge = block.iter().filter_map(|(_, cells)| cells.keys().next()).min().copied().unwrap_or(0);
            let captions = block.iter().take_while(|(r, cells)| self.is_caption(*r, cells, edge)).count();
            if captions > 0 {
                self.table(&table, builder)?;
                table.clear();
            }
            for (_, cells) in block.iter().take(captions) {
                line(cells, builder)?;
            }
            table.extend(block.get(captions..).unwrap_or_default());
        }
        self.table(&table, builder)
    }

    /// Whether a merged cell reaches from one row to the other over rows that are empty.
    fn reaches(&self, above: u32, below: u32) -> bool {
        self.merges.range((above, 0)..=(above, u32::MAX)).any(|(_, m)| m.rows.1 >= below)
    }

    /// Whether a row at the head of a block is a caption: words in one cell, that are merged across
    /// columns, stand at the left edge of the block, or tell the unit.
    fn is_caption(&self, row: u32, cells: &Row, edge: u32) -> bool {
        let Some((&column, cell)) = cells.first_key_value().filter(|(_, c)| cells.len() == 1 && c.words) else {
            return false;
        };
        let text = cell.text.trim_start_matches(['（', '(', ' ', '\u{3000}']);
        self.spans(row, column) || edge == column || text.starts_with("单位") || text.starts_with("计量单位")
    }

    fn spans(&self, row: u32, column: u32) -> bool {
        self.merges.get(&(row, column)).is_some_and(|m| m.columns.1 > m.columns.0)
    }

    /// Writes a table and the notes below it.
    fn table(&self, rows: &[(u32, &Row)], builder: &mut Builder) -> Result<(), Unread> {
        let notes = rows.iter().rev().take_while(|(r, cells)| self.is_note(*r, cells)).count();
        let (body, notes) = rows.split_at(rows.len() - notes);
        let left = body.iter().filter_map(|(_, cells)| cells.keys().next()).min().copied().unwrap_or(0);
        let right = body.iter().filter_map(|(_, cells)| cells.keys().next_back()).max().copied().unwrap_or(0);
        builder.begin_table();
        for (i, (row, cells)) in body.iter().enumerate() {
            let texts: Vec<_> = cells
                .iter()
                .map(|(&column, cell)| {
                    let merge = self.merges.get(&(*row, column));
                    let last = merge.map_or(*row, |m| m.rows.1);
                    let below = body.get(i..).unwrap_or_default().partition_point(|(r, _)| *r <= last);
                    let end = merge.map_or(column, |m| m.columns.1.min(right).max(column));
                    CellText {
                        text: cell.text.clone(),
                        column: column - left,
                        rows: below.max(1) as u32,
                        columns: end - column + 1,
                        header: false,
                    }
                })
                .collect();
            builder.row(&texts)?;
        }
        builder.end_table();
        notes.iter().try_for_each(|(_, cells)| line(cells, builder))
    }

    /// Whether a row at the foot of a table is a note: words in one cell that begin as notes do or
    /// are merged across columns.
    fn is_note(&self, row: u32, cells: &Row) -> bool {
        const BEGINNINGS: [&str; 6] = ["注", "说明", "备注", "资料来源", "数据来源", "附注"];
        let Some((&column, cell)) = cells.first_key_value().filter(|(_, c)| cells.len() == 1 && c.words) else {
            return false;
        };
        self.spans(row, column) || BEGINNINGS.iter().any(|b| cell.text.trim_start().starts_with(b))
    }
}

/// Writes a caption or a note.
fn line(cells: &Row, builder: &mut Builder) -> Result<(), Unread> {
    cells.values().try_for_each(|cell| {
        let mut lines = cell.text.split('\n');
        lines.try_for_each(|line| builder.part(PartKind::Paragraph, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(rows: &[(u32, &[(u32, &str)])], merges: &[Merge]) -> String {
        let mut grid = Grid::new(&Limits::default());
        for (row, cells) in rows {
            for (column, text) in *cells {
                let words = !text.starts_with(|c: char| c.is_ascii_digit());
                grid.put(*row, *column, Cell { text: (*text).to_owned(), words }).unwrap();
            }
        }
        grid.merge(merges).unwrap();
        let mut builder = Builder::new(&Limits::default());
        grid.write(&mut builder).unwrap();
        let laid = builder.finish();
        let lines = laid.layout.parts.iter().map(|p| format!("{:?} {}\n", p.kind, p.span.of(&laid.text)));
        lines.collect::<Vec<_>>().concat()
    }

    #[test]
    fn captions_and_notes_stand_around_tables() {
        let shown = grid(
            &[
                (0, &[(1, "表1 工业"), (2, "看不见")]),
                (1, &[(3, "单位：亿元")]),
                (2, &[(1, "指标"), (3, "2024年")]),
                (3, &[(1, "一、轻工业")]),
                (4, &[(1, "产值"), (3, "5.2")]),
                (5, &[(1, "注：初步数。")]),
                (8, &[(1, "表2 农业")]),
                (9, &[(1, "指标"), (2, "2024年")]),
                (10, &[(1, "粮食"), (2, "7")]),
                (12, &[(1, "油料"), (2, "8")]),
            ],
            &[Merge { rows: (0, 0), columns: (1, 16_000) }],
        );
        let expected = "Paragraph 表1 工业\nParagraph 单位：亿元\nRow 指标\t\t2024年\nRow 一、轻工业\nRow 产值\t\t5.2\nParagraph 注：初步数。\n\
            Paragraph 表2 农业\nRow 指标\t2024年\nRow 粮食\t7\nRow 油料\t8\n";
        assert_eq!(shown, expected);
    }

    #[test]
    fn a_head_over_the_second_column_is_no_caption() {
        assert_eq!(grid(&[(0, &[(1, "2024年")]), (1, &[(0, "产值"), (1, "5")])], &[]), "Row \t2024年\nRow 产值\t5\n");
    }

    #[test]
    fn merges_that_lie_over_one_another_are_refused() {
        let limits = Limits { max_cells: 20, ..Limits::default() };
        let mut grid = Grid::new(&limits);
        for row in 0..20 {
            grid.put(row, 0, Cell { text: "x".into(), words: true }).unwrap();
        }
        assert_eq!(grid.put(20, 0, Cell { text: "x".into(), words: true }).unwrap_err().code, "too_large");
        let merge = Merge { rows: (1, u32::MAX), columns: (5, u32::MAX) };
        assert_eq!(grid.merge(&[merge; 100]).unwrap_err().code, "too_large");
    }
}
