//! Simple fonts: one byte a code, read by a named encoding and by glyph names that differ from it.

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use lopdf::{Dictionary, Object};

use super::super::super::symbol_font;
use super::super::objects::Objects;
use super::names;

/// What the codes from 0xA1 on are in Adobe's standard encoding; `·` where there is none.
const STANDARD: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\u{fffd}–†‡·\u{fffd}¶•‚„”»…‰\u{fffd}¿\u{fffd}`´ˆ˜¯˘˙¨\u{fffd}˚¸\u{fffd}˝˛ˇ—";

/// The characters of the 256 codes.
pub(super) type Table = Vec<Option<char>>;

/// What the codes of a simple font are; empty when the file does not say.
pub(super) fn table(objects: &Objects, font: &Dictionary) -> Table {
    let encoding = objects.get(font, "Encoding");
    let (base, differences) = match encoding {
        Some(Object::Name(name)) => (Some(name.as_slice()), None),
        Some(Object::Dictionary(dict)) => (objects.name(dict, "BaseEncoding"), objects.array(dict, "Differences")),
        _ => (None, None),
    };
    let symbol = is_symbol(objects, font);
    if base.is_none() && differences.is_none() && !symbol && has_own_codes(objects, font) {
        return Vec::new();
    }
    let mut table: Table = match base {
        Some(b"WinAnsiEncoding") => (0..=255).map(|code| byte(WINDOWS_1252, code)).collect(),
        Some(b"MacRomanEncoding") => (0..=255).map(|code| byte(MACINTOSH, code)).collect(),
        _ if symbol => (0..=255).map(symbol_font::character).collect(),
        _ if has_own_codes(objects, font) => vec![None; 256],
        _ => (0..=255).map(standard).collect(),
    };
    if !has_own_codes(objects, font) {
        // Fonts have no glyphs for control codes, but some writers leave line ends in strings.
        table.iter_mut().take(32).for_each(|slot| *slot = Some(' '));
    }
    for (code, name) in named(objects, differences.unwrap_or_default()) {
        if let Some(slot) = table.get_mut(code) {
            *slot = names::character(name);
        }
    }
    table
}

/// Whether a font is Symbol, whose codes are always the same.
fn is_symbol(objects: &Objects, font: &Dictionary) -> bool {
    let name = objects.name(font, "BaseFont").unwrap_or_default();
    let name = name.iter().position(|b| *b == b'+').and_then(|at| name.get(at + 1..)).unwrap_or(name);
    matches!(name, b"Symbol" | b"SymbolMT" | b"Symbol,Bold" | b"SymbolMT,Bold")
}

/// Whether codes mean what an embedded font of symbols says, which the file does not tell.
fn has_own_codes(objects: &Objects, font: &Dictionary) -> bool {
    let Some(descriptor) = objects.dict(font, "FontDescriptor") else {
        return objects.name(font, "Subtype") == Some(b"Type3");
    };
    let symbolic = objects.number(descriptor, "Flags").is_some_and(|flags| (flags as i64) & 4 != 0);
    let embedded = ["FontFile", "FontFile2", "FontFile3"].iter().any(|key| descriptor.has(key.as_bytes()));
    symbolic && embedded
}

/// The glyph names of a `Differences` array with their codes.
fn named<'a>(objects: &'a Objects, differences: &'a [Object]) -> impl Iterator<Item = (usize, &'a [u8])> {
    let mut code = 0_usize;
    differences.iter().filter_map(move |object| match objects.follow(object)? {
        Object::Name(name) => {
            code = code.saturating_add(1);
            Some((code - 1, name.as_slice()))
        }
        other => {
            code = other.as_float().ok()?.max(0.0) as usize;
            None
        }
    })
}

fn byte(encoding: &'static encoding_rs::Encoding, code: u8) -> Option<char> {
    let bytes = [code];
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes)?;
    text.chars().next().filter(|c| !c.is_control())
}

fn standard(code: u8) -> Option<char> {
    match code {
        b'\'' => Some('’'),
        b'`' => Some('‘'),
        b' '..=b'~' => Some(char::from(code)),
        0xa1..=0xd0 => STANDARD.chars().nth(usize::from(code - 0xa1)).filter(|c| *c != '\u{fffd}'),
        0xe1 => Some('Æ'),
        0xe3 => Some('ª'),
        0xe8 => Some('Ł'),
        0xe9 => Some('Ø'),
        0xea => Some('Œ'),
        0xeb => Some('º'),
        0xf1 => Some('æ'),
        0xf5 => Some('ı'),
        0xf8 => Some('ł'),
        0xf9 => Some('ø'),
        0xfa => Some('œ'),
        0xfb => Some('ß'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_encoding_has_its_own_quotes_and_dashes() {
        assert_eq!(
            [b'A', b'\'', 0xb1, 0xb7, 0xbd, 0xbc, 0xd0, 0xb0].map(standard),
            [Some('A'), Some('’'), Some('–'), Some('•'), Some('‰'), Some('…'), Some('—'), None]
        );
        assert_eq!(STANDARD.chars().count(), 0xd0 - 0xa1 + 1);
    }

    #[test]
    fn symbol_has_digits_and_greek() {
        assert_eq!(
            [b'7', b'%', b'-', b'a', b'W', 0xb1, 0xd2].map(symbol_font::character),
            [Some('7'), Some('%'), Some('−'), Some('α'), Some('Ω'), Some('±'), None]
        );
    }

    #[test]
    fn bytes_without_a_character_are_none() {
        assert_eq!(byte(WINDOWS_1252, 0x80), Some('€'));
        assert_eq!(byte(WINDOWS_1252, 0x81), None);
        assert_eq!(byte(WINDOWS_1252, 7), None);
        assert_eq!(byte(MACINTOSH, 0xa5), Some('•'));
    }
}
