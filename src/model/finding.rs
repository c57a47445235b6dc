//! A finding: something a check noticed about observations, for a person to look at.

use serde::{Deserialize, Serialize};

use super::observation::codes;

codes! {
    /// How much a finding matters.
    Severity {
        /// Worth knowing.
        Info = "info",
        /// Probably wrong, or doubtful in the source.
        Warning = "warning",
        /// Cannot be right.
        Error = "error",
    }
}

/// Which observation a finding is about: the document by its place in the run, the observation by
/// its place in the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ObservationRef {
    /// Index of the document in the order of the run (sources sorted).
    pub document: u32,
    /// Index of the observation in its document.
    pub observation: u32,
}

/// Something a check noticed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The check, an index into [`crate::check::CHECKS`].
    pub check: u8,
    /// How much it matters.
    pub severity: Severity,
    /// A plain sentence in Chinese with both numbers in it.
    pub message: String,
    /// The rows it is about, the one to doubt first.
    pub rows: Vec<ObservationRef>,
    /// The number found, as a decimal in the canonical unit.
    pub found: Option<String>,
    /// The number it was held against.
    pub expected: Option<String>,
}
