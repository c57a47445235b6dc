//! A lexicon file: CSV with a header line, read into records that know their line.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::model::error::{Error, Result};

/// A lexicon file in memory.
pub(super) struct Source {
    pub(super) path: PathBuf,
    pub(super) text: Cow<'static, str>,
}

impl Source {
    pub(super) fn builtin(name: &str, text: &'static str) -> Self {
        Self { path: Path::new("pipelines/lexicon").join(name), text: Cow::Borrowed(text) }
    }

    pub(super) fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|e| {
            Error::usage("lexicon-unreadable", format!("cannot read this lexicon file: {e}"))
                .at_file(path)
                .hint("paths in [lexicon] are relative to the pipeline file; files are UTF-8")
                .caused_by(e)
        })?;
        let text = text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), str::to_owned);
        Ok(Self { path: path.to_owned(), text: Cow::Owned(text) })
    }

    /// Every record with the line it stands on.
    pub(super) fn records<T: DeserializeOwned>(&self) -> Result<Vec<(usize, T)>> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(self.text.as_bytes());
        let headers = reader.headers().map_err(|e| self.syntax(&e))?.clone();
        let mut out = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|e| self.syntax(&e))?;
            let line = record.position().map_or(0, |p| p.line() as usize);
            let value = record.deserialize(Some(&headers)).map_err(|e| self.syntax(&e).at_line(line, None))?;
            out.push((line, value));
        }
        Ok(out)
    }

    /// An error about a value on `line`.
    pub(super) fn wrong(&self, line: usize, message: impl Into<String>) -> Error {
        Error::usage("lexicon-value", message).at_file(&self.path).at_line(line, None)
    }

    fn syntax(&self, error: &csv::Error) -> Error {
        let line = error.position().map_or(1, |p| p.line() as usize);
        Error::usage("lexicon-syntax", format!("not a lexicon table: {error}"))
            .at_file(&self.path)
            .at_line(line, None)
            .hint("the header line must name the columns of the file of the same name in pipelines/lexicon")
    }
}
