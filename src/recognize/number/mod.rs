//! Numeric expressions: the base of stage 3.
//!
//! Finds every number of a text: Arabic, Chinese and mixed numerals, magnitude words, fractions and
//! percentages in words, ranges, signs, vague numbers, with the unit behind them. It says nothing
//! about what a number means: years, ordinals and code names come out too, and a later step sets
//! them aside. Only words that hold a numeral's character by chance (统一, 四川) are passed over.
//!
//! The text may be raw: full-width digits and signs are read as they are. Nothing is allocated for
//! a number.
//!
//! - `glyph`: what characters mean in numerals; the fast search
//! - `fixed`, `literal`, `numeral`: one numeral
//! - `piece`: a numeral with its sign, as fraction or percentage
//! - `unit`: the unit behind it
//! - `range`: two pieces joined
//! - `shared`: a unit that stands only after the last number of a list
//! - `report`: which Chinese numerals are words

mod fixed;
mod glyph;
mod literal;
mod numeral;
mod piece;
mod range;
mod report;
pub(super) mod shared;
mod unit;
mod words;

use rust_decimal::Decimal;

use crate::model::Span;
use crate::model::lexicon::Units;
use glyph::{char_at, char_before, is_arabic};
use piece::Piece;

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notation {
    /// `1,234.5`
    Arabic,
    /// 七点九, 二〇二一
    Chinese,
    /// `1.5万`, `3亿5千万`
    Mixed,
    /// A magnitude word without digits: 千亿, 百, 上亿
    Magnitude,
    /// 八分之一, `1/3`
    Fraction,
    /// 百分之七, 千分之六, 三成
    PercentWords,
}

/// How vaguely a number says its value. Cues before and behind (约, 左右, 以上) are not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vague {
    /// Says what it says.
    None,
    /// 数十, 几百, 数千万: the value is the magnitude itself.
    Few,
    /// 余, 多, 几 behind it: `200余`, `3000多亿`, 十几. The value is what is said before.
    More,
    /// 上亿, 上千: the magnitude at least.
    Over,
}

/// A unit behind a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitHit {
    /// Where it stands. In `3个多月` it is `个多月`, the unit 个月.
    pub span: Span,
    /// Index into [`Units::forms`].
    pub form: u16,
}

/// A numeric expression.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(clippy::struct_excessive_bools, reason = "independent facts about the writing")]
pub struct Number {
    /// The number with sign and magnitude words, without unit. A range goes from the first
    /// character of the low end to the last of the high end.
    pub span: Span,
    /// The value, in units as written; of a range, its low end.
    pub low: Decimal,
    /// The high end of a range.
    pub high: Option<Decimal>,
    /// Digits after the point as written, of the end that has more.
    pub decimals: u8,
    /// Digits before the point of the first run of digits, Arabic or one by one in Chinese
    /// (二〇二一); 0 for other numerals.
    pub integer_digits: u8,
    /// Written with grouping commas.
    pub grouped: bool,
    /// Begins with a zero that says nothing, as in `08`.
    pub padded: bool,
    /// How it is written.
    pub notation: Notation,
    /// How vaguely.
    pub vague: Vague,
    /// Written with a minus sign, 负 or 零下; `low` is below zero then.
    pub negative: bool,
    /// The words say that the value is in percent: 百分之七点九, 八分之一 (12.5), 三成 (30). A number
    /// before the sign `%` has it as its unit instead.
    pub percent: bool,
    /// Half a unit is said behind the unit (一年半) and counted in `low`.
    pub half: bool,
    /// Member of a ratio: `14.2:43.5:42.3`.
    pub ratio: bool,
    /// Stands right behind a Latin letter, as in `PM2.5`.
    pub glued: bool,
    /// The unit.
    pub unit: Option<UnitHit>,
    /// The unit, and the magnitude that `low` is multiplied by, stand behind a later number of the
    /// list: `86.2、312.6亿元`.
    pub lent: bool,
}

/// What stands at a numeral's character.
enum Reading {
    Found(Number),
    /// Nothing; the search goes on at this byte.
    Skip(usize),
}

/// The first numeric expression of `text` that begins at or after byte `from`.
#[must_use]
pub fn next(text: &str, from: usize, units: &Units) -> Option<Number> {
    let mut at = from;
    loop {
        match read(text, glyph::find(text, at)?, from, units) {
            Reading::Found(number) => return Some(number),
            Reading::Skip(end) => at = end,
        }
    }
}

/// The numeric expression of `text` that begins exactly at byte `at`, sign and 数, 几, 上 included.
#[must_use]
pub fn at(text: &str, at: usize, units: &Units) -> Option<Number> {
    /// Bytes of the longest that may stand before the first numeral: 零下 and a point.
    const PREFIX: usize = 9;
    let first = char_at(text, at)?;
    if is_arabic(first) && char_before(text, at).is_some_and(is_arabic) {
        return None;
    }
    let mut from = at;
    // Looking no further keeps a caller that asks at every character linear.
    while let Some(hit) = glyph::find_before(text, from, at + PREFIX + 1) {
        match read(text, hit, at, units) {
            Reading::Found(number) => return (number.span.start as usize == at).then_some(number),
            Reading::Skip(end) => from = end,
        }
    }
    None
}

/// Every numeric expression of `text` in order, without overlap.
pub fn all<'a>(text: &'a str, units: &'a Units) -> impl Iterator<Item = Number> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        let number = next(text, from, units)?;
        from = number.unit.map_or(number.span, |unit| unit.span).end.max(number.span.end) as usize;
        Some(number)
    })
}

/// Reads the expression whose first numeral's character stands at `at`; signs and the like before
/// it are taken in as far back as `floor`.
fn read(text: &str, at: usize, floor: usize, units: &Units) -> Reading {
    let after = Reading::Skip(piece::skip(text, at));
    if let Some(end) = report::word(text, at) {
        return Reading::Skip(end);
    }
    let Some(piece) = piece::read(text, at, floor, units) else { return after };
    let unit = unit::find(text, &piece, units);
    if let Some(number) = range::join(text, &piece, &unit, units) {
        return Reading::Found(number);
    }
    if !report::is_number(text, &piece, unit.hit.is_some()) {
        return Reading::Skip(piece.end.max(piece::skip(text, at)));
    }
    Reading::Found(number(text, &piece, &unit))
}

/// Puts piece and unit together.
fn number(text: &str, piece: &Piece, unit: &unit::Found) -> Number {
    let half = if unit.half { Decimal::new(5, 1) } else { Decimal::ZERO };
    Number {
        span: Span::new(piece.start, piece.end),
        low: piece.low.checked_add(half).unwrap_or(piece.low),
        high: piece.high,
        decimals: piece.decimals,
        integer_digits: piece.numeral.integer_digits,
        grouped: piece.numeral.grouped,
        padded: piece.numeral.padded,
        notation: piece.notation,
        vague: if unit.more && piece.vague == Vague::None { Vague::More } else { piece.vague },
        negative: piece.negative,
        percent: piece.percent,
        half: unit.half,
        ratio: range::in_ratio(text, piece.start, unit.hit.map_or(piece.end, |hit| hit.span.end as usize)),
        glued: char_before(text, piece.start).is_some_and(|c| c.is_ascii_alphabetic()),
        unit: unit.hit,
        lent: false,
    }
}
