//! # What it looks for
//! Headline figures of places that lie in a wider one and together are more than what is stated for the
//! wider one, in whatever documents: the cities of a province, the provinces of the country. By more than
//! rounding and half a percent.
//!
//! # Why
//! Places report before those above them and by their own books; the wider place corrects them. A map
//! drawn of both does not add up, and where one place alone is more than the whole, a number is wrong.
//!
//! # Flagged
//! - `某省：粮食产量500万吨`, and two of its cities with 300 and 250.
//! - A city with more than its province.
//!
//! # Not flagged
//! - Places of which only some are known, as long as they fit in.
//! - What does not add up over places: visitors, incomes, rates.
//! - Figures of a subject, of the own level (市本级), and of other words than the indicator's own.
//! - A wider place of which any document states enough, or only a lower bound.

use super::super::across::Store;
use super::super::heads::{Sum, least};
use super::super::note::{Note, Notes};
use super::super::seen::Seen;
use crate::model::RegionCode;

/// What revisions between two documents explain.
const SLACK: f64 = 0.005;

pub(super) fn check(store: &Store<'_>, notes: &mut Notes) {
    let mut rest = store.seen;
    while let Some(first) = rest.first() {
        let (whole, after) = rest.split_at(rest.partition_point(|s| s.region == first.region));
        look(store, whole, after, notes);
        rest = after;
    }
}

/// Holds the statements of a place against those of the places right below it, which follow it.
fn look(store: &Store<'_>, whole: &[Seen], after: &[Seen], notes: &mut Notes) {
    let place = RegionCode(whole[0].region);
    let inside =
        after.chunk_by(|a, b| a.region == b.region).take_while(|part| place.covers(RegionCode(part[0].region)));
    let below = inside.filter(|part| RegionCode(part[0].region).level() == place.level() + 1);
    let Some(sum) = Sum::of(below.filter_map(least)).filter(|sum| !sum.rows.is_empty()) else { return };
    if whole.iter().all(|w| sum.inexact(SLACK).surely_above(w.inexact())) {
        note(store, &whole[0], &sum, notes);
    }
}

fn note(store: &Store<'_>, whole: &Seen, sum: &Sum, notes: &mut Notes) {
    let total = Seen { value: sum.value, ..*whole };
    let message = format!(
        "{}：{}为{}，而其中{}地合计{}",
        store.series(whole),
        store.name(whole.row.document),
        store.say(whole),
        sum.rows.len(),
        store.say(&total)
    );
    let rows = std::iter::once(whole.row).chain(sum.rows.iter().copied()).collect();
    notes.add(Note::new(rows, message).found(sum.value).expected(whole.value));
}
