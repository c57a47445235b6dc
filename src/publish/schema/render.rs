//! The contract for people and programs: what `zhibiao schema` prints.

use std::fmt::Write;

use serde::Serialize;

use super::{Column, TABLES, Table, TableSchema, table_schema};

/// The contract as plain text, one block a table.
#[must_use]
pub fn text() -> String {
    TABLES.iter().map(table_text).collect::<Vec<_>>().join("\n")
}

/// The contract in Markdown, one section a table.
#[must_use]
pub fn markdown() -> String {
    TABLES.iter().map(table_markdown).collect::<Vec<_>>().join("\n")
}

#[derive(Serialize)]
struct TableJson {
    name: &'static str,
    description: &'static str,
    columns: Vec<ColumnJson>,
    table_schema: TableSchema,
}

#[derive(Serialize)]
struct ColumnJson {
    name: &'static str,
    #[serde(rename = "type")]
    ty: &'static str,
    nullable: bool,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<&'static str>>,
}

/// The contract as indented JSON: for each table its name, description, columns with their physical
/// types, and the Frictionless Table Schema of its CSV file.
#[must_use]
pub fn json() -> String {
    let tables: Vec<_> = TABLES.iter().map(TableJson::of).collect();
    // Only maps with keys that are no strings fail to serialise, and there is none.
    serde_json::to_string_pretty(&tables).unwrap_or_default()
}

fn null(column: &Column) -> &'static str {
    if column.nullable { "null" } else { "" }
}

fn about(column: &Column) -> String {
    match column.codes {
        Some(codes) => format!("{} One of {}.", column.about, codes.all().join(", ")),
        None => column.about.to_owned(),
    }
}

fn keys(table: &Table) -> String {
    let mut out = format!("primary key: {}\n", table.primary_key.join(", "));
    for key in table.foreign_keys {
        let (own, other) = (key.columns.join(", "), key.references.join(", "));
        // Writing to a string cannot fail.
        let _ = writeln!(out, "foreign key: {own} -> {}({other})", key.table);
    }
    out
}

fn table_text(table: &Table) -> String {
    let width = table.columns.iter().map(|c| c.name.len()).max().unwrap_or(0);
    let mut out = format!("{}: {}\n{}", table.name, table.about, keys(table));
    for c in table.columns {
        let _ = writeln!(out, "  {:width$}  {:17}  {:4}  {}", c.name, c.ty.as_str(), null(c), about(c));
    }
    out
}

fn table_markdown(table: &Table) -> String {
    let mut out = format!("## {}\n\n{}\n\n", table.name, table.about);
    for line in keys(table).lines() {
        let _ = writeln!(out, "- {line}");
    }
    out.push_str("\n| column | type | null | what it holds |\n| --- | --- | --- | --- |\n");
    for c in table.columns {
        let _ = writeln!(out, "| `{}` | {} | {} | {} |", c.name, c.ty.as_str(), null(c), about(c).replace('|', "\\|"));
    }
    out
}

impl TableJson {
    fn of(table: &Table) -> Self {
        Self {
            name: table.name,
            description: table.about,
            columns: table.columns.iter().map(ColumnJson::of).collect(),
            table_schema: table_schema(table),
        }
    }
}

impl ColumnJson {
    fn of(column: &Column) -> Self {
        Self {
            name: column.name,
            ty: column.ty.as_str(),
            nullable: column.nullable,
            description: column.about,
            values: column.codes.map(super::Codes::all),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_in_every_rendering() {
        let (text, markdown, json) = (text(), markdown(), json());
        for column in TABLES.iter().flat_map(|t| t.columns) {
            assert!(text.contains(&format!("  {} ", column.name)), "{}", column.name);
            assert!(markdown.contains(&format!("| `{}` |", column.name)), "{}", column.name);
            assert!(json.contains(&format!("\"{}\"", column.name)), "{}", column.name);
        }
    }
}
