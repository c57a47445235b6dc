//! What a run tells machines when it is over: the report.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize, Serializer};

use super::kept::Why;
use super::rules::Breach;
use super::series::SeriesChange;
use super::space::DiskUse;
use crate::correct::Used;
use crate::model::{Error, ErrorKind, Result, Severity, StageCounts};
use crate::publish::storage::{Entry, Folder};

/// The folder of reports in an output.
pub(super) const RUNS: &str = "runs";
/// How many of the slowest documents are told.
const SLOWEST: usize = 10;

/// What became of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A new release was made.
    Released,
    /// The content is that of the latest release, which stays.
    Unchanged,
    /// It ended with an error; the latest release stays.
    Failed,
    /// It was stopped in order; what it read is kept, and the latest release stays.
    Stopped,
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCounts {
    /// Cannot be right.
    pub error: u64,
    /// Probably wrong.
    pub warning: u64,
    /// Worth knowing.
    pub info: u64,
}

impl FindingCounts {
    pub(super) const fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
        }
    }

    pub(super) const fn total(self) -> u64 {
        self.error + self.warning + self.info
    }

    pub(super) const fn of_one(self, severity: Severity) -> u64 {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Info => self.info,
        }
    }

    pub(super) const fn at_or_above(self, severity: Severity) -> u64 {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.error + self.warning,
            Severity::Info => self.total(),
        }
    }
}

/// Wall-clock time of each part of a run.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Durations {
    /// Finding files.
    #[serde(serialize_with = "seconds")]
    pub discover: Duration,
    /// Decoding and metadata.
    #[serde(serialize_with = "seconds")]
    pub ingest: Duration,
    /// Stages 2 to 5 and the checks of single documents.
    #[serde(serialize_with = "seconds")]
    pub read: Duration,
    /// Checks across documents, and keeping readings for the second pass.
    #[serde(serialize_with = "seconds")]
    pub collect: Duration,
    /// Writing the tables.
    #[serde(serialize_with = "seconds")]
    pub write: Duration,
    /// Forcing the release to disk and putting it in its place.
    #[serde(serialize_with = "seconds")]
    pub commit: Duration,
    /// All of it.
    #[serde(serialize_with = "seconds")]
    pub total: Duration,
}

fn seconds<S: Serializer>(duration: &Duration, serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.serialize_f64((duration.as_secs_f64() * 1e6).round() / 1e6)
}

/// How long a document took.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentTime {
    /// The document.
    pub source: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Time on one thread, from file to observations.
    #[serde(serialize_with = "seconds")]
    pub seconds: Duration,
}

/// The slowest documents of a run, slowest first.
#[derive(Debug, Default)]
pub(super) struct Slowest(Vec<DocumentTime>);

impl Slowest {
    pub(super) fn add(&mut self, source: &str, bytes: u64, seconds: Duration) {
        let place = self.0.partition_point(|d| d.seconds >= seconds);
        if place < SLOWEST {
            self.0.insert(place, DocumentTime { source: source.to_owned(), bytes, seconds });
            self.0.truncate(SLOWEST);
        }
    }

    pub(super) fn into_vec(self) -> Vec<DocumentTime> {
        self.0
    }
}

/// What a run read, and what it took over from the runs before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Incremental {
    /// Files that were read, or tried to be, because no earlier run had done so in this way;
    /// `found = read + kept + refused` holds always.
    pub read: u64,
    /// Files of which what an earlier run read, or why it refused them, was taken over.
    pub kept: u64,
    /// Files that were refused when sources were listed.
    pub refused: u64,
    /// How many files there are of each reason to be read, or not.
    pub why: BTreeMap<Why, u64>,
    /// Files that the last run found and this one did not, by source.
    pub vanished: Vec<String>,
}

impl Incremental {
    pub(super) fn new(why: BTreeMap<Why, u64>, vanished: Vec<String>) -> Self {
        let of = |wanted| why.get(&wanted).copied().unwrap_or_default();
        let (kept, refused) = (of(Why::Unchanged), of(Why::Refused));
        Self { read: why.values().sum::<u64>() - kept - refused, kept, refused, why, vanished }
    }
}

/// An error as the report tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Its stable code.
    pub code: String,
    /// What happened, with file and place.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Told {
    pub(super) fn of(error: &Error) -> Self {
        let hint = error.hint_text().map(str::to_owned);
        Self { code: error.code().to_owned(), message: error.to_string(), hint }
    }
}

/// The report of a run, whatever its end; `runs/<time>.json` of one that claimed its output. Unlike the release it holds times and
/// paths. What a run that failed did not come to know is 0, empty or null.
#[derive(Debug, Clone, Serialize)]
pub struct RunReport {
    /// Name of the pipeline.
    pub pipeline: String,
    /// The pipeline file.
    pub file: String,
    /// Version of the program.
    pub version: String,
    /// Fingerprint of the pipeline.
    pub fingerprint: String,
    /// When the run began, in UTC.
    pub started: Timestamp,
    /// When it ended, in UTC.
    pub finished: Timestamp,
    /// Threads that read documents.
    pub jobs: usize,
    /// What became of it.
    pub outcome: Outcome,
    /// The exit code of the program.
    pub exit_code: u8,
    /// The error that ended it.
    pub error: Option<Told>,
    /// Rules of `[fail]` and `[warn]` that its content breaks.
    pub breaches: Vec<Breach>,
    /// The release that is now the latest, where the run came to know.
    pub release: Option<String>,
    /// SHA-256 of its manifest.
    pub content: Option<String>,
    /// Files found; `found = published + rejected` holds always.
    pub found: u64,
    /// Documents in the release.
    pub published: u64,
    /// Files rejected.
    pub rejected: u64,
    /// Bytes of the files found.
    pub bytes: u64,
    /// What was read of them, and what was taken over.
    pub incremental: Incremental,
    /// What each stage made of the documents.
    pub stages: StageCounts,
    /// Findings by severity.
    pub findings: FindingCounts,
    /// Rejects by code, by code.
    pub rejects: Vec<(String, u64)>,
    /// The latest date of publication of a document.
    pub newest: Option<Date>,
    /// Series that came and went since the release before; null without one.
    pub series: Option<SeriesChange>,
    /// What the run was going to write, and what room there was; null where nothing was written.
    pub disk: Option<DiskUse>,
    /// Times of the parts.
    pub seconds: Durations,
    /// The slowest documents.
    pub slowest: Vec<DocumentTime>,
    /// What became of the pipeline's corrections.
    pub corrections: Used,
}

impl RunReport {
    /// The report of a run that begins now.
    pub(super) fn begun(pipeline: &str, file: &Path, fingerprint: &str) -> Self {
        let now = Timestamp::now();
        Self {
            pipeline: pipeline.to_owned(),
            file: file.display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            fingerprint: fingerprint.to_owned(),
            started: now,
            finished: now,
            jobs: 0,
            outcome: Outcome::Failed,
            exit_code: 0,
            error: None,
            breaches: Vec::new(),
            release: None,
            content: None,
            found: 0,
            published: 0,
            rejected: 0,
            bytes: 0,
            incremental: Incremental::default(),
            stages: StageCounts::default(),
            findings: FindingCounts::default(),
            rejects: Vec::new(),
            newest: None,
            series: None,
            disk: None,
            corrections: Used::default(),
            seconds: Durations::default(),
            slowest: Vec::new(),
        }
    }

    /// The report of a run whose pipeline file is wrong.
    #[must_use]
    pub fn of_a_wrong_pipeline(file: &Path, error: &Error) -> Self {
        let mut report = Self::begun("", file, "");
        report.end(Some(error));
        report
    }

    /// Says how the run ended.
    pub(super) fn end(&mut self, error: Option<&Error>) {
        self.finished = Timestamp::now();
        if let Some(error) = error {
            let stopped = error.kind() == ErrorKind::Interrupted;
            self.outcome = if stopped { Outcome::Stopped } else { Outcome::Failed };
            self.exit_code = error.kind().exit_code();
            self.error = Some(Told::of(error));
        }
    }

    /// As it is written and given to others.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Only maps with keys that are no strings fail to serialise, and there is none.
        serde_json::to_string_pretty(self).map(|json| json + "\n").unwrap_or_default()
    }
}

/// The name of the records of a run that began then, without an ending: no run before had it.
///
/// # Errors
/// `cannot-read`.
pub(super) fn free_stem(runs: &Folder, started: Timestamp) -> Result<String> {
    let stamp = stamp(started);
    let there = runs.entries()?.unwrap_or_default();
    let taken = |stem: &str| {
        let of = |name: &str| name.strip_prefix(stem).is_some_and(|rest| rest.starts_with('.'));
        there.iter().filter_map(Entry::utf8).any(of)
    };
    let names = std::iter::once(stamp.clone()).chain((2_u64..).map(|n| format!("{stamp}-{n}")));
    Ok(names.into_iter().find(|stem| !taken(stem)).unwrap_or(stamp))
}

/// A time as it stands in names of files: `20210430T013000Z`.
pub(super) fn stamp(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_slowest_are_kept_in_order() {
        let mut slowest = Slowest::default();
        for i in 0..50 {
            slowest.add(&i.to_string(), 1, Duration::from_millis(i * 7 % 50));
        }
        let times: Vec<_> = slowest.into_vec().iter().map(|d| d.seconds.as_millis()).collect();
        assert_eq!(times, (40..50).rev().collect::<Vec<_>>());
    }

    #[test]
    fn stamps_sort_by_time_and_fit_any_file_system() {
        let time: Timestamp = "2021-04-30T01:30:00.5Z".parse().unwrap();
        assert_eq!(stamp(time), "20210430T013000Z");
    }

    #[test]
    fn severities_count_upwards() {
        let counts = FindingCounts { error: 1, warning: 2, info: 4 };
        let at = [Severity::Error, Severity::Warning, Severity::Info].map(|s| counts.at_or_above(s));
        assert_eq!(at, [1, 3, 7]);
    }
}
