//! # What it looks for
//! An amount stated by two documents for the same indicator, words, subject, place, time, scope
//! and status, with values that rounding and bounds do not explain.
//!
//! # Why
//! A report, a bulletin and a plan draw on different vintages of the same statistic. Before they
//! are joined into one series somebody must know that they differ.
//!
//! # Flagged
//! - The work report has `2023年规模工业增加值120.5亿元`, the bulletin `121.9亿元`.
//! - As info when the documents appeared more than 120 days apart: later revisions are normal.
//!
//! # Not flagged
//! - `120.5亿元` and `120亿元`: compared at the coarser of both precisions.
//! - 全市 and 市本级, a target and what was achieved, levels and growth.
//! - Rows without region or period, or with the indicator `other`.
//! - Values apart by a power of ten, which are `power-of-ten`.

use super::super::across::Store;
use super::super::note::{Note, Notes};
use super::super::rounding::power_of_ten;
use super::super::seen::{Seen, series, statements};
use super::same_series_differs::ratio;
use crate::model::Severity;

/// Publications farther apart than that are a revision.
const REVISION_DAYS: u32 = 120;
/// Different values of one series and period that are told; more would tell nothing new.
const MOST: usize = 4;

pub(super) fn check(store: &Store<'_>, notes: &mut Notes) {
    for stated in series(store.seen).flat_map(statements).filter(|s| s.len() > 1) {
        let mut values = vec![&stated[0]];
        for one in &stated[1..] {
            if values.len() <= MOST && !values.iter().any(|v| v.agrees(one)) {
                values.push(one);
            }
        }
        for other in &values[1..] {
            // A document that differs from itself has its own finding.
            if other.row.document != values[0].row.document && power_of_ten(ratio(values[0], other)).is_none() {
                note(store, values[0], other, notes);
            }
        }
    }
}

fn note(store: &Store<'_>, first: &Seen, other: &Seen, notes: &mut Notes) {
    let (a, b) = (first.row.document, other.row.document);
    let message = format!(
        "{}：{}为{}，{}为{}",
        store.series(first),
        store.name(a),
        store.say(first),
        store.name(b),
        store.say(other)
    );
    let revised = store.days_between(a, b).is_some_and(|days| days > REVISION_DAYS);
    let severity = if revised { Severity::Info } else { Severity::Warning };
    let note = Note::new(vec![other.row, first.row], message);
    notes.add(note.found(other.value).expected(first.value).severity(severity));
}
