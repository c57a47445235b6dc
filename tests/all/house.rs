//! The rules of the house that a machine can hold.

use std::path::PathBuf;

use walkdir::WalkDir;

use crate::cli_support::{names, project};
use crate::house_support::text_of;

/// No file is longer.
const LONGEST: usize = 600;

/// Every Rust file, relative to the project.
fn rust_files() -> Vec<PathBuf> {
    let folders = ["src", "tests", "benches"].map(|f| project().join(f));
    let entries = folders.iter().flat_map(|f| WalkDir::new(f).sort_by_file_name()).flatten();
    let files = entries.map(walkdir::DirEntry::into_path).filter(|p| p.extension().is_some_and(|e| e == "rs"));
    files.map(|p| p.strip_prefix(project()).expect("inside the project").to_owned()).collect()
}

#[test]
fn every_rust_file_opens_with_what_it_is_for() {
    for file in rust_files() {
        let text = text_of(&file);
        assert!(text.starts_with("//! ") && text.len() > 20, "{} opens with //!", file.display());
    }
}

#[test]
fn files_are_short() {
    for file in rust_files() {
        let lines = text_of(&file).lines().count();
        assert!(lines <= LONGEST, "{}: {lines} lines", file.display());
    }
}

#[test]
fn nothing_is_left_to_do() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!("), concat!("unimplemented", "!(")];
    for file in rust_files() {
        let text = text_of(&file);
        for mark in marks {
            assert!(!text.contains(mark), "{} has {mark}", file.display());
        }
    }
}

#[test]
fn releases_are_written_on_a_storage_alone() {
    let calls = [
        "fs::write(",
        "fs::rename(",
        "fs::copy(",
        "fs::remove",
        "fs::create",
        " File::create",
        " File::options",
        "tempfile::",
    ];
    let is_storage = |file: &PathBuf| file.starts_with("src/publish/storage");
    let writers = |file: &PathBuf| file.starts_with("src/publish") || file.starts_with("src/pipeline");
    for file in rust_files().into_iter().filter(|f| writers(f) && !is_storage(f)) {
        let text = text_of(&file);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for call in calls {
            assert!(!code.contains(call), "{} calls {call}…) beside the storage", file.display());
        }
    }
    let local = text_of("src/publish/storage/local.rs");
    assert!(calls.iter().any(|call| local.contains(call)), "the test knows what it looks for");
}

#[test]
fn no_test_file_is_forgotten() {
    let main = text_of("tests/all/main.rs");
    for name in names(&project().join("tests/all")) {
        let Some(module) = name.strip_suffix(".rs").filter(|m| *m != "main") else { continue };
        assert!(main.contains(&format!("mod {module};")), "tests/all/main.rs has no `mod {module};`");
    }
}

#[test]
fn no_benchmark_is_forgotten() {
    let manifest = text_of("Cargo.toml");
    for name in names(&project().join("benches")) {
        let Some(bench) = name.strip_suffix(".rs") else { continue };
        assert!(manifest.contains(&format!("[[bench]]\nname = \"{bench}\"\nharness = false")), "{bench} in Cargo.toml");
    }
}

/// Relative targets of Markdown links.
fn links(text: &str) -> Vec<&str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    targets.filter(|t| !t.contains("://") && !t.starts_with('#')).map(|t| t.split('#').next().unwrap_or(t)).collect()
}

#[test]
fn what_pages_link_to_is_there() {
    for page in [
        "README.md",
        "README.zh.md",
        "ARCHITECTURE.md",
        "docs/operating.md",
        "pipelines/samples/README.md",
        "pipelines/lexicon/SOURCES.md",
    ] {
        let folder = project().join(page).parent().expect("a folder").to_owned();
        for link in links(&text_of(page)) {
            assert!(folder.join(link).exists(), "{page} links to {link}");
        }
    }
}

/// What is written `like this` and looks like a path.
fn paths(text: &str) -> impl Iterator<Item = &str> {
    let roots = ["src/", "tests/", "benches/", "pipelines/", ".ci/"];
    text.split('`')
        .skip(1)
        .step_by(2)
        .filter(move |code| roots.iter().any(|r| code.starts_with(r)) && !code.contains(['*', '<', ' ', '{', '…']))
}

#[test]
fn the_walk_through_the_folders_names_every_folder_and_nothing_else() {
    let walk = text_of("ARCHITECTURE.md");
    for path in paths(&walk) {
        assert!(project().join(path).exists(), "ARCHITECTURE.md names {path}");
    }
    let folders = std::fs::read_dir(project().join("src")).expect("src").flatten().filter(|e| e.path().is_dir());
    for folder in folders {
        let name = format!("`src/{}/`", folder.file_name().to_string_lossy());
        assert!(walk.contains(&name), "ARCHITECTURE.md says what is in {name}");
    }
}
