//! Texts that a spreadsheet would run.

/// Whether a spreadsheet might take the text for a formula: it begins with one of the characters
/// that OWASP lists under CSV injection, full-width forms included, and is no plain number.
#[must_use]
pub fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) && !is_number(text)
}

/// A sign, digits, and a point with digits perhaps.
fn is_number(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(unsigned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_and_numbers() {
        for inert in ["-3.5", "+3", "-0", "3", "abc", "", " =1+1", "'=1"] {
            assert!(!is_formula(inert), "{inert:?}");
        }
        for live in ["=1+1", "-", "+", "-3.", "-.5", "-1-1", "@x", "\t1", "\r1", "\n=1", "＝1", "-1e5", "－3.5"] {
            assert!(is_formula(live), "{live:?}");
        }
    }
}
