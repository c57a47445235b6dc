//! Tables: the grid that spans and vertical merges make, and tables that only lay out a page.

use std::collections::HashMap;

use super::block::Block;
use crate::ingest::formats::CellText;

/// Word has 63 columns at most; more are damage.
const MOST_COLUMNS: u32 = 1024;

/// Where a cell stands in a vertical or horizontal merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Merge {
    /// Not merged.
    #[default]
    None,
    /// The first of merged cells.
    Restart,
    /// One that the cell before it takes in; what stands in it is not shown.
    Continue,
}

impl Merge {
    /// After the value of `w:vMerge` or `w:hMerge`, which goes on where it says nothing.
    pub(super) fn of(value: Option<&str>) -> Self {
        if value == Some("restart") { Self::Restart } else { Self::Continue }
    }
}

/// A cell being read.
#[derive(Debug, Default)]
pub(super) struct DraftCell {
    pub(super) span: u32,
    pub(super) down: Merge,
    pub(super) across: Merge,
    pub(super) blocks: Vec<Block>,
}

/// A row being read.
#[derive(Debug, Default)]
pub(super) struct DraftRow {
    pub(super) header: bool,
    pub(super) deleted: bool,
    /// Columns left free before the first cell.
    pub(super) before: u32,
    pub(super) cells: Vec<DraftCell>,
}

/// A table being read.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) rows: Vec<DraftRow>,
}

impl Draft {
    /// What the table is: itself, or what stands in it where it only lays out the page.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.rows.retain(|row| !row.deleted && !row.cells.is_empty());
        if self.is_layout() {
            return self.rows.into_iter().flat_map(|r| r.cells).flat_map(|c| c.blocks).collect();
        }
        vec![Block::Table(grid(&self.rows))]
    }

    /// A table of one column is a box around text. One with tables in it lays out the page when
    /// each of its cells with words has such a table or stands alone in its row.
    fn is_layout(&self) -> bool {
        if self.rows.iter().all(|row| row.cells.len() == 1) {
            return true;
        }
        let holds = |cell: &DraftCell| cell.blocks.iter().any(Block::is_grid);
        let mut cells = self.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell)));
        let used = |row: &DraftRow| row.cells.iter().filter(|c| !c.blocks.is_empty()).count();
        self.rows.iter().flat_map(|r| &r.cells).any(holds)
            && cells.all(|(row, cell)| cell.blocks.is_empty() || holds(cell) || used(row) == 1)
    }
}

/// The cells by row, merged ones once.
fn grid(rows: &[DraftRow]) -> Vec<Vec<CellText>> {
    let mut out: Vec<Vec<CellText>> = Vec::with_capacity(rows.len());
    // By column, the cell that a merge from above would go on from.
    let mut above: HashMap<u32, (usize, usize)> = HashMap::new();
    for (r, row) in rows.iter().enumerate() {
        let mut cells: Vec<CellText> = Vec::with_capacity(row.cells.len());
        let mut merging = HashMap::new();
        let mut column = row.before.min(MOST_COLUMNS);
        for cell in &row.cells {
            let span = cell.span.clamp(1, MOST_COLUMNS);
            let owner = above.get(&column).copied().filter(|_| cell.down == Merge::Continue);
            if let Some((or, oc)) = owner {
                if let Some(top) = out.get_mut(or).and_then(|row| row.get_mut(oc)) {
                    top.rows = (r - or) as u32 + 1;
                }
                merging.insert(column, (or, oc));
            } else if cell.across == Merge::Continue && !cells.is_empty() {
                if let Some(left) = cells.last_mut() {
                    left.columns = (column + span).saturating_sub(left.column);
                }
            } else {
                if cell.down != Merge::None {
                    merging.insert(column, (r, cells.len()));
                }
                cells.push(CellText { text: words(cell), column, rows: 1, columns: span, header: row.header });
            }
            column = column.saturating_add(span);
        }
        above = merging;
        out.push(cells);
    }
    out
}

fn words(cell: &DraftCell) -> String {
    cell.blocks.iter().map(Block::words).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PartKind;

    fn cell(text: &str, span: u32, down: Merge) -> DraftCell {
        let blocks = if text.is_empty() { Vec::new() } else { vec![Block::Line(PartKind::Paragraph, text.into())] };
        DraftCell { span, down, across: Merge::None, blocks }
    }

    fn row(cells: Vec<DraftCell>) -> DraftRow {
        DraftRow { cells, ..DraftRow::default() }
    }

    #[test]
    fn merged_cells_stand_once_with_what_they_take() {
        let rows = [
            row(vec![cell("产品", 1, Merge::Restart), cell("2024年", 2, Merge::None)]),
            row(vec![cell("", 1, Merge::Continue), cell("产量", 1, Merge::None), cell("增长", 1, Merge::None)]),
            row(vec![cell("钢", 1, Merge::Restart), cell("5", 1, Merge::None), cell("6", 1, Merge::None)]),
        ];
        let cells: Vec<_> = grid(&rows).into_iter().flatten().map(|c| (c.text, c.column, c.rows, c.columns)).collect();
        let expected = [
            ("产品", 0, 2, 1),
            ("2024年", 1, 1, 2),
            ("产量", 1, 1, 1),
            ("增长", 2, 1, 1),
            ("钢", 0, 1, 1),
            ("5", 1, 1, 1),
            ("6", 2, 1, 1),
        ];
        assert_eq!(cells, expected.map(|(t, c, r, w)| (t.to_owned(), c, r, w)));
    }

    #[test]
    fn a_merge_that_goes_on_from_nothing_is_a_cell() {
        let rows = [row(vec![cell("甲", 1, Merge::Continue), cell("乙", u32::MAX, Merge::None)])];
        assert_eq!(grid(&rows)[0].len(), 2);
    }

    #[test]
    fn a_box_around_text_is_no_table() {
        let draft =
            Draft { rows: vec![row(vec![cell("专栏", 3, Merge::None)]), row(vec![cell("内容", 1, Merge::None)])] };
        let lines: Vec<_> = draft.finish().iter().map(Block::words).collect();
        assert_eq!(lines, ["专栏", "内容"]);
    }

    #[test]
    fn a_table_around_tables_is_none() {
        let inner = || {
            Block::Table(grid(&[
                row(vec![cell("1", 1, Merge::None), cell("2", 1, Merge::None)]),
                row(vec![cell("3", 1, Merge::None)]),
            ]))
        };
        let with = |block| DraftCell { span: 1, blocks: vec![block], ..DraftCell::default() };
        let draft = Draft { rows: vec![row(vec![with(inner()), cell("", 1, Merge::None), with(inner())])] };
        assert_eq!(draft.finish().len(), 2);
        let draft = Draft { rows: vec![row(vec![with(inner()), cell("其他", 1, Merge::None)])] };
        let blocks = draft.finish();
        assert_eq!((blocks.len(), blocks[0].words().as_str()), (1, "1 2 3 其他"));
    }
}
