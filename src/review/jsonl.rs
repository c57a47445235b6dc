//! Tasks as JSON lines: a task a line, with a place for the decision on each row.

use std::collections::BTreeMap;
use std::path::Path;

use super::decide::{Reviewed, Verdict};
use super::misplaced;
use super::task::{Task, TaskRow};
use crate::correct::Column;
use crate::model::{Error, Result};

pub(super) fn write(tasks: &[Task]) -> serde_json::Result<String> {
    tasks.iter().map(|task| Ok(serde_json::to_string(task)? + "\n")).collect()
}

pub(super) fn read(text: &str, file: &Path) -> Result<Vec<Reviewed>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(i, line)| reviewed(line, i + 1).map_err(|e| e.at_file(file).at_line(i + 1, None))).collect()
}

fn reviewed(line: &str, number: usize) -> Result<Reviewed> {
    let task: Task = serde_json::from_str(line).map_err(|e| {
        Error::usage("review-syntax", format!("not a task of `zhibiao review export --format jsonl`: {e}")).caused_by(e)
    })?;
    let place = format!("line {number}");
    if !task.has_places() {
        return Err(misplaced(&place));
    }
    let verdicts = task.rows.iter().map(verdict).collect::<Result<_>>()?;
    let reasons = task.rows.iter().map(|row| row.reason.clone()).collect();
    Ok(Reviewed { place, task, verdicts, reasons, missed: Vec::new(), who: None, when: None })
}

fn verdict(row: &TaskRow) -> Result<Option<Verdict>> {
    let wrong = |why: String| Err(Error::usage("review-value", format!("row `{}`: {why}", row.value_text)));
    let edits = || {
        let edit = |(name, value): (&String, &Option<String>)| match Column::find(name).filter(|c| *c != Column::Kind) {
            Some(column) => Ok((column, value.clone().unwrap_or_default())),
            None => {
                Err(Error::usage("review-value", format!("row `{}`: `{name}` cannot be corrected", row.value_text)))
            }
        };
        row.corrected.iter().map(edit).collect::<Result<BTreeMap<_, _>>>()
    };
    match (row.decision.as_deref(), row.corrected.is_empty()) {
        (None | Some(""), true) => Ok(None),
        (None | Some(""), false) => wrong("has corrected values and no decision".into()),
        (Some("accepted"), true) => Ok(Some(Verdict::Keep(BTreeMap::new()))),
        (Some("corrected"), false) => Ok(Some(Verdict::Keep(edits()?))),
        (Some("rejected"), true) => Ok(Some(Verdict::Reject)),
        (Some("ignored"), true) => Ok(Some(Verdict::Ignore)),
        (Some("corrected"), true) => wrong("is corrected, and no value says how".into()),
        (Some(decision @ ("accepted" | "rejected" | "ignored")), false) => {
            wrong(format!("is {decision} and has corrected values"))
        }
        (Some(other), _) => wrong(format!("`{other}` is no decision: accepted, corrected, rejected or ignored")),
    }
}
