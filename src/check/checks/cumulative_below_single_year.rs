//! # What it looks for
//! A sum over several years that is smaller than a single year (or shorter stretch) inside it, for
//! the same indicator, words, subject, place, unit and status.
//!
//! # Why
//! Amounts of years add up, so the sum cannot be smaller than one of them. Plans copy figures from
//! many offices, and the five-year sum is often that of another year or of another definition.
//!
//! # Flagged
//! - `五年来，高新技术产业增加值累计31亿元…2020年，高新技术产业增加值达42.6亿元`
//! - `“十三五”新增规模工业企业5家…2019年新增规模工业企业9家`, as a warning: closed firms count off.
//!
//! # Not flagged
//! - `“十三五”期间完成95亿元…2020年完成25亿元`
//! - Stocks and rates: 人口, 企业数, 贷款余额, 里程, 人均.
//! - A sum that is only a lower bound (`超过31亿元`), or is a state reached at the end
//!   (`“十三五”末达到31亿元`, `突破31亿元`), or a yearly mean (`年均31亿元`).
//! - A single year of something wider than what the sum is of: the words of the year must be those
//!   of the sum, or hold them.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

use super::super::families::is_flow;
use super::super::note::{Note, Notes};
use super::super::say;
use super::super::seen::Months;
use super::super::view::{DOUBTFUL, View};
use crate::model::{Bound, Measure, Observation, Severity, Status};

/// More single years than that of one series are a table, in which the first suffice.
const MOST: usize = 64;
/// Words before a number that make it a state reached or a mean.
const REACHED: &[&str] = &[
    "达",
    "达到",
    "突破",
    "增至",
    "增加到",
    "增长到",
    "提高到",
    "上升到",
    "扩大到",
    "发展到",
    "稳定在",
    "保持在",
    "升至",
    "为",
];
const MEAN: &[&str] = &["年均", "平均", "每年", "一年"];

/// A row that may be a sum or a year inside one.
struct Amount {
    row: usize,
    months: Months,
}

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let sums = |r: &Observation| r.period.is_some_and(crate::model::Period::spans_years);
    if !view.observations().iter().any(sums) {
        return;
    }
    let mut series: FxHashMap<u64, Vec<Amount>> = FxHashMap::default();
    for (row, o) in view.observations().iter().enumerate() {
        if let Some(months) = o.period.and_then(Months::of).filter(|_| adds_up(view, o)) {
            series.entry(key(view, row)).or_default().push(Amount { row, months });
        }
    }
    for amounts in series.values() {
        let many = amounts.iter().filter(|a| sums(&view.observations()[a.row]) && is_sum(view, a.row));
        for sum in many.take(MOST) {
            look(view, sum, amounts, notes);
        }
    }
}

fn adds_up(view: &View<'_>, row: &Observation) -> bool {
    let flow = match row.measure {
        Measure::Level => is_flow(row.indicator, view.lexicon),
        Measure::Increase => true,
        _ => false,
    };
    flow && !row.per_year && row.status != Status::Policy && row.confidence >= DOUBTFUL
}

fn key(view: &View<'_>, i: usize) -> u64 {
    let row = &view.observations()[i];
    let mut hash = FxHasher::default();
    (view.rows[i].whose, row.unit, row.measure, row.status).hash(&mut hash);
    hash.finish()
}

fn is_sum(view: &View<'_>, i: usize) -> bool {
    let row = &view.observations()[i];
    let before = view.before(row, 24);
    let near = before.trim_end_matches(['约', '近', '：', ':', ' ']);
    matches!(row.bound, Bound::Exact | Bound::Approx)
        && !REACHED.iter().any(|w| near.ends_with(w))
        && !MEAN.iter().any(|w| before.contains(w) || row.indicator_text.contains(w))
}

fn look(view: &View<'_>, sum: &Amount, amounts: &[Amount], notes: &mut Notes) {
    let whole = &view.observations()[sum.row];
    let words = bare(&whole.indicator_text);
    let larger = amounts.iter().take(MOST).filter(|one| {
        let part = &view.observations()[one.row];
        sum.months.strictly_holds(one.months)
            && part.bound != Bound::AtMost
            && view.inexact(part).surely_above(view.inexact(whole))
            && bare(&part.indicator_text).contains(&words)
            && !MEAN.iter().any(|w| view.before(part, 24).contains(w))
    });
    let Some(one) = larger.max_by_key(|one| view.observations()[one.row].value) else { return };
    let part = &view.observations()[one.row];
    let (many, single) = (say::period(sum.months.period()), say::period(one.months.period()));
    let verb = if whole.measure == Measure::Increase { "累计新增" } else { "累计" };
    let message =
        format!("{}：{many}{verb}{}，小于其中{single}的{}", view.name(whole), view.say(whole), view.say(part));
    // What was added may be taken away again, and a target may be changed on the way.
    let sure = whole.measure == Measure::Level && whole.status == Status::Actual;
    let severity = if sure { Severity::Error } else { Severity::Warning };
    let note = Note::new(vec![view.at(sum.row), view.at(one.row)], message);
    notes.add(note.found(whole.value).expected(part.value).severity(severity));
}

fn bare(words: &str) -> String {
    words.chars().filter(|c| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '‘' | '’')).collect()
}
