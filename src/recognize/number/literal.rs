//! Numbers in Arabic digits of either width: grouping commas and the decimal point.

use super::fixed::Fixed;
use super::glyph::{char_at, char_before, is_arabic};

/// A number in Arabic digits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Literal {
    pub(super) value: Fixed,
    pub(super) end: usize,
    /// Digits before the point.
    pub(super) integer_digits: u8,
    /// Digits after the point.
    pub(super) decimals: u8,
    pub(super) grouped: bool,
    /// It begins with a zero that says nothing: `08`.
    pub(super) padded: bool,
}

/// The end of the run of Arabic digits at `at`, and how many there are.
pub(super) fn run(text: &str, at: usize) -> (usize, usize) {
    let digits = text.get(at..).unwrap_or("").chars().take_while(|&c| is_arabic(c));
    digits.fold((at, 0), |(end, count), c| (end + c.len_utf8(), count + 1))
}

fn push_run(value: Fixed, text: &str, at: usize, end: usize, after_point: bool) -> Option<Fixed> {
    text[at..end].chars().try_fold(value, |value, c| {
        let digit = if c.is_ascii() { c as u32 - u32::from(b'0') } else { c as u32 - '０' as u32 };
        value.push(digit as u8, after_point)
    })
}

/// Reads the literal whose first digit (or point, in `.5`) stands at `at`.
pub(super) fn read(text: &str, at: usize) -> Option<Literal> {
    let (mut end, count) = run(text, at);
    let mut value = push_run(Fixed::ZERO, text, at, end, false)?;
    let mut literal = Literal {
        value,
        end,
        integer_digits: u8::try_from(count).ok()?,
        decimals: 0,
        grouped: false,
        padded: count > 1 && text[at..].starts_with(['0', '０']),
    };
    if (1..=3).contains(&count) && !value.is_zero() && !literal.padded {
        while let Some(next) = group(text, at, end) {
            value = push_run(value, text, next.0, next.1, false)?;
            end = next.1;
            literal.integer_digits += 3;
            literal.grouped = true;
        }
    }
    if let Some((start, stop)) = fraction(text, at, end) {
        value = push_run(value, text, start, stop, true)?;
        literal.decimals = value.scale;
        end = stop;
    }
    (end > at).then_some(Literal { value, end, ..literal })
}

/// A comma and exactly three digits at `at`. A comma is punctuation too, of which normalised text has
/// only the half-width one, so behind an ordinal (`第1，100家`) it separates.
fn group(text: &str, start: usize, at: usize) -> Option<(usize, usize)> {
    let comma = char_at(text, at).filter(|c| matches!(c, ',' | '，'))?;
    if matches!(char_before(text, start), Some('第' | '前' | '后' | '名' | '位')) {
        return None;
    }
    let next = at + comma.len_utf8();
    // 236, 580万元: a blank that crept into a group, where no list (分别为100, 200万元) is announced.
    let blank = comma == ',' && text.as_bytes().get(next) == Some(&b' ') && follows_on(text, start, next + 1);
    let from = next + usize::from(blank);
    let (end, count) = run(text, from);
    (count == 3).then_some((from, end))
}

/// Whether the digits at `at` end in a magnitude or unit, and no list of numbers is announced before
/// `start`.
fn follows_on(text: &str, start: usize, at: usize) -> bool {
    let (mut end, _) = run(text, at);
    // 2, 048,916万元: more groups may follow.
    while char_at(text, end) == Some(',')
        && let (stop, 3) = run(text, end + 1)
    {
        end = stop;
    }
    let head = text[..start].char_indices().rev().nth(7).map_or(0, |(i, _)| i);
    char_at(text, end).is_some_and(|c| !c.is_ascii() && c.is_alphabetic()) && !text[head..start].contains("分别")
}

/// The digits behind a decimal point at `at`. Dotted strings (`2.3.1`, addresses, versions) have
/// no decimal points at all.
fn fraction(text: &str, start: usize, at: usize) -> Option<(usize, usize)> {
    let point = char_at(text, at).filter(|&c| is_point(c) || c == '。' && is_stop_for_point(text, at))?;
    let next = at + point.len_utf8();
    let (mut from, (mut end, mut count)) = (next, run(text, next));
    // 增长8. 1%: a blank that crept in behind the point of a percentage. After a stop it is the number of an
    // item (3. 5%的企业).
    let in_clause = char_before(text, start).is_some_and(|c| !c.is_ascii() && c.is_alphabetic());
    if count == 0 && in_clause && char_at(text, next) == Some(' ') {
        let (stop, digits) = run(text, next + 1);
        let percent = text[stop..].trim_start_matches(' ').starts_with(['%', '％']);
        if (1..=2).contains(&digits) && percent {
            (from, end, count) = (next + 1, stop, digits);
        }
    }
    if count == 0 {
        return None;
    }
    let dotted_on = char_at(text, end).is_some_and(is_point) && {
        let beyond = end + char_at(text, end).map_or(0, char::len_utf8);
        char_at(text, beyond).is_some_and(is_arabic)
    };
    let dotted_before = at > start
        && char_before(text, start)
            .filter(|&c| is_point(c))
            .is_some_and(|c| char_before(text, start - c.len_utf8()).is_some_and(is_arabic));
    (!dotted_on && !dotted_before).then_some((from, end))
}

/// Whether the full stop at `at` stands for the point of a percentage: 增长26。8%.
fn is_stop_for_point(text: &str, at: usize) -> bool {
    let next = at + '。'.len_utf8();
    let (end, digits) = run(text, next);
    (1..=2).contains(&digits) && matches!(char_at(text, end), Some('%' | '％'))
}

/// A decimal point of either width.
pub(super) const fn is_point(c: char) -> bool {
    matches!(c, '.' | '．')
}
