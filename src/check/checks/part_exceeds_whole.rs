//! # What it looks for
//! An amount after `其中` that is larger than the amount before it, where both measure the same
//! kind of thing for the same place and time.
//!
//! # Why
//! A part cannot exceed its whole. One of the two numbers is wrong, or they do not belong together.
//!
//! # Flagged
//! - `引进项目74个，其中工业项目93个`
//! - `一般公共预算收入44.1亿元，其中税收收入54.1亿元`
//! - `进出口总额100万美元，其中出口超过120万美元`
//!
//! # Not flagged
//! - `食品企业64家，其中规上企业35家`
//! - `存款余额100亿元，其中贷款余额120亿元`: not parts of one another.
//! - `企业12家，其中员工300人`: another thing is counted.
//! - A whole that is only a lower bound (`超过50家，其中60家…`), or a part that is an upper bound.
//! - Numbers after a semicolon, and equal numbers.

use super::super::families::may_be_part;
use super::super::note::{Note, Notes};
use super::super::view::View;
use crate::model::lexicon::Dimension;
use crate::model::{Bound, Measure, Observation};

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let rows = view.observations();
    for (i, part) in rows.iter().enumerate() {
        let Some(mark) = view.rows[i].part.filter(|_| is_amount(part)) else { continue };
        // Growth of the whole often stands between it and 其中.
        let before = rows[..i].iter().enumerate().rev().take(8).filter(|(_, r)| r.span.end <= mark);
        let whole = before.take_while(|(_, r)| r.sentence == part.sentence).find(|(_, r)| is_amount(r));
        if let Some((w, whole)) = whole
            && compares(view, part, whole)
            && !matches!(whole.bound, Bound::AtLeast)
            && !matches!(part.bound, Bound::AtMost)
            && view.inexact(part).surely_above(view.inexact(whole))
        {
            let message =
                format!("其中{}{}，大于总体{}{}", view.name(part), view.say(part), view.name(whole), view.say(whole));
            notes.add(Note::new(vec![view.at(i), view.at(w)], message).found(part.value).expected(whole.value));
        }
    }
}

const fn is_amount(row: &Observation) -> bool {
    matches!(row.measure, Measure::Level | Measure::Increase)
}

fn compares(view: &View<'_>, part: &Observation, whole: &Observation) -> bool {
    let counted = matches!(view.unit(part).dimension, Dimension::Count | Dimension::People);
    let text = view.text();
    part.unit == whole.unit
        && part.measure == whole.measure
        && part.status == whole.status
        && part.period == whole.period
        && part.region == whole.region
        && (!counted || part.unit_span.of(text) == whole.unit_span.of(text))
        && may_be_part(part.indicator, whole.indicator, view.lexicon)
}
