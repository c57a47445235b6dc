//! Files made to break a reader, each read by the program in a process of its own: it ends with the
//! right text or with a reject, in less than ten seconds of processor time and 512 MB, and without a
//! panic.
//!
//! The files are made by code, in the files of this folder; what must come of each stands in
//! tests/cases/hostile.toml. A file that is made and not expected fails, and so does the reverse.
//! `ZHIBIAO_HOSTILE=part_of_a_name` runs some of them and prints what came of each.

mod cases;
mod child;
mod pages;
mod pdfs;
mod raw_zip;
mod sheets;
mod tars;
mod texts;
mod words;
mod zips;

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde::Deserialize;

use crate::house_support::text_of;
use cases::Case;
use child::{Outcome, extract};

/// Processor time that a file may take, in seconds.
const SECONDS: f64 = 10.0;
/// Memory that a file may take, in kilobytes.
const MEMORY: u64 = 512 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectations {
    case: Vec<Expected>,
}

/// What must come of a file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    name: String,
    /// Codes that its rejects may have.
    #[serde(default)]
    codes: Vec<String>,
    /// Numbers that must be read, as written.
    #[serde(default)]
    reads: Vec<String>,
    /// Which of the two.
    outcome: Ending,
    /// What is known to be wrong, and why; the case then must fail.
    known: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ending {
    /// Nothing is read.
    Rejected,
    /// All is read.
    Read,
    /// One of the two.
    RejectedOrRead,
    /// What can be read is, and the rest is rejected.
    RejectedAndRead,
}

impl Expected {
    /// What is wrong with `outcome`, if anything.
    fn fault(&self, outcome: &Outcome) -> Option<String> {
        let rejected = !outcome.codes.is_empty();
        let read = self.reads.iter().all(|text| outcome.values.contains(text));
        let right = match self.outcome {
            Ending::Rejected => rejected && outcome.values.is_empty(),
            Ending::Read => !rejected && read,
            Ending::RejectedOrRead => {
                if rejected {
                    outcome.values.is_empty()
                } else {
                    read
                }
            }
            Ending::RejectedAndRead => rejected && read,
        };
        let strange = outcome.codes.iter().find(|code| !self.codes.contains(code));
        if outcome.broke() {
            Some("the program broke".to_owned())
        } else if let Some(code) = strange {
            Some(format!("rejected as {code}"))
        } else if !right {
            Some(format!("not {:?}", self.outcome))
        } else if outcome.seconds > SECONDS {
            Some("it took too long".to_owned())
        } else if outcome.memory > MEMORY {
            Some("it took too much memory".to_owned())
        } else {
            None
        }
    }
}

impl Expected {
    /// What was not known of `outcome`: a new fault, or that an old one is mended.
    fn surprise(&self, outcome: &Outcome) -> Option<String> {
        match (self.fault(outcome), &self.known) {
            (Some(_), Some(_)) => None,
            (None, Some(known)) => Some(format!("this is known, and no longer so: {known}")),
            (fault, None) => fault,
        }
    }
}

fn all() -> Vec<Case> {
    [texts::all(), zips::all(), tars::all(), words::all(), sheets::all(), pages::all(), pdfs::all()]
        .into_iter()
        .flatten()
        .collect()
}

fn expectations() -> BTreeMap<String, Expected> {
    let all: Expectations = toml::from_str(&text_of("tests/cases/hostile.toml")).expect("tests/cases/hostile.toml");
    let count = all.case.len();
    let by_name: BTreeMap<_, _> = all.case.into_iter().map(|c| (c.name.clone(), c)).collect();
    assert_eq!(by_name.len(), count, "each case is expected once");
    by_name
}

#[test]
fn every_hostile_file_is_expected_and_made() {
    let (cases, expected) = (all(), expectations());
    let mut names: Vec<_> = cases.iter().map(|c| c.name.as_str()).collect();
    names.sort_unstable();
    let wanted: Vec<_> = expected.keys().map(String::as_str).collect();
    assert_eq!(names, wanted, "the files that are made, and those of tests/cases/hostile.toml");
    assert!(names.len() >= 60);
}

#[test]
fn hostile_files_end_with_the_right_text_or_a_reject() {
    let wanted = std::env::var("ZHIBIAO_HOSTILE").ok();
    let chosen = |case: &Case| wanted.as_ref().is_none_or(|part| case.name.contains(part.as_str()));
    let queue: Mutex<Vec<Case>> = Mutex::new(all().into_iter().rev().filter(chosen).collect());
    let expected = expectations();
    let faults = Mutex::new(Vec::new());
    let work = || {
        while let Some(case) = queue.lock().expect("no thread panicked").pop() {
            let outcome = extract(&case);
            if wanted.is_some() {
                eprintln!("{}: {outcome:?}", case.name);
            }
            if let Some(fault) = expected.get(&case.name).and_then(|e| e.surprise(&outcome)) {
                let fault = format!("{}: {fault}: {outcome:?}", case.name);
                faults.lock().expect("no thread panicked").push(fault);
            }
        }
    };
    std::thread::scope(|scope| (0..2).for_each(|_| drop(scope.spawn(work))));
    let faults = faults.into_inner().expect("no thread panicked");
    assert!(faults.is_empty(), "{} hostile files:\n{}", faults.len(), faults.join("\n"));
}
