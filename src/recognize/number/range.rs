//! Ranges and ratios: numbers joined by a dash, a tilde, 至, 到 or a colon.

use rust_decimal::Decimal;

use super::glyph::{char_at, char_before, has, is_arabic};
use super::piece::{self, Piece};
use super::unit::{self, Found};
use super::{Notation, Number, Vague};
use crate::model::Span;
use crate::model::lexicon::Units;

/// What may stand between the ends, longest first.
const JOINTS: [&str; 17] =
    ["——", "－－", "──", "--", "~", "～", "∼", "〜", "–", "—", "―", "─", "-", "－", "−", "至", "到"];

/// The first characters of [`JOINTS`].
const FIRSTS: [char; 13] = ['-', '—', '－', '─', '~', '～', '∼', '〜', '–', '―', '−', '至', '到'];

/// Joins `low` with the piece behind it, if the two are the ends of a range.
pub(super) fn join(text: &str, low: &Piece, low_unit: &Found, units: &Units) -> Option<Number> {
    if low.high.is_some() && !low.percent {
        return None;
    }
    let after = low_unit.hit.map_or(low.end, |hit| hit.span.end as usize);
    // The low end may seem to have no unit because one begins only behind the joint (`1-2家`).
    let (joint, at) = joint(text, past_least(text, after))?;
    let start = digit_at(text, at)?;
    let mut high = piece::read(text, start, at, units).filter(|high| high.start == at && high.high.is_none())?;
    if hyphenated(text, low, &high, joint) {
        return None;
    }
    let mut low = *low;
    share_words(&mut low, &mut high);
    let high_unit = unit::find(text, &high, units);
    if !same_unit(low_unit, &high_unit, &low, &high, units) {
        return None;
    }
    if low_unit.hit.is_none() {
        share_magnitude(&mut low, &high)?;
    }
    (low.low < high.low && worth_it(&low, &high, &high_unit, joint)).then(|| number(text, &low, &high, &high_unit))
}

/// Past 以上 before 至: of `800万元及以上至3000万元` both ends are said, the low one with itself.
fn past_least(text: &str, at: usize) -> usize {
    let end = ["及以上", "以上", "(含)"].iter().find(|w| has(text, at, w)).map_or(at, |w| at + w.len());
    if has(text, end, "至") { end } else { at }
}

fn joint(text: &str, at: usize) -> Option<(&'static str, usize)> {
    let space = usize::from(has(text, at, " "));
    // Behind most numbers stands none of these, and this is asked of every number.
    char_at(text, at + space).filter(|c| FIRSTS.contains(c))?;
    let joint = JOINTS.into_iter().find(|joint| has(text, at + space, joint))?;
    let end = at + space + joint.len();
    let behind = usize::from(has(text, end, " "));
    // Of `6.75 -7.02%`, two cells of a row, the dash is the sign of the second.
    let sign = space > behind && matches!(joint, "-" | "－" | "−");
    (!sign).then_some((joint, end + behind))
}

/// The first numeral's character of the piece that begins at `at`, over a sign or 几.
fn digit_at(text: &str, at: usize) -> Option<usize> {
    let c = char_at(text, at)?;
    let sign = matches!(c, '-' | '－' | '−' | '负' | '几' | '数');
    Some(if sign { at + c.len_utf8() } else { at })
}

/// Telephone and document numbers: `400-800-1234`, `0731-82214567`, `2021-08`.
fn hyphenated(text: &str, low: &Piece, high: &Piece, joint: &str) -> bool {
    let (a, b) = (&low.numeral, &high.numeral);
    if matches!(joint, "至" | "到" | "~" | "～") {
        // 四到四零 is a slogan.
        return a.string != b.string;
    }
    let digits_beyond = |at: usize| {
        let dash = char_at(text, at).filter(|c| matches!(c, '-' | '－' | '—' | '–'));
        dash.is_some_and(|d| char_at(text, at + d.len_utf8()).is_some_and(is_arabic))
    };
    let before = char_before(text, low.start).filter(|c| matches!(c, '-' | '－' | '—' | '–'));
    let digits_before = before.is_some_and(|d| char_before(text, low.start - d.len_utf8()).is_some_and(is_arabic));
    let padded = (a.padded || b.padded) && a.integer_digits != b.integer_digits;
    let long = high.end > 0 && b.magnitudes == 0 && b.integer_digits >= 7 && a.integer_digits + 2 < b.integer_digits;
    digits_beyond(high.end) || digits_before || padded || long || a.string != b.string
}

/// 百分之二十至三十, 两到三成: the words said once hold for both ends.
fn share_words(low: &mut Piece, high: &mut Piece) {
    if high.tenths && !low.worded && low.low <= Decimal::TEN {
        low.low *= Decimal::TEN;
        low.percent = true;
        low.notation = high.notation;
    } else if low.notation == Notation::PercentWords
        && !(low.tenths || high.worded)
        && let Some(bottom) = low.numeral.value.decimal()
        && let Some(value) = high.low.checked_mul(Decimal::ONE_HUNDRED).and_then(|v| v.checked_div(bottom))
    {
        high.low = value;
        high.percent = true;
    }
}

/// Both ends have the same unit, or only the high end has one (`0.5个至1个百分点` says 个 for short).
fn same_unit(low: &Found, high: &Found, a: &Piece, b: &Piece, units: &Units) -> bool {
    if a.percent != b.percent {
        return false;
    }
    let Some(low) = low.hit else { return true };
    let Some(high) = high.hit else { return false };
    let (low, high) = (&units.forms[usize::from(low.form)], &units.forms[usize::from(high.form)]);
    (low.unit == high.unit && low.factor == high.factor) || (low.text == "个" && high.text.starts_with('个'))
}

/// `20至30万`: a low end without magnitude takes that of the high end when it is the smaller number
/// of the two as they are written; `5000至1万` keeps its own.
fn share_magnitude(low: &mut Piece, high: &Piece) -> Option<()> {
    let (a, b) = (&low.numeral, &high.numeral);
    if low.worded || high.worded || low.vague == Vague::Few {
        return Some(());
    }
    let single = a.glyphs == 1 && a.magnitudes == 0;
    let power = match (b.tail, b.small_tail) {
        (0, small) if single && small > 0 && !low.numeral.value.is_zero() && a.tail == 0 && a.small_tail == 0 => small,
        (large, _) if large > 0 && a.tail == 0 && no_large(a.value) => large,
        _ => return Some(()),
    };
    let scaled = a.value.shift(power)?;
    if scaled.less_than(b.value) {
        let value = scaled.decimal()?;
        low.low = if low.negative { -value } else { value };
    }
    Some(())
}

/// Whether the value is below 万 and so can have been said without it.
fn no_large(value: super::fixed::Fixed) -> bool {
    value.less_than(super::fixed::Fixed::whole(10_000))
}

/// Two Chinese digits joined are a range; a numeral and 到 may be a verb, so digits or a unit are
/// asked for.
fn worth_it(low: &Piece, high: &Piece, unit: &Found, joint: &str) -> bool {
    let bare = |piece: &Piece| piece.numeral.is_bare() && !piece.worded;
    let arabic = low.numeral.arabic && high.numeral.arabic;
    let said = low.worded || high.worded || unit.hit.is_some() || low.numeral.glyphs + high.numeral.glyphs > 2;
    !(bare(low) || bare(high) && unit.hit.is_none()) && (arabic || said || matches!(joint, "至" | "到"))
}

fn number(text: &str, low: &Piece, high: &Piece, unit: &Found) -> Number {
    let single = super::number(text, low, unit);
    let notation = if low.notation == high.notation {
        low.notation
    } else if low.worded || high.worded {
        if low.worded { low.notation } else { high.notation }
    } else {
        Notation::Mixed
    };
    let vague = if high.vague != Vague::None || unit.more { Vague::More } else { low.vague };
    let end = unit.hit.map_or(high.end, |hit| hit.span.end as usize);
    Number {
        span: Span::new(low.start, high.end),
        low: low.low,
        high: Some(high.low),
        decimals: low.decimals.max(high.decimals),
        notation,
        vague,
        half: false,
        ratio: in_ratio(text, low.start, end),
        ..single
    }
}

const COLONS: [char; 4] = [':', '：', '∶', '︰'];

/// Whether the number from `start` to `end` (unit included) is a member of a ratio: a colon and a
/// digit on either side. `10:30` by itself is a time of day.
pub(super) fn in_ratio(text: &str, start: usize, end: usize) -> bool {
    let before = char_before(text, start).filter(|c| COLONS.contains(c)).is_some_and(|c| {
        char_before(text, start - c.len_utf8()).is_some_and(|p| is_arabic(p) || matches!(p, '%' | '％'))
    });
    let after = char_at(text, end)
        .filter(|c| COLONS.contains(c))
        .is_some_and(|c| char_at(text, end + c.len_utf8()).is_some_and(is_arabic));
    (before || after) && !is_clock(text, start, end, before, after) && !is_to_one(text, start, end, before, after)
}

/// `收入比为2.5:1`: so many times as much, and no share of a whole.
fn is_to_one(text: &str, start: usize, end: usize, before: bool, after: bool) -> bool {
    let stands_alone = |from: usize, to: usize| {
        let next = char_at(text, to);
        text.get(from..to) == Some("1") && !next.is_some_and(|c| is_arabic(c) || c == '.' || COLONS.contains(&c))
    };
    let colon = char_at(text, end).map_or(0, char::len_utf8);
    match (before, after) {
        (true, false) => stands_alone(start, end),
        (false, true) => stands_alone(end + colon, end + colon + 1),
        _ => false,
    }
}

/// `8:30`, `20：05`: hours and two digits of minutes, nothing more on either side.
fn is_clock(text: &str, start: usize, end: usize, before: bool, after: bool) -> bool {
    if before == after {
        return false;
    }
    let here = text.get(start..end).unwrap_or("");
    let two = |s: &str| s.len() == 2 && s.parse::<u8>().is_ok_and(|n| n < 60);
    let hour = |s: &str| (1..=2).contains(&s.len()) && s.parse::<u8>().is_ok_and(|n| n < 25);
    let digits = |s: &'_ str| s.chars().take_while(char::is_ascii_digit).count();
    if after {
        let colon = char_at(text, end).map_or(0, char::len_utf8);
        let rest = text.get(end + colon..).unwrap_or("");
        let count = digits(rest);
        let goes_on = rest[count..].starts_with(|c| COLONS.contains(&c) || c == '.' || c == '%');
        hour(here) && two(&rest[..count]) && !goes_on
    } else {
        let colon = char_before(text, start).map_or(0, char::len_utf8);
        let rest = text.get(..start - colon).unwrap_or("");
        let count = rest.chars().rev().take_while(char::is_ascii_digit).count();
        let goes_on = rest[..rest.len() - count].ends_with(|c| COLONS.contains(&c) || c == '.');
        two(here) && hour(&rest[rest.len() - count..]) && !goes_on
    }
}

#[cfg(test)]
mod tests {
    use super::{FIRSTS, JOINTS};

    #[test]
    fn every_joint_begins_with_a_first() {
        assert!(JOINTS.iter().all(|joint| joint.starts_with(FIRSTS)));
    }
}
