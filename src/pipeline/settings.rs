//! A pipeline file made sure of: names resolved to codes, dates read, choices made.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::civil::Date;
use serde::Serialize;
use toml::{Spanned, Value};

use super::file::{Duplicates, LexiconTable, LimitsTable, PipelineFile, SourceTable};
use super::rules::Rules;
use super::text::{PipelineText, nearest};
use crate::ingest::Limits;
use crate::ingest::remote::StoreSettings;
use crate::model::lexicon::{LexiconFile, LexiconPart};
use crate::model::{DocumentKind, Error, Lexicon, RegionCode, Result};

/// What a pipeline file asks for. What of it shapes the output is serialised, and goes into the
/// fingerprint.
#[derive(Debug, Serialize)]
pub struct Settings {
    /// The pipeline's name.
    pub name: String,
    /// Where documents come from.
    pub sources: Vec<SourceSettings>,
    /// Bounds on what is read.
    pub limits: Limits,
    /// What to do with repeated bytes.
    pub duplicates: Duplicates,
    /// Whether tables are written as CSV too.
    pub csv: bool,
    /// Whether the CSV is for Excel.
    pub excel: bool,
    /// The folder of the pipeline's releases.
    #[serde(skip)]
    pub folder: PathBuf,
    /// What makes the run fail.
    #[serde(skip)]
    pub fail: Rules,
    /// What is told in warnings.
    #[serde(skip)]
    pub warn: Rules,
    /// Longest time for the run.
    #[serde(skip)]
    pub max_run: Option<Duration>,
    /// Bytes that a run must leave free where it writes.
    #[serde(skip)]
    pub min_free: u64,
}

/// A source: files, and what is known of all of them.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourceSettings {
    /// Files, folders, globs and URLs as written.
    pub paths: Vec<String>,
    /// Globs of files to take.
    pub include: Vec<String>,
    /// Globs of files to leave out.
    pub exclude: Vec<String>,
    /// Title of every document.
    pub title: Option<String>,
    /// Publisher of every document.
    pub publisher: Option<String>,
    /// Region of every document.
    pub region: Option<RegionCode>,
    /// Date of publication of every document.
    pub published: Option<Date>,
    /// The year that the figures are mostly about.
    pub year: Option<i16>,
    /// The kind of every document.
    pub kind: Option<DocumentKind>,
    /// How its stores are reached; `None` for a source that has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub store: Option<StoreSettings>,
    /// Line and column of its paths in the pipeline file.
    #[serde(skip)]
    pub place: (usize, usize),
}

/// The largest bound on a file's size. Its text, which UTF-8 may make half as large again, must
/// fit a cell of a table.
const MAX_BYTES: u64 = 512 << 20;

/// Bytes that stay free where a pipeline says nothing: enough for logs and reports.
const MIN_FREE: u64 = 64 << 20;

/// The lexicon files of a pipeline, with their paths resolved.
#[must_use]
pub(super) fn lexicon_files(table: &LexiconTable, folder: &Path) -> Vec<LexiconFile> {
    let parts = [
        (LexiconPart::Indicators, &table.indicators),
        (LexiconPart::IndicatorTerms, &table.indicator_terms),
        (LexiconPart::Units, &table.units),
        (LexiconPart::Cues, &table.cues),
        (LexiconPart::Regions, &table.regions),
        (LexiconPart::Industries, &table.industries),
    ];
    let mut files = Vec::new();
    for (part, named) in parts {
        let replaced = named.replace.iter().map(|f| (f, true));
        for (file, replace) in replaced.chain(named.add.iter().map(|f| (f, false))) {
            files.push(LexiconFile { part, path: folder.join(file), replace });
        }
    }
    files
}

/// Checks values against the lexicon, and says where in the file a wrong one stands.
pub(super) struct Resolver<'a> {
    pub(super) text: &'a PipelineText,
    pub(super) lexicon: &'a Lexicon,
}

impl Resolver<'_> {
    /// Everything but the tests.
    pub(super) fn settings(&self, file: &PipelineFile) -> Result<Settings> {
        let name = self.name(&file.name)?;
        let folder = match &file.output.folder {
            Some(folder) => self.text.folder().join(folder),
            None => default_parent(self.text.folder()).join(&name),
        };
        if file.source.is_empty() {
            return Err(self.wrong(file.name.span(), "pipeline-value", "this pipeline has no [[source]]"));
        }
        Ok(Settings {
            sources: file.source.iter().map(|s| self.source(s)).collect::<Result<_>>()?,
            limits: self.limits(&file.limits)?,
            duplicates: file.duplicates,
            csv: file.output.csv || file.output.excel,
            excel: file.output.excel,
            folder,
            fail: self.rules(&file.fail)?,
            warn: self.rules(&file.warn)?,
            max_run: self.max_run(&file.limits)?,
            min_free: match &file.limits.min_free_bytes {
                None => MIN_FREE,
                Some(zero) if *zero.get_ref() == 0 => 0,
                free => self.limit(free.as_ref(), ("min_free_bytes", MIN_FREE), i64::MAX as u64)?,
            },
            name,
        })
    }

    fn name(&self, name: &Spanned<String>) -> Result<String> {
        let good = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        let text = name.get_ref();
        if !text.is_empty() && text.chars().all(good) && text.len() <= 100 {
            return Ok(text.clone());
        }
        Err(self
            .wrong(name.span(), "pipeline-value", format!("`{text}` cannot name a pipeline"))
            .hint("a name is a folder's name: letters, digits, `-` and `_`, at most 100 bytes"))
    }

    fn source(&self, source: &Spanned<SourceTable>) -> Result<SourceSettings> {
        let table = source.get_ref();
        if table.paths.get_ref().is_empty() {
            return Err(self
                .wrong(table.paths.span(), "pipeline-value", "a source needs a path")
                .hint("paths = [\"folder\", \"file.txt\", \"folder/*.txt\"], relative to the pipeline file"));
        }
        table.include.iter().chain(&table.exclude).try_for_each(|glob| self.glob(glob))?;
        Ok(SourceSettings {
            paths: table.paths.get_ref().clone(),
            include: table.include.iter().map(|g| g.get_ref().clone()).collect(),
            exclude: table.exclude.iter().map(|g| g.get_ref().clone()).collect(),
            title: table.title.clone(),
            publisher: table.publisher.clone(),
            region: table.region.as_ref().map(|r| self.region(r)).transpose()?,
            published: table.published.as_ref().map(|d| self.date(d)).transpose()?,
            year: table.year,
            kind: table.kind.as_ref().map(|k| self.kind(k)).transpose()?,
            store: self.store(table)?,
            place: self.text.place(table.paths.span().start),
        })
    }

    fn glob(&self, glob: &Spanned<String>) -> Result<()> {
        globset::Glob::new(glob.get_ref()).map(drop).map_err(|e| {
            self.wrong(glob.span(), "pipeline-value", format!("not a glob: {}", e.kind()))
                .hint("`*` is any run of characters in a name, `**` any folders, `{a,b}` one of two")
        })
    }

    /// A region by its code or by its name.
    pub(super) fn region(&self, region: &Spanned<String>) -> Result<RegionCode> {
        region_of(self.lexicon, region.get_ref()).map_err(|e| {
            let hint = e.hint_text().unwrap_or_default().to_owned();
            self.wrong(region.span(), "pipeline-value", format!("`{}` is no known region", region.get_ref())).hint(hint)
        })
    }

    /// A date as a string or as TOML writes dates.
    pub(super) fn date(&self, value: &Spanned<Value>) -> Result<Date> {
        let text = match value.get_ref() {
            Value::String(text) => text.clone(),
            Value::Datetime(datetime) => datetime.to_string(),
            other => other.to_string(),
        };
        text.parse().map_err(|_| {
            self.wrong(value.span(), "pipeline-value", format!("`{text}` is no date"))
                .hint("dates are written 2021-04-30")
        })
    }

    fn kind(&self, kind: &Spanned<String>) -> Result<DocumentKind> {
        let names = DocumentKind::ALL.map(DocumentKind::as_str);
        let known = DocumentKind::ALL.into_iter().find(|k| k.as_str() == kind.get_ref());
        known.ok_or_else(|| self.no_choice(kind.span(), kind.get_ref(), "kind of document", &names))
    }

    fn limits(&self, table: &LimitsTable) -> Result<Limits> {
        let default = Limits::default();
        let [bytes, chars, entries, depth, ratio, cells, pages, xml_depth, seconds] = default.named();
        Ok(Limits {
            max_bytes: self.limit(table.max_bytes.as_ref(), bytes, MAX_BYTES)?,
            max_chars: self.limit(table.max_chars.as_ref(), chars, MAX_BYTES)?,
            max_entries: self.limit(table.max_entries.as_ref(), entries, 10_000_000)?,
            max_depth: self.limit(table.max_depth.as_ref(), depth, 16)? as u32,
            max_ratio: self.limit(table.max_ratio.as_ref(), ratio, 2_000)?,
            max_cells: self.limit(table.max_cells.as_ref(), cells, 100_000_000)?,
            max_pages: self.limit(table.max_pages.as_ref(), pages, 1_000_000)?,
            max_xml_depth: self.limit(table.max_xml_depth.as_ref(), xml_depth, 4_096)? as u32,
            max_seconds: self.limit(table.max_seconds.as_ref(), seconds, 86_400)?,
        })
    }

    fn max_run(&self, table: &LimitsTable) -> Result<Option<Duration>> {
        let Some(most) = &table.max_run_seconds else { return Ok(None) };
        let seconds = self.limit(Some(most), ("max_run_seconds", 0), 30 * 86_400)?;
        Ok(Some(Duration::from_secs(seconds)))
    }

    /// A limit as written, from 1 to `most`, or the default.
    pub(super) fn limit(&self, limit: Option<&Spanned<u64>>, (name, default): (&str, u64), most: u64) -> Result<u64> {
        match limit {
            None => Ok(default),
            Some(limit) if (1..=most).contains(limit.get_ref()) => Ok(*limit.get_ref()),
            Some(limit) => Err(self
                .wrong(limit.span(), "pipeline-value", format!("{} is no limit for {name}", limit.get_ref()))
                .hint(match default {
                    0 => format!("{name} is a number from 1 to {most}; no bound where nothing is said"),
                    _ => format!("{name} is a number from 1 to {most}; {default} where nothing is said"),
                })),
        }
    }

    pub(super) fn no_choice(&self, place: Range<usize>, got: &str, what: &str, choices: &[&str]) -> Error {
        let near = nearest(got, choices.iter().copied());
        let error = self.wrong(place, "pipeline-value", format!("`{got}` is no {what}"));
        match near {
            Some(near) => error.hint(format!("did you mean `{near}`?")),
            None => error.hint(format!("one of: {}", choices.join(", "))),
        }
    }

    pub(super) fn wrong(&self, span: Range<usize>, code: &'static str, message: impl Into<String>) -> Error {
        self.text.error(span, code, message)
    }
}

/// The folder `output` beside the folder of the pipeline file; relative where it lies below the
/// current folder, which is what people like to read.
fn default_parent(folder: &Path) -> PathBuf {
    let beside = || {
        let folder = folder.canonicalize().ok()?;
        let parent = folder.parent()?.join("output");
        let here = std::env::current_dir().and_then(|d| d.canonicalize()).ok()?;
        Some(parent.strip_prefix(here).map(Path::to_owned).unwrap_or(parent))
    };
    beside().unwrap_or_else(|| folder.join("../output"))
}

/// The region that `text` names: a six-digit code of the lexicon or a name with one meaning.
///
/// # Errors
/// `unknown-region`, with a hint on what is written instead.
pub fn region_of(lexicon: &Lexicon, text: &str) -> Result<RegionCode> {
    let by_code = RegionCode::parse(text).filter(|c| lexicon.regions.get(*c, None).is_some());
    by_code.or_else(|| lexicon.regions.resolve(text, None, None)).ok_or_else(|| {
        let hint = if lexicon.regions.named(text).is_empty() {
            "a region is a GB/T 2260 code of six digits, or its name such as 湖南省"
        } else {
            "this name stands for more than one region: give the GB/T 2260 code of six digits"
        };
        Error::usage("unknown-region", format!("`{text}` is no known region")).hint(hint)
    })
}
