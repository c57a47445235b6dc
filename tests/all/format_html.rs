//! Web pages: those of the corpus, pages broken in every place, and pages made to keep a reader busy.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;
use zhibiao::ingest::Limits;
use zhibiao::ingest::formats::Laid;
use zhibiao::ingest::formats::html::read;
use zhibiao::model::PartKind;

use crate::house_support::shared;

/// The pages of the corpus, by their path in it.
fn pages() -> BTreeMap<String, PathBuf> {
    let Some(corpus) = shared("corpus") else { return BTreeMap::new() };
    let files = WalkDir::new(&corpus).into_iter().flatten().map(walkdir::DirEntry::into_path);
    let pages = files.filter(|p| p.extension().is_some_and(|e| e == "html"));
    let name = |p: &Path| p.strip_prefix(&corpus).expect("in the corpus").to_string_lossy().into_owned();
    pages.map(|p| (name(&p), p)).collect()
}

fn laid(path: &Path) -> Result<Laid, zhibiao::ingest::DecodeError> {
    read(&std::fs::read(path).expect("a page"), &Limits::default(), None)
}

/// The lines of a text that are read.
fn article(laid: &Laid) -> String {
    let parts = laid.layout.parts.iter().filter(|p| p.kind != PartKind::Furniture);
    parts.map(|p| format!("{}\n", p.span.of(&laid.text))).collect()
}

#[test]
fn pages_of_the_corpus_are_read_but_for_those_without_an_article() {
    let mut absent = Vec::new();
    for (name, path) in pages() {
        match laid(&path) {
            Ok(laid) => holds_together(&name, &laid),
            Err(error) => {
                assert_eq!(error.code, "no_article", "{name}: {}", error.reason);
                absent.push((name, error.reason));
            }
        }
    }
    let instead = ["a PDF", "a link to a file", "pictures"];
    assert!(absent.is_empty() || absent.len() == instead.len(), "{absent:?}");
    for ((name, reason), instead) in absent.iter().zip(instead) {
        assert!(reason.contains(instead), "{name}: {reason}");
    }
}

/// What every text that a reader writes must keep.
fn holds_together(name: &str, laid: &Laid) {
    let mut at = 0;
    for part in &laid.layout.parts {
        assert!(part.span.start >= at && part.span.end > part.span.start, "{name}: parts stand in order");
        assert!(!part.span.of(&laid.text).contains('\n'), "{name}: a part is a line");
        at = part.span.end;
    }
    for cell in laid.layout.tables.iter().flat_map(|t| &t.cells) {
        assert!(laid.text.get(cell.span.start as usize..cell.span.end as usize).is_some(), "{name}: cells have words");
    }
    assert!(!laid.text.contains('\u{fffd}') && !laid.text.contains('\u{fdd0}'), "{name}: no character is made up");
}

#[test]
fn the_truth_about_a_page_stands_in_its_text() {
    let Some(corpus) = shared("corpus") else { return };
    let truth = std::fs::read_to_string(corpus.join("truth/documents.tsv")).expect("the truth");
    let pages = pages();
    let (mut found, mut missing) = (0, Vec::new());
    for row in truth.lines().skip(1) {
        let columns: Vec<&str> = row.split('\t').collect();
        let (name, field, value) = (columns[0], columns[4], columns[5]);
        let Some(laid) = pages.get(name).and_then(|path| laid(path).ok()) else { continue };
        if numbers(&article(&laid)).contains(plain(value)) {
            found += 1;
        } else {
            missing.push(format!("{name} {field} {value}"));
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(found >= 71, "{found}");
}

/// The numbers of a text, as [`plain`] writes them.
fn numbers(text: &str) -> HashSet<String> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    text.split(|c| !is_part(c)).map(|n| plain(n).to_owned()).collect()
}

/// A number without zeros behind its point: 4770.90 may be written 4770.9, and 4.00 as 4.0.
fn plain(number: &str) -> &str {
    let number = number.trim_matches('.');
    if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { number }
}
