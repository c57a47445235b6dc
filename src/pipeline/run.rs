//! The run: documents through stages 1 to 6 in bounded memory, then stage 7.
//!
//! Two passes. The first takes documents in batches, on all threads: it reads what is new or changed,
//! takes over the rest from the runs before, and keeps all of it in the order of sources while the
//! checks across documents look on. The second streams what was kept into the tables, with the flags
//! that only all documents together could give. Nothing in either depends on how many threads there
//! are, how batches fall, or what was read when.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rayon::ThreadPool;

use super::first_pass::{Collected, FirstPass, Look, MakeRead, Passed, Unchanged};
use super::flags::Flagger;
use super::kept::{End, Marks, Shelf, Tally, Written};
use super::plan::{Plan, PlannedFiles};
use super::progress::{Phase, Progress};
use super::report::{Durations, Incremental, Outcome, RunReport, Summary, stamp};
use super::rows::RowKeys;
use super::stages::Read;
use crate::model::{Error, Finding, Reject, Result};
use crate::publish::storage::Folder;
use crate::publish::{Format, MANIFEST, Output, ReleaseInfo, ReleaseWriter, Staging, WrittenFile, latest_if};

/// The folder in the staging folder of archives out of stores.
const FETCHED: &str = "fetched";
/// The folder beside releases of what runs keep for the next one.
const KEPT: &str = "kept";

/// How a run is done; none of it changes its output.
pub struct RunOptions<'a> {
    /// Threads; as many as there are processors when `None`.
    pub jobs: Option<usize>,
    /// Whether every document is read, also those that did not change since they were.
    pub full: bool,
    /// Who listens.
    pub progress: &'a dyn Progress,
}

impl Default for RunOptions<'_> {
    fn default() -> Self {
        Self { jobs: None, full: false, progress: &() }
    }
}

/// What a run made.
struct Made {
    look: Look,
    outcome: Outcome,
    release: String,
    /// SHA-256 of the manifest.
    content: String,
}

impl Plan {
    /// Runs the plan and makes a release, unless the latest one has the same content.
    ///
    /// # Errors
    /// `output-in-use`, at once, when another run writes to the same output; those of
    /// [`Plan::discover`] and of [`crate::publish`]. Rejects and findings are no error here: see
    /// [`Summary::verdict`].
    pub fn run(&self, options: &RunOptions<'_>) -> Result<Summary> {
        self.run_reading(options, &|| {
            let reader = Arc::clone(self.reader()?);
            Ok(Box::new(move |document| reader.read(document)) as Read)
        })
    }

    fn run_reading(&self, options: &RunOptions<'_>, read: MakeRead<'_>) -> Result<Summary> {
        let (started, clock) = (Timestamp::now(), Instant::now());
        let mut times = Durations::default();
        let pool = pool(options.jobs)?;
        let output = Output::claim(self.output())?;
        output.recovery().tell();
        let (files, staging) = timed(&mut times.discover, || self.begin(&output))?;
        let bytes = files.files.iter().map(|f| f.found.size).sum();
        let first = FirstPass { plan: self, pool: &pool, progress: options.progress, read, full: options.full };
        let made = self.make(&first, files, &output, staging, started, &mut times)?;
        times.total = clock.elapsed();
        let Made { look, outcome, release, content } = made;
        let report = RunReport {
            pipeline: self.settings.name.clone(),
            file: self.file.display().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            fingerprint: self.fingerprint.clone(),
            started,
            finished: Timestamp::now(),
            jobs: pool.current_num_threads(),
            outcome,
            release: release.clone(),
            content,
            found: look.found,
            published: look.tally.published,
            rejected: look.found - look.tally.published,
            bytes,
            incremental: Incremental::new(look.why, look.gone),
            stages: look.tally.stages,
            findings: look.tally.findings,
            rejects: look.tally.rejects,
            seconds: times,
            slowest: look.slowest,
            corrections: look.tally.corrections,
        };
        let report_path = report.write(&output)?;
        let release_path = output.releases().path().join(release);
        Ok(Summary::new(report, report_path, release_path, &self.settings))
    }

    /// Both passes, and the release in its place.
    fn make(
        &self,
        first: &FirstPass<'_>,
        files: PlannedFiles,
        output: &Output,
        staging: Staging<'_>,
        started: Timestamp,
        times: &mut Durations,
    ) -> Result<Made> {
        let shelf = Shelf::open(output.folder().at(KEPT), Marks::of(self))?;
        let same_as = |end: &End| {
            latest_if(output.folder(), &end.files).unwrap_or_else(|error| {
                tracing::warn!("a new release is made, because the latest one cannot be compared: {error}");
                None
            })
        };
        let collected = match first.run(files, shelf, &same_as, times)? {
            Passed::Collected(collected) => *collected,
            Passed::Unchanged(unchanged) => {
                let Unchanged { look, end, release } = *unchanged;
                let content = content_of(&end.files);
                return Ok(Made { look, outcome: Outcome::Unchanged, release, content });
            }
        };
        staging.folder().at(FETCHED).remove()?;
        let Collected { look, shelf, listing, mut written, flags, findings, rejects } = collected;
        let tables = Tables { readings: &mut written, flagger: Flagger::new(flags), findings, rejects };
        let files =
            timed(&mut times.write, || self.second_pass(tables, &look.tally, staging.folder(), first.progress))?;
        let content = content_of(&files);
        let (release, outcome) = timed(&mut times.commit, || settle(staging, &content, started))?;
        let end = End {
            fingerprint: self.fingerprint.clone(),
            listing,
            records: written.records(),
            files,
            tally: look.tally.clone(),
        };
        timed(&mut times.commit, || shelf.settle(written, end));
        Ok(Made { look, outcome, release, content })
    }

    /// Finds the files and begins a release.
    fn begin<'o>(&self, output: &'o Output) -> Result<(PlannedFiles, Staging<'o>)> {
        if !self.has_stores() {
            let files = self.discover()?;
            return Ok((files, output.stage()?));
        }
        let staging = output.stage()?;
        // Where there is a store, the storage is the file system: archives are opened there.
        let files = self.discover_into(Some(staging.folder().at(FETCHED).path()))?;
        Ok((files, staging))
    }

    fn second_pass(
        &self,
        tables: Tables<'_>,
        tally: &Tally,
        folder: &Folder,
        progress: &dyn Progress,
    ) -> Result<Vec<WrittenFile>> {
        let Tables { readings, mut flagger, findings, rejects } = tables;
        let mut writer = ReleaseWriter::create(folder.clone(), &self.lexicon, self.release_info())?;
        let mut rows = RowKeys::of(&findings);
        progress.begin(Phase::Write, tally.published, 0);
        for (document, reading) in (0_u32..).zip(readings.readings()?) {
            let mut reading = reading?;
            // As the first pass did; what is kept is what was read.
            let _ = self.corrections.apply(&mut reading, &self.lexicon);
            flagger.flag(document, &mut reading);
            rows.see(document, &reading, &self.lexicon);
            writer.push(&reading)?;
            progress.advance(1, reading.document.bytes);
        }
        writer.corrections(tally.corrections.files.clone());
        writer.findings(&findings, &rows)?;
        writer.rejects(&rejects)?;
        let written = writer.finish();
        progress.end();
        written
    }

    fn release_info(&self) -> ReleaseInfo {
        let mut info = ReleaseInfo::new(&self.settings.name, &self.fingerprint);
        info.formats = match (self.settings.csv, self.settings.excel) {
            (_, true) => vec![Format::Parquet, Format::CsvForExcel],
            (true, false) => vec![Format::Parquet, Format::Csv],
            (false, false) => vec![Format::Parquet],
        };
        info
    }
}

/// What the second pass writes.
struct Tables<'a> {
    readings: &'a mut Written,
    flagger: Flagger,
    findings: Vec<Finding>,
    rejects: Vec<Reject>,
}

/// The SHA-256 of the manifest among the files of a release.
fn content_of(files: &[WrittenFile]) -> String {
    files.iter().find(|f| f.name == MANIFEST).map(|f| f.sha256.clone()).unwrap_or_default()
}

/// Makes the staged folder the latest release, or drops it when the latest has its content.
fn settle(staging: Staging<'_>, content: &str, started: Timestamp) -> Result<(String, Outcome)> {
    if let Some(latest) = staging.unchanged() {
        return Ok((latest, Outcome::Unchanged));
    }
    let id = format!("{}-{}", stamp(started), content.get(..12).unwrap_or(content));
    Ok((staging.commit(&id)?, Outcome::Released))
}

fn pool(jobs: Option<usize>) -> Result<ThreadPool> {
    let builder = rayon::ThreadPoolBuilder::new().thread_name(|i| format!("read-{i}"));
    builder.num_threads(jobs.unwrap_or(0)).build().map_err(|e| {
        Error::usage("no-threads", format!("cannot start {} threads: {e}", jobs.unwrap_or(0)))
            .hint("ask for fewer with --jobs")
            .caused_by(e)
    })
}

/// Runs `work` and adds the time it took.
pub(super) fn timed<T>(total: &mut Duration, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let result = work();
    *total += begun.elapsed();
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    use crate::model::{Document, ObservationRef, Reading, Severity};
    use crate::pipeline::PipelineText;
    use crate::pipeline::sample::reading;

    fn read(document: Document) -> Reading {
        let fails = document.text.contains('丙');
        assert!(!fails, "made to fail");
        let finding = Finding {
            check: 0,
            severity: Severity::Warning,
            message: "试验".into(),
            rows: vec![ObservationRef { document: 0, observation: 0 }],
            found: None,
            expected: None,
        };
        Reading { document, findings: vec![finding], ..reading("试验") }
    }

    fn run(plan: &Plan, options: &RunOptions<'_>) -> Result<Summary> {
        plan.run_reading(options, &|| Ok(Box::new(read)))
    }

    fn plan(folder: &Path, fail: &str) -> Result<Plan> {
        for (name, text) in [("a", "甲甲甲"), ("b", "乙乙乙"), ("c", "丙丙丙"), ("d", "丁丁丁")] {
            let path = folder.join(format!("{name}.txt"));
            std::fs::write(&path, text).map_err(|e| Error::output(path, e))?;
        }
        let source = "[[source]]\npaths = [\".\"]\ninclude = [\"*.txt\"]\n";
        let text = format!("name = \"p\"\noutput = {{ folder = \"out\" }}\n{fail}\n{source}");
        Plan::from_text(&PipelineText::new(&folder.join("p.toml"), &text))
    }

    fn table(summary: &Summary, name: &str) -> String {
        std::fs::read_to_string(summary.release_path.join(name)).unwrap_or_default()
    }

    #[test]
    fn a_document_that_panics_harms_no_other() -> Result<()> {
        let folder = tempfile::tempdir().map_err(|e| Error::output(PathBuf::from("tmp"), e))?;
        let options = RunOptions { jobs: Some(2), ..RunOptions::default() };
        let summary = run(&plan(folder.path(), "")?, &options)?;
        assert_eq!((summary.report.found, summary.report.published, summary.report.rejected), (4, 3, 1));
        let rejects = table(&summary, "rejects.csv");
        assert!(rejects.contains("c.txt,relate,internal_error,") && rejects.contains("made to fail"), "{rejects}");
        assert!(summary.to_string().contains("1 rejected (1 internal_error)"), "{summary}");
        Ok(())
    }

    #[test]
    fn findings_name_the_rows_of_their_own_document() -> Result<()> {
        let folder = tempfile::tempdir().map_err(|e| Error::output(PathBuf::from("tmp"), e))?;
        let options = RunOptions { jobs: Some(1), ..RunOptions::default() };
        let summary = run(&plan(folder.path(), "")?, &options)?;
        let findings = table(&summary, "findings.csv");
        let sources: Vec<_> = ["a.txt", "b.txt", "d.txt"].map(|n| findings.matches(n).count()).into();
        assert_eq!(sources, [1, 1, 1], "{findings}");
        assert_eq!(summary.report.findings.warning, 3);
        Ok(())
    }

    #[test]
    fn findings_fail_a_run_at_the_severity_asked_for() -> Result<()> {
        let cases = [("none", None), ("error", None), ("warning", Some(1)), ("info", Some(1))];
        for (severity, code) in cases {
            let folder = tempfile::tempdir().map_err(|e| Error::output(PathBuf::from("tmp"), e))?;
            let options = RunOptions { jobs: Some(1), ..RunOptions::default() };
            let plan = plan(folder.path(), &format!("fail.findings = \"{severity}\""))?;
            let summary = run(&plan, &options)?;
            assert_eq!(summary.verdict().err().map(|e| e.kind().exit_code()), code, "{severity}");
        }
        Ok(())
    }

    #[test]
    fn a_damaged_release_is_made_again() -> Result<()> {
        let folder = tempfile::tempdir().map_err(|e| Error::output(PathBuf::from("tmp"), e))?;
        let options = RunOptions { jobs: Some(1), ..RunOptions::default() };
        let plan = plan(folder.path(), "")?;
        let first = run(&plan, &options)?;
        assert_eq!(run(&plan, &options)?.report.outcome, Outcome::Unchanged);
        let lost = first.release_path.join("observations.parquet");
        std::fs::remove_file(&lost).map_err(|e| Error::output(lost, e))?;
        assert_eq!(run(&plan, &options)?.report.outcome, Outcome::Released);
        Ok(())
    }
}
