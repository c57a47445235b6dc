//! All releases of a pipeline as one: their tables on top of one another, with the column `release`.

use std::path::Path;

use polars::prelude::{Expr, LazyFrame, PolarsError, UnionArgs, col, concat, lit};

use super::column::data_type;
use super::{Release, ReleaseTable};
use crate::model::{Error, Result};
use crate::publish::release_ids;
use crate::publish::releases::no_release;
use crate::publish::schema::{TABLES, Table};

/// The column that names the release of a row.
pub const RELEASE: &str = "release";

impl Release {
    /// Every release in the folder of a pipeline's releases, oldest first.
    ///
    /// # Errors
    /// `no-release` when there is none; `release-unreadable` when a table is damaged.
    pub fn open_all(folder: &Path) -> Result<Vec<Self>> {
        let ids = release_ids(&folder.into())?;
        if ids.is_empty() {
            return Err(no_release(folder));
        }
        ids.iter().map(|id| Self::open(&folder.join("releases").join(id))).collect()
    }

    /// All releases in the folder of a pipeline's releases as one, whose tables have the column
    /// `release` before the others. What an older program did not write is null.
    ///
    /// # Errors
    /// Those of [`Release::open_all`].
    pub fn union(folder: &Path) -> Result<Self> {
        let all = Self::open_all(folder)?;
        let tables = TABLES.iter().map(|table| on_top(table, &all)).collect::<Result<_>>()?;
        let latest = all.last().map(|release| release.manifest.clone()).ok_or_else(|| no_release(folder))?;
        Ok(Self { folder: folder.to_owned(), manifest: latest, tables })
    }
}

/// One table of all releases.
fn on_top(table: &'static Table, releases: &[Release]) -> Result<ReleaseTable> {
    let of = |release: &Release| -> Option<LazyFrame> {
        let own = release.table(table.name)?;
        let columns = table.columns.iter().map(|column| {
            if own.columns.iter().any(|name| name == column.name) {
                return Some(col(column.name));
            }
            Some(lit(polars::prelude::NULL).cast(data_type(&column.ty.arrow())?).alias(column.name))
        });
        let name = lit(release.id()).alias(RELEASE);
        let all: Option<Vec<Expr>> = std::iter::once(Some(name)).chain(columns).collect();
        Some(own.frame.clone().select(all?))
    };
    let frames: Vec<LazyFrame> = releases.iter().filter_map(of).collect();
    let frame = concat(frames, UnionArgs::default()).map_err(|e| unreadable(table, &e))?;
    let columns = std::iter::once(RELEASE).chain(table.columns.iter().map(|c| c.name)).map(str::to_owned).collect();
    Ok(ReleaseTable { name: table.name, columns, frame })
}

fn unreadable(table: &Table, error: &PolarsError) -> Error {
    Error::usage("release-unreadable", format!("the table {} of these releases cannot be read: {error}", table.name))
        .hint("`zhibiao releases verify` says which release is damaged")
}
