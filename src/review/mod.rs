//! Review: rows that a person should look at go out with their sentences, and what the person decided
//! comes back as corrections and as labels.
//!
//! A [`Task`] is a sentence of a document (a row or a cell of a table) with all its rows, so that whoever
//! has decided on each of them has labelled a passage. It carries what the rows said when it went out;
//! decisions are held against that, and corrections expect it, whatever was released since.
//!
//! Two forms: tasks of Label Studio with predictions, and JSON lines with a place for decisions.

mod decide;
mod gold;
mod jsonl;
mod label_studio;
mod select;
mod task;

pub use decide::{Decided, Reviewer};
pub use gold::write_gold;
pub use label_studio::config;
pub use select::{Selection, select};
pub use task::{Task, TaskRow};

use std::path::Path;

use crate::model::{Error, Result};

/// How tasks are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An array of Label Studio's tasks with predictions.
    LabelStudio,
    /// A task a line.
    Jsonl,
}

impl Form {
    /// The text of tasks.
    ///
    /// # Errors
    /// `cannot-write`, when a task cannot be written as JSON.
    pub fn write(self, tasks: &[Task]) -> Result<String> {
        let text = match self {
            Self::LabelStudio => label_studio::write(tasks),
            Self::Jsonl => jsonl::write(tasks),
        };
        text.map_err(|e| Error::output("tasks", std::io::Error::other(e)))
    }
}

/// What is said of a task whose places are none in its text.
fn misplaced(place: &str) -> Error {
    Error::usage("review-value", format!("{place}: its places are no places in its text"))
        .hint("`char_start`, `char_end`, `start` and `end` stay as `zhibiao review export` wrote them")
}

/// Reads the decisions of a file in either form: an array is Label Studio's, lines are JSON lines.
///
/// # Errors
/// `review-unreadable`, `review-syntax`: with the file, and the line or the task.
pub fn read_decisions(file: &Path) -> Result<Vec<decide::Reviewed>> {
    let text = std::fs::read_to_string(file).map_err(|e| {
        Error::usage("review-unreadable", format!("cannot read these decisions: {e}")).at_file(file).caused_by(e)
    })?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('[') { label_studio::read(text, file) } else { jsonl::read(text, file) }
}
