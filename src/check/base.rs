//! What a document says of the year before without naming its figure: the level less the increase
//! that is stated with it.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::rounding::{Inexact, float};
use super::seen::{Months, Seen};
use super::view::View;
use crate::model::{Measure, ObservationRef};

/// A level and the increase over the year before that stands with it. Ordered as the levels are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Base {
    pub(super) now: Seen,
    increase: Decimal,
    /// One unit of the last digit of the increase.
    step: Decimal,
    /// The row of the increase in the same document.
    row: u32,
}

impl Base {
    /// What a document says of years before.
    pub(super) fn of<'v>(view: &'v View<'_>) -> impl Iterator<Item = Self> + 'v {
        view.seen.iter().filter_map(|now| {
            let i = now.row.observation as usize;
            if view.observations()[i].measure != Measure::Level || !now.is_fact() {
                return None;
            }
            let row = view.increase_of(i)?;
            let increase = &view.observations()[row];
            let step = Decimal::try_from(view.inexact(increase).step).ok()?;
            Some(Self { now: *now, increase: increase.value, step, row: row as u32 })
        })
    }

    /// The same months a year earlier.
    pub(super) const fn months(&self) -> Option<Months> {
        self.now.months.year_before()
    }

    /// What the year before must have been.
    pub(super) fn value(&self) -> Option<Decimal> {
        self.now.value.checked_sub(self.increase)
    }

    /// Both numbers of the difference were rounded.
    pub(super) fn inexact(&self) -> Option<Inexact> {
        let value = float(self.value()?);
        let step = float(self.step) + f64::from(self.now.step);
        Some(Inexact { value, high: value, step, bound: self.now.bound })
    }

    /// The increase.
    pub(super) fn increase(&self) -> ObservationRef {
        ObservationRef { observation: self.row, ..self.now.row }
    }
}
