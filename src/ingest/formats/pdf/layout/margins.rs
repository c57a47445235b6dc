//! The edges of the running text of a page, measured where most lines begin and end.

use super::sheet::{Item, Sheet, TextLine};

/// The edges of running text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Margins {
    /// Where lines begin that no indent moves.
    pub(super) left: f64,
    /// Where full lines end.
    pub(super) right: f64,
    /// Usual size of type.
    pub(super) size: f64,
    /// Usual distance of baselines.
    pub(super) pitch: f64,
}

/// Fewer lines than this measure nothing on their own.
const FEWEST: usize = 6;

fn text_lines(sheet: &Sheet) -> impl Iterator<Item = &TextLine> {
    sheet.items.iter().filter_map(|item| match item {
        Item::Line(line) if !line.furniture && line.column.is_none() => Some(line),
        _ => None,
    })
}

/// The margins of each page; pages with few lines take those of the document.
pub(super) fn margins(sheets: &[Sheet]) -> Vec<Margins> {
    let all: Vec<&TextLine> = sheets.iter().flat_map(text_lines).collect();
    let size = usual_size(&all).unwrap_or(12.0);
    let width = sheets.iter().map(|s| s.size.0).fold(0.0, f64::max);
    let document = measure(&all, size, width);
    let own = |sheet: &Sheet| {
        let lines: Vec<&TextLine> = text_lines(sheet).filter(|l| (l.size - size).abs() < 0.15 * size).collect();
        if lines.len() < FEWEST { None } else { measure(&lines, size, sheet.size.0) }
    };
    let fallback = document.unwrap_or(Margins { left: 0.0, right: f64::MAX, size, pitch: 2.0 * size });
    sheets.iter().map(|s| own(s).map_or(fallback, |own| steadied(own, fallback))).collect()
}

/// A page with lines as long as elsewhere has margins of its own, which may differ from those of the
/// page before. A page of short lines has no right edge, one of indented lines no left edge.
fn steadied(own: Margins, document: Margins) -> Margins {
    let size = document.size;
    if ((own.right - own.left) - (document.right - document.left)).abs() < 1.5 * size {
        return own;
    }
    let left = if own.left > document.left + size { document.left } else { own.left };
    let right = if own.right < document.right - 1.5 * size { document.right } else { own.right };
    Margins { left, right, ..own }
}

/// Margins of lines on pages of a width.
fn measure(lines: &[&TextLine], size: f64, width: f64) -> Option<Margins> {
    let body: Vec<&TextLine> = lines.iter().filter(|l| (l.size - size).abs() < 0.15 * size).copied().collect();
    let first = body.iter().map(|l| l.left).reduce(f64::min)?;
    let left = edge(body.iter().map(|l| l.left).collect(), 2).unwrap_or(first);
    // Where no lines end alike none is known to be full: the margins are as wide as each other.
    let right = edge(body.iter().map(|l| -l.right).collect(), 3).map_or(width - left, |r| -r);
    let steps: Vec<f64> = body.windows(2).map(|w| w[1].baseline - w[0].baseline).filter(|s| *s > 0.8 * size).collect();
    let pitch = median(steps).unwrap_or(1.5 * size);
    Some(Margins { left, right, size, pitch })
}

/// The outermost place at which one line in eight begins, and `least` of them.
fn edge(mut places: Vec<f64>, least: usize) -> Option<f64> {
    places.sort_by(f64::total_cmp);
    let enough = (places.len() / 8).max(least);
    let mut starts = places.iter().enumerate();
    let near = |i: usize, place: f64| places.iter().skip(i).take(enough).take_while(|p| **p - place <= 3.0).count();
    starts.find(|(i, place)| near(*i, **place) >= enough).map(|(_, place)| *place)
}

/// The most frequent size, weighted by the length of lines.
fn usual_size(lines: &[&TextLine]) -> Option<f64> {
    let mut sizes: Vec<(i64, usize)> =
        lines.iter().map(|l| ((l.size * 2.0).round() as i64, l.text.chars().count())).collect();
    sizes.sort_unstable();
    let weight = |run: &[(i64, usize)]| run.iter().map(|(_, n)| n).sum::<usize>();
    let most = sizes.chunk_by(|a, b| a.0 == b.0).max_by_key(|run| weight(run))?;
    most.first().map(|(size, _)| *size as f64 / 2.0)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    let middle = values.len() / 2;
    if values.is_empty() {
        return None;
    }
    let (_, value, _) = values.select_nth_unstable_by(middle, f64::total_cmp);
    Some(*value)
}
