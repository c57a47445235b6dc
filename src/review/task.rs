//! A sentence with its rows, as it goes out for review and comes back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::correct::Column;

/// A sentence of a document with all its rows. Offsets count characters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// The document, by its bytes.
    pub document_id: String,
    /// The document, by its name.
    pub source: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// Headings above the sentence.
    #[serde(default)]
    pub section: String,
    /// The sentence.
    pub text: String,
    /// Where it begins in the document's text.
    pub char_start: u32,
    /// Where it ends there, exclusive.
    pub char_end: u32,
    /// Its rows, by place.
    pub rows: Vec<TaskRow>,
}

/// A row of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskRow {
    /// Its identity.
    pub observation_id: String,
    /// Where the number begins in the task's text.
    pub start: u32,
    /// Where it ends there, exclusive.
    pub end: u32,
    /// The number as written.
    pub value_text: String,
    /// The unit as written.
    #[serde(default)]
    pub unit_text: String,
    /// What was read, by column, as the tables write it; columns that are null are absent.
    pub read: BTreeMap<String, String>,
    /// 0 to 1.
    #[serde(default)]
    pub confidence: f32,
    /// What checks noticed about it.
    #[serde(default)]
    pub findings: Vec<String>,
    /// Whether the task was made for its sake; the others only stand in the same sentence.
    #[serde(default)]
    pub asked: bool,
    /// Of JSON lines: `accepted`, `corrected`, `rejected` (no quantity) or `ignored`.
    #[serde(default)]
    pub decision: Option<String>,
    /// Of JSON lines: the new values by column; null for none.
    #[serde(default)]
    pub corrected: BTreeMap<String, Option<String>>,
    /// Of JSON lines: why.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Task {
    /// Whether all its places are places in its text: a task goes through the hands of people and programs.
    pub(super) fn has_places(&self) -> bool {
        let length = self.text.chars().count() as u64;
        let inside = |row: &TaskRow| row.start < row.end && u64::from(row.end) <= length;
        u64::from(self.char_start) + length == u64::from(self.char_end) && self.rows.iter().all(inside)
    }
}

impl TaskRow {
    /// What was read in a column; empty for a null.
    pub(super) fn cell(&self, column: Column) -> &str {
        self.read.get(column.as_str()).map_or("", String::as_str)
    }
}

/// The columns that a reviewer decides on, in the order in which they are shown.
pub(super) const FIELDS: [Column; 13] = [
    Column::Value,
    Column::ValueHigh,
    Column::Unit,
    Column::Indicator,
    Column::IndicatorText,
    Column::Subject,
    Column::Measure,
    Column::Status,
    Column::Bound,
    Column::Period,
    Column::PerYear,
    Column::Baseline,
    Column::Region,
];
