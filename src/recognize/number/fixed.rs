//! A small exact decimal for reading: an integer and how many of its digits stand after the point.

use rust_decimal::Decimal;

/// `mantissa / 10^scale`. Every operation is checked: what does not fit is no number for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Fixed {
    pub(super) mantissa: i128,
    pub(super) scale: u8,
}

impl Fixed {
    pub(super) const ZERO: Self = Self::whole(0);

    pub(super) const fn whole(mantissa: i128) -> Self {
        Self { mantissa, scale: 0 }
    }

    pub(super) const fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Appends a digit, after the point when `after_point`.
    pub(super) fn push(self, digit: u8, after_point: bool) -> Option<Self> {
        // 28 digits are what `Decimal` holds.
        const FULL: i128 = 10_i128.pow(27);
        let room = (0..FULL).contains(&self.mantissa);
        room.then(|| Self {
            mantissa: self.mantissa * 10 + i128::from(digit),
            scale: self.scale + u8::from(after_point),
        })
    }

    /// Times 10^`power`; digits after the point are used up first, so that 2.50万 has none left over.
    pub(super) fn shift(self, power: u8) -> Option<Self> {
        let used = self.scale.min(power);
        let mantissa = self.mantissa.checked_mul(10_i128.checked_pow(u32::from(power - used))?)?;
        Some(Self { mantissa, scale: self.scale - used })
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.at_scale(scale)?, other.at_scale(scale)?);
        Some(Self { mantissa: a.checked_add(b)?, scale })
    }

    fn at_scale(self, scale: u8) -> Option<i128> {
        match scale.checked_sub(self.scale)? {
            0 => Some(self.mantissa),
            digits => self.mantissa.checked_mul(10_i128.checked_pow(u32::from(digits))?),
        }
    }

    pub(super) fn less_than(self, other: Self) -> bool {
        let scale = self.scale.max(other.scale);
        match (self.at_scale(scale), other.at_scale(scale)) {
            (Some(a), Some(b)) => a < b,
            _ => false,
        }
    }

    pub(super) fn negated(self) -> Self {
        Self { mantissa: -self.mantissa, ..self }
    }

    pub(super) fn decimal(self) -> Option<Decimal> {
        Decimal::try_from_i128_with_scale(self.mantissa, u32::from(self.scale)).ok()
    }
}
