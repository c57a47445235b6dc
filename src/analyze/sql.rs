//! SQL over the tables of a release.

use polars::frame::DataFrame;
use polars::prelude::PolarsError;
use polars::sql::SQLContext;

use super::Release;
use super::hint::{columns_hint, tables_hint};
use crate::model::{Error, Result};

/// The rows that a statement gives, with the release's tables under their names.
///
/// Statements that change a table change it for themselves only; the release stays as it is.
///
/// # Errors
/// `sql-column` and `sql-table` for names that are not there, `release-unreadable` when a table
/// cannot be read, `sql` for anything else that is wrong with the statement.
pub fn query(release: &Release, sql: &str) -> Result<DataFrame> {
    let mut context = SQLContext::new();
    for table in &release.tables {
        context.register(table.name, table.frame.clone());
    }
    let rows = context.execute(sql).and_then(polars::prelude::LazyFrame::collect);
    rows.map_err(|error| explain(release, sql, &error))
}

/// An error of polars as one of ours. It tells its kind by its variant, and what it is about only
/// in its message.
fn explain(release: &Release, sql: &str, error: &PolarsError) -> Error {
    let whole = error.to_string();
    let message = whole.lines().next().unwrap_or_default();
    match root(error) {
        PolarsError::IO { .. } => Error::usage("release-unreadable", message.to_owned())
            .at_file(&release.folder)
            .hint("make the release again with `zhibiao run`"),
        PolarsError::ColumnNotFound(said) => unknown_column(release, sql, said),
        _ if message.starts_with("relation '") => {
            let name = quoted(message, '\'').unwrap_or_default();
            Error::usage("sql-table", format!("there is no table `{name}`")).hint(tables_hint(release, name))
        }
        _ if message.starts_with("no column named '") => unknown_column(release, sql, message),
        PolarsError::Duplicate(said) => {
            let said = said.split(". ").next().unwrap_or_default();
            Error::usage("sql", format!("the statement is wrong: {said}")).hint("name one of them otherwise with AS")
        }
        _ => {
            let hint = "the tables are documents, observations, findings, rejects and series; `zhibiao schema` prints their columns";
            Error::usage("sql", format!("the statement is wrong: {message}")).hint(hint)
        }
    }
}

fn unknown_column(release: &Release, sql: &str, said: &str) -> Error {
    let name = quoted(said, '"').or_else(|| quoted(said, '\'')).unwrap_or(said);
    Error::usage("sql-column", format!("there is no column `{name}`")).hint(columns_hint(release, sql, name))
}

/// The error below what polars tells around it.
fn root(mut error: &PolarsError) -> &PolarsError {
    while let PolarsError::Context { error: inner, .. } | PolarsError::ExprContext { error: inner, .. } = error {
        error = inner;
    }
    error
}

/// What stands between the first two quotes.
fn quoted(text: &str, quote: char) -> Option<&str> {
    text.split(quote).nth(1)
}
