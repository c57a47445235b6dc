//! Page furniture: running heads and page numbers, told by what stands at the same place on many
//! pages and by the forms that page numbers have.

use std::collections::HashMap;

use super::sheet::{Item, Sheet, TextLine};

/// How many lines at the head and at the foot of a page may be furniture.
const DEEP: usize = 3;
/// Least number of pages that repeat a running head.
const PAGES: usize = 3;
/// Lines longer than this are text.
const LONGEST: usize = 60;
/// Share of the height of a page in which its head, and its foot, stand.
const EDGE: f64 = 0.15;

/// Lines with the number of pages on which they stand at one height: as they are, and but for
/// their numbers.
#[derive(Debug, Default)]
struct Seen {
    exact: HashMap<(String, i64), usize>,
    numbered: HashMap<(String, i64), usize>,
}

/// Marks the furniture of all pages.
pub(super) fn mark(sheets: &mut [Sheet]) {
    let mut seen = Seen::default();
    for sheet in sheets.iter() {
        let count = sheet.items.len();
        let edges = (0..count).filter(|i| *i < DEEP || *i + DEEP >= count);
        for line in edges.filter_map(|i| line_of(sheet, i)) {
            *seen.exact.entry((line.text.clone(), place(line))).or_default() += 1;
            *seen.numbered.entry((without_numbers(&line.text), place(line))).or_default() += 1;
        }
    }
    let enough = PAGES.max(sheets.len() / 4);
    for sheet in sheets.iter_mut() {
        let count = sheet.items.len();
        // From the edge inwards: what stands inside of text is text.
        for inwards in [1, -1] {
            for depth in 0..DEEP.min(count) {
                let index = if inwards > 0 { depth } else { count - 1 - depth };
                if !is_furniture(sheet, index, inwards, &seen, enough) {
                    break;
                }
                if let Some(Item::Line(line)) = sheet.items.get_mut(index) {
                    line.furniture = true;
                }
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

/// The height of a line, roughly.
fn place(line: &TextLine) -> i64 {
    (line.baseline / 4.0).round() as i64
}

/// Words with every number made the same.
fn without_numbers(text: &str) -> String {
    let mut words = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        if !c.is_numeric() {
            words.push(c);
        } else if !words.ends_with('#') {
            words.push('#');
        }
    }
    words
}

impl Seen {
    /// On how many pages a line stands at about this height. A height may round to either of two places.
    fn times(pages: &HashMap<(String, i64), usize>, words: &str, place: i64) -> usize {
        (-1..=1).filter_map(|d| pages.get(&(words.to_owned(), place + d))).sum()
    }
}

fn is_furniture(sheet: &Sheet, index: usize, inwards: isize, seen: &Seen, enough: usize) -> bool {
    let Some(line) = line_of(sheet, index) else { return false };
    let (height, y) = (sheet.size.1, line.baseline);
    let at_edge = line.furniture || y < EDGE * height || y > (1.0 - EDGE) * height;
    let exact = Seen::times(&seen.exact, &line.text, place(line));
    let numbered = Seen::times(&seen.numbered, &without_numbers(&line.text), place(line));
    let outermost = index == 0 || index + 1 == sheet.items.len();
    let apart = stands_off(sheet, index, inwards);
    let repeated = (exact >= enough && (outermost || apart)) || (numbered >= enough && apart);
    match page_number(&line.text) {
        _ if line.furniture => true,
        PageNumber::Sure => at_edge || numbered >= 2,
        PageNumber::Bare => at_edge && numbered >= 2,
        PageNumber::None => at_edge && repeated && line.text.chars().count() < LONGEST,
    }
}

/// Whether a line keeps more distance from the text inside of it than lines of the text do.
fn stands_off(sheet: &Sheet, index: usize, inwards: isize) -> bool {
    let lines: Vec<f64> = (0..sheet.items.len()).filter_map(|i| line_of(sheet, i)).map(|l| l.baseline).collect();
    let mut steps: Vec<f64> = lines.windows(2).map(|w| (w[1] - w[0]).abs()).collect();
    steps.sort_by(f64::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(0.0);
    let next = index.checked_add_signed(inwards).and_then(|i| line_of(sheet, i));
    let own = line_of(sheet, index);
    // Beside a table there is no text to keep distance from.
    next.zip(own).is_none_or(|(next, own)| (next.baseline - own.baseline).abs() > 1.3 * usual)
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
