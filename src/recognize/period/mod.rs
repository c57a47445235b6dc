//! Periods in a text: years, months, quarters, half years, five-year plans, spans, and words such
//! as 今年 that only the document's date resolves.
//!
//! A period mention says what stands there; [`crate::relate`] resolves it against the year in
//! force. Text is normalised, so marks and digits are half-width and quotes are gone.

mod digits;
mod numerals;
mod plan;
mod words;

use super::chars::CharSet;
use crate::model::Span;
use crate::model::any_of::{AnyOf, any_of};
use digits::{digits_at, is_up_to};
pub use plan::plan_years;
use words::word_at;
pub(super) use words::{GRANTS, grant_follows};

/// The time words name, before it is resolved against the year in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// `2020年`, `2020年度`.
    Year(i16),
    /// `2019-2020年`, `2016年至2020年`.
    Years(i16, i16),
    /// `2021年至2022年6月`: from a year until a month of a later one.
    YearToMonth(i16, i16, u8),
    /// `2019年至今`, `2019年以来`: from a year until the document's date.
    Since(i16),
    /// `2021年4月`, `4月份`.
    Month(Option<i16>, u8),
    /// `1-9月`, `2021年1至9月`, `前三季度`, `上半年`.
    Months(Option<i16>, u8, u8),
    /// `一季度`, `2021年第三季度`.
    Quarter(Option<i16>, u8),
    /// `截至4月底`, `截至2021年9月`: up to and including a month; `12月末`.
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
    /// `五年投资`, `这五年`, `两年平均`: so many years, those of a plan or those that are over.
    Lasting(u8),
    /// `今后五年`, `未来三年`, `三年内`: so many years from the year in force.
    Coming(u8),
    /// `全年`: the whole of the year in force.
    WholeYear,
    /// `预计年底`, `到年底`: of months in force their year; it names no other.
    YearEnd,
    /// `本年度计划`: as [`When::WholeYear`], but behind the end of an earlier year (截至2016年底…，本年度计划…) the
    /// document's own.
    OwnYear,
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
        let found = if may_begin(text, start) { period_at(text, start) } else { None };
        match found {
            Some(mut mention) => {
                at = mention.span.end as usize;
                // 较一季度和去年同期分别加快…, 比2016年全年: both are compared with.
                let joined =
                    // 快于去年一季度7%和去年全年9%的增速: with the value that stands behind it.
                    |m: &PeriodMention| {
                        let between = &text[m.span.end as usize..start];
                        let between = between.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '%'));
                        m.base && matches!(between, "" | "和" | "、" | "与")
                    };
                mention.base |= out.last().is_some_and(joined);
                out.push(mention);
            }
            None => at = text.ceil_char_boundary(start + 1),
        }
    }
}

/// Characters that words for periods begin with, besides numerals.
const FIRSTS: [char; 18] =
    ['今', '去', '明', '本', '上', '前', '当', '全', '年', '下', '近', '过', '未', '目', '现', '同', '这', '元'];

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

/// The characters that follow one of [`FIRSTS`], numerals among them: 今年, 本季, 目前, 未来. Most of those
/// characters begin other words (全省, 同比, 上述), and one look at the next tells.
static SECONDS: CharSet = CharSet::of(&[
    '年', '季', '半', '前', '有', '在', '已', '内', '末', '底', '去', '来', '后', '几', '一', '二', '三', '四', '五',
    '六', '七', '八', '九', '十', '两', '〇', '零', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '月', '至', '到',
    '-', '—',
]);

/// Whether a period may begin at `at`: with a number that does not go on from before, or with a word
/// whose second character fits.
fn may_begin(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    if bytes[at].is_ascii_digit() {
        return at == 0 || !(bytes[at - 1].is_ascii_digit() || bytes[at - 1] == b'.' && !opens_point(text, at));
    }
    let mut word = text[at..].chars();
    word.next().is_some_and(|c| !FIRSTS.contains(&c)) || word.next().is_some_and(|c| SECONDS.has(u32::from(c)))
}

/// `1.2017-2021年安排…`: the year stands behind the number of a point.
fn opens_point(text: &str, at: usize) -> bool {
    let number = text[..at - 1].trim_start();
    let year = text.as_bytes()[at..].iter().take_while(|b| b.is_ascii_digit()).count() == 4;
    year && !number.is_empty() && number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit())
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
    let begins = any_of!["起", "开始"].opens(&text[end..]);
    if let When::Month(Some(year), _) = when
        && begins
    {
        when = When::Year(year);
    }
    until |= any_of!["到", "至", "截至", "截止", "截止到", "截至到"].closes(before) && !before.ends_with("比到");
    let base = is_base(before, &text[end..])
        || is_record(when, &text[at..end], &text[end..])
        || is_run(when, before, &text[end..])
        || is_sum(when, before, &text[end..])
        || in_name(before, &text[end..])
        || (begins && matches!(when, When::Month(None, _)))
        || names_plan(when, &text[at..end], &text[end..]);
    Some(PeriodMention { span: Span::new(at, end), when, until, base })
}

/// Words after a year that make it a moment: `2025年底`.
const YEAR_END: [&str; 8] = ["年末", "年底", "末", "底", "年年末", "年年底", "年终", "之前"];

/// `1985年以来最高`, `6年来首次`: how long a record stands, not when a value was.
fn is_record(when: When, words: &str, after: &str) -> bool {
    let near = after.char_indices().nth(4).map_or(after, |(end, _)| &after[..end]);
    // 为“十四五”以来最高
    let plan = matches!(when, When::Plan(_)) && words.ends_with("以来");
    (plan || matches!(when, When::Since(_) | When::Past(_) | When::Lasting(_)))
        && any_of!["最", "首次", "新高", "新低", "首位"].within(near)
}

/// `增速2018年以来连续9个季度快于全国`: since when a thing has gone on, inside its clause.
fn is_run(when: When, before: &str, after: &str) -> bool {
    matches!(when, When::Since(_)) && after.starts_with("连续") && before.ends_with(|c: char| c.is_alphabetic())
}

/// `“十二五”节能减排方案`: the plan in the name of something else.
fn names_plan(when: When, words: &str, after: &str) -> bool {
    let bare = matches!(when, When::Plan(_)) && words.ends_with(['五', '划']);
    bare && !after.starts_with([',', '、', '。', ';', '的', '我', '全', '以'])
        && !any_of!["年均增长", "年均递增", "累计完成", "累计实现"].opens(after)
}

/// Verbs of a gap, before what a figure is held against.
const GAPS: &AnyOf = any_of!["高于", "低于", "好于", "优于", "多于", "少于", "快于", "慢于", "强于", "大于", "小于"];

/// Verbs of arriving, before the time of what a figure moved to: 由2011年的58%上升为2020年的61%.
const MOVES: &AnyOf = any_of![
    "升为", "降为", "增为", "减为", "高为", "低为", "加为", "少为", "大为", "小为", "窄为", "变为", "改为", "转为",
    "整为", "化为", "进为", "展为",
];

/// Whether a period between these words is what figures are compared with.
fn is_base(before: &str, after: &str) -> bool {
    let before = before.strip_suffix('“').unwrap_or(before);
    let after = after.strip_prefix('”').unwrap_or(after);
    // 在上年增长的基础上，又增产…
    if before.ends_with('在') && after.find("基础上").is_some_and(|i| i < 60 && !after[..i].contains([',', '。']))
    {
        return true;
    }
    // 剔除上年同期一次性因素: what growth is told without.
    if any_of!["剔除", "扣除", "不考虑", "还原"].closes(before) {
        return true;
    }
    // 承接去年以来平稳发展的态势: where things come from.
    let moved = any_of!["增长", "下降", "下滑", "回落", "上升"].opens(after);
    if !moved && any_of!["承接", "延续", "延续了", "扭转", "扭转了"].closes(before) {
        return true;
    }
    // 以上年为100, 上年=100
    if any_of!["为100", "=100", "价格为100"].opens(after) {
        return true;
    }
    // 保持近两年的水平
    if any_of!["的水平", "水平", "的平均水平", "平均水平"].opens(after) {
        return true;
    }
    // 不低于当地上年度水平
    if ["当地", "本地"].iter().any(|place| before.strip_suffix(place).is_some_and(|b| GAPS.closes(b))) {
        return true;
    }
    // 比历史最高的1979年增长6%
    if let Some(described) = before.strip_suffix('的') {
        let near = &described[described.floor_char_boundary(described.len().saturating_sub(36))..];
        let clause = near.rsplit([',', '。', ';']).next().unwrap_or(near);
        let held = clause.starts_with(['比', '较']) && !clause.contains(|c: char| c.is_ascii_digit());
        if held && after.starts_with(['增', '下', '提', '减', '上', '多', '少', '降']) {
            return true;
        }
    }
    let compared = ["比", "较", "与", "同", "是", "为", "超过", "相比于", "对比", "按"];
    if GAPS.closes(before) {
        return true;
    }
    let Some(word) = compared.iter().find(|w| before.ends_with(**w)) else { return false };
    match *word {
        "比" | "较" | "超过" | "对比" | "相比于" => !before.ends_with("对比") || after.starts_with("增"),
        "为" if MOVES.closes(before) => false,
        "是" | "为" => {
            any_of!["的", "同期的", "末的", "期末的", "期间的", "时期的"].opens(after) || is_times_of(after)
        }
        // 按2015年价格, 按上年快报数增长2%安排
        "按" => {
            after.find('价').is_some_and(|i| i < 18) || any_of!["快报数", "执行数", "完成数", "决算数"].opens(after)
        }
        _ => {
            // 与2020年执行数持平, 与“十一五”年均增幅13%相比
            let clause = &after[..after.find([',', '。', ';', '(']).unwrap_or(after.len())];
            any_of!["相比", "比较"].closes(clause)
                // 与上年比，第二产业比重上升3个百分点
                || after.strip_prefix('比').is_some_and(|rest| rest.starts_with([',', '上', '下', '提', '增', '净', '多', '少', '翻', '减']))
                || any_of!["相比", "比较", "同期相比", "同期比较", "持平", "末相比", "相比较"].opens(after)
                || (clause.ends_with("持平") && !clause.contains(|c: char| c.is_ascii_digit()))
        }
    }
}

/// `是“十一五”时期投资总额的2.6倍`: words after a period that only say of what a multiple is told.
fn is_times_of(after: &str) -> bool {
    /// In bytes.
    const FAR: usize = 90;
    let after = &after[..after.floor_char_boundary(FAR)];
    let clause = &after[..after.find([',', '。', ';', '(']).unwrap_or(after.len())];
    let of = clause.rfind('的').filter(|i| !clause[..*i].contains(|c: char| c.is_ascii_digit()));
    let times = |i: usize| &clause[i + '的'.len_utf8()..];
    // 2017年建成的3倍产能生产线: no multiple.
    of.is_some_and(|i| {
        let rest = times(i).trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let ends = |rest: &str| rest.is_empty() || any_of!["以上", "多", "左右"].opens(rest);
        rest.len() < times(i).len() && rest.strip_prefix('倍').is_some_and(ends)
    })
}

/// `超过2001年至2010年十年的总和`: the years a figure is held against.
fn is_sum(when: When, before: &str, after: &str) -> bool {
    matches!(when, When::Years(..) | When::Year(_) | When::Past(_) | When::Lasting(_))
        && any_of!["是", "为", "相当于", "超过", "等于", "超"].closes(before)
        && any_of!["的总和", "总和", "之和", "的总量"]
            .opens(after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '年'))
}

/// `发展规划纲要(2006-2020年)`: the years in the name of a document.
fn in_name(before: &str, after: &str) -> bool {
    if after.starts_with("远景目标") {
        return true;
    }
    // 2015年建成的污水处理厂: when a thing was made, not when something is said of it.
    let made = any_of!["建成的", "通车的", "投产的", "投用的", "启用的", "开通的", "落成的", "竣工的"].opening(after);
    if made.is_some_and(|w| {
        !after[w.len()..].starts_with(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c))
    }) {
        return true;
    }
    let Some(head) = before.strip_suffix('(') else { return false };
    after.starts_with(')')
        && any_of!["规划", "纲要", "计划", "方案", "意见", "条例", "办法", "战略", "规定"].closes(head)
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
            YearToMonth, Years,
        };
        for (text, words, when) in [
            ("2020年完成", "2020年", Year(2020)),
            ("2020年度", "2020年度", Year(2020)),
            ("到2025年,产值", "2025年", Year(2025)),
            ("2021年底前", "2021年底", Year(2021)),
            ("2019-2020年,规模", "2019-2020年", Years(2019, 2020)),
            ("2016—2020", "2016—2020", Years(2016, 2020)),
            ("2016年至2020年", "2016年至2020年", Years(2016, 2020)),
            ("2021年至2022年6月,共", "2021年至2022年6月", YearToMonth(2021, 2022, 6)),
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
            "5家以上年收入",
            "上年结转收入",
            "上年度结余",
            "上年专项资金结转使用",
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
