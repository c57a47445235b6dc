//! The writer of a release's folder: readings, findings and rejects in, files with their hashes out.
//!
//! Rows become record batches on the caller's thread; each format writes on a thread of its own
//! behind a short queue. A batch is cut by its rows and bytes alone and queues keep their order, so
//! threads change nothing in the files. Memory holds a few batches and one row group a table.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use arrow_array::RecordBatch;

use super::datapackage::datapackage;
use super::hashing::Hashing;
use super::manifest::{Manifest, WrittenFile};
use super::rows::{self, DocumentRows, ObservationRows, ResolveRow};
use super::schema::{DOCUMENTS, FINDINGS, OBSERVATIONS, REJECTS, TABLES};
use super::table_writer::{Format, TableWriter};
use crate::model::{Error, ErrorKind, Finding, Lexicon, Reading, Reject, Result};

/// Batches that wait for a format's thread.
const QUEUE: usize = 2;

/// What a release says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseInfo {
    /// Name of the pipeline.
    pub pipeline: String,
    /// Fingerprint of the pipeline: what the output depends on besides program, lexicon and input.
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
    folder: PathBuf,
    info: ReleaseInfo,
    documents: DocumentRows<'l>,
    observations: ObservationRows<'l>,
    outputs: Outputs,
    manifest: Manifest,
    last: Option<String>,
}

impl<'l> ReleaseWriter<'l> {
    /// Creates the files in `folder`, which must exist; a [`Staging`](super::Staging) folder gives
    /// the promise that a release is there whole or not at all.
    ///
    /// # Errors
    /// `cannot-write`, when a file cannot be created.
    pub fn create(folder: impl AsRef<Path>, lexicon: &'l Lexicon, info: ReleaseInfo) -> Result<Self> {
        let folder = folder.as_ref().to_owned();
        let workers = info.formats.iter().map(|&f| Worker::start(&folder, f, &info)).collect::<Result<_>>()?;
        let manifest = Manifest::new(&info, lexicon);
        let (documents, observations) = (DocumentRows::new(lexicon), ObservationRows::new(lexicon));
        Ok(Self { folder, info, documents, observations, outputs: Outputs(workers), manifest, last: None })
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
        self.manifest.reading(reading);
        let outputs = &mut self.outputs;
        self.documents.push(&reading.document, &mut |batch| outputs.send(DOCUMENTS, &batch))?;
        self.observations.push(reading, &mut |batch| outputs.send(OBSERVATIONS, &batch))
    }

    /// Adds findings, in their final order.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn findings(&mut self, findings: &[Finding], rows: &dyn ResolveRow) -> Result<()> {
        self.manifest.counts.findings += findings.len() as u64;
        let outputs = &mut self.outputs;
        rows::findings(findings, rows, &mut |batch| outputs.send(FINDINGS, &batch))
    }

    /// Adds rejects, in their final order.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn rejects(&mut self, rejects: &[Reject]) -> Result<()> {
        for reject in rejects {
            self.manifest.reject(reject);
        }
        let outputs = &mut self.outputs;
        rows::rejects(rejects, &mut |batch| outputs.send(REJECTS, &batch))
    }

    /// Ends every table and writes `datapackage.json` and `manifest.json`: all files, by name.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn finish(mut self) -> Result<Vec<WrittenFile>> {
        let outputs = &mut self.outputs;
        self.documents.flush(&mut |batch| outputs.send(DOCUMENTS, &batch))?;
        self.observations.flush(&mut |batch| outputs.send(OBSERVATIONS, &batch))?;
        let mut files = self.outputs.finish()?;
        files.push(self.write_text("datapackage.json", &datapackage(&self.info, &files))?);
        self.manifest.files.clone_from(&files);
        let manifest = self.manifest.to_json();
        files.push(self.write_text("manifest.json", &manifest)?);
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    fn write_text(&self, name: &str, text: &str) -> Result<WrittenFile> {
        use std::io::Write;
        let path = self.folder.join(name);
        fs::write(&path, text).map_err(|e| Error::output(&path, e))?;
        let mut hashing = Hashing::new(std::io::sink());
        hashing.write_all(text.as_bytes()).map_err(|e| Error::output(&path, e))?;
        let (bytes, sha256) = hashing.digest();
        Ok(WrittenFile { name: name.to_owned(), bytes, sha256, rows: None })
    }
}

/// The threads of all formats.
struct Outputs(Vec<Worker>);

impl Outputs {
    fn send(&mut self, table: usize, batch: &RecordBatch) -> Result<()> {
        self.0.iter_mut().try_for_each(|w| w.send(Message::Rows(table, batch.clone())))
    }

    fn finish(&mut self) -> Result<Vec<WrittenFile>> {
        self.0.iter_mut().try_for_each(|w| w.send(Message::Finish))?;
        let files: Vec<Vec<WrittenFile>> = self.0.iter_mut().map(Worker::join).collect::<Result<_>>()?;
        Ok(files.into_iter().flatten().collect())
    }
}

enum Message {
    Rows(usize, RecordBatch),
    Finish,
}

/// A thread that writes every table in one format.
struct Worker {
    queue: Option<SyncSender<Message>>,
    thread: Option<JoinHandle<Result<Vec<WrittenFile>>>>,
}

impl Worker {
    fn start(folder: &Path, format: Format, info: &ReleaseInfo) -> Result<Self> {
        let files = TABLES.iter().map(|table| OpenFile::create(folder, table, format, info)).collect::<Result<_>>()?;
        let (queue, messages) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new()
            .name(format!("write-{}", format.extension()))
            .spawn(move || write_all(files, &messages))
            .map_err(|e| Error::output(folder, e))?;
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

fn write_all(mut files: Vec<OpenFile>, messages: &Receiver<Message>) -> Result<Vec<WrittenFile>> {
    for message in messages {
        match message {
            Message::Rows(table, batch) => files[table].writer.write(&batch)?,
            Message::Finish => return files.into_iter().map(OpenFile::finish).collect(),
        }
    }
    Ok(Vec::new())
}

/// A table's file.
struct OpenFile {
    name: String,
    writer: TableWriter<Hashing<File>>,
}

impl OpenFile {
    fn create(folder: &Path, table: &'static super::schema::Table, format: Format, info: &ReleaseInfo) -> Result<Self> {
        let name = format!("{}.{}", table.name, format.extension());
        let path = folder.join(&name);
        let file = File::create(&path).map_err(|e| Error::output(&path, e))?;
        Ok(Self { name, writer: TableWriter::new(Hashing::new(file), &path, table, format, info)? })
    }

    fn finish(self) -> Result<WrittenFile> {
        let (hashing, rows) = self.writer.finish()?;
        let (bytes, sha256) = hashing.digest();
        Ok(WrittenFile { name: self.name, bytes, sha256, rows: Some(rows) })
    }
}
