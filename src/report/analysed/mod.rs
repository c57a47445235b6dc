//! Comparisons for the page, by the functions that `zhibiao diff` and `zhibiao targets` stand on.

mod news;
mod targets;
mod years;

use std::collections::BTreeMap;

use super::compared::{Compared, Value};
use super::shown::shown_like;
use super::source::Source;
use super::words;
use crate::analyze::{Fact, Facts, Release};
use crate::model::Result;

/// Compares what is in a release, and it with the one before.
///
/// # Errors
/// `release-unreadable`.
pub(super) fn compared(source: &Source) -> Result<Compared> {
    let release = Release::open(&source.folder)?;
    if release.table("series").is_none() {
        // A release of an older program: it is shown without comparisons.
        return Ok(Compared::default());
    }
    Ok(Compared {
        years: years::years(&release)?,
        targets: Some(targets::targets(&release)?),
        news: news::news(source, &release)?,
    })
}

/// The rows that facts are from, fetched at one go.
struct Ids(BTreeMap<u32, String>);

impl Ids {
    fn of<'a>(release: &Release, facts: &Facts, shown: impl Iterator<Item = &'a Fact>) -> Result<Self> {
        let rows: Vec<u32> = shown.map(|fact| fact.row).collect();
        let statements = facts.statements(release, &rows)?;
        Ok(Self(rows.into_iter().zip(statements.into_iter().map(|s| s.observation_id)).collect()))
    }

    /// A fact as it is shown, in the scale of `like`.
    fn value(&self, facts: &Facts, fact: &Fact, like: &Fact) -> Value {
        let (unit, scale) = (&facts.series_of(fact).unit, like.value);
        let mut text = shown_like(fact.value, unit, scale).text;
        if let Some(high) = fact.high {
            text = format!("{text}–{}", shown_like(high, unit, scale).text);
        }
        let bound = match fact.bound {
            crate::model::Bound::Exact | crate::model::Bound::Range => words::Two::default(),
            other => words::code("bound", other.as_str()),
        };
        Value { text, bound, id: self.0.get(&fact.row).cloned().unwrap_or_default() }
    }
}

/// A change with its sign: a plus, or the minus that [`shown_like`] writes.
fn signed(text: String) -> String {
    if text.starts_with('\u{2212}') || text == "0" { text } else { format!("+{text}") }
}
