//! Columns of polars as Parquet that every BI tool opens, as releases are written.

use std::io::{self, Write};
use std::sync::Arc;

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, ZstdLevel};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::{WriterProperties, WriterVersion};
use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, UInt8Type, UInt16Type, UInt32Type,
    UInt64Type,
};
use arrow_array::{ArrayRef, BooleanArray, Decimal128Array, PrimitiveArray, RecordBatch, StringArray};
use arrow_schema::{DataType as ArrowType, Field, Fields, Schema, TimeUnit as ArrowUnit};
use polars::prelude::{AnyValue, DataType, Series, TimeUnit};

use super::plain::write_plain;

/// Rows of a batch: few, so that the texts of one fit a column with 32-bit offsets.
const BATCH_ROWS: usize = 1024;
/// Rows of a row group, as in a release.
const GROUP_ROWS: usize = 100_000;

pub(super) fn write_parquet(columns: &[Series], height: usize, out: impl Write + Send) -> io::Result<()> {
    let field = |column: &Series| Field::new(column.name().as_str(), arrow_type(column.dtype()), true);
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Fields>()));
    let properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).map_err(io_error)?))
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties)).map_err(io_error)?;
    for start in (0..height).step_by(BATCH_ROWS) {
        let part = |column: &Series| array(&column.slice(start as i64, BATCH_ROWS));
        let arrays = columns.iter().map(part).collect::<io::Result<_>>()?;
        let batch = RecordBatch::try_new(Arc::clone(&schema), arrays).map_err(io::Error::other)?;
        writer.write(&batch).map_err(io_error)?;
    }
    writer.close().map(drop).map_err(io_error)
}

/// The type in the file. What has none that every reader knows is written as its plain text.
fn arrow_type(polars: &DataType) -> ArrowType {
    match polars {
        DataType::Boolean => ArrowType::Boolean,
        DataType::UInt8 => ArrowType::UInt8,
        DataType::UInt16 => ArrowType::UInt16,
        DataType::UInt32 => ArrowType::UInt32,
        DataType::UInt64 => ArrowType::UInt64,
        DataType::Int8 => ArrowType::Int8,
        DataType::Int16 => ArrowType::Int16,
        DataType::Int32 => ArrowType::Int32,
        DataType::Int64 => ArrowType::Int64,
        DataType::Float32 => ArrowType::Float32,
        DataType::Float64 => ArrowType::Float64,
        DataType::Decimal(precision, scale) => ArrowType::Decimal128(*precision as u8, *scale as i8),
        DataType::Date => ArrowType::Date32,
        DataType::Datetime(unit, None) => ArrowType::Timestamp(arrow_unit(*unit), None),
        DataType::List(element) if **element == DataType::String => {
            ArrowType::List(Arc::new(Field::new("element", ArrowType::Utf8, true)))
        }
        _ => ArrowType::Utf8,
    }
}

const fn arrow_unit(unit: TimeUnit) -> ArrowUnit {
    match unit {
        TimeUnit::Milliseconds => ArrowUnit::Millisecond,
        TimeUnit::Microseconds => ArrowUnit::Microsecond,
        TimeUnit::Nanoseconds => ArrowUnit::Nanosecond,
    }
}

/// The cells of one variant; anything else, which is only null, becomes null.
macro_rules! cells {
    ($column:expr, $variant:ident) => {
        $column.iter().map(|cell| match cell {
            AnyValue::$variant(v, ..) => Some(v),
            _ => None,
        })
    };
}

fn array(column: &Series) -> io::Result<ArrayRef> {
    Ok(match column.dtype() {
        DataType::Boolean => Arc::new(cells!(column, Boolean).collect::<BooleanArray>()),
        DataType::UInt8 => numbers::<UInt8Type>(cells!(column, UInt8)),
        DataType::UInt16 => numbers::<UInt16Type>(cells!(column, UInt16)),
        DataType::UInt32 => numbers::<UInt32Type>(cells!(column, UInt32)),
        DataType::UInt64 => numbers::<UInt64Type>(cells!(column, UInt64)),
        DataType::Int8 => numbers::<Int8Type>(cells!(column, Int8)),
        DataType::Int16 => numbers::<Int16Type>(cells!(column, Int16)),
        DataType::Int32 => numbers::<Int32Type>(cells!(column, Int32)),
        DataType::Int64 => numbers::<Int64Type>(cells!(column, Int64)),
        DataType::Float32 => numbers::<Float32Type>(cells!(column, Float32)),
        DataType::Float64 => numbers::<Float64Type>(cells!(column, Float64)),
        DataType::Decimal(precision, scale) => {
            let unscaled = cells!(column, Decimal).collect::<Decimal128Array>();
            let typed = unscaled.with_precision_and_scale(*precision as u8, *scale as i8);
            Arc::new(typed.map_err(io::Error::other)?)
        }
        DataType::Date => numbers::<Date32Type>(cells!(column, Date)),
        DataType::Datetime(unit, None) => match unit {
            TimeUnit::Milliseconds => numbers::<TimestampMillisecondType>(cells!(column, Datetime)),
            TimeUnit::Microseconds => numbers::<TimestampMicrosecondType>(cells!(column, Datetime)),
            TimeUnit::Nanoseconds => numbers::<TimestampNanosecondType>(cells!(column, Datetime)),
        },
        DataType::List(element) if **element == DataType::String => lists(column),
        _ => texts(column),
    })
}

fn numbers<T: ArrowPrimitiveType>(cells: impl Iterator<Item = Option<T::Native>>) -> ArrayRef
where
    PrimitiveArray<T>: FromIterator<Option<T::Native>>,
{
    Arc::new(cells.collect::<PrimitiveArray<T>>())
}

fn texts(column: &Series) -> ArrayRef {
    let text = |cell: AnyValue<'_>| {
        let mut text = String::new();
        write_plain(&mut text, &cell);
        (!cell.is_null()).then_some(text)
    };
    Arc::new(column.iter().map(text).collect::<StringArray>())
}

fn lists(column: &Series) -> ArrayRef {
    let element = Field::new("element", ArrowType::Utf8, true);
    let mut builder = ListBuilder::new(StringBuilder::new()).with_field(element);
    for cell in column.iter() {
        match cell {
            AnyValue::List(elements) => {
                elements.rechunk().iter().for_each(|e| builder.values().append_option(e.get_str()));
                builder.append(true);
            }
            _ => builder.append(false),
        }
    }
    Arc::new(builder.finish())
}

fn io_error(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        other => io::Error::other(other),
    }
}
