//! Headline figures of places, which can be held against those of other places, of other stretches of
//! time and of other indicators, because it is known what they are of.

use rust_decimal::Decimal;

use super::across::Store;
use super::rounding::Inexact;
use super::seen::{Seen, Traits};
use crate::model::{Bound, ObservationRef, Status};

/// The achieved headline figures of all documents, in the order of `key`, then of rows.
pub(super) fn sorted<'s, K: Ord>(store: &Store<'s>, key: impl Fn(&Seen) -> K) -> Vec<&'s Seen> {
    let is_headline = |s: &&Seen| s.is(Traits::HEADLINE) && s.status == Status::Actual;
    let mut heads: Vec<&Seen> = store.seen.iter().filter(is_headline).collect();
    heads.sort_unstable_by_key(|s| (key(s), s.row));
    heads
}

/// The smallest of several statements of one figure, upper bounds aside, so that sums are no larger than
/// what any document says.
pub(super) fn least<'s>(statements: impl Iterator<Item = &'s Seen>) -> Option<&'s Seen> {
    statements.filter(|s| matches!(s.bound, Bound::Exact | Bound::AtLeast)).min_by_key(|s| (s.value, s.row))
}

/// Figures added up.
#[derive(Debug, Default)]
pub(super) struct Sum {
    pub(super) value: Decimal,
    pub(super) rows: Vec<ObservationRef>,
    step: f64,
}

impl Sum {
    /// `None` where no decimal holds the sum.
    pub(super) fn of<'s>(parts: impl IntoIterator<Item = &'s Seen>) -> Option<Self> {
        parts.into_iter().try_fold(Self::default(), |mut sum, part| {
            sum.value = sum.value.checked_add(part.value)?;
            sum.step += part.inexact().step;
            sum.rows.push(part.row);
            Some(sum)
        })
    }

    /// With what rounding hides, and `slack` of it.
    pub(super) fn inexact(&self, slack: f64) -> Inexact {
        let value = super::rounding::float(self.value);
        Inexact { value, high: value, step: self.step + value.abs() * slack, bound: Bound::Exact }
    }

    /// Whether figures of more than one document are in it, or of another one than `row`.
    pub(super) fn is_across(&self, row: ObservationRef) -> bool {
        self.rows.iter().any(|part| part.document != row.document)
    }
}
