//! Facts from the tables of a release, batch by batch.

use std::path::Path;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Float32Type, Int8Type, Int16Type, UInt32Type};
use arrow_array::{Array, RecordBatch, StringArray};
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::{DocumentInfo, Fact, Facts, Filter, SeriesInfo};
use crate::analyze::Release;
use crate::check::rounding::{Inexact, float};
use crate::model::{Bound, DocumentKind, Error, Frequency, Measure, Period, Result, Status};

/// Reads what the filter lets through.
pub(super) fn facts(release: &Release, filter: &Filter) -> Result<Facts> {
    let documents = documents(release)?;
    let file = release.file_of("observations");
    let (ids, rows) = (FxHashMap::default(), Vec::new());
    let mut reader = Reader { filter, file: &file, documents: &documents, ids, rows, document: 0 };
    let mut start = 0;
    for batch in release.batches("observations", &COLUMNS)? {
        let batch = batch?;
        reader.batch(&batch, start)?;
        start += batch.num_rows() as u32;
    }
    let Reader { ids, mut rows, .. } = reader;
    let (series, place) = series(release, filter, &ids)?;
    rows.retain_mut(|fact| match place[fact.series as usize] {
        Some(at) => {
            fact.series = at;
            true
        }
        None => false,
    });
    rows.sort_unstable_by_key(|f| (f.series, f.period, f.row));
    Ok(Facts { rows, series, documents })
}

const COLUMNS: [&str; 12] = [
    "source",
    "series_id",
    "period",
    "status",
    "bound",
    "value_decimal",
    "value_high_decimal",
    "value_text",
    "decimals",
    "region",
    "region_name",
    "confidence",
];

/// Takes rows in.
struct Reader<'a> {
    filter: &'a Filter,
    /// The table.
    file: &'a Path,
    documents: &'a [DocumentInfo],
    /// Identities of series with their number.
    ids: FxHashMap<u128, u32>,
    rows: Vec<Fact>,
    /// The document of the row before: rows come by source.
    document: usize,
}

impl Reader<'_> {
    fn batch(&mut self, batch: &RecordBatch, start: u32) -> Result<()> {
        let [source, series, period, status, bound, written, region, region_name] =
            ["source", "series_id", "period", "status", "bound", "value_text", "region", "region_name"]
                .map(|name| Texts::of(batch, name, self.file));
        let (source, series, period, status) = (source?, series?, period?, status?);
        let (bound, written, region, region_name) = (bound?, written?, region?, region_name?);
        for row in 0..batch.num_rows() {
            let (Some(id), Some(period)) = (series.get(row).and_then(id_of), period.get(row).and_then(Period::parse))
            else {
                continue;
            };
            let confidence = float32(batch, "confidence", row);
            let wanted = confidence >= self.filter.min_confidence
                && self.filter.takes_period(period)
                && self
                    .filter
                    .takes_region(region.get(row).unwrap_or_default(), region_name.get(row).unwrap_or_default());
            if !wanted {
                continue;
            }
            let Some(value) = decimal(batch, "value_decimal", row) else { continue };
            let high = decimal(batch, "value_high_decimal", row);
            let bound = code(Bound::ALL, bound.get(row), Bound::as_str).unwrap_or(Bound::Exact);
            let decimals = u8::try_from(int8(batch, "decimals", row)).unwrap_or_default();
            let step =
                Inexact::written(float(value), high.map(float), bound, written.get(row).unwrap_or_default(), decimals)
                    .step;
            let number = self.ids.len() as u32;
            let series = *self.ids.entry(id).or_insert(number);
            let document = self.document(source.get(row).unwrap_or_default());
            self.rows.push(Fact {
                row: start + row as u32,
                series,
                document,
                period,
                status: code(Status::ALL, status.get(row), Status::as_str).unwrap_or(Status::Actual),
                bound,
                value,
                high,
                step,
                confidence,
            });
        }
        Ok(())
    }

    /// The number of a document: mostly that of the row before, or the next one.
    fn document(&mut self, source: &str) -> u32 {
        if self.documents.get(self.document).is_none_or(|d| d.source != source) {
            let at = self.documents.binary_search_by(|d| d.source.as_str().cmp(source));
            self.document = at.unwrap_or_default();
        }
        self.document as u32
    }
}

fn documents(release: &Release) -> Result<Vec<DocumentInfo>> {
    let columns = ["source", "title", "published", "year", "region", "kind"];
    let (mut documents, file) = (Vec::new(), release.file_of("documents"));
    for batch in release.batches("documents", &columns)? {
        let batch = batch?;
        let text = |name| Texts::of(&batch, name, &file);
        let (source, title, region, kind) = (text("source")?, text("title")?, text("region")?, text("kind")?);
        documents.extend((0..batch.num_rows()).map(|row| DocumentInfo {
            source: source.get(row).unwrap_or_default().to_owned(),
            title: title.get(row).map(str::to_owned),
            kind: code(&DocumentKind::ALL, kind.get(row), DocumentKind::as_str).unwrap_or_default(),
            published: date(&batch, "published", row),
            year: int16(&batch, "year", row),
            region: region.get(row).map(str::to_owned),
        }));
    }
    Ok(documents)
}

/// The series that have a number in `ids` and pass the filter, in the order of their table, and where
/// each number's series stands among them.
fn series(
    release: &Release,
    filter: &Filter,
    ids: &FxHashMap<u128, u32>,
) -> Result<(Vec<SeriesInfo>, Vec<Option<u32>>)> {
    let (mut all, mut place) = (Vec::new(), vec![None; ids.len()]);
    let file = release.file_of("series");
    for batch in release.batches("series", &SERIES)? {
        let batch = batch?;
        let texts = SERIES_TEXTS.map(|name| Texts::of(&batch, name, &file));
        let texts = texts.into_iter().collect::<Result<Vec<_>>>()?;
        for row in 0..batch.num_rows() {
            let Some(number) = texts[0].get(row).and_then(id_of).and_then(|id| ids.get(&id)) else { continue };
            let info = info(&batch, &texts, row);
            if filter.takes_indicator(&info.indicator, &info.name) {
                place[*number as usize] = Some(all.len() as u32);
                all.push(info);
            }
        }
    }
    Ok((all, place))
}

const SERIES_TEXTS: [&str; 16] = [
    "series_id",
    "name",
    "region",
    "region_name",
    "indicator",
    "indicator_name",
    "words",
    "subject",
    "scope",
    "budget",
    "basis",
    "unit",
    "counter",
    "baseline",
    "measure",
    "frequency",
];

const SERIES: [&str; 19] = {
    let mut names = ["years"; 19];
    let mut i = 0;
    while i < SERIES_TEXTS.len() {
        names[i] = SERIES_TEXTS[i];
        i += 1;
    }
    names[17] = "per_year";
    names[18] = "headline";
    names
};

fn info(batch: &RecordBatch, texts: &[Texts<'_>], row: usize) -> SeriesInfo {
    let text = |column: usize| texts[column].get(row).unwrap_or_default().to_owned();
    SeriesInfo {
        id: texts[0].get(row).and_then(id_of).unwrap_or_default(),
        name: text(1),
        region: text(2),
        region_name: text(3),
        indicator: text(4),
        indicator_name: text(5),
        words: text(6),
        subject: text(7),
        scope: text(8),
        budget: text(9),
        basis: text(10),
        unit: text(11),
        counter: text(12),
        baseline: text(13),
        measure: code(Measure::ALL, texts[14].get(row), Measure::as_str).unwrap_or(Measure::Level),
        frequency: code(Frequency::ALL, texts[15].get(row), Frequency::as_str).unwrap_or(Frequency::Irregular),
        years: int16(batch, "years", row).unwrap_or_default(),
        per_year: boolean(batch, "per_year", row),
        headline: boolean(batch, "headline", row),
    }
}

/// A column of texts.
pub(super) struct Texts<'a>(&'a StringArray);

impl<'a> Texts<'a> {
    /// The column `name` of rows of the table in `file`.
    pub(super) fn of(batch: &'a RecordBatch, name: &str, file: &Path) -> Result<Self> {
        let column = batch.column_by_name(name).and_then(|c| c.as_string_opt::<i32>());
        column.map(Self).ok_or_else(|| foreign(name, file))
    }

    pub(super) fn get(&self, row: usize) -> Option<&'a str> {
        (!self.0.is_null(row)).then(|| self.0.value(row))
    }
}

fn foreign(name: &str, file: &Path) -> Error {
    Error::usage("release-unreadable", format!("the column {name} of this release is none of the contract"))
        .at_file(file)
        .hint("make the release again with `zhibiao run`")
}

/// A cell of a column of primitive values.
macro_rules! cell {
    ($name:ident, $ty:ty, $native:ty) => {
        fn $name(batch: &RecordBatch, name: &str, row: usize) -> Option<$native> {
            let column = batch.column_by_name(name)?.as_primitive_opt::<$ty>()?;
            (!column.is_null(row)).then(|| column.value(row))
        }
    };
}

cell!(decimal128, Decimal128Type, i128);
cell!(date32, Date32Type, i32);
cell!(i8_of, Int8Type, i8);
cell!(int16, Int16Type, i16);
cell!(u32_of, UInt32Type, u32);
cell!(f32_of, Float32Type, f32);

pub(super) fn date(batch: &RecordBatch, name: &str, row: usize) -> Option<i32> {
    date32(batch, name, row)
}

pub(super) fn number(batch: &RecordBatch, name: &str, row: usize) -> u32 {
    u32_of(batch, name, row).unwrap_or_default()
}

fn int8(batch: &RecordBatch, name: &str, row: usize) -> i8 {
    i8_of(batch, name, row).unwrap_or_default()
}

fn float32(batch: &RecordBatch, name: &str, row: usize) -> f32 {
    f32_of(batch, name, row).unwrap_or_default()
}

fn boolean(batch: &RecordBatch, name: &str, row: usize) -> bool {
    batch.column_by_name(name).and_then(|c| c.as_boolean_opt()).is_some_and(|c| !c.is_null(row) && c.value(row))
}

/// The exact decimal; what has more digits than the program's own decimals hold is rounded.
fn decimal(batch: &RecordBatch, name: &str, row: usize) -> Option<Decimal> {
    let (mut unscaled, mut scale) = (decimal128(batch, name, row)?, 9);
    loop {
        if let Ok(value) = Decimal::try_from_i128_with_scale(unscaled, scale) {
            return Some(value.normalize());
        }
        unscaled /= 10;
        scale = scale.checked_sub(1)?;
    }
}

fn code<T: Copy>(all: &[T], text: Option<&str>, name: impl Fn(T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|c| Some(name(*c)) == text)
}

/// The identity that 32 hexadecimal digits stand for.
fn id_of(text: &str) -> Option<u128> {
    (text.len() == 32).then(|| u128::from_str_radix(text, 16).ok())?
}
