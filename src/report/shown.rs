//! A value in the unit that a reader of such figures expects: money in 亿元 where it is much,
//! anything else as it is.

use rust_decimal::Decimal;

use super::number::scaled;
use super::words::{self, Two};

/// A value as it is shown.
pub(super) struct Shown {
    /// Its digits.
    pub(super) text: String,
    /// Its unit; empty for a count.
    pub(super) unit: Two,
}

/// Money from here on is told in hundreds of millions, in units of 10⁻⁹.
const HUNDRED_MILLION: u128 = 100_000_000 * ONE;
const ONE: u128 = 1_000_000_000;

/// Shows an exact decimal in its canonical unit.
pub(super) fn shown(value: Decimal, unit: &str) -> Shown {
    shown_like(value, unit, value)
}

/// The same in the scale that fits another value, so that both can be compared at a glance.
pub(super) fn shown_like(value: Decimal, unit: &str, other: Decimal) -> Shown {
    let large = unscaled(other).unsigned_abs() >= HUNDRED_MILLION;
    match unit {
        "CNY" if large => Shown { text: scaled(unscaled(value), 8), unit: Two::new("亿元", "CNY 100 million") },
        "1" => Shown { text: scaled(unscaled(value), 0), unit: Two::default() },
        _ => Shown { text: scaled(unscaled(value), 0), unit: words::code("unit", unit) },
    }
}

/// The value in units of 10⁻⁹, as the tables of a release have it.
pub(super) fn unscaled(value: Decimal) -> i128 {
    let value = value.round_dp(9);
    value.mantissa().saturating_mul(10_i128.pow(9 - value.scale()))
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    #[test]
    fn money_is_told_in_hundreds_of_millions() {
        for (value, unit, text, zh) in [
            ("49980000000", "CNY", "499.8", "亿元"),
            ("52360", "CNY", "52,360", "元"),
            ("-4.2", "%", "\u{2212}4.2", "%"),
            ("31", "1", "31", ""),
            ("2265000", "t", "2,265,000", "t"),
        ] {
            let shown = shown(Decimal::from_str(value).unwrap(), unit);
            assert_eq!((shown.text.as_str(), shown.unit.zh.as_str()), (text, zh));
        }
        let small = shown_like(Decimal::from(90_000_000), "CNY", Decimal::from(110_000_000));
        assert_eq!(small.text, "0.9");
    }
}
