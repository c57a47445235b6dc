//! Words of documents made safe to show: nothing in them steers the reader's screen.
//!
//! Escaping is the templates' business; this is about characters that are harmless to HTML and
//! still do harm. Marks that change the direction of writing could make a number read backwards or
//! swallow the words after it (Unicode UAX #9; "Trojan Source", 2021), and control characters have
//! no place in HTML. Each is replaced by one visible character, so that places in a text stay. A
//! huge cell is cut, and says so. The release's own tables keep every text as it was written.

use std::borrow::Cow;

/// What ends a text that was cut.
const CUT: char = '…';

/// What stands for a character that has no picture of its own.
const REPLACED: char = '\u{FFFD}';

/// The text with its harmful characters replaced, one by one.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(|c| seen(c) != c) { text.chars().map(seen).collect() } else { Cow::Borrowed(text) }
}

/// The text [`clean`], on one line, and no longer than `most` characters.
pub(super) fn line(text: &str, most: usize) -> String {
    let cut = text.char_indices().nth(most).map_or(text, |(end, _)| &text[..end]);
    let mut line: String = cut.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { seen(c) }).collect();
    if cut.len() < text.len() {
        line.pop();
        line.push(CUT);
    }
    line
}

/// The character that is shown in the place of `c`.
fn seen(c: char) -> char {
    match c {
        '\n' | '\t' => c,
        // CRLF is one end of a line; a return alone shows as nothing either way.
        '\r' => ' ',
        '\0'..='\u{1F}' => char::from_u32(0x2400 + c as u32).unwrap_or(REPLACED),
        '\u{7F}' => '\u{2421}',
        c if steers(c) => REPLACED,
        c => c,
    }
}

/// C1 controls and separators of lines, marks of direction, and what is no character.
const fn steers(c: char) -> bool {
    matches!(c,
        '\u{80}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{61C}' | '\u{200E}' | '\u{200F}'
        | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// A sentence as it is shown, with the place of a number in it, in UTF-16 units as JavaScript counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Quoted {
    /// The sentence, or the part of it around the number.
    pub(super) text: String,
    /// Where the number begins.
    pub(super) start: usize,
    /// How long it is.
    pub(super) len: usize,
}

/// Shows of `sentence` the `most` characters around the number at the bytes `start..start + len`.
pub(super) fn quote(sentence: &str, start: usize, len: usize, most: usize) -> Quoted {
    let chars = |text: &str| text.chars().count();
    let (before, number, after) = (&sentence[..start], &sentence[start..start + len], &sentence[start + len..]);
    if chars(sentence) <= most {
        return Quoted::of(false, before, number, after, false);
    }
    if chars(number) > most {
        let end = number.char_indices().nth(most).map_or(number.len(), |(end, _)| end);
        return Quoted::of(!before.is_empty(), "", &number[..end], "", true);
    }
    let room = (most - chars(number)) / 2;
    let first = before.char_indices().rev().nth(room).map_or(0, |(i, c)| i + c.len_utf8());
    let end = after.char_indices().nth(room).map_or(after.len(), |(i, _)| i);
    Quoted::of(first > 0, &before[first..], number, &after[..end], end < after.len())
}

impl Quoted {
    fn of(cut_before: bool, before: &str, number: &str, after: &str, cut_after: bool) -> Self {
        let mut text = String::with_capacity(before.len() + number.len() + after.len() + 6);
        text.extend(cut_before.then_some(CUT));
        text.push_str(&clean(before));
        let start = text.encode_utf16().count();
        text.push_str(&clean(number));
        let len = text.encode_utf16().count() - start;
        text.push_str(&clean(after));
        text.extend(cut_after.then_some(CUT));
        Self { text, start, len }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_screen_is_replaced_one_by_one() {
        for (written, shown) in [
            ("增长8%", "增长8%"),
            ("a\u{202E}b", "a\u{FFFD}b"),
            ("\u{2066}x\u{2069}\u{200F}\u{61C}", "\u{FFFD}x\u{FFFD}\u{FFFD}\u{FFFD}"),
            ("\0\u{1B}[31m\u{7F}", "␀␛[31m␡"),
            ("a\r\nb\tc", "a \nb\tc"),
            ("\u{85}\u{2028}", "\u{FFFD}\u{FFFD}"),
        ] {
            assert_eq!(clean(written), shown);
            assert_eq!(clean(written).chars().count(), written.chars().count());
        }
    }

    #[test]
    fn lines_are_cut_and_say_so() {
        assert_eq!(line("一二三", 3), "一二三");
        assert_eq!(line("一二三四", 3), "一二…");
        assert_eq!(line("a\nb", 9), "a b");
    }

    #[test]
    fn the_number_stays_in_what_is_shown_of_a_sentence() {
        let sentence = format!("{}达到𠀀12亿元{}", "前".repeat(50), "后".repeat(50));
        let start = sentence.find("12").unwrap();
        for most in [2, 4, 5, 20, 57, 58, 500] {
            let quoted = quote(&sentence, start, 2, most);
            let units: Vec<u16> = quoted.text.encode_utf16().collect();
            assert_eq!(String::from_utf16_lossy(&units[quoted.start..quoted.start + quoted.len]), "12", "{most}");
            assert!(quoted.text.chars().count() <= most + 2, "{most}: {}", quoted.text);
        }
        assert_eq!(quote("增长123456", 6, 6, 4), Quoted { text: "…1234…".into(), start: 1, len: 4 });
    }
}
