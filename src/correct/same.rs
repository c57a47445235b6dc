//! Whether a cell of an edited table is what a spreadsheet made of the cell as it was, or an edit.
//!
//! A spreadsheet that opens a table and saves it again changes cells that nobody touched: zeros at the
//! end go, long numbers become `4.998E+10` or lose their last digits, dates and months are written its own
//! way, `000000` becomes `0`, `1-2` a day in January. None of that is an edit. What could be either is
//! taken for no edit only where the spreadsheet would really have written it.

use jiff::civil::Date;
use rust_decimal::{Decimal, RoundingStrategy};

use super::column::period;
use super::number::exact;
use crate::model::is_formula;
use crate::publish::escape_directions;

/// How the cells of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Number,
    Bool,
    Date,
    Period,
    /// A code of so many digits.
    Code(usize),
    /// An identity in hexadecimal digits.
    Id,
    Text,
}

/// Digits that a spreadsheet keeps of a number.
const KEPT_DIGITS: u32 = 15;
/// Characters that it shows of a number with a point, one less where it takes one for the zero before.
const SHOWN_CHARS: usize = 10;
/// Digits that it shows of a number with an exponent are these or more.
const SHOWN_DIGITS: u32 = 5;
/// Characters that it keeps of a text.
const KEPT_CHARS: usize = 32_767;

/// A table's cells, as the spreadsheet that saved it writes them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Locale {
    /// Whether a comma may be the decimal point, as where semicolons part cells.
    pub(super) comma: bool,
}

impl Locale {
    /// Whether `edited` is `original`, perhaps after a spreadsheet had it.
    pub(super) fn unchanged(self, form: Form, original: &str, edited: &str) -> bool {
        let edited = inert(edited);
        if original == edited || same_words(original, edited) {
            return true;
        }
        if original.is_empty() || edited.is_empty() {
            return false;
        }
        match form {
            Form::Number => self.same_number(original, edited),
            Form::Bool => original.eq_ignore_ascii_case(edited),
            Form::Date => original.parse().is_ok_and(|date: Date| dates(edited).contains(&date)),
            Form::Period => self.canonical(form, edited).is_ok_and(|p| p == original),
            Form::Code(width) => padded(edited, width) == original,
            // Digits with an `e` among them are a number to a spreadsheet.
            Form::Id => edited.parse::<f64>().is_ok(),
            Form::Text => self.same_number(original, edited) || same_day(original, edited) || is_lost(edited),
        }
    }

    /// An edited cell in the way in which corrections are written.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence.
    pub(super) fn canonical(self, form: Form, edited: &str) -> Result<String, String> {
        let edited = inert(edited);
        if is_lost(edited) {
            return Err(format!("shows `{edited}` and no value: widen the column, or write the cell anew"));
        }
        match form {
            Form::Number if !edited.is_empty() => {
                let mut readings: Vec<Decimal> = self.numbers(edited).into_iter().map(|n| n.value).collect();
                readings.dedup();
                match readings.as_slice() {
                    [] => Err(format!("`{edited}` is no number")),
                    [value] => Ok(value.to_string()),
                    _ => Err(format!("`{edited}` can be read as {} and as {}", readings[0], readings[1])),
                }
            }
            Form::Bool => Ok(edited.to_ascii_lowercase()),
            Form::Period if period(edited).is_none() => Ok(month(edited).unwrap_or_else(|| edited.to_owned())),
            Form::Code(width) => Ok(padded(edited, width)),
            _ => Ok(edited.to_owned()),
        }
    }

    fn same_number(self, original: &str, edited: &str) -> bool {
        let Some(original) = exact(original) else { return false };
        self.numbers(edited).iter().any(|n| n.is_image_of(original))
    }

    /// What a cell can be read as: thousands may be parted, and a comma may be the point.
    fn numbers(self, text: &str) -> Vec<Number> {
        let text: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
        let mut readings = Vec::new();
        let mut read = |thousands: char, point: char| {
            let parted = text.contains(thousands);
            if parted && !in_thousands(&text, thousands, point) {
                return;
            }
            let plain: String =
                text.chars().filter(|c| *c != thousands).map(|c| if c == point { '.' } else { c }).collect();
            readings.extend(Number::of(&plain));
        };
        read(',', '.');
        if self.comma {
            read('.', ',');
        }
        readings
    }
}

/// A number as it is shown.
struct Number {
    value: Decimal,
    /// Digits that are shown, without zeros in front.
    digits: u32,
    /// Digits after the point that are shown.
    places: u32,
    chars: usize,
    exponent: bool,
}

impl Number {
    fn of(text: &str) -> Option<Self> {
        let value = exact(text)?;
        let (base, exponent) = text.split_once(['e', 'E']).map_or((text, false), |(base, _)| (base, true));
        let base = base.trim_start_matches(['+', '-']);
        let digits = base.chars().filter(char::is_ascii_digit).collect::<String>();
        let places = base.split_once('.').map_or(0, |(_, fraction)| fraction.len()) as u32;
        let chars = base.chars().count();
        Some(Self { value, digits: digits.trim_start_matches('0').len() as u32, places, chars, exponent })
    }

    /// Whether a spreadsheet shows `original` so.
    fn is_image_of(&self, original: Decimal) -> bool {
        let kept = [RoundingStrategy::ToZero, RoundingStrategy::MidpointAwayFromZero];
        let kept = kept.map(|way| original.round_sf_with_strategy(KEPT_DIGITS, way));
        if self.value == original || kept.contains(&Some(self.value)) {
            return true;
        }
        let half = RoundingStrategy::MidpointAwayFromZero;
        if self.exponent {
            return self.digits >= SHOWN_DIGITS
                && original.round_sf_with_strategy(self.digits, half) == Some(self.value);
        }
        self.places > 0
            && self.chars >= SHOWN_CHARS
            && self.places < original.normalize().scale()
            && original.round_dp_with_strategy(self.places, half) == self.value
    }
}

/// Whether what stands between the parts of thousands are groups of three digits.
fn in_thousands(text: &str, thousands: char, point: char) -> bool {
    let whole = text.split([point, 'e', 'E']).next().unwrap_or_default().trim_start_matches(['+', '-']);
    let mut groups = whole.split(thousands);
    let first = groups.next().is_some_and(|g| (1..=3).contains(&g.len()));
    let rest = text.len() - text.trim_start_matches(['+', '-']).len() + whole.len();
    first && groups.all(|g| g.len() == 3) && !text[rest..].contains(thousands)
}

/// Without the apostrophe that keeps a spreadsheet from running a text.
fn inert(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

/// Line ends are written in several ways, marks of direction are spelled out in tables for spreadsheets,
/// and the longest texts are cut.
fn same_words(original: &str, edited: &str) -> bool {
    let words = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    let (original, edited) = (words(original), words(edited));
    original == edited
        || escape_directions(&original) == edited
        || (edited.chars().count() == KEPT_CHARS && original.starts_with(&edited))
}

/// What a spreadsheet shows in the place of a value that it cannot show.
fn is_lost(text: &str) -> bool {
    let hashes = !text.is_empty() && text.chars().all(|c| c == '#');
    hashes || ["#NAME?", "#VALUE!", "#REF!", "#NUM!", "#DIV/0!", "#N/A", "#NULL!"].contains(&text)
}

fn padded(text: &str, width: usize) -> String {
    if text.bytes().all(|b| b.is_ascii_digit()) { format!("{text:0>width$}") } else { text.to_owned() }
}

/// The numbers that stand in a text.
fn figures(text: &str) -> Vec<u32> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect()
}

/// Whether a text such as `1-2` or `3/4` was taken for a day.
fn same_day(original: &str, edited: &str) -> bool {
    let is_day = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/');
    let before = figures(original);
    if !original.chars().all(is_day) || !(2..=3).contains(&before.len()) {
        return false;
    }
    let mut after = figures(edited);
    after.extend(month_name(edited));
    let is_date = edited.contains(['月', '/', '-']) && edited != original;
    is_date && before.iter().all(|n| after.contains(n))
}

/// The days that a cell may show: year first, else the day or the month first.
fn dates(text: &str) -> Vec<Date> {
    let day = text.split_whitespace().next().unwrap_or_default();
    let figures = figures(day);
    let [a, b, c] = figures[..] else { return Vec::new() };
    let orders = [(a, b, c), (c, b, a), (c, a, b)];
    let date = |(y, m, d): (u32, u32, u32)| {
        let year = i16::try_from(y).ok().filter(|y| *y >= 1000)?;
        Date::new(year, i8::try_from(m).ok()?, i8::try_from(d).ok()?).ok()
    };
    orders.into_iter().filter_map(date).collect()
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

fn month_name(text: &str) -> Option<u32> {
    let text = text.to_ascii_lowercase();
    MONTHS.iter().position(|m| text.contains(m)).map(|i| i as u32 + 1)
}

/// A month or a year as spreadsheets and people write them, in the way of the tables: `Apr-21`,
/// `2021年4月`, `2021/4/1`, `2023年`.
fn month(text: &str) -> Option<String> {
    let figures = figures(text);
    if let Some(month) = month_name(text) {
        let [year] = figures[..] else { return None };
        let year = match year {
            0..=29 => 2000 + year,
            30..=99 => 1900 + year,
            year => year,
        };
        return Some(format!("{year:04}-{month:02}"));
    }
    let parted = |c: char| c.is_ascii_digit() || "年月日/-".contains(c);
    if !text.chars().all(parted) {
        return None;
    }
    match figures[..] {
        [year] if text == format!("{year}年") => Some(format!("{year:04}")),
        [year, month] | [year, month, 1] if year >= 1000 && (1..=12).contains(&month) => {
            Some(format!("{year:04}-{month:02}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POINT: Locale = Locale { comma: false };
    const COMMA: Locale = Locale { comma: true };

    #[test]
    fn what_a_spreadsheet_makes_of_a_cell_is_no_edit() {
        for (form, original, edited) in [
            (Form::Number, "49980000000", "4.998E+10"),
            (Form::Number, "123456789012", "1.23457E+11"),
            (Form::Number, "0.123456789", "0.12345679"),
            (Form::Number, "1234.5", "1,234.50"),
            (Form::Number, "12345678901234567", "12345678901234500"),
            (Form::Number, "-4.2", "-4.20"),
            (Form::Number, "", ""),
            (Form::Bool, "false", "FALSE"),
            (Form::Date, "2024-01-05", "2024/1/5"),
            (Form::Date, "2024-01-05", "5/1/2024"),
            (Form::Date, "2024-01-05", "1/5/2024 0:00"),
            (Form::Date, "2024-01-05", "2024年1月5日"),
            (Form::Period, "2021-04", "Apr-21"),
            (Form::Period, "2021-04", "2021/4/1"),
            (Form::Period, "2021-04", "2021年4月"),
            (Form::Period, "1994", "1994"),
            (Form::Code(6), "000000", "0"),
            (Form::Code(2), "05", "5"),
            (Form::Id, "12345678901234567890123456789e12", "1.23E+40"),
            (Form::Text, "499.80", "499.8"),
            (Form::Text, "1-2", "1月2日"),
            (Form::Text, "1-2", "2-Jan"),
            (Form::Text, "3/4", "2024/3/4"),
            (Form::Text, "甲\r\n乙", "甲\n乙"),
            (Form::Text, "-甲", "'-甲"),
            (Form::Text, "-甲", "#NAME?"),
        ] {
            assert!(POINT.unchanged(form, original, edited), "{form:?} {original} {edited}");
        }
        for (original, edited) in
            [("1234.5", "1.234,5"), ("1234.5", "1234,5"), ("49980000000", "4,998E+10"), ("1234.5", "1234.5")]
        {
            assert!(COMMA.unchanged(Form::Number, original, edited), "{original} {edited}");
        }
    }

    #[test]
    fn an_edit_is_an_edit() {
        for (form, original, edited) in [
            (Form::Number, "49980000000", "4.98E+10"),
            (Form::Number, "12.5", "12.6"),
            (Form::Number, "12.5", "13"),
            (Form::Number, "12.5", ""),
            (Form::Number, "", "12.5"),
            (Form::Number, "12.5", "-12.5"),
            (Form::Number, "0.123456789", "0.12345678"),
            (Form::Bool, "false", "TRUE"),
            (Form::Date, "2024-01-05", "2024/1/6"),
            (Form::Period, "2021-04", "May-21"),
            (Form::Period, "2021", "2020"),
            (Form::Period, "2021-04", "2021-04/2021-05"),
            (Form::Code(6), "430725", "430700"),
            (Form::Text, "甲", "乙"),
            (Form::Text, "1-2", "1-3"),
        ] {
            assert!(!POINT.unchanged(form, original, edited), "{form:?} {original} {edited}");
        }
    }

    #[test]
    fn edits_are_written_in_one_way() {
        for (locale, form, edited, written) in [
            (POINT, Form::Number, "1,234.50", "1234.5"),
            (POINT, Form::Number, "4.998E+10", "49980000000"),
            (COMMA, Form::Number, "12,5", "12.5"),
            (POINT, Form::Bool, "TRUE", "true"),
            (POINT, Form::Period, "May-21", "2021-05"),
            (POINT, Form::Period, "2023年", "2023"),
            (POINT, Form::Period, "2016/2020", "2016/2020"),
            (POINT, Form::Code(6), "0", "000000"),
            (POINT, Form::Text, "'-甲", "-甲"),
        ] {
            assert_eq!(locale.canonical(form, edited).as_deref(), Ok(written), "{edited}");
        }
        for (locale, form, edited) in [
            (COMMA, Form::Number, "1.234"),
            (POINT, Form::Number, "12,34"),
            (POINT, Form::Number, "约12"),
            (POINT, Form::Number, "########"),
            (POINT, Form::Text, "#REF!"),
        ] {
            assert!(locale.canonical(form, edited).is_err(), "{edited}");
        }
    }
}
