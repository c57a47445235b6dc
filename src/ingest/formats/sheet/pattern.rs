//! Number formats of spreadsheets (ECMA-376 part 1, 18.8.31), as far as they say what is shown.
//!
//! Fractions, exponents and Chinese numerals (`[DBNum1]`) are not: such numbers are shown plain. A
//! negative number that only brackets or a colour tell gets a minus sign, since text has no colour
//! and brackets are how Chinese tables set off remarks.

use super::digits::Digits;

/// A piece of a format.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    /// A place for a digit: `0`, `#` or `?`.
    Place(char),
    /// `General`: the number as it is.
    Whole,
    Point,
    /// Words, units, signs.
    Words(String),
}

/// One of the up to four sections of a format.
#[derive(Debug, Default)]
struct Section {
    pieces: Vec<Piece>,
    thousands: bool,
    /// Powers of ten by which the number is multiplied: 2 for `%`, -3 for a comma at the end.
    shift: i32,
    condition: Option<(String, f64)>,
    unknown: bool,
}

/// Shows a number in a format; `None` where the format is one that is not followed.
pub(super) fn show(value: f64, code: &str) -> Option<String> {
    let sections: Vec<_> = split(code).iter().map(|s| parse(s)).collect();
    let (section, told) = choose(&sections, value)?;
    let mut digits = Digits::of(value)?;
    if section.unknown {
        return None;
    }
    digits.shift(section.shift);
    // An empty section shows nothing: `0;-0;;@` leaves cells of nought blank.
    let body = lay_out(section, &mut digits);
    let minus = value < 0.0 && !digits.is_zero() && !section.pieces.is_empty();
    Some(if minus { with_minus(&body, told) } else { body })
}

/// Gives a negative number its minus sign, unless a section for negative numbers alone tells it
/// (`told`) by a sign or a word.
pub(super) fn with_minus(shown: &str, told: bool) -> String {
    if told && shown.contains(['-', '−', '▲', '△', '负', '降']) {
        return shown.to_owned();
    }
    let bare = shown.trim().strip_prefix('(').and_then(|b| b.strip_suffix(')'));
    format!("-{}", bare.unwrap_or(shown))
}

/// The sections, parted by semicolons that are not quoted.
fn split(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for c in code.chars() {
        if c == ';' && !quoted && !escaped {
            sections.push(String::new());
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = !escaped && !quoted && matches!(c, '\\' | '!' | '_' | '*');
        sections.iter_mut().rev().take(1).for_each(|s| s.push(c));
    }
    sections
}

fn parse(section: &str) -> Section {
    let mut out = Section::default();
    let mut chars = section.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                let words: String = chars.by_ref().take_while(|&c| c != '"').collect();
                out.pieces.push(Piece::Words(words));
            }
            '\\' | '!' => out.pieces.extend(chars.next().map(|c| Piece::Words(c.to_string()))),
            // The width of a character, or a character that fills the cell.
            '_' | '*' => drop(chars.next()),
            '[' => {
                let inner: String = chars.by_ref().take_while(|&c| c != ']').collect();
                bracket(&inner, &mut out);
            }
            '0' | '#' | '?' => out.pieces.push(Piece::Place(c)),
            '.' => out.pieces.push(Piece::Point),
            ',' if matches!(chars.peek(), Some('0' | '#' | '?')) => out.thousands = true,
            ',' if matches!(out.pieces.last(), Some(Piece::Place(_))) => out.shift -= 3,
            '%' | '‰' => {
                out.shift += if c == '%' { 2 } else { 3 };
                out.pieces.push(Piece::Words(c.to_string()));
            }
            'G' | 'g' if chars.clone().take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                chars.by_ref().take(6).for_each(drop);
                out.pieces.push(Piece::Whole);
            }
            'E' | 'e' | '/' => out.unknown = true,
            '@' => {}
            c => out.pieces.push(Piece::Words(c.to_string())),
        }
    }
    out
}

/// What stands in square brackets: a condition, a currency, a colour.
fn bracket(inner: &str, out: &mut Section) {
    let operator: String = inner.chars().take_while(|c| matches!(c, '<' | '>' | '=')).collect();
    if let Some(currency) = inner.strip_prefix('$') {
        let symbol = currency.split('-').next().unwrap_or_default();
        out.pieces.push(Piece::Words(symbol.to_owned()));
    } else if inner.starts_with("DBNum") {
        out.unknown = true;
    } else if !operator.is_empty() {
        out.condition = inner.get(operator.len()..).and_then(|n| n.trim().parse().ok()).map(|n| (operator, n));
    }
}

/// The section for the value, and whether it is one for negative numbers alone, which tells the
/// sign itself.
fn choose(sections: &[Section], value: f64) -> Option<(&Section, bool)> {
    let numbers = sections.get(..sections.len().min(3))?;
    if numbers.iter().any(|s| s.condition.is_some()) {
        let holds = |s: &&Section| s.condition.as_ref().is_none_or(|(op, n)| compare(value, op, *n));
        return numbers.iter().find(holds).or(numbers.last()).map(|s| (s, s.condition.is_some()));
    }
    match numbers {
        [_, negative] | [_, negative, _] if value < 0.0 => Some((negative, true)),
        [_, _, zero] if value == 0.0 => Some((zero, false)),
        _ => numbers.first().map(|s| (s, false)),
    }
}

fn compare(value: f64, operator: &str, bound: f64) -> bool {
    match operator {
        "<" => value < bound,
        "<=" => value <= bound,
        ">" => value > bound,
        ">=" => value >= bound,
        "=" => (value - bound).abs() < f64::EPSILON,
        _ => (value - bound).abs() >= f64::EPSILON,
    }
}

/// Puts the digits into their places.
fn lay_out(section: &Section, digits: &mut Digits) -> String {
    if section.pieces.contains(&Piece::Whole) {
        let piece = |piece: &Piece| match piece {
            Piece::Whole => digits.plain(),
            Piece::Words(words) => words.clone(),
            Piece::Place(_) | Piece::Point => String::new(),
        };
        return section.pieces.iter().map(piece).collect();
    }
    let point = section.pieces.iter().position(|p| *p == Piece::Point).unwrap_or(section.pieces.len());
    let (before, after) = section.pieces.split_at(point);
    let places = after.iter().filter(|p| matches!(p, Piece::Place(_))).count();
    digits.round(places as i32);
    let (whole, rest) = digits.split();
    whole_part(before, &whole, section.thousands) + &rest_part(after, &rest)
}

/// From the right, since that is where the last digit's place is; the leftmost place takes all
/// digits that are left.
fn whole_part(pieces: &[Piece], whole: &str, thousands: bool) -> String {
    let mut out: Vec<char> = Vec::new();
    let mut digits = whole.chars().rev().peekable();
    let mut count = 0;
    let mut put = |digit: char, out: &mut Vec<char>| {
        if thousands && count > 0 && count % 3 == 0 {
            out.push(',');
        }
        count += 1;
        out.push(digit);
    };
    let first = pieces.iter().position(|p| matches!(p, Piece::Place(_)));
    for (i, piece) in pieces.iter().enumerate().rev() {
        match piece {
            Piece::Words(words) => out.extend(words.chars().rev()),
            Piece::Place(place) => match digits.next() {
                Some(digit) => put(digit, &mut out),
                None if *place == '0' => put('0', &mut out),
                None => {}
            },
            Piece::Point | Piece::Whole => {}
        }
        if Some(i) == first {
            digits.by_ref().for_each(|digit| put(digit, &mut out));
        }
    }
    out.iter().rev().collect()
}

fn rest_part(pieces: &[Piece], rest: &str) -> String {
    let mut out = String::new();
    let mut digits = rest.chars();
    for piece in pieces {
        match piece {
            Piece::Point => out.push('.'),
            Piece::Whole => {}
            Piece::Words(words) => out.push_str(words),
            Piece::Place(place) => match digits.next() {
                Some(digit) => out.push(digit),
                None if *place == '0' => out.push('0'),
                None => {}
            },
        }
    }
    // `0.##` shows 5 as `5.` in Excel; the bare point is no part of the number.
    out.strip_prefix('.').filter(|r| !r.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned).unwrap_or(out)
}

#[cfg(test)]
mod tests {
    use super::show;

    #[test]
    fn numbers_are_shown_as_their_format_says() {
        let cases = [
            (0.123, "0.0%", "12.3%"),
            (0.1235, "0%", "12%"),
            (-0.05, "0.00%", "-5.00%"),
            (1_234_567.891, "#,##0.00", "1,234,567.89"),
            (0.5, "#,##0", "1"),
            (0.0, "#,##0", "0"),
            (0.4, "#", ""),
            (5.0, "0.##", "5"),
            (7.0, "000", "007"),
            (12.5, "0.0\"万元\"", "12.5万元"),
            (12.5, "General\"亿元\"", "12.5亿元"),
            (123_456.0, "0!.0,\"万\"", "12.3万"),
            (123_456.0, "#,##0,", "123"),
            (-1234.0, "#,##0_);(#,##0)", "-1,234"),
            (-1234.0, "#,##0;[Red]#,##0", "-1,234"),
            (-1234.0, "0.0;-0.0", "-1234.0"),
            (-2.0, "0.0;\"▲\"0.0", "▲2.0"),
            (0.0, "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-"),
            (12.0, "[$¥-804]#,##0.00", "¥12.00"),
            (25000.0, "[>=10000]0.0,\"千\";0", "25.0千"),
            (5.0, "[>=10000]0.0,\"千\";0", "5"),
            (-0.001, "0.0", "0.0"),
            (3.25, "@", "3.25"),
            (1.5, "0.0\\%", "1.5%"),
            (0.0, "0.0;-0.0;;@", ""),
            (0.0, "0.0%", "0.0%"),
            (-1.0, "General;General", "-1"),
        ];
        for (value, code, shown) in cases {
            let expected = if code == "@" { None } else { Some(shown) };
            assert_eq!(show(value, code).as_deref().filter(|_| code != "@"), expected, "{value} {code}");
        }
        for code in ["# ?/?", "0.00E+00", "[DBNum1]0"] {
            assert_eq!(show(1.5, code), None, "{code}");
        }
    }
}
