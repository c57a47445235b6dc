//! A store: the one place where requests wait for answers.
//!
//! One thread drives all requests of a store, several at a time, while the caller waits. Retries and
//! their delays are `object_store`'s.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};
use tokio::runtime::{Builder, Runtime};

use super::connector::Refused;
use super::{Address, Failure, Listed, StoreSettings, build};
use crate::model::{Error, Result};

/// Requests under way at a time. The bytes of a batch are in memory anyhow.
const AT_A_TIME: usize = 8;
/// Longest time for a listing with all its pages: a server may give pages without end.
const LISTING: Duration = Duration::from_hours(1);
/// Most objects of a listing, for the same reason.
const MOST_OBJECTS: usize = 5_000_000;

/// What a URL of a pipeline names, on its server.
pub struct Store {
    url: String,
    path: Path,
    is_object: bool,
    objects: Arc<dyn ObjectStore>,
    refused: Refused,
    runtime: Runtime,
    fetched: AtomicU64,
    failed: AtomicU64,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The rest holds credentials.
        f.debug_struct("Store").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Store {
    /// Makes ready to ask for what `url`, taken apart in `address`, names. Nothing is asked yet.
    ///
    /// # Errors
    /// `store-credentials` where the environment has none; `store-unreadable`.
    pub(in crate::ingest) fn open(url: &str, address: &Address, settings: &StoreSettings) -> Result<Self> {
        let refused = Refused::default();
        let objects = build::objects(url, address, settings, &refused)?;
        let path = Path::parse(&address.key).map_err(|_| not_opened(url))?;
        let runtime = Builder::new_current_thread().enable_all().build().map_err(|_| not_opened(url))?;
        Ok(Self {
            url: url.to_owned(),
            path,
            is_object: address.is_object,
            objects,
            refused,
            runtime,
            fetched: AtomicU64::new(0),
            failed: AtomicU64::new(0),
        })
    }

    /// The URL as the pipeline has it.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// All that lies under the URL, or the one object that it names.
    ///
    /// # Errors
    /// When the store cannot be asked, or has not the object.
    pub(in crate::ingest) fn list(&self) -> Result<Listed, Failure> {
        self.wait(async {
            if self.is_object {
                let meta = self.objects.head(&self.path).await?;
                return Ok(Listed { objects: vec![(meta.location.into(), meta.size)], refused: Vec::new() });
            }
            let mut objects: Vec<(String, u64)> = Vec::new();
            let mut all = self.objects.list(Some(&self.path));
            while let Some(meta) = all.try_next().await? {
                objects.push((meta.location.into(), meta.size));
                if objects.len() > MOST_OBJECTS {
                    return Err(Failure::new(format!("it lists more than {MOST_OBJECTS} objects")));
                }
            }
            Ok(Listed { objects, refused: self.refused.take() })
        })
    }

    /// The bytes of objects, in the order asked for, each of which must still have its size.
    pub(super) fn fetch(&self, wanted: &[(&str, u64)]) -> Vec<Result<Vec<u8>, Failure>> {
        let all = stream::iter(wanted).map(|(key, size)| self.get(key, *size)).buffered(AT_A_TIME);
        self.runtime.block_on(all.collect())
    }

    async fn get(&self, key: &str, size: u64) -> Result<Vec<u8>, Failure> {
        let path = Path::parse(key).map_err(|e| Failure::from(object_store::Error::from(e)))?;
        let object = self.objects.get(&path).await?;
        let now = object.meta.size;
        // Batches are cut by the sizes that were listed: memory is bounded only if they hold.
        if now != size {
            let reason = format!("it had {size} bytes when it was listed and has {now} now; the next run reads it");
            return Err(Failure::of_object(reason));
        }
        Ok(object.bytes().await?.into())
    }

    /// Whether the store can still be asked.
    ///
    /// # Errors
    /// When not.
    pub(super) fn answers(&self) -> Result<(), Failure> {
        self.wait(async {
            if self.is_object {
                self.objects.head(&self.path).await?;
            } else {
                self.objects.list(Some(&self.path)).next().await.transpose()?;
            }
            Ok(())
        })
    }

    /// Remembers that an object was fetched, or could not be.
    pub(super) fn count(&self, fetched: bool) {
        let counter = if fetched { &self.fetched } else { &self.failed };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether objects were asked for and none could be fetched.
    pub(super) fn gave_nothing(&self) -> bool {
        self.failed.load(Ordering::Relaxed) > 0 && self.fetched.load(Ordering::Relaxed) == 0
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let bounded = async { tokio::time::timeout(LISTING, work).await };
        self.runtime.block_on(bounded).unwrap_or_else(|_| Err(Failure::new("its listing does not end")))
    }
}

fn not_opened(url: &str) -> Error {
    Error::usage("store-unreadable", format!("`{url}` cannot be asked for anything"))
        .hint("look at the URL, and at endpoint, region and account in [source.store]")
}
