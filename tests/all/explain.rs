//! `zhibiao explain` as a user types it.

use serde_json::Value;

use crate::cli_support::{stderr, stdout, zhibiao};

const TEXT: &str = "2023年，全市规模以上工业增加值达到约102.3亿元，比上年增长7.2%，居全省第二。其中，制造业70亿元。\n\
                    到2025年，力争每年新建道路20至30公里以上，实施“135”工程。\n";

fn explain(at: &str, more: &[&str]) -> assert_cmd::assert::Assert {
    let about = ["--document-date", "2024-01-20", "--region", "襄阳市"];
    zhibiao().args(["explain", "-", "--at", at]).args(about).args(more).write_stdin(TEXT).assert()
}

fn json(at: &str) -> Vec<Value> {
    let lines = stdout(&explain(at, &["--json"]).success());
    lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// A slot as `value < words @ found`.
fn slot(account: &Value, name: &str) -> String {
    let slot = &account["slots"][name];
    let text = |v: &Value| v.as_str().unwrap_or("-").to_owned();
    format!("{} < {} @ {}", text(&slot["value"]), text(&slot["words"]["text"]), text(&slot["found"]))
}

#[test]
fn a_number_is_shown_slot_by_slot() {
    let all = json("102.3亿");
    assert_eq!(all.len(), 1);
    let account = &all[0];
    assert_eq!(account["value_decimal"], "10230000000");
    assert_eq!((&account["unit"], &account["rule"]["name"]), (&"CNY".into(), &"phrase-before".into()));
    for (name, want) in [
        ("indicator", "value_added.industry.above_scale 规模以上工业增加值 < 规模以上工业增加值 @ clause"),
        ("status", "actual < 2023年 @ sentence, before"),
        ("bound", "approx < 约 @ clause"),
        ("period", "2023 < 2023年 @ sentence, before"),
        ("region", "420600 襄阳市 < - @ document: its own place"),
        ("baseline", "- < - @ -"),
    ] {
        assert_eq!(slot(account, name), want, "{name}");
    }
}

#[test]
fn what_is_carried_names_the_value_it_is_carried_from() {
    let account = &json("7.2%")[0];
    assert_eq!(account["belongs_to"]["text"], "102.3亿元");
    assert_eq!(slot(account, "indicator_text"), "规模以上工业增加值 < - @ carried from before: as 102.3亿元");
    assert_eq!(slot(account, "measure"), "growth_rate < 增长 @ clause");
    assert_eq!(slot(account, "baseline"), "previous_year < 比上年 @ clause");
    let account = &json("70亿元")[0];
    assert_eq!(slot(account, "period"), "2023 < 2023年 @ carried from before");
}

#[test]
fn a_range_that_recurs_shows_its_words() {
    let account = &json("20至30")[0];
    assert_eq!((&account["value_decimal"], &account["value_high_decimal"]), (&"20000".into(), &"30000".into()));
    assert_eq!(slot(account, "bound"), "range < 20至30公里 @ the number itself");
    assert_eq!(slot(account, "per_year"), "yes < 每年 @ clause");
    assert!(slot(account, "status").starts_with("target < "));
}

#[test]
fn the_page_for_a_person_has_every_slot() {
    let page = stdout(&explain("102.3亿元", &[]).success());
    assert!(page.contains("达到约【102.3亿元】，比上年"), "{page}");
    assert!(page.contains("102.3亿元 → 10,230,000,000 CNY"), "{page}");
    let slots = [
        "indicator",
        "indicator_text",
        "subject",
        "industry",
        "measure",
        "status",
        "bound",
        "period",
        "per_year",
        "baseline",
        "region",
        "confidence",
    ];
    for slot in slots {
        assert!(page.lines().any(|l| l.trim_start().starts_with(&format!("{slot} "))), "{slot}: {page}");
    }
    assert!(page.contains("rule phrase-before: "), "{page}");
    assert!(!page.contains('\u{1b}'), "no colour where none is asked for");
    assert!(stdout(&explain("102.3亿元", &["--color", "always"]).success()).contains('\u{1b}'));
}

#[test]
fn a_number_is_named_by_offset_or_by_words() {
    let start = TEXT.chars().position(|c| c == '约').map(|i| i + 1).unwrap();
    for at in [start, start + 4, start + 6].map(|i| i.to_string()) {
        assert_eq!(json(&at)[0]["text"], "102.3亿元", "{at}");
    }
    assert_eq!(json("70")[0]["text"], "70亿元", "digits that are no number's place are words");
    let texts: Vec<_> = json("比上年增长7.2%，居全省第二").iter().map(|a| a["text"].clone()).collect();
    assert_eq!(texts, ["7.2%", "二"], "words around numbers");
    assert_eq!(json("亿元").len(), 2);
}

#[test]
fn a_number_left_out_says_why() {
    let page = stdout(&explain("135", &[]).success());
    assert!(page.contains("left out (code_name): a code name"), "{page}");
    assert_eq!(json("0")[0]["left_out"]["code"], "period");
}

#[test]
fn where_no_number_stands_the_nearest_is_named() {
    let said = stderr(&explain("7", &[]).code(2));
    assert!(said.contains("no number stands at character 7 [no-number]"), "{said}");
    assert!(said.contains("hint: the nearest number is 2023年, characters 0 to 5"), "{said}");
    assert!(stderr(&explain("9999", &[]).code(2)).contains("the document has"));
    assert!(stderr(&explain("99亿", &[]).code(2)).contains("no number is written `99亿`"));
    let none = zhibiao().args(["explain", "-", "--at", "1"]).write_stdin("没有数字的话。").assert().code(2);
    assert!(stderr(&none).contains("holds no number"), "{}", stderr(&none));
    zhibiao().args(["explain", "nosuch.txt", "--at", "1"]).assert().code(2);
}

#[test]
fn a_cell_of_a_table_is_shown_in_its_row() {
    let table = "表1 主要指标\n指标\t单位\t数量\n地区生产总值\t亿元\t120.5\n粮食产量\t万吨\t33.1\n";
    let account = |more: &[&str]| {
        stdout(&zhibiao().args(["explain", "-", "--at", "33.1"]).args(more).write_stdin(table).assert().success())
    };
    assert!(account(&[]).contains("粮食产量 万吨【33.1】"), "{}", account(&[]));
    let json: Value = serde_json::from_str(&account(&["--json"])).expect("JSON");
    assert_eq!(slot(&json, "indicator_text"), "粮食产量 < 粮食产量 @ row");
    assert!(slot(&json, "indicator").starts_with("grain.output "), "{json}");
}
