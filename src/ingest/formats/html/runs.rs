//! The lines of a page: what stands between two block elements or line breaks.

use std::ops::Range;

use super::list::{self, Counter};
use super::page::{Kind, Page, Tag};
use super::words;

/// A line of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Run {
    /// Its words, with white space as it came.
    pub(super) text: String,
    /// The index of its first node of text.
    pub(super) node: usize,
    /// How many of its characters are links.
    pub(super) linked: usize,
    /// Characters that are no white space.
    pub(super) chars: usize,
    /// The level of the heading it stands in.
    pub(super) heading: Option<u8>,
    /// Whether it begins an item of a list.
    pub(super) item: bool,
}

impl Run {
    /// Whether more than half of it is links.
    pub(super) fn is_linked(&self) -> bool {
        self.linked * 2 > self.chars
    }
}

/// The lines of a page in order.
#[derive(Debug, Default)]
pub(super) struct Runs(pub(super) Vec<Run>);

impl Runs {
    /// The lines of a page.
    pub(super) fn of(page: &Page) -> Self {
        let mut reader =
            Reader { page, runs: Vec::new(), run: Run::default(), open: Vec::new(), item: None, lists: Vec::new() };
        for at in 0..page.nodes.len() {
            reader.node(at);
        }
        reader.close_up_to(usize::MAX);
        reader.flush();
        Self(reader.runs)
    }

    /// The lines within an element: their indices.
    pub(super) fn within(&self, page: &Page, at: usize) -> Range<usize> {
        let nodes = page.within(at);
        self.0.partition_point(|r| r.node < nodes.start)..self.0.partition_point(|r| r.node < nodes.end)
    }

    /// The lines at these indices.
    pub(super) fn slice(&self, range: Range<usize>) -> &[Run] {
        self.0.get(range).unwrap_or_default()
    }
}

struct Reader<'p, 'a> {
    page: &'p Page<'a>,
    runs: Vec<Run>,
    run: Run,
    /// Open elements: their tag and where they end.
    open: Vec<(Tag, usize)>,
    /// The number of an item of which nothing was read yet.
    item: Option<String>,
    /// Lists that are open: their counting and where they end.
    lists: Vec<(Counter, usize)>,
}

impl Reader<'_, '_> {
    fn node(&mut self, at: usize) {
        self.close_up_to(at);
        let Some(node) = self.page.nodes.get(at) else { return };
        match node.kind {
            Kind::Text(text) => self.text(at, text),
            Kind::Element(tag, element) => {
                if begins_line(tag) {
                    self.flush();
                }
                let end = node.end as usize;
                match tag {
                    Tag::NumberedList | Tag::List => self.lists.push((Counter::of(self.page, at, element), end)),
                    Tag::Item => {
                        let list = self.lists.last_mut();
                        self.item = Some(list.map_or_else(String::new, |(counter, _)| counter.number(element)));
                    }
                    _ => {}
                }
                self.open.push((tag, end));
            }
            Kind::Root => {}
        }
    }

    fn close_up_to(&mut self, at: usize) {
        while let Some((tag, _)) = self.open.last().copied().filter(|(_, end)| *end <= at) {
            if begins_line(tag) {
                self.flush();
            }
            if tag == Tag::Item {
                self.item = None;
            }
            self.open.pop();
        }
        while self.lists.pop_if(|(_, end)| *end <= at).is_some() {}
    }

    fn text(&mut self, at: usize, text: &str) {
        let has = |wanted: Tag| self.open.iter().any(|(tag, _)| *tag == wanted);
        let (linked, raised, lines) = (has(Tag::Link), has(Tag::Superscript), has(Tag::Lines));
        if !lines {
            return self.words(at, &words::without_line_ends(text), linked, raised);
        }
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                self.flush();
            }
            self.words(at, line, linked, raised);
        }
    }

    fn words(&mut self, at: usize, text: &str, linked: bool, raised: bool) {
        let chars = text.chars().filter(|c| !c.is_whitespace()).count();
        if self.run.chars == 0 && chars > 0 {
            self.run.node = at;
        }
        self.run.chars += chars;
        self.run.linked += if linked { chars } else { 0 };
        // A raised digit behind a digit would read as one more digit of the number.
        let after_digit = self.run.text.ends_with(|c: char| c.is_ascii_digit() || words::is_raised(c));
        match words::raised(text).filter(|_| raised && after_digit) {
            Some(raised) => self.run.text.push_str(&raised),
            None => self.run.text.push_str(text),
        }
    }

    fn flush(&mut self) {
        let mut run = std::mem::take(&mut self.run);
        if run.chars == 0 {
            return;
        }
        run.heading = self.open.iter().rev().find_map(|(tag, _)| match tag {
            Tag::Heading(level) => Some(*level),
            _ => None,
        });
        if let Some(number) = self.item.take() {
            run.item = true;
            if !number.is_empty() && !list::has_marker(&run.text) {
                run.text = format!("{number} {}", run.text.trim_start());
            }
        }
        self.runs.push(run);
    }
}

fn begins_line(tag: Tag) -> bool {
    !matches!(tag, Tag::Link | Tag::Superscript | Tag::Inline)
}
