//! Sets of characters, and the walk over a text that looks for them.
//!
//! Most of a text is three-byte characters that begin nothing, so the speed of the stage rests on
//! this walk: it decodes in place and asks one bit.

/// A set of characters.
#[derive(Debug)]
pub(crate) struct CharSet {
    bits: [u64; 1024],
}

impl CharSet {
    /// The empty set.
    pub(super) const fn new() -> Self {
        Self { bits: [0; 1024] }
    }

    /// The set of these.
    pub(crate) const fn of(chars: &[char]) -> Self {
        let mut set = Self::new();
        let mut i = 0;
        while i < chars.len() {
            set.add(chars[i]);
            i += 1;
        }
        set
    }

    /// Adds `c`. Characters beyond the basic plane all count as one.
    pub(super) const fn add(&mut self, c: char) {
        let code = clamp(c as u32);
        self.bits[(code >> 6) as usize] |= 1 << (code & 63);
    }

    /// Whether the character with this code is in the set.
    #[inline]
    pub(super) const fn has(&self, code: u32) -> bool {
        let code = clamp(code);
        self.bits[((code >> 6) & 1023) as usize] >> (code & 63) & 1 == 1
    }

    /// The first byte at or after `from`, and before `limit`, where a character of the set stands.
    #[inline]
    pub(crate) fn find(&self, text: &str, from: usize, limit: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = from;
        while at < limit
            && let Some(&lead) = bytes.get(at)
        {
            // A three-byte character is its word and bit in the table without being decoded.
            if lead & 0xF0 == 0xE0
                && let Some(&[_, second, third]) = bytes.get(at..at + 3)
            {
                let word = self.bits[usize::from(lead & 0x0F) << 6 | usize::from(second & 0x3F)];
                if word >> (third & 0x3F) & 1 == 1 {
                    return Some(at);
                }
                at += 3;
                continue;
            }
            let (code, len) = decode(bytes, at, lead)?;
            if self.has(code) {
                return Some(at);
            }
            at += len;
        }
        None
    }
}

/// A code of the basic plane; its last one, which is no character, for those beyond.
#[inline]
const fn clamp(code: u32) -> u32 {
    if code < 0xFFFF { code } else { 0xFFFF }
}

/// The code of the character at `at`, which begins with `lead`, and its length in bytes. A stray
/// continuation byte is passed over alone.
#[inline]
pub(super) fn decode(bytes: &[u8], at: usize, lead: u8) -> Option<(u32, usize)> {
    if lead & 0xF0 == 0xE0
        && let Some(&[_, second, third]) = bytes.get(at..at + 3)
    {
        return Some((u32::from(lead & 0x0F) << 12 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F), 3));
    }
    let next = |i: usize| bytes.get(at + i).map(|b| u32::from(b & 0x3F));
    Some(if lead & 0xE0 == 0xC0 {
        ((u32::from(lead & 0x1F) << 6) | next(1)?, 2)
    } else if lead & 0xF8 == 0xF0 {
        ((u32::from(lead & 0x07) << 18) | (next(1)? << 12) | (next(2)? << 6) | next(3)?, 4)
    } else if lead < 0x80 {
        (u32::from(lead), 1)
    } else {
        (0, 1)
    })
}

#[cfg(test)]
mod tests {
    use super::CharSet;

    #[test]
    fn finds_characters_of_every_width() {
        let mut set = CharSet::new();
        for c in ['7', '·', '万'] {
            set.add(c);
        }
        let find = |text: &str| set.find(text, 0, text.len());
        assert_eq!(find("达到万"), Some(6));
        assert_eq!(find("é·"), Some(2));
        assert_eq!(find("a7"), Some(1));
        assert_eq!(find("\u{20000}𠮷万"), Some(8));
        assert_eq!(find("没有"), None);
        assert_eq!(set.find("达到万", 0, 6), None);
        assert_eq!(set.find("达到万", 1, 9), Some(6));
        set.add('\u{20000}');
        assert_eq!(set.find("没\u{20000}", 0, 7), Some(3));
    }
}
