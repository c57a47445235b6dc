//! What changed in the tables besides the observations: documents, rejects, findings and series.

use super::super::table::TableBuilder;
use super::super::{DataFrame, Release};
use super::cause::Causes;
use super::frame::joined;
use super::{Change, Kind, Row, matching, rows};
use crate::model::{Error, Result};

/// How a table is compared and shown.
struct Shape {
    table: &'static str,
    /// The keys by which rows are matched, the surest first.
    keys: &'static [&'static [&'static str]],
    /// Columns shown of the second release, or of the first where the second lacks the row.
    of: &'static [&'static str],
    /// Columns shown of both.
    both: &'static [&'static str],
}

/// The text of a document is not compared: the hash of its bytes is.
const SHAPES: &[Shape] = &[
    Shape {
        table: "documents",
        keys: &[&["source"], &["document_id"]],
        of: &["source", "title", "region_name", "kind"],
        both: &["source", "title", "published", "year", "region", "kind", "characters", "document_id"],
    },
    Shape { table: "rejects", keys: &[&["source"]], of: &["source"], both: &["stage", "code", "reason"] },
    Shape {
        table: "findings",
        keys: &[&["finding_id"]],
        of: &["code", "severity", "message", "message_en", "sources", "observation_ids", "finding_id"],
        both: &[],
    },
    Shape {
        table: "series",
        keys: &[&["series_id"]],
        of: &["name", "indicator", "measure", "unit", "series_id"],
        both: &["first_period", "last_period", "periods", "observations", "targets", "documents"],
    },
];

/// The tables that can be compared besides the observations.
pub const OTHER_TABLES: [&str; 4] = [SHAPES[0].table, SHAPES[1].table, SHAPES[2].table, SHAPES[3].table];

/// What is different between two releases in one of these tables.
pub struct TableDiff {
    /// The columns that both releases have.
    pub names: Vec<String>,
    /// The changes: those of rows that the second release has in its order, then the removed.
    pub changes: Vec<Change>,
    /// Rows that are the same in both.
    pub unchanged: u64,
    shape: &'static Shape,
}

impl TableDiff {
    /// Compares a table of two releases.
    ///
    /// # Errors
    /// `no-table` for a table that is none of [`OTHER_TABLES`]; `release-unreadable`, `release-too-old`.
    pub fn between(a: &Release, b: &Release, table: &str) -> Result<Self> {
        let names = columns(a, b, table)?;
        let all = |release: &Release| rows::all(release, shape(table)?.table, &names);
        let mut diff = Self::of_rows(table, names.clone(), all(a)?, all(b)?)?;
        let causes = Causes::of(a, b);
        for change in &mut diff.changes {
            change.causes = match table {
                "findings" => causes.of_sources(sources(&names, change).iter().map(String::as_str)),
                // A series may be of any document.
                "series" => Vec::new(),
                _ => causes.of_change(change, &names),
            };
        }
        Ok(diff)
    }

    /// The rows of a release as they are compared with those of a later one.
    ///
    /// # Errors
    /// As [`TableDiff::between`].
    pub fn rows_of(release: &Release, later: &Release, table: &str) -> Result<Vec<Row>> {
        rows::all(release, shape(table)?.table, &columns(release, later, table)?)
    }

    /// Compares rows that are in memory; nothing is told of causes.
    ///
    /// # Errors
    /// `no-table`.
    pub fn of_rows(table: &str, names: Vec<String>, before: Vec<Row>, after: Vec<Row>) -> Result<Self> {
        let shape = shape(table)?;
        let mut old_of: Vec<Option<usize>> = vec![None; after.len()];
        let mut gone = vec![true; before.len()];
        for (old, new) in matching::rows(&names, shape.keys, &before, &after).into_iter().enumerate() {
            if let Some(new) = new {
                old_of[new] = Some(old);
                gone[old] = false;
            }
        }
        let mut diff = Self { names, changes: Vec::new(), unchanged: 0, shape };
        for (new, old) in after.into_iter().zip(old_of) {
            diff.change(old.map(|old| before[old].clone()), Some(new));
        }
        before.into_iter().zip(gone).filter(|(_, gone)| *gone).for_each(|(old, _)| diff.change(Some(old), None));
        Ok(diff)
    }

    fn change(&mut self, before: Option<Row>, after: Option<Row>) {
        let columns: Vec<usize> = match (&before, &after) {
            (Some(old), Some(new)) => (0..self.names.len()).filter(|&i| old[i] != new[i]).collect(),
            _ => Vec::new(),
        };
        let differs = |name: &str| columns.iter().any(|&i| self.names[i] == name);
        let kind = match (&before, &after) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ if columns.is_empty() => {
                self.unchanged += 1;
                return;
            }
            _ if differs("document_id") => Kind::Revised,
            _ if differs("source") => Kind::Moved,
            _ => Kind::Metadata,
        };
        self.changes.push(Change { kind, causes: Vec::new(), before, after, columns });
    }

    /// The changes as a table; at most `limit` of them.
    ///
    /// # Errors
    /// None but faults of the program.
    pub fn frame(&self, limit: Option<usize>) -> Result<DataFrame> {
        let changes = &self.changes[..limit.unwrap_or(usize::MAX).min(self.changes.len())];
        let cell = |row: Option<&Row>, name: &str| row?[self.names.iter().position(|n| n == name)?].clone();
        let mut t = TableBuilder::new(changes.len());
        t.text("change", changes.iter().map(|c| Some(c.kind.as_str())));
        t.text("cause", changes.iter().map(|c| Some(joined(c.causes.iter().map(|cause| cause.as_str())))));
        for name in self.shape.of {
            t.text(name, changes.iter().map(|c| cell(c.after.as_ref().or(c.before.as_ref()), name)));
        }
        for name in self.shape.both {
            t.text(&format!("{name}_a"), changes.iter().map(|c| cell(c.before.as_ref(), name)));
            t.text(&format!("{name}_b"), changes.iter().map(|c| cell(c.after.as_ref(), name)));
        }
        let names = |c: &Change| joined(c.columns.iter().map(|&i| self.names[i].as_str()));
        t.text("columns", changes.iter().map(|c| Some(names(c))));
        t.finish()
    }
}

fn shape(table: &str) -> Result<&'static Shape> {
    SHAPES.iter().find(|shape| shape.table == table).ok_or_else(|| {
        Error::usage("no-table", format!("changes of the table `{table}` are not told"))
            .hint(format!("these are: {}", OTHER_TABLES.join(", ")))
    })
}

/// The columns that both releases have, in the order of the contract.
fn columns(a: &Release, b: &Release, table: &str) -> Result<Vec<String>> {
    let mut names = rows::columns(a, b, shape(table)?.table)?;
    names.retain(|name| name != "text");
    Ok(names)
}

/// The documents that a finding is about.
fn sources(names: &[String], change: &Change) -> Vec<String> {
    let row = change.after.as_ref().or(change.before.as_ref());
    let place = names.iter().position(|name| name == "sources");
    let list = place.and_then(|place| row?[place].clone()).unwrap_or_default();
    list.split('|').map(str::to_owned).collect()
}
