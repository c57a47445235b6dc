//! Whether a line goes on with the paragraph of the line above.
//!
//! A paragraph begins with an indent of about two characters, or after a line that ends short. What
//! is short and what is an indent is measured on the page, never assumed.

use super::margins::Margins;
use super::sheet::TextLine;
use super::words::append;

/// An indent is at least this, in sizes.
const INDENT: f64 = 1.2;
/// A line that ends this far before the edge ends short, in sizes.
const SHORT: f64 = 2.0;
/// A line may end this far before the edge because the next word did not fit, in sizes.
const UNFIT: f64 = 6.0;
/// A title is set this much larger than running text.
const LARGE: f64 = 1.1;
/// Space on both sides of a line in the middle is at least this, in sizes: more than an indent.
const CENTRED: f64 = 2.6;

/// A paragraph that may go on.
#[derive(Debug, Clone)]
pub(super) struct Open {
    /// Its words so far.
    pub(super) text: String,
    /// Its last line.
    last: TextLine,
    margins: Margins,
    lines: usize,
    /// Whether it is a title.
    pub(super) heading: bool,
}

impl Open {
    /// A paragraph of one line.
    pub(super) fn of(line: &TextLine, margins: Margins) -> Self {
        let margins = within(line, margins);
        let heading = line.size >= LARGE * margins.size && line.text.chars().count() < 80;
        Self { text: line.text.clone(), last: line.clone(), margins, lines: 1, heading }
    }

    /// Takes the next line, which stands on the same page or at the head of the next one.
    pub(super) fn take(&mut self, line: &TextLine, margins: Margins) {
        append(&mut self.text, &line.text, self.last.blank_end, true);
        self.last = line.clone();
        self.margins = within(line, margins);
        self.lines += 1;
    }

    /// Whether the next line goes on with it.
    pub(super) fn goes_on(&self, next: &TextLine, margins: Margins, same_page: bool) -> bool {
        let (last, size) = (&self.last, self.margins.size.max(self.last.size));
        let margins = within(next, margins);
        let step = next.baseline - last.baseline;
        let same_size = (next.size - last.size).abs() <= 0.08 * size;
        let pitch = if self.heading { 2.4 * size } else { 1.8 * self.margins.pitch.max(1.3 * size) };
        let far = same_page && last.column == next.column && (step > pitch || step < 0.0);
        if !same_size || far {
            return false;
        }
        if self.heading && is_centred(next, margins) {
            let whole = is_centred(last, self.margins) || last.right - last.left > 0.8 * (margins.right - margins.left);
            return whole && last.font == next.font;
        }
        if is_centred(last, self.margins) || is_centred(next, margins) {
            return false;
        }
        if next.text.starts_with(goes_on_with) {
            return true;
        }
        let missing = (self.margins.right - last.right) / size;
        let indent = (next.left - margins.left) / size;
        if indent < -INDENT {
            return false;
        }
        if indent >= INDENT {
            return self.goes_on_indented(next, missing, size);
        }
        let last_indent = (last.left - self.margins.left) / size;
        let ends = ends_sentence(&last.text);
        missing < SHORT || (missing < UNFIT && !ends && (self.lines > 1 || last_indent >= INDENT))
    }

    /// A block that is indented as a whole: its full lines do not end sentences.
    fn goes_on_indented(&self, next: &TextLine, missing: f64, size: f64) -> bool {
        let same_left = (next.left - self.last.left).abs() < 0.5 * size;
        same_left && missing < 1.0 && self.lines > 0 && !ends_sentence(&self.last.text)
    }
}

/// The margins that hold for a line: those of its column.
fn within(line: &TextLine, margins: Margins) -> Margins {
    line.column.map_or(margins, |(left, right)| Margins { left, right, ..margins })
}

/// Whether a line stands in the middle with space on both sides.
fn is_centred(line: &TextLine, margins: Margins) -> bool {
    let (before, after) = (line.left - margins.left, margins.right - line.right);
    let least = if line.size >= LARGE * margins.size { INDENT } else { CENTRED } * line.size;
    before > least && after > least && (before - after).abs() < 1.5 * line.size
}

/// Whether no line of Chinese begins with a character unless the one above was full.
fn goes_on_with(c: char) -> bool {
    matches!(
        c,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '！'
            | '？'
            | '）'
            | '”'
            | '》'
            | '〉'
            | '】'
            | '%'
            | '％'
            | '‰'
            | '℃'
            | '.'
    )
}

/// Whether words end as a sentence does; a point after a digit is that of a number.
fn ends_sentence(text: &str) -> bool {
    let mut chars = text.chars().rev();
    match (chars.next(), chars.next()) {
        (Some('。' | '！' | '？' | '：' | '；' | ':' | '!' | '?'), _) => true,
        (Some('.'), before) => !before.is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    }
}
