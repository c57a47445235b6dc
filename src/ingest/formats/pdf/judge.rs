//! Refuses documents of which not all that matters can be read.

use super::super::Unread;
use super::layout::Sheet;
use super::objects::{damaged, encrypted};

/// Of a thousand glyphs so many may have no meaning: bullets of fonts that nobody can read.
const UNREAD: usize = 5;
/// Of a thousand glyphs so many may be accented letters. More are Chinese in a font that says it is
/// Latin: French has forty, Chinese none.
const ACCENTED: usize = 150;
/// Fewer accented letters than this say nothing.
const FEW: usize = 20;
/// A page of pictures with fewer glyphs than this is scanned: a page number or a stamp is no text.
const SCANNED: usize = 20;

/// Says why the pages of a document cannot be read, if they cannot.
pub(super) fn judge(sheets: &[Sheet], was_encrypted: bool) -> Result<(), Unread> {
    if sheets.is_empty() {
        return Err(damaged("the PDF has no pages; download it again"));
    }
    scanned(sheets)?;
    let shown: usize = sheets.iter().map(|s| s.shown).sum();
    if shown == 0 && was_encrypted {
        return Err(encrypted());
    }
    if shown == 0 {
        return Err(Unread { code: "empty", reason: "the PDF has no text".to_owned(), position: None });
    }
    meaning(sheets, shown)
}

fn scanned(sheets: &[Sheet]) -> Result<(), Unread> {
    let scanned = sheets.iter().filter(|s| s.pictures && s.shown < SCANNED).count();
    if scanned * 3 <= sheets.len() {
        return Ok(());
    }
    let reason = format!(
        "{scanned} of {} pages are pictures without text, as a scanner makes them; run OCR over the file first",
        sheets.len()
    );
    Err(Unread { code: "no_text_layer", reason, position: None })
}

fn meaning(sheets: &[Sheet], shown: usize) -> Result<(), Unread> {
    let first = |of: fn(&Sheet) -> usize| (1..).zip(sheets).find(|(_, s)| of(s) > 0).map(|(number, _)| number);
    let remedy = "save it anew from the program that made it, or run OCR over it";
    let undecodable = |reason: String| Err(Unread { code: "undecodable", reason, position: None });
    let unread: usize = sheets.iter().map(|s| s.unread).sum();
    let doubtful: Option<usize> = first(|s| s.doubtful);
    if let Some(page) = doubtful.or(first(|s| s.unread).filter(|_| unread * 1000 > shown * UNREAD)) {
        return undecodable(format!(
            "{unread} of {shown} glyphs have no meaning in the file, on page {page} first; {remedy}"
        ));
    }
    let accented: usize = sheets.iter().map(|s| s.accented).sum();
    if accented >= FEW && accented * 1000 > shown * ACCENTED {
        return undecodable(format!(
            "{accented} of {shown} characters are accented letters: its fonts say that Chinese is Latin; {remedy}"
        ));
    }
    Ok(())
}
