//! The words of a lexicon as a tree of characters, to find those that begin at each place of a text.
//!
//! An Aho-Corasick automaton over bytes takes three steps a Chinese character, most of them cache
//! misses in an automaton of this size. Words here have two characters or more as a rule, so one
//! bit for the first two characters sends most places on their way, and one for the first three
//! most of the others. Those that are left walk a double array: a step is one look at one place.

use rustc_hash::FxHashMap;

use super::chars::{CharSet, decode};

/// Stands for no word and for no node.
const NONE: u32 = u32::MAX;

/// The base of the node that words begin at.
const ROOT: u32 = 0;

/// A step in the tree, from a node over a character to another. It stands at the base of the node before
/// plus the code of the character, so that the base alone tells whether a step is there.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// The base of the node before, or [`NONE`] where no step is.
    from: u32,
    /// The base of the node it leads to, or [`NONE`] where no longer word goes on.
    to: u32,
    /// The word that ends with it, or [`NONE`].
    word: u32,
}

/// A tree of words.
#[derive(Debug)]
pub(super) struct Trie {
    /// Whether some character is a word by itself.
    single: CharSet,
    /// The first two characters of words: of words of two ([`SHORT`]), of longer ones ([`LONG`]).
    pairs: Filter<2>,
    /// The first three characters of longer words.
    triples: Filter<1>,
    /// Close together, since a walk looks all over them and they must stay in a near cache.
    steps: Vec<Step>,
}

/// The bit of words of two characters.
const SHORT: u64 = 1;
/// The bit of longer words.
const LONG: u64 = 2;

impl Trie {
    /// The tree of `words`, each named by its index. `None` when there are more than it can hold.
    pub(super) fn new(words: &[String]) -> Option<Self> {
        let (mut single, mut pairs, mut triples) = (CharSet::new(), Filter::new(), Filter::new());
        for word in words {
            let mut chars = word.chars();
            let Some(head) = chars.next() else { continue };
            let Some(second) = chars.next() else {
                single.add(head);
                continue;
            };
            let pair = pair(u32::from(head), u32::from(second));
            match chars.next() {
                None => pairs.add(pair, SHORT),
                Some(third) => {
                    pairs.add(pair, LONG);
                    triples.add(triple(pair, u32::from(third)), 1);
                }
            }
        }
        let steps = laid_out(&mut edges(words)?)?;
        Some(Self { single, pairs, triples, steps })
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
                && let Some(step) = self.step(ROOT, code).filter(|step| step.word != NONE)
            {
                words.push((step.word, end));
            }
            if let Some(second) = second {
                let pair = pair(code, second);
                let begins = self.pairs.of(pair);
                let long = begins & LONG != 0 && third.is_some_and(|third| self.triples.of(triple(pair, third)) != 0);
                if (long || begins & SHORT != 0)
                    && let Some(step) = self.step(ROOT, code)
                {
                    let stop = if long { text.len() } else { second_end };
                    self.walk(&text.as_bytes()[..stop], end, step.to, &mut words);
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
            && let Some(step) = self.step(from, code)
        {
            at += len;
            from = step.to;
            if step.word != NONE {
                words.push((step.word, at));
            }
        }
    }

    /// The step from the node with base `from` over a character.
    #[inline]
    fn step(&self, from: u32, code: u32) -> Option<&Step> {
        self.steps.get(from.wrapping_add(code) as usize).filter(|step| step.from == from)
    }
}

/// A step before it has its place; nodes are counted from [`ROOT`] on.
struct Edge {
    from: u32,
    code: u32,
    to: u32,
    word: u32,
}

/// The steps of the tree of `words`.
fn edges(words: &[String]) -> Option<Vec<Edge>> {
    let mut edges: Vec<Edge> = Vec::new();
    let mut known: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    let mut nodes = ROOT;
    for (index, word) in words.iter().enumerate() {
        let (mut from, mut last) = (ROOT, None);
        for code in word.chars().map(u32::from) {
            // A node is only made where a word goes on.
            if let Some(Edge { to, .. }) = last.map(|last: usize| &mut edges[last]) {
                if *to == NONE {
                    nodes = nodes.checked_add(1).filter(|n| *n < NONE)?;
                    *to = nodes;
                }
                from = *to;
            }
            last = Some(*known.entry((from, code)).or_insert_with(|| {
                edges.push(Edge { from, code, to: NONE, word: NONE });
                edges.len() - 1
            }));
        }
        if let Some(last) = last {
            edges[last].word = u32::try_from(index).ok().filter(|i| *i != NONE)?;
        }
    }
    Some(edges)
}

/// Gives each node a base at which no step of it falls on one of another, and each step its place.
fn laid_out(edges: &mut [Edge]) -> Option<Vec<Step>> {
    /// Bases are below, so that a base and the code of a character are never taken for others.
    const MOST: u32 = 1 << 30;
    edges.sort_unstable_by_key(|edge| (edge.from, edge.code));
    let free = Step { from: NONE, to: NONE, word: NONE };
    let mut steps: Vec<Step> = Vec::new();
    let mut bases = FxHashMap::default();
    let mut next = ROOT;
    for own in edges.chunk_by(|a, b| a.from == b.from) {
        // From the base after the last on, each once, so that no two nodes have the same.
        let fits = |base: &u32| {
            own.iter().all(|edge| steps.get((base + edge.code) as usize).is_none_or(|step| step.from == NONE))
        };
        let base = (next..MOST).find(fits)?;
        let length = own.last().map_or(0, |edge| (base + edge.code) as usize + 1).max(steps.len());
        steps.resize(length, free);
        for edge in own {
            steps[(base + edge.code) as usize] = Step { from: base, to: edge.to, word: edge.word };
        }
        bases.insert(own[0].from, base);
        next = base + 1;
    }
    for step in &mut steps {
        step.to = bases.get(&step.to).copied().unwrap_or(NONE);
    }
    Some(steps)
}

/// Places of a filter: enough that few bits are set by chance, and few enough to stay in the nearest cache.
const PLACES: usize = 1 << 17;
/// The most words of 64 bits that a filter has.
const WORDS: usize = PLACES / 32;

/// A table of a few `BITS` by hashes that may take others for its own.
#[derive(Debug)]
struct Filter<const BITS: u32>(Box<[u64; WORDS]>);

impl<const BITS: u32> Filter<BITS> {
    fn new() -> Self {
        // Made on the heap: 32 KB is much for a stack.
        let words = vec![0; WORDS].into_boxed_slice().try_into();
        Self(words.unwrap_or_else(|_| unreachable!("a slice as long as the array")))
    }

    fn add(&mut self, hash: u32, bits: u64) {
        let (word, shift) = Self::place(hash);
        self.0[word] |= bits << shift;
    }

    /// The bits of all that was added under this hash.
    #[inline]
    fn of(&self, hash: u32) -> u64 {
        let (word, shift) = Self::place(hash);
        self.0[word] >> shift & ((1 << BITS) - 1)
    }

    #[inline]
    const fn place(hash: u32) -> (usize, u32) {
        let (place, per_word) = ((hash >> 8) % PLACES as u32, 64 / BITS);
        // Its length is known to the compiler, which asks no more about bounds then.
        ((place / per_word) as usize % WORDS, place % per_word * BITS)
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
        // A character far behind the others, and one that no table reaches.
        assert_eq!(found(&["a𐁢", "ab"], "a𐁢ab"), [(0, vec![(0, 5)]), (5, vec![(1, 7)])]);
        assert_eq!(found(&["ab", "a"], "a𐁢ab"), [(0, vec![(1, 1)]), (5, vec![(1, 6), (0, 7)])]);
    }
}
