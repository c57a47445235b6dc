//! A user adds an indicator or a unit in files of their own, without touching Rust.

use crate::cli_support::{House, report, stderr};

const WITH_LEXICON: &str = "[lexicon]\n\
    indicators = { add = [\"codes.csv\"] }\n\
    indicator_terms = { add = [\"terms.csv\"] }\n\
    units = { add = [\"units.csv\"] }\n";

fn house() -> House {
    let house = House::of_docs(WITH_LEXICON);
    house.write("docs/a.txt", report(1));
    house.write("pipelines/codes.csv", "code,name_zh,dimension,covers\ntea.output,茶叶总产,quantity,\n");
    house.write("pipelines/terms.csv", "term,code,dimensions,strength\n茶叶总产,tea.output,,strong\n");
    house.write("pipelines/units.csv", "text,unit,factor,dimension\n茶箱,t,0.0454,mass\n");
    house
}

#[test]
fn files_of_a_pipeline_are_added_and_change_the_fingerprint() {
    let plain = House::of_docs("");
    plain.write("docs/a.txt", report(1));
    plain.run(&[]).success();
    let house = house();
    house.run(&[]).success();
    let fingerprint = |house: &House| {
        let text = std::fs::read_to_string(house.latest().join("manifest.json")).expect("a manifest");
        let manifest: serde_json::Value = serde_json::from_str(&text).expect("of JSON");
        (manifest["fingerprint"].to_string(), manifest["lexicon"].to_string())
    };
    assert_ne!(fingerprint(&plain).0, fingerprint(&house).0);
    assert_ne!(fingerprint(&plain).1, fingerprint(&house).1);
}

#[test]
fn a_wrong_lexicon_file_is_named_with_its_line() {
    let house = house();
    house.write("pipelines/terms.csv", "term,code,dimensions,strength\n茶叶总产,tea.outptu,,strong\n");
    let assert = house.run(&[]).code(2);
    let said = stderr(&assert);
    assert!(said.contains("terms.csv:2: `tea.outptu` is no code of the indicator list [lexicon-value]"), "{said}");
    house.write("pipelines/terms.csv", "");
    std::fs::remove_file(house.path("pipelines/units.csv")).expect("the file was there");
    let assert = house.run(&[]).code(2);
    assert!(stderr(&assert).contains("units.csv"), "{}", stderr(&assert));
}
