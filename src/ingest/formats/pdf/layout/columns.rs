//! Columns of running text: a gutter that lines keep free, with text on both sides of it.

use super::line::Line;

/// Fewer lines than this are no columns.
const FEWEST: usize = 6;
/// Least width of a gutter, in sizes.
const GUTTER: f64 = 1.0;
/// How much of its column a line of running text fills, at least.
const FILLED: f64 = 0.6;

/// Lines that are read one after the other.
#[derive(Debug, Default)]
pub(super) struct Band {
    /// Edges of their column, when there are several.
    pub(super) column: Option<(f64, f64)>,
    /// Height at which they begin.
    pub(super) top: f64,
    /// The lines.
    pub(super) lines: Vec<Line>,
}

/// Parts lines, from top to bottom, into bands: across the page, or left column before right column.
pub(super) fn bands(lines: Vec<Line>) -> Vec<Band> {
    let Some(gutter) = gutter(&lines) else {
        return vec![band(lines, None)];
    };
    let mut bands = Vec::new();
    let mut whole = Vec::new();
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in lines {
        match cut(&line, gutter) {
            None => {
                flush(&mut bands, &mut whole, &mut left, &mut right);
                whole.push(line);
            }
            Some((before, after)) => {
                if !whole.is_empty() {
                    bands.push(band(std::mem::take(&mut whole), None));
                }
                left.extend(before);
                right.extend(after);
            }
        }
    }
    flush(&mut bands, &mut whole, &mut left, &mut right);
    if !whole.is_empty() {
        bands.push(band(whole, None));
    }
    bands
}

fn flush(bands: &mut Vec<Band>, whole: &mut Vec<Line>, left: &mut Vec<Line>, right: &mut Vec<Line>) {
    let (left, right) = (std::mem::take(left), std::mem::take(right));
    if left.is_empty() || right.is_empty() {
        whole.extend(left.into_iter().chain(right));
        return;
    }
    let (left, right) = (column(left), column(right));
    let top = left.top.min(right.top);
    bands.push(Band { top, ..left });
    bands.push(Band { top, ..right });
}

fn column(lines: Vec<Line>) -> Band {
    let edges = lines.iter().fold((f64::MAX, f64::MIN), |(l, r), line| (l.min(line.left()), r.max(line.right())));
    band(lines, Some(edges))
}

fn band(lines: Vec<Line>, column: Option<(f64, f64)>) -> Band {
    Band { column, top: lines.first().map_or(0.0, |l| l.baseline), lines }
}

/// The places between glyphs that are wide enough for a gutter.
fn gaps(line: &Line) -> impl Iterator<Item = (f64, f64)> {
    let wide = GUTTER * line.size;
    let shown = line.glyphs.iter().filter(|g| !g.is_blank());
    let next = line.glyphs.iter().filter(|g| !g.is_blank()).skip(1);
    shown.zip(next).map(|(a, b)| (a.right(), b.x)).filter(move |(from, to)| to - from >= wide)
}

/// Parts a line at a gutter; `None` when it stands across it.
fn cut(line: &Line, gutter: f64) -> Option<(Option<Line>, Option<Line>)> {
    if line.right() <= gutter {
        return Some((Some(line.clone()), None));
    }
    if line.left() >= gutter {
        return Some((None, Some(line.clone())));
    }
    gaps(line).find(|(from, to)| *from <= gutter && gutter <= *to)?;
    let (left, right) = line.glyphs.iter().filter(|g| !g.is_blank()).partition(|g| g.x < gutter);
    Some((Some(Line { glyphs: left, ..line.clone() }), Some(Line { glyphs: right, ..line.clone() })))
}

/// The middle of the gutter that most lines keep free, if both sides of it are running text.
fn gutter(lines: &[Line]) -> Option<f64> {
    let left = lines.iter().map(Line::left).fold(f64::MAX, f64::min);
    let right = lines.iter().map(Line::right).fold(f64::MIN, f64::max);
    let width = right - left;
    let central = |x: &f64| (left + 0.35 * width..=left + 0.65 * width).contains(x);
    let mut places: Vec<f64> = lines.iter().flat_map(gaps).map(|(a, b)| f64::midpoint(a, b)).filter(central).collect();
    if places.len() < FEWEST {
        return None;
    }
    let middle = places.len() / 2;
    let (_, place, _) = places.select_nth_unstable_by(middle, f64::total_cmp);
    let place = *place;
    let both: Vec<(Line, Line)> = lines.iter().filter_map(|l| cut(l, place)).filter_map(|(a, b)| a.zip(b)).collect();
    let text = both.iter().filter(|(a, b)| is_text(a, place - left) && is_text(b, right - place)).count();
    (text >= FEWEST && text * 2 > both.len() && text * 3 > lines.len()).then_some(place)
}

/// Whether half a line is running text and not the cell of a table.
fn is_text(half: &Line, width: f64) -> bool {
    let words = half.glyphs.iter().filter(|g| g.char.is_some_and(char::is_alphabetic)).count();
    half.right() - half.left() >= FILLED * width && words * 2 > half.glyphs.len()
}
