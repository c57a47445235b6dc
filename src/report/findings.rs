//! Findings by severity and check, and rejects by reason: some of each kind, and how many more.

use std::collections::BTreeMap;

use super::source::Source;
use super::text::line;
use super::words::{self, Two};
use crate::model::{Result, Severity};
use crate::publish::TableReader;

/// Findings of a check that are shown.
const MOST_FINDINGS: usize = 40;
/// Rejects of a code that are shown.
const MOST_REJECTS: usize = 60;
/// Codes of either that are shown.
const MOST_CODES: usize = 60;
/// Rows that a finding links to.
const MOST_LINKS: usize = 4;
/// Characters of a text.
const CHARS: usize = 300;

/// The findings of a release.
#[derive(Default)]
pub(super) struct Findings {
    /// By severity, the worst first.
    pub(super) severities: Vec<OfSeverity>,
    /// All of them.
    pub(super) total: u64,
}

/// The findings of a severity.
pub(super) struct OfSeverity {
    /// Its code.
    pub(super) code: &'static str,
    /// What it is called.
    pub(super) name: Two,
    /// How many there are.
    pub(super) total: u64,
    /// By check, the most frequent first.
    pub(super) checks: Vec<OfCheck>,
}

/// The findings of a check.
pub(super) struct OfCheck {
    /// Its code.
    pub(super) code: String,
    /// What it looks for.
    pub(super) name: Two,
    /// How many there are.
    pub(super) total: u64,
    /// The first of them.
    pub(super) shown: Vec<Finding>,
}

impl OfCheck {
    /// How many are not shown.
    pub(super) fn more(&self) -> u64 {
        self.total - self.shown.len() as u64
    }
}

/// A finding.
pub(super) struct Finding {
    /// What was noticed.
    pub(super) message: String,
    /// The documents it is about.
    pub(super) sources: Vec<String>,
    /// The rows it is about.
    pub(super) rows: Vec<String>,
}

impl Findings {
    /// Reads the findings of a release.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub(super) fn of(source: &Source) -> Result<Self> {
        let columns = ["severity", "code", "message", "sources", "observation_ids"];
        let mut table = TableReader::open(&source.folder, "findings", &columns)?;
        let mut found: BTreeMap<(String, String), (u64, Vec<Finding>)> = BTreeMap::new();
        while let Some(row) = table.next_row()? {
            let key = |column| row.text(column).unwrap_or_default().to_owned();
            let (total, shown) = found.entry((key(0), key(1))).or_default();
            *total += 1;
            if shown.len() < MOST_FINDINGS {
                let texts = |column| row.texts(column).take(MOST_LINKS).map(|t| line(t, CHARS)).collect();
                let message = line(row.text(2).unwrap_or_default(), CHARS);
                shown.push(Finding { message, sources: texts(3), rows: texts(4) });
            }
        }
        Ok(Self::grouped(found))
    }

    fn grouped(found: BTreeMap<(String, String), (u64, Vec<Finding>)>) -> Self {
        let total = found.values().map(|(total, _)| total).sum();
        let mut severities: Vec<_> = Severity::ALL.iter().rev().map(|s| OfSeverity::none(s.as_str())).collect();
        for ((severity, code), (total, shown)) in found {
            let Some(of) = severities.iter_mut().find(|s| s.code == severity) else { continue };
            of.total += total;
            let name = words::code("check", &code);
            of.checks.push(OfCheck { code: line(&code, CHARS), name, total, shown });
        }
        for severity in &mut severities {
            severity.checks.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.code.cmp(&b.code)));
            severity.checks.truncate(MOST_CODES);
        }
        Self { severities, total }
    }

    /// The rows that findings link to.
    pub(super) fn rows(&self) -> impl Iterator<Item = &str> {
        let shown = self.severities.iter().flat_map(|s| &s.checks).flat_map(|c| &c.shown);
        shown.flat_map(|finding| finding.rows.iter().map(String::as_str))
    }

    /// How many there are of a severity.
    pub(super) fn of_severity(&self, code: &str) -> u64 {
        self.severities.iter().find(|s| s.code == code).map_or(0, |s| s.total)
    }
}

impl OfSeverity {
    fn none(code: &'static str) -> Self {
        Self { code, name: words::code("severity", code), total: 0, checks: Vec::new() }
    }
}

/// The rejects of a release.
pub(super) struct Rejects {
    /// By code, the most frequent first.
    pub(super) codes: Vec<OfCode>,
}

/// The rejects of a code.
pub(super) struct OfCode {
    /// The code.
    pub(super) code: String,
    /// What it means.
    pub(super) name: Two,
    /// How many there are.
    pub(super) total: u64,
    /// The first of them.
    pub(super) shown: Vec<Reject>,
}

impl OfCode {
    /// How many are not shown.
    pub(super) fn more(&self) -> u64 {
        self.total - self.shown.len() as u64
    }
}

/// A file that is not among the documents.
pub(super) struct Reject {
    /// The file.
    pub(super) source: String,
    /// The stage that refused it.
    pub(super) stage: String,
    /// Why.
    pub(super) reason: String,
}

impl Rejects {
    /// Reads the rejects of a release.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub(super) fn of(source: &Source) -> Result<Self> {
        let mut table = TableReader::open(&source.folder, "rejects", &["code", "source", "stage", "reason"])?;
        let mut found: BTreeMap<String, (u64, Vec<Reject>)> = BTreeMap::new();
        while let Some(row) = table.next_row()? {
            let text = |column| line(row.text(column).unwrap_or_default(), CHARS);
            let (total, shown) = found.entry(text(0)).or_default();
            *total += 1;
            if shown.len() < MOST_REJECTS {
                shown.push(Reject { source: text(1), stage: text(2), reason: text(3) });
            }
        }
        let of = |(code, (total, shown)): (String, (u64, Vec<Reject>))| OfCode {
            name: words::code("reject", &code),
            code,
            total,
            shown,
        };
        let mut codes: Vec<_> = found.into_iter().map(of).collect();
        codes.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.code.cmp(&b.code)));
        codes.truncate(MOST_CODES);
        Ok(Self { codes })
    }
}
