//! The corrections of a pipeline: its files read, every line made sure of, and found again by document.

use std::path::PathBuf;

use rustc_hash::FxHashMap;

use super::column::Column;
use super::line::{At, Columns, Line, Which};
use super::sheet::Sheet;
use crate::model::{DocumentId, Error, Lexicon, ObservationId, Result};

/// The largest corrections file, in bytes: some two hundred thousand lines.
const MAX_BYTES: u64 = 64 << 20;

/// A corrections file of a pipeline.
#[derive(Debug, Clone)]
pub struct CorrectionsFile {
    /// As the pipeline names it.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of its bytes as hexadecimal digits; empty before it is read.
    pub sha256: String,
    /// How many corrections it has.
    pub lines: u64,
}

impl CorrectionsFile {
    /// A file that is not yet read.
    #[must_use]
    pub fn new(name: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self { name: name.into(), path: path.into(), sha256: String::new(), lines: 0 }
    }
}

/// All corrections of a pipeline, in the order of its files and of their lines.
#[derive(Debug, Default)]
pub struct Corrections {
    pub(super) files: Vec<CorrectionsFile>,
    pub(super) lines: Vec<Line>,
    by_id: FxHashMap<DocumentId, Vec<u32>>,
    by_source: FxHashMap<String, Vec<u32>>,
    /// Corrections of a document by its bytes, by the name that it had.
    by_former: FxHashMap<String, Vec<u32>>,
    pub(super) of_series: Vec<u32>,
}

impl Corrections {
    /// Reads files. Values are held against the lexicon.
    ///
    /// # Errors
    /// `sheet-unreadable`, `sheet-too-large`, `sheet-syntax`; `corrections-header` for a wrong header,
    /// `correction-value` for a wrong cell, `corrections-contradict` for two lines that cannot both
    /// hold: each with file and line.
    pub fn load(files: Vec<CorrectionsFile>, lexicon: &Lexicon) -> Result<Self> {
        let mut all = Self { files, ..Self::default() };
        for file in 0..all.files.len() {
            let sheet = Sheet::read(&all.files[file].path, MAX_BYTES)?;
            let columns = Columns::of(&sheet)?;
            for row in &sheet.rows {
                all.lines.push(columns.line(file as u32, row, lexicon)?);
            }
            all.files[file].lines = sheet.rows.len() as u64;
            all.files[file].sha256.clone_from(&sheet.sha256);
        }
        all.do_not_contradict(lexicon)?;
        for (i, line) in (0_u32..).zip(&all.lines) {
            match &line.which {
                Which::Id(id, former) => {
                    all.by_id.entry(*id).or_default().push(i);
                    if let Some(source) = former {
                        all.by_former.entry(source.clone()).or_default().push(i);
                    }
                }
                Which::Source(source) => all.by_source.entry(source.clone()).or_default().push(i),
                Which::Series(_) => all.of_series.push(i),
            }
        }
        Ok(all)
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The files, as they were read.
    #[must_use]
    pub fn files(&self) -> &[CorrectionsFile] {
        &self.files
    }

    /// Whether a document may have rows to correct.
    #[must_use]
    pub fn concern(&self, id: DocumentId, source: &str) -> bool {
        !self.of_series.is_empty() || self.by_id.contains_key(&id) || self.by_source.contains_key(source)
    }

    /// The corrections that name this document, in their order.
    pub(super) fn of_document(&self, id: DocumentId, source: &str) -> Vec<u32> {
        let lists = [self.by_id.get(&id), self.by_source.get(source)];
        let mut lines: Vec<u32> = lists.into_iter().flatten().flatten().copied().collect();
        lines.sort_unstable();
        lines
    }

    /// The corrections of a document that had this name and other bytes than `id`.
    pub(super) fn of_other_bytes(&self, id: DocumentId, source: &str) -> impl Iterator<Item = u32> {
        let lines = self.by_former.get(source).into_iter().flatten().copied();
        lines.filter(move |&i| !matches!(&self.lines[i as usize].which, Which::Id(named, _) if *named == id))
    }

    /// The name and line of a correction, for messages.
    pub(super) fn say(&self, at: At) -> String {
        format!("{}:{}", self.files[at.file as usize].name, at.line)
    }

    /// An error about a correction.
    pub(super) fn error(&self, at: At, code: &'static str, message: impl Into<String>) -> Error {
        let file = &self.files[at.file as usize].path;
        Error::usage(code, message).at_file(file).at_line(at.line as usize, None)
    }

    /// Two lines about one cell must say the same, or the later one must go on from the earlier one.
    fn do_not_contradict(&self, lexicon: &Lexicon) -> Result<()> {
        let mut last: FxHashMap<Cell<'_>, &Line> = FxHashMap::default();
        for line in &self.lines {
            if let Some(before) = last.get(&Cell::of(line)) {
                let same = before.expected == line.expected && before.value == line.value;
                if !same && before.value != line.expected {
                    return Err(self.contradict(before, line, lexicon));
                }
                if same {
                    continue;
                }
            }
            last.insert(Cell::of(line), line);
        }
        Ok(())
    }

    pub(super) fn contradict(&self, before: &Line, line: &Line, lexicon: &Lexicon) -> Error {
        let (first, second) = (before.value.show(lexicon), line.value.show(lexicon));
        let message = format!(
            "this line makes `{second}` of `{}`, and {} makes `{first}` of it",
            line.column,
            self.say(before.at)
        );
        self.error(line.at, "corrections-contradict", message)
            .hint("remove one of the two; a correction of a corrected cell expects what the earlier line sets")
    }
}

/// What tells one corrected cell from another.
#[derive(PartialEq, Eq, Hash)]
struct Cell<'a> {
    which: &'a Which,
    row: (Option<ObservationId>, Option<&'a (u32, String)>),
    column: Column,
}

impl<'a> Cell<'a> {
    fn of(line: &'a Line) -> Self {
        // The identity alone names a row; its place is only for when the identity is gone.
        let place = line.place.as_ref().filter(|_| line.id.is_none());
        Self { which: &line.which, row: (line.id, place), column: line.column }
    }
}
