//! The README is true: its commands run on a fresh copy, and what it shows is what comes out.
//!
//! Fenced `sh` blocks are run in order by bash, in a folder that has the project's pipelines, with
//! the built binary in the place of `cargo run --release --` and `zhibiao`. A `text` block right
//! after one is its standard output; `ZHIBIAO_README=update cargo test readme` writes it anew.

use std::fs;
use std::path::Path;
use std::process::Command;

use walkdir::WalkDir;

use crate::cli_support::project;
use crate::house_support::{EXAMPLE, output_of, python, text_of};

/// A fenced block: where its content is in the page, and what it is.
struct Fence {
    kind: String,
    start: usize,
    end: usize,
}

fn fences(page: &str) -> Vec<Fence> {
    let (mut found, mut open, mut at) = (Vec::new(), None::<(String, usize)>, 0);
    for line in page.split_inclusive('\n') {
        if let Some(info) = line.strip_prefix("```") {
            match open.take() {
                None => open = Some((info.trim().to_owned(), at + line.len())),
                Some((kind, start)) => found.push(Fence { kind, start, end: at }),
            }
        }
        at += line.len();
    }
    found
}

/// A folder like a fresh clone, with stand-ins for `cargo` and `zhibiao` in `bin/`.
fn fresh_copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for entry in WalkDir::new(project().join("pipelines")).into_iter().flatten() {
        let to = folder.path().join(entry.path().strip_prefix(project()).expect("inside the project"));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&to).expect("a folder");
        } else {
            fs::copy(entry.path(), &to).expect("a copy");
        }
    }
    let binary = assert_cmd::cargo::cargo_bin("zhibiao");
    let binary = binary.display();
    let cargo = format!(
        "#!/bin/bash\n[ \"$1\" = run ] || exit 0\nwhile [ \"$1\" != -- ]; do shift; done\nshift\nexec '{binary}' \"$@\"\n"
    );
    script(&folder.path().join("bin/cargo"), &cargo);
    script(&folder.path().join("bin/zhibiao"), &format!("#!/bin/bash\nexec '{binary}' \"$@\"\n"));
    folder
}

fn script(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
    let made = Command::new("chmod").arg("+x").arg(path).status().expect("chmod starts");
    assert!(made.success());
}

fn run(block: &str, folder: &Path) -> String {
    let path = format!("{}:{}", folder.join("bin").display(), std::env::var("PATH").unwrap_or_default());
    let mut bash = Command::new("bash");
    bash.args(["-euo", "pipefail", "-c", block]).current_dir(folder).env("PATH", path).env("NO_COLOR", "1");
    let output = bash.env_remove("ZHIBIAO_LOG").output().expect("bash starts");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "this block of README.md fails:\n{block}\n{said}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn run_python(block: &str, folder: &Path) {
    if let Some(python) = python() {
        output_of(Command::new(python).args(["-c", block]).current_dir(folder));
    }
}

#[cfg(unix)]
#[test]
fn the_commands_of_the_readme_run_and_print_what_it_shows() {
    if !cfg!(feature = "analysis") {
        eprintln!("skipped: the README has commands of the feature analysis");
        return;
    }
    let page = text_of("README.md");
    let (folder, update) = (fresh_copy(), std::env::var("ZHIBIAO_README").is_ok_and(|v| v == "update"));
    let (mut new, mut copied, mut printed) = (String::new(), 0, None);
    for fence in fences(&page) {
        let content = &page[fence.start..fence.end];
        match fence.kind.as_str() {
            "sh" => printed = Some(run(content, folder.path())),
            "python" => run_python(content, folder.path()),
            "text" => {
                let printed = printed.take().expect("a text block stands right after the sh block that prints it");
                assert!(update || content == printed, "README.md shows\n{content}\nbut this comes out:\n{printed}");
                new.push_str(&page[copied..fence.start]);
                new.push_str(&printed);
                copied = fence.end;
            }
            _ => printed = None,
        }
    }
    new.push_str(&page[copied..]);
    if update && new != page {
        fs::write(project().join("README.md"), new).expect("README.md is written");
    }
}

/// The numbers in the tables of a page, row by row.
fn figures(page: &str) -> Vec<Vec<&str>> {
    let number = |c: char| !c.is_ascii_digit() && c != '.' && c != ',';
    let rows = page.lines().filter(|l| l.starts_with('|'));
    let numbers = rows.map(|l| l.split(number).map(|n| n.trim_matches([',', '.'])).filter(|n| !n.is_empty()).collect());
    numbers.collect()
}

#[test]
fn the_chinese_readme_has_the_same_blocks_and_figures() {
    let (english, chinese) = (text_of("README.md"), text_of("README.zh.md"));
    let blocks = |page: &str| -> Vec<(String, String)> {
        fences(page).into_iter().map(|f| (f.kind, page[f.start..f.end].to_owned())).collect()
    };
    for (ours, theirs) in blocks(&english).iter().zip(&blocks(&chinese)) {
        assert_eq!(ours, theirs, "README.zh.md has another block than README.md");
    }
    assert_eq!(blocks(&english).len(), blocks(&chinese).len());
    let headings = |page: &str| page.lines().filter(|l| l.starts_with('#')).count();
    assert_eq!(headings(&english), headings(&chinese), "both pages have the same sections");
    let (english, chinese) = (figures(&english), figures(&chinese));
    for (ours, theirs) in english.iter().zip(&chinese) {
        let sorted = |row: &Vec<&str>| {
            let mut row: Vec<String> = row.iter().map(|n| (*n).to_owned()).collect();
            row.sort();
            row
        };
        assert_eq!(sorted(ours), sorted(theirs), "a table of README.zh.md has other figures than README.md");
    }
    assert_eq!(english.len(), chinese.len());
}

/// The rows of the table under `## What comes out`: header, then cells without back quotes.
fn table(page: &str) -> Vec<Vec<String>> {
    let section = page.split("## What comes out").nth(1).expect("the section");
    let lines = section.lines().skip_while(|l| !l.starts_with('|')).take_while(|l| l.starts_with('|'));
    let cells = |l: &str| l.trim_matches('|').split('|').map(|c| c.trim().trim_matches('`').to_owned()).collect();
    lines.filter(|l| !l.contains("---")).map(cells).collect()
}

#[test]
fn the_rows_of_the_readme_are_rows_of_the_example() {
    let rows = table(&text_of("README.md"));
    let (header, rows) = rows.split_first().expect("a table");
    assert!(rows.len() >= 5, "{rows:?}");
    let mut reader = csv::Reader::from_path(EXAMPLE.path.join("observations.csv")).expect("a table");
    let columns = reader.headers().expect("a header").clone();
    let at: Vec<usize> =
        header.iter().map(|h| columns.iter().position(|c| c == h).unwrap_or_else(|| panic!("no column {h}"))).collect();
    let written: Vec<Vec<String>> = reader
        .records()
        .map(|r| r.expect("a row"))
        .map(|r| {
            at.iter()
                .map(|i| r[*i].rsplit('/').next().filter(|_| &columns[*i] == "source").unwrap_or(&r[*i]).to_owned())
                .collect()
        })
        .collect();
    for row in rows {
        let alike: Vec<_> = written.iter().filter(|w| w[0] == row[0] && w[1] == row[1]).collect();
        assert!(written.contains(row), "README.md shows {row:?}, but the example has {alike:#?}");
    }
}
