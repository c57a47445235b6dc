//! # What it looks for
//! Rows whose time the document nowhere tells. One finding a document, with all its rows.
//!
//! # Why
//! A value without a time enters no series. The date of the document can be given in the pipeline
//! file or with `--document-date`.
//!
//! # Flagged
//! - `今年以来，完成投资12亿元` in a text without any year.
//!
//! # Not flagged
//! - The same in a document with a date, or after `2021年` in its paragraph.
//! - Parameters of rules (status `policy`), which hold at any time.

use super::super::note::{Note, Notes};
use super::super::view::View;
use crate::model::Status;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let missing = |(_, r): &(usize, &crate::model::Observation)| r.period.is_none() && r.status != Status::Policy;
    let rows: Vec<_> = view.observations().iter().enumerate().filter(missing).map(|(i, _)| view.at(i)).collect();
    if !rows.is_empty() {
        let message = format!("有{}个数读不出所属的时间", rows.len());
        notes.add(Note::new(rows, message));
    }
}
