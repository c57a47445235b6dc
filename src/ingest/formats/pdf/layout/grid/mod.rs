//! Ruled tables: the grid that rules draw, and the glyphs in its cells.
//!
//! Outer rules may be missing on the left and right, as in most tables of statistics; inner rules
//! that are missing merge cells. A frame around text is no table.

mod cells;
mod nets;

use self::cells::Cells;
use self::nets::Net;
use super::super::glyph::{Glyph, Rule};
use super::sheet::{Sheet, TableItem};

/// Most cells of a grid.
const CELLS: usize = 100_000;
/// Edges nearer than this are one.
const NEAR: f64 = 4.0;

/// The lines of a grid.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Grid {
    /// Edges of its columns.
    xs: Vec<f64>,
    /// Edges of its rows.
    ys: Vec<f64>,
    /// Whether a rule stands left of a cell, row by row.
    left: Vec<bool>,
    /// Whether a rule stands above a cell, row by row.
    above: Vec<bool>,
}

/// The tables that rules draw around glyphs, and the glyphs outside of them.
pub(super) fn tables(glyphs: Vec<Glyph>, rules: &[Rule], sheet: &mut Sheet) -> (Vec<TableItem>, Vec<Glyph>) {
    let mut rest = glyphs;
    let mut tables = Vec::new();
    for net in nets::nets(rules) {
        let Some(grid) = Grid::of(&net) else { continue };
        let (inside, outside): (Vec<Glyph>, Vec<Glyph>) = rest.iter().partition(|g| grid.holds(g));
        if inside.iter().all(Glyph::is_blank) {
            continue;
        }
        rest = outside;
        tables.push(Cells::of(grid, inside).build(sheet));
    }
    (tables, rest)
}

impl Grid {
    /// The grid of rules that touch; `None` for a frame, which has no columns.
    fn of(net: &Net) -> Option<Self> {
        let xs = edges(net.uprights.iter().map(|r| r.from.0), net.flats.iter().flat_map(|r| [r.from.0, r.to.0]));
        let ys = edges(net.flats.iter().map(|r| r.from.1), net.uprights.iter().flat_map(|r| [r.from.1, r.to.1]));
        let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        if columns < 2 || rows < 1 || columns.checked_mul(rows)? > CELLS {
            return None;
        }
        let mut grid = Self { xs, ys, left: vec![false; columns * rows], above: vec![false; columns * rows] };
        for rule in &net.uprights {
            let column = nearest(&grid.xs, rule.from.0);
            for row in covered(&grid.ys, rule.from.1, rule.to.1) {
                if let Some(wall) = grid.left.get_mut(row * columns + column).filter(|_| column < columns) {
                    *wall = true;
                }
            }
        }
        for rule in &net.flats {
            let row = nearest(&grid.ys, rule.from.1);
            for column in covered(&grid.xs, rule.from.0, rule.to.0) {
                if let Some(wall) = grid.above.get_mut(row * columns + column).filter(|_| row < rows) {
                    *wall = true;
                }
            }
        }
        Some(grid)
    }

    fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    fn holds(&self, glyph: &Glyph) -> bool {
        let (x, y) = middle(glyph);
        let within = |edges: &[f64], v: f64, more: f64| {
            edges.first().is_some_and(|e| v >= e - more) && edges.last().is_some_and(|e| v <= e + more)
        };
        // Words of an open side may reach a little beyond the rules; heights are exact.
        within(&self.xs, x, 2.0) && within(&self.ys, y, 0.0)
    }

    /// Row and column of a glyph.
    fn place(&self, glyph: &Glyph) -> (usize, usize) {
        let (x, y) = middle(glyph);
        let index = |edges: &[f64], v: f64| {
            edges.partition_point(|e| *e <= v).saturating_sub(1).min(edges.len().saturating_sub(2))
        };
        (index(&self.ys, y), index(&self.xs, x))
    }
}

fn middle(glyph: &Glyph) -> (f64, f64) {
    (glyph.x + glyph.width / 2.0, glyph.y - 0.35 * glyph.size)
}

/// Edges from the rules across and from the ends of the rules along, near ones taken together.
fn edges(across: impl Iterator<Item = f64>, ends: impl Iterator<Item = f64>) -> Vec<f64> {
    let (low, high) = ends.fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)));
    let mut all: Vec<f64> = across.chain([low, high]).filter(|v| v.abs() < 1.0e9).collect();
    all.sort_by(f64::total_cmp);
    all.dedup_by(|b, a| *b - *a < NEAR);
    all
}

fn nearest(edges: &[f64], v: f64) -> usize {
    let distance = |i: &usize| edges.get(*i).map_or(f64::MAX, |e| (e - v).abs());
    let next = edges.partition_point(|e| *e < v);
    let candidates = [next.saturating_sub(1), next];
    candidates.into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b))).unwrap_or(0)
}

/// The spaces between edges whose middle lies between two ends.
fn covered(edges: &[f64], from: f64, to: f64) -> impl Iterator<Item = usize> {
    let spaces = edges.windows(2).enumerate();
    spaces.filter(move |(_, w)| (from - 1.0..=to + 1.0).contains(&f64::midpoint(w[0], w[1]))).map(|(i, _)| i)
}
