//! Glyphs to lines: what stands side by side at one height.
//!
//! Baselines within a line differ (raised marks of notes, digits of another font), so a glyph
//! belongs to the line that it overlaps in height by half. Small glyphs are placed after the others,
//! because a raised mark alone would open a line of its own.

use super::super::glyph::Glyph;

/// Share of the height that must overlap.
const OVERLAP: f64 = 0.5;
/// Glyphs smaller than this share of the usual size are placed last.
const SMALL: f64 = 0.75;
/// Two of the same character nearer than this share of their size are one, drawn twice to be bold.
const TWICE: f64 = 0.15;

/// Glyphs side by side, from left to right.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// Its glyphs, without blanks at its ends.
    pub(super) glyphs: Vec<Glyph>,
    /// Baseline of most of it.
    pub(super) baseline: f64,
    /// Size of most of it.
    pub(super) size: f64,
    /// Whether a blank follows its last glyph.
    pub(super) blank_end: bool,
}

impl Line {
    /// Its left end.
    pub(super) fn left(&self) -> f64 {
        self.glyphs.first().map_or(0.0, |g| g.x)
    }

    /// Its right end.
    pub(super) fn right(&self) -> f64 {
        self.glyphs.iter().map(Glyph::right).fold(self.left(), f64::max)
    }

    fn top(&self) -> f64 {
        self.baseline - 0.85 * self.size
    }

    fn bottom(&self) -> f64 {
        self.baseline + 0.15 * self.size
    }

    /// How much of the lower of both heights overlaps.
    fn overlap(&self, glyph: &Glyph) -> f64 {
        let (top, bottom) = (glyph.y - 0.85 * glyph.size, glyph.y + 0.15 * glyph.size);
        let shared = self.bottom().min(bottom) - self.top().max(top);
        shared / self.size.min(glyph.size).max(0.01)
    }

    fn of(glyph: Glyph) -> Self {
        Self { baseline: glyph.y, size: glyph.size, glyphs: vec![glyph], blank_end: false }
    }

    /// Sorts its glyphs and takes out what is drawn twice or shows nothing at the ends.
    fn settle(mut self) -> Option<Self> {
        self.glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
        drop_doubles(&mut self.glyphs);
        let first = self.glyphs.iter().position(|g| !g.is_blank())?;
        let last = self.glyphs.iter().rposition(|g| !g.is_blank())?;
        self.blank_end = last + 1 < self.glyphs.len();
        self.glyphs.truncate(last + 1);
        self.glyphs.drain(..first);
        let weight = |size: f64| self.glyphs.iter().filter(|g| (g.size - size).abs() < 0.1).count();
        let most = self.glyphs.iter().max_by_key(|g| weight(g.size))?;
        (self.size, self.baseline) = (most.size, most.y);
        Some(self)
    }
}

/// The lines of glyphs, from top to bottom.
pub(super) fn lines(glyphs: &[Glyph]) -> Vec<Line> {
    let usual = usual_size(glyphs);
    let (small, large): (Vec<Glyph>, Vec<Glyph>) = glyphs.iter().partition(|g| g.size < SMALL * usual);
    let mut lines = stack(large);
    let mut below = Vec::new();
    for line in stack(small).into_iter().flat_map(pieces) {
        match host(&lines, &line).and_then(|i| lines.get_mut(i)) {
            Some(host) => host.glyphs.extend(line.glyphs),
            None => below.push(line),
        }
    }
    // Pieces that belong to no larger line are lines again.
    lines.extend(stack(below.into_iter().flat_map(|l| l.glyphs).collect()));
    let mut lines: Vec<Line> = lines.into_iter().filter_map(Line::settle).collect();
    lines.sort_by(|a, b| a.baseline.total_cmp(&b.baseline).then(a.left().total_cmp(&b.left())));
    lines
}

/// The size of most glyphs.
fn usual_size(glyphs: &[Glyph]) -> f64 {
    let mut sizes: Vec<i64> = glyphs.iter().filter(|g| !g.is_blank()).map(|g| (g.size * 4.0).round() as i64).collect();
    sizes.sort_unstable();
    let most = sizes.chunk_by(|a, b| a == b).max_by_key(|run| run.len());
    most.and_then(|run| run.first()).map_or(0.0, |size| *size as f64 / 4.0)
}

/// Lines by height alone.
fn stack(mut glyphs: Vec<Glyph>) -> Vec<Line> {
    let middle = |g: &Glyph| g.y - 0.35 * g.size;
    glyphs.sort_by(|a, b| middle(a).total_cmp(&middle(b)));
    let mut lines: Vec<Line> = Vec::new();
    for glyph in glyphs {
        let near = lines.iter_mut().rev().take(4);
        let best = near.max_by(|a, b| a.overlap(&glyph).total_cmp(&b.overlap(&glyph)));
        match best.filter(|line| line.overlap(&glyph) >= OVERLAP) {
            Some(line) => line.glyphs.push(glyph),
            None => lines.push(Line::of(glyph)),
        }
    }
    lines
}

/// Splits a line of small glyphs where it leaves space.
fn pieces(mut line: Line) -> Vec<Line> {
    line.glyphs.sort_by(|a, b| a.x.total_cmp(&b.x));
    let apart = |a: &Glyph, b: &Glyph| b.x - a.right() <= 1.2 * a.size.max(b.size);
    line.glyphs
        .chunk_by(apart)
        .map(|run| Line { glyphs: run.to_vec(), baseline: line.baseline, size: line.size, blank_end: false })
        .collect()
}

/// The larger line that small glyphs are raised or lowered from: they touch it.
fn host(lines: &[Line], small: &Line) -> Option<usize> {
    let (left, right) = (small.left(), small.right());
    let touches = |line: &Line| {
        let (top, bottom) = (line.top() - 0.4 * line.size, line.bottom() + 0.3 * line.size);
        let shared = bottom.min(small.bottom()) - top.max(small.top());
        let near = 0.6 * line.size;
        let beside = line
            .glyphs
            .iter()
            .any(|g| !g.is_blank() && ((g.right() - left).abs() <= near || (g.x - right).abs() <= near));
        shared >= 0.8 * small.size && beside
    };
    let distance = |line: &Line| (line.baseline - small.baseline).abs();
    let hosts = lines.iter().enumerate().filter(|(_, line)| touches(line));
    hosts.min_by(|(_, a), (_, b)| distance(a).total_cmp(&distance(b))).map(|(i, _)| i)
}

/// Takes out characters that stand twice at one place, of glyphs sorted by `x`.
fn drop_doubles(glyphs: &mut Vec<Glyph>) {
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs.drain(..) {
        let twice = |other: &Glyph| {
            let near = TWICE * glyph.size;
            let same = other.char == glyph.char && (other.size - glyph.size).abs() < 0.1 * glyph.size;
            same && (glyph.x - other.x).abs() < near.min(0.5 * glyph.width) && (glyph.y - other.y).abs() < near
        };
        if !kept.iter().rev().take(4).any(twice) {
            kept.push(glyph);
        }
    }
    *glyphs = kept;
}
