//! Two releases compared: what changed and why, and that a diff leads from one to the other.

use std::collections::BTreeMap;

use proptest::prelude::*;
use zhibiao::analyze::Release;
use zhibiao::analyze::releases::{Cause, Kind, OTHER_TABLES, ReleaseDiff, Row, TableDiff, all_rows, apply};

use crate::cli_support::{House, stderr, stdout, zhibiao};

fn bulletin(gdp: &str, more: &str) -> String {
    format!(
        "桃源县2023年国民经济和社会发展统计公报\n桃源县统计局\n2024年3月10日\n\n2023年，全县地区生产总值{gdp}亿元，增长5.6%。{more}\n"
    )
}

/// A house with two releases: one document changed, one went, one came.
fn house() -> House {
    let house = House::of_docs("");
    house.write("docs/a.txt", bulletin("430", "粮食产量12.5万吨。"));
    house.write("docs/b.txt", "2023年桃源县政府工作报告\n2023年1月10日\n\n2022年，社会消费品零售总额80亿元。\n");
    house.run(&[]).success();
    // Releases are named by the second in which they begin.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    house.write("docs/a.txt", bulletin("431.5", "粮食产量12.5万吨。"));
    std::fs::remove_file(house.path("docs/b.txt")).expect("the file is there");
    house.write("docs/c.txt", "2025年桃源县政府工作报告\n2025年1月10日\n\n2024年，社会消费品零售总额95亿元。\n");
    house.run(&[]).success();
    house
}

fn open(house: &House) -> (Release, Release) {
    let releases = house.releases();
    let open = |id: &String| Release::open(&house.path("output/p/releases").join(id)).expect("a release");
    (open(&releases[0]), open(&releases[1]))
}

#[test]
fn changes_are_told_with_their_cause() {
    let house = house();
    let asked = zhibiao().args(["diff", "releases", "--release"]).arg(house.path("output/p")).assert().success();
    let text = stdout(&asked);
    let rows: Vec<BTreeMap<String, String>> =
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(|r| r.expect("a row")).collect();
    let told = |change: &str| -> Vec<(String, String, String, String)> {
        let of = rows.iter().filter(|r| r["change"] == change);
        of.map(|r| (r["source"].clone(), r["cause"].clone(), r["value_a"].clone(), r["value_b"].clone())).collect()
    };
    let row = |source: &str, cause: &str, a: &str, b: &str| (source.into(), cause.into(), a.into(), b.into());
    let base = |rows: Vec<(String, String, String, String)>| -> Vec<_> {
        rows.into_iter().map(|(s, c, a, b)| (s.rsplit('/').next().unwrap_or_default().to_owned(), c, a, b)).collect()
    };
    assert_eq!(base(told("revised")), [row("a.txt", "changed_document", "43000000000", "43150000000")], "{text}");
    assert_eq!(base(told("removed")), [row("b.txt", "removed_document", "8000000000", "")]);
    assert_eq!(base(told("added")), [row("c.txt", "new_document", "", "9500000000")]);
    assert!(stderr(&asked).contains("1 revised"), "{}", stderr(&asked));
    let none =
        zhibiao().args(["diff", "releases", "latest", "latest", "--release"]).arg(house.path("output/p")).assert();
    assert!(stderr(&none.success()).contains("nothing changed"));
    zhibiao().args(["diff", "releases", "nothing", "--release"]).arg(house.path("output/p")).assert().code(2);
}

#[test]
fn the_diff_of_two_real_releases_leads_from_one_to_the_other() {
    let house = house();
    let (a, b) = open(&house);
    let diff = ReleaseDiff::between(&a, &b).expect("two releases");
    assert_eq!(diff.count(Kind::Revised), 1);
    let mut made = apply(&diff.changes, all_rows(&a, &b).expect("rows"));
    let mut wanted = all_rows(&b, &a).expect("rows");
    made.sort();
    wanted.sort();
    assert_eq!(made, wanted);
}

/// The rows of `diff releases --table`.
fn changes_of(house: &House, table: &str) -> Vec<BTreeMap<String, String>> {
    let asked =
        zhibiao().args(["diff", "releases", "--table", table, "--release"]).arg(house.path("output/p")).assert();
    let text = stdout(&asked.success());
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(|r| r.expect("a row")).collect()
}

#[test]
fn documents_findings_and_series_that_came_and_went_are_told() {
    let house = house();
    let told = |row: &BTreeMap<String, String>, name: &str| {
        let name = row[name].rsplit('/').next().unwrap_or_default().to_owned();
        (row["change"].clone(), row["cause"].clone(), name)
    };
    let triple = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
    let documents = changes_of(&house, "documents");
    let of: Vec<_> = documents.iter().map(|row| told(row, "source")).collect();
    let wanted = [
        triple("revised", "changed_document", "a.txt"),
        triple("added", "new_document", "c.txt"),
        triple("removed", "removed_document", "b.txt"),
    ];
    assert_eq!(of, wanted, "{documents:?}");
    let series = changes_of(&house, "series");
    let retail = series.iter().find(|row| row["name"].contains("社会消费品零售总额")).expect("a series that is longer");
    assert_eq!((retail["change"].as_str(), retail["last_period_a"].as_str()), ("metadata", "2022"), "{series:?}");
    assert_eq!(retail["last_period_b"], "2024");
    assert!(changes_of(&house, "rejects").is_empty());
    zhibiao()
        .args(["diff", "releases", "--table", "nothing", "--release"])
        .arg(house.path("output/p"))
        .assert()
        .code(2);
}

#[test]
fn a_file_that_is_renamed_or_refused_is_told_as_such() {
    let house = House::of_docs("");
    house.write("docs/a.txt", bulletin("430", ""));
    house.write("docs/b.txt", "2023年桃源县政府工作报告\n2023年1月10日\n\n2022年，社会消费品零售总额80亿元。\n");
    house.run(&[]).success();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    std::fs::rename(house.path("docs/a.txt"), house.path("docs/z.txt")).expect("the file is there");
    house.write("docs/b.txt", [0xff, 0x00, 0xfe, 0x81]);
    house.run(&[]).success();
    let documents = changes_of(&house, "documents");
    let told: Vec<_> = documents.iter().map(|row| (row["change"].as_str(), row["cause"].as_str())).collect();
    assert_eq!(told, [("moved", "renamed_document"), ("removed", "removed_document")], "{documents:?}");
    let rejects = changes_of(&house, "rejects");
    assert!(rejects.len() == 1 && rejects[0]["change"] == "added", "{rejects:?}");
}

#[test]
fn a_correction_is_told_as_the_cause() {
    let house = House::of_docs("corrections = [\"corrections.csv\"]\n");
    house.write("docs/a.txt", bulletin("430", "粮食产量12.5万吨。"));
    let header = "document_id,source,observation_id,char_start,value_text,column,expected,value,reason,who,when\n";
    house.write("pipelines/corrections.csv", header);
    house.run(&[]).success();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let row = crate::corrections::rows(&house, "observations").into_iter().find(|row| row["value_text"] == "12.5万");
    let row = row.expect("the row of the harvest");
    let which = ["document_id", "source", "observation_id", "char_start", "value_text"].map(|name| row[name].as_str());
    let line = format!("{},status,actual,target,计划数,张三,2026-01-01\n", which.join(","));
    house.write("pipelines/corrections.csv", format!("{header}{line}"));
    house.run(&[]).success();
    let (a, b) = open(&house);
    let diff = ReleaseDiff::between(&a, &b).expect("two releases");
    let causes: Vec<_> = diff.changes.iter().map(|c| (c.kind, c.causes.clone())).collect();
    assert_eq!(causes, [(Kind::Reread, vec![Cause::Correction])]);
    let findings = TableDiff::between(&a, &b, "findings").expect("a table");
    assert!(findings.changes.iter().any(|c| c.kind == Kind::Added && c.causes == [Cause::Correction]));
}

#[test]
fn the_diff_of_every_table_leads_from_one_release_to_the_other() {
    let house = house();
    let (a, b) = open(&house);
    for table in OTHER_TABLES {
        let rows = |of: &Release| TableDiff::rows_of(of, &b, table).expect("rows");
        let diff = TableDiff::between(&a, &b, table).expect("two releases");
        let (mut made, mut wanted) = (apply(&diff.changes, rows(&a)), rows(&b));
        made.sort();
        wanted.sort();
        assert_eq!(made, wanted, "{table}");
    }
}

#[test]
fn all_releases_are_queried_as_one() {
    let house = house();
    let ask = |sql: &str| {
        let asked = zhibiao().args(["query", sql, "--all-releases", "--release"]).arg(house.path("output/p")).assert();
        stdout(&asked.success())
    };
    let releases = house.releases();
    let lines = ask(
        "SELECT release, value_decimal FROM observations WHERE indicator = 'gdp' AND measure = 'level' ORDER BY release",
    );
    let told: Vec<&str> = lines.split_terminator("\r\n").skip(1).collect();
    let wanted = [format!("{},43000000000", releases[0]), format!("{},43150000000", releases[1])];
    assert_eq!(told, wanted);
    let series = ask(
        "SELECT name, COUNT(*) AS releases FROM series WHERE indicator = 'gdp' AND measure = 'level' GROUP BY name",
    );
    assert!(series.contains("桃源县地区生产总值,2"), "a series is the same in every release: {series}");
}

fn names() -> Vec<String> {
    let names = [
        "observation_id",
        "document_id",
        "source",
        "char_start",
        "char_end",
        "series_id",
        "period",
        "status",
        "measure",
        "bound",
        "value_text",
        "value_decimal",
        "decimals",
        "sentence",
        "title",
    ];
    names.map(str::to_owned).to_vec()
}

/// Rows of few documents and few values, so that much is alike.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let cell = |values: &'static [&'static str]| prop::sample::select(values).prop_map(|v| Some(v.to_owned()));
    let maybe =
        |values: &'static [&'static str]| prop::option::of(prop::sample::select(values).prop_map(str::to_owned));
    let row = (
        (cell(&["1", "2", "3", "4"]), cell(&["x", "y"]), cell(&["a", "b", "c"]), cell(&["0", "9"]), cell(&["3", "12"])),
        (maybe(&["s", "t"]), maybe(&["2020", "2021"]), cell(&["actual", "target"]), cell(&["level"]), cell(&["exact"])),
        (cell(&["1.5", "1.50", "20"]), cell(&["1.5", "20"]), cell(&["1", "2"]), cell(&["甲", "乙"]), maybe(&["题"])),
    );
    let row = row.prop_map(|(a, b, c)| vec![a.0, a.1, a.2, a.3, a.4, b.0, b.1, b.2, b.3, b.4, c.0, c.1, c.2, c.3, c.4]);
    prop::collection::vec(row, 0..30).prop_map(|mut rows: Vec<Row>| {
        rows.sort_by(|a, b| a[2].cmp(&b[2]));
        rows
    })
}

proptest! {
    #[test]
    fn a_diff_leads_from_one_release_to_the_other(a in rows(), b in rows()) {
        let diff = ReleaseDiff::of_rows(names(), a.clone(), b.clone());
        let mut made = apply(&diff.changes, a.clone());
        let mut wanted = b.clone();
        made.sort();
        wanted.sort();
        prop_assert_eq!(made, wanted);
        prop_assert_eq!(ReleaseDiff::of_rows(names(), b.clone(), b).changes, vec![]);
        let told = diff.changes.iter().filter(|c| c.before.is_some()).count() as u64;
        prop_assert_eq!(told + diff.unchanged, a.len() as u64, "every row of the first is told of or unchanged");
    }

    #[test]
    fn a_diff_of_documents_leads_from_one_release_to_the_other(a in rows(), b in rows()) {
        let diff = TableDiff::of_rows("documents", names(), a.clone(), b.clone()).expect("a table");
        let (mut made, mut wanted) = (apply(&diff.changes, a.clone()), b.clone());
        made.sort();
        wanted.sort();
        prop_assert_eq!(made, wanted);
        let told = diff.changes.iter().filter(|c| c.before.is_some()).count() as u64;
        prop_assert_eq!(told + diff.unchanged, a.len() as u64, "every row of the first is told of or unchanged");
    }
}
