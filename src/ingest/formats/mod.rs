//! What offices publish besides plain text, as text with a layout: one folder a format.
//!
//! Every reader here has the same shape: bytes and [`Limits`] in, a [`Laid`] or an [`Unread`] out.
//! A reader writes its text through [`Builder`] and through nothing else, so that all of them keep
//! the same promises: one line a part, one line a row, cells parted by tabs, offsets that hold.
//! None opens a file, follows a link, resolves an entity or leaves the bytes it was given.

pub mod docx;
pub mod html;
mod laid;
mod opc;
pub mod pdf;
pub mod sheet;

pub use laid::{Builder, CellText, Head, Laid};

use super::Limits;
pub use super::decode::DecodeError as Unread;
use super::decode::{Decoded, decode, unsupported};
use super::sniff;
use crate::model::Layout;

/// A format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text in any encoding that [`decode`] tells apart.
    Text,
    /// A web page.
    Html,
    /// A Word document of 2007 or later.
    Docx,
    /// A PDF.
    Pdf,
}

impl Format {
    /// The name in the tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// The format of the file `source` that begins with `bytes`. First bytes are believed before the
    /// name: a `.txt` that is a PDF is a PDF.
    ///
    /// # Errors
    /// `unsupported_format` for what no reader takes.
    pub fn of(source: &str, bytes: &[u8]) -> Result<Self, Unread> {
        match sniff::format_of_bytes(bytes) {
            Some("html") => return Ok(Self::Html),
            // Word files of before 2007 and encrypted ones are told apart by their reader.
            Some("docx" | sniff::OLE) => return Ok(Self::Docx),
            Some("pdf") => return Ok(Self::Pdf),
            Some(other) => return Err(unsupported(other)),
            None => {}
        }
        match sniff::foreign_extension(source).as_deref() {
            None => Ok(Self::Text),
            Some("html" | "htm" | "shtml" | "xhtml") => Ok(Self::Html),
            // The name says one thing and the bytes another, and they are no text either.
            Some("pdf" | "docx") => Err(Unread {
                code: "damaged",
                reason: "the file does not begin as its name says; download it again".into(),
                position: Some(0),
            }),
            Some(other) => Err(unsupported(other)),
        }
    }
}

/// Whether a file with this name may be of a format that is read.
pub(super) fn is_read(source: &str) -> Result<(), Unread> {
    match sniff::foreign_extension(source).as_deref() {
        None | Some("html" | "htm" | "shtml" | "xhtml" | "pdf" | "docx" | "doc" | "wps") => Ok(()),
        Some(other) => Err(unsupported(other)),
    }
}

/// Reads a file of any format that is read.
///
/// # Errors
/// Those of the readers, and of [`Format::of`].
pub fn read(source: &str, bytes: &[u8], limits: &Limits) -> Result<(Format, Laid), Unread> {
    let format = Format::of(source, bytes)?;
    let laid = match format {
        Format::Text => text(bytes),
        Format::Html => html::read(bytes, limits, None),
        Format::Docx => docx::read(bytes, limits),
        Format::Pdf => pdf::child::read_isolated(bytes, limits),
    };
    laid.map(|laid| (format, laid))
}

/// A plain text, unchanged; its layout is told by its words.
fn text(bytes: &[u8]) -> Result<Laid, Unread> {
    let Decoded { text, encoding } = decode(bytes)?;
    Ok(Laid { text, encoding, layout: Layout::default(), head: Head::default() })
}
