//! `zhibiao extract`: the observations of documents on standard output.

mod table;

use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::ValueEnum;
use jiff::civil::Date;

use super::{Console, output, usage};
use crate::check::check_document;
use crate::ingest::{Found, Ingest, Limits, Overrides};
use crate::model::{Document, Error, ErrorKind, Lexicon, Reading, Reject, Result};
use crate::pipeline::{Reader, guard, region_of};
use crate::publish::{self, ObservationWriter, ReleaseInfo};
use table::ReadingTable;

/// Print the observations of documents
///
/// Documents are read with the built-in lexicon. Every format but the table has all columns of
/// the contract, which `zhibiao schema` prints.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao extract report.txt
  zhibiao extract a.txt b.txt --format jsonl
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
    let readings = args.files.iter().filter_map(|file| source.read(file, console).transpose());
    match format {
        Format::Table => print_table(readings, &lexicon, console)?,
        Format::Csv => write(readings, publish::Format::Csv, &lexicon)?,
        Format::Jsonl => write(readings, publish::Format::Jsonl, &lexicon)?,
        Format::Parquet if terminal => {
            return Err(usage("Parquet is not for a terminal", "send it to a file: … --format parquet > rows.parquet"));
        }
        Format::Parquet => write(readings, publish::Format::Parquet, &lexicon)?,
    }
    source.verdict(args.files.len())
}

/// Reads documents that were named one by one.
pub(super) struct Documents {
    ingest: Ingest,
    reader: Reader,
    overrides: Overrides,
    rejected: usize,
}

impl Documents {
    /// Reads with this lexicon, and takes `overrides` instead of what a document says.
    ///
    /// # Errors
    /// When the lexicon is too large to index.
    pub(super) fn new(lexicon: &Arc<Lexicon>, overrides: Overrides) -> Result<Self> {
        let (ingest, reader) = (Ingest::new(Arc::clone(lexicon)), Reader::new(Arc::clone(lexicon))?);
        Ok(Self { ingest, reader, overrides, rejected: 0 })
    }

    /// Reads a file or, for `-`, standard input. A document that is rejected is told of, counted
    /// and `None`.
    ///
    /// # Errors
    /// `input-unreadable` for a file that is not there.
    pub(super) fn read(&mut self, file: &Path, console: &Console) -> Result<Option<Reading>> {
        self.with(file, console, |reader, document| {
            let mut reading = reader.read(document);
            check_document(&mut reading, 0, reader.lexicon());
            reading
        })
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
        let document = if file.as_os_str() == "-" { self.stdin()? } else { self.file(file)? };
        let read = document.and_then(|document| {
            let source = document.source.clone();
            guard(|| read(&self.reader, document)).map_err(|panic| internal_error(source, &panic))
        });
        match read {
            Ok(read) => Ok(Some(read)),
            Err(reject) => {
                self.rejected += 1;
                console.say(&format!("rejected: {}: {} [{}]", reject.source, reject.reason, reject.code));
                Ok(None)
            }
        }
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

    fn file(&self, file: &Path) -> Result<std::result::Result<Document, Reject>> {
        let meta = file.metadata().map_err(|e| unreadable(file, e))?;
        if meta.is_dir() {
            return Err(unreadable(file, io::ErrorKind::IsADirectory.into()));
        }
        let source = file.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let found = Found { path: file.to_owned(), source, size: meta.len() };
        Ok(guarded(&found.source, || self.ingest.read(&found, &self.overrides, Limits::default())))
    }

    /// # Errors
    /// `documents-rejected`, when there was any.
    pub(super) fn verdict(&self, documents: usize) -> Result<()> {
        if self.rejected == 0 {
            return Ok(());
        }
        let message = format!("{} of {documents} documents could not be read", self.rejected);
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
