//! Page furniture: running heads and page numbers, told by what stands at the same place on many
//! pages and by the forms that page numbers have.

use std::collections::HashMap;

use super::sheet::{Item, Sheet, TextLine};

/// How many lines at the head and at the foot of a page may be furniture.
const DEEP: usize = 3;
/// Least number of pages that repeat a running head.
const PAGES: usize = 3;

/// Marks the furniture of all pages.
pub(super) fn mark(sheets: &mut [Sheet]) {
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for sheet in sheets.iter() {
        for line in edge_lines(sheet).filter_map(|i| line_of(sheet, i)) {
            *seen.entry(key(line)).or_default() += 1;
        }
    }
    let enough = PAGES.max(sheets.len() / 4);
    for sheet in sheets.iter_mut() {
        let marked: Vec<usize> = edge_lines(sheet).filter(|i| is_furniture(sheet, *i, &seen, enough)).collect();
        for index in marked {
            if let Some(Item::Line(line)) = sheet.items.get_mut(index) {
                line.furniture = true;
            }
        }
    }
}

fn line_of(sheet: &Sheet, index: usize) -> Option<&TextLine> {
    match sheet.items.get(index)? {
        Item::Line(line) => Some(line),
        Item::Table(_) => None,
    }
}

/// The first and the last few items of a page.
fn edge_lines(sheet: &Sheet) -> impl Iterator<Item = usize> + use<> {
    let count = sheet.items.len();
    (0..count).filter(move |i| *i < DEEP || *i + DEEP >= count)
}

/// What makes two lines of two pages the same: their words but for numbers, and their height.
fn key(line: &TextLine) -> (String, i64) {
    let mut words = String::new();
    for c in line.text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_numeric() {
            words.push(c);
        } else if !words.ends_with('#') {
            words.push('#');
        }
    }
    (words, (line.baseline / 4.0).round() as i64)
}

fn is_furniture(sheet: &Sheet, index: usize, seen: &HashMap<(String, i64), usize>, enough: usize) -> bool {
    let Some(line) = line_of(sheet, index) else { return false };
    let (height, y) = (sheet.size.1, line.baseline);
    let (words, place) = key(line);
    // A height may round to either of two places.
    let times: usize = (-1..=1).filter_map(|d| seen.get(&(words.clone(), place + d))).sum();
    let at_edge = y < 0.15 * height || y > 0.85 * height;
    match page_number(&line.text) {
        PageNumber::Sure => at_edge || times >= 2,
        PageNumber::Bare => at_edge && is_outermost(sheet, index) && (times >= 2 || seen.len() < PAGES),
        PageNumber::None => at_edge && times >= enough && line.text.chars().count() < 60,
    }
}

fn is_outermost(sheet: &Sheet, index: usize) -> bool {
    index == 0 || index + 1 == sheet.items.len()
}

/// How surely words are the number of a page.
#[derive(Debug, PartialEq, Eq)]
enum PageNumber {
    /// `— 12 —`, `第12页`, `Page 3 of 9`.
    Sure,
    /// `12`, which may be a figure.
    Bare,
    /// No number of a page.
    None,
}

fn page_number(text: &str) -> PageNumber {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if plain.chars().count() > 16 {
        return PageNumber::None;
    }
    let bare = plain.trim_matches(|c| matches!(c, '-' | '—' | '–' | '－' | '―' | '─' | '·' | '•' | '~' | '|'));
    let is_count = |s: &str| {
        let n = s.chars().count();
        (1..=4).contains(&n) && (s.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c)) || is_roman(s))
    };
    if is_count(bare) {
        // Two dashes make a page number; one may be a minus.
        return if plain.len() - bare.len() >= 2 && !plain.starts_with(bare) {
            PageNumber::Sure
        } else {
            PageNumber::Bare
        };
    }
    let words = bare.replace("Page", "第").replace("of", "/").replace(['页', '第', '共', '，', ','], "|");
    let counts: Vec<&str> = words.split(['|', '/']).filter(|w| !w.is_empty()).collect();
    let marked = words.contains('|') || words.contains('/');
    if marked && matches!(counts.len(), 1 | 2) && counts.iter().all(|c| is_count(c)) {
        return PageNumber::Sure;
    }
    PageNumber::None
}

fn is_roman(s: &str) -> bool {
    s.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'I' | 'V' | 'X'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_told_from_figures() {
        for sure in ["- 12 -", "— 1 —", "－３－", "第12页 共30页", "第 3 页", "3/30", "Page 3 of 9", "·12·"]
        {
            assert_eq!(page_number(sure), PageNumber::Sure, "{sure}");
        }
        for bare in ["12", "-3", "iv", "2025"] {
            assert_eq!(page_number(bare), PageNumber::Bare, "{bare}");
        }
        for none in ["12.5", "12%", "第三页", "表3", "1,234.5", "2024年12月", "共青团", "", "一、"] {
            assert_eq!(page_number(none), PageNumber::None, "{none}");
        }
    }
}
