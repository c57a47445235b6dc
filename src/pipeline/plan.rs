//! The plan: a pipeline file made sure of, its lexicon loaded, its fingerprint made.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use toml::Spanned;

use super::Reader;
use super::cases::{Case, Failure};
use super::planned::{Gathering, PlannedFiles};
use super::settings::{Resolver, Settings, SourceSettings, lexicon_files};
use super::text::PipelineText;
use crate::correct::{Corrections, CorrectionsFile};
use crate::ingest::{Found, Ingest, Limits, Overrides, SourceSpec, find_each};
use crate::model::{Error, ErrorKind, Lexicon, Result};
use crate::publish::storage::{Folder, LocalStorage, Storage};
use crate::spill::Spill;

/// The folder in the staging folder of archives out of stores.
pub(super) const FETCHED: &str = "fetched";

/// What a run will do.
pub struct Plan {
    /// The pipeline file.
    pub file: PathBuf,
    /// What it asks for.
    pub settings: Settings,
    /// Its lexicon.
    pub lexicon: Arc<Lexicon>,
    /// What people corrected.
    pub corrections: Arc<Corrections>,
    /// BLAKE3 of all that shapes the output besides the documents: the program's version, the
    /// settings, the lexicon, the corrections. In hexadecimal.
    pub fingerprint: String,
    base: PathBuf,
    cases: Vec<Case>,
    storage: Arc<dyn Storage>,
    reader: OnceLock<Arc<Reader>>,
}

/// What the tests of a pipeline file gave.
#[derive(Debug)]
pub struct CheckReport {
    /// How many tests there are.
    pub tests: usize,
    /// How many of them failed.
    pub failed: usize,
    /// Everything that was not as expected, in the order of the file.
    pub failures: Vec<Failure>,
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan").field("file", &self.file).field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl Plan {
    /// Reads a pipeline file and loads its lexicon.
    ///
    /// # Errors
    /// `pipeline-unreadable`, `pipeline-syntax`, `pipeline-value`, and those of
    /// [`Lexicon::load`] and [`Corrections::load`], each with file, line and column.
    pub fn load(file: &Path) -> Result<Self> {
        Self::from_text(&PipelineText::read(file)?)
    }

    /// As [`Plan::load`], of a text that is in memory.
    ///
    /// # Errors
    /// As [`Plan::load`].
    pub fn from_text(text: &PipelineText) -> Result<Self> {
        let written = text.parse()?;
        let files = lexicon_files(&written.lexicon, text.folder());
        let lexicon = if files.is_empty() { Lexicon::builtin() } else { Arc::new(Lexicon::load(&files)?) };
        let resolver = Resolver { text, lexicon: &lexicon };
        let settings = resolver.settings(&written)?;
        let corrections = Corrections::load(corrections_files(&written.corrections, text.folder()), &lexicon)?;
        let cases = written.test.iter().map(|t| Case::new(&resolver, t)).collect::<Result<_>>()?;
        Ok(Self {
            file: text.path.clone(),
            fingerprint: fingerprint(&settings, &lexicon, &corrections),
            settings,
            corrections: Arc::new(corrections),
            base: text.folder().to_owned(),
            lexicon,
            cases,
            storage: Arc::new(LocalStorage),
            reader: OnceLock::new(),
        })
    }

    /// Writes under `parent`, in a folder with the pipeline's name, whatever the file says.
    pub fn write_under(&mut self, parent: &Path) {
        self.settings.folder = parent.join(&self.settings.name);
    }

    /// Writes on another storage than the file system. Documents are read from the file system all the
    /// same.
    pub fn write_on(&mut self, storage: Arc<dyn Storage>) {
        self.storage = storage;
    }

    /// The folder that paths in the pipeline file are relative to.
    pub(super) fn base(&self) -> &Path {
        &self.base
    }

    /// Where a run puts what memory does not hold: beside its releases.
    pub(super) fn spill(&self) -> Spill {
        self.output().spill()
    }

    /// The folder of the pipeline's releases.
    #[must_use]
    pub fn output(&self) -> Folder {
        Folder::new(Arc::clone(&self.storage), &self.settings.folder)
    }

    /// Finds the files of the pipeline, sorted by source. A file that two sources find belongs to
    /// the first of them. What the pipeline itself wrote is no source of it.
    ///
    /// # Errors
    /// Those of [`find_each`]: a path that is not there, a store that cannot be listed.
    pub fn discover(&self) -> Result<PlannedFiles> {
        self.discover_into(None)
    }

    /// As [`Plan::discover`] for a run, which puts down in `staging` what it needs to know what is in archives:
    /// those in stores, in the folder [`FETCHED`], and those in archives; and lists of files that are long.
    pub(super) fn discover_into(&self, staging: Option<&Folder>) -> Result<PlannedFiles> {
        let spill = staging.map_or_else(Spill::of_system, Folder::spill);
        let own = self.settings.folder.canonicalize().ok();
        let mut all = Gathering::new(&spill, self.settings.sources.len() > 1 || self.has_stores());
        for (source, settings) in self.settings.sources.iter().enumerate() {
            let mut take = |place: &Path, found: Found| {
                let is_own = own.as_ref().is_some_and(|own| place.starts_with(own));
                if is_own { Ok(()) } else { all.add(place, found, source) }
            };
            let rejects = find_each(&self.spec(settings, staging), &spill, &mut take);
            let rejects = rejects.map_err(|e| self.at_place(e, settings))?;
            all.rejects.extend(rejects);
        }
        all.finish()
    }

    /// Runs the tests of the pipeline file.
    ///
    /// # Errors
    /// When the lexicon is too large to index.
    pub fn check(&self) -> Result<CheckReport> {
        let reader = self.reader()?;
        let ingest = Ingest::new(Arc::clone(&self.lexicon));
        let mut report = CheckReport { tests: self.cases.len(), failed: 0, failures: Vec::new() };
        for case in &self.cases {
            let failures = case.run(&ingest, reader);
            report.failed += usize::from(!failures.is_empty());
            report.failures.extend(failures);
        }
        Ok(report)
    }

    /// What reads its documents. Made once: indexing the lexicon takes longer than many a document.
    pub(super) fn reader(&self) -> Result<&Arc<Reader>> {
        if let Some(reader) = self.reader.get() {
            return Ok(reader);
        }
        let reader = Arc::new(Reader::new(Arc::clone(&self.lexicon))?);
        Ok(self.reader.get_or_init(|| reader))
    }

    /// How much a document may take.
    #[must_use]
    pub fn limits(&self) -> Limits {
        self.settings.limits
    }

    /// Whether a source is a store.
    #[must_use]
    pub fn has_stores(&self) -> bool {
        self.settings.sources.iter().any(|s| s.store.is_some())
    }

    fn spec(&self, source: &SourceSettings, staging: Option<&Folder>) -> SourceSpec {
        SourceSpec {
            paths: source.paths.clone(),
            include: source.include.clone(),
            exclude: source.exclude.clone(),
            base: self.base.clone(),
            limits: self.limits(),
            store: source.store.clone().unwrap_or_default(),
            fetched: staging.map(|staging| staging.at(FETCHED).path().to_owned()),
            scratch: staging.and_then(scratch),
        }
    }

    /// What is wrong with a source is put right in the pipeline file.
    fn at_place(&self, error: Error, source: &SourceSettings) -> Error {
        if error.kind() == ErrorKind::Output {
            return error;
        }
        error.at_file(&self.file).at_line(source.place.0, Some(source.place.1))
    }
}

impl SourceSettings {
    /// What of it ingest takes instead of what a document says.
    pub(super) fn overrides(&self) -> Overrides {
        Overrides {
            title: self.title.clone(),
            publisher: self.publisher.clone(),
            region: self.region,
            published: self.published,
            year: self.year,
            kind: self.kind,
            ..Overrides::default()
        }
    }
}

/// The folder of the file system that a staging folder is; `None` on another storage.
pub(super) fn scratch(staging: &Folder) -> Option<PathBuf> {
    Some(staging.path()).filter(|path| path.is_dir()).map(Path::to_owned)
}

fn corrections_files(written: &[Spanned<String>], folder: &Path) -> Vec<CorrectionsFile> {
    let named = written.iter().map(Spanned::get_ref);
    named.map(|name| CorrectionsFile::new(name, folder.join(name))).collect()
}

/// The settings are serialised field by field in the order of their declaration, so that neither
/// the order nor the layout of the file matters.
fn fingerprint(settings: &Settings, lexicon: &Lexicon, corrections: &Corrections) -> String {
    let mut hash = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(env!("CARGO_PKG_VERSION").as_bytes());
    // Strings, numbers and options of them: serialising cannot fail.
    part(&serde_json::to_vec(settings).unwrap_or_default());
    part(lexicon.fingerprint.as_bytes());
    corrections.files().iter().for_each(|file| part(file.sha256.as_bytes()));
    hash.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Result<Plan> {
        Plan::from_text(&PipelineText::new(Path::new("pipelines/p.toml"), text))
    }

    fn error(text: &str) -> Error {
        plan(text).map(|p| p.fingerprint).unwrap_err()
    }

    const SMALL: &str = "name = \"试验\"\n[[source]]\npaths = [\"a\"]\n";

    #[test]
    fn defaults_are_as_designed() -> Result<()> {
        let mut plan = plan(SMALL)?;
        assert_eq!(plan.settings.folder, Path::new("output/试验"));
        assert!(plan.settings.csv && !plan.settings.excel);
        assert_eq!(plan.settings.fail, crate::pipeline::Rules::default());
        plan.write_under(Path::new("/tmp/o"));
        assert_eq!(plan.settings.folder, Path::new("/tmp/o/试验"));
        Ok(())
    }

    #[test]
    fn the_fingerprint_is_of_what_shapes_the_output() -> Result<()> {
        let base = plan(SMALL)?.fingerprint;
        let same = "# a comment\nname = '试验'\noutput = { folder = \"x\" }\nfail.findings = \"error\"\n\
                    [[source]]\nexclude = []\npaths = ['a']\n[[test]]\ntext = \"甲\"\n";
        assert_eq!(base, plan(same)?.fingerprint);
        for other in ["region = \"000000\"", "year = 2020", "exclude = [\"b\"]"] {
            assert_ne!(base, plan(&format!("{SMALL}{other}\n"))?.fingerprint, "{other}");
        }
        Ok(())
    }

    #[test]
    fn wrong_values_have_a_place_and_a_hint() {
        let cases = [
            ("name = \"a/b\"\n[[source]]\npaths = [\"a\"]\n", 1, "`a/b` cannot name a pipeline"),
            ("name = \"a\"\n[[source]]\npaths = []\n", 3, "a source needs a path"),
            ("name = \"a\"\n[[source]]\npaths = [\"a\"]\nkind = \"buletin\"\n", 4, "is no kind of document"),
            ("name = \"a\"\n[[source]]\npaths = [\"a\"]\nregion = \"999999\"\n", 4, "is no known region"),
            ("name = \"a\"\n[[source]]\npaths = [\"a\"]\npublished = \"2021-02-30\"\n", 4, "is no date"),
            ("name = \"a\"\n[[source]]\npaths = [\"a\"]\npublished = 12:00:00\n", 4, "is no date"),
            ("name = \"a\"\n[[source]]\npaths = [\"a\"]\nexclude = [\"[\"]\n", 4, "not a glob"),
            ("name = \"a\"\nfail = { rejects = 2 }\n[[source]]\npaths = [\"a\"]\n", 2, "not a rule for rejects"),
            ("name = \"a\"\nfail = { findings = \"eror\" }\n[[source]]\npaths = [\"a\"]\n", 2, "is no severity"),
            (
                "name = \"a\"\n[[source]]\npaths = [\"a\"]\n[[test]]\ntext = \"a\"\nexpect = [{ text = \"1\", value = \"x\" }]",
                6,
                "is no number",
            ),
        ];
        for (text, line, message) in cases {
            let error = error(text);
            assert!(error.to_string().contains(message), "{error}");
            assert_eq!(error.place().line, Some(line), "{error}");
            assert!(error.place().column.is_some() && error.hint_text().is_some(), "{error}");
        }
    }

    #[test]
    fn dates_may_be_written_in_either_way() -> Result<()> {
        for date in ["\"2021-04-30\"", "2021-04-30"] {
            let plan = plan(&format!("{SMALL}published = {date}\n"))?;
            assert_eq!(plan.settings.sources[0].published, Some(jiff::civil::date(2021, 4, 30)));
        }
        Ok(())
    }
}
