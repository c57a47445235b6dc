//! What a page says of itself in its meta elements and in the title of its window.

use super::super::Head;
use super::decode::BAD;
use super::disclosure::{date, names_source};
use super::page::Page;
use super::words::plain;

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

/// Titles that the page gives itself, the most telling first. The title of the window has the name
/// of the site in it, and counts only where nothing else tells.
pub(super) fn titles(page: &Page) -> Vec<String> {
    let titles: Vec<String> = contents(page, &TITLES).map(plain).collect();
    let window = plain(&page.title);
    if !titles.is_empty() || window.is_empty() || window.contains(BAD) {
        return titles;
    }
    let site = contents(page, &["sitename", "og:site_name"]).next().unwrap_or_default();
    let parts = window.split(SEPARATORS).map(str::trim).filter(|p| !p.is_empty() && *p != site);
    let mut parts: Vec<&str> = parts.collect();
    // The longest part is no name of a site.
    parts.sort_by_key(|p| std::cmp::Reverse(p.chars().count()));
    parts.into_iter().take(1).map(str::to_owned).chain([window.clone()]).collect()
}

/// Fills what is not yet known from meta elements.
pub(super) fn fill(head: &mut Head, page: &Page) {
    let source = contents(page, &SOURCES).find(|s| names_source(s));
    head.publisher = head.publisher.take().or(source.map(plain));
    head.published = head.published.or_else(|| contents(page, &DATES).find_map(date));
}
