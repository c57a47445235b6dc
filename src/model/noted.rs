//! The text in hand, noted once, so that most questions about its parts need no look at them.
//!
//! Rules ask hundreds of lists of words of the clauses around each number, and most clauses have
//! none of them. One pass over a block sets a bit for each of its characters and for each two that
//! stand together; a word of which a bit is missing stands in no part of the block.

use std::cell::Cell;
use std::marker::PhantomData;

/// Bits of a note: enough that few are set by chance in a long paragraph, few enough to stay near.
const BITS: usize = 1 << 14;

thread_local! {
    static IN_HAND: InHand = const {
        InHand { from: Cell::new(0), to: Cell::new(0), bits: [const { Cell::new(0) }; BITS / 64] }
    };
}

/// Where the text lies that was noted, and what stands in it.
struct InHand {
    from: Cell<usize>,
    to: Cell<usize>,
    bits: [Cell<u64>; BITS / 64],
}

/// While it lives, questions about parts of a text are answered from the note of it. There is one text in
/// hand on a thread: another note ends that of the first.
pub(crate) struct Noted<'t>(PhantomData<(&'t str, *const ())>);

impl<'t> Noted<'t> {
    /// Notes `text`, which cannot change while the note lives.
    pub(crate) fn new(text: &'t str) -> Self {
        IN_HAND.with(|hand| hand.note(text));
        Self(PhantomData)
    }
}

impl Drop for Noted<'_> {
    fn drop(&mut self) {
        IN_HAND.with(|hand| hand.to.set(hand.from.get()));
    }
}

/// The bits of a word: its one character, or its first two and its last two.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key([u16; 2]);

impl Key {
    /// The bits of `word`, which is not empty.
    pub(crate) const fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        let (first, mut end) = code(bytes, 0);
        let (mut before, mut last) = (first, first);
        let mut opening = None;
        while end < bytes.len() {
            before = last;
            (last, end) = code(bytes, end);
            if opening.is_none() {
                opening = Some(pair(before, last));
            }
        }
        match opening {
            Some(opening) => Self([opening, pair(before, last)]),
            None => Self([single(first); 2]),
        }
    }
}

/// Whether one of the words with these keys may stand in `text`: always, unless `text` is a part of the
/// text in hand and the note of that tells otherwise.
#[inline]
pub(crate) fn may_have(text: &str, keys: &[Key]) -> bool {
    IN_HAND.with(|hand| {
        let from = text.as_ptr().addr();
        from < hand.from.get() || from + text.len() > hand.to.get() || keys.iter().any(|key| hand.has(*key))
    })
}

impl InHand {
    fn note(&self, text: &str) {
        for word in &self.bits {
            word.set(0);
        }
        let bytes = text.as_bytes();
        let (mut at, mut before) = (0, 0);
        while at < bytes.len() {
            let (own, end) = code(bytes, at);
            self.set(single(own));
            self.set(pair(before, own));
            (at, before) = (end, own);
        }
        self.from.set(text.as_ptr().addr());
        self.to.set(self.from.get() + text.len());
    }

    #[inline]
    fn set(&self, bit: u16) {
        let word = &self.bits[usize::from(bit) / 64];
        word.set(word.get() | 1 << (bit % 64));
    }

    #[inline]
    fn has(&self, key: Key) -> bool {
        key.0.iter().all(|&bit| self.bits[usize::from(bit) / 64].get() >> (bit % 64) & 1 == 1)
    }
}

/// The place of one character.
#[inline]
const fn single(code: u32) -> u16 {
    (code.wrapping_mul(0x9E37_79B1) >> 18) as u16
}

/// The place of two characters.
#[inline]
const fn pair(a: u32, b: u32) -> u16 {
    ((a.wrapping_mul(0x9E37_79B1) ^ b).wrapping_mul(0x85EB_CA77) >> 18) as u16
}

/// The bytes of the character at `at` as a number, and where the next one begins.
#[inline]
const fn code(bytes: &[u8], at: usize) -> (u32, usize) {
    let lead = bytes[at];
    if lead & 0xF0 == 0xE0 && at + 2 < bytes.len() {
        return ((lead as u32) << 16 | (bytes[at + 1] as u32) << 8 | bytes[at + 2] as u32, at + 3);
    }
    let (mut code, mut end) = (lead as u32, at + 1);
    while end < bytes.len() && bytes[end] & 0xC0 == 0x80 {
        code = code << 8 | bytes[end] as u32;
        end += 1;
    }
    (code, end)
}

#[cfg(test)]
mod tests {
    use super::{Key, Noted, may_have};

    #[test]
    fn every_word_that_stands_in_a_text_may_stand_in_it() {
        for text in ["同比增长5.6%，已完成投资30亿元。", "aé𠮷万", "GDP", ""] {
            let _note = Noted::new(text);
            let places: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            for (n, &from) in places.iter().enumerate() {
                for &to in &places[n + 1..] {
                    let word = &text[from..to];
                    assert!(may_have(&text[from..], &[Key::of(word)]), "{word} in {text}");
                }
            }
        }
    }

    #[test]
    fn words_that_a_text_lacks_are_told_while_it_is_noted() {
        let text = String::from("同比增长5.6%，已完成投资30亿元。");
        let lacks = || !may_have(&text[6..], &[Key::of("实际完成"), Key::of("将")]);
        assert!(!lacks(), "no note was made");
        let note = Noted::new(&text);
        assert!(lacks());
        assert!(may_have("未作记录", &[Key::of("将")]), "a text of its own");
        drop(note);
        assert!(!lacks(), "the note has ended");
    }
}
