//! Who is writing to an output: a note beside the lock, for those who find it held.
//!
//! The note is no lock. It is written after the lock was taken and removed before the lock is let
//! go, so a note that is there when a run takes the lock is that of a run which died.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A process that writes to an output, or did so when it died.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owner {
    /// Its process id.
    pub process: u32,
    /// The host on which it runs.
    pub host: String,
    /// When it took the lock, in UTC.
    pub started: Timestamp,
}

impl Owner {
    /// This process.
    #[must_use]
    pub fn this() -> Self {
        Self { process: std::process::id(), host: host(), started: Timestamp::now() }
    }

    /// Its note.
    pub(super) fn to_json(&self) -> Vec<u8> {
        // A number and two strings: serialising cannot fail.
        serde_json::to_vec(self)
            .map(|mut json| {
                json.push(b'\n');
                json
            })
            .unwrap_or_default()
    }

    /// The owner that a note names; `None` for one that power cut short.
    pub(super) fn from_json(note: &[u8]) -> Option<Self> {
        serde_json::from_slice(note).ok()
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "process {} on host {}, begun {}",
            self.process,
            self.host,
            self.started.strftime("%Y-%m-%dT%H:%M:%SZ")
        )
    }
}

#[cfg(unix)]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_else(|_| "unknown".to_owned())
}
