//! Periods in a text: years, months, quarters, half years, five-year plans, spans, and words such
//! as 今年 that only the document's date resolves.
//!
//! A period mention says what stands there; [`crate::relate`] resolves it against the year in
//! force. Text is normalised, so marks and digits are half-width and quotes are gone.

use super::chars::CharSet;
use crate::model::Span;

/// The time words name, before it is resolved against the year in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// `2020年`, `2020年度`.
    Year(i16),
    /// `2019-2020年`, `2016年至2020年`.
    Years(i16, i16),
    /// `2019年至今`, `2019年以来`: from a year until the document's date.
    Since(i16),
    /// `2021年4月`, `4月份`.
    Month(Option<i16>, u8),
    /// `1-9月`, `2021年1至9月`, `前三季度`, `上半年`.
    Months(Option<i16>, u8, u8),
    /// `一季度`, `2021年第三季度`.
    Quarter(Option<i16>, u8),
    /// `截至4月底`, `截至2021年9月`: up to and including a month.
    UpToMonth(Option<i16>, u8),
    /// `“十三五”期间`, `“十三五”时期`.
    Plan(u8),
    /// `“十三五”末`: its last year.
    PlanEnd(u8),
    /// `“十三五”前四年`: its first years.
    PlanFirst(u8, u8),
    /// `今年` 0, `去年` -1, `明年` 1.
    Relative(i8),
    /// `上年`: the year before the one in force.
    YearBefore,
    /// `五年来`, `过去五年`, `近三年`: so many years up to the year in force.
    Past(u8),
    /// `今后五年`, `未来三年`, `三年内`: so many years from the year in force.
    Coming(u8),
    /// `全年`: the whole of the year in force.
    WholeYear,
    /// `目前`, `现有`: the document's own time, which ends what was carried.
    Now,
}

/// A period in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeriodMention {
    /// Where it stands in the normalised text.
    pub span: Span,
    /// The time it names.
    pub when: When,
    /// `到2025年`, `2025年底`: a moment to be reached rather than a span gone through.
    pub until: bool,
    /// It stands where figures are compared (比上年, 较2019年, 是“十二五”的) and is no period of a
    /// value but the base of one.
    pub base: bool,
}

/// Finds the periods of `text` in order, without overlaps.
pub fn scan(text: &str, out: &mut Vec<PeriodMention>) {
    out.clear();
    let mut at = 0;
    while let Some(start) = STARTS.find(text, at, text.len()) {
        let found = if may_begin(text.as_bytes(), start) { period_at(text, start) } else { None };
        match found {
            Some(mention) => {
                at = mention.span.end as usize;
                out.push(mention);
            }
            None => at = start + 1,
        }
    }
}

/// Characters that words for periods begin with, besides numerals.
const FIRSTS: [char; 17] =
    ['今', '去', '明', '本', '上', '前', '当', '全', '年', '下', '近', '过', '未', '目', '现', '同', '这'];

/// Numerals that periods begin with.
const NUMERALS: [char; 13] = ['第', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '两', '〇'];

/// What a period may begin with.
static STARTS: CharSet = starts();

const fn starts() -> CharSet {
    let mut set = CharSet::new();
    let mut i = 0;
    while i < 10 {
        set.add((b'0' + i) as char);
        i += 1;
    }
    let mut i = 0;
    while i < FIRSTS.len() {
        set.add(FIRSTS[i]);
        i += 1;
    }
    let mut i = 0;
    while i < NUMERALS.len() {
        set.add(NUMERALS[i]);
        i += 1;
    }
    set
}

/// Whether the character at `at` does not go on with a number.
fn may_begin(bytes: &[u8], at: usize) -> bool {
    !bytes[at].is_ascii_digit() || at == 0 || !(bytes[at - 1].is_ascii_digit() || bytes[at - 1] == b'.')
}

fn period_at(text: &str, at: usize) -> Option<PeriodMention> {
    let rest = text.get(at..)?;
    let (when, len) =
        if rest.as_bytes()[0].is_ascii_digit() { digits_at(text, at)? } else { word_at(rest, &text[..at])? };
    let (mut when, mut end, mut until) = (when, at + len, false);
    if let When::Month(year, month) = when
        && is_up_to(&text[..at])
    {
        when = When::UpToMonth(year, month);
    }
    if matches!(when, When::Year(_) | When::Relative(_) | When::YearBefore)
        && let Some(tail) = YEAR_END.iter().find(|t| text[end..].starts_with(**t))
    {
        end += tail.len();
        until = true;
    }
    let before = &text[..at];
    until |= ["到", "至", "截至", "截止", "截止到", "截至到"].iter().any(|w| before.ends_with(w))
        && !before.ends_with("比到");
    let base = is_base(before, &text[end..])
        || is_record(when, &text[end..])
        || names_plan(when, &text[at..end], &text[end..]);
    Some(PeriodMention { span: Span::new(at, end), when, until, base })
}

const YEAR_END: [&str; 8] = ["年末", "年底", "末", "底", "年年末", "年年底", "年终", "之前"];

/// `1985年以来最高`, `6年来首次`: how long a record stands, not when a value was.
fn is_record(when: When, after: &str) -> bool {
    let near: String = after.chars().take(4).collect();
    matches!(when, When::Since(_) | When::Past(_))
        && ["最", "首次", "新高", "新低", "首位"].iter().any(|w| near.contains(w))
}

/// `“十二五”节能减排方案`: the plan in the name of something else.
fn names_plan(when: When, words: &str, after: &str) -> bool {
    let bare = matches!(when, When::Plan(_)) && words.ends_with('五');
    bare && !after.starts_with([',', '、', '。', ';', '的', '我', '全', '以', '第', '收', '开'])
}

/// Whether a period between these words is what figures are compared with.
fn is_base(before: &str, after: &str) -> bool {
    let compared = ["比", "较", "与", "同", "是", "为", "超过", "高于", "低于", "相比于", "对比", "按"];
    let Some(word) = compared.iter().find(|w| before.ends_with(**w)) else { return false };
    match *word {
        "比" | "较" | "高于" | "低于" | "超过" | "对比" | "相比于" => {
            !before.ends_with("对比") || after.starts_with("增")
        }
        "是" | "为" => after.starts_with('的') || after.starts_with("同期的") || after.starts_with("末的"),
        "按" => after.find('价').is_some_and(|i| i < 18),
        _ => ["相比", "同期相比", "持平", "末相比"].iter().any(|w| after.starts_with(w)),
    }
}

/// A period that begins with an Arabic digit.
fn digits_at(text: &str, at: usize) -> Option<(When, usize)> {
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
        if after.starts_with(word) && (2..=50).contains(&n) {
            return Some((when, len + word.len()));
        }
    }
    months_at(text, at, n, len)
}

/// What follows a four-digit year.
fn year_at(rest: &str, year: i16, len: usize) -> Option<(When, usize)> {
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
        return Some((more.0.with_year(year), head + more.1));
    }
    for (word, when) in [("至今", When::Since(year)), ("以来", When::Since(year)), ("起至今", When::Since(year))]
    {
        if tail.starts_with(word) {
            return Some((when, head + word.len()));
        }
    }
    // 2016年至2020年, 2016年到2020年
    if let Some((dash, to, used)) = second_year(tail) {
        let suffix = year_suffix(&tail[dash + used..]);
        if suffix > 0 && to > year && to - year <= 60 {
            return Some((When::Years(year, to), head + dash + used + suffix));
        }
    }
    Some((When::Year(year), head))
}

/// `年` or `年度`, its length.
fn year_suffix(text: &str) -> usize {
    if !text.starts_with('年') {
        return 0;
    }
    if text.starts_with("年度") { 6 } else { 3 }
}

fn second_year(after: &str) -> Option<(usize, i16, usize)> {
    let dash = dash_len(after)?;
    let rest = &after[dash..];
    let (n, len) = arabic(rest).or_else(|| chinese_year(rest))?;
    (len >= 4 && (1900..=2100).contains(&n)).then_some((dash, n as i16, len))
}

/// Length of a dash or 至 or 到 that joins two ends.
fn dash_len(text: &str) -> Option<usize> {
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
fn months_at(text: &str, at: usize, n: u32, len: usize) -> Option<(When, usize)> {
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
        let when = if is_up_to(before) { When::UpToMonth(None, month) } else { When::Month(None, month) };
        return Some((when, len + own + end.len()));
    }
    let when = if before.ends_with("截至") || before.ends_with("截止") {
        When::UpToMonth(None, month)
    } else {
        When::Month(None, month)
    };
    Some((when, len + own + day_len(tail)))
}

fn is_up_to(before: &str) -> bool {
    ["截至", "截止", "截至到", "截止到", "至", "到"].iter().any(|w| before.ends_with(w))
}

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

/// A period that begins with a Chinese character.
fn word_at(rest: &str, before: &str) -> Option<(When, usize)> {
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
        '今' => &[("年以来", When::Relative(0)), ("年上半年", When::Months(None, 1, 6)), ("年", When::Relative(0))],
        '本' => &[("年度", When::Relative(0)), ("年", When::Relative(0)), ("届政府", When::Past(5))],
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
        '年' => &[("内", When::Relative(0)), ("末", When::Past(0)), ("底", When::Past(0))],
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
        // 全年, 当年, 年末, 近年来 keep the year in force: they name no other.
        if *when == When::Past(0)
            || (rest.starts_with("年内")
                && before.ends_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c)))
        {
            return None;
        }
        return Some((*when, first.len_utf8() + word.len()));
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
        let when = if coming { When::Coming(n as u8) } else { When::Past(n as u8) };
        return Some((when, word.len() + len + unit.len()));
    }
    None
}

/// Periods that begin with a Chinese numeral or 第.
fn numeral(rest: &str, before: &str) -> Option<(When, usize)> {
    if let Some((n, used)) = plan_number(rest) {
        return Some(plan(rest, n, used));
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
        if (2..=20).contains(&n) && after.starts_with("年内") && !before.ends_with('第') {
            return Some((When::Coming(n as u8), len + 6));
        }
        return months_at(rest, 0, n, len);
    }
    None
}

/// `十三五`: the number of a five-year plan and the bytes it takes. `一五` and `二五` would be too
/// often parts of other words, so they need 时期 or 计划 after them.
fn plan_number(rest: &str) -> Option<(u8, usize)> {
    let digits = |c: char| "一二三四五六七八九".chars().position(|d| d == c).map(|i| i as u8 + 1);
    let mut chars = rest.chars();
    let first = chars.next()?;
    if first == '十' {
        let second = chars.next()?;
        if second == '五' && !rest["十五".len()..].starts_with('五') {
            return ["计划", "时期", "期间", "规划"]
                .iter()
                .any(|w| rest["十五".len()..].starts_with(w))
                .then_some((10, 6));
        }
        let n = digits(second)?;
        return (chars.next() == Some('五')).then_some((10 + n, 9));
    }
    let n = digits(first)?;
    if chars.next() != Some('五') {
        return None;
    }
    let tail = &rest[6..];
    ["计划", "时期", "期间", "末", "规划"].iter().any(|w| tail.starts_with(w)).then_some((n, 6))
}

fn plan(rest: &str, n: u8, used: usize) -> (When, usize) {
    let tail = &rest[used..];
    if let Some(word) = ["期末", "时期末", "期间末", "末期", "末"].iter().find(|w| tail.starts_with(**w)) {
        return (When::PlanEnd(n), used + word.len());
    }
    if let Some(first) = tail.strip_prefix('前')
        && let Some((years, len)) = number(first)
        && first[len..].starts_with('年')
        && (1..=4).contains(&years)
    {
        return (When::PlanFirst(n, years as u8), used + 3 + len + 3);
    }
    let word = ["期间", "时期", "以来", "规划期", "期内", "五年"]
        .iter()
        .find(|w| tail.starts_with(**w))
        .map_or(0, |w| w.len());
    (When::Plan(n), used + word)
}

impl When {
    /// The same within a stated year.
    fn with_year(self, year: i16) -> Self {
        match self {
            Self::Month(None, m) => Self::Month(Some(year), m),
            Self::Months(None, a, b) => Self::Months(Some(year), a, b),
            Self::Quarter(None, q) => Self::Quarter(Some(year), q),
            Self::UpToMonth(None, m) => Self::UpToMonth(Some(year), m),
            other => other,
        }
    }
}

/// First and last year of the `n`th five-year plan.
#[must_use]
pub const fn plan_years(n: u8) -> (i16, i16) {
    match n {
        1 => (1953, 1957),
        2 => (1958, 1962),
        n => (1951 + 5 * n as i16, 1955 + 5 * n as i16),
    }
}

/// An Arabic integer of up to four digits and the bytes it takes.
fn arabic(text: &str) -> Option<(u32, usize)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=4).contains(&len).then(|| text[..len].parse().ok().map(|n| (n, len)))?
}

/// An Arabic or Chinese integer up to 99 and the bytes it takes.
fn number(text: &str) -> Option<(u32, usize)> {
    if let Some(found) = arabic(text) {
        return (found.1 <= 2).then_some(found);
    }
    let digit = |c: char| match c {
        '一' => Some(1),
        '二' | '两' => Some(2),
        '三' => Some(3),
        '四' => Some(4),
        '五' => Some(5),
        '六' => Some(6),
        '七' => Some(7),
        '八' => Some(8),
        '九' => Some(9),
        _ => None,
    };
    let mut chars = text.chars();
    let first = chars.next()?;
    if first == '十' {
        let ones = chars.next().and_then(digit);
        return Some((10 + ones.unwrap_or(0), if ones.is_some() { 6 } else { 3 }));
    }
    let tens = digit(first)?;
    if text["一".len()..].starts_with('十') {
        let ones = text["一十".len()..].chars().next().and_then(digit);
        return Some((tens * 10 + ones.unwrap_or(0), if ones.is_some() { 9 } else { 6 }));
    }
    Some((tens, 3))
}

/// `一九九三`, `二〇二一`, `二零二一`: a year in Chinese digits and the bytes it takes.
fn chinese_year(text: &str) -> Option<(u32, usize)> {
    let (mut year, mut count, mut len) = (0, 0, 0);
    for c in text.chars().take(4) {
        let digit = "〇一二三四五六七八九".chars().position(|d| d == c).or_else(|| "零○Ｏ".contains(c).then_some(0))?;
        year = year * 10 + digit as u32;
        count += 1;
        len += c.len_utf8();
    }
    (count == 4 && (1900..=2100).contains(&year)).then_some((year, len))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Option<(String, When, bool, bool)> {
        let mut out = Vec::new();
        scan(text, &mut out);
        out.first().map(|m| (m.span.of(text).to_owned(), m.when, m.until, m.base))
    }

    #[test]
    fn reads_periods() {
        use When::{
            Coming, Month, Months, Now, Past, Plan, PlanEnd, PlanFirst, Quarter, Relative, Since, UpToMonth, Year,
            Years,
        };
        for (text, words, when) in [
            ("2020年完成", "2020年", Year(2020)),
            ("2020年度", "2020年度", Year(2020)),
            ("到2025年,产值", "2025年", Year(2025)),
            ("2021年底前", "2021年底", Year(2021)),
            ("2019-2020年,规模", "2019-2020年", Years(2019, 2020)),
            ("2016—2020", "2016—2020", Years(2016, 2020)),
            ("2016年至2020年", "2016年至2020年", Years(2016, 2020)),
            ("2019年至今,全市", "2019年至今", Since(2019)),
            ("2021年4月", "2021年4月", Month(Some(2021), 4)),
            ("2021年1-9月", "2021年1-9月", Months(Some(2021), 1, 9)),
            ("今年1至9月", "今年", Relative(0)),
            ("1至9月,全市", "1至9月", Months(None, 1, 9)),
            ("1月-9月", "1月-9月", Months(None, 1, 9)),
            ("截至4月底,省", "4月底", UpToMonth(None, 4)),
            ("截至2021年9月底", "2021年9月底", UpToMonth(Some(2021), 9)),
            ("2021-08-18", "2021-08-18", Month(Some(2021), 8)),
            ("2022-01", "2022-01", Month(Some(2022), 1)),
            ("十三五期间,三次", "十三五期间", Plan(13)),
            ("十三五末", "十三五末", PlanEnd(13)),
            ("十一五前四年累计", "十一五前四年", PlanFirst(11, 4)),
            ("五年来,新增", "五年来", Past(5)),
            ("过去五年", "过去五年", Past(5)),
            ("近三年", "近三年", Past(3)),
            ("今后五年", "今后五年", Coming(5)),
            ("5年内培育", "5年内", Coming(5)),
            ("一季度,全市", "一季度", Quarter(None, 1)),
            ("2021年第三季度", "2021年第三季度", Quarter(Some(2021), 3)),
            ("前三季度", "前三季度", Months(None, 1, 9)),
            ("上半年,全", "上半年", Months(None, 1, 6)),
            ("2021年上半年", "2021年上半年", Months(Some(2021), 1, 6)),
            ("前10个月", "前10个月", Months(None, 1, 10)),
            ("一九九三年", "一九九三年", Year(1993)),
            ("二〇二一年七月", "二〇二一年七月", Month(Some(2021), 7)),
            ("目前,全市", "目前", Now),
            ("去年,全市", "去年", Relative(-1)),
            ("3月15日", "3月15日", Month(None, 3)),
        ] {
            let found = one(text);
            assert_eq!(found.as_ref().map(|f| (f.0.as_str(), f.1)), Some((words, when)), "{text}");
        }
    }

    #[test]
    fn leaves_other_words_alone() {
        for text in [
            "2720家",
            "2021",
            "五个一",
            "三次产业",
            "一批",
            "三年行动",
            "年产1500万",
            "13个县区",
            "增长5.2%",
            "二期工程",
            "第二产业",
            "20211号",
        ] {
            assert_eq!(one(text), None, "{text}");
        }
    }

    #[test]
    fn tells_bases_and_ends() {
        for (text, until, base) in [
            ("到2025年", true, false),
            ("比上年增长", false, true),
            ("较2019年", false, true),
            ("是十二五的1.5倍", false, true),
            ("2021年末", true, false),
            ("2021年,全市", false, false),
        ] {
            assert_eq!(one(text).map(|f| (f.2, f.3)), Some((until, base)), "{text}");
        }
    }

    #[test]
    fn plan_years_are_those_of_the_plans() {
        assert_eq!(plan_years(13), (2016, 2020));
        assert_eq!(plan_years(1), (1953, 1957));
        assert_eq!(plan_years(3), (1966, 1970));
    }
}
