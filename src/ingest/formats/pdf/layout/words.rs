//! The words of glyphs side by side, and of lines below one another.
//!
//! Blanks of the file do not count, distances do: justified text is full of blanks that no reader
//! sees, and words drawn apart have none.

use super::super::glyph::Glyph;

/// A distance between ideographs that is a blank, in sizes.
const WIDE: f64 = 0.8;
/// A distance between letters and digits that is a blank, in sizes.
const NARROW: f64 = 0.2;

/// Words, with what could not be read of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The words.
    pub(super) text: String,
    /// Glyphs of which the file does not say what they are.
    pub(super) unread: usize,
    /// Those of them beside a digit: a figure may not be what it seems.
    pub(super) doubtful: usize,
}

/// The words of glyphs from left to right.
pub(super) fn words(glyphs: &[Glyph]) -> Words {
    let usual = usual_gap(glyphs);
    let mut words = Words::default();
    let mut before: Option<&Glyph> = None;
    for glyph in glyphs.iter().filter(|g| !g.is_blank()) {
        if before.is_some_and(|b| is_apart(b, glyph, usual)) {
            words.text.push(' ');
        }
        words.unread += usize::from(glyph.char.is_none());
        words.doubtful += usize::from(before.is_some_and(|b| doubts(b, glyph) || doubts(glyph, b)));
        words.text.extend(glyph.char);
        before = Some(glyph);
    }
    words
}

fn doubts(unread: &Glyph, beside: &Glyph) -> bool {
    let near = (unread.x - beside.right()).abs().min((beside.x - unread.right()).abs()) < 0.5 * beside.size;
    unread.char.is_none() && near && beside.char.is_some_and(|c| c.is_numeric() || matches!(c, '.' | '%' | '％'))
}

/// The middle distance of glyphs that show something; that of justified text is large.
pub(super) fn usual_gap(glyphs: &[Glyph]) -> f64 {
    let shown: Vec<&Glyph> = glyphs.iter().filter(|g| !g.is_blank()).collect();
    let mut gaps: Vec<f64> = shown.windows(2).map(|pair| pair[1].x - pair[0].right()).collect();
    if gaps.len() < 6 {
        return 0.0;
    }
    let middle = gaps.len() / 2;
    let (_, gap, _) = gaps.select_nth_unstable_by(middle, f64::total_cmp);
    gap.max(0.0)
}

/// Whether a reader sees a blank between two glyphs.
fn is_apart(left: &Glyph, right: &Glyph, usual: f64) -> bool {
    let size = left.size.max(right.size);
    let gap = (right.x - left.right() - usual) / size.max(0.01);
    let (Some(a), Some(b)) = (left.char, right.char) else { return gap > WIDE };
    if is_wide(a) || is_wide(b) || joins_number(a, b) { gap > WIDE } else { gap > NARROW }
}

/// Whether two characters are within one number: typesetters move points and percent signs.
fn joins_number(a: char, b: char) -> bool {
    (a.is_ascii_digit() && matches!(b, '.' | ',' | '%')) || (matches!(a, '.' | ',') && b.is_ascii_digit())
}

/// Whether a character takes the square of an ideograph.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{fe6f}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'.. | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '‰')
}

/// Puts the words of the next line after those of the line above. Ideographs follow without a blank,
/// Latin words with one. A number goes on over the end of a line only where `numbers_go_on`.
pub(super) fn append(text: &mut String, next: &str, blank: bool, numbers_go_on: bool) {
    let (Some(last), Some(first)) = (text.chars().next_back(), next.chars().next()) else {
        text.push_str(next);
        return;
    };
    let parts = if is_wide(last) || is_wide(first) {
        false
    } else if last.is_ascii_digit() && first.is_ascii_digit() {
        blank || !numbers_go_on
    } else {
        blank || (last.is_alphanumeric() && first.is_alphabetic()) || (last.is_alphabetic() && first.is_numeric())
    };
    if parts {
        text.push(' ');
    }
    text.push_str(next);
}
