//! Takes out of a page of a listing the keys by which nothing can be asked for.
//!
//! The page stays as it is but for the elements of those keys. One that is no XML is left alone:
//! `object_store` says what is wrong with it.

use object_store::path::Path;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use quick_xml::reader::Reader;

/// How a listing is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `ListObjectsV2`, of S3 and Google.
    S3,
    /// `List Blobs`.
    Azure,
    /// `multistatus` of `WebDAV`.
    Dav,
}

impl Form {
    /// The elements of an object and of its key.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::S3 => ("Contents", "Key"),
            Self::Azure => ("Blob", "Name"),
            Self::Dav => ("response", "href"),
        }
    }

    /// What becomes of a key.
    fn verdict(self, raw: &str, url: &str) -> Verdict {
        let Ok(key) = unescape(raw) else { return Verdict::Refused(raw.to_owned()) };
        if self == Self::Dav {
            return of_href(&key, url);
        }
        // Stores have no folders; programs that want them write objects of no bytes by such names.
        if key.ends_with('/') && Path::parse(&key).is_ok() {
            return Verdict::Left;
        }
        // A leading `/` would be dropped, and with it another object asked for.
        if key.starts_with('/') || Path::parse(&key).map_or(true, |p| p.as_ref() != key || p.is_root()) {
            return Verdict::Refused(key.into_owned());
        }
        Verdict::Kept
    }
}

enum Verdict {
    Kept,
    Left,
    Refused(String),
}

/// `WebDAV` gives URLs, which are resolved first.
fn of_href(href: &str, url: &str) -> Verdict {
    let resolved = reqwest::Url::parse(url).and_then(|base| base.join(href));
    let parsed = resolved.ok().and_then(|u| Path::from_url_path(u.path()).ok());
    if parsed.is_some() { Verdict::Kept } else { Verdict::Refused(href.to_owned()) }
}

/// The page without what is refused, and the keys of that.
pub(super) fn sift(page: Vec<u8>, form: Form, url: &str) -> (Vec<u8>, Vec<String>) {
    let Some((cuts, refused)) = std::str::from_utf8(&page).ok().and_then(|text| cuts(text, form, url)) else {
        return (page, Vec::new());
    };
    if cuts.is_empty() {
        return (page, refused);
    }
    let mut kept = Vec::with_capacity(page.len());
    let mut at = 0;
    for (start, end) in cuts {
        kept.extend_from_slice(page.get(at..start).unwrap_or_default());
        at = end;
    }
    kept.extend_from_slice(page.get(at..).unwrap_or_default());
    (kept, refused)
}

/// Where elements begin and end that go.
type Cuts = Vec<(usize, usize)>;

/// `None` for what is no XML.
fn cuts(text: &str, form: Form, url: &str) -> Option<(Cuts, Vec<String>)> {
    let (object, name) = form.names();
    let mut reader = Reader::from_str(text);
    let (mut cuts, mut refused) = (Vec::new(), Vec::new());
    let (mut started, mut key, mut verdict) = (None, None, None);
    loop {
        let before = reader.buffer_position() as usize;
        match reader.read_event().ok()? {
            Event::Start(e) if e.local_name().as_ref() == object => (started, verdict) = (Some(before), None),
            // The first is the key; metadata may have an element of that name too.
            Event::Start(e) if started.is_some() && verdict.is_none() && e.local_name().as_ref() == name => {
                key = Some(reader.buffer_position() as usize);
            }
            Event::End(e) if e.local_name().as_ref() == name => {
                if let Some(from) = key.take() {
                    verdict = Some(form.verdict(text.get(from..before)?, url));
                }
            }
            Event::End(e) if e.local_name().as_ref() == object => {
                let from = started.take()?;
                let judged = verdict.take().unwrap_or(Verdict::Kept);
                if !matches!(judged, Verdict::Kept) {
                    cuts.push((from, reader.buffer_position() as usize));
                }
                if let Verdict::Refused(key) = judged {
                    refused.push(key);
                }
            }
            Event::Eof => return Some((cuts, refused)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_bad_keys_go() {
        let object = |key: &str| format!("<Contents><Key>{key}</Key><Size>1</Size></Contents>");
        let page = |keys: &[&str]| format!("<L>{}</L>", keys.iter().map(|k| object(k)).collect::<String>());
        let all = page(&["公报/a &amp; b%.txt", "../x", "a//b", "/c", "folder/", "", "d"]);
        let (kept, refused) = sift(all.into_bytes(), Form::S3, "");
        // An element without text is no key at all.
        assert_eq!(refused, ["../x", "a//b", "/c", ""]);
        assert_eq!(String::from_utf8_lossy(&kept), page(&["公报/a &amp; b%.txt", "d"]));
    }

    #[test]
    fn urls_of_webdav_are_resolved() {
        let response = |href: &str| format!("<D:response><D:href>{href}</D:href></D:response>");
        let page = format!("<m>{}{}{}</m>", response("/a/%E5%85%AC.txt"), response("/a/..%2fb"), response("/a/%ff"));
        let (kept, refused) = sift(page.into_bytes(), Form::Dav, "http://h/a/");
        assert_eq!(refused, ["/a/..%2fb", "/a/%ff"]);
        assert_eq!(String::from_utf8_lossy(&kept), format!("<m>{}</m>", response("/a/%E5%85%AC.txt")));
    }

    #[test]
    fn what_is_no_xml_is_left_alone() {
        for page in ["", "<a", "<Contents></b>", "no page"] {
            assert_eq!(sift(page.as_bytes().to_vec(), Form::S3, "").0, page.as_bytes());
        }
    }
}
