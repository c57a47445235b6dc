//! The contract as Arrow schemas.

use std::sync::Arc;

use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef};

use super::{Column, ColumnType, Table};
use crate::publish::decimal::{PRECISION, SCALE};

/// The element of a list, named as the Parquet format asks.
pub(in crate::publish) fn element() -> Field {
    Field::new("element", DataType::Utf8, false)
}

impl ColumnType {
    /// The Arrow type.
    #[must_use]
    pub fn arrow(self) -> DataType {
        match self {
            Self::Utf8 => DataType::Utf8,
            Self::UInt32 => DataType::UInt32,
            Self::UInt64 => DataType::UInt64,
            Self::Int8 => DataType::Int8,
            Self::Int16 => DataType::Int16,
            Self::Float32 => DataType::Float32,
            Self::Float64 => DataType::Float64,
            Self::Bool => DataType::Boolean,
            Self::Date32 => DataType::Date32,
            Self::Decimal => DataType::Decimal128(PRECISION, SCALE as i8),
            Self::Utf8List => DataType::List(Arc::new(element())),
        }
    }
}

impl Column {
    fn field(&self) -> Field {
        let about = [("description".to_owned(), self.about.to_owned())];
        Field::new(self.name, self.ty.arrow(), self.nullable).with_metadata(about.into_iter().collect())
    }
}

impl Table {
    /// The Arrow schema; each field carries its description in its metadata.
    #[must_use]
    pub fn arrow_schema(&self) -> SchemaRef {
        Arc::new(Schema::new(self.columns.iter().map(Column::field).collect::<Fields>()))
    }
}
