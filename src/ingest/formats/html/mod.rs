//! Web pages: the article of a page, without its menus, buttons and footers.
//!
//! `decode` makes text of the bytes, `clean` leaves out what shows nothing and what could keep
//! the parser busy, html5ever builds the tree, `page` lists its nodes and `runs` its lines. Then
//! `article` finds the article, `above` its title and what the office says of it, and `write`
//! writes both. Nothing here knows a site by name.

mod above;
mod absent;
mod article;
mod clean;
mod decode;
mod disclosure;
mod grid;
mod list;
mod meta;
mod open;
mod page;
mod runs;
mod scan;
mod table;
#[cfg(test)]
mod tests;
mod words;
mod write;

use scraper::Html;

use super::{Builder, Head, Laid, Limits, Unread};
use above::Above;
use decode::{BAD, Source};
use page::Page;
use runs::Runs;
use table::PageTable;
use write::Writer;

/// A replacement character: what a character reference to no character becomes.
const REPLACEMENT: char = '\u{fffd}';

/// Reads a web page. `declared` is the charset that came with it, as in an HTTP header.
///
/// # Errors
/// `undecodable` and `binary` for bytes that are no text, with the offset where it is known;
/// `too_large` when a limit is passed; `empty`; `no_article` for a page that has only menus, or
/// shows a file, pictures or another page in place of a text.
pub fn read(bytes: &[u8], limits: &Limits, declared: Option<&str>) -> Result<Laid, Unread> {
    if bytes.len() as u64 > limits.max_bytes {
        let reason = format!("the page has {} bytes, more than the limit of {}", bytes.len(), limits.max_bytes);
        return Err(Unread { code: "too_large", reason, position: None });
    }
    let source = decode::decode(bytes, declared)?;
    if source.text.trim().is_empty() {
        return Err(Unread { code: "empty", reason: "the page is empty; save it again".to_owned(), position: None });
    }
    let clean = clean::clean(&source.text, limits)?;
    let laid = match document(&clean.markup, &source, limits)? {
        Some(laid) => laid,
        None => in_text_areas(&clean, &source, limits)?.ok_or_else(|| absent::article(&clean))?,
    };
    check(laid, &source)
}

/// Some sites hide the article in a text area, as markup, and let a script show it.
fn in_text_areas(clean: &clean::Clean, source: &Source, limits: &Limits) -> Result<Option<Laid>, Unread> {
    let longest = clean.areas.iter().max_by_key(|a| a.len()).filter(|a| a.len() > 200);
    let Some(area) = longest else { return Ok(None) };
    // Its text is no markup to the page; character references are those of the page.
    let shown = Html::parse_fragment(&format!("<pre>{}</pre>", area.replace('<', "&lt;")));
    let text: String = shown.root_element().text().collect();
    let inner = clean::clean(&text, limits)?;
    document(&inner.markup, source, limits)
}

/// The document of a page; `None` where it has no article.
fn document(markup: &str, source: &Source, limits: &Limits) -> Result<Option<Laid>, Unread> {
    let html = Html::parse_document(markup);
    // What is hidden is looked at only where it may be the article.
    let hides = html.tree.values().any(|n| n.as_element().is_some_and(|e| e.attr("hidden").is_some()));
    for hidden in [false, true].into_iter().filter(|hidden| !*hidden || hides) {
        let page = Page::of(&html, hidden, limits)?;
        let runs = Runs::of(&page);
        let tables = table::tables(&page, &runs);
        // Where nothing that shows is an article, a script may show what is hidden.
        let Some(node) = article::find(&page, &runs, &tables) else { continue };
        return lay(&page, &runs, &tables, node, source, limits).map(Some);
    }
    Ok(None)
}

fn lay(
    page: &Page,
    runs: &Runs,
    tables: &[PageTable],
    article: usize,
    source: &Source,
    limits: &Limits,
) -> Result<Laid, Unread> {
    let lines = runs.within(page, article);
    let above = above::find(page, runs, tables, &lines);
    let mut builder = Builder::new(limits);
    builder.encoding(source.encoding);
    *builder.head() = head(page, runs, &above);
    Writer { page, runs, tables, builder: &mut builder, limits }.write(lines, &above)?;
    Ok(builder.finish())
}

fn head(page: &Page, runs: &Runs, above: &Above) -> Head {
    let mut head = Head { title: above.text.clone().filter(|t| !t.contains(BAD)), ..Head::default() };
    disclosure::fill(&mut head, &disclosure::fields(page, runs.slice(above.described.clone())));
    meta::fill(&mut head, page);
    head.published = head.published.or_else(|| disclosure::bare_date(runs.slice(above.below_title.clone())));
    head
}

/// Refuses an article that could not be decoded whole.
fn check(laid: Laid, source: &Source) -> Result<Laid, Unread> {
    if laid.text.contains(BAD) && !source.bad.is_empty() {
        return Err(source.bad_article(&laid.text));
    }
    if laid.text.contains(REPLACEMENT) && !source.text.contains(REPLACEMENT) {
        let reason = "a character reference of the article names no character; save the page again".to_owned();
        return Err(Unread { code: "undecodable", reason, position: None });
    }
    Ok(laid)
}

fn too_deep(limits: &Limits) -> String {
    format!(
        "elements of the page stand more than {} deep in one another; save it from a browser, or raise the limit of depth",
        limits.max_xml_depth
    )
}
