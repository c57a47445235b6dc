//! The pipeline file as it is written: TOML, unknown keys refused.
//!
//! These types say what may stand in the file and nothing of what it means; [`super::plan`] checks
//! it against the lexicon and the disk. Values that are checked later are [`Spanned`], so that an
//! error can name line and column.

use serde::{Deserialize, Serialize};
use toml::Spanned;

/// A pipeline file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PipelineFile {
    /// The pipeline's name, which is the name of its folder of releases.
    pub name: Spanned<String>,
    /// Where documents come from.
    pub source: Vec<Spanned<SourceTable>>,
    /// Files that add to the lexicon or stand in for parts of it.
    #[serde(default)]
    pub lexicon: LexiconTable,
    /// Where a release goes, and in which formats.
    #[serde(default)]
    pub output: OutputTable,
    /// Bounds on what is read.
    #[serde(default)]
    pub limits: LimitsTable,
    /// What makes a run fail though its release was made.
    #[serde(default)]
    pub fail: RulesTable,
    /// What is told in warnings.
    #[serde(default)]
    pub warn: RulesTable,
    /// What to do with a document that was already read under another name.
    #[serde(default)]
    pub duplicates: Duplicates,
    /// Files of corrections, relative to the pipeline file, in the order in which they are applied.
    #[serde(default)]
    pub corrections: Vec<Spanned<String>>,
    /// Tests of this pipeline, run by `zhibiao check`.
    #[serde(default)]
    pub test: Vec<Spanned<TestTable>>,
}

/// A `[[source]]`: files, and what is known of all of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceTable {
    /// Files, folders and globs, relative to the pipeline file; URLs of stores.
    pub paths: Spanned<Vec<String>>,
    /// Globs that a file in a folder must match one of; all files when empty.
    #[serde(default)]
    pub include: Vec<Spanned<String>>,
    /// Globs of files to leave out.
    #[serde(default)]
    pub exclude: Vec<Spanned<String>>,
    /// Title of every document, instead of the one that it gives itself.
    pub title: Option<String>,
    /// Publisher of every document.
    pub publisher: Option<String>,
    /// Region of every document: a GB/T 2260 code or a name.
    pub region: Option<Spanned<String>>,
    /// Date of publication: `2021-04-30`.
    pub published: Option<Spanned<toml::Value>>,
    /// The year that the figures are mostly about.
    pub year: Option<i16>,
    /// The kind of document: `work_report`, `bulletin`, ...
    pub kind: Option<Spanned<String>>,
    /// How the stores among its paths are reached.
    pub store: Option<Spanned<StoreTable>>,
}

/// The `[source.store]` table. Credentials have no key here: they come from the environment.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StoreTable {
    /// The server to ask instead of the provider's own: `https://minio.example:9000`.
    pub endpoint: Option<Spanned<String>>,
    /// The region of S3 buckets.
    pub region: Option<String>,
    /// The storage account of Azure containers.
    pub account: Option<String>,
    /// Whether requests go without credentials.
    pub anonymous: bool,
    /// Whether the endpoint may be one without TLS.
    pub allow_http: bool,
    /// Longest time for one request and its answer, in seconds.
    pub timeout: Option<Spanned<u64>>,
    /// How often a request that failed is made again.
    pub retries: Option<Spanned<u64>>,
}

/// The `[lexicon]` table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LexiconTable {
    /// Codes of what can be measured.
    pub indicators: LexiconFiles,
    /// The words for them.
    pub indicator_terms: LexiconFiles,
    /// Units as written.
    pub units: LexiconFiles,
    /// Words that tell bound, status, measure.
    pub cues: LexiconFiles,
    /// GB/T 2260.
    pub regions: LexiconFiles,
    /// GB/T 4754.
    pub industries: LexiconFiles,
}

/// Files of one part of the lexicon.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LexiconFiles {
    /// Files whose entries are added; of two entries with one key the later one holds.
    pub add: Vec<String>,
    /// The file that stands in for the built-in one.
    pub replace: Option<String>,
}

/// The `[output]` table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OutputTable {
    /// The folder of this pipeline's releases, relative to the pipeline file;
    /// `../output/<name>` when absent.
    pub folder: Option<String>,
    /// Whether tables are written as CSV beside Parquet.
    pub csv: bool,
    /// Whether the CSV is for Excel: byte-order mark, formulas made inert.
    pub excel: bool,
}

impl Default for OutputTable {
    fn default() -> Self {
        Self { folder: None, csv: true, excel: false }
    }
}

/// The `[limits]` table.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(clippy::struct_field_names, reason = "the names are the keys of the file")]
pub struct LimitsTable {
    /// The largest file that is read, in bytes, also of a member of an archive once it is unpacked;
    /// larger ones are rejected.
    pub max_bytes: Option<Spanned<u64>>,
    /// Most characters of a document's text.
    pub max_chars: Option<Spanned<u64>>,
    /// Most entries of an archive, with those of the archives in it.
    pub max_entries: Option<Spanned<u64>>,
    /// How many archives may lie in one another.
    pub max_depth: Option<Spanned<u64>>,
    /// How many times larger than packed an archive, or a part of an office file, may be.
    pub max_ratio: Option<Spanned<u64>>,
    /// Most cells of a document's tables.
    pub max_cells: Option<Spanned<u64>>,
    /// Most pages of a PDF.
    pub max_pages: Option<Spanned<u64>>,
    /// How deep elements of HTML or XML may stand in one another.
    pub max_xml_depth: Option<Spanned<u64>>,
    /// Longest time for one document, in seconds.
    pub max_seconds: Option<Spanned<u64>>,
    /// Longest time for the run, in seconds: it then stops in order.
    pub max_run_seconds: Option<Spanned<u64>>,
    /// Bytes that a run must leave free where it writes.
    pub min_free_bytes: Option<Spanned<u64>>,
}

/// The tables `[fail]` and `[warn]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RulesTable {
    /// `"allow"`, `"forbid"`, or the largest share of files that may be rejected.
    pub rejects: Option<Spanned<toml::Value>>,
    /// The least severity of which no finding may be, `"none"`, or how many findings of each severity
    /// there may be: a number, or a share of the observations.
    pub findings: Option<Spanned<toml::Value>>,
    /// How old the newest document may be, in days.
    pub newest_document_days: Option<Spanned<u64>>,
}

/// What to do with a document that was already read under another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Duplicates {
    /// It is rejected, naming the first: the same bytes, or the same words and figures in another
    /// format or on another site.
    #[default]
    Skip,
    /// Only the same bytes are rejected.
    Exact,
    /// It is read as well.
    Keep,
}

/// A `[[test]]`: a text and what must be read in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TestTable {
    /// The text.
    pub text: String,
    /// The date that the text is of.
    pub document_date: Option<Spanned<toml::Value>>,
    /// The region that the text is of: a code or a name.
    pub region: Option<Spanned<String>>,
    /// Observations that must come out.
    #[serde(default)]
    pub expect: Vec<Spanned<ExpectTable>>,
    /// Numbers, as written, that must not come out.
    #[serde(default)]
    pub reject: Vec<String>,
}

/// One observation that a test expects. What is absent is not compared; an empty string stands
/// for a null.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpectTable {
    /// The number as written.
    pub text: String,
    /// The value in the canonical unit; a string or a number, compared exactly.
    pub value: Option<toml::Value>,
    /// The high end of a range.
    pub value_high: Option<toml::Value>,
    /// The canonical unit.
    pub unit: Option<String>,
    /// The unit as written.
    pub unit_text: Option<String>,
    /// The indicator's code.
    pub indicator: Option<String>,
    /// The words that name the indicator.
    pub indicator_text: Option<String>,
    /// The subject.
    pub subject: Option<String>,
    /// The industry's code.
    pub industry: Option<String>,
    /// The measure.
    pub measure: Option<String>,
    /// The status.
    pub status: Option<String>,
    /// The bound.
    pub bound: Option<String>,
    /// The period.
    pub period: Option<String>,
    /// Whether it recurs each year.
    pub per_year: Option<bool>,
    /// What it is compared with.
    pub baseline: Option<String>,
    /// The region's code.
    pub region: Option<String>,
}
