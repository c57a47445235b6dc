//! What counts as white space in scraped text.

/// A no-break space as some exporters of R data frames write it out.
const ESCAPED_NBSP: &str = "<U+00A0>";

/// Whether `c` prints nothing: Unicode white space, and the zero-width characters and byte-order
/// marks that pages leave behind.
#[must_use]
pub fn is_white(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The range `[start, end)` of `text` without white space at either end, escaped no-break spaces
/// included. Empty ranges come back empty.
pub(super) fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let Some(slice) = text.get(start..end) else { return (start, start) };
    let front = trim_start(slice);
    let both = trim_end(front);
    let from = start + (slice.len() - front.len());
    (from, from + both.len())
}

fn trim_start(mut s: &str) -> &str {
    loop {
        s = s.trim_start_matches(is_white);
        match s.strip_prefix(ESCAPED_NBSP) {
            Some(rest) => s = rest,
            None => return s,
        }
    }
}

fn trim_end(mut s: &str) -> &str {
    loop {
        s = s.trim_end_matches(is_white);
        match s.strip_suffix(ESCAPED_NBSP) {
            Some(rest) => s = rest,
            None => return s,
        }
    }
}

/// `text` for a heading path: without white space, except between two ASCII words.
pub(super) fn squeeze(text: &str) -> String {
    let text = text.replace(ESCAPED_NBSP, " ");
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if is_white(c) {
            gap = true;
            continue;
        }
        if gap && c.is_ascii_alphanumeric() && out.ends_with(|p: char| p.is_ascii_alphanumeric()) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_escaped_and_zero_width_space() {
        let text = "<U+00A0>\u{3000} <U+00A0>甲 乙\u{200b}<U+00A0> ";
        let (start, end) = trim(text, 0, text.len());
        assert_eq!(&text[start..end], "甲 乙");
        assert_eq!(trim("  ", 0, 2), (2, 2));
    }

    #[test]
    fn squeezes_for_paths() {
        assert_eq!(squeeze("实\u{a0}施 方  案"), "实施方案");
        assert_eq!(squeeze("发展 5G Advanced 网络"), "发展5G Advanced网络");
    }
}
