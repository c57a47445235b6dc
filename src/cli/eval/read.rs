//! Reads the documents that labels are about.

use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::gold::{Gold, Predictions, Row};
use crate::cli::Console;
use crate::cli::extract::Documents;
use crate::ingest::Overrides;
use crate::model::document::stem_of;
use crate::model::{Error, Lexicon, Observation, Reading, Result};

/// The observations of every labelled document, found by its stem in one of the folders or below.
pub(super) fn read_texts(labels: &[Gold], folders: &[PathBuf], console: &Console) -> Result<Predictions> {
    let texts = Texts::find(folders)?;
    let lexicon = Lexicon::builtin();
    let mut documents = Documents::new(&lexicon, Overrides::default())?;
    let mut predictions = Predictions::default();
    for gold in labels {
        let file = texts.of(&gold.stem)?;
        if let Some(reading) = documents.read(file, console)? {
            let rows = reading.observations.iter().map(|o| row(o, &reading, &lexicon)).collect();
            predictions.insert(gold.stem.clone(), rows);
        }
    }
    Ok(predictions)
}

/// The formats of labelled documents, first those that are taken first.
const EXTENSIONS: [&str; 4] = ["txt", "html", "pdf", "docx"];

struct Texts<'a> {
    folders: &'a [PathBuf],
    files: Vec<(String, PathBuf)>,
}

impl<'a> Texts<'a> {
    fn find(folders: &'a [PathBuf]) -> Result<Self> {
        let mut files = Vec::new();
        for folder in folders {
            for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
                let entry = entry.map_err(|e| {
                    Error::usage("texts-unreadable", format!("cannot list the texts: {e}"))
                        .at_file(folder)
                        .hint("--texts names the folder of the labelled documents; it may be given more than once")
                })?;
                if entry.file_type().is_file() && place_of(entry.path()).is_some() {
                    files.push((stem_of(&entry.file_name().to_string_lossy()), entry.into_path()));
                }
            }
        }
        files.sort_by_key(|(_, path)| place_of(path));
        Ok(Self { folders, files })
    }

    fn of(&self, stem: &str) -> Result<&Path> {
        let file = self.files.iter().find(|(s, _)| s == stem).map(|(_, path)| path.as_path());
        file.ok_or_else(|| {
            let folders: Vec<_> = self.folders.iter().map(|f| f.display().to_string()).collect();
            Error::usage("text-missing", format!("no document {stem} in {}", folders.join(", ")))
                .hint("--texts names the folder of the labelled documents; it may be given more than once")
        })
    }
}

/// The place of a file among those of one name: where a document is there as text and as a page, labels
/// are about the text. `None` for what is no document.
fn place_of(path: &Path) -> Option<usize> {
    let extension = path.extension()?.to_str()?;
    EXTENSIONS.iter().position(|e| *e == extension)
}

/// The columns that labels speak of.
fn row(o: &Observation, reading: &Reading, lexicon: &Lexicon) -> Row {
    let columns = json!({
        "value_text": o.span.of(&reading.document.text),
        "char_start": o.char_start,
        "char_end": o.char_end,
        "value": number(o.value),
        "value_high": o.value_high.map(number),
        "unit": lexicon.units.get(o.unit).symbol,
        "bound": o.bound.as_str(),
        "indicator": lexicon.indicators.get(o.indicator).code,
        "indicator_text": o.indicator_text,
        "measure": o.measure.as_str(),
        "status": o.status.as_str(),
        "period": o.period.map(|p| p.to_string()),
        "region": o.region.map(|r| r.to_string()),
    });
    match columns {
        Value::Object(row) => row,
        _ => Row::new(),
    }
}

fn number(value: Decimal) -> f64 {
    value.to_string().parse().unwrap_or(f64::NAN)
}
