//! Stage 1, sources to documents: what files are there, decode, formats, metadata.
//!
//! [`discover`] lists the files of a pipeline and the members of archives among them,
//! [`Ingest::read`] makes a document of one or tells why not. Every file found ends as one of the two.

pub mod archive;
mod decode;
mod discover;
pub mod formats;
mod likeness;
pub mod metadata;
pub mod remote;
mod sniff;

use std::fs::File;
use std::io::Read;
use std::sync::Arc;

use serde::Serialize;

use crate::model::{Document, DocumentId, Lexicon, Reject};

pub use archive::Opener;
pub use decode::{DecodeError, Decoded, decode};
pub use discover::{Discovery, Found, FoundRecord, SourceSpec, Stores, discover, documents_of, find_each};
pub use likeness::Likeness;
pub use metadata::Overrides;

use formats::Laid;
use metadata::MetadataReader;

/// How much a document may take, so that none, however it was made, takes the run with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Limits {
    /// Largest file in bytes, also of a member of an archive once it is unpacked. Offsets have 32
    /// bits, so texts beyond 4 GiB are refused whatever this says.
    pub max_bytes: u64,
    /// Most characters that a document's text may have.
    pub max_chars: u64,
    /// Most entries of an archive, with those of the archives in it.
    pub max_entries: u64,
    /// How deep archives may stand in archives.
    pub max_depth: u32,
    /// How many times larger than packed an archive, or a part of a Word or Excel file, may be.
    pub max_ratio: u64,
    /// Most cells of a document's tables.
    pub max_cells: u64,
    /// Most pages of a PDF.
    pub max_pages: u64,
    /// How deep elements of XML or HTML may stand in one another.
    pub max_xml_depth: u32,
    /// Longest time for one PDF, in seconds; the other formats are bounded by their sizes.
    pub max_seconds: u64,
}

impl Limits {
    /// Each limit with its name in pipeline files.
    #[must_use]
    pub const fn named(&self) -> [(&'static str, u64); 9] {
        [
            ("max_bytes", self.max_bytes),
            ("max_chars", self.max_chars),
            ("max_entries", self.max_entries),
            ("max_depth", self.max_depth as u64),
            ("max_ratio", self.max_ratio),
            ("max_cells", self.max_cells),
            ("max_pages", self.max_pages),
            ("max_xml_depth", self.max_xml_depth as u64),
            ("max_seconds", self.max_seconds),
        ]
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 64 * 1024 * 1024,
            max_chars: 20_000_000,
            max_entries: 100_000,
            max_depth: 3,
            max_ratio: 200,
            max_cells: 2_000_000,
            max_pages: 5_000,
            max_xml_depth: 512,
            max_seconds: 60,
        }
    }
}

/// Makes documents of files. Building one indexes the names of regions, so build it once a run;
/// it is shared between threads.
pub struct Ingest {
    metadata: MetadataReader,
}

impl Ingest {
    /// Ingest that knows the regions of `lexicon`.
    #[must_use]
    pub fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { metadata: MetadataReader::new(lexicon) }
    }

    /// Reads a file that was found. Members of archives one after the other are better unpacked with
    /// one [`Opener`] and given to [`Ingest::document`].
    ///
    /// # Errors
    /// A reject with one of the codes `too_large`, `unreadable`, `unsupported_format`, `binary`,
    /// `undecodable`, `empty`, `damaged`, `encrypted`, `no_text_layer`, `no_article`, `timeout`.
    #[allow(clippy::result_large_err, reason = "a reject is built once a document; its size does not matter")]
    pub fn read(&self, found: &Found, overrides: &Overrides, limits: Limits) -> Result<Document, Reject> {
        self.document(&found.source, &bytes_of(found, limits)?, overrides, limits)
    }

    /// Makes a document of bytes that came from `source`; what `-` or a name without extension is, its
    /// first bytes tell.
    ///
    /// # Errors
    /// As [`Ingest::read`].
    #[allow(clippy::result_large_err, reason = "a reject is built once a document; its size does not matter")]
    pub fn document(
        &self,
        source: &str,
        bytes: &[u8],
        overrides: &Overrides,
        limits: Limits,
    ) -> Result<Document, Reject> {
        check_name(source)?;
        check_size(source, bytes.len() as u64, limits)?;
        let (format, laid) =
            formats::read(source, bytes, &limits).map_err(|e| reject(source, e.code, &e.reason, e.position))?;
        let Laid { text, layout, head, encoding } = laid;
        if text.trim().is_empty() {
            return Err(reject(source, "empty", "the file has no text", None));
        }
        if u32::try_from(text.len()).is_err() {
            return Err(reject(source, "too_large", "its text takes more than 4 GiB", None));
        }
        let meta = self.metadata.read(source, &text, &head, overrides);
        Ok(Document {
            id: DocumentId::of(bytes),
            source: source.to_owned(),
            text,
            encoding: encoding.to_owned(),
            format: format.as_str().to_owned(),
            layout,
            bytes: bytes.len() as u64,
            meta,
        })
    }
}

/// The bytes of a file that was found, unpacked where it is a member of an archive. What is too large,
/// or by its name of no format that is read, is not opened.
///
/// # Errors
/// A reject: `too_large`, `unsupported_format`, `unreadable`, and `damaged` of members of archives.
#[allow(clippy::result_large_err, reason = "a reject is built once a document; its size does not matter")]
pub fn bytes_of(found: &Found, limits: Limits) -> Result<Vec<u8>, Reject> {
    let source = &found.source;
    check_name(source)?;
    check_size(source, found.size, limits)?;
    match found.unpack(&mut Opener::default()) {
        Some(unpacked) => unpacked,
        None => read_up_to(found, limits.max_bytes)
            .map_err(|e| reject(source, "unreadable", &format!("the file cannot be read: {e}"), None)),
    }
}

#[allow(clippy::result_large_err, reason = "a reject is built once a document; its size does not matter")]
fn check_name(source: &str) -> Result<(), Reject> {
    formats::Format::named(source).map(drop).map_err(|e| reject(source, e.code, &e.reason, None))
}

#[allow(clippy::result_large_err, reason = "a reject is built once a document; its size does not matter")]
fn check_size(source: &str, size: u64, limits: Limits) -> Result<(), Reject> {
    if size <= limits.max_bytes {
        return Ok(());
    }
    let reason = format!("the file has {size} bytes, more than the limit of {}", limits.max_bytes);
    Err(reject(source, "too_large", &reason, None))
}

/// The bytes of a file, one more than `limit` at most: it may have grown since it was found.
fn read_up_to(found: &Found, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(found.size.min(limit) as usize + 1);
    File::open(&found.path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn reject(source: &str, code: &str, reason: &str, position: Option<u64>) -> Reject {
    Reject {
        source: source.to_owned(),
        stage: "ingest".to_owned(),
        code: code.to_owned(),
        reason: reason.to_owned(),
        position,
    }
}
