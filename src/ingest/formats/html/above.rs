//! What stands above the article: its title and the lines that say where it comes from.

use std::ops::Range;

use super::page::Page;
use super::runs::{Run, Runs};
use super::table::{self, PageTable, Use};
use super::words::{self, Label, key, labels_in, tight};
use super::{disclosure, meta};

/// How many lines above the title the disclosure box may begin.
const REACH: usize = 60;
/// How many lines there may be between title and article.
const NEAR: usize = 30;
/// How many lines from the start of the article its title may be.
const DEEP: usize = 8;
/// Over how many lines a title may be spread.
const SPREAD: usize = 4;

/// What stands above the article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Above {
    /// The line of the title, where it stands outside the article.
    pub(super) title: Option<usize>,
    /// The lines of the title, where it stands in the article.
    pub(super) titles: Vec<usize>,
    /// Lines of the disclosure box above the title.
    pub(super) lines: Vec<String>,
    /// Lines between title and article.
    pub(super) below: Vec<String>,
    /// The title as the page shows it, or as it says it is.
    pub(super) text: Option<String>,
    /// The lines in which the document may be described.
    pub(super) described: Range<usize>,
    /// Those between title and article.
    pub(super) below_title: Range<usize>,
}

/// Finds what stands above the article, whose lines are given.
pub(super) fn find(page: &Page, runs: &Runs, tables: &[PageTable], article: &Range<usize>) -> Above {
    let said = said(page, runs, article.start);
    let keys: Vec<String> = said.iter().map(|t| key(t)).filter(|k| k.chars().count() >= 4).collect();
    let titles = inside(runs, article, &keys);
    let title = if titles.is_empty() { outside(page, runs, article.start, &keys) } else { None };
    let top = title.unwrap_or(article.start);
    let from = top.saturating_sub(REACH);
    let shown = |at: usize| runs.0.get(at).map(|r| words::plain(&r.text));
    let spread: String = titles.iter().filter_map(|at| shown(*at)).collect();
    let text = title.and_then(shown).or(Some(spread).filter(|t| !t.is_empty())).or_else(|| said.into_iter().next());
    let text = text.map(|t| without_mark(&t).to_owned());
    let from_title = title.map_or(top, |t| t + 1);
    // Of a title far above, menus are in between.
    let close = article.start - from_title.min(article.start) <= NEAR;
    Above {
        title,
        titles,
        lines: lines(page, runs, tables, from..top, false),
        below: lines(page, runs, tables, from_title..article.start, close),
        below_title: from_title..article.start,
        text,
        described: from..(article.start + DEEP).min(article.end),
    }
}

/// The titles that the page says it has: in the disclosure box, then in its head.
fn said(page: &Page, runs: &Runs, start: usize) -> Vec<String> {
    let fields = disclosure::fields(page, runs.slice(start.saturating_sub(REACH)..start));
    let boxed = fields.into_iter().filter(|(label, _)| *label == Label::Title).map(|(_, title)| title);
    boxed.take(1).chain(meta::titles(page)).collect()
}

/// The lines at the start of the article that together are its title.
fn inside(runs: &Runs, article: &Range<usize>, keys: &[String]) -> Vec<usize> {
    let ends = (article.start + DEEP).min(article.end);
    for from in article.start..ends {
        let mut joined = String::new();
        for to in from..(from + SPREAD).min(article.end) {
            let Some(run) = runs.0.get(to).filter(|r| r.chars <= 80) else { break };
            joined.push_str(&key(&run.text));
            if keys.iter().any(|k| same(k, &joined)) {
                return (from..=to).collect();
            }
        }
    }
    Vec::new()
}

/// A title without the mark of a footnote.
fn without_mark(title: &str) -> &str {
    let mark = title.strip_suffix(']').and_then(|t| t.rsplit_once('['));
    mark.filter(|(_, n)| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit())).map_or(title, |(t, _)| t.trim_end())
}

/// Whether two titles are one, but for a few words before or behind.
fn same(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    short == long || (short.chars().count() >= 8 && short.len() * 5 >= long.len() * 4 && long.contains(short))
}

/// The line before the article that is its title.
fn outside(page: &Page, runs: &Runs, start: usize, keys: &[String]) -> Option<usize> {
    let before = runs.slice(0..start);
    let fits = |run: &Run| (4..=120).contains(&run.chars);
    let said = |run: &Run| fits(run) && keys.iter().any(|k| same(k, &key(&run.text)));
    let is_heading = |run: &Run| fits(run) && run.heading.is_some();
    let headed = before.iter().rposition(|r| is_heading(r) && said(r));
    headed.or_else(|| before.iter().rposition(said)).or_else(|| {
        let from = start.saturating_sub(15);
        let near = |run: &Run| {
            fits(run)
                && !run.is_linked()
                && (run.heading.is_some_and(|h| h <= 3) || is_named_title(page, run.node))
                && !words::is_furniture(&tight(&run.text))
                && labels_in(&tight(&run.text)).is_empty()
        };
        runs.slice(from..start).iter().rposition(near).map(|at| from + at)
    })
}

/// Whether the site calls one of the elements next to a text its title.
fn is_named_title(page: &Page, node: usize) -> bool {
    page.around(node).take(2).filter_map(|at| page.element(at)).any(|(_, element)| {
        let names = [element.attr("id"), element.attr("class")];
        names.into_iter().flatten().any(|n| {
            let name = n.to_ascii_lowercase();
            ["title", "biaoti"].iter().any(|t| name.contains(t))
                || name.split([' ', '-', '_']).any(|w| matches!(w, "tit" | "bt"))
        })
    })
}

/// The lines that describe the document; `all` takes every line that is no link.
fn lines(page: &Page, runs: &Runs, tables: &[PageTable], range: Range<usize>, all: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let Some(run) = runs.0.get(at) else { break };
        let boxed = table::around(tables, page, run.node).and_then(|t| tables.get(t)).filter(|t| t.kind == Use::Box);
        if let Some(table) = boxed {
            lines.extend(disclosure::rows(table, page, runs));
            at = runs.within(page, table.node).end.max(at + 1);
            continue;
        }
        let names = words::label(&tight(&run.text)).filter(|l| *l != Label::Other);
        let next = runs.0.get(at + 1).filter(|_| at + 1 < range.end);
        if let Some(value) = names.and_then(|_| disclosure::value_alone(page, run, next)) {
            lines.push(format!("{} {value}", run.text.trim()));
            at += 1;
        } else if all || labels_in(&tight(&run.text)).iter().any(|(label, _, _)| *label != Label::Other) {
            let shown = !run.is_linked() && run.chars < 200 && run.text.contains(char::is_alphanumeric);
            lines.extend(shown.then(|| run.text.clone()));
        }
        at += 1;
    }
    lines
}
