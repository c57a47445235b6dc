//! Findings of a run in the order of the table: by document and position, then by check; those of a
//! document before those across documents.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::model::{Finding, Result};
use crate::spill::{Sorter, Spill};

/// Findings in memory.
const MOST: usize = 2_000;

/// See the module.
#[derive(Debug)]
pub struct Findings {
    sorter: Sorter<Filed>,
    filed: u64,
}

#[derive(Debug, Serialize, Deserialize)]
struct Filed {
    finding: Finding,
    across: bool,
    /// How many came before it.
    number: u64,
}

impl Findings {
    /// None yet; what memory does not hold goes into `spill`.
    #[must_use]
    pub fn new(spill: &Spill) -> Self {
        Self { sorter: spill.sorter(MOST), filed: 0 }
    }

    /// Files a finding of a document; documents come in their order.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn of_document(&mut self, finding: Finding) -> Result<()> {
        self.file(finding, false)
    }

    /// Files a finding across documents.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn across(&mut self, finding: Finding) -> Result<()> {
        self.file(finding, true)
    }

    fn file(&mut self, finding: Finding, across: bool) -> Result<()> {
        self.filed += 1;
        self.sorter.push(Filed { finding, across, number: self.filed })
    }

    /// All of them, in order.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn sorted(self) -> Result<impl Iterator<Item = Result<Finding>>> {
        Ok(self.sorter.sorted()?.map(|filed| filed.map(|filed| filed.finding)))
    }
}

impl Ord for Filed {
    fn cmp(&self, other: &Self) -> Ordering {
        let place = |f: &Self| (f.finding.rows.first().copied(), f.finding.check, f.across);
        // Findings across documents come in no order that means anything.
        let rows = || if self.across { self.finding.rows.cmp(&other.finding.rows) } else { Ordering::Equal };
        place(self).cmp(&place(other)).then_with(rows).then(self.number.cmp(&other.number))
    }
}

crate::spill::ordered!(Filed);
