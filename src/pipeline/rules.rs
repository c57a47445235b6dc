//! What makes a run fail, or warn, though its release was made: too many rejects, too many findings,
//! a newest document that is too old. The tables `[fail]` and `[warn]` of a pipeline file have the
//! same keys.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::Serialize;
use toml::{Spanned, Value};

use super::file::RulesTable;
use super::report::FindingCounts;
use super::settings::Resolver;
use crate::model::{Error, ErrorKind, Result, Severity};

/// How many are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtMost {
    /// So many.
    Count(u64),
    /// This share of all.
    Share(Decimal),
}

impl AtMost {
    /// Whether `n` of `all` are more than allowed.
    #[must_use]
    pub fn fails(self, n: u64, all: u64) -> bool {
        match self {
            Self::Count(most) => n > most,
            Self::Share(share) => Decimal::from(n) > share * Decimal::from(all),
        }
    }
}

/// How many findings are allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingRule {
    /// Of this severity.
    pub severity: Severity,
    /// And of those above it.
    pub and_above: bool,
    /// So many, or this share of the observations.
    pub most: AtMost,
}

/// One of the two tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// How many of the files found may be rejected; any number when `None`.
    pub rejects: Option<AtMost>,
    /// How many findings there may be.
    pub findings: Vec<FindingRule>,
    /// How old the newest document may be, in days.
    pub newest_document_days: Option<u32>,
}

/// How much a rule that was broken matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It is told.
    Warn,
    /// The run ends with an exit code of its own.
    Error,
}

/// A rule that was broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Breach {
    /// How much it matters.
    pub level: Level,
    /// A stable code.
    pub code: &'static str,
    /// What was counted, and what is allowed.
    pub message: String,
    #[serde(skip)]
    kind: ErrorKind,
    /// The table of the release that says more.
    #[serde(skip)]
    pub(super) table: &'static str,
    #[serde(skip)]
    hint: &'static str,
}

impl Breach {
    /// As an error of the run.
    pub(super) fn to_error(&self) -> Error {
        Error::new(self.kind, self.code, self.message.clone()).hint(self.hint)
    }
}

/// What rules look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts {
    pub(super) found: u64,
    pub(super) rejected: u64,
    pub(super) findings: FindingCounts,
    pub(super) observations: u64,
    pub(super) newest: Option<Date>,
    pub(super) today: Date,
}

impl Rules {
    /// The rules that are broken: rejects before findings before age.
    pub(super) fn broken(&self, facts: &Facts, level: Level) -> Vec<Breach> {
        let rejects = self.rejects.filter(|most| most.fails(facts.rejected, facts.found)).map(|_| Breach {
            level,
            code: "too-many-rejects",
            message: format!("{} of {} files were rejected", facts.rejected, facts.found),
            kind: ErrorKind::Rejected,
            table: "rejects.parquet",
            hint: "the table of rejects says why; `rejects` in [fail] or [warn] says how many are allowed",
        });
        let findings = self.findings.iter().filter_map(|rule| finding(*rule, facts, level));
        rejects.into_iter().chain(findings).chain(self.age(facts, level)).collect()
    }

    fn age(&self, facts: &Facts, level: Level) -> Option<Breach> {
        let most = self.newest_document_days?;
        let message = match facts.newest {
            None => "no document says when it was published".to_owned(),
            Some(newest) => {
                let days = (facts.today - newest).get_days();
                if days <= i32::try_from(most).unwrap_or(i32::MAX) {
                    return None;
                }
                format!("the newest document is of {newest}, {days} days old; {most} are allowed")
            }
        };
        Some(Breach {
            level,
            code: "stale",
            message,
            kind: ErrorKind::Findings,
            table: "documents.parquet",
            hint: "see whether documents still arrive; `newest_document_days` in [fail] or [warn] is the bound",
        })
    }
}

fn finding(rule: FindingRule, facts: &Facts, level: Level) -> Option<Breach> {
    let n =
        if rule.and_above { facts.findings.at_or_above(rule.severity) } else { facts.findings.of_one(rule.severity) };
    let above = if rule.and_above { " or above" } else { "" };
    rule.most.fails(n, facts.observations).then(|| Breach {
        level,
        code: "findings",
        message: format!(
            "{n} findings of severity `{}`{above} on {} observations",
            rule.severity.as_str(),
            facts.observations
        ),
        kind: ErrorKind::Findings,
        table: "findings.parquet",
        hint: "the table of findings names the rows; `findings` in [fail] or [warn] says how many are allowed",
    })
}

impl Resolver<'_> {
    /// The rules of a table.
    pub(super) fn rules(&self, table: &RulesTable) -> Result<Rules> {
        let days = table.newest_document_days.as_ref();
        let days = days.map(|days| self.limit(Some(days), ("newest_document_days", 0), 36_500)).transpose()?;
        Ok(Rules {
            rejects: table.rejects.as_ref().map(|r| self.rejects(r)).transpose()?.flatten(),
            findings: table.findings.as_ref().map(|f| self.findings(f)).transpose()?.unwrap_or_default(),
            newest_document_days: days.map(|days| days as u32),
        })
    }

    fn rejects(&self, value: &Spanned<Value>) -> Result<Option<AtMost>> {
        let share = match value.get_ref() {
            Value::String(s) if s == "allow" => return Ok(None),
            Value::String(s) if s == "forbid" => Some(Decimal::ZERO),
            Value::Integer(share) => Some(Decimal::from(*share)),
            other => share(other),
        };
        match share {
            Some(share) if (Decimal::ZERO..=Decimal::ONE).contains(&share) => Ok(Some(AtMost::Share(share))),
            _ => Err(self
                .wrong(value.span(), "pipeline-value", "not a rule for rejects")
                .hint("rejects = \"allow\", \"forbid\", or the largest share of files from 0 to 1, such as 0.05")),
        }
    }

    fn findings(&self, value: &Spanned<Value>) -> Result<Vec<FindingRule>> {
        match value.get_ref() {
            Value::String(name) if name == "none" => Ok(Vec::new()),
            Value::String(name) => {
                let severity = self.severity(value, name)?;
                Ok(vec![FindingRule { severity, and_above: true, most: AtMost::Count(0) }])
            }
            Value::Table(table) => table
                .iter()
                .map(|(name, most)| {
                    let severity = self.severity(value, name)?;
                    let most = at_most(most).ok_or_else(|| self.not_findings(value))?;
                    Ok(FindingRule { severity, and_above: false, most })
                })
                .collect(),
            _ => Err(self.not_findings(value)),
        }
    }

    fn severity(&self, value: &Spanned<Value>, name: &str) -> Result<Severity> {
        let known = Severity::ALL.iter().find(|s| s.as_str() == name);
        let choices = ["none", "info", "warning", "error"];
        known.copied().ok_or_else(|| self.no_choice(value.span(), name, "severity of findings", &choices))
    }

    fn not_findings(&self, value: &Spanned<Value>) -> Error {
        self.wrong(value.span(), "pipeline-value", "not a rule for findings").hint(
            "findings = \"error\", or how many of each severity are allowed: { error = 0, warning = 0.02 }, a whole \
             number or a share of the observations",
        )
    }
}

fn at_most(value: &Value) -> Option<AtMost> {
    match value {
        Value::Integer(most) => u64::try_from(*most).ok().map(AtMost::Count),
        other => share(other).filter(|s| (Decimal::ZERO..=Decimal::ONE).contains(s)).map(AtMost::Share),
    }
}

fn share(value: &Value) -> Option<Decimal> {
    match value {
        Value::Float(share) => Decimal::from_str_exact(&share.to_string()).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> Facts {
        Facts {
            found: 100,
            rejected: 5,
            findings: FindingCounts { error: 2, warning: 30, info: 4 },
            observations: 1_000,
            newest: Some(jiff::civil::date(2024, 1, 20)),
            today: jiff::civil::date(2024, 2, 20),
        }
    }

    fn codes(rules: &Rules) -> Vec<&'static str> {
        rules.broken(&facts(), Level::Error).iter().map(|b| b.code).collect()
    }

    #[test]
    fn rules_are_broken_by_more_than_is_allowed() {
        let finding = |severity, and_above, most| Rules {
            findings: vec![FindingRule { severity, and_above, most }],
            ..Rules::default()
        };
        let share = |n| AtMost::Share(Decimal::new(n, 3));
        let cases: [(Rules, &[&str]); 9] = [
            (Rules::default(), &[]),
            (Rules { rejects: Some(share(50)), ..Rules::default() }, &[]),
            (Rules { rejects: Some(share(49)), ..Rules::default() }, &["too-many-rejects"]),
            (finding(Severity::Error, true, AtMost::Count(1)), &["findings"]),
            (finding(Severity::Error, false, AtMost::Count(2)), &[]),
            (finding(Severity::Warning, false, share(30)), &[]),
            (finding(Severity::Warning, true, share(30)), &["findings"]),
            (Rules { newest_document_days: Some(31), ..Rules::default() }, &[]),
            (Rules { newest_document_days: Some(30), ..Rules::default() }, &["stale"]),
        ];
        for (rules, expected) in cases {
            assert_eq!(codes(&rules), expected, "{rules:?}");
        }
    }

    #[test]
    fn a_folder_without_dates_is_stale() {
        let rules = Rules { newest_document_days: Some(30), ..Rules::default() };
        let broken = rules.broken(&Facts { newest: None, ..facts() }, Level::Warn);
        assert_eq!((broken[0].code, broken[0].level), ("stale", Level::Warn));
    }
}
