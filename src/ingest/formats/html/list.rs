//! The numbers that a browser shows before the items of a list.

use scraper::node::Element;

use super::super::roman::roman;
use super::page::{Page, Tag};

/// Where a list is in its counting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counter {
    next: i64,
    step: i64,
    /// How the number is written; `None` for a list that shows none.
    style: Option<Style>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Decimal,
    Letters { upper: bool },
    Roman { upper: bool },
}

impl Counter {
    /// The counter of the list at an index of the page.
    pub(super) fn of(page: &Page, at: usize, list: &Element) -> Self {
        let numbered = page.tag(at) == Some(Tag::NumberedList) && list.attr("data-plain").is_none();
        let style = match list.attr("type") {
            Some("a") => Style::Letters { upper: false },
            Some("A") => Style::Letters { upper: true },
            Some("i") => Style::Roman { upper: false },
            Some("I") => Style::Roman { upper: true },
            _ => Style::Decimal,
        };
        let backwards = numbered && list.attr("reversed").is_some();
        let start = integer(list.attr("start")).unwrap_or_else(|| if backwards { items(page, at) } else { 1 });
        Self { next: start, step: if backwards { -1 } else { 1 }, style: numbered.then_some(style) }
    }

    /// The number of the next item, with its point; empty where the list shows none.
    pub(super) fn number(&mut self, item: &Element) -> String {
        let value = integer(item.attr("value")).unwrap_or(self.next);
        self.next = value.saturating_add(self.step);
        let Some(style) = self.style.filter(|_| item.attr("data-plain").is_none()) else { return String::new() };
        let other = match style {
            Style::Decimal => None,
            Style::Letters { upper } => letters(value).map(|l| if upper { l } else { l.to_ascii_lowercase() }),
            Style::Roman { upper } => {
                u32::try_from(value).ok().and_then(roman).map(|r| if upper { r } else { r.to_ascii_lowercase() })
            }
        };
        format!("{}.", other.unwrap_or_else(|| value.to_string()))
    }
}

fn integer(text: Option<&str>) -> Option<i64> {
    text?.trim().parse::<i32>().ok().map(i64::from)
}

/// How many items a list has.
fn items(page: &Page, list: usize) -> i64 {
    let nodes = page.nodes.get(page.within(list)).unwrap_or_default();
    let mine =
        nodes.iter().enumerate().filter(|(i, n)| n.parent as usize == list && page.tag(list + i) == Some(Tag::Item));
    mine.count() as i64
}

/// `A` to `Z`, then `AA`.
fn letters(value: i64) -> Option<String> {
    let mut rest = u32::try_from(value).ok().filter(|v| *v > 0)?;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    Some(letters.into_iter().rev().map(char::from).collect())
}

/// Whether words begin with a number of their own. Sites whose writers number items themselves
/// switch the browser's numbers off in their style sheets.
pub(super) fn has_marker(text: &str) -> bool {
    let text = text.trim_start();
    let inner = text.strip_prefix(['（', '(', '[', '［', '第']).unwrap_or(text);
    let rest = inner.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let circled = text.starts_with(|c| ('①'..='⑳').contains(&c));
    circled || (rest.len() < inner.len() && rest.starts_with(['、', '.', '．', '）', ')', ']', '］', '章', '条', '节']))
}

#[cfg(test)]
mod tests {
    use super::{has_marker, letters};

    #[test]
    fn numbers_as_browsers_write_them() {
        assert_eq!(letters(28).as_deref(), Some("AB"));
        assert_eq!(letters(0), None);
    }

    #[test]
    fn markers_of_the_words_themselves() {
        for own in ["一、总量", "（二）结构", "3.效益", "(4) 投资", "① 农业", "第五条 期限"] {
            assert!(has_marker(own), "{own}");
        }
        for none in ["总量", "2023年产值", "二是增收"] {
            assert!(!has_marker(none), "{none}");
        }
    }
}
