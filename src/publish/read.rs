//! The tables of a release, read row by row in bounded memory, for what works without polars.
//!
//! A column that the file lacks, because an older program wrote it, reads as null.

use std::error::Error as _;
use std::path::{Path, PathBuf};

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use ::parquet::errors::ParquetError;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Float32Type, Int8Type, Int16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, RecordBatch};
use jiff::civil::Date;

use super::cells::Column;
use super::storage::Folder;
use super::stored_chunks::StoredChunks;
use crate::model::{Error, Result, date_of_days};

/// Rows that are in memory at a time. Few, because a cell of `documents.text` may have megabytes.
const BATCH_ROWS: usize = 256;

/// A table of a release, some of its columns.
pub struct TableReader {
    path: PathBuf,
    batches: ParquetRecordBatchReader,
    batch: Option<RecordBatch>,
    at: usize,
    /// The place in a batch of each column that was asked for.
    places: Vec<Option<usize>>,
}

impl TableReader {
    /// Opens a table of the release in `folder`. The rows have the `columns` in the order given here.
    ///
    /// # Errors
    /// `release-unreadable`, when the table is missing or damaged.
    pub fn open(folder: impl Into<Folder>, table: &str, columns: &[&str]) -> Result<Self> {
        let (folder, name) = (folder.into(), format!("{table}.parquet"));
        let path = folder.path().join(&name);
        let file = folder.open(&name).map_err(|e| unreadable(&path, e.source().unwrap_or(&e)))?;
        let builder = StoredChunks::new(file)
            .map_err(ParquetError::from)
            .and_then(ParquetRecordBatchReaderBuilder::try_new)
            .map_err(|e| unreadable(&path, &e))?;
        let mask = ProjectionMask::columns(builder.parquet_schema(), columns.iter().copied());
        let rows = if columns.contains(&"text") { BATCH_ROWS / 16 } else { BATCH_ROWS };
        let built = builder.with_projection(mask).with_batch_size(rows).build();
        let batches = built.map_err(|e| unreadable(&path, &e))?;
        let schema = arrow_array::RecordBatchReader::schema(&batches);
        let places = columns.iter().map(|name| schema.index_of(name).ok()).collect();
        Ok(Self { path, batches, batch: None, at: 0, places })
    }

    /// The next row; `None` after the last.
    ///
    /// # Errors
    /// `release-unreadable`, when the table is damaged.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>> {
        self.at += 1;
        while self.batch.as_ref().is_none_or(|batch| self.at >= batch.num_rows()) {
            let Some(batch) = self.batches.next() else { return Ok(None) };
            self.batch = Some(batch.map_err(|e| unreadable(&self.path, &e))?);
            self.at = 0;
        }
        Ok(self.batch.as_ref().map(|batch| Row { batch, places: &self.places, at: self.at }))
    }
}

/// A row. Columns are named by their place among those asked for; a cell that is null, or of another
/// type, is `None`.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    batch: &'a RecordBatch,
    places: &'a [Option<usize>],
    at: usize,
}

impl<'a> Row<'a> {
    /// The cell as CSV has it, without quotes; empty for a null.
    #[must_use]
    pub fn plain(&self, column: usize) -> String {
        let mut text = String::new();
        if let Some(cells) = self.cell(column).and_then(|array| Column::new(array.as_ref())) {
            cells.cell(self.at).write(&mut text);
        }
        text
    }

    /// A text.
    #[must_use]
    pub fn text(&self, column: usize) -> Option<&'a str> {
        self.cell(column)?.as_string_opt::<i32>().map(|a| a.value(self.at))
    }

    /// A whole number that is not negative.
    #[must_use]
    pub fn unsigned(&self, column: usize) -> Option<u64> {
        self.primitive::<UInt32Type>(column).map(u64::from).or_else(|| self.primitive::<UInt64Type>(column))
    }

    /// A year.
    #[must_use]
    pub fn year(&self, column: usize) -> Option<i16> {
        self.primitive::<Int16Type>(column)
    }

    /// A small number.
    #[must_use]
    pub fn small(&self, column: usize) -> Option<i8> {
        self.primitive::<Int8Type>(column)
    }

    /// A number of single precision.
    #[must_use]
    pub fn float32(&self, column: usize) -> Option<f32> {
        self.primitive::<Float32Type>(column)
    }

    /// An exact decimal, in units of 10⁻⁹.
    #[must_use]
    pub fn decimal(&self, column: usize) -> Option<i128> {
        self.primitive::<Decimal128Type>(column)
    }

    /// A day.
    #[must_use]
    pub fn date(&self, column: usize) -> Option<Date> {
        self.primitive::<Date32Type>(column).and_then(date_of_days)
    }

    /// Yes or no.
    #[must_use]
    pub fn bool(&self, column: usize) -> Option<bool> {
        self.cell(column)?.as_boolean_opt().map(|a| a.value(self.at))
    }

    /// The elements of a list; none of a list that is null.
    pub fn texts(&self, column: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        let list = self.cell(column).and_then(|a| a.as_list_opt::<i32>());
        let parts = list.and_then(|list| {
            let ends = list.value_offsets();
            let values = list.values().as_string_opt::<i32>()?;
            Some((values, ends[self.at] as usize..ends[self.at + 1] as usize))
        });
        parts.into_iter().flat_map(|(values, places)| places.map(|i| values.value(i)))
    }

    fn cell(&self, column: usize) -> Option<&'a ArrayRef> {
        let place = (*self.places.get(column)?)?;
        let array = self.batch.column(place);
        (!array.is_null(self.at)).then_some(array)
    }

    fn primitive<T: ArrowPrimitiveType>(&self, column: usize) -> Option<T::Native> {
        self.cell(column)?.as_primitive_opt::<T>().map(|a| a.value(self.at))
    }
}

/// What is said of a table of a release that is missing or damaged.
fn unreadable(path: &Path, error: &dyn std::error::Error) -> Error {
    Error::usage("release-unreadable", format!("this table of the release cannot be read: {error}"))
        .at_file(path)
        .hint("make the release again with `zhibiao run`")
}
