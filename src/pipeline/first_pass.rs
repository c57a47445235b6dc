//! The first pass of a run: files to records, batch by batch, in the order of their sources.
//!
//! Where nothing changed since the last run that came to its end, and its release is still there, the
//! pass only looks: no record is opened, nothing is read and nothing written. At the first difference
//! it takes over what it passed by from the pack of that run, and goes on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::batch::BatchLimits;
use super::duplicates::Seen;
use super::kept::{End, Gist, Mark, PackWriter, Record, Shelf, Tally, Why, Written, sum_of};
use super::notes::{Noted, Notes};
use super::plan::Plan;
use super::planned::{Batch, PlannedFile, PlannedFiles};
use super::progress::{Phase, Progress};
use super::report::{DocumentTime, Durations, Slowest};
use super::run::timed;
use super::stages::{Opened, Read, Ready, Stages, Taken, Ticket, Unpacked};
use super::stop::Watch;
use super::walk::{Held, Looked, Walk};
use crate::check::CrossChecks;
use crate::correct::Ledger;
use crate::ingest::Likeness;
use crate::model::{Document, Reject, Result};
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
    pub(super) noted: Noted,
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
        mut files: PlannedFiles,
        shelf: Shelf,
        same_as: &dyn Fn(&End) -> Option<String>,
        times: &mut Durations,
    ) -> Result<Passed> {
        let rejects = std::mem::take(&mut files.rejects);
        let listing = sum_of(&postcard::to_stdvec(&rejects).unwrap_or_default());
        for reject in &rejects {
            self.progress.document(&reject.source, Why::Refused);
        }
        let as_before = |end: &&End| {
            end.fingerprint == self.plan.fingerprint && end.listing == listing && end.records == files.to_read()
        };
        let before = shelf.end().filter(|_| !self.full).filter(as_before);
        let before = before.and_then(|end| Some((end.clone(), same_as(end)?)));
        let mut walk = Walk::new(self, shelf, self.full);
        self.progress.begin(Phase::Read, files.to_read(), files.bytes);
        let mut steps = Steps { files, limits: BatchLimits::for_jobs(self.pool.current_num_threads()), at: 0 };

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
            let why = counted([(Why::Unchanged, steps.files.to_read()), (Why::Refused, rejects.len() as u64)]);
            steps.each(|file| self.progress.document(&file.found.source, Why::Unchanged))?;
            let look = Look { why, gone: walk.gone, tally: end.tally.clone(), slowest: Vec::new() };
            return Ok(Passed::Unchanged(Box::new(Unchanged { look, end, release })));
        }
        (self.room)()?;
        let mut pass = timed(&mut times.ingest, || Pass::new(self, &walk.shelf, rejects))?;
        let passed = std::mem::take(&mut steps.at);
        if passed > 0 {
            // What was passed by is in the pack of the last run, in the same order.
            let mut again = Walk::new(self, walk.shelf.again(), false);
            while steps.at < passed
                && let Some(batch) = steps.next()?
            {
                let looked = timed(&mut times.ingest, || again.recall(&batch.files));
                pass.batch(&mut again, &batch.files, looked, times)?;
            }
        }
        if let Some((batch, looked)) = different {
            pass.batch(&mut walk, &batch.files, looked, times)?;
            self.advance(&batch);
            steps.at = batch.next;
        }
        while let Some(batch) = steps.next()? {
            let looked = timed(&mut times.ingest, || walk.look(&batch.files))?;
            pass.batch(&mut walk, &batch.files, looked, times)?;
            self.advance(&batch);
        }
        self.progress.end();
        walk.finish()?;
        timed(&mut times.collect, || pass.finish(walk, listing)).map(|c| Passed::Collected(Box::new(c)))
    }

    /// Looks as long as everything is unchanged, and leaves the steps there; the batch in which something is
    /// not.
    fn idle(&self, walk: &mut Walk<'_>, steps: &mut Steps) -> Result<Option<(Batch, Vec<Looked>)>> {
        loop {
            self.watch.check()?;
            let at = steps.at;
            let Some(batch) = steps.next()? else { return Ok(None) };
            let looked = walk.look(&batch.files)?;
            let same = |l: &Looked| matches!(&l.what, Held::Kept(place) if place.is_of_last());
            if !walk.gone.is_empty() || !looked.iter().all(same) {
                steps.at = at;
                return Ok(Some((batch, looked)));
            }
            self.advance(&batch);
        }
    }

    fn advance(&self, batch: &Batch) {
        self.progress.advance(batch.files.len() as u64, batch.bytes);
    }
}

/// The files of a run, and how far it is.
struct Steps {
    files: PlannedFiles,
    limits: BatchLimits,
    at: u64,
}

impl Steps {
    fn next(&mut self) -> Result<Option<Batch>> {
        let batch = self.files.batch(self.at, self.limits)?;
        self.at = batch.as_ref().map_or(self.at, |batch| batch.next);
        Ok(batch)
    }

    /// Looks at every file once more.
    fn each(&mut self, mut look: impl FnMut(&PlannedFile)) -> Result<()> {
        self.at = 0;
        while let Some(batch) = self.next()? {
            batch.files.iter().for_each(&mut look);
        }
        Ok(())
    }
}

fn counted<const N: usize>(counts: [(Why, u64); N]) -> BTreeMap<Why, u64> {
    counts.into_iter().filter(|(_, n)| *n > 0).collect()
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
    notes: Notes,
    tally: Tally,
    why: BTreeMap<Why, u64>,
    slowest: Slowest,
}

impl<'a> Pass<'a> {
    fn new(first: &FirstPass<'a>, shelf: &Shelf, rejects: Vec<Reject>) -> Result<Self> {
        let spill = first.plan.spill();
        let why = counted([(Why::Refused, rejects.len() as u64)]);
        let mut notes = Notes::new(&spill);
        rejects.into_iter().try_for_each(|reject| notes.reject(reject))?;
        Ok(Self {
            pool: first.pool,
            progress: first.progress,
            watch: first.watch,
            stages: Stages::new(first.plan, (first.read)()?),
            pack: shelf.begin()?,
            seen: Seen::new(first.plan.settings.duplicates, &spill),
            cross: CrossChecks::new(Arc::clone(&first.plan.lexicon), &spill),
            ledger: Ledger::new(&first.plan.corrections),
            notes,
            why,
            tally: Tally::default(),
            slowest: Slowest::default(),
        })
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
            Record::Read(gist) => self.seen.take(content, source, gist.words.likeness())?,
            Record::Alike(likeness) => match self.seen.refuses(content, source, likeness.as_ref())? {
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
        match self.seen.take(ticket.content, &ticket.source, likeness.as_ref())? {
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
                self.notes.reject(reject)?;
            }
            (None, Record::Read(gist)) => {
                self.ledger.see(header.content, &header.source, corrected);
                self.publish(&header.source, *gist, why, time)?;
            }
            // Only what was read is not refused.
            (None, _) => header.published = false,
        }
        self.pack.push(header, &body)
    }

    fn publish(&mut self, source: &str, gist: Gist, why: Why, time: Duration) -> Result<()> {
        let document = self.tally.published as u32;
        self.tally.published += 1;
        self.tally.stages += &gist.counts;
        self.tally.newest = self.tally.newest.max(gist.meta.published);
        for mut finding in gist.findings {
            finding.rows.iter_mut().for_each(|row| row.document = document);
            self.notes.findings.of_document(finding)?;
        }
        if why != Why::Unchanged {
            self.slowest.add(source, gist.bytes, time);
        }
        self.cross.keep(document, source, &gist.meta, gist.rows)
    }

    fn finish(mut self, walk: Walk<'_>, listing: Mark) -> Result<Collected> {
        self.tally.corrections = self.ledger.finish()?;
        let noted = self.notes.finish(self.cross)?;
        (self.tally.findings, self.tally.rejects) = (noted.counts, noted.codes.clone());
        let Walk { shelf, gone, .. } = walk;
        let slowest = self.slowest.into_vec();
        let look = Look { why: self.why, gone, tally: self.tally, slowest };
        Ok(Collected { look, shelf, listing, written: self.pack.finish()?, noted })
    }
}
