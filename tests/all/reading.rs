//! What the language means: every case of tests/cases/reading/, one file a meaning, read in process.
//!
//! A case is a short invented text, of 20 December 2021 and region 430400 unless it says otherwise.
//! `expect` lists observations with the fields the case is about (a list of values: any of them is
//! right), `reject` numbers that must not come out, or not with such fields, `none` that nothing may
//! come out at all. The expectations follow the labelling guide. A case that the program still reads
//! wrong is marked `known = "reason"`; once it passes, the mark fails the test, so that the list of
//! what is open stays true. `cargo test --test all reading -- --nocapture` prints the open ones too.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, date};
use rust_decimal::Decimal;
use serde::Deserialize;
use zhibiao::ingest::Overrides;
use zhibiao::model::{Bound, DocumentKind, Measure, Observation, Reading, RegionCode, Status};

use crate::reads::Reads;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<toml::Spanned<Case>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The text; a title stands before it as its first line.
    text: String,
    title: Option<String>,
    date: Option<String>,
    /// The text says no date, and none is given.
    #[serde(default)]
    undated: bool,
    region: Option<String>,
    kind: Option<DocumentKind>,
    #[serde(default)]
    expect: Vec<Expect>,
    #[serde(default)]
    reject: Vec<Reject>,
    #[serde(default)]
    none: bool,
    known: Option<String>,
}

/// A number as written with fields that must hold (or, rejected, must not all hold).
#[derive(Deserialize)]
struct Expect {
    text: String,
    #[serde(flatten)]
    fields: BTreeMap<String, OneOf>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Reject {
    Number(String),
    So(Expect),
}

/// A value or several of which each is right; an empty string is a null.
#[derive(Deserialize)]
#[serde(untagged)]
enum OneOf {
    One(String),
    Any(Vec<String>),
}

impl OneOf {
    fn values(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Any(values) => values,
        }
    }
}

struct Cases(Reads);

impl Cases {
    fn read(&self, case: &Case) -> Reading {
        let text = case.title.iter().fold(case.text.clone(), |text, title| format!("{title}\n\n{text}"));
        let given = case.date.as_ref().map_or(date(2021, 12, 20), |d| d.parse::<Date>().unwrap());
        let overrides = Overrides {
            title: case.title.clone(),
            published: (!case.undated).then_some(given),
            region: RegionCode::parse(case.region.as_deref().unwrap_or("430400")),
            kind: case.kind,
            ..Overrides::default()
        };
        self.0.read("case", text.as_bytes(), &overrides)
    }

    /// One line for each thing that is not as the case says.
    fn failures(&self, case: &Case) -> Vec<String> {
        let reading = self.read(case);
        let unmet = case.expect.iter().filter_map(|e| self.unmet(e, &reading));
        let unwanted = case.reject.iter().filter_map(|r| self.unwanted(r, &reading));
        let any = case.none.then_some(&reading.observations).into_iter().flatten();
        let any = any.map(|o| format!("{}: expected nothing, got {}", words(o, &reading), self.summary(o)));
        unmet.chain(unwanted).chain(any).collect()
    }

    fn unmet(&self, expect: &Expect, reading: &Reading) -> Option<String> {
        let candidates = written(reading, &expect.text).map(|o| self.differences(expect, o, reading));
        let Some(fewest) = candidates.min_by_key(Vec::len) else {
            let others: Vec<_> = reading.observations.iter().map(|o| words(o, reading)).collect();
            return Some(format!("{}: expected, got only [{}]", expect.text, others.join(" ")));
        };
        (!fewest.is_empty()).then(|| format!("{}: {}", expect.text, fewest.join(", ")))
    }

    fn unwanted(&self, reject: &Reject, reading: &Reading) -> Option<String> {
        match reject {
            Reject::Number(text) => {
                let found = written(reading, text).next()?;
                Some(format!("{text}: expected none, got {}", self.summary(found)))
            }
            Reject::So(so) => {
                written(reading, &so.text).find(|o| self.differences(so, o, reading).is_empty())?;
                let fields = so.fields.iter().map(|(name, of)| format!("{name}={}", of.values().join("|")));
                Some(format!("{}: must not be {}", so.text, fields.collect::<Vec<_>>().join(" ")))
            }
        }
    }

    fn differences(&self, expect: &Expect, o: &Observation, reading: &Reading) -> Vec<String> {
        let differs = |(name, of): (&String, &OneOf)| {
            let got = self.field(name, o, reading);
            let right = of.values().iter().any(|said| same(name, said, &got));
            (!right).then(|| format!("{name} expected {} got {got}", of.values().join("|")))
        };
        expect.fields.iter().filter_map(differs).collect()
    }

    fn field(&self, name: &str, o: &Observation, reading: &Reading) -> String {
        let lexicon = self.0.reader.lexicon();
        match name {
            "value" => o.value.normalize().to_string(),
            "value_high" => o.value_high.map(|v| v.normalize().to_string()).unwrap_or_default(),
            "unit" => lexicon.units.get(o.unit).symbol.clone(),
            "unit_text" => o.unit_span.of(&reading.document.text).to_owned(),
            "indicator" => lexicon.indicators.get(o.indicator).code.clone(),
            "indicator_text" => o.indicator_text.clone(),
            "subject" => o.subject.clone().unwrap_or_default(),
            "measure" => o.measure.as_str().to_owned(),
            "status" => o.status.as_str().to_owned(),
            "bound" => o.bound.as_str().to_owned(),
            "period" => o.period.map(|p| p.to_string()).unwrap_or_default(),
            "per_year" => o.per_year.to_string(),
            "region" => o.region.map(|r| r.to_string()).unwrap_or_default(),
            other => panic!("`{other}` is no field of a case"),
        }
    }

    fn summary(&self, o: &Observation) -> String {
        let lexicon = self.0.reader.lexicon();
        let (indicator, unit) = (&lexicon.indicators.get(o.indicator).code, &lexicon.units.get(o.unit).symbol);
        format!("{indicator} {} {} {unit} `{}`", o.measure.as_str(), o.value.normalize(), o.indicator_text)
    }

    /// What is wrong with the case itself: codes that do not exist, numbers that its text lacks.
    fn mistakes(&self, case: &Case) -> Vec<String> {
        let whole = format!("{}\n{}", case.title.as_deref().unwrap_or(""), case.text);
        let so = case.reject.iter().filter_map(|r| if let Reject::So(so) = r { Some(so) } else { None });
        let plain = case.reject.iter().filter_map(|r| if let Reject::Number(n) = r { Some(n) } else { None });
        let tables = || case.expect.iter().chain(so.clone());
        let numbers = tables().map(|e| &e.text).chain(plain);
        let absent = numbers.filter(|n| !whole.contains(n.as_str())).map(|n| format!("`{n}` is not in the text"));
        let fields = tables().flat_map(|e| &e.fields);
        let codes = fields.flat_map(|(name, of)| of.values().iter().map(move |value| (name.as_str(), value.as_str())));
        let unknown = codes.filter(|(name, value)| !self.exists(name, value)).map(|(n, v)| format!("no {n} `{v}`"));
        let empty = case.expect.is_empty() && case.reject.is_empty() && !case.none;
        absent.chain(unknown).chain(empty.then(|| "says nothing".to_owned())).collect()
    }

    fn exists(&self, name: &str, value: &str) -> bool {
        match name {
            "indicator" => self.0.reader.lexicon().indicators.find(value).is_some(),
            "measure" => Measure::ALL.iter().any(|m| m.as_str() == value),
            "status" => Status::ALL.iter().any(|s| s.as_str() == value),
            "bound" => Bound::ALL.iter().any(|b| b.as_str() == value),
            "value" | "value_high" => value.is_empty() || Decimal::from_str_exact(value).is_ok(),
            "region" => value.is_empty() || RegionCode::parse(value).is_some(),
            _ => true,
        }
    }
}

fn words<'a>(o: &Observation, reading: &'a Reading) -> &'a str {
    o.span.of(&reading.document.text)
}

fn written<'a>(reading: &'a Reading, text: &str) -> impl Iterator<Item = &'a Observation> {
    reading.observations.iter().filter(move |o| words(o, reading) == text)
}

/// Numbers are the same when their values are, words when they are letter for letter.
fn same(field: &str, said: &str, got: &str) -> bool {
    let number = |text: &str| Decimal::from_str_exact(text).ok();
    said == got || (field.starts_with("value") && number(said).is_some() && number(said) == number(got))
}

/// The case files in the order of their names, with their cases and the line of each.
fn cases() -> Vec<(String, Vec<(usize, Case)>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/reading");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let read = |path: &Path| {
        let text = fs::read_to_string(path).unwrap();
        let file: File = toml::from_str(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let line = |start: usize| text[..start].matches('\n').count() + 1;
        let cases = file.case.into_iter().map(|case| (line(case.span().start), case.into_inner())).collect();
        (path.file_name().unwrap().to_string_lossy().into_owned(), cases)
    };
    files.iter().map(|path| read(path)).collect()
}

#[test]
fn meanings() {
    let reads = Cases(Reads::new());
    let (mut wrong, mut open, mut all, mut negative) = (String::new(), 0, 0, 0);
    for (file, cases) in cases() {
        for (line, case) in cases {
            let failures = reads.failures(&case);
            all += 1;
            negative += usize::from(case.none || !case.reject.is_empty());
            let text = case.text.replace('\n', "⏎");
            match (&case.known, failures.is_empty()) {
                (None, true) => {}
                (None, false) => {
                    writeln!(wrong, "{file}:{line} {text}\n    {}", failures.join("\n    ")).unwrap();
                }
                (Some(_), true) => {
                    writeln!(wrong, "{file}:{line} {text}\n    passes: take its mark `known` away").unwrap();
                }
                (Some(reason), false) => {
                    open += 1;
                    println!("open {file}:{line} ({reason}) {text}\n    {}", failures.join("\n    "));
                }
            }
        }
    }
    println!("{all} cases, {negative} of them negative, {open} open");
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn cases_are_sound() {
    let reads = Cases(Reads::new());
    let mut wrong = String::new();
    let mut seen = BTreeMap::new();
    for (file, cases) in cases() {
        for (line, case) in cases {
            for mistake in reads.mistakes(&case) {
                writeln!(wrong, "{file}:{line} {mistake}").unwrap();
            }
            let same = (case.text, case.title, case.date, case.kind.map(DocumentKind::as_str));
            if let Some(before) = seen.insert(same, format!("{file}:{line}")) {
                writeln!(wrong, "{file}:{line} repeats {before}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What stands in the heads to the left is looked for once a row, not once a cell.
#[test]
fn a_wide_table_is_read_cell_by_cell() {
    let row = |label: &str, cell: &str| format!("{label}{}\n", cell.repeat(12_000));
    let table = [row("指标", ",增长（%）"), row("产值", ",5.2")].concat();
    let reading = Reads::new().read("a.csv", table.as_bytes(), &Overrides::default());
    assert_eq!(reading.observations.len(), 12_000);
}
