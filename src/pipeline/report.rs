//! What a run tells when it is over: the report for machines, a line for people, the exit code.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, Serializer};

use super::kept::Why;
use super::settings::{RejectRule, Settings};
use crate::correct::Used;
use crate::model::{Error, ErrorKind, Finding, Reject, Result, Severity, StageCounts};
use crate::publish::Output;

/// The folder of reports in an output.
const RUNS: &str = "runs";
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
    pub(super) fn of(findings: &[Finding]) -> Self {
        findings.iter().fold(Self::default(), |mut counts, finding| {
            match finding.severity {
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Info => counts.info += 1,
            }
            counts
        })
    }

    fn total(self) -> u64 {
        self.error + self.warning + self.info
    }

    fn at_or_above(self, severity: Severity) -> u64 {
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
    /// Files that were opened; `found = read + kept + refused` holds always.
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

/// The report of a run, `runs/<time>.json`. Unlike the release it holds times and paths.
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
    /// The release that is now the latest.
    pub release: String,
    /// SHA-256 of its manifest.
    pub content: String,
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
    /// Times of the parts.
    pub seconds: Durations,
    /// The slowest documents.
    pub slowest: Vec<DocumentTime>,
    /// What became of the pipeline's corrections.
    pub corrections: Used,
}

/// How many rejects there are of each code, by code.
pub(super) fn by_code(rejects: &[Reject]) -> Vec<(String, u64)> {
    let mut counts = std::collections::BTreeMap::<&str, u64>::new();
    for reject in rejects {
        *counts.entry(&reject.code).or_default() += 1;
    }
    counts.into_iter().map(|(code, n)| (code.to_owned(), n)).collect()
}

impl RunReport {
    /// Writes it into `runs/` of the output under the time at which the run began. Of two runs in one
    /// second both reports are kept.
    pub(super) fn write(&self, output: &Output) -> Result<PathBuf> {
        let runs = output.folder().at(RUNS);
        let stamp = stamp(self.started);
        let body = serde_json::to_string_pretty(self).map_err(|e| Error::output(runs.path(), e.into()))? + "\n";
        let mut name = format!("{stamp}.json");
        let mut attempt = 1;
        while runs.read(&name)?.is_some() {
            attempt += 1;
            name = format!("{stamp}-{attempt}.json");
        }
        output.replace(&runs, &name, body.as_bytes())
    }
}

/// A time as it stands in names of files: `20210430T013000Z`.
pub(super) fn stamp(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// What a run gave.
#[derive(Debug)]
pub struct Summary {
    /// The report.
    pub report: RunReport,
    /// Where the report was written.
    pub report_path: PathBuf,
    /// The release that is now the latest.
    pub release_path: PathBuf,
    pub(super) rejects: RejectRule,
    pub(super) findings: Option<Severity>,
}

impl Summary {
    pub(super) fn new(report: RunReport, report_path: PathBuf, release_path: PathBuf, settings: &Settings) -> Self {
        Self { report, report_path, release_path, rejects: settings.rejects, findings: settings.findings }
    }

    /// Whether the pipeline file lets it pass; the release is there in any case.
    ///
    /// # Errors
    /// `too-many-rejects` before `findings`, where both hold.
    pub fn verdict(&self) -> Result<()> {
        let report = &self.report;
        if self.rejects.fails(report.rejected, report.found) {
            let message = format!("{} of {} files were rejected", report.rejected, report.found);
            return Err(Error::new(ErrorKind::Rejected, "too-many-rejects", message)
                .at_file(self.release_path.join("rejects.parquet"))
                .hint("the table of rejects says why; `rejects` in [fail] says how many are allowed"));
        }
        let Some(severity) = self.findings else { return Ok(()) };
        match report.findings.at_or_above(severity) {
            0 => Ok(()),
            n => {
                let message = format!("{n} findings of severity `{}` or above", severity.as_str());
                Err(Error::new(ErrorKind::Findings, "findings", message)
                    .at_file(self.release_path.join("findings.parquet"))
                    .hint("the table of findings names the rows; `findings` in [fail] sets the severity"))
            }
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let r = &self.report;
        write!(f, "{}: {} found, {} published, {} rejected", r.pipeline, r.found, r.published, r.rejected)?;
        if !r.rejects.is_empty() {
            let codes = r.rejects.iter().map(|(code, n)| format!("{n} {code}")).collect::<Vec<_>>().join(", ");
            write!(f, " ({codes})")?;
        }
        write!(f, "; {} read, {} kept", r.incremental.read, r.incremental.kept)?;
        vanished(f, &r.incremental.vanished)?;
        write!(f, "; {} observations, {} findings", r.stages.observations, r.findings.total())?;
        if !r.corrections.files.is_empty() {
            write!(f, ", {}", r.corrections)?;
        }
        write!(f, " in {:.2} s; ", r.seconds.total.as_secs_f64())?;
        match r.outcome {
            Outcome::Released => write!(f, "released {}", self.release_path.display()),
            Outcome::Unchanged => write!(f, "unchanged, {} stays the latest", self.release_path.display()),
        }
    }
}

/// How many vanished files the summary names.
const NAMED: usize = 3;

fn vanished(f: &mut fmt::Formatter<'_>, vanished: &[String]) -> fmt::Result {
    if vanished.is_empty() {
        return Ok(());
    }
    let named = vanished.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if vanished.len() > NAMED { ", …" } else { "" };
    write!(f, ", {} gone ({named}{more})", vanished.len())
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
