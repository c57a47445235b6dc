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
    /// A spreadsheet, or a table in text.
    Sheet(sheet::Kind),
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
            Self::Sheet(sheet::Kind::Xlsx) => "xlsx",
            Self::Sheet(sheet::Kind::Xls) => "xls",
            Self::Sheet(sheet::Kind::Ods) => "ods",
            Self::Sheet(sheet::Kind::Csv) => "csv",
            Self::Sheet(sheet::Kind::Tsv) => "tsv",
        }
    }

    /// The format of the file `source` that begins with `bytes`. First bytes are believed before the
    /// name: a `.txt` that is a PDF is a PDF.
    ///
    /// # Errors
    /// `unsupported_format` for what no reader takes.
    pub fn of(source: &str, bytes: &[u8], limits: &Limits) -> Result<Self, Unread> {
        match sniff::format_of_bytes(bytes) {
            Some("html") => return Ok(Self::Html),
            Some("pdf") => return Ok(Self::Pdf),
            // Office files are told apart by what is in them; the Word reader says what others are.
            Some("docx" | "xlsx" | "pptx" | "odf" | sniff::OLE) => {
                return Ok(sheet::kind_of(bytes, limits).map_or(Self::Docx, Self::Sheet));
            }
            Some(other) => return Err(unsupported(other)),
            None => {}
        }
        match sniff::foreign_extension(source).as_deref() {
            None => Ok(Self::Text),
            Some("html" | "htm" | "shtml" | "xhtml") => Ok(Self::Html),
            Some("csv") => Ok(Self::Sheet(sheet::Kind::Csv)),
            Some("tsv" | "tab") => Ok(Self::Sheet(sheet::Kind::Tsv)),
            // The name says one thing and the bytes another, and they are no text either.
            Some("pdf" | "docx" | "xlsx" | "xls" | "ods" | "et") => Err(Unread {
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
        None
        | Some(
            "html" | "htm" | "shtml" | "xhtml" | "pdf" | "docx" | "doc" | "wps" | "xlsx" | "xls" | "et" | "ods" | "csv"
            | "tsv" | "tab",
        ) => Ok(()),
        Some(other) => Err(unsupported(other)),
    }
}

/// Reads a file of any format that is read.
///
/// # Errors
/// Those of the readers, and of [`Format::of`].
pub fn read(source: &str, bytes: &[u8], limits: &Limits) -> Result<(Format, Laid), Unread> {
    let format = Format::of(source, bytes, limits)?;
    let laid = match format {
        Format::Text => text(bytes),
        Format::Html => html::read(bytes, limits, None),
        Format::Docx => docx::read(bytes, limits),
        Format::Pdf => pdf::child::read_isolated(bytes, limits),
        Format::Sheet(kind) => sheet::read(bytes, limits, kind),
    };
    laid.map(|laid| (format, laid))
}

/// A plain text, unchanged; its layout is told by its words.
fn text(bytes: &[u8]) -> Result<Laid, Unread> {
    let Decoded { text, encoding } = decode(bytes)?;
    Ok(Laid { text, encoding, layout: Layout::default(), head: Head::default() })
}
