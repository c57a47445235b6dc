//! Small line charts and sparklines as SVG.
//!
//! They are drawn here rather than by a plotting crate because of what the page asks of them: every
//! point is a link with a name of its own in two languages, which keyboards and screen readers reach
//! and which opens the sentence the number is from; no `style` attribute, which the page's policy
//! forbids; sizes that follow the width of the column; and a few hundred bytes each. plotters and
//! charming have not been released for long, and kuva draws whole figures for papers. What is needed
//! is a linear scale; the SVG itself is a template (`assets/chart.svg`; sparklines in `assets/years.html`).
//!
//! What was reached is a filled point on a solid line, what was only promised a hollow one on a broken
//! line: no meaning hangs on colour.

use super::words::Two;

/// Width of the drawing, in its own units.
const WIDTH: f64 = 220.0;
/// Height of the drawing.
const HEIGHT: f64 = 104.0;
/// Room at the sides, half a label.
const SIDE: f64 = 14.0;
/// Room for a value above the highest point.
const TOP: f64 = 22.0;
/// Room for years below the lowest.
const BOTTOM: f64 = 24.0;

/// A value of a chart.
pub(super) struct Mark {
    /// Its year.
    pub(super) year: i16,
    /// Its value, in the unit shown.
    pub(super) value: f64,
    /// Whether it was only promised.
    pub(super) target: bool,
    /// Year, value and unit in words.
    pub(super) said: Two,
    /// The value as it is shown.
    pub(super) text: String,
    /// The row it is from.
    pub(super) id: String,
}

/// A point of a chart.
pub(super) struct Point {
    /// Across.
    pub(super) x: String,
    /// Down.
    pub(super) y: String,
    /// What it shows.
    pub(super) mark: Mark,
    /// Where its value is written beside it: the anchor of the text, for the first and last point.
    pub(super) label: Option<&'static str>,
    /// Height of that text.
    pub(super) label_y: String,
}

/// A line chart.
pub(super) struct Chart {
    /// Who is shown, and from what to what.
    pub(super) about: Two,
    /// The points, by year.
    pub(super) points: Vec<Point>,
    /// The line through what was reached.
    pub(super) solid: String,
    /// The line from there on to what was promised.
    pub(super) broken: String,
    /// Height of the line that stands for zero or the lowest value.
    pub(super) base: String,
}

impl Chart {
    /// Draws the marks, which come by year.
    pub(super) fn new(about: &str, marks: Vec<Mark>) -> Self {
        let scale = Scale::of(&marks);
        let about = summary(about, &marks);
        let last = marks.len().saturating_sub(1);
        let points: Vec<Point> = marks.into_iter().enumerate().map(|(i, mark)| scale.point(mark, i, last)).collect();
        let reached = points.iter().filter(|p| !p.mark.target).count();
        let path = |points: &[Point]| points.iter().map(|p| format!("{},{}", p.x, p.y)).collect::<Vec<_>>().join(" ");
        let solid = path(&points[..reached.min(points.len())]);
        let broken = if reached < points.len() { path(&points[reached.saturating_sub(1)..]) } else { String::new() };
        Self { about, solid, broken, base: format!("{:.1}", HEIGHT - BOTTOM), points }
    }
}

fn summary(about: &str, marks: &[Mark]) -> Two {
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return Two::same(about) };
    Two::new(
        format!("{about}：{} → {}", first.said.zh, last.said.zh),
        format!("{about}: {} → {}", first.said.en, last.said.en),
    )
}

/// Years across and values up, the lowest value a tenth of the range above the base: lines tell the
/// way a value went, not how large it is.
struct Scale {
    years: (f64, f64),
    values: (f64, f64),
}

impl Scale {
    fn of(marks: &[Mark]) -> Self {
        Self::through(&marks.iter().map(|m| (m.year, m.value)).collect::<Vec<_>>())
    }

    fn through(values: &[(i16, f64)]) -> Self {
        let span = |all: &mut dyn Iterator<Item = f64>| {
            all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
        };
        let years = span(&mut values.iter().map(|(year, _)| f64::from(*year)));
        let (low, high) = span(&mut values.iter().map(|(_, value)| *value));
        Self { years, values: (low - (high - low) / 10.0, high) }
    }

    fn point(&self, mark: Mark, i: usize, last: usize) -> Point {
        let x = SIDE + part(f64::from(mark.year), self.years) * (WIDTH - 2.0 * SIDE);
        let y = HEIGHT - BOTTOM - part(mark.value, self.values) * (HEIGHT - TOP - BOTTOM);
        let label = if i == 0 {
            Some("start")
        } else if i == last {
            Some("end")
        } else {
            None
        };
        Point { x: format!("{x:.1}"), y: format!("{y:.1}"), label, label_y: format!("{:.1}", y - 8.0), mark }
    }
}

/// How far `value` is on the way from the low to the high end; the middle where they are one.
fn part(value: f64, (low, high): (f64, f64)) -> f64 {
    if high > low { (value - low) / (high - low) } else { 0.5 }
}

/// A line of a word's size, without numbers of its own: they stand beside it.
#[derive(Default)]
pub(super) struct Spark {
    /// The points of the line; empty for less than two.
    pub(super) line: String,
    /// Across, of the last point.
    pub(super) x: String,
    /// Down, of the last point.
    pub(super) y: String,
    /// First and last year.
    pub(super) years: String,
}

#[cfg_attr(not(feature = "analysis"), allow(dead_code, reason = "drawn in comparisons"))]
impl Spark {
    /// The line through values by year.
    pub(super) fn new(values: &[(i16, f64)]) -> Self {
        let ([first, .., last], scale) = (values, Scale::through(values)) else { return Self::default() };
        let at = |(year, value): &(i16, f64)| {
            let x = 3.0 + part(f64::from(*year), scale.years) * 74.0;
            (format!("{x:.1}"), format!("{:.1}", 17.0 - part(*value, scale.values) * 14.0))
        };
        let points: Vec<String> = values.iter().map(at).map(|(x, y)| format!("{x},{y}")).collect();
        let (x, y) = at(last);
        Self { line: points.join(" "), x, y, years: format!("{}–{}", first.0, last.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(year: i16, value: f64, target: bool) -> Mark {
        let said = Two::same(&format!("{year}: {value}"));
        Mark { year, value, target, said, text: value.to_string(), id: "a".into() }
    }

    #[test]
    fn points_stay_in_the_drawing_and_keep_their_order() {
        let chart = Chart::new("某市", vec![mark(2019, 10.0, false), mark(2021, 30.0, false), mark(2025, 50.0, true)]);
        let at: Vec<(f64, f64)> = chart.points.iter().map(|p| (p.x.parse().unwrap(), p.y.parse().unwrap())).collect();
        assert!(at.iter().all(|(x, y)| (0.0..=WIDTH).contains(x) && (0.0..=HEIGHT).contains(y)), "{at:?}");
        assert!(at[0].0 < at[1].0 && at[1].0 < at[2].0 && at[0].1 > at[1].1 && at[1].1 > at[2].1, "{at:?}");
        assert_eq!(chart.solid.split(' ').count(), 2);
        assert_eq!(chart.broken.split(' ').count(), 2);
        assert_eq!(chart.about.zh, "某市：2019: 10 → 2025: 50");
    }

    #[test]
    fn a_sparkline_needs_two_values() {
        assert_eq!(Spark::new(&[(2020, 1.0)]).line, "");
        let spark = Spark::new(&[(2020, 1.0), (2021, 2.0)]);
        assert_eq!((spark.line.as_str(), spark.years.as_str()), ("3.0,15.7 77.0,3.0", "2020–2021"));
    }

    #[test]
    fn one_value_and_none_are_no_fault() {
        for marks in [vec![], vec![mark(2020, 5.0, false)], vec![mark(2020, 5.0, true)]] {
            let chart = Chart::new("某市", marks);
            assert!(chart.points.iter().all(|p| !p.x.contains("NaN") && !p.y.contains("inf")));
        }
    }
}
