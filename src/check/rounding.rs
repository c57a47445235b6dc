//! What rounding hides: the step of a number as written, and whether two values can be the same.
//!
//! Comparison is in `f64`: it never makes a published number, and a step is seldom finer than the
//! twelfth digit.

use rust_decimal::Decimal;

use crate::model::{Bound, Lexicon, Observation};

/// A share of the value that 约 and 左右 leave open.
const APPROXIMATE: f64 = 0.15;
/// Two values that differ by less were converted from the same one (亩 has an endless factor).
const SAME: f64 = 1e-6;
/// How near a ratio must be to a power of ten.
const NEAR_POWER: f64 = 0.15;

const POWERS: [f64; 29] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28,
];

/// The value as a float; faster than the library's way, which is exact to the last bit.
pub(crate) fn float(value: Decimal) -> f64 {
    value.mantissa() as f64 / POWERS[(value.scale() as usize).min(POWERS.len() - 1)]
}

/// A value with what bounds and rounding leave open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Inexact {
    pub(crate) value: f64,
    pub(crate) high: f64,
    /// One unit of the last digit written, in the canonical unit.
    pub(crate) step: f64,
    pub(crate) bound: Bound,
}

impl Inexact {
    pub(super) fn of(row: &Observation, text: &str, lexicon: &Lexicon) -> Self {
        let value = float(row.value);
        let high = row.value_high.map_or(value, float);
        Self { value, high, step: step(row, value, text, lexicon), bound: row.bound }
    }

    /// As [`Inexact::of`], from the columns of a table: `written` is the number as it stands in the
    /// text, `decimals` its digits after the point. A number in words alone has the step of its
    /// magnitude.
    pub(crate) fn written(value: f64, high: Option<f64>, bound: Bound, written: &str, decimals: u8) -> Self {
        let digits = POWERS[usize::from(decimals).min(POWERS.len() - 1)];
        let step = match mantissa(written) {
            Some(mantissa) if mantissa > 0.0 && value != 0.0 => (value / mantissa).abs() / digits,
            _ => magnitude(written) / digits,
        };
        Self { value, high: high.unwrap_or(value), step, bound }
    }

    /// The least and the largest number that the words leave open; half a step on either side where
    /// they are exact.
    #[cfg(feature = "analysis")]
    pub(crate) fn open(self) -> (f64, f64) {
        let (low, high) = self.interval();
        (low - self.step / 2.0, high + self.step / 2.0)
    }

    fn interval(self) -> (f64, f64) {
        match self.bound {
            Bound::Exact => (self.value, self.value),
            Bound::Approx => {
                let open = self.value.abs() * APPROXIMATE;
                (self.value - open, self.value + open)
            }
            Bound::AtLeast => (self.value, f64::INFINITY),
            Bound::AtMost => (f64::NEG_INFINITY, self.value),
            Bound::Range => (self.value.min(self.high), self.value.max(self.high)),
        }
    }

    fn slack(self, other: Self) -> f64 {
        let coarse = self.step.max(other.step);
        let fine = self.step.min(other.step);
        let noise = self.value.abs().max(other.value.abs()) * SAME;
        // Written to the same digit, two roundings of one number are the same digits.
        if coarse <= fine * 1.01 { noise } else { coarse * 0.999 + noise }
    }

    /// Whether one number can lie behind both.
    pub(crate) fn agrees(self, other: Self) -> bool {
        let slack = self.slack(other);
        let ((a, b), (c, d)) = (self.interval(), other.interval());
        a.max(c) <= b.min(d) + slack
    }

    /// Whether this is larger whatever was rounded away.
    pub(crate) fn surely_above(self, other: Self) -> bool {
        self.interval().0 > other.interval().1 + self.slack(other)
    }

    /// What rounding may hide, as a part of the value.
    pub(super) fn relative_step(self) -> f64 {
        if self.value == 0.0 { 1.0 } else { (self.step / self.value).abs() }
    }
}

fn step(row: &Observation, value: f64, text: &str, lexicon: &Lexicon) -> f64 {
    let written = row.span.of(text);
    let digits = POWERS[usize::from(row.decimals).min(POWERS.len() - 1)];
    match mantissa(written) {
        Some(mantissa) if mantissa > 0.0 && value != 0.0 => (value / mantissa).abs() / digits,
        _ => {
            let unit = lexicon.units.at_start(row.unit_span.of(text)).map_or(1.0, |(form, _)| float(form.factor));
            magnitude(written) * unit / digits
        }
    }
}

/// The digits of a number written as digits and magnitude words, `318.47` of `318.47亿`.
fn mantissa(written: &str) -> Option<f64> {
    let mut digits = 0.0;
    let mut scale = 0.0;
    let mut begun = false;
    let mut rest = written.chars();
    for c in rest.by_ref() {
        let digit = match c {
            '0'..='9' => u32::from(c) - u32::from('0'),
            '０'..='９' => u32::from(c) - u32::from('０'),
            '.' | '．' if scale == 0.0 => {
                scale = 1.0;
                continue;
            }
            ',' | '，' | ' ' | '\u{a0}' | '-' | '−' | '－' | '+' => continue,
            _ if is_magnitude(c) => break,
            _ => return None,
        };
        begun = true;
        digits = digits * 10.0 + f64::from(digit);
        scale *= 10.0;
    }
    (begun && rest.all(is_magnitude)).then(|| if scale > 0.0 { digits / scale } else { digits })
}

const fn is_magnitude(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '万' | '亿')
}

fn magnitude(written: &str) -> f64 {
    written
        .chars()
        .rev()
        .map_while(|c| match c {
            '十' => Some(1e1),
            '百' => Some(1e2),
            '千' => Some(1e3),
            '万' => Some(1e4),
            '亿' => Some(1e8),
            _ => None,
        })
        .product()
}

/// The power of ten (1 to 4, negative for a fraction) that `ratio` is within 15 % of.
pub(crate) fn power_of_ten(ratio: f64) -> Option<i32> {
    if !(ratio.is_finite() && ratio > 0.0) {
        return None;
    }
    let up = if ratio >= 1.0 { ratio } else { ratio.recip() };
    let k = up.log10().round() as i32;
    ((1..=4).contains(&k) && (up / 10f64.powi(k) - 1.0).abs() <= NEAR_POWER).then_some(if ratio >= 1.0 {
        k
    } else {
        -k
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(value: f64, step: f64) -> Inexact {
        Inexact { value, high: value, step, bound: Bound::Exact }
    }

    #[test]
    fn digits_are_read_whatever_their_width() {
        for (written, digits) in [
            ("318.47亿", Some(318.47)),
            ("41,275.6万", Some(41275.6)),
            ("１２", Some(12.0)),
            ("3亿5千万", None),
            ("二十", None),
        ] {
            assert_eq!(mantissa(written), digits, "{written}");
        }
        assert!((magnitude("三千万") - 1e7).abs() < 1.0);
    }

    #[test]
    fn values_agree_within_the_coarser_rounding() {
        assert!(exact(12_000.0, 1000.0).agrees(exact(12_345.0, 1.0)), "1.2万 and 12345");
        assert!(exact(12_000.0, 1000.0).agrees(exact(12_950.0, 1.0)), "cut off instead of rounded");
        assert!(!exact(12_000.0, 1000.0).agrees(exact(13_100.0, 1.0)));
        assert!(!exact(28.0, 0.1).agrees(exact(27.9, 0.1)), "the same digits or not");
    }

    #[test]
    fn bounds_are_contradicted_from_one_side_only() {
        let at_least = Inexact { bound: Bound::AtLeast, ..exact(300.0, 1.0) };
        assert!(at_least.agrees(exact(310.0, 1.0)) && !at_least.agrees(exact(290.0, 1.0)));
        let about = Inexact { bound: Bound::Approx, ..exact(300.0, 1.0) };
        assert!(about.agrees(exact(330.0, 1.0)) && !about.agrees(exact(400.0, 1.0)));
    }

    #[test]
    fn powers_of_ten() {
        for (ratio, power) in
            [(10.0, Some(1)), (0.0098, Some(-2)), (11.6, None), (1.02, None), (9e3, Some(4)), (1e5, None)]
        {
            assert_eq!(power_of_ten(ratio), power, "{ratio}");
        }
        assert_eq!(power_of_ten(f64::NAN), None);
        assert_eq!(power_of_ten(-10.0), None);
    }
}
