//! The box above a document in which an office says what it is: index number, issuer, dates.
//!
//! Sites write it as a table, as a list or as one line of labels with colons. Values are taken as
//! they stand.

use jiff::civil::Date;

use super::super::Head;
use super::decode::BAD;
use super::page::Page;
use super::runs::{Run, Runs};
use super::table::{PageTable, words_of};
use super::words::{self, Label, labels_in, tight};

/// Values are short.
const LONGEST: usize = 120;

/// The rows of a box as lines.
pub(super) fn rows(table: &PageTable, page: &Page, runs: &Runs) -> Vec<String> {
    let line = |row: &Vec<usize>| {
        let cells = row.iter().map(|cell| words_of(runs.slice(runs.within(page, *cell))));
        cells.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
    };
    table.rows.iter().map(line).collect()
}

/// The labels and values of lines.
pub(super) fn fields(page: &Page, lines: &[Run]) -> Vec<(Label, String)> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if line.chars > 2 * LONGEST {
            continue;
        }
        match words::label(&tight(&line.text)) {
            Some(label) => found.extend(value_alone(page, line, lines.get(at + 1)).map(|v| (label, v))),
            None => found.extend(labelled(&line.text)),
        }
    }
    found
}

/// Whether a line is a label whose value is the next line.
pub(super) fn is_label(line: &Run) -> bool {
    line.chars < LONGEST && words::label(&tight(&line.text)).is_some()
}

/// The value of a label that the line behind it is: one that stands beside it and is no label.
pub(super) fn value_alone(page: &Page, label: &Run, value: Option<&Run>) -> Option<String> {
    let value = value.filter(|v| !is_label(v) && v.chars <= LONGEST && labels_in(&tight(&v.text)).is_empty())?;
    let near = |run: &Run| page.around(run.node).take(3).collect::<Vec<_>>();
    let beside = near(label).iter().any(|at| near(value).contains(at));
    beside.then(|| clean(&value.text)).flatten()
}

/// The labels and values within one line.
fn labelled(text: &str) -> Vec<(Label, String)> {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ").replace('：', ":");
    let (line, found) = match labels_in(&spaced) {
        found if !found.is_empty() => (spaced, found),
        _ => {
            let tight = tight(text);
            let found = labels_in(&tight);
            (tight, found)
        }
    };
    let ends = found.iter().skip(1).map(|(_, start, _)| *start).chain([line.len()]);
    let values = found.iter().zip(ends).map(|((label, _, from), to)| (*label, line.get(*from..to)));
    values.filter_map(|(label, value)| Some((label, clean(value?)?))).collect()
}

fn clean(value: &str) -> Option<String> {
    let value = value.split(['【', '[', '|', '〖', BAD]).next().unwrap_or(value);
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let value = value.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '(' | ')' | '-'));
    let fits = value.chars().any(char::is_alphanumeric) && value.chars().count() <= LONGEST;
    fits.then(|| value.to_owned())
}

/// Fills what is not yet known; the first of each kind holds.
pub(super) fn fill(head: &mut Head, fields: &[(Label, String)]) {
    let first =
        |wanted: Label| fields.iter().filter(move |(label, _)| *label == wanted).map(|(_, value)| value.as_str());
    let value = |wanted: Label| first(wanted).next().map(str::to_owned);
    head.title = head.title.take().or_else(|| value(Label::Title));
    head.number = head.number.take().or_else(|| first(Label::Number).find(|n| is_number(n)).map(str::to_owned));
    head.index_number =
        head.index_number.take().or_else(|| first(Label::Index).find(|n| is_number(n)).map(str::to_owned));
    let source = || first(Label::Source).map(before_date).find(|s| names_source(s)).map(str::to_owned);
    head.publisher = head.publisher.take().or_else(|| value(Label::Issuer)).or_else(source);
    let day = |wanted: Label| first(wanted).find_map(date);
    head.published = head.published.or_else(|| day(Label::Published)).or_else(|| day(Label::Written));
}

/// The words before a date without a label.
fn before_date(value: &str) -> &str {
    let at = value.match_indices("20").map(|(at, _)| at).find(|at| value.get(*at..).and_then(date).is_some());
    at.and_then(|at| value.get(..at)).unwrap_or(value).trim()
}

/// The first date that opens a line, without a label.
pub(super) fn bare_date(lines: &[Run]) -> Option<Date> {
    lines.iter().filter(|l| l.chars <= 60).find_map(|l| date(&l.text))
}

/// Numbers of documents have digits.
fn is_number(value: &str) -> bool {
    value.contains(|c: char| c.is_ascii_digit())
}

/// Whether a source is named: `本站` names nobody.
pub(super) fn names_source(source: &str) -> bool {
    !(source.contains("本站") || source.contains("本网") || source.contains("互联网") || source.chars().count() < 2)
}

/// The date that a value begins with.
pub(super) fn date(value: &str) -> Option<Date> {
    let mut numbers = value.trim().split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let first = numbers.next()?;
    let part = |text: Option<&str>| text?.parse::<i16>().ok();
    let (year, month, day) = match first.len() {
        4 => (part(Some(first))?, part(numbers.next())?, part(numbers.next())?),
        8 => (part(first.get(..4))?, part(first.get(4..6))?, part(first.get(6..))?),
        _ => return None,
    };
    let starts = value.trim().starts_with(first);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (starts && (1949..=2100).contains(&year)).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::{Label, date, labelled};

    #[test]
    fn values_stand_behind_labels() {
        let line = "来源： 某县统计局  某县调查队　发布时间：2024-05-06 09:30　【字体：大 中 小】";
        assert_eq!(
            labelled(line)[..2],
            [(Label::Source, "某县统计局 某县调查队".to_owned()), (Label::Published, "2024-05-06 09:30".to_owned())]
        );
        assert_eq!(labelled("索 引 号：AB-1/2024"), [(Label::Index, "AB-1/2024".to_owned())]);
        assert_eq!(labelled("作者："), []);
    }

    #[test]
    fn dates_as_sites_write_them() {
        for written in ["2024-05-06", "2024年5月6日", "2024/5/6 10:00", "20240506", "2024-05-06,15:44"] {
            assert_eq!(date(written).unwrap().to_string(), "2024-05-06", "{written}");
        }
        for none in ["5月6日", "2024-13-01", "自2024-05-06", "2024"] {
            assert_eq!(date(none), None, "{none}");
        }
    }
}
