//! Periods that begin with Arabic digits: `2021年1-9月`, `2019-2020年`, `9月`, `2021-08-18`, `5年内`.

use super::When;
use super::numerals::{arabic, chinese_year, number};
use super::words::{runs_from, word_at};
use crate::model::any_of::any_of;

/// A period that begins with an Arabic digit.
pub(super) fn digits_at(text: &str, at: usize) -> Option<(When, usize)> {
    let rest = &text[at..];
    let (n, len) = arabic(rest)?;
    if len == 4 && (1900..=2100).contains(&n) {
        return year_at(rest, n as i16, len);
    }
    if len > 2 {
        return None;
    }
    let after = &rest[len..];
    for (word, when) in [("年内", When::Coming(n as u8)), ("年来", When::Past(n as u8)), ("年间", When::Past(n as u8))]
    {
        let since = when == When::Coming(n as u8) && runs_from(&text[..at], after);
        if after.starts_with(word) && (2..=50).contains(&n) && !since {
            return Some((when, len + word.len()));
        }
    }
    months_at(text, at, n, len)
}

/// What follows a four-digit year.
pub(super) fn year_at(rest: &str, year: i16, len: usize) -> Option<(When, usize)> {
    let after = &rest[len..];
    if let Some(found) = iso_date(after, year) {
        return Some((found.0, len + found.1));
    }
    // 2019-2020年, 2016—2020, 2016至2020年
    if let Some((dash, to, used)) = second_year(after) {
        let tail = &after[dash + used..];
        let suffix = year_suffix(tail);
        if to > year && to - year <= 60 {
            return Some((When::Years(year, to), len + dash + used + suffix));
        }
    }
    let suffix = year_suffix(after);
    if suffix == 0 {
        // A year whose 年 was lost: 2020新增高新技术企业33家.
        let bare = ["新增", "完成", "实现", "全市", "全省", "全县", "累计", "我市", "我省", "我县"];
        return bare.iter().any(|w| after.starts_with(w)).then_some((When::Year(year), len));
    }
    let tail = &after[suffix..];
    let head = len + suffix;
    if let Some(more) = after_year(tail) {
        // 2016年6月成立以来
        let month = matches!(more.0, When::Month(..));
        if let Some(len) = founded(&tail[more.1..]).filter(|_| month) {
            return Some((When::Since(year), head + more.1 + len));
        }
        return Some((more.0.with_year(year), head + more.1));
    }
    // 2019年以来至2021年10月 goes on to its end.
    let since = ["以来", "起"].iter().find(|w| tail.starts_with(**w)).map_or(0, |w| w.len());
    let open = second_year(&tail[since..]).is_none();
    let word = ["至今", "以来", "起至今"].iter().find(|w| open && tail.starts_with(**w)).map(|w| w.len());
    if let Some(len) = word.or_else(|| founded(tail)) {
        return Some((When::Since(year), head + len));
    }
    let (tail, head) = (&tail[since..], head + since);
    // 2016年至2020年, 2016年到2020年
    if let Some((dash, to, used)) = second_year(tail) {
        let suffix = year_suffix(&tail[dash + used..]);
        if suffix > 0 && to > year && to - year <= 60 {
            let used = dash + used + suffix;
            let (when, more) = match up_to_month(&tail[used..]) {
                Some((month, more)) => (When::YearToMonth(year, to, month), more),
                None => (When::Years(year, to), 0),
            };
            return Some((when, head + used + more));
        }
    }
    Some((When::Year(year), head - since))
}

/// `创建以来`, `成立至今` behind the year in which something began, its length.
fn founded(tail: &str) -> Option<usize> {
    let verb = any_of![
        "创建", "成立", "建成", "组建", "建立", "设立", "启动", "开工", "实施", "开展", "建县", "建市", "建区", "建园",
        "开园", "投产", "运行", "运营", "开馆", "开业", "通车", "开通", "启用", "建设", "正式",
    ];
    let first = verb.opening(tail)?.len();
    // 开工建设以来, 正式运营以来
    let begun = first + verb.opening(&tail[first..]).map_or(0, str::len);
    let until = any_of!["以来", "至今"].opening(&tail[begun..])?.len();
    (!tail[begun + until..].starts_with('年')).then_some(begun + until)
}

/// `6月底` behind a year that ends a span.
fn up_to_month(text: &str) -> Option<(u8, usize)> {
    let (month, len) = arabic(text).filter(|&(n, len)| len <= 2 && (1..=12).contains(&n))?;
    let own = month_suffix(&text[len..]);
    let end = text[len + own..].starts_with(['底', '末']);
    (own > 0).then_some((month as u8, len + own + usize::from(end) * '底'.len_utf8()))
}

/// `年` or `年度`, its length.
fn year_suffix(text: &str) -> usize {
    if !text.starts_with('年') {
        return 0;
    }
    if text.starts_with("年度") { 6 } else { 3 }
}

/// The second of two years: where its dash ends, the year, the bytes it takes.
fn second_year(after: &str) -> Option<(usize, i16, usize)> {
    let dash = dash_len(after)?;
    let rest = &after[dash..];
    let (n, len) = arabic(rest).or_else(|| chinese_year(rest))?;
    (len >= 4 && (1900..=2100).contains(&n)).then_some((dash, n as i16, len))
}

/// Length of a dash or 至 or 到 that joins two ends.
pub(super) fn dash_len(text: &str) -> Option<usize> {
    ["——", "--", "—", "–", "-", "~", "～", "一", "至", "到", "─", "−"]
        .iter()
        .find(|d| text.starts_with(**d))
        .map(|d| d.len())
}

/// `-08-18`, `-08`, `/8/18`, `.8.18` after a year.
fn iso_date(after: &str, year: i16) -> Option<(When, usize)> {
    let mark = after.chars().next().filter(|c| "-/.".contains(*c))?;
    let (month, m) = arabic(&after[1..]).filter(|&(n, len)| len <= 2 && (1..=12).contains(&n))?;
    let mut used = 1 + m;
    let tail = &after[used..];
    if tail.starts_with(mark)
        && let Some((_, d)) = arabic(&tail[1..]).filter(|&(n, len)| len <= 2 && (1..=31).contains(&n))
    {
        used += 1 + d;
        return Some((When::Month(Some(year), month as u8), used));
    }
    (mark == '-' && m == 2 && !tail.starts_with(|c: char| c.is_ascii_digit()))
        .then_some((When::Month(Some(year), month as u8), used))
}

/// Months, quarters and half years after `2021年`.
fn after_year(tail: &str) -> Option<(When, usize)> {
    let skipped = ["的", "上", "度"]
        .iter()
        .find(|w| tail.starts_with(**w) && tail[w.len()..].starts_with(|c: char| c.is_ascii_digit()))
        .map_or(0, |w| w.len());
    let rest = &tail[skipped..];
    if let Some((n, len)) = arabic(rest).filter(|&(_, len)| len <= 2)
        && let Some((when, used)) = months_at(rest, 0, n, len)
    {
        return Some((when, skipped + used));
    }
    let (when, used) = word_at(rest, "")?;
    matches!(when, When::Month(None, _) | When::Months(None, ..) | When::Quarter(None, _))
        .then_some((when, skipped + used))
}

/// Months that begin with the number `n` at `at`: `9月`, `1-9月`, `1月-9月`, `3月15日`.
pub(super) fn months_at(text: &str, at: usize, n: u32, len: usize) -> Option<(When, usize)> {
    let rest = &text[at..];
    if !(1..=12).contains(&n) {
        return None;
    }
    let after = &rest[len..];
    let own = month_suffix(after);
    if let Some(dash) = dash_len(&after[own..]) {
        let tail = &after[own + dash..];
        if let Some((to, used)) = number(tail).filter(|&(to, _)| to > n && to <= 12)
            && month_suffix(&tail[used..]) > 0
        {
            return Some((
                When::Months(None, n as u8, to as u8),
                len + own + dash + used + month_suffix(&tail[used..]),
            ));
        }
    }
    if own == 0 {
        return None;
    }
    let month = n as u8;
    let tail = &after[own..];
    let before = &text[..at];
    if let Some(end) = ["底", "末"].iter().find(|e| tail.starts_with(**e)) {
        let when =
            if is_up_to(before) || month == 12 { When::UpToMonth(None, month) } else { When::Month(None, month) };
        return Some((when, len + own + end.len()));
    }
    let when = if before.ends_with("截至") || before.ends_with("截止") {
        When::UpToMonth(None, month)
    } else {
        When::Month(None, month)
    };
    Some((when, len + own + day_len(tail)))
}

/// `截至4月底`: words before a month that make it the last of several.
pub(super) fn is_up_to(before: &str) -> bool {
    any_of!["截至", "截止", "截至到", "截止到", "至", "到"].closes(before)
}

/// `月` or `月份`, its length.
fn month_suffix(text: &str) -> usize {
    if !text.starts_with('月') {
        return 0;
    }
    if text.starts_with("月份") { 6 } else { 3 }
}

/// `15日`, `初`, `中旬` after a month.
fn day_len(text: &str) -> usize {
    if let Some(word) = ["上旬", "中旬", "下旬", "初", "中"].iter().find(|w| text.starts_with(**w)) {
        return word.len();
    }
    number(text)
        .filter(|&(n, used)| {
            (1..=31).contains(&n) && (text[used..].starts_with('日') || text[used..].starts_with('号'))
        })
        .map_or(0, |(_, used)| used + 3)
}
