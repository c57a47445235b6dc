//! Labels in the form of gold files, which `zhibiao eval` scores against: a JSON object a line, offsets in
//! characters. What was reviewed is a passage; only there does a file say what is right.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Value as Json, json};

use super::task::{FIELDS, Task};
use crate::correct::{Column, exact};
use crate::model::document::stem_of;
use crate::model::{Error, Result};

/// The ending of a gold file's name.
const SUFFIX: &str = ".gold.jsonl";
/// The kind of a number on which good readers differ.
pub(super) const IGNORE: &str = "ignore";
/// A field that is not scored.
const NOT_SCORED: &str = "*";

/// The sentence of a task: what was labelled.
pub(super) fn passage(task: &Task) -> Json {
    json!({ "kind": "passage", "start": task.char_start, "end": task.char_end })
}

/// A number that is no quantity, or may be none.
pub(super) fn other((start, end): (u32, u32), text: &str, kind: &str) -> Json {
    json!({ "start": start, "end": end, "text": text, "kind": kind })
}

/// A quantity. An empty cell is a null; a column that is absent is not scored.
pub(super) fn quantity(place: (u32, u32), text: &str, unit_text: &str, cells: &BTreeMap<Column, String>) -> Json {
    let mut label = match other(place, text, "quantity") {
        Json::Object(label) => label,
        _ => Map::new(),
    };
    for column in FIELDS.into_iter().filter(|c| *c != Column::Baseline) {
        label.insert(column.as_str().to_owned(), field(column, cells.get(&column)));
    }
    label.insert("unit_text".to_owned(), unit_text.into());
    Json::Object(label)
}

fn field(column: Column, cell: Option<&String>) -> Json {
    let Some(cell) = cell else { return NOT_SCORED.into() };
    match column {
        Column::Value | Column::ValueHigh => number(cell),
        Column::PerYear => Json::Bool(cell == "true"),
        // Words that are not there are empty in labels, and so are not compared with a null.
        Column::Subject | Column::IndicatorText => cell.as_str().into(),
        _ if cell.is_empty() => Json::Null,
        _ => cell.as_str().into(),
    }
}

/// Whole numbers without a point, as in labels that people write.
fn number(cell: &str) -> Json {
    let Some(value) = exact(cell) else { return Json::Null };
    match value.to_i64().filter(|_| value.is_integer()) {
        Some(whole) => whole.into(),
        None => cell.parse::<f64>().map_or(Json::Null, Json::from),
    }
}

/// Writes labels to `folder`, a file a document, and gives the files. Labels of other passages that a
/// file has stay.
///
/// # Errors
/// `gold-overlaps` for a passage that is labelled already, `gold-names` for two documents whose files
/// would have one name, `cannot-write`.
pub fn write_gold(folder: &Path, gold: &BTreeMap<String, Vec<Json>>) -> Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder).map_err(|e| Error::output(folder, e))?;
    let mut files: BTreeMap<PathBuf, (&str, String)> = BTreeMap::new();
    for (source, labels) in gold {
        let file = folder.join(stem_of(source) + SUFFIX);
        if let Some((other, _)) = files.get(&file) {
            let message = format!("the labels of {other} and of {source} would be in one file");
            return Err(Error::usage("gold-names", message).at_file(file).hint("import them one after the other"));
        }
        let text = merged(&file, labels)?;
        files.insert(file, (source, text));
    }
    for (file, (_, text)) in &files {
        write(folder, file, text).map_err(|e| Error::output(file, e))?;
    }
    Ok(files.into_keys().collect())
}

/// Whole or not at all.
fn write(folder: &Path, file: &Path, text: &str) -> std::io::Result<()> {
    let mut new = tempfile::NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    new.as_file().sync_all()?;
    new.persist(file).map(drop).map_err(|e| e.error)
}

/// The labels that a file has and the new ones, by place.
fn merged(file: &Path, new: &[Json]) -> Result<String> {
    let text = match std::fs::read_to_string(file) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => String::new(),
        read => read.map_err(|e| Error::output(file, e))?,
    };
    let parse = |line: &str| serde_json::from_str::<Json>(line);
    let old: Vec<Json> =
        text.lines().filter(|l| !l.trim().is_empty()).map(parse).collect::<Result<_, _>>().map_err(|e| {
            Error::usage("review-syntax", format!("this file has lines that are no labels: {e}")).at_file(file)
        })?;
    let passages = |labels: &[Json]| -> Vec<(u64, u64)> {
        labels.iter().filter(|l| l["kind"] == "passage").map(|l| (int(l, "start"), int(l, "end"))).collect()
    };
    let (before, now) = (passages(&old), passages(new));
    let overlap = now.iter().any(|n| before.iter().any(|b| n.0 < b.1 && b.0 < n.1));
    if overlap || (before.is_empty() && !old.is_empty()) {
        let message = "this file has labels of what was reviewed";
        return Err(Error::usage("gold-overlaps", message).at_file(file).hint("name another folder with --gold"));
    }
    let mut all: Vec<&Json> = old.iter().chain(new).collect();
    all.sort_by_key(|l| (l["kind"] != "passage", int(l, "start"), int(l, "end")));
    Ok(all.iter().fold(String::new(), |text, label| text + &label.to_string() + "\n"))
}

fn int(label: &Json, key: &str) -> u64 {
    label[key].as_u64().unwrap_or_default()
}
