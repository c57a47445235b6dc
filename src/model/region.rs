//! Codes of administrative divisions after GB/T 2260.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A six-digit GB/T 2260 code; `000000` is the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegionCode(pub u32);

impl RegionCode {
    /// The country as a whole.
    pub const COUNTRY: Self = Self(0);

    /// The code written as six digits; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok().map(Self))?
    }

    /// 0 country, 1 province, 2 prefecture, 3 county.
    #[must_use]
    pub const fn level(self) -> u8 {
        match self.0 {
            0 => 0,
            c if c % 10_000 == 0 => 1,
            c if c % 100 == 0 => 2,
            _ => 3,
        }
    }

    /// Whether it is a city at the level of a county: the last two digits of GB/T 2260 are 81 to 99, or 01 to 20 where
    /// the two before are those of a prefecture that is no city (地区, 州, 盟: 21 to 50) or stand for what a province
    /// governs itself (90).
    #[must_use]
    pub const fn is_county_level_city(self) -> bool {
        let (prefecture, county) = (self.0 / 100 % 100, self.0 % 100);
        let district = !(prefecture == 90 || prefecture >= 21 && prefecture <= 50);
        county > 80 || !district && county > 0 && county <= 20
    }

    /// Whether it is a county or county-level city that no prefecture but the province governs: block 90 of GB/T 2260.
    #[must_use]
    pub const fn is_governed_directly(self) -> bool {
        self.0 / 100 % 100 == 90 && !self.0.is_multiple_of(100)
    }

    /// The province it lies in, itself if it is one; the country for the country.
    #[must_use]
    pub const fn province(self) -> Self {
        Self(self.0 / 10_000 * 10_000)
    }

    /// The prefecture it lies in by its code; a province or the country is returned as it is.
    #[must_use]
    pub const fn prefecture(self) -> Self {
        Self(self.0 / 100 * 100)
    }

    /// Whether `other` is this region or lies in it.
    #[must_use]
    pub const fn covers(self, other: Self) -> bool {
        match self.level() {
            0 => true,
            1 => other.province().0 == self.0,
            2 => other.prefecture().0 == self.0,
            _ => other.0 == self.0,
        }
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}
