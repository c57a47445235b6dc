//! What is kept of one file, and the form of it in a pack.
//!
//! A record is a head and a body. The head tells whether the record can be taken over and is all that
//! is looked at where nothing changed; the body is the [`Record`], which the first pass needs, and
//! then the reading, which only the second pass looks into.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::super::report::FindingCounts;
use super::marks::{Mark, mark};
use crate::check::Kept;
use crate::correct::Used;
use crate::ingest::Likeness;
use crate::model::{DocumentId, Finding, Metadata, Reading, Reject, StageCounts};
use crate::publish::WrittenFile;

/// Stages refuse with these for reasons that another night may not have.
const PASSING: [&str; 3] = ["timeout", "unreadable", "internal_error"];

/// The head of a record, or the end of a pack.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::pipeline) enum Head {
    Document(Header),
    End(Box<End>),
}

/// The head of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pipeline) struct Header {
    /// The file as the pipeline names it.
    pub(in crate::pipeline) source: String,
    /// Hash of its bytes; of one whose bytes cannot be had, of the reason.
    pub(in crate::pipeline) content: DocumentId,
    /// The settings that it was read with.
    pub(in crate::pipeline) settings: Mark,
    pub(in crate::pipeline) kind: Kind,
    /// Whether the run that wrote the pack published it.
    pub(in crate::pipeline) published: bool,
    /// Bytes of the record.
    pub(in crate::pipeline) record: u32,
    /// Bytes of the reading behind it.
    pub(in crate::pipeline) reading: u32,
    /// Hash of both.
    pub(in crate::pipeline) sum: Mark,
}

impl Header {
    pub(super) const fn body_length(&self) -> u64 {
        self.record as u64 + self.reading as u64
    }

    /// The record in a body; `None` for one that is damaged.
    pub(in crate::pipeline) fn record_in(&self, body: &[u8]) -> Option<Record> {
        if body.len() as u64 != self.body_length() || mark(body) != self.sum {
            return None;
        }
        postcard::from_bytes(body.get(..self.record as usize)?).ok()
    }

    /// The reading in a body.
    pub(in crate::pipeline) fn reading_in(&self, body: &[u8]) -> postcard::Result<Reading> {
        postcard::from_bytes(body.get(self.record as usize..).unwrap_or_default())
    }
}

/// What a record is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pipeline) enum Kind {
    /// A document that was read.
    Read,
    /// A duplicate, which was not.
    Alike,
    /// A file that was refused.
    Refused,
    /// A file that was refused for a reason that may pass: it is tried again each time.
    RefusedForNow,
}

/// What the first pass needs of a file.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::pipeline) enum Record {
    Read(Box<Gist>),
    Alike(Option<Likeness>),
    Refused(Reject),
}

impl Record {
    pub(in crate::pipeline) fn kind(&self) -> Kind {
        match self {
            Self::Read(_) => Kind::Read,
            Self::Alike(_) => Kind::Alike,
            Self::Refused(reject) if PASSING.contains(&reject.code.as_str()) => Kind::RefusedForNow,
            Self::Refused(_) => Kind::Refused,
        }
    }
}

/// A reading without its rows and its text.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::pipeline) struct Gist {
    pub(in crate::pipeline) meta: Metadata,
    pub(in crate::pipeline) bytes: u64,
    pub(in crate::pipeline) counts: StageCounts,
    /// Those of the document alone.
    pub(in crate::pipeline) findings: Vec<Finding>,
    /// For the checks across documents.
    pub(in crate::pipeline) rows: Kept,
    pub(in crate::pipeline) words: Words,
}

/// What makes a text known again by its words.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::pipeline) enum Words {
    /// No run asked for it.
    Unasked,
    /// It is too short to tell.
    TooShort,
    Of(Likeness),
}

impl Words {
    /// Those of a text that was asked for them.
    pub(in crate::pipeline) fn new(likeness: Option<Likeness>) -> Self {
        likeness.map_or(Self::TooShort, Self::Of)
    }

    pub(in crate::pipeline) const fn likeness(&self) -> Option<&Likeness> {
        match self {
            Self::Of(likeness) => Some(likeness),
            Self::Unasked | Self::TooShort => None,
        }
    }
}

/// The end of a pack whose run came to its end.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(in crate::pipeline) struct End {
    /// Fingerprint of the pipeline.
    pub(in crate::pipeline) fingerprint: String,
    /// Hash of what was refused when sources were listed.
    pub(in crate::pipeline) listing: Mark,
    /// Records of the pack.
    pub(in crate::pipeline) records: u64,
    /// Bytes of the files found.
    pub(in crate::pipeline) bytes: u64,
    /// The files of the release that was then the latest.
    pub(in crate::pipeline) files: Files,
    pub(in crate::pipeline) tally: Tally,
}

/// The files of a release. Postcard needs every field in its place, and the manifest leaves out what is
/// null: so they are kept as tuples.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(in crate::pipeline) struct Files(Vec<(String, u64, String, Option<u64>)>);

impl Files {
    pub(in crate::pipeline) fn new(files: &[WrittenFile]) -> Self {
        Self(files.iter().map(|f| (f.name.clone(), f.bytes, f.sha256.clone(), f.rows)).collect())
    }

    pub(in crate::pipeline) fn get(&self) -> Vec<WrittenFile> {
        let file = |(name, bytes, sha256, rows): &(String, u64, String, Option<u64>)| WrittenFile {
            name: name.clone(),
            bytes: *bytes,
            sha256: sha256.clone(),
            rows: *rows,
        };
        self.0.iter().map(file).collect()
    }

    /// Bytes of all of them.
    pub(super) fn bytes(&self) -> u64 {
        self.0.iter().map(|(_, bytes, ..)| bytes).sum()
    }
}

/// What a run counts, whether it reads or takes over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pipeline) struct Tally {
    pub(in crate::pipeline) published: u64,
    pub(in crate::pipeline) stages: StageCounts,
    pub(in crate::pipeline) findings: FindingCounts,
    /// Rejects by code, by code.
    pub(in crate::pipeline) rejects: Vec<(String, u64)>,
    /// What became of the corrections.
    pub(in crate::pipeline) corrections: Used,
    /// The latest date of publication of a document.
    pub(in crate::pipeline) newest: Option<Date>,
}
