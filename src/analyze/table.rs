//! Tables of polars from the rows of an analysis, column by column.

use polars::frame::DataFrame;
use polars::prelude::{
    BooleanChunked, Column, Float64Chunked, Int32Chunked, Int64Chunked, Int128Chunked, IntoColumn, NewChunkedArray,
    StringChunkedBuilder,
};
use rust_decimal::Decimal;

use crate::model::{Error, ErrorKind, Result};

/// Digits of decimal columns, as in a release.
const PRECISION: usize = 38;
/// Digits after their point.
const SCALE: u32 = 9;

/// The columns of a table of `height` rows, one after the other.
pub(super) struct TableBuilder {
    height: usize,
    columns: Vec<Column>,
}

impl TableBuilder {
    pub(super) fn new(height: usize) -> Self {
        Self { height, columns: Vec::new() }
    }

    /// A column of texts; empty ones are null.
    pub(super) fn text<S: AsRef<str>>(&mut self, name: &str, cells: impl Iterator<Item = Option<S>>) -> &mut Self {
        let mut builder = StringChunkedBuilder::new(name.into(), self.height);
        cells.for_each(|cell| builder.append_option(cell.as_ref().map(AsRef::as_ref).filter(|text| !text.is_empty())));
        self.columns.push(builder.finish().into_column());
        self
    }

    /// Derived numbers, with four digits after the point; what is no number is missing.
    pub(super) fn float(&mut self, name: &str, cells: impl Iterator<Item = Option<f64>>) -> &mut Self {
        let cells = cells.map(|cell| cell.filter(|v| v.is_finite()).map(|v| (v * 1e4).round() / 1e4));
        self.columns.push(Float64Chunked::from_iter_options(name.into(), cells).into_column());
        self
    }

    pub(super) fn integer(&mut self, name: &str, cells: impl Iterator<Item = Option<i64>>) -> &mut Self {
        self.columns.push(Int64Chunked::from_iter_options(name.into(), cells).into_column());
        self
    }

    pub(super) fn bool(&mut self, name: &str, cells: impl Iterator<Item = Option<bool>>) -> &mut Self {
        self.columns.push(BooleanChunked::from_iter_options(name.into(), cells).into_column());
        self
    }

    /// Days since 1970-01-01.
    pub(super) fn date(&mut self, name: &str, cells: impl Iterator<Item = Option<i32>>) -> &mut Self {
        self.columns.push(Int32Chunked::from_iter_options(name.into(), cells).into_date().into_column());
        self
    }

    /// Exact decimals; null where one has more digits than the column.
    pub(super) fn decimal(&mut self, name: &str, cells: impl Iterator<Item = Option<Decimal>>) -> &mut Self {
        let unscaled = Int128Chunked::from_iter_options(name.into(), cells.map(|cell| cell.and_then(unscaled)));
        match unscaled.into_decimal(PRECISION, SCALE as usize) {
            Ok(decimals) => self.columns.push(decimals.into_column()),
            // Every value was checked to fit.
            Err(_) => {
                self.columns.push(Column::full_null(name.into(), self.height, &polars::prelude::DataType::Float64));
            }
        }
        self
    }

    pub(super) fn finish(self) -> Result<DataFrame> {
        DataFrame::new(self.height, self.columns).map_err(|e| {
            Error::new(ErrorKind::Output, "table", format!("the columns of this table do not fit together: {e}"))
                .hint("this is a fault of the program; please report it")
        })
    }
}

/// The value times 10⁹, rounded half to even.
fn unscaled(value: Decimal) -> Option<i128> {
    let value = if value.scale() > SCALE { value.round_dp(SCALE) } else { value };
    value.mantissa().checked_mul(10i128.pow(SCALE - value.scale())).filter(|v| v.unsigned_abs() < 10u128.pow(38))
}
