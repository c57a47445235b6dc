//! Decisions of a reviewer made into corrections and labels.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde_json::Value as Json;

use super::gold;
use super::task::{FIELDS, Task, TaskRow};
use crate::correct::{Column, NONE, ProposedLine, QUANTITY, proposed};
use crate::model::{Error, Lexicon, Result};

/// What was decided on a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is a quantity, with these values in the place of what was read.
    Keep(BTreeMap<Column, String>),
    /// It is no quantity.
    Reject,
    /// Good readers differ on whether it is one.
    Ignore,
}

/// A number that no row stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Missed {
    /// Its place in the task's text.
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) verdict: Verdict,
}

/// A task that came back.
#[derive(Debug, Clone)]
pub struct Reviewed {
    /// Where it stands in its file, for messages.
    pub(super) place: String,
    pub(super) task: Task,
    /// By row; `None` where nothing was decided.
    pub(super) verdicts: Vec<Option<Verdict>>,
    /// By row.
    pub(super) reasons: Vec<Option<String>>,
    pub(super) missed: Vec<Missed>,
    pub(super) who: Option<String>,
    pub(super) when: Option<Date>,
}

impl Reviewed {
    fn is_decided(&self) -> bool {
        self.verdicts.iter().any(Option::is_some) || !self.missed.is_empty()
    }
}

/// Who reviewed, and what is said where the decisions do not.
#[derive(Debug, Clone)]
pub struct Reviewer<'a> {
    /// The lexicon that codes are looked up in.
    pub lexicon: &'a Lexicon,
    /// Who; else whom the decisions name.
    pub who: Option<String>,
    /// Why, where a decision does not say.
    pub reason: String,
    /// The day, where the decisions name none.
    pub when: Date,
}

/// What decisions come to.
#[derive(Debug, Default)]
pub struct Decided {
    /// Corrections, in the order of the tasks.
    pub lines: Vec<ProposedLine>,
    /// Labels by source, of those sentences on all of whose rows was decided.
    pub gold: BTreeMap<String, Vec<Json>>,
    /// Rows that are right.
    pub accepted: usize,
    /// Rows with corrected values.
    pub corrected: usize,
    /// Rows that are no quantity.
    pub rejected: usize,
    /// Rows on which good readers differ.
    pub ignored: usize,
    /// Rows without a decision.
    pub undecided: usize,
    /// Numbers that the reviewer found and no row stands for.
    pub missed: usize,
}

impl Reviewer<'_> {
    /// What the decisions come to. Corrections expect what the reviewer saw.
    ///
    /// # Errors
    /// `review-value`, for a value that its column cannot hold, and `review-twice`, for a sentence that two
    /// tasks decide on: with the task.
    pub fn decide(&self, reviewed: &[Reviewed]) -> Result<Decided> {
        let mut decided = Decided::default();
        let mut seen = FxHashMap::default();
        for task in reviewed.iter().filter(|task| task.is_decided()) {
            let sentence = (&task.task.source, task.task.char_start, task.task.char_end);
            if let Some(before) = seen.insert(sentence, &task.place) {
                let message = format!("{}: {before} has decisions on the same sentence", task.place);
                return Err(Error::usage("review-twice", message).hint("leave one of the two out"));
            }
        }
        for task in reviewed {
            self.task(task, &mut decided)?;
        }
        Ok(decided)
    }

    fn task(&self, reviewed: &Reviewed, decided: &mut Decided) -> Result<()> {
        let task = &reviewed.task;
        let mut labels = vec![gold::passage(task)];
        let mut whole = true;
        for ((row, verdict), reason) in task.rows.iter().zip(&reviewed.verdicts).zip(&reviewed.reasons) {
            let place = (task.char_start + row.start, task.char_start + row.end);
            match verdict {
                None => {
                    whole = false;
                    decided.undecided += 1;
                }
                Some(Verdict::Keep(edits)) => {
                    let edits = self.edits(reviewed, row, edits)?;
                    if edits.is_empty() {
                        decided.accepted += 1;
                    } else {
                        decided.corrected += 1;
                    }
                    for (column, value) in &edits {
                        let line = self.line(reviewed, row, reason.as_ref(), *column, row.cell(*column), value)?;
                        decided.lines.push(line);
                    }
                    let cell = |c: Column| edits.get(&c).map_or(row.cell(c), String::as_str).to_owned();
                    let cells = FIELDS.iter().map(|c| (*c, cell(*c))).collect();
                    labels.push(gold::quantity(place, &row.value_text, &row.unit_text, &cells));
                }
                Some(Verdict::Reject) => {
                    decided.rejected += 1;
                    decided.lines.push(self.line(reviewed, row, reason.as_ref(), Column::Kind, QUANTITY, NONE)?);
                    labels.push(gold::other(place, &row.value_text, NONE));
                }
                Some(Verdict::Ignore) => {
                    decided.ignored += 1;
                    labels.push(gold::other(place, &row.value_text, gold::IGNORE));
                }
            }
        }
        for missed in &reviewed.missed {
            decided.missed += usize::from(matches!(missed.verdict, Verdict::Keep(_)));
            labels.push(self.missed(reviewed, missed)?);
        }
        if whole {
            decided.gold.entry(task.source.clone()).or_default().extend(labels);
        }
        Ok(())
    }

    /// The values that really differ, in the way in which corrections are written.
    fn edits(
        &self,
        reviewed: &Reviewed,
        row: &TaskRow,
        edits: &BTreeMap<Column, String>,
    ) -> Result<BTreeMap<Column, String>> {
        let mut changed = BTreeMap::new();
        for (column, text) in edits {
            let read = row.cell(*column);
            if text.trim() == read.trim() {
                continue;
            }
            let new = self.parsed(reviewed, &row.value_text, *column, text)?;
            let same = column.parse_read(read, self.lexicon).is_ok_and(|read| read.show(self.lexicon) == new);
            if !same {
                changed.insert(*column, new);
            }
        }
        Ok(changed)
    }

    fn parsed(&self, reviewed: &Reviewed, number: &str, column: Column, text: &str) -> Result<String> {
        let value = column.parse(text.trim(), self.lexicon);
        value.map(|v| v.show(self.lexicon)).map_err(|why| {
            Error::usage("review-value", format!("{}, `{number}`, column `{column}`: {why}", reviewed.place))
        })
    }

    fn line(
        &self,
        reviewed: &Reviewed,
        row: &TaskRow,
        reason: Option<&String>,
        column: Column,
        expected: &str,
        value: &str,
    ) -> Result<ProposedLine> {
        let task = &reviewed.task;
        let who = self.who.as_ref().or(reviewed.who.as_ref()).ok_or_else(|| {
            Error::usage("review-value", format!("{}: it is not known who decided", reviewed.place))
                .hint("name the reviewer with --who")
        })?;
        let reason = reason.filter(|r| !r.trim().is_empty()).unwrap_or(&self.reason);
        let start = (task.char_start + row.start).to_string();
        let named = [&*task.document_id, &*task.source, &*row.observation_id, &*start, &*row.value_text];
        let when = reviewed.when.unwrap_or(self.when).to_string();
        Ok(proposed(named, column, expected, value, [reason.trim(), who, &when]))
    }

    /// The label of a number that no row stands for. What the reviewer left open is not scored.
    fn missed(&self, reviewed: &Reviewed, missed: &Missed) -> Result<Json> {
        let task = &reviewed.task;
        let place = (task.char_start + missed.start, task.char_start + missed.end);
        let text: String =
            task.text.chars().skip(missed.start as usize).take((missed.end - missed.start) as usize).collect();
        Ok(match &missed.verdict {
            Verdict::Reject => gold::other(place, &text, NONE),
            Verdict::Ignore => gold::other(place, &text, gold::IGNORE),
            Verdict::Keep(cells) => {
                let mut parsed = BTreeMap::new();
                for (column, cell) in cells {
                    parsed.insert(*column, self.parsed(reviewed, &text, *column, cell)?);
                }
                gold::quantity(place, &text, "", &parsed)
            }
        })
    }
}
