//! # What it looks for
//! Rows read with a confidence below 0.5. One finding a document, with all its rows.
//!
//! # Why
//! At that confidence a row is as likely wrong as right; it should be looked at before it is used.
//!
//! # Flagged
//! - A number far from any words for what it measures.
//!
//! # Not flagged
//! - Rows at 0.5 or above.

use super::super::note::{Note, Notes};
use super::super::view::{DOUBTFUL, View};

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let doubtful = view.observations().iter().enumerate().filter(|(_, r)| r.confidence < DOUBTFUL);
    let rows: Vec<_> = doubtful.map(|(i, _)| view.at(i)).collect();
    if !rows.is_empty() {
        let message = format!("有{}个数的读法把握不足（置信度低于{DOUBTFUL}）", rows.len());
        notes.add(Note::new(rows, message));
    }
}
