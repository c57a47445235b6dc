//! Stata files: what a panel has as CSV stands in them too, read by the library that wrote them and by
//! pandas.

use std::path::Path;
use std::process::Command;

use dta::stata::dta::dta_reader::DtaReader;
use dta::stata::dta::value::Value;

use crate::cli_support::{House, project, zhibiao};
use crate::house_support::{output_of, python};

/// Texts longer than that do not stand in the rows of a Stata file.
const SHORT: usize = 2045;

/// A house with a panel and its documents as CSV and as Stata files.
fn house() -> House {
    let house = House::of_docs("");
    let report = |year: i32, more: &str| format!("{year}年桃源县政府工作报告\n{year}年1月10日\n\n{more}\n");
    house.write("docs/a.txt", report(2023, "2022年，全县地区生产总值430.25亿元，增长5.6%。粮食产量12.5万吨。"));
    house.write("docs/b.txt", report(2024, "2023年，全县地区生产总值452亿元，增长5.1%。"));
    let long = format!("2024年，全县粮食产量12.6万吨。{}", "会议强调安全生产。".repeat(SHORT / 20));
    house.write("docs/c.txt", report(2025, &long));
    house.run(&[]).success();
    let panel = ["panel", "--columns", "indicator,measure", "--measure", "level,growth_rate"];
    let documents = ["query", "SELECT source, text, published, year FROM documents"];
    for (name, ask) in [("panel", panel.as_slice()), ("documents", &documents)] {
        for form in ["csv", "dta"] {
            let mut command = zhibiao();
            command.args(ask).arg("--out").arg(house.path(name).with_extension(form));
            command.arg("--release").arg(house.path("output/p")).assert().success();
        }
    }
    house
}

/// Names and rows of a Stata file, cells as texts; missing numbers are empty.
fn read(path: &Path) -> (Vec<String>, Vec<Vec<String>>) {
    let mut characteristics = DtaReader::new()
        .from_path(path)
        .expect("a file")
        .read_header()
        .expect("a header")
        .read_schema()
        .expect("columns");
    characteristics.skip_to_end().expect("nothing more of the columns");
    let mut records = characteristics.into_record_reader().expect("rows");
    let names = records.schema().variables().iter().map(|v| v.label().to_owned()).collect();
    let mut rows = Vec::new();
    while let Some(record) = records.read_record().expect("a row") {
        let cell = |value: &Value<'_>| match value {
            Value::Double(number) => number.present().map(|v| v.to_string()).unwrap_or_default(),
            Value::String(text) => text.clone().into_owned(),
            other => panic!("{other:?} is in no panel"),
        };
        rows.push(record.values().iter().map(cell).collect());
    }
    (names, rows)
}

#[test]
fn a_stata_file_has_what_the_csv_has() {
    let house = house();
    let (names, rows) = read(&house.path("panel.dta"));
    let mut csv = csv::Reader::from_path(house.path("panel.csv")).expect("a file");
    let wanted: Vec<String> = csv.headers().expect("names").iter().map(str::to_owned).collect();
    assert_eq!(names, wanted);
    let wanted: Vec<Vec<String>> =
        csv.records().map(|r| r.expect("a row").iter().map(str::to_owned).collect()).collect();
    assert_eq!(rows, wanted);
    assert!(rows.len() == 3 && rows.iter().flatten().any(|cell| cell == "43025000000"), "{rows:?}");
    assert!(rows.iter().flatten().any(String::is_empty), "a cell without a value is missing: {rows:?}");
}

#[test]
fn long_texts_stand_behind_the_rows_and_end_with_a_zero() {
    let house = house();
    let file = std::fs::read(house.path("documents.dta")).expect("a file");
    let csv = csv::Reader::from_path(house.path("documents.csv")).expect("a file").into_records();
    let texts: Vec<String> = csv.map(|row| row.expect("a row")[1].to_owned()).collect();
    assert!(texts.iter().any(|text| text.len() > SHORT));
    for text in texts {
        let wanted = [text.as_bytes(), b"\0"].concat();
        assert!(file.windows(wanted.len()).any(|window| window == wanted), "{text}");
    }
}

#[test]
fn pandas_reads_numbers_dates_and_long_texts() {
    let Some(python) = python() else { return };
    let house = house();
    let script = project().join("tests/python/dta.py");
    println!(
        "{}",
        output_of(Command::new(python).arg(script).args([house.path("panel.dta"), house.path("panel.csv")]))
    );
}
