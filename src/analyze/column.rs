//! Columns of the contract, from Arrow to polars.
//!
//! Value by value: the zero-copy way, the C data interface, needs `unsafe`, which this program does
//! without.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Decimal128Type, Float32Type, Float64Type, Int8Type, Int16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{Array, ListArray};
use arrow_schema::DataType as ArrowType;
use polars::prelude::{
    self as pl, BooleanChunked, ChunkedArray, Column, DataType, IntoColumn, ListBuilderTrait, ListStringChunkedBuilder,
    NewChunkedArray, PlSmallStr, PolarsNumericType, StringChunkedBuilder,
};

/// The polars type for a type of the contract; `None` for any other.
pub(super) fn data_type(arrow: &ArrowType) -> Option<DataType> {
    Some(match arrow {
        ArrowType::Utf8 => DataType::String,
        ArrowType::UInt32 => DataType::UInt32,
        ArrowType::UInt64 => DataType::UInt64,
        ArrowType::Int8 => DataType::Int8,
        ArrowType::Int16 => DataType::Int16,
        ArrowType::Float32 => DataType::Float32,
        ArrowType::Float64 => DataType::Float64,
        ArrowType::Boolean => DataType::Boolean,
        ArrowType::Date32 => DataType::Date,
        ArrowType::Decimal128(precision, scale) => {
            DataType::Decimal(usize::from(*precision), usize::try_from(*scale).ok()?)
        }
        ArrowType::List(element) if *element.data_type() == ArrowType::Utf8 => {
            DataType::List(Box::new(DataType::String))
        }
        _ => return None,
    })
}

/// The same values as a column of polars; `None` for a type that is not in the contract.
pub(super) fn column(name: &PlSmallStr, array: &dyn Array) -> Option<Column> {
    let name = name.clone();
    Some(match array.data_type() {
        ArrowType::Utf8 => texts(name, array)?,
        ArrowType::UInt32 => numbers::<UInt32Type, pl::UInt32Type>(name, array)?.into_column(),
        ArrowType::UInt64 => numbers::<UInt64Type, pl::UInt64Type>(name, array)?.into_column(),
        ArrowType::Int8 => numbers::<Int8Type, pl::Int8Type>(name, array)?.into_column(),
        ArrowType::Int16 => numbers::<Int16Type, pl::Int16Type>(name, array)?.into_column(),
        ArrowType::Float32 => numbers::<Float32Type, pl::Float32Type>(name, array)?.into_column(),
        ArrowType::Float64 => numbers::<Float64Type, pl::Float64Type>(name, array)?.into_column(),
        ArrowType::Boolean => BooleanChunked::from_iter_options(name, array.as_boolean_opt()?.iter()).into_column(),
        ArrowType::Date32 => numbers::<Date32Type, pl::Int32Type>(name, array)?.into_date().into_column(),
        ArrowType::Decimal128(precision, scale) => {
            let unscaled = numbers::<Decimal128Type, pl::Int128Type>(name, array)?;
            let (precision, scale) = (usize::from(*precision), usize::try_from(*scale).ok()?);
            unscaled.into_decimal(precision, scale).ok()?.into_column()
        }
        ArrowType::List(_) => lists(name, array.as_list_opt()?)?,
        _ => return None,
    })
}

fn numbers<A, P>(name: PlSmallStr, array: &dyn Array) -> Option<ChunkedArray<P>>
where
    A: ArrowPrimitiveType,
    P: PolarsNumericType<Native = A::Native>,
{
    Some(ChunkedArray::from_iter_options(name, array.as_primitive_opt::<A>()?.iter()))
}

fn texts(name: PlSmallStr, array: &dyn Array) -> Option<Column> {
    let mut builder = StringChunkedBuilder::new(name, array.len());
    array.as_string_opt::<i32>()?.iter().for_each(|text| builder.append_option(text));
    Some(builder.finish().into_column())
}

fn lists(name: PlSmallStr, lists: &ListArray) -> Option<Column> {
    let values = lists.values().as_string_opt::<i32>()?;
    let mut builder = ListStringChunkedBuilder::new(name, lists.len(), values.len());
    for (row, ends) in lists.value_offsets().windows(2).enumerate() {
        if lists.is_null(row) {
            builder.append_null();
        } else {
            builder.append_values_iter((ends[0] as usize..ends[1] as usize).map(|i| values.value(i)));
        }
    }
    Some(builder.finish().into_column())
}
