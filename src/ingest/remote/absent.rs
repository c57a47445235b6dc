//! Stands in for stores in a program that is built without them: there never is one.

use super::{Address, Failure, Listed, StoreSettings};
use crate::model::{Error, Result};

/// A store; without the feature `remote` there is none.
#[derive(Debug)]
pub enum Store {}

impl Store {
    /// Opens no store.
    ///
    /// # Errors
    /// `not-built`.
    pub(in crate::ingest) fn open(url: &str, _: &Address, _: &StoreSettings) -> Result<Self> {
        Err(Error::usage("not-built", format!("this zhibiao is built without the feature that reads `{url}`"))
            .hint("build one that has it: cargo install --path . --locked --features remote"))
    }

    pub(super) fn url(&self) -> &str {
        match *self {}
    }

    pub(in crate::ingest) fn list(&self) -> Result<Listed, Failure> {
        match *self {}
    }

    pub(super) fn fetch(&self, _: &[(&str, u64)]) -> Vec<Result<Vec<u8>, Failure>> {
        match *self {}
    }

    pub(super) fn answers(&self) -> Result<(), Failure> {
        match *self {}
    }

    pub(super) fn count(&self, _: bool) {
        match *self {}
    }

    pub(super) fn gave_nothing(&self) -> bool {
        match *self {}
    }
}
