//! A slow, plain reader and writer of numerals, to hold the recogniser against.

use proptest::prelude::*;
use rust_decimal::Decimal;

const DIGITS: &str = "零一二三四五六七八九";
const FORMAL: &str = "零壹贰叁肆伍陆柒捌玖";

/// Ways to write the same numeral.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Style {
    /// 壹佰贰拾 instead of 一百二十.
    formal: bool,
    /// 两 instead of 二 before 千, 万 and 亿.
    pair: bool,
    /// 一十五 instead of 十五.
    full_ten: bool,
}

impl Arbitrary for Style {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        any::<(bool, bool, bool)>().prop_map(|(formal, pair, full_ten)| Self { formal, pair, full_ten }).boxed()
    }
}

/// Writes `n` below 10¹⁶ as a Chinese numeral.
pub(crate) fn write_chinese(n: u64, style: Style) -> String {
    if n == 0 {
        // A lone 零 counts nothing; a numeral of zero is written with its point.
        return "零点零".to_owned();
    }
    // A lone 肆, 陆 or 拾 is more often part of a word than a numeral, and is not read as one.
    let style = Style { formal: style.formal && n > 10, ..style };
    let mut out = String::new();
    for (power, word) in [(12, "万"), (8, "亿"), (4, "万"), (0, "")] {
        let section = n / 10_u64.pow(power) % 10_000;
        let above = n / 10_u64.pow(power) / 10_000;
        if section > 0 {
            if above > 0 && (section < 1000 || above.is_multiple_of(10_000)) {
                out.push('零');
            }
            out += &write_section(section, style, out.is_empty(), word);
            out += word;
        }
        if power == 8 && section == 0 && above > 0 {
            // 万 of the fourth section needs its 亿 all the same.
            out.push('亿');
        }
    }
    let ten = if style.formal { "壹拾" } else { "一十" };
    if !style.full_ten && out.starts_with(ten) {
        out.drain(..3);
    }
    out
}

fn write_section(section: u64, style: Style, first: bool, word: &str) -> String {
    let mut out = String::new();
    let mut gap = false;
    for (power, small) in [(3, ['千', '仟']), (2, ['百', '佰']), (1, ['十', '拾']), (0, [' ', ' '])] {
        let digit = section / 10_u64.pow(power) % 10;
        if digit == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push('零');
            gap = false;
        }
        let counts = power == 3 || power == 0 && first && section == 2 && !word.is_empty();
        let two = digit == 2 && style.pair && !style.formal && counts;
        let digits = if style.formal { FORMAL } else { DIGITS };
        out.push(if two { '两' } else { digits.chars().nth(digit as usize).unwrap() });
        if power > 0 {
            out.push(small[usize::from(style.formal)]);
        }
    }
    out
}

/// Reads a numeral by splitting it at its greatest magnitude: slow, and nothing but the definition.
pub(crate) fn reference(text: &str) -> Option<Decimal> {
    if let Some(rest) = text.strip_prefix('负') {
        return reference(rest).map(|value| -value);
    }
    for (word, power) in [('亿', 8), ('万', 4), ('千', 3), ('百', 2), ('十', 1)] {
        if let Some((before, after)) = text.rsplit_once(word) {
            let factor = Decimal::from(10_u64.pow(power));
            let before = if before.is_empty() { Decimal::ONE } else { reference(before)? };
            let single = after.chars().count() == 1 && power > 1;
            let lower = if single { factor / Decimal::TEN } else { Decimal::ONE };
            let after = if after.is_empty() { Decimal::ZERO } else { reference(after)? * lower };
            return Some(before * factor + after);
        }
    }
    let text = text.trim_start_matches('零');
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some('两'), None) => Some(Decimal::TWO),
        (Some(c), None) if !c.is_ascii() => DIGITS.chars().position(|d| d == c).map(Decimal::from),
        _ => text.parse().ok(),
    }
}
