//! Where checks that look across documents hook into the run.

use rustc_hash::FxHashMap;

use crate::model::{Finding, ObservationRef, Reading};

/// Checks that need to see every document before they can speak.
///
/// The run shows each reading once, in its order, and asks at the end. What an implementation
/// keeps must be small beside the documents: keys and numbers, no text.
pub trait CrossChecks {
    /// Looks at a reading. `document` is its index among the documents of the run.
    fn see(&mut self, document: u32, reading: &Reading);

    /// What was noticed, after the last document.
    fn finish(&mut self) -> CrossFindings;
}

/// What the checks across documents noticed.
#[derive(Debug, Default)]
pub struct CrossFindings {
    /// The findings; their order is the order in the table.
    pub findings: Vec<Finding>,
    /// For rows that findings are about, the indexes of their checks.
    pub flags: FxHashMap<ObservationRef, Vec<u8>>,
}

/// No checks across documents.
impl CrossChecks for () {
    fn see(&mut self, _document: u32, _reading: &Reading) {}

    fn finish(&mut self) -> CrossFindings {
        CrossFindings::default()
    }
}

impl CrossFindings {
    /// Gives the rows of a reading the flags that came of checks across documents.
    pub(super) fn flag(&self, document: u32, reading: &mut Reading) {
        if self.flags.is_empty() {
            return;
        }
        for (i, row) in reading.observations.iter_mut().enumerate() {
            if let Some(checks) = self.flags.get(&ObservationRef { document, observation: i as u32 }) {
                row.flags.extend_from_slice(checks);
                row.flags.sort_unstable();
                row.flags.dedup();
            }
        }
    }
}
