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
//! - `债券12亿元，其中一般债券5亿元（其中新增3亿元），专项债券7亿元`: what is in brackets is not about what follows.
//! - `贷款比年初增加14亿元，其中人民币贷款增加15亿元`: other parts fell. Means, indexes and amounts per head.
//! - `招生1.1万人，其中随迁子女0.2万人，在校生8万人`: another thing of the same code after a comma.

use super::super::families::may_be_part;
use super::super::note::{Note, Notes};
use super::super::view::{MEAN, View, closed};
use crate::model::lexicon::Dimension;
use crate::model::{Bound, Measure, Observation, Span};

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let rows = view.observations();
    for (i, part) in rows.iter().enumerate() {
        let Some(mark) = view.rows[i].part.filter(|_| is_amount(part)) else { continue };
        // Growth of the whole often stands between it and 其中.
        let before = rows[..i].iter().enumerate().rev().take(8).filter(|(_, r)| r.span.end <= mark);
        let whole = before
            .take_while(|(_, r)| r.sentence == part.sentence)
            .find(|(_, r)| is_amount(r) && !closed(view.text(), r.span.end, mark));
        if let Some((w, whole)) = whole
            && compares(view, part, whole)
            && (part.indicator != whole.indicator || is_next(view.text(), mark, part))
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

/// An amount of which there are parts. A change over some time before has none: that of a part may be the
/// larger one where other parts fell.
fn is_amount(row: &Observation) -> bool {
    let change = row.measure == Measure::Increase && row.baseline.is_some();
    matches!(row.measure, Measure::Level | Measure::Increase) && !change && !row.value.is_sign_negative()
}

/// Whether `part` stands next to its 其中, or in the list that does: what comes after a comma may be another
/// thing of the same kind.
fn is_next(text: &str, mark: u32, part: &Observation) -> bool {
    let between = Span { start: mark, end: part.span.start }.of(text);
    !between.trim_start_matches("其中").trim_start_matches(['，', ',', '：', ':']).contains(['，', ','])
}

fn compares(view: &View<'_>, part: &Observation, whole: &Observation) -> bool {
    let text = view.text();
    let counted = matches!(view.unit(part).dimension, Dimension::Count | Dimension::People);
    let pieces = part.unit_span.of(text);
    part.unit == whole.unit
        && part.measure == whole.measure
        && part.status == whole.status
        && part.period == whole.period
        && part.region == whole.region
        // Without a classifier it is an index.
        && (!counted || (!pieces.is_empty() && pieces == whole.unit_span.of(text)))
        && !MEAN.iter().chain(&["人均"]).any(|mean| whole.indicator_text.contains(mean))
        && may_be_part(part.indicator, whole.indicator, view.lexicon)
}
