//! What headings, and labels at the head of a paragraph, say of the text under them.

use super::opens_year;
use crate::model::any_of::{AnyOf, any_of};
use crate::model::{DocumentKind, Period, Status};
use crate::relate::context::{Context, HeadingHint};

static TARGET_HEADINGS: &AnyOf = any_of![
    "目标",
    "任务",
    "打算",
    "安排",
    "部署",
    "下一步",
    "下步",
    "今后",
    "展望",
    "总体要求",
    "重点工作",
    "工作举措",
    "对策",
    "预算草案",
    "民生实事",
    "思路",
    "主要措施",
    "工作要求",
];
static ACTUAL_HEADINGS: &AnyOf = any_of![
    "回顾", "成效", "成绩", "现状", "情况", "基础", "完成", "总结", "进展", "问题", "成就", "运行", "概况", "特点",
    "背景", "过去", "执行", "形势",
];

/// Whether a heading can only open what was done.
pub(in crate::relate) fn looks_back(heading: &str) -> bool {
    let back = any_of!["回顾", "成就", "工作总结", "完成情况", "执行情况"].within(heading);
    // 一、迈步向前的五年
    let told = any_of!["的五年", "的一年", "这五年"].closes(heading) && !any_of!["今后", "未来"].within(heading);
    // “十三五”目标如期实现
    let kept =
        any_of!["如期实现", "圆满实现", "顺利实现", "如期完成", "圆满完成", "顺利完成", "超额完成"].closes(heading);
    told || kept || back && !any_of!["目标", "安排", "草案", "打算"].within(heading)
}

/// Whether a title is one of a list of what is to be done: 2022年为民办事工作目标.
pub(in crate::relate) fn lists_goals(title: &str) -> bool {
    let name = title.trim_end_matches(|c: char| !c.is_alphabetic());
    let goals = any_of![
        "工作目标",
        "目标任务",
        "民生实事",
        "实事项目",
        "工作任务",
        "任务分解",
        "任务清单",
        "工作安排",
        "工作要点",
        "目标体系",
    ];
    // 关于2015年办好20项民生工程的通知, 2007年为民办实事; a headline tells what was done: 全力保障民生工程.
    let tasks = any_of!["办实事", "办的实事", "惠民实事", "民生工程"];
    let told = any_of![
        "推进",
        "保障",
        "大力",
        "完成",
        "用心",
        "用情",
        "开展",
        "兑现",
        "我为群众",
        "成效",
        "考核结果",
        "执行情况",
    ];
    let short = name.trim_end_matches("的通知").trim_end_matches("方案").trim_end_matches("实施");
    let counted = || short.contains(|c: char| c.is_ascii_digit()) && !told.within(short);
    // 目标体系和考核分工表
    let results = any_of!["完成", "考核结果", "执行情况"];
    let table =
        || short.ends_with('表') && any_of!["目标体系", "目标任务", "目标分解"].within(short) && !results.within(short);
    goals.closes(name) || tasks.closes(short) && counted() || table()
}

/// `今年的主要目标是：`, `今年要做好以下几件事`: from these words on a report says what is to be done.
pub(in crate::relate) fn turns(block: &str, context: &Context) -> bool {
    let drafted = context.drafted.filter(|_| context.kind == DocumentKind::Plan);
    // 某省政府确定，2009年为民办好12件实事：
    // 今年，我市将办好“十件实事”⏎1.…: a short line without figures opens them as well.
    let opens = block.trim_end().ends_with(['：', ':'])
        || block.contains('将') && block.chars().count() <= 40 && !block.contains(|c: char| c.is_ascii_digit());
    let tasks =
        opens && any_of!["办好", "为民办", "确定办"].within(block) && context.heading.status != Some(Status::Actual);
    let past = any_of!["了", "完成", "年来", "去年", "成效", "兑现", "落实", "办结", "坚持", "集中财力"];
    if tasks && block.contains("实事") && !past.within(block) {
        return true;
    }
    if context.kind != DocumentKind::WorkReport && drafted.is_none() || context.heading.status == Some(Status::Actual) {
        return false;
    }
    let goals = any_of![
        "民生实事",
        "目标是",
        "目标为",
        "目标任务是",
        "目标：",
        "目标:",
        "重点做好",
        "重点抓好",
        "着力抓好",
        "着重抓好",
        "要做好以下",
        "要抓好以下",
    ];
    let Some((at, end)) = goals.last(block) else { return false };
    let named = any_of!["今年", "新的一年", "今后五年", "未来五年", "新一届政府"].within(&block[..at]);
    // 关于2022年计划执行情况与2023年计划草案的报告: 2023年经济社会发展主要目标：
    let planned = |year: i16| block[..at].contains(&format!("{year}年")) || block.starts_with(['主', '预']);
    if drafted.is_some_and(planned) {
        return true;
    }
    let dated = || {
        let year = context.written.map(|y| format!("{y}年"));
        year.is_some_and(|y| block[..at].contains(&y)) && opens_year(context)
    };
    !block[end..].starts_with('了') && (named || dated())
}

/// What a label at the head of a paragraph says of it: 年度目标：, 完成情况：.
pub(in crate::relate) fn label(block: &str) -> Option<Status> {
    // Only the head is looked at: this is asked of every block.
    let head = block.char_indices().nth(14).map_or(block, |(i, _)| &block[..i]);
    let (name, _) = head.split_once(['：', ':'])?;
    let name = name.trim();
    (name.chars().count() <= 12).then_some(())?;
    let ends = |words: &AnyOf| words.closes(name);
    if ends(any_of!["目标", "工作任务", "计划"]) {
        Some(Status::Target)
    } else if ends(any_of!["完成情况", "进展情况", "工作进展", "工作成效"]) {
        Some(Status::Actual)
    } else {
        None
    }
}

/// `（一）稳定能源供应，保持电网平稳运行`: a heading that calls for something tells of nothing done, whatever is in
/// its words; reviews have such headings as well as plans.
fn is_call(heading: &str) -> bool {
    let words = heading.trim_start_matches(|c: char| !c.is_alphabetic() || "一二三四五六七八九十".contains(c));
    any_of![
        "坚持",
        "坚定",
        "扎实",
        "加快",
        "加强",
        "加大",
        "推进",
        "推动",
        "着力",
        "完善",
        "稳定",
        "深化",
        "提升",
        "促进",
        "增强",
        "保持",
        "全力",
        "全面",
        "持续",
        "大力",
        "切实",
        "进一步",
        "努力",
        "做好",
        "抓好",
        "确保",
        "优化",
        "强化",
        "实施",
        "夯实",
        "守牢",
        "守住",
        "打造",
        "构建",
        "培育",
        "落实",
        "聚焦",
        "突出",
        "统筹",
        "积极",
        "更加",
        "更好",
        "稳住",
        "守好",
        "办好",
        "建好",
        "管好",
        "用好",
        "巩固",
        "扩大",
        "充分",
        "有效",
        "深入",
        "牢牢",
    ]
    .opens(words)
}

/// What a heading says of the text under it.
pub(in crate::relate) fn heading_hint(text: &str, context: &Context, period: Option<Period>) -> HeadingHint {
    const AT_END: [&str; 6] = ["基础", "问题", "形势", "进展", "情况", "特点"];
    let told = |(from, to): &(usize, usize)| !AT_END.contains(&&text[*from..*to]) || text.ends_with(&text[*from..*to]);
    let tells = any_of!["现状", "成效", "成绩", "成就", "概况", "背景", "进展", "情况", "回顾", "总结"].closes(text);
    // 扎实推进城乡融合，取得新进展: what is called for.
    let hoped = any_of!["新进展", "新成效", "新成绩", "新成就", "更大成效", "明显成效"].closes(text);
    let calls = is_call(text) && (!tells || hoped) && !looks_back(text);
    let actual = ACTUAL_HEADINGS.places(text).filter(told).map(|(at, _)| at).max().filter(|_| !calls);
    // 推进城市更新，确保目标实现: a goal inside a call is no part of a plan.
    let named = |at: &usize| !calls || TARGET_HEADINGS.closes(text) || text[*at..].starts_with("重点工作");
    let target = TARGET_HEADINGS.last_start(text).filter(named);
    let status = match (actual, target) {
        (Some(a), Some(t)) => Some(if a > t { Status::Actual } else { Status::Target }),
        (Some(_), None) => Some(Status::Actual),
        (None, Some(_)) => Some(Status::Target),
        (None, None) => None,
    };
    let drafted = any_of!["安排", "草案", "编制"].within(text) && !text.contains("执行");
    let status = if drafted { Some(Status::Target) } else { status };
    let status = if looks_back(text) { Some(Status::Actual) } else { status };
    let year = context.written.or(context.year);
    let ahead = matches!((period, year), (Some(p), Some(y)) if p.last().year() > y);
    // 三、关于2026年工作 in a report read at the beginning of 2026
    let own = status.is_none() && period == year.map(Period::year) && opens_year(context);
    HeadingHint { status: if (ahead && actual.is_none()) || own { Some(Status::Target) } else { status }, period }
}
