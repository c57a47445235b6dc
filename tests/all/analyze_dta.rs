//! Stata files: what a panel has as CSV stands in them too, read by the library that wrote them and by
//! pandas.

use std::path::Path;
use std::process::Command;

use dta::stata::dta::dta_reader::DtaReader;
use dta::stata::dta::value::Value;

use crate::cli_support::{House, project, zhibiao};
use crate::house_support::{output_of, python};

/// A house with a panel as CSV and as a Stata file.
fn house() -> House {
    let house = House::of_docs("");
    let report = |year: i32, more: &str| format!("{year}年桃源县政府工作报告\n{year}年1月10日\n\n{more}\n");
    house.write("docs/a.txt", report(2023, "2022年，全县地区生产总值430.25亿元，增长5.6%。粮食产量12.5万吨。"));
    house.write("docs/b.txt", report(2024, "2023年，全县地区生产总值452亿元，增长5.1%。"));
    house.run(&[]).success();
    for (form, more) in [("csv", [].as_slice()), ("dta", &["--format", "dta"])] {
        let panel = zhibiao()
            .args(["panel", "--columns", "indicator,measure", "--measure", "level,growth_rate", "--out"])
            .arg(house.path("panel").with_extension(form))
            .args(more)
            .arg("--release")
            .arg(house.path("output/p"))
            .assert();
        panel.success();
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
    assert!(rows.len() == 2 && rows.iter().flatten().any(|cell| cell == "43025000000"), "{rows:?}");
    assert!(rows.iter().flatten().any(String::is_empty), "a cell without a value is missing: {rows:?}");
}

#[test]
fn pandas_reads_the_stata_file() {
    let Some(python) = python() else { return };
    let house = house();
    let script = project().join("tests/python/dta.py");
    println!(
        "{}",
        output_of(Command::new(python).arg(script).args([house.path("panel.dta"), house.path("panel.csv")]))
    );
}
