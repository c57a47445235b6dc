//! Hints for names that a statement gets wrong.

use super::Release;

/// How alike two names must be (Jaro-Winkler, 0 to 1) for one to be a misspelling of the other.
const ALIKE: f64 = 0.85;

/// What to say of an unknown table.
pub(super) fn tables_hint(release: &Release, name: &str) -> String {
    let names = release.tables.iter().map(|t| t.name);
    let all = names.clone().collect::<Vec<_>>().join(", ");
    nearest(name, names).map(|n| format!("did you mean `{n}`? ")).unwrap_or_default() + "tables: " + &all
}

/// What to say of an unknown column: the nearest name, then all columns of the tables in the
/// statement.
pub(super) fn columns_hint(release: &Release, sql: &str, name: &str) -> String {
    let named = |table: &str| sql.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == table);
    let used: Vec<_> = release.tables.iter().filter(|t| named(t.name)).collect();
    let columns = used.iter().flat_map(|t| t.columns.iter().map(String::as_str));
    let lists = used.iter().map(|t| format!("columns of {}: {}", t.name, t.columns.join(", ")));
    let near = nearest(name, columns).map(|n| format!("did you mean `{n}`? ")).unwrap_or_default();
    near + &lists.collect::<Vec<_>>().join("; ")
}

fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = candidates.map(|c| (strsim::jaro_winkler(word, c), c)).filter(|(l, _)| *l > ALIKE);
    likeness.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, c)| c)
}
