//! Object stores and HTTP as sources: `s3://`, `gs://`, `az://`, `http://`, `https://`.
//!
//! A [`Store`] lists what lies under a URL of the pipeline; [`Fetcher`] brings the objects of a batch
//! when its turn comes. The rest of the program is synchronous, and what is not lies behind
//! [`Store`] in `store.rs`. Without the feature `remote` a stand-in takes its place that is never made.
//!
//! To mind when changing it: nothing but the host that the pipeline names is asked (redirects to other
//! hosts, metadata services and endpoints of the environment are not followed); secrets come from the
//! environment and go into no message, so what a library says of an error is never passed on; and a
//! reason must be the same from run to run, without times or counts of tries.

mod address;
mod fetch;

#[cfg(feature = "remote")]
mod build;
#[cfg(feature = "remote")]
mod connector;
#[cfg(feature = "remote")]
mod failure;
#[cfg(feature = "remote")]
mod listing;
#[cfg(feature = "remote")]
mod store;

#[cfg(not(feature = "remote"))]
#[path = "absent.rs"]
mod store;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;

pub use address::{Address, Scheme, is_url};
pub use fetch::Fetcher;
pub(super) use fetch::unreadable;
pub use store::Store;

/// Whether this program can read stores.
pub const BUILT: bool = cfg!(feature = "remote");

/// Longest key that a store may give, in bytes; S3 has none longer.
pub(super) const LONGEST_KEY: usize = 1024;

/// How a source's stores are reached. What of it decides what is read is serialised, and goes into
/// the fingerprint of a pipeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoreSettings {
    /// The server to ask instead of the provider's own.
    pub endpoint: Option<String>,
    /// The region of an S3 bucket.
    pub region: Option<String>,
    /// The storage account of an Azure container.
    pub account: Option<String>,
    /// Whether requests are not signed.
    pub anonymous: bool,
    /// Whether an endpoint may be reached without TLS.
    #[serde(skip)]
    pub allow_http: bool,
    /// Longest time for one request and its answer.
    #[serde(skip)]
    pub timeout: Duration,
    /// How often a request that failed is made again.
    #[serde(skip)]
    pub retries: usize,
}

impl Default for StoreSettings {
    fn default() -> Self {
        Self {
            endpoint: None,
            region: None,
            account: None,
            anonymous: false,
            allow_http: false,
            timeout: Duration::from_mins(2),
            retries: 8,
        }
    }
}

/// An object that is to be fetched.
#[derive(Clone)]
pub struct Object {
    /// Where it lies.
    pub store: Arc<Store>,
    /// Its whole key.
    pub key: String,
}

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Object").field("store", &self.store.url()).field("key", &self.key).finish()
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.store.url() == other.store.url()
    }
}

impl Eq for Object {}

/// What lies under a URL.
#[derive(Debug, Default)]
pub(super) struct Listed {
    /// Whole keys with their sizes in bytes, in no order.
    pub(super) objects: Vec<(String, u64)>,
    /// Whole keys by which nothing can be asked for.
    pub(super) refused: Vec<String>,
}

/// Why something could not be had from a store.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    /// In words of our own: no secret, no time.
    pub(super) reason: String,
    /// Whether it is the object's and not the store's: there is no need to ask whether the store is
    /// still there.
    pub(super) of_object: bool,
}
