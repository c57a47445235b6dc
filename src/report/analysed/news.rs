//! What is new since the release before: documents, and rows by what happened to them.

use std::collections::BTreeMap;
use std::path::Path;

use rust_decimal::Decimal;

use crate::analyze::Release;
use crate::analyze::releases::{Change, Kind, ReleaseDiff};
use crate::model::Result;
use crate::publish::Manifest;
use crate::report::compared::{Documents, News, Revision, Value};
use crate::report::shown::shown_like;
use crate::report::source::Source;
use crate::report::text::line;
use crate::report::words::{self, Two};

/// Documents of each kind that are named.
const MOST_DOCUMENTS: usize = 60;
/// Revisions that are shown.
const MOST_REVISIONS: usize = 100;
/// Characters of a name.
const NAME: usize = 160;

/// What is new in `release`; `None` where the release before is not kept, or is of a program whose
/// tables are others.
pub(super) fn news(source: &Source, release: &Release) -> Result<Option<News>> {
    let Some(before) = source.before.as_deref().and_then(opened) else { return Ok(None) };
    let diff = ReleaseDiff::between(&before, release)?;
    let kinds = Kind::ALL.iter().map(|kind| (words::code("change", kind.as_str()), diff.count(*kind)));
    let revised = || diff.changes.iter().filter(|change| change.kind == Kind::Revised);
    Ok(Some(News {
        since: source.before_when().unwrap_or_default(),
        documents: documents(&before.manifest, &release.manifest),
        kinds: kinds.filter(|(_, count)| *count > 0).collect(),
        revised: revised().take(MOST_REVISIONS).filter_map(|change| revision(&diff.names, change)).collect(),
        more_revised: revised().count().saturating_sub(MOST_REVISIONS),
    }))
}

fn opened(folder: &Path) -> Option<Release> {
    Release::open(folder).ok().filter(|release| release.table("series").is_some())
}

/// Sources that only the second manifest has, that only the first has, and whose bytes differ.
fn documents(before: &Manifest, after: &Manifest) -> Vec<Documents> {
    let read = |manifest: &Manifest| -> BTreeMap<String, String> {
        let read = manifest.inputs.iter().filter_map(|i| Some((i.source.clone(), i.document_id.clone()?)));
        read.collect()
    };
    let (before, after) = (read(before), read(after));
    let only = |these: &BTreeMap<String, String>, those: &BTreeMap<String, String>| -> Vec<String> {
        these.keys().filter(|source| !those.contains_key(*source)).cloned().collect()
    };
    let changed = after.iter().filter(|(source, id)| before.get(*source).is_some_and(|old| old != *id));
    let changed = changed.map(|(source, _)| source.clone()).collect();
    let lists = [("added", only(&after, &before)), ("removed", only(&before, &after)), ("changed", changed)];
    let list = |(code, sources): (&str, Vec<String>)| Documents {
        name: words::code("documents", code),
        total: sources.len(),
        shown: sources.iter().take(MOST_DOCUMENTS).map(|source| line(source, NAME)).collect(),
    };
    lists.into_iter().filter(|(_, sources)| !sources.is_empty()).map(list).collect()
}

fn revision(names: &[String], change: &Change) -> Option<Revision> {
    let (old, new) = (change.before.as_ref()?, change.after.as_ref()?);
    let cell = |row: &[Option<String>], name: &str| -> Option<String> {
        row.get(names.iter().position(|n| n == name)?)?.clone()
    };
    let unit = cell(new, "unit").unwrap_or_default();
    let value = |row: &[Option<String>]| cell(row, "value_decimal").and_then(|digits| digits.parse::<Decimal>().ok());
    let (then, now) = (value(old)?, value(new)?);
    let name = ["region_name", "indicator_text", "subject", "period"];
    let name: Vec<String> = name.iter().filter_map(|column| cell(new, column)).collect();
    let shown = shown_like(now, &unit, now);
    let id = cell(new, "observation_id").unwrap_or_default();
    Some(Revision {
        name: line(&name.join(" · "), NAME),
        before: shown_like(then, &unit, now).text,
        after: Value { text: shown.text, bound: Two::default(), id },
        unit: shown.unit,
        causes: change.causes.iter().map(|cause| words::code("cause", cause.as_str())).collect(),
    })
}
