//! # What it looks for
//! The level of a year, the level of the year before (in the same document or in another) and the
//! growth stated with the later level, where the levels give another growth by more than 3
//! percentage points beyond what rounding can hide.
//!
//! # Why
//! In current prices the growth stated should be that of the levels. Where it is not, the base was
//! revised, the scope changed, or a number is wrong; all three matter when series are joined.
//!
//! # Flagged
//! - `2023年一般公共预算收入100亿元`, and in the next report `2024年…120亿元，增长5%`.
//!
//! # Not flagged
//! - The same with `增长20.3%`.
//! - Indicators whose growth is stated in comparable prices: 地区生产总值, 增加值, 产值, 收入.
//! - Growth in other terms by its words: 同口径, 可比, 扣除…因素, or with a base that is not the year
//!   before (`比2019年增长…`, `年均增长…`).
//! - Bounds and approximate levels; levels apart by a power of ten, which are `power-of-ten`.

use rust_decimal::Decimal;

use super::super::across::Store;
use super::super::families::is_nominal;
use super::super::note::{Note, Notes};
use super::super::rounding::power_of_ten;
use super::super::say;
use super::super::seen::{Seen, at, series, statements};
use super::super::view::View;
use super::same_series_differs::ratio;
use crate::model::{Lexicon, ObservationRef};

/// Percentage points that revisions of the base explain.
const SLACK: f64 = 3.0;
/// Half a step of a growth written to one digit.
const ROUNDING: f64 = 0.05;
/// Statements of the year before that are looked at.
const MOST: usize = 16;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    look(&view.seen, view.lexicon, notes, |a, b| a.row.document == b.row.document, &|s| {
        let row = &view.observations()[s.row.observation as usize];
        format!("{}{}{}", say::period(s.months.period()), view.name(row), view.say(row))
    });
}

pub(super) fn check_across(store: &Store<'_>, notes: &mut Notes) {
    look(store.seen, store.lexicon, notes, |a, b| a.row.document != b.row.document, &|s| {
        format!("{}的{}{}", store.name(s.row.document), store.series(s), store.say(s))
    });
}

fn look(
    seen: &[Seen],
    lexicon: &Lexicon,
    notes: &mut Notes,
    compares: impl Fn(&Seen, &Seen) -> bool,
    say: &dyn Fn(&Seen) -> String,
) {
    for one in series(seen).filter(|s| s.len() > 1 && is_nominal(s[0].indicator, lexicon)) {
        for now in statements(one).filter_map(|s| s.iter().find(|s| s.growth().is_some() && s.is_fact())) {
            let Some(before) = now.months.year_before() else { continue };
            let then: Vec<_> = at(one, before).iter().take(MOST).filter(|s| s.is_fact()).collect();
            // One statement of the base that explains the growth is enough.
            let off: Vec<_> = then.iter().filter_map(|a| disagreement(a, now)).collect();
            if off.len() == then.len()
                && let Some((a, implied)) = then.iter().zip(&off).find(|(a, _)| compares(a, now))
            {
                note(a, now, *implied, notes, say);
            }
        }
    }
}

/// The growth that the levels give, if it is not the one stated.
fn disagreement(then: &Seen, now: &Seen) -> Option<f64> {
    let (ratio, stated) = (ratio(then, now), now.growth()?);
    let implied = (ratio - 1.0) * 100.0;
    let rounding = ratio.abs() * 100.0 * (then.inexact().relative_step() + now.inexact().relative_step()) / 2.0;
    let apart = (implied - stated).abs() > SLACK + ROUNDING + rounding;
    (apart && implied.is_finite() && power_of_ten(ratio / (1.0 + stated / 100.0)).is_none()).then_some(implied)
}

fn note(then: &Seen, now: &Seen, implied: f64, notes: &mut Notes, say: &dyn Fn(&Seen) -> String) {
    let stated = Decimal::try_from(now.growth().unwrap_or_default()).unwrap_or_default().round_dp(2);
    let message = format!("{}，{}，算得增长{implied:.1}%，而所述增长为{}%", say(now), say(then), stated.normalize());
    let growth = ObservationRef { observation: now.growth_row, ..now.row };
    let expected = Decimal::try_from(implied).unwrap_or_default().round_dp(2);
    notes.add(Note::new(vec![growth, now.row, then.row], message).found(stated).expected(expected));
}
