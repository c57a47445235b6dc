//! The files of a run, in the order of their sources. They are in a file themselves, so that a folder of a
//! million documents takes no more memory than one of a thousand; a run takes them batch by batch.

use std::cmp::Ordering;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::batch::BatchLimits;
use crate::ingest::archive::Member;
use crate::ingest::remote::is_url;
use crate::ingest::{Found, FoundRecord, Stores};
use crate::model::{Reject, Result};
use crate::spill::{List, Sorter, Spill};

/// Files in memory while they are sorted.
const MOST: usize = 2_000;

/// A file of the run, and the source of the pipeline that found it.
#[derive(Debug, Clone)]
pub(super) struct PlannedFile {
    pub(super) found: Found,
    pub(super) source: usize,
}

/// As a [`PlannedFile`], to be kept in a file; by source.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    found: FoundRecord,
    source: u32,
}

impl Record {
    /// Of two by one name a file of its own comes before a member of an archive.
    fn order(&self) -> (&str, u32, bool) {
        (&self.found.source, self.source, self.found.member.is_some())
    }
}

impl Ord for Record {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

crate::spill::ordered!(Record);

/// A file with what tells it from others; files of one place stand together, by source of the pipeline.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Placed {
    #[serde(with = "crate::spill::path")]
    place: PathBuf,
    /// Where in an archive. What lies in a store has its whole name for a place.
    member: Option<Member>,
    source: u32,
    record: Record,
}

/// Every file that is there: to be read, or refused already.
#[derive(Debug)]
pub struct PlannedFiles {
    list: List<Record>,
    stores: Stores,
    pub(super) rejects: Vec<Reject>,
    /// Bytes of the files to be read.
    pub(super) bytes: u64,
}

/// Some files of a run in a row.
#[derive(Debug)]
pub(super) struct Batch {
    pub(super) files: Vec<PlannedFile>,
    pub(super) bytes: u64,
    /// The place of the batch that comes next.
    pub(super) next: u64,
}

impl PlannedFiles {
    /// How many files were found.
    #[must_use]
    pub fn found(&self) -> u64 {
        self.to_read() + self.rejects.len() as u64
    }

    /// How many of them are to be read.
    pub(super) const fn to_read(&self) -> u64 {
        self.list.count()
    }

    /// The files at a place, 0 or where the batch before ended: as many as the limits allow, one at least;
    /// none at the end.
    pub(super) fn batch(&mut self, at: u64, limits: BatchLimits) -> Result<Option<Batch>> {
        let mut batch = Batch { files: Vec::new(), bytes: 0, next: at };
        let mut records = self.list.read(at)?;
        while let Some(record) = records.next() {
            let Record { found, source } = record?;
            if !limits.has_room(batch.files.len(), batch.bytes, found.size) {
                break;
            }
            batch.bytes = batch.bytes.saturating_add(found.size);
            batch.files.push(PlannedFile { found: self.stores.found(found), source: source as usize });
            batch.next = records.at();
        }
        Ok(Some(batch).filter(|batch| !batch.files.is_empty()))
    }
}

/// Files of all sources of a pipeline, while they are found.
pub(super) struct Gathering {
    spill: Spill,
    stores: Stores,
    /// Needed where two sources may find one file.
    by_place: Option<Sorter<Placed>>,
    by_name: Sorter<Record>,
    pub(super) rejects: Vec<Reject>,
}

impl Gathering {
    /// `overlaps` says that a file may come more than once.
    pub(super) fn new(spill: &Spill, overlaps: bool) -> Self {
        Self {
            spill: spill.clone(),
            stores: Stores::default(),
            by_place: overlaps.then(|| spill.sorter(MOST)),
            by_name: spill.sorter(MOST),
            rejects: Vec::new(),
        }
    }

    /// Adds a file that a source of the pipeline found at a place.
    pub(super) fn add(&mut self, place: &Path, found: Found, source: usize) -> Result<()> {
        let member = found.member.clone().filter(|_| !is_url(&found.source));
        let record = Record { found: self.stores.record(found), source: source as u32 };
        match &mut self.by_place {
            Some(files) => files.push(Placed { place: place.to_owned(), member, source: record.source, record }),
            None => self.by_name.push(record),
        }
    }

    /// The files of the run. One that two sources found belongs to the first of them.
    pub(super) fn finish(mut self) -> Result<PlannedFiles> {
        if let Some(files) = self.by_place.take() {
            let mut last = None;
            for file in files.sorted()? {
                let Placed { place, member, record, .. } = file?;
                let this = Some((place, member));
                if last != this {
                    self.by_name.push(record)?;
                    last = this;
                }
            }
        }
        self.rejects.sort_by(|a, b| a.source.cmp(&b.source));
        self.rejects.dedup_by(|a, b| a.source == b.source);
        let mut all = PlannedFiles { list: self.spill.list(), stores: self.stores, rejects: self.rejects, bytes: 0 };
        all.take_one_of_each_name(self.by_name)?;
        all.rejects.sort_by(|a, b| a.source.cmp(&b.source));
        Ok(all)
    }
}

impl PlannedFiles {
    /// Sources are keys of the tables, so of two files by one name only the first is read: one whose
    /// name is that of a member of an archive, or two names that differ in their encoding alone.
    fn take_one_of_each_name(&mut self, files: Sorter<Record>) -> Result<()> {
        let (mut before, mut copies) = (String::new(), 0_u64);
        for file in files.sorted()? {
            let file = file?;
            let source = &file.found.source;
            copies = if copies > 0 && before == *source { copies + 1 } else { 1 };
            if copies > 1 {
                self.rejects.push(Reject {
                    source: format!("{source} ({copies})"),
                    stage: "ingest".into(),
                    code: "duplicate_name".into(),
                    reason: "another file or member of an archive has the same name; rename one of them".into(),
                    position: None,
                });
                continue;
            }
            before.clone_from(source);
            self.bytes = self.bytes.saturating_add(file.found.size);
            self.list.push(&file)?;
        }
        Ok(())
    }
}
