//! PDF with a text layer.
//!
//! lopdf reads the objects of the file; what they show is worked out here: [`content`] runs the
//! pages and puts each glyph in its place, [`font`] tells what a glyph means, [`layout`] makes lines,
//! paragraphs and tables of them. A document in which glyphs have no meaning is refused, never read
//! in part: a digit that is missing makes a figure that is wrong.
//!
//! [`read`] works on bytes that anyone may have made. Memory and time of what lopdf does with them
//! cannot be bounded from here, so a run reads through [`child`], in a process of its own.

pub mod child;
mod content;
mod font;
mod glyph;
mod inflate;
mod layout;
mod lexer;
mod matrix;
mod objects;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::{Builder, Laid, Limits, Unread};
use content::Runner;
use layout::Sheet;
use objects::{Objects, damaged};

/// Of a thousand glyphs so many may have no meaning: bullets of fonts that nobody can read.
const UNREAD: usize = 5;
/// A page of pictures with fewer glyphs than this is scanned: a page number or a stamp is no text.
const SCANNED: usize = 20;

/// Reads the text of a PDF with its layout.
///
/// # Errors
/// `no_text_layer` for scanned pages, `undecodable` when glyphs have no meaning, `encrypted`,
/// `damaged`, `too_large` and `empty`.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Laid, Unread> {
    // lopdf is written with care, but for files as they should be. A panic in it is the file's fault.
    let result = catch_unwind(AssertUnwindSafe(|| read_pages(bytes, limits)));
    result.unwrap_or_else(|_| Err(damaged("the PDF is damaged; download it again or save it anew")))
}

fn read_pages(bytes: &[u8], limits: &Limits) -> Result<Laid, Unread> {
    let objects = Objects::open(bytes, limits)?;
    let nodes = objects.pages(limits)?;
    let mut runner = Runner::new(&objects, limits);
    let mut sheets = Vec::new();
    for (number, node) in (1..).zip(&nodes) {
        let page = runner.page(node).map_err(|e| on_page(&e, number))?;
        sheets.push(Sheet::of(page));
    }
    judge(&sheets)?;
    let mut builder = Builder::new(limits);
    layout::write(sheets, &mut builder)?;
    Ok(builder.finish())
}

fn on_page(error: &Unread, number: usize) -> Unread {
    let Unread { code, reason, position } = error;
    Unread { code, reason: format!("{reason} (page {number})"), position: *position }
}

/// Refuses a document of which not all that matters can be read.
fn judge(sheets: &[Sheet]) -> Result<(), Unread> {
    let shown: usize = sheets.iter().map(|s| s.shown).sum();
    let unread: usize = sheets.iter().map(|s| s.unread).sum();
    if sheets.is_empty() {
        return Err(damaged("the PDF has no pages; download it again"));
    }
    let scanned = sheets.iter().filter(|s| s.pictures && s.shown < SCANNED).count();
    if scanned * 3 > sheets.len() {
        let reason = format!(
            "{scanned} of {} pages are pictures without text, as a scanner makes them; run OCR over the file first",
            sheets.len()
        );
        return Err(Unread { code: "no_text_layer", reason, position: None });
    }
    if shown == 0 {
        return Err(Unread { code: "empty", reason: "the PDF has no text".to_owned(), position: None });
    }
    let doubtful = (1..).zip(sheets).find(|(_, s)| s.doubtful > 0).map(|(number, _)| number);
    if unread * 1000 > shown * UNREAD || doubtful.is_some() {
        let first = (1..).zip(sheets).find(|(_, s)| s.unread > 0).map_or(1, |(number, _)| number);
        let reason = format!(
            "{unread} of {shown} glyphs have no meaning in the file, on page {} first; save it anew from the program \
             that made it, or run OCR over it",
            doubtful.unwrap_or(first)
        );
        return Err(Unread { code: "undecodable", reason, position: None });
    }
    Ok(())
}
