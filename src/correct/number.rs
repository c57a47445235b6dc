//! Exact decimals as people and spreadsheets write them.

use rust_decimal::Decimal;

/// Digits after the point that the tables have.
const SCALE: u32 = 9;
/// The largest exponent that a decimal can hold.
const LARGEST_EXPONENT: u32 = 28;

/// The number written `12.50`, `-3` or `4.998E+10`, without zeros at its end; `None` for anything
/// else, and for what cannot be held exactly.
pub(crate) fn exact(text: &str) -> Option<Decimal> {
    let (base, exponent) = match text.split_once(['e', 'E']) {
        Some((base, exponent)) => (base, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let digits = base.strip_prefix(['+', '-']).unwrap_or(base);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.contains('_') {
        return None;
    }
    let base = Decimal::from_str_exact(base).ok()?;
    if exponent.unsigned_abs() > LARGEST_EXPONENT {
        return None;
    }
    let power = Decimal::from_i128_with_scale(10_i128.pow(exponent.unsigned_abs()), 0);
    let value = if exponent < 0 { exact_quotient(base, power)? } else { base.checked_mul(power)? };
    Some(value.normalize())
}

/// The quotient by a power of ten, unless digits would be lost.
fn exact_quotient(value: Decimal, power: Decimal) -> Option<Decimal> {
    let quotient = value.checked_div(power)?;
    (quotient.checked_mul(power)? == value).then_some(quotient)
}

/// As [`exact`], of what the decimal columns hold: at most nine digits after the point.
pub(super) fn of_column(text: &str) -> Option<Decimal> {
    exact(text).filter(|value| value.round_dp(SCALE) == *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_exactly_or_not_at_all() {
        for (text, value) in [
            ("12.50", "12.5"),
            ("-3", "-3"),
            ("+3", "3"),
            ("4.998E+10", "49980000000"),
            ("4.998e10", "49980000000"),
            ("1.5E-3", "0.0015"),
            ("0", "0"),
            ("49980000000", "49980000000"),
        ] {
            assert_eq!(exact(text).map(|v| v.to_string()).as_deref(), Some(value), "{text}");
        }
        for wrong in [
            "",
            "-",
            ".5",
            "1,000",
            "1_000",
            "=1+1",
            "1e",
            "1e99",
            "1e-2147483648",
            "十",
            "1 2",
            "NaN",
            "0x10",
            "1e-40",
            "٣",
        ] {
            assert_eq!(exact(wrong), None, "{wrong}");
        }
        assert_eq!(of_column("0.1234567891"), None);
        assert!(of_column("0.123456789").is_some());
    }
}
