//! A reject: a file that was found and could not be read, with the reason.

use serde::{Deserialize, Serialize};

/// A file that is not among the documents, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// The file as the pipeline named it.
    pub source: String,
    /// The stage that refused it: `ingest`, `segment`, `recognize`, `relate`.
    pub stage: String,
    /// A stable code: `undecodable`, `too_large`, `unreadable`, `unsupported_format`, ...
    pub code: String,
    /// A sentence for a person.
    pub reason: String,
    /// Byte offset at which it was noticed, where there is one.
    pub position: Option<u64>,
}
