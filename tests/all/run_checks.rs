//! What checks find in a run reaches the tables, and rows stand where they say.

use std::fs;

use crate::cli_support::{House, project, stderr, zhibiao};

/// Two documents of one place that state one figure differently.
fn contradicting() -> House {
    let house = House::of_docs("");
    for (name, value) in [("a", "412.6"), ("b", "4126")] {
        let text = format!(
            "桃源县2023年国民经济和社会发展统计公报\n桃源县统计局\n2024年3月{}日\n\n2023年，全县地区生产总值{value}亿元。\n",
            if name == "a" { 1 } else { 2 }
        );
        house.write(&format!("docs/{name}.txt"), text);
    }
    house
}

fn column(line: &str, name: &str, header: &str) -> String {
    let mut reader = csv::Reader::from_reader(format!("{header}\n{line}\n").into_bytes().leak() as &[u8]);
    let at = reader.headers().expect("a header").iter().position(|h| h == name).expect("the column");
    let record = reader.records().next().expect("a row").expect("a row");
    record[at].to_owned()
}

#[test]
fn findings_across_documents_flag_the_rows_of_both() {
    let house = contradicting();
    house.run(&[]).success();
    let findings = house.table("findings").join("\n");
    assert!(findings.contains("docs/a.txt") && findings.contains("docs/b.txt"), "{findings}");
    let rows = house.table("observations");
    let flagged = |value: &str| {
        let row =
            rows.iter().find(|r| r.contains(&format!(",{value},亿元,")) || r.contains(&format!(",{value}亿,元,")));
        !column(row.unwrap_or_else(|| panic!("{value} was read: {rows:#?}")), "flags", &rows[0]).is_empty()
    };
    assert!(flagged("412.6") && flagged("4126"), "{rows:#?}");
}

#[test]
fn findings_fail_the_run_where_the_pipeline_says_so() {
    let house = contradicting();
    house.write("pipelines/p.toml", "name = \"p\"\nfail.findings = \"warning\"\n[[source]]\npaths = [\"../docs\"]\n");
    let assert = house.run(&[]).code(1);
    assert!(stderr(&assert).contains("[findings]"), "{}", stderr(&assert));
    assert_eq!(house.releases().len(), 1, "the release is made in any case");
}

#[test]
fn the_words_of_every_row_of_the_example_are_in_its_document() {
    let output = tempfile::tempdir().expect("a temporary folder");
    let mut run = zhibiao();
    run.current_dir(project()).args(["run", "pipelines/example.toml", "--quiet", "--output"]).arg(output.path());
    run.assert().success();
    let id = fs::read_to_string(output.path().join("example/latest.txt")).expect("a release");
    let release = output.path().join("example/releases").join(id.trim());
    let rows = |name: &str| {
        let mut reader = csv::Reader::from_path(release.join(name)).expect("a table");
        let rows = reader.deserialize::<std::collections::HashMap<String, String>>();
        rows.map(|r| r.expect("a row")).collect::<Vec<_>>()
    };
    let texts: std::collections::HashMap<_, Vec<char>> =
        rows("documents.csv").into_iter().map(|d| (d["source"].clone(), d["text"].chars().collect())).collect();
    let observations = rows("observations.csv");
    assert!(observations.len() > 500, "the samples are full of numbers, not {}", observations.len());
    for row in &observations {
        let place = |name: &str| row[name].parse::<usize>().expect("an offset");
        let words: String = texts[&row["source"]][place("char_start")..place("char_end")].iter().collect();
        assert_eq!(words, row["value_text"], "{row:?}");
    }
}

#[test]
fn the_tests_of_the_example_pass() {
    zhibiao().current_dir(project()).args(["check", "pipelines/example.toml"]).assert().success().stdout("");
}
