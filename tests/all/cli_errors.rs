//! Errors as a user sees them: what, where, a code, one hint, an exit code.

use std::process::{Command as Process, Stdio};

use crate::cli_support::{House, stderr, stdout, zhibiao};

#[test]
fn a_wrong_pipeline_file_is_named_with_line_and_column() {
    let house = House::new("name = \"p\"\n[[source]]\npaths = [\"../docs\"]\nexclud = []\n");
    let assert = house.run(&[]).code(2).stdout("");
    let said = stderr(&assert);
    assert!(said.starts_with("error: ") && said.contains("p.toml:4:1: unknown field `exclud`"), "{said}");
    assert!(said.contains("[pipeline-syntax]\nhint: did you mean `exclude`?\n"), "{said}");
}

#[test]
fn a_source_that_is_not_there_is_an_error_of_the_pipeline_file() {
    let assert = House::of_docs("").run(&[]).code(2);
    let said = stderr(&assert);
    assert!(said.contains("p.toml:4:9: there is no file or folder `../docs` [source-not-found]"), "{said}");
}

#[test]
fn errors_are_json_where_logs_are() {
    let assert = zhibiao().args(["run", "no.toml", "--log-format", "json"]).assert().code(2);
    let line: serde_json::Value = serde_json::from_str(&stderr(&assert)).expect("one line of JSON");
    assert_eq!(line["code"], "pipeline-unreadable");
    assert_eq!(line["file"], "no.toml");
    assert_eq!(line["level"], "ERROR");
}

#[test]
fn logs_in_json_name_the_document_on_each_line() {
    let house = House::of_docs("");
    house.write("docs/a.txt", "2021年产值1亿元。");
    house.write("docs/b.txt", [0, 1, 2, 0xff]);
    let assert = house.run(&["-vv", "--log-format", "json"]).success();
    let lines: Vec<serde_json::Value> =
        stderr(&assert).lines().map(|l| serde_json::from_str(l).expect("each line is JSON")).collect();
    let of = |source: &str| lines.iter().any(|l| l["source"] == source);
    assert!(of("../docs/a.txt") && of("../docs/b.txt"), "{lines:#?}");
}

#[test]
fn wrong_arguments_are_exit_code_2_and_help_is_0() {
    zhibiao().args(["run"]).assert().code(2);
    zhibiao().args(["nosuch"]).assert().code(2);
    zhibiao().args(["run", "p.toml", "--jobs", "0"]).assert().code(2);
    let help = zhibiao().args(["run", "--help"]).assert().success();
    assert!(stdout(&help).contains("Examples:\n  zhibiao run pipelines/example.toml"));
    zhibiao().arg("--version").assert().success();
}

#[test]
fn colour_is_as_asked_for() {
    let coloured =
        |arguments: &[&str]| stderr(&zhibiao().args(["run", "no.toml"]).args(arguments).assert()).contains('\x1b');
    assert!(coloured(&["--color", "always"]));
    assert!(!coloured(&["--color", "never"]) && !coloured(&[]));
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [&["schema", "--format", "json"][..], &["completions", "zsh"], &["man"]] {
        let mut child = Process::new(assert_cmd::cargo::cargo_bin("zhibiao"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{arguments:?}");
    }
}
