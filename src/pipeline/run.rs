//! The run: documents through stages 1 to 6 in bounded memory, then stage 7.
//!
//! Two passes. The first takes documents in batches, on all threads: it reads what is new or changed,
//! takes over the rest from the runs before, and keeps all of it in the order of sources while the
//! checks across documents look on. The second streams what was kept into the tables, with the flags
//! that only all documents together could give. Nothing in either depends on how many threads there
//! are, how batches fall, or what was read when.

use std::cell::Cell;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rayon::ThreadPool;

use super::first_pass::{Collected, FirstPass, Look, MakeRead, Passed, Unchanged};
use super::flags::Flagger;
use super::kept::{End, Files, Marks, Shelf, Tally, Written};
use super::lineage::Lineage;
use super::notes::Noted;
use super::plan::{FETCHED, Plan};
use super::planned::PlannedFiles;
use super::progress::{Phase, Progress};
use super::report::{Incremental, Outcome, RUNS, RunReport, free_stem, stamp};
use super::rules::{Facts, Level};
use super::series::{SeriesChange, compare};
use super::space::{estimate, room};
use super::stages::Read;
use super::stop::{Stop, Watch};
use super::summary::{Ended, Summary};
use crate::model::{Error, Result};
use crate::publish::storage::Folder;
use crate::publish::{Format, MANIFEST, Output, ReleaseInfo, ReleaseWriter, Staging, WrittenFile, latest_if};

/// What to know where a run did its work and cannot say so.
const UNRECORDED: &str = "the release is in its place; only the record of the run is missing";
/// The folder beside releases of what runs keep for the next one.
pub(super) const KEPT: &str = "kept";

/// How a run is done; none of it changes its output.
pub struct RunOptions<'a> {
    /// Threads; as many as there are processors when `None`.
    pub jobs: Option<usize>,
    /// Whether every document is read, also those that did not change since they were.
    pub full: bool,
    /// Asks the run to stop.
    pub stop: Stop,
    /// Who listens.
    pub progress: &'a dyn Progress,
}

impl Default for RunOptions<'_> {
    fn default() -> Self {
        Self { jobs: None, full: false, stop: Stop::default(), progress: &() }
    }
}

/// What a run is done with.
struct Means<'a> {
    pool: &'a ThreadPool,
    output: &'a Output,
    progress: &'a dyn Progress,
    read: MakeRead<'a>,
    full: bool,
    watch: &'a Watch,
}

impl Plan {
    /// Runs the plan and makes a release, unless the latest one has the same content.
    ///
    /// # Errors
    /// `output-in-use`, at once, when another run writes to the same output; those of
    /// [`Plan::discover`] and of [`crate::publish`]; `no-space`; `stopped` and `run-timeout`. Rejects and
    /// findings are no error here: see [`Summary::verdict`].
    pub fn run(&self, options: &RunOptions<'_>) -> Result<Summary> {
        self.run_to_end(options).into_result()
    }

    /// As [`Plan::run`], with a report whatever the end.
    #[must_use]
    pub fn run_to_end(&self, options: &RunOptions<'_>) -> Ended {
        self.run_reading(options, &|| {
            let reader = Arc::clone(self.reader()?);
            Ok(Box::new(move |document| reader.read(document)) as Read)
        })
    }

    fn run_reading(&self, options: &RunOptions<'_>, read: MakeRead<'_>) -> Ended {
        let mut report = RunReport::begun(&self.settings.name, &self.file, &self.fingerprint);
        let clock = Instant::now();
        let watch = Watch::new(&options.stop, self.settings.max_run);
        let releases = self.output().at("releases").path().to_owned();
        let ready = pool(options.jobs).and_then(|pool| Ok((pool, Output::claim(self.output())?)));
        let (pool, output) = match ready {
            Ok(ready) => ready,
            Err(error) => {
                report.end(Some(&error));
                return Ended { report, report_path: None, releases, error: Some(error) };
            }
        };
        report.jobs = pool.current_num_threads();
        output.recovery().tell();
        let (progress, full) = (options.progress, options.full);
        let means = Means { pool: &pool, output: &output, progress, read, full, watch: &watch };
        let records = Records::begin(self, &output, &report);
        let tried = records.map(|records| (records, self.attempt(&means, &mut report)));
        report.seconds.total = clock.elapsed();
        let (report_path, error) = match tried {
            Ok((records, result)) => {
                let (files, error) = result.map_or_else(|e| (Vec::new(), Some(e)), |files| (files, None));
                self.judge(&mut report, error.as_ref());
                match records.end(&output, &report, &files) {
                    Ok(path) => (Some(path), error),
                    Err(unwritten) => {
                        let error = error.unwrap_or_else(|| unwritten.hint(UNRECORDED));
                        report.end(Some(&error));
                        (None, Some(error))
                    }
                }
            }
            Err(error) => {
                report.end(Some(&error));
                (None, Some(error))
            }
        };
        Ended { report, report_path, releases, error }
    }

    /// Holds what came out against the rules of the pipeline file.
    fn judge(&self, report: &mut RunReport, error: Option<&Error>) {
        report.end(error);
        if error.is_some() {
            return;
        }
        let facts = Facts {
            found: report.found,
            rejected: report.rejected,
            findings: report.findings,
            observations: report.stages.observations,
            newest: report.newest,
            today: report.started.to_zoned(TimeZone::UTC).date(),
        };
        let failed = self.settings.fail.broken(&facts, Level::Error);
        report.exit_code = failed.first().map_or(0, |breach| breach.to_error().kind().exit_code());
        report.breaches = failed;
        report.breaches.extend(self.settings.warn.broken(&facts, Level::Warn));
    }

    /// Both passes, and the release in its place: its files.
    fn attempt(&self, means: &Means<'_>, report: &mut RunReport) -> Result<Vec<WrittenFile>> {
        let output = means.output;
        let (files, staging) = timed(&mut report.seconds.discover, || self.begin(output))?;
        let (found, bytes) = (files.found(), files.bytes);
        let shelf = Shelf::open(output.folder().at(KEPT), Marks::of(self))?;
        let estimated = estimate(bytes, &shelf);
        let same_as = |end: &End| latest_with(output, &end.files.get());
        let disk = Cell::new(None);
        let room = || {
            disk.set(Some(room(output.folder().path(), estimated, self.settings.min_free)?));
            Ok(())
        };
        let first = FirstPass {
            plan: self,
            pool: means.pool,
            progress: means.progress,
            read: means.read,
            full: means.full,
            watch: means.watch,
            staging: staging.folder(),
            room: &room,
        };
        let passed = first.run(files, shelf, &same_as, &mut report.seconds);
        report.disk = disk.get();
        let collected = match passed? {
            Passed::Collected(collected) => *collected,
            Passed::Unchanged(unchanged) => {
                let Unchanged { look, end, release } = *unchanged;
                tell(report, look, found, bytes);
                report.outcome = Outcome::Unchanged;
                let files = end.files.get();
                report.series = Some(SeriesChange::none(&files));
                (report.release, report.content) = (Some(release), content_of(&files));
                return Ok(files);
            }
        };
        staging.folder().at(FETCHED).remove()?;
        let Collected { look, shelf, listing, written, noted } = collected;
        let tally = look.tally.clone();
        let files =
            timed(&mut report.seconds.write, || self.second_pass(&written, noted, &tally, staging.folder(), means))?;
        let content = content_of(&files);
        let before = output.latest()?;
        let started = report.started;
        let (release, outcome) = timed(&mut report.seconds.commit, || settle(output, staging, &files, started))?;
        let records = written.records();
        let end =
            End { fingerprint: self.fingerprint.clone(), listing, records, bytes, files: Files::new(&files), tally };
        timed(&mut report.seconds.commit, || shelf.settle(written, end));
        report.series = series_since(output, before.as_deref(), &release, &files);
        tell(report, look, found, bytes);
        (report.outcome, report.release, report.content) = (outcome, Some(release), content);
        Ok(files)
    }

    /// Begins a release and finds the files.
    fn begin<'o>(&self, output: &'o Output) -> Result<(PlannedFiles, Staging<'o>)> {
        let staging = output.stage()?;
        // Where there is a store, the storage is the file system: archives are opened there.
        let files = self.discover_into(Some(staging.folder()))?;
        Ok((files, staging))
    }

    fn second_pass(
        &self,
        written: &Written,
        noted: Noted,
        tally: &Tally,
        folder: &Folder,
        means: &Means<'_>,
    ) -> Result<Vec<WrittenFile>> {
        let mut writer = ReleaseWriter::create(folder.clone(), &self.lexicon, self.release_info())?;
        let mut flagger = Flagger::new(noted.flags)?;
        let mut rows = noted.questions.answers(&self.spill())?;
        means.progress.begin(Phase::Write, tally.published, 0);
        for (document, reading) in (0_u32..).zip(written.readings()?) {
            means.watch.check()?;
            let mut reading = reading?;
            // As the first pass did; what is kept is what was read.
            let _ = self.corrections.apply(&mut reading, &self.lexicon);
            flagger.flag(document, &mut reading)?;
            rows.see(document, &reading, &self.lexicon)?;
            writer.push(&reading)?;
            means.progress.advance(1, reading.document.bytes);
        }
        writer.corrections(tally.corrections.files.clone());
        let (mut findings, mut keys) = (noted.findings, rows.sorted()?);
        for (number, finding) in (0..).zip(findings.read(0)?) {
            let finding = finding?;
            keys.of(number, |rows| writer.finding(&finding, rows))?;
        }
        for reject in noted.rejects.sorted()? {
            writer.reject(&reject?.0)?;
        }
        let written = writer.finish();
        means.progress.end();
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

/// The SHA-256 of the manifest among the files of a release.
fn content_of(files: &[WrittenFile]) -> Option<String> {
    files.iter().find(|f| f.name == MANIFEST).map(|f| f.sha256.clone())
}

/// Puts into the report what became of the files.
fn tell(report: &mut RunReport, look: Look, found: u64, bytes: u64) {
    let Look { why, gone, tally, slowest } = look;
    (report.found, report.bytes) = (found, bytes);
    (report.published, report.rejected) = (tally.published, tally.rejects.iter().map(|(_, n)| n).sum());
    report.incremental = Incremental::new(why, gone);
    (report.stages, report.findings, report.rejects) = (tally.stages, tally.findings, tally.rejects);
    (report.newest, report.slowest, report.corrections) = (tally.newest, slowest, tally.corrections);
}

/// The series that came and went since the release before, where there is one; `files` are those of the
/// release that is now the latest.
fn series_since(output: &Output, before: Option<&str>, now: &str, files: &[WrittenFile]) -> Option<SeriesChange> {
    let folder = |id: &str| output.releases().at(id);
    let before = before?;
    if before == now {
        return Some(SeriesChange::none(files));
    }
    compare(&folder(before), &folder(now), &output.folder().spill())
        .inspect_err(|error| tracing::warn!("series are not held against those of the release before: {error}"))
        .ok()
}

/// The records of a run in `runs/`: its report, and its events.
struct Records {
    stem: String,
    lineage: Lineage,
}

impl Records {
    /// Leaves word that the run began.
    fn begin(plan: &Plan, output: &Output, report: &RunReport) -> Result<Self> {
        let runs = output.folder().at(RUNS);
        let records = Self { stem: free_stem(&runs, report.started)?, lineage: Lineage::begin(plan, report) };
        records.write_events(output)?;
        Ok(records)
    }

    /// Writes how it ended: where the report is.
    fn end(mut self, output: &Output, report: &RunReport, files: &[WrittenFile]) -> Result<PathBuf> {
        self.lineage.end(report, files);
        self.write_events(output)?;
        output.replace(&output.folder().at(RUNS), &format!("{}.json", self.stem), report.to_json().as_bytes())
    }

    fn write_events(&self, output: &Output) -> Result<()> {
        let (runs, name) = (output.folder().at(RUNS), format!("{}.openlineage.json", self.stem));
        output.replace(&runs, &name, self.lineage.to_json().as_bytes()).map(drop)
    }
}

/// The latest release, when it has exactly these files. Where that cannot be told, it has not.
fn latest_with(output: &Output, files: &[WrittenFile]) -> Option<String> {
    latest_if(output.folder(), files).unwrap_or_else(|error| {
        tracing::warn!("a new release is made, because the latest one cannot be compared: {error}");
        None
    })
}

/// Makes the staged folder with these files the latest release, or drops it when the latest has them.
fn settle(
    output: &Output,
    staging: Staging<'_>,
    files: &[WrittenFile],
    started: Timestamp,
) -> Result<(String, Outcome)> {
    if let Some(latest) = latest_with(output, files) {
        return Ok((latest, Outcome::Unchanged));
    }
    let content = content_of(files).unwrap_or_default();
    let content = content.as_str();
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
    use std::path::Path;

    use crate::model::{Document, Finding, ObservationRef, Reading, Severity};
    use crate::pipeline::PipelineText;
    use crate::pipeline::sample::reading;
    use crate::publish::latest;
    use crate::publish::storage::{Fault, FaultyStorage, MemoryStorage, Storage, Trip};

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
        plan.run_reading(options, &|| Ok(Box::new(read))).into_result()
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
        let sources: Vec<_> = [",a.txt,", ",b.txt,", ",d.txt,"].map(|n| findings.matches(n).count()).into();
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
    fn a_report_that_cannot_be_written_takes_no_release_away() -> Result<()> {
        let folder = tempfile::tempdir().map_err(|e| Error::output(PathBuf::from("tmp"), e))?;
        let run_on = |storage: Arc<dyn Storage>| {
            let mut plan = plan(folder.path(), "")?;
            plan.write_on(storage);
            let ended = plan.run_reading(&RunOptions::default(), &|| Ok(Box::new(read)));
            Ok::<_, Error>((ended, latest(&plan.output())?))
        };
        let counting = Arc::new(FaultyStorage::new(Arc::new(MemoryStorage::default()), None));
        run_on(Arc::clone(&counting) as Arc<dyn Storage>)?;
        let calls = counting.operations();
        let named_last = calls.iter().rposition(|o| o.call == "rename").expect("the report got its name");
        let trip = Trip { at: named_last as u64, fault: Fault::NoSpace, from_then_on: false };
        let faulty = FaultyStorage::new(Arc::new(MemoryStorage::default()), Some(trip));
        let (ended, latest) = run_on(Arc::new(faulty))?;
        let error = ended.error.expect("the report has no name");
        assert_eq!((error.code(), error.hint_text()), ("cannot-write", Some(UNRECORDED)));
        assert!(latest.is_some() && ended.report.release == latest, "the release is in its place");
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
