//! # What it looks for
//! A rank that is no whole number from 1 on.
//!
//! # Why
//! Ranks count places. Anything else was read as a rank by mistake.
//!
//! # Flagged
//! - A rank of 0 or 2.5.
//! - A rank of -3 (`下降3位` is a change, not a place).
//!
//! # Not flagged
//! - `居全省第1位`, `位列第十二`
//! - Ranges of places (`第3至5位`).

use rust_decimal::Decimal;

use super::super::note::{Note, Notes};
use super::super::view::View;
use crate::model::Measure;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    for (i, row) in view.observations().iter().enumerate() {
        if row.measure == Measure::Rank && (row.value < Decimal::ONE || !row.value.fract().is_zero()) {
            let message = format!("{}的名次读作{}，不是正整数", view.name(row), row.value.normalize());
            notes.add(Note::new(vec![view.at(i)], message).found(row.value));
        }
    }
}
