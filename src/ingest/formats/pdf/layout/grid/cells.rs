//! The cells of a grid: merged where no rule parts them, split where rows have no rules.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::super::CellText;
use super::super::super::glyph::Glyph;
use super::super::line::{Line, lines};
use super::super::sheet::{Sheet, TableItem};
use super::super::words::append;
use super::Grid;
use super::nets::Groups;

/// Cells with their glyphs.
#[derive(Debug)]
pub(super) struct Cells {
    grid: Grid,
    /// By upper left corner, row first.
    cells: BTreeMap<At, Cell>,
}

/// Row and column.
type At = (usize, usize);

#[derive(Debug, Default)]
struct Cell {
    /// The last row and column it takes.
    last: At,
    glyphs: Vec<Glyph>,
}

impl Cells {
    /// Puts glyphs into the cells of a grid.
    pub(super) fn of(grid: Grid, glyphs: Vec<Glyph>) -> Self {
        let columns = grid.columns().max(1);
        let mut groups = merged(&grid);
        let mut corners: BTreeMap<usize, (At, At)> = BTreeMap::new();
        for index in 0..grid.rows() * columns {
            let at = (index / columns, index % columns);
            let corner = corners.entry(groups.root(index)).or_insert((at, at));
            corner.0 = (corner.0.0.min(at.0), corner.0.1.min(at.1));
            corner.1 = (corner.1.0.max(at.0), corner.1.1.max(at.1));
        }
        let mut cells: BTreeMap<At, Cell> = BTreeMap::new();
        for (first, last) in corners.values() {
            let cell = cells.entry(*first).or_default();
            cell.last = (cell.last.0.max(last.0), cell.last.1.max(last.1));
        }
        for glyph in glyphs {
            let (row, column) = grid.place(&glyph);
            let corner = corners.get(&groups.root(row * columns + column)).map(|(first, _)| *first);
            if let Some(cell) = corner.and_then(|c| cells.get_mut(&c)) {
                cell.glyphs.push(glyph);
            }
        }
        Self { grid, cells }
    }

    /// The rows that cells reach into from above.
    fn reached(&self) -> BTreeSet<usize> {
        self.cells.iter().flat_map(|((first, _), cell)| first + 1..=cell.last.0).collect()
    }

    /// The table.
    pub(super) fn build(self, sheet: &mut Sheet) -> TableItem {
        let mut rows = Vec::new();
        let reached = self.reached();
        for row in 0..self.grid.rows() {
            let own = self.cells.range((row, 0)..(row + 1, 0));
            let laid: Vec<Laid> = own.map(|((_, column), cell)| (*column, cell, lines(&cell.glyphs))).collect();
            match split(&laid).filter(|_| !reached.contains(&row)) {
                Some(baselines) => rows.extend(parted(&laid, &baselines, sheet)),
                None => rows.push(laid.iter().map(|laid| whole(row, laid, sheet)).collect()),
            }
        }
        let top = self.grid.ys.first().copied().unwrap_or(0.0);
        TableItem { rows, top, edges: self.grid.xs }
    }
}

/// A cell with its column and its lines.
type Laid<'a> = (usize, &'a Cell, Vec<Line>);

/// Joins the cells that no rule parts.
fn merged(grid: &Grid) -> Groups {
    let columns = grid.columns().max(1);
    let mut groups = Groups::new(grid.rows() * columns);
    for index in 0..grid.rows() * columns {
        if index % columns > 0 && grid.left.get(index) == Some(&false) {
            groups.join(index - 1, index);
        }
        if index >= columns && grid.above.get(index) == Some(&false) {
            groups.join(index - columns, index);
        }
    }
    groups
}

fn whole(row: usize, (column, cell, lines): &Laid<'_>, sheet: &mut Sheet) -> CellText {
    let mut text = String::new();
    for line in lines {
        append(&mut text, &sheet.read(&line.glyphs), line.blank_end, false);
    }
    let rows = (cell.last.0.saturating_sub(row) + 1) as u32;
    let columns = (cell.last.1.saturating_sub(*column) + 1) as u32;
    CellText { text, column: *column as u32, rows, columns, header: false }
}

/// The baselines at which a row without rules parts into rows: where a column holds one number below
/// the other.
fn split(cells: &[Laid<'_>]) -> Option<Vec<f64>> {
    let is_figures = |lines: &[Line]| lines.len() > 1 && lines.iter().all(is_number);
    let reaches_down = |(_, cell, _): &Laid<'_>, row: usize| cell.last.0 > row;
    let row = cells.first().map(|(_, cell, _)| cell.last.0)?;
    if !cells.iter().any(|(_, _, lines)| is_figures(lines)) || cells.iter().any(|c| reaches_down(c, row)) {
        return None;
    }
    let mut all: Vec<&Line> = cells.iter().flat_map(|(_, _, lines)| lines).collect();
    all.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let same = |a: &&Line, b: &&Line| b.baseline - a.baseline < 0.5 * a.size;
    let levels = all.chunk_by(same).filter_map(|level| level.first().map(|l| l.baseline));
    Some(levels.collect())
}

fn is_number(line: &Line) -> bool {
    let mut chars = line.glyphs.iter().filter(|g| !g.is_blank()).filter_map(|g| g.char);
    let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '%' | '+' | '－' | '—' | '％');
    chars.all(plain) && line.glyphs.iter().any(|g| g.char.is_some_and(|c| c.is_ascii_digit()))
}

fn parted(cells: &[Laid<'_>], baselines: &[f64], sheet: &mut Sheet) -> Vec<Vec<CellText>> {
    let level = |line: &Line| baselines.partition_point(|b| *b <= line.baseline + 0.01).saturating_sub(1);
    let mut rows: Vec<Vec<CellText>> = vec![Vec::new(); baselines.len()];
    for (column, cell, lines) in cells {
        for (i, row) in rows.iter_mut().enumerate() {
            let mut text = String::new();
            for line in lines.iter().filter(|l| level(l) == i) {
                append(&mut text, &sheet.read(&line.glyphs), line.blank_end, false);
            }
            let columns = (cell.last.1.saturating_sub(*column) + 1) as u32;
            row.push(CellText { text, column: *column as u32, rows: 1, columns, header: false });
        }
    }
    rows
}
