//! # What it looks for
//! An amount (measure `level` or `increase`) whose unit cannot measure its indicator: a number of
//! people for a money indicator, tonnes for a count of firms.
//!
//! # Why
//! Either the number belongs to other words than those it was read with, or the source has a slip.
//! Both make the row useless in a sum.
//!
//! # Flagged
//! - `高新技术企业增加值完成35家`: 增加值 is money, 家 is a count.
//! - `粮食产量120亿元`: 产量 is a quantity, 元 is money.
//!
//! # Not flagged
//! - Growth, shares, ranks and multiples: any indicator has them, in `%`, `1` or times.
//! - Counts for people and people for counts (`新增就业3万个`), which share a unit.
//! - The indicator `other`.
//! - Money without any unit, which is `unit-missing`.

use super::super::note::{Note, Notes};
use super::super::view::View;
use crate::model::lexicon::Dimension;
use crate::model::{Measure, Observation};

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    for (i, row) in view.observations().iter().enumerate() {
        if matches!(row.measure, Measure::Level | Measure::Increase) && mismatched(view, row) {
            let message = format!("{}读作{}，量纲与该指标不符", view.name(row), view.say(row));
            notes.add(Note::new(vec![view.at(i)], message).found(row.value));
        }
    }
}

fn mismatched(view: &View<'_>, row: &Observation) -> bool {
    let wanted = view.lexicon.indicators.get(row.indicator).dimensions;
    let got = view.unit(row).dimension;
    let bare = row.unit_span.is_empty();
    // An indicator of percents is stated in `%` as level or as share alike, and times are ratios.
    let fits = wanted.has(got)
        || got == Dimension::Count && (wanted.has(Dimension::People) || wanted.has(Dimension::Multiple))
        || got == Dimension::People && wanted.has(Dimension::Count);
    let forgotten = bare && wanted.has(Dimension::Money) && got == Dimension::Count;
    !fits && !forgotten
}
