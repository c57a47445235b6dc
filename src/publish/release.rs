//! The writer of a release's folder: readings, findings and rejects in, files with their hashes out.
//!
//! Rows become record batches on the caller's thread; each format writes on a thread of its own
//! behind a short queue. A batch is cut by its rows and bytes alone and queues keep their order, so
//! threads change nothing in the files. Memory holds a few batches and one row group a table.

use std::io::{self, BufWriter, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use arrow_array::RecordBatch;

use super::datapackage::datapackage;
use super::hashing::Hashing;
use super::manifest::{Gathered, Manifest, WrittenFile};
use super::rows::{DocumentRows, FindingRows, ObservationRows, RejectRows, RowKey};
use super::schema::{DOCUMENTS, FINDINGS, OBSERVATIONS, REJECTS, SERIES, TABLES, Table};
use super::series::SeriesRows;
use super::staging::MANIFEST;
use super::storage::{Folder, NewFile};
use super::table_writer::{Format, Room, TableWriter};
use crate::correct::CorrectionsUsed;
use crate::model::{Error, ErrorKind, Finding, Lexicon, Reading, Reject, Result};

/// Batches that wait for a format's thread.
const QUEUE: usize = 2;

/// What a release says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseInfo {
    /// Name of the pipeline.
    pub pipeline: String,
    /// Fingerprint of the pipeline: what the output depends on besides the documents, among it the version
    /// of the program, the settings, the lexicon and the corrections.
    pub fingerprint: String,
    /// Version of the program.
    pub version: String,
    /// The formats in which every table is written, each once.
    pub formats: Vec<Format>,
}

impl ReleaseInfo {
    /// A release in Parquet and CSV by this version of the program.
    #[must_use]
    pub fn new(pipeline: impl Into<String>, fingerprint: impl Into<String>) -> Self {
        Self {
            pipeline: pipeline.into(),
            fingerprint: fingerprint.into(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            formats: vec![Format::Parquet, Format::Csv],
        }
    }
}

/// Writes the files of a release into a folder.
pub struct ReleaseWriter<'l> {
    folder: Folder,
    info: ReleaseInfo,
    documents: DocumentRows<'l>,
    observations: ObservationRows<'l>,
    series: SeriesRows<'l>,
    findings: FindingRows,
    rejects: RejectRows,
    outputs: Outputs,
    manifest: Manifest<Gathered>,
    last: Option<String>,
    /// Whether readings may still come.
    is_open: bool,
}

impl<'l> ReleaseWriter<'l> {
    /// Creates the files in `folder`, which must exist and have none of their names; that of a
    /// [`Staging`](super::Staging) gives the promise that a release is there whole or not at all.
    ///
    /// # Errors
    /// `cannot-write`, when a file cannot be created.
    pub fn create(folder: impl Into<Folder>, lexicon: &'l Lexicon, info: ReleaseInfo) -> Result<Self> {
        let folder = folder.into();
        let workers = info.formats.iter().map(|&f| Worker::start(&folder, f, &info)).collect::<Result<_>>()?;
        let spill = folder.spill();
        let manifest = Manifest::new(&info, lexicon, &spill);
        let (documents, observations) = (DocumentRows::new(lexicon), ObservationRows::new(lexicon));
        let series = SeriesRows::new(lexicon, &spill);
        let outputs = Outputs { workers, in_turn: folder.in_turn() };
        let (findings, rejects) = (FindingRows::new(), RejectRows::new());
        Ok(Self {
            folder,
            info,
            documents,
            observations,
            series,
            findings,
            rejects,
            outputs,
            manifest,
            last: None,
            is_open: true,
        })
    }

    /// Adds a document and its observations. Readings come in ascending order of their sources,
    /// compared byte by byte, and no source comes twice.
    ///
    /// # Errors
    /// `unsorted-readings`; `cannot-write`, perhaps for an earlier row; `decimal-overflow` and
    /// `cell-too-large` for values that no column holds.
    pub fn push(&mut self, reading: &Reading) -> Result<()> {
        let source = &reading.document.source;
        if let Some(last) = &self.last
            && last >= source
        {
            let message = format!("readings must come sorted by source, each once; this one came after {last}");
            return Err(Error::new(ErrorKind::Output, "unsorted-readings", message).at_file(source));
        }
        self.last = Some(source.clone());
        self.manifest.reading(reading)?;
        self.series.push(reading)?;
        let outputs = &mut self.outputs;
        self.documents.push(&reading.document, &mut |batch| outputs.send(DOCUMENTS, &batch))?;
        self.observations.push(reading, &mut |batch| outputs.send(OBSERVATIONS, &batch))
    }

    /// What the pipeline's corrections did to the readings.
    pub fn corrections(&mut self, used: Vec<CorrectionsUsed>) {
        self.manifest.corrections = used;
    }

    /// Ends the tables of readings, so that what writing them took is free for the others.
    fn end_readings(&mut self) -> Result<()> {
        if !std::mem::take(&mut self.is_open) {
            return Ok(());
        }
        let outputs = &mut self.outputs;
        self.documents.flush(&mut |batch| outputs.send(DOCUMENTS, &batch))?;
        outputs.end(DOCUMENTS)?;
        self.observations.flush(&mut |batch| outputs.send(OBSERVATIONS, &batch))?;
        outputs.end(OBSERVATIONS)
    }

    /// Adds a finding about these rows, after the last reading; findings come in their final order.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn finding(&mut self, finding: &Finding, rows: &[RowKey<'_>]) -> Result<()> {
        self.end_readings()?;
        self.manifest.counts.findings += 1;
        let outputs = &mut self.outputs;
        self.findings.push(finding, rows, &mut |batch| outputs.send(FINDINGS, &batch))
    }

    /// Adds a reject; rejects come in their final order.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn reject(&mut self, reject: &Reject) -> Result<()> {
        self.manifest.reject(reject)?;
        let outputs = &mut self.outputs;
        self.rejects.push(reject, &mut |batch| outputs.send(REJECTS, &batch))
    }

    /// Ends every table and writes `datapackage.json` and `manifest.json`: all files, by name, each
    /// forced to disk.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn finish(mut self) -> Result<Vec<WrittenFile>> {
        self.end_readings()?;
        let Self { folder, info, series, mut findings, mut rejects, mut outputs, mut manifest, .. } = self;
        findings.flush(&mut |batch| outputs.send(FINDINGS, &batch))?;
        outputs.end(FINDINGS)?;
        rejects.flush(&mut |batch| outputs.send(REJECTS, &batch))?;
        outputs.end(REJECTS)?;
        series.finish(&mut |batch| outputs.send(SERIES, &batch))?;
        outputs.end(SERIES)?;
        let mut files = outputs.finish()?;
        let package = datapackage(&info, &files);
        files.push(write_text(&folder, "datapackage.json", |out| out.write_all(package.as_bytes()))?);
        manifest.files.clone_from(&files);
        files.push(write_text(&folder, MANIFEST, |out| manifest.write(out))?);
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }
}

/// A file that is no table.
type TextFile = BufWriter<Hashing<NewFile>>;

fn write_text(folder: &Folder, name: &str, write: impl FnOnce(&mut TextFile) -> io::Result<()>) -> Result<WrittenFile> {
    let mut out = BufWriter::new(Hashing::new(folder.create(name)?));
    let written = write(&mut out).and_then(|()| out.into_inner().map_err(io::IntoInnerError::into_error));
    let (file, bytes, sha256) = written.map_err(|e| Error::output(folder.path().join(name), e))?.finish();
    file.sync()?;
    Ok(WrittenFile { name: name.to_owned(), bytes, sha256, rows: None })
}

/// The threads of all formats.
struct Outputs {
    workers: Vec<Worker>,
    in_turn: bool,
}

impl Outputs {
    fn send(&mut self, table: usize, batch: &RecordBatch) -> Result<()> {
        self.tell(|| Message::Rows(table, batch.clone()))
    }

    /// Ends a table, which has all its rows.
    fn end(&mut self, table: usize) -> Result<()> {
        self.tell(|| Message::End(table))
    }

    fn tell(&mut self, message: impl Fn() -> Message) -> Result<()> {
        for worker in &mut self.workers {
            worker.send(message())?;
            if self.in_turn {
                worker.send(Message::Wait)?;
            }
        }
        Ok(())
    }

    fn finish(&mut self) -> Result<Vec<WrittenFile>> {
        let mut files = Vec::new();
        for worker in &mut self.workers {
            worker.send(Message::Finish)?;
            if self.in_turn {
                files.extend(worker.join()?);
            }
        }
        if !self.in_turn {
            for worker in &mut self.workers {
                files.extend(worker.join()?);
            }
        }
        Ok(files)
    }
}

enum Message {
    Rows(usize, RecordBatch),
    /// A table has all its rows: its file is ended, and what writing it took is free.
    End(usize),
    /// Is taken from a queue without places when what came before is done.
    Wait,
    Finish,
}

/// A thread that writes every table in one format.
struct Worker {
    queue: Option<SyncSender<Message>>,
    thread: Option<JoinHandle<Result<Vec<WrittenFile>>>>,
}

impl Worker {
    fn start(folder: &Folder, format: Format, info: &ReleaseInfo) -> Result<Self> {
        let files = TABLES.iter().map(|table| OpenFile::create(folder, table, format, info)).collect::<Result<_>>()?;
        let (queue, messages) = sync_channel(if folder.in_turn() { 0 } else { QUEUE });
        let thread = std::thread::Builder::new()
            .name(format!("write-{}", format.extension()))
            .spawn(move || write_all(files, &messages))
            .map_err(|e| Error::output(folder.path(), e))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    fn send(&mut self, message: Message) -> Result<()> {
        if self.queue.as_ref().is_some_and(|queue| queue.send(message).is_ok()) {
            return Ok(());
        }
        // The thread ended before its time: it says why.
        self.join().and_then(|_| Err(ended()))
    }

    fn join(&mut self) -> Result<Vec<WrittenFile>> {
        self.queue = None;
        let Some(thread) = self.thread.take() else { return Err(ended()) };
        thread.join().unwrap_or_else(|_| Err(ended()))
    }
}

impl Drop for Worker {
    /// Waits for the thread, so that nobody writes into a folder that is being removed.
    fn drop(&mut self) {
        if self.thread.is_some() {
            // Whoever drops a writer unfinished has an error of their own to report.
            let _ = self.join();
        }
    }
}

fn ended() -> Error {
    Error::new(ErrorKind::Output, "writer-ended", "the thread that writes the tables ended early")
        .hint("the first error of the run says why")
}

fn write_all(files: Vec<OpenFile>, messages: &Receiver<Message>) -> Result<Vec<WrittenFile>> {
    let mut files: Vec<_> = files.into_iter().map(Some).collect();
    let mut written = Vec::new();
    for message in messages {
        match message {
            Message::Rows(table, batch) => files[table].as_mut().ok_or_else(ended)?.writer.write(&batch)?,
            Message::End(table) => written.extend(files[table].take().map(OpenFile::finish).transpose()?),
            Message::Wait => {}
            Message::Finish => return Ok(written),
        }
    }
    Ok(Vec::new())
}

/// A table's file.
struct OpenFile {
    name: String,
    writer: TableWriter<Hashing<NewFile>>,
}

impl OpenFile {
    fn create(folder: &Folder, table: &'static Table, format: Format, info: &ReleaseInfo) -> Result<Self> {
        let name = format!("{}.{}", table.name, format.extension());
        let file = folder.create(&name)?;
        let path = file.path().to_owned();
        let room = Room { spill: folder.spill(), in_turn: folder.in_turn() };
        Ok(Self { name, writer: TableWriter::new(Hashing::new(file), &path, table, format, info, &room)? })
    }

    fn finish(self) -> Result<WrittenFile> {
        let (hashing, rows) = self.writer.finish()?;
        let (file, bytes, sha256) = hashing.finish();
        file.sync()?;
        Ok(WrittenFile { name: self.name, bytes, sha256, rows: Some(rows) })
    }
}
