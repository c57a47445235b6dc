//! XML of a part as starts, ends and text, names resolved to the few namespaces that matter.
//!
//! A document type is refused: no part of an Office file has one, and with it no entity of its own.

use std::borrow::Cow;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::reader::NsReader;

use super::package::{damaged, too_large};
use crate::ingest::Limits;
use crate::ingest::formats::Unread;
use crate::model::deadline;

/// The namespace of a name, transitional and strict alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest::formats) enum Space {
    /// `WordprocessingML`, usually `w:`.
    Word,
    /// Markup compatibility, usually `mc:`.
    Compat,
    /// Office's formulas, usually `m:`.
    Math,
    /// The old drawing language, usually `v:`.
    Vml,
    /// Tables of `OpenDocument`, usually `table:`.
    Table,
    /// Text of `OpenDocument`, usually `text:`.
    Text,
    /// The rest.
    Other,
}

impl Space {
    fn of(uri: &str) -> Self {
        match uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Self::Word,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Self::Compat,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Self::Math,
            "urn:schemas-microsoft-com:vml" => Self::Vml,
            "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Self::Table,
            "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Self::Text,
            _ => Self::Other,
        }
    }
}

/// A start tag.
pub(in crate::ingest::formats) struct Element<'i> {
    /// Its namespace.
    pub(in crate::ingest::formats) space: Space,
    start: BytesStart<'i>,
}

impl Element<'_> {
    /// Its name without prefix.
    pub(in crate::ingest::formats) fn name(&self) -> &str {
        self.start.name().0.rsplit(':').next().unwrap_or_default()
    }

    /// The value of the attribute of this local name, whatever its prefix.
    pub(in crate::ingest::formats) fn attr(&self, local: &str) -> Option<String> {
        self.find(local, |prefix| prefix.is_empty() || prefix.ends_with(':'))
    }

    /// The value of the attribute of this local name that has a prefix.
    pub(in crate::ingest::formats) fn prefixed(&self, local: &str) -> Option<String> {
        self.find(local, |prefix| prefix.ends_with(':'))
    }

    fn find(&self, local: &str, fits: fn(&str) -> bool) -> Option<String> {
        let mut attributes = self.start.attributes();
        let mut attributes = attributes.with_checks(false).flatten();
        let found = attributes.find(|a| a.key.0.strip_suffix(local).is_some_and(fits))?;
        found.normalized_value(XmlVersion::Explicit1_0).ok().map(Cow::into_owned)
    }

    /// The value of `val`, which most properties have.
    pub(in crate::ingest::formats) fn val(&self) -> Option<String> {
        self.attr("val")
    }

    /// A property that is on when it stands there, unless it says that it is off.
    pub(in crate::ingest::formats) fn is_on(&self) -> bool {
        !self.val().is_some_and(|v| matches!(v.as_str(), "0" | "false" | "off" | "none"))
    }
}

/// A step through the XML.
pub(in crate::ingest::formats) enum Item<'i> {
    /// A start tag; an empty element is a start and an end.
    Start(Element<'i>),
    /// The end of the element that was started last and is still open.
    End,
    /// Text.
    Text(Cow<'i, str>),
}

/// A reader of the XML of one part.
pub(in crate::ingest::formats) struct Xml<'i> {
    reader: NsReader<&'i [u8]>,
    part: String,
    depth: u32,
    max_depth: u32,
    rooted: bool,
    events: u32,
}

impl<'i> Xml<'i> {
    /// A reader of `text`, the content of the part named.
    pub(in crate::ingest::formats) fn new(text: &'i str, part: &str, limits: &Limits) -> Self {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        // Word reads a lone ampersand no more than others do, but a file that has one is not worth
        // losing for it.
        reader.config_mut().allow_dangling_amp = true;
        Self { reader, part: part.to_owned(), depth: 0, max_depth: limits.max_xml_depth, rooted: false, events: 0 }
    }

    /// The next step; `None` at the end.
    ///
    /// # Errors
    /// `damaged` where the text is no XML, is cut off or has a document type, `too_large` where
    /// elements stand too deep in one another.
    pub(in crate::ingest::formats) fn next(&mut self) -> Result<Option<Item<'i>>, Unread> {
        // A look at the clock takes longer than most events.
        self.events = self.events.wrapping_add(1);
        if self.events.is_multiple_of(256) {
            deadline::check();
        }
        loop {
            let (space, event) = match self.reader.read_resolved_event() {
                Ok((ResolveResult::Bound(namespace), event)) => (Space::of(namespace.0), event),
                Ok((_, event)) => (Space::Other, event),
                Err(error) => return Err(self.broken(&error.to_string())),
            };
            match event {
                Event::Start(start) => {
                    self.deeper()?;
                    return Ok(Some(Item::Start(Element { space, start })));
                }
                // Empty elements come as a start and an end.
                Event::End(_) | Event::Empty(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(Some(Item::End));
                }
                Event::Text(text) => return Ok(Some(Item::Text(text.xml10_content()))),
                Event::CData(text) => return Ok(Some(Item::Text(text.xml10_content()))),
                Event::GeneralRef(reference) => return self.resolve(&reference).map(Some),
                Event::DocType(_) => return Err(self.broken("it declares a document type, which is refused")),
                Event::Eof if self.depth > 0 || !self.rooted => return Err(self.broken("it is cut off")),
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
            }
        }
    }

    /// Whether every prefix in a list names a namespace that this program knows the text of.
    pub(in crate::ingest::formats) fn knows(&self, prefixes: &str) -> bool {
        let bindings: Vec<_> = self.reader.resolver().bindings().collect();
        prefixes.split_ascii_whitespace().all(|prefix| {
            let bound = bindings
                .iter()
                .rev()
                .find(|(p, _)| matches!(p, quick_xml::name::PrefixDeclaration::Named(name) if *name == prefix));
            bound.is_some_and(|(_, uri)| {
                uri.0.starts_with("http://schemas.microsoft.com/office/") || Space::of(uri.0) != Space::Other
            })
        })
    }

    fn deeper(&mut self) -> Result<(), Unread> {
        self.rooted = true;
        self.depth += 1;
        if self.depth > self.max_depth {
            let reason = format!("elements of the part {} stand more than {} deep", self.part, self.max_depth);
            return Err(too_large(reason));
        }
        Ok(())
    }

    fn resolve(&self, reference: &BytesRef<'i>) -> Result<Item<'i>, Unread> {
        let character = reference.resolve_char_ref().map_err(|e| self.broken(&e.to_string()))?;
        if let Some(c) = character {
            return Ok(Item::Text(Cow::Owned(c.to_string())));
        }
        match resolve_predefined_entity(reference) {
            Some(text) => Ok(Item::Text(Cow::Borrowed(text))),
            None => Err(self.broken("it uses an entity that is not of XML itself")),
        }
    }

    fn broken(&self, why: &str) -> Unread {
        let mut error = damaged(&format!("the part {} is no sound XML: {why}", self.part));
        error.position = Some(self.reader.error_position());
        error
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(text: &str, limits: &Limits) -> Result<String, Unread> {
        let mut xml = Xml::new(text, "a.xml", limits);
        let mut out = String::new();
        while let Some(item) = xml.next()? {
            match item {
                Item::Start(e) => out.extend([format!("<{:?}:{}>", e.space, e.name())]),
                Item::End => out.push('/'),
                Item::Text(text) => out.push_str(&text),
            }
        }
        Ok(out)
    }

    #[test]
    fn namespaces_count_and_prefixes_do_not() {
        let text = "<a:p xmlns:a='http://purl.oclc.org/ooxml/wordprocessingml/main'><q>1&amp;&#x4e00;</q><a:b/></a:p>";
        assert_eq!(walk(text, &Limits::default()).unwrap(), "<Word:p><Other:q>1&一/<Word:b>//");
    }

    #[test]
    fn what_is_no_sound_xml_is_refused() {
        let limits = Limits { max_xml_depth: 3, ..Limits::default() };
        let cases = ["", "<a>", "<a></b>", "<a>&mine;</a>", "<!DOCTYPE a [<!ENTITY x 'y'>]><a/>", "<a><b c='"];
        for text in cases {
            assert_eq!(walk(text, &limits).unwrap_err().code, "damaged", "{text}");
        }
        assert_eq!(walk("<a><a><a><a/></a></a></a>", &limits).unwrap_err().code, "too_large");
    }
}
