//! Rows as a Stata file, of the form that Stata 14 and later read (118).
//!
//! Stata has no decimals: numbers are doubles, the nearest to the exact ones. A column's name becomes
//! what Stata allows as one and stands whole in its label.

use std::collections::BTreeSet;
use std::io::{self, Cursor, Write};

use dta::stata::dta::byte_order::ByteOrder;
use dta::stata::dta::dta_error::{DtaError, Result};
use dta::stata::dta::dta_writer::DtaWriter;
use dta::stata::dta::header::Header;
use dta::stata::dta::long_string_table::LongStringTable;
use dta::stata::dta::release::Release;
use dta::stata::dta::schema::Schema;
use dta::stata::dta::value::Value;
use dta::stata::dta::variable::{Variable, VariableBuilder};
use dta::stata::dta::variable_type::VariableType;
use dta::stata::missing_value::MissingValue;
use dta::stata::stata_byte::StataByte;
use dta::stata::stata_double::StataDouble;
use dta::stata::stata_long::StataLong;
use polars::prelude::{AnyValue, DataType, Series};

use super::{Rows, write_plain};

/// Characters of a name, and of a label.
const NAME: usize = 32;
const LABEL: usize = 80;
/// Bytes of a text that stands in its row; longer ones stand behind the rows.
const SHORT: usize = 2045;
/// Days from 1960-01-01, where Stata counts from, to 1970-01-01.
const EPOCH: i32 = 3653;

pub(super) fn write_dta(rows: &Rows, columns: &[Series], mut out: impl Write) -> io::Result<()> {
    // The sizes of its parts stand at the head of the file.
    let mut file = Cursor::new(Vec::new());
    write(rows, columns, &mut file).map_err(|error| match error {
        DtaError::Io { source, .. } => source,
        other => io::Error::other(other),
    })?;
    out.write_all(file.get_ref())
}

fn write(rows: &Rows, columns: &[Series], file: &mut Cursor<Vec<u8>>) -> Result<()> {
    let header = Header::builder(Release::V118, ByteOrder::LittleEndian).build();
    let types: Vec<VariableType> = columns.iter().map(type_of).collect();
    let schema = Schema::builder().variables(variables(rows.names(), &types)).build()?;
    let writer = DtaWriter::new().from_writer(file).write_header(header)?.write_schema(schema)?;
    let mut writer = writer.into_record_writer()?;
    let mut long = LongStringTable::for_writing();
    let mut observation = 0;
    rows.try_each(|row| {
        observation += 1;
        let cells = (1..).zip(row.iter().zip(&types));
        let values: Vec<Value<'_>> =
            cells.map(|(variable, (cell, ty))| value(cell, *ty, variable, observation, &mut long)).collect();
        writer.write_record(&values)
    })?;
    let mut writer = writer.into_long_string_writer()?;
    writer.write_long_string_table(&long)?;
    writer.into_value_label_writer()?.finish()?;
    Ok(())
}

fn type_of(column: &Series) -> VariableType {
    match column.dtype() {
        DataType::Boolean => VariableType::Byte,
        DataType::Date => VariableType::Long,
        other if other.is_numeric() || matches!(other, DataType::Decimal(..)) => VariableType::Double,
        _ => match column.iter().map(|cell| plain(&cell).len()).max().unwrap_or_default() {
            longest if longest > SHORT => VariableType::LongString,
            longest => VariableType::FixedString(longest.max(1) as u16),
        },
    }
}

fn variables(names: &[String], types: &[VariableType]) -> Vec<VariableBuilder> {
    let mut taken = BTreeSet::new();
    let variable = |(name, ty): (&String, &VariableType)| {
        let format = match ty {
            VariableType::Double => "%16.0g",
            VariableType::Byte => "%8.0g",
            VariableType::Long => "%td",
            _ => "%20s",
        };
        let label: String = name.chars().take(LABEL).collect();
        Variable::builder(*ty, name_of(name, &mut taken)).format(format).label(label)
    };
    names.iter().zip(types).map(variable).collect()
}

/// A name that Stata allows: letters of any script, digits and underscores, no digit first, each once.
fn name_of(name: &str, taken: &mut BTreeSet<String>) -> String {
    let mut allowed: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    if !allowed.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        allowed.insert(0, '_');
    }
    let cut = |room: usize| allowed.chars().take(room).collect::<String>();
    let numbered = (2..).map(|n| {
        let number = format!("_{n}");
        cut(NAME - number.len()) + &number
    });
    let free = std::iter::once(cut(NAME)).chain(numbered).find(|name| !taken.contains(name));
    let free = free.unwrap_or_default();
    taken.insert(free.clone());
    free
}

fn value(
    cell: &AnyValue<'_>,
    ty: VariableType,
    variable: u32,
    observation: u64,
    long: &mut LongStringTable,
) -> Value<'static> {
    let missing = MissingValue::System;
    match ty {
        VariableType::Byte => Value::Byte(match cell {
            AnyValue::Boolean(v) => StataByte::Present(i8::from(*v)),
            _ => StataByte::Missing(missing),
        }),
        VariableType::Long => Value::Long(match cell {
            AnyValue::Date(days) => StataLong::Present(days + EPOCH),
            _ => StataLong::Missing(missing),
        }),
        // Digits are read to the nearest double; what is no number is missing.
        VariableType::Double => {
            let number = plain(cell).parse().ok().filter(|v: &f64| v.is_finite());
            Value::Double(number.map_or(StataDouble::Missing(missing), StataDouble::Present))
        }
        // Stata ends a long text with a zero byte, which the library leaves to its caller.
        VariableType::LongString => {
            Value::LongStringRef(long.get_or_insert(variable, observation, (plain(cell) + "\0").as_str()))
        }
        _ => Value::String(plain(cell).into()),
    }
}

fn plain(cell: &AnyValue<'_>) -> String {
    let mut text = String::new();
    write_plain(&mut text, cell);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_what_stata_allows_and_each_once() {
        let mut taken = BTreeSet::new();
        let mut name = |text: &str| name_of(text, &mut taken);
        assert_eq!(name("value_added.industry"), "value_added_industry");
        assert_eq!(name("value_added industry"), "value_added_industry_2");
        assert_eq!(name("2024年"), "_2024年");
        let long = "地区生产总值".repeat(8);
        assert_eq!(name(&long).chars().count(), NAME);
        let second = name(&long);
        assert!(second.ends_with("_2") && second.chars().count() == NAME, "{second}");
    }
}
