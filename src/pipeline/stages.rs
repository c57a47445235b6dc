//! How one file becomes a record, on any thread: opened, read, checked by itself.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::duplicates::Seen;
use super::file::Duplicates;
use super::guard::{Broken, guard, guard_until};
use super::kept::{Gist, Header, Mark, Record, Why, Words, sum_of};
use super::plan::Plan;
use super::planned::PlannedFile;
use crate::check::check_document;
use crate::correct::{Corrections, Outcome};
use crate::ingest::{Ingest, Likeness, Limits, Overrides};
use crate::model::{Document, DocumentId, Error, Lexicon, Reading, Reject, Result};

/// What reads one document.
pub(super) type Read = Box<dyn Fn(Document) -> Reading + Sync>;

/// The bytes of a file, or a reject of it.
pub(super) type Unpacked = std::result::Result<Vec<u8>, Reject>;

/// A document and what makes it known again, or a reject; and the time it took so far.
pub(super) type Opened = (std::result::Result<(Document, Option<Likeness>), Reject>, Duration);

/// A file on its way through the first pass.
pub(super) struct Ticket {
    pub(super) why: Why,
    pub(super) source: String,
    /// Hash of its bytes.
    pub(super) content: DocumentId,
    /// The settings that it is read with.
    pub(super) settings: Mark,
}

/// A record that is ready to be kept, taken over or made anew.
pub(super) struct Ready {
    pub(super) why: Why,
    pub(super) header: Header,
    pub(super) record: Record,
    /// The record and the reading as they are kept.
    pub(super) body: Vec<u8>,
    /// Why it is not published, if so.
    pub(super) refused: Option<Reject>,
    /// What became of the corrections that concern it.
    pub(super) corrected: Vec<(u32, Outcome)>,
    /// Time on one thread.
    pub(super) time: Duration,
}

/// A record that is taken over from an earlier run.
pub(super) struct Taken {
    pub(super) header: Header,
    pub(super) record: Record,
    pub(super) body: Vec<u8>,
}

/// What threads share.
pub(super) struct Stages {
    lexicon: Arc<Lexicon>,
    corrections: Arc<Corrections>,
    ingest: Ingest,
    read: Read,
    overrides: Vec<Overrides>,
    limits: Limits,
    duplicates: Duplicates,
}

impl Stages {
    pub(super) fn new(plan: &Plan, read: Read) -> Self {
        Self {
            lexicon: Arc::clone(&plan.lexicon),
            corrections: Arc::clone(&plan.corrections),
            ingest: Ingest::new(Arc::clone(&plan.lexicon)),
            read,
            overrides: plan.settings.sources.iter().map(super::SourceSettings::overrides).collect(),
            limits: plan.limits(),
            duplicates: plan.settings.duplicates,
        }
    }

    /// Makes a document of the bytes of a file.
    pub(super) fn open(&self, file: &PlannedFile, bytes: Unpacked) -> Opened {
        let begun = Instant::now();
        let source = &file.found.source;
        let _span = tracing::error_span!("document", source).entered();
        let overrides = &self.overrides[file.source];
        let open = || {
            let document = self.ingest.document(source, &bytes?, overrides, self.limits)?;
            let likeness = Seen::likeness(self.duplicates, &document.text);
            Ok((document, likeness))
        };
        let opened = guard_until(begun + self.most(), open);
        (opened.unwrap_or_else(|broken| Err(self.refusal("ingest", source, broken))), begun.elapsed())
    }

    /// Reads a document. `so_far` is the time that it took before.
    pub(super) fn read(
        &self,
        ticket: Ticket,
        document: Document,
        likeness: Option<Likeness>,
        so_far: Duration,
    ) -> Result<Ready> {
        let begun = Instant::now();
        let source = &ticket.source;
        let _span = tracing::error_span!("document", source).entered();
        let read = || {
            let mut reading = (self.read)(document);
            // The place in the run is known when the reading is taken in.
            let rows = check_document(&mut reading, 0, &self.lexicon);
            (reading, rows)
        };
        let (mut reading, rows) = match guard_until(begun + self.most().saturating_sub(so_far), read) {
            Ok(read) => read,
            Err(broken) => {
                let reject = self.refusal("relate", source, broken);
                return ticket.refused(reject, so_far + begun.elapsed());
            }
        };
        let gist = Gist {
            meta: reading.document.meta.clone(),
            bytes: reading.document.bytes,
            counts: reading.counts,
            findings: std::mem::take(&mut reading.findings),
            rows,
            words: if self.duplicates == Duplicates::Skip { Words::new(likeness) } else { Words::Unasked },
        };
        tracing::debug!(source, observations = reading.observations.len(), why = ticket.why.as_str(), "read");
        ticket.ready(Record::Read(Box::new(gist)), Some(&reading), None, so_far + begun.elapsed())
    }

    /// Longest time for a document.
    fn most(&self) -> Duration {
        Duration::from_secs(self.limits.max_seconds.min(1 << 30))
    }

    fn refusal(&self, stage: &str, source: &str, broken: Broken) -> Reject {
        match broken {
            Broken::Panic(message) => internal_error(stage, source, &message),
            Broken::TimeOver => Reject {
                source: source.to_owned(),
                stage: stage.to_owned(),
                code: "timeout".into(),
                reason: format!(
                    "reading it takes longer than the limit of {} seconds; raise the limit or split the document",
                    self.limits.max_seconds
                ),
                position: None,
            },
        }
    }

    /// Corrects what is published of a document; what is kept of it stays as it was read, so that changed
    /// corrections have nothing read anew.
    pub(super) fn correct(&self, mut ready: Ready) -> Ready {
        let (header, refused) = (&ready.header, &mut ready.refused);
        let Record::Read(gist) = &mut ready.record else { return ready };
        if refused.is_some() || !self.corrections.concern(header.content, &header.source) {
            return ready;
        }
        let _span = tracing::error_span!("document", source = header.source).entered();
        let correct = || {
            let mut reading = header.reading_in(&ready.body).map_err(|e| e.to_string())?;
            let applied = self.corrections.apply(&mut reading, &self.lexicon);
            Ok(applied.map(|applied| (reading, applied)))
        };
        match guard(correct).flatten() {
            Ok(None) => {}
            Ok(Some((reading, applied))) => {
                (gist.findings, gist.counts, gist.rows) = (reading.findings, reading.counts, applied.kept);
                ready.corrected = applied.outcomes;
            }
            Err(panic) => *refused = Some(internal_error("correct", &header.source, &panic)),
        }
        ready
    }

    /// A record of an earlier run as this one needs it; `None` when it is damaged.
    pub(super) fn kept(&self, mut header: Header, mut body: Vec<u8>) -> Option<Taken> {
        let mut record = header.record_in(&body)?;
        if let Record::Read(gist) = &mut record
            && matches!(gist.words, Words::Unasked)
            && self.duplicates == Duplicates::Skip
        {
            let reading = header.reading_in(&body).ok()?;
            gist.words = Words::new(Likeness::of(&reading.document.text));
            let changed = postcard::to_stdvec(&record).ok()?;
            body.splice(..header.record as usize, changed.iter().copied());
            header.record = u32::try_from(changed.len()).ok()?;
            header.sum = sum_of(&body);
        }
        Some(Taken { header, record, body })
    }
}

impl Ticket {
    /// A file that is refused.
    pub(super) fn refused(self, reject: Reject, time: Duration) -> Result<Ready> {
        self.ready(Record::Refused(reject.clone()), None, Some(reject), time)
    }

    /// A duplicate that is not read.
    pub(super) fn alike(self, likeness: Option<Likeness>, reject: Reject, time: Duration) -> Result<Ready> {
        self.ready(Record::Alike(likeness), None, Some(reject), time)
    }

    fn ready(
        self,
        record: Record,
        reading: Option<&Reading>,
        refused: Option<Reject>,
        time: Duration,
    ) -> Result<Ready> {
        let too_large = |e: &dyn std::fmt::Display| {
            Error::output(&self.source, std::io::Error::other(format!("its reading cannot be kept: {e}")))
                .hint("`max_bytes` in [limits] bounds what a document may have")
        };
        let mut body = postcard::to_stdvec(&record).map_err(|e| too_large(&e))?;
        let of_record = u32::try_from(body.len()).map_err(|e| too_large(&e))?;
        if let Some(reading) = reading {
            body = postcard::to_extend(reading, body).map_err(|e| too_large(&e))?;
        }
        let of_reading = u32::try_from(body.len() - of_record as usize).map_err(|e| too_large(&e))?;
        let header = Header {
            source: self.source,
            content: self.content,
            settings: self.settings,
            kind: record.kind(),
            published: false,
            record: of_record,
            reading: of_reading,
            sum: sum_of(&body),
        };
        Ok(Ready { why: self.why, header, record, body, refused, corrected: Vec::new(), time })
    }
}

pub(super) fn internal_error(stage: &str, source: &str, panic: &str) -> Reject {
    tracing::error!(source, "the program failed on this document, which is a bug: {panic}");
    Reject {
        source: source.to_owned(),
        stage: stage.to_owned(),
        code: "internal_error".into(),
        reason: format!("the program failed on this document: {panic}"),
        position: None,
    }
}
