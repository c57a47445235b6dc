//! Looks at the files of a run in the order of their sources: their bytes, and what was kept of them.

use rayon::ThreadPool;
use rayon::prelude::*;

use super::first_pass::FirstPass;
use super::guard::guard;
use super::kept::{Judge, Known, Marks, Place, Shelf, Why};
use super::plan::scratch;
use super::planned::PlannedFile;
use super::progress::Progress;
use super::stages::{Ticket, Unpacked, internal_error};
use crate::ingest::remote::Fetcher;
use crate::ingest::{Limits, Opener, bytes_of};
use crate::model::{DocumentId, Reject, Result};

/// A file that was looked at.
pub(super) struct Looked {
    pub(super) ticket: Ticket,
    pub(super) what: Held,
}

/// What there is of a file.
pub(super) enum Held {
    /// What an earlier run kept.
    Kept(Place),
    /// Nothing, though an earlier run did keep it.
    Lost,
    /// Its bytes, which no earlier run read in this way.
    Bytes(Unpacked),
}

/// See the module.
pub(super) struct Walk<'a> {
    pool: &'a ThreadPool,
    progress: &'a dyn Progress,
    with: With,
    full: bool,
    opener: Opener,
    fetcher: Fetcher,
    pub(super) shelf: Shelf,
    /// Files of the last run that are no longer there.
    pub(super) gone: Vec<String>,
}

impl<'a> Walk<'a> {
    /// Without `full`, what earlier runs kept is used.
    pub(super) fn new(pass: &FirstPass<'a>, shelf: Shelf, full: bool) -> Self {
        Self {
            pool: pass.pool,
            progress: pass.progress,
            with: With { marks: Marks::of(pass.plan), limits: pass.plan.limits() },
            full,
            opener: Opener::in_folder(scratch(pass.staging)),
            fetcher: Fetcher::default(),
            shelf,
            gone: Vec::new(),
        }
    }

    /// Looks at files, which come in the order of their sources. The bytes of what is unchanged are
    /// let go at once.
    pub(super) fn look(&mut self, files: &[PlannedFile]) -> Result<Vec<Looked>> {
        let unpacked = self.unpacked(files)?;
        let (gone, progress) = (&mut self.gone, self.progress);
        let mut pass_over = |source: String| {
            progress.document(&source, Why::Gone);
            gone.push(source);
        };
        let known: Vec<Known> = files.iter().map(|f| self.shelf.find(&f.found.source, &mut pass_over)).collect();
        let (with, judge) = (&self.with, (!self.full).then(|| self.shelf.judge()));
        let look = |((file, unpacked), known)| with.look_at(file, unpacked, known, judge);
        Ok(self.pool.install(|| files.par_iter().zip(unpacked).zip(known).map(look).collect()))
    }

    /// As [`Walk::look`], of files that are known to be unchanged: their bytes are not had again.
    pub(super) fn recall(&mut self, files: &[PlannedFile]) -> Vec<Looked> {
        let recall = |file: &PlannedFile| {
            let (source, settings) = (file.found.source.clone(), self.with.marks.sources[file.source]);
            let place = self.shelf.find(&source, &mut |_| {}).into_last();
            let content = place.as_ref().map_or(DocumentId([0; 16]), |p| p.header().content);
            let ticket = Ticket { why: Why::Unchanged, source, content, settings };
            // A record that is there no more is as good as a damaged one.
            Looked { ticket, what: place.map_or(Held::Lost, Held::Kept) }
        };
        files.iter().map(recall).collect()
    }

    /// Looks at a file whose record turned out to be of no use: its bytes are had once more.
    pub(super) fn look_again(&mut self, file: &PlannedFile, why: Why) -> Result<(Ticket, Unpacked)> {
        let unpacked = self.unpacked(std::slice::from_ref(file))?.pop().flatten();
        Ok(self.with.ticket(file, unpacked, why))
    }

    /// After the last file: names that did not come are gone.
    pub(super) fn finish(&mut self) -> Result<()> {
        let (gone, progress) = (&mut self.gone, self.progress);
        self.shelf.rest(&mut |source| {
            progress.document(&source, Why::Gone);
            gone.push(source);
        });
        self.fetcher.finish()
    }

    /// The bytes of those files that are not files on disk.
    fn unpacked(&mut self, files: &[PlannedFile]) -> Result<Vec<Option<Unpacked>>> {
        let found: Vec<_> = files.iter().map(|f| &f.found).collect();
        let fetched = self.fetcher.fetch(&found, self.with.limits)?;
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
}

/// What all files are looked at with.
struct With {
    marks: Marks,
    limits: Limits,
}

impl With {
    /// Without a judge, nothing that was kept is used.
    fn look_at(&self, file: &PlannedFile, unpacked: Option<Unpacked>, known: Known, judge: Option<Judge>) -> Looked {
        let (mut ticket, bytes) = self.ticket(file, unpacked, Why::Full);
        let judged = judge.map(|judge| judge.judge(known, ticket.content, ticket.settings));
        let (why, place) = judged.unwrap_or((Why::Full, None));
        ticket.why = why;
        Looked { ticket, what: place.map_or(Held::Bytes(bytes), Held::Kept) }
    }

    fn ticket(&self, file: &PlannedFile, unpacked: Option<Unpacked>, why: Why) -> (Ticket, Unpacked) {
        let bytes = unpacked.unwrap_or_else(|| bytes_of(&file.found, self.limits));
        let content = match &bytes {
            Ok(bytes) => DocumentId::of(bytes),
            Err(reject) => content_of(reject),
        };
        let (source, settings) = (file.found.source.clone(), self.marks.sources[file.source]);
        (Ticket { why, source, content, settings }, bytes)
    }
}

/// Stands for the bytes of a file that cannot be had: the same refusal is no change.
fn content_of(reject: &Reject) -> DocumentId {
    let said = format!("{}\n{}\n{}\n{:?}", reject.stage, reject.code, reject.reason, reject.position);
    DocumentId::of(said.as_bytes())
}
