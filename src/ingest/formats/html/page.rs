//! A page as a flat list of its nodes, in the order in which they stand.
//!
//! html5ever's trees may be deep and are made of links; here the nodes within an element are those
//! up to its end, so that nothing that reads a page needs to recurse.

use std::ops::Range;

use scraper::node::Element;
use scraper::{Html, Node as Parsed};

use super::super::{Limits, Unread};

/// What an element is to a reader of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// Begins and ends a line.
    Block,
    Heading(u8),
    Break,
    NumberedList,
    List,
    Item,
    Table,
    Row,
    Cell,
    HeaderCell,
    /// Keeps line ends.
    Lines,
    Link,
    Superscript,
    /// Stands within a line.
    Inline,
}

/// A node that shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    /// The index after the last node within it.
    pub(super) end: u32,
    /// Its element, by index; the first node is its own.
    pub(super) parent: u32,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    Text(&'a str),
    Element(Tag, &'a Element),
    /// The page itself.
    Root,
}

/// A page.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    /// Name and content of its meta elements, in order.
    pub(super) metas: Vec<(&'a str, &'a str)>,
    /// The title of its window.
    pub(super) title: String,
}

impl<'a> Page<'a> {
    /// The nodes of a parsed page; what is hidden is left out unless `all` is asked for.
    ///
    /// # Errors
    /// `too_large` when elements stand deeper in one another than the limit.
    pub(super) fn of(html: &'a Html, all: bool, limits: &Limits) -> Result<Self, Unread> {
        let root = Node { kind: Kind::Root, end: 0, parent: 0 };
        let mut page = Self { nodes: vec![root], metas: Vec::new(), title: String::new() };
        // The elements that are open: their place in the tree, and in the page if they show.
        let mut open = vec![(html.tree.root().id(), Some(0_usize))];
        for node in html.tree.root().descendants().skip(1) {
            let Some(parent) = node.parent().map(|p| p.id()) else { continue };
            while open.len() > 1 && open.last().is_some_and(|(id, _)| *id != parent) {
                page.close(open.pop().and_then(|(_, at)| at));
            }
            if open.len() > limits.max_xml_depth as usize {
                return Err(Unread { code: "too_large", reason: super::too_deep(limits), position: None });
            }
            let place = open.last().and_then(|(_, at)| *at).and_then(|at| page.add(node.value(), at, all));
            open.push((node.id(), place));
        }
        for (_, at) in open.into_iter().rev() {
            page.close(at);
        }
        Ok(page)
    }

    fn close(&mut self, at: Option<usize>) {
        let end = self.nodes.len() as u32;
        if let Some(node) = at.and_then(|at| self.nodes.get_mut(at)) {
            node.end = end;
        }
    }

    /// Adds a node within the one at `parent`; gives its index, or `None` for one that does not show.
    fn add(&mut self, node: &'a Parsed, parent: usize, all: bool) -> Option<usize> {
        let kind = match node {
            Parsed::Text(text) => {
                if matches!(self.nodes.get(parent)?.kind, Kind::Element(_, e) if e.name() == "title") {
                    self.title.push_str(text);
                    return None;
                }
                Kind::Text(text)
            }
            Parsed::Element(element) if element.name() == "meta" => {
                let name = ["name", "property", "itemprop"].into_iter().find_map(|n| element.attr(n));
                self.metas.extend(name.zip(element.attr("content")));
                return None;
            }
            Parsed::Element(element) if all || element.attr("hidden").is_none() => Kind::Element(tag(element), element),
            Parsed::Fragment => Kind::Root,
            _ => return None,
        };
        self.nodes.push(Node { kind, end: self.nodes.len() as u32 + 1, parent: parent as u32 });
        Some(self.nodes.len() - 1)
    }

    /// The indices of the nodes within a node, with itself.
    pub(super) fn within(&self, at: usize) -> Range<usize> {
        at..self.nodes.get(at).map_or(at, |n| n.end as usize)
    }

    /// The element at an index.
    pub(super) fn element(&self, at: usize) -> Option<(Tag, &'a Element)> {
        match self.nodes.get(at)?.kind {
            Kind::Element(tag, element) => Some((tag, element)),
            _ => None,
        }
    }

    pub(super) fn tag(&self, at: usize) -> Option<Tag> {
        self.element(at).map(|(tag, _)| tag)
    }

    /// The elements around a node, from the inside, without the page.
    pub(super) fn around(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let up = move |at: &usize| self.nodes.get(*at).map(|n| n.parent as usize).filter(|p| *p > 0);
        std::iter::successors(up(&at), up)
    }
}

fn tag(element: &Element) -> Tag {
    match element.name() {
        "h1" => Tag::Heading(1),
        "h2" => Tag::Heading(2),
        "h3" => Tag::Heading(3),
        "h4" => Tag::Heading(4),
        "h5" => Tag::Heading(5),
        "h6" => Tag::Heading(6),
        "br" | "hr" => Tag::Break,
        "ol" => Tag::NumberedList,
        "ul" | "menu" | "dir" => Tag::List,
        "li" => Tag::Item,
        "table" => Tag::Table,
        "tr" => Tag::Row,
        "td" => Tag::Cell,
        "th" => Tag::HeaderCell,
        "pre" => Tag::Lines,
        "a" => Tag::Link,
        "sup" => Tag::Superscript,
        "sub" | "span" => Tag::Inline,
        _ if element.attr("data-lines").is_some() => Tag::Lines,
        _ => Tag::Block,
    }
}
