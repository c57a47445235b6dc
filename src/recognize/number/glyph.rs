//! The characters numerals are written with, and the table that finds them quickly.

use crate::recognize::chars::CharSet;

/// What a character means inside a numeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyph {
    /// `0`–`9`, half or full width.
    Arabic(u8),
    /// 零 to 九, 两, and the anti-fraud forms 壹 贰 ….
    Digit(u8),
    /// 廿, 卅: two and three tens.
    Tens(u8),
    /// 十, 百, 千 as a power of ten.
    Small(u8),
    /// 万, 亿 as a power of ten.
    Large(u8),
}

/// The meaning of `c`, if it is a numeral's character.
pub(super) const fn glyph(c: char) -> Option<Glyph> {
    Some(match c {
        '0'..='9' => Glyph::Arabic(c as u8 - b'0'),
        '０'..='９' => Glyph::Arabic((c as u32 - '０' as u32) as u8),
        '零' | '〇' | '○' => Glyph::Digit(0),
        '一' | '壹' => Glyph::Digit(1),
        '二' | '两' | '贰' | '貳' | '倆' | '俩' => Glyph::Digit(2),
        '三' | '叁' | '參' => Glyph::Digit(3),
        '四' | '肆' => Glyph::Digit(4),
        '五' | '伍' => Glyph::Digit(5),
        '六' | '陆' | '陸' => Glyph::Digit(6),
        '七' | '柒' => Glyph::Digit(7),
        '八' | '捌' => Glyph::Digit(8),
        '九' | '玖' => Glyph::Digit(9),
        '廿' => Glyph::Tens(2),
        '卅' => Glyph::Tens(3),
        '十' | '拾' => Glyph::Small(1),
        '百' | '佰' => Glyph::Small(2),
        '千' | '仟' => Glyph::Small(3),
        '万' | '萬' => Glyph::Large(4),
        '亿' | '億' => Glyph::Large(8),
        _ => return None,
    })
}

/// Whether a digit may stand behind 点: 两 and 俩 count things and never follow a point.
pub(super) const fn follows_point(c: char) -> bool {
    !matches!(c, '两' | '倆' | '俩')
}

/// Characters that are words more often than numerals when they stand alone: 大陆, 队伍, 收拾.
pub(super) const fn needs_company(c: char) -> bool {
    matches!(c, '陆' | '陸' | '伍' | '肆' | '拾' | '佰' | '仟' | '參' | '俩' | '倆' | '零' | '〇' | '○' | '廿' | '卅')
}

/// The characters that can begin a numeral.
static STARTS: CharSet = starts();

const fn starts() -> CharSet {
    let mut set = CharSet::new();
    let mut code = 0;
    while code < 0x1_0000 {
        if let Some(c) = char::from_u32(code)
            && glyph(c).is_some()
        {
            set.add(c);
        }
        code += 1;
    }
    set
}

/// The first byte at or after `from` where a numeral's character stands.
pub(super) fn find(text: &str, from: usize) -> Option<usize> {
    STARTS.find(text, from, text.len())
}

/// As [`find`], giving up at byte `limit`.
pub(super) fn find_before(text: &str, from: usize, limit: usize) -> Option<usize> {
    STARTS.find(text, from, limit)
}

/// The character at byte `at`, if a character begins there.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The character that ends at byte `at`.
pub(super) fn char_before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The numeral glyph at byte `at`.
pub(super) fn glyph_at(text: &str, at: usize) -> Option<(Glyph, usize)> {
    let c = char_at(text, at)?;
    glyph(c).map(|g| (g, c.len_utf8()))
}

/// Whether `text` has `word` at byte `at`.
pub(super) fn has(text: &str, at: usize, word: &str) -> bool {
    text.get(at..).is_some_and(|rest| rest.starts_with(word))
}

/// Whether `c` is an Arabic digit of either width.
pub(super) const fn is_arabic(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

/// Whether `c` is a Chinese character.
pub(super) const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}
