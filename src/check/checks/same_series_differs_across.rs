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
//! - A document of which one value agrees, whatever else it states for the same words.
//! - What a document calls achieved before its time had ended: a plan or an estimate.
//! - Rows without region or period, or with the indicator `other`.
//! - Values apart by a power of ten, which are `power-of-ten`.

use super::super::across::Store;
use super::super::note::{Note, Notes};
use super::super::rounding::power_of_ten;
use super::super::seen::{Seen, series, statements};
use super::same_series_differs::ratio;
use crate::model::Severity;

/// Documents that differ from all before that are told of; more would tell nothing new.
const MOST: usize = 4;
/// Statements of one document that are looked at.
const ROWS: usize = 16;

pub(super) fn check(store: &Store<'_>, notes: &mut Notes) {
    for stated in series(store.seen).flat_map(statements).filter(|s| s.len() > 1) {
        let mut documents = stated.chunk_by(|a, b| a.row.document == b.row.document);
        let Some(first) = documents.next() else { continue };
        let mut told = vec![first];
        for document in documents {
            if told.len() <= MOST && !told.iter().any(|other| agree(other, document)) {
                told.push(document);
            }
        }
        for other in &told[1..] {
            let (a, b) = nearest(first, other);
            if power_of_ten(ratio(a, b)).is_none() {
                note(store, a, b, notes);
            }
        }
    }
}

fn pairs<'a>(a: &'a [Seen], b: &'a [Seen]) -> impl Iterator<Item = (&'a Seen, &'a Seen)> {
    a.iter().take(ROWS).flat_map(move |x| b.iter().take(ROWS).map(move |y| (x, y)))
}

/// Whether anything that one document says is also said by the other.
fn agree(a: &[Seen], b: &[Seen]) -> bool {
    pairs(a, b).any(|(x, y)| x.agrees(y))
}

/// The values of both that are least apart: a document that states several lost what tells them apart.
fn nearest<'a>(a: &'a [Seen], b: &'a [Seen]) -> (&'a Seen, &'a Seen) {
    let apart = |(x, y): &(&Seen, &Seen)| (x.inexact().value - y.inexact().value).abs();
    pairs(a, b).min_by(|p, q| apart(p).total_cmp(&apart(q))).unwrap_or((&a[0], &b[0]))
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
    let severity = if store.are_revisions(first, other) { Severity::Info } else { Severity::Warning };
    let note = Note::new(vec![other.row, first.row], message);
    notes.add(note.found(other.value).expected(first.value).severity(severity));
}
