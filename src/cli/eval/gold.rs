//! Gold labels and predictions, in the forms that `gold/GUIDE.md` and the table of observations
//! give them.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

use crate::model::document::stem_of;
use crate::model::{Error, Result};

/// The ending of a gold file's name.
pub(super) const SUFFIX: &str = ".gold.jsonl";

/// Fields by name, as read from JSON lines or CSV.
pub(super) type Row = Map<String, Value>;

/// The labels of one document.
pub(super) struct Gold {
    /// The document's file name without its ending.
    pub(super) stem: String,
    /// What a careful reader would enter in a table.
    pub(super) quantities: Vec<Row>,
    /// Places where extracting is neither right nor wrong, in characters.
    pub(super) ignored: Vec<(i64, i64)>,
    /// The passages that were labelled, in characters; empty where the whole document was.
    pub(super) passages: Vec<(i64, i64)>,
}

/// Predictions by the stem of their source.
pub(super) type Predictions = FxHashMap<String, Vec<Row>>;

/// Every gold file of a folder, by name.
pub(super) fn load(folder: &Path) -> Result<Vec<Gold>> {
    let listing = std::fs::read_dir(folder).map_err(|e| {
        Error::usage("gold-unreadable", format!("cannot list this folder: {e}")).at_file(folder).caused_by(e)
    })?;
    let mut files: Vec<PathBuf> = listing.filter_map(|entry| entry.ok().map(|e| e.path())).collect();
    files.retain(|f| f.file_name().is_some_and(|n| n.to_string_lossy().ends_with(SUFFIX)));
    files.sort();
    if files.is_empty() {
        return Err(Error::usage("gold-empty", format!("no *{SUFFIX} in this folder"))
            .at_file(folder)
            .hint("name the folder that holds the labels, such as gold/dev"));
    }
    files.iter().map(|f| gold_of(f)).collect()
}

fn gold_of(file: &Path) -> Result<Gold> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let mut gold = Gold {
        stem: name.strip_suffix(SUFFIX).unwrap_or(&name).to_owned(),
        quantities: Vec::new(),
        ignored: Vec::new(),
        passages: Vec::new(),
    };
    for row in json_lines(file)? {
        match row.get("kind").and_then(Value::as_str) {
            Some("quantity") => gold.quantities.push(row),
            Some("passage") => gold.passages.push((int(&row, "start"), int(&row, "end"))),
            Some("ignore") => gold.ignored.push((int(&row, "start"), int(&row, "end"))),
            _ => {}
        }
    }
    Ok(gold)
}

/// Observations of a file in CSV or JSON lines, by the stem of their source.
pub(super) fn predictions(file: &Path) -> Result<Predictions> {
    let rows = match file.extension().and_then(|e| e.to_str()) {
        Some("jsonl" | "ndjson") => json_lines(file)?,
        Some("csv") => csv_rows(file)?,
        _ => {
            return Err(Error::usage("observations-format", "observations are read from .jsonl or .csv")
                .at_file(file)
                .hint("`zhibiao extract FILE --format jsonl` writes such a file"));
        }
    };
    let mut by_stem = Predictions::default();
    for row in rows {
        by_stem.entry(stem_of(row.get("source").and_then(Value::as_str).unwrap_or_default())).or_default().push(row);
    }
    Ok(by_stem)
}

/// A whole number of a row, written as a number or as digits; 0 where there is none.
pub(super) fn int(row: &Row, key: &str) -> i64 {
    match row.get(key) {
        Some(Value::Number(n)) => n.as_i64().unwrap_or_default(),
        Some(Value::String(s)) => s.parse().unwrap_or_default(),
        _ => 0,
    }
}

fn read(file: &Path) -> Result<String> {
    let text = std::fs::read_to_string(file).map_err(|e| {
        Error::usage("input-unreadable", format!("cannot read this file: {e}")).at_file(file).caused_by(e)
    })?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned))
}

fn json_lines(file: &Path) -> Result<Vec<Row>> {
    let text = read(file)?;
    let numbered = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    numbered
        .map(|(i, line)| {
            serde_json::from_str(line).map_err(|e| {
                Error::usage("input-syntax", format!("not a line of JSON: {e}"))
                    .at_file(file)
                    .at_line(i + 1, Some(e.column()))
                    .caused_by(e)
            })
        })
        .collect()
}

fn csv_rows(file: &Path) -> Result<Vec<Row>> {
    let text = read(file)?;
    let wrong = |e: csv::Error| {
        let line = e.position().map_or(1, |p| p.line() as usize);
        Error::usage("input-syntax", format!("not a table: {e}")).at_file(file).at_line(line, None).caused_by(e)
    };
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().map_err(wrong)?.clone();
    let row = |record: csv::StringRecord| {
        headers.iter().zip(&record).map(|(k, v)| (k.to_owned(), Value::String(v.to_owned()))).collect()
    };
    reader.records().map(|record| record.map(row).map_err(wrong)).collect()
}
