//! A unit or magnitude that stands only after the last member of a list: `86.2、312.6、420.8亿元`.
//!
//! Works on numbers side by side, the last first, so that a unit is handed on from member to member.
//! Only Arabic numbers without unit and magnitude of their own take one; what could be the number of
//! a thing (第1、2项), a year or a Latin name is left alone, and a small count of two neighbours
//! (`3、5个`) is a list like any other.

use rust_decimal::Decimal;

use super::glyph::char_before;
use super::{Notation, Number};
use crate::model::lexicon::{Dimension, Units};

/// What may stand between two members.
const JOINTS: [&str; 6] = ["、", "和", "与", "及", "以及", "或"];

/// Hands the unit and magnitude of `next` on to `number`, which stands before it, if they are members
/// of one list. `factor` is what `next` was itself lent; gives what the number before may be lent.
pub(in crate::recognize) fn lend(
    text: &str,
    number: &mut Number,
    next: &Number,
    units: &Units,
    factor: Decimal,
) -> Decimal {
    let factor = if next.lent { factor } else { magnitude(next.span.of(text)) };
    let Some(unit) = next.unit.filter(|_| takes_part(text, number) && next.notation != Notation::Magnitude) else {
        return factor;
    };
    let form = &units.forms[usize::from(unit.form)];
    let own = number.unit.map_or("", |u| u.span.of(text));
    // 高3.2个、1.5个百分点: the first member keeps the head of the unit.
    let cut = own == "个" && form.dimension == Dimension::Pp;
    let from = number.unit.map_or(number.span.end, |u| u.span.end) as usize;
    let joined = text.get(from..next.span.start as usize).is_some_and(|between| JOINTS.contains(&between));
    if !joined || !(own.is_empty() || cut) || form.dimension == Dimension::Duration {
        return factor;
    }
    let Some(scaled) = number.low.checked_mul(factor) else { return factor };
    number.low = scaled;
    number.unit = Some(unit);
    number.lent = true;
    factor
}

/// An Arabic number without magnitude that is no year, ordinal or part of a name.
fn takes_part(text: &str, number: &Number) -> bool {
    let year = number.integer_digits == 4 && number.decimals == 0 && !number.grouped;
    let before = char_before(text, number.span.start as usize);
    number.notation == Notation::Arabic
        && number.high.is_none()
        && !(year || number.glued || number.ratio || number.percent || number.padded)
        && !before.is_some_and(|c| matches!(c, '第' | '图' | '表' | '号' | '(' | '-' | '.'))
        && (number.decimals > 0 || !before.is_none_or(|c| "。;:!?\n （".contains(c)))
}

/// The factor of the magnitude words a number ends in.
fn magnitude(words: &str) -> Decimal {
    let factor = |c| match c {
        '十' => Some(10),
        '百' => Some(100),
        '千' => Some(1_000),
        '万' => Some(10_000),
        '亿' => Some(100_000_000),
        _ => None,
    };
    words.chars().rev().map_while(factor).map(Decimal::from).product()
}
