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
mod roman;
pub mod sheet;
mod symbol_font;

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
            // An office file whose first bytes do not name its parts is left to the reader of its name.
            Some("zip") if matches!(Self::named(source), Ok(Self::Docx | Self::Sheet(_))) => {
                return Self::named(source);
            }
            Some(other) => return Err(unsupported(other)),
            None => {}
        }
        match Self::named(source)? {
            // These begin in ways of their own: the name says one thing and the bytes another.
            Self::Pdf | Self::Docx | Self::Sheet(sheet::Kind::Xlsx | sheet::Kind::Xls | sheet::Kind::Ods) => {
                let reason = "the file does not begin as its name says; download it again".into();
                Err(Unread { code: "damaged", reason, position: Some(0) })
            }
            plain => Ok(plain),
        }
    }

    /// The format that a name stands for; a name without an extension is that of a text.
    ///
    /// # Errors
    /// `unsupported_format` for what no reader takes.
    pub fn named(source: &str) -> Result<Self, Unread> {
        Ok(match sniff::foreign_extension(source).as_deref() {
            None => Self::Text,
            Some("html" | "htm" | "shtml" | "xhtml") => Self::Html,
            // Word files of before 2007 are refused by the reader, which names the remedy.
            Some("docx" | "doc" | "wps") => Self::Docx,
            Some("pdf") => Self::Pdf,
            Some("xlsx") => Self::Sheet(sheet::Kind::Xlsx),
            Some("xls" | "et") => Self::Sheet(sheet::Kind::Xls),
            Some("ods") => Self::Sheet(sheet::Kind::Ods),
            Some("csv") => Self::Sheet(sheet::Kind::Csv),
            Some("tsv" | "tab") => Self::Sheet(sheet::Kind::Tsv),
            Some(other) => return Err(unsupported(other)),
        })
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
