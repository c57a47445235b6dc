//! Marked content: Word and others mark page numbers and running heads as artifacts of pagination.

use super::super::lexer::Token;

/// Which of the open marks say that what they hold is page furniture.
#[derive(Debug, Default)]
pub(super) struct Marks {
    open: Vec<bool>,
    furniture: usize,
}

/// Deeper than this marks are counted no more; no writer nests them so.
const DEEPEST: usize = 10_000;

impl Marks {
    /// `BMC` or `BDC`.
    pub(super) fn begin(&mut self, operands: &[Token]) {
        let named = |name: &[u8]| operands.iter().any(|t| matches!(t, Token::Name(n) if n == name));
        let furniture = named(b"Artifact") && named(b"Pagination");
        if self.open.len() < DEEPEST {
            self.open.push(furniture);
            self.furniture += usize::from(furniture);
        }
    }

    /// `EMC`.
    pub(super) fn end(&mut self) {
        self.furniture -= usize::from(self.open.pop().unwrap_or_default());
    }

    /// Whether what is shown now is page furniture.
    pub(super) fn is_furniture(&self) -> bool {
        self.furniture > 0
    }
}
