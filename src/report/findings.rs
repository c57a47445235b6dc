//! Contradictions by check, other findings by severity and check, and rejects by reason: some of each kind, and how many more.

use std::collections::BTreeMap;

use super::source::Source;
use super::text::line;
use super::words::{self, Two};
use crate::check::CHECKS;
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
    /// Statements that cannot all be true, by check, the worst and most frequent first.
    pub(super) contradictions: Vec<OfCheck>,
    /// The other findings by severity, the worst first.
    pub(super) severities: Vec<OfSeverity>,
    /// All of them.
    pub(super) total: u64,
    /// Those that are errors, contradictions among them.
    pub(super) errors: u64,
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
        let mut contradictions = Vec::new();
        let mut severities: Vec<_> = Severity::ALL.iter().rev().map(|s| OfSeverity::none(s.as_str())).collect();
        for ((severity, code), (total, shown)) in found {
            let Some(of) = severities.iter_mut().find(|s| s.code == severity) else { continue };
            of.total += total;
            let contradicts = CHECKS.iter().any(|check| check.code == code && check.contradicts);
            let list = if contradicts { &mut contradictions } else { &mut of.checks };
            list.push(OfCheck { name: words::code("check", &code), code: line(&code, CHARS), total, shown });
        }
        for list in severities.iter_mut().map(|s| &mut s.checks).chain([&mut contradictions]) {
            list.sort_by(|a, b| b.total.cmp(&a.total).then_with(|| a.code.cmp(&b.code)));
            list.truncate(MOST_CODES);
        }
        let errors = severities.first().map_or(0, |worst| worst.total);
        severities.retain(|s| !s.checks.is_empty());
        for severity in &mut severities {
            severity.total = severity.checks.iter().map(|c| c.total).sum();
        }
        Self { contradictions, severities, total, errors }
    }

    /// The rows that findings link to.
    pub(super) fn rows(&self) -> impl Iterator<Item = &str> {
        let checks = self.severities.iter().flat_map(|s| &s.checks).chain(&self.contradictions);
        let shown = checks.flat_map(|c| &c.shown);
        shown.flat_map(|finding| finding.rows.iter().map(String::as_str))
    }

    /// How many contradictions there are.
    pub(super) fn contradicting(&self) -> u64 {
        self.contradictions.iter().map(|check| check.total).sum()
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
