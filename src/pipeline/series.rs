//! Which series came and which went from one release to the next.

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::model::Result;
use crate::publish::storage::Folder;
use crate::publish::{TableReader, WrittenFile};

/// The table in a release.
const TABLE: &str = "series";
/// How many series of each kind the run report names.
const NAMED: usize = 50;

/// A series as the run report names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NamedSeries {
    /// Its identity in the tables.
    pub series_id: String,
    /// Its name in the table `series`.
    pub name: String,
}

/// What changed among series since the release before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct SeriesChange {
    /// How many series the release has.
    pub total: u64,
    /// How many of them the release before did not have.
    pub new: u64,
    /// How many the release before had, and this one has not.
    pub vanished: u64,
    /// The first of the new ones.
    pub new_named: Vec<NamedSeries>,
    /// The first of those that vanished.
    pub vanished_named: Vec<NamedSeries>,
}

impl SeriesChange {
    /// Nothing came and nothing went: the release has these files, and so had the one before.
    pub(super) fn none(files: &[WrittenFile]) -> Self {
        let name = format!("{TABLE}.parquet");
        let table = files.iter().find(|file| file.name == name);
        Self { total: table.and_then(|file| file.rows).unwrap_or_default(), ..Self::default() }
    }
}

/// Holds the series of the release in `now` against those of the release in `before`. Memory holds a set of
/// the identities of those before, 16 bytes each.
///
/// # Errors
/// `release-unreadable`.
pub(super) fn compare(before: &Folder, now: &Folder) -> Result<SeriesChange> {
    let mut change = SeriesChange::default();
    let mut gone = FxHashSet::default();
    each(before, &mut |id, _| {
        gone.insert(key(id));
    })?;
    each(now, &mut |id, name| {
        change.total += 1;
        // A release has a series once.
        if !gone.remove(&key(id)) {
            change.new += 1;
            note(&mut change.new_named, id, name);
        }
    })?;
    change.vanished = gone.len() as u64;
    if !gone.is_empty() {
        each(before, &mut |id, name| {
            if gone.contains(&key(id)) {
                note(&mut change.vanished_named, id, name);
            }
        })?;
    }
    Ok(change)
}

fn note(named: &mut Vec<NamedSeries>, id: &str, name: &str) {
    if named.len() < NAMED {
        named.push(NamedSeries { series_id: id.to_owned(), name: name.to_owned() });
    }
}

/// Identities are hashes in hexadecimal.
fn key(id: &str) -> u128 {
    u128::from_str_radix(id, 16).unwrap_or_default()
}

/// Gives identity and name of each series of a release.
fn each(release: &Folder, seen: &mut dyn FnMut(&str, &str)) -> Result<()> {
    let mut table = TableReader::open(release.clone(), TABLE, &["series_id", "name"])?;
    while let Some(row) = table.next_row()? {
        if let Some(id) = row.text(0) {
            seen(id, row.text(1).unwrap_or_default());
        }
    }
    Ok(())
}
