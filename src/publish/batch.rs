//! Rows into Arrow record batches, column by column in the order of the contract.
//!
//! A row is written by one call a column and then [`BatchBuilder::end_row`]. A call that does not
//! fit the column's type is a mistake in [`super::rows`]; it adds nothing, so that the columns come
//! out unequal and [`BatchBuilder::finish`] reports it.

use std::fmt::{Display, Write};
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Date32Builder, Decimal128Builder, Float32Builder, Float64Builder, Int8Builder, Int16Builder,
    ListBuilder, StringBuilder, UInt32Builder, UInt64Builder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;

use super::schema::{ColumnType, Table, arrow::element};
use crate::model::hex::Hex;
use crate::model::{Error, ErrorKind, Result};

/// Rows after which a batch is handed on: small enough to stay in cache, and a divisor of the row
/// group.
const BATCH_ROWS: usize = 500;
/// Bytes of text after which a batch is handed on.
const BATCH_BYTES: usize = 2 << 20;
/// The longest text a cell may hold: Arrow's plain strings count with 31 bits over a whole batch.
pub(super) const CELL_LIMIT: usize = 1 << 30;

enum ColumnBuilder {
    Utf8(StringBuilder),
    UInt32(UInt32Builder),
    UInt64(UInt64Builder),
    Int8(Int8Builder),
    Int16(Int16Builder),
    Float32(Float32Builder),
    Float64(Float64Builder),
    Bool(BooleanBuilder),
    Date32(Date32Builder),
    Decimal(Decimal128Builder),
    Utf8List(ListBuilder<StringBuilder>),
}

impl ColumnBuilder {
    fn new(ty: ColumnType) -> Self {
        match ty {
            ColumnType::Utf8 => Self::Utf8(StringBuilder::new()),
            ColumnType::UInt32 => Self::UInt32(UInt32Builder::new()),
            ColumnType::UInt64 => Self::UInt64(UInt64Builder::new()),
            ColumnType::Int8 => Self::Int8(Int8Builder::new()),
            ColumnType::Int16 => Self::Int16(Int16Builder::new()),
            ColumnType::Float32 => Self::Float32(Float32Builder::new()),
            ColumnType::Float64 => Self::Float64(Float64Builder::new()),
            ColumnType::Bool => Self::Bool(BooleanBuilder::new()),
            ColumnType::Date32 => Self::Date32(Date32Builder::new()),
            ColumnType::Decimal => Self::Decimal(Decimal128Builder::new().with_data_type(ty.arrow())),
            ColumnType::Utf8List => Self::Utf8List(ListBuilder::new(StringBuilder::new()).with_field(element())),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Utf8(b) => Arc::new(b.finish()),
            Self::UInt32(b) => Arc::new(b.finish()),
            Self::UInt64(b) => Arc::new(b.finish()),
            Self::Int8(b) => Arc::new(b.finish()),
            Self::Int16(b) => Arc::new(b.finish()),
            Self::Float32(b) => Arc::new(b.finish()),
            Self::Float64(b) => Arc::new(b.finish()),
            Self::Bool(b) => Arc::new(b.finish()),
            Self::Date32(b) => Arc::new(b.finish()),
            Self::Decimal(b) => Arc::new(b.finish()),
            Self::Utf8List(b) => Arc::new(b.finish()),
        }
    }
}

/// Gathers rows of one table.
pub(super) struct BatchBuilder {
    table: &'static Table,
    schema: SchemaRef,
    columns: Vec<ColumnBuilder>,
    at: usize,
    rows: usize,
    bytes: usize,
}

/// A method that appends to a column of one type.
macro_rules! append {
    ($($(#[$doc:meta])* $name:ident($variant:ident, $ty:ty);)+) => {
        $($(#[$doc])* pub(super) fn $name(&mut self, value: impl Into<Option<$ty>>) {
            if let Some(ColumnBuilder::$variant(b)) = self.next() {
                b.append_option(value.into());
            }
        })+
    };
}

impl BatchBuilder {
    pub(super) fn new(table: &'static Table) -> Self {
        let columns = table.columns.iter().map(|c| ColumnBuilder::new(c.ty)).collect();
        Self { table, schema: table.arrow_schema(), columns, at: 0, rows: 0, bytes: 0 }
    }

    fn next(&mut self) -> Option<&mut ColumnBuilder> {
        self.at += 1;
        self.columns.get_mut(self.at - 1)
    }

    append! {
        u32(UInt32, u32);
        u64(UInt64, u64);
        i8(Int8, i8);
        i16(Int16, i16);
        f32(Float32, f32);
        f64(Float64, f64);
        bool(Bool, bool);
        /// Days since 1970-01-01.
        date(Date32, i32);
        /// Units of 10⁻⁹.
        decimal(Decimal, i128);
    }

    /// A text that is never null.
    pub(super) fn text(&mut self, value: &str) {
        self.bytes += value.len();
        if let Some(ColumnBuilder::Utf8(b)) = self.next() {
            b.append_value(value);
        }
    }

    /// A text that may be missing; an empty one is.
    pub(super) fn text_or_null<'a>(&mut self, value: impl Into<Option<&'a str>>) {
        match value.into().filter(|v| !v.is_empty()) {
            Some(value) => self.text(value),
            None => {
                if let Some(ColumnBuilder::Utf8(b)) = self.next() {
                    b.append_null();
                }
            }
        }
    }

    /// A code made by formatting, without a string of its own.
    pub(super) fn code_or_null(&mut self, value: Option<impl Display>) {
        if let Some(ColumnBuilder::Utf8(b)) = self.next() {
            match value {
                // Writing to a builder cannot fail; the empty value ends what was written.
                Some(value) => {
                    let _ = write!(b, "{value}");
                    b.append_value("");
                }
                None => b.append_null(),
            }
        }
    }

    /// Sixteen bytes as hexadecimal digits.
    pub(super) fn hex(&mut self, value: [u8; 16]) {
        self.text(Hex::of(value).as_str());
    }

    /// Sixteen bytes as hexadecimal digits, which may be missing.
    pub(super) fn hex_or_null(&mut self, value: Option<[u8; 16]>) {
        match value {
            Some(value) => self.hex(value),
            None => self.text_or_null(None),
        }
    }

    /// A list that is never null.
    pub(super) fn list<'a>(&mut self, values: impl Iterator<Item = &'a str>) {
        let mut bytes = 0;
        if let Some(ColumnBuilder::Utf8List(b)) = self.next() {
            for value in values {
                bytes += value.len();
                b.values().append_value(value);
            }
            b.append(true);
        }
        self.bytes += bytes;
    }

    /// Ends a row; whether the batch should now be taken with [`Self::finish`].
    pub(super) fn end_row(&mut self) -> bool {
        self.at = 0;
        self.rows += 1;
        self.rows >= BATCH_ROWS || self.bytes >= BATCH_BYTES
    }

    /// The rows gathered since the last call; `None` if there is none.
    pub(super) fn finish(&mut self) -> Result<Option<RecordBatch>> {
        if self.rows == 0 {
            return Ok(None);
        }
        (self.rows, self.bytes, self.at) = (0, 0, 0);
        let columns = self.columns.iter_mut().map(ColumnBuilder::finish).collect();
        RecordBatch::try_new(Arc::clone(&self.schema), columns).map(Some).map_err(|e| {
            let message = format!("the rows of the table {} do not keep its contract: {e}", self.table.name);
            Error::new(ErrorKind::Output, "contract-broken", message).caused_by(e)
        })
    }
}
