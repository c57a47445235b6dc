//! What went wrong with a request, in words of our own.
//!
//! What the libraries say of an error has URLs, times and what the server wrote in it. A URL may be
//! signed, and a reason that changes from run to run would make a release every night.

use std::error::Error as _;

use object_store::Error;
use object_store::client::{HttpError, HttpErrorKind};

use super::Failure;

/// What a library says before the status of an answer.
const STATUS: &str = "Server returned non-2xx status code: ";

impl Failure {
    /// A failure of the store.
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), of_object: false }
    }

    /// A failure of one object.
    pub(super) fn of_object(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), of_object: true }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match &error {
            Error::NotFound { .. } => Self::of_object("the server has nothing by this name (404)"),
            Error::PermissionDenied { .. } => Self::new("the server denies access (403)"),
            Error::Unauthenticated { .. } => Self::new("the server wants other credentials (401)"),
            Error::InvalidPath { .. } => Self::of_object("it has a name by which nothing can be asked for"),
            _ => Self::new(reason(&error)),
        }
    }
}

fn reason(error: &Error) -> String {
    let mut cause = error.source();
    while let Some(error) = cause {
        if let Some(http) = error.downcast_ref::<HttpError>() {
            return of_transport(http.kind()).to_owned();
        }
        if let Some(status) = error.to_string().strip_prefix(STATUS) {
            let digits: String = status.chars().take_while(char::is_ascii_digit).collect();
            return format!("the server answers with status {digits}");
        }
        cause = error.source();
    }
    "what the server answers is not understood".to_owned()
}

fn of_transport(kind: HttpErrorKind) -> &'static str {
    match kind {
        HttpErrorKind::Timeout => "no whole answer came in time (timeout in [source.store])",
        HttpErrorKind::Connect => "no connection to the server can be made",
        HttpErrorKind::Request | HttpErrorKind::Interrupted => "the connection was broken off",
        _ => "the answer cannot be read",
    }
}
