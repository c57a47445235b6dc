//! A release, opened: each of its tables as a lazy frame.

use std::path::{Path, PathBuf};

use polars::lazy::frame::LazyFrame;

use super::scan::{Batches, ParquetScan};
use crate::model::{Error, Result};
use crate::publish::Manifest;
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
    /// What went into it and what came out.
    pub manifest: Manifest,
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
        let manifest = manifest(&folder)?;
        let open = |name: &'static str| {
            let scan = ParquetScan::open(&folder.join(format!("{name}.parquet")))?;
            Ok(ReleaseTable { name, columns: scan.columns(), frame: scan.frame()? })
        };
        // A table that an older program did not write is no damage.
        let written = |name: &str| manifest.files.iter().any(|f| f.name == format!("{name}.parquet"));
        let tables = TABLES.iter().filter(|table| written(table.name));
        let tables = tables.map(|table| open(table.name)).collect::<Result<_>>()?;
        Ok(Self { folder, manifest, tables })
    }

    /// Its identity: the name of its folder.
    #[must_use]
    pub fn id(&self) -> String {
        self.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// The rows of a table, batch by batch, with the columns `names`.
    pub(super) fn batches(&self, table: &'static str, names: &[&str]) -> Result<Batches> {
        let missing = |what: String| {
            Error::usage("release-too-old", format!("{what}; an older program wrote this release"))
                .at_file(&self.folder)
                .hint("make a release with this program: `zhibiao run PIPELINE.toml`")
        };
        let known = self.table(table).ok_or_else(|| missing(format!("there is no table `{table}`")))?;
        if let Some(name) = names.iter().find(|name| !known.columns.iter().any(|c| c == *name)) {
            return Err(missing(format!("there is no column `{name}` in the table `{table}`")));
        }
        ParquetScan::batches(&self.file_of(table), names)
    }

    /// The file of a table.
    pub(super) fn file_of(&self, table: &str) -> PathBuf {
        self.folder.join(format!("{table}.parquet"))
    }

    /// The table of this name.
    #[must_use]
    pub fn table(&self, name: &str) -> Option<&ReleaseTable> {
        self.tables.iter().find(|t| t.name == name)
    }
}

fn manifest(folder: &Path) -> Result<Manifest> {
    let path = folder.join("manifest.json");
    let unreadable = |what: &dyn std::fmt::Display| {
        Error::usage("release-unreadable", format!("the manifest of the release cannot be read: {what}"))
            .at_file(&path)
            .hint("make the release again with `zhibiao run`")
    };
    let text = std::fs::read_to_string(&path).map_err(|e| unreadable(&e))?;
    serde_json::from_str(&text).map_err(|e| unreadable(&e))
}
