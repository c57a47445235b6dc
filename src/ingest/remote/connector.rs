//! The HTTP client under all stores.
//!
//! It is ours for two reasons: a redirect to another host is not followed, because a pipeline names the
//! hosts that are asked; and of a listing the keys are taken out by which nothing can be asked for,
//! because `object_store` gives up on a listing that has one, and one object must harm no other.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use object_store::ClientOptions;
use object_store::client::{HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse};
use object_store::client::{HttpResponseBody, HttpService};
use reqwest::redirect::{Attempt, Policy};

use super::listing::{self, Form};
use super::{Address, Scheme, StoreSettings};

/// Longest time until a connection stands.
const CONNECT: Duration = Duration::from_secs(15);
/// Largest page of a listing. S3 has a thousand keys on one; `WebDAV` has one page.
const LARGEST_PAGE: usize = 256 << 20;
/// Most redirects in a row.
const REDIRECTS: usize = 5;

/// Keys that were taken out of listings.
#[derive(Debug, Clone, Default)]
pub(super) struct Refused(Arc<Mutex<Vec<String>>>);

impl Refused {
    /// What was refused since the last time.
    pub(super) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, keys: Vec<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(keys);
    }
}

/// Makes the client of a store.
#[derive(Debug, Clone)]
pub(super) struct Connector {
    timeout: Duration,
    allow_http: bool,
    refused: Refused,
}

impl Connector {
    pub(super) fn new(address: &Address, settings: &StoreSettings, refused: &Refused) -> Self {
        // Who writes `http://` means it; an endpoint of a store is believed only with `allow_http`.
        let named = address.scheme == Scheme::Http && address.bucket.starts_with("http://");
        Self { timeout: settings.timeout, allow_http: settings.allow_http || named, refused: refused.clone() }
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        // Set already by another store.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .user_agent(concat!("zhibiao/", env!("CARGO_PKG_VERSION")))
            .timeout(self.timeout)
            .connect_timeout(self.timeout.min(CONNECT))
            .redirect(Policy::custom(|to| if stays(&to) { to.follow() } else { to.stop() }))
            .https_only(!self.allow_http)
            .http1_only()
            .build()
            .map_err(|e| object_store::Error::Generic { store: "HTTP", source: Box::new(e) })?;
        Ok(HttpClient::new(Service { client, refused: self.refused.clone() }))
    }
}

/// Whether a redirect leads to the host that was asked.
fn stays(to: &Attempt<'_>) -> bool {
    let before = to.previous();
    before.len() <= REDIRECTS && before.first().is_some_and(|first| first.origin() == to.url().origin())
}

#[derive(Debug)]
struct Service {
    client: reqwest::Client,
    refused: Refused,
}

#[async_trait]
impl HttpService for Service {
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let form = form_of(&request);
        let url = request.uri().to_string();
        let response = self.client.call(request).await?;
        let Some(form) = form.filter(|_| response.status().is_success()) else { return Ok(response) };
        let (parts, body) = response.into_parts();
        let page = read_page(body).await?;
        let (kept, refused) = listing::sift(page, form, &url);
        self.refused.add(refused);
        Ok(HttpResponse::from_parts(parts, kept.into()))
    }
}

/// The form of the listing that a request asks for.
fn form_of(request: &HttpRequest) -> Option<Form> {
    if request.method().as_str() == "PROPFIND" {
        return Some(Form::Dav);
    }
    let query = request.uri().query().unwrap_or_default();
    match request.method().as_str() {
        "GET" if query.split('&').any(|q| q == "list-type=2") => Some(Form::S3),
        "GET" if query.split('&').any(|q| q == "comp=list") => Some(Form::Azure),
        _ => None,
    }
}

async fn read_page(body: HttpResponseBody) -> Result<Vec<u8>, HttpError> {
    let mut page = Vec::new();
    let mut chunks = body.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        page.extend_from_slice(&chunk?);
        if page.len() > LARGEST_PAGE {
            let error = std::io::Error::other("a page of the listing is too large");
            return Err(HttpError::new(HttpErrorKind::Unknown, error));
        }
    }
    Ok(page)
}
