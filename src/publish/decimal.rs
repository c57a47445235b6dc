//! Exact decimals on their way out: to `decimal128(38, 9)`, to the nearest float, to plain digits.

use std::fmt::Write;

use rust_decimal::Decimal;

/// Digits of the decimal columns.
pub(super) const PRECISION: u8 = 38;
/// Digits after the point of the decimal columns.
pub(super) const SCALE: u32 = 9;

const LIMIT: i128 = 10i128.pow(PRECISION as u32);
const ONE: i128 = 10i128.pow(SCALE);

/// The value times 10⁹. More than nine digits after the point are rounded half to even; `None`
/// where the result has more than 38 digits.
pub(super) fn unscaled(value: Decimal) -> Option<i128> {
    let value = if value.scale() > SCALE { value.round_dp(SCALE) } else { value };
    let shift = SCALE.checked_sub(value.scale())?;
    value.mantissa().checked_mul(10i128.pow(shift)).filter(|v| v.abs() < LIMIT)
}

/// The float nearest to the exact value.
///
/// `Decimal::to_f64` is not used because it may be off in the last bit. With a mantissa below 2⁵³
/// and a power of ten up to 10²² both operands are exact and the division rounds once (Clinger
/// 1990); anything else goes through its digits, which the standard library rounds correctly.
pub(super) fn nearest_float(value: Decimal) -> f64 {
    const EXACT: u128 = 1 << 53;
    let mantissa = value.mantissa();
    if mantissa.unsigned_abs() <= EXACT && value.scale() <= 22 {
        mantissa as f64 / POWERS[value.scale() as usize]
    } else {
        value.to_string().parse().unwrap_or(f64::NAN)
    }
}

const POWERS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
];

/// Appends `unscaled` × 10⁻⁹ as plain digits: no exponent, no zeros at the end of the fraction.
pub(crate) fn write_plain(out: &mut String, unscaled: i128) {
    if unscaled < 0 {
        out.push('-');
    }
    let (whole, fraction) = (unscaled.unsigned_abs() / ONE as u128, unscaled.unsigned_abs() % ONE as u128);
    // Writing to a string cannot fail; 64 bits are several times faster to print than 128.
    let _ = match u64::try_from(whole) {
        Ok(whole) => write!(out, "{whole}"),
        Err(_) => write!(out, "{whole}"),
    };
    if fraction != 0 {
        let _ = write!(out, ".{:09}", fraction as u64);
        out.truncate(out.trim_end_matches('0').len());
    }
}

#[cfg(test)]
mod tests {
    use std::str::FromStr;

    use super::*;

    fn plain(text: &str) -> String {
        let mut out = String::new();
        write_plain(&mut out, unscaled(Decimal::from_str(text).unwrap()).unwrap());
        out
    }

    #[test]
    fn plain_digits() {
        for (text, expected) in [
            ("0", "0"),
            ("-0.0", "0"),
            ("1.50", "1.5"),
            ("-0.05", "-0.05"),
            ("100", "100"),
            ("0.000000001", "0.000000001"),
            ("79228162514264337593543950335", "79228162514264337593543950335"),
            ("-79228162514264337593543950335", "-79228162514264337593543950335"),
            ("7922816251426433759.3543950335", "7922816251426433759.354395034"),
            ("0.0000000005", "0"),
            ("0.0000000015", "0.000000002"),
            ("0.0000000025", "0.000000002"),
            ("-0.00000000251", "-0.000000003"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }

    #[test]
    fn every_decimal_fits() {
        assert!(unscaled(Decimal::MAX).is_some() && unscaled(Decimal::MIN).is_some());
    }

    #[test]
    fn floats_are_the_nearest() {
        for text in ["0.1", "1234.56", "9007199254740993", "0.30000000000000000000001", "123456789.123456789"] {
            let expected: f64 = text.parse().unwrap();
            assert_eq!(nearest_float(Decimal::from_str(text).unwrap()).to_bits(), expected.to_bits(), "{text}");
        }
    }
}
