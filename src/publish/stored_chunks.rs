//! A file on a storage, as the reader of Parquet wants one: read from several places at a time.
//!
//! The file is opened once and held, so that who reads a release reads on when it is pruned.

use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use super::storage::ReadSeek;
use ::parquet::errors::Result;
use ::parquet::file::reader::{ChunkReader, Length};
use bytes::Bytes;

/// See the module. Clones read the same file.
#[derive(Clone)]
pub(super) struct StoredChunks {
    file: Arc<Mutex<Box<dyn ReadSeek>>>,
    length: u64,
}

impl StoredChunks {
    pub(super) fn new(mut file: Box<dyn ReadSeek>) -> io::Result<Self> {
        let length = file.seek(SeekFrom::End(0))?;
        Ok(Self { file: Arc::new(Mutex::new(file)), length })
    }
}

impl Length for StoredChunks {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for StoredChunks {
    type T = BufReader<Chunk>;

    fn get_read(&self, start: u64) -> Result<Self::T> {
        Ok(BufReader::new(Chunk { of: self.clone(), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let mut bytes = vec![0; length];
        Chunk { of: self.clone(), at: start }.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// Reads from a place on, whoever else reads the file.
pub(super) struct Chunk {
    of: StoredChunks,
    at: u64,
}

impl Read for Chunk {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Whoever panicked holding it left no state: each read says where it begins.
        let mut file = self.of.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(self.at))?;
        let read = file.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}
