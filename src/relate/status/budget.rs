//! Budgets: what was approved or changed, its parts, and what was spent of it.

use super::Evidence;
use crate::model::any_of::any_of;
use crate::model::{DocumentKind, Moment, Period, Status};
use crate::relate::context::Context;

/// `执行中经批准调整为24亿元`: what a budget was changed to.
pub(super) fn adjusted(evidence: &Evidence, context: &Context) -> Option<(usize, usize)> {
    const CHANGED: [&str; 8] = ["变动为", "变更为", "调整为", "调整到", "调减为", "调减到", "调增为", "调增到"];
    (context.kind == DocumentKind::Budget).then_some(())?;
    // 批准预算调整方案，收支都调减1.3亿元，定为84亿元
    let before = evidence.view.slice(evidence.from, evidence.at);
    if let Some(at) = any_of!["预算调整方案"].last_start(before)
        && any_of!["调减", "调增", "调整", "定为", "收支为"].within(evidence.view.slice(evidence.clause, evidence.at))
        && !any_of!["完成", "实际", "执行"].within(&before[at..])
    {
        return Some((evidence.from + at, evidence.from + at + "预算调整方案".len()));
    }
    let clause = evidence.view.slice(evidence.clause, evidence.at);
    let word = CHANGED.iter().find(|w| clause.ends_with(**w))?;
    let planned = || any_of!["预算", "执行中", "批准"].within(evidence.view.slice(evidence.from, evidence.at));
    planned().then_some((evidence.at - word.len(), evidence.at))
}

/// `批准的收入预算36亿元（其中：甲区5亿元）`: the parts in the bracket were budgeted as the whole was.
pub(super) fn of_budgeted_part(evidence: &Evidence, context: &Context) -> Option<(usize, usize)> {
    let words = context.status_words.filter(|w| w.0 >= evidence.from && w.1 <= evidence.at)?;
    let whole = context.status == Some(Status::Target) && context.inside;
    let open = evidence.view.slice(evidence.from, evidence.at).rfind('(')?;
    let inside = evidence.view.slice(evidence.from + open, evidence.after);
    let told = any_of!["完成", "实际", "实现", "去年", "上年", "增长", "下降", "同比"].within(inside);
    (whole && !told).then_some(words)
}

/// `公共预算安排2亿元` where a budget looks back on its year: what was set aside was given.
pub(super) fn is_spent(evidence: &Evidence, context: &Context, words: (usize, usize)) -> bool {
    let ahead = matches!((evidence.period, context.drafted), (Some(p), Some(y)) if p.last().year() >= y);
    let year_begins = any_of!["年初", "调整", "预计", "计划"];
    context.heading.status == Some(Status::Actual)
        && evidence.view.slice(words.0, words.1) == "预算安排"
        && !ahead
        && !year_begins.within(evidence.view.slice(evidence.from, evidence.at))
}

/// `截至2026年1月底，支出7亿元`: a month of the year drafted that is over by the words.
pub(super) fn is_spent_by(evidence: &Evidence, period: Period) -> bool {
    let month = matches!(period, Period::At(Moment::Month(..)));
    month && any_of!["截至", "截止"].within(evidence.view.slice(evidence.from, evidence.at))
}
