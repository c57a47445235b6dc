//! `zhibiao corrections propose`: what a reviewer edited becomes corrections, what a spreadsheet did to the
//! table does not.

use std::fs;

use assert_cmd::assert::Assert;

use crate::cli_support::{House, stderr, stdout, zhibiao};

/// A table in memory: header and rows.
#[derive(Clone)]
struct Table(Vec<Vec<String>>);

impl Table {
    /// The observations of the latest release.
    fn of(house: &House) -> Self {
        let path = house.latest().join("observations.csv");
        let reader = csv::ReaderBuilder::new().has_headers(false).from_path(path).expect("a table");
        Self(reader.into_records().map(|r| r.expect("a row").iter().map(str::to_owned).collect()).collect())
    }

    fn column(&self, name: &str) -> usize {
        self.0[0].iter().position(|h| h == name).unwrap_or_else(|| panic!("no column {name}"))
    }

    /// The cell of the row with this number.
    fn cell(&mut self, number: &str, name: &str) -> &mut String {
        let (text, column) = (self.column("value_text"), self.column(name));
        let row = self.0.iter_mut().find(|r| r[text] == number).unwrap_or_else(|| panic!("no row {number}"));
        &mut row[column]
    }

    fn add(&mut self, name: &str) {
        self.0[0].push(name.into());
        self.0[1..].iter_mut().for_each(|r| r.push(String::new()));
    }

    fn each(&mut self, name: &str, edit: impl Fn(&str) -> String) {
        let column = self.column(name);
        self.0[1..].iter_mut().for_each(|r| r[column] = edit(&r[column]));
    }

    fn written(&self, separator: u8) -> String {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(separator)
            .terminator(csv::Terminator::CRLF)
            .flexible(true)
            .from_writer(Vec::new());
        self.0.iter().for_each(|r| writer.write_record(r).expect("a row"));
        String::from_utf8(writer.into_inner().expect("a table")).expect("UTF-8")
    }
}

const REPORT: &str = "2024年桃源县政府工作报告\n（2024年1月5日）\n\n一、2023年工作回顾\n全县地区生产总值达到499.80亿元，增长4.9%。\
    2023年4月粮食库存12.3456789万吨。全国人口14.1亿人。落实项目1-2个。\n";

fn house() -> House {
    let house = House::of_docs("");
    house.write("docs/a.txt", REPORT);
    house.run(&[]).success();
    house
}

fn propose(house: &House, content: impl AsRef<[u8]>, more: &[&str]) -> Assert {
    house.write("edited.csv", content);
    let mut command = zhibiao();
    command.args(["corrections", "propose"]).arg(house.path("edited.csv")).arg(house.path("pipelines/p.toml"));
    command.args(more).assert()
}

const SAID: [&str; 4] = ["--who", "张三", "--reason", "核对原文"];

/// The cells of the lines: column, expected, value, reason, who.
fn lines(assert: &Assert) -> Vec<[String; 5]> {
    let text = stdout(assert);
    let reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |r: csv::StringRecord| [6, 7, 8, 9, 10].map(|i| r[i].to_owned());
    reader.into_records().map(|r| cells(r.expect("a line"))).collect()
}

/// As a spreadsheet in Chinese saves the table.
fn as_saved(table: &mut Table) {
    let number = |text: &str| match text.parse::<f64>() {
        Ok(v) if v.abs() >= 1e11 || text.len() > 11 => format!("{v:.5E}").replace('E', "E+"),
        Ok(v) => v.to_string(),
        Err(_) => text.to_owned(),
    };
    for name in ["value", "value_decimal", "value_text", "confidence", "region"] {
        table.each(name, number);
    }
    for name in ["published", "period_start", "period_end"] {
        table.each(name, |text| text.replace("-0", "/").replace('-', "/"));
    }
    table.each("per_year", str::to_ascii_uppercase);
    table.each("period", |text| match text.split_once('-') {
        Some((year, month)) if !text.contains('/') => format!("{year}年{}月", month.trim_start_matches('0')),
        _ => text.to_owned(),
    });
    table.each("value_text", |text| if text == "1-2" { "1月2日".into() } else { text.to_owned() });
    table.0[1..].iter_mut().for_each(|row| {
        while row.last().is_some_and(String::is_empty) {
            row.pop();
        }
    });
}

#[test]
fn a_table_that_nobody_edited_gives_no_correction_however_it_was_saved() {
    let house = house();
    let as_written = Table::of(&house);
    assert!(as_written.0.len() > 4, "the report has numbers");
    let mut saved = as_written.clone();
    as_saved(&mut saved);
    let mut sorted = saved.clone();
    sorted.0[1..].reverse();
    sorted.0.remove(1);
    for table in [&as_written, &saved, &sorted] {
        let comma = table.written(b',');
        let tabs: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain(table.written(b'\t').encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let forms: [Vec<u8>; 5] = [
            comma.clone().into(),
            format!("\u{feff}{comma}").into(),
            encoding_rs::GB18030.encode(&comma).0.into_owned(),
            format!("sep=;\r\n{}", table.written(b';')).into(),
            tabs,
        ];
        for (i, content) in forms.iter().enumerate() {
            let assert = propose(&house, content, &SAID).success();
            assert_eq!(lines(&assert), Vec::<[String; 5]>::new(), "form {i}");
        }
    }
}

#[test]
fn a_decimal_comma_is_understood_where_semicolons_part_cells() {
    let house = house();
    let mut table = Table::of(&house);
    for name in ["value", "value_decimal", "confidence"] {
        table.each(name, |text| text.replace('.', ","));
    }
    assert_eq!(lines(&propose(&house, table.written(b';'), &SAID).success()), Vec::<[String; 5]>::new());
    *table.cell("4.9", "value") = "5,9".into();
    assert_eq!(lines(&propose(&house, table.written(b';'), &SAID).success())[0][..3], ["value", "4.9", "5.9"]);
}

#[test]
fn edited_cells_become_lines_that_the_next_run_applies() {
    let house = house();
    let mut table = Table::of(&house);
    as_saved(&mut table);
    table.add("reason");
    table.add("我的批注");
    *table.cell("499.80亿", "indicator") = "other".into();
    *table.cell("499.80亿", "indicator_name") = "其他".into();
    *table.cell("499.80亿", "value") = "4.888E+10".into();
    *table.cell("4.9", "period") = "2022年".into();
    *table.cell("4.9", "period_start") = "2022/1/1".into();
    *table.cell("4.9", "period_end") = "2022/12/31".into();
    let reason = table.column("reason");
    table.0.iter_mut().for_each(|r| r.resize(reason + 2, String::new()));
    *table.cell("4.9", "reason") = "上年数".into();
    let assert = propose(&house, table.written(b','), &SAID).success();
    assert!(stderr(&assert).contains("mean nothing here: 我的批注"), "{}", stderr(&assert));
    let expected = [
        ["value", "49980000000", "48880000000", "核对原文", "张三"],
        ["indicator", "gdp", "other", "核对原文", "张三"],
        ["period", "2023", "2022", "上年数", "张三"],
    ];
    assert_eq!(lines(&assert), expected.map(|l| l.map(str::to_owned)));

    house.write("pipelines/corrections.csv", stdout(&assert));
    let pipeline = fs::read_to_string(house.path("pipelines/p.toml")).expect("a pipeline");
    house.write("pipelines/p.toml", format!("corrections = [\"corrections.csv\"]\n{pipeline}"));
    house.run(&[]).success();
    let mut after = Table::of(&house);
    assert_eq!(after.cell("499.80亿", "value_decimal"), "48880000000");
    assert_eq!(after.cell("499.80亿", "indicator"), "other");
    assert_eq!(after.cell("4.9", "period_end"), "2022-12-31");
    assert_eq!(after.cell("4.9", "flags"), "corrected");

    // A correction of what was corrected, appended to the file.
    *after.cell("499.80亿", "value_decimal") = "47770000000".into();
    let assert = propose(&house, after.written(b','), &[&SAID[..], &["--no-header"]].concat()).success();
    let both = fs::read_to_string(house.path("pipelines/corrections.csv")).expect("a file") + &stdout(&assert);
    house.write("pipelines/corrections.csv", both);
    house.run(&[]).success();
    assert_eq!(Table::of(&house).cell("499.80亿", "value"), "47770000000");
    let check = zhibiao().args(["corrections", "check"]).arg(house.path("pipelines/p.toml")).assert().success();
    assert_eq!(stdout(&check).matches(": applied").count(), 4, "{}", stdout(&check));
}

#[test]
fn a_number_that_is_no_quantity_is_marked_in_a_column_of_its_own() {
    let house = house();
    let mut table = Table::of(&house);
    table.add("kind");
    *table.cell("4.9", "kind") = "none".into();
    assert_eq!(lines(&propose(&house, table.written(b','), &SAID).success())[0][..3], ["kind", "quantity", "none"]);
}

#[test]
fn edits_that_cannot_be_corrections_are_refused_with_row_and_column() {
    let house = house();
    let refused = |number: &str, column: &str, value: &str, why: &str| {
        let mut table = Table::of(&house);
        *table.cell(number, column) = value.into();
        let said = stderr(&propose(&house, table.written(b','), &SAID).code(2));
        assert!(
            said.contains(why) && said.contains(&format!("column `{column}`")) && said.contains("edited.csv:"),
            "{column}: {said}"
        );
    };
    refused("4.9", "sentence", "别的句子", "cannot be corrected");
    refused("4.9", "char_start", "1", "cannot be corrected");
    refused("4.9", "value_text", "5.0", "cannot be corrected");
    refused("4.9", "title", "别的标题", "cannot be corrected");
    refused("4.9", "confidence", "1", "cannot be corrected");
    refused("4.9", "indicator_name", "别的指标", "it follows from `indicator`");
    refused("4.9", "period_start", "2022/1/1", "it follows from `period`");
    refused("4.9", "published", "2024/1/6", "cannot be corrected");
    refused("4.9", "value", "约5", "is no number");
    refused("4.9", "value", "########", "widen the column");
    refused("4.9", "value", "", "cannot be empty");
    refused("4.9", "indicator", "gdpp", "no code of the indicator list");
    refused("4.9", "subject", "=1+1", "would be run as a formula");
    let mut both = Table::of(&house);
    *both.cell("4.9", "value") = "5".into();
    *both.cell("4.9", "value_decimal") = "6".into();
    assert!(stderr(&propose(&house, both.written(b','), &SAID).code(2)).contains("differs from what line"));
    let mut foreign = Table::of(&house);
    *foreign.cell("4.9", "observation_id") = "0".repeat(32);
    assert!(stderr(&propose(&house, foreign.written(b','), &SAID).code(2)).contains("no row that this line names"));
    let mut spoilt = Table::of(&house);
    *spoilt.cell("4.9", "value") = "5".into();
    *spoilt.cell("4.9", "observation_id") = "1.2E+31".into();
    assert_eq!(lines(&propose(&house, spoilt.written(b','), &SAID).success()).len(), 1, "found by source and place");
    let said = stderr(&propose(&house, spoilt.written(b','), &["--who", "张三"]).code(2));
    assert!(said.contains("no `reason` is given"), "{said}");
    assert!(stderr(&propose(&house, "a,b\n1,2\n", &SAID).code(2)).contains("does not say which rows"));
}
