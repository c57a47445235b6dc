//! Stage 6, observations to findings: rules of quality and consistency.

use crate::model::Severity;

/// A check of the registry.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// The code in `flags` and in the table `findings`.
    pub code: &'static str,
    /// How much what it finds matters.
    pub severity: Severity,
    /// One sentence on what it looks for and why.
    pub about: &'static str,
}

/// Every check; findings and flags hold an index into this.
pub const CHECKS: &[Check] = &[];
