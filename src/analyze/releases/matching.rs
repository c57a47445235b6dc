//! Which row of one release is which of the other.
//!
//! By identity first; then, within a document, by its place (the same words were read otherwise), by what
//! it states in which sentence (the document changed around it), and by series, period and status (the
//! document states another value).

use rustc_hash::FxHashMap;

use super::{Change, ReleaseDiff, Row, kind};

/// The keys by which observations are matched, the surest first.
pub(super) const OBSERVATION: [&[&str]; 4] = [
    &["observation_id"],
    &["document_id", "char_start", "char_end"],
    &["series_id", "period", "status", "measure", "value_text", "sentence"],
    &["series_id", "period", "status", "bound"],
];

/// For each row of `before` its row of `after`, if it has one.
pub(super) fn rows(names: &[String], keys: &[&[&str]], before: &[Row], after: &[Row]) -> Vec<Option<usize>> {
    let mut matched = vec![None; before.len()];
    let mut taken = vec![false; after.len()];
    for key in keys {
        let Some(columns) = places(names, key) else { continue };
        // Rows that share a key are matched in the order in which they stand.
        let mut open: FxHashMap<Vec<&str>, Vec<usize>> = FxHashMap::default();
        for (i, row) in after.iter().enumerate().rev().filter(|(i, _)| !taken[*i]) {
            if let Some(key) = key_of(row, &columns) {
                open.entry(key).or_default().push(i);
            }
        }
        for (i, row) in before.iter().enumerate() {
            if matched[i].is_none()
                && let Some(key) = key_of(row, &columns)
                && let Some(other) = open.get_mut(&key).and_then(Vec::pop)
            {
                matched[i] = Some(other);
                taken[other] = true;
            }
        }
    }
    matched
}

/// Joins rows that left one document and came in another with the same bytes: the file was renamed.
pub(super) fn renamed(diff: &mut ReleaseDiff) {
    let Some(id) = diff.names.iter().position(|n| n == "observation_id") else { return };
    let mut gone: FxHashMap<String, usize> = FxHashMap::default();
    for (i, change) in diff.changes.iter().enumerate() {
        if let (Some(row), None) = (&change.before, &change.after) {
            gone.extend(row[id].clone().map(|id| (id, i)));
        }
    }
    let mut joined = Vec::new();
    for (i, change) in diff.changes.iter().enumerate() {
        if let (None, Some(row)) = (&change.before, &change.after)
            && let Some(old) = row[id].as_ref().and_then(|id| gone.remove(id))
        {
            joined.push((old, i));
        }
    }
    let mut away = vec![false; diff.changes.len()];
    for (old, new) in joined {
        away[old] = true;
        let before = diff.changes[old].before.take();
        let change = &mut diff.changes[new];
        let columns = match (&before, &change.after) {
            (Some(a), Some(b)) => (0..diff.names.len()).filter(|&i| a[i] != b[i]).collect(),
            _ => Vec::new(),
        };
        let kind = kind::of(&diff.names, before.as_ref(), change.after.as_ref(), &columns);
        *change = Change { kind, before, columns, after: change.after.take(), causes: Vec::new() };
    }
    let mut away = away.into_iter();
    diff.changes.retain(|_| !away.next().unwrap_or_default());
}

fn places(names: &[String], key: &[&str]) -> Option<Vec<usize>> {
    key.iter().map(|k| names.iter().position(|n| n == k)).collect()
}

/// The cells of a key; `None` where the row lacks one, as rows without a series do.
fn key_of<'r>(row: &'r Row, columns: &[usize]) -> Option<Vec<&'r str>> {
    columns.iter().map(|&i| row[i].as_deref()).collect()
}
