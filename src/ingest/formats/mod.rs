//! What offices publish besides plain text, as text with a layout: one folder a format.
//!
//! Every reader here has the same shape: bytes and [`Limits`] in, a [`Laid`] or an [`Unread`] out.
//! A reader writes its text through [`Builder`] and through nothing else, so that all of them keep
//! the same promises: one line a part, one line a row, cells parted by tabs, offsets that hold.
//! None opens a file, follows a link, resolves an entity or leaves the bytes it was given.

pub mod html;
pub mod docx;
mod laid;
mod opc;
pub mod sheet;
pub mod pdf;

pub use laid::{Builder, CellText, Head, Laid};

use super::Limits;
pub use super::decode::DecodeError as Unread;
