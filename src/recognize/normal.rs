//! The text of a block as recognition wants it, with the way back.
//!
//! Full-width letters, digits and marks become half-width, quotation marks and zero-width
//! characters go, and so does white space that stands beside a Chinese character or splits the
//! digits of `1 9 9 3`. What is removed is remembered in pieces that map every place back to the
//! document's text; a text that needs no change is one piece.

use crate::model::Span;
use crate::model::any_of::any_of;

/// A run of the normalised text that maps linearly to the original.
#[derive(Debug, Clone, Copy)]
struct Piece {
    /// Where it begins in the normalised text.
    normal: u32,
    /// Where it begins in the document.
    original: u32,
    /// 0 for a run copied as it stands, else the bytes its one character took in the document.
    width: u32,
}

/// The normalised text of a block. Buffers are reused from block to block.
#[derive(Debug, Default)]
pub struct Normal {
    /// The normalised text.
    pub text: String,
    /// Quoted spans in the normalised text, in order of their ends.
    pub quotes: Vec<(u32, u32)>,
    pieces: Vec<Piece>,
    open: Vec<u32>,
    /// Where the last group of three digits begins that a space parted from those before it.
    group: usize,
    /// The text is a line of a table whose columns tabs part: then spaces in it do not.
    tabs: bool,
    /// The text is a line of a table whose columns single spaces part.
    spaced: bool,
}

impl Normal {
    /// Normalises `original`, which begins at byte `base` of the document. In a line of a table
    /// (`cells`), runs of white space become one tab, since they separate columns.
    pub fn set(&mut self, original: &str, base: usize, cells: bool) {
        self.text.clear();
        self.quotes.clear();
        self.pieces.clear();
        self.open.clear();
        self.group = usize::MAX;
        self.tabs = cells && original.contains('\t');
        self.spaced = cells && !self.tabs && parts_by_spaces(original);
        let bytes = original.as_bytes();
        let (mut at, mut copied) = (0, 0);
        while at < bytes.len() {
            // An ideograph of the common blocks is never special, nor is any of its bytes.
            if matches!(bytes[at], 0xE4..=0xE9) {
                at += 3;
                continue;
            }
            if !is_special(bytes, at) {
                at += 1;
                continue;
            }
            self.copy(original, copied, at, base);
            at = self.special(original, at, base, cells);
            copied = at;
        }
        self.copy(original, copied, at, base);
    }

    fn copy(&mut self, original: &str, from: usize, to: usize, base: usize) {
        if from < to {
            self.piece(base + from, 0);
            self.text.push_str(&original[from..to]);
        }
    }

    fn piece(&mut self, original: usize, width: usize) {
        self.pieces.push(Piece { normal: self.text.len() as u32, original: original as u32, width: width as u32 });
    }

    /// Handles the special character at `at`; returns where the next one begins.
    fn special(&mut self, original: &str, at: usize, base: usize, cells: bool) -> usize {
        let Some(c) = original[at..].chars().next() else { return at + 1 };
        let width = c.len_utf8();
        match c {
            '“' | '‘' => self.open.push(self.text.len() as u32),
            '”' | '’' => {
                if let Some(start) = self.open.pop() {
                    self.quotes.push((start, self.text.len() as u32));
                }
            }
            '"' | '\'' => self.straight_quote(),
            '∶' | '︰' => {
                self.piece(base + at, width);
                self.text.push(':');
            }
            // 元/生•年
            '•' | '‧' | '⋅' | '・' => {
                self.piece(base + at, width);
                self.text.push('·');
            }
            '！'..='～' => {
                self.piece(base + at, width);
                self.text.push(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c));
            }
            c if is_space(c) => return self.space(original, at, base, cells),
            '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => {}
            _ => {
                self.piece(base + at, 0);
                self.text.push(c);
            }
        }
        at + width
    }

    fn straight_quote(&mut self) {
        match self.open.pop() {
            Some(start) => self.quotes.push((start, self.text.len() as u32)),
            None => self.open.push(self.text.len() as u32),
        }
    }

    fn space(&mut self, original: &str, at: usize, base: usize, cells: bool) -> usize {
        let rest = &original[at..];
        let run = rest.find(|c| !is_space(c)).unwrap_or(rest.len());
        let end = at + run;
        let line_end = !cells && rest[..run].contains(['\n', '\r']);
        let wide =
            rest[..run].contains('\t') || !self.tabs && (rest[..run].contains('\u{3000}') || run > 1) || self.spaced;
        if cells && wide && !self.text.is_empty() && end < original.len() {
            self.piece(base + at, run);
            self.text.push('\t');
        } else if !(line_end && self.ends_in_number_begun()) && self.keeps_space(&original[end..], cells) {
            self.piece(base + at, run);
            self.text.push(' ');
        } else if !cells && self.parted_thousands(&original[end..]) {
            self.group = self.text.len();
        }
        end
    }

    /// Whether a space between what was copied and `next` means something: between two Latin words
    /// or two numbers, but not between the single digits of `1 9 9 3`.
    fn keeps_space(&self, next: &str, cells: bool) -> bool {
        let (Some(before), Some(after)) = (self.text.chars().next_back(), next.chars().next()) else { return false };
        let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
        if digit(before) && digit(after) {
            let lone_after = next.chars().nth(1).is_none_or(|c| !digit(c) && c != '.' && c != '．');
            let parted = || !cells && (self.parted_decimal(next) || self.parted_thousands(next));
            return !(lone_after && self.ends_in_lone_digit() || parted());
        }
        // 8 ．8: the point of a number whose digits were spaced out.
        if digit(before) && next.starts_with(['.', '．']) && next.chars().nth(1).is_some_and(digit) {
            return false;
        }
        // 100, 200 are two numbers; without the space they would be one with grouped digits.
        if before == ',' && digit(after) && self.text.chars().rev().nth(1).is_some_and(digit) {
            return true;
        }
        let latin = |c: char| c.is_ascii_graphic() || ('！'..='～').contains(&c);
        latin(before) && latin(after) && !",;:".contains(before)
    }

    /// Whether the last decimal of a number was parted from it: 36.5 9亿元.
    fn parted_decimal(&self, next: &str) -> bool {
        let number = self.text.trim_end_matches(|c: char| c.is_ascii_digit());
        let decimals = self.text.len() - number.len();
        let whole = number.strip_suffix('.').is_some_and(|w| w.ends_with(|c: char| c.is_ascii_digit()));
        let unit = next.chars().nth(1).is_some_and(|c| matches!(c, '亿' | '万' | '%' | '％'));
        whole && decimals == 1 && unit
    }

    /// Whether a space groups digits by three (GB/T 15835): 223 961万元, 1 204 500人. What follows must be a unit, else
    /// they are two numbers.
    fn parted_thousands(&self, next: &str) -> bool {
        let joined = || self.opens_groups(next) || self.group.checked_add(3) == Some(self.text.len());
        group_before_unit(next) && joined()
    }

    /// Whether the text ends in the one to three digits that the first group of a number has.
    fn opens_groups(&self, next: &str) -> bool {
        let bytes = self.text.as_bytes();
        let digits = bytes.iter().rev().take(4).take_while(|b| b.is_ascii_digit()).count();
        let (number, first) = self.text.split_at(bytes.len() - digits);
        if !(1..=3).contains(&digits) || first.starts_with('0') {
            return false;
        }
        // At the head of a line one group may be the number of a list.
        if number.is_empty() {
            return next.as_bytes().get(3) == Some(&b' ');
        }
        // 进口、出口分别为120 150万元: two numbers.
        let near = &number[number.floor_char_boundary(number.len().saturating_sub(60))..];
        let clause = near.rsplit([',', '。', ';', ':']).next().unwrap_or(near);
        let behind = number.strip_suffix(' ').is_some_and(|n| n.ends_with(|c: char| c.is_ascii_digit()));
        number.ends_with(|c: char| !c.is_ascii_digit() && !".,-~/第".contains(c))
            && !behind
            && !any_of!["分别", "两年", "三年", "依次"].within(clause)
    }

    /// Whether the text ends in digits behind a word, which a line that ends there has cut: 收入1⏎2248元.
    fn ends_in_number_begun(&self) -> bool {
        let words = self.text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        words.len() < self.text.len() && words.ends_with(|c: char| c.is_alphabetic() && !c.is_ascii())
    }

    /// Whether the text ends in one digit that stood alone, or in several that were spaced out.
    fn ends_in_lone_digit(&self) -> bool {
        let lone = |p: &Piece| self.text.len() as u32 - p.normal == 1;
        let before = self.text.chars().rev().nth(1);
        self.pieces.last().is_some_and(lone) || before.is_none_or(|c| !c.is_ascii_digit() && c != '.')
    }

    /// The place in the document of the span `[start, end)` of the normalised text.
    #[must_use]
    pub fn original(&self, start: usize, end: usize) -> Span {
        if start >= end {
            return Span::empty(self.original_start(start));
        }
        Span::new(self.original_start(start), self.original_end(end))
    }

    fn original_start(&self, at: usize) -> usize {
        match self.piece_at(at) {
            Some(p) if p.width > 0 && at as u32 > p.normal => (p.original + p.width) as usize,
            Some(p) => p.original as usize + (at - p.normal as usize),
            None => 0,
        }
    }

    fn original_end(&self, end: usize) -> usize {
        match self.piece_at(end - 1) {
            Some(p) if p.width > 0 => (p.original + p.width) as usize,
            Some(p) => p.original as usize + (end - p.normal as usize),
            None => 0,
        }
    }

    fn piece_at(&self, at: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|p| p.normal as usize <= at);
        self.pieces[..after].last()
    }

    /// The first place of the normalised text that lies at or after byte `original` of the
    /// document.
    #[must_use]
    pub fn normal_of(&self, original: usize) -> usize {
        let after = self.pieces.partition_point(|p| p.original as usize <= original);
        let Some(piece) = self.pieces[..after].last() else { return 0 };
        let next = self.pieces.get(after).map_or(self.text.len(), |p| p.normal as usize);
        let offset = original - piece.original as usize;
        let inside = if piece.width > 0 { usize::from(offset > 0) } else { offset };
        (piece.normal as usize + inside).min(next)
    }

    /// Whether `at` lies inside quotation marks, and the innermost such span.
    #[must_use]
    pub fn quote_around(&self, start: usize, end: usize) -> Option<(usize, usize)> {
        let from = self.quotes.partition_point(|q| (q.1 as usize) < end);
        self.quotes[from..].iter().take(4).map(|q| (q.0 as usize, q.1 as usize)).find(|q| q.0 <= start && end <= q.1)
    }
}

/// Whether single spaces part the columns of a line: 粮食 217 0.9, and the heads above it.
fn parts_by_spaces(line: &str) -> bool {
    let figure = |word: &str| {
        word.ends_with(|c: char| c.is_ascii_digit() || c == '%')
            && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '%'))
    };
    if line.contains("  ") || line.contains('|') {
        return false;
    }
    let mut words = line.trim().split(' ');
    let (count, figures) = (words.clone().count(), words.clone().rev().take_while(|w| figure(w)).count());
    let heads = (3..=8).contains(&count)
        && words.all(|w| {
            let named = !w.contains(|c: char| c.is_ascii_digit()) || w.contains(['年', '月']);
            (2..=12).contains(&w.chars().count()) && named
        });
    figures >= 2 && (1..=2).contains(&(count - figures)) || heads
}

/// Whether three digits open `text` and a magnitude, a unit, a decimal or another such group is behind them.
fn group_before_unit(text: &str) -> bool {
    const BEHIND: &str = "万亿元吨人户亩家台件辆公平千头只个项美";
    /// No number has more groups.
    const GROUPS: usize = 6;
    let mut text = text;
    for _ in 0..GROUPS {
        let bytes = text.as_bytes();
        if bytes.len() < 4 || !bytes[..3].iter().all(u8::is_ascii_digit) || bytes[3].is_ascii_digit() {
            return false;
        }
        let rest = text[3..].trim_start_matches(is_space);
        let decimal = rest.strip_prefix('.').is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit()));
        if decimal || rest.starts_with(|c| BEHIND.contains(c)) && !rest.starts_with("家具") {
            return true;
        }
        if rest.len() == text.len() - 3 {
            return false;
        }
        text = rest;
    }
    false
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{3000}' | '\u{2000}'..='\u{200a}' | '\u{202f}')
}

/// Whether the byte at `at` begins a character that [`Normal::special`] looks at.
fn is_special(bytes: &[u8], at: usize) -> bool {
    match bytes[at] {
        b'\t'..=b'\r' | b' ' | b'"' | b'\'' => true,
        0xC2 => matches!(bytes.get(at + 1), Some(0xA0 | 0xAD)),
        0xE2 => matches!(bytes.get(at + 1), Some(0x80 | 0x81 | 0x88 | 0x8B)),
        0xE3 => matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x80] | [0x83, 0xBB])),
        0xEF => matches!(bytes.get(at + 1), Some(0xB8 | 0xBB..=0xBD)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(text: &str) -> Normal {
        let mut normal = Normal::default();
        normal.set(text, 0, false);
        normal
    }

    #[test]
    fn normalises_and_maps_back() {
        for (text, expected) in [
            ("达到２９．５％，增长", "达到29.5%,增长"),
            ("“十四五”期间", "十四五期间"),
            ("1 9 9 3 年", "1993年"),
            ("产值 12 亿元", "产值12亿元"),
            ("GDP 增长", "GDP增长"),
            ("ab cd", "ab cd"),
            ("由 200 300 起", "由200 300起"),
            ("收入 223 961\n万元", "收入223961万元"),
            ("共1 204 500人", "共1204500人"),
            ("达5 016.5元", "达5016.5元"),
            ("第3 100家", "第3 100家"),
            ("在2017 204项", "在2017 204项"),
            ("为40 1200元", "为40 1200元"),
            ("每生•年", "每生·年"),
            ("为 100, 200 起", "为100, 200起"),
            ("实 施 方 案", "实施方案"),
            ("１ ９ ９ ３年", "1993年"),
            ("增长8 ．8 亿", "增长8.8亿"),
            ("增长1 5 ．3 亿", "增长15.3亿"),
            ("达 到\n五亿元", "达到五亿元"),
        ] {
            assert_eq!(normal(text).text, expected, "{text}");
        }
    }

    #[test]
    fn every_place_maps_back() {
        let text = "　“１ ９ ９ ３”年，产值达 １２．５　亿元";
        let n = normal(text);
        for (at, c) in n.text.char_indices() {
            let span = n.original(at, at + c.len_utf8());
            let original: String = span
                .of(text)
                .chars()
                .map(|c| match c {
                    '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
                    c => c,
                })
                .collect();
            assert_eq!(original, c.to_string());
            assert_eq!(n.normal_of(span.start as usize), at);
        }
    }

    #[test]
    fn quotes_are_remembered() {
        let n = normal("建立“五个一”机制");
        assert_eq!(n.quote_around(6, 9), Some((6, 15)));
        assert_eq!(n.quote_around(0, 3), None);
    }
}
