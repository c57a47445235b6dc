//! The report in a browser: `tests/browser/report.mjs` uses it as a reader would.
//!
//! Needs Chromium, Node and the packages of `tests/browser/package.json`; `ZHIBIAO_NODE` is the folder
//! in which `npm ci` put them. Where they are absent the test says so, in CI it fails.

use std::path::Path;
use std::process::Command;

use zhibiao::report::report;

use crate::cli_support::project;
use crate::house_support::{EXAMPLE, browser, hunan, output_of};
use crate::report::harmful;

/// Uses the report of a release in a browser.
fn used(release: &Path, how: &str) {
    let Some(modules) = browser() else { return };
    let out = tempfile::tempdir().expect("a folder");
    let file = out.path().join("report.html");
    std::fs::write(&file, report(release, out.path()).expect("a report")).expect("a file");
    let mut node = Command::new("node");
    node.arg(project().join("tests/browser/report.mjs"))
        .arg(&file)
        .arg(out.path())
        .arg(how)
        .env("ZHIBIAO_NODE", modules);
    let said = output_of(&mut node);
    assert!(said.contains(" passed, 0 failed"), "{said}");
}

#[test]
fn the_report_of_the_example_serves_a_reader() {
    used(&EXAMPLE.path, "read");
}

#[test]
fn the_report_of_the_corpus_serves_a_reader() {
    if let Some(release) = hunan() {
        used(&release.path, "read");
    }
}

#[test]
fn harmful_documents_do_no_harm_in_a_browser() {
    let folder = tempfile::tempdir().expect("a folder");
    used(&harmful(folder.path()), "harmful");
}
