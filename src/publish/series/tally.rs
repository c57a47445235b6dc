//! What was seen of one series.

use serde::{Deserialize, Serialize};

use crate::model::{Period, Status};

/// Counts of one series. Documents come in order and each once, so the first and the last one seen
/// suffice to count them, also when two tallies are joined at a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    /// The periods, sorted, each once.
    pub(super) periods: Vec<Period>,
    pub(super) observations: u64,
    pub(super) targets: u64,
    pub(super) documents: u32,
    first: u32,
    last: u32,
}

impl Tally {
    /// Adds an observation of a document, which comes after those of all documents before it.
    pub(super) fn add(&mut self, document: u32, period: Period, status: Status) {
        if self.documents == 0 {
            self.first = document;
        }
        if self.documents == 0 || self.last != document {
            self.documents += 1;
            self.last = document;
        }
        self.observations += 1;
        self.targets += u64::from(status == Status::Target);
        if let Err(at) = self.periods.binary_search(&period) {
            self.periods.insert(at, period);
        }
    }

    /// Adds what was seen later.
    pub(super) fn join(&mut self, later: &Self) {
        let shared = self.documents > 0 && later.documents > 0 && self.last == later.first;
        self.documents = self.documents + later.documents - u32::from(shared);
        self.last = later.last;
        self.observations += later.observations;
        self.targets += later.targets;
        for period in &later.periods {
            if let Err(at) = self.periods.binary_search(period) {
                self.periods.insert(at, *period);
            }
        }
    }
}
