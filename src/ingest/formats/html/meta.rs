//! What a page says of itself in its meta elements and in the title of its window.

use super::super::Head;
use super::decode::BAD;
use super::disclosure::{date, names_source};
use super::page::Page;

const TITLES: [&str; 6] = ["articletitle", "pagetitle", "og:title", "dc.title", "headline", "twitter:title"];
const DATES: [&str; 9] = [
    "pubdate",
    "publishdate",
    "publish_date",
    "article:published_time",
    "datepublished",
    "og:release_date",
    "release_date",
    "dc.date",
    "publishtime",
];
const SOURCES: [&str; 3] = ["contentsource", "source", "dc.publisher"];
/// What parts the title of a page from the name of its site.
const SEPARATORS: [char; 6] = ['_', '|', '-', '–', '—', '－'];

/// The content of the meta elements with one of these names, by the order of the names; the last of
/// the same name goes first, because sites put the article's own behind those of the template.
fn contents<'p>(page: &'p Page, names: &'p [&str]) -> impl Iterator<Item = &'p str> {
    names.iter().flat_map(|name| {
        let named = page.metas.iter().rev().filter(|(n, _)| n.trim().eq_ignore_ascii_case(name));
        named.map(|(_, content)| content.trim()).filter(|c| !c.is_empty() && !c.contains(BAD))
    })
}

/// Titles that the page gives itself, the most telling first.
pub(super) fn titles(page: &Page) -> Vec<String> {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut titles: Vec<String> = contents(page, &TITLES).map(plain).collect();
    let window = plain(&page.title);
    if window.is_empty() || window.contains(BAD) {
        return titles;
    }
    // The longest part is no name of a site.
    let mut parts: Vec<&str> = window.split(SEPARATORS).map(str::trim).filter(|p| !p.is_empty()).collect();
    parts.sort_by_key(|p| std::cmp::Reverse(p.chars().count()));
    titles.extend(parts.first().map(|p| (*p).to_owned()));
    titles.push(window.clone());
    titles.extend(parts.iter().skip(1).map(|p| (*p).to_owned()));
    titles
}

/// Fills what is not yet known from meta elements.
pub(super) fn fill(head: &mut Head, page: &Page) {
    let source = contents(page, &SOURCES).find(|s| names_source(s));
    let source = source.map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "));
    head.publisher = head.publisher.take().or(source);
    head.published = head.published.or_else(|| contents(page, &DATES).find_map(date));
}
