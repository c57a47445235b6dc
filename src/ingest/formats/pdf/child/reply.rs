//! What goes between parent and child.

use serde::{Deserialize, Serialize};

use super::super::super::{Head, Laid, Limits, Unread};
use crate::model::Layout;

/// Bytes of the limits that stand before a file.
pub(super) const HEAD: usize = 9 * 8;
/// What a reply begins with, so that another program's output is never taken for one.
pub(super) const MAGIC: &[u8] = b"zhibiao-pdf-1\n";

/// The codes that a reader may give.
const CODES: [&str; 8] =
    ["damaged", "empty", "encrypted", "no_text_layer", "too_large", "undecodable", "unsupported_format", "timeout"];

/// The child's reply.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Reply {
    Read { text: String, layout: Layout, head: Head },
    Refused { code: String, reason: String, position: Option<u64> },
}

impl From<Result<Laid, Unread>> for Reply {
    fn from(result: Result<Laid, Unread>) -> Self {
        match result {
            Ok(Laid { text, layout, head, .. }) => Self::Read { text, layout, head },
            Err(Unread { code, reason, position }) => Self::Refused { code: code.to_owned(), reason, position },
        }
    }
}

impl Reply {
    /// As bytes.
    pub(super) fn encode(&self) -> postcard::Result<Vec<u8>> {
        postcard::to_extend(self, MAGIC.to_vec())
    }

    /// From bytes; `None` when they are no whole reply.
    pub(super) fn decode(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes.strip_prefix(MAGIC)?).ok()
    }

    /// What the reader gave.
    pub(super) fn result(self) -> Result<Laid, Unread> {
        match self {
            Self::Read { text, layout, head } => Ok(Laid { text, layout, head, encoding: "UTF-8" }),
            Self::Refused { code, reason, position } => {
                let code = CODES.into_iter().find(|c| *c == code).unwrap_or("damaged");
                Err(Unread { code, reason, position })
            }
        }
    }
}

/// Limits as the bytes that stand before a file.
pub(super) fn limits_to(limits: &Limits) -> Vec<u8> {
    let Limits {
        max_bytes,
        max_chars,
        max_entries,
        max_depth,
        max_ratio,
        max_cells,
        max_pages,
        max_xml_depth,
        max_seconds,
    } = *limits;
    let (max_depth, max_xml_depth) = (u64::from(max_depth), u64::from(max_xml_depth));
    let all =
        [max_bytes, max_chars, max_entries, max_depth, max_ratio, max_cells, max_pages, max_xml_depth, max_seconds];
    all.into_iter().flat_map(u64::to_le_bytes).collect()
}

/// The limits that stand before a file.
pub(super) fn limits_from(head: &[u8; HEAD]) -> Limits {
    let mut values = head.chunks_exact(8).map(|b| b.iter().rev().fold(0_u64, |v, b| v << 8 | u64::from(*b)));
    let mut next = || values.next().unwrap_or_default();
    Limits {
        max_bytes: next(),
        max_chars: next(),
        max_entries: next(),
        max_depth: next() as u32,
        max_ratio: next(),
        max_cells: next(),
        max_pages: next(),
        max_xml_depth: next() as u32,
        max_seconds: next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_arrive_as_they_are_sent() {
        let sent = Limits { max_bytes: 1, max_chars: 2, max_depth: 4, max_seconds: u64::MAX, ..Limits::default() };
        let head: [u8; HEAD] = limits_to(&sent).try_into().unwrap();
        assert_eq!(limits_from(&head), sent);
    }

    #[test]
    fn replies_arrive_as_they_are_sent_and_nothing_else_is_one() {
        let laid = Laid { text: "增长6.1%\n".to_owned(), encoding: "UTF-8", ..Laid::default() };
        let bytes = Reply::from(Ok(laid.clone())).encode().unwrap();
        assert_eq!(Reply::decode(&bytes).unwrap().result(), Ok(laid));
        let refusal = Unread { code: "encrypted", reason: "a password".to_owned(), position: Some(3) };
        let bytes = Reply::from(Err(refusal.clone())).encode().unwrap();
        assert_eq!(Reply::decode(&bytes).unwrap().result(), Err(refusal));
        assert!(Reply::decode(b"running 0 tests").is_none());
        assert!(Reply::decode(&bytes[..bytes.len() - 1]).is_none());
    }
}
