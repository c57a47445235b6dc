//! Which of several statements of one value is taken, wherever one has to be.
//!
//! An exact value before an approximate one, that before a range and that before a bound; then the later
//! document; then the higher confidence; then a bulletin before a budget report, a work report, a plan and
//! the rest; then more digits; then the first by file and place.

use std::cmp::Reverse;

use super::{Bound, DocumentKind};

/// What a statement weighs; the largest is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Weight {
    tightness: u8,
    written: Option<i32>,
    /// In hundredths: confidences that are printed alike are alike.
    confidence: u8,
    authority: u8,
    digits: i32,
    place: Reverse<u32>,
}

/// A statement of a value, as far as it decides.
#[derive(Debug, Clone, Copy)]
pub struct Stated {
    /// How tightly the words bind the value.
    pub bound: Bound,
    /// When its document was written ([`written`]).
    pub written: Option<i32>,
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// 0 to 1.
    pub confidence: f32,
    /// The value.
    pub value: f64,
    /// One unit of the last digit written, in the unit of the value.
    pub step: f64,
    /// Its place in the table `observations`, from 0.
    pub row: u32,
}

impl Weight {
    /// What a statement weighs.
    #[must_use]
    pub fn of(stated: &Stated) -> Self {
        let (value, step) = (stated.value.abs(), stated.step);
        Self {
            tightness: tightness(stated.bound),
            written: stated.written,
            confidence: (stated.confidence * 100.0).round() as u8,
            authority: authority(stated.kind),
            digits: if value > 0.0 && step > 0.0 { (value / step).log10().floor() as i32 } else { 0 },
            place: Reverse(stated.row),
        }
    }
}

/// When the words of a document were written, as days since 1970-01-01, for putting documents in order:
/// the date of publication unless that is so much later than the year in the title that it can only be
/// the date of a web page, else the spring after the year of a bulletin and the beginning of the year of
/// anything else.
#[must_use]
pub fn written(kind: DocumentKind, published: Option<i32>, year: Option<i16>) -> Option<i32> {
    let day = |year: i16, day: i32| (i32::from(year) - 1970) * 365 + (i32::from(year) - 1969) / 4 + day;
    let latest = year.map(|year| day(year.saturating_add(2), 0));
    published.filter(|&date| latest.is_none_or(|latest| date < latest)).or_else(|| {
        let year = year?;
        Some(if kind == DocumentKind::Bulletin { day(year.saturating_add(1), 90) } else { day(year, 30) })
    })
}

const fn tightness(bound: Bound) -> u8 {
    match bound {
        Bound::Exact => 3,
        Bound::Approx => 2,
        Bound::Range => 1,
        Bound::AtLeast | Bound::AtMost => 0,
    }
}

/// Which kind is believed first where nothing else decides.
const fn authority(kind: DocumentKind) -> u8 {
    match kind {
        DocumentKind::Bulletin => 6,
        DocumentKind::Budget => 5,
        DocumentKind::WorkReport => 4,
        DocumentKind::Plan => 3,
        DocumentKind::ImplementationPlan => 2,
        DocumentKind::Policy | DocumentKind::Reply | DocumentKind::News => 1,
        DocumentKind::Other => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_then_dates_then_confidence_then_kind_then_digits_then_place() {
        let first = Stated {
            bound: Bound::Exact,
            written: Some(20_000),
            kind: DocumentKind::Bulletin,
            confidence: 0.9,
            value: 499.8,
            step: 0.1,
            row: 1,
        };
        let order = [
            first,
            Stated { row: 2, ..first },
            Stated { step: 1.0, row: 0, ..first },
            Stated { kind: DocumentKind::WorkReport, step: 0.01, ..first },
            Stated { confidence: 0.8, ..first },
            Stated { written: Some(19_999), confidence: 1.0, ..first },
            Stated { written: None, confidence: 1.0, ..first },
            Stated { bound: Bound::Approx, written: Some(20_001), ..first },
            Stated { bound: Bound::Range, written: Some(20_002), ..first },
            Stated { bound: Bound::AtLeast, written: Some(20_003), ..first },
        ];
        let weights = order.map(|stated| Weight::of(&stated));
        assert!(weights.is_sorted_by(|a, b| a > b), "{weights:?}");
    }

    #[test]
    fn a_page_put_on_the_web_years_later_was_not_written_then() {
        let kind = DocumentKind::WorkReport;
        assert_eq!(written(kind, Some(19_750), Some(2024)), Some(19_750));
        let spring = written(kind, Some(20_700), Some(2010)).unwrap();
        assert!((14_600..14_700).contains(&spring), "{spring}");
        assert!(written(DocumentKind::Bulletin, None, Some(2010)) > Some(spring));
        assert_eq!(written(kind, None, None), None);
    }
}
