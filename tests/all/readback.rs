//! Real releases as their readers see them: offsets by the Parquet files alone, the tables in
//! pyarrow, polars, pandas and DuckDB, the package in frictionless.

use std::collections::HashMap;
use std::fs::File;
use std::path::Path;
use std::process::Command;

use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{Array, RecordBatch};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::cli_support::project;
use crate::house_support::{EXAMPLE, Release, hunan, output_of, python};

fn batches(path: &Path) -> Vec<RecordBatch> {
    let file = File::open(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(ParquetRecordBatchReaderBuilder::build)
        .expect("a Parquet file");
    reader.map(|batch| batch.expect("rows")).collect()
}

/// A text column, row by row.
fn texts<'a>(batch: &'a RecordBatch, column: &str) -> impl Iterator<Item = Option<&'a str>> {
    batch.column_by_name(column).expect("the column").as_string::<i32>().iter()
}

fn offsets<'a>(batch: &'a RecordBatch, column: &str) -> impl Iterator<Item = usize> + 'a {
    let column = batch.column_by_name(column).expect("the column").as_primitive::<UInt32Type>();
    assert_eq!(column.null_count(), 0, "every row has a place");
    column.values().iter().map(|at| *at as usize)
}

/// `text[char_start..char_end] == value_text` on every row; gives the rows.
fn rows_stand_where_they_say(release: &Release) -> usize {
    let mut documents: HashMap<String, Vec<char>> = HashMap::new();
    for batch in batches(&release.path.join("documents.parquet")) {
        for (id, text) in texts(&batch, "document_id").zip(texts(&batch, "text")) {
            documents.insert(id.expect("an id").to_owned(), text.unwrap_or_default().chars().collect());
        }
    }
    let mut rows = 0;
    for batch in batches(&release.path.join("observations.parquet")) {
        let (starts, ends) = (offsets(&batch, "char_start"), offsets(&batch, "char_end"));
        let words = texts(&batch, "document_id").zip(texts(&batch, "value_text"));
        for ((document, value), (start, end)) in words.zip(starts.zip(ends)) {
            let text = &documents[document.expect("a document")];
            let found: String = text.get(start..end).expect("offsets inside the text").iter().collect();
            assert_eq!(Some(found.as_str()), value, "{document:?} {start}..{end}");
            rows += 1;
        }
    }
    rows
}

fn counts_balance(release: &Release) {
    let counts = &release.json("manifest.json")["counts"];
    let count = |name: &str| counts[name].as_u64().expect("a count");
    let stage = |name: &str| counts["stages"][name].as_u64().expect("a count");
    assert_eq!(count("found"), count("published") + count("rejected"), "{counts:#}");
    assert_eq!(stage("numbers"), stage("no_quantity") + stage("observations"), "{counts:#}");
}

fn every_reader_agrees(release: &Release) {
    let Some(python) = python() else { return };
    let script = project().join("tests/python/readback.py");
    println!("{}", output_of(Command::new(&python).arg(script).arg(&release.path)));
}

/// As a user would: the command, in the folder, by the name of the file.
fn frictionless_validates(release: &Release) {
    let Some(python) = python() else { return };
    let mut command = Command::new(python);
    output_of(command.args(["-m", "frictionless", "validate", "datapackage.json"]).current_dir(&release.path));
}

#[test]
fn the_example_is_read_back() {
    assert!(rows_stand_where_they_say(&EXAMPLE) > 500);
    counts_balance(&EXAMPLE);
    every_reader_agrees(&EXAMPLE);
    frictionless_validates(&EXAMPLE);
}

#[test]
fn the_corpus_is_read_back() {
    let Some(release) = hunan() else { return };
    let rows = rows_stand_where_they_say(release);
    assert!(rows > 10_000, "the corpus is full of numbers, not {rows}: {}", release.said);
    counts_balance(release);
    every_reader_agrees(release);
    frictionless_validates(release);
}

#[test]
fn every_file_of_the_corpus_is_published_or_rejected_with_the_right_reason() {
    let Some(release) = hunan() else { return };
    let mut files = 0;
    let mut folders = vec![project().join("../shared/corpus")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                let read = ["txt", "html", "docx", "pdf"];
                files += usize::from(entry.path().extension().is_some_and(|e| read.iter().any(|r| e == *r)));
            }
        }
    }
    let rows = |name: &str| batches(&release.path.join(name)).iter().map(RecordBatch::num_rows).sum::<usize>();
    assert_eq!(files, rows("documents.parquet") + rows("rejects.parquet"), "{}", release.said);
    // Scans, pages without text of their own, and twins: everything else is published.
    let mut reasons = Vec::new();
    for batch in batches(&release.path.join("rejects.parquet")) {
        reasons.extend(texts(&batch, "code").flatten().map(str::to_owned));
    }
    let count = |code: &str| reasons.iter().filter(|r| *r == code).count();
    let told = ["no_text_layer", "no_article", "near_duplicate", "duplicate"].map(count);
    assert_eq!(told.iter().sum::<usize>(), reasons.len(), "{reasons:?}");
    assert!(told[0] <= 2 && told[1] <= 3 && told[2] >= 10, "{told:?}");
}

/// The real contradiction of a real plan: what was invested in five years is less than in the
/// last of them.
#[test]
fn the_plan_whose_sum_is_less_than_one_of_its_years_is_found() {
    let Some(release) = hunan() else { return };
    let mut found = Vec::new();
    for batch in batches(&release.path.join("findings.parquet")) {
        for (code, message) in texts(&batch, "code").zip(texts(&batch, "message")) {
            if code == Some("cumulative-below-single-year") {
                found.push(message.unwrap_or_default().to_owned());
            }
        }
    }
    let both = found.iter().any(|m| m.contains("28") && m.contains("37.28"));
    assert!(both, "{found:#?}");
}
