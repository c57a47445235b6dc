//! # What it looks for
//! Two statements of one series that are apart by a factor near 10, 100, 1000 or 10000 (within
//! 15 %): for the same time, from one year to the next, or between levels and the growth stated.
//!
//! # Why
//! 万 for 亿, a lost decimal point, a table read with the wrong header: the commonest slip in
//! Chinese figures, and the one that ruins a chart.
//!
//! # Flagged
//! - `2020年税收4.35亿元…2020年税收4.35万元`, in one document or in two of the same place.
//! - `2019年财政收入18.2亿元…2020年财政收入187.4亿元`, as a warning when no growth is stated.
//! - `出口1000万元，增长10%` after `上年出口91万元`: the levels grew tenfold.
//! - `税收55亿元，增加5亿元，增长100%`: the increase makes it 10 %.
//!
//! # Not flagged
//! - `增长900%` from 10 to 100: the growth stated explains it.
//! - From year to year: single projects, funds, firms, counts below 1000 and anything with a
//!   subject, which do grow tenfold.
//! - Lower bounds and approximate values that leave it open; rates and shares.

use super::super::across::Store;
use super::super::families::is_steady;
use super::super::note::{Note, Notes};
use super::super::rounding::{float, power_of_ten};
use super::super::say;
use super::super::seen::{Seen, Traits, at, series, statements};
use super::super::view::View;
use super::same_series_differs::{ratio, two_values};
use crate::model::lexicon::Dimension;
use crate::model::{Bound, Lexicon, Measure, Severity};

/// Counts below that grow tenfold easily.
const SMALL_COUNT: f64 = 1000.0;
/// Rates this small make quotients that mean nothing.
const SMALL_RATE: f64 = 0.5;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let is_level = |s: &&[Seen]| view.observations()[s[0].row.observation as usize].measure == Measure::Level;
    for one in series(&view.seen).filter(|s| s.len() > 1).filter(is_level) {
        for stated in statements(one) {
            if let Some((first, other)) = two_values(stated) {
                statement(first, other, notes, &|s| in_document(view, s));
            }
        }
        years(one, view.lexicon, |_, _| true, notes, &|s| in_document(view, s));
    }
    for (i, row) in view.observations().iter().enumerate() {
        if row.measure == Measure::Level && row.bound == Bound::Exact {
            increase(view, i, notes);
        }
    }
}

pub(super) fn check_across(store: &Store<'_>, notes: &mut Notes) {
    let say = |s: &Seen| format!("{}的{}{}", store.name(s.row.document), store.series(s), store.say(s));
    let apart = |a: &Seen, b: &Seen| a.row.document != b.row.document;
    for one in series(store.seen).filter(|s| s.len() > 1) {
        for stated in statements(one) {
            let first = &stated[0];
            let mut others = stated.iter().filter(|s| apart(first, s));
            if let Some(other) = others.find(|s| power_of_ten(ratio(first, s)).is_some()) {
                statement(first, other, notes, &say);
            }
        }
        years(one, store.lexicon, apart, notes, &say);
    }
}

fn in_document(view: &View<'_>, seen: &Seen) -> String {
    let row = &view.observations()[seen.row.observation as usize];
    format!("{}{}{}", say::period(seen.months.period()), view.name(row), view.say(row))
}

fn statement(first: &Seen, other: &Seen, notes: &mut Notes, say: &dyn Fn(&Seen) -> String) {
    let tight = |s: &Seen| matches!(s.bound, Bound::Exact | Bound::Approx);
    if let Some(power) = power_of_ten(ratio(first, other)).filter(|_| tight(first) && tight(other)) {
        let message = format!("{}，又作{}，相差约{}倍", say(first), say(other), times(power));
        notes.add(Note::new(vec![other.row, first.row], message).found(other.value).expected(first.value));
    }
}

/// Neighbouring years of one series.
fn years(
    one: &[Seen],
    lexicon: &Lexicon,
    compares: impl Fn(&Seen, &Seen) -> bool,
    notes: &mut Notes,
    say: &dyn Fn(&Seen) -> String,
) {
    for stated in statements(one) {
        let Some(before) = stated[0].months.year_before() else { continue };
        let pairs = at(one, before).iter().take(8).flat_map(|a| stated.iter().take(8).map(move |b| (a, b)));
        if let Some((a, b)) = pairs.into_iter().find(|(a, b)| compares(a, b))
            && let Some((power, severity)) = jump(a, b, lexicon)
        {
            let message = format!("{}，而{}，相差约{}倍", say(b), say(a), times(power));
            let note = Note::new(vec![b.row, a.row], message);
            notes.add(note.found(b.value).expected(a.value).severity(severity));
        }
    }
}

fn jump(a: &Seen, b: &Seen, lexicon: &Lexicon) -> Option<(i32, Severity)> {
    if a.bound != Bound::Exact || b.bound != Bound::Exact {
        return None;
    }
    let ratio = ratio(a, b);
    if let Some(growth) = b.growth() {
        return Some((power_of_ten(ratio / (1.0 + growth / 100.0))?, Severity::Error));
    }
    let small = matches!(lexicon.units.get(a.unit).dimension, Dimension::Count | Dimension::People)
        && a.inexact().value.min(b.inexact().value) < SMALL_COUNT;
    let steady = !a.is(Traits::SUBJECT) && !small && is_steady(a.indicator, lexicon);
    Some((power_of_ten(ratio).filter(|_| steady)?, Severity::Warning))
}

/// Level, increase and growth in one sentence: the increase over the level before is the growth.
fn increase(view: &View<'_>, i: usize, notes: &mut Notes) {
    let rows = view.observations();
    let Some(g) = view.growth_of(i) else { return };
    let added = (i + 1..g).find(|&j| {
        rows[j].measure == Measure::Increase && rows[j].unit == rows[i].unit && view.rows[j].whose == view.rows[i].whose
    });
    let Some(added) = added.filter(|&j| rows[j].bound == Bound::Exact) else { return };
    let (level, more, growth) = (float(rows[i].value), float(rows[added].value), float(rows[g].value));
    let implied = more / (level - more) * 100.0;
    if let Some(power) =
        power_of_ten(growth / implied).filter(|_| growth.abs() > SMALL_RATE && implied.abs() > SMALL_RATE)
    {
        let message = format!(
            "{}{}，增加{}，算得增长{implied:.1}%，而所述增长{}相差约{}倍",
            view.name(&rows[i]),
            view.say(&rows[i]),
            view.say(&rows[added]),
            view.say(&rows[g]),
            times(power)
        );
        let refs = [g, i, added].map(|j| view.at(j)).to_vec();
        let expected = rust_decimal::Decimal::try_from(implied).unwrap_or_default().round_dp(2);
        notes.add(Note::new(refs, message).found(rows[g].value).expected(expected));
    }
}

const fn times(power: i32) -> &'static str {
    match power.unsigned_abs() {
        1 => "十",
        2 => "百",
        3 => "千",
        _ => "万",
    }
}
