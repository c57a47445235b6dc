//! Which series came and which went from one release to the next.

use std::io::{self, Read, Seek, SeekFrom};

use arrow_array::cast::AsArray;
use arrow_array::{Array, RecordBatch};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};
use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::model::{Error, Result};
use crate::publish::storage::{Folder, ReadSeek};

/// The table in a release.
const TABLE: &str = "series.parquet";
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

/// Holds the series of the release in `now` against those of the release in `before`. Memory holds 16
/// bytes for each series of one of them.
///
/// # Errors
/// `cannot-read`.
pub(super) fn compare(before: &Folder, now: &Folder) -> Result<SeriesChange> {
    let mut change = SeriesChange::default();
    let mut ids = FxHashSet::default();
    each(before, &mut |id, _| {
        ids.insert(key(id));
    })?;
    let mut gone = ids.clone();
    each(now, &mut |id, name| {
        change.total += 1;
        gone.remove(&key(id));
        if !ids.contains(&key(id)) {
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
    let failed = |e: io::Error| Error::output(release.path().join(TABLE), e);
    let stored = Stored::of(release).map_err(failed)?;
    let read = || -> std::result::Result<(), ParquetError> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(stored)?;
        let mask = ProjectionMask::columns(builder.parquet_schema(), ["series_id", "name"]);
        for batch in builder.with_projection(mask).build()? {
            rows(&batch?, seen);
        }
        Ok(())
    };
    read().map_err(|e| failed(io::Error::other(e)))
}

fn rows(batch: &RecordBatch, seen: &mut dyn FnMut(&str, &str)) {
    let column = |name: &str| batch.column_by_name(name).and_then(|c| c.as_string_opt::<i32>());
    let (Some(ids), Some(names)) = (column("series_id"), column("name")) else { return };
    for row in (0..batch.num_rows()).filter(|row| ids.is_valid(*row)) {
        seen(ids.value(row), if names.is_valid(row) { names.value(row) } else { "" });
    }
}

/// A file on a storage, as the reader of Parquet wants one.
struct Stored {
    folder: Folder,
    length: u64,
}

impl Stored {
    fn of(folder: &Folder) -> io::Result<Self> {
        let length = folder.open(TABLE).map_err(io::Error::other)?.seek(SeekFrom::End(0))?;
        Ok(Self { folder: folder.clone(), length })
    }
}

impl Length for Stored {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Stored {
    type T = Box<dyn ReadSeek>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        let mut file = self.folder.open(TABLE).map_err(|e| ParquetError::External(Box::new(e)))?;
        file.seek(SeekFrom::Start(start))?;
        Ok(file)
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<bytes::Bytes> {
        let mut chunk = vec![0; length];
        self.get_read(start)?.read_exact(&mut chunk)?;
        Ok(chunk.into())
    }
}
