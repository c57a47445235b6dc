//! Stage 7, tables to a release: Parquet, CSV, data package, manifest.
//!
//! [`schema`] is the contract; [`ReleaseWriter`] fills a folder after it, [`Staging`] puts that
//! folder in its place whole or not at all, and [`ObservationWriter`] writes observations alone.

mod batch;
mod cells;
mod csv;
mod datapackage;
mod decimal;
mod extract;
mod hashing;
mod jsonl;
mod manifest;
mod parquet;
mod release;
mod rows;
pub mod schema;
mod staging;
mod table_writer;

pub use extract::ObservationWriter;
pub use manifest::{Counts, Input, Manifest, WrittenFile};
pub use release::{ReleaseInfo, ReleaseWriter};
pub use rows::{ResolveRow, RowKey};
pub use staging::Staging;
pub use table_writer::Format;
