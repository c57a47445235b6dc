//! The run: documents through stages 1 to 6 in bounded memory, then stage 7.
//!
//! Two passes. The first reads documents in batches, on all threads, and spills the readings in
//! the order of their sources while the checks across documents look on. The second streams the
//! spill into the tables, with the flags that only all documents together could give. Nothing in
//! either depends on how many threads there are or how batches fall.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use rayon::ThreadPool;

use super::first_pass::{Collected, FirstPass, Read};
use super::flags::Flagger;
use super::plan::{Plan, PlannedFiles};
use super::progress::{Phase, Progress};
use super::report::{Durations, FindingCounts, Outcome, RunReport, Summary, by_code, stamp};
use super::rows::RowKeys;
use super::spill::SpillWriter;
use crate::model::{Error, Result};
use crate::publish::storage::Folder;
use crate::publish::{Format, Output, ReleaseInfo, ReleaseWriter, Staging, WrittenFile};

/// The folder in the staging folder of archives out of stores.
const FETCHED: &str = "fetched";

/// How a run is done; none of it changes its output.
pub struct RunOptions<'a> {
    /// Threads; as many as there are processors when `None`.
    pub jobs: Option<usize>,
    /// Who listens.
    pub progress: &'a dyn Progress,
}

impl Plan {
    /// Runs the plan and makes a release, unless the latest one has the same content.
    ///
    /// # Errors
    /// `output-in-use`, at once, when another run writes to the same output; those of
    /// [`Plan::discover`] and of [`crate::publish`]. Rejects and findings are no error here: see
    /// [`Summary::verdict`].
    pub fn run(&self, options: &RunOptions<'_>) -> Result<Summary> {
        let reader = self.reader()?;
        self.run_reading(options, &|document| reader.read(document))
    }

    fn run_reading(&self, options: &RunOptions<'_>, read: Read<'_>) -> Result<Summary> {
        let (started, clock) = (Timestamp::now(), Instant::now());
        let mut times = Durations::default();
        let pool = pool(options.jobs)?;
        let output = Output::claim(self.output())?;
        output.recovery().tell();
        let (files, staging) = timed(&mut times.discover, || self.begin(&output))?;
        let bytes = files.files.iter().map(|f| f.found.size).sum();
        let spill = SpillWriter::create(staging.folder())?;
        let collected = FirstPass::new(self, &pool, options.progress, read).run(files, spill, &mut times)?;
        staging.folder().at(FETCHED).remove()?;
        let findings = FindingCounts::of(&collected.findings);
        let (found, published) = (collected.found, collected.published);
        let (stages, rejects) = (collected.counts, by_code(&collected.rejects));
        let slowest = collected.slowest.clone();
        let written = timed(&mut times.write, || self.second_pass(collected, staging.folder(), options.progress))?;
        let content = written.iter().find(|f| f.name == "manifest.json").map(|f| f.sha256.clone()).unwrap_or_default();
        let (release, outcome) = timed(&mut times.commit, || settle(staging, &content, started))?;
        times.total = clock.elapsed();
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
            found,
            published,
            rejected: found - published,
            bytes,
            stages,
            findings,
            rejects,
            seconds: times,
            slowest,
        };
        let report_path = report.write(&output)?;
        let release_path = output.releases().path().join(release);
        Ok(Summary::new(report, report_path, release_path, &self.settings))
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

    fn second_pass(&self, collected: Collected, folder: &Folder, progress: &dyn Progress) -> Result<Vec<WrittenFile>> {
        let Collected { mut spill, flags, findings, rejects, published, .. } = collected;
        let mut writer = ReleaseWriter::create(folder.clone(), &self.lexicon, self.release_info())?;
        let mut flagger = Flagger::new(flags);
        let mut rows = RowKeys::of(&findings);
        progress.begin(Phase::Write, published, 0);
        for (document, reading) in (0_u32..).zip(spill.by_ref()) {
            let mut reading = reading?;
            flagger.flag(document, &mut reading);
            rows.see(document, &reading, &self.lexicon);
            writer.push(&reading)?;
            progress.advance(1, reading.document.bytes);
        }
        spill.remove()?;
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
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::model::{Document, Finding, ObservationRef, Reading, Severity};
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
        let options = RunOptions { jobs: Some(2), progress: &() };
        let summary = plan(folder.path(), "")?.run_reading(&options, &read)?;
        assert_eq!((summary.report.found, summary.report.published, summary.report.rejected), (4, 3, 1));
        let rejects = table(&summary, "rejects.csv");
        assert!(rejects.contains("c.txt,relate,internal_error,") && rejects.contains("made to fail"), "{rejects}");
        assert!(summary.to_string().contains("1 rejected (1 internal_error)"), "{summary}");
        Ok(())
    }

    #[test]
    fn findings_name_the_rows_of_their_own_document() -> Result<()> {
        let folder = tempfile::tempdir().map_err(|e| Error::output(PathBuf::from("tmp"), e))?;
        let options = RunOptions { jobs: Some(1), progress: &() };
        let summary = plan(folder.path(), "")?.run_reading(&options, &read)?;
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
            let options = RunOptions { jobs: Some(1), progress: &() };
            let plan = plan(folder.path(), &format!("fail.findings = \"{severity}\""))?;
            let summary = plan.run_reading(&options, &read)?;
            assert_eq!(summary.verdict().err().map(|e| e.kind().exit_code()), code, "{severity}");
        }
        Ok(())
    }

    #[test]
    fn a_damaged_release_is_made_again() -> Result<()> {
        let folder = tempfile::tempdir().map_err(|e| Error::output(PathBuf::from("tmp"), e))?;
        let options = RunOptions { jobs: Some(1), progress: &() };
        let plan = plan(folder.path(), "")?;
        let first = plan.run_reading(&options, &read)?;
        assert_eq!(plan.run_reading(&options, &read)?.report.outcome, Outcome::Unchanged);
        let lost = first.release_path.join("observations.parquet");
        std::fs::remove_file(&lost).map_err(|e| Error::output(lost, e))?;
        assert_eq!(plan.run_reading(&options, &read)?.report.outcome, Outcome::Released);
        Ok(())
    }
}
