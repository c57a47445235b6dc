//! Names of glyphs, as fonts with differing encodings use them.
//!
//! The names of ASCII, of Latin letters and of the signs that stand in statistics; names that only
//! count glyphs (`g12`, `cid34`) mean nothing and are none.

/// Names with their characters, by name.
const NAMES: &str = "
    exclam ! quotedbl \" numbersign # dollar $ percent % ampersand & quotesingle ' parenleft ( parenright )
    asterisk * plus + comma , hyphen - minus − period . slash / zero 0 one 1 two 2 three 3 four 4 five 5 six 6 seven 7
    eight 8 nine 9 colon : semicolon ; less < equal = greater > question ? at @ bracketleft [ backslash \\ bracketright ]
    asciicircum ^ underscore _ grave ` braceleft { bar | braceright } asciitilde ~ exclamdown ¡ cent ¢ sterling £
    currency ¤ yen ¥ brokenbar ¦ section § dieresis ¨ copyright © ordfeminine ª guillemotleft « logicalnot ¬ registered ®
    macron ¯ degree ° plusminus ± twosuperior ² threesuperior ³ acute ´ mu µ paragraph ¶ periodcentered · middot · cedilla ¸
    onesuperior ¹ ordmasculine º guillemotright » onequarter ¼ onehalf ½ threequarters ¾ questiondown ¿
    quoteleft ‘ quoteright ’ quotedblleft “ quotedblright ” quotesinglbase ‚ quotedblbase „ guilsinglleft ‹ guilsinglright ›
    endash – emdash — bullet • ellipsis … dagger † daggerdbl ‡ perthousand ‰ fraction ⁄ trademark ™ Euro € florin ƒ
    fi ﬁ fl ﬂ multiply × divide ÷ notequal ≠ lessequal ≤ greaterequal ≥ approxequal ≈ infinity ∞ summation ∑ radical √
    arrowright → arrowleft ← arrowup ↑ arrowdown ↓ nbspace \u{a0} sfthyphen \u{ad} Omega Ω alpha α beta β gamma γ pi π
    Agrave À Aacute Á Acircumflex Â Atilde Ã Adieresis Ä Aring Å AE Æ Ccedilla Ç Egrave È Eacute É Ecircumflex Ê
    Edieresis Ë Igrave Ì Iacute Í Icircumflex Î Idieresis Ï Ntilde Ñ Ograve Ò Oacute Ó Ocircumflex Ô Otilde Õ Odieresis Ö
    Oslash Ø OE Œ Ugrave Ù Uacute Ú Ucircumflex Û Udieresis Ü germandbls ß agrave à aacute á acircumflex â atilde ã
    adieresis ä aring å ae æ ccedilla ç egrave è eacute é ecircumflex ê edieresis ë igrave ì iacute í icircumflex î
    idieresis ï ntilde ñ ograve ò oacute ó ocircumflex ô otilde õ odieresis ö oslash ø oe œ ugrave ù uacute ú
    ucircumflex û udieresis ü ydieresis ÿ dotlessi ı Scaron Š scaron š Zcaron Ž zcaron ž";

/// The character that a name means.
pub(super) fn character(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    // A suffix names a form of the same character: `one.oldstyle`.
    let name = name.split_once('.').map_or(name, |(stem, _)| stem);
    if let Some(hex) = name.strip_prefix("uni").filter(|hex| hex.len() == 4) {
        return code_point(hex);
    }
    if let Some(hex) = name.strip_prefix('u').filter(|hex| (4..=6).contains(&hex.len())) {
        return code_point(hex);
    }
    let mut chars = name.chars();
    if let (Some(letter), None) = (chars.next(), chars.next()) {
        return letter.is_ascii_alphabetic().then_some(letter);
    }
    match name {
        "space" => Some(' '),
        "nbspace" => Some('\u{a0}'),
        _ => {
            let mut words = NAMES.split_ascii_whitespace();
            words.find(|word| *word == name)?;
            words.next()?.chars().next()
        }
    }
}

fn code_point(hex: &str) -> Option<char> {
    let upper = hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'A'..=b'F'));
    char::from_u32(u32::from_str_radix(hex, 16).ok().filter(|_| upper)?).filter(|c| !matches!(c, '\0' | '\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_and_numbers_of_glyphs_are_not() {
        let read = |name: &str| character(name.as_bytes());
        assert_eq!(
            ["one", "percent", "A", "space", "emdash", "uni4E2D", "u2000B", "six.lf"].map(read),
            [Some('1'), Some('%'), Some('A'), Some(' '), Some('—'), Some('中'), Some('\u{2000b}'), Some('6')]
        );
        assert_eq!(["g12", "cid34", ".notdef", "uniXYZW", "uniD800", "1", "%"].map(read), [None; 7]);
    }
}
