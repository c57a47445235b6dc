//! Corrections held against a release: which stand in it, which will, which no longer can.
//!
//! A release that was made with the corrections has the new values, one made without them the old ones;
//! both are right. What a run would make of a line is told by the run alone, because it reads documents
//! anew; this tells it of the documents as they were.

use std::path::Path;

use rustc_hash::{FxHashMap, FxHashSet};

use super::apply::{CHECK, message};
use super::book::Corrections;
use super::column::{Column, QUANTITY, Value};
use super::line::{Line, Which, hex16};
use crate::model::{DocumentId, Lexicon, ObservationId, Result};
use crate::publish::TableReader;

/// How a correction stands to a release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The release has the new value.
    Applied,
    /// The release has the value that is expected; the next run sets the new one.
    Waiting,
    /// The release has neither.
    Stale(String),
    /// The document is in the release, the row is not.
    NoRow,
    /// The document is not in the release.
    Unused,
}

/// A correction and how it stands.
#[derive(Debug, Clone)]
pub struct Audited {
    /// `corrections.csv:12`.
    pub place: String,
    /// Column, old and new value.
    pub what: String,
    /// How it stands.
    pub standing: Standing,
}

/// The columns that say which row it is; those that can be corrected follow.
const KEYS: [&str; 7] =
    ["document_id", "source", "observation_id", "char_start", "char_end", "value_text", "series_id"];

impl Corrections {
    /// Holds every line against the release in `folder`.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub fn audit(&self, folder: &Path, lexicon: &Lexicon) -> Result<Vec<Audited>> {
        let mut standings = vec![Standing::Unused; self.lines.len()];
        let mut documents = TableReader::open(folder, "documents", &["document_id", "source"])?;
        while let Some(row) = documents.next_row()? {
            for i in self.lines_of(&row.plain(0), &row.plain(1)) {
                let withdrawn = self.lines[i].column == Column::Kind;
                standings[i] = if withdrawn { Standing::Applied } else { Standing::NoRow };
            }
        }
        self.audit_rows(folder, lexicon, &mut standings)?;
        self.audit_series(folder, lexicon, &mut standings)?;
        let audited = self.lines.iter().zip(standings).map(|(line, standing)| Audited {
            place: self.say(line.at),
            what: format!("{}: {} → {}", line.column, line.expected.show(lexicon), line.value.show(lexicon)),
            standing,
        });
        Ok(audited.collect())
    }

    fn audit_rows(&self, folder: &Path, lexicon: &Lexicon, standings: &mut [Standing]) -> Result<()> {
        let columns: Vec<&str> = KEYS.into_iter().chain(cells().map(|(_, name)| name)).collect();
        let mut rows = TableReader::open(folder, "observations", &columns)?;
        while let Some(row) = rows.next_row()? {
            let (document, source) = (row.plain(0), row.plain(1));
            let mut lines = self.lines_of(&document, &source);
            lines.extend(self.of_series.iter().map(|&i| i as usize));
            lines.sort_unstable();
            if lines.is_empty() {
                continue;
            }
            let cells = cells().enumerate().map(|(i, (column, _))| (column, row.plain(KEYS.len() + i))).collect();
            let seen = Seen { row: std::array::from_fn(|i| row.plain(2 + i)), document, cells };
            let is_named = |i: &usize| seen.is_named(&self.lines[*i], self, &lines, lexicon);
            let mut chains: FxHashMap<Column, Vec<usize>> = FxHashMap::default();
            for i in lines.iter().copied().filter(is_named) {
                chains.entry(self.lines[i].column).or_default().push(i);
            }
            for (column, chain) in chains {
                self.judge(&seen.cell(column, lexicon), &chain, lexicon, standings);
            }
        }
        Ok(())
    }

    /// How the lines about one cell stand, of which each goes on from the one before.
    fn judge(&self, stands: &Value, chain: &[usize], lexicon: &Lexicon, standings: &mut [Standing]) {
        let applied = chain.iter().rposition(|&i| self.lines[i].value == *stands).map_or(0, |at| at + 1);
        let waits = |i: usize| applied > 0 || self.lines[i].expected == *stands;
        for (at, &i) in chain.iter().enumerate() {
            standings[i] = if at < applied {
                Standing::Applied
            } else if waits(chain[0]) {
                Standing::Waiting
            } else {
                Standing::Stale(stands.show(lexicon))
            };
        }
    }

    /// Corrections of a series that stand in the release may have moved its rows to another series, and are
    /// known by their findings.
    fn audit_series(&self, folder: &Path, lexicon: &Lexicon, standings: &mut [Standing]) -> Result<()> {
        if self.of_series.is_empty() {
            return Ok(());
        }
        let mut findings = TableReader::open(folder, "findings", &["code", "message"])?;
        let mut told = FxHashSet::default();
        while let Some(row) = findings.next_row()? {
            if row.text(0) == Some(CHECK) {
                told.insert(row.plain(1));
            }
        }
        for &i in &self.of_series {
            if told.contains(&message(&self.lines[i as usize], lexicon)) {
                standings[i as usize] = Standing::Applied;
            }
        }
        Ok(())
    }

    /// The lines about a document of the release.
    fn lines_of(&self, document: &str, source: &str) -> Vec<usize> {
        let id = hex16(document).map(DocumentId);
        let lines = id.map(|id| self.of_document(id, source)).unwrap_or_default();
        lines.into_iter().map(|i| i as usize).collect()
    }
}

/// The columns that can be corrected, with the names of those that hold them exactly.
fn cells() -> impl Iterator<Item = (Column, &'static str)> {
    Column::ALL.iter().filter(|c| **c != Column::Kind).map(|&column| match column {
        Column::Value => (column, "value_decimal"),
        Column::ValueHigh => (column, "value_high_decimal"),
        other => (column, other.as_str()),
    })
}

/// A row of the release.
struct Seen {
    /// Identity, begin, end, words, series.
    row: [String; 5],
    document: String,
    cells: FxHashMap<Column, String>,
}

impl Seen {
    /// Whether a line is about this row: by its identity now, by the one it was read with, by place, or by
    /// its series.
    fn is_named(&self, line: &Line, book: &Corrections, lines: &[usize], lexicon: &Lexicon) -> bool {
        let [id, start, end, text, series] = &self.row;
        if let Which::Series(named) = line.which {
            return named.to_string() == *series;
        }
        let by_place = line.place.as_ref().is_some_and(|(at, words)| at.to_string() == *start && words == text);
        let Some(named) = line.id else { return by_place };
        if named.to_string() == *id || by_place {
            return true;
        }
        let former = |column: Column| {
            let now = self.cells.get(&column).cloned().unwrap_or_default();
            let of = lines.iter().map(|&i| &book.lines[i]).filter(|l| l.column == column);
            of.flat_map(|l| [&l.expected, &l.value]).map(|v| v.show(lexicon)).chain([now]).collect::<Vec<_>>()
        };
        let (Some(document), Ok(start), Ok(end)) = (hex16(&self.document), start.parse(), end.parse()) else {
            return false;
        };
        let measures = former(Column::Measure);
        former(Column::Indicator).iter().any(|indicator| {
            let id = |m: &String| ObservationId::of(DocumentId(document), (start, end), indicator, m);
            measures.iter().any(|m| id(m) == named)
        })
    }

    fn cell(&self, column: Column, lexicon: &Lexicon) -> Value {
        if column == Column::Kind {
            return Value::Text(QUANTITY.to_owned());
        }
        let text = self.cells.get(&column).map_or("", String::as_str);
        column.parse(text, lexicon).unwrap_or_else(|_| Value::Text(text.to_owned()))
    }
}

impl Standing {
    /// Whether a run would refuse the line.
    #[must_use]
    pub const fn is_wrong(&self) -> bool {
        matches!(self, Self::Stale(_) | Self::NoRow)
    }
}

impl std::fmt::Display for Standing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Applied => f.write_str("applied"),
            Self::Waiting => f.write_str("waiting for the next run"),
            Self::Stale(stands) => write!(f, "wrong: the release has `{stands}`"),
            Self::NoRow => f.write_str("wrong: the release has the document and no such row"),
            Self::Unused => f.write_str("unused: the release does not have the document"),
        }
    }
}
