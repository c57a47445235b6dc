//! Which series came and which went from one release to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Result;
use crate::publish::storage::Folder;
use crate::publish::{TableReader, WrittenFile};
use crate::spill::Spill;

/// The table in a release.
const TABLE: &str = "series";
/// Series in memory while they are sorted.
const MOST: usize = 4_000;
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

/// A series of one of two releases; by identity, those before first.
type Entry = (SeriesId, Side, u64, String);

/// Which release it is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Side {
    Before,
    Now,
}

/// A series' identity: a hash, hexadecimal in the tables.
type SeriesId = String;

/// Holds the series of the release in `now` against those of the release in `before`. They are sorted by
/// identity in files, so memory does not grow with them.
///
/// # Errors
/// `release-unreadable`; `cannot-write`.
pub(super) fn compare(before: &Folder, now: &Folder, spill: &Spill) -> Result<SeriesChange> {
    let mut all = spill.sorter(MOST);
    each(before, &mut |at, id, name| all.push((id, Side::Before, at, name)))?;
    let total = each(now, &mut |at, id, name| all.push((id, Side::Now, at, name)))?;
    let (mut new, mut vanished) = (First::default(), First::default());
    let mut all = all.sorted()?.peekable();
    while let Some(entry) = all.next().transpose()? {
        let is_other_side = |next: &Result<Entry>| next.as_ref().map_or(true, |next| next.0 == entry.0);
        if all.next_if(is_other_side).transpose()?.is_none() {
            let alone = if entry.1 == Side::Now { &mut new } else { &mut vanished };
            alone.add(entry);
        }
    }
    let [new, vanished] = [new, vanished].map(|first| (first.count, first.named.into_values().collect()));
    Ok(SeriesChange { total, new: new.0, vanished: vanished.0, new_named: new.1, vanished_named: vanished.1 })
}

/// How many there are, and the first of them in their table.
#[derive(Default)]
struct First {
    count: u64,
    named: BTreeMap<u64, NamedSeries>,
}

impl First {
    fn add(&mut self, (series_id, _, at, name): Entry) {
        self.count += 1;
        self.named.insert(at, NamedSeries { series_id, name });
        if self.named.len() > NAMED {
            self.named.pop_last();
        }
    }
}

/// Gives place, identity and name of each series of a release: how many there are.
fn each(release: &Folder, seen: &mut dyn FnMut(u64, SeriesId, String) -> Result<()>) -> Result<u64> {
    let mut table = TableReader::open(release.clone(), TABLE, &["series_id", "name"])?;
    let mut count = 0;
    while let Some(row) = table.next_row()? {
        if let Some(id) = row.text(0) {
            seen(count, id.to_owned(), row.text(1).unwrap_or_default().to_owned())?;
            count += 1;
        }
    }
    Ok(count)
}
