//! Which Chinese numerals are numbers and which are words.

use super::glyph::{Glyph, char_at, char_before, glyph, has, is_arabic, needs_company};
use super::piece::Piece;
use super::{Notation, Vague, words};

/// The end of the word that the numeral's character at `at` belongs to. 十分 and 百分 before 之 are
/// fractions.
pub(super) fn word(text: &str, at: usize) -> Option<usize> {
    let c = char_at(text, at)?;
    if is_arabic(c) || has(text, at + c.len_utf8(), "分之") {
        return None;
    }
    words::end_of_word(text, at)
}

/// Whether `piece` is a number: Arabic digits always; Chinese ones with two numerals or more, a
/// unit, an ordinal's 第, or standing alone.
pub(super) fn is_number(text: &str, piece: &Piece, has_unit: bool) -> bool {
    let numeral = &piece.numeral;
    if in_address(text, piece.start) {
        return false;
    }
    if numeral.arabic || piece.worded || matches!(piece.vague, Vague::Few) || piece.negative {
        return true;
    }
    if piece.notation == Notation::Magnitude {
        return has_unit || magnitude_stands(text, piece);
    }
    let first = char_at(text, piece.start);
    if numeral.glyphs == 1 {
        let formal = first.is_some_and(needs_company);
        return !formal && (has_unit || stands_alone(text, piece)) && numeral.magnitudes == 0;
    }
    if numeral.string {
        return (has_unit || numeral.glyphs >= 4 || has(text, piece.end, "年") || zero_inside(text, piece))
            && !counts_up(text, piece);
    }
    // A pair without a unit (一二三产, 三五) names ranks more often than it counts.
    piece.high.is_none() || has_unit || numeral.glyphs > 2
}

/// 一二三四: a slogan that counts its points, no number.
fn counts_up(text: &str, piece: &Piece) -> bool {
    let mut before = None;
    piece.numeral.glyphs > 2
        && text[piece.start..piece.end].chars().all(|c| match (before, glyph(c)) {
            (None, Some(Glyph::Digit(d))) => {
                before = Some(d);
                true
            }
            (Some(b), Some(Glyph::Digit(d))) if d == b + 1 => {
                before = Some(d);
                true
            }
            _ => false,
        })
}

fn zero_inside(text: &str, piece: &Piece) -> bool {
    text[piece.start..piece.end].chars().any(|c| matches!(c, '〇' | '零' | '○'))
}

/// 百亿级, 千亿产业: a magnitude of two words, or 亿 and 万 before what is ranked by them.
fn magnitude_stands(text: &str, piece: &Piece) -> bool {
    let ranked = ["级", "产业", "以上", "以下", "企业", "项目", "园区", "俱乐部"];
    piece.numeral.glyphs > 1 && !only_small(text, piece)
        || has(text, piece.start, "亿") && ranked.iter().any(|word| has(text, piece.end, word))
}

/// 万万 by itself is an adverb.
fn only_small(text: &str, piece: &Piece) -> bool {
    &text[piece.start..piece.end] == "万万"
}

/// A lone digit counts as a number behind 第, 前 and 是, and between quotation marks, commas or the
/// ends of the text.
fn stands_alone(text: &str, piece: &Piece) -> bool {
    let before = char_before(text, piece.start);
    let after = char_at(text, piece.end);
    let stop = |c| matches!(c, '”' | '，' | ',' | '。' | '；' | ';' | '！' | '？' | '!' | '?');
    let ends = after.is_none_or(|c| stop(c) || matches!(c, '’' | '"' | '\''));
    let begins = before.is_none_or(|c| matches!(c, '“' | '‘' | '"' | '\'' | '，' | ','));
    let function_word = after.is_none_or(|c| stop(c) || matches!(c, '这' | '那' | '不' | '而' | '却'));
    match before {
        Some('第') => true,
        Some('前' | '居' | '列') => ends || after == Some('的') || after == Some('位'),
        Some('是') => function_word,
        _ => begins && ends,
    }
}

/// Whether the number stands inside a web address: `://` in the same run of ASCII, not far before.
fn in_address(text: &str, start: usize) -> bool {
    const FAR: usize = 256;
    let bytes = &text.as_bytes()[start.saturating_sub(FAR)..start];
    let run = bytes.iter().rev().take_while(|b| b.is_ascii_graphic()).count();
    bytes[bytes.len() - run..].windows(3).any(|w| w == b"://")
}
