//! `zhibiao extract`: the observations of documents on standard output.

mod inputs;
mod table;

use std::collections::VecDeque;
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use jiff::civil::Date;

use super::{Console, output, usage};
use crate::check::check_document;
use crate::ingest::{Discovery, Found, Ingest, Limits, Opener, Overrides};
use crate::model::{Document, Error, ErrorKind, Lexicon, Reading, Reject, Result};
use crate::pipeline::{Reader, guard, region_of};
use crate::publish::{self, ObservationWriter, ReleaseInfo};
use table::ReadingTable;

/// Print the observations of documents
///
/// Documents are read with the built-in lexicon. Of an archive (zip, tar, gz) every member is read;
/// archive.zip!member names one of them. Every format but the table has all columns of
/// the contract, which `zhibiao schema` prints.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao extract report.txt
  zhibiao extract a.txt b.txt --format jsonl
  zhibiao extract reports.zip
  zhibiao extract - --document-date 2021-04-30 --region 长沙市 --format csv
  zhibiao extract report.txt --format parquet > observations.parquet

Exit code 3 says that a document could not be read; the others were.")]
pub(super) struct Args {
    /// Documents; - is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Form of the output; a table on a terminal and csv elsewhere by default
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    #[command(flatten)]
    about: AboutDocuments,
}

/// What the user says of documents that do not say it themselves.
#[derive(Debug, clap::Args)]
pub(super) struct AboutDocuments {
    /// Date of the documents, for texts without one: 2021-04-30
    #[arg(long, value_name = "DATE")]
    document_date: Option<Date>,
    /// Region of the documents, for texts without one: a GB/T 2260 code or a name
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
}

impl AboutDocuments {
    /// # Errors
    /// `unknown-region`.
    pub(super) fn overrides(&self, lexicon: &Lexicon) -> Result<Overrides> {
        let region = self.region.as_deref().map(|r| region_of(lexicon, r)).transpose()?;
        Ok(Overrides { published: self.document_date, region, ..Overrides::default() })
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person, with the main columns.
    Table,
    /// RFC 4180.
    Csv,
    /// One JSON object a row.
    Jsonl,
    /// Parquet.
    Parquet,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let lexicon = Lexicon::builtin();
    let overrides = args.about.overrides(&lexicon)?;
    let terminal = io::stdout().is_terminal();
    let format = args.format.unwrap_or(if terminal { Format::Table } else { Format::Csv });
    let mut source = Documents::new(&lexicon, overrides)?;
    let readings = source.readings(&args.files, console);
    match format {
        Format::Table => print_table(readings, &lexicon, console)?,
        Format::Csv => write(readings, publish::Format::Csv, &lexicon)?,
        Format::Jsonl => write(readings, publish::Format::Jsonl, &lexicon)?,
        Format::Parquet if terminal => {
            return Err(usage("Parquet is not for a terminal", "send it to a file: … --format parquet > rows.parquet"));
        }
        Format::Parquet => write(readings, publish::Format::Parquet, &lexicon)?,
    }
    source.verdict()
}

/// Reads documents that were named one by one.
pub(super) struct Documents {
    ingest: Ingest,
    reader: Reader,
    overrides: Overrides,
    opener: Opener,
    named: usize,
    rejected: usize,
}

/// The readings of files that were named, one after the other.
struct Readings<'a> {
    documents: &'a mut Documents,
    files: std::slice::Iter<'a, PathBuf>,
    waiting: VecDeque<Found>,
    console: &'a Console,
}

impl Iterator for Readings<'_> {
    type Item = Result<Reading>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(found) = self.waiting.pop_front() {
                match self.documents.open(&found, self.console, rows) {
                    Ok(None) => continue,
                    other => return other.transpose(),
                }
            }
            match inputs::documents(self.files.next()?) {
                Ok(inside) => self.waiting.extend(self.documents.take(inside, self.console)),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Reads a document with the checks of one document.
fn rows(reader: &Reader, document: Document) -> Reading {
    let mut reading = reader.read(document);
    check_document(&mut reading, 0, reader.lexicon());
    reading
}

impl Documents {
    /// Reads with this lexicon, and takes `overrides` instead of what a document says.
    ///
    /// # Errors
    /// When the lexicon is too large to index.
    pub(super) fn new(lexicon: &Arc<Lexicon>, overrides: Overrides) -> Result<Self> {
        let (ingest, reader) = (Ingest::new(Arc::clone(lexicon)), Reader::new(Arc::clone(lexicon))?);
        Ok(Self { ingest, reader, overrides, opener: Opener::default(), named: 0, rejected: 0 })
    }

    /// Reads a file or, for `-`, standard input. A document that is rejected is told of, counted
    /// and `None`.
    ///
    /// # Errors
    /// `input-unreadable` for a file that is not there.
    pub(super) fn read(&mut self, file: &Path, console: &Console) -> Result<Option<Reading>> {
        self.with(file, console, rows)
    }

    /// The readings of all documents of `files`, with those in archives.
    fn readings<'a>(&'a mut self, files: &'a [PathBuf], console: &'a Console) -> Readings<'a> {
        Readings { documents: self, files: files.iter(), waiting: VecDeque::new(), console }
    }

    /// As [`Documents::read`], with another way of reading.
    ///
    /// # Errors
    /// As [`Documents::read`].
    pub(super) fn with<T>(
        &mut self,
        file: &Path,
        console: &Console,
        read: impl FnOnce(&Reader, Document) -> T,
    ) -> Result<Option<T>> {
        let inside = self.take(inputs::document(file)?, console);
        match inside.into_iter().next() {
            Some(found) => self.open(&found, console, read),
            None => Ok(None),
        }
    }

    /// Tells of what was refused, and gives what is to be read.
    fn take(&mut self, inside: Discovery, console: &Console) -> Vec<Found> {
        self.named += inside.found.len() + inside.rejects.len();
        inside.rejects.iter().for_each(|reject| self.refused(reject, console));
        inside.found
    }

    fn open<T>(
        &mut self,
        found: &Found,
        console: &Console,
        read: impl FnOnce(&Reader, Document) -> T,
    ) -> Result<Option<T>> {
        let document = if found.source == "-" { self.stdin()? } else { self.file(found) };
        let read = document.and_then(|document| {
            let source = document.source.clone();
            guard(|| read(&self.reader, document)).map_err(|panic| internal_error(source, &panic))
        });
        match read {
            Ok(read) => Ok(Some(read)),
            Err(reject) => {
                self.refused(&reject, console);
                Ok(None)
            }
        }
    }

    fn refused(&mut self, reject: &Reject, console: &Console) {
        self.rejected += 1;
        console.say(&format!("rejected: {}: {} [{}]", reject.source, reject.reason, reject.code));
    }

    /// The reader that they are read with.
    pub(super) const fn reader(&self) -> &Reader {
        &self.reader
    }

    fn stdin(&self) -> Result<std::result::Result<Document, Reject>> {
        let limits = Limits::default();
        let mut bytes = Vec::new();
        let read = io::stdin().lock().take(limits.max_bytes.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|e| unreadable(Path::new("standard input"), e))?;
        Ok(guarded("-", || self.ingest.document("-", &bytes, &self.overrides, limits)))
    }

    #[allow(clippy::result_large_err, reason = "a reject is built once a document; its size does not matter")]
    fn file(&mut self, found: &Found) -> std::result::Result<Document, Reject> {
        let (limits, source) = (Limits::default(), &found.source);
        guarded(source, || match found.unpack(&mut self.opener) {
            Some(bytes) => self.ingest.document(source, &bytes?, &self.overrides, limits),
            None => self.ingest.read(found, &self.overrides, limits),
        })
    }

    /// # Errors
    /// `documents-rejected`, when there was any.
    pub(super) fn verdict(&self) -> Result<()> {
        if self.rejected == 0 {
            return Ok(());
        }
        let message = format!("{} of {} documents could not be read", self.rejected, self.named);
        Err(Error::new(ErrorKind::Rejected, "documents-rejected", message)
            .hint("the lines above say why; the other documents were read"))
    }
}

#[allow(clippy::result_large_err, reason = "a reject is built once a document; its size does not matter")]
fn guarded(
    source: &str,
    read: impl FnOnce() -> std::result::Result<Document, Reject>,
) -> std::result::Result<Document, Reject> {
    guard(read).unwrap_or_else(|panic| Err(internal_error(source.to_owned(), &panic)))
}

fn internal_error(source: String, panic: &str) -> Reject {
    let reason = format!("the program failed on this document, which is a bug: {panic}");
    Reject { source, stage: "relate".into(), code: "internal_error".into(), reason, position: None }
}

fn unreadable(file: &Path, error: io::Error) -> Error {
    Error::usage("input-unreadable", format!("cannot read this document: {error}"))
        .at_file(file)
        .hint("name files, or - for standard input; `zhibiao run` reads folders")
        .caused_by(error)
}

fn write(
    mut readings: impl Iterator<Item = Result<Reading>>,
    format: publish::Format,
    lexicon: &Lexicon,
) -> Result<()> {
    let out = BufWriter::with_capacity(1 << 16, io::stdout());
    let info = ReleaseInfo { formats: vec![format], ..ReleaseInfo::new("extract", &lexicon.fingerprint) };
    let mut writer = ObservationWriter::new(out, output::NAME, format, lexicon, &info)?;
    readings.try_for_each(|reading| writer.push(&reading?))?;
    let (mut out, _) = writer.finish()?;
    out.flush().map_err(|e| Error::output(output::NAME, e))
}

fn print_table(
    mut readings: impl Iterator<Item = Result<Reading>>,
    lexicon: &Lexicon,
    console: &Console,
) -> Result<()> {
    let mut table = ReadingTable::new(lexicon, console.color_out());
    readings.try_for_each(|reading| reading.map(|reading| table.push(&reading)))?;
    output::print(&table.finish())
}
