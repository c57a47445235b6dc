//! Achieved, promised, or a rule's parameter.
//!
//! Told by words near (力争, 已) and far (the heading), and by the period against the document's
//! date.

mod budget;
mod goals;
mod headings;
mod policy;

use super::context::{Context, Role, Source, Words};
use super::measure;
use super::view::View;
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::{CueKind, CueSet};
use crate::model::{DocumentKind, Moment, Period, Status};
use crate::recognize::lexical::Hit;
use crate::recognize::period::When;
use budget::{adjusted, is_spent, is_spent_by, of_budgeted_part};
pub(super) use goals::is_set_task;
use goals::{due, from_now_on, sets_goal};
pub(super) use headings::{heading_hint, label, lists_goals, looks_back, turns};
use policy::{is_policy, policy_words};

static PLANNED: &AnyOf = any_of![
    "目标为",
    "目标是",
    "计划为",
    "计划是",
    "计划达到",
    "计划突破",
    "计划超过",
    "计划控制在",
    "收入预算",
    "支出预算",
    "预算为",
    "年初预算",
    "调整预算",
    "预算调整为",
    "预算安排",
    "年度计划",
    "计划投资",
    "预算草案",
    "预算数",
    "预期目标",
    "计划目标",
    "规划目标",
];
/// Whether a work report is read while its year has hardly begun, so that what it says of it lies ahead. The
/// people's congresses meet in spring since 1985.
pub(super) fn opens_year(context: &Context) -> bool {
    let early = context.month.map_or(context.written.is_some_and(|y| y >= 1985), |m| m <= 4);
    context.kind == DocumentKind::WorkReport && early
}

/// Whether the time in force is 全年, without its year, in a report of a year that has hardly begun.
pub(super) fn whole_year_opens(view: &View, context: &Context) -> bool {
    let words = context.in_force.and_then(|f| f.words);
    words.is_some_and(|w| view.slice(w.0, w.1) == "全年") && opens_year(context)
}

/// The words of a sentence that bear on the status of a number at `at`.
pub(super) struct Evidence<'a> {
    pub(super) view: &'a View<'a>,
    /// Where the sentence begins.
    pub(super) from: usize,
    /// Where the number's clause begins.
    pub(super) head: usize,
    /// Where the words before it begin: at its clause, or behind what the number before it took.
    pub(super) clause: usize,
    /// Where the number begins.
    pub(super) at: usize,
    /// Where the number, its unit and its bound end.
    pub(super) after: usize,
    /// Where the number's clause ends.
    pub(super) end: usize,
    /// The period read from words of the sentence or paragraph.
    pub(super) period: Option<Period>,
}

/// The status of a number, where it was taken from, and the words that told it.
pub(super) fn of(evidence: &Evidence, context: &Context) -> (Status, Source, Words) {
    let tail = evidence.view.slice(evidence.after, evidence.view.end);
    if let Some(goal) = goal_after(tail) {
        return (Status::Target, Source::Clause, Some((evidence.after, evidence.after + goal)));
    }
    if let Some(words) = adjusted(evidence, context) {
        return (Status::Target, Source::Clause, Some(words));
    }
    if let Some((found, words)) = planned(evidence).filter(|(_, words)| !is_spent(evidence, context, *words)) {
        return (found, Source::Clause, Some(words));
    }
    // 65岁及以上老年人: for whom a rule is.
    let age =
        evidence.view.slice(evidence.at, evidence.after).trim_end_matches(['上', '下', '以', '及']).ends_with('岁');
    let stands = any_of!["寿命", "平均年龄"];
    if age && !stands.within(evidence.view.slice(evidence.from, evidence.at)) {
        return (Status::Policy, Source::Clause, None);
    }
    let told = || {
        // 每年发放6万元的津贴 is granted.
        let clause = evidence.view.slice(evidence.clause, evidence.end);
        any_of!["已", "受益", "兑付", "兑现", "去年"].within(clause)
            || clause.contains("发放") && !clause.contains("每")
    };
    if context.role == Role::Definition || context.role == Role::Rule && !told() {
        return (Status::Policy, Source::Clause, None);
    }
    if let Some(words) = planned_of_old(evidence) {
        return (Status::Target, Source::Clause, Some(words));
    }
    if let Some(words) = from_now_on(evidence) {
        return (Status::Target, Source::Clause, Some(words));
    }
    if came_of_it(evidence) {
        return (Status::Actual, Source::Clause, Some((evidence.clause, evidence.at)));
    }
    if is_policy(evidence, context) {
        return (Status::Policy, Source::Clause, policy_words(evidence));
    }
    if let Some(words) = once_built(evidence, context) {
        return (Status::Target, Source::Clause, Some(words));
    }
    // 2017年，全县计划脱贫6000人: a plan stays one when its year is over.
    let hoped = || is_hoped_for(evidence, context) || plans_to(evidence).is_some();
    if let Some((status, source)) = by_period(evidence, context).filter(|_| !hoped()) {
        return (status, source, context.in_force.and_then(|f| f.words));
    }
    // 2021年工作回顾: 预计增长8% is an estimate of what is over, or nearly so.
    let ahead = names_current_year(evidence, context);
    let estimate = evidence.period.is_none() || evidence.period == context.heading.period && !ahead;
    // A report of January without headings tells of the year before as long as nothing turns to the new one.
    let told = context.heading.status.is_none() && !context.turned && opens_year(context);
    let over = told && evidence.period.is_none_or(|p| context.written.is_some_and(|y| p.last().year() < y));
    // 完成8亿元，预计年底完成10亿元: what is not over, whatever the heading says.
    let year_end = || {
        any_of!["预计年底", "预计到年底", "预计至年底", "预计年末", "预计到年末"]
            .within(evidence.view.slice(evidence.head.min(evidence.clause), evidence.at))
    };
    let reviewed = estimate && (context.heading.status == Some(Status::Actual) || over) && !year_end();
    if let Some(words) = expected(evidence).filter(|_| !reviewed) {
        return (Status::Target, Source::Clause, Some(words));
    }
    if let Some(words) = striven_for(evidence) {
        return (Status::Target, Source::Clause, Some(words));
    }
    if context.heading.status == Some(Status::Target) && is_described(evidence) {
        return (Status::Actual, Source::Clause, Some((evidence.from, evidence.at)));
    }
    if is_yearly_duty(evidence) && context.heading.status != Some(Status::Actual) {
        return (Status::Target, Source::Clause, Some((evidence.clause, evidence.end)));
    }
    if let Some(words) = of_budgeted_part(evidence, context) {
        return (Status::Target, Source::Carried, Some(words));
    }
    if context.heading.status == Some(Status::Actual) && !ahead {
        return (Status::Actual, Source::Heading, None);
    }
    if let Some(words) = leads_to_later(evidence, context) {
        return (Status::Target, Source::Clause, Some(words));
    }
    if let Some(words) = plans_to(evidence) {
        return (Status::Target, Source::Clause, Some(words));
    }
    if let Some((found, words)) = by_cues(evidence, context) {
        return (found, Source::Clause, Some(words));
    }
    if ahead {
        return (Status::Target, Source::Clause, context.in_force.and_then(|f| f.words));
    }
    if let Some(status) = context.heading.status {
        return (status, Source::Heading, None);
    }
    if let Some(words) = sets_goal(evidence, context) {
        return (Status::Target, Source::Clause, Some(words));
    }
    if let Some(words) = due(evidence, context) {
        return (Status::Target, Source::Clause, Some(words));
    }
    // 批准调整为54亿元，全年完成51亿元: what was done with a budget.
    let done = context.kind == DocumentKind::Budget
        && any_of!["完成", "实现"].within(evidence.view.slice(evidence.clause, evidence.at));
    if done && context.status == Some(Status::Target) {
        return (Status::Actual, Source::Clause, None);
    }
    let of_plan = |w: (usize, usize)| any_of!["年度计划", "年初预算"].opens(evidence.view.slice(w.0, w.1));
    // 当年计划投资63亿元。1至10月完成投资58亿元
    let planned = |w: (usize, usize)| evidence.view.slice(w.0, w.1) == "计划投资";
    let clause = evidence.view.slice(evidence.clause, evidence.at);
    if context.status == Some(Status::Target) && clause.contains("完成") && context.status_words.is_some_and(planned)
    {
        return (Status::Actual, Source::Clause, None);
    }
    // A bulletin tells what was; what one of its sentences hopes for ends with it.
    let told = context.kind == DocumentKind::Bulletin && context.status == Some(Status::Target);
    if let Some(status) = context.status.filter(|_| !told && !context.status_words.is_some_and(of_plan)) {
        return (status, Source::Carried, context.status_words);
    }
    (default(context), Source::Default, None)
}

/// The bytes of `的目标`, `的宏伟目标` at the head of the words after a number.
fn goal_after(tail: &str) -> Option<usize> {
    /// Characters that may tell what kind of goal it is.
    const MOST: usize = 4;
    let name = tail.strip_prefix('的').unwrap_or("");
    let kind = name.char_indices().take(MOST + 1).find(|(i, _)| name[*i..].starts_with("目标"));
    kind.map(|(i, _)| "的".len() + i + "目标".len())
        .or_else(|| ["的预期", "的要求", "目标"].iter().find(|w| tail.starts_with(**w)).map(|w| w.len()))
}

/// Budget words right before the number: 年初预算, 年度计划投资.
fn planned(evidence: &Evidence) -> Option<(Status, (usize, usize))> {
    let clause = evidence.view.slice(evidence.clause, evidence.at);
    // Every word of a plan has one of these, and most clauses none.
    any_of!["预算", "计划", "目标", "任务", "批准的"].find(clause)?;
    if measure::is_planned_amount(evidence.view, clause, evidence.after)
        || is_set_task(evidence.view, clause, (evidence.at, evidence.after))
    {
        return Some((Status::Target, (evidence.clause, evidence.at)));
    }
    // 批准的2020年预算收入36亿元，完成…
    let named = || clause.trim_end_matches("合计").trim_end_matches("总计").ends_with(['入', '出', '为']);
    // 年初市级公共预算支出70亿元
    let early = || any_of!["年初"].last_start(clause).filter(|_| any_of!["预算"].within(clause));
    let approved = any_of!["批准的"].last_start(clause).or_else(early);
    let approved = approved.filter(|i| named() && (any_of!["预算", "计划"].within(&clause[*i..]) || early().is_some()));
    // 安排会议费预算16万元
    let set_aside = any_of!["安排"].last_start(clause).filter(|_| clause.ends_with("费预算"));
    let approved = approved.or(set_aside);
    let (first, last) = approved.map(|i| (i, clause.len())).or_else(|| PLANNED.last(clause))?;
    let tail = &clause[last..];
    // 比年初预算增长8%; but 目标为增长8% is what was aimed at.
    let aimed = clause[first..last].ends_with(['为', '是']);
    // 超额完成计划达到10亿元
    let kept = clause[first..].starts_with("计划") && clause[..first].ends_with("完成");
    let done = kept || any_of!["完成", "实际", "执行", "为预算的"].within(tail) || (!aimed && tail.contains("增长"));
    let against = clause.contains("预算的") || clause.contains("计划的") || is_held_against(evidence, clause);
    let against = against || is_surpassed(&clause[..first], tail);
    (!done && !against).then_some((Status::Target, (evidence.clause + first, evidence.clause + last)))
}

/// `计划…，实际建成41座`: what came of it, and no name that begins so (实际利用外资).
fn came_of_it(evidence: &Evidence) -> bool {
    let clause = evidence.view.slice(evidence.clause, evidence.at).trim_start_matches([' ', ',']);
    let verbs = any_of!["建成", "完成", "达到", "投用", "竣工", "执行", "开工"];
    // 年度计划改造的厂房实际开工9座
    let last = any_of!["实际"].last_start(clause).filter(|at| any_of!["计划", "拟", "任务"].within(&clause[..*at]));
    let rest = last.map(|at| &clause[at + "实际".len()..]);
    let aimed = any_of!["力争", "确保", "争取"].within(clause);
    rest.is_some_and(|rest| !aimed && verbs.closes(rest) && rest.chars().count() <= 3)
        || clause.strip_prefix("实际").is_some_and(|rest| verbs.opens(rest))
}

/// `计划建成泵站36座，实际建成41座`: what had been planned, before what came of it.
fn planned_of_old(evidence: &Evidence) -> Option<(usize, usize)> {
    let view = evidence.view;
    let time = view.periods_in(evidence.clause, evidence.at).last().map_or(evidence.clause, |p| p.span.end as usize);
    let clause = view.slice(time, evidence.at);
    let words = clause.trim_start_matches([' ', ',', '原']);
    let start = evidence.at - words.len();
    let told = || any_of!["实际", "完成了"].within(view.slice(evidence.at, view.end));
    (words.starts_with("计划") && told()).then_some((start, start + "计划".len()))
}

/// `今年改造住房600套` in a work report of that year's first months: it can only be meant to be done, though the
/// heading looks back on the year before.
fn names_current_year(evidence: &Evidence, context: &Context) -> bool {
    let (Some(Period::At(Moment::Year(year))), Some(written)) = (evidence.period, context.written) else {
        return false;
    };
    let past = context.heading.period.is_none_or(|p| p.last().year() < year);
    let done = any_of!["已", "累计", "截至", "完成了", "实现了", "以来", "目前", "现有", "预算执行"];
    year == written && opens_year(context) && past && !done.within(evidence.view.slice(evidence.from, evidence.end))
}

/// `预计棉花增长3%，油料增长5%`: what is expected of a time that is not over, as long as neither another time nor
/// a word of fact follows in the sentence.
pub(super) fn expected(evidence: &Evidence) -> Option<(usize, usize)> {
    let view = evidence.view;
    let (hit, _) = view
        .cues_in(evidence.from, evidence.at)
        .rev()
        .find(|(h, set)| set.has(CueKind::Target) && view.slice(h.start as usize, h.end as usize) == "预计")?;
    let (start, end) = (hit.start as usize, hit.end as usize);
    let other_time = view.periods_in(end, evidence.at).iter().any(|p| !p.base && p.when != When::YearEnd);
    let done = any_of!["实际", "已", "完成了", "截至"].within(view.slice(end, evidence.at));
    (!other_time && !done).then_some((start, end))
}

/// `力争2023年达到80%`, `还将完善布局，建成广场5个`: what is striven for or comes next, whatever the heading says.
fn striven_for(evidence: &Evidence) -> Option<(usize, usize)> {
    let before = evidence.view.slice(evidence.from, evidence.at);
    if let Some(at) =
        any_of!["还将"].last_start(before).filter(|i| !any_of!["已", "了", "累计", "截至"].within(&before[*i..]))
    {
        let words = (evidence.from + at, evidence.from + at + "还将".len());
        // 还将理念融入生产: another word for 把.
        let verb = evidence.view.cue_starting(words.1).is_some_and(|(_, set)| set.has(CueKind::Verb));
        let rate = evidence.view.slice(evidence.at, evidence.after).contains('%');
        return (verb && !rate).then_some(words);
    }
    let near = evidence.view.slice(evidence.clause, evidence.at);
    let at = any_of!["力争"]
        .last_start(near)
        .filter(|i| near[i + "力争".len()..].contains(['到', '为', '成', '现', '年']))?;
    Some((evidence.clause + at, evidence.clause + at + "力争".len()))
}

/// `我市计划2022年建设充电桩1000个`: somebody plans to do it, where 计划 is no noun (三年行动计划, 年度计划).
fn plans_to(evidence: &Evidence) -> Option<(usize, usize)> {
    let view = evidence.view;
    let before = view.slice(evidence.from, evidence.at);
    let at = any_of!["计划"].last_start(before)?;
    let (from, to) = (evidence.from + at, evidence.from + at + "计划".len());
    let somebody =
        before[..at].chars().next_back().is_none_or(|c| ",、:;市县区旗州省镇乡村局委部院校司团会我".contains(c));
    let time = view.periods_in(to, evidence.at).first().filter(|p| p.span.start as usize == to);
    let act = time.map_or(to, |p| p.span.end as usize);
    let verb = view.cue_starting(act).is_some_and(|(_, set)| set.any(CueSet::of(&[CueKind::Verb, CueKind::Link])))
        // 计划搬迁1297户
        || act + "搬迁".len() == evidence.at && before[..at].ends_with([',', ':']);
    let done = any_of!["已", "了", "累计", "截至", "实际", "完成", "目前", "现有", "建成"].within(&before[at..]);
    let rest = &before[at..];
    let far = rest.contains(';')
        || rest.matches(',').count() > 1
        || rest.find(',').is_some_and(|i| any_of!["全", "共", "达到", "其中"].within(&rest[i..]));
    (somebody && verb && !done && !far).then_some((from, to))
}

/// `项目建成投产后年产阀门2万台`: what comes once a thing is built. In a policy paper it is a condition.
fn once_built(evidence: &Evidence, context: &Context) -> Option<(usize, usize)> {
    (context.kind != DocumentKind::Policy).then_some(())?;
    let view = evidence.view;
    let before = view.slice(evidence.from, evidence.at);
    let (at, end) = any_of!["投产后", "达产后", "建成后", "竣工后", "投运后", "投用后"].last(before)?;
    let words = (evidence.from + at, evidence.from + end);
    let done = any_of!["已", "了", "累计", "截至", "目前", "去年", "上年", "以来"];
    let far = before[at..].matches(',').count() > 2;
    // 企业产值达到35亿元，同比增长12%: what is held against another year is so.
    let held = any_of![",同比", ",比上年", ",增长", ",较上年"].opens(view.slice(evidence.after, view.end));
    let told = far || held || done.within(&before[at..]) || !view.periods_in(words.1, evidence.at).is_empty();
    (!told).then_some(words)
}

/// `2025年签约金额2亿元；2027年末签约金额7亿元` in a text of 2025: the steps of a plan, of which the first is no fact
/// unless a word says so.
fn leads_to_later(evidence: &Evidence, context: &Context) -> Option<(usize, usize)> {
    let written = context.written.filter(|y| evidence.period == Some(Period::year(*y)))?;
    let view = evidence.view;
    let periods = &view.scan.periods;
    let next = periods[periods.partition_point(|p| (p.span.start as usize) < evidence.after)..].first()?;
    let (from, to) = (next.span.start as usize, next.span.end as usize);
    let later = matches!(next.when, When::Year(y) if y > written) && !next.base;
    let near = view.text().get(evidence.after..from)?;
    let opens = near.ends_with([';', ',', '。']) && near.matches([';', '。']).count() <= 1;
    let done = any_of![
        "已",
        "完成",
        "实现了",
        "累计",
        "截至",
        "同比",
        "增长",
        "上年",
        "去年",
        "获",
        "率先",
        "目前",
        "全年",
        "以来",
        "年初"
    ];
    let plain = || !done.within(view.slice(evidence.from, evidence.after)) && !done.within(near);
    (later && opens && plain()).then_some((from, to))
}

/// `我省有80万老年人`, `还有6万户`: among promises a sentence about the place itself, without a word of promise,
/// tells how things are.
fn is_described(evidence: &Evidence) -> bool {
    let view = evidence.view;
    let opening = view.slice(evidence.from, evidence.at).trim_start_matches([' ', '、', ',']);
    let clause = view.slice(evidence.clause, evidence.at);
    let exists = any_of!["还有", "现有", "共有", "目前有", "全省有", "全区有", "全市有", "全县有"].opens(clause);
    let own = any_of!["我省", "我市", "我区", "我县", "我州", "我国", "截至目前", "目前已", "目前,已"].opens(opening);
    let modal =
        any_of!["要", "将", "应", "须", "力争", "确保", "推动", "加快", "努力", "目标", "达到", "到20", "计划", "争取"];
    let stands = any_of!["已建成", "已投用"].within(clause);
    stands || (exists || own) && !modal.within(view.slice(evidence.from, evidence.at))
}

/// `每年举办活动不少于4次`: a duty that recurs is still to be done.
fn is_yearly_duty(evidence: &Evidence) -> bool {
    let clause = evidence.view.slice(evidence.clause, evidence.end);
    let any = |words: &AnyOf| words.within(clause);
    // 规模以上工业 is a name: only what stands behind the number binds it.
    let least = || {
        let behind = evidence.view.slice(evidence.at, evidence.after).ends_with("以上");
        behind || any(any_of!["不少于", "不低于", "至少"])
    };
    any(any_of!["每年", "每季度", "每月", "全年"]) && least() && !any(any_of!["已", "累计", "完成", "达到", "实现"])
}

/// `力争全年投资增长20%` in a report of January: the year that has begun, though 全年 alone is the one before.
fn is_hoped_for(evidence: &Evidence, context: &Context) -> bool {
    let clause = evidence.view.slice(evidence.head, evidence.at);
    whole_year_opens(evidence.view, context) && any_of!["力争", "确保", "争取"].within(clause)
}

/// A period that lies ahead of the document is a promise; one that is over, a fact.
fn by_period(evidence: &Evidence, context: &Context) -> Option<(Status, Source)> {
    if let (Some(year), Some(draft)) = (evidence.period.or(context.heading.period), context.drafted)
        && year.first().year() >= draft
    {
        if is_spent_by(evidence, year) {
            return Some((Status::Actual, Source::Clause));
        }
        return Some((Status::Target, Source::Clause));
    }
    let (period, year) = (evidence.period?, context.written?);
    if period.last().year() > year {
        return Some((Status::Target, Source::Clause));
    }
    let over = period.last().year() < year;
    over.then_some((Status::Actual, Source::Clause))
}

/// The last word of the sentence before the number that tells promise from fact.
fn by_cues(evidence: &Evidence, context: &Context) -> Option<(Status, (usize, usize))> {
    let tells = CueSet::of(&[CueKind::Target, CueKind::Actual]);
    let reach = evidence
        .view
        .cues_in(evidence.from, evidence.end)
        .filter(|(h, s)| s.any(tells) && (h.start as usize) < evidence.end);
    let mut target = None;
    let mut actual = None;
    for (hit, set) in reach {
        let clause = evidence.view.slice(evidence.from, hit.start as usize);
        let done = any_of!["完成"].last_start(clause).is_some_and(|i| !clause[i..].contains([',', '，', ';']));
        // 为省定目标的110%: what is held against a goal is done.
        let behind = evidence.view.slice(hit.end as usize, evidence.at);
        let against = behind == "的" || is_held_against(evidence, behind) || is_surpassed(clause, behind);
        // 预期向好, 好于预期: how things are looked at promises no figure.
        let named = any_of!["目标", "增长", "增幅", "为", "达", "实现"].opens(behind);
        // 经济复苏弱于预期
        // 总体符合预期
        let met = || any_of!["符合", "不及", "超出", "稳定", "改善"].closes(clause);
        let beside = word_of(evidence, hit) == "预期" && (clause.ends_with(['于', '超', '比']) || met());
        let mood = beside
            || word_of(evidence, hit) == "预期" && !named && behind.starts_with(char::is_alphabetic)
            || word_of(evidence, hit) == "力争" && any_of!["上游", "主动", "先进"].opens(behind);
        // 解决好现有的问题: an attribute tells nothing of the clause.
        let word = word_of(evidence, hit);
        // 虚拟电厂, 模拟法庭: no word for what is meant to be done.
        if word == "拟" && clause.ends_with(['虚', '模', '草', '比']) {
            continue;
        }
        let opens = clause.is_empty() || clause.ends_with([',', ';', ':', '、', ' ']);
        // 重点项目年度计划投资68亿元，水运项目8个: a plan's amount tells nothing of what follows it.
        let of_plan = any_of!["年度计划", "年初预算"].opens(word) || clause.ends_with("年度");
        let own = of_plan && (hit.end as usize) < evidence.clause;
        // 比“十五”规划目标200亿元超过50亿元；达到84个: a goal that figures were held against promises nothing behind it.
        let near = &clause[clause.rfind([',', ';']).map_or(0, |i| i + 1)..];
        let measured = compares(near) && behind.contains(|c: char| c.is_ascii_digit());
        // 低于7%的预期目标，仅增长5.4%
        let missed = near.ends_with('的')
            && behind.starts_with([',', ';'])
            && any_of!["低于", "高于", "未达到", "没有达到", "超过", "好于", "快于"].within(near);
        let measured = measured || missed;
        if is_obtained(evidence, hit)
            || own
            || measured
            || against
            || mood
            || (word == "现有" && !opens && (hit.end as usize) < evidence.clause.max(evidence.at))
        {
            continue;
        }
        // 目标是：财政收入达到260亿元；投资累计达到450亿元: what is to be reached in all.
        if word == "累计" && target.is_some() {
            continue;
        }
        if set.has(CueKind::Target) && done && target.is_none() {
            actual = Some((hit.start as usize, hit.end as usize));
        } else if set.has(CueKind::Target) && (hit.start as usize) < evidence.at {
            target = Some((hit.start as usize, hit.end as usize));
        } else if set.has(CueKind::Actual) && !(target.is_some() && is_comparison(evidence, hit)) {
            actual = Some((hit.start as usize, hit.end as usize));
        }
    }
    let expected = target.filter(|t| is_expectation(evidence.view.slice(t.0, t.1)) && t.0 >= evidence.head);
    // 计划投资56亿元，1-6月完成投资36亿元: the months are over.
    let spent = target.filter(|t| t.0 < evidence.head).and_then(|t| done_by_now(evidence, context, t.1));
    if let Some(words) = spent {
        return Some((Status::Actual, words));
    }
    match (target, actual) {
        // 预计达到, 力争完成: what follows the word of promise in its clause is promised.
        (Some(_), Some(_)) if expected.is_some() => expected.map(|t| (Status::Target, t)),
        (Some(t), Some(a)) => Some(if t.0 > a.0 { (Status::Target, t) } else { (Status::Actual, a) }),
        (Some(t), None) => Some((Status::Target, t)),
        // In a section of promises only a strong word makes a fact.
        (None, Some(a)) if context.heading.status != Some(Status::Target) => Some((Status::Actual, a)),
        _ => None,
    }
}

/// Whether 比 or 较 holds a figure against another: not in 占比, 比重, 较快.
pub(super) fn compares(words: &str) -> bool {
    let held = |(from, to): (usize, usize)| {
        !words[..from].ends_with(['占', '对', '同', '环', '配'])
            && !words[to..].starts_with(['重', '例', '率', '快', '好', '大', '多', '高', '强', '为', '少', '低'])
    };
    any_of!["比", "较"].places(words).any(held)
}

/// `1-6月完成投资36亿元，其中工业12亿元` behind the words of a promise at `from`, told when these months are over; the
/// words of it.
fn done_by_now(evidence: &Evidence, context: &Context, from: usize) -> Option<(usize, usize)> {
    let view = evidence.view;
    let told = view.periods_in(from, evidence.at).last()?;
    let over = match evidence.period?.last() {
        Moment::Month(y, m) => (Some(y), Some(m)) < (context.written, context.month),
        Moment::Year(_) => false,
    };
    let words = (told.span.start as usize, evidence.at);
    (over && any_of!["完成"].within(view.slice(words.0, words.1))).then_some(words)
}

fn word_of<'a>(evidence: &Evidence<'a>, hit: &Hit) -> &'a str {
    evidence.view.slice(hit.start as usize, hit.end as usize)
}

/// `完成年度计划投资的92%`: what a share behind these words is held against, a plan or a goal, it does not promise.
fn is_held_against(evidence: &Evidence, words: &str) -> bool {
    words.ends_with('的') && !words.contains(',') && evidence.view.slice(evidence.at, evidence.after).contains('%')
}

/// `比预期目标高4个百分点`: what is above a goal, whose word stands between these, is done.
fn is_surpassed(before: &str, behind: &str) -> bool {
    let aims = before.trim_end_matches(['预', '期', '年', '初', '度']);
    any_of!["比", "较"].closes(aims) && behind.contains(['高', '低', '快', '慢', '多', '少'])
}

/// `争取中央资金12亿元`: what was won from above is had.
fn is_obtained(evidence: &Evidence, hit: &Hit) -> bool {
    let view = evidence.view;
    let after = view.slice(hit.end as usize, evidence.end);
    let from = any_of!["国家", "中央", "上级", "省级", "省财政", "债券", "专项", "各类", "到", "政策性", "项目"];
    let money = any_of!["资金", "债券", "国债", "补助", "转移支付"].closes(view.slice(hit.end as usize, evidence.at));
    word_of(evidence, hit) == "争取" && (from.opens(after) || money)
}

fn is_expectation(word: &str) -> bool {
    ["预计", "力争", "确保", "将", "有望", "争取", "预期", "计划"].contains(&word)
}

/// `比去年`, `同比`: what a value is held against tells nothing once a promise was made.
fn is_comparison(evidence: &Evidence, hit: &Hit) -> bool {
    word_of(evidence, hit).starts_with(['比', '较', '同', '环'])
}

const fn default(context: &Context) -> Status {
    match context.kind {
        // 2015年计划执行情况和2016年计划草案的报告
        DocumentKind::Plan if context.drafted.is_some() => Status::Actual,
        DocumentKind::Plan | DocumentKind::ImplementationPlan => Status::Target,
        DocumentKind::Policy => Status::Policy,
        _ => Status::Actual,
    }
}
