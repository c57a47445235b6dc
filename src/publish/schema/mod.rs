//! The contract of the output: which tables a release has, with their columns, types, keys and
//! descriptions.
//!
//! [`TABLES`] is the only place where a column is named. The Arrow schema, the header of the CSV
//! files, the fields of `datapackage.json` and what `zhibiao schema` prints are made of it; the
//! builders of rows ([`super::rows`]) fill columns in its order. Changing it changes what users
//! load: add columns at the end, never rename one.

pub(super) mod arrow;
mod columns;
mod render;
mod table_schema;

pub use columns::TABLES;
pub use render::{json, markdown, text};
pub use table_schema::{TableSchema, table_schema};

use crate::model::{Basis, Bound, Budget, DocumentKind, Frequency, Measure, Scope, Severity, Status};

/// The physical type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnType {
    /// Text in UTF-8.
    Utf8,
    /// 0 to 2³²−1.
    UInt32,
    /// 0 to 2⁶⁴−1.
    UInt64,
    /// −128 to 127.
    Int8,
    /// −32 768 to 32 767.
    Int16,
    /// IEEE 754 binary32.
    Float32,
    /// IEEE 754 binary64.
    Float64,
    /// True or false.
    Bool,
    /// Days since 1970-01-01 in the proleptic Gregorian calendar.
    Date32,
    /// Exact decimal of 38 digits, 9 of them after the point.
    Decimal,
    /// List of texts.
    Utf8List,
}

impl ColumnType {
    /// The name in the contract.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf8",
            Self::UInt32 => "uint32",
            Self::UInt64 => "uint64",
            Self::Int8 => "int8",
            Self::Int16 => "int16",
            Self::Float32 => "float32",
            Self::Float64 => "float64",
            Self::Bool => "bool",
            Self::Date32 => "date32",
            Self::Decimal => "decimal128(38, 9)",
            Self::Utf8List => "list<utf8>",
        }
    }
}

/// A closed list of codes that a column draws from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Codes {
    /// [`Measure`]
    Measure,
    /// [`Status`]
    Status,
    /// [`Bound`]
    Bound,
    /// [`Severity`]
    Severity,
    /// [`DocumentKind`]
    Kind,
    /// [`Scope`]
    Scope,
    /// [`Budget`]
    Budget,
    /// [`Basis`]
    Basis,
    /// [`Frequency`]
    Frequency,
}

impl Codes {
    /// Every code of the list, in order.
    #[must_use]
    pub fn all(self) -> Vec<&'static str> {
        match self {
            Self::Measure => Measure::ALL.iter().map(|c| c.as_str()).collect(),
            Self::Status => Status::ALL.iter().map(|c| c.as_str()).collect(),
            Self::Bound => Bound::ALL.iter().map(|c| c.as_str()).collect(),
            Self::Severity => Severity::ALL.iter().map(|c| c.as_str()).collect(),
            Self::Kind => DocumentKind::ALL.iter().map(|c| c.as_str()).collect(),
            Self::Scope => Scope::ALL.iter().map(|c| c.as_str()).collect(),
            Self::Budget => Budget::ALL.iter().map(|c| c.as_str()).collect(),
            Self::Basis => Basis::ALL.iter().map(|c| c.as_str()).collect(),
            Self::Frequency => Frequency::ALL.iter().map(|c| c.as_str()).collect(),
        }
    }
}

/// A column of the contract.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub ty: ColumnType,
    /// Whether it may be null.
    pub nullable: bool,
    /// The closed list its values come from, where there is one.
    pub codes: Option<Codes>,
    /// What it holds, with unit and standard.
    pub about: &'static str,
}

/// Columns that point to the primary key of another table.
#[derive(Debug, Clone, Copy)]
pub struct ForeignKey {
    /// Columns of this table.
    pub columns: &'static [&'static str],
    /// The other table.
    pub table: &'static str,
    /// Columns of the other table.
    pub references: &'static [&'static str],
}

/// A table of the contract.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name, also the stem of its files.
    pub name: &'static str,
    /// What a row is.
    pub about: &'static str,
    /// Its columns in order.
    pub columns: &'static [Column],
    /// The columns that together name a row.
    pub primary_key: &'static [&'static str],
    /// Columns that point to other tables.
    pub foreign_keys: &'static [ForeignKey],
}

/// Place of `documents` in [`TABLES`].
pub(super) const DOCUMENTS: usize = 0;
/// Place of `observations` in [`TABLES`].
pub(super) const OBSERVATIONS: usize = 1;
/// Place of `findings` in [`TABLES`].
pub(super) const FINDINGS: usize = 2;
/// Place of `rejects` in [`TABLES`].
pub(super) const REJECTS: usize = 3;

/// Place of `series` in [`TABLES`].
pub(super) const SERIES: usize = 4;

/// The table of observations, which `extract` writes alone.
#[must_use]
pub fn observations() -> &'static Table {
    &TABLES[OBSERVATIONS]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_stand_where_the_constants_say() {
        let names = [DOCUMENTS, OBSERVATIONS, FINDINGS, REJECTS, SERIES].map(|i| TABLES[i].name);
        assert_eq!(names, ["documents", "observations", "findings", "rejects", "series"]);
    }

    #[test]
    fn names_are_unique_and_keys_name_columns() {
        for table in TABLES {
            let names: Vec<_> = table.columns.iter().map(|c| c.name).collect();
            let mut unique = names.clone();
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), names.len(), "{}", table.name);
            let required = |key: &&str| table.columns.iter().any(|c| c.name == *key && !c.nullable);
            assert!(table.primary_key.iter().all(required), "{}: keys are never null", table.name);
            for key in table.foreign_keys {
                let other = TABLES.iter().find(|t| t.name == key.table).expect("a table of the contract");
                assert!(key.columns.iter().all(|k| names.contains(k)));
                assert_eq!(key.references, other.primary_key);
            }
        }
    }

    #[test]
    fn every_description_is_a_sentence() {
        for (table, column) in TABLES.iter().flat_map(|t| t.columns.iter().map(move |c| (t, c))) {
            assert!(column.about.ends_with('.') && column.about.len() > 12, "{}.{}", table.name, column.name);
        }
    }
}
