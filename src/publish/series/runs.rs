//! Sorted runs of series on the storage, and their merge: an external sort, so that memory does not
//! grow with the number of series.
//!
//! A run is a file in a hidden folder of the release that is being made, which goes before the release
//! is whole: records of four bytes of length (little endian) and a series with its tally in postcard.
//! Runs stand in the order in which they were written, and of one series the earlier is joined first.
//! Nothing of them is forced to disk, because nobody reads them after this process.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::PathBuf;

use super::tally::Tally;
use crate::model::{Error, Result, Series};
use crate::publish::storage::{Folder, NewFile, ReadSeek};

/// The folder of runs in that of the release.
const FOLDER: &str = ".series.runs";
/// Runs after which all are merged into one, so that few files are open.
const MOST: usize = 32;
/// Bytes of buffer of a run.
const BUFFER: usize = 1 << 16;

/// A series and what was seen of it.
type Entry = (Series, Tally);
/// The entries of a run, in order.
type Entries = Box<dyn Iterator<Item = Result<Entry>>>;

/// The runs written so far.
pub(super) struct Runs {
    folder: Folder,
    /// The runs by name, the earliest first.
    names: Vec<String>,
    /// How many were begun.
    begun: u32,
}

impl Runs {
    /// No runs yet; they will be written below `release`.
    pub(super) fn new(release: &Folder) -> Self {
        Self { folder: release.at(FOLDER), names: Vec::new(), begun: 0 }
    }

    /// Writes a run of sorted entries.
    pub(super) fn write(&mut self, seen: &[Entry]) -> Result<()> {
        self.add(|run, _| seen.iter().try_for_each(|(series, tally)| run.push(series, tally)))?;
        if self.names.len() < MOST {
            return Ok(());
        }
        let all = std::mem::take(&mut self.names);
        self.add(|one, folder| merge(folder, &all, Vec::new(), &mut |series, tally| one.push(series, tally)))?;
        all.iter().try_for_each(|name| self.folder.remove_file(name))
    }

    /// Hands on every series of the runs and of `rest`, which was seen last and is sorted, in order; then
    /// the runs go.
    pub(super) fn merge(self, rest: Vec<Entry>, each: &mut dyn FnMut(&Series, &Tally) -> Result<()>) -> Result<()> {
        merge(&self.folder, &self.names, rest, each)?;
        if self.begun > 0 { self.folder.remove() } else { Ok(()) }
    }

    /// Adds the run that `fill` fills.
    fn add(&mut self, fill: impl FnOnce(&mut RunWriter, &Folder) -> Result<()>) -> Result<()> {
        self.folder.make()?;
        let name = self.begun.to_string();
        self.begun += 1;
        let mut run = RunWriter::create(&self.folder, &name)?;
        fill(&mut run, &self.folder)?;
        run.finish()?;
        self.names.push(name);
        Ok(())
    }
}

fn merge(
    folder: &Folder,
    names: &[String],
    rest: Vec<Entry>,
    each: &mut dyn FnMut(&Series, &Tally) -> Result<()>,
) -> Result<()> {
    let mut runs: Vec<Entries> = Vec::new();
    for name in names {
        runs.push(Box::new(RunReader::open(folder, name)?));
    }
    runs.push(Box::new(rest.into_iter().map(Ok)));
    let mut merge = Merge::begin(runs)?;
    while let Some((series, tally)) = merge.next()? {
        each(&series, &tally)?;
    }
    Ok(())
}

/// The entries of all runs, in order, those of one series joined.
struct Merge {
    runs: Vec<Entries>,
    /// The next series of each run that has one.
    heads: BinaryHeap<Reverse<(Series, usize)>>,
    tallies: Vec<Tally>,
}

impl Merge {
    fn begin(runs: Vec<Entries>) -> Result<Self> {
        let tallies = vec![Tally::default(); runs.len()];
        let mut merge = Self { runs, heads: BinaryHeap::new(), tallies };
        (0..merge.runs.len()).try_for_each(|run| merge.advance(run))?;
        Ok(merge)
    }

    fn advance(&mut self, run: usize) -> Result<()> {
        if let Some((series, tally)) = self.runs[run].next().transpose()? {
            self.tallies[run] = tally;
            self.heads.push(Reverse((series, run)));
        }
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Entry>> {
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
    path: PathBuf,
    out: BufWriter<NewFile>,
    record: Vec<u8>,
}

impl RunWriter {
    fn create(folder: &Folder, name: &str) -> Result<Self> {
        let file = folder.create(name)?;
        let path = file.path().to_owned();
        Ok(Self { path, out: BufWriter::with_capacity(BUFFER, file), record: Vec::new() })
    }

    fn push(&mut self, series: &Series, tally: &Tally) -> Result<()> {
        self.write(series, tally).map_err(|e| Error::output(&self.path, e))
    }

    fn write(&mut self, series: &Series, tally: &Tally) -> io::Result<()> {
        self.record.clear();
        let record = postcard::to_extend(&(series, tally), std::mem::take(&mut self.record));
        self.record = record.map_err(io::Error::other)?;
        let length = u32::try_from(self.record.len()).map_err(io::Error::other)?;
        self.out.write_all(&length.to_le_bytes())?;
        self.out.write_all(&self.record)
    }

    fn finish(mut self) -> Result<()> {
        self.out.flush().map_err(|e| Error::output(&self.path, e))
    }
}

/// Reads a run back.
struct RunReader {
    path: PathBuf,
    input: BufReader<Box<dyn ReadSeek>>,
    record: Vec<u8>,
}

impl RunReader {
    fn open(folder: &Folder, name: &str) -> Result<Self> {
        let input = BufReader::with_capacity(BUFFER, folder.open(name)?);
        Ok(Self { path: folder.path().join(name), input, record: Vec::new() })
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
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().map_err(|e| Error::input(&self.path, e)).transpose()
    }
}
