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

/// Bytes that are written at once: few calls, and little memory.
const AT_ONCE: usize = 64 << 10;

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
        let mut bytes = Vec::with_capacity(AT_ONCE);
        for i in 0..self.columns {
            let from = bytes.len();
            write(&mut bytes, &batch.project(&[i]).map_err(io_error)?).map_err(io_error)?;
            let length = bytes.len() - from;
            self.places.push((self.end, length));
            self.end += length as u64;
            if bytes.len() >= AT_ONCE || i + 1 == self.columns {
                self.file.write_all(&bytes)?;
                bytes.clear();
            }
        }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::{Int32Array, StringArray};
    use arrow_schema::{DataType, Field, Schema};

    use super::*;

    #[test]
    fn columns_come_back_in_pieces_in_the_order_of_the_rows() {
        let folder = tempfile::tempdir().unwrap();
        let fields = vec![Field::new("n", DataType::Int32, true), Field::new("text", DataType::Utf8, true)];
        let schema = Arc::new(Schema::new(fields));
        let mut waiting = Waiting::new(&Spill::into(folder.path()), 2);
        for i in 0..40 {
            let numbers: Int32Array = (0..500).map(|row| (row % 7 > 0).then_some(i * 500 + row)).collect();
            let texts: StringArray = (0..500).map(|row| (row % 3 > 0).then(|| "字".repeat(row))).collect();
            let batch = RecordBatch::try_new(Arc::clone(&schema), vec![Arc::new(numbers), Arc::new(texts)]).unwrap();
            waiting.put(&batch).unwrap();
        }
        assert_eq!(waiting.rows(), 20_000);
        // A column is read as often as it is asked for.
        for _ in 0..2 {
            let numbers: Vec<ArrayRef> = waiting.column(0).collect::<io::Result<_>>().unwrap();
            let numbers = numbers.iter().flat_map(|piece| {
                let piece = piece.as_any().downcast_ref::<Int32Array>().unwrap();
                piece.iter().collect::<Vec<_>>()
            });
            assert!(numbers.eq((0..20_000).map(|i| (i % 500 % 7 > 0).then_some(i))));
        }
        let texts: Vec<ArrayRef> = waiting.column(1).collect::<io::Result<_>>().unwrap();
        let last = texts[39].as_any().downcast_ref::<StringArray>().unwrap().value(499).len();
        assert_eq!((texts.len(), last), (40, 3 * 499));
    }
}
