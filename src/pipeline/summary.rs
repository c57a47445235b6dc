//! What a run gives who started it: the report, a line for people, the exit code.

use std::fmt;
use std::path::PathBuf;

use super::report::{Outcome, RunReport};
use super::rules::Level;
use crate::model::{Error, Result};

/// How many vanished files the summary names.
const NAMED: usize = 3;

/// A run that came to an end, whichever.
#[derive(Debug)]
pub struct Ended {
    /// The report.
    pub report: RunReport,
    /// Where it was written; `None` where it could not be.
    pub report_path: Option<PathBuf>,
    /// The folder of releases.
    pub(super) releases: PathBuf,
    /// What ended it, when that was an error.
    pub error: Option<Error>,
}

impl Ended {
    /// What a run gave that made a release, or found the latest unchanged.
    ///
    /// # Errors
    /// What ended the run.
    pub fn into_result(self) -> Result<Summary> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let release_path = self.releases.join(self.report.release.as_deref().unwrap_or_default());
        Ok(Summary { report_path: self.report_path.unwrap_or_default(), release_path, report: self.report })
    }
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
}

impl Summary {
    /// Whether the pipeline file lets it pass; the release is there in any case.
    ///
    /// # Errors
    /// The first rule of `[fail]` that is broken: `too-many-rejects`, `findings`, `stale`.
    pub fn verdict(&self) -> Result<()> {
        let failed = self.report.breaches.iter().find(|breach| breach.level == Level::Error);
        failed.map_or(Ok(()), |breach| Err(breach.to_error().at_file(self.release_path.join(breach.table))))
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
        if let Some(series) = r.series.as_ref().filter(|s| s.new + s.vanished > 0) {
            write!(f, ", {} new series, {} gone", series.new, series.vanished)?;
        }
        if !r.corrections.files.is_empty() {
            write!(f, ", {}", r.corrections)?;
        }
        write!(f, " in {:.2} s; ", r.seconds.total.as_secs_f64())?;
        match r.outcome {
            Outcome::Unchanged => write!(f, "unchanged, {} stays the latest", self.release_path.display()),
            _ => write!(f, "released {}", self.release_path.display()),
        }
    }
}

fn vanished(f: &mut fmt::Formatter<'_>, vanished: &[String]) -> fmt::Result {
    if vanished.is_empty() {
        return Ok(());
    }
    let named = vanished.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = if vanished.len() > NAMED { ", …" } else { "" };
    write!(f, ", {} gone ({named}{more})", vanished.len())
}
