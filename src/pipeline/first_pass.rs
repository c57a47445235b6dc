//! The first pass of a run: files to records, batch by batch, in the order of their sources.
//!
//! Where nothing changed since the last run that came to its end, and its release is still there, the
//! pass only looks: no record is opened, nothing is read and nothing written. At the first difference
//! it takes over what it passed by from the pack of that run, and goes on.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::batch::BatchLimits;
use super::duplicates::Seen;
use super::kept::{End, Gist, Mark, PackWriter, Record, Shelf, Tally, Why, Written, sum_of};
use super::plan::{Plan, PlannedFile, PlannedFiles};
use super::progress::{Phase, Progress};
use super::report::{DocumentTime, Durations, FindingCounts, Slowest, by_code};
use super::run::timed;
use super::stages::{Opened, Read, Ready, Stages, Taken, Ticket, Unpacked};
use super::stop::Watch;
use super::walk::{Held, Looked, Walk};
use crate::check::{CrossChecks, Flags};
use crate::correct::Ledger;
use crate::ingest::Likeness;
use crate::model::{Document, Finding, Reject, Result};
use crate::publish::storage::Folder;

/// Makes what reads documents; called only where there is one to read.
pub(super) type MakeRead<'a> = &'a dyn Fn() -> Result<Read>;

/// What the first pass gives.
pub(super) enum Passed {
    /// Everything is as it was when a run ended so, whose release is the latest.
    Unchanged(Box<Unchanged>),
    /// Readings for the second pass.
    Collected(Box<Collected>),
}

/// A run in which nothing changed.
pub(super) struct Unchanged {
    pub(super) look: Look,
    /// How the run ended that it is held against.
    pub(super) end: End,
    /// The latest release.
    pub(super) release: String,
}

/// What became of the files, whatever there is to publish.
pub(super) struct Look {
    /// How many files there are of each reason to be read or not.
    pub(super) why: BTreeMap<Why, u64>,
    /// Files of the last run that are no longer there.
    pub(super) gone: Vec<String>,
    pub(super) tally: Tally,
    pub(super) slowest: Vec<DocumentTime>,
}

/// What the first pass leaves to the second.
pub(super) struct Collected {
    pub(super) look: Look,
    /// The packs of earlier runs, to be replaced.
    pub(super) shelf: Shelf,
    /// Hash of what was refused when sources were listed.
    pub(super) listing: Mark,
    pub(super) written: Written,
    pub(super) flags: Flags,
    pub(super) findings: Vec<Finding>,
    pub(super) rejects: Vec<Reject>,
}

/// What the pass works with.
pub(super) struct FirstPass<'a> {
    pub(super) plan: &'a Plan,
    pub(super) pool: &'a ThreadPool,
    pub(super) progress: &'a dyn Progress,
    pub(super) read: MakeRead<'a>,
    /// Whether everything is read, whatever was kept.
    pub(super) full: bool,
    pub(super) watch: &'a Watch,
    /// The folder of the release that is being made.
    pub(super) staging: &'a Folder,
    /// Whether there is room. Called once, before readings are kept and tables written, and not at all where
    /// nothing changed.
    pub(super) room: &'a dyn Fn() -> Result<()>,
}

impl FirstPass<'_> {
    /// Looks at every file, reads what is new or changed and takes over the rest. `same_as`
    /// gives the latest release, when it is that of an earlier run, and whole.
    pub(super) fn run(
        &self,
        all: PlannedFiles,
        shelf: Shelf,
        same_as: &dyn Fn(&End) -> Option<String>,
        times: &mut Durations,
    ) -> Result<Passed> {
        let PlannedFiles { files, rejects } = all;
        let listing = sum_of(&postcard::to_stdvec(&rejects).unwrap_or_default());
        for reject in &rejects {
            self.progress.document(&reject.source, Why::Refused);
        }
        let sizes: Vec<u64> = files.iter().map(|f| f.found.size).collect();
        let ranges = BatchLimits::for_jobs(self.pool.current_num_threads()).cut(&sizes);
        let as_before = |end: &&End| {
            end.fingerprint == self.plan.fingerprint && end.listing == listing && end.records == files.len() as u64
        };
        let before = shelf.end().filter(|_| !self.full).filter(as_before);
        let before = before.and_then(|end| Some((end.clone(), same_as(end)?)));
        let mut walk = Walk::new(self, shelf, self.full);
        let mut steps = Steps { files: &files, sizes: &sizes, ranges: ranges.into_iter(), passed: 0 };
        self.progress.begin(Phase::Read, files.len() as u64, sizes.iter().sum());

        let mut different = None;
        if before.is_some() {
            different = timed(&mut times.ingest, || self.idle(&mut walk, &mut steps))?;
            if different.is_none() {
                walk.finish()?;
            }
        }
        if let Some((end, release)) = before.filter(|_| different.is_none() && walk.gone.is_empty()) {
            walk.shelf.settle_unchanged();
            self.progress.end();
            for file in &files {
                self.progress.document(&file.found.source, Why::Unchanged);
            }
            let why = counted([(Why::Unchanged, files.len()), (Why::Refused, rejects.len())]);
            let look = Look { why, gone: walk.gone, tally: end.tally.clone(), slowest: Vec::new() };
            return Ok(Passed::Unchanged(Box::new(Unchanged { look, end, release })));
        }
        (self.room)()?;
        let mut pass = timed(&mut times.ingest, || Pass::new(self, &walk.shelf, rejects))?;
        if steps.passed > 0 {
            // What was passed by is in the pack of the last run, in the same order.
            let mut again = Walk::new(self, walk.shelf.again(), false);
            pass.take_over(&mut again, &files[..steps.passed], times)?;
        }
        if let Some((range, looked)) = different {
            pass.batch(&mut walk, &files[range.clone()], looked, times)?;
            steps.advance(self.progress, range);
        }
        while let Some(range) = steps.ranges.next() {
            let looked = timed(&mut times.ingest, || walk.look(&files[range.clone()]))?;
            pass.batch(&mut walk, &files[range.clone()], looked, times)?;
            steps.advance(self.progress, range);
        }
        self.progress.end();
        walk.finish()?;
        timed(&mut times.collect, || pass.finish(walk, listing)).map(|c| Passed::Collected(Box::new(c)))
    }

    /// Looks as long as everything is unchanged; the batch in which something is not.
    fn idle(&self, walk: &mut Walk<'_>, steps: &mut Steps<'_>) -> Result<Option<(Range<usize>, Vec<Looked>)>> {
        while let Some(range) = steps.ranges.next() {
            self.watch.check()?;
            let looked = walk.look(&steps.files[range.clone()])?;
            let same = |l: &Looked| matches!(&l.what, Held::Kept(place) if place.is_of_last());
            if !walk.gone.is_empty() || !looked.iter().all(same) {
                return Ok(Some((range, looked)));
            }
            steps.passed = range.end;
            steps.advance(self.progress, range);
        }
        Ok(None)
    }
}

/// The batches of a run, and how far it is.
struct Steps<'a> {
    files: &'a [PlannedFile],
    sizes: &'a [u64],
    ranges: std::vec::IntoIter<Range<usize>>,
    /// Files that were found unchanged and passed by.
    passed: usize,
}

impl Steps<'_> {
    fn advance(&self, progress: &dyn Progress, range: Range<usize>) {
        progress.advance(range.len() as u64, self.sizes[range].iter().sum());
    }
}

fn counted<const N: usize>(counts: [(Why, usize); N]) -> BTreeMap<Why, u64> {
    counts.into_iter().filter(|(_, n)| *n > 0).map(|(why, n)| (why, n as u64)).collect()
}

/// Makes a document of the bytes of a file; `None` when the run is to stop.
fn open(stages: &Stages, watch: &Watch, file: &PlannedFile, bytes: Unpacked) -> Option<Opened> {
    if watch.is_over() {
        return None;
    }
    let opened = stages.open(file, bytes);
    // A reader's process may have been told to stop as well: that is no fault of the file.
    (opened.0.is_ok() || !watch.is_over()).then_some(opened)
}

/// A file between looking and reading.
enum Entry {
    /// A record that is taken over.
    Kept(Box<Taken>),
    /// A record that is damaged.
    Damaged,
    Opened(Box<Opened>),
    /// Nothing: the run is to stop.
    Skipped,
}

/// A file after it was held against those before it.
enum Judged {
    Ready(Ready),
    Read(Ticket, Box<Document>, Option<Likeness>, Duration),
    /// Nothing: the run is to stop.
    Skipped,
}

/// What was seen so far.
struct Pass<'a> {
    pool: &'a ThreadPool,
    progress: &'a dyn Progress,
    watch: &'a Watch,
    stages: Stages,
    pack: PackWriter,
    seen: Seen,
    cross: CrossChecks,
    ledger: Ledger<'a>,
    findings: Vec<Finding>,
    rejects: Vec<Reject>,
    tally: Tally,
    why: BTreeMap<Why, u64>,
    slowest: Slowest,
}

impl<'a> Pass<'a> {
    fn new(first: &FirstPass<'a>, shelf: &Shelf, rejects: Vec<Reject>) -> Result<Self> {
        Ok(Self {
            pool: first.pool,
            progress: first.progress,
            watch: first.watch,
            stages: Stages::new(first.plan, (first.read)()?),
            pack: shelf.begin()?,
            seen: Seen::new(first.plan.settings.duplicates),
            cross: CrossChecks::new(Arc::clone(&first.plan.lexicon)),
            ledger: Ledger::new(&first.plan.corrections),
            findings: Vec::new(),
            why: counted([(Why::Refused, rejects.len())]),
            rejects,
            tally: Tally::default(),
            slowest: Slowest::default(),
        })
    }

    /// Takes over the records of files that were looked at already.
    fn take_over(&mut self, walk: &mut Walk<'_>, files: &[PlannedFile], times: &mut Durations) -> Result<()> {
        let sizes: Vec<u64> = files.iter().map(|f| f.found.size).collect();
        for range in BatchLimits::for_jobs(self.pool.current_num_threads()).cut(&sizes) {
            let files = &files[range];
            let looked = timed(&mut times.ingest, || walk.recall(files));
            self.batch(walk, files, looked, times)?;
        }
        Ok(())
    }

    fn batch(
        &mut self,
        walk: &mut Walk<'_>,
        files: &[PlannedFile],
        looked: Vec<Looked>,
        times: &mut Durations,
    ) -> Result<()> {
        let entries = timed(&mut times.ingest, || self.enter(walk, files, looked));
        let judged = timed(&mut times.ingest, || {
            let judge = |(file, (ticket, entry))| self.judge(walk, file, ticket, entry);
            files.iter().zip(entries).map(judge).collect::<Result<Vec<_>>>()
        })?;
        let (pool, stages, watch) = (self.pool, &self.stages, self.watch);
        let finish = |judged| {
            let ready = match judged {
                Judged::Ready(ready) => ready,
                Judged::Read(..) | Judged::Skipped if watch.is_over() => return Ok(None),
                Judged::Read(ticket, document, likeness, time) => stages.read(ticket, *document, likeness, time)?,
                Judged::Skipped => return Ok(None),
            };
            Ok(Some(stages.correct(ready)))
        };
        let ready: Vec<Option<Ready>> =
            timed(&mut times.read, || pool.install(|| judged.into_par_iter().map(finish).collect::<Result<Vec<_>>>()))?;
        timed(&mut times.collect, || {
            ready.into_iter().flatten().try_for_each(|r| self.keep(r))?;
            self.pack.flush()
        })?;
        // What was done of the batch is kept by now.
        self.watch.check()
    }

    /// Opens records and files.
    fn enter(&self, walk: &mut Walk<'_>, files: &[PlannedFile], looked: Vec<Looked>) -> Vec<(Ticket, Entry)> {
        let bodies: Vec<_> = looked
            .iter()
            .map(|l| match &l.what {
                Held::Kept(place) => walk.shelf.body(place).ok(),
                Held::Lost | Held::Bytes(_) => None,
            })
            .collect();
        let (stages, watch) = (&self.stages, self.watch);
        let enter = |((file, looked), body): ((&PlannedFile, Looked), Option<Vec<u8>>)| {
            let entry = match looked.what {
                Held::Bytes(bytes) => {
                    open(stages, watch, file, bytes).map_or(Entry::Skipped, |opened| Entry::Opened(Box::new(opened)))
                }
                Held::Lost => Entry::Damaged,
                Held::Kept(place) => {
                    let kept = body.and_then(|body| stages.kept(place.header().clone(), body));
                    kept.map_or(Entry::Damaged, |taken| Entry::Kept(Box::new(taken)))
                }
            };
            (looked.ticket, entry)
        };
        self.pool.install(|| files.par_iter().zip(looked).zip(bodies).map(enter).collect())
    }

    /// Holds a file against those before it.
    fn judge(&mut self, walk: &mut Walk<'_>, file: &PlannedFile, ticket: Ticket, entry: Entry) -> Result<Judged> {
        let (content, source) = (ticket.content, &ticket.source);
        let Taken { header, record, body } = match entry {
            Entry::Opened(opened) => return self.judge_opened(ticket, *opened),
            Entry::Damaged => {
                tracing::warn!(source, "what was kept of it is damaged; it is read anew");
                return self.read_again(walk, file, Why::KeptDamaged);
            }
            Entry::Kept(taken) => *taken,
            Entry::Skipped => return Ok(Judged::Skipped),
        };
        let refused = match &record {
            Record::Refused(reject) => Some(reject.clone()),
            Record::Read(gist) => self.seen.take(content, source, gist.words.likeness()),
            Record::Alike(likeness) => match self.seen.refuses(content, source, likeness.as_ref()) {
                None => return self.read_again(walk, file, Why::DuplicateNoMore),
                refused => refused,
            },
        };
        let time = Duration::ZERO;
        let corrected = Vec::new();
        Ok(Judged::Ready(Ready { why: ticket.why, header, record, body, refused, corrected, time }))
    }

    fn judge_opened(&mut self, ticket: Ticket, (opened, time): Opened) -> Result<Judged> {
        let (document, likeness) = match opened {
            Ok(opened) => opened,
            Err(reject) => return ticket.refused(reject, time).map(Judged::Ready),
        };
        match self.seen.take(ticket.content, &ticket.source, likeness.as_ref()) {
            Some(reject) => ticket.alike(likeness, reject, time).map(Judged::Ready),
            None => Ok(Judged::Read(ticket, Box::new(document), likeness, time)),
        }
    }

    /// A file whose record is of no use after all.
    fn read_again(&mut self, walk: &mut Walk<'_>, file: &PlannedFile, why: Why) -> Result<Judged> {
        if self.watch.is_over() {
            return Ok(Judged::Skipped);
        }
        let (ticket, bytes) = walk.look_again(file, why)?;
        match open(&self.stages, self.watch, file, bytes) {
            Some(opened) => self.judge_opened(ticket, opened),
            None => Ok(Judged::Skipped),
        }
    }

    /// Counts a record and writes it into the pack.
    fn keep(&mut self, ready: Ready) -> Result<()> {
        let Ready { why, mut header, record, body, refused, corrected, time } = ready;
        self.progress.document(&header.source, why);
        *self.why.entry(why).or_default() += 1;
        header.published = refused.is_none();
        match (refused, record) {
            (Some(reject), _) => {
                tracing::info!(source = reject.source, code = reject.code, "rejected: {}", reject.reason);
                self.rejects.push(reject);
            }
            (None, Record::Read(gist)) => {
                self.ledger.see(header.content, &header.source, corrected);
                self.publish(&header.source, *gist, why, time);
            }
            // Only what was read is not refused.
            (None, _) => header.published = false,
        }
        self.pack.push(header, &body)
    }

    fn publish(&mut self, source: &str, gist: Gist, why: Why, time: Duration) {
        let document = self.tally.published as u32;
        self.tally.published += 1;
        self.tally.stages += &gist.counts;
        self.tally.newest = self.tally.newest.max(gist.meta.published);
        for mut finding in gist.findings {
            finding.rows.iter_mut().for_each(|row| row.document = document);
            self.findings.push(finding);
        }
        if why != Why::Unchanged {
            self.slowest.add(source, gist.bytes, time);
        }
        self.cross.keep(document, source, &gist.meta, gist.rows);
    }

    fn finish(mut self, walk: Walk<'_>, listing: Mark) -> Result<Collected> {
        self.tally.corrections = self.ledger.finish()?;
        let (findings, flags) = self.cross.finish();
        self.findings.extend(findings);
        self.findings.sort_by(|a, b| (a.rows.first(), a.check).cmp(&(b.rows.first(), b.check)));
        self.rejects.sort_by(|a, b| a.source.cmp(&b.source));
        self.tally.findings = FindingCounts::of(&self.findings);
        self.tally.rejects = by_code(&self.rejects);
        let Walk { shelf, gone, .. } = walk;
        let slowest = self.slowest.into_vec();
        let look = Look { why: self.why, gone, tally: self.tally, slowest };
        let (written, findings, rejects) = (self.pack.finish()?, self.findings, self.rejects);
        Ok(Collected { look, shelf, listing, written, flags, findings, rejects })
    }
}
