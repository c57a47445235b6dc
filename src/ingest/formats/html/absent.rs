//! Pages without an article: what they have instead, so that a person knows where to look.

use super::super::Unread;
use super::clean::Clean;

/// The refusal of a page without an article.
pub(super) fn article(clean: &Clean) -> Unread {
    let viewer = clean.frames.iter().find(|f| f.to_ascii_lowercase().contains(".pdf"));
    let reason = if let Some(viewer) = viewer {
        format!("the page shows a PDF and has no text of its own; read that file instead: {}", short(viewer))
    } else if let Some(file) = clean.files.first() {
        format!("the page has no text but a link to a file; read that file instead: {}", short(file))
    } else if clean.pictures >= 3 {
        format!("the page shows its text as pictures ({} of them); find the text or make it with OCR", clean.pictures)
    } else if let Some(frame) = clean.frames.first() {
        format!("the page has no text but a frame with another page; read that page instead: {}", short(frame))
    } else if clean.scripts > 1000 {
        "the page has no text: scripts put it there in a browser; save the page from a browser once it shows".to_owned()
    } else {
        "the page has no article: no sentences and no table of figures; save the page of the document itself".to_owned()
    };
    Unread { code: "no_article", reason, position: None }
}

/// The beginning of an address.
fn short(address: &str) -> String {
    let cut = address.char_indices().nth(200).map_or(address.len(), |(at, _)| at);
    address.get(..cut).unwrap_or_default().chars().filter(|c| !c.is_control()).collect()
}
