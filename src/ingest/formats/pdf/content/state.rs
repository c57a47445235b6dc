//! What content streams set and later operators use.

use std::rc::Rc;

use super::super::font::Font;
use super::super::matrix::Matrix;

/// The state that `q` saves and `Q` brings back.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// From the space of the content to the page as shown.
    pub(super) map: Matrix,
    /// Font.
    pub(super) font: Option<Rc<Font>>,
    /// Size of the font.
    pub(super) size: f64,
    /// Space after each glyph.
    pub(super) char_space: f64,
    /// More space after each blank.
    pub(super) word_space: f64,
    /// Horizontal scale, 1 when unchanged.
    pub(super) stretch: f64,
    /// Distance of lines.
    pub(super) leading: f64,
    /// Height above the baseline.
    pub(super) rise: f64,
}

impl State {
    /// The state at the start of a page.
    pub(super) fn new(map: Matrix) -> Self {
        let (size, stretch) = (0.0, 1.0);
        Self { map, font: None, size, char_space: 0.0, word_space: 0.0, stretch, leading: 0.0, rise: 0.0 }
    }
}

/// Where the next glyph goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text {
    /// From the space of the text to that of the content.
    pub(super) here: Matrix,
    /// The same at the start of the line.
    pub(super) line: Matrix,
}

impl Default for Text {
    fn default() -> Self {
        Self { here: Matrix::IDENTITY, line: Matrix::IDENTITY }
    }
}
