//! Record batches as Parquet that every BI tool opens: version 1 data pages, zstd, plain strings,
//! statistics, row groups of 100,000 rows, or fewer where their words take much room.
//!
//! What makes the bytes depend on the rows alone: batches are cut by rows and bytes of text, row
//! groups by rows and by what batches take, and nothing of the time or the machine goes into the metadata.

use std::io::{self, Write};
use std::sync::Arc;
use std::thread::JoinHandle;

use ::parquet::arrow::ArrowWriter;
use ::parquet::arrow::arrow_writer::{ArrowRowGroupWriterFactory, ArrowWriterOptions, compute_leaves};
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::ColumnPath;
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;

use super::ReleaseInfo;
use super::pages::Pages;
use super::schema::{ColumnType, Table};
use super::table_writer::Room;
use super::waiting::Waiting;
use crate::spill::Spill;

/// Rows of a row group.
const GROUP_ROWS: usize = 100_000;
/// Bytes of cells, as Arrow streams, after which a row group ends early: what a reader must hold.
pub(crate) const GROUP_RAW_BYTES: u64 = 256 << 20;
/// What is said where the thread that encodes did not say it.
const ENDED: &str = "the thread that encodes Parquet ended early";
/// Rows of a page.
const PAGE_ROWS: usize = 5_000;
/// Bytes of a page before it is packed.
const PAGE_BYTES: usize = 256 << 10;
/// Bytes of distinct values of a column that the dictionary of a row group holds.
const DICTIONARY_BYTES: usize = 1 << 20;
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
pub(super) struct ParquetSink<W: Write + Send + 'static> {
    encoder: At<W>,
    waiting: Waiting,
    columns: usize,
    room: Room,
}

/// Where row groups are encoded: one after the other, on a thread of its own while the rows of the next come.
enum At<W: Write + Send + 'static> {
    Here(Box<Encoder<W>>),
    There(JoinHandle<io::Result<Box<Encoder<W>>>>),
    /// It failed, and said why.
    Gone,
}

impl<W: Write + Send + 'static> ParquetSink<W> {
    /// Begins a table.
    pub(super) fn new(inner: W, table: &Table, info: &ReleaseInfo, room: &Room) -> io::Result<Self> {
        let encoder = Encoder::new(inner, table, info, &room.spill).map_err(io_error)?;
        let columns = table.columns.len();
        let waiting = Waiting::new(&room.spill, columns);
        Ok(Self { encoder: At::Here(Box::new(encoder)), waiting, columns, room: room.clone() })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> io::Result<()> {
        self.waiting.put(batch).map_err(|e| self.room.said(&e))?;
        if self.waiting.rows() >= GROUP_ROWS || self.waiting.bytes() >= GROUP_RAW_BYTES {
            self.end_group()?;
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> io::Result<W> {
        if self.waiting.rows() > 0 {
            self.end_group()?;
        }
        self.encoder()?.writer.into_inner().map_err(io_error)
    }

    /// Has the rows that wait encoded as a row group.
    fn end_group(&mut self) -> io::Result<()> {
        let mut encoder = self.encoder()?;
        let mut rows = std::mem::replace(&mut self.waiting, Waiting::new(&self.room.spill, self.columns));
        let encode = move || encoder.encode(&mut rows).map_err(io_error).map(|()| encoder);
        self.encoder = if self.room.in_turn {
            At::Here(encode()?)
        } else {
            At::There(std::thread::Builder::new().name("encode-parquet".to_owned()).spawn(encode)?)
        };
        Ok(())
    }

    /// The encoder, when it has ended the row group before.
    fn encoder(&mut self) -> io::Result<Box<Encoder<W>>> {
        match std::mem::replace(&mut self.encoder, At::Gone) {
            At::Here(encoder) => Ok(encoder),
            At::There(thread) => thread.join().unwrap_or_else(|panic| Err(io::Error::other(said(&panic)))),
            At::Gone => Err(io::Error::other(ENDED)),
        }
    }
}

impl<W: Write + Send + 'static> Drop for ParquetSink<W> {
    /// Waits for the thread, so that nobody writes into a folder that is being removed.
    fn drop(&mut self) {
        // Whoever drops a sink unfinished has an error of their own to report.
        drop(self.encoder());
    }
}

/// Encodes row groups into a file.
struct Encoder<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: ArrowRowGroupWriterFactory,
    schema: SchemaRef,
}

impl<W: Write + Send> Encoder<W> {
    fn new(inner: W, table: &Table, info: &ReleaseInfo, spill: &Spill) -> Result<Self, ParquetError> {
        let schema = table.arrow_schema();
        let options = ArrowWriterOptions::new()
            .with_properties(properties(table, info)?)
            .with_page_store_factory(Arc::new(Pages::new(spill)));
        let writer = ArrowWriter::try_new_with_options(inner, Arc::clone(&schema), options)?;
        let (writer, columns) = writer.into_serialized_writer()?;
        Ok(Self { writer, columns, schema })
    }

    fn encode(&mut self, rows: &mut Waiting) -> Result<(), ParquetError> {
        let columns = self.columns.create_column_writers(self.writer.flushed_row_groups().len())?;
        let mut group = self.writer.next_row_group()?;
        for (i, (field, mut column)) in self.schema.fields().iter().zip(columns).enumerate() {
            for piece in rows.column(i) {
                for leaf in compute_leaves(field, &piece?)? {
                    column.write(&leaf)?;
                }
            }
            column.close()?.append_to_row_group(&mut group)?;
        }
        group.close().map(drop)
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
        .set_max_row_group_row_count(None)
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

/// What a thread that panicked said.
fn said(panic: &Box<dyn std::any::Any + Send>) -> String {
    let words = panic.downcast_ref::<&str>().copied();
    let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    words.map_or_else(|| ENDED.to_owned(), |words| format!("{ENDED}: {words}"))
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
