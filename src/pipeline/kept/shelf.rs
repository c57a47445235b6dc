//! The packs of earlier runs, read along with the files of this one.

use std::io;

use super::marks::{Mark, Marks};
use super::pack::{Fit, Located, PackReader, PackWriter, Written};
use super::record::{End, Header, Kind};
use super::why::Why;
use crate::model::{DocumentId, Result};
use crate::publish::storage::{Entry, Folder};

/// The pack of the last run that came to its end.
pub(super) const LAST: &str = "readings.pack";
/// That of a run that was cut short.
const CUT: &str = "readings.cut";
/// The one that is being written.
const NEW: &str = "readings.new";

/// The folder `kept/` of a pipeline.
pub(in crate::pipeline) struct Shelf {
    folder: Folder,
    marks: Marks,
    last: Option<PackReader>,
    cut: Option<PackReader>,
}

/// Where a record lies that can be taken over.
#[derive(Debug)]
pub(in crate::pipeline) struct Place {
    located: Located,
    in_cut: bool,
}

impl Place {
    /// The head of the record.
    pub(in crate::pipeline) const fn header(&self) -> &Header {
        &self.located.header
    }

    /// Whether it lies in the pack of the last run that came to its end.
    pub(in crate::pipeline) const fn is_of_last(&self) -> bool {
        !self.in_cut
    }
}

/// What earlier runs kept under a name.
#[derive(Debug)]
pub(in crate::pipeline) struct Known {
    last: Option<Located>,
    cut: Option<Located>,
    /// Whether the pack of the last run is broken before this name, which may have been in it.
    broken: bool,
}

impl Known {
    /// Where the record of the last run lies.
    pub(in crate::pipeline) fn into_last(self) -> Option<Place> {
        Some(Place { located: self.last?, in_cut: false })
    }
}

impl Shelf {
    /// Opens `folder`, which is made where it is missing. A pack that cannot be read is told of and is
    /// as good as none.
    ///
    /// # Errors
    /// `cannot-write`, `cannot-read`.
    pub(in crate::pipeline) fn open(folder: Folder, marks: Marks) -> Result<Self> {
        folder.make()?;
        let there = folder.entries()?.unwrap_or_default();
        let open = |name: &str| there.iter().any(|e| e.utf8() == Some(name)).then(|| open(&folder, name, &marks));
        let (last, cut, new) = (open(LAST).flatten(), open(CUT).flatten(), open(NEW).flatten());
        let cut = better(cut, new, &folder, &there)?;
        Ok(Self { folder, marks, last, cut })
    }

    /// Opens the pack of the last run once more, to read it from its beginning.
    pub(in crate::pipeline) fn again(&self) -> Self {
        let last = open(&self.folder, LAST, &self.marks);
        Self { folder: self.folder.clone(), marks: self.marks.clone(), last, cut: None }
    }

    /// The end of the pack of the last run, where all of it was read as this run would.
    pub(in crate::pipeline) fn end(&self) -> Option<&End> {
        let last = self.last.as_ref().filter(|last| last.fit().is_whole())?;
        last.end.as_deref()
    }

    /// What reading so many bytes writes, as the last run did: its pack, and its release.
    pub(in crate::pipeline) fn written_for_each(&self, bytes: u64) -> Option<u64> {
        let last = self.last.as_ref()?;
        let end = last.end.as_ref().filter(|end| end.bytes > 0)?;
        let written = last.length() + end.files.bytes();
        u64::try_from(u128::from(bytes) * u128::from(written) / u128::from(end.bytes)).ok()
    }

    /// What is kept of `source`; names come in ascending order. Names of the last run that were passed
    /// over are gone, and go to `gone`.
    pub(in crate::pipeline) fn find(&mut self, source: &str, gone: &mut dyn FnMut(String)) -> Known {
        let broken = |pack: &Option<PackReader>| pack.as_ref().is_some_and(|p| p.broken && p.peek().is_none());
        let last = self.last.as_mut().and_then(|pack| find(pack, source, gone));
        let cut = self.cut.as_mut().and_then(|pack| find(pack, source, &mut |_| {}));
        Known { broken: last.is_none() && broken(&self.last), last, cut }
    }

    /// Ends the search: all names that are left are gone.
    pub(in crate::pipeline) fn rest(&mut self, gone: &mut dyn FnMut(String)) {
        while let Some(located) = self.last.as_mut().and_then(PackReader::take) {
            gone(located.header.source);
        }
        if self.last.as_ref().is_some_and(|last| last.broken) {
            tracing::warn!(
                file = %self.folder.path().join(LAST).display(),
                "what the last run kept is damaged; documents behind the damage are read anew"
            );
        }
    }

    /// What tells whether a record can be taken over.
    pub(in crate::pipeline) fn judge(&self) -> Judge {
        Judge { last: self.last.as_ref().map(PackReader::fit), cut: self.cut.as_ref().map(PackReader::fit) }
    }

    /// The body of a record.
    ///
    /// # Errors
    /// When it cannot be read.
    pub(in crate::pipeline) fn body(&mut self, place: &Place) -> io::Result<Vec<u8>> {
        let pack = if place.in_cut { &mut self.cut } else { &mut self.last };
        pack.as_mut().map_or_else(|| Err(io::ErrorKind::NotFound.into()), |pack| pack.body(&place.located))
    }

    /// Begins the pack of this run.
    ///
    /// # Errors
    /// `cannot-write`.
    pub(in crate::pipeline) fn begin(&self) -> Result<PackWriter> {
        PackWriter::create(&self.folder, NEW, &self.marks)
    }

    /// Nothing changed, so the pack of the last run has all: that of a run that was cut short goes. A failure
    /// costs nothing, is told of, and the next run tries again.
    pub(in crate::pipeline) fn settle_unchanged(&mut self) {
        if self.cut.take().is_none() {
            return;
        }
        if let Err(error) = self.folder.remove_file(CUT) {
            tracing::warn!(folder = %self.folder.path().display(), "a pack that is no longer needed stays: {error}");
        }
    }

    /// Puts the pack of this run in its place; those before it go. A failure costs the next run its
    /// time and nothing else, and is told of.
    pub(in crate::pipeline) fn settle(self, written: Written, end: End) {
        let Self { folder, last, cut, .. } = self;
        let had_cut = cut.is_some();
        // Some systems rename over no file that is open, and remove none.
        drop((last, cut));
        let clear = || if had_cut { folder.remove_file(CUT) } else { Ok(()) };
        if let Err(error) = written.seal(end, LAST).and_then(|()| clear()) {
            tracing::warn!(
                folder = %folder.path().display(),
                "what was read cannot be kept, and the next run reads it anew: {error}"
            );
        }
    }
}

fn open(folder: &Folder, name: &str, marks: &Marks) -> Option<PackReader> {
    let opened = PackReader::open(folder, name, marks);
    let told = |error: &io::Error| {
        let file = folder.path().join(name);
        tracing::warn!(file = %file.display(), "what an earlier run kept cannot be used: {error}");
    };
    opened.inspect_err(told).ok()
}

/// Of the packs of two runs that were cut short, the one that spares more work; the other is removed.
fn better(
    cut: Option<PackReader>,
    new: Option<PackReader>,
    folder: &Folder,
    there: &[Entry],
) -> Result<Option<PackReader>> {
    let worth = |pack: &Option<PackReader>| pack.as_ref().filter(|p| p.fit().is_whole()).map(PackReader::length);
    let remove = |name: &str| {
        let is_there = there.iter().any(|e| e.utf8() == Some(name));
        if is_there { folder.remove_file(name) } else { Ok(()) }
    };
    let (of_cut, of_new) = (worth(&cut), worth(&new));
    if of_new > of_cut {
        folder.rename(NEW, folder, CUT)?;
        return Ok(new);
    }
    drop(new);
    remove(NEW)?;
    if of_cut.is_none() {
        drop(cut);
        remove(CUT)?;
        return Ok(None);
    }
    Ok(cut)
}

fn find(pack: &mut PackReader, source: &str, passed: &mut dyn FnMut(String)) -> Option<Located> {
    loop {
        let order = pack.peek()?.source.as_str().cmp(source);
        match order {
            std::cmp::Ordering::Less => passed(pack.take()?.header.source),
            std::cmp::Ordering::Equal => return pack.take(),
            std::cmp::Ordering::Greater => return None,
        }
    }
}

/// Tells, on any thread, whether a record can be taken over.
#[derive(Debug, Clone, Copy)]
pub(in crate::pipeline) struct Judge {
    last: Option<Fit>,
    cut: Option<Fit>,
}

impl Judge {
    /// Whether a record of a document with these bytes, to be read with these settings, can be taken
    /// over, or why not.
    pub(in crate::pipeline) fn judge(self, known: Known, content: DocumentId, settings: Mark) -> (Why, Option<Place>) {
        let same = |located: &Located, fit: Option<Fit>| {
            let header = &located.header;
            let as_before = header.content == content && header.settings == settings;
            as_before && header.kind != Kind::RefusedForNow && fit.is_some_and(Fit::is_whole)
        };
        match (known.last, known.cut) {
            (Some(located), _) if same(&located, self.last) => (Why::Unchanged, Some(Place { located, in_cut: false })),
            (_, Some(located)) if same(&located, self.cut) => (Why::Unchanged, Some(Place { located, in_cut: true })),
            (Some(located), _) => (why_not(&located.header, self.last, content, settings), None),
            (None, Some(located)) => (why_not(&located.header, self.cut, content, settings), None),
            (None, None) if known.broken => (Why::KeptDamaged, None),
            (None, None) => (Why::New, None),
        }
    }
}

fn why_not(header: &Header, fit: Option<Fit>, content: DocumentId, settings: Mark) -> Why {
    if header.content != content {
        Why::Changed
    } else if fit.is_none_or(|f| !f.program) {
        Why::ProgramChanged
    } else if fit.is_none_or(|f| !f.lexicon) {
        Why::LexiconChanged
    } else if header.settings != settings {
        Why::SettingsChanged
    } else {
        Why::Retried
    }
}
