//! Readings, findings and rejects as rows of the contract: each function below names the columns of
//! its table in their order.
//!
//! Everything that a document's rows share, and what neighbours mostly share (period, region), is
//! made once and copied; the words of a row are sliced from the document's text.

use std::fmt::Write;

use arrow_array::RecordBatch;
use rust_decimal::Decimal;

use super::batch::{BatchBuilder, CELL_LIMIT};
use super::decimal::{nearest_float, unscaled};
use super::schema::{DOCUMENTS, FINDINGS, OBSERVATIONS, REJECTS, TABLES};
use crate::check::CHECKS;
use crate::model::{
    Document, DocumentId, Error, ErrorKind, Finding, Lexicon, Observation, ObservationId, Period, Reading, RegionCode,
    Reject, Result, days_of_date,
};
use crate::relate::rules::RULES;

/// What stands for an index that its registry does not have.
const UNKNOWN: &str = "unknown";

/// A row of the release that a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowKey<'a> {
    /// The document.
    pub document_id: DocumentId,
    /// Its source.
    pub source: &'a str,
    /// The observation.
    pub observation_id: ObservationId,
}

/// Takes finished batches of one table.
pub(super) type Take<'a> = &'a mut dyn FnMut(RecordBatch) -> Result<()>;

/// A period with what its columns hold.
struct PeriodCells {
    period: Option<Period>,
    text: String,
    start: Option<i32>,
    end: Option<i32>,
}

/// Rows of `observations`.
pub(super) struct ObservationRows<'l> {
    lexicon: &'l Lexicon,
    batch: BatchBuilder,
    period: PeriodCells,
    region: Option<(RegionCode, Option<i16>, Option<&'l str>)>,
}

impl<'l> ObservationRows<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        Self {
            lexicon,
            batch: BatchBuilder::new(&TABLES[OBSERVATIONS]),
            period: PeriodCells { period: None, text: String::new(), start: None, end: None },
            region: None,
        }
    }

    /// Adds the observations of a reading, handing on every batch that gets full.
    pub(super) fn push(&mut self, reading: &Reading, take: Take<'_>) -> Result<()> {
        check_size(&reading.document)?;
        let published = reading.document.meta.published.map(days_of_date);
        for observation in &reading.observations {
            self.row(reading, published, observation)?;
            if self.batch.end_row() {
                self.flush(take)?;
            }
        }
        Ok(())
    }

    /// Hands on what is left.
    pub(super) fn flush(&mut self, take: Take<'_>) -> Result<()> {
        self.batch.finish()?.map_or(Ok(()), take)
    }

    fn row(&mut self, reading: &Reading, published: Option<i32>, o: &Observation) -> Result<()> {
        let Reading { document, sections, .. } = reading;
        let (text, lexicon) = (document.text.as_str(), self.lexicon);
        let indicator = lexicon.indicators.get(o.indicator);
        let decimal = |value: Decimal| unscaled(value).ok_or_else(|| overflow(document, o, value));
        self.remember(o);
        let b = &mut self.batch;
        b.hex(o.id(document.id, lexicon).0);
        b.hex(document.id.0);
        b.text(&document.source);
        b.text_or_null(document.meta.title.as_deref());
        b.date(published);
        b.text_or_null(o.section.and_then(|s| sections.get(s as usize)).map(String::as_str));
        b.u32(o.block);
        b.u32(o.page);
        b.text(o.sentence.of(text));
        b.u32(o.char_start);
        b.u32(o.char_end);
        b.text(o.span.of(text));
        b.text_or_null(o.unit_span.of(text));
        b.text(&indicator.code);
        b.text(&indicator.name);
        b.text_or_null(o.indicator_text.as_str());
        b.text_or_null(o.subject.as_deref());
        b.text_or_null(o.industry.map(|i| lexicon.industries.get(i).code.as_str()));
        b.text(o.measure.as_str());
        b.text(o.status.as_str());
        b.text(o.bound.as_str());
        b.f64(nearest_float(o.value));
        b.f64(o.value_high.map(nearest_float));
        b.decimal(decimal(o.value)?);
        b.decimal(o.value_high.map(decimal).transpose()?);
        b.i8(i8::try_from(o.decimals).unwrap_or(i8::MAX));
        b.text(&lexicon.units.get(o.unit).symbol);
        b.text_or_null(self.period.text.as_str());
        b.date(self.period.start);
        b.date(self.period.end);
        b.bool(o.per_year);
        b.text_or_null(o.baseline.as_deref());
        b.code_or_null(self.region.map(|(code, ..)| code));
        b.text_or_null(self.region.and_then(|(.., name)| name));
        b.f32(o.confidence);
        b.text(RULES.get(usize::from(o.rule)).map_or(UNKNOWN, |r| r.name));
        b.list(o.flags.iter().map(|&f| check_code(f)));
        b.hex_or_null(o.series.map(|series| series.0));
        Ok(())
    }

    /// Makes the cells of period and region, unless the row before had the same.
    fn remember(&mut self, o: &Observation) {
        if self.period.period != o.period {
            self.period.period = o.period;
            self.period.text.clear();
            if let Some(period) = o.period {
                // Writing to a string cannot fail.
                let _ = write!(self.period.text, "{period}");
            }
            self.period.start = o.period.and_then(Period::start).map(days_of_date);
            self.period.end = o.period.and_then(Period::end).map(days_of_date);
        }
        let year = o.period.map(|p| p.last().year());
        if self.region.map(|(code, then, _)| (code, then)) != o.region.map(|code| (code, year)) {
            self.region = o.region.map(|code| (code, year, self.lexicon.regions.name_of(code, year)));
        }
    }
}

/// Rows of `documents`.
pub(super) struct DocumentRows<'l> {
    lexicon: &'l Lexicon,
    batch: BatchBuilder,
}

impl<'l> DocumentRows<'l> {
    pub(super) fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, batch: BatchBuilder::new(&TABLES[DOCUMENTS]) }
    }

    pub(super) fn push(&mut self, document: &Document, take: Take<'_>) -> Result<()> {
        check_size(document)?;
        let (meta, b) = (&document.meta, &mut self.batch);
        b.hex(document.id.0);
        b.text(&document.source);
        b.text_or_null(meta.title.as_deref());
        b.text_or_null(meta.publisher.as_deref());
        b.text_or_null(meta.number.as_deref());
        b.text_or_null(meta.index_number.as_deref());
        b.date(meta.published.map(days_of_date));
        b.i16(meta.year);
        b.code_or_null(meta.region);
        b.text_or_null(meta.region.and_then(|r| self.lexicon.regions.name_of(r, meta.year)));
        b.text(meta.kind.as_str());
        b.u32(document.text.chars().count() as u32);
        b.u64(document.bytes);
        b.text(&document.encoding);
        b.text(&document.format);
        b.text_or_null(document.text.as_str());
        if b.end_row() { self.flush(take) } else { Ok(()) }
    }

    pub(super) fn flush(&mut self, take: Take<'_>) -> Result<()> {
        self.batch.finish()?.map_or(Ok(()), take)
    }
}

/// Rows of `findings`.
pub(super) struct FindingRows(BatchBuilder);

impl FindingRows {
    pub(super) fn new() -> Self {
        Self(BatchBuilder::new(&TABLES[FINDINGS]))
    }

    /// Adds a finding about these rows.
    pub(super) fn push(&mut self, finding: &Finding, keys: &[RowKey<'_>], take: Take<'_>) -> Result<()> {
        let mut documents: Vec<&RowKey<'_>> = Vec::new();
        for key in keys {
            if !documents.iter().any(|d| d.source == key.source) {
                documents.push(key);
            }
        }
        let document_ids: Vec<String> = documents.iter().map(|d| d.document_id.to_string()).collect();
        let observation_ids: Vec<String> = keys.iter().map(|k| k.observation_id.to_string()).collect();
        let b = &mut self.0;
        b.hex(finding_id(finding, keys));
        b.text(check_code(finding.check));
        b.text(finding.severity.as_str());
        b.text(&finding.message);
        b.list(document_ids.iter().map(String::as_str));
        b.list(documents.iter().map(|d| d.source));
        b.list(observation_ids.iter().map(String::as_str));
        b.text_or_null(finding.found.as_deref());
        b.text_or_null(finding.expected.as_deref());
        b.text(&in_english(finding, documents.iter().map(|d| d.source)));
        if b.end_row() { self.flush(take) } else { Ok(()) }
    }

    pub(super) fn flush(&mut self, take: Take<'_>) -> Result<()> {
        self.0.finish()?.map_or(Ok(()), take)
    }
}

/// Rows of `rejects`.
pub(super) struct RejectRows(BatchBuilder);

impl RejectRows {
    pub(super) fn new() -> Self {
        Self(BatchBuilder::new(&TABLES[REJECTS]))
    }

    pub(super) fn push(&mut self, reject: &Reject, take: Take<'_>) -> Result<()> {
        let b = &mut self.0;
        b.text(&reject.source);
        b.text(&reject.stage);
        b.text(&reject.code);
        b.text(&reject.reason);
        b.u64(reject.position);
        if b.end_row() { self.flush(take) } else { Ok(()) }
    }

    pub(super) fn flush(&mut self, take: Take<'_>) -> Result<()> {
        self.0.finish()?.map_or(Ok(()), take)
    }
}

fn check_code(index: u8) -> &'static str {
    CHECKS.get(usize::from(index)).map_or(UNKNOWN, |c| c.code)
}

/// What was noticed as an English sentence: what the check is about, both numbers, and where.
fn in_english<'a>(finding: &Finding, sources: impl Iterator<Item = &'a str>) -> String {
    let about = CHECKS.get(usize::from(finding.check)).map_or(UNKNOWN, |c| c.about_en);
    let numbers = match (&finding.found, &finding.expected) {
        (Some(found), Some(expected)) => format!(": {found} against {expected}"),
        (Some(found), None) => format!(": {found}"),
        _ => String::new(),
    };
    let sources: Vec<&str> = sources.collect();
    let place = if sources.is_empty() { String::new() } else { format!(" ({})", sources.join("; ")) };
    format!("{about}{numbers}{place}.")
}

/// Each part is preceded by its length, so that no two findings run together.
fn finding_id(finding: &Finding, keys: &[RowKey<'_>]) -> [u8; 16] {
    let mut hash = blake3::Hasher::new();
    let mut part = |bytes: &[u8]| {
        hash.update(&(bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    part(check_code(finding.check).as_bytes());
    part(finding.severity.as_str().as_bytes());
    part(finding.message.as_bytes());
    for key in keys {
        part(key.source.as_bytes());
        part(&key.document_id.0);
        part(&key.observation_id.0);
    }
    for number in [&finding.found, &finding.expected].into_iter().flatten() {
        part(number.as_bytes());
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize().as_bytes()[..16]);
    id
}

fn check_size(document: &Document) -> Result<()> {
    if document.text.len() <= CELL_LIMIT {
        return Ok(());
    }
    let message = format!("a text of {} bytes does not fit a cell of at most {CELL_LIMIT}", document.text.len());
    let hint = "lower the pipeline's limit on the size of a document, so that it is rejected";
    Err(Error::new(ErrorKind::Output, "cell-too-large", message).at_file(&document.source).hint(hint))
}

fn overflow(document: &Document, o: &Observation, value: Decimal) -> Error {
    let message = format!("the value {value} at character {} does not fit decimal128(38, 9)", o.char_start);
    let hint = "look at how the number was read with `zhibiao explain`";
    Error::new(ErrorKind::Output, "decimal-overflow", message).at_file(&document.source).hint(hint)
}
