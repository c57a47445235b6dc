//! Tables without rules: lines one below the other whose words stand in columns.

use super::super::super::CellText;
use super::super::glyph::Glyph;
use super::line::Line;
use super::sheet::{Sheet, TableItem};
use super::words::usual_gap;

/// A distance that parts columns, in sizes.
const APART: f64 = 1.5;
/// Lines farther below one another than this, in sizes, are not of one table.
const FAR: f64 = 4.0;

/// A line, or a table made of lines.
#[derive(Debug)]
pub(super) enum Piece {
    /// A line.
    Line(Line),
    /// A table.
    Table(Aligned),
}

/// A table of aligned words.
#[derive(Debug)]
pub(super) struct Aligned {
    top: f64,
    /// Left and right edges of the columns.
    columns: Vec<(f64, f64)>,
    rows: Vec<Vec<Vec<Glyph>>>,
}

impl Piece {
    /// The height at which it begins.
    pub(super) fn top(&self) -> f64 {
        match self {
            Self::Line(line) => line.baseline,
            Self::Table(table) => table.top,
        }
    }
}

/// Finds the tables among lines, from top to bottom.
pub(super) fn pieces(lines: &[Line]) -> Vec<Piece> {
    let segments: Vec<Vec<Vec<Glyph>>> = lines.iter().map(parts).collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let end = run(lines, &segments, at);
        let rows = segments.get(at..end).unwrap_or_default();
        if let Some(table) = table(line.baseline, rows) {
            pieces.push(Piece::Table(table));
            at = end;
        } else {
            pieces.push(Piece::Line(line.clone()));
            at += 1;
        }
    }
    pieces
}

/// The words of a line parted where it leaves the space of a column.
fn parts(line: &Line) -> Vec<Vec<Glyph>> {
    let apart = usual_gap(&line.glyphs) + APART * line.size;
    let shown: Vec<Glyph> = line.glyphs.iter().filter(|g| !g.is_blank()).copied().collect();
    shown.chunk_by(|a, b| b.x - a.right() < apart).map(<[Glyph]>::to_vec).collect()
}

/// The end of the run of lines with several parts that begins at `at`. One line with one part may
/// stand between two of them: a name that takes two lines.
fn run(lines: &[Line], segments: &[Vec<Vec<Glyph>>], at: usize) -> usize {
    let many = |i: usize| segments.get(i).is_some_and(|s| s.len() > 1);
    let near = |i: usize| match (lines.get(i), lines.get(i + 1)) {
        (Some(a), Some(b)) => b.baseline - a.baseline < FAR * a.size.max(b.size),
        _ => false,
    };
    if !many(at) {
        return at;
    }
    let mut end = at + 1;
    loop {
        if near(end - 1) && many(end) {
            end += 1;
        } else if near(end - 1) && near(end) && many(end + 1) && is_short(segments, end) {
            end += 2;
        } else {
            return end;
        }
    }
}

/// Whether the one part of a line ends before the second part of the line above begins.
fn is_short(segments: &[Vec<Vec<Glyph>>], at: usize) -> bool {
    let right = segments.get(at).and_then(|s| s.last()?.last()).map(Glyph::right);
    let above = at.checked_sub(1).and_then(|i| segments.get(i)).and_then(|s| s.get(1)?.first()).map(|g| g.x);
    right.zip(above).is_some_and(|(right, above)| right < above)
}

/// A table, when the rows with the usual number of parts have them in columns that do not overlap,
/// and there are three of them, or two with figures.
fn table(top: f64, rows: &[Vec<Vec<Glyph>>]) -> Option<Aligned> {
    let mut counts: Vec<usize> = rows.iter().map(Vec::len).filter(|n| *n > 1).collect();
    counts.sort_unstable();
    let usual = counts.chunk_by(|a, b| a == b).max_by_key(|run| (run.len(), run.first().copied()))?;
    let (width, times) = (*usual.first()?, usual.len());
    let full = || rows.iter().filter(|r| r.len() == width);
    let figures = full().filter(|r| r.iter().skip(1).any(|part| is_figure(part))).count();
    if times < 2 || (times < 3 && figures < 2) {
        return None;
    }
    let mut columns = vec![(f64::MAX, f64::MIN); width];
    for row in full() {
        for ((left, right), part) in columns.iter_mut().zip(row) {
            *left = part.first().map_or(*left, |g| left.min(g.x));
            *right = part.last().map_or(*right, |g| right.max(g.right()));
        }
    }
    let apart = columns.windows(2).all(|pair| pair[0].1 < pair[1].0);
    // Rows of figures are rows, whether their columns are clear or not.
    (apart || figures * 2 > rows.len()).then(|| Aligned { top, columns, rows: rows.to_vec() })
}

fn is_figure(part: &[Glyph]) -> bool {
    let digits = part.iter().filter(|g| g.char.is_some_and(|c| c.is_ascii_digit())).count();
    digits * 2 >= part.len()
}

impl Aligned {
    /// The table.
    pub(super) fn build(self, sheet: &mut Sheet) -> TableItem {
        let mut edges: Vec<f64> = self.columns.iter().map(|(left, _)| *left).collect();
        edges.extend(self.columns.last().map(|(_, right)| *right));
        let rows = self.rows.iter().map(|row| Self::row(&self.columns, row, sheet)).collect();
        TableItem { rows, top: self.top, edges }
    }

    fn row(columns: &[(f64, f64)], parts: &[Vec<Glyph>], sheet: &mut Sheet) -> Vec<CellText> {
        let mut cells: Vec<CellText> = Vec::with_capacity(parts.len());
        for (i, part) in parts.iter().enumerate() {
            let (from, to) = if parts.len() == columns.len() { (i, i) } else { place(columns, part) };
            // No two cells in one column, whatever overlaps.
            let after = cells.last().map_or(0, |c| c.column + c.columns);
            let from = (from as u32).max(after);
            let columns = (to as u32 + 1).saturating_sub(from).max(1);
            cells.push(CellText { text: sheet.read(part), column: from, rows: 1, columns, header: false });
        }
        cells
    }
}

/// The first and the last column that words stand over; the nearest where they stand over none.
fn place(columns: &[(f64, f64)], part: &[Glyph]) -> (usize, usize) {
    let (left, right) = (part.first().map_or(0.0, |g| g.x), part.last().map_or(0.0, Glyph::right));
    let over = |(l, r): &(f64, f64)| right.min(*r) - left.max(*l) > 0.0;
    let first = columns.iter().position(over);
    let last = columns.iter().rposition(over);
    first.zip(last).unwrap_or_else(|| {
        let middle = f64::midpoint(left, right);
        let distance = |(l, r): &(f64, f64)| (f64::midpoint(*l, *r) - middle).abs();
        let ranked = columns.iter().enumerate().min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b)));
        ranked.map_or((0, 0), |(i, _)| (i, i))
    })
}
