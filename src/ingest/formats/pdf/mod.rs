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
mod judge;
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
use objects::{Objects, damaged, encrypted};

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
    let result = read_objects(&objects, limits);
    // What is decrypted with a wrong key is broken everywhere.
    result.map_err(|e| if e.code == "damaged" && objects.was_encrypted() { encrypted() } else { e })
}

fn read_objects(objects: &Objects, limits: &Limits) -> Result<Laid, Unread> {
    let nodes = objects.pages(limits)?;
    let mut runner = Runner::new(objects, limits);
    let mut sheets = Vec::new();
    for (number, node) in (1..).zip(&nodes) {
        let page = runner.page(node).map_err(|e| on_page(&e, number))?;
        sheets.push(Sheet::of(page));
    }
    judge::judge(&sheets, objects.was_encrypted())?;
    let mut builder = Builder::new(limits);
    layout::write(sheets, &mut builder)?;
    Ok(builder.finish())
}

fn on_page(error: &Unread, number: usize) -> Unread {
    let Unread { code, reason, position } = error;
    Unread { code, reason: format!("{reason} (page {number})"), position: *position }
}
