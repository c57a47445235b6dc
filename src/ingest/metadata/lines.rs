//! The first and last lines of a document, in a form that rules can be written for.

use std::borrow::Cow;

/// How many lines of the head and of the end are looked at.
const HEAD: usize = 60;
const TAIL: usize = 25;
/// Longer lines are cut: what a document is stands in their beginning.
const LONGEST: usize = 300;
/// From this length a line with a full stop is running text.
const BODY: usize = 60;
/// A no-break space as some pages write it out.
const ESCAPED_SPACE: &str = "<U+00A0>";

/// A line with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// Half-width, single spaces, trimmed.
    pub(super) text: String,
    /// The same without spaces.
    pub(super) tight: String,
    /// As written.
    raw: String,
    /// Whether it was cut.
    pub(super) cut: bool,
}

impl Line {
    /// Length in characters, without spaces.
    pub(super) fn len(&self) -> usize {
        self.tight.chars().count()
    }

    fn of(raw: &str) -> Option<Self> {
        let cut = raw.char_indices().nth(LONGEST);
        let kept = cut.map_or(raw, |(at, _)| &raw[..at]);
        let escaped = kept.contains(ESCAPED_SPACE);
        let raw = if escaped { Cow::Owned(kept.replace(ESCAPED_SPACE, " ")) } else { Cow::Borrowed(kept) };
        let text = single_spaced(&raw);
        let mut tight = String::with_capacity(text.len());
        tight.extend(text.split(' '));
        let wordless = !tight.chars().any(char::is_alphanumeric);
        (!wordless).then(|| Self { text, tight, raw: raw.into_owned(), cut: cut.is_some() })
    }

    /// As written, without the spaces that stand beside Chinese characters.
    pub(super) fn written(&self) -> String {
        without_padding(&self.raw)
    }

    /// As [`Line::of`], with nothing inside for a line of [`BODY`] characters or more: most lines
    /// of a document's end are long, and need not be copied to see that.
    #[allow(clippy::option_option, reason = "a line that is not there, one that is long, and one to keep")]
    fn if_short(raw: &str) -> Option<Option<Self>> {
        let (mut length, mut words) = (0, false);
        // An escaped space is longer than what it stands for.
        for c in raw.chars().take(LONGEST).take_while(|c| *c != '<').filter(|c| !half_width(*c).is_whitespace()) {
            length += 1;
            words = words || c.is_alphanumeric();
            if words && length >= BODY {
                return Some(None);
            }
        }
        Self::of(raw).map(|line| (line.len() < BODY).then_some(line))
    }

    /// Whether it is running text.
    pub(super) fn is_body(&self) -> bool {
        self.cut || (self.len() >= BODY && self.tight.contains('。'))
    }
}

/// Half-width, with one space for each run of white space inside.
fn single_spaced(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut gap = false;
    for c in raw.chars().map(half_width) {
        if c.is_whitespace() {
            gap = !out.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Titles are padded with spaces to fill a line; between Latin words spaces are spelling.
fn without_padding(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut gap = false;
    for c in raw.chars() {
        if half_width(c).is_whitespace() {
            gap = true;
            continue;
        }
        let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if std::mem::take(&mut gap) && latin(out.chars().next_back()) && latin(Some(c)) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Full-width letters, digits and signs as ASCII but for those that are Chinese punctuation; marks
/// without width become spaces.
fn half_width(c: char) -> char {
    match c {
        '０'..='９'
        | 'Ａ'..='Ｚ'
        | 'ａ'..='ｚ'
        | '－'
        | '／'
        | '．'
        | '＿'
        | '：'
        | '（'
        | '）'
        | '［'
        | '］'
        | '｜' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{a0}' | '\u{ad}' => ' ',
        _ => c,
    }
}

/// Head and end of a document.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Lines before the first of running text.
    pub(super) head: Vec<Line>,
    /// The first line of running text.
    pub(super) body: Option<Line>,
    /// The last short lines, in order.
    pub(super) tail: Vec<Line>,
}

impl Lines {
    pub(super) fn of(text: &str) -> Self {
        let mut lines = Self::default();
        for line in text.lines().filter_map(Line::of).take(HEAD) {
            if line.is_body() {
                lines.body = Some(line);
                break;
            }
            lines.head.push(line);
        }
        lines.tail = text.lines().rev().filter_map(Line::if_short).take(TAIL).flatten().collect();
        lines.tail.reverse();
        lines
    }

    /// Head lines and the first of running text.
    pub(super) fn opening(&self) -> impl Iterator<Item = &Line> {
        self.head.iter().chain(&self.body)
    }
}
