//! The client of a store: what the pipeline says of it, and credentials from the environment.
//!
//! Of the environment only credentials are taken, never an endpoint; and where there are none, none are
//! looked for elsewhere, because the metadata service of a cloud is no network that a pipeline names.

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GcpCredential, GoogleCloudStorageBuilder};
use object_store::http::HttpBuilder;
use object_store::{BackoffConfig, ObjectStore, RetryConfig, StaticCredentialProvider};

use super::connector::{Connector, Refused};
use super::{Address, Scheme, StoreSettings};
use crate::model::{Error, Result};

/// Longest time in which a request is made again.
const RETRY: Duration = Duration::from_mins(3);

/// The client for `address`; what it must refuse of listings goes to `refused`.
///
/// # Errors
/// `store-credentials`, `store-settings`.
pub(super) fn objects(
    url: &str,
    address: &Address,
    settings: &StoreSettings,
    refused: &Refused,
) -> Result<Arc<dyn ObjectStore>> {
    let servers = settings.endpoint.iter().chain((address.scheme == Scheme::Http).then_some(&address.bucket));
    let words = settings.region.iter().chain(&settings.account);
    let good = servers.map(String::as_str).all(is_server) && words.map(String::as_str).all(is_word);
    if !good {
        return Err(not_described(url));
    }
    let parts = Parts { url, address, settings, connector: Connector::new(address, settings, refused) };
    match address.scheme {
        Scheme::S3 => parts.s3(),
        Scheme::Gs => parts.gs(),
        Scheme::Az => parts.az(),
        Scheme::Http => parts.http(),
    }
}

struct Parts<'a> {
    url: &'a str,
    address: &'a Address,
    settings: &'a StoreSettings,
    connector: Connector,
}

impl Parts<'_> {
    fn s3(self) -> Result<Arc<dyn ObjectStore>> {
        let mut builder = AmazonS3Builder::new()
            .with_bucket_name(&self.address.bucket)
            .with_allow_http(self.settings.allow_http)
            .with_skip_signature(self.settings.anonymous)
            .with_retry(self.retry())
            .with_http_connector(self.connector.clone());
        if let Some(region) = &self.settings.region {
            builder = builder.with_region(region);
        }
        if let Some(endpoint) = &self.settings.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        if !self.settings.anonymous {
            let needed = "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY";
            let id = variable("AWS_ACCESS_KEY_ID").ok_or_else(|| self.no_credentials(needed))?;
            let secret = variable("AWS_SECRET_ACCESS_KEY").ok_or_else(|| self.no_credentials(needed))?;
            builder = builder.with_access_key_id(id).with_secret_access_key(secret);
            if let Some(token) = variable("AWS_SESSION_TOKEN") {
                builder = builder.with_token(token);
            }
        }
        self.built(builder.build())
    }

    fn gs(self) -> Result<Arc<dyn ObjectStore>> {
        // Said also where the pipeline does not: a key file can name another server.
        let endpoint = self.settings.endpoint.as_deref().unwrap_or("https://storage.googleapis.com");
        let mut builder = GoogleCloudStorageBuilder::new()
            .with_bucket_name(&self.address.bucket)
            .with_base_url(endpoint)
            .with_skip_signature(self.settings.anonymous)
            .with_retry(self.retry())
            .with_http_connector(self.connector.clone());
        if self.settings.anonymous {
            let nobody = GcpCredential { bearer: String::new() };
            builder = builder.with_credentials(Arc::new(StaticCredentialProvider::new(nobody)));
        } else if let Some(key) = variable("GOOGLE_SERVICE_ACCOUNT_KEY") {
            builder = builder.with_service_account_key(key);
        } else {
            let path = variable("GOOGLE_APPLICATION_CREDENTIALS").ok_or_else(|| {
                self.no_credentials("GOOGLE_APPLICATION_CREDENTIALS, the path of a service account's key file,")
            })?;
            builder = builder.with_service_account_path(path);
        }
        self.built(builder.build())
    }

    fn az(self) -> Result<Arc<dyn ObjectStore>> {
        let mut builder = MicrosoftAzureBuilder::new()
            .with_container_name(&self.address.bucket)
            .with_account(self.settings.account.as_deref().unwrap_or_default())
            .with_allow_http(self.settings.allow_http)
            .with_skip_signature(self.settings.anonymous)
            .with_retry(self.retry())
            .with_http_connector(self.connector.clone());
        if let Some(endpoint) = &self.settings.endpoint {
            builder = builder.with_endpoint(endpoint.clone());
        }
        if self.settings.anonymous {
            builder = builder.with_bearer_token_authorization("-");
        } else if let Some(key) = variable("AZURE_STORAGE_ACCOUNT_KEY") {
            builder = builder.with_access_key(key);
        } else {
            let needed = "AZURE_STORAGE_ACCOUNT_KEY or AZURE_STORAGE_SAS_TOKEN";
            let token = variable("AZURE_STORAGE_SAS_TOKEN").ok_or_else(|| self.no_credentials(needed))?;
            builder = builder.with_config(AzureConfigKey::SasKey, token);
        }
        self.built(builder.build())
    }

    fn http(self) -> Result<Arc<dyn ObjectStore>> {
        let builder = HttpBuilder::new()
            .with_url(&self.address.bucket)
            .with_retry(self.retry())
            .with_http_connector(self.connector.clone());
        self.built(builder.build())
    }

    fn retry(&self) -> RetryConfig {
        RetryConfig { backoff: BackoffConfig::default(), max_retries: self.settings.retries, retry_timeout: RETRY }
    }

    /// What a library says of its error may hold a part of a secret, so it is not told.
    fn built<S: ObjectStore>(&self, store: object_store::Result<S>) -> Result<Arc<dyn ObjectStore>> {
        Ok(Arc::new(store.map_err(|_| not_described(self.url))?))
    }

    fn no_credentials(&self, variables: &str) -> Error {
        Error::usage("store-credentials", format!("there are no credentials for `{}` in the environment", self.url))
            .hint(format!("set {variables} where zhibiao is started, or anonymous = true in [source.store]"))
    }
}

fn not_described(url: &str) -> Error {
    Error::usage("store-settings", format!("`{url}` cannot be opened as it is described"))
        .hint("look at endpoint, region and account in [source.store], and at the form of the credentials")
}

/// Whether requests can go to it; the libraries do not expect that they cannot.
fn is_server(url: &str) -> bool {
    url.chars().all(|c| c.is_ascii_graphic()) && reqwest::Url::parse(url).is_ok_and(|u| u.has_host())
}

/// Whether it can be a part of a server's name.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A variable of the environment that says something.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
