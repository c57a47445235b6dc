//! A numeral with its sign, or the numerals of a fraction or a percentage in words.

use rust_decimal::Decimal;

use super::fixed::Fixed;
use super::glyph::{Glyph, char_at, char_before, glyph, has, is_arabic, is_han};
use super::literal::{self, is_point};
use super::numeral::{self, Numeral};
use super::{Notation, Vague};
use crate::model::lexicon::Units;

/// One end of a range, or a number by itself.
#[derive(Debug, Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts about the writing")]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) low: Decimal,
    pub(super) high: Option<Decimal>,
    pub(super) decimals: u8,
    pub(super) notation: Notation,
    pub(super) vague: Vague,
    pub(super) negative: bool,
    pub(super) percent: bool,
    /// 成: the number before it counts tenths.
    pub(super) tenths: bool,
    /// Words alone would not do: `百分之`, `分之` or 成 were there.
    pub(super) worded: bool,
    /// The first numeral.
    pub(super) numeral: Numeral,
}

/// Where to go on after nothing was found at `at`: behind the run of Arabic digits, or the character.
pub(super) fn skip(text: &str, at: usize) -> usize {
    let (end, count) = literal::run(text, at);
    if count > 0 { end } else { at + char_at(text, at).map_or(1, char::len_utf8) }
}

/// Reads the piece whose first numeral's character stands at `at`, with what belongs to it before,
/// as far back as `floor`.
pub(super) fn read(text: &str, at: usize, floor: usize, units: &Units) -> Option<Piece> {
    let (start, numeral) = with_prefix(text, at, floor, units)?;
    let mut piece = plain(start, numeral)?;
    fraction(text, &mut piece, units);
    tenths(text, &mut piece);
    one_half(text, &mut piece);
    over(text, &mut piece, floor);
    sign(text, &mut piece, floor);
    Some(piece)
}

/// The numeral at `at`, or the longer one that 几, 数 or a leading point begins.
fn with_prefix(text: &str, at: usize, floor: usize, units: &Units) -> Option<(usize, Numeral)> {
    if let Some(c) = char_before(text, at)
        && let Some(start) = at.checked_sub(c.len_utf8()).filter(|&start| start >= floor)
    {
        let point = is_point(c) && char_at(text, at).is_some_and(is_arabic) && begins_with_point(text, start);
        let unknown = matches!(c, '几' | '数') && !char_at(text, at).is_some_and(is_arabic);
        if point {
            return literal::read(text, start).map(|_| start).and_then(|s| numeral_from_point(text, s, at, units));
        }
        if unknown && let Some(numeral) = numeral::read(text, start, units) {
            return Some((start, numeral));
        }
    }
    numeral::read(text, at, units).map(|numeral| (at, numeral))
}

/// `.5` begins a number when nothing it could continue stands before it.
fn begins_with_point(text: &str, point: usize) -> bool {
    char_before(text, point).is_none_or(|c| !c.is_alphanumeric() && !is_point(c) && !is_arabic(c) && c != '…')
}

/// The numeral behind the point, as a fraction of one.
fn numeral_from_point(text: &str, start: usize, digits: usize, units: &Units) -> Option<(usize, Numeral)> {
    let literal = literal::read(text, start)?;
    let mut numeral = numeral::read(text, digits, units)?;
    let magnitude = numeral.tail;
    numeral.value = literal.value.shift(magnitude)?;
    numeral.decimals = literal.decimals;
    numeral.integer_digits = 0;
    numeral.padded = false;
    Some((start, numeral))
}

fn plain(start: usize, numeral: Numeral) -> Option<Piece> {
    let low = numeral.value.decimal()?;
    let high = if numeral.spread.is_zero() { None } else { Some(numeral.value.add(numeral.spread)?.decimal()?) };
    let notation = match (numeral.arabic, numeral.chinese, numeral.magnitudes) {
        (true, false, 0) => Notation::Arabic,
        (true, ..) => Notation::Mixed,
        (false, true, _) => Notation::Chinese,
        (false, false, _) => Notation::Magnitude,
    };
    let vague = numeral.vague.unwrap_or(Vague::None);
    Some(Piece {
        start,
        end: numeral.end,
        low,
        high,
        decimals: numeral.decimals,
        notation,
        vague,
        negative: false,
        percent: false,
        tenths: false,
        worded: false,
        numeral,
    })
}

/// 分之 and `/`: the value becomes a percentage. A mixed number (一又二分之一) stays as it is.
fn fraction(text: &str, piece: &mut Piece, units: &Units) {
    let whole = piece.low;
    if has(text, piece.end, "又") && piece.high.is_none() {
        let denominator = numeral::read(text, piece.end + '又'.len_utf8(), units);
        if let Some(denominator) = denominator
            && let Some((top, numerator)) = parts(text, &denominator, units)
            && let Some(value) = top.0.checked_div(Decimal::ONE_HUNDRED).and_then(|part| whole.checked_add(part))
        {
            piece.low = value;
            piece.end = numerator.end;
            piece.notation = Notation::Fraction;
            piece.worded = true;
        }
        return;
    }
    if let Some(((low, high), numerator)) = parts(text, &piece.numeral, units) {
        let bottom = piece.numeral.value;
        piece.low = low;
        piece.high = high;
        piece.end = numerator.end;
        piece.decimals = numerator.decimals;
        piece.vague = numerator.vague.unwrap_or(Vague::None);
        piece.percent = true;
        piece.worded = true;
        piece.notation = if is_power_of_ten(bottom) { Notation::PercentWords } else { Notation::Fraction };
    } else if let Some((value, end)) = slashed(text, piece) {
        piece.low = value;
        piece.end = end;
        piece.percent = true;
        piece.worded = true;
        piece.notation = Notation::Fraction;
    }
}

type Bounds = (Decimal, Option<Decimal>);

/// The numerator behind `denominator分之`, and the value in percent.
fn parts(text: &str, denominator: &Numeral, units: &Units) -> Option<(Bounds, Numeral)> {
    let bottom = denominator.value.decimal().filter(|d| !d.is_zero() && denominator.spread.is_zero())?;
    let at = denominator.end + "分之".len();
    if !has(text, denominator.end, "分之") || denominator.vague.is_some() {
        return None;
    }
    let minus = if has(text, at, "负") { '负'.len_utf8() } else { 0 };
    let numerator = numeral::read(text, at + minus, units)?;
    let percent = |value: Fixed| {
        let value = if minus > 0 { value.negated() } else { value };
        value.decimal()?.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(bottom)
    };
    let low = percent(numerator.value)?;
    let high = if numerator.spread.is_zero() { None } else { Some(percent(numerator.value.add(numerator.spread)?)?) };
    Some(((low, high), numerator))
}

const fn is_power_of_ten(value: Fixed) -> bool {
    let mut rest = value.mantissa;
    while rest >= 10 && rest % 10 == 0 {
        rest /= 10;
    }
    rest == 1 && value.scale == 0
}

/// `1/3`, in percent. Longer numbers and more slashes are dates and document numbers.
fn slashed(text: &str, piece: &Piece) -> Option<(Decimal, usize)> {
    let small = |digits: u8| (1..=3).contains(&digits);
    let top = &piece.numeral;
    let plain = top.arabic && top.magnitudes == 0 && top.decimals == 0 && !top.padded && !top.grouped;
    let slash = char_at(text, piece.end).filter(|c| matches!(c, '/' | '／'))?;
    let follows = literal::read(text, piece.end + slash.len_utf8())?;
    let alone = !continues(char_before(text, piece.start)) && !continues(char_at(text, follows.end));
    if !plain || !small(top.integer_digits) || !small(follows.integer_digits) || follows.decimals > 0 || !alone {
        return None;
    }
    let bottom = follows.value.decimal().filter(|d| *d > Decimal::ONE && !follows.padded && !follows.grouped)?;
    Some((piece.low.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(bottom)?, follows.end))
}

/// Whether a fraction beside this character is part of something longer.
fn continues(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '／' | '年' | '月' | '日' | '号' | '学'))
}

/// 成, a tenth: 三成, 三成半, `6成`.
fn tenths(text: &str, piece: &mut Piece) {
    let at = piece.end + '成'.len_utf8();
    let plain = !piece.worded && piece.numeral.magnitudes == 0 && piece.vague != Vague::Few;
    if !plain || !has(text, piece.end, "成") || piece.low > Decimal::TEN || piece.low.is_zero() || is_word(text, at) {
        return;
    }
    let (extra, end) = hundredths(text, at);
    piece.low = piece.low * Decimal::TEN + extra;
    piece.high = piece.high.map(|high| high * Decimal::TEN + extra);
    piece.end = end;
    piece.percent = true;
    piece.tenths = true;
    piece.worded = true;
    piece.notation = Notation::PercentWords;
}

/// 一半: half of what is spoken of.
fn one_half(text: &str, piece: &mut Piece) {
    let end = piece.end + '半'.len_utf8();
    let word = char_at(text, end).is_some_and(|c| "年天月个小路夜身".contains(c));
    if piece.worded || text.get(piece.start..piece.end) != Some("一") || !has(text, piece.end, "半") || word {
        return;
    }
    piece.low = Decimal::from(50);
    piece.end = end;
    piece.percent = true;
    piece.worded = true;
    piece.notation = Notation::PercentWords;
}

/// 半 or a digit behind 成 (三成半, 八成五): what it adds in percent, and where it ends.
fn hundredths(text: &str, at: usize) -> (Decimal, usize) {
    let Some(c) = char_at(text, at) else { return (Decimal::ZERO, at) };
    let end = at + c.len_utf8();
    let next = char_at(text, end);
    match glyph(c) {
        None if c == '半' && next != Some('年') => (Decimal::from(5), end),
        Some(Glyph::Digit(d)) if d > 0 && !next.is_some_and(|n| is_han(n) && n != '以' && n != '的') => {
            (Decimal::from(d), end)
        }
        _ => (Decimal::ZERO, at),
    }
}

/// Whether 成 belongs to the word that goes on at `at`: 成立, 成员, 一成不变.
fn is_word(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(|c| "立员果功效为都本长就熟绩品套渝分份人不交型像因语片年才功都县武安".contains(c))
}

/// 上 before a bare magnitude: 上亿. Behind 以, 加 and the like it belongs to the word before.
fn over(text: &str, piece: &mut Piece, floor: usize) {
    if piece.notation != Notation::Magnitude || !text[..piece.start].ends_with('上') {
        return;
    }
    let start = piece.start - '上'.len_utf8();
    let word = char_before(text, start)
        .is_some_and(|c| "以加之会网线海马晚早身路市地岗台水车船桌面世街手江岸纸升向添贷赶穿附算本基实事".contains(c));
    if start >= floor && !word {
        piece.start = start;
        piece.vague = Vague::Over;
    }
}

/// A minus sign, 负 or 零下 right before the piece.
fn sign(text: &str, piece: &mut Piece, floor: usize) {
    let Some(start) = sign_start(text, piece, floor) else { return };
    piece.start = start;
    piece.negative = true;
    let (low, high) = (piece.low, piece.high);
    piece.low = -high.unwrap_or(low);
    piece.high = high.map(|_| -low);
}

fn sign_start(text: &str, piece: &Piece, floor: usize) -> Option<usize> {
    let before = &text[..piece.start];
    let start = if before.ends_with("零下") {
        piece.start - "零下".len()
    } else {
        let c = before.chars().next_back()?;
        let start = piece.start - c.len_utf8();
        let previous = char_before(text, start);
        let allowed = match c {
            '负' => !previous.is_some_and(|p| "正抱欺辜担肩胜自背肇减".contains(p)),
            '-' | '－' | '−' => piece.numeral.arabic && may_be_minus(text, start, piece),
            _ => false,
        };
        if !allowed {
            return None;
        }
        start
    };
    (start >= floor).then_some(start)
}

/// Whether the dash at `start` can be a minus: not behind a number, a letter or another dash, and
/// not behind the unit of a number (`5元-10元`). Behind a word a whole number by itself is a
/// model (`运-20`); a minus shows by its decimals or its percent sign.
fn may_be_minus(text: &str, start: usize, piece: &Piece) -> bool {
    let Some(previous) = char_before(text, start) else { return true };
    if previous.is_ascii_alphanumeric() || is_arabic(previous) || "%％‰)）]】〕/_-－—–−~～".contains(previous)
    {
        return false;
    }
    if !is_han(previous) {
        return true;
    }
    let measured = char_at(text, piece.end).is_some_and(|c| "%％‰℃个".contains(c));
    if piece.decimals == 0 && piece.numeral.magnitudes == 0 && !measured {
        return false;
    }
    let numeral = |c: char| is_arabic(c) || glyph(c).is_some();
    !text[..start].chars().rev().take(3).take_while(|&c| is_han(c) || numeral(c)).any(numeral)
}
