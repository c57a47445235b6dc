//! A row of `observations` as the report reads it.

use jiff::civil::Date;

use crate::model::{RegionCode, Result};
use crate::publish::{Row, TableReader};

/// Names the columns that are read, each with the type of its cells.
macro_rules! observed {
    ($($place:literal $column:ident: $read:ident -> $ty:ty,)+) => {
        /// The columns that are read, in this order.
        pub(super) const COLUMNS: &[&str] = &[$(stringify!($column)),+];

        impl<'a> Observed<'a> {
            $(#[doc = concat!("The column `", stringify!($column), "`.")]
            pub(super) fn $column(&self) -> Option<$ty> {
                self.0.$read($place)
            })+
        }
    };
}

/// A row of `observations`.
#[derive(Clone, Copy)]
pub(super) struct Observed<'a>(pub(super) Row<'a>);

observed! {
    0 observation_id: text -> &'a str,
    1 source: text -> &'a str,
    2 section: text -> &'a str,
    3 block: unsigned -> u64,
    4 page: unsigned -> u64,
    5 sentence: text -> &'a str,
    6 char_start: unsigned -> u64,
    7 value_text: text -> &'a str,
    8 unit_text: text -> &'a str,
    9 indicator: text -> &'a str,
    10 indicator_name: text -> &'a str,
    11 indicator_text: text -> &'a str,
    12 subject: text -> &'a str,
    13 measure: text -> &'a str,
    14 status: text -> &'a str,
    15 bound: text -> &'a str,
    16 value_decimal: decimal -> i128,
    17 value_high_decimal: decimal -> i128,
    18 unit: text -> &'a str,
    19 period: text -> &'a str,
    20 period_start: date -> Date,
    21 period_end: date -> Date,
    22 per_year: bool -> bool,
    23 baseline: text -> &'a str,
    24 region: text -> &'a str,
    25 region_name: text -> &'a str,
    26 confidence: float32 -> f32,
    27 rule: text -> &'a str,
    28 series_id: text -> &'a str,
    29 decimals: small -> i8,
}

/// The place of `flags` after the columns above.
const FLAGS: usize = COLUMNS.len();

impl<'a> Observed<'a> {
    /// Codes of the findings on the row.
    pub(super) fn flags(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.0.texts(FLAGS)
    }

    /// The region's code, where it has one.
    pub(super) fn place(&self) -> Option<RegionCode> {
        RegionCode::parse(self.region()?)
    }

    /// The year that the period is, where it is one whole year.
    pub(super) fn whole_year(&self) -> Option<i16> {
        let period = self.period()?;
        (period.len() == 4).then(|| period.parse().ok())?
    }
}

/// The rows of a release's `observations`.
pub(super) fn open(folder: &std::path::Path) -> Result<TableReader> {
    let mut columns = COLUMNS.to_vec();
    columns.push("flags");
    TableReader::open(folder, "observations", &columns)
}
