//! # What it looks for
//! A level and its increase over the year before, which together say what the year before was, where
//! the same document or another states another level for that year, beyond what rounding can hide.
//!
//! # Why
//! Final accounts replace the first figures of a year, and scopes change. The later document seldom
//! says so, but its increase is counted from the new figure: the series has a break there.
//!
//! # Flagged
//! - In the report on 2018 `支出71.3亿元`, in the next `支出79.0亿元，比上年增加6.0亿元`: 73 and not 71.3.
//!
//! # Not flagged
//! - The same with `增加7.7亿元`, or with `支出79亿元`, whose digits hide the difference.
//! - Increases that are not said to be over the year before: `企业100家，新增20家` leaves out the closed.
//! - Increases in other terms: 同口径, 可比, 扣除…因素.
//! - Bounds and approximate values; levels apart by a power of ten, which are `power-of-ten`.
//! - A year before that is stated several times and fits once.

use super::super::across::Store;
use super::super::base::Base;
use super::super::note::{Note, Notes};
use super::super::rounding::power_of_ten;
use super::super::say;
use super::super::seen::{Seen, of_series};
use super::super::view::View;
use crate::model::{Lexicon, Severity};

/// Statements of the year before that are looked at.
const MOST: usize = 16;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let bases: Vec<Base> = Base::of(view).collect();
    for (base, then) in disagreements(&bases, &view.seen) {
        let row = &view.observations()[base.now.row.observation as usize];
        let what = |s: &Seen| format!("{}{}", say::period(s.months.period()), view.name(row));
        note(base, then, &what, view.lexicon, None, notes);
    }
}

pub(super) fn check_across(store: &Store<'_>, notes: &mut Notes) {
    for (base, then) in disagreements(store.bases, store.seen) {
        if then.row.document != base.now.row.document {
            let what = |s: &Seen| format!("{}的{}", store.name(s.row.document), store.series(s));
            let severity = store.are_revisions(then, &base.now).then_some(Severity::Info);
            note(base, then, &what, store.lexicon, severity, notes);
        }
    }
}

/// Each base with the first statement of its year, where none of them fits.
fn disagreements<'a>(bases: &'a [Base], seen: &'a [Seen]) -> impl Iterator<Item = (&'a Base, &'a Seen)> {
    bases.iter().filter_map(|base| {
        let implied = base.inexact()?;
        let then = of_series(seen, base.now.key, base.months()?);
        let mut then = then.iter().take(MOST).filter(|s| s.is_fact()).peekable();
        let first = *then.peek()?;
        let slip = power_of_ten(implied.value / first.inexact().value).is_some();
        (!slip && then.all(|s| !implied.agrees(s.inexact()))).then_some((base, first))
    })
}

fn note(
    base: &Base,
    then: &Seen,
    what: &dyn Fn(&Seen) -> String,
    lexicon: &Lexicon,
    severity: Option<Severity>,
    notes: &mut Notes,
) {
    let Some(implied) = base.value() else { return };
    let say = |value| say::amount(value, then.unit, "", lexicon);
    let message = format!(
        "{}{}，减去所述增量算得上年为{}，而{}为{}",
        what(&base.now),
        say(base.now.value),
        say(implied),
        what(then),
        say(then.value)
    );
    let mut note = Note::new(vec![base.now.row, base.increase(), then.row], message);
    note.severity = severity;
    notes.add(note.found(implied).expected(then.value));
}
