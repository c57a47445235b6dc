//! Stage 7, tables to a release: Parquet, CSV, data package, manifest.
//!
//! [`schema`] is the contract; [`ReleaseWriter`] fills a folder after it, [`Staging`] puts that
//! folder in its place whole or not at all, in an [`Output`] that one process writes to at a time, and
//! [`ObservationWriter`] writes observations alone. What they write on is a [`storage`].
//! [`releases`] finds releases again, and [`TableReader`] reads their tables.

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
mod pages;
mod parquet;
mod read;
mod release;
pub mod releases;
mod rows;
pub mod schema;
mod series;
mod staging;
pub mod storage;
mod stored_chunks;
mod table_writer;
mod waiting;

#[cfg(feature = "analysis")]
pub(crate) use cells::cell_texts;
pub use csv::escape_directions;
#[cfg(feature = "analysis")]
pub(crate) use csv::{BYTE_ORDER_MARK, inert};
pub(crate) use decimal::write_plain;
pub use extract::ObservationWriter;
pub(crate) use hashing::sha256;
pub use latest::{is_release_id, latest, latest_if, release_ids};
pub use manifest::{Counts, Input, Manifest, WrittenFile};
pub use output::{Output, Recovery};
pub use owner::Owner;
pub(crate) use parquet::GROUP_RAW_BYTES;
pub use read::{Row, TableReader};
pub use release::{ReleaseInfo, ReleaseWriter};
pub use rows::RowKey;
pub use staging::{MANIFEST, Staging};
pub use table_writer::Format;
