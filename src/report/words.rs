//! What the page says in both languages: codes of the contract and indicators by their names.
//!
//! The words are data (`assets/words.csv`, `assets/indicators.csv`). A code that has none, because
//! a pipeline brought it along, is shown as it is.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// A thing said in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Two {
    /// In Chinese.
    pub(super) zh: String,
    /// In English.
    pub(super) en: String,
}

impl Two {
    /// The thing in both languages.
    pub(super) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// A name that is the same in both.
    pub(super) fn same(name: &str) -> Self {
        Self::new(name, name)
    }
}

static WORDS: LazyLock<FxHashMap<(String, String), Two>> = LazyLock::new(|| {
    let rows = records(include_str!("assets/words.csv"));
    rows.map(|r| ((r[0].to_owned(), r[1].to_owned()), Two::new(&r[2], &r[3]))).collect()
});

static INDICATORS: LazyLock<FxHashMap<String, String>> = LazyLock::new(|| {
    let rows = records(include_str!("assets/indicators.csv"));
    rows.map(|r| (r[0].to_owned(), r[1].to_owned())).collect()
});

/// The rows of a table that ships with the program; a test reads every one.
pub(super) fn records(table: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(table.as_bytes()).into_records().flatten()
}

/// A code of one of the lists of `words.csv`.
pub(super) fn code(list: &str, code: &str) -> Two {
    WORDS.get(&(list.to_owned(), code.to_owned())).cloned().unwrap_or_else(|| Two::same(code))
}

/// An indicator: its name in the release, and the English of its code.
pub(super) fn indicator(code: &str, name: &str) -> Two {
    Two::new(name, INDICATORS.get(code).map_or(name, String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CHECKS;
    use crate::model::{Bound, DocumentKind, Lexicon, Measure, Severity, Status};

    #[test]
    fn every_code_of_the_contract_has_words() {
        let mut codes: Vec<(&str, &str)> = Vec::new();
        codes.extend(Measure::ALL.iter().map(|c| ("measure", c.as_str())));
        codes.extend(Status::ALL.iter().map(|c| ("status", c.as_str())));
        codes.extend(Bound::ALL.iter().map(|c| ("bound", c.as_str())));
        codes.extend(Severity::ALL.iter().map(|c| ("severity", c.as_str())));
        codes.extend(DocumentKind::ALL.iter().map(|c| ("kind", c.as_str())));
        codes.extend(CHECKS.iter().map(|c| ("check", c.code)));
        for (list, name) in codes {
            assert_ne!(code(list, name), Two::same(name), "{list} {name} in assets/words.csv");
        }
        for check in CHECKS {
            assert_eq!(code("check", check.code).zh, check.about);
        }
    }

    #[cfg(feature = "analysis")]
    #[test]
    fn every_code_of_a_comparison_has_words() {
        use crate::analyze::releases::{Cause, Kind};
        use crate::analyze::targets::{Movement, Verdict as Outcome};
        use crate::analyze::years::Verdict as Growth;
        let mut codes: Vec<(&str, &str)> = Growth::ALL.iter().map(|c| ("growth", c.as_str())).collect();
        codes.extend(Outcome::ALL.iter().map(|c| ("verdict", c.as_str())));
        // A promise that was kept as it was has no word.
        codes.extend([Movement::Raised, Movement::Lowered].iter().map(|c| ("movement", c.as_str())));
        codes.extend(Kind::ALL.iter().map(|c| ("change", c.as_str())));
        codes.extend(Cause::ALL.iter().map(|c| ("cause", c.as_str())));
        for (list, name) in codes {
            assert_ne!(code(list, name), Two::same(name), "{list} {name} in assets/words.csv");
        }
    }

    #[test]
    fn every_indicator_has_an_english_name() {
        for indicator in &Lexicon::builtin().indicators.codes {
            assert!(INDICATORS.contains_key(&indicator.code), "{} in assets/indicators.csv", indicator.code);
        }
    }

    #[test]
    fn the_tables_are_whole() {
        for table in [
            include_str!("assets/words.csv"),
            include_str!("assets/indicators.csv"),
            include_str!("assets/headline.csv"),
        ] {
            assert_eq!(records(table).count() + 1, table.lines().count());
        }
    }
}
