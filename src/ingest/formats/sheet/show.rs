//! A value of a cell as a person sees it.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use super::digits::Digits;
use super::pattern;

/// Longest format that is followed; Excel's own limit.
const LONGEST_FORMAT: usize = 255;

/// The number that a cell holds, in its format. Dates are written in order of year, month and day,
/// with as many of them as the format shows.
pub(super) fn number(value: f64, format: &str, from_1904: bool) -> String {
    let format = if format.len() > LONGEST_FORMAT { "" } else { format };
    if is_date(format) {
        return date(value, format, from_1904).unwrap_or_else(|| plain(value));
    }
    let general = format.trim().is_empty() || format.eq_ignore_ascii_case("general") || format.trim() == "@";
    let shown = if general { None } else { pattern::show(value, format) };
    shown.unwrap_or_else(|| plain(value))
}

/// The number alone.
pub(super) fn plain(value: f64) -> String {
    let Some(digits) = Digits::of(value) else { return String::new() };
    let minus = if value < 0.0 && !digits.is_zero() { "-" } else { "" };
    format!("{minus}{}", digits.plain())
}

/// The letters of a format that are its own: not quoted, escaped or in brackets. A bracket stands
/// after the letter for time that is counted beyond a day.
fn letters(format: &str) -> String {
    let mut out = String::new();
    let mut chars = format.split(';').next().unwrap_or_default().chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => chars.by_ref().take_while(|&c| c != '"').for_each(drop),
            '[' => {
                let inner: String = chars.by_ref().take_while(|&c| c != ']').collect();
                // The rest is colours and languages.
                let time = matches!(inner.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss");
                out.push_str(if time { "h[" } else { "" });
            }
            '\\' | '!' | '_' | '*' => drop(chars.next()),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Whether numbers in the format are dates or times.
pub(super) fn is_date(format: &str) -> bool {
    let letters = letters(format);
    let for_numbers = letters.contains("general") || letters.replace("s.0", "").contains(['0', '#', '?']);
    !for_numbers && letters.contains(['y', 'm', 'd', 'h', 's', 'e'])
}

/// The date of a serial number with as much of it as the format shows.
fn date(serial: f64, format: &str, from_1904: bool) -> Option<String> {
    let letters = letters(format);
    let has = |c: char| letters.contains(c);
    let day = has('d') || (has('m') && !has('y') && !has('e') && !has('h') && !has('s'));
    let year = has('y') || has('e');
    let time = clock(if has('[') { serial } else { serial.fract() }, has('s'));
    if !day && !year {
        return Some(time);
    }
    let date = day_of(serial, from_1904)?;
    let chinese = format.contains('年');
    let shown = match (has('d') || !year, has('m')) {
        (true, _) => format!("{date}"),
        (false, true) if chinese => format!("{}年{}月", date.year(), date.month()),
        (false, true) => format!("{}-{:02}", date.year(), date.month()),
        (false, false) if chinese => format!("{}年", date.year()),
        (false, false) => format!("{}", date.year()),
    };
    Some(if has('h') { format!("{shown} {time}") } else { shown })
}

/// Days as hours, minutes and seconds.
fn clock(days: f64, seconds: bool) -> String {
    let all = (days.abs() * 86_400.0).round() as u64;
    let (hours, minutes, rest) = (all / 3600, all / 60 % 60, all % 60);
    if seconds { format!("{hours}:{minutes:02}:{rest:02}") } else { format!("{hours}:{minutes:02}") }
}

/// Day 1 is the first of 1900. Excel counts a 29th of February in that year, which was none.
fn day_of(serial: f64, from_1904: bool) -> Option<Date> {
    if !(0.0..3_000_000.0).contains(&serial) {
        return None;
    }
    let days = serial.floor() as i64;
    let first = if from_1904 {
        Date::new(1904, 1, 1)
    } else if days < 60 {
        Date::new(1899, 12, 31)
    } else {
        Date::new(1899, 12, 30)
    };
    let span: Span = days.days();
    first.ok()?.checked_add(span).ok()
}

/// The format of a number that is built in and has no code in the file, as Chinese Excel has it.
pub(super) fn built_in(id: u32) -> &'static str {
    match id {
        1 => "0",
        2 => "0.00",
        3 | 37 | 38 | 41 | 42 => "#,##0",
        4 | 39 | 40 | 43 | 44 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14 | 30 => "yyyy-m-d",
        15 => "d-mmm-yy",
        16 | 28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        17 => "yyyy-mm",
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => "h:mm",
        22 => "yyyy-m-d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_show_what_their_format_shows() {
        let cases = [
            (45413.0, "yyyy-mm-dd", "2024-05-01"),
            (45413.0, "yyyy\"年\"m\"月\"d\"日\"", "2024-05-01"),
            (45413.0, "[$-804]yyyy\"年\"m\"月\";@", "2024年5月"),
            (45413.0, "yyyy/m", "2024-05"),
            (45413.0, "yyyy\"年\"", "2024年"),
            (45413.0, "m\"月\"d\"日\"", "2024-05-01"),
            (45413.75, "yyyy-m-d h:mm", "2024-05-01 18:00"),
            (0.5, "h:mm:ss", "12:00:00"),
            (1.5, "[h]:mm", "36:00"),
            (45413.75, "[h]:mm:ss", "1089930:00:00"),
            (45413.75, "h:mm", "18:00"),
            (1.0, "yyyy-mm-dd", "1900-01-01"),
            (61.0, "yyyy-mm-dd", "1900-03-01"),
            (-1.0, "yyyy-mm-dd", "-1"),
        ];
        for (value, format, shown) in cases {
            assert_eq!(number(value, format, false), shown, "{value} {format}");
        }
        assert_eq!(number(43951.0, "yyyy-mm-dd", true), "2024-05-01");
    }

    #[test]
    fn numbers_show_no_traces_of_binary() {
        assert_eq!(number(12.340_000_000_000_002, "General", false), "12.34");
        assert_eq!(number(0.123, "0.0%", false), "12.3%");
        assert_eq!(number(-0.0, "", false), "0");
        assert_eq!(number(-3.5, "@", false), "-3.5");
        assert_eq!(number(f64::INFINITY, "0.0", false), "");
        assert!(!is_date("0.0\"mm\"") && !is_date("[Red]0") && !is_date("General") && is_date("mmm-yy"));
    }
}
