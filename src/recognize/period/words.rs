//! Periods that begin with a Chinese character: `今年以来`, `前三季度`, `五年来`, `二〇二一年`.

use super::digits::{dash_len, months_at, year_at};
use super::numerals::{chinese_year, number};
use super::plan::{plan, plan_in_full, plan_number};
use super::{FIRSTS, NUMERALS, When};
use crate::model::any_of::{AnyOf, any_of};

/// A period that begins with a Chinese character.
pub(super) fn word_at(rest: &str, before: &str) -> Option<(When, usize)> {
    match rest.chars().next()? {
        first if FIRSTS.contains(&first) => relative(first, rest, before),
        first if NUMERALS.contains(&first) => numeral(rest, before),
        _ => None,
    }
}

/// Words that the document's date resolves, by their first character: what follows it, of words
/// that begin alike the longer first.
const fn words(first: char) -> &'static [(&'static str, When)] {
    match first {
        '今' => &[("年以来", When::Relative(0)), ("年", When::Relative(0))],
        // 本年 is the year that is told of, unlike 今年.
        '本' => &[("年度", When::WholeYear), ("年", When::WholeYear)],
        '去' => &[("年同期", When::Relative(-1)), ("年", When::Relative(-1))],
        '上' => &[
            ("年同期", When::YearBefore),
            ("年度", When::YearBefore),
            ("年", When::YearBefore),
            ("一年", When::YearBefore),
            ("半年", When::Months(None, 1, 6)),
            ("季度", When::Relative(0)),
        ],
        '前' => &[
            ("年", When::Relative(-2)),
            ("三季度", When::Months(None, 1, 9)),
            ("三个季度", When::Months(None, 1, 9)),
            ("两季度", When::Months(None, 1, 6)),
            ("二季度", When::Months(None, 1, 6)),
        ],
        '明' => &[("年", When::Relative(1))],
        '下' => &[("半年", When::Months(None, 7, 12))],
        '目' => &[("前", When::Now)],
        '当' => &[("前", When::Now), ("年", When::Past(0))],
        '现' => &[("有", When::Now), ("在", When::Now), ("已", When::Now)],
        '年' => &[("内", When::Relative(0)), ("末", When::YearEnd), ("底", When::YearEnd)],
        '过' => &[("去的一年", When::Relative(-1)), ("去一年", When::Relative(-1))],
        '同' => &[("年", When::Relative(0))],
        '近' => &[("年来", When::Past(0)), ("几年", When::Past(0))],
        '全' => &[("年", When::WholeYear)],
        _ => &[],
    }
}

/// A period in a word that begins with `first`, one of [`FIRSTS`].
fn relative(first: char, rest: &str, before: &str) -> Option<(When, usize)> {
    let after = &rest[first.len_utf8()..];
    if let Some((word, when)) = words(first).iter().find(|(word, _)| after.starts_with(word)) {
        // 当年, 近年来 keep the year in force: they name no other; 年末 only widens months where it is looked ahead to.
        if *when == When::Past(0)
            || (*when == When::YearEnd
                && (!any_of!["预计", "到", "至", "力争", "确保", "有望", "争取"].closes(before)
                    || any_of!["年初到", "年初至"].closes(before)))
            || (*when == When::YearBefore && names_balance(&after[word.len()..]))
            || (rest.starts_with("目前") && before.ends_with('项'))
            // 5家以上年收入过亿元的企业
            || (first == '上' && before.strip_suffix('以').is_some_and(|b| b.ends_with(['家', '户', '个', '名', '人', '项', '元', '亿', '万'])))
            // 解当前之困、谋长远之计 names no time of a figure; 当前，全市… does.
            || (rest.starts_with("当前") && !opens_clause(before))
            || (rest.starts_with("年内")
                && before.ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c)))
        {
            return None;
        }
        let plans = first == '本' && any_of!["计划", "拟", "预计", "安排"].opens(&after[word.len()..]);
        let when = if plans { When::OwnYear } else { *when };
        return Some((when, first.len_utf8() + word.len()));
    }
    // 元至九月, 元-5月: the first month.
    if first == '元' {
        let names = opens_clause(before) || before.ends_with(['年', '至', '到', '县', '市', '省', '区', '州', '旗']);
        return names.then(|| months_at(rest, 0, 1, first.len_utf8()))?;
    }
    if let Some(tail) = rest.strip_prefix('前')
        && let Some((n, len)) = number(tail)
        && let Some(month) = ["个月", "月"].iter().find(|m| tail[len..].starts_with(**m))
        && (2..=11).contains(&n)
    {
        return Some((When::Months(None, 1, n as u8), 3 + len + month.len()));
    }
    if !matches!(first, '过' | '近' | '未' | '今' | '这') {
        return None;
    }
    for (word, coming) in
        [("过去的", false), ("过去", false), ("这", false), ("近", false), ("未来", true), ("今后", true)]
    {
        let Some(tail) = rest.strip_prefix(word) else { continue };
        let Some((n, len)) = number(tail) else { continue };
        let unit = ["年来", "年间", "年"].iter().find(|u| tail[len..].starts_with(**u) && (1..=20).contains(&n))?;
        let when = match (coming, word, *unit) {
            (true, ..) => When::Coming(n as u8),
            (false, "这", "年") => When::Lasting(n as u8),
            _ => When::Past(n as u8),
        };
        return Some((when, word.len() + len + unit.len()));
    }
    None
}

/// Whether what follows 上年 names what a budget carries over from it (上年结转, 上年结余收入): money of
/// the year in force.
fn names_balance(after: &str) -> bool {
    const NEAR: usize = 12;
    let near = after.char_indices().nth(NEAR).map_or(after, |(end, _)| &after[..end]);
    let near = &near[..near.find(|c: char| !is_ideograph(c)).unwrap_or(near.len())];
    any_of!["结转", "结余"].within(near) || near.starts_with("滚存")
}

/// Whether what follows 五年 at the head of a clause is an account of them (五年新增道路86公里), and not the name
/// of a plan or a span to come.
fn looks_back(after: &str) -> bool {
    const NOT: [&str; 33] = [
        "规划",
        "计划",
        "行动",
        "期",
        "目标",
        "战略",
        "内",
        "后",
        "前",
        "级",
        "制",
        "攻坚",
        "时间",
        "以",
        "左右",
        "一",
        "多",
        "或",
        "过渡",
        "创一流",
        "创优",
        "翻一番",
        "翻两番",
        "翻番",
        "见成效",
        "见实效",
        "见效",
        "迈上",
        "迈入",
        "跨越",
        "跨入",
        "跨上",
        "大跨越",
    ];
    !NOT.iter().any(|w| after.starts_with(w)) && after.starts_with(is_ideograph)
}

fn is_ideograph(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Whether 三年内 between these words is the term of a grant that runs from something (认定之日起, 建成后的), and not
/// from now on.
pub(super) fn runs_from(before: &str, after: &str) -> bool {
    let since =
        any_of!["之日起", "当年起", "次年起", "年度起", "后的", "完成后", "建成后", "投产后", "认定后", "落户后"];
    since.closes(before) && grant_follows(after)
}

/// Words of a rule that gives something.
pub(in crate::recognize) static GRANTS: &AnyOf = any_of![
    "奖励",
    "补助",
    "补贴",
    "资助",
    "给予",
    "贴息",
    "减免",
    "免征",
    "减半",
    "返还",
    "扶持企业",
    "支持企业",
    "安排资金"
];

/// Whether the rest of a sentence, as far as it is near, gives something.
pub(in crate::recognize) fn grant_follows(rest: &str) -> bool {
    /// In bytes.
    const FAR: usize = 300;
    let near = &rest[..rest.floor_char_boundary(FAR)];
    GRANTS.within(near.split('。').next().unwrap_or(near))
}

fn opens_clause(before: &str) -> bool {
    before.is_empty() || before.ends_with([',', '。', ';', ':', '\n', ' ', '!', '?', '—', '-', '、', '('])
}

/// Periods that begin with a Chinese numeral or 第.
fn numeral(rest: &str, before: &str) -> Option<(When, usize)> {
    if let Some((n, used)) = plan_number(rest) {
        return Some(plan(rest, n, used));
    }
    if let Some(found) = plan_in_full(rest) {
        return Some(found);
    }
    if let Some((year, len)) = chinese_year(rest) {
        return year_at(rest, year as i16, len);
    }
    let (skip, tail) = rest.strip_prefix('第').map_or((0, rest), |t| (3, t));
    let (n, len) = number(tail)?;
    let after = &tail[len..];
    if (1..=4).contains(&n) {
        if let Some(word) = ["季度"].iter().find(|w| after.starts_with(**w)) {
            return Some((When::Quarter(None, n as u8), skip + len + word.len()));
        }
        // 一至三季度, 一、二季度
        if let Some(dash) = dash_len(after)
            && let Some((to, used)) = number(&after[dash..])
            && after[dash + used..].starts_with("季度")
            && to > n
            && to <= 4
        {
            return Some((When::Months(None, n as u8 * 3 - 2, to as u8 * 3), skip + len + dash + used + 6));
        }
    }
    if skip == 0 {
        if let Some(word) = ["年来", "年间"].iter().find(|w| after.starts_with(**w))
            && (1..=50).contains(&n)
            && !before.ends_with('第')
        {
            return Some((When::Past(n as u8), len + word.len()));
        }
        // 两年平均每年增长5%, 三年累计投资6亿元
        let sums = any_of!["年累计", "年共", "年合计", "年平均", "年年均"].opens(after);
        let back = || n == 5 && opens_clause(before) && after.strip_prefix('年').is_some_and(looks_back);
        if (2..=10).contains(&n) && !before.ends_with('第') && (sums || back()) {
            return Some((When::Lasting(n as u8), len + "年".len()));
        }
        if (2..=20).contains(&n) && after.starts_with("年内") && !before.ends_with('第') && !runs_from(before, after)
        {
            return Some((When::Coming(n as u8), len + 6));
        }
        return months_at(rest, 0, n, len);
    }
    None
}
