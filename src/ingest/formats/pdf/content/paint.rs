//! Paths: of all that is drawn, the horizontal and vertical rules, which make tables.

use super::super::glyph::{Page, Rule};
use super::super::lexer::Token;
use super::numbers;
use super::state::State;

/// Most rules that are kept of a page; more are a drawing, not a table.
const RULES: usize = 20_000;
/// Most points that are kept of a path.
const POINTS: usize = 10_000;
/// A filled box thinner than this is a rule.
const THIN: f64 = 3.0;
/// A stroke shorter than this is a dot.
const SHORT: f64 = 4.0;

/// The path being built, on the page as shown.
#[derive(Debug, Default)]
pub(super) struct Paths {
    pieces: Vec<Piece>,
    points: usize,
}

#[derive(Debug, Default)]
struct Piece {
    points: Vec<(f64, f64)>,
    curved: bool,
}

impl Paths {
    /// Runs an operator of paths and tells whether it was one.
    pub(super) fn operate(&mut self, operator: &[u8], operands: &[Token], state: &State, page: &mut Page) -> bool {
        match operator {
            b"m" => self.move_to(numbers(operands), state),
            b"l" => self.line_to(numbers(operands), state),
            b"c" | b"v" | b"y" => {
                self.line_to(numbers(operands), state);
                if let Some(piece) = self.pieces.last_mut() {
                    piece.curved = true;
                }
            }
            b"h" => self.close(),
            b"re" => self.rectangle(numbers(operands), state),
            b"S" | b"s" => self.paint(page, operator == b"s", true),
            b"f" | b"F" | b"f*" => self.paint(page, false, false),
            b"B" | b"B*" | b"b" | b"b*" => self.paint(page, operator.first() == Some(&b'b'), true),
            b"n" => self.clear(),
            _ => return false,
        }
        true
    }

    fn clear(&mut self) {
        self.pieces.clear();
        self.points = 0;
    }

    fn has_room(&mut self) -> bool {
        self.points += 1;
        self.points <= POINTS
    }

    fn move_to(&mut self, to: Option<[f64; 2]>, state: &State) {
        let Some([x, y]) = to.filter(|_| self.has_room()) else { return };
        self.pieces.push(Piece { points: vec![state.map.point(x, y)], curved: false });
    }

    fn line_to(&mut self, to: Option<[f64; 2]>, state: &State) {
        let Some([x, y]) = to.filter(|_| self.has_room()) else { return };
        if let Some(piece) = self.pieces.last_mut() {
            piece.points.push(state.map.point(x, y));
        }
    }

    fn close(&mut self) {
        if let Some(piece) = self.pieces.last_mut()
            && let Some(first) = piece.points.first().copied()
        {
            piece.points.push(first);
        }
    }

    fn rectangle(&mut self, edges: Option<[f64; 4]>, state: &State) {
        let Some([x, y, width, height]) = edges.filter(|_| self.has_room()) else { return };
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)];
        let points = corners.iter().map(|(x, y)| state.map.point(*x, *y)).collect();
        self.pieces.push(Piece { points, curved: false });
    }

    fn paint(&mut self, page: &mut Page, closes: bool, strokes: bool) {
        if closes {
            self.close();
        }
        for piece in self.pieces.iter().filter(|p| !p.curved) {
            match bounds(&piece.points) {
                Some(rule) if is_thin(&rule) => keep(page, middle(rule)),
                _ if strokes => {
                    for pair in piece.points.windows(2) {
                        if let Some(rule) = bounds(pair).filter(is_thin) {
                            keep(page, middle(rule));
                        }
                    }
                }
                _ => {}
            }
        }
        self.clear();
    }
}

fn keep(page: &mut Page, rule: Rule) {
    let length = (rule.to.0 - rule.from.0).max(rule.to.1 - rule.from.1);
    if length >= SHORT && page.rules.len() < RULES {
        page.rules.push(rule);
    }
}

/// The box around points, as a rule from its upper left to its lower right corner.
fn bounds(points: &[(f64, f64)]) -> Option<Rule> {
    let first = *points.first()?;
    let start = Rule { from: first, to: first };
    Some(points.iter().fold(start, |b, p| Rule {
        from: (b.from.0.min(p.0), b.from.1.min(p.1)),
        to: (b.to.0.max(p.0), b.to.1.max(p.1)),
    }))
}

fn is_thin(rule: &Rule) -> bool {
    (rule.to.0 - rule.from.0).min(rule.to.1 - rule.from.1) <= THIN
}

/// The middle line of a thin box.
fn middle(rule: Rule) -> Rule {
    let Rule { from, to } = rule;
    if rule.is_flat() {
        let y = f64::midpoint(from.1, to.1);
        Rule { from: (from.0, y), to: (to.0, y) }
    } else {
        let x = f64::midpoint(from.0, to.0);
        Rule { from: (x, from.1), to: (x, to.1) }
    }
}
