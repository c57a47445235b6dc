//! Synthetic readings for tests: a text, and rows in a short notation.
//!
//! A document is `{published=2021-01-29 kind=plan title=甲} text`; the braces may be missing. A row
//! is `28亿|元 value_added.high_tech 2016/2020 measure=increase`: number and unit as they stand in
//! the text, code, period (`-` for none), and what differs from the defaults (level, actual, exact,
//! Hunan, confidence 0.9, the indicator's name as its words). Keys: measure, status, bound, words,
//! subject, region (`-` for none), baseline, high, v (value), u (unit symbol), confidence, yearly.

use std::collections::HashMap;

use rust_decimal::Decimal;
use zhibiao::model::lexicon::{Lexicon, UnitId};
use zhibiao::model::{
    Bound, Document, DocumentId, DocumentKind, Measure, Metadata, Moment, Observation, Period, Reading, RegionCode,
    Span, StageCounts, Status, Terms,
};
use zhibiao::segment::Segments;

/// The reading of `document` with these rows, in the order in which they stand in the text.
pub(crate) fn reading(document: &str, rows: &[&str], lexicon: &Lexicon) -> Reading {
    let (options, text) = match document.strip_prefix('{').and_then(|d| d.split_once('}')) {
        Some((options, text)) => (keys(options.split_whitespace()), text.trim_start()),
        None => (HashMap::new(), document),
    };
    let mut reading = Reading {
        document: self::document(&options, text),
        sections: options.get("section").map(|s| vec![(*s).to_owned()]).unwrap_or_default(),
        observations: Vec::new(),
        findings: Vec::new(),
        counts: StageCounts::default(),
    };
    let mut cursor = 0;
    for row in rows {
        let mut row = observation(row, text, &mut cursor, lexicon);
        row.section = (!reading.sections.is_empty()).then_some(0);
        reading.observations.push(row);
    }
    let Reading { document, sections, observations, .. } = &mut reading;
    let segments = Segments { sections: sections.clone(), ..Segments::default() };
    zhibiao::standardize::fill_series(&document.text, &segments, observations, lexicon);
    reading
}

fn document(options: &HashMap<&str, &str>, text: &str) -> Document {
    let title = options.get("title").map(|t| (*t).to_owned());
    let kind = options.get("kind").map_or(DocumentKind::Other, |k| named(DocumentKind::ALL, k, DocumentKind::as_str));
    Document {
        id: DocumentId::of(text.as_bytes()),
        source: "文件.txt".into(),
        text: text.into(),
        encoding: "UTF-8".into(),
        format: "text".into(),
        layout: zhibiao::model::Layout::default(),
        bytes: text.len() as u64,
        meta: Metadata {
            title,
            published: options.get("published").map(|d| d.parse().unwrap_or_else(|e| panic!("{d}: {e}"))),
            year: options.get("year").and_then(|y| y.parse().ok()),
            kind,
            ..Metadata::default()
        },
    }
}

fn keys<'a>(words: impl Iterator<Item = &'a str>) -> HashMap<&'a str, &'a str> {
    words.map(|w| w.split_once('=').unwrap_or_else(|| panic!("`{w}` is no key=value"))).collect()
}

fn named<T: Copy>(all: impl IntoIterator<Item = T>, name: &str, of: impl Fn(T) -> &'static str) -> T {
    all.into_iter().find(|t| of(*t) == name).unwrap_or_else(|| panic!("`{name}` is no name"))
}

fn observation(row: &str, text: &str, cursor: &mut usize, lexicon: &Lexicon) -> Observation {
    let (number, rest) = row.split_once('|').unwrap_or_else(|| panic!("`{row}` lacks |"));
    let mut words = rest.split(' ');
    let mut next = || words.next().unwrap_or_else(|| panic!("`{row}` lacks a word"));
    let (unit_text, code, when) = (next(), next(), next());
    let options = keys(words);
    let joined = format!("{number}{unit_text}");
    let start = text[*cursor..].find(&joined).unwrap_or_else(|| panic!("`{joined}` is not in the text")) + *cursor;
    let end = start + number.len();
    *cursor = end;
    let (unit, factor) = unit(unit_text, options.get("u").copied(), lexicon);
    let indicator = lexicon.indicators.find(code).unwrap_or_else(|| panic!("no code `{code}`"));
    let decimal = |key: &str| options.get(key).map(|v| v.parse::<Decimal>().unwrap_or_else(|e| panic!("{v}: {e}")));
    let decimals = number.split_once('.').map_or(0, |(_, d)| d.chars().take_while(char::is_ascii_digit).count());
    let words = options.get("words").map_or_else(|| lexicon.indicators.get(indicator).name.clone(), |w| (*w).into());
    let region = options.get("region").copied().unwrap_or("430000");
    let unit_span = if unit_text.is_empty() { Span::empty(end) } else { Span::new(end, end + unit_text.len()) };
    Observation {
        span: Span::new(start, end),
        char_start: text[..start].chars().count() as u32,
        char_end: text[..end].chars().count() as u32,
        unit_span,
        sentence: sentence(text, start, end),
        section: None,
        block: 1,
        page: None,
        indicator,
        indicator_text: words,
        subject: options.get("subject").map(|s| (*s).to_owned()),
        industry: None,
        measure: options.get("measure").map_or(Measure::Level, |m| named(Measure::ALL.to_vec(), m, Measure::as_str)),
        status: options.get("status").map_or(Status::Actual, |s| named(Status::ALL.to_vec(), s, Status::as_str)),
        bound: options.get("bound").map_or(Bound::Exact, |b| named(Bound::ALL.to_vec(), b, Bound::as_str)),
        value: decimal("v").unwrap_or_else(|| value(number) * factor),
        value_high: decimal("high"),
        decimals: decimals as u8,
        unit,
        period: period(when),
        per_year: options.contains_key("yearly"),
        baseline: options.get("baseline").map(|b| (*b).to_owned()),
        region: RegionCode::parse(region),
        terms: Terms::default(),
        series: None,
        confidence: options.get("confidence").map_or(0.9, |c| c.parse().unwrap_or_else(|e| panic!("{c}: {e}"))),
        rule: 0,
        flags: Vec::new(),
    }
}

fn unit(text: &str, symbol: Option<&str>, lexicon: &Lexicon) -> (UnitId, Decimal) {
    let form = lexicon.units.at_start(text).map(|(form, _)| (form.unit, form.factor));
    let known = |s: &str| lexicon.units.find(s).unwrap_or_else(|| panic!("no unit `{s}`"));
    match (symbol, form) {
        (Some(symbol), form) => (known(symbol), form.map_or(Decimal::ONE, |f| f.1)),
        (None, Some(form)) => form,
        (None, None) => (known("1"), Decimal::ONE),
    }
}

/// The value of digits with magnitude words.
fn value(number: &str) -> Decimal {
    let digits = number.find(['十', '百', '千', '万', '亿']).unwrap_or(number.len());
    let magnitude = number[digits..].chars().map(|c| match c {
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        '万' => 10_000,
        _ => 100_000_000,
    });
    let magnitude: i64 = magnitude.product();
    let digits: Decimal = number[..digits].parse().unwrap_or(Decimal::ONE);
    digits * Decimal::from(magnitude)
}

fn sentence(text: &str, start: usize, end: usize) -> Span {
    let stops = ['。', '\n'];
    let from = text[..start].rfind(stops).map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let to = text[end..].find(stops).map_or(text.len(), |at| end + at);
    Span::new(from, to)
}

fn period(written: &str) -> Option<Period> {
    if written == "-" {
        return None;
    }
    let moment = |w: &str| match w.split_once('-') {
        Some((y, m)) => Moment::Month(y.parse().unwrap_or_default(), m.parse().unwrap_or_default()),
        None => Moment::Year(w.parse().unwrap_or_default()),
    };
    Some(match (written.split_once('/'), written.split_once("-Q")) {
        (Some((a, b)), _) => Period::Span(moment(a), moment(b)),
        (None, Some((y, q))) => Period::Quarter(y.parse().unwrap_or_default(), q.parse().unwrap_or_default()),
        (None, None) => Period::At(moment(written)),
    })
}
