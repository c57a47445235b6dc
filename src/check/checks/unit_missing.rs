//! # What it looks for
//! An amount of a money indicator that has no unit, so that it was read as a bare count.
//!
//! # Why
//! Sources forget `元` or `亿元`, and a table's header that gives the unit may have been lost. The
//! row's value may be wrong by eight powers of ten.
//!
//! # Flagged
//! - `固定资产投资完成73.45，增长5%`
//! - `全年实现税收3000万以上` when nothing tells the currency.
//!
//! # Not flagged
//! - `固定资产投资完成73.45亿元`
//! - `固定资产投资增长5%`
//! - A bare number whose currency was read from the context (`unit` is `CNY`).
//! - Indicators that are not money alone.

use super::super::note::{Note, Notes};
use super::super::view::View;
use crate::model::Measure;
use crate::model::lexicon::{Dimension, Dimensions};

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let money = Dimensions::of(&[Dimension::Money]);
    for (i, row) in view.observations().iter().enumerate() {
        if row.unit_span.is_empty()
            && matches!(row.measure, Measure::Level | Measure::Increase)
            && view.lexicon.indicators.get(row.indicator).dimensions == money
            && view.unit(row).dimension == Dimension::Count
        {
            let message = format!("{}为{}，没有货币单位", view.name(row), row.span.of(view.text()));
            notes.add(Note::new(vec![view.at(i)], message).found(row.value));
        }
    }
}
