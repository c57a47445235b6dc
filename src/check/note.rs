//! What a check says before the registry stamps its index on it.

use rust_decimal::Decimal;

use crate::model::{Finding, ObservationRef, Severity};

/// One thing noticed.
#[derive(Debug, Default)]
pub(super) struct Note {
    pub(super) rows: Vec<ObservationRef>,
    pub(super) message: String,
    pub(super) found: Option<Decimal>,
    pub(super) expected: Option<Decimal>,
    /// `None`: the check's own.
    pub(super) severity: Option<Severity>,
}

impl Note {
    pub(super) fn new(rows: Vec<ObservationRef>, message: String) -> Self {
        Self { rows, message, ..Self::default() }
    }

    pub(super) fn found(mut self, value: Decimal) -> Self {
        self.found = Some(value);
        self
    }

    pub(super) fn expected(mut self, value: Decimal) -> Self {
        self.expected = Some(value);
        self
    }

    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}

/// What one check noticed.
#[derive(Debug, Default)]
pub(super) struct Notes(Vec<Note>);

impl Notes {
    pub(super) fn add(&mut self, note: Note) {
        self.0.push(note);
    }

    pub(super) fn into_findings(self, check: u8, severity: Severity) -> impl Iterator<Item = Finding> {
        self.0.into_iter().map(move |note| Finding {
            check,
            severity: note.severity.unwrap_or(severity),
            message: note.message,
            rows: note.rows,
            found: note.found.map(|v| v.normalize().to_string()),
            expected: note.expected.map(|v| v.normalize().to_string()),
        })
    }
}
