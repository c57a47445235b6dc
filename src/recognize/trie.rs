//! The words of a lexicon as a tree of characters, to find those that begin at each place of a text.
//!
//! An Aho-Corasick automaton over bytes takes three steps a Chinese character, most of them cache
//! misses in an automaton of this size. Words here have two characters or more as a rule, so one
//! bit for the first two characters sends most places on their way, and one for the first three
//! most of the others. Those that are left walk a double array: a step is one look at one place.

use rustc_hash::FxHashMap;

use super::chars::{CharSet, decode};

/// Words of 64 bits of each filter: enough that few bits are set by chance, and few enough to stay in the
/// nearest cache.
const WORDS: usize = 1 << 11;

/// Stands for no word and for no node.
const NONE: u32 = u32::MAX;

/// The base of the node that words begin at.
const ROOT: u32 = 0;

/// A step in the tree: from a node over a character to another.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// The base of the node before, or [`NONE`] where no step is.
    from: u32,
    /// The character.
    code: u32,
    /// The base of the node it leads to, or [`NONE`] where no longer word goes on.
    to: u32,
    /// The word that ends here, or [`NONE`].
    word: u32,
}

/// A tree of words.
#[derive(Debug)]
pub(super) struct Trie {
    /// Whether some character is a word by itself.
    single: CharSet,
    /// Words of two characters.
    pairs: Filter,
    /// The first two characters of longer words.
    heads: Filter,
    /// Their first three.
    triples: Filter,
    /// Each step at its [`place`].
    steps: Vec<Step>,
}

impl Trie {
    /// The tree of `words`, each named by its index. `None` when there are more than it can hold.
    pub(super) fn new(words: &[String]) -> Option<Self> {
        let (mut single, mut pairs) = (CharSet::new(), Filter::new());
        let (mut heads, mut triples) = (Filter::new(), Filter::new());
        for word in words {
            let mut chars = word.chars();
            let Some(head) = chars.next() else { continue };
            let Some(second) = chars.next() else {
                single.add(head);
                continue;
            };
            let pair = pair(u32::from(head), u32::from(second));
            match chars.next() {
                None => pairs.add(pair),
                Some(third) => {
                    heads.add(pair);
                    triples.add(triple(pair, u32::from(third)));
                }
            }
        }
        let steps = table(&mut steps(words)?)?;
        Some(Self { single, pairs, heads, triples, steps })
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
                let long = self.heads.has(pair) && third.is_some_and(|third| self.triples.has(triple(pair, third)));
                if (long || self.pairs.has(pair))
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
        let step = &self.steps[place(from, code, self.steps.len())];
        (step.from == from && step.code == code).then_some(step)
    }
}

/// Where the step from the node with this base over a character stands: the base moves the steps of a
/// node to where no other has one. The table's length is a power of two.
#[inline]
const fn place(from: u32, code: u32, length: usize) -> usize {
    from.wrapping_add(code) as usize & (length - 1)
}

/// The steps of the tree of `words`. Nodes are counted here, from [`ROOT`] on.
fn steps(words: &[String]) -> Option<Vec<Step>> {
    let mut steps: Vec<Step> = Vec::new();
    let mut known: FxHashMap<(u32, u32), usize> = FxHashMap::default();
    let mut nodes = ROOT;
    for (index, word) in words.iter().enumerate() {
        let (mut from, mut last) = (ROOT, None);
        for code in word.chars().map(u32::from) {
            // A node is only made where a word goes on.
            if let Some(Step { to, .. }) = last.map(|last: usize| &mut steps[last]) {
                if *to == NONE {
                    nodes = nodes.checked_add(1).filter(|n| *n < NONE)?;
                    *to = nodes;
                }
                from = *to;
            }
            last = Some(*known.entry((from, code)).or_insert_with(|| {
                steps.push(Step { from, code, to: NONE, word: NONE });
                steps.len() - 1
            }));
        }
        if let Some(last) = last {
            steps[last].word = u32::try_from(index).ok().filter(|i| *i != NONE)?;
        }
    }
    Some(steps)
}

/// Lays the steps out in a table with room for as many again, more where characters of one node would
/// fall together.
fn table(steps: &mut [Step]) -> Option<Vec<Step>> {
    /// Room for the characters of the basic plane.
    const LEAST: usize = 1 << 16;
    const MOST: usize = 1 << 30;
    steps.sort_unstable_by_key(|step| (step.from, step.code));
    let mut length = LEAST.max((steps.len() * 2).next_power_of_two());
    while length <= MOST {
        if let Some(table) = laid_out(steps, length) {
            return Some(table);
        }
        length *= 2;
    }
    None
}

/// The table of this length, if all steps find a place.
fn laid_out(steps: &[Step], length: usize) -> Option<Vec<Step>> {
    let free = Step { from: NONE, code: 0, to: NONE, word: NONE };
    let (mut table, mut bases) = (vec![free; length], FxHashMap::default());
    let mut next = ROOT;
    for own in steps.chunk_by(|a, b| a.from == b.from) {
        // From the base after the last on, each once, so that no two nodes have the same.
        let fits = |base: u32| own.iter().all(|step| table[place(base, step.code, length)].from == NONE);
        next = (next..length as u32).find(|&base| fits(base))?;
        for step in own {
            let place = &mut table[place(next, step.code, length)];
            if place.from != NONE {
                // Two characters of this node fall together.
                return None;
            }
            *place = Step { from: next, ..*step };
        }
        bases.insert(own[0].from, next);
        next += 1;
    }
    for step in &mut table {
        step.to = bases.get(&step.to).copied().unwrap_or(NONE);
    }
    Some(table)
}

/// A set of hashes that may take others for its own. Its length is known to the compiler, which asks no
/// more about bounds then.
#[derive(Debug)]
struct Filter(Box<[u64; WORDS]>);

impl Filter {
    fn new() -> Self {
        Self(Box::new([0; WORDS]))
    }

    fn add(&mut self, hash: u32) {
        let (word, bit) = Self::place(hash);
        self.0[word] |= 1 << bit;
    }

    #[inline]
    fn has(&self, hash: u32) -> bool {
        let (word, bit) = Self::place(hash);
        self.0[word] >> bit & 1 == 1
    }

    #[inline]
    const fn place(hash: u32) -> (usize, u32) {
        let bit = (hash >> 8) as usize % (WORDS * 64);
        (bit / 64, bit as u32 % 64)
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
        // Characters that fall together in a table of the least length.
        assert_eq!(found(&["a𐁢", "ab"], "a𐁢ab"), [(0, vec![(0, 5)]), (5, vec![(1, 7)])]);
    }
}
