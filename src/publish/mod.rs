//! Stage 7, tables to a release: Parquet, CSV, data package, manifest.
//!
//! [`schema`] is the contract; [`ReleaseWriter`] fills a folder after it, [`Staging`] puts that
//! folder in its place whole or not at all, in an [`Output`] that one process writes to at a time, and
//! [`ObservationWriter`] writes observations alone. What they write on is a [`storage`].

mod batch;
mod cells;
mod csv;
mod datapackage;
mod decimal;
mod extract;
mod hashing;
mod jsonl;
mod latest;
mod manifest;
mod output;
mod owner;
mod parquet;
mod release;
pub mod releases;
mod rows;
pub mod schema;
mod series;
mod staging;
pub mod storage;
mod table_writer;

pub use extract::ObservationWriter;
pub use latest::{is_release_id, latest, latest_if, release_ids};
pub use manifest::{Counts, Input, Manifest, WrittenFile};
pub use output::{Output, Recovery};
pub use owner::Owner;
pub use release::{ReleaseInfo, ReleaseWriter};
pub use rows::{ResolveRow, RowKey};
pub use staging::{MANIFEST, Staging};
pub use table_writer::Format;
