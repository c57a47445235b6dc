//! `manifest.json`: what went into a release, what each stage made of it, and what came out.
//!
//! It holds no time and no path of the machine, so that the same input gives the same bytes.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::io::{self, Write};

use serde::ser::{Error as _, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};

use super::ReleaseInfo;
use crate::correct::CorrectionsUsed;
use crate::model::{DocumentId, Lexicon, Reading, Reject, Result, StageCounts};
use crate::spill::{Sorter, Spill};

/// Inputs in memory while a release is written.
const MOST: usize = 4_000;

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFile {
    /// Its name in the folder of the release.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// Its SHA-256 as hexadecimal digits.
    pub sha256: String,
    /// The rows of a table; `None` for anything else.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub rows: Option<u64>,
}

/// A file that was found, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The file as the pipeline named it.
    pub source: String,
    /// Hash of the bytes of a document that was read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub document_id: Option<String>,
    /// Size in bytes of a document that was read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bytes: Option<u64>,
    /// Code of the reason of a file that was not.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reject: Option<String>,
}

/// How many things each stage made of the whole input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Files found: published and rejected together.
    pub found: u64,
    /// Documents in the release.
    pub published: u64,
    /// Files in the table of rejects.
    pub rejected: u64,
    /// Findings of the checks.
    pub findings: u64,
    /// The stages' counts, added up over the documents.
    pub stages: StageCounts,
}

/// What `manifest.json` holds, in its order. Its inputs are a list where it is read, and are
/// gathered in a file where it is written: there may be a million.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest<I = Vec<Input>> {
    /// Name of the pipeline.
    pub pipeline: String,
    /// Fingerprint of the pipeline.
    pub fingerprint: String,
    /// Version of the program.
    pub version: String,
    /// Fingerprint of the lexicon.
    pub lexicon: String,
    /// What was found and published.
    pub counts: Counts,
    /// The files of corrections and what they did, in the order of the pipeline.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub corrections: Vec<CorrectionsUsed>,
    /// The files of the release besides this one, by name.
    pub files: Vec<WrittenFile>,
    /// The files found, by source.
    pub inputs: I,
}

/// A file that was found, as it is kept in a file; by source.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    source: String,
    became: Became,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Became {
    Document(DocumentId, u64),
    Reject(String),
}

impl Ord for Record {
    fn cmp(&self, other: &Self) -> Ordering {
        self.source.cmp(&other.source)
    }
}

crate::spill::ordered!(Record);

impl From<Record> for Input {
    fn from(Record { source, became }: Record) -> Self {
        let input = Self { source, document_id: None, bytes: None, reject: None };
        match became {
            Became::Document(id, bytes) => Self { document_id: Some(id.to_string()), bytes: Some(bytes), ..input },
            Became::Reject(code) => Self { reject: Some(code), ..input },
        }
    }
}

/// The inputs of a manifest that is being written. They are written once.
#[derive(Debug)]
pub(super) struct Gathered(RefCell<Option<Sorter<Record>>>);

impl Gathered {
    fn push(&mut self, record: Record) -> Result<()> {
        self.0.get_mut().as_mut().map_or(Ok(()), |sorter| sorter.push(record))
    }
}

impl Serialize for Gathered {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut inputs = serializer.serialize_seq(None)?;
        if let Some(sorter) = self.0.take() {
            for record in sorter.sorted().map_err(S::Error::custom)? {
                inputs.serialize_element(&Input::from(record.map_err(S::Error::custom)?))?;
            }
        }
        inputs.end()
    }
}

impl Manifest<Gathered> {
    /// The manifest of a release with nothing in it; inputs that memory does not hold go into `spill`.
    pub(super) fn new(info: &ReleaseInfo, lexicon: &Lexicon, spill: &Spill) -> Self {
        Self {
            pipeline: info.pipeline.clone(),
            fingerprint: info.fingerprint.clone(),
            version: info.version.clone(),
            lexicon: lexicon.fingerprint.clone(),
            counts: Counts::default(),
            corrections: Vec::new(),
            files: Vec::new(),
            inputs: Gathered(RefCell::new(Some(spill.sorter(MOST)))),
        }
    }

    /// Counts a document that was read.
    pub(super) fn reading(&mut self, reading: &Reading) -> Result<()> {
        let document = &reading.document;
        self.counts.found += 1;
        self.counts.published += 1;
        self.counts.stages += &reading.counts;
        let became = Became::Document(document.id, document.bytes);
        self.inputs.push(Record { source: document.source.clone(), became })
    }

    /// Counts a file that was not.
    pub(super) fn reject(&mut self, reject: &Reject) -> Result<()> {
        self.counts.found += 1;
        self.counts.rejected += 1;
        self.inputs.push(Record { source: reject.source.clone(), became: Became::Reject(reject.code.clone()) })
    }

    /// Writes the text of `manifest.json`: indented, keys in the order of the structures, inputs by source
    /// and files by name.
    pub(super) fn write(mut self, out: &mut impl Write) -> io::Result<()> {
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        serde_json::to_writer_pretty(&mut *out, &self)?;
        out.write_all(b"\n")
    }
}
