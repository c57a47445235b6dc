//! Record batches as Parquet that every BI tool opens: version 1 data pages, zstd, plain strings,
//! statistics, row groups of 100,000 rows, or fewer where distinct words would take much memory.
//!
//! What makes the bytes depend on the rows alone: batches are cut by rows and bytes of text, row
//! groups by rows and by what their words take, and nothing of the time or the machine goes into the metadata.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_writer::ArrowWriterOptions;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use ::parquet::schema::types::ColumnPath;
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray;

use super::ReleaseInfo;
use super::pages::Pages;
use super::schema::{ColumnType, Table};
use crate::spill::Spill;

/// Rows of a row group.
const GROUP_ROWS: usize = 100_000;
/// Encoded and compressed bytes after which a row group ends early.
const GROUP_BYTES: usize = 64 << 20;
/// Bytes of cells, before encoding, after which a row group ends early: what a reader must hold.
const GROUP_RAW_BYTES: usize = 256 << 20;
/// Bytes that the writer holds after which a row group ends early: dictionaries, and pages that are not
/// full.
const GROUP_MEMORY: usize = 5 << 20;
/// Rows of a page: the writer holds those that are not full, of every column.
const PAGE_ROWS: usize = 5_000;
/// Bytes of a page before it is packed.
const PAGE_BYTES: usize = 256 << 10;
/// Bytes of distinct values of a column that the dictionary of a row group holds.
const DICTIONARY_BYTES: usize = 16 << 20;
/// Columns without a dictionary. Of the first six hardly any value repeats; of the others values repeat on rows
/// side by side or hardly at all, which packing finds as well. A dictionary would hold each of them in memory
/// until its row group ends; without one, observations of the corpus take 2 % more and those of short documents
/// 10 % less.
const PLAIN: [&str; 14] = [
    "observation_id",
    "finding_id",
    "char_start",
    "char_end",
    "text",
    "message",
    "document_id",
    "source",
    "title",
    "section",
    "sentence",
    "value_text",
    "value",
    "value_decimal",
];

/// Writes a table as Parquet.
pub(super) struct ParquetSink<W: Write + Send> {
    writer: ArrowWriter<W>,
    raw: usize,
}

impl<W: Write + Send> ParquetSink<W> {
    /// Begins a table. Without `spill`, pages wait in memory.
    pub(super) fn new(inner: W, table: &Table, info: &ReleaseInfo, spill: Option<&Spill>) -> io::Result<Self> {
        let mut options = ArrowWriterOptions::new().with_properties(properties(table, info).map_err(io_error)?);
        if let Some(spill) = spill {
            options = options.with_page_store_factory(Arc::new(Pages::new(spill)));
        }
        let writer = ArrowWriter::try_new_with_options(inner, table.arrow_schema(), options).map_err(io_error)?;
        Ok(Self { writer, raw: 0 })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.writer.write(batch).map_err(io_error)?;
        self.raw += raw_bytes(batch);
        if self.writer.in_progress_rows() == 0 {
            self.raw = 0;
        } else if self.raw >= GROUP_RAW_BYTES || self.writer.memory_size() >= GROUP_MEMORY {
            self.writer.flush().map_err(io_error)?;
            self.raw = 0;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(io_error)
    }
}

fn properties(table: &Table, info: &ReleaseInfo) -> Result<WriterProperties, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES)
        .set_data_page_row_count_limit(PAGE_ROWS)
        .set_data_page_size_limit(PAGE_BYTES)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_max_row_group_bytes(Some(GROUP_BYTES))
        .set_key_value_metadata(Some(metadata(table, info)));
    for column in table.columns.iter().filter(|c| c.ty == ColumnType::UInt32 || PLAIN.contains(&c.name)) {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(column.name), false);
    }
    Ok(properties.build())
}

fn metadata(table: &Table, info: &ReleaseInfo) -> Vec<KeyValue> {
    let mut entries = vec![
        KeyValue::new("zhibiao.version".to_owned(), info.version.clone()),
        KeyValue::new("zhibiao.pipeline".to_owned(), info.pipeline.clone()),
        KeyValue::new("zhibiao.fingerprint".to_owned(), info.fingerprint.clone()),
        KeyValue::new("zhibiao.table".to_owned(), table.name.to_owned()),
        KeyValue::new("description".to_owned(), table.about.to_owned()),
    ];
    let columns = table.columns.iter().map(|c| KeyValue::new(format!("description.{}", c.name), c.about.to_owned()));
    entries.extend(columns);
    entries
}

/// The length of the batch's data, whatever its buffers have in reserve.
fn raw_bytes(batch: &RecordBatch) -> usize {
    let texts = batch.columns().iter().filter_map(AsArray::as_string_opt::<i32>);
    texts.map(|text| text.value_data().len()).sum::<usize>() + batch.num_rows() * batch.num_columns() * 8
}

fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}
