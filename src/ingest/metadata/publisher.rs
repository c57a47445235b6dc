//! The body that issued a document.

use crate::model::any_of::any_of;
use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Line, Lines};
use super::title::Title;
use super::{date, pattern};
use crate::model::DocumentKind;

/// Who issued a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Publisher {
    /// The body that signs for it.
    Issuer(String),
    /// The paper or site it was taken from; it may be of another place.
    Carrier(String),
}

impl Publisher {
    pub(super) fn into_name(self) -> String {
        match self {
            Self::Issuer(name) | Self::Carrier(name) => name,
        }
    }
}

static ISSUER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:发布机构|发布单位|发文机关|发布机关|发文机构|发文单位|公开机构|制发机关|公开责任部门|责任部门)(?:[:\s]+(.*))?$",
    )
});
static CARRIER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:信息来源|文章来源|稿件来源|来源|稿源)\s?:\s?(.*)$"));
static BODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\(?[\p{Han}、]{2,28}(?:国务院|政府|办公室|办公厅|政府办|委员会|常委会|工信委|发改委|经信委|国资委|局|厅|调查队|调查总队|中心支行|分行|管委会|协会|领导小组|指挥部|财政部|商务部|卫健委)\)?$",
    )
});
static ABOUT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^((?:[\p{Han}、]{2,28}?(?:政府|办公室|办公厅|委员会|局|厅))|国务院)关于"));

/// The publisher: named by a label, below the title, in the title, in the signature, as the source.
pub(super) fn of(lines: &Lines, title: Option<&Title>, kind: DocumentKind) -> Option<Publisher> {
    let issuer = labelled(&ISSUER, &lines.head)
        .or_else(|| below_title(lines, title, kind))
        .or_else(|| title.and_then(in_title))
        .or_else(|| signed(&lines.tail))
        .or_else(|| site_name(&lines.head));
    issuer.map(Publisher::Issuer).or_else(|| labelled(&CARRIER, &lines.head).map(Publisher::Carrier))
}

/// Whether a line without spaces is the name of a public body.
pub(super) fn is_body(tight: &str) -> bool {
    BODY.is_match(tight) && !tight.contains('的') && !tight.starts_with("关于")
}

/// The value behind a label, or on the next line where a page broke there.
fn labelled(label: &Regex, head: &[Line]) -> Option<String> {
    head.iter().enumerate().find_map(|(i, line)| {
        let value = label.captures(&line.text)?.get(1).map_or("", |m| m.as_str());
        if value.trim().is_empty() {
            head.get(i + 1).and_then(|l| name_at_start(&l.text))
        } else {
            name_at_start(value)
        }
    })
}

/// A name up to the next field of the line.
fn name_at_start(value: &str) -> Option<String> {
    let value = value.trim_start();
    let end = value.find([' ', '【', '[', '(', '|', ',', '，', ')']).unwrap_or(value.len());
    let name = &value[..end];
    let fits = (2..=30).contains(&name.chars().count()) && !name.contains(':');
    let words = name.chars().any(char::is_alphabetic) && date::first(name).is_none();
    let label = any_of!["日期", "时间", "字号", "字体", "作者", "浏览", "打印", "本站", "本网", "原创"].opens(name);
    (fits && words && !label).then(|| name.to_owned())
}

/// A body named right below the title. Below a reply's title stands who asked.
fn below_title(lines: &Lines, title: Option<&Title>, kind: DocumentKind) -> Option<String> {
    let title = title.filter(|_| kind != DocumentKind::Reply)?;
    let line = lines.head.get(title.to)?;
    // Bodies that issue together stand side by side.
    if line.text.contains(' ') && line.text.split(' ').all(|name| name.chars().count() > 3 && is_body(name)) {
        return Some(line.text.clone());
    }
    is_body(&line.tight).then(|| bare(&line.tight))
}

/// `某局关于……`.
fn in_title(title: &Title) -> Option<String> {
    Some(ABOUT.captures(&title.text)?.get(1)?.as_str().to_owned())
}

/// A body that signs: with a date on its line or near it, or in one of the last lines. Elsewhere
/// names at the end of a page are links.
fn signed(tail: &[Line]) -> Option<String> {
    let dated =
        |i: usize| tail[i.saturating_sub(2)..tail.len().min(i + 3)].iter().any(|l| date::alone(&l.tight).is_some());
    (0..tail.len()).rev().take(12).find_map(|i| {
        let line = &tail[i].tight;
        let date = date::first(line).map(|(_, at)| at.start);
        let name = &line[..date.unwrap_or(line.len())];
        let signs = date.is_some() || i + 3 >= tail.len() || dated(i);
        (signs && is_body(name)).then(|| bare(name))
    })
}

/// The owner of a page, in its first line.
fn site_name(head: &[Line]) -> Option<String> {
    head.first().filter(|l| is_body(&l.tight)).map(|l| bare(&l.tight))
}

fn bare(name: &str) -> String {
    name.trim_matches(['(', ')']).to_owned()
}
