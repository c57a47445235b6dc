//! Decimal digits of a binary number, as many as Excel keeps.
//!
//! Excel shows 15 significant digits and rounds from those, half away from zero. So 0.1 + 0.2 is
//! 0.3, and 2.675 shown with two places is 2.68, although the number nearest to it is below.

/// A number without its sign: 0.`digits` times ten to the power of `point`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digits {
    digits: Vec<u8>,
    point: i32,
}

impl Digits {
    /// The digits of the value without its sign; `None` for what is no number.
    pub(super) fn of(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let written = format!("{:.14e}", value.abs());
        let (mantissa, exponent) = written.split_once('e')?;
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
        let mut this = Self { digits, point: exponent.parse::<i32>().ok()? + 1 };
        this.trim();
        Some(this)
    }

    /// Multiplies by a power of ten.
    pub(super) fn shift(&mut self, places: i32) {
        self.point += if self.is_zero() { 0 } else { places };
    }

    /// Whether it is nought.
    pub(super) fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Rounds to so many digits after the point.
    pub(super) fn round(&mut self, decimals: i32) {
        let keep = self.point + decimals;
        let Ok(keep) = usize::try_from(keep) else {
            self.digits.clear();
            return;
        };
        if keep >= self.digits.len() {
            return;
        }
        let up = self.digits.get(keep).is_some_and(|&d| d >= 5);
        self.digits.truncate(keep);
        if up {
            self.add_one();
        }
        self.trim();
    }

    /// Adds one to the last digit.
    fn add_one(&mut self) {
        for digit in self.digits.iter_mut().rev() {
            if *digit < 9 {
                *digit += 1;
                return;
            }
            *digit = 0;
        }
        self.digits.insert(0, 1);
        self.point += 1;
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
    }

    /// The digits before the point, none for nought, and those after it.
    pub(super) fn split(&self) -> (String, String) {
        let digit = |i: i32| {
            let at = usize::try_from(i).ok();
            char::from(b'0' + at.and_then(|i| self.digits.get(i)).copied().unwrap_or(0))
        };
        let len = self.digits.len() as i32;
        let whole = (0..self.point).map(digit).collect();
        let rest = (self.point.min(len)..len).map(digit).collect();
        (whole, rest)
    }

    /// The shortest way to write it; powers of ten only where the zeros would be many.
    pub(super) fn plain(&self) -> String {
        if self.is_zero() {
            return "0".to_owned();
        }
        if !(-9..=21).contains(&self.point) {
            let mut one = self.clone();
            one.point = 1;
            let exponent = self.point - 1;
            let sign = if exponent < 0 { '-' } else { '+' };
            return format!("{}E{sign}{:02}", one.plain(), exponent.abs());
        }
        let (whole, rest) = self.split();
        let whole = if whole.is_empty() { "0" } else { &whole };
        if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
    }
}

#[cfg(test)]
mod tests {
    use super::Digits;

    #[test]
    fn fifteen_digits_and_no_more() {
        let cases = [
            (12.340_000_000_000_002, "12.34"),
            (0.1 + 0.2, "0.3"),
            (-7.0, "7"),
            (0.0, "0"),
            (1e-5, "0.00001"),
            (123_456_789_012_345.0, "123456789012345"),
            (1234.5, "1234.5"),
            (1.5e30, "1.5E+30"),
            (2e-20, "2E-20"),
            (100.0, "100"),
        ];
        for (value, shown) in cases {
            assert_eq!(Digits::of(value).unwrap().plain(), shown, "{value}");
        }
        assert!(Digits::of(f64::NAN).is_none());
    }

    #[test]
    fn halves_are_rounded_up_from_what_is_shown() {
        let round = |value: f64, decimals| {
            let mut digits = Digits::of(value).unwrap();
            digits.round(decimals);
            digits.plain()
        };
        assert_eq!(round(2.675, 2), "2.68");
        assert_eq!(round(9.996, 2), "10");
        assert_eq!(round(0.5, 0), "1");
        assert_eq!(round(0.04, 0), "0");
        assert_eq!(round(0.000_4, 1), "0");
        assert_eq!(round(1234.0, 5), "1234");
    }
}
