//! Two releases compared, row by row: what was added, removed, revised or read otherwise, and what brought
//! it about; of the other tables which documents, rejects, findings and series came, went and changed.
//!
//! Rows are held against one another document by document, in the order of sources that both releases
//! have, so that memory holds the rows of one document and what changed. A diff holds the changed rows
//! whole: applied to the first release it gives the second ([`apply`]).

mod cause;
mod frame;
mod kind;
mod matching;
mod rows;
mod tables;

use std::cmp::Ordering;

use super::{DataFrame, Release};
use crate::model::Result;
use cause::Causes;
use rows::{Group, Groups};

pub use cause::Cause;
pub use kind::Kind;
pub use rows::Row;
pub use tables::{OTHER_TABLES, TableDiff};

const OBSERVATIONS: &str = "observations";

/// A row that is not the same in both releases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What happened to it.
    pub kind: Kind,
    /// What brought it about, as far as the manifests tell; several where several may have.
    pub causes: Vec<Cause>,
    /// The row of the first release.
    pub before: Option<Row>,
    /// The row of the second release.
    pub after: Option<Row>,
    /// The columns that differ, where both have the row.
    pub columns: Vec<usize>,
}

/// What is different between two releases.
#[derive(Debug)]
pub struct ReleaseDiff {
    /// The columns of the observations of both.
    pub names: Vec<String>,
    /// The changes, by source and place.
    pub changes: Vec<Change>,
    /// Rows that are the same in both.
    pub unchanged: u64,
}

impl ReleaseDiff {
    /// Compares the observations of two releases.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub fn between(a: &Release, b: &Release) -> Result<Self> {
        let names = rows::columns(a, b, OBSERVATIONS)?;
        let (left, right) = (Groups::of(a, &names)?, Groups::of(b, &names)?);
        let mut diff = Self::of_groups(names, left, right)?;
        let causes = Causes::of(a, b);
        let names = diff.names.clone();
        diff.changes.iter_mut().for_each(|change| change.causes = causes.of_change(change, &names));
        Ok(diff)
    }

    /// Compares rows that are in memory, each list sorted by source; nothing is told of causes.
    #[must_use]
    pub fn of_rows(names: Vec<String>, a: Vec<Row>, b: Vec<Row>) -> Self {
        let (left, right) = (rows::groups(&names, a), rows::groups(&names, b));
        let compared = Self::of_groups(names.clone(), left.into_iter().map(Ok), right.into_iter().map(Ok));
        // Rows in memory can be read.
        compared.unwrap_or(Self { names, changes: Vec::new(), unchanged: 0 })
    }

    fn of_groups(
        names: Vec<String>,
        left: impl Iterator<Item = Result<Group>>,
        right: impl Iterator<Item = Result<Group>>,
    ) -> Result<Self> {
        let (mut left, mut right) = (left.peekable(), right.peekable());
        let mut diff = Self { names, changes: Vec::new(), unchanged: 0 };
        loop {
            let side = match (left.peek(), right.peek()) {
                (Some(Ok(l)), Some(Ok(r))) => l.source.cmp(&r.source),
                (Some(_), None) | (Some(Err(_)), _) => Ordering::Less,
                (None, Some(_)) | (_, Some(Err(_))) => Ordering::Greater,
                (None, None) => break,
            };
            let before = if side.is_le() { left.next().transpose()?.map(|g| g.rows) } else { None };
            let after = if side.is_ge() { right.next().transpose()?.map(|g| g.rows) } else { None };
            diff.document(before.unwrap_or_default(), after.unwrap_or_default());
        }
        matching::renamed(&mut diff);
        Ok(diff)
    }

    /// The changes as a table; at most `limit` of them.
    ///
    /// # Errors
    /// None but faults of the program.
    pub fn frame(&self, limit: Option<usize>) -> Result<DataFrame> {
        frame::changes(self, limit)
    }

    /// How many changes are of this kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|c| c.kind == kind).count()
    }

    /// Compares the rows of one document.
    fn document(&mut self, before: Vec<Row>, after: Vec<Row>) {
        let matched = matching::rows(&self.names, &matching::OBSERVATION, &before, &after);
        let mut taken = vec![false; after.len()];
        let mut before: Vec<Option<Row>> = before.into_iter().map(Some).collect();
        let mut after: Vec<Option<Row>> = after.into_iter().map(Some).collect();
        for (i, other) in matched.iter().enumerate() {
            let old = before[i].take();
            let new = other.and_then(|j| {
                taken[j] = true;
                after[j].take()
            });
            self.change(old, new);
        }
        for new in after.into_iter().flatten() {
            self.change(None, Some(new));
        }
    }

    fn change(&mut self, before: Option<Row>, after: Option<Row>) {
        let columns: Vec<usize> = match (&before, &after) {
            (Some(old), Some(new)) => (0..self.names.len()).filter(|&i| old[i] != new[i]).collect(),
            _ => Vec::new(),
        };
        if before.is_some() && after.is_some() && columns.is_empty() {
            self.unchanged += 1;
            return;
        }
        let kind = kind::of(&self.names, before.as_ref(), after.as_ref(), &columns);
        self.changes.push(Change { kind, causes: Vec::new(), before, after, columns });
    }
}

/// The rows that `rows` become by the changes: those of the second release, where they were those of the
/// first, in no particular order.
#[must_use]
pub fn apply(changes: &[Change], rows: Vec<Row>) -> Vec<Row> {
    let mut gone: rustc_hash::FxHashMap<&Row, usize> = rustc_hash::FxHashMap::default();
    for row in changes.iter().filter_map(|c| c.before.as_ref()) {
        *gone.entry(row).or_default() += 1;
    }
    let mut kept: Vec<Row> = Vec::with_capacity(rows.len());
    for row in rows {
        match gone.get_mut(&row) {
            Some(count) if *count > 0 => *count -= 1,
            _ => kept.push(row),
        }
    }
    kept.extend(changes.iter().filter_map(|c| c.after.clone()));
    kept
}

/// Every observation of a release as rows, with the columns that it shares with another.
///
/// # Errors
/// `release-unreadable`.
pub fn all_rows(release: &Release, other: &Release) -> Result<Vec<Row>> {
    rows::all(release, OBSERVATIONS, &rows::columns(release, other, OBSERVATIONS)?)
}
