//! Stage 8, over releases: their tables as lazy frames of polars, and SQL on them.
//!
//! A release is read with the Parquet reader of the rest of the program, behind polars' interface
//! for scans. Polars' own readers stay out of the build: they bring an object store, an HTTP client
//! and TLS with them, a third of the build time, and a program that could reach a network.
//!
//! Decimals stay exact from the file to the output: [`Rows`] writes them digit by digit.

mod all;
mod column;
mod dta;
mod facts;
mod hint;
pub mod panel;
mod parquet;
mod plain;
mod release;
pub mod releases;
mod rows;
mod scan;
mod sql;
mod table;
pub mod targets;
pub mod years;

pub use all::RELEASE;
pub use facts::{DocumentInfo, Fact, Facts, Filter, RegionChoice, SeriesInfo, Statement};
pub use plain::{Json, write_plain};
pub use release::{Release, ReleaseTable};
pub use rows::Rows;
pub use sql::query;

pub use polars::frame::DataFrame;
pub use polars::lazy::frame::LazyFrame;
