//! The contract as a Frictionless Table Schema, for the CSV files.
//!
//! Structures rather than `serde_json::Value`, whose key order depends on a feature that any crate
//! of the build may switch on.

use serde::Serialize;

use super::{Column, ColumnType, Table};

const PROFILE: &str = "https://datapackage.org/profiles/2.0/tableschema.json";

/// A Table Schema (Data Package v2).
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TableSchema {
    #[serde(rename = "$schema")]
    profile: &'static str,
    fields: Vec<Field>,
    missing_values: [&'static str; 1],
    primary_key: &'static [&'static str],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    foreign_keys: Vec<Foreign>,
}

#[derive(Debug, Clone, Serialize)]
struct Field {
    name: &'static str,
    #[serde(rename = "type")]
    ty: &'static str,
    description: String,
    #[serde(skip_serializing_if = "Constraints::is_empty")]
    constraints: Constraints,
}

#[derive(Debug, Clone, Serialize)]
struct Constraints {
    #[serde(skip_serializing_if = "Option::is_none")]
    required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maximum: Option<u64>,
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    codes: Option<Vec<&'static str>>,
}

#[derive(Debug, Clone, Serialize)]
struct Foreign {
    fields: &'static [&'static str],
    reference: Reference,
}

#[derive(Debug, Clone, Serialize)]
struct Reference {
    resource: &'static str,
    fields: &'static [&'static str],
}

impl Constraints {
    const fn is_empty(&self) -> bool {
        self.required.is_none() && self.minimum.is_none() && self.codes.is_none()
    }

    fn of(column: &Column) -> Self {
        let range = column.ty.range();
        Self {
            // An empty list is an empty cell, which a reader takes for a missing value.
            required: (!column.nullable && column.ty != ColumnType::Utf8List).then_some(true),
            minimum: range.map(|r| r.0),
            maximum: range.map(|r| r.1),
            codes: column.codes.map(super::Codes::all),
        }
    }
}

/// The Table Schema of a table as its CSV file holds it: lists are one string, their elements
/// joined by `|`.
#[must_use]
pub fn table_schema(table: &Table) -> TableSchema {
    let foreign = |k: &super::ForeignKey| Foreign {
        fields: k.columns,
        reference: Reference { resource: k.table, fields: k.references },
    };
    TableSchema {
        profile: PROFILE,
        fields: table.columns.iter().map(field).collect(),
        missing_values: [""],
        primary_key: table.primary_key,
        foreign_keys: table.foreign_keys.iter().map(foreign).collect(),
    }
}

fn field(column: &Column) -> Field {
    let joined = if column.ty == ColumnType::Utf8List { " Joined by |." } else { "" };
    Field {
        name: column.name,
        ty: column.ty.frictionless(),
        description: format!("{}{joined}", column.about),
        constraints: Constraints::of(column),
    }
}

impl ColumnType {
    const fn frictionless(self) -> &'static str {
        match self {
            Self::Utf8 | Self::Utf8List => "string",
            Self::UInt32 | Self::UInt64 | Self::Int8 | Self::Int16 => "integer",
            Self::Float32 | Self::Float64 | Self::Decimal => "number",
            Self::Bool => "boolean",
            Self::Date32 => "date",
        }
    }

    /// The range of integers, so that a consumer can choose their width.
    fn range(self) -> Option<(i64, u64)> {
        Some(match self {
            Self::UInt32 => (0, u32::MAX.into()),
            Self::UInt64 => (0, u64::MAX),
            Self::Int8 => (i8::MIN.into(), i8::MAX as u64),
            Self::Int16 => (i16::MIN.into(), i16::MAX as u64),
            _ => return None,
        })
    }
}
