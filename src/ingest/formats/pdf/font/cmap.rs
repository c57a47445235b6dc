//! `CMap` files inside a PDF: what a code means (`ToUnicode`), how bytes part into codes and which
//! glyph a code is (an embedded encoding).
//!
//! Ranges are kept as ranges: `<0000> <FFFF> <0000>` is one entry, not 65,536.

use rustc_hash::FxHashMap;

use super::super::lexer::{Lexer, Token};

/// Codes of one length between two bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Space {
    length: usize,
    low: u32,
    high: u32,
}

/// A run of codes that follow one another in what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run<T> {
    low: u32,
    high: u32,
    first: T,
}

/// A `CMap`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct CMap {
    spaces: Vec<Space>,
    texts: FxHashMap<u32, String>,
    text_runs: Vec<Run<String>>,
    cids: FxHashMap<u32, u32>,
    cid_runs: Vec<Run<u32>>,
    /// Whether it is for vertical writing.
    pub(super) vertical: bool,
    /// The name of the map that it stands on (`usecmap`).
    pub(super) base: Option<Vec<u8>>,
}

impl CMap {
    /// Reads one; what it does not understand it passes over.
    pub(super) fn parse(bytes: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands = Vec::new();
        for token in Lexer::new(bytes) {
            let Token::Word(word) = token else {
                operands.push(token);
                continue;
            };
            map.section(&word, &operands);
            operands.clear();
        }
        map.text_runs.sort_by_key(|r| r.low);
        map.cid_runs.sort_by_key(|r| r.low);
        map
    }

    fn section(&mut self, word: &[u8], operands: &[Token]) {
        match word {
            b"endcodespacerange" => self.code_spaces(operands),
            b"endbfchar" => self.text_chars(operands),
            b"endbfrange" => self.text_ranges(operands),
            b"endcidchar" => self.cid_chars(operands),
            b"endcidrange" => self.cid_ranges(operands),
            b"usecmap" => {
                if let Some(Token::Name(name)) = operands.last() {
                    self.base = Some(name.clone());
                }
            }
            b"def" => {
                if let [.., Token::Name(name), Token::Number(value)] = operands
                    && name == b"WMode"
                {
                    self.vertical = *value > 0.5;
                }
            }
            _ => {}
        }
    }

    fn code_spaces(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(low), Token::Text(high)] = pair
                && (1..=4).contains(&low.len())
            {
                self.spaces.push(Space { length: low.len(), low: code(low), high: code(high) });
            }
        }
    }

    fn text_chars(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(from), Token::Text(to)] = pair
                && let Some(text) = text(to)
            {
                self.texts.insert(code(from), text);
            }
        }
    }

    fn text_ranges(&mut self, operands: &[Token]) {
        let mut rest = operands;
        while let [Token::Text(low), Token::Text(high), target, after @ ..] = rest {
            let (low, high) = (code(low), code(high));
            rest = after;
            match target {
                Token::Text(first) => {
                    if let Some(first) = text(first) {
                        self.text_runs.push(Run { low, high, first });
                    }
                }
                Token::ArrayStart => {
                    let end = after.iter().position(|t| *t == Token::ArrayEnd).unwrap_or(after.len());
                    for (i, each) in after.iter().take(end).enumerate() {
                        if let (Token::Text(to), Some(from)) = (each, low.checked_add(i as u32))
                            && let Some(text) = text(to)
                        {
                            self.texts.insert(from, text);
                        }
                    }
                    rest = after.get(end + 1..).unwrap_or_default();
                }
                _ => {}
            }
        }
    }

    fn cid_chars(&mut self, operands: &[Token]) {
        for pair in operands.chunks_exact(2) {
            if let [Token::Text(from), Token::Number(to)] = pair {
                self.cids.insert(code(from), *to as u32);
            }
        }
    }

    fn cid_ranges(&mut self, operands: &[Token]) {
        for triple in operands.chunks_exact(3) {
            if let [Token::Text(low), Token::Text(high), Token::Number(first)] = triple {
                self.cid_runs.push(Run { low: code(low), high: code(high), first: *first as u32 });
            }
        }
    }

    /// What a code means.
    pub(super) fn text(&self, code: u32) -> Option<String> {
        if let Some(text) = self.texts.get(&code) {
            return Some(text.clone());
        }
        let run = run_of(&self.text_runs, code)?;
        let mut chars: Vec<char> = run.first.chars().collect();
        let last = chars.pop()?;
        let next = char::from_u32((last as u32).checked_add(code - run.low)?)?;
        (next != '\u{fffd}').then(|| chars.into_iter().chain([next]).collect())
    }

    /// The glyph of a code.
    pub(super) fn cid(&self, code: u32) -> Option<u32> {
        let single = self.cids.get(&code).copied();
        single.or_else(|| run_of(&self.cid_runs, code).and_then(|r| r.first.checked_add(code - r.low)))
    }

    /// How many bytes the next code takes, by the code spaces; `None` when they do not say.
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        let fits = |space: &&Space| {
            bytes.get(..space.length).is_some_and(|head| {
                // Bounds hold byte by byte: <8140> to <FEFE> has no <8120>.
                let (low, high) = (space.low.to_be_bytes(), space.high.to_be_bytes());
                let bounds = low.iter().zip(&high).skip(4 - space.length);
                head.iter().zip(bounds).all(|(b, (l, h))| (l..=h).contains(&b))
            })
        };
        self.spaces.iter().find(fits).map(|s| s.length)
    }
}

fn run_of<T>(runs: &[Run<T>], code: u32) -> Option<&Run<T>> {
    let next = runs.partition_point(|r| r.low <= code);
    // Ranges may overlap in sloppy files; the few before the nearest are looked at too.
    runs.get(next.saturating_sub(4)..next)?.iter().rev().find(|r| code <= r.high)
}

fn code(bytes: &[u8]) -> u32 {
    bytes.iter().take(4).fold(0, |code, b| code << 8 | u32::from(*b))
}

/// A target in UTF-16; nothing when it is no text or is what stands for no character.
fn text(bytes: &[u8]) -> Option<String> {
    let units: Vec<u16> = match bytes {
        [one] => vec![u16::from(*one)],
        _ => bytes.chunks_exact(2).map(|pair| pair.iter().fold(0, |unit, b| unit << 8 | u16::from(*b))).collect(),
    };
    let text = String::from_utf16(&units).ok()?;
    let none = text.is_empty() || text.contains(['\0', '\u{fffd}', '\u{ffff}']);
    (!none).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chars_ranges_and_arrays_are_read() {
        let map = CMap::parse(
            b"/WMode 1 def 1 begincodespacerange <0000> <FFFF> endcodespacerange
            2 beginbfchar <0001> <4E2D> <0002> <00660069> endbfchar
            3 beginbfrange <0010> <0019> <0030> <0020> <0021> [<56FD> <6C11>] <0030> <0031> <D840DC00> endbfrange",
        );
        assert!(map.vertical);
        let read = |code| map.text(code).unwrap_or_default();
        assert_eq!([1, 2, 0x13, 0x21, 0x31].map(read), ["中", "fi", "3", "民", "\u{20001}"]);
        assert_eq!(map.text(0x1a), None);
        assert_eq!(map.length(&[0, 1, 2]), Some(2));
    }

    #[test]
    fn what_stands_for_no_character_is_none() {
        let map = CMap::parse(b"3 beginbfchar <01> <0000> <02> <FFFD> <03> <D840> endbfchar");
        assert_eq!([1, 2, 3].map(|c| map.text(c)), [None, None, None]);
    }

    #[test]
    fn glyphs_and_code_spaces_of_mixed_length_are_read() {
        let map = CMap::parse(
            b"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange
            1 begincidrange <8140> <8178> 100 endcidrange 1 begincidchar <20> 7 endcidchar /GBK-EUC-H usecmap",
        );
        assert_eq!([map.cid(0x8142), map.cid(0x20), map.cid(0x21)], [Some(102), Some(7), None]);
        assert_eq!([map.length(b"A"), map.length(&[0x81, 0x42]), map.length(&[0x81, 0x20])], [Some(1), Some(2), None]);
        assert_eq!(map.base.as_deref(), Some(b"GBK-EUC-H".as_slice()));
    }

    #[test]
    fn a_range_over_everything_takes_no_memory() {
        let map = CMap::parse(b"1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange");
        assert_eq!(map.text(0x4e2d), None);
        let map = CMap::parse(b"1 beginbfrange <00000000> <FFFFFFFF> <0001> endbfrange");
        assert_eq!((map.text(0x4e2c).as_deref(), map.text(u32::MAX)), (Some("中"), None));
    }
}
