//! The first pass of a run: files to readings, batch by batch, in the order of their sources.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rayon::ThreadPool;
use rayon::prelude::*;

use super::batch::BatchLimits;
use super::duplicates::Seen;
use super::file::Duplicates;
use super::guard::guard;
use super::plan::{Plan, PlannedFile, PlannedFiles};
use super::progress::{Phase, Progress};
use super::report::{DocumentTime, Durations, Slowest};
use super::run::timed;
use super::spill::{SpillReader, SpillWriter};
use crate::check::{CrossChecks, Flags, Kept, check_document};
use crate::ingest::remote::Fetcher;
use crate::ingest::{Ingest, Likeness, Limits, Opener, Overrides};
use crate::model::{Document, Finding, Lexicon, Reading, Reject, Result, StageCounts};

/// What reads one document; a run is tested with others than [`Reader::read`].
pub(super) type Read<'a> = &'a (dyn Fn(Document) -> Reading + Sync);

/// A document or a reject of it, and the time it took so far.
type Timed<T> = (std::result::Result<T, Reject>, Duration);

/// A document and what makes it known again.
type Opened = (Document, Option<Likeness>);

/// The bytes of a member of an archive or of an object in a store, or a reject of it.
type Unpacked = std::result::Result<Vec<u8>, Reject>;

/// What the first pass leaves to the second.
pub(super) struct Collected {
    pub(super) spill: SpillReader,
    pub(super) flags: Flags,
    pub(super) findings: Vec<Finding>,
    pub(super) rejects: Vec<Reject>,
    pub(super) found: u64,
    pub(super) published: u64,
    pub(super) counts: StageCounts,
    pub(super) slowest: Vec<DocumentTime>,
}

/// What threads share: how one file becomes a reading.
struct Stages<'a> {
    lexicon: Arc<Lexicon>,
    ingest: Ingest,
    read: Read<'a>,
    overrides: Vec<Overrides>,
    limits: Limits,
    duplicates: Duplicates,
}

/// The first pass and what it has seen so far.
pub(super) struct FirstPass<'a> {
    pool: &'a ThreadPool,
    progress: &'a dyn Progress,
    cross: CrossChecks,
    stages: Stages<'a>,
    opener: Opener,
    fetcher: Fetcher,
    seen: Seen,
    findings: Vec<Finding>,
    rejects: Vec<Reject>,
    published: u64,
    counts: StageCounts,
    slowest: Slowest,
}

impl Stages<'_> {
    /// Makes a document of a file, or of bytes that were unpacked or fetched.
    fn open(&self, file: &PlannedFile, unpacked: Option<Unpacked>) -> Timed<Opened> {
        let begun = Instant::now();
        let source = &file.found.source;
        let _span = tracing::error_span!("document", source).entered();
        let overrides = &self.overrides[file.source];
        let read = || match unpacked {
            Some(bytes) => bytes.and_then(|bytes| self.ingest.document(source, &bytes, overrides, self.limits)),
            None => self.ingest.read(&file.found, overrides, self.limits),
        };
        let read = || {
            read().map(|document| {
                let likeness = Seen::likeness(self.duplicates, &document.text);
                (document, likeness)
            })
        };
        let document = guard(read).unwrap_or_else(|panic| Err(internal_error("ingest", source, &panic)));
        (document, begun.elapsed())
    }

    fn read(&self, (document, so_far): Timed<Document>) -> Timed<(Reading, Kept)> {
        let begun = Instant::now();
        let reading = document.and_then(|document| {
            let source = document.source.clone();
            let _span = tracing::error_span!("document", source).entered();
            let read = || {
                let mut reading = (self.read)(document);
                // The place in the run is known when the reading is taken in.
                let kept = check_document(&mut reading, 0, &self.lexicon);
                (reading, kept)
            };
            guard(read).map_err(|panic| internal_error("relate", &source, &panic))
        });
        (reading, so_far + begun.elapsed())
    }
}

impl<'a> FirstPass<'a> {
    pub(super) fn new(plan: &'a Plan, pool: &'a ThreadPool, progress: &'a dyn Progress, read: Read<'a>) -> Self {
        Self {
            pool,
            progress,
            cross: CrossChecks::new(Arc::clone(&plan.lexicon)),
            stages: Stages {
                lexicon: Arc::clone(&plan.lexicon),
                ingest: Ingest::new(Arc::clone(&plan.lexicon)),
                read,
                overrides: plan.settings.sources.iter().map(super::SourceSettings::overrides).collect(),
                limits: plan.limits(),
                duplicates: plan.settings.duplicates,
            },
            opener: Opener::default(),
            fetcher: Fetcher::default(),
            seen: Seen::new(plan.settings.duplicates),
            findings: Vec::new(),
            rejects: Vec::new(),
            published: 0,
            counts: StageCounts::default(),
            slowest: Slowest::default(),
        }
    }

    /// Reads every file into the spill.
    pub(super) fn run(mut self, all: PlannedFiles, mut spill: SpillWriter, times: &mut Durations) -> Result<Collected> {
        let found = all.found() as u64;
        let PlannedFiles { files, rejects } = all;
        self.rejects = rejects;
        let sizes: Vec<u64> = files.iter().map(|f| f.found.size).collect();
        self.progress.begin(Phase::Read, files.len() as u64, sizes.iter().sum());
        for range in BatchLimits::for_jobs(self.pool.current_num_threads()).cut(&sizes) {
            let (documents, bytes) = (range.len() as u64, sizes[range.clone()].iter().sum());
            self.batch(&files[range], &mut spill, times)?;
            self.progress.advance(documents, bytes);
        }
        self.progress.end();
        self.fetcher.finish()?;
        timed(&mut times.collect, || self.finish(found, spill))
    }

    fn batch(&mut self, files: &[PlannedFile], spill: &mut SpillWriter, times: &mut Durations) -> Result<()> {
        let unpacked = timed(&mut times.ingest, || self.bytes(files))?;
        let (pool, stages) = (self.pool, &self.stages);
        let opened: Vec<Timed<Opened>> = timed(&mut times.ingest, || {
            pool.install(|| files.par_iter().zip(unpacked).map(|(f, bytes)| stages.open(f, bytes)).collect())
        });
        let seen = &mut self.seen;
        let opened: Vec<Timed<Document>> = opened
            .into_iter()
            .map(|(opened, time)| (opened.and_then(|(document, like)| seen.take(document, like)), time))
            .collect();
        let stages = &self.stages;
        let readings: Vec<Timed<(Reading, Kept)>> =
            timed(&mut times.read, || pool.install(|| opened.into_par_iter().map(|d| stages.read(d)).collect()));
        timed(&mut times.collect, || readings.into_iter().try_for_each(|r| self.take(r, spill)))
    }

    /// The bytes of those files that are not files on disk.
    fn bytes(&mut self, files: &[PlannedFile]) -> Result<Vec<Option<Unpacked>>> {
        let found: Vec<_> = files.iter().map(|f| &f.found).collect();
        let fetched = self.fetcher.fetch(&found, self.stages.limits)?;
        let unpacked = self.unpack(files);
        Ok(fetched.into_iter().zip(unpacked).map(|(fetched, unpacked)| fetched.or(unpacked)).collect())
    }

    /// The bytes of those files that are members of archives. One after the other, because members of
    /// one archive stand in a row and it is opened once for all of them; unpacking is many times
    /// faster than reading.
    fn unpack(&mut self, files: &[PlannedFile]) -> Vec<Option<Unpacked>> {
        let opener = &mut self.opener;
        let mut unpack = |file: &PlannedFile| {
            let found = &file.found;
            let unpacked = guard(|| found.unpack(opener));
            unpacked.unwrap_or_else(|panic| Some(Err(internal_error("ingest", &found.source, &panic))))
        };
        files.iter().map(&mut unpack).collect()
    }

    fn take(&mut self, (reading, time): Timed<(Reading, Kept)>, spill: &mut SpillWriter) -> Result<()> {
        let (mut reading, kept) = match reading {
            Ok(read) => read,
            Err(reject) => {
                tracing::info!(source = reject.source, code = reject.code, "rejected: {}", reject.reason);
                self.rejects.push(reject);
                return Ok(());
            }
        };
        let document = self.published as u32;
        self.published += 1;
        for mut finding in std::mem::take(&mut reading.findings) {
            finding.rows.iter_mut().for_each(|row| row.document = document);
            self.findings.push(finding);
        }
        self.counts += &reading.counts;
        self.slowest.add(&reading.document.source, reading.document.bytes, time);
        let observations = reading.observations.len();
        tracing::debug!(source = reading.document.source, observations, ?time, "read");
        self.cross.keep(document, &reading, kept);
        spill.push(&reading)
    }

    fn finish(mut self, found: u64, spill: SpillWriter) -> Result<Collected> {
        let (findings, flags) = self.cross.finish();
        self.findings.extend(findings);
        self.findings.sort_by(|a, b| (a.rows.first(), a.check).cmp(&(b.rows.first(), b.check)));
        self.rejects.sort_by(|a, b| a.source.cmp(&b.source));
        Ok(Collected {
            spill: spill.finish()?,
            flags,
            findings: self.findings,
            rejects: self.rejects,
            found,
            published: self.published,
            counts: self.counts,
            slowest: self.slowest.into_vec(),
        })
    }
}

fn internal_error(stage: &str, source: &str, panic: &str) -> Reject {
    tracing::error!("the program failed on this document, which is a bug: {panic}");
    Reject {
        source: source.to_owned(),
        stage: stage.to_owned(),
        code: "internal_error".into(),
        reason: format!("the program failed on this document: {panic}"),
        position: None,
    }
}
