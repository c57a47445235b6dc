//! Operators that move and show text.

use std::rc::Rc;

use super::super::font::{Font, Shown};
use super::super::glyph::{Glyph, Way};
use super::super::lexer::Token;
use super::super::matrix::Matrix;
use super::state::Text;
use super::{Canvas, numbers};

impl Canvas {
    /// Runs an operator of text; others do nothing.
    pub(super) fn type_text(&mut self, operator: &[u8], operands: &[Token]) {
        let number = || numbers::<1>(operands).map(|[n]| n);
        match operator {
            b"BT" => self.text = Text::default(),
            b"Tc" => self.state.char_space = number().unwrap_or(self.state.char_space),
            b"Tw" => self.state.word_space = number().unwrap_or(self.state.word_space),
            b"Tz" => self.state.stretch = number().map_or(self.state.stretch, |n| n / 100.0),
            b"TL" => self.state.leading = number().unwrap_or(self.state.leading),
            b"Ts" => self.state.rise = number().unwrap_or(self.state.rise),
            b"Td" => self.next_line(numbers(operands)),
            b"TD" => {
                let by = numbers::<2>(operands);
                self.state.leading = by.map_or(self.state.leading, |[_, y]| -y);
                self.next_line(by);
            }
            b"Tm" => {
                if let Some(matrix) = numbers(operands) {
                    self.text = Text { here: Matrix(matrix), line: Matrix(matrix) };
                }
            }
            b"T*" => self.next_line(Some([0.0, -self.state.leading])),
            b"Tj" | b"TJ" => self.show(operands),
            b"'" => {
                self.next_line(Some([0.0, -self.state.leading]));
                self.show(operands);
            }
            b"\"" => {
                if let [Token::Number(word), Token::Number(char), ..] = operands {
                    (self.state.word_space, self.state.char_space) = (*word, *char);
                }
                self.next_line(Some([0.0, -self.state.leading]));
                self.show(operands.get(2..).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn next_line(&mut self, by: Option<[f64; 2]>) {
        let Some([x, y]) = by else { return };
        let line = Matrix::shift(x, y).then(self.text.line);
        self.text = Text { here: line, line };
    }

    /// Shows strings; numbers between them move back, in thousandths of the size.
    fn show(&mut self, operands: &[Token]) {
        let font = self.state.font.clone().unwrap_or_else(|| Rc::new(Font::missing()));
        for token in operands {
            match token {
                Token::Text(bytes) => {
                    for code in font.codes(bytes) {
                        self.glyph(&code, font.vertical, (font.number, font.bold, font.ornaments));
                    }
                }
                Token::Number(back) => {
                    let by = -back / 1000.0 * self.state.size;
                    self.advance(by, font.vertical);
                }
                _ => {}
            }
        }
    }

    fn advance(&mut self, by: f64, vertical: bool) {
        let shift = if vertical { Matrix::shift(0.0, by) } else { Matrix::shift(by * self.state.stretch, 0.0) };
        self.text.here = shift.then(self.text.here);
    }

    /// Puts a code on the page and moves on.
    fn glyph(&mut self, code: &Shown, vertical: bool, (font, bold, ornaments): (u32, bool, bool)) {
        let state = &self.state;
        let size = state.size;
        let advance = if vertical { -size } else { code.width * size };
        let map = self.text.here.then(state.map);
        let along = if vertical { map.vector(0.0, advance) } else { map.vector(advance * state.stretch, 0.0) };
        let across = if vertical { map.vector(size, 0.0) } else { map.vector(0.0, size) };
        let heading = if along.0.hypot(along.1) > 1e-6 { along } else { map.vector(size * state.stretch, 0.0) };
        let way = Way::of(heading.0, heading.1);
        let (x, y) = map.point(0.0, state.rise);
        let seen = self.page.has(x, y, size_of(across));
        let (x, y) = way.upright(x, y);
        let glyph = Glyph {
            char: None,
            x,
            y,
            width: along.0.hypot(along.1),
            size: size_of(across),
            way,
            font,
            bold,
            furniture: self.marks.is_furniture(),
        };
        let spaces = state.char_space + if code.is_space { state.word_space } else { 0.0 };
        match &code.text {
            // What lies outside of the page no reader sees.
            _ if !seen => {}
            Some(text) => self.put(glyph, text),
            // What ornaments are no file says, and none of them is a figure.
            None if ornaments => self.put(glyph, " "),
            None => self.page.glyphs.push(glyph),
        }
        let by = if vertical { advance - spaces } else { advance + spaces };
        self.advance(by, vertical);
    }

    /// Puts the characters of a code side by side.
    fn put(&mut self, glyph: Glyph, text: &str) {
        let width = glyph.width / text.chars().count().max(1) as f64;
        for (i, c) in text.chars().enumerate() {
            let x = glyph.x + i as f64 * width;
            self.page.glyphs.push(Glyph { char: Some(c), x, width, ..glyph });
        }
    }
}

fn size_of((x, y): (f64, f64)) -> f64 {
    x.hypot(y)
}
