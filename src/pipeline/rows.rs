//! The identities of the rows that findings are about, noted while rows go by. Questions and answers
//! are sorted in files: by row while the run passes by, by finding when the table is written.

use std::iter::Peekable;

use serde::{Deserialize, Serialize};

use crate::model::{Document, DocumentId, Finding, Lexicon, ObservationId, ObservationRef, Reading, Result};
use crate::publish::RowKey;
use crate::spill::{Sorted, Sorter, Spill};

/// Questions or answers in memory.
const MOST: usize = 4_000;

/// A row, and the finding that names it, with the place of the row in it.
type Question = (ObservationRef, u64, u32);

/// What findings ask for.
pub(super) struct Questions {
    rows: Sorter<Question>,
}

impl Questions {
    pub(super) fn new(spill: &Spill) -> Self {
        Self { rows: spill.sorter(MOST) }
    }

    /// Asks for the rows of the finding with this number.
    pub(super) fn ask(&mut self, number: u64, finding: &Finding) -> Result<()> {
        let rows = (0_u32..).zip(&finding.rows);
        rows.into_iter().try_for_each(|(place, row)| self.rows.push((*row, number, place)))
    }

    /// Will answer while rows go by.
    pub(super) fn answers(self, spill: &Spill) -> Result<Answers> {
        Ok(Answers { questions: self.rows.sorted()?.peekable(), answers: spill.sorter(MOST) })
    }
}

/// Knows the rows that findings name, and no others.
pub(super) struct Answers {
    questions: Peekable<Sorted<Question>>,
    answers: Sorter<Answer>,
}

/// The row at a place of a finding.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Answer {
    number: u64,
    place: u32,
    document_id: DocumentId,
    source: String,
    observation_id: ObservationId,
}

impl Answer {
    fn key(&self) -> RowKey<'_> {
        RowKey { document_id: self.document_id, source: &self.source, observation_id: self.observation_id }
    }
}

impl Answers {
    /// Notes the rows of a document; documents come in ascending order.
    pub(super) fn see(&mut self, document: u32, reading: &Reading, lexicon: &Lexicon) -> Result<()> {
        let Reading { document: Document { id, source, .. }, observations, .. } = reading;
        let has_come = |asked: &Result<Question>| asked.as_ref().map_or(true, |(row, ..)| row.document <= document);
        while let Some((row, number, place)) = self.questions.next_if(has_come).transpose()? {
            let Some(observation) = observations.get(row.observation as usize) else { continue };
            let observation_id = observation.id(*id, lexicon);
            self.answers.push(Answer { number, place, document_id: *id, source: source.clone(), observation_id })?;
        }
        Ok(())
    }

    /// The rows of findings, which will come in their order.
    pub(super) fn sorted(self) -> Result<Keys> {
        Ok(Keys { answers: self.answers.sorted()?.peekable() })
    }
}

/// See [`Answers::sorted`].
pub(super) struct Keys {
    answers: Peekable<Sorted<Answer>>,
}

impl Keys {
    /// Gives the rows of the finding with this number to `take`.
    pub(super) fn of(&mut self, number: u64, take: impl FnOnce(&[RowKey<'_>]) -> Result<()>) -> Result<()> {
        let is_of = |answer: &Result<Answer>| answer.as_ref().map_or(true, |answer| answer.number <= number);
        let mut rows = Vec::new();
        while let Some(answer) = self.answers.next_if(is_of).transpose()? {
            rows.push(answer);
        }
        take(&rows.iter().map(Answer::key).collect::<Vec<_>>())
    }
}
