//! The stores of a source made sure of, before anything is asked of them.

use std::ops::Range;
use std::time::Duration;

use toml::Spanned;

use super::file::{SourceTable, StoreTable};
use super::settings::Resolver;
use crate::ingest::remote::{Address, BUILT, Scheme, StoreSettings, is_url};
use crate::model::{Error, Result};

impl Resolver<'_> {
    /// How the stores among the paths of a source are reached; `None` where there are none.
    pub(super) fn store(&self, source: &SourceTable) -> Result<Option<StoreSettings>> {
        let place = source.paths.span();
        let urls = source.paths.get_ref().iter().filter(|path| is_url(path));
        let addresses = urls.map(|url| self.address(url, &place)).collect::<Result<Vec<_>>>()?;
        let nothing = StoreTable::default();
        let table = match &source.store {
            Some(store) if addresses.is_empty() => {
                return Err(self
                    .wrong(store.span(), "pipeline-value", "this source has no store")
                    .hint("[source.store] says how paths such as s3://bucket/folder/ are reached"));
            }
            Some(store) => store.get_ref(),
            None if addresses.is_empty() => return Ok(None),
            None => &nothing,
        };
        if !BUILT {
            return Err(self
                .wrong(place, "not-built", "this zhibiao is built without the feature that reads stores and HTTP")
                .hint("build one that has it: cargo install --path . --locked --features remote"));
        }
        if table.account.is_none() && addresses.iter().any(|a| a.scheme == Scheme::Az) {
            return Err(self
                .wrong(place, "pipeline-value", "the storage account of the container is not said")
                .hint("[source.store] has it: account = \"…\""));
        }
        let endpoint = table.endpoint.as_ref().map(|e| self.endpoint(e, table.allow_http)).transpose()?;
        if endpoint.is_some() && addresses.iter().any(|a| a.scheme == Scheme::Http) {
            return Err(self
                .wrong(place, "pipeline-value", "an http URL says itself which server is asked")
                .hint("take the endpoint out of [source.store], or give the URL a [[source]] of its own"));
        }
        self.settings_of(table, endpoint).map(Some)
    }

    fn settings_of(&self, table: &StoreTable, endpoint: Option<String>) -> Result<StoreSettings> {
        let default = StoreSettings::default();
        let seconds = self.limit(table.timeout.as_ref(), ("timeout", default.timeout.as_secs()), 3_600)?;
        let retries = match &table.retries {
            Some(none) if *none.get_ref() == 0 => 0,
            retries => self.limit(retries.as_ref(), ("retries", default.retries as u64), 100)? as usize,
        };
        Ok(StoreSettings {
            endpoint,
            region: table.region.clone(),
            account: table.account.clone(),
            anonymous: table.anonymous,
            allow_http: table.allow_http,
            timeout: Duration::from_secs(seconds),
            retries,
        })
    }

    fn address(&self, url: &str, place: &Range<usize>) -> Result<Address> {
        Address::parse(url).map_err(|why| {
            // A URL that is refused may be refused for the secret in it, and is not repeated.
            self.wrong(place.clone(), "pipeline-value", format!("a path of this source is not read: {why}"))
                .hint("s3://bucket/folder/, gs://bucket/folder/, az://container/folder/, https://host/folder/")
        })
    }

    fn endpoint(&self, endpoint: &Spanned<String>, allow_http: bool) -> Result<String> {
        let url = endpoint.get_ref();
        let wrong = |why: &str, hint: &str| -> Error { self.wrong(endpoint.span(), "pipeline-value", why).hint(hint) };
        let good = Address::parse(url).is_ok_and(|address| address.scheme == Scheme::Http);
        if !good {
            let hint = "the URL of a server, without user and query: https://minio.example:9000";
            return Err(wrong("this is no endpoint", hint));
        }
        if url.starts_with("http://") && !allow_http {
            return Err(wrong("this endpoint has no TLS", "allow_http = true in [source.store] says that you know"));
        }
        Ok(url.clone())
    }
}
