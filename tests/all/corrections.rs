//! Corrections as a user types them: applied every night, seen on the row, refused when they no longer fit.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;

use assert_cmd::assert::Assert;

use crate::cli_support::{House, stderr, stdout, zhibiao};

type Row = HashMap<String, String>;

const HEADER: &str = "document_id,source,observation_id,char_start,value_text,column,expected,value,reason,who,when";

const REPORT: &str = "2024年桃源县政府工作报告\n\n一、2023年工作回顾\n全县地区生产总值达到499.8亿元，增长4.9%。\
    粮食产量达到45.2万吨。建成高标准农田3至5万亩。\n";
const OTHER: &str = "2023年桃源县政府工作报告\n\n一、2022年工作回顾\n全县地区生产总值达到476.5亿元。\n";

/// A house with two documents, whose pipeline names `corrections.csv`.
fn house() -> House {
    let house = House::of_docs("corrections = [\"corrections.csv\"]");
    house.write("docs/a.txt", REPORT);
    house.write("docs/b.txt", OTHER);
    house.write("pipelines/corrections.csv", format!("{HEADER}\n"));
    house.run(&[]).success();
    house
}

pub(crate) fn rows(house: &House, table: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(house.latest().join(format!("{table}.csv"))).expect("a table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// The only row with this number.
fn row(house: &House, number: &str) -> Row {
    let mut found: Vec<Row> = rows(house, "observations").into_iter().filter(|r| r["value_text"] == number).collect();
    assert_eq!(found.len(), 1, "{number}");
    found.remove(0)
}

/// Lines about a row: column, expected, value.
fn lines(row: &Row, edits: &[[&str; 3]]) -> String {
    let line = |[column, expected, value]: &[&str; 3]| {
        let [document, source, id, start, text] =
            ["document_id", "source", "observation_id", "char_start", "value_text"].map(|name| &row[name]);
        format!("{document},{source},{id},{start},{text},{column},{expected},{value},核对原文,张三,2024-03-01\n")
    };
    edits.iter().map(line).collect()
}

fn write(house: &House, lines: &str) {
    house.write("pipelines/corrections.csv", format!("{HEADER}\n{lines}"));
}

/// Runs with these lines, which must be refused for a reason on a line, and `check` must say so; nothing may be
/// published.
fn refused(house: &House, lines: &str, line: usize, why: &str) {
    let before = house.releases();
    write(house, lines);
    let run = house.run(&[]).code(2);
    let said = stderr(&run);
    assert!(said.contains(why) && said.contains(&format!("corrections.csv:{line}")), "{why} at {line}: {said}");
    assert_eq!(house.releases(), before, "nothing is published");
    let check = check(house).failure();
    let told = stdout(&check) + &stderr(&check);
    assert!(told.contains(why) && told.contains(&format!("corrections.csv:{line}")), "{why} at {line}: {told}");
}

fn check(house: &House) -> Assert {
    zhibiao().args(["corrections", "check"]).arg(house.path("pipelines/p.toml")).assert()
}

#[test]
fn a_correction_is_seen_on_the_row_in_the_findings_and_in_the_manifest() {
    let house = house();
    let before = row(&house, "499.8亿");
    write(&house, &lines(&before, &[["value", "49980000000", "4.898E+10"], ["period", "2023", "2022"]]));
    let check_before = stdout(&check(&house).success());
    assert_eq!(check_before.matches("waiting for the next run").count(), 2, "{check_before}");
    let said = stderr(&house.run(&[]).success());
    assert!(said.contains("2 corrections applied"), "{said}");

    let after = row(&house, "499.8亿");
    assert_eq!((&*after["value"], &*after["value_decimal"]), ("48980000000", "48980000000"));
    assert_eq!(
        (&*after["period"], &*after["period_start"], &*after["period_end"]),
        ("2022", "2022-01-01", "2022-12-31")
    );
    assert!(after["flags"].split('|').any(|f| f == "corrected"), "{after:?}");
    assert_eq!(after["observation_id"], before["observation_id"]);
    for name in ["char_start", "sentence", "value_text", "unit", "indicator"] {
        assert_eq!(after[name], before[name], "{name}");
    }
    let told: Vec<Row> = rows(&house, "findings").into_iter().filter(|f| f["code"] == "corrected").collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert_eq!((&*told[0]["found"], &*told[0]["expected"]), ("49980000000", "48980000000"));
    assert!(told[1]["message"].contains("period由“2023”更正为“2022”（核对原文；张三，2024-03-01）"), "{told:?}");
    assert!(told.iter().all(|f| f["observation_ids"] == after["observation_id"]));

    let json =
        |path| -> serde_json::Value { serde_json::from_str(&fs::read_to_string(path).expect("a file")).expect("JSON") };
    let used = &json(house.latest().join("manifest.json"))["corrections"][0];
    assert_eq!((&used["file"], &used["lines"], &used["applied"]), (&"corrections.csv".into(), &2.into(), &2.into()));
    assert_eq!(used["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(house.run_report()["corrections"]["files"][0]["applied"], 2);

    assert!(stderr(&house.run(&[]).success()).contains("unchanged"));
    let check_after = stdout(&check(&house).success());
    assert_eq!(check_after.matches(": applied").count(), 2, "{check_after}");
}

#[test]
fn a_corrected_indicator_changes_the_identity_and_keeps_matching() {
    let house = house();
    let before = row(&house, "45.2万");
    let first = lines(&before, &[["indicator", &before["indicator"], "other"], ["subject", "", "某合作社"]]);
    write(&house, &first);
    house.run(&[]).success();
    let after = row(&house, "45.2万");
    assert_eq!((&*after["indicator"], &*after["indicator_name"], &*after["subject"]), ("other", "其他", "某合作社"));
    assert_ne!(after["observation_id"], before["observation_id"]);
    assert_ne!(after["series_id"], before["series_id"], "another thing is another series");
    assert!(rows(&house, "series").iter().any(|s| s["series_id"] == after["series_id"]), "which the release knows");
    assert!(stderr(&house.run(&[]).success()).contains("unchanged"), "the next night finds the row again");
    check(&house).success();

    // A line that was written after a look at the corrected table names the row by its new identity.
    let mut second = after.clone();
    second.insert("char_start".into(), String::new());
    second.insert("value_text".into(), String::new());
    write(
        &house,
        &format!("{first}{}", lines(&second, &[["subject", "某合作社", ""], ["status", "actual", "target"]])),
    );
    house.run(&[]).success();
    let last = row(&house, "45.2万");
    assert_eq!((&*last["subject"], &*last["status"]), ("", "target"));
    check(&house).success();
}

#[test]
fn rows_are_found_by_place_and_words_and_the_order_of_files_is_kept() {
    let house = house();
    let mut by_place = row(&house, "4.9");
    for name in ["document_id", "observation_id"] {
        by_place.insert(name.into(), String::new());
    }
    write(&house, &lines(&by_place, &[["value", "4.9", "5.9"]]));
    house.write("pipelines/more.csv", format!("{HEADER}\n{}", lines(&by_place, &[["value", "5.9", "6.9"]])));
    house.write(
        "pipelines/p.toml",
        "name = \"p\"\ncorrections = [\"corrections.csv\", \"more.csv\"]\n[[source]]\npaths = [\"../docs\"]\n",
    );
    house.run(&[]).success();
    assert_eq!(row(&house, "4.9")["value_decimal"], "6.9");
}

#[test]
fn a_number_that_is_no_quantity_leaves_the_table_and_is_told() {
    let house = house();
    let before = row(&house, "45.2万");
    let count = rows(&house, "observations").len();
    write(&house, &lines(&before, &[["kind", "quantity", "none"]]));
    house.run(&[]).success();
    let left = rows(&house, "observations");
    assert_eq!(left.len(), count - 1);
    assert!(left.iter().all(|r| r["value_text"] != "45.2万"));
    let told: Vec<Row> = rows(&house, "findings").into_iter().filter(|f| f["code"] == "corrected").collect();
    assert!(told.len() == 1 && told[0]["message"].contains("“45.2万”不是数量"), "{told:?}");
    check(&house).success();
    let both = lines(&before, &[["kind", "quantity", "none"], ["value", "452000", "1"]]);
    refused(&house, &both, 3, "corrections.csv:2 makes `none` of it");
}

#[test]
fn a_correction_that_no_longer_fits_publishes_nothing() {
    let house = house();
    let gdp = row(&house, "499.8亿");
    let changed = |name: &str, value: &str| {
        let mut row = gdp.clone();
        row.insert(name.into(), value.into());
        row
    };
    let edit = [["value", "49980000000", "1"]];
    refused(&house, &lines(&gdp, &[["value", "499.8", "1"]]), 2, "expected to be `499.8`, and it is `49980000000`");
    refused(&house, &lines(&gdp, &[["value", "1", "49980000000"]]), 2, "it is no longer needed");
    refused(&house, &lines(&gdp, &[["bound", "exact", "range"]]), 2, "`value_high` where its `bound` is `range`");
    let mut elsewhere = changed("observation_id", "");
    elsewhere.insert("char_start".into(), "7".into());
    refused(&house, &lines(&elsewhere, &edit), 2, "stands at character 7");
    let mut no_row = changed("observation_id", &"0".repeat(32));
    no_row.insert("value_text".into(), String::new());
    refused(&house, &lines(&no_row, &edit), 2, "no row of this document has this observation_id");
    let gone = lines(&no_row, &[["kind", "quantity", "none"]]);
    refused(&house, &gone, 2, "no row of this document has this observation_id");
    refused(&house, &lines(&changed("document_id", &"0".repeat(32)), &edit), 2, "the document has changed");
    let two = lines(&gdp, &[["value", "1", "2"], ["unit", "t", "kW"]]);
    refused(&house, &two, 2, "expected to be `1`");
    assert!(stderr(&house.run(&[]).code(2)).contains("expected to be `t`"), "every wrong line is told");
}

#[test]
fn words_are_expected_as_they_were_read_whatever_they_are() {
    let house = house();
    house.write("docs/c.txt", "2024年桃源县政府工作报告\n\n一、2023年工作回顾\n=甲组份产量达到3.6万吨。\n");
    house.run(&[]).success();
    let before = row(&house, "3.6万");
    assert_eq!((&*before["subject"], &*before["indicator_text"]), ("=甲组份", "=甲组份产量"));
    let edits = [["subject", "=甲组份", "甲组份"], ["indicator_text", "=甲组份产量", "甲组份产量"]];
    write(&house, &lines(&before, &edits));
    house.run(&[]).success();
    let after = row(&house, "3.6万");
    assert_eq!((&*after["subject"], &*after["indicator_text"]), ("甲组份", "甲组份产量"));
}

/// Lines about every row of a series: column, expected, value.
fn of_series(series: &str, edits: &[[&str; 3]]) -> String {
    let header = "series_id,column,expected,value,reason,who,when\n".to_owned();
    let line = |[column, expected, value]: &[&str; 3]| {
        format!("{series},{column},{expected},{value},名称不同,张三,2024-03-01\n")
    };
    edits.iter().map(line).fold(header, |all, line| all + &line)
}

#[test]
fn a_correction_of_a_series_is_one_of_every_row_of_it() {
    let house = house();
    let before = ["499.8亿", "476.5亿"].map(|number| row(&house, number));
    let series = &before[0]["series_id"];
    assert_eq!(*series, before[1]["series_id"], "both documents have a row of the series");
    let write = |lines: &str| house.write("pipelines/corrections.csv", lines);
    write(&of_series(series, &[["subject", "", "某园区"]]));
    assert!(stdout(&check(&house).success()).contains("waiting for the next run"));
    assert!(stderr(&house.run(&[]).success()).contains("1 corrections applied"));
    let after = ["499.8亿", "476.5亿"].map(|number| row(&house, number));
    for row in &after {
        assert_eq!(row["subject"], "某园区");
        assert_ne!(row["series_id"], *series, "another subject is another series");
    }
    assert_eq!(after[0]["series_id"], after[1]["series_id"]);
    assert_eq!(row(&house, "45.2万")["subject"], "", "other series stay as they are");
    assert!(stderr(&house.run(&[]).success()).contains("unchanged"), "the next night finds the rows again");
    assert!(stdout(&check(&house).success()).contains(": applied"));

    // A line further down may name the series that an earlier one made.
    let first = of_series(series, &[["subject", "", "某园区"]]);
    let second = of_series(&after[0]["series_id"], &[["subject", "某园区", "某新区"]]);
    write(&format!("{first}{}", second.lines().nth(1).expect("a line")));
    house.run(&[]).success();
    assert_eq!(row(&house, "476.5亿")["subject"], "某新区");
}

#[test]
fn a_correction_of_a_series_that_does_not_fit_one_of_its_rows_is_refused() {
    let house = house();
    let series = row(&house, "499.8亿")["series_id"].clone();
    house.write("pipelines/corrections.csv", of_series(&series, &[["value", "49980000000", "1"]]));
    let before = house.releases();
    let why = "expected to be `49980000000`, and it is `47650000000`";
    assert!(stderr(&house.run(&[]).code(2)).contains(why));
    assert_eq!(house.releases(), before, "nothing is published");
    assert!(stdout(&check(&house).code(1)).contains(why), "whatever the other row is");
    house.write("pipelines/corrections.csv", of_series(&"0".repeat(32), &[["subject", "", "某园区"]]));
    house.run(&[]).success();
    assert!(stdout(&check(&house).success()).contains("unused"));
}

#[test]
fn a_line_that_repeats_another_stands_as_it_does() {
    let house = house();
    let gdp = row(&house, "499.8亿");
    let mut by_place = gdp.clone();
    by_place.insert("observation_id".into(), String::new());
    let edit = [["value", "49980000000", "1"]];
    write(&house, &(lines(&gdp, &edit) + &lines(&by_place, &edit)));
    assert_eq!(stdout(&check(&house).success()).matches("waiting for the next run").count(), 2);
    house.run(&[]).success();
    assert_eq!(rows(&house, "findings").iter().filter(|f| f["code"] == "corrected").count(), 1);
    assert_eq!(stdout(&check(&house).success()).matches(": applied").count(), 2);
}

#[test]
fn where_nothing_is_kept_the_check_says_so() {
    let house = house();
    let gdp = row(&house, "499.8亿");
    write(&house, &lines(&gdp, &[["value", "49980000000", "1"]]));
    fs::remove_dir_all(house.latest().join("../../kept")).expect("a folder");
    assert!(stderr(&check(&house).code(2)).contains("[nothing-kept]"));
    house.run(&["--full"]).success();
    check(&house).success();
}

#[test]
fn a_correction_of_a_document_that_is_not_there_is_listed() {
    let house = house();
    let other = row(&house, "476.5亿");
    write(&house, &lines(&other, &[["value", "47650000000", "1"]]));
    fs::remove_file(house.path("docs/b.txt")).expect("a file");
    let said = stderr(&house.run(&["--verbose"]).success());
    assert!(said.contains("0 corrections applied, 1 unused") && said.contains("not used"), "{said}");
    let unused = &house.run_report()["corrections"]["unused"][0];
    assert!(unused["line"] == 2 && unused["document"].as_str().is_some_and(|d| d.contains("b.txt")), "{unused}");
    assert!(stdout(&check(&house).success()).contains("unused"));
    house.write("docs/b.txt", OTHER);
    house.run(&[]).success();
    assert_eq!(row(&house, "476.5亿")["value"], "1", "it holds again when the document is back");
}

#[test]
fn changed_corrections_have_nothing_read_anew_and_give_what_a_full_run_gives() {
    let house = house();
    let (gdp, grain) = (row(&house, "499.8亿"), row(&house, "45.2万"));
    let nights = [
        lines(&gdp, &[["value", "49980000000", "1"]]),
        lines(&grain, &[["kind", "quantity", "none"]]),
        lines(&gdp, &[["indicator", "gdp", "other"]]),
        String::new(),
    ];
    for night in nights {
        write(&house, &night);
        let said = stderr(&house.run(&[]).success());
        assert!(said.contains("0 read, 2 kept") && said.contains("; released"), "{said}");
        let said = stderr(&house.run(&["--full"]).success());
        assert!(said.contains("2 read, 0 kept") && said.contains("unchanged"), "{said}");
        let said = stderr(&house.run(&[]).success());
        let applied = night.lines().count();
        assert!(said.contains(&format!("{applied} corrections applied")) && said.contains("unchanged"), "{said}");
    }
    assert_eq!(row(&house, "499.8亿")["flags"], gdp["flags"]);
}

#[test]
fn corrections_are_the_same_at_any_number_of_threads() {
    let house = house();
    let all: String =
        ["499.8亿", "476.5亿"].iter().map(|n| lines(&row(&house, n), &[["indicator", "gdp", "other"]])).collect();
    write(&house, &all);
    house.run(&["--jobs", "1"]).success();
    let first = fs::read(house.latest().join("manifest.json")).expect("a manifest");
    for jobs in ["2", "4"] {
        house.run(&["--jobs", jobs]).success();
        assert_eq!(fs::read(house.latest().join("manifest.json")).expect("a manifest"), first);
    }
}

#[test]
fn files_that_are_no_corrections_are_refused_with_file_and_line() {
    let house = house();
    let gdp = row(&house, "499.8亿");
    let good = lines(&gdp, &[["value", "49980000000", "1"]]);
    let twice = format!("{good}{}", lines(&gdp, &[["value", "49980000000", "2"]]));
    refused(&house, &twice, 3, "corrections.csv:2 makes `1` of it");
    write(&house, &format!("{good}{good}"));
    house.run(&[]).success();
    for (edit, why) in [
        (["sentence", "", "x"], "`sentence` cannot be corrected"),
        (["char_start", "1", "2"], "`char_start` cannot be corrected"),
        (["value", "49980000000", "=1+1"], "`=1+1` is no decimal number"),
        (["value", "49980000000", "0.1234567891"], "nine digits"),
        (["value", "49980000000", ""], "cannot be empty"),
        (["subject", "", "=HYPERLINK(1)"], "would be run as a formula"),
        (["subject", "", "@x"], "would be run as a formula"),
        (["indicator", "gdp", "gdpp"], "no code of the indicator list"),
        (["period", "2023", "2023-13"], "is no period"),
        (["region", "430725", "999999"], "no code of GB/T 2260"),
        (["value", "1", "1.0"], "the new value is the old one"),
    ] {
        refused(&house, &lines(&gdp, &[edit]), 2, why);
    }
    refused(&house, &good.replace("张三", ""), 2, "column `who`: is empty");
    refused(&house, &good.replace("2024-03-01", "3/1/24"), 2, "is no date");
    refused(&house, &good.replace("核对原文", "=1+1"), 2, "would be run as a formula");
    refused(&house, &good.replace(&gdp["observation_id"], "1.2E+31"), 2, "not 32 hexadecimal digits");
    let whole = |content: &[u8], why: &str| {
        let before = house.releases();
        house.write("pipelines/corrections.csv", content);
        let said = stderr(&house.run(&[]).code(2));
        assert!(said.contains(why) && said.contains("corrections.csv"), "{why}: {said}");
        assert_eq!(house.releases(), before);
    };
    whole(b"", "no header line");
    whole(b"column,expected,value,reason,who\n", "no column `when`");
    whole(format!("{HEADER},note\n").as_bytes(), "`note` is no column");
    whole(b"\x00\x01\x02\x03", "no text");
    whole(&vec![b'x'; (64 << 20) + 1], "more than the 67108864 bytes");
    fs::remove_file(house.path("pipelines/corrections.csv")).expect("a file");
    assert!(stderr(&house.run(&[]).code(2)).contains("cannot read this table"));
}

#[test]
fn many_lines_are_read_in_bounded_time() {
    let house = house();
    let gdp = row(&house, "499.8亿");
    let mut all = lines(&gdp, &[["value", "49980000000", "1"]]);
    for i in 0..100_000 {
        writeln!(all, ",no{i}.txt,,{i},9,value,{i},{},多,张三,2024-03-01", i + 1).expect("a string takes text");
    }
    write(&house, &all);
    let began = std::time::Instant::now();
    let said = stderr(&house.run(&[]).success());
    assert!(said.contains("1 corrections applied, 100000 unused"), "{said}");
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}
