//! Which element of a page is its article.
//!
//! Each line is weighed: sentences and tables of figures speak for an element, links, buttons and
//! notices of the site against it, and short lines weigh little. The article is the element that has
//! most of the page's sentences and little else. Names that content management systems give to
//! their articles and footers tip the balance; they do not decide, because every site has its own.

use super::page::{Page, Tag};
use super::runs::{Run, Runs};
use super::table::{self, PageTable};
use super::words::{self, tight};
use super::{disclosure, list};

/// Less than this is no article, however little there is else: characters of sentences.
const LEAST: f64 = 24.0;
/// What a character of a line without a full stop weighs: of one with a number of its own or a date,
/// as headings and signatures have, and of any other.
const MARKED: f64 = 0.3;
const SHORT: f64 = 0.05;
/// An element within the best one that lacks so little of it is the article all the same.
const NOTHING: f64 = 0.0002;

/// What the lines before a line weigh.
#[derive(Debug, Clone, Copy, Default)]
struct Weight {
    /// Sentences and figures.
    good: f64,
    /// Lines without a full stop.
    short: f64,
    /// What belongs to the page.
    noise: f64,
}

/// The element of the article, or the page itself where nothing is around it; `None` where the page
/// has no article.
pub(super) fn find(page: &Page, runs: &Runs, tables: &[PageTable]) -> Option<usize> {
    let sums = sums(page, runs, tables);
    let between = |at: usize| {
        let lines = runs.within(page, at);
        let (from, to) = (sums.get(lines.start)?, sums.get(lines.end)?);
        Some(Weight { good: to.good - from.good, short: to.short - from.short, noise: to.noise - from.noise })
    };
    let all = between(0)?;
    if all.good < LEAST {
        return None;
    }
    let mut most = score(&all, &all, 1.0);
    let mut best = 0;
    for at in 1..page.nodes.len() {
        let Some((tag, _)) = page.element(at).filter(|(tag, e)| may_hold(*tag, e.name())) else { continue };
        let Some(weight) = between(at).filter(|w| w.good >= LEAST) else { continue };
        let found = score(&weight, &all, hint(page, at, tag));
        // Of two that have the same, the inner one.
        if found > most || (found >= most * (1.0 - NOTHING) && page.within(best).contains(&at)) {
            best = at;
        }
        most = most.max(found);
    }
    Some(best)
}

/// A paragraph is part of an article, however long it is.
fn may_hold(tag: Tag, name: &str) -> bool {
    name != "p" && matches!(tag, Tag::Block | Tag::Cell | Tag::Table | Tag::Lines | Tag::NumberedList | Tag::List)
}

/// How much of the page's text an element has, and how little else.
fn score(weight: &Weight, all: &Weight, hint: f64) -> f64 {
    let mine = weight.good + weight.short;
    let share = mine / (all.good + all.short);
    let purity = mine / (mine + weight.noise);
    share * share * purity * hint
}

/// The weight of the lines before each line, and of all.
fn sums(page: &Page, runs: &Runs, tables: &[PageTable]) -> Vec<Weight> {
    let mut sum = Weight::default();
    let mut sums = vec![sum];
    let mut label_before = false;
    for run in &runs.0 {
        let in_figures =
            table::around(tables, page, run.node).and_then(|t| tables.get(t)).is_some_and(PageTable::has_figures);
        let chars = run.chars as f64;
        let is_label = !in_figures && disclosure::is_label(run);
        match sort(run, in_figures) {
            // A label of the disclosure box, or its value.
            _ if is_label || (label_before && !in_figures && run.chars < 60) => sum.noise += chars,
            Sort::Text => sum.good += chars,
            Sort::Marked => sum.short += MARKED * chars,
            Sort::Short => sum.short += SHORT * chars,
            Sort::Noise => sum.noise += chars,
        }
        label_before = is_label;
        sums.push(sum);
    }
    sums
}

enum Sort {
    Text,
    Marked,
    Short,
    Noise,
}

fn sort(run: &Run, in_figures: bool) -> Sort {
    if run.is_linked() {
        return Sort::Noise;
    }
    if in_figures {
        return Sort::Text;
    }
    let tight = if run.chars < 400 { tight(&run.text) } else { String::new() };
    if words::is_furniture(&tight) || (run.chars < 200 && !words::labels_in(&tight).is_empty()) {
        return Sort::Noise;
    }
    let stops = run.text.contains(['。', '；', '！', '？']);
    let commas = run.text.contains(['，', '、', ',', ';']);
    if stops || (run.chars >= 20 && commas) || run.chars >= 80 {
        Sort::Text
    } else if list::has_marker(&run.text) || disclosure::date(&tight).is_some() {
        Sort::Marked
    } else {
        Sort::Short
    }
}

/// Parts of names of elements that hold articles.
const ARTICLES: [&str; 14] = [
    "trs_editor",
    "ucap",
    "zoom",
    "article",
    "content",
    "conten",
    "detail",
    "main-text",
    "maintext",
    "editor",
    "neirong",
    "zhengwen",
    "vsb",
    "news",
];
/// Parts of names of elements that never do.
const OTHERS: [&str; 13] = [
    "foot",
    "copyright",
    "sidebar",
    "side-bar",
    "breadcrumb",
    "related",
    "recommend",
    "comment",
    "share",
    "menu",
    "navbar",
    "toolbar",
    "links",
];

/// How far the name of an element tips the balance.
fn hint(page: &Page, at: usize, tag: Tag) -> f64 {
    let Some((_, element)) = page.element(at) else { return 1.0 };
    if matches!(element.name(), "footer" | "nav" | "aside") {
        return 0.3;
    }
    let name = [element.attr("id"), element.attr("class")].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = name.to_ascii_lowercase();
    let named = |parts: &[&str]| parts.iter().any(|p| name.contains(p));
    if named(&OTHERS) {
        0.5
    } else if element.name() == "article" || named(&ARTICLES) {
        1.005
    } else if tag == Tag::Table {
        0.99
    } else {
        1.0
    }
}
