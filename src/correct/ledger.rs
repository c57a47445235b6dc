//! What became of every correction in a run: applied, in the way, or of a document that is not there.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::apply::Outcome;
use super::book::Corrections;
use super::line::Which;
use crate::model::{DocumentId, Error, Result};

/// What a corrections file did to a release; part of its manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionsUsed {
    /// The file as the pipeline names it.
    pub file: String,
    /// SHA-256 of its bytes as hexadecimal digits.
    pub sha256: String,
    /// Corrections in it.
    pub lines: u64,
    /// Those that hold in this release.
    pub applied: u64,
    /// Those whose document is not in it.
    pub unused: u64,
}

/// A correction whose document was not among those of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unused {
    /// The file as the pipeline names it.
    pub file: String,
    /// Its line.
    pub line: u32,
    /// The document as the line names it.
    pub document: String,
}

/// What a run tells of its corrections.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    /// By file, in the order of the pipeline.
    pub files: Vec<CorrectionsUsed>,
    /// In the order of the files.
    pub unused: Vec<Unused>,
}

impl fmt::Display for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let applied: u64 = self.files.iter().map(|file| file.applied).sum();
        write!(f, "{applied} corrections applied")?;
        match self.unused.len() {
            0 => Ok(()),
            unused => write!(f, ", {unused} unused"),
        }
    }
}

/// Takes in the outcomes of every document.
#[derive(Debug)]
pub struct Ledger<'a> {
    book: &'a Corrections,
    applied: Vec<bool>,
    other_bytes: Vec<bool>,
    /// By line; of the rows of a series only the first that is in the way.
    failed: BTreeMap<u32, Error>,
}

impl<'a> Ledger<'a> {
    /// Before the first document.
    #[must_use]
    pub fn new(book: &'a Corrections) -> Self {
        let none = vec![false; book.lines.len()];
        Self { book, applied: none.clone(), other_bytes: none, failed: BTreeMap::new() }
    }

    /// A document of the run, with what [`Corrections::apply`] told of it.
    pub fn see(&mut self, id: DocumentId, source: &str, outcomes: Vec<(u32, Outcome)>) {
        for line in self.book.of_other_bytes(id, source) {
            self.other_bytes[line as usize] = true;
        }
        for (line, outcome) in outcomes {
            match outcome {
                Outcome::Applied => self.applied[line as usize] = true,
                Outcome::Failed(error) => {
                    self.failed.entry(line).or_insert(error);
                }
            }
        }
    }

    /// After the last document.
    ///
    /// # Errors
    /// `correction-stale` and `corrections-contradict`: the first line that does not hold. The others
    /// are logged.
    pub fn finish(mut self) -> Result<Used> {
        self.judge_other_bytes();
        for error in self.failed.values().skip(1) {
            tracing::error!("{error}");
        }
        if let Some(first) = self.failed.into_values().next() {
            return Err(first);
        }
        Ok(used(self.book, &self.applied))
    }

    /// What became of every line, in their order: whether it holds; `None` where nothing is there for it.
    pub(super) fn outcomes(mut self) -> Vec<Option<Result<()>>> {
        self.judge_other_bytes();
        let Self { applied, mut failed, .. } = self;
        let outcome = |(line, applied)| match failed.remove(&line) {
            Some(error) => Some(Err(error)),
            None if applied => Some(Ok(())),
            None => None,
        };
        (0_u32..).zip(applied).map(outcome).collect()
    }

    /// A document that changed since it was corrected is no document that is not there.
    fn judge_other_bytes(&mut self) {
        for (index, line) in (0_u32..).zip(&self.book.lines) {
            let i = index as usize;
            if self.other_bytes[i] && !self.applied[i] && !self.failed.contains_key(&index) {
                let message = format!("the document has changed since this line was written: {}", name(&line.which));
                let error = self.book.error(line.at, "correction-stale", message);
                let hint =
                    "look at the row and write its new document_id, or leave document_id empty to go by source alone";
                self.failed.insert(index, error.hint(hint));
            }
        }
    }
}

fn used(book: &Corrections, applied: &[bool]) -> Used {
    let files = book.files.iter().map(|file| CorrectionsUsed {
        file: file.name.clone(),
        sha256: file.sha256.clone(),
        lines: file.lines,
        applied: 0,
        unused: 0,
    });
    let mut used = Used { files: files.collect(), unused: Vec::new() };
    for (line, applied) in book.lines.iter().zip(applied) {
        let file = &mut used.files[line.at.file as usize];
        if *applied {
            file.applied += 1;
            continue;
        }
        file.unused += 1;
        used.unused.push(Unused { file: file.file.clone(), line: line.at.line, document: name(&line.which) });
    }
    for unused in &used.unused {
        let (file, line) = (&unused.file, unused.line);
        tracing::info!(file, line, document = unused.document, "correction not used: its document is not in this run");
    }
    used
}

/// The document as a line names it.
fn name(which: &Which) -> String {
    match which {
        Which::Id(id, Some(source)) => format!("{source} ({id})"),
        Which::Id(id, None) => id.to_string(),
        Which::Source(source) => source.clone(),
        Which::Series(id) => format!("series {id}"),
    }
}
