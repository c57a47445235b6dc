//! Readings on disk between the first pass and the second, so that memory does not grow with the
//! number of documents: the checks across documents can flag a row only when all were seen.
//!
//! The file is private to one run: records of four bytes of length (little endian) and a reading
//! in postcard.

use std::io::{BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::model::{Error, Reading, Result};
use crate::publish::storage::{Folder, NewFile};

/// The name of the file.
const SPILL: &str = "readings.spill";
/// Bytes of buffer on either side.
const BUFFER: usize = 1 << 18;

/// Writes readings one after the other.
pub(super) struct SpillWriter {
    folder: Folder,
    path: PathBuf,
    out: BufWriter<NewFile>,
    record: Vec<u8>,
}

impl SpillWriter {
    /// A spill in a folder that has none.
    pub(super) fn create(folder: &Folder) -> Result<Self> {
        let file = folder.create(SPILL)?;
        let (folder, path) = (folder.clone(), file.path().to_owned());
        Ok(Self { folder, path, out: BufWriter::with_capacity(BUFFER, file), record: Vec::new() })
    }

    /// Adds a reading.
    pub(super) fn push(&mut self, reading: &Reading) -> Result<()> {
        let mut record = std::mem::take(&mut self.record);
        record.clear();
        record.extend_from_slice(&[0; 4]);
        let mut record = postcard::to_extend(reading, record).map_err(|e| broken(&self.path, e))?;
        let length = u32::try_from(record.len() - 4).map_err(|e| broken(&self.path, e))?;
        record[..4].copy_from_slice(&length.to_le_bytes());
        let written = self.out.write_all(&record);
        self.record = record;
        written.map_err(|e| Error::output(&self.path, e))
    }

    /// Ends writing and begins reading.
    pub(super) fn finish(self) -> Result<SpillReader> {
        let Self { folder, path, mut out, .. } = self;
        out.flush().map_err(|e| Error::output(&path, e))?;
        drop(out);
        let input = BufReader::with_capacity(BUFFER, folder.open(SPILL)?);
        Ok(SpillReader { folder, path, input, record: Vec::new() })
    }
}

/// Reads back what was spilled, in order.
pub(super) struct SpillReader {
    folder: Folder,
    path: PathBuf,
    input: BufReader<Box<dyn Read + Send>>,
    record: Vec<u8>,
}

impl SpillReader {
    /// Removes the file; what was not read is lost.
    pub(super) fn remove(self) -> Result<()> {
        let Self { folder, input, .. } = self;
        // Some systems remove no file that is open.
        drop(input);
        folder.remove_file(SPILL)
    }

    fn read(&mut self) -> Result<Option<Reading>> {
        let mut length = [0; 4];
        match self.input.read_exact(&mut length) {
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            other => other.map_err(|e| Error::output(&self.path, e))?,
        }
        self.record.resize(u32::from_le_bytes(length) as usize, 0);
        self.input.read_exact(&mut self.record).map_err(|e| Error::output(&self.path, e))?;
        postcard::from_bytes(&self.record).map(Some).map_err(|e| broken(&self.path, e))
    }
}

impl Iterator for SpillReader {
    type Item = Result<Reading>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

fn broken(path: &Path, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::output(path, std::io::Error::other(error))
        .hint("the folder of releases holds intermediate files while a run lasts; nothing else may write there")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::sample::reading;

    #[test]
    fn readings_come_back_as_they_were() -> Result<()> {
        let folder = tempfile::tempdir().map_err(|e| Error::output("tmp", e))?;
        let folder = Folder::from(folder.path());
        let mut spill = SpillWriter::create(&folder)?;
        let all = [reading("甲"), reading(""), reading("丙丁")];
        all.iter().try_for_each(|r| spill.push(r))?;
        let mut back = spill.finish()?;
        let read = back.by_ref().collect::<Result<Vec<_>>>()?;
        assert_eq!(read, all);
        // Exact decimals keep their scale: 123.4500 is not 123.45.
        assert_eq!(read[0].observations[0].value.to_string(), "-123.4500");
        back.remove()?;
        assert_eq!(folder.entries()?, Some(Vec::new()), "the file is gone");
        Ok(())
    }
}
