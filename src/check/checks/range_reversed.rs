//! # What it looks for
//! A range whose low end is larger than its high end.
//!
//! # Why
//! The magnitude of one end is missing (`8-1.2万`), a digit is wrong, or two numbers that are no
//! range were read as one.
//!
//! # Flagged
//! - `90-80家`
//! - `3千至2千万元` read end by end.
//!
//! # Not flagged
//! - `1-2家`, `20至30万元`
//! - Equal ends.
//! - A fall told as a range (`下降5%-8%`), whose ends are negative.

use super::super::note::{Note, Notes};
use super::super::view::View;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    for (i, row) in view.observations().iter().enumerate() {
        if let Some(high) = row.value_high
            && row.value > high
            && !row.value.is_sign_negative()
        {
            let mut end = row.clone();
            end.value = high;
            let message = format!("{}的下限{}大于上限{}", view.name(row), view.say(row), view.say(&end));
            notes.add(Note::new(vec![view.at(i)], message).found(row.value).expected(high));
        }
    }
}
