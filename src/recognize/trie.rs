//! The words of a lexicon as a tree of characters, to find those that begin at each place of a text.
//!
//! An Aho-Corasick automaton over bytes takes three steps a Chinese character, most of them cache
//! misses in an automaton of this size. Words here have two characters or more as a rule, so one
//! bit for the first two characters sends most places on their way, and one for the first three
//! most of the others.

use rustc_hash::FxHashMap;

use super::chars::{CharSet, decode};

/// Bits of each filter: enough that few are set by chance, and few enough to stay in the nearest
/// cache.
const BITS: u32 = 1 << 17;

/// Stands for no word and for no node.
const NONE: u32 = u32::MAX;

/// Marks the first character of a word in the place of the node before: the root has no node.
const HEAD: u32 = 1 << 31;

/// Where a character leads to.
#[derive(Debug, Clone, Copy)]
struct Node {
    /// Its number, or [`NONE`] where no longer word goes on.
    id: u32,
    /// The word that ends here, or [`NONE`].
    word: u32,
}

/// A tree of words.
#[derive(Debug)]
pub(super) struct Trie {
    /// Words of two characters.
    pairs: Filter,
    /// The first three characters of longer words.
    triples: Filter,
    /// From a node, or a first character with [`HEAD`], over a character.
    next: FxHashMap<(u32, u32), Node>,
    /// Whether some character is a word by itself, and which.
    single: CharSet,
    singles: FxHashMap<u32, u32>,
}

impl Trie {
    /// The tree of `words`, each named by its index. `None` when there are more than it can hold.
    pub(super) fn new(words: &[String]) -> Option<Self> {
        let mut trie = Self {
            pairs: Filter::new(),
            triples: Filter::new(),
            next: FxHashMap::default(),
            single: CharSet::new(),
            singles: FxHashMap::default(),
        };
        let mut nodes = 0;
        for (index, word) in words.iter().enumerate() {
            let index = u32::try_from(index).ok().filter(|i| *i < HEAD)?;
            trie.add(word, index, &mut nodes);
        }
        (nodes < HEAD).then_some(trie)
    }

    fn add(&mut self, word: &str, index: u32, nodes: &mut u32) {
        let mut chars = word.chars().map(u32::from).peekable();
        let Some(head) = chars.next() else { return };
        let Some(&second) = chars.peek() else {
            self.single.add(char::from_u32(head).unwrap_or_default());
            self.singles.insert(head, index);
            return;
        };
        match word.chars().nth(2) {
            None => self.pairs.add(pair(head, second)),
            Some(third) => self.triples.add(triple(pair(head, second), u32::from(third))),
        }
        let mut from = HEAD | head;
        while let Some(code) = chars.next() {
            let node = self.next.entry((from, code)).or_insert(Node { id: NONE, word: NONE });
            if chars.peek().is_none() {
                node.word = index;
            } else if node.id == NONE {
                node.id = *nodes;
                *nodes = nodes.saturating_add(1);
            }
            from = node.id;
        }
    }

    /// Calls `found` at every place of `text` where words begin, with the words and their ends from
    /// the shortest on.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(usize, &[(u32, usize)])) {
        let mut words: Vec<(u32, usize)> = Vec::new();
        // Three characters in a row, each decoded once, and where they end.
        let mut chars = text.chars();
        let mut next = || (chars.next().map(u32::from), text.len() - chars.as_str().len());
        let mut at = 0;
        let (mut head, mut end) = next();
        let (mut second, mut second_end) = next();
        while let Some(code) = head {
            let (third, third_end) = next();
            if self.single.has(code)
                && let Some(&word) = self.singles.get(&code)
            {
                words.push((word, end));
            }
            if let Some(second) = second {
                let pair = pair(code, second);
                let long = third.is_some_and(|third| self.triples.has(triple(pair, third)));
                if long || self.pairs.has(pair) {
                    let stop = if long { text.len() } else { second_end };
                    self.walk(&text.as_bytes()[..stop], end, HEAD | code, &mut words);
                }
            }
            if !words.is_empty() {
                found(at, &words);
                words.clear();
            }
            at = end;
            (head, end) = (second, second_end);
            (second, second_end) = (third, third_end);
        }
    }

    /// The words that go on with the text at `at` from the node `from`.
    fn walk(&self, bytes: &[u8], mut at: usize, mut from: u32, words: &mut Vec<(u32, usize)>) {
        while from != NONE
            && let Some((code, len)) = char_at(bytes, at)
            && let Some(node) = self.next.get(&(from, code))
        {
            at += len;
            from = node.id;
            if node.word != NONE {
                words.push((node.word, at));
            }
        }
    }
}

/// A set of hashes that may take others for its own.
#[derive(Debug)]
struct Filter(Vec<u64>);

impl Filter {
    fn new() -> Self {
        Self(vec![0; BITS as usize / 64])
    }

    fn add(&mut self, hash: u32) {
        let bit = (hash >> 8) % BITS;
        self.0[(bit / 64) as usize] |= 1 << (bit % 64);
    }

    #[inline]
    fn has(&self, hash: u32) -> bool {
        let bit = (hash >> 8) % BITS;
        self.0[(bit / 64) as usize] >> (bit % 64) & 1 == 1
    }
}

#[inline]
fn pair(a: u32, b: u32) -> u32 {
    a.wrapping_mul(0x9E37_79B1) ^ b.wrapping_mul(0x85EB_CA77)
}

#[inline]
fn triple(pair: u32, c: u32) -> u32 {
    pair.rotate_left(11).wrapping_mul(0x9E37_79B1) ^ c.wrapping_mul(0xC2B2_AE3D)
}

#[inline]
fn char_at(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    decode(bytes, at, *bytes.get(at)?)
}

#[cfg(test)]
mod tests {
    use super::Trie;

    fn found(words: &[&str], text: &str) -> Vec<(usize, Vec<(u32, usize)>)> {
        let words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
        let mut out = Vec::new();
        Trie::new(&words).unwrap().find(text, |at, words| out.push((at, words.to_vec())));
        out
    }

    #[test]
    fn finds_every_word_at_every_place() {
        let words = ["工业", "工业增加值", "增加值", "占", "GDP", "增加"];
        assert_eq!(
            found(&words, "占工业增加值"),
            [(0, vec![(3, 3)]), (3, vec![(0, 9), (1, 18)]), (9, vec![(5, 15), (2, 18)])]
        );
        assert_eq!(found(&words, "GDGDP占"), [(2, vec![(4, 5)]), (5, vec![(3, 8)])]);
        assert_eq!(found(&words, "工业增"), [(0, vec![(0, 6)])]);
        assert_eq!(found(&words, ""), []);
        assert_eq!(
            found(&["工业增加值", "工业", "占比", "占"], "占比工业增"),
            [(0, vec![(3, 3), (2, 6)]), (6, vec![(1, 12)])]
        );
        assert_eq!(found(&["𠮷林", "𠮷"], "𡃁林𠮷林"), [(7, vec![(1, 11), (0, 14)])]);
    }
}
