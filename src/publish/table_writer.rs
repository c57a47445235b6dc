//! One table in one format to one writer.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;

use super::ReleaseInfo;
use super::csv::CsvSink;
use super::jsonl::JsonlSink;
use super::parquet::ParquetSink;
use super::schema::Table;
use crate::model::{Error, Result};
use crate::spill::Spill;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Parquet with version 1 data pages and zstd.
    Parquet,
    /// CSV after RFC 4180.
    Csv,
    /// CSV with a byte-order mark, in which no text is a formula.
    CsvForExcel,
    /// One JSON object a row.
    Jsonl,
}

impl Format {
    /// The end of its files' names, without the point.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv | Self::CsvForExcel => "csv",
            Self::Jsonl => "jsonl",
        }
    }

    /// Its media type as registered with IANA, where it is.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Parquet => "application/vnd.apache.parquet",
            Self::Csv | Self::CsvForExcel => "text/csv",
            Self::Jsonl => "application/x-ndjson",
        }
    }
}

/// What a format that writes rows in groups works with.
#[derive(Debug, Clone)]
pub(super) struct Room {
    /// Where rows wait for their group.
    pub(super) spill: Spill,
    /// Whether a group is written before more rows come, and not beside them.
    pub(super) in_turn: bool,
}

impl Room {
    /// An error of the place where rows wait, which it names.
    pub(super) fn said(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{error} (rows wait in {} to be written)", self.spill.path().display()))
    }
}

enum Sink<W: Write + Send + 'static> {
    Parquet(Box<ParquetSink<W>>),
    Csv(Box<CsvSink<W>>),
    Jsonl(JsonlSink<W>),
}

/// Writes batches of one table; errors name the file.
pub(super) struct TableWriter<W: Write + Send + 'static> {
    sink: Sink<W>,
    path: PathBuf,
    rows: u64,
}

impl<W: Write + Send + 'static> TableWriter<W> {
    pub(super) fn new(
        inner: W,
        path: &Path,
        table: &'static Table,
        format: Format,
        info: &ReleaseInfo,
        room: &Room,
    ) -> Result<Self> {
        let sink = match format {
            Format::Parquet => ParquetSink::new(inner, table, info, room).map(|s| Sink::Parquet(Box::new(s))),
            Format::Csv | Format::CsvForExcel => {
                CsvSink::new(inner, table, format == Format::CsvForExcel).map(|s| Sink::Csv(Box::new(s)))
            }
            Format::Jsonl => Ok(Sink::Jsonl(JsonlSink::new(inner, table))),
        };
        let sink = sink.map_err(|e| Error::output(path, e))?;
        Ok(Self { sink, path: path.to_owned(), rows: 0 })
    }

    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.rows += batch.num_rows() as u64;
        let written = match &mut self.sink {
            Sink::Parquet(sink) => sink.write(batch),
            Sink::Csv(sink) => sink.write(batch),
            Sink::Jsonl(sink) => sink.write(batch),
        };
        written.map_err(|e| self.error(e))
    }

    /// Ends the file: the writer below, flushed, and the number of rows.
    pub(super) fn finish(self) -> Result<(W, u64)> {
        let Self { sink, path, rows } = self;
        let finished: io::Result<W> = match sink {
            Sink::Parquet(sink) => sink.finish(),
            Sink::Csv(sink) => sink.finish(),
            Sink::Jsonl(sink) => sink.finish(),
        };
        finished.and_then(|mut w| w.flush().map(|()| (w, rows))).map_err(|e| Error::output(path, e))
    }

    fn error(&self, error: io::Error) -> Error {
        Error::output(&self.path, error)
    }
}
