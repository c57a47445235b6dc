//! Why a document was read, or was not.

use serde::Serialize;

/// See the module. The order is that of the run report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// Not read: name, bytes and what reading depends on are those of an earlier run.
    Unchanged,
    /// Read: no earlier run knew this name.
    New,
    /// Read: the bytes under this name are others.
    Changed,
    /// Read: another build of the program read it.
    ProgramChanged,
    /// Read: files of the lexicon that the pipeline names say something else.
    LexiconChanged,
    /// Read: limits, or what the pipeline says of the documents of its source, are others.
    SettingsChanged,
    /// Read: what was kept of it is damaged.
    KeptDamaged,
    /// Read: it was refused for a reason that may pass, such as time.
    Retried,
    /// Read: it was a duplicate of a document that is one no more.
    DuplicateNoMore,
    /// Read: `--full` asks for it.
    Full,
    /// Not read: it was refused when sources were listed.
    Refused,
    /// Not read: it is no longer there.
    Gone,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 12] = [
        Self::Unchanged,
        Self::New,
        Self::Changed,
        Self::ProgramChanged,
        Self::LexiconChanged,
        Self::SettingsChanged,
        Self::KeptDamaged,
        Self::Retried,
        Self::DuplicateNoMore,
        Self::Full,
        Self::Refused,
        Self::Gone,
    ];

    /// The code in the run report.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::New => "new",
            Self::Changed => "changed",
            Self::ProgramChanged => "program_changed",
            Self::LexiconChanged => "lexicon_changed",
            Self::SettingsChanged => "settings_changed",
            Self::KeptDamaged => "kept_damaged",
            Self::Retried => "retried",
            Self::DuplicateNoMore => "duplicate_no_more",
            Self::Full => "full",
            Self::Refused => "refused",
            Self::Gone => "gone",
        }
    }
}
