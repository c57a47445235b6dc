//! Years, targets and panels as a user asks for them, on a release of a few invented documents whose
//! answers are known.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use assert_cmd::assert::Assert;

use crate::cli_support::{House, stderr, stdout, zhibiao};

type Row = BTreeMap<String, String>;

/// Three bulletins and two work reports of a county.
static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let house = House::of_docs("");
    let bulletin = |year: i32, text: &str| {
        let head = format!("桃源县{year}年国民经济和社会发展统计公报\n桃源县统计局\n{}年3月10日\n\n", year + 1);
        house.write(&format!("docs/公报{year}.txt"), format!("{head}{year}年，{text}\n"));
    };
    bulletin(
        2022,
        "全县地区生产总值400亿元，增长5.0%。一般公共预算收入10.00亿元，增长8.0%。社会消费品零售总额80.0亿元。",
    );
    bulletin(
        2023,
        "全县地区生产总值430亿元，增长5.6%。一般公共预算收入11.00亿元，增长10.0%。社会消费品零售总额90.0亿元，增长3.0%。城镇新增就业5200人。固定资产投资增长7%。",
    );
    bulletin(2024, "全县地区生产总值450亿元，增长5.1%。一般公共预算收入12.10亿元，增长10.0%。");
    let report = |year: i32, text: &str| {
        let head = format!("{year}年桃源县政府工作报告\n——{year}年1月10日在桃源县人民代表大会上\n\n");
        house.write(&format!("docs/报告{year}.txt"), format!("{head}{text}\n"));
    };
    report(
        2023,
        "二、2023年工作安排\n2023年，力争地区生产总值增长6.5%左右，城镇新增就业5000人以上，固定资产投资增长7.5%以上。",
    );
    report(
        2024,
        "一、2023年工作回顾\n2023年，地区生产总值约430亿元。\n二、2024年工作安排\n2024年，力争地区生产总值增长5%以上，城镇新增就业5000人。2025年，地区生产总值力争达到500亿元。",
    );
    house.run(&[]).success();
    house
});

fn ask(arguments: &[&str]) -> Assert {
    zhibiao().args(arguments).arg("--release").arg(HOUSE.latest()).assert()
}

fn rows_of(text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.expect("CSV with a header")).collect()
}

fn rows(arguments: &[&str]) -> Vec<Row> {
    rows_of(&stdout(&ask(arguments).success()))
}

fn find<'r>(rows: &'r [Row], cells: &[(&str, &str)]) -> &'r Row {
    let found: Vec<_> = rows.iter().filter(|row| cells.iter().all(|(name, cell)| row[*name] == *cell)).collect();
    assert_eq!(found.len(), 1, "{cells:?} in {rows:#?}");
    found[0]
}

#[test]
fn years_are_held_against_the_growth_that_documents_state() {
    let rows = rows(&["diff", "years", "--from", "2022", "--to", "2023"]);
    let told = |indicator: &str| {
        let row = find(&rows, &[("indicator", indicator), ("measure", "level")]);
        ["value_from", "value_to", "change", "change_percent", "growth_stated", "verdict"].map(|c| row[c].clone())
    };
    assert_eq!(told("fiscal_revenue"), ["1000000000", "1100000000", "100000000", "10", "10", "agrees"]);
    assert_eq!(told("gdp"), ["40000000000", "43000000000", "3000000000", "7.5", "5.6", "comparable_prices"]);
    assert_eq!(told("retail_sales")[4..], ["3", "differs"], "12.5 % by the levels, and prices explain nothing");
    let gdp = find(&rows, &[("indicator", "gdp"), ("measure", "level")]);
    assert!(gdp["sentence_to"].contains("430亿元") && gdp["source_to"].contains("公报2023"), "{gdp:?}");
    assert!(gdp["sentence_growth"].contains("5.6%") && gdp["words_from"] == "400亿元", "{gdp:?}");
    let growth = find(&rows, &[("indicator", "gdp"), ("measure", "growth_rate")]);
    assert_eq!([&growth["change"], &growth["change_percent"]], ["0.6", ""], "a rate changes by points");
}

#[test]
fn the_last_two_years_are_compared_where_none_are_named() {
    let asked = ask(&["diff", "years"]).success();
    assert!(stderr(&asked).contains("2024 against 2023"), "{}", stderr(&asked));
    assert!(rows_of(&stdout(&asked)).iter().all(|r| r["period_to"] == "2024"));
}

#[test]
fn what_appeared_is_told_apart_from_what_changed() {
    let rows = rows(&["diff", "years", "--from", "2022", "--to", "2023", "--coverage"]);
    let jobs = find(&rows, &[("indicator", "employment.new_urban")]);
    assert_eq!([&jobs["coverage"], &jobs["value"]], ["appeared", "5200"]);
    let compared = self::rows(&["diff", "years", "--from", "2022", "--to", "2023"]);
    assert!(compared.iter().all(|r| r["indicator"] != "employment.new_urban"));
}

#[test]
fn all_years_stand_side_by_side() {
    let rows = rows(&["diff", "years", "--matrix", "--indicator", "gdp"]);
    let gdp = find(&rows, &[("measure", "level")]);
    assert_eq!(["2022", "2023", "2024"].map(|y| gdp[y].as_str()), ["40000000000", "43000000000", "45000000000"]);
}

#[test]
fn the_count_of_years_side_by_side_is_not_the_limit() {
    let count = |limit: &[&str]| {
        let asked = ask(&[&["diff", "years", "--matrix"], limit].concat()).success();
        (stderr(&asked), rows_of(&stdout(&asked)).len())
    };
    let (all, cut) = (count(&[]), count(&["--limit", "1"]));
    assert_eq!((all.0.as_str(), cut.1), (cut.0.as_str(), 1));
    assert!(all.0.contains(&format!("{} series", all.1)) && all.1 > 1, "{}", all.0);
}

#[test]
fn promises_of_two_years_are_not_held_against_growth_that_was_reached() {
    let house = House::of_docs("");
    let write = |name: &str, text: &str| house.write(&format!("docs/{name}.txt"), text);
    write("甲", "2023年桃源县政府工作报告\n——2023年1月10日\n\n2023年，力争地区生产总值达到430亿元。\n");
    write("乙", "2024年桃源县政府工作报告\n——2024年1月10日\n\n2024年，力争地区生产总值达到460亿元。\n");
    write(
        "丙",
        "桃源县2024年国民经济和社会发展统计公报\n桃源县统计局\n2025年3月10日\n\n2024年，全县地区生产总值450亿元，增长5.1%。\n",
    );
    house.run(&[]).success();
    let asked = zhibiao()
        .args(["diff", "years", "--status", "target", "--indicator", "gdp", "--release"])
        .arg(house.latest())
        .assert()
        .success();
    let rows = rows_of(&stdout(&asked));
    let gdp = find(&rows, &[("measure", "level")]);
    let told = ["value_from", "value_to", "growth_stated", "verdict"].map(|c| gdp[c].as_str());
    assert_eq!(told, ["43000000000", "46000000000", "", "not_stated"]);
}

/// Bulletins of a county by year, in a release.
fn bulletins(years: &[(i32, &str)]) -> House {
    let house = House::of_docs("");
    for (year, text) in years {
        let head = format!("桃源县{year}年国民经济和社会发展统计公报\n桃源县统计局\n{}年3月10日\n\n", year + 1);
        house.write(&format!("docs/{year}.txt"), format!("{head}{year}年，{text}\n"));
    }
    house.run(&[]).success();
    house
}

fn asked_of(house: &House, arguments: &[&str]) -> Vec<Row> {
    rows_of(&stdout(&zhibiao().args(arguments).arg("--release").arg(house.latest()).assert().success()))
}

#[test]
fn increases_are_not_held_against_the_growth_of_the_level_and_a_change_of_sign_does_not_lead() {
    let house = bulletins(&[
        (2022, "一般公共预算支出80.00亿元，比上年增加30.00亿元，增长60.0%。全县旅游总收入12.0亿元，增长5.0%。"),
        (2023, "一般公共预算支出70.00亿元，比上年减少10.00亿元，下降12.5%。全县旅游总收入60.0亿元，增长400.0%。"),
    ]);
    let rows = asked_of(&house, &["diff", "years", "--from", "2022", "--to", "2023"]);
    let increase = find(&rows, &[("measure", "increase")]);
    let told = ["value_from", "value_to", "growth_stated", "verdict"].map(|c| increase[c].as_str());
    assert_eq!(told, ["3000000000", "-1000000000", "", "not_stated"]);
    let level = find(&rows, &[("measure", "level"), ("indicator", "fiscal_expenditure")]);
    assert_eq!([&level["growth_stated"], &level["verdict"]], ["-12.5", "agrees"]);
    let remarkable: f64 = increase["remarkable"].parse().expect("a number");
    assert!(remarkable < 100.0, "a change of sign is no change of a billion: {remarkable}");
}

#[test]
fn a_share_with_a_digit_less_comes_last() {
    let house = bulletins(&[
        (2022, "全县农村自来水普及率为9%，森林覆盖率为52%。"),
        (2023, "全县农村自来水普及率为97%，森林覆盖率为53%。"),
    ]);
    let rows = asked_of(&house, &["diff", "years", "--from", "2022", "--to", "2023"]);
    let last = rows.last().expect("two shares");
    assert_eq!([&last["value_from"], &last["value_to"], &last["power_of_ten"]], ["9", "97", "true"], "{rows:#?}");
}

#[test]
fn what_is_told_before_a_year_is_over_is_no_outcome_of_it() {
    let house = House::of_docs("");
    let report = |year: i32, text: &str| {
        let head = format!("{year}年桃源县政府工作报告\n——{year}年1月10日在桃源县人民代表大会上\n\n");
        house.write(&format!("docs/{year}.txt"), format!("{head}{text}\n"));
    };
    report(2023, "二、2023年工作安排\n2023年，力争城镇新增就业5000人以上，农村低保标准从每人每年5200元提高到5800元。");
    report(2024, "一、2023年工作回顾\n2023年，城镇新增就业5100人，农村低保标准提高到5850元。");
    house.run(&[]).success();
    let rows = asked_of(&house, &["targets"]);
    let reported: Vec<&str> = rows.iter().map(|row| row["reported"].as_str()).collect();
    assert!(reported.contains(&"5100") && !reported.contains(&"5200"), "{rows:#?}");
}

#[test]
fn a_cell_of_several_years_has_the_last_and_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let twin = folder.path().join("twin.csv");
    let twin_argument = twin.to_str().expect("a plain path");
    let rows = rows(&["panel", "--rows", "region", "--indicator", "gdp", "--twin", twin_argument]);
    assert_eq!(rows[0]["gdp"], "45000000000");
    let twin = rows_of(&std::fs::read_to_string(twin).expect("the twin was written"));
    let reasons: Vec<_> = twin.iter().map(|r| r["reason"].as_str()).collect();
    assert!(reasons.contains(&"other_period"), "{reasons:?}");
}

#[test]
fn excel_opens_csv_and_no_other_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("panel.parquet");
    let file = file.to_str().expect("a plain path");
    for arguments in [vec!["panel", "--for", "excel", "--out", file], vec!["panel", "--for", "excel", "--twin", file]] {
        let said = stderr(&ask(&arguments).code(2));
        assert!(said.contains("--for excel makes CSV"), "{said}");
    }
    assert!(!Path::new(file).exists());
}

#[test]
fn promises_meet_their_outcomes() {
    let rows = rows(&["targets"]);
    let told = |indicator: &str, period: &str, measure: &str| {
        let row = find(&rows, &[("indicator", indicator), ("period", period), ("measure", measure)]);
        ["promised", "reported", "gap", "verdict"].map(|c| row[c].clone())
    };
    assert_eq!(told("gdp", "2023", "growth_rate"), ["6.5", "5.6", "-0.9", "missed"], "左右 is not that wide");
    assert_eq!(told("gdp", "2024", "growth_rate"), ["5", "5.1", "0.1", "met"]);
    assert_eq!(told("employment.new_urban", "2023", "level"), ["5000", "5200", "200", "met"]);
    assert_eq!(told("employment.new_urban", "2024", "level"), ["5000", "", "", "unreported"]);
    assert_eq!(told("gdp", "2025", "level"), ["50000000000", "", "", "open"]);
    let missed = self::rows(&["targets", "--verdict", "missed"]);
    assert_eq!(missed.len(), 2, "{missed:#?}");
    let gdp = find(&missed, &[("indicator", "gdp")]);
    assert!(gdp["sentence_promised"].contains("6.5%") && gdp["sentence_reported"].contains("5.6%"), "{gdp:?}");
    let invested = find(&missed, &[("indicator", "investment.fixed_asset")]);
    assert_eq!(invested["gap"], "-0.5", "7% is 7.0%, and not 7.5% rounded");
}

#[test]
fn a_cell_has_one_value_and_the_twin_names_the_others() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let twin = folder.path().join("twin.csv");
    let panel = rows(&["panel", "--indicator", "gdp", "--twin", twin.to_str().expect("a plain path")]);
    let of_2023 = find(&panel, &[("period", "2023")]);
    assert_eq!([&of_2023["region"], &of_2023["region_name"]], ["430725", "桃源县"]);
    assert_eq!(of_2023["gdp"], "43000000000");
    let twin = rows_of(&std::fs::read_to_string(twin).expect("a twin"));
    let chosen = find(&twin, &[("period", "2023"), ("role", "chosen")]);
    assert!(chosen["source"].contains("公报2023") && chosen["kind"] == "bulletin", "{chosen:?}");
    let passed = find(&twin, &[("period", "2023"), ("role", "passed_over")]);
    assert!(passed["source"].contains("报告2024") && passed["reason"] == "precedence", "{passed:?}");
    assert_eq!(passed["bound"], "approx", "an exact value goes before it, though it is older");
}

#[test]
fn columns_are_told_apart_by_what_is_asked() {
    let panel = rows(&["panel", "--columns", "indicator,measure", "--indicator", "gdp"]);
    let of_2023 = find(&panel, &[("period", "2023")]);
    assert_eq!([&of_2023["gdp:level"], &of_2023["gdp:growth_rate"]], ["43000000000", "5.6"]);
    ask(&["panel", "--rows", "region,period", "--columns", "period"]).code(2);
    ask(&["panel", "--rows", "nothing"]).code(2);
}

#[test]
fn sdmx_has_the_concepts_of_the_standard() {
    let text = stdout(&ask(&["panel", "--sdmx", "--indicator", "gdp"]).success());
    assert!(text.starts_with("STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,INDICATOR,"), "{text}");
    let rows = rows_of(&text);
    let row = find(&rows, &[("TIME_PERIOD", "2023")]);
    let told = ["STRUCTURE", "ACTION", "FREQ", "REF_AREA", "OBS_VALUE", "UNIT_MEASURE", "UNIT_MULT", "OBS_STATUS"];
    assert_eq!(told.map(|c| row[c].as_str()), ["dataflow", "I", "A", "430725", "43000000000", "CNY", "0", "A"]);
}

#[test]
fn filters_are_those_of_all_commands() {
    for command in [&["diff", "years"][..], &["targets"][..], &["panel"][..]] as [&[&'static str]; 3] {
        let with = |more: &[&'static str]| [command, more].concat();
        let none = ask(&with(&["--region", "衡阳市"])).success();
        assert_eq!(stdout(&none).lines().count(), 1, "{command:?}: only the header");
        let said = stderr(&none);
        assert!(said.contains("nothing to compare") || said.contains('0'), "{said}");
        assert!(stdout(&ask(&with(&["--within", "常德市"])).success()).lines().count() > 1, "{command:?}");
        assert_eq!(stdout(&ask(&with(&["--min-confidence", "1"])).success()).lines().count(), 1, "{command:?}");
        let wrong = ask(&with(&["--region", "无此地市"]));
        assert_eq!(stdout(&wrong.success()).lines().count(), 1, "a name that no lexicon knows is nobody's");
        ask(&with(&["--min-confidence", "2"])).code(2);
        let misspelt = ask(&with(&["--indicator", "fiscal_revenues"])).code(2);
        assert!(stderr(&misspelt).contains("did you mean `fiscal_revenue`"), "{}", stderr(&misspelt));
    }
}

#[test]
fn rows_go_out_in_every_form() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = |name: &str| folder.path().join(name).to_str().expect("a plain path").to_owned();
    for name in ["a.csv", "a.json", "a.jsonl", "a.parquet", "a.txt"] {
        ask(&["targets", "--out", &file(name)]).success().stdout("");
        assert!(std::fs::metadata(file(name)).expect("a file").len() > 100, "{name}");
    }
    let json: serde_json::Value =
        serde_json::from_slice(&std::fs::read(file("a.json")).expect("a file")).expect("an array of objects");
    assert!(json.as_array().is_some_and(|a| a.len() >= 5));
    let table = std::fs::read_to_string(file("a.txt")).expect("a file");
    assert!(table.contains("missed") && !table.contains("observation_id"), "a person gets the main columns");
    ask(&["targets", "--for", "excel", "--format", "json"]).code(2);
    let nowhere = Path::new(&file("none")).join("a.csv");
    ask(&["targets", "--out", nowhere.to_str().expect("a plain path")]).code(4);
    let empty = stdout(&ask(&["targets", "--region", "衡阳市", "--format", "json"]).success());
    assert_eq!(empty, "[]\n");
}
