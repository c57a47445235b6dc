//! The year a document's figures are mostly about.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::DocumentKind;

use super::date::{Dates, year_in_words};
use super::{number, pattern};

/// A single year of a title: `2024年`, `二〇二四年`; the end of a range or of a plan it is not.
static YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:((?:19|20)\d{2})|([一二][〇零○一二三四五六七八九]{3}))年(?:度)?([-—–~～至到]|远景|目标|愿景)?")
});
static RANGE_BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\d年?[-—–~～至到]|[到至])$"));
/// A year in a file name, with or without month and day, or the first of a range.
static IN_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[^0-9A-Za-z])((?:19|20)\d{2})(?:[01]\d(?:[0-3]\d)?)?(?:$|([-—–~～至到](?:19|20)\d{2})|[^0-9A-Za-z])")
});

/// The year by title, dates, document number and file name, in the order that fits the kind.
pub(super) fn of(
    kind: DocumentKind,
    title: Option<&str>,
    stem: &str,
    dates: &Dates,
    document_number: Option<&str>,
    text: &str,
) -> Option<i16> {
    let named = years(title.unwrap_or_default());
    let written = || dates.year().or_else(|| document_number.and_then(number::year_of));
    // A document can be about the year after its date, not about a later one.
    let reached = |y: &i16| written().is_none_or(|w| *y <= w + 1);
    let (first, last) = (named.first().copied().filter(reached), named.iter().max().copied().filter(reached));
    let in_name = || in_file_name(stem);
    match kind {
        DocumentKind::Bulletin => first.or_else(in_name).or_else(|| year_before_publication(title, dates)),
        DocumentKind::Budget => {
            dates.session_year().or_else(|| several(&named)).or_else(written).or(last).or_else(in_name)
        }
        // 2019年…工作报告 of a session in January 2020; 2024年 of one in December 2023.
        DocumentKind::WorkReport => dates.session_year().max(first).or_else(written).or_else(in_name),
        DocumentKind::Reply => written().or(first).or_else(in_name),
        _ => first.or_else(written).or_else(in_name),
    }
    .or_else(|| spoken(kind, text))
    .filter(|y| (1949..=2100).contains(y))
}

/// The last year that a text names, if more than half of its years are that one, where nothing else
/// tells when it was written: news, accounts of a place.
fn spoken(kind: DocumentKind, text: &str) -> Option<i16> {
    /// In bytes, from the head on.
    const HEAD: usize = 20_000;
    /// Texts of before are not written for the web; a year so far back is their history.
    const OLDEST: i16 = 1990;
    /// A year that is named once tells nothing.
    const ENOUGH: usize = 2;
    matches!(kind, DocumentKind::News | DocumentKind::Other).then_some(())?;
    let named = years(&text[..text.floor_char_boundary(HEAD)]);
    let count = |year: &i16| named.iter().filter(|y| *y == year).count();
    let year = named.iter().copied().max()?;
    // 今年 of a text that last names 1960 is another.
    let lives_on = ["今年", "如今", "现在"].iter().any(|w| text.contains(w));
    (year >= OLDEST && !lives_on && count(&year) >= ENOUGH && count(&year) * 2 > named.len()).then_some(year)
}

/// The year of the moment at which a census counted: 普查标准时点为2018年12月31日.
///
/// Where the text does not say it, the census by its number: the State Council set these years.
pub(super) fn of_census(title: &str, text: &str) -> Option<i16> {
    /// In bytes, from the head on.
    const HEAD: usize = 6_000;
    /// The sentence of the moment on either side, in bytes.
    const NEAR: usize = 120;
    /// National censuses by their names.
    const CENSUSES: [(&str, &[i16]); 3] = [
        ("人口普查", &[1953, 1964, 1982, 1990, 2000, 2010, 2020]),
        ("经济普查", &[2004, 2008, 2013, 2018, 2023]),
        ("农业普查", &[1996, 2006, 2016]),
    ];
    let told = ["公报", "主要数据", "主要结果"].iter().any(|w| title.contains(w));
    (told && title.contains("普查")).then_some(())?;
    let head = &text[..text.floor_char_boundary(HEAD)];
    let Some(at) = ["标准时点", "标准时间", "普查时点"].iter().filter_map(|w| head.find(w)).min() else {
        let (before, known) = CENSUSES.iter().find_map(|(name, known)| Some((&title[..title.find(name)?], known)))?;
        let before = before.trim_end_matches("全国").trim_end_matches('次');
        let number = "一二三四五六七八九".chars().position(|c| before.ends_with(c))?;
        return known.get(number).copied();
    };
    let near =
        |from: usize, to: usize| &head[head.floor_char_boundary(from)..head.ceil_char_boundary(to.min(head.len()))];
    let before = near(at.saturating_sub(NEAR), at);
    let before = &before[before.rfind(['。', '\n']).unwrap_or(0)..];
    let after = near(at, at + NEAR);
    let after = &after[..after.find('。').unwrap_or(after.len())];
    years(before).last().or(years(after).first()).copied().filter(|y| (1949..=2100).contains(y))
}

/// A report on last year's budget and this year's is written this year.
fn several(named: &[i16]) -> Option<i16> {
    (named.len() > 1).then(|| named.iter().max().copied())?
}

/// A yearly bulletin without a year is on the year before it came out.
fn year_before_publication(title: Option<&str>, dates: &Dates) -> Option<i16> {
    let yearly = title.is_some_and(|t| t.contains("国民经济和社会发展统计公报"));
    if yearly { dates.year().map(|y| y - 1) } else { dates.year() }
}

fn years(title: &str) -> Vec<i16> {
    let tight: String = title.chars().filter(|c| *c != ' ').collect();
    let single = YEAR.captures_iter(&tight).filter(|found| {
        let start = found.get(0).map_or(0, |m| m.start());
        // `1-9月` after the year is no range of years.
        found.get(3).is_none() && !RANGE_BEFORE.is_match(&tight[..start])
    });
    single
        .filter_map(|found| match (found.get(1), found.get(2)) {
            (Some(digits), _) => digits.as_str().parse().ok(),
            (_, Some(words)) => year_in_words(words.as_str()),
            _ => None,
        })
        .collect()
}

fn in_file_name(stem: &str) -> Option<i16> {
    let plain = || {
        let found = IN_NAME.captures(stem).filter(|found| found.get(2).is_none())?;
        found.get(1)?.as_str().parse().ok()
    };
    years(stem).first().copied().or_else(plain)
}

#[cfg(test)]
mod tests {
    use super::{in_file_name, years};

    #[test]
    fn years_of_titles() {
        let cases: [(&str, &[i16]); 8] = [
            ("第十四个五年规划和二〇三五年远景目标纲要", &[]),
            ("2024年某市政府工作报告", &[2024]),
            ("2023年预算执行情况和2024年预算草案", &[2023, 2024]),
            ("二〇二一年统计公报", &[2021]),
            ("行动计划(2023—2025年)", &[]),
            ("行动计划(2023年-2025年)", &[]),
            ("到2025年的目标", &[]),
            ("某市2023年1-9月情况", &[2023]),
        ];
        for (title, expected) in cases {
            assert_eq!(years(title), expected, "{title}");
        }
    }

    #[test]
    fn years_of_file_names() {
        assert_eq!(in_file_name("1998"), Some(1998));
        assert_eq!(in_file_name("hunan_2026_report"), Some(2026));
        assert_eq!(in_file_name("报告20210818"), Some(2021));
        assert_eq!(in_file_name("002_ae2296e2f3e0d6ac"), None);
        assert_eq!(in_file_name("2021-2025规划"), None);
    }
}
