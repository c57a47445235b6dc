//! Headline figures of places, which can be held against those of other places, of other stretches of
//! time and of other indicators, because it is known what they are of.

use rust_decimal::Decimal;

use super::rounding::{Inexact, float};
use super::seen::Seen;
use crate::model::{Bound, ObservationRef};

/// The smallest of several statements of one figure, upper bounds aside, so that sums are no larger than
/// what any document says.
pub(super) fn least(statements: &[Seen]) -> Option<&Seen> {
    let statements = statements.iter().filter(|s| matches!(s.bound, Bound::Exact | Bound::AtLeast));
    statements.min_by_key(|s| (s.value, s.row))
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
        let value = float(self.value);
        Inexact { value, high: value, step: self.step + value.abs() * slack, bound: Bound::Exact }
    }

    /// Whether figures of more than one document are in it, or of another one than `row`.
    pub(super) fn is_across(&self, row: ObservationRef) -> bool {
        self.rows.iter().any(|part| part.document != row.document)
    }
}
