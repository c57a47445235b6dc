//! The observations of a release as rows of texts, document by document.
//!
//! Cells are written as in the release's own CSV, which loses nothing, so that rows are compared exactly.

use super::super::Release;
use super::super::scan::Batches;
use crate::model::{Error, Result};
use crate::publish::cell_texts;

/// The cells of a row; `None` is a null.
pub type Row = Vec<Option<String>>;

/// The columns of a table that both releases have, in the order of the second.
pub(super) fn columns(a: &Release, b: &Release, table: &str) -> Result<Vec<String>> {
    let of = |release: &Release| {
        let missing = || {
            Error::usage("release-unreadable", format!("there is no table `{table}`"))
                .at_file(&release.folder)
                .hint("make the release again with `zhibiao run`")
        };
        release.table(table).map(|t| t.columns.clone()).ok_or_else(missing)
    };
    let (first, second) = (of(a)?, of(b)?);
    Ok(second.into_iter().filter(|name| first.contains(name)).collect())
}

/// All rows of a table.
pub(super) fn all(release: &Release, table: &'static str, names: &[String]) -> Result<Vec<Row>> {
    let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut batches = release.batches(table, &wanted)?;
    let mut all = Vec::new();
    while let Some(rows) = read(&mut batches, names) {
        all.extend(rows?);
    }
    Ok(all)
}

/// The rows of the next batch.
fn read(batches: &mut Batches, names: &[String]) -> Option<Result<Vec<Row>>> {
    let batch = batches.next()?;
    Some(batch.and_then(|batch| {
        cell_texts(&batch, names).ok_or_else(|| {
            Error::usage("release-unreadable", "a column of this release is none of the contract")
                .at_file(&batches.path)
                .hint("make the release again with `zhibiao run`")
        })
    }))
}

/// The rows of one document.
pub(super) struct Group {
    pub(super) source: String,
    pub(super) rows: Vec<Row>,
}

/// Rows that are sorted by source, document by document.
pub(super) fn groups(names: &[String], rows: Vec<Row>) -> Vec<Group> {
    let at = names.iter().position(|n| n == "source").unwrap_or_default();
    let mut groups: Vec<Group> = Vec::new();
    for row in rows {
        let source = row.get(at).cloned().flatten().unwrap_or_default();
        match groups.last_mut().filter(|group| group.source == source) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group { source, rows: vec![row] }),
        }
    }
    groups
}

/// The documents of a release, one after the other.
pub(super) struct Groups {
    batches: Batches,
    names: Vec<String>,
    source: usize,
    /// Rows that were read and not handed on.
    waiting: std::collections::VecDeque<Row>,
    ended: bool,
}

impl Groups {
    pub(super) fn of(release: &Release, names: &[String]) -> Result<Self> {
        let wanted: Vec<&str> = names.iter().map(String::as_str).collect();
        let batches = release.batches(super::OBSERVATIONS, &wanted)?;
        let source = names.iter().position(|n| n == "source").unwrap_or_default();
        Ok(Self { batches, names: names.to_vec(), source, waiting: std::collections::VecDeque::new(), ended: false })
    }

    /// Reads another batch; whether there was one.
    fn fill(&mut self) -> Result<bool> {
        let Some(rows) = read(&mut self.batches, &self.names).transpose()? else {
            self.ended = true;
            return Ok(false);
        };
        self.waiting.extend(rows);
        Ok(true)
    }

    fn group(&mut self) -> Result<Option<Group>> {
        while self.waiting.is_empty() {
            if self.ended || !self.fill()? {
                return Ok(None);
            }
        }
        let source = self.waiting[0][self.source].clone().unwrap_or_default();
        let mut rows = Vec::new();
        loop {
            while let Some(row) = self.waiting.front() {
                if row[self.source].as_deref() != Some(source.as_str()) {
                    return Ok(Some(Group { source, rows }));
                }
                rows.extend(self.waiting.pop_front());
            }
            if self.ended || !self.fill()? {
                return Ok(Some(Group { source, rows }));
            }
        }
    }
}

impl Iterator for Groups {
    type Item = Result<Group>;

    fn next(&mut self) -> Option<Self::Item> {
        self.group().transpose()
    }
}
