//! `manifest.json`: what went into a release, what each stage made of it, and what came out.
//!
//! It holds no time and no path of the machine, so that the same input gives the same bytes.

use serde::{Deserialize, Serialize};

use super::ReleaseInfo;
use crate::correct::CorrectionsUsed;
use crate::model::{Lexicon, Reading, Reject, StageCounts};

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

/// What `manifest.json` holds, in its order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
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
    pub inputs: Vec<Input>,
}

impl Manifest {
    /// The manifest of a release with nothing in it.
    #[must_use]
    pub fn new(info: &ReleaseInfo, lexicon: &Lexicon) -> Self {
        Self {
            pipeline: info.pipeline.clone(),
            fingerprint: info.fingerprint.clone(),
            version: info.version.clone(),
            lexicon: lexicon.fingerprint.clone(),
            counts: Counts::default(),
            corrections: Vec::new(),
            files: Vec::new(),
            inputs: Vec::new(),
        }
    }

    /// Counts a document that was read.
    pub fn reading(&mut self, reading: &Reading) {
        let document = &reading.document;
        self.counts.found += 1;
        self.counts.published += 1;
        self.counts.stages += &reading.counts;
        self.inputs.push(Input {
            source: document.source.clone(),
            document_id: Some(document.id.to_string()),
            bytes: Some(document.bytes),
            reject: None,
        });
    }

    /// Counts a file that was not.
    pub fn reject(&mut self, reject: &Reject) {
        self.counts.found += 1;
        self.counts.rejected += 1;
        let (source, code) = (reject.source.clone(), reject.code.clone());
        self.inputs.push(Input { source, document_id: None, bytes: None, reject: Some(code) });
    }

    /// The text of `manifest.json`: indented, keys in the order of the structures, inputs by source
    /// and files by name.
    #[must_use]
    pub fn to_json(&mut self) -> String {
        self.inputs.sort_by(|a, b| a.source.cmp(&b.source));
        self.files.sort_by(|a, b| a.name.cmp(&b.name));
        // Only maps with keys that are no strings fail to serialise, and there is none.
        serde_json::to_string_pretty(self).map(|json| json + "\n").unwrap_or_default()
    }
}
