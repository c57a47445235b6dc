//! An observation: one number of a document with everything that was read of it.
//!
//! Fields stand for the columns of the table `observations`; what can be sliced from the
//! document's text is kept as a [`Span`] and becomes words only when it is published.

use std::fmt;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::document::DocumentId;

use super::hex::Hex;
use super::lexicon::{IndicatorId, IndustryId, Lexicon, UnitId};
use super::period::Period;
use super::region::RegionCode;
use super::series::SeriesId;
use super::span::Span;
use super::terms::Terms;

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code in the published tables.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }
    };
}
pub(crate) use codes;

codes! {
    /// How a value relates to the thing measured (GUIDE.md, `measure`).
    Measure {
        /// An amount, a stock, a flow of the period.
        Level = "level",
        /// An amount added to a stock: 新增, 净增, 增加.
        Increase = "increase",
        /// A relative change; a fall is negative.
        GrowthRate = "growth_rate",
        /// A change or gap in percentage points; a fall is negative.
        ChangePp = "change_pp",
        /// A part of a whole, or a rate that is a ratio of its own.
        Share = "share",
        /// So many times another amount.
        Multiple = "multiple",
        /// What it contributes to the growth of a whole.
        Contribution = "contribution",
        /// How much of a plan is done.
        Completion = "completion",
        /// A place in an order.
        Rank = "rank",
    }
}

codes! {
    /// Achieved, promised, or a rule's parameter.
    Status {
        /// Stated as a fact.
        Actual = "actual",
        /// To be reached later as the document sees it.
        Target = "target",
        /// A parameter of a rule: ceiling, threshold, class limit, standard.
        Policy = "policy",
    }
}

codes! {
    /// How tightly the words bind the value.
    Bound {
        /// As it stands.
        Exact = "exact",
        /// 约, 左右, 近, 余, 多.
        Approx = "approx",
        /// 以上, 超过, 突破, 不低于.
        AtLeast = "at_least",
        /// 以内, 以下, 不超过.
        AtMost = "at_most",
        /// From a low to a high end.
        Range = "range",
    }
}

impl Bound {
    /// The sign before a single value: nothing for one that is exact.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Approx => "≈",
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::Exact | Self::Range => "",
        }
    }
}

/// One number of a document and what was read of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// The number, with its magnitude words.
    pub span: Span,
    /// The same place in Unicode scalar values.
    pub char_start: u32,
    /// One past its last scalar value.
    pub char_end: u32,
    /// The unit as written; empty where there is none.
    pub unit_span: Span,
    /// The sentence it stands in.
    pub sentence: Span,
    /// Index into [`Reading::sections`](super::reading::Reading::sections).
    pub section: Option<u32>,
    /// The block it stands in (heading, paragraph, point of a list, row of a table), counted from 1.
    pub block: u32,
    /// The page it stands on, from 1; `None` where the format has no pages.
    pub page: Option<u32>,
    /// What is measured.
    pub indicator: IndicatorId,
    /// The words that name it, with qualifiers.
    pub indicator_text: String,
    /// Whose it is, when not the region's as a whole.
    pub subject: Option<String>,
    /// The industry of the subject.
    pub industry: Option<IndustryId>,
    /// How the value relates to the thing measured.
    pub measure: Measure,
    /// Achieved, promised, or a rule's parameter.
    pub status: Status,
    /// How tightly the words bind the value.
    pub bound: Bound,
    /// The value in the canonical unit; of a range, its low end.
    pub value: Decimal,
    /// The high end of a range.
    pub value_high: Option<Decimal>,
    /// Digits after the point as written.
    pub decimals: u8,
    /// Canonical unit.
    pub unit: UnitId,
    /// The time it is about; `None` where the document nowhere says.
    pub period: Option<Period>,
    /// Recurs each year.
    pub per_year: bool,
    /// What it is compared with.
    pub baseline: Option<String>,
    /// The place whose figure it is.
    pub region: Option<RegionCode>,
    /// In which terms it is told.
    pub terms: Terms,
    /// The series it belongs to ([`Series::of`](super::series::Series::of)).
    pub series: Option<SeriesId>,
    /// 0 to 1.
    pub confidence: f32,
    /// The rule that related it, an index into [`crate::relate::rules::RULES`].
    pub rule: u8,
    /// Codes of findings on it, indexes into [`crate::check::CHECKS`]; sorted, without repeats.
    pub flags: Vec<u8>,
}

impl Measure {
    /// Whether it is an amount of something, whose change has a size in per cent.
    #[must_use]
    pub const fn is_amount(self) -> bool {
        matches!(self, Self::Level | Self::Increase | Self::Multiple)
    }
}

impl Observation {
    /// Its identity, stable from run to run: a hash of the document, the place, the indicator's
    /// code and the measure.
    #[must_use]
    pub fn id(&self, document: DocumentId, lexicon: &Lexicon) -> ObservationId {
        let indicator = &lexicon.indicators.get(self.indicator).code;
        ObservationId::of(document, (self.char_start, self.char_end), indicator, self.measure.as_str())
    }
}

/// The identity of an observation; hexadecimal where it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObservationId(pub [u8; 16]);

impl ObservationId {
    /// The identity of the number at a place, in characters, of a document, read as this measure of this
    /// indicator.
    #[must_use]
    pub fn of(document: DocumentId, place: (u32, u32), indicator: &str, measure: &str) -> Self {
        let mut hash = blake3::Hasher::new();
        hash.update(&document.0);
        hash.update(&place.0.to_le_bytes());
        hash.update(&place.1.to_le_bytes());
        hash.update(indicator.as_bytes());
        hash.update(&[0]);
        hash.update(measure.as_bytes());
        let mut id = [0; 16];
        id.copy_from_slice(&hash.finalize().as_bytes()[..16]);
        Self(id)
    }
}

impl fmt::Display for ObservationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Hex::of(self.0).as_str())
    }
}
