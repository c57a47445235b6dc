//! Rows of a row group wait in a file until it is full, and are then encoded column by column.
//!
//! A column of a row group stands in one piece in Parquet, while rows come one after the other. Encoded as they come,
//! every column would hold its dictionary, its page and its room for packing; encoded one after the other, they take what one
//! takes. Columns of a batch lie in the file as Arrow streams, each of one column.

use std::io::{self, Error, Read, Seek, SeekFrom, Write};

use arrow_array::{ArrayRef, RecordBatch};
use arrow_buffer::Buffer;
use arrow_ipc::reader::StreamDecoder;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::ArrowError;

use crate::spill::{Spill, Spooled};

/// See the module.
#[derive(Debug)]
pub(super) struct Waiting {
    file: Spooled,
    /// Where each column of each batch lies, and its length: the columns of the first batch, of the second, and so on.
    places: Vec<(u64, usize)>,
    columns: usize,
    rows: usize,
    end: u64,
}

impl Waiting {
    /// No row of so many columns waits; they will in a file in `spill`.
    pub(super) fn new(spill: &Spill, columns: usize) -> Self {
        Self { file: spill.spooled(), places: Vec::new(), columns, rows: 0, end: 0 }
    }

    /// How many rows wait.
    pub(super) const fn rows(&self) -> usize {
        self.rows
    }

    /// How many bytes they take.
    pub(super) const fn bytes(&self) -> u64 {
        self.end
    }

    /// Adds rows.
    pub(super) fn put(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let mut bytes = Vec::with_capacity(batch.get_array_memory_size());
        for i in 0..self.columns {
            let from = bytes.len();
            write(&mut bytes, &batch.project(&[i]).map_err(io_error)?).map_err(io_error)?;
            self.places.push((self.end + from as u64, bytes.len() - from));
        }
        self.file.write_all(&bytes)?;
        self.end += bytes.len() as u64;
        self.rows += batch.num_rows();
        Ok(())
    }

    /// A column of all rows, in pieces.
    pub(super) fn column(&mut self, column: usize) -> impl Iterator<Item = io::Result<ArrayRef>> {
        let Self { file, places, columns, .. } = self;
        places.iter().skip(column).step_by(*columns).map(|&(at, length)| {
            let mut bytes = vec![0; length];
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut bytes)?;
            read(bytes)
        })
    }
}

fn write(out: &mut Vec<u8>, column: &RecordBatch) -> Result<(), ArrowError> {
    let mut stream = StreamWriter::try_new(out, column.schema_ref())?;
    stream.write(column)?;
    stream.finish()
}

fn read(bytes: Vec<u8>) -> io::Result<ArrayRef> {
    let rows = StreamDecoder::new().decode(&mut Buffer::from_vec(bytes)).map_err(io_error)?;
    rows.map(|rows| rows.column(0).clone()).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

fn io_error(error: ArrowError) -> Error {
    match error {
        ArrowError::IoError(_, error) => error,
        other => Error::other(other),
    }
}
