//! Word documents (.docx, ISO/IEC 29500), as Word shows them.
//!
//! Read are the body with its tables and text boxes, and after it the notes. Headings come from
//! outline levels and styles; automatic numbers are counted and stand in the text; tracked changes
//! are taken as accepted; hidden text, headers, footers, comments and alternative texts of pictures
//! are left out. A table of contents is furniture. What stands in charts and diagrams is in parts
//! of their own and is not read.

mod block;
mod fields;
mod numbering;
mod numerals;
mod para;
mod styles;
mod symbols;
mod table;
mod walk;

use super::opc::{Item, Package, Space, Xml, damaged, ole};
use super::{Builder, Laid, Limits, Unread};
use crate::model::PartKind;
use block::Block;
use numbering::Numbering;
use styles::Styles;
use walk::{NoteKind, Walk};

/// Whether the bytes are a Word document, whatever the name of the file says.
#[must_use]
pub fn is_docx(bytes: &[u8], limits: &Limits) -> bool {
    let main = Package::open(bytes, limits, ".docx").and_then(|mut package| package.main());
    main.is_ok_and(|main| main.starts_with("word/"))
}

/// The text of a Word document.
///
/// # Errors
/// `unsupported_format` for .doc, .wps and packages that are no Word document, `encrypted`,
/// `damaged`, `undecodable`, `too_large` where a limit is passed, `empty` where there is no text.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Laid, Unread> {
    if ole::is_ole(bytes) {
        return Err(ole::refuse(bytes));
    }
    let mut package = Package::open(bytes, limits, ".docx")?;
    let main = package.main()?;
    let document = package.text(&main)?.ok_or_else(|| damaged("the file has no main part"))?;
    is_word(&document, &main, limits)?;
    let related = package.related(&main)?;
    let mut part = |kind: &str| match related.iter().find(|r| r.kind == kind) {
        Some(part) => package.text(&part.target),
        None => Ok(None),
    };
    let styles = part("styles")?.map_or_else(|| Ok(Styles::default()), |text| Styles::read(&text, limits))?;
    let numbering = part("numbering")?;
    let mut numbering = numbering.map_or_else(|| Ok(Numbering::default()), |text| Numbering::read(&text, limits))?;
    let mut walk = Walk::new(&styles, &mut numbering, limits);
    let mut builder = Builder::new(limits);
    block::write(&walk.part(&document, &main)?, &mut builder)?;
    for (kind, name) in [(NoteKind::Foot, "footnotes"), (NoteKind::End, "endnotes")] {
        if let Some(text) = part(name)? {
            notes(kind, name, &text, &mut walk, &mut builder)?;
        }
    }
    let laid = builder.finish();
    if laid.layout.parts.is_empty() {
        let reason = "the document has no text; if it holds pictures of pages, have them recognised (OCR) first";
        return Err(Unread { code: "empty", reason: reason.to_owned(), position: None });
    }
    Ok(laid)
}

/// Writes the notes of a kind in the order of their marks, each with its mark before it.
fn notes(kind: NoteKind, name: &str, text: &str, walk: &mut Walk<'_>, builder: &mut Builder) -> Result<(), Unread> {
    walk.part(text, name)?;
    for mark in walk.marks.remove(&kind).unwrap_or_default() {
        // A note is written once, wherever it is named again.
        let Some(mut blocks) = walk.notes.remove(&mark.id) else { continue };
        match blocks.first_mut() {
            // A mark of its author's is typed in the note, too.
            _ if mark.own => {}
            Some(Block::Line(_, line)) => *line = format!("[{}] {}", mark.number, line.trim_start()),
            Some(Block::Table(_)) => blocks.insert(0, Block::Line(PartKind::Paragraph, format!("[{}]", mark.number))),
            None => {}
        }
        block::write(&blocks, builder)?;
    }
    walk.notes.clear();
    Ok(())
}

/// Refuses packages of other programs: their main part is no `w:document`.
fn is_word(document: &str, main: &str, limits: &Limits) -> Result<(), Unread> {
    let mut xml = Xml::new(document, main, limits);
    let is_document = loop {
        match xml.next()? {
            Some(Item::Start(root)) => break root.space == Space::Word && root.name() == "document",
            Some(_) => {}
            None => break false,
        }
    };
    is_document.then_some(()).ok_or_else(|| Unread {
        code: "unsupported_format",
        reason: format!("the file is an Office file but no Word document ({main} is something else)"),
        position: None,
    })
}
