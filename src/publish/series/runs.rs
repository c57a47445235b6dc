//! Sorted runs of series on disk, and their merge: an external sort, so that memory does not grow
//! with the number of series.
//!
//! A run is a file without a name, which the system removes when it is closed: records of four bytes
//! of length (little endian) and a series with its tally in postcard. Runs stand in the order in which
//! they were written, and of one series the earlier is joined first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use super::tally::Tally;
use crate::model::{Error, Result, Series};

/// Runs after which all are merged into one, so that few files are open.
const MOST: usize = 32;
/// Bytes of buffer of a run.
const BUFFER: usize = 1 << 16;

/// A series and what was seen of it.
type Entry = (Series, Tally);
/// The entries of a run, in order.
type Entries = Box<dyn Iterator<Item = io::Result<Entry>>>;

/// The runs written so far.
pub(super) struct Runs {
    folder: PathBuf,
    files: Vec<File>,
}

impl Runs {
    /// No runs yet; they will be written to the file system of `folder`.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), files: Vec::new() }
    }

    /// Writes a run of sorted entries.
    pub(super) fn write(&mut self, seen: &[Entry]) -> Result<()> {
        let mut run = self.begin()?;
        seen.iter().try_for_each(|(series, tally)| run.push(series, tally))?;
        self.files.push(run.finish()?);
        if self.files.len() < MOST {
            return Ok(());
        }
        let mut one = self.begin()?;
        let all = Self { folder: self.folder.clone(), files: std::mem::take(&mut self.files) };
        all.merge(Vec::new(), &mut |series, tally| one.push(series, tally))?;
        self.files.push(one.finish()?);
        Ok(())
    }

    /// Hands on every series of the runs and of `rest`, which was seen last and is sorted, in order.
    pub(super) fn merge(self, rest: Vec<Entry>, each: &mut dyn FnMut(&Series, &Tally) -> Result<()>) -> Result<()> {
        let folder = self.folder;
        let mut runs: Vec<Entries> = Vec::new();
        for file in self.files {
            runs.push(Box::new(RunReader::open(file).map_err(|e| Error::output(&folder, e))?));
        }
        runs.push(Box::new(rest.into_iter().map(Ok)));
        let mut merge = Merge::begin(runs).map_err(|e| Error::output(&folder, e))?;
        while let Some((series, tally)) = merge.next().map_err(|e| Error::output(&folder, e))? {
            each(&series, &tally)?;
        }
        Ok(())
    }

    fn begin(&self) -> Result<RunWriter> {
        let file = tempfile::tempfile_in(&self.folder).map_err(|e| Error::output(&self.folder, e))?;
        let out = BufWriter::with_capacity(BUFFER, file);
        Ok(RunWriter { folder: self.folder.clone(), out, record: Vec::new() })
    }
}

/// The entries of all runs, in order, those of one series joined.
struct Merge {
    runs: Vec<Entries>,
    /// The next series of each run that has one.
    heads: BinaryHeap<Reverse<(Series, usize)>>,
    tallies: Vec<Tally>,
}

impl Merge {
    fn begin(runs: Vec<Entries>) -> io::Result<Self> {
        let tallies = vec![Tally::default(); runs.len()];
        let mut merge = Self { runs, heads: BinaryHeap::new(), tallies };
        (0..merge.runs.len()).try_for_each(|run| merge.advance(run))?;
        Ok(merge)
    }

    fn advance(&mut self, run: usize) -> io::Result<()> {
        if let Some((series, tally)) = self.runs[run].next().transpose()? {
            self.tallies[run] = tally;
            self.heads.push(Reverse((series, run)));
        }
        Ok(())
    }

    fn next(&mut self) -> io::Result<Option<Entry>> {
        let Some(Reverse((series, run))) = self.heads.pop() else { return Ok(None) };
        let mut tally = std::mem::take(&mut self.tallies[run]);
        self.advance(run)?;
        while let Some(Reverse((_, run))) = self.heads.peek().filter(|head| head.0.0 == series) {
            let run = *run;
            self.heads.pop();
            tally.join(&std::mem::take(&mut self.tallies[run]));
            self.advance(run)?;
        }
        Ok(Some((series, tally)))
    }
}

/// Writes a run.
struct RunWriter {
    folder: PathBuf,
    out: BufWriter<File>,
    record: Vec<u8>,
}

impl RunWriter {
    fn push(&mut self, series: &Series, tally: &Tally) -> Result<()> {
        self.write(series, tally).map_err(|e| Error::output(&self.folder, e))
    }

    fn write(&mut self, series: &Series, tally: &Tally) -> io::Result<()> {
        self.record.clear();
        let record = postcard::to_extend(&(series, tally), std::mem::take(&mut self.record));
        self.record = record.map_err(io::Error::other)?;
        let length = u32::try_from(self.record.len()).map_err(io::Error::other)?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&self.record)
    }

    fn finish(self) -> Result<File> {
        let rewound = self.out.into_inner().map_err(io::IntoInnerError::into_error).and_then(|mut file| {
            file.rewind()?;
            Ok(file)
        });
        rewound.map_err(|e| Error::output(&self.folder, e))
    }
}

/// Reads a run back.
struct RunReader {
    input: BufReader<File>,
    record: Vec<u8>,
}

impl RunReader {
    fn open(mut file: File) -> io::Result<Self> {
        file.rewind()?;
        Ok(Self { input: BufReader::with_capacity(BUFFER, file), record: Vec::new() })
    }

    fn read(&mut self) -> io::Result<Option<Entry>> {
        let mut length = [0; 4];
        match self.input.read_exact(&mut length) {
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => return Ok(None),
            other => other?,
        }
        self.record.resize(u32::from_le_bytes(length) as usize, 0);
        self.input.read_exact(&mut self.record)?;
        postcard::from_bytes(&self.record).map(Some).map_err(io::Error::other)
    }
}

impl Iterator for RunReader {
    type Item = io::Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}
