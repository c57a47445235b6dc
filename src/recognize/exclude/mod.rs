//! What is no quantity: years, ordinals, document numbers, code names, list numbers, phone
//! numbers, fixed names.
//!
//! Each test looks at the words beside a number and gives the reason for leaving it out, which
//! `explain` prints. A test speaks only where it is sure; what no test claims is a quantity if it
//! has a unit, a magnitude or a form that only quantities have.

mod duration;
mod list;
mod places;
mod rank;
mod words;

use super::normal::Normal;
use super::number::{Notation, Number};
use super::period::grant_follows;
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::{Dimension, Units};
use crate::model::observation::codes;
pub(crate) use places::LEVELS;
use words::{IDIOMS, NAMES, PHASE};

codes! {
    /// Why a numeric expression is no quantity.
    NoQuantity {
        /// Part of a year, month, date or period.
        Period = "period",
        /// 第三, 二期, 十四届.
        Ordinal = "ordinal",
        /// A document number: 〔2020〕17号.
        DocumentNumber = "document_number",
        /// A code name: 135工程, 3315计划.
        CodeName = "code_name",
        /// A fixed name or idiom: 六个一, 三类500强, 一批.
        FixedName = "fixed_name",
        /// Inside the title of a document.
        Title = "title",
        /// The number of a heading or list item.
        ListNumber = "list_number",
        /// Part of a Latin word: 5G, A级.
        Latin = "latin",
        /// A small count in words that only introduces a list: 四个方面.
        ListHeader = "list_header",
        /// A span of time that names a plan or a past: 三年行动, 五年来.
        Duration = "duration",
        /// A number without a unit that nothing makes a quantity.
        NoUnit = "no_unit",
        /// In the head or a label of a table.
        TableHead = "table_head",
    }
}

impl NoQuantity {
    /// One sentence on it, for a person.
    #[must_use]
    pub const fn about(self) -> &'static str {
        match self {
            Self::Period => "part of a date or period",
            Self::Ordinal => "an ordinal, or the number of a phase or session",
            Self::DocumentNumber => "part of a document number",
            Self::CodeName => "a code name",
            Self::FixedName => "part of a fixed name or idiom",
            Self::Title => "inside the title of a document",
            Self::ListNumber => "the number of a heading or list item",
            Self::Latin => "part of a Latin word or model name",
            Self::ListHeader => "a small count that only introduces a list",
            Self::Duration => "a span of time that measures nothing",
            Self::TableHead => "in the head or a label of a table",
            Self::NoUnit => "no unit, and nothing that makes it a quantity",
        }
    }
}

/// What a numeric expression turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A measured or counted amount.
    Quantity,
    /// A place in an order: 全省第二, 居第1位.
    Rank,
    /// No quantity, and why.
    Not(NoQuantity),
}

/// Where a number stands.
pub struct Place<'a> {
    /// The normalised text of its block.
    pub normal: &'a Normal,
    /// The number.
    pub number: &'a Number,
    /// First byte.
    pub start: usize,
    /// One past the number and its unit.
    pub end: usize,
    /// The units its form points into.
    pub units: &'a Units,
    /// Whether a term of the indicator list (other than `other`) begins within the noun phrase
    /// right after it; asked of few numbers.
    pub names_indicator: &'a dyn Fn() -> bool,
    /// Whether it stands in a line of a table.
    pub cell: bool,
    /// Whether the mark that closes a title stands anywhere in the text.
    pub titles: bool,
}

impl<'a> Place<'a> {
    fn before(&self) -> &'a str {
        &self.normal.text[..self.start]
    }

    fn after_number(&self) -> &'a str {
        &self.normal.text[self.number.span.end as usize..]
    }

    fn after(&self) -> &'a str {
        &self.normal.text[self.end..]
    }

    fn words(&self) -> &'a str {
        self.number.span.of(&self.normal.text)
    }

    fn dimension(&self) -> Option<Dimension> {
        self.number.unit.map(|u| self.units.forms[usize::from(u.form)].dimension)
    }

    fn ends(&self, words: &AnyOf) -> bool {
        words.closes(self.before())
    }

    fn follows(&self, words: &AnyOf) -> bool {
        words.opens(self.after_number())
    }

    fn follows_unit(&self, words: &AnyOf) -> bool {
        words.opens(self.after())
    }

    fn is_integer(&self) -> bool {
        let low = &self.number.low;
        self.number.decimals == 0 && (low.scale() == 0 || low.fract().is_zero())
    }

    fn is_chinese(&self) -> bool {
        self.number.notation == Notation::Chinese
    }

    fn is_small_chinese(&self) -> bool {
        self.is_chinese() && self.words().chars().count() == 1 && self.number.low <= 10.into()
    }
}

/// Decides whether a number that no period claimed is a quantity.
#[must_use]
pub fn verdict(place: &Place) -> Verdict {
    if rank::is_rank(place) {
        return Verdict::Rank;
    }
    let tests: [fn(&Place) -> Option<NoQuantity>; 12] = [
        clock,
        title,
        list_number,
        ordinal,
        latin,
        document_number,
        code_name,
        denominator,
        campaign,
        fixed_name,
        duration::duration,
        list::list_header,
    ];
    if let Some(why) = tests.iter().find_map(|test| test(place)) {
        return Verdict::Not(why);
    }
    if is_quantity(place) { Verdict::Quantity } else { Verdict::Not(NoQuantity::NoUnit) }
}

fn within_clause(head: &str, words: &AnyOf) -> bool {
    /// No clause is longer than so many bytes.
    const LONGEST: usize = 900;
    let near = &head[head.floor_char_boundary(head.len().saturating_sub(LONGEST))..];
    let clause = near.rfind([',', ';', '。', '、']).map_or(near, |i| &near[i..]);
    words.within(clause)
}

/// As [`within_clause`], for words that open a list.
fn within_sentence(head: &str, words: &AnyOf) -> bool {
    const LONGEST: usize = 120;
    let near = &head[head.floor_char_boundary(head.len().saturating_sub(LONGEST))..];
    words.within(near.rfind(['。', ';']).map_or(near, |i| &near[i..]))
}

/// `《…22条》`
fn title(place: &Place) -> Option<NoQuantity> {
    /// No title is longer than so many bytes.
    const LONGEST: usize = 300;
    if !place.titles {
        return None;
    }
    let before = place.before();
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(LONGEST))..];
    let open = near.rfind('《')?;
    let closed = near[open..].contains('》');
    (!closed && place.after().find('》').is_some_and(|i| i < 240)).then_some(NoQuantity::Title)
}

/// `1.`, `(三)`, `二、`, `一是`, `①` at the head of a block or of a point in running text.
fn list_number(place: &Place) -> Option<NoQuantity> {
    // 附件2 名词解释: what looks like its unit belongs to the title.
    if place.is_integer() && place.ends(any_of!["附件", "附表", "专栏"]) && !place.cell {
        return Some(NoQuantity::ListNumber);
    }
    if place.number.unit.is_some() || !place.is_integer() || place.cell {
        return None;
    }
    let (before, rest) = (place.before(), place.after_number());
    let opened = before.ends_with('(') && rest.starts_with(')');
    let at_head = before.is_empty() || before.ends_with(['。', ';', ':', '!', '?', '\n', '(', '】', '#', '*', ' ']);
    let mut following = rest.chars();
    let marked = following.next().is_some_and(|c| "、.)．）".contains(c))
        && !following.next().is_some_and(|c| c.is_ascii_digit());
    let point =
        place.is_chinese() && (rest.starts_with('是') || rest.starts_with('要')) && place.words().chars().count() <= 2;
    let heading = any_of!["图", "表", "专栏", "附件", "附表", "附图", "注"].closes(before);
    (opened || (at_head && marked) || point || heading).then_some(NoQuantity::ListNumber)
}

/// `第三`, `二期`, `十四届`, `五次会议`, `十九大`, `三级`.
fn ordinal(place: &Place) -> Option<NoQuantity> {
    if !place.is_integer() {
        return None;
    }
    if place.ends(any_of!["第", "之"]) && !place.ends(any_of!["分之"]) {
        return Some(NoQuantity::Ordinal);
    }
    // 第1、2项: a list of ordinals.
    let listed = place.before().strip_suffix(['、', '和']).map(|b| b.trim_end_matches(|c: char| c.is_ascii_digit()));
    if listed.is_some_and(|b| b.ends_with('第')) {
        return Some(NoQuantity::Ordinal);
    }
    if place.ends(any_of!["前"])
        && !place.ends(any_of!["目前", "当前", "此前", "年前", "日前"])
        && place.dimension() != Some(Dimension::Money)
    {
        return Some(NoQuantity::Ordinal);
    }
    // 举办4届博览会、3届论坛
    let held = place.number.notation == Notation::Arabic && place.ends(any_of!["举办", "承办", "举行", "召开", "、"]);
    if held && place.follows(any_of!["届"]) {
        return None;
    }
    let class = (place.number.notation == Notation::Magnitude || place.words().ends_with(['亿', '万']))
        && place.follows(any_of!["级"]);
    if place.follows(PHASE) && !class && !place.follows(any_of!["级以上", "强度"])
        || place.follows(any_of!["期"]) && !place.follows(any_of!["期限", "期间"])
    {
        return Some(NoQuantity::Ordinal);
    }
    // 十九大, 三大攻坚, 5大领域
    place.follows(any_of!["大"]).then_some(NoQuantity::FixedName)
}

/// `9时30分`: a time of day.
fn clock(place: &Place) -> Option<NoQuantity> {
    let minutes = place.follows(any_of!["分", "秒"]) && place.ends(any_of!["时", "点"]);
    let hour = place.follows(any_of!["时", "点"]) && place.number.low < 25.into() && {
        let rest = &place.after_number()['时'.len_utf8()..];
        rest.starts_with(|c: char| c.is_ascii_digit() || "整许半左前起".contains(c))
            || place.ends(any_of!["日", "午", "晚", "晨", "间"])
    };
    (place.is_integer() && (minutes || hour)).then_some(NoQuantity::Period)
}

/// `5G`, `IPV6`, `PM2.5`, `AES100`.
fn latin(place: &Place) -> Option<NoQuantity> {
    let joined = place.before().chars().next_back().is_some_and(|c| c.is_ascii_alphabetic() || c == '@' || c == '_');
    let before = joined && !place.ends(any_of!["GDP", "CPI", "PPI"]);
    let after = place.number.unit.is_none()
        && place.after_number().chars().next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
    let formula = place.ends(any_of!["×", "*", "÷", "/("]) || place.ends(any_of!["x"]);
    (before || after || formula).then_some(NoQuantity::Latin)
}

/// `〔2020〕17号`, `第118号提案`, `210/2023-118`.
fn document_number(place: &Place) -> Option<NoQuantity> {
    let bracket = ['〔', '【', '[', '〕', '】', ']', '﹝', '﹞', '＜'];
    let around = place.before().ends_with(bracket)
        || place.after_number().starts_with(['〕', '】', '﹞', ']'])
        || place.before().ends_with("字第");
    let number = place.number.unit.is_none()
        && (around
            || place.follows(any_of!["号"])
            || place.ends(any_of![
                "No.",
                "NO.",
                "编号",
                "编号:",
                "电话",
                "电话:",
                "邮编:",
                "邮编",
                "传真:",
                "热线",
                "号码",
                "代码",
                "账号",
                "索引号",
                "备",
            ]));
    number.then_some(NoQuantity::DocumentNumber)
}

/// `135工程`, `3315计划`, `“1+2”体系`, `4×4现代化产业体系`.
fn code_name(place: &Place) -> Option<NoQuantity> {
    if place.number.unit.is_some() || !place.is_integer() {
        return None;
    }
    let joined = |c: Option<char>| c.is_some_and(|c| "+×*".contains(c));
    if joined(place.before().chars().next_back()) || joined(place.after_number().chars().next()) {
        return Some(NoQuantity::CodeName);
    }
    let magnitude =
        place.number.notation == Notation::Magnitude && place.follows(any_of!["工程", "行动", "计划", "培育"]);
    let name = magnitude || place.number.notation == Notation::Arabic && place.follows(NAMES);
    name.then_some(NoQuantity::CodeName)
}

/// `每万人`, `万人拥有`, `万车死亡率`: the denominator of a rate.
fn denominator(place: &Place) -> Option<NoQuantity> {
    /// What is used or suffered for so much of: 万元地区生产总值能耗.
    const OF: &AnyOf = any_of![
        "GDP",
        "地区生产总值",
        "国内生产总值",
        "生产总值",
        "工业增加值",
        "规模工业",
        "规模以上工业",
        "增加值",
        "产值"
    ];
    const REACHED: &AnyOf = any_of!["超", "近", "约", "上", "逾", "过", "数", "达", "破", "为"];
    let lone = place.number.notation == Notation::Magnitude && place.words().chars().count() == 1;
    // 单位：亿元; 2.2人/万辆; 以万元为单位
    if lone && (place.ends(any_of!["单位:", "单位", "/"]) || place.follows_unit(any_of!["为单位"])) {
        return Some(NoQuantity::FixedName);
    }
    if lone && place.dimension() == Some(Dimension::Money) && place.follows_unit(OF) && !place.ends(REACHED) {
        return Some(NoQuantity::FixedName);
    }
    let rate = place.number.unit.is_none_or(|u| matches!(u.span.of(&place.normal.text), "人" | "户" | "车"));
    let unit = place.follows(any_of!["人", "户", "车"]);
    (lone
        && (place.ends(any_of!["每"])
            || (rate && unit && !place.ends(any_of!["超", "近", "约", "上", "逾", "过", "数", "达"]))))
    .then_some(NoQuantity::FixedName)
}

/// `万名干部进万企活动`, `百部精品创作工程`: a bare 百, 千 or 万 of people or things in the name of a campaign.
fn campaign(place: &Place) -> Option<NoQuantity> {
    /// No name of one is longer.
    const LONGEST: usize = 20;
    let lone = place.number.notation == Notation::Magnitude && place.words().chars().count() == 1;
    let counts = matches!(place.dimension(), Some(Dimension::Count | Dimension::People));
    if !lone || !counts || place.ends(any_of!["超", "近", "约", "上", "逾", "过", "数", "达", "破", "几", "成"])
    {
        return None;
    }
    let after = place.after();
    let clause = &after[..after.find([',', '。', ';', '、']).unwrap_or(after.len())];
    let end = clause.char_indices().nth(LONGEST).map_or(clause.len(), |(i, _)| i);
    let name = any_of!["工程", "计划", "行动", "活动"].within(&clause[..end]);
    let paired = any_of!["进万", "联万", "帮万", "入万", "下基层", "进千", "联千", "帮千"].within(&clause[..end]);
    (name || paired).then_some(NoQuantity::CodeName)
}

/// `“六个一”`, `一批`, `三次产业`, `两个维护`, `百年`.
fn fixed_name(place: &Place) -> Option<NoQuantity> {
    if in_short_quote(place) {
        return Some(NoQuantity::FixedName);
    }
    // 翻一番 doubles; 一番景象 does not.
    if place.follows(any_of!["番"]) && !place.ends(any_of!["翻", "翻了", "翻上", "翻了将近", "翻了近", "翻近"])
    {
        return Some(NoQuantity::FixedName);
    }
    let counted = matches!(
        place.dimension(),
        Some(Dimension::Count | Dimension::People | Dimension::Duration | Dimension::Multiple)
    );
    // 运营满一年: how long a rule asks for.
    let condition = || {
        /// In bytes.
        const FAR: usize = 90;
        let near = &place.after()[..place.after().floor_char_boundary(FAR)];
        near.split([',', '。', ';']).next().is_some_and(|clause| clause.ends_with('的')) || grant_follows(near)
    };
    let asked = place.ends(any_of!["满"]) && place.follows(any_of!["年", "个月"]) && condition();
    if place.is_chinese() && place.words() == "一" && counted && !asked && !place.follows(any_of!["倍", "番"]) {
        return Some(NoQuantity::FixedName);
    }
    let words = place.words();
    if (place.is_chinese() || place.number.notation == Notation::Magnitude)
        && words.chars().count() <= 1
        && place.follows(IDIOMS)
    {
        return Some(NoQuantity::FixedName);
    }
    // 十八里河街道, 三里桥村
    let distance =
        place.is_chinese() && place.follows(any_of!["里河", "里铺", "里店", "里桥", "里庄", "里屯", "里镇", "里街"]);
    // 修复二十里河道
    let works = place.follows(any_of!["里河道", "里河堤", "里河段", "里河岸", "里桥梁"]);
    if distance && !works {
        return Some(NoQuantity::FixedName);
    }
    place.follows(any_of!["周年", "类500强", "种有色金属"]).then_some(NoQuantity::FixedName)
}

/// A short quotation is a name (`“八大工程”`, `“4+4科创工程”`) unless what stands in it is plainly
/// an amount.
fn in_short_quote(place: &Place) -> bool {
    let Some((from, to)) = place.normal.quote_around(place.start, place.end.min(place.normal.text.len())) else {
        return place
            .normal
            .quote_around(place.start, place.number.span.end as usize)
            .is_some_and(|(from, to)| place.is_integer() && to - from <= 36);
    };
    let amount =
        matches!(place.dimension(), Some(Dimension::Money | Dimension::Percent | Dimension::Pp | Dimension::Mass));
    // “3个90%”目标
    let of_goals = place.ends(any_of!["个"]) && place.start > from;
    place.is_integer() && (!amount || of_goals) && to - from <= 45
}

/// `满意度从81.2提升至86.5`: one end of a move, where no version (从2.0升级到3.0版) is meant.
fn moves(place: &Place) -> bool {
    const ENDS: &AnyOf =
        any_of!["提升至", "提升到", "提高到", "提高至", "缩小至", "缩小到", "降至", "下降到", "增至", "上升到"];
    let version = place.follows(any_of!["版", "时代", "模式", "阶段", "升级", "迈", "向"]);
    let from = place.ends(any_of!["从", "由"]) && place.follows(ENDS);
    let to = place.ends(ENDS) && within_clause(place.before(), any_of!["从", "由"]);
    (from || to) && !version
}

/// What has a unit, a magnitude, or a form of its own.
fn is_quantity(place: &Place) -> bool {
    let number = place.number;
    if place.number.ratio {
        return within_sentence(place.before(), any_of!["结构", "比例", "之比", "比为", "比重", "占比", "产业比"]);
    }
    if let Some(dimension) = place.dimension() {
        // 万双 in the head of a table is a unit, no number; 亿元 before 项目 is a class limit.
        let lone = number.notation == Notation::Magnitude && place.words().chars().count() == 1;
        let cell = place.before().ends_with(|c: char| c == '\t' || c == ' ' || c == '(' || c.is_ascii_digit());
        // 产量 万辆 12.6: a unit before its figure; but 产值过亿元20家 is a limit and a count.
        let figure = place.after().trim_start_matches([' ', '\t']);
        let before_figure = figure.starts_with(|c: char| c.is_ascii_digit() || c == '-');
        if lone && before_figure && !place.ends(any_of!["过", "超", "上", "近", "达", "逾", "破"]) {
            return false;
        }
        let alone = place.cell && (place.after().is_empty() || place.after().starts_with(['\t', ' ', ')']));
        if lone && (dimension != Dimension::Money || alone) && (cell || place.before().is_empty()) {
            return false;
        }
        let idle = dimension == Dimension::Other && place.is_small_chinese();
        return !idle;
    }
    match number.notation {
        Notation::Fraction | Notation::PercentWords => true,
        Notation::Magnitude => {
            !place.ends(any_of!["成", "几", "数", "百", "千", "十", "上"]) || number.low >= 10_000.into()
        }
        Notation::Mixed => number.low >= 1_000.into(),
        _ if place.words().ends_with(['万', '亿']) => true,
        _ if places::governs(place) => true,
        // 6000多农民, 3000余名: more than so many people.
        Notation::Arabic
            if any_of!["多农民", "多群众", "多村民", "多职工", "多学生", "余农民", "余群众", "余村民", "余职工"]
                .opens(place.after_number()) =>
        {
            true
        }
        _ => {
            number.decimals > 0
                && (within_clause(
                    place.before(),
                    any_of!["系数", "指数", "值为", "比为", "弹性", "收入比", "倍差", "之比", "比由", "比从"],
                ) || moves(place))
        }
    }
}
