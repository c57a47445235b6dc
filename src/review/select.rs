//! Which rows of a release are worth a look, and the sentences they stand in.

use std::path::Path;

use rustc_hash::FxHashMap;

use super::task::{FIELDS, Task, TaskRow};
use crate::correct::{self, Column};
use crate::model::{Error, Result};
use crate::publish::TableReader;

/// Which rows go out. Rows that a person corrected do not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Selection {
    /// Rows with a confidence below this.
    pub below: Option<f32>,
    /// Rows with findings.
    pub findings: bool,
    /// Most tasks; the first ones by source and place.
    pub limit: Option<usize>,
}

impl Selection {
    fn wants(self, row: &TaskRow, flags: &[String]) -> bool {
        let corrected = flags.iter().any(|f| f == correct::CHECK);
        let doubtful = self.below.is_some_and(|below| row.confidence < below);
        !corrected && (doubtful || (self.findings && !flags.is_empty()))
    }
}

/// The tasks of the release in `folder`.
///
/// # Errors
/// `release-unreadable`.
pub fn select(folder: &Path, selection: Selection) -> Result<Vec<Task>> {
    let messages = messages(folder)?;
    let mut observations = Observations::open(folder)?;
    let mut documents = TableReader::open(folder, "documents", &["source", "text"])?;
    let mut tasks = Vec::new();
    let most = selection.limit.unwrap_or(usize::MAX);
    let mut rows = observations.next_document()?;
    while let Some((source, of_document)) = rows.take().filter(|_| tasks.len() < most) {
        if of_document.iter().any(|row| selection.wants(&row.row, &row.flags)) {
            let text = text_of(&mut documents, &source)?.ok_or_else(|| {
                Error::usage("release-unreadable", "rows of this document have no document").at_file(&source)
            })?;
            tasks.extend(tasks_of(&source, of_document, &text, selection, &messages));
        }
        rows = observations.next_document()?;
    }
    tasks.truncate(most);
    Ok(tasks)
}

/// The text of a document; documents are in the order of their sources, as observations are.
fn text_of(documents: &mut TableReader, source: &str) -> Result<Option<String>> {
    while let Some(row) = documents.next_row()? {
        if row.text(0) == Some(source) {
            return Ok(Some(row.plain(1)));
        }
    }
    Ok(None)
}

/// What checks say, by row.
fn messages(folder: &Path) -> Result<FxHashMap<String, Vec<String>>> {
    let mut table = TableReader::open(folder, "findings", &["message", "observation_ids"])?;
    let mut messages: FxHashMap<String, Vec<String>> = FxHashMap::default();
    while let Some(row) = table.next_row()? {
        for id in row.texts(1) {
            messages.entry(id.to_owned()).or_default().push(row.plain(0));
        }
    }
    Ok(messages)
}

/// A row with what places it.
struct Placed {
    row: TaskRow,
    document_id: String,
    title: String,
    section: String,
    sentence: String,
    start: u32,
    end: u32,
    flags: Vec<String>,
}

/// The columns that are read besides [`FIELDS`].
const COLUMNS: [&str; 12] = [
    "source",
    "document_id",
    "title",
    "section",
    "sentence",
    "char_start",
    "char_end",
    "observation_id",
    "value_text",
    "unit_text",
    "confidence",
    "flags",
];

/// The observations of a release, document by document.
struct Observations {
    table: TableReader,
    waiting: Option<(String, Placed)>,
}

impl Observations {
    fn open(folder: &Path) -> Result<Self> {
        let fields = FIELDS.map(|c| match c {
            Column::Value => "value_decimal",
            Column::ValueHigh => "value_high_decimal",
            other => other.as_str(),
        });
        let columns: Vec<&str> = COLUMNS.into_iter().chain(fields).collect();
        Ok(Self { table: TableReader::open(folder, "observations", &columns)?, waiting: None })
    }

    fn next_document(&mut self) -> Result<Option<(String, Vec<Placed>)>> {
        let Some((source, first)) = self.waiting.take().map_or_else(|| self.next(), |row| Ok(Some(row)))? else {
            return Ok(None);
        };
        let mut rows = vec![first];
        while let Some((next, row)) = self.next()? {
            if next != source {
                self.waiting = Some((next, row));
                break;
            }
            rows.push(row);
        }
        Ok(Some((source, rows)))
    }

    fn next(&mut self) -> Result<Option<(String, Placed)>> {
        let Some(row) = self.table.next_row()? else { return Ok(None) };
        let number = |column| row.unsigned(column).unwrap_or_default() as u32;
        let cells = FIELDS.iter().enumerate().map(|(i, c)| (c.as_str().to_owned(), row.plain(COLUMNS.len() + i)));
        let placed = Placed {
            document_id: row.plain(1),
            title: row.plain(2),
            section: row.plain(3),
            sentence: row.plain(4),
            start: number(5),
            end: number(6),
            flags: row.texts(11).map(str::to_owned).collect(),
            row: TaskRow {
                observation_id: row.plain(7),
                start: 0,
                end: 0,
                value_text: row.plain(8),
                unit_text: row.plain(9),
                read: cells.filter(|(_, cell)| !cell.is_empty()).collect(),
                confidence: row.float32(10).unwrap_or_default(),
                findings: Vec::new(),
                asked: false,
                decision: None,
                corrected: std::collections::BTreeMap::new(),
                reason: None,
            },
        };
        Ok(Some((row.plain(0), placed)))
    }
}

/// The sentences of a document that have a wanted row, with all their rows.
fn tasks_of(
    source: &str,
    rows: Vec<Placed>,
    text: &str,
    selection: Selection,
    messages: &FxHashMap<String, Vec<String>>,
) -> Vec<Task> {
    let offsets: Vec<u32> = text.char_indices().map(|(byte, _)| byte as u32).collect();
    let mut tasks: Vec<Task> = Vec::new();
    for placed in rows {
        let begin = begin_of(text, &offsets, &placed.sentence, placed.start);
        let length = placed.sentence.chars().count() as u32;
        if tasks.last().is_none_or(|t| (t.char_start, t.char_end) != (begin, begin + length)) {
            tasks.push(Task {
                document_id: placed.document_id,
                source: source.to_owned(),
                title: placed.title,
                section: placed.section,
                text: placed.sentence,
                char_start: begin,
                char_end: begin + length,
                rows: Vec::new(),
            });
        }
        let mut row = placed.row;
        row.asked = selection.wants(&row, &placed.flags);
        (row.start, row.end) = (placed.start - begin, placed.end - begin);
        row.findings = messages.get(&row.observation_id).cloned().unwrap_or_default();
        if let Some(task) = tasks.last_mut() {
            task.rows.push(row);
        }
    }
    tasks.retain(|t| t.rows.iter().any(|r| r.asked));
    tasks
}

/// Where the sentence that has the character at `start` begins: the nearest place before it at which the
/// text reads like the sentence.
fn begin_of(text: &str, offsets: &[u32], sentence: &str, start: u32) -> u32 {
    let reads = |at: u32| offsets.get(at as usize).is_some_and(|b| text[*b as usize..].starts_with(sentence));
    let first = start.saturating_sub(sentence.chars().count() as u32);
    (first..=start).rev().find(|at| reads(*at)).unwrap_or(start)
}
