//! How deep elements stand in one another, told from their tags before a tree is built.
//!
//! html5ever looks through the elements that are open at each tag, so a page of a million open
//! `<div>` would keep it busy for hours. Elements are counted here so that the count is never
//! smaller than what html5ever has open, but for those that it closes by itself (`<p>`, `<li>`,
//! cells): of these it has a few at most between two of the others.

/// Elements that stay open until they are closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An end tag of what stands outside does not reach into a table.
    Table,
    /// Closes what is open in it.
    Block,
    /// Is closed only where no block is open in it.
    Inline,
}

/// The elements that are open.
#[derive(Debug, Default)]
pub(super) struct Open {
    stack: Vec<(Kind, &'static str)>,
}

impl Open {
    /// A start tag; gives how many are open with it.
    pub(super) fn start(&mut self, name: &'static str) -> usize {
        let Some(kind) = kind(name) else { return self.stack.len() };
        if name == "a" {
            // A link ends the link before it.
            let table = self.stack.iter().rposition(|(k, _)| *k == Kind::Table).unwrap_or(0);
            let before = self.stack.iter().skip(table).position(|(_, n)| *n == "a");
            before.map(|at| self.stack.remove(table + at));
        }
        self.stack.push((kind, name));
        self.stack.len()
    }

    /// An end tag.
    pub(super) fn end(&mut self, name: &'static str) {
        let Some(kind) = kind(name) else { return };
        let reaches = |k: Kind| match kind {
            Kind::Table => true,
            Kind::Block => k != Kind::Table,
            Kind::Inline => k == Kind::Inline,
        };
        let found =
            self.stack.iter().rev().take_while(|(k, n)| *n == name || reaches(*k)).position(|(_, n)| *n == name);
        if let Some(up) = found {
            self.stack.truncate(self.stack.len() - up - 1);
        }
    }
}

fn kind(name: &str) -> Option<Kind> {
    match name {
        "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "caption" | "br" | "hr"
        | "meta" | "title" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => None,
        "table" => Some(Kind::Table),
        "a" | "sup" | "sub" | "span" => Some(Kind::Inline),
        _ => Some(Kind::Block),
    }
}

#[cfg(test)]
mod tests {
    use super::Open;

    #[test]
    fn end_tags_close_what_they_close_in_a_browser() {
        let mut open = Open::default();
        for name in ["div", "ul", "a"] {
            open.start(name);
        }
        open.end("div");
        assert_eq!(open.start("div"), 1);
        open.start("table");
        open.end("div");
        assert_eq!(open.start("div"), 3, "an end tag does not reach out of a table");
        open.end("table");
        open.end("div");
        open.end("div");
        open.start("a");
        open.start("div");
        open.end("a");
        assert_eq!(open.start("p"), 2, "a block in it keeps it open");
        assert_eq!(open.start("a"), 2, "a link ends the link before");
    }
}
