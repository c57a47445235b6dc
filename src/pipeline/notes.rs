//! What the first pass notes for the second besides readings: findings, flags and rejects, in files.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::flags::Flag;
use super::report::FindingCounts;
use super::rows::Questions;
use crate::check::{CrossChecks, Findings};
use crate::model::{Finding, Reject, Result};
use crate::spill::{List, Sorter, Spill};

/// Rejects in memory.
const MOST: usize = 2_000;
/// Flags in memory.
const FLAGS: usize = 8_000;

/// A reject; by source.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Rejected(pub(super) Reject);

/// While documents go by.
pub(super) struct Notes {
    spill: Spill,
    pub(super) findings: Findings,
    rejects: Sorter<Rejected>,
    codes: BTreeMap<String, u64>,
}

/// After the last document.
pub(super) struct Noted {
    /// In the order of their table.
    pub(super) findings: List<Finding>,
    pub(super) counts: FindingCounts,
    /// The rows that they name.
    pub(super) questions: Questions,
    /// Flags that only all documents together could give.
    pub(super) flags: Sorter<Flag>,
    pub(super) rejects: Sorter<Rejected>,
    /// Rejects by code, by code.
    pub(super) codes: Vec<(String, u64)>,
}

impl Notes {
    pub(super) fn new(spill: &Spill) -> Self {
        Self {
            spill: spill.clone(),
            findings: Findings::new(spill),
            rejects: spill.sorter(MOST),
            codes: BTreeMap::new(),
        }
    }

    pub(super) fn reject(&mut self, reject: Reject) -> Result<()> {
        *self.codes.entry(reject.code.clone()).or_default() += 1;
        self.rejects.push(Rejected(reject))
    }

    /// Adds what the checks across documents find.
    pub(super) fn finish(mut self, cross: CrossChecks) -> Result<Noted> {
        let mut flags = self.spill.sorter(FLAGS);
        cross.finish(&mut |finding| {
            finding.rows.iter().try_for_each(|row| flags.push((*row, finding.check)))?;
            self.findings.across(finding)
        })?;
        let mut noted = Noted {
            findings: self.spill.list(),
            counts: FindingCounts::default(),
            questions: Questions::new(&self.spill),
            flags,
            rejects: self.rejects,
            codes: self.codes.into_iter().collect(),
        };
        for (number, finding) in (0..).zip(self.findings.sorted()?) {
            let finding = finding?;
            noted.counts.count(finding.severity);
            noted.questions.ask(number, &finding)?;
            noted.findings.push(&finding)?;
        }
        Ok(noted)
    }
}

impl Ord for Rejected {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.source.cmp(&other.0.source)
    }
}

crate::spill::ordered!(Rejected);
