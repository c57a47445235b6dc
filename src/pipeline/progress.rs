//! What a run tells while it lasts.

use super::kept::Why;

/// A part of a run that takes time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Files are decoded and read: stages 1 to 5 and the checks.
    Read,
    /// Tables are written.
    Write,
}

impl Phase {
    /// A word for a person.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Read => "reading",
            Self::Write => "writing",
        }
    }
}

/// Listens to a run. Every method is called from one thread at a time.
pub trait Progress: Sync {
    /// A phase begins that has so many documents and bytes before it.
    fn begin(&self, phase: Phase, documents: u64, bytes: u64);

    /// So many more documents and bytes of the phase are done.
    fn advance(&self, documents: u64, bytes: u64);

    /// The phase is over.
    fn end(&self);

    /// Why a document was read, or was not; in the order of their sources but for those that are
    /// refused or gone.
    fn document(&self, source: &str, why: Why);
}

/// Nobody listens.
impl Progress for () {
    fn begin(&self, _phase: Phase, _documents: u64, _bytes: u64) {}

    fn advance(&self, _documents: u64, _bytes: u64) {}

    fn end(&self) {}

    fn document(&self, _source: &str, _why: Why) {}
}
