//! A release, opened: each of its tables as a lazy frame.

use std::path::{Path, PathBuf};

use polars::lazy::frame::LazyFrame;

use super::scan::ParquetScan;
use crate::model::Result;
use crate::publish::releases::{has_releases, latest_release, no_release};
use crate::publish::schema::TABLES;

/// A table of a release.
#[derive(Clone)]
pub struct ReleaseTable {
    /// Its name, as in the contract.
    pub name: &'static str,
    /// The names of its columns, in the order of the file.
    pub columns: Vec<String>,
    /// Its rows. Only the columns that a query needs are read.
    pub frame: LazyFrame,
}

/// A release, opened.
#[derive(Clone)]
pub struct Release {
    /// Its folder.
    pub folder: PathBuf,
    /// Its tables, in the order of the contract.
    pub tables: Vec<ReleaseTable>,
}

impl Release {
    /// Opens the release in `folder`; of a pipeline's folder, its latest one. Only the schemas are
    /// read now.
    ///
    /// # Errors
    /// `no-release` when there is none; `release-unreadable` when a table is missing or damaged.
    pub fn open(folder: &Path) -> Result<Self> {
        let folder = if has_releases(folder) { latest_release(folder)? } else { folder.to_owned() };
        if !folder.join("manifest.json").is_file() {
            return Err(no_release(&folder));
        }
        let open = |name: &'static str| {
            let scan = ParquetScan::open(&folder.join(format!("{name}.parquet")))?;
            Ok(ReleaseTable { name, columns: scan.columns(), frame: scan.frame()? })
        };
        let tables = TABLES.iter().map(|table| open(table.name)).collect::<Result<_>>()?;
        Ok(Self { folder, tables })
    }

    /// The table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&ReleaseTable> {
        self.tables.iter().find(|t| t.name == name)
    }
}
