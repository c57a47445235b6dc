//! Exact decimals as a reader likes them: in a scale that fits, with separators, no digit lost.

use std::fmt::Write;

/// Digits after the point in the tables of a release.
const SCALE: u32 = 9;

/// A value of a release in a unit that is ten to the `power` times larger, all its digits, whole
/// part in groups of three: `499.8`, `1,349,083.5`.
pub(super) fn scaled(unscaled: i128, power: u32) -> String {
    let one = 10_u128.pow(SCALE + power);
    let (whole, fraction) = (unscaled.unsigned_abs() / one, unscaled.unsigned_abs() % one);
    let mut out = String::new();
    if unscaled < 0 {
        out.push('\u{2212}');
    }
    grouped(&mut out, &whole.to_string());
    if fraction != 0 {
        // Writing to a string cannot fail.
        let _ = write!(out, ".{fraction:0width$}", width = (SCALE + power) as usize);
        out.truncate(out.trim_end_matches('0').len());
    }
    out
}

/// A count in groups of three.
pub(super) fn count(n: u64) -> String {
    let mut out = String::new();
    grouped(&mut out, &n.to_string());
    out
}

/// A comma before every third digit from the right, as in the yearbooks.
fn grouped(out: &mut String, digits: &str) {
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
}

/// The value as a float, for places on a chart.
pub(super) fn float(unscaled: i128, power: u32) -> f64 {
    unscaled as f64 / 10_f64.powi((SCALE + power) as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_is_lost() {
        for (unscaled, power, shown) in [
            (49_980_000_000 * 1_000_000_000, 8, "499.8"),
            (134_908_350_000_000 * 1_000_000_000, 8, "1,349,083.5"),
            (-4_200_000_000, 0, "\u{2212}4.2"),
            (1, 8, "0.00000000000000001"),
            (0, 4, "0"),
            (1_234_000_000_000, 0, "1,234"),
            (12_345_000_000_000, 0, "12,345"),
        ] {
            assert_eq!(scaled(unscaled, power), shown);
        }
        assert_eq!(count(20_931), "20,931");
    }
}
