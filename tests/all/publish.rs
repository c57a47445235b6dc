//! A release read back: every column, the decimals at their extremes, the bytes themselves.

use std::fs::File;
use std::path::Path;
use std::str::FromStr;

use ::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use ::parquet::basic::{Compression, LogicalType, Type};
use ::parquet::file::reader::{FileReader, SerializedFileReader};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Float64Type, UInt32Type};
use arrow_array::{Array, RecordBatch};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use zhibiao::model::{Finding, Lexicon, ObservationRef, Period, Reading, Reject, Severity, days_of_date};
use zhibiao::publish::schema::{TABLES, observations};
use zhibiao::publish::{Format, Manifest, ObservationWriter, ReleaseInfo, ReleaseWriter, RowKey, WrittenFile};

use crate::publish_support::{document, reading};

/// What tells a row in a release.
fn key<'r>(row: ObservationRef, readings: &'r [Reading], lexicon: &Lexicon) -> RowKey<'r> {
    let Reading { document, observations, .. } = &readings[row.document as usize];
    let observation_id = observations[row.observation as usize].id(document.id, lexicon);
    RowKey { document_id: document.id, source: &document.source, observation_id }
}

fn readings(lexicon: &Lexicon) -> Vec<Reading> {
    [("a/乙.txt", 3), ("a/甲|丙.txt", 200), ("b.zip!丁.txt", 7_000)].map(|(s, n)| reading(s, n, lexicon)).into()
}

fn finding(rows: Vec<ObservationRef>, message: &str) -> Finding {
    let (found, expected) = (Some("12.5".into()), None);
    Finding { check: 0, severity: Severity::Warning, message: message.into(), rows, found, expected }
}

/// Writes a release with every table filled.
pub(crate) fn write_release(folder: &Path, info: ReleaseInfo) -> Vec<WrittenFile> {
    let lexicon = Lexicon::builtin();
    let readings = readings(&lexicon);
    let mut writer = ReleaseWriter::create(folder, &lexicon, info).unwrap();
    for reading in &readings {
        writer.push(reading).unwrap();
    }
    let row = |document, observation| ObservationRef { document, observation };
    let findings =
        [finding(vec![row(1, 3), row(1, 2), row(2, 9)], "甲为12.5,乙为\"13\"。\n两者不符"), finding(vec![], "无")];
    for finding in &findings {
        let rows: Vec<_> = finding.rows.iter().map(|row| key(*row, &readings, &lexicon)).collect();
        writer.finding(finding, &rows).unwrap();
    }
    let reject = |source: &str, position| Reject {
        source: source.into(),
        stage: "ingest".into(),
        code: "undecodable".into(),
        reason: "neither UTF-8 nor GB 18030".into(),
        position,
    };
    for reject in [reject("坏.bin", Some(17)), reject("空.txt", None)] {
        writer.reject(&reject).unwrap();
    }
    writer.finish().unwrap()
}

fn info() -> ReleaseInfo {
    ReleaseInfo::new("sample", "0123abcd")
}

fn batches(path: &Path) -> Vec<RecordBatch> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(File::open(path).unwrap()).unwrap();
    builder.build().unwrap().map(Result::unwrap).collect()
}

fn texts(batches: &[RecordBatch], name: &str) -> Vec<Option<String>> {
    let column = |b: &RecordBatch| {
        b.column_by_name(name).unwrap().as_string::<i32>().iter().map(|v| v.map(str::to_owned)).collect::<Vec<_>>()
    };
    batches.iter().flat_map(column).collect()
}

#[test]
fn every_row_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    write_release(folder.path(), info());
    let lexicon = Lexicon::builtin();
    let readings = readings(&lexicon);
    let batches = batches(&folder.path().join("observations.parquet"));
    let column = |name| texts(&batches, name);
    let (ids, sources, sentences) = (column("observation_id"), column("source"), column("sentence"));
    let (values, units, sections) = (column("value_text"), column("unit_text"), column("section"));
    let (regions, names, periods) = (column("region"), column("region_name"), column("period"));
    let mut i = 0;
    for reading in &readings {
        let text = &reading.document.text;
        for o in &reading.observations {
            let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
            assert_eq!(ids[i], Some(o.id(reading.document.id, &lexicon).to_string()));
            assert_eq!(sources[i].as_ref(), Some(&reading.document.source));
            assert_eq!(sentences[i].as_deref(), Some(o.sentence.of(text)));
            assert_eq!(values[i].as_deref(), Some(o.span.of(text)));
            assert_eq!(units[i], some(o.unit_span.of(text)));
            assert_eq!(sections[i], o.section.map(|s| reading.sections[s as usize].clone()));
            assert_eq!(regions[i], o.region.map(|r| r.to_string()));
            let year = o.period.map(|p| p.last().year());
            assert_eq!(names[i].as_deref(), o.region.and_then(|r| lexicon.regions.name_of(r, year)));
            assert_eq!(periods[i], o.period.map(|p| p.to_string()));
            i += 1;
        }
    }
    assert_eq!(i, ids.len());
    numbers_come_back(&readings, &batches);
}

fn numbers_come_back(readings: &[Reading], batches: &[RecordBatch]) {
    let mut observations = readings.iter().flat_map(|r| &r.observations);
    for batch in batches {
        let column = |name| batch.column_by_name(name).unwrap();
        let (values, highs) = (column("value").as_primitive::<Float64Type>(), column("value_high"));
        let exact = column("value_decimal").as_primitive::<Decimal128Type>();
        let starts = column("period_start").as_primitive::<Date32Type>();
        let flags = column("flags").as_list::<i32>();
        for (row, o) in (0..batch.num_rows()).zip(&mut observations) {
            let float: f64 = o.value.to_string().parse().unwrap();
            assert_eq!(values.value(row).to_bits(), float.to_bits());
            assert_eq!(exact.value_as_string(row).parse::<Decimal>().unwrap(), o.value);
            assert_eq!(highs.is_null(row), o.value_high.is_none());
            let start = o.period.and_then(Period::start).map(days_of_date);
            assert_eq!(starts.is_valid(row).then(|| starts.value(row)), start);
            assert_eq!(flags.value(row).len(), o.flags.len());
        }
    }
    assert!(observations.next().is_none());
}

#[test]
fn words_stand_at_their_offsets() {
    let folder = tempfile::tempdir().unwrap();
    write_release(folder.path(), info());
    let documents = batches(&folder.path().join("documents.parquet"));
    let text_of: std::collections::HashMap<_, Vec<char>> = texts(&documents, "source")
        .into_iter()
        .zip(texts(&documents, "text"))
        .map(|(source, text)| (source, text.unwrap().chars().collect()))
        .collect();
    for batch in batches(&folder.path().join("observations.parquet")) {
        let number = |name| batch.column_by_name(name).unwrap().as_primitive::<UInt32Type>().clone();
        let (starts, ends) = (number("char_start"), number("char_end"));
        let all = [batch.clone()];
        for (i, (source, words)) in texts(&all, "source").into_iter().zip(texts(&all, "value_text")).enumerate() {
            let there = &text_of[&source][starts.value(i) as usize..ends.value(i) as usize];
            assert_eq!(there.iter().collect::<String>(), words.unwrap());
        }
    }
}

#[test]
fn the_same_rows_give_the_same_bytes() {
    let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let files = write_release(a.path(), info());
    assert_eq!(files, write_release(b.path(), info()));
    assert_eq!(files.len(), 2 * TABLES.len() + 2);
    for file in files {
        let bytes = std::fs::read(a.path().join(&file.name)).unwrap();
        let hash = Sha256::digest(&bytes).iter().fold(String::new(), |hex, b| format!("{hex}{b:02x}"));
        assert_eq!((bytes.len() as u64, hash), (file.bytes, file.sha256), "{}", file.name);
    }
}

#[test]
fn parquet_is_what_every_tool_opens() {
    let folder = tempfile::tempdir().unwrap();
    write_release(folder.path(), info());
    for table in TABLES {
        let file = File::open(folder.path().join(format!("{}.parquet", table.name))).unwrap();
        let reader = SerializedFileReader::new(file).unwrap();
        let file = reader.metadata().file_metadata();
        assert_eq!(file.version(), 1, "{}", table.name);
        let entries = file.key_value_metadata().unwrap();
        let value = |key: &str| entries.iter().find(|e| e.key == key).and_then(|e| e.value.as_deref());
        assert_eq!(value("zhibiao.fingerprint"), Some("0123abcd"));
        for column in table.columns {
            assert_eq!(value(&format!("description.{}", column.name)), Some(column.about));
        }
        for group in reader.metadata().row_groups() {
            assert!(group.num_rows() <= 100_000);
            for column in group.columns() {
                assert!(matches!(column.compression(), Compression::ZSTD(_)));
                assert!(column.statistics().is_some(), "{}", column.column_path());
                if column.column_type() == Type::BYTE_ARRAY {
                    assert_eq!(column.column_descr().logical_type_ref(), Some(&LogicalType::String));
                }
            }
        }
    }
}

#[test]
fn the_manifest_adds_up() {
    let folder = tempfile::tempdir().unwrap();
    let files = write_release(folder.path(), info());
    let manifest: Manifest =
        serde_json::from_slice(&std::fs::read(folder.path().join("manifest.json")).unwrap()).unwrap();
    assert_eq!((manifest.counts.found, manifest.counts.published, manifest.counts.rejected), (5, 3, 2));
    assert_eq!(manifest.inputs.len(), 5);
    let rows = |name: &str| files.iter().find(|f| f.name == name).and_then(|f| f.rows);
    assert_eq!(rows("observations.csv"), Some(manifest.counts.stages.observations));
    assert_eq!(rows("observations.csv"), rows("observations.parquet"));
    assert_eq!(rows("documents.parquet"), Some(3));
    assert_eq!(rows("findings.csv"), Some(manifest.counts.findings));
    assert_eq!(rows("rejects.parquet"), Some(2));
}

#[test]
fn readings_out_of_order_are_refused() {
    let (folder, lexicon) = (tempfile::tempdir().unwrap(), Lexicon::builtin());
    let mut writer = ReleaseWriter::create(folder.path(), &lexicon, info()).unwrap();
    writer.push(&reading("b", 1, &lexicon)).unwrap();
    for source in ["b", "a"] {
        assert_eq!(writer.push(&reading(source, 1, &lexicon)).unwrap_err().code(), "unsorted-readings");
    }
}

fn extract(reading: &Reading, format: Format) -> Vec<u8> {
    let lexicon = Lexicon::builtin();
    let mut writer = ObservationWriter::new(Vec::new(), "-", format, &lexicon, &info()).unwrap();
    writer.push(reading).unwrap();
    writer.finish().unwrap().0
}

#[test]
fn decimals_at_their_extremes() {
    const CASES: [(&str, &str); 9] = [
        ("79228162514264337593543950335", "79228162514264337593543950335"),
        ("-79228162514264337593543950335", "-79228162514264337593543950335"),
        ("0.0000000000000000000000000001", "0"),
        ("0.0000000025", "0.000000002"),
        ("0.0000000035", "0.000000004"),
        ("-0.0", "0"),
        ("100.000", "100"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
        ("0.1", "0.1"),
    ];
    let lexicon = Lexicon::builtin();
    let mut reading = reading("a", 5, &lexicon);
    reading.observations.truncate(CASES.len());
    for (o, (value, _)) in reading.observations.iter_mut().zip(CASES) {
        o.value = Decimal::from_str(value).unwrap();
    }
    let csv = extract(&reading, Format::Csv);
    let mut reader = ::csv::Reader::from_reader(csv.as_slice());
    let place = |name| observations().columns.iter().position(|c| c.name == name).unwrap();
    for (record, (value, expected)) in reader.records().zip(CASES) {
        let record = record.unwrap();
        assert_eq!(&record[place("value_decimal")], expected);
        let float: f64 = record[place("value")].parse().unwrap();
        // Adding zero takes the sign from a zero: a decimal has none.
        let nearest = value.parse::<f64>().unwrap() + 0.0;
        assert_eq!(float.to_bits(), nearest.to_bits(), "{value}");
    }
}

#[test]
fn json_lines_have_every_column_in_order() {
    let lexicon = Lexicon::builtin();
    let reading = reading("a", 20, &lexicon);
    let lines = String::from_utf8(extract(&reading, Format::Jsonl)).unwrap();
    assert_eq!(lines.lines().count(), 40);
    for (line, o) in lines.lines().zip(&reading.observations) {
        let row: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        assert_eq!(row.len(), observations().columns.len());
        let places: Vec<_> =
            observations().columns.iter().map(|c| line.find(&format!("\"{}\":", c.name)).unwrap()).collect();
        assert!(places.is_sorted());
        assert_eq!(row["value_decimal"], o.value.normalize().to_string());
        assert_eq!(row["unit_text"].is_null(), o.unit_span.is_empty());
        assert_eq!(row["flags"].as_array().unwrap().len(), o.flags.len());
    }
}

#[test]
fn an_empty_release_has_every_file() {
    let (folder, lexicon) = (tempfile::tempdir().unwrap(), Lexicon::builtin());
    let files = ReleaseWriter::create(folder.path(), &lexicon, info()).unwrap().finish().unwrap();
    assert!(files.iter().all(|f| f.rows.is_none_or(|rows| rows == 0)));
    assert!(batches(&folder.path().join("observations.parquet")).is_empty());
    let header = std::fs::read_to_string(folder.path().join("observations.csv")).unwrap();
    assert_eq!(header.trim_end().split(',').count(), observations().columns.len());
}

#[test]
fn large_texts_end_row_groups_early() {
    let (folder, lexicon) = (tempfile::tempdir().unwrap(), Lexicon::builtin());
    let mut writer = ReleaseWriter::create(folder.path(), &lexicon, info()).unwrap();
    let text = "统".repeat(4 << 20);
    for i in 0..25 {
        let mut reading = reading("", 0, &lexicon);
        reading.document = document(&format!("{i:02}"), text.clone());
        writer.push(&reading).unwrap();
    }
    writer.finish().unwrap();
    let file = File::open(folder.path().join("documents.parquet")).unwrap();
    let groups = SerializedFileReader::new(file).unwrap().metadata().num_row_groups();
    assert_eq!(groups, 2, "300 MB of text in row groups of 256 MB");
}

#[test]
fn many_distinct_words_fit_in_a_row_group() {
    let (folder, lexicon) = (tempfile::tempdir().unwrap(), Lexicon::builtin());
    let mut writer = ReleaseWriter::create(folder.path(), &lexicon, info()).unwrap();
    let mut reading = reading("a.txt", 20_000, &lexicon);
    for (i, observation) in reading.observations.iter_mut().enumerate() {
        observation.indicator_text = format!("{i}{}", "指标".repeat(50));
    }
    let rows = reading.observations.len();
    writer.push(&reading).unwrap();
    writer.finish().unwrap();
    let path = folder.path().join("observations.parquet");
    let groups = SerializedFileReader::new(File::open(&path).unwrap()).unwrap().metadata().num_row_groups();
    assert_eq!(groups, 1, "12 MB of distinct words, which no dictionary holds");
    assert_eq!(batches(&path).iter().map(RecordBatch::num_rows).sum::<usize>(), rows);
}
