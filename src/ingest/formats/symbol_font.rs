//! The font Symbol, whose codes mean Greek letters and signs of mathematics, in Word and in PDF.

/// What codes of the font Symbol are: those that stand in statistics.
pub(super) fn character(code: u8) -> Option<char> {
    const GREEK: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const GREEK_SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    match code {
        b'A'..=b'Z' => GREEK.chars().nth(usize::from(code - b'A')),
        b'a'..=b'z' => GREEK_SMALL.chars().nth(usize::from(code - b'a')),
        b'-' => Some('−'),
        b' ' | b'!' | b'#' | b'%' | b'&' | b'(' | b')' | b'+' | b','..=b'?' | b'[' | b']' | b'_' | b'{'..=b'}' => {
            Some(char::from(code))
        }
        0xa3 => Some('≤'),
        0xa5 => Some('∞'),
        0xb0 => Some('°'),
        0xb1 => Some('±'),
        0xb3 => Some('≥'),
        0xb4 => Some('×'),
        0xb7 => Some('•'),
        0xb8 => Some('÷'),
        0xb9 => Some('≠'),
        0xbb => Some('≈'),
        0xe5 => Some('∑'),
        _ => None,
    }
}
