//! The documents beside the project as offices published them, held against what is known of them:
//! twins in two formats, and values that are known to stand in pages and PDFs.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use zhibiao::ingest::Overrides;
use zhibiao::model::{Lexicon, Measure, Reading};

use crate::house_support::shared;
use crate::reads::Reads;

fn read(reads: &Reads, file: &Path) -> Reading {
    let bytes = fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let source = file.file_name().and_then(|n| n.to_str()).expect("names are UTF-8");
    reads.read(source, &bytes, &Overrides::default())
}

/// What a row says, but for its place in the text.
fn said(reading: &Reading) -> HashMap<String, usize> {
    let mut rows = HashMap::new();
    for o in &reading.observations {
        let period = o.period.map(|p| p.to_string());
        let words: String = o.span.of(&reading.document.text).split_whitespace().collect();
        let row = format!(
            "{words} {} {:?} {:?} {:?} {:?} {} {period:?} {:?}",
            o.value, o.indicator, o.measure, o.status, o.bound, o.indicator_text, o.region
        );
        *rows.entry(row).or_default() += 1;
    }
    rows
}

#[test]
fn twins_in_word_and_in_text_give_the_same_rows() {
    let Some(corpus) = shared("corpus") else { return };
    let reads = Reads::new();
    let folder = fs::read_dir(corpus.join("reports")).expect("reports are there");
    let mut words: Vec<PathBuf> = folder.flatten().map(|e| e.path()).collect();
    words.retain(|p| p.extension().is_some_and(|e| e == "docx"));
    words.sort();
    assert!(words.len() >= 10, "ten provinces have a Word file");
    for word in words {
        let (one, two) = (said(&read(&reads, &word)), said(&read(&reads, &word.with_extension("txt"))));
        let most = one.values().sum::<usize>().max(two.values().sum());
        let common: usize = one.iter().map(|(row, n)| two.get(row).map_or(0, |m| *n.min(m))).sum();
        let only: Vec<&String> = two.keys().filter(|row| !one.contains_key(*row)).collect();
        assert!(common * 100 >= most * 99, "{}: {common} of {most}; only in text: {only:#?}", word.display());
    }
}

/// The code, measure and factor of a field of truth/documents.tsv.
fn field(name: &str) -> (&'static str, Measure, i64) {
    match name {
        "gdp_current_100m" => ("gdp", Measure::Level, 100_000_000),
        "gdp_real_growth_pct" => ("gdp", Measure::GrowthRate, 1),
        "resident_population_10k" => ("population", Measure::Level, 10_000),
        "general_public_revenue_100m" | "gov_fund_revenue_100m" => ("fiscal_revenue", Measure::Level, 100_000_000),
        "general_public_expenditure_100m" => ("fiscal_expenditure", Measure::Level, 100_000_000),
        other => panic!("what is {other}?"),
    }
}

/// Whether the value of a line of the table comes out with its indicator, region and year. The table
/// rounds: 4770.90 stands for a text's 4770.9, and 25.4 for its 25.36.
fn comes_out(reading: &Reading, lexicon: &Lexicon, [region, year, name, value]: [&str; 4]) -> bool {
    let (code, measure, factor) = field(name);
    let wanted: Decimal = value.parse::<Decimal>().expect(value) * Decimal::from(factor);
    let slack = if measure == Measure::Level { wanted.abs() / Decimal::from(1_500) } else { Decimal::new(51, 3) };
    reading.observations.iter().any(|o| {
        o.measure == measure
            && lexicon.indicators.is_under(o.indicator, code)
            && (o.value - wanted).abs() <= slack
            && o.region.is_some_and(|r| r.to_string() == region)
            && o.period.is_some_and(|p| p.to_string().starts_with(year))
    })
}

#[test]
fn values_that_are_known_come_out_of_pages_and_pdfs() {
    let Some(corpus) = shared("corpus") else { return };
    let reads = Reads::new();
    let lexicon = reads.reader.lexicon();
    let table = fs::read_to_string(corpus.join("truth/documents.tsv")).expect("the table of truth is there");
    let mut known: HashMap<String, Reading> = HashMap::new();
    let (mut right, mut all) = (0, 0);
    for line in table.lines().skip(1) {
        let [document, _, region, year, name, value] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("six columns: {line}")
        };
        if document.ends_with(".txt") {
            continue;
        }
        let reading = known.entry(document.to_owned()).or_insert_with(|| read(&reads, &corpus.join(document)));
        all += 1;
        if comes_out(reading, lexicon, [region, year, name, value]) {
            right += 1;
        } else {
            println!("does not come out: {line}");
        }
    }
    println!("{right} of {all} values");
    assert!(all >= 90, "the table has about a hundred values");
    assert!(right * 100 >= all * 95, "{right} of {all} values come out");
}
