//! Characters of symbol fonts (`w:sym`), which have codes of their own.

use super::super::symbol_font;

/// The character that a code of a font shows. Codes of symbol fonts stand at U+F000; one that is
/// not known here stays as it is written.
pub(super) fn character(font: &str, code: &str) -> Option<char> {
    let code = u32::from_str_radix(code.trim(), 16).ok()?;
    let plain = char::from_u32(code)?;
    let low = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let font = font.trim().to_lowercase();
    let known = match font.as_str() {
        "symbol" => u8::try_from(low).ok().and_then(symbol_font::character),
        "wingdings" => wingdings(low),
        "wingdings 2" => wingdings_2(low),
        _ => None,
    };
    Some(known.unwrap_or(plain))
}

fn wingdings(code: u32) -> Option<char> {
    match code {
        0x6c => Some('●'),
        0x6e => Some('■'),
        0x6f | 0xa8 => Some('□'),
        0x75 => Some('◆'),
        0x80 => Some('⓪'),
        0x81..=0x8a => char::from_u32('①' as u32 + code - 0x81),
        0x8b => Some('⓿'),
        0x8c..=0x95 => char::from_u32('❶' as u32 + code - 0x8c),
        0xd8 => Some('➢'),
        0xe0 => Some('→'),
        0xfb => Some('✗'),
        0xfc => Some('✓'),
        0xfd => Some('☒'),
        0xfe => Some('☑'),
        _ => None,
    }
}

fn wingdings_2(code: u32) -> Option<char> {
    match code {
        0x4f => Some('✗'),
        0x50 => Some('✓'),
        0x51 | 0x53 | 0x54 => Some('☒'),
        0x52 => Some('☑'),
        0x69 => Some('⓪'),
        0x6a..=0x73 => char::from_u32('①' as u32 + code - 0x6a),
        0xa3 => Some('□'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn known_codes_become_what_they_show() {
        assert_eq!(character("Wingdings", "F083"), Some('③'));
        assert_eq!(character("Wingdings 2", "F052"), Some('☑'));
        assert_eq!(character("Symbol", "F0B1"), Some('±'));
        assert_eq!(character("Symbol", "F035"), Some('5'));
        assert_eq!(character("宋体", "2103"), Some('℃'));
        assert_eq!(character("Wingdings", "F001"), Some('\u{f001}'));
        assert_eq!(character("Symbol", "D800"), None);
        assert_eq!(character("Symbol", "十"), None);
    }
}
