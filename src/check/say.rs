//! Numbers, periods and names as a Chinese sentence says them.

use rust_decimal::Decimal;

use crate::model::lexicon::UnitId;
use crate::model::{Lexicon, Moment, Observation, Period};

/// An amount in the words of a report: `28亿元`, `5.2%`, `88家`. `counter` is the classifier
/// written where the unit is a count.
pub(super) fn amount(value: Decimal, unit: UnitId, counter: &str, lexicon: &Lexicon) -> String {
    let symbol = lexicon.units.get(unit).symbol.as_str();
    let name = match symbol {
        "%" => return format!("{}%", short(value)),
        "pp" => return format!("{}个百分点", short(value)),
        "1" => counter,
        "CNY" => "元",
        "USD" => "美元",
        "t" => "吨",
        "tce" => "吨标准煤",
        "kW.h" => "千瓦时",
        "kW" => "千瓦",
        "m" => "米",
        "m2" => "平方米",
        "m3" => "立方米",
        "a" => "年",
        "mo" => "个月",
        "d" => "天",
        "h" => "小时",
        other => other,
    };
    let (wan, yi) = (Decimal::new(10_000, 0), Decimal::new(100_000_000, 0));
    let size = value.abs();
    let plain = symbol == "1" && !(value % Decimal::ONE_HUNDRED).is_zero();
    if size >= yi && !plain {
        format!("{}亿{name}", short(value / yi))
    } else if size >= wan && !plain {
        format!("{}万{name}", short(value / wan))
    } else {
        format!("{}{name}", short(value))
    }
}

/// The amount of a row, with the classifier it was written with.
pub(super) fn row(row: &Observation, text: &str, lexicon: &Lexicon) -> String {
    amount(row.value, row.unit, row.unit_span.of(text), lexicon)
}

fn short(value: Decimal) -> Decimal {
    value.round_dp(4).normalize()
}

/// A period: `2020年`, `2016—2020年`, `2021年1—9月`, `2020年第3季度`.
pub(super) fn period(period: Period) -> String {
    match period {
        Period::At(m) => moment(m),
        Period::Quarter(y, q) => format!("{y}年第{q}季度"),
        Period::Span(Moment::Year(a), Moment::Year(b)) => format!("{a}—{b}年"),
        Period::Span(Moment::Month(a, from), Moment::Month(b, to)) if a == b => format!("{a}年{from}—{to}月"),
        Period::Span(a, b) => format!("{}—{}", moment(a), moment(b)),
    }
}

fn moment(moment: Moment) -> String {
    match moment {
        Moment::Year(y) => format!("{y}年"),
        Moment::Month(y, m) => format!("{y}年{m}月"),
    }
}

/// Whose and what: `新材料产业规模工业增加值`.
pub(super) fn series(row: &Observation, lexicon: &Lexicon) -> String {
    let words = row.indicator_text.as_str();
    let words = if words.is_empty() { lexicon.indicators.get(row.indicator).name.as_str() } else { words };
    match row.subject.as_deref() {
        Some(subject) if !words.contains(subject) => format!("{subject}{words}"),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_read_like_a_report() {
        let lexicon = Lexicon::builtin();
        let say = |value: i64, scale, symbol| {
            lexicon
                .units
                .find(symbol)
                .map(|u| amount(Decimal::new(value, scale), u, "家", &lexicon))
                .unwrap_or_default()
        };
        assert_eq!(say(2_800_000_000, 0, "CNY"), "28亿元");
        assert_eq!(say(6_281_999, 2, "CNY"), "6.282万元");
        assert_eq!(say(12_345, 0, "1"), "12345家");
        assert_eq!(say(120_000, 0, "1"), "12万家");
        assert_eq!(say(-1620, 2, "%"), "-16.2%");
        assert_eq!(say(22_000_000, 0, "USD"), "2200万美元");
    }

    #[test]
    fn periods_read_like_a_report() {
        for (p, words) in [
            (Period::year(2020), "2020年"),
            (Period::years(2016, 2020), "2016—2020年"),
            (Period::months(2021, 1, 9), "2021年1—9月"),
            (Period::month(2021, 4), "2021年4月"),
            (Period::Quarter(2020, 3), "2020年第3季度"),
            (Period::Span(Moment::Year(2019), Moment::Month(2021, 10)), "2019年—2021年10月"),
        ] {
            assert_eq!(period(p), words);
        }
    }
}
