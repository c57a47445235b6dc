//! # What it looks for
//! A sum over several years that is smaller than a single year (or shorter stretch) inside it, for
//! the same indicator, words, subject, place, unit and status. Across documents: headline figures of a
//! place over several years that are smaller than the single years that other documents state, together.
//!
//! # Why
//! Amounts of years add up, so the sum cannot be smaller than one of them. Plans copy figures from
//! many offices, and the five-year sum is often that of another year or of another definition.
//!
//! # Flagged
//! - `五年来，高新技术产业增加值累计31亿元…2020年，高新技术产业增加值达42.6亿元`
//! - `“十三五”新增规模工业企业5家…2019年新增规模工业企业9家`, as a warning: closed firms count off.
//! - `五年累计完成税收100亿元` in one report, and `税收60亿元` in those of two of the years.
//!
//! # Not flagged
//! - `“十三五”期间完成95亿元…2020年完成25亿元`
//! - Stocks and rates: 人口, 企业数, 贷款余额, 里程, 人均.
//! - A sum that is only a lower bound (`超过31亿元`), or is a state reached at the end
//!   (`“十三五”末达到31亿元`, `突破31亿元`), or a yearly mean (`年均31亿元`).
//! - Names of nothing in particular: `投资`, `资金`.
//! - A single year of something wider than what the sum is of: the words of the year must be those
//!   of the sum, or hold them.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

use super::super::across::Store;
use super::super::families::is_flow;
use super::super::heads::{Sum, least};
use super::super::note::{Note, Notes};
use super::super::say;
use super::super::seen::{Months, Seen, Traits, statements};
use super::super::view::{DOUBTFUL, MEAN, View, is_vague};
use crate::model::{Bound, Measure, Observation, Severity, Status};

/// More single years than that of one series are a table, in which the first suffice.
const MOST: usize = 64;

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
        let many =
            amounts.iter().filter(|a| sums(&view.observations()[a.row]) && view.is_total(&view.observations()[a.row]));
        for sum in many.take(MOST) {
            look(view, sum, amounts, notes);
        }
    }
}

pub(super) fn check_across(store: &Store<'_>, notes: &mut Notes) {
    let sums = store.seen.iter().filter(|s| s.months.count() > 12 && s.is(Traits::TOTAL));
    sums.take(MOST).for_each(|whole| look_across(store, whole, notes));
}

/// Holds a sum against the single years inside it.
fn look_across(store: &Store<'_>, whole: &Seen, notes: &mut Notes) {
    let inside = statements(store.seen)
        .filter(|year| year[0].months.count() == 12 && whole.months.strictly_holds(year[0].months));
    let Some(sum) = Sum::of(inside.filter_map(least)) else { return };
    if sum.is_across(whole.row) && sum.inexact(0.0).surely_above(whole.inexact()) {
        let total = Seen { value: sum.value, ..*whole };
        let (many, years) = (store.series(whole), sum.rows.len());
        let message = format!(
            "{many}：{}累计{}，小于其中{years}年之和{}",
            store.name(whole.row.document),
            store.say(whole),
            store.say(&total)
        );
        let rows = std::iter::once(whole.row).chain(sum.rows.iter().copied()).collect();
        let note = Note::new(rows, message).found(whole.value).expected(sum.value);
        notes.add(note.severity(Severity::Warning));
    }
}

fn adds_up(view: &View<'_>, row: &Observation) -> bool {
    let flow = match row.measure {
        Measure::Level => is_flow(row.indicator, view.lexicon),
        Measure::Increase => true,
        _ => false,
    };
    flow && !is_vague(row) && !row.per_year && row.status != Status::Policy && row.confidence >= DOUBTFUL
}

fn key(view: &View<'_>, i: usize) -> u64 {
    let row = &view.observations()[i];
    let mut hash = FxHasher::default();
    (view.rows[i].whose, row.unit, row.measure, row.status).hash(&mut hash);
    hash.finish()
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
