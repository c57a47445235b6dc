//! The ZIP around the parts, and what may be taken out of it.
//!
//! Sizes that an archive declares are hints of whoever made it. So a part is unpacked up to its
//! limit and one byte more, and what counts is how much came out.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::ole;
use super::xml::{Item, Xml};
use crate::ingest::Limits;
use crate::ingest::formats::Unread;

/// A part may always unpack to this much, whatever the ratio: text of one word repeated packs well.
const FLOOR: u64 = 10 * 1024 * 1024;

/// A relationship to another part.
pub(in crate::ingest::formats) struct Related {
    /// Its id, by which the part that has it names it.
    pub(in crate::ingest::formats) id: String,
    /// The last step of its type: `styles`, `worksheet`.
    pub(in crate::ingest::formats) kind: String,
    /// The other part.
    pub(in crate::ingest::formats) target: String,
}

/// An archive of parts.
pub(in crate::ingest::formats) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Part names in lower case, since names differ by more than their case, to entries.
    names: HashMap<String, usize>,
    limits: Limits,
}

impl<'a> Package<'a> {
    /// Opens the archive; `what` is the name that the format has for users, such as `.docx`.
    ///
    /// # Errors
    /// `damaged` for what is no archive, is cut off, or has entries twice or in one another,
    /// `too_large` for too many entries, `encrypted` for those with a password.
    pub(in crate::ingest::formats) fn open(bytes: &'a [u8], limits: &Limits, what: &str) -> Result<Self, Unread> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|e| no_archive(&e, what))?;
        if zip.len() as u64 > limits.max_entries {
            return Err(too_large(format!("the {what} file has more than {} parts", limits.max_entries)));
        }
        if zip.has_duplicate_names() {
            return Err(damaged(&format!("two parts of the {what} file have one name")));
        }
        if zip.has_overlapping_entries().map_err(|e| no_archive(&e, what))? {
            return Err(damaged(&format!("parts of the {what} file overlap")));
        }
        let mut names = HashMap::with_capacity(zip.len());
        for (i, raw) in zip.file_names_raw().enumerate() {
            let name = String::from_utf8_lossy(raw).replace('\\', "/").to_lowercase();
            names.entry(name.trim_start_matches('/').to_owned()).or_insert(i);
        }
        Ok(Self { zip, names, limits: *limits })
    }

    /// The bytes of a part; `None` where the archive does not have it.
    ///
    /// # Errors
    /// `too_large`, `encrypted`, or `damaged` where it does not unpack.
    pub(in crate::ingest::formats) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unread> {
        let Some(&index) = self.names.get(&name.to_lowercase()) else { return Ok(None) };
        let mut bytes = Vec::new();
        self.unpack(index, &mut bytes)?;
        Ok(Some(bytes))
    }

    /// The text of a part of XML, which is UTF-8 or UTF-16.
    ///
    /// # Errors
    /// As [`Package::part`], and `undecodable`.
    pub(in crate::ingest::formats) fn text(&mut self, name: &str) -> Result<Option<String>, Unread> {
        self.part(name)?.map(|bytes| decode(bytes, name)).transpose()
    }

    /// The name of the part that the file is about; empty where there is none.
    ///
    /// # Errors
    /// As [`Package::related`].
    pub(in crate::ingest::formats) fn main(&mut self) -> Result<String, Unread> {
        let told = self.related("")?.into_iter().find(|r| r.kind == "officeDocument").map(|r| r.target);
        let usual = ["word/document.xml", "xl/workbook.xml"].iter().find(|n| self.names.contains_key(**n));
        Ok(told.or(usual.map(|n| (*n).to_owned())).unwrap_or_default())
    }

    /// The relationships of `part` (the package itself for `""`) to other parts.
    ///
    /// # Errors
    /// As [`Package::text`], and `damaged` for XML that is none.
    pub(in crate::ingest::formats) fn related(&mut self, part: &str) -> Result<Vec<Related>, Unread> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let rels = format!("{folder}{slash}_rels/{name}.rels");
        let Some(text) = self.text(&rels)? else { return Ok(Vec::new()) };
        let mut xml = Xml::new(&text, &rels, &self.limits);
        let mut related = Vec::new();
        while let Some(item) = xml.next()? {
            let Item::Start(element) = item else { continue };
            if element.name() != "Relationship" || element.attr("TargetMode").is_some_and(|m| m == "External") {
                continue;
            }
            let (Some(kind), Some(target)) = (element.attr("Type"), element.attr("Target")) else { continue };
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let id = element.attr("Id").unwrap_or_default();
            related.push(Related { id, kind, target: absolute(folder, &target) });
        }
        Ok(related)
    }

    /// Unpacks the entry at `index` into `out` and returns how many bytes it gave.
    fn unpack(&mut self, index: usize, out: &mut Vec<u8>) -> Result<u64, Unread> {
        let entry = self.zip.by_index(index).map_err(|e| no_archive(&e, "Office"))?;
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        if entry.encrypted() {
            return Err(ole::encrypted());
        }
        let by_ratio = entry.compressed_size().saturating_mul(self.limits.max_ratio).max(FLOOR);
        let limit = by_ratio.min(self.limits.max_bytes);
        let size = entry.take(limit.saturating_add(1)).read_to_end(out);
        let size = size.map_err(|e| damaged(&format!("the part {name} does not unpack ({e})")))? as u64;
        if size > limit {
            let reason = format!("the part {name} unpacks to more than {limit} bytes, the limit for its packed size");
            return Err(too_large(reason));
        }
        Ok(size)
    }
}

/// A target of a relationship as a part name.
fn absolute(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = Vec::new();
    let from = if target.starts_with('/') { "" } else { folder };
    for step in from.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

fn decode(bytes: Vec<u8>, name: &str) -> Result<String, Unread> {
    let utf16 = encoding_rs::Encoding::for_bom(&bytes).filter(|(e, _)| *e != encoding_rs::UTF_8);
    let utf16 = utf16.and_then(|(encoding, mark)| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes.get(mark..)?);
        text.map(std::borrow::Cow::into_owned)
    });
    if let Some(text) = utf16 {
        return Ok(text);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(e) => Err(Unread {
            code: "undecodable",
            reason: format!("the part {name} is neither UTF-8 nor UTF-16; open the file in Office and save it again"),
            position: Some(e.utf8_error().valid_up_to() as u64),
        }),
    }
}

fn no_archive(error: &ZipError, what: &str) -> Unread {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => ole::encrypted(),
        error => damaged(&format!("the {what} file is cut off or no ZIP archive ({error})")),
    }
}

/// The refusal of a file that breaks its format.
pub(in crate::ingest::formats) fn damaged(what: &str) -> Unread {
    let reason = format!("{what}; get the file anew, or open it in Office and save it again");
    Unread { code: "damaged", reason, position: None }
}

/// The refusal of a file that passes a limit.
pub(in crate::ingest::formats) fn too_large(what: String) -> Unread {
    Unread { code: "too_large", reason: what + "; raise the limit if the file is to be trusted", position: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_resolved_within_the_package() {
        assert_eq!(absolute("word", "styles.xml"), "word/styles.xml");
        assert_eq!(absolute("word", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(absolute("word/a", "../../../b.xml"), "b.xml");
    }

    #[test]
    fn parts_are_utf_8_or_utf_16() {
        assert_eq!(decode("\u{feff}<a/>".into(), "a").unwrap(), "<a/>");
        let utf16: Vec<u8> = "\u{feff}<甲/>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decode(utf16, "a").unwrap(), "<甲/>");
        let error = decode(b"<a>\xbc\xd7</a>".to_vec(), "a").unwrap_err();
        assert_eq!((error.code, error.position), ("undecodable", Some(3)));
    }
}
