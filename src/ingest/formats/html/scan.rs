//! Markup as the pieces it is made of: text, start tags, end tags.
//!
//! This is the first step of a browser's parser, by the same rules of where a tag, an attribute or a
//! comment ends. It only cuts; what the pieces mean together is html5ever's to say. It runs once
//! over the bytes and never looks back, whatever they are.

/// A piece of markup. Comments, declarations and processing instructions are no pieces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text between tags, with its character references as written.
    Text(&'a str),
    /// A start tag.
    Start(Tag<'a>),
    /// The name of an end tag.
    End(&'a str),
}

/// A start tag: its name and its attributes as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name, in any case.
    pub(super) name: &'a str,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Its attributes: name, in any case, and value, with character references as written.
    pub(super) fn attributes(&self) -> Attributes<'a> {
        Attributes { text: self.attributes, at: 0 }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

/// The pieces of a text of markup.
#[derive(Debug, Clone)]
pub(super) struct Pieces<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Pieces<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Leaves out everything up to the end tag of `name`, and gives what was left out; `None`, with
    /// nothing left out, where there is no such end tag.
    pub(super) fn skip_to_end_of(&mut self, name: &str) -> Option<&'a str> {
        let rest = self.rest();
        let mut from = 0;
        while let Some(found) = memchr::memmem::find(rest.as_bytes().get(from..)?, b"</") {
            let at = from + found;
            let after = rest.get(at + 2..).unwrap_or_default();
            let named = after.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name));
            let ends = after.as_bytes().get(name.len()).is_none_or(|b| is_space(*b) || matches!(b, b'/' | b'>'));
            if named && ends {
                self.at += at;
                return rest.get(..at);
            }
            from = at + 2;
        }
        None
    }

    /// Goes to the end: what is left belongs to an element that is never closed.
    pub(super) fn skip_all(&mut self) -> &'a str {
        let rest = self.rest();
        self.at = self.text.len();
        rest
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The text up to the next `<`.
    fn text_piece(&mut self) -> Option<Piece<'a>> {
        let rest = self.rest();
        let from = usize::from(rest.starts_with('<'));
        let found = memchr::memchr(b'<', rest.as_bytes().get(from..)?);
        let text = rest.get(..found.map_or(rest.len(), |n| n + from))?;
        self.at += text.len();
        (!text.is_empty()).then_some(Piece::Text(text))
    }

    fn tag(&mut self) -> Piece<'a> {
        let rest = self.rest();
        let closes = rest.starts_with("</");
        let rest = rest.get(1 + usize::from(closes)..).unwrap_or_default();
        let name_len = rest.bytes().position(|b| is_space(b) || matches!(b, b'/' | b'>')).unwrap_or(rest.len());
        let (name, attributes) = rest.split_at(name_len);
        let mut all = Attributes { text: attributes, at: 0 };
        all.by_ref().for_each(drop);
        self.at += 1 + usize::from(closes) + name_len + (all.at + 1).min(attributes.len());
        if closes { Piece::End(name) } else { Piece::Start(Tag { name, attributes }) }
    }

    /// Goes over a comment or declaration.
    fn skip_declaration(&mut self) {
        let rest = self.rest();
        let body = rest.strip_prefix("<!--");
        let length = match body {
            Some(body) => comment_length(body).map(|n| n + 4),
            None => memchr::memchr(b'>', rest.as_bytes()).map(|n| n + 1),
        };
        self.at += length.unwrap_or(rest.len());
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            let rest = self.rest().as_bytes();
            match (rest.first()?, rest.get(1), rest.get(2)) {
                (b'<', Some(b'a'..=b'z' | b'A'..=b'Z'), _) | (b'<', Some(b'/'), Some(b'a'..=b'z' | b'A'..=b'Z')) => {
                    return Some(self.tag());
                }
                (b'<', Some(b'!' | b'?'), _) | (b'<', Some(b'/'), Some(_)) => self.skip_declaration(),
                _ => return self.text_piece(),
            }
        }
    }
}

/// How long a comment is after its opening, with its closing.
fn comment_length(body: &str) -> Option<usize> {
    if body.starts_with('>') {
        return Some(1);
    }
    if body.starts_with("->") {
        return Some(2);
    }
    let bytes = body.as_bytes();
    memchr::memchr_iter(b'>', bytes).find_map(|at| {
        let before = bytes.get(..at)?;
        (before.ends_with(b"--") || before.ends_with(b"--!")).then_some(at + 1)
    })
}

/// The attributes of a tag; ends at the `>` of the tag.
#[derive(Debug, Clone)]
pub(super) struct Attributes<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Attributes<'a> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn pass(&mut self, skips: impl Fn(u8) -> bool) {
        while self.byte().is_some_and(&skips) {
            self.at += 1;
        }
    }

    /// The text up to a byte that ends it.
    fn until(&mut self, ends: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        self.pass(|b| !ends(b));
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn value(&mut self) -> &'a str {
        self.pass(is_space);
        match self.byte() {
            Some(quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let value = self.until(|b| b == quote);
                self.at = (self.at + 1).min(self.text.len());
                value
            }
            _ => self.until(|b| is_space(b) || b == b'>'),
        }
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        self.pass(|b| is_space(b) || b == b'/');
        if matches!(self.byte()?, b'>') {
            return None;
        }
        let start = self.at;
        // An equals sign that a name begins with belongs to it.
        self.at += usize::from(self.byte() == Some(b'='));
        self.until(|b| is_space(b) || matches!(b, b'/' | b'>' | b'='));
        let name = self.text.get(start..self.at).unwrap_or_default();
        let mut ahead = self.clone();
        ahead.pass(is_space);
        if ahead.byte() != Some(b'=') {
            return Some((name, ""));
        }
        self.at = ahead.at + 1;
        Some((name, self.value()))
    }
}

pub(super) fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | 0x0c)
}

#[cfg(test)]
mod tests {
    use super::{Piece, Pieces};

    fn cut(markup: &str) -> Vec<String> {
        let say = |piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Start(tag) => format!("<{} {:?}", tag.name, tag.attributes().collect::<Vec<_>>()),
            Piece::End(name) => format!("/{name}"),
        };
        Pieces::new(markup).map(say).collect()
    }

    #[test]
    fn tags_end_where_a_browser_ends_them() {
        assert_eq!(cut("a<p>b</p >c"), ["a", "<p []", "b", "/p", "c"]);
        assert_eq!(
            cut(r#"<a x=">" y='"' z=1/>t"#),
            [r#"<a [("x", ">"), ("y", "\""), ("z", "1/")]"#.to_owned(), "t".to_owned()]
        );
        assert_eq!(cut("<div on=f('a','b')a id = b>"), [r#"<div [("on", "f('a','b')a"), ("id", "b")]"#]);
        assert_eq!(cut("1 < 2<3 <"), ["1 ", "< 2", "<3 ", "<"]);
        assert_eq!(cut("<br/><IMG src=a>"), ["<br []", r#"<IMG [("src", "a")]"#]);
    }

    #[test]
    fn comments_and_declarations_are_left_out() {
        assert_eq!(
            cut("<!DOCTYPE html>a<!-- <p> -->b<!-->c<!--->d<!-- x --!>e<?xml ?>f</ x>g"),
            ["a", "b", "c", "d", "e", "f", "g"]
        );
        assert_eq!(cut("a<!-- never closed <p>b"), ["a"]);
        assert_eq!(cut("<![if !supportLists]>1.<![endif]>"), ["1."]);
    }

    #[test]
    fn what_breaks_off_is_no_tag() {
        assert_eq!(cut("a<p class=\"b"), ["a", r#"<p [("class", "b")]"#]);
        assert_eq!(cut("a</"), ["a", "</"]);
    }
}
