//! Document number (文号) and index number (索引号).

use std::sync::LazyLock;

use regex::Regex;

use super::lines::Lines;
use super::pattern;

/// Longest line that a number without a label may open.
const SHORT: usize = 40;

// The closing bracket is lost or read as a digit in scanned documents: `〔20211号`.
const NUMBER: &str = r"(\p{Han}{1,14}[〔\[【(﹝〖]((?:19|20)\d{2})[〕\])】﹞〗]?第?\d{1,4}号)";

static LABELLED: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:文号|发文字号|公文编号|文件编号):?{NUMBER}")));
static OPENING: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{NUMBER}")));
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"[〔\[【(﹝〖]((?:19|20)\d{2})"));
static INDEX: LazyLock<Regex> = LazyLock::new(|| pattern(r"索 ?引 ?号 ?:? ?([0-9A-Za-z][0-9A-Za-z/_.\-]{3,40})"));
static INDEX_VALUE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[0-9A-Za-z][0-9A-Za-z/_.\-]{3,40}$"));

/// The document number in the head, as written but for spaces.
pub(super) fn document_number(lines: &Lines) -> Option<String> {
    let head = || lines.head.iter();
    let of = |regex: &Regex, line: &str| Some(regex.captures(line)?.get(1)?.as_str().to_owned());
    let labelled = head().find_map(|l| of(&LABELLED, &l.tight));
    labelled.or_else(|| head().filter(|l| l.len() <= SHORT).find_map(|l| of(&OPENING, &l.tight)))
}

/// The year in a document number.
pub(super) fn year_of(number: &str) -> Option<i16> {
    YEAR.captures(number)?.get(1)?.as_str().parse().ok()
}

/// The index number of the disclosure catalogue.
pub(super) fn index_number(lines: &Lines) -> Option<String> {
    lines.head.iter().enumerate().find_map(|(i, line)| {
        if let Some(found) = INDEX.captures(&line.text) {
            return Some(found.get(1)?.as_str().to_owned());
        }
        let next = lines.head.get(i + 1).filter(|_| matches!(line.tight.as_str(), "索引号" | "索引号:"))?;
        INDEX_VALUE.is_match(&next.tight).then(|| next.tight.clone())
    })
}
