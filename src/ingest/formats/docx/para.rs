//! A paragraph being read, and the lines that it becomes.

use super::numbering::Label;
use crate::model::PartKind;

/// Longer text with an outline level is a paragraph that somebody marked by mistake.
const LONGEST_HEADING: usize = 120;

/// A paragraph being read.
#[derive(Debug, Default)]
pub(super) struct Para {
    /// Its text; breaks are line feeds.
    text: String,
    /// Where raised text began that still goes on.
    raised_from: Option<usize>,
    pub(super) style: Option<String>,
    pub(super) outline: Option<u32>,
    pub(super) list: Option<u32>,
    pub(super) list_level: Option<u32>,
    /// Whether its mark was deleted, so that it goes on in the next paragraph.
    pub(super) goes_on: bool,
    /// Whether some of it stands in a table of contents.
    pub(super) contents: bool,
    /// How many fields were open when it began.
    pub(super) fields: usize,
}

impl Para {
    /// A paragraph that begins where so many fields are open.
    pub(super) fn begin(fields: usize) -> Self {
        Self { fields, ..Self::default() }
    }

    /// Adds text that is shown, raised or not.
    pub(super) fn push(&mut self, text: &str, raised: bool) {
        if raised {
            self.raised_from.get_or_insert(self.text.len());
        } else {
            self.settle();
        }
        self.text.push_str(text);
    }

    /// Its text, whole.
    pub(super) fn take(&mut self) -> String {
        self.settle();
        std::mem::take(&mut self.text)
    }

    /// Ends raised text. Digits of it become raised digits, so that 10⁸ is not 108 and the mark of
    /// a note is no digit of the figure before it. A mark in brackets is clear as it stands.
    fn settle(&mut self) {
        let Some(from) = self.raised_from.take() else { return };
        let Some(raised) = self.text.get(from..).and_then(superscript) else { return };
        self.text.truncate(from);
        self.text.push_str(&raised);
    }
}

/// Digits and signs as raised characters; `None` where there are others.
fn superscript(text: &str) -> Option<String> {
    text.chars()
        .map(|c| match c {
            '1' => Some('¹'),
            '2' => Some('²'),
            '3' => Some('³'),
            '0' | '4'..='9' => char::from_u32('⁰' as u32 + c.to_digit(10)?),
            '+' => Some('⁺'),
            '-' | '−' => Some('⁻'),
            '(' => Some('⁽'),
            ')' => Some('⁾'),
            ' ' => Some(' '),
            _ => None,
        })
        .collect()
}

/// What kind of part a paragraph is.
pub(super) fn kind(contents: bool, outline: Option<u32>, label: Option<&Label>, text: &str) -> PartKind {
    if contents {
        return PartKind::Furniture;
    }
    match outline.filter(|&level| level < 9 && !is_running(text)) {
        Some(level) => PartKind::Heading(level as u8 + 1),
        // What is counted as headings are is told from its words, like the headings of plain text.
        None if label.is_some_and(|l| !l.heads) => PartKind::ListItem,
        None => PartKind::Paragraph,
    }
}

/// Whether text is sentences rather than a heading: a full stop within it, or too long.
fn is_running(text: &str) -> bool {
    text.trim_end().trim_end_matches('。').contains('。') || text.chars().count() > LONGEST_HEADING
}

/// The number before a paragraph and its text as one. A digit of the number never meets a digit of
/// the text.
pub(super) fn numbered(label: &Label, text: &str) -> String {
    let meets = |s: Option<char>| s.is_some_and(|c| c.is_ascii_alphanumeric() || c.is_numeric());
    let clash = meets(label.text.chars().next_back()) && meets(text.chars().next());
    let gap = if label.gap || clash { " " } else { "" };
    if label.text.is_empty() { text.to_owned() } else { format!("{}{gap}{text}", label.text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_digits_stay_apart_from_figures() {
        let mut para = Para::default();
        para.push("10", false);
        para.push("-", true);
        para.push("8", true);
        para.push("立方米，地区生产总值", false);
        para.push("[1]", true);
        para.push("5.0%", false);
        para.push("12", true);
        assert_eq!(para.take(), "10⁻⁸立方米，地区生产总值[1]5.0%¹²");
    }

    #[test]
    fn numbers_do_not_meet_figures() {
        let label = |text: &str, gap| Label { text: text.into(), gap, heads: false };
        assert_eq!(numbered(&label("1", false), "2024年"), "1 2024年");
        assert_eq!(numbered(&label("（一）", false), "2024年"), "（一）2024年");
        assert_eq!(numbered(&label("1.", true), "工业"), "1. 工业");
        assert_eq!(numbered(&label("", true), "工业"), "工业");
    }

    #[test]
    fn running_text_is_no_heading() {
        let list = Label { text: "1.".into(), gap: true, heads: false };
        let chapter = Label { text: "一、".into(), gap: false, heads: true };
        assert_eq!(kind(false, Some(1), None, "一、工业"), PartKind::Heading(2));
        assert_eq!(kind(false, Some(1), None, "一、工业。全年增长5%。"), PartKind::Paragraph);
        assert_eq!(kind(false, Some(9), Some(&list), "工业"), PartKind::ListItem);
        assert_eq!(kind(false, None, Some(&chapter), "工业"), PartKind::Paragraph);
        assert_eq!(kind(true, Some(0), None, "目录"), PartKind::Furniture);
    }
}
