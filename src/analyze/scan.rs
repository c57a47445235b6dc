//! A Parquet file of a release as a source of polars: the columns asked for, read when they are.

use std::any::Any;
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ::parquet::arrow::ProjectionMask;
use ::parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use arrow_array::RecordBatch;
use polars::prelude::{
    AnonymousScan, AnonymousScanArgs, Column, DataFrame, Field, LazyFrame, PlSmallStr, PolarsError, PolarsResult,
    ScanArgsAnonymous, Schema, SchemaRef,
};

use super::column::{column, data_type};
use crate::model::{Error, Result};

/// Rows that are converted at a time: what stands in memory twice.
const BATCH_ROWS: usize = 8192;

/// A Parquet file.
pub(super) struct ParquetScan {
    path: PathBuf,
    schema: SchemaRef,
}

impl ParquetScan {
    /// Reads the schema of the file.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let schema = reader(path).and_then(|reader| schema(&reader)).map_err(|e| unreadable(path, &e))?;
        Ok(Self { path: path.to_owned(), schema: Arc::new(schema) })
    }

    /// The names of its columns.
    pub(super) fn columns(&self) -> Vec<String> {
        self.schema.iter_names().map(ToString::to_string).collect()
    }

    /// Its rows.
    pub(super) fn frame(self) -> Result<LazyFrame> {
        let path = self.path.clone();
        let arguments =
            ScanArgsAnonymous { schema: Some(Arc::clone(&self.schema)), name: "RELEASE", ..Default::default() };
        LazyFrame::anonymous_scan(Arc::new(self), arguments).map_err(|e| unreadable(&path, &e))
    }

    /// Its rows, batch by batch, with the columns `names`.
    pub(super) fn batches(path: &Path, names: &[&str]) -> Result<Batches> {
        let open = || {
            let builder = reader(path)?;
            let mask = ProjectionMask::columns(builder.parquet_schema(), names.iter().copied());
            builder.with_projection(mask).with_batch_size(BATCH_ROWS).build().map_err(io::Error::other)
        };
        Ok(Batches { path: path.to_owned(), reader: open().map_err(|e| unreadable(path, &e))? })
    }

    fn read(&self, names: Option<&[PlSmallStr]>, limit: Option<usize>) -> io::Result<DataFrame> {
        let builder = reader(&self.path)?;
        let names: Vec<PlSmallStr> = match names {
            Some(names) => names.to_vec(),
            None => self.schema.iter_names().cloned().collect(),
        };
        let mask = ProjectionMask::columns(builder.parquet_schema(), names.iter().map(PlSmallStr::as_str));
        let mut builder = builder.with_projection(mask).with_batch_size(BATCH_ROWS);
        if let Some(limit) = limit {
            builder = builder.with_limit(limit);
        }
        let mut all = DataFrame::empty_with_schema(&self.selected(&names)?);
        for batch in builder.build().map_err(io::Error::other)? {
            let batch = batch.map_err(io::Error::other)?;
            all.vstack_mut_owned(frame(&batch, &names)?).map_err(io::Error::other)?;
        }
        Ok(all)
    }

    fn selected(&self, names: &[PlSmallStr]) -> io::Result<Schema> {
        self.schema.try_project(names.iter()).map_err(io::Error::other)
    }
}

/// The batches of a file.
pub(super) struct Batches {
    /// The file.
    pub(super) path: PathBuf,
    reader: ParquetRecordBatchReader,
}

impl Iterator for Batches {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.reader.next()?.map_err(|e| unreadable(&self.path, &e)))
    }
}

impl AnonymousScan for ParquetScan {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn scan(&self, asked: AnonymousScanArgs) -> PolarsResult<DataFrame> {
        self.read(asked.with_columns.as_deref(), asked.n_rows).map_err(|e| {
            let message = format!("{}: {e}", self.path.display());
            PolarsError::IO { error: Arc::new(e), msg: Some(message.into()) }
        })
    }

    fn schema(&self, _: Option<usize>) -> PolarsResult<SchemaRef> {
        Ok(Arc::clone(&self.schema))
    }

    fn allows_projection_pushdown(&self) -> bool {
        true
    }
}

fn reader(path: &Path) -> io::Result<ParquetRecordBatchReaderBuilder<File>> {
    ParquetRecordBatchReaderBuilder::try_new(File::open(path)?).map_err(io::Error::other)
}

fn schema(reader: &ParquetRecordBatchReaderBuilder<File>) -> io::Result<Schema> {
    let field = |field: &Arc<arrow_schema::Field>| {
        Ok(Field::new(field.name().as_str().into(), data_type(field.data_type()).ok_or_else(|| foreign(field))?))
    };
    reader.schema().fields().iter().map(field).collect()
}

fn frame(batch: &RecordBatch, names: &[PlSmallStr]) -> io::Result<DataFrame> {
    let of = |name: &PlSmallStr| -> io::Result<Column> {
        let array = batch.column_by_name(name).ok_or(io::ErrorKind::InvalidData)?;
        column(name, array.as_ref()).ok_or_else(|| io::ErrorKind::InvalidData.into())
    };
    let columns = names.iter().map(of).collect::<io::Result<_>>()?;
    DataFrame::new(batch.num_rows(), columns).map_err(io::Error::other)
}

fn foreign(field: &arrow_schema::Field) -> io::Error {
    let message =
        format!("column {} has the type {}, which no table of a release has", field.name(), field.data_type());
    io::Error::new(io::ErrorKind::InvalidData, message)
}

fn unreadable(path: &Path, error: &dyn std::error::Error) -> Error {
    Error::usage("release-unreadable", format!("this table of the release cannot be read: {error}"))
        .at_file(path)
        .hint("make the release again with `zhibiao run`")
}
