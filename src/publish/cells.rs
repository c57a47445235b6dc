//! The columns of a record batch as typed arrays, for the formats that write cell by cell.

use std::fmt::Write;

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, BooleanArray, ListArray, PrimitiveArray, RecordBatch, StringArray};
use arrow_schema::DataType;

use super::decimal::write_plain;
use crate::model::date_of_days;

/// One column.
pub(super) enum Column<'a> {
    Utf8(&'a StringArray),
    UInt32(&'a PrimitiveArray<UInt32Type>),
    UInt64(&'a PrimitiveArray<UInt64Type>),
    Int8(&'a PrimitiveArray<Int8Type>),
    Int16(&'a PrimitiveArray<Int16Type>),
    Float32(&'a PrimitiveArray<Float32Type>),
    Float64(&'a PrimitiveArray<Float64Type>),
    Bool(&'a BooleanArray),
    Date32(&'a PrimitiveArray<Date32Type>),
    Decimal(&'a PrimitiveArray<Decimal128Type>),
    List(&'a ListArray, &'a StringArray),
}

/// One cell.
pub(super) enum Cell<'a> {
    Null,
    Text(&'a str),
    Unsigned(u64),
    Signed(i64),
    Float32(f32),
    Float64(f64),
    Bool(bool),
    /// Days since 1970-01-01.
    Date(i32),
    /// Units of 10⁻⁹.
    Decimal(i128),
    List(Texts<'a>),
}

/// The elements of a list.
#[derive(Clone)]
pub(super) struct Texts<'a> {
    values: &'a StringArray,
    places: std::ops::Range<usize>,
}

impl<'a> Iterator for Texts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        self.places.next().map(|i| self.values.value(i))
    }
}

impl Cell<'_> {
    /// Appends the cell as text, without loss: nulls are empty; elements of lists are joined by `|`,
    /// with `\` before a `|` or `\` of their own; floats are the shortest digits that read back to the
    /// same value; decimals have neither exponent nor zeros at the end; dates are ISO 8601.
    pub(super) fn write(&self, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = match *self {
            Self::Null => Ok(()),
            Self::Text(text) => out.write_str(text),
            Self::Unsigned(v) => write!(out, "{v}"),
            Self::Signed(v) => write!(out, "{v}"),
            Self::Float32(v) => write!(out, "{v}"),
            Self::Float64(v) => write!(out, "{v}"),
            Self::Bool(v) => write!(out, "{v}"),
            Self::Date(days) => date_of_days(days).map_or(Ok(()), |date| write!(out, "{date}")),
            Self::Decimal(v) => {
                write_plain(out, v);
                Ok(())
            }
            Self::List(ref texts) => {
                join(out, texts.clone());
                Ok(())
            }
        };
    }
}

fn join(out: &mut String, texts: Texts<'_>) {
    for (i, text) in texts.enumerate() {
        if i > 0 {
            out.push('|');
        }
        for c in text.chars() {
            if matches!(c, '|' | '\\') {
                out.push('\\');
            }
            out.push(c);
        }
    }
}

/// The rows of a batch with the columns `names`, each cell as text or null; `None` for a column that is
/// not there or of a type that no table of a release has.
#[cfg(feature = "analysis")]
pub(crate) fn cell_texts(batch: &RecordBatch, names: &[String]) -> Option<Vec<Vec<Option<String>>>> {
    let columns = names.iter().map(|name| Column::new(batch.column_by_name(name)?.as_ref()));
    let columns = columns.collect::<Option<Vec<_>>>()?;
    let text = |cell: &Cell<'_>| {
        let mut text = String::new();
        cell.write(&mut text);
        (!matches!(cell, Cell::Null)).then_some(text)
    };
    Some((0..batch.num_rows()).map(|row| columns.iter().map(|c| text(&c.cell(row))).collect()).collect())
}

impl<'a> Column<'a> {
    /// The columns of a batch of the contract; `None` for a type that it does not have.
    pub(super) fn of(batch: &'a RecordBatch) -> Option<Vec<Self>> {
        batch.columns().iter().map(|array| Self::new(array.as_ref())).collect()
    }

    /// One column; `None` for a type that the contract does not have.
    pub(super) fn new(array: &'a dyn Array) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Self::Utf8(array.as_string_opt()?),
            DataType::UInt32 => Self::UInt32(array.as_primitive_opt()?),
            DataType::UInt64 => Self::UInt64(array.as_primitive_opt()?),
            DataType::Int8 => Self::Int8(array.as_primitive_opt()?),
            DataType::Int16 => Self::Int16(array.as_primitive_opt()?),
            DataType::Float32 => Self::Float32(array.as_primitive_opt()?),
            DataType::Float64 => Self::Float64(array.as_primitive_opt()?),
            DataType::Boolean => Self::Bool(array.as_boolean_opt()?),
            DataType::Date32 => Self::Date32(array.as_primitive_opt()?),
            DataType::Decimal128(..) => Self::Decimal(array.as_primitive_opt()?),
            DataType::List(_) => {
                let list = array.as_list_opt()?;
                Self::List(list, list.values().as_string_opt()?)
            }
            _ => return None,
        })
    }

    /// The cell of a row.
    pub(super) fn cell(&self, row: usize) -> Cell<'a> {
        macro_rules! cell {
            ($array:expr, $make:expr) => {
                if $array.is_null(row) { Cell::Null } else { $make($array.value(row)) }
            };
        }
        match self {
            Self::Utf8(a) => cell!(a, Cell::Text),
            Self::UInt32(a) => cell!(a, |v| Cell::Unsigned(u64::from(v))),
            Self::UInt64(a) => cell!(a, Cell::Unsigned),
            Self::Int8(a) => cell!(a, |v| Cell::Signed(i64::from(v))),
            Self::Int16(a) => cell!(a, |v| Cell::Signed(i64::from(v))),
            Self::Float32(a) => cell!(a, Cell::Float32),
            Self::Float64(a) => cell!(a, Cell::Float64),
            Self::Bool(a) => cell!(a, Cell::Bool),
            Self::Date32(a) => cell!(a, Cell::Date),
            Self::Decimal(a) => cell!(a, Cell::Decimal),
            Self::List(a, values) => {
                let offsets = a.value_offsets();
                Cell::List(Texts { values, places: offsets[row] as usize..offsets[row + 1] as usize })
            }
        }
    }
}
