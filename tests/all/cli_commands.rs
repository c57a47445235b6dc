//! The smaller subcommands as a user types them.

use crate::cli_support::{House, project, report, stderr, stdout, zhibiao};

#[test]
fn schema_prints_the_contract() {
    let text = stdout(&zhibiao().arg("schema").assert().success());
    assert!(text.contains("observation_id") && text.contains("decimal128(38, 9)"));
    let json = stdout(&zhibiao().args(["schema", "--format", "json"]).assert().success());
    let tables: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(tables.as_array().map(Vec::len), Some(5));
    let markdown = stdout(&zhibiao().args(["schema", "--format", "markdown"]).assert().success());
    assert!(markdown.contains("| `char_start` | uint32 |"));
}

#[test]
fn manual_pages_and_completions_come_from_the_definitions() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    zhibiao().args(["man", "--out"]).arg(folder.path()).assert().success().stdout("");
    assert!(folder.path().join("zhibiao-run.1").is_file());
    assert!(stdout(&zhibiao().arg("man").assert().success()).contains(".TH zhibiao 1"));
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(stdout(&zhibiao().args(["completions", shell]).assert().success()).contains("extract"), "{shell}");
    }
}

#[test]
fn extract_reads_files_and_standard_input() {
    let house = House::of_docs("");
    house.write("docs/a.txt", report(1));
    let csv = stdout(&zhibiao().arg("extract").arg(house.path("docs/a.txt")).assert().success());
    assert!(csv.starts_with("observation_id,document_id,source,"), "csv where no terminal is: {csv}");
    let arguments = ["extract", "-", "--document-date", "2021-04-30", "--region", "襄阳市"];
    for format in ["csv", "jsonl", "table", "parquet"] {
        zhibiao().args(arguments).args(["--format", format]).write_stdin(report(2)).assert().success().stderr("");
    }
}

#[test]
fn extract_goes_on_after_a_document_that_cannot_be_read() {
    let house = House::of_docs("");
    house.write("docs/a.txt", [0, 1, 2, 0xff]);
    house.write("docs/b.txt", report(1));
    let files = [house.path("docs/a.txt"), house.path("docs/b.txt")];
    let assert = zhibiao().arg("extract").args(&files).assert().code(3);
    assert!(stderr(&assert).contains("a.txt") && stderr(&assert).contains("[documents-rejected]"));
    assert!(stdout(&assert).starts_with("observation_id,"));
    zhibiao().args(["extract", "nosuch.txt"]).assert().code(2);
    let assert = zhibiao().args(["extract", "-", "--region", "无此地"]).write_stdin("1").assert().code(2);
    assert!(stderr(&assert).contains("[unknown-region]"), "{}", stderr(&assert));
}

#[test]
fn check_tells_what_was_expected_and_what_came() {
    let house = House::of_docs("[[test]]\ntext = \"甲乙丙。\"\nexpect = [\n  { text = \"5\", value = 5 },\n]\n");
    house.write("docs/a.txt", report(1));
    let assert = zhibiao().arg("check").arg(house.path("pipelines/p.toml")).assert().code(1);
    let said = stdout(&assert);
    assert!(said.contains("p.toml:5: test failed\n  expected  an observation of `5`\n"), "{said}");
    assert!(said.contains("  got       no observation\n"), "{said}");
    assert!(stderr(&assert).contains("1 of 1 tests of the pipeline failed [tests-failed]"), "{}", stderr(&assert));
}

#[test]
fn check_passes_a_good_file() {
    let house = House::of_docs("[[test]]\ntext = \"甲乙丙。\"\nreject = [\"5\"]\n");
    house.write("docs/a.txt", report(1));
    let assert = zhibiao().arg("check").arg(house.path("pipelines/p.toml")).assert().success().stdout("");
    assert!(stderr(&assert).contains("p: 1 files found, 1 tests passed"), "{}", stderr(&assert));
}

#[test]
fn the_example_has_at_least_five_tests() {
    let text = std::fs::read_to_string(project().join("pipelines/example.toml")).expect("the example");
    assert!(text.matches("\n[[test]]").count() >= 5);
}
