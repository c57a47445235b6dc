//! What the glyphs of the character collection Adobe-GB1 are: a font that numbers its glyphs by this
//! collection needs no other map to be read.
//!
//! The table is made from Adobe's own by `adobe_gb1.py`, beside this file, under the licence in
//! `LICENSE-adobe.txt`. Other collections are not read; documents of mainland offices have none.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::ZlibDecoder;
use rustc_hash::FxHashMap;

/// UTF-16 units by glyph, 0 where the table does not say.
static UNITS: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut bytes = Vec::new();
    let packed: &[u8] = include_bytes!("adobe_gb1.bin");
    // The table is part of the program; a test below holds that it unpacks.
    let _ = ZlibDecoder::new(packed).read_to_end(&mut bytes);
    bytes.chunks_exact(2).map(|pair| pair.iter().fold(0, |unit, b| unit << 8 | u16::from(*b))).collect()
});

static GLYPHS: LazyLock<FxHashMap<char, u32>> = LazyLock::new(|| {
    let known = (0_u32..).zip(UNITS.iter()).filter_map(|(cid, unit)| Some((printable(*unit)?, cid)));
    let mut glyphs = FxHashMap::default();
    for (c, cid) in known {
        glyphs.entry(c).or_insert(cid);
    }
    glyphs
});

/// First glyph of half-width ASCII, which is `!`.
const HALF_WIDTH: u32 = 814;

/// The character of a glyph.
pub(super) fn character(cid: u32) -> Option<char> {
    printable(*UNITS.get(cid as usize)?)
}

/// The glyph of a character, where `half_width` ASCII is not that of proportional type.
pub(super) fn glyph(c: char, half_width: bool) -> Option<u32> {
    match c {
        ' ' if half_width => Some(7716),
        '!'..='~' if half_width => Some(HALF_WIDTH + (c as u32 - '!' as u32)),
        _ => GLYPHS.get(&c).copied(),
    }
}

/// Whether a glyph is half as wide as an ideograph when the font does not say.
pub(super) fn is_half_width(cid: u32) -> bool {
    matches!(cid, HALF_WIDTH..=939 | 7712..=7716)
}

fn printable(unit: u16) -> Option<char> {
    char::from_u32(u32::from(unit)).filter(|c| !matches!(c, '\0' | '\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_and_characters_agree() {
        assert_eq!(UNITS.len(), 30_284);
        assert_eq!([4559, 939 - 1, 18, 814].map(character), [Some('中'), character(938), Some('1'), Some('!')]);
        for c in "一二三四五万亿增长％。，（）1%A".chars() {
            assert_eq!(glyph(c, false).and_then(character), Some(c), "{c}");
        }
        assert_eq!(glyph('1', true).and_then(character), Some('1'));
        assert!(is_half_width(glyph('1', true).unwrap()));
        assert_eq!(character(0), None);
        assert_eq!(character(u32::MAX), None);
    }
}
