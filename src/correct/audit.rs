//! Corrections held against what the last run read: which stand in the latest release, which will, which
//! no longer can.
//!
//! They are applied here as a run applies them, so what is said is what a run would do with the documents as
//! they were. Whether the release has a correction is known by its finding and not by the value: reading may
//! have come to the same value since, and then a run refuses the line.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::apply::{CHECK, Told};
use super::book::Corrections;
use super::ledger::Ledger;
use super::line::hex16;
use crate::model::{DocumentId, Error, Lexicon, Reading, Result};
use crate::publish::TableReader;

/// How a correction stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It holds, and the release has it.
    Applied,
    /// It holds, and the next release will have it.
    Waiting,
    /// A run would refuse it: why.
    Wrong(String),
    /// No document of the last run has what it is about.
    Unused,
}

/// A correction and how it stands.
#[derive(Debug, Clone)]
pub struct Audited {
    /// `corrections.csv:12`.
    pub place: String,
    /// Column, old and new value.
    pub what: String,
    /// How it stands.
    pub standing: Standing,
}

/// Takes in the documents of the last run.
#[derive(Debug)]
pub struct Audit<'a> {
    book: &'a Corrections,
    lexicon: &'a Lexicon,
    released: Released,
    ledger: Ledger<'a>,
    /// Lines that the release lacks on one row at least.
    waiting: FxHashSet<u32>,
}

impl<'a> Audit<'a> {
    /// Before the first document; the release is in `folder`.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub fn new(book: &'a Corrections, lexicon: &'a Lexicon, folder: &Path) -> Result<Self> {
        let released = Released::read(folder)?;
        Ok(Self { book, lexicon, released, ledger: Ledger::new(book), waiting: FxHashSet::default() })
    }

    /// A document of the run; its reading as it was before any correction, where corrections concern it.
    pub fn see(&mut self, id: DocumentId, source: &str, reading: Option<Reading>) {
        let applied = reading.and_then(|mut reading| self.book.apply(&mut reading, self.lexicon));
        let applied = applied.unwrap_or_default();
        let lacking = applied.told.iter().filter(|told| !self.released.has(id, told));
        self.waiting.extend(lacking.map(|told| told.line));
        self.ledger.see(id, source, applied.outcomes);
    }

    /// How every line stands, in their order.
    #[must_use]
    pub fn finish(self) -> Vec<Audited> {
        let Self { book, lexicon, ledger, waiting, .. } = self;
        let standing = |line: u32, outcome: Option<Result<(), Error>>| match outcome {
            Some(Err(error)) => Standing::Wrong(error.message().to_owned()),
            Some(Ok(())) if waiting.contains(&line) => Standing::Waiting,
            Some(Ok(())) => Standing::Applied,
            None => Standing::Unused,
        };
        let lines = (0_u32..).zip(&book.lines).zip(ledger.outcomes());
        let audited = lines.map(|((i, line), outcome)| Audited {
            place: book.say(line.at),
            what: format!("{}: {} → {}", line.column, line.expected.show(lexicon), line.value.show(lexicon)),
            standing: standing(i, outcome),
        });
        audited.collect()
    }
}

/// The findings of a release that tell of corrections.
#[derive(Debug, Default)]
struct Released {
    /// By document and place of the row.
    rows: FxHashSet<(DocumentId, u32, String)>,
    /// Of rows that left the table.
    gone: FxHashSet<String>,
}

impl Released {
    fn read(folder: &Path) -> Result<Self> {
        let (mut released, mut by_row) = (Self::default(), FxHashMap::<String, Vec<String>>::default());
        let mut findings = TableReader::open(folder, "findings", &["code", "message", "observation_ids"])?;
        while let Some(row) = findings.next_row()? {
            if row.text(0) != Some(CHECK) {
                continue;
            }
            match row.texts(2).next() {
                Some(id) => by_row.entry(id.to_owned()).or_default().push(row.plain(1)),
                None => _ = released.gone.insert(row.plain(1)),
            }
        }
        if by_row.is_empty() {
            return Ok(released);
        }
        let mut rows = TableReader::open(folder, "observations", &["observation_id", "document_id", "char_start"])?;
        while let Some(row) = rows.next_row()? {
            let messages = row.text(0).and_then(|id| by_row.remove(id)).unwrap_or_default();
            let place = row.text(1).and_then(hex16).zip(row.unsigned(2));
            let Some((document, start)) = place else { continue };
            released.rows.extend(messages.into_iter().map(|m| (DocumentId(document), start as u32, m)));
        }
        Ok(released)
    }

    fn has(&self, id: DocumentId, told: &Told) -> bool {
        self.gone.contains(&told.message) || self.rows.contains(&(id, told.start, told.message.clone()))
    }
}

impl Standing {
    /// Whether a run would refuse the line.
    #[must_use]
    pub const fn is_wrong(&self) -> bool {
        matches!(self, Self::Wrong(_))
    }
}

impl std::fmt::Display for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Applied => f.write_str("applied"),
            Self::Waiting => f.write_str("waiting for the next run"),
            Self::Wrong(why) => write!(f, "wrong: {why}"),
            Self::Unused => f.write_str("unused: the last run had no such document or series"),
        }
    }
}
