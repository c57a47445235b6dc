//! Short lists of words of which one is asked of a clause: `["完成", "实际"]` in what stands before a
//! number.
//!
//! Most clauses have none of them. One walk with one bit for the characters that the words begin
//! with tells that, where a search for each word would prepare and walk as often as there are words.

/// Words of which any counts.
#[derive(Debug)]
pub(crate) struct AnyOf {
    words: &'static [&'static str],
    firsts: Bits,
    lasts: Bits,
}

/// The words listed as an [`AnyOf`] made at compile time.
macro_rules! any_of {
    ($($word:expr),+ $(,)?) => {
        const { &$crate::model::any_of::AnyOf::new(&[$($word),+]) }
    };
}
pub(crate) use any_of;

impl AnyOf {
    /// A list of words, none of them empty.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        let (mut firsts, mut lasts) = (Bits([0; 16]), Bits([0; 16]));
        let mut i = 0;
        while i < words.len() {
            let bytes = words[i].as_bytes();
            firsts = firsts.with(key(bytes, 0));
            lasts = lasts.with(key(bytes, last(bytes)));
            i += 1;
        }
        Self { words, firsts, lasts }
    }

    /// Whether one of the words stands in `text`.
    pub(crate) fn within(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Whether `text` begins with one of the words.
    #[inline]
    pub(crate) fn opens(&self, text: &str) -> bool {
        self.opening(text).is_some()
    }

    /// Whether `text` ends with one of the words.
    #[inline]
    pub(crate) fn closes(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        !bytes.is_empty() && self.lasts.has(key(bytes, last(bytes))) && self.is_end_of(text)
    }

    /// As [`Self::closes`], after its last character was looked at.
    fn is_end_of(&self, text: &str) -> bool {
        // The last byte tells most words apart before they are compared.
        let last = text.as_bytes().last();
        self.words.iter().any(|w| w.as_bytes().last() == last && text.ends_with(w))
    }

    /// The first of the list that `text` ends with.
    pub(crate) fn ending(&self, text: &str) -> Option<&'static str> {
        self.closes(text).then(|| self.words.iter().copied().find(|w| text.ends_with(w)))?
    }

    /// The first of the list that `text` begins with.
    #[inline]
    pub(crate) fn opening(&self, text: &str) -> Option<&'static str> {
        let bytes = text.as_bytes();
        (!bytes.is_empty() && self.firsts.has(key(bytes, 0))).then_some(())?;
        self.words_at(bytes).next()
    }

    /// Where the first word that stands in `text` begins.
    pub(crate) fn find(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(start) = self.start(bytes, at) {
            if self.words_at(&bytes[start..]).next().is_some() {
                return Some(start);
            }
            at = start + width(bytes[start]);
        }
        None
    }

    /// Where the word that ends last in `text` begins and ends; of those that end there the shortest.
    pub(crate) fn last(&self, text: &str) -> Option<(usize, usize)> {
        let bytes = text.as_bytes();
        let (mut at, mut found) = (0, None);
        while let Some(start) = self.start(bytes, at) {
            let ends = self.words_at(&bytes[start..]).map(|w| (start + w.len(), start));
            found = ends.fold(found, |last, end| last.max(Some(end)));
            at = start + width(bytes[start]);
        }
        found.map(|(to, from)| (from, to))
    }

    /// Where the word that begins last in `text` begins.
    pub(crate) fn last_start(&self, text: &str) -> Option<usize> {
        let bytes = text.as_bytes();
        let (mut at, mut found) = (0, None);
        while let Some(start) = self.start(bytes, at) {
            if self.words_at(&bytes[start..]).next().is_some() {
                found = Some(start);
            }
            at = start + width(bytes[start]);
        }
        found
    }

    /// Where words begin and end, in the order in which they begin.
    pub(crate) fn places<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        let bytes = text.as_bytes();
        let mut at = 0;
        let starts = std::iter::from_fn(move || {
            let start = self.start(bytes, at)?;
            at = start + width(bytes[start]);
            Some(start)
        });
        starts.flat_map(move |at| self.words_at(&bytes[at..]).map(move |w| (at, at + w.len())))
    }

    /// Where the first character at or after `at` stands that a word begins with.
    #[inline]
    fn start(&self, bytes: &[u8], mut at: usize) -> Option<usize> {
        while let Some(&lead) = bytes.get(at) {
            // Nearly all have three bytes: two of them are the key, and nothing else is asked.
            if lead & 0xF0 == 0xE0
                && let Some(&[second, third]) = bytes.get(at + 1..at + 3)
            {
                if self.firsts.has(key_of(second, third)) {
                    return Some(at);
                }
                at += 3;
                continue;
            }
            if self.firsts.has(key(bytes, at)) {
                return Some(at);
            }
            at += width(lead);
        }
        None
    }

    /// The words that `rest`, which is not empty, begins with.
    fn words_at<'a>(&'a self, rest: &'a [u8]) -> impl Iterator<Item = &'static str> + 'a {
        // The third byte tells most characters apart before whole words are compared.
        let here = move |w: &&str| w.as_bytes().get(2) == rest.get(2) || w.len() < 3;
        self.words.iter().copied().filter(move |w| here(w) && rest.starts_with(w.as_bytes()))
    }
}

/// 1024 bits, one for each [`key`]: few enough to stay near, and enough that few characters are taken
/// for others.
#[derive(Debug, Clone, Copy)]
struct Bits([u64; 16]);

impl Bits {
    const fn with(mut self, key: u16) -> Self {
        self.0[(key >> 6 & 15) as usize] |= 1 << (key & 63);
        self
    }

    #[inline]
    const fn has(&self, key: u16) -> bool {
        self.0[(key >> 6 & 15) as usize] >> (key & 63) & 1 == 1
    }
}

/// The ten low bits of the code of the character at `at`.
#[inline]
const fn key(bytes: &[u8], at: usize) -> u16 {
    let end = at + width(bytes[at]);
    if end == at + 1 || end > bytes.len() {
        return bytes[at] as u16;
    }
    key_of(bytes[end - 2], bytes[end - 1])
}

/// The key of a character that ends in these two bytes.
#[inline]
const fn key_of(last_but_one: u8, last: u8) -> u16 {
    ((last_but_one & 15) as u16) << 6 | (last & 63) as u16
}

/// Bytes of the character that begins with `lead`.
#[inline]
const fn width(lead: u8) -> usize {
    match lead {
        0..0xC0 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// Where the last character of a text begins.
const fn last(bytes: &[u8]) -> usize {
    let mut at = bytes.len().saturating_sub(1);
    while at > 0 && bytes[at] & 0xC0 == 0x80 {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_plain_search() {
        let words: &AnyOf = any_of!["完成", "成", "GDP", "é", "实际完成", "𠮷"];
        for text in ["", "未完", "已实际完成了", "成", "GD", "GDP增长", "caféé", "野𠮷", "戀", "数完成"]
        {
            let plain = |test: fn(&str, &str) -> bool| words.words.iter().any(|w| test(text, w));
            assert_eq!(words.within(text), plain(|t, w| t.contains(w)), "{text}");
            assert_eq!(words.opens(text), plain(|t, w| t.starts_with(w)), "{text}");
            assert_eq!(words.closes(text), plain(|t, w| t.ends_with(w)), "{text}");
            assert_eq!(words.find(text), words.words.iter().filter_map(|w| text.find(w)).min(), "{text}");
            let last = words.words.iter().filter_map(|w| text.rfind(w).map(|i| (i + w.len(), i))).max();
            assert_eq!(words.last(text), last.map(|(to, from)| (from, to)), "{text}");
        }
    }
}
