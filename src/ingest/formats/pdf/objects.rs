//! Opens a file with lopdf and walks its pages.
//!
//! lopdf reads the object model only. It is asked for nothing that walks by itself (pages, fonts,
//! content), so that loops and sizes are under our own limits.

use std::collections::HashSet;

use lopdf::{Dictionary, Document, LoadOptions, Object, Stream};

use super::super::{Limits, Unread};
use super::inflate::{Fault, inflate};

/// Smallest size that a stream may unpack to whatever its packed size: a page of one repeated
/// picture line packs very well.
const SMALL: u64 = 1 << 20;

/// A page as the page tree gives it, with what it inherits.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageNode<'a> {
    /// The page itself.
    pub(super) dict: &'a Dictionary,
    /// Its resources.
    pub(super) resources: Option<&'a Dictionary>,
    /// Left, lower, right and upper edge of what is shown.
    pub(super) shown: [f64; 4],
    /// Turn clockwise, in degrees.
    pub(super) turn: i64,
}

/// The file, with the limits that hold for its streams.
#[derive(Debug)]
pub(super) struct Objects {
    document: Document,
    max_bytes: u64,
    max_ratio: u64,
}

impl Objects {
    /// Parses the file; an encrypted one opens when its user password is empty.
    pub(super) fn open(bytes: &[u8], limits: &Limits) -> Result<Self, Unread> {
        let options = LoadOptions {
            max_decompressed_size: Some(usize::try_from(limits.max_bytes).unwrap_or(usize::MAX)),
            ..LoadOptions::default()
        };
        let document = Document::load_mem_with_options(bytes, options).map_err(|e| refusal(&e))?;
        if document.trailer.has(b"Encrypt") && document.encryption_state.is_none() {
            return Err(encrypted());
        }
        Ok(Self { document, max_bytes: limits.max_bytes, max_ratio: limits.max_ratio })
    }

    /// Whether the file was encrypted and opened with an empty password.
    pub(super) fn was_encrypted(&self) -> bool {
        self.document.encryption_state.is_some()
    }

    /// What an object is, references followed.
    pub(super) fn follow<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        self.document.dereference(object).ok().map(|(_, found)| found)
    }

    /// An entry of a dictionary, references followed.
    pub(super) fn get<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Object> {
        self.follow(dict.get(key.as_bytes()).ok()?)
    }

    /// An entry that is a dictionary, or the dictionary of a stream.
    pub(super) fn dict<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a Dictionary> {
        match self.get(dict, key)? {
            Object::Dictionary(found) => Some(found),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// An entry that is a name.
    pub(super) fn name<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a [u8]> {
        self.get(dict, key)?.as_name().ok()
    }

    /// An entry that is an array.
    pub(super) fn array<'a>(&'a self, dict: &'a Dictionary, key: &str) -> Option<&'a [Object]> {
        self.get(dict, key)?.as_array().ok().map(Vec::as_slice)
    }

    /// An entry that is a number.
    pub(super) fn number(&self, dict: &Dictionary, key: &str) -> Option<f64> {
        self.as_number(dict.get(key.as_bytes()).ok()?)
    }

    /// A number, references followed.
    pub(super) fn as_number(&self, object: &Object) -> Option<f64> {
        self.follow(object)?.as_float().ok().map(f64::from).filter(|v| v.is_finite())
    }

    /// An array of `N` numbers.
    pub(super) fn numbers<const N: usize>(&self, dict: &Dictionary, key: &str) -> Option<[f64; N]> {
        let array = self.array(dict, key)?;
        let mut numbers = [0.0; N];
        for (slot, object) in numbers.iter_mut().zip(array.get(..N)?) {
            *slot = self.as_number(object)?;
        }
        Some(numbers)
    }

    /// The bytes of a stream, unpacked.
    pub(super) fn unpack(&self, stream: &Stream) -> Result<Vec<u8>, Unread> {
        let packed = stream.content.len() as u64;
        let most = packed.saturating_mul(self.max_ratio).max(SMALL).min(self.max_bytes);
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        if self.is_plainly_packed(&stream.dict) {
            return inflate(&stream.content, most).map_err(|fault| match fault {
                Fault::Broken => damaged("a stream of the PDF is broken; download it again or save it anew"),
                Fault::TooLarge => unpacks_to_more(most),
            });
        }
        stream.get_plain_content_with_limit(most).map_err(|e| refusal(&e))
    }

    /// Whether a stream is packed with zlib and nothing else.
    fn is_plainly_packed(&self, dict: &Dictionary) -> bool {
        let filter = match self.get(dict, "Filter") {
            Some(Object::Array(filters)) if filters.len() == 1 => filters.first().and_then(|f| self.follow(f)),
            other => other,
        };
        let plain = filter.and_then(|f| f.as_name().ok()).is_some_and(|name| matches!(name, b"FlateDecode" | b"Fl"));
        plain && !dict.has(b"DecodeParms")
    }

    /// The content of a page: its streams with white space between them.
    pub(super) fn content(&self, page: &Dictionary) -> Result<Vec<u8>, Unread> {
        let mut all = Vec::new();
        let Ok(content) = page.get(b"Contents") else { return Ok(all) };
        let parts: &[Object] = match self.follow(content) {
            Some(Object::Array(parts)) => parts,
            Some(Object::Null) => &[],
            _ => std::slice::from_ref(content),
        };
        for part in parts {
            let Some(Object::Stream(stream)) = self.follow(part) else {
                return Err(missing_content());
            };
            // lopdf makes nothing of a stream that does not say how long it is.
            if stream.content.is_empty() && !stream.dict.has(b"Length") {
                return Err(missing_content());
            }
            all.extend(self.unpack(stream)?);
            all.push(b'\n');
            if all.len() as u64 > self.max_bytes {
                return Err(too_large(format!("the content of a page has more than {} bytes", self.max_bytes)));
            }
        }
        Ok(all)
    }

    /// The pages in order. A node of the tree is visited once, whatever its children say.
    pub(super) fn pages(&self, limits: &Limits) -> Result<Vec<PageNode<'_>>, Unread> {
        let root = self.document.catalog().ok().and_then(|c| self.dict(c, "Pages"));
        let root = root.ok_or_else(|| damaged("the file has no pages; download it again"))?;
        let mut pages = Vec::new();
        let mut seen = HashSet::new();
        let mut open = vec![(root, Inherited::default())];
        while let Some((node, above)) = open.pop() {
            let own = above.with(self, node);
            if let Some(kids) = self.array(node, "Kids") {
                for kid in kids.iter().rev() {
                    let Some(Object::Dictionary(dict)) = self.follow(kid) else {
                        return Err(damaged("pages of the PDF are missing; download it again or save it anew"));
                    };
                    if seen.insert(std::ptr::from_ref(dict).addr()) {
                        open.push((dict, own));
                    }
                }
                continue;
            }
            if pages.len() as u64 >= limits.max_pages {
                return Err(too_large(format!("it has more than {} pages", limits.max_pages)));
            }
            pages.push(own.page(node));
        }
        Ok(pages)
    }
}

/// What a node of the page tree hands to its children.
#[derive(Debug, Clone, Copy, Default)]
struct Inherited<'a> {
    resources: Option<&'a Dictionary>,
    media: Option<[f64; 4]>,
    crop: Option<[f64; 4]>,
    turn: i64,
}

impl<'a> Inherited<'a> {
    fn with(self, objects: &'a Objects, node: &'a Dictionary) -> Self {
        Self {
            resources: objects.dict(node, "Resources").or(self.resources),
            media: objects.numbers(node, "MediaBox").or(self.media),
            crop: objects.numbers(node, "CropBox").or(self.crop),
            turn: objects.number(node, "Rotate").map_or(self.turn, |t| t as i64),
        }
    }

    fn page(self, dict: &'a Dictionary) -> PageNode<'a> {
        let a4 = [0.0, 0.0, 595.0, 842.0];
        let media = self.media.and_then(upright).unwrap_or(a4);
        let crop = self
            .crop
            .and_then(upright)
            .and_then(|c| has_inside([c[0].max(media[0]), c[1].max(media[1]), c[2].min(media[2]), c[3].min(media[3])]));
        PageNode { dict, resources: self.resources, shown: crop.unwrap_or(media), turn: self.turn.rem_euclid(360) }
    }
}

/// A box with its lower left corner first, if it has an inside.
fn upright([x0, y0, x1, y1]: [f64; 4]) -> Option<[f64; 4]> {
    has_inside([x0.min(x1), y0.min(y1), x0.max(x1), y0.max(y1)])
}

fn has_inside(edges: [f64; 4]) -> Option<[f64; 4]> {
    let [left, lower, right, upper] = edges;
    (right - left > 1.0 && upper - lower > 1.0).then_some(edges)
}

/// The refusal of a file that breaks its format.
pub(super) fn damaged(reason: &str) -> Unread {
    Unread { code: "damaged", reason: reason.to_owned(), position: None }
}

/// The refusal of a file that passes a limit.
pub(super) fn too_large(reason: String) -> Unread {
    Unread { code: "too_large", reason, position: None }
}

fn missing_content() -> Unread {
    damaged("content of the PDF is missing; download it again or save it anew")
}

fn unpacks_to_more(most: usize) -> Unread {
    too_large(format!("a part of it unpacks to more than {most} bytes; it may be damaged or made to do harm"))
}

/// The refusal of a file that only a password opens.
pub(super) fn encrypted() -> Unread {
    let reason = "the PDF is encrypted and does not open without a password; save a copy without one".to_owned();
    Unread { code: "encrypted", reason, position: None }
}

fn refusal(error: &lopdf::Error) -> Unread {
    use lopdf::Error as E;
    match error {
        E::InvalidPassword | E::Decryption(_) | E::UnsupportedSecurityHandler(_) => encrypted(),
        E::Decompress(lopdf::DecompressError::MemoryLimitExceeded { limit }) => unpacks_to_more(*limit),
        other => damaged(&format!("the PDF is damaged ({other}); download it again or save it anew")),
    }
}
