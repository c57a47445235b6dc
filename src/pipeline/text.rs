//! The text of a pipeline file, which turns byte ranges into lines and columns for errors.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::file::PipelineFile;
use crate::model::{Error, Result};

/// A pipeline file's text and where it came from.
#[derive(Debug)]
pub struct PipelineText {
    /// The file.
    pub path: PathBuf,
    text: String,
}

impl PipelineText {
    /// Reads the file.
    ///
    /// # Errors
    /// `pipeline-unreadable`.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|e| {
            Error::usage("pipeline-unreadable", format!("cannot read this pipeline file: {e}"))
                .at_file(path)
                .hint("give the path of a pipeline file in TOML and UTF-8, such as pipelines/example.toml")
                .caused_by(e)
        })?;
        Ok(Self::new(path, &text))
    }

    /// A pipeline file that is in memory; `path` is for errors and for relative paths in it.
    #[must_use]
    pub fn new(path: &Path, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned() }
    }

    /// What is written in it.
    ///
    /// # Errors
    /// `pipeline-syntax` with line and column.
    pub fn parse(&self) -> Result<PipelineFile> {
        toml::from_str(&self.text).map_err(|e| {
            let message = e.message().lines().collect::<Vec<_>>().join(", ");
            let hint = hint_for(&message);
            self.error(e.span().unwrap_or(0..0), "pipeline-syntax", message).hint(hint)
        })
    }

    /// An error about the bytes at `span`.
    #[must_use]
    pub fn error(&self, span: Range<usize>, code: &'static str, message: impl Into<String>) -> Error {
        let (line, column) = self.place(span.start);
        Error::usage(code, message).at_file(&self.path).at_line(line, Some(column))
    }

    /// Line and column, from 1, of a byte; columns count characters.
    #[must_use]
    pub fn place(&self, byte: usize) -> (usize, usize) {
        let before = self.text.get(..byte).unwrap_or(&self.text);
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
    }

    /// The folder that relative paths in the file start from.
    #[must_use]
    pub fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        }
    }
}

/// The hint for a message of the TOML reader: the nearest known key for an unknown one.
fn hint_for(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    if message.starts_with("unknown") {
        let wrong = quoted.next().unwrap_or_default();
        if is_secret(wrong) {
            return "credentials have no place in a pipeline file; the environment has them: AWS_ACCESS_KEY_ID and \
                    AWS_SECRET_ACCESS_KEY, GOOGLE_APPLICATION_CREDENTIALS, AZURE_STORAGE_ACCOUNT_KEY"
                .into();
        }
        return match nearest(wrong, quoted) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "pipelines/example.toml shows every key".into(),
        };
    }
    match (message.starts_with("missing field"), quoted.next()) {
        (true, Some(key)) => format!("add the key `{key}`; pipelines/example.toml shows every key"),
        _ => "pipelines/example.toml shows how each key is written".into(),
    }
}

/// Whether a key asks for something that must not be written down.
fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["key", "secret", "token", "password", "credential", "sas", "user"].iter().any(|word| key.contains(word))
}

/// The candidate most like `word`, if one is alike at all.
pub(super) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|c| (strsim::jaro_winkler(word, c), c))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, c)| c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_of(text: &str) -> Error {
        PipelineText::new(Path::new("p.toml"), text).parse().map(|_| ()).unwrap_err()
    }

    #[test]
    fn an_unknown_key_is_named_with_its_place_and_the_nearest_key() {
        let error = error_of("name = \"a\"\n\n[[source]]\npaths = [\"x\"]\nexclud = [\"y\"]\n");
        assert_eq!((error.place().line, error.place().column), (Some(5), Some(1)), "{error}");
        assert_eq!(error.hint_text(), Some("did you mean `exclude`?"), "{error}");
        assert!(error.to_string().starts_with("p.toml:5:1: unknown field `exclud`"), "{error}");
    }

    #[test]
    fn columns_count_characters() {
        let text = PipelineText::new(Path::new("p.toml"), "# 指标\nname = 指");
        assert_eq!(text.place("# 指标\nname = ".len()), (2, 8));
        assert_eq!(text.place("# 指".len()), (1, 4));
    }

    #[test]
    fn a_missing_key_is_hinted_at() {
        let error = error_of("name = \"a\"\n");
        assert!(error.hint_text().is_some_and(|h| h.contains("`source`")), "{error}");
    }

    #[test]
    fn a_wrong_type_has_its_place() {
        let error = error_of("name = 1\n[[source]]\npaths = [\"x\"]\n");
        assert_eq!((error.place().line, error.place().column), (Some(1), Some(8)), "{error}");
    }
}
