//! Sentences of a block.
//!
//! A sentence ends at 。！？； and their ASCII forms (a full stop of ASCII never ends one: it stands
//! in numbers), and at the end of its block. Marks inside short brackets and quotations do not end
//! the sentence around them. A text without such marks is cut at commas, so that what is written
//! with each number stays short.

use super::white::trim;
use crate::model::Span;

/// Brackets and quotations up to this many characters are read as one piece.
const SHORT: usize = 60;

/// The longest sentence in characters.
const LONGEST: usize = 2000;

/// What a character means for the cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Glyph {
    Other,
    /// Ends a sentence; `true` if it ends a whole thought (。！？), `false` for semicolons.
    Mark(bool),
    Open(Pair),
    Close(Pair),
}

/// Kinds of brackets; full-width and ASCII parentheses close one another, as scanned texts mix them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pair {
    Paren,
    Quote,
    Title,
}

/// Calls `found` with the span of each sentence of `block`.
pub(super) fn split(text: &str, block: Span, mut found: impl FnMut(Span)) {
    let bytes = text.as_bytes();
    let stop = (block.end as usize).min(bytes.len());
    let mut start = block.start as usize;
    let mut at = start;
    while at < stop {
        // Most of a text is ideographs of the common blocks, none of which means anything here.
        while at < stop && matches!(bytes[at], 0xe4..=0xe9) {
            at += 3;
        }
        if at >= stop {
            break;
        }
        let (glyph, len) = glyph(bytes, at);
        at += len;
        let ends = match glyph {
            Glyph::Mark(_) if is_point(&bytes[start..stop], at - start, len) => false,
            Glyph::Mark(_) => {
                at = past_marks(bytes, at, stop);
                true
            }
            Glyph::Open(pair) => match past_short(bytes, at, pair, stop) {
                Some((after, whole)) => {
                    at = after;
                    whole && pair == Pair::Quote && !goes_on(text, at, stop)
                }
                None => false,
            },
            Glyph::Close(_) | Glyph::Other => false,
        };
        if ends {
            emit(text, start, at.min(stop), &mut found);
            start = at;
        }
    }
    if start < stop {
        emit(text, start, stop, &mut found);
    }
}

/// Whether the full stop of `len` bytes that ends at `at` stands for the point of a percentage: 增长26。8%.
fn is_point(bytes: &[u8], at: usize, len: usize) -> bool {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let stop = || bytes[at - len..at] == *"。".as_bytes();
    if !digit(at) || at == len || !digit(at - len - 1) || !stop() {
        return false;
    }
    let rest = &bytes[at + 1 + usize::from(digit(at + 1))..];
    rest.starts_with(b"%") || rest.starts_with("％".as_bytes())
}

fn emit(text: &str, mut start: usize, end: usize, found: &mut impl FnMut(Span)) {
    while let Some(cut) = cut(text, start, end) {
        push(text, start, cut, found);
        start = cut;
    }
    push(text, start, end, found);
}

fn push(text: &str, start: usize, end: usize, found: &mut impl FnMut(Span)) {
    let (start, end) = trim(text, start, end);
    if start < end {
        found(Span::new(start, end));
    }
}

/// Where a sentence of more than [`LONGEST`] characters is cut: behind the last comma before that,
/// else anywhere but in a word of letters and digits.
fn cut(text: &str, start: usize, end: usize) -> Option<usize> {
    // So few bytes are no more characters.
    let words = text.get(start..end).filter(|words| words.len() > LONGEST)?;
    let in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%' | '０'..='９' | '．' | '％');
    let (mut comma, mut gap, mut before) = (None, None, ' ');
    for (count, (at, c)) in words.char_indices().enumerate() {
        if count > 0 {
            // 1,234 is one number.
            if matches!(before, '，' | ',' | '、' | '\n') && !c.is_ascii_digit() {
                comma = Some(at);
            }
            if !(in_word(before) && in_word(c)) {
                gap = Some(at);
            }
        }
        if count == LONGEST {
            return Some(start + comma.or(gap).unwrap_or(at));
        }
        before = c;
    }
    None
}

/// The glyph at `at`, which is a character boundary, and its length in bytes. Ideographs are told
/// by their lead byte alone, which is what makes the walk fast.
#[inline]
fn glyph(bytes: &[u8], at: usize) -> (Glyph, usize) {
    match bytes[at] {
        b';' => (Glyph::Mark(false), 1),
        b'!' | b'?' => (Glyph::Mark(true), 1),
        b'(' => (Glyph::Open(Pair::Paren), 1),
        b')' => (Glyph::Close(Pair::Paren), 1),
        0xe2 | 0xe3 | 0xef => (punctuation(bytes.get(at..at + 3).unwrap_or_default()), 3),
        0x00..0xc0 => (Glyph::Other, 1),
        0xc0..0xe0 => (Glyph::Other, 2),
        0xe0..0xf0 => (Glyph::Other, 3),
        0xf0.. => (Glyph::Other, 4),
    }
}

fn punctuation(bytes: &[u8]) -> Glyph {
    match bytes {
        // 。 ！ ？ ；
        [0xe3, 0x80, 0x82] | [0xef, 0xbc, 0x81 | 0x9f] => Glyph::Mark(true),
        [0xef, 0xbc, 0x9b] => Glyph::Mark(false),
        // （ ）
        [0xef, 0xbc, 0x88] => Glyph::Open(Pair::Paren),
        [0xef, 0xbc, 0x89] => Glyph::Close(Pair::Paren),
        // “ ” 「 」 『 』
        [0xe2, 0x80, 0x9c] | [0xe3, 0x80, 0x8c | 0x8e] => Glyph::Open(Pair::Quote),
        [0xe2, 0x80, 0x9d] | [0xe3, 0x80, 0x8d | 0x8f] => Glyph::Close(Pair::Quote),
        // 《 》 【 】
        [0xe3, 0x80, 0x8a | 0x90] => Glyph::Open(Pair::Title),
        [0xe3, 0x80, 0x8b | 0x91] => Glyph::Close(Pair::Title),
        _ => Glyph::Other,
    }
}

/// Past the bracket opened just before `at`, if it closes within [`SHORT`] characters, and whether
/// a whole thought ends just before it closes.
fn past_short(bytes: &[u8], mut at: usize, pair: Pair, stop: usize) -> Option<(usize, bool)> {
    let mut depth = 1u8;
    let mut whole = false;
    for _ in 0..SHORT {
        if at >= stop {
            return None;
        }
        let (glyph, len) = glyph(bytes, at);
        at += len;
        match glyph {
            Glyph::Open(p) if p == pair => depth += 1,
            Glyph::Close(p) if p == pair => {
                depth -= 1;
                if depth == 0 {
                    return Some((at, whole));
                }
            }
            _ => {}
        }
        whole = glyph == Glyph::Mark(true);
    }
    None
}

/// Past further marks and the closing brackets that belong to the sentence ended before `at`.
fn past_marks(bytes: &[u8], mut at: usize, stop: usize) -> usize {
    while at < stop {
        let (glyph, len) = glyph(bytes, at);
        match glyph {
            Glyph::Mark(_) | Glyph::Close(_) => at += len,
            Glyph::Open(_) | Glyph::Other => break,
        }
    }
    at.min(stop)
}

/// Whether the words after a quotation go on with the sentence it stands in.
fn goes_on(text: &str, at: usize, stop: usize) -> bool {
    text.get(at..stop)
        .and_then(|rest| rest.chars().next())
        .is_some_and(|c| "，、。；：！？,;:!?）)》的地得是和与及或等这为之（(".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        split(text, Span::new(0, text.len()), |span| out.push(span.of(text)));
        out
    }

    #[test]
    fn cuts_at_closing_marks() {
        assert_eq!(
            sentences("产值增长7.5%；税收3.2亿元。 真快！！还要更快？\n是"),
            ["产值增长7.5%；", "税收3.2亿元。", "真快！！", "还要更快？", "是"]
        );
    }

    #[test]
    fn short_brackets_and_quotations_stay_whole() {
        assert_eq!(
            sentences("产值（按现价；下同）增长。他说：“好。行！”大家笑了。“快。”的要求不变。"),
            ["产值（按现价；下同）增长。", "他说：“好。行！”", "大家笑了。", "“快。”的要求不变。"]
        );
        assert_eq!(sentences("（注：见表。)后文"), ["（注：见表。)后文"]);
    }

    #[test]
    fn texts_without_marks_are_cut() {
        let lengths = |text: &str| sentences(text).iter().map(|s| s.chars().count()).collect::<Vec<_>>();
        assert_eq!(lengths(&"甲".repeat(4100)), [2000, 2000, 100]);
        assert_eq!(lengths(&format!("{}，{}", "甲".repeat(1500), "乙".repeat(1500))), [1501, 1500]);
        assert_eq!(lengths(&format!("{}1234.5亿元{}", "甲".repeat(1997), "乙".repeat(9))), [1997, 17]);
        assert_eq!(lengths(&"1,234".repeat(500)), [2000, 500]);
        assert_eq!(lengths(&"7".repeat(2001)), [2000, 1]);
    }

    #[test]
    fn long_brackets_are_cut_and_stray_ones_ignored() {
        let long = format!("（{}。{}）后。", "甲".repeat(40), "乙".repeat(40));
        assert_eq!(sentences(&long).len(), 2);
        assert_eq!(sentences("）甲。“乙。丙。").len(), 3);
    }
}
