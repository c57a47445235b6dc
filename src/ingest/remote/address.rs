//! URLs of pipeline files: which store, and where in it.

/// A kind of store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// `s3://bucket/key`: S3 and what speaks its language.
    S3,
    /// `gs://bucket/key`: Google Cloud Storage.
    Gs,
    /// `az://container/key`: Azure Blob Storage.
    Az,
    /// `http://host/path` and `https://host/path`: one file, or a listing by `WebDAV`.
    Http,
}

/// A URL taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The kind of store.
    pub scheme: Scheme,
    /// Bucket or container; of HTTP the URL up to the path.
    pub bucket: String,
    /// The key as the store has it, without `/` at either end; empty for the whole store.
    pub key: String,
    /// Whether the key is that of one object, and not of what lies under it.
    pub is_object: bool,
    /// What names of what lies under it begin with: the URL as written, with `/` at its end.
    pub base: String,
}

/// Whether a path of a pipeline is a URL, of whatever kind.
#[must_use]
pub fn is_url(path: &str) -> bool {
    let scheme = path.split_once("://").map_or("", |(scheme, _)| scheme);
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(plain)
}

impl Address {
    /// Takes `url` apart.
    ///
    /// # Errors
    /// A sentence that says what is wrong with it, without what may be a secret in it.
    pub fn parse(url: &str) -> Result<Self, &'static str> {
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let kind = match scheme {
            "s3" => Scheme::S3,
            "gs" => Scheme::Gs,
            "az" => Scheme::Az,
            "http" | "https" => Scheme::Http,
            _ => return Err("a store is named by s3://, gs://, az://, http:// or https://"),
        };
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.contains('@') {
            return Err("a URL must not hold a user, a password or an account");
        }
        if url.contains(['?', '#']) {
            return Err("a URL must not have a query or a fragment");
        }
        if !is_host(host, kind) {
            return Err("what stands before the first `/` of a URL is no bucket, container or host");
        }
        if url.contains(|c: char| c.is_control() || matches!(c, '*' | '\\')) {
            return Err("a URL names one object, or with `/` at its end what lies under it; `include` has the globs");
        }
        let decoded = if kind == Scheme::Http { percent_decoded(path)? } else { path.to_owned() };
        let key = decoded.strip_suffix('/').unwrap_or(&decoded);
        if !key.is_empty() && key.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err("no part of a URL's path may be empty, `.` or `..`");
        }
        Ok(Self {
            scheme: kind,
            bucket: if kind == Scheme::Http { format!("{scheme}://{host}") } else { host.to_owned() },
            key: key.to_owned(),
            is_object: !key.is_empty() && !decoded.ends_with('/'),
            base: if url.ends_with('/') { url.to_owned() } else { format!("{url}/") },
        })
    }
}

/// Whether this can name a bucket or a server; the libraries do not expect others.
fn is_host(host: &str, kind: Scheme) -> bool {
    let port = |c: char| kind == Scheme::Http && matches!(c, ':' | '[' | ']');
    !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_') || port(c))
}

/// `%E5%85%AC` as the character it stands for.
fn percent_decoded(path: &str) -> Result<String, &'static str> {
    const BAD: &str = "a `%` in a URL must stand before two hexadecimal digits, and all must be UTF-8";
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        let digit = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16)).ok_or(BAD);
        let byte = if byte == b'%' { digit(rest.next())? * 16 + digit(rest.next())? } else { u32::from(byte) };
        bytes.push(byte as u8);
    }
    String::from_utf8(bytes).map_err(|_| BAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(url: &str) -> Result<(String, String, bool, String), &'static str> {
        Address::parse(url).map(|a| (a.bucket, a.key, a.is_object, a.base))
    }

    #[test]
    fn urls_are_taken_apart() {
        let cases = [
            ("s3://b", "b", "", false, "s3://b/"),
            ("s3://b/", "b", "", false, "s3://b/"),
            ("s3://b/公报/2020 年/", "b", "公报/2020 年", false, "s3://b/公报/2020 年/"),
            ("gs://b/a%20+b.txt", "b", "a%20+b.txt", true, "gs://b/a%20+b.txt/"),
            ("http://h:80/%E5%85%AC/a", "http://h:80", "公/a", true, "http://h:80/%E5%85%AC/a/"),
            ("https://h/公/", "https://h", "公", false, "https://h/公/"),
        ];
        for (url, bucket, key, is_object, base) in cases {
            assert_eq!(parts(url), Ok((bucket.into(), key.into(), is_object, base.into())), "{url}");
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let wrong = [
            "ftp://h/a",
            "s3://",
            "s3:///a",
            "s3://b//a",
            "s3://b/../a",
            "s3://b/*.txt",
            "s3://b/a?x",
            "x",
            "s3://桶/a",
        ];
        for url in wrong.into_iter().chain(["http://u:p@h/", "https://h/a#b", "http://h/%zz", "http://h/%ff/"]) {
            assert!(parts(url).is_err(), "{url}");
        }
    }

    #[test]
    fn paths_are_told_from_urls() {
        for (path, url) in [("s3://a", true), ("ftp://a", true), ("a/b", false), ("C:\\a", false), ("://", false)] {
            assert_eq!(is_url(path), url, "{path}");
        }
        assert!(!is_url("公报://a"));
    }
}
