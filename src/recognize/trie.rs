//! The words of a lexicon as a tree of characters, to find those that begin at each place of a text.
//!
//! An Aho-Corasick automaton over bytes takes three steps a Chinese character, most of them cache
//! misses in an automaton of this size. Words here have two characters or more as a rule, so one
//! bit for the first character and one for the first two send nearly every place on its way.

use rustc_hash::FxHashMap;

use super::chars::decode;

/// Bits of the filter on the first two characters: enough that one in ten is set, and few enough
/// to stay in the nearest cache.
const PAIRS: usize = 1 << 16;

/// What a node of the tree has for a place where no word ends.
const NONE: u32 = u32::MAX;

/// A tree of words.
#[derive(Debug)]
pub(super) struct Trie {
    /// For each character of the basic plane the node it leads to from the root, or [`NONE`].
    first: Vec<u32>,
    pairs: Vec<u64>,
    /// From a node, over a character, to a node; from [`NONE`] for words that begin beyond that plane.
    next: FxHashMap<(u32, u32), u32>,
    /// The word that ends at each node, or [`NONE`].
    words: Vec<u32>,
}

impl Trie {
    /// The tree of `words`, each named by its index. `None` when there are more than it can hold.
    pub(super) fn new(words: &[String]) -> Option<Self> {
        let mut trie = Self {
            first: vec![NONE; 0x1_0000],
            pairs: vec![0; PAIRS / 64],
            next: FxHashMap::default(),
            words: Vec::new(),
        };
        for (index, word) in words.iter().enumerate() {
            trie.add(word, u32::try_from(index).ok().filter(|i| *i != NONE)?)?;
        }
        Some(trie)
    }

    fn add(&mut self, word: &str, index: u32) -> Option<()> {
        let codes: Vec<u32> = word.chars().map(u32::from).collect();
        let Some(&head) = codes.first() else { return Some(()) };
        let fresh = u32::try_from(self.words.len()).ok().filter(|i| *i != NONE)?;
        let slot = match self.first.get_mut(head as usize) {
            Some(slot) => slot,
            None => self.next.entry((NONE, head)).or_insert(NONE),
        };
        if *slot == NONE {
            *slot = fresh;
            self.words.push(NONE);
        }
        let mut node = *slot;
        if let Some(&second) = codes.get(1) {
            let bit = pair(head, second);
            self.pairs[bit / 64] |= 1 << (bit % 64);
        }
        for &code in &codes[1..] {
            let fresh = u32::try_from(self.words.len()).ok()?;
            node = *self.next.entry((node, code)).or_insert(fresh);
            if node == fresh {
                self.words.push(NONE);
            }
        }
        self.words[node as usize] = index;
        Some(())
    }

    /// Calls `found` at every place of `text` where words begin, with the words and their ends from
    /// the shortest on.
    pub(super) fn find(&self, text: &str, mut found: impl FnMut(usize, &[(u32, usize)])) {
        let bytes = text.as_bytes();
        let mut words: Vec<(u32, usize)> = Vec::new();
        let mut at = 0;
        while let Some((code, len)) = char_at(bytes, at) {
            let node = self.first(code);
            if node != NONE {
                self.walk(bytes, at + len, code, node, &mut words);
                if !words.is_empty() {
                    found(at, &words);
                    words.clear();
                }
            }
            at += len;
        }
    }

    /// The node a character leads to from the root, or [`NONE`].
    #[inline]
    fn first(&self, code: u32) -> u32 {
        match self.first.get(code as usize) {
            Some(&node) => node,
            None => self.next.get(&(NONE, code)).copied().unwrap_or(NONE),
        }
    }

    /// The words that go on with the text at `at`, after their first character `head`.
    #[inline]
    fn walk(&self, bytes: &[u8], mut at: usize, head: u32, mut node: u32, words: &mut Vec<(u32, usize)>) {
        let mut end_here = |node: u32, at: usize| {
            let word = self.words[node as usize];
            if word != NONE {
                words.push((word, at));
            }
        };
        end_here(node, at);
        let Some((mut code, mut len)) = char_at(bytes, at) else { return };
        let bit = pair(head, code);
        if self.pairs[bit / 64] >> (bit % 64) & 1 == 0 {
            return;
        }
        while let Some(&next) = self.next.get(&(node, code)) {
            (node, at) = (next, at + len);
            end_here(node, at);
            let Some(following) = char_at(bytes, at) else { return };
            (code, len) = following;
        }
    }
}

/// The bit that stands for two characters.
#[inline]
fn pair(a: u32, b: u32) -> usize {
    (a.wrapping_mul(0x9E37_79B1) ^ b.wrapping_mul(0x85EB_CA77)) as usize >> 8 & (PAIRS - 1)
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
        assert_eq!(found(&["𠮷林", "𠮷"], "𡃁林𠮷林"), [(7, vec![(1, 11), (0, 14)])]);
    }
}
