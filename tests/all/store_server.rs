//! A server on this machine that speaks as much of S3, Azure and `WebDAV` as reading needs, and fails as told.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// What goes wrong with a request.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// It is answered with this status.
    Status(u16),
    /// It is answered late.
    Slow(Duration),
    /// It is sent elsewhere.
    Redirect(String),
}

/// The answer to a request: status, further header lines, body.
type Answer = (u16, String, Vec<u8>);

#[derive(Default)]
struct State {
    objects: BTreeMap<String, Vec<u8>>,
    listed_only: Vec<String>,
    faults: Vec<(String, Fault, usize)>,
    requests: Vec<String>,
    authorized: usize,
    page: usize,
}

/// A server that runs until the test ends.
pub(crate) struct Server {
    address: String,
    state: Arc<Mutex<State>>,
}

impl Server {
    /// A server without objects, whose S3 listings have so many keys on a page.
    pub(crate) fn new(page: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let state = Arc::new(Mutex::new(State { page, ..State::default() }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                thread::spawn(move || serve(stream, &state));
            }
        });
        Self { address, state }
    }

    /// `http://127.0.0.1:port`
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The objects under `folder/` as a [[source]], by S3.
    pub(crate) fn s3(&self, folder: &str, more: &str) -> String {
        let url = format!("s3://bucket/{folder}/");
        format!("[[source]]\npaths = [\"{url}\"]\n{}", self.store(more))
    }

    /// A `[source.store]` that leads here.
    pub(crate) fn store(&self, more: &str) -> String {
        format!("[source.store]\nendpoint = \"{}\"\nallow_http = true\n{more}\n", self.url())
    }

    pub(crate) fn put(&self, key: &str, bytes: impl AsRef<[u8]>) {
        self.state().objects.insert(key.to_owned(), bytes.as_ref().to_vec());
    }

    /// Lists a key, with five bytes, that nothing can be asked for by.
    pub(crate) fn list_only(&self, key: &str) {
        self.state().listed_only.push(key.to_owned());
    }

    /// Requests that begin so fail so many times: `GET a/b.txt`, `LIST`.
    pub(crate) fn fail(&self, request: &str, fault: Fault, times: usize) {
        self.state().faults.push((request.to_owned(), fault, times));
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.state().requests.clone()
    }

    /// How many of them were signed.
    pub(crate) fn authorized(&self) -> usize {
        self.state().authorized
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().expect("no thread panics")
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    if reader.read_line(&mut line).is_err() || line.is_empty() {
        return;
    }
    let (mut length, mut authorized) = (0, false);
    let mut header = String::new();
    while reader.read_line(&mut header).is_ok_and(|n| n > 2) {
        let lower = header.to_ascii_lowercase();
        authorized |= lower.starts_with("authorization:");
        length = lower.strip_prefix("content-length:").map_or(length, |n| n.trim().parse().expect("a number"));
        header.clear();
    }
    let _ = reader.by_ref().take(length).read_to_end(&mut Vec::new());
    let mut words = line.split(' ');
    let (method, target) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let (status, headers, body) = answer(method, target, authorized, state);
    let head = format!("HTTP/1.1 {status} -\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    let mut stream = reader.into_inner();
    // The client may be gone already.
    let _ = stream.write_all(head.as_bytes());
    if method != "HEAD" {
        let _ = stream.write_all(&body);
    }
}

fn answer(method: &str, target: &str, authorized: bool, state: &Mutex<State>) -> Answer {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let query: BTreeMap<String, String> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.to_owned(), decoded(&value.replace('+', " "))))
        .collect();
    let path = decoded(path);
    let key = path.trim_start_matches('/').split_once('/').map_or("", |(_, key)| key).to_owned();
    let lists = method == "PROPFIND" || query.contains_key("list-type") || query.contains_key("comp");
    let request = if lists { format!("LIST {key}") } else { format!("{method} {key}") };
    let fault = {
        let mut state = state.lock().expect("no thread panics");
        state.requests.push(request.clone());
        state.authorized += usize::from(authorized || query.contains_key("sig"));
        let fault = state.faults.iter_mut().find(|(start, _, times)| *times > 0 && request.starts_with(start.as_str()));
        fault.map(|(_, fault, times)| {
            *times -= 1;
            fault.clone()
        })
    };
    match fault {
        Some(Fault::Status(status)) => return (status, String::new(), b"secret of the server".to_vec()),
        Some(Fault::Redirect(to)) => return (302, format!("Location: {to}\r\n"), Vec::new()),
        Some(Fault::Slow(time)) => thread::sleep(time),
        None => {}
    }
    let state = state.lock().expect("no thread panics");
    match (lists, method) {
        (true, "PROPFIND") => (207, String::new(), dav_listing(&state, &path, &key).into_bytes()),
        (true, _) => (200, String::new(), page(&state, &query).into_bytes()),
        _ => state.objects.get(&key).map_or((404, String::new(), Vec::new()), |bytes| {
            let headers = "ETag: \"1\"\r\nLast-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n";
            (200, headers.to_owned(), bytes.clone())
        }),
    }
}

/// Keys and sizes, with those that are only listed.
fn all(state: &State) -> Vec<(&str, usize)> {
    let objects = state.objects.iter().map(|(key, bytes)| (&**key, bytes.len()));
    objects.chain(state.listed_only.iter().map(|key| (&**key, 5))).collect()
}

/// A page of S3 and of Google, or with `comp` of Azure.
fn page(state: &State, query: &BTreeMap<String, String>) -> String {
    let azure = query.contains_key("comp");
    let prefix = query.get("prefix").map_or("", String::as_str);
    let token = query.get(if azure { "marker" } else { "continuation-token" });
    let from: usize = token.map_or(0, |token| token.parse().expect("our own token"));
    // What is only listed is there to lead out of the prefix.
    let only = |key: &str| state.listed_only.iter().any(|k| k == key);
    let keys: Vec<_> = all(state).into_iter().filter(|(key, _)| key.starts_with(prefix) || only(key)).collect();
    let mut entries = String::new();
    for (key, size) in keys.iter().skip(from).take(state.page) {
        let key = escaped(key);
        let _ = if azure {
            write!(
                entries,
                "<Blob><Name>{key}</Name><Properties><Last-Modified>Mon, 01 Jan 2024 00:00:00 GMT</Last-Modified>\
                 <Content-Length>{size}</Content-Length><Content-Type>text/plain</Content-Type></Properties></Blob>"
            )
        } else {
            write!(
                entries,
                "<Contents><Key>{key}</Key><Size>{size}</Size><LastModified>2024-01-01T00:00:00.000Z</LastModified>\
                 <ETag>\"1\"</ETag></Contents>"
            )
        };
    }
    let next = if from + state.page < keys.len() { (from + state.page).to_string() } else { String::new() };
    if azure {
        return format!("<List><Blobs>{entries}</Blobs><NextMarker>{next}</NextMarker></List>");
    }
    let next = if next.is_empty() { next } else { format!("<NextContinuationToken>{next}</NextContinuationToken>") };
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><List>{entries}{next}</List>")
}

fn dav_listing(state: &State, path: &str, key: &str) -> String {
    let key = key.trim_end_matches('/');
    let root = path.trim_end_matches('/').strip_suffix(key).unwrap_or(path).to_owned();
    let below = if key.is_empty() { String::new() } else { format!("{key}/") };
    let mut page = String::from("<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">");
    let mut entry = |href: &str, kind: &str| {
        let _ = write!(
            page,
            "<D:response><D:href>{}</D:href><D:propstat><D:prop>\
             <D:getlastmodified>Mon, 01 Jan 2024 00:00:00 GMT</D:getlastmodified>{kind}\
             </D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>",
            escaped(href)
        );
    };
    entry(&format!("{}/", encoded(path.trim_end_matches('/'))), "<D:resourcetype><D:collection/></D:resourcetype>");
    for (name, size) in all(state) {
        let only = state.listed_only.iter().any(|k| k == name);
        let kind = format!("<D:getcontentlength>{size}</D:getcontentlength><D:resourcetype/>");
        if only {
            entry(name, &kind);
        } else if name.starts_with(&below) && !name.ends_with('/') {
            entry(&encoded(&format!("{root}{name}")), &kind);
        }
    }
    page + "</D:multistatus>"
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn encoded(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b);
    path.bytes().fold(String::new(), |mut out, byte| {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.bytes());
    while let Some(byte) = rest.next() {
        let mut digit = || rest.next().and_then(|b| char::from(b).to_digit(16)).expect("a digit") as u8;
        bytes.push(if byte == b'%' { digit() * 16 + digit() } else { byte });
    }
    String::from_utf8(bytes).expect("UTF-8")
}
