//! # What it looks for
//! The same thing stated twice in one document for the same time, with values that rounding and
//! bounds do not explain.
//!
//! # Why
//! One of the two is wrong, or they have different scopes that the words do not tell. An analyst
//! must choose, and should know.
//!
//! # Flagged
//! - `2020年，规模工业企业达88家…2020年，规模工业企业数量为91家` when the words are the same.
//! - `引进产业项目74个` in one paragraph, `引进产业项目76个` in another, same years.
//! - `技改投资超过50亿元` and later `技改投资48亿元`.
//!
//! # Not flagged
//! - `1.2万人` and `12345人`: compared at the coarser of both precisions.
//! - `超过50亿元` and `52亿元`; `约50亿元` and `52亿元`.
//! - A target and what was achieved; 全市 and 市本级; figures of different subjects, places, words,
//!   units or periods; two values in one sentence (`由50亿元增至60亿元`, lists); parts after 其中.
//! - Names of nothing in particular (`筹集资金5亿元…筹集资金7亿元`), and what a number in brackets is made of.
//! - Three or more different values: members of a list that lost their names, not contradictions.

use super::super::note::{Note, Notes};
use super::super::rounding::power_of_ten;
use super::super::say;
use super::super::seen::{Seen, series, statements};
use super::super::view::View;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    for stated in series(&view.seen).flat_map(statements).filter(|s| s.len() > 1) {
        if let Some((first, other)) = two_values(stated)
            && sentence(view, first) != sentence(view, other)
            && power_of_ten(ratio(first, other)).is_none()
        {
            note(view, first, other, notes);
        }
    }
}

/// The first row and the first that differs from it, if all rows agree with one or the other.
pub(super) fn two_values(stated: &[Seen]) -> Option<(&Seen, &Seen)> {
    let (first, rest) = stated.split_first()?;
    let other = rest.iter().find(|s| !s.agrees(first))?;
    rest.iter().all(|s| s.agrees(first) || s.agrees(other)).then_some((first, other))
}

pub(super) fn ratio(a: &Seen, b: &Seen) -> f64 {
    b.inexact().value / a.inexact().value
}

fn sentence(view: &View<'_>, seen: &Seen) -> crate::model::Span {
    view.observations()[seen.row.observation as usize].sentence
}

fn note(view: &View<'_>, first: &Seen, other: &Seen, notes: &mut Notes) {
    let (a, b) =
        (&view.observations()[first.row.observation as usize], &view.observations()[other.row.observation as usize]);
    let when = say::period(first.months.period());
    let message = format!("{when}{}前后不一：{}，又作{}", view.name(a), view.say(a), view.say(b));
    notes.add(Note::new(vec![other.row, first.row], message).found(b.value).expected(a.value));
}
