//! Goals that no word of promise marks: tasks that were set, what a policy paper is to reach, what is not yet so.

use super::Evidence;
use crate::model::DocumentKind;
use crate::model::any_of::any_of;
use crate::relate::context::Context;
use crate::relate::view::View;

/// `到2012年底达到37项`, `年均开发岗位2万个以上` in a policy paper of that year: what is to be done, no rule.
pub(super) fn due(evidence: &Evidence, context: &Context) -> Option<(usize, usize)> {
    let view = evidence.view;
    let clause = view.slice(evidence.clause, evidence.at);
    let force = context.in_force.filter(|f| f.until && f.words.is_some_and(|w| w.0 >= evidence.from));
    // A text without a date that gives a year to be reached writes before it.
    let ahead = force.is_some_and(|f| context.written.is_none_or(|y| f.period.last().year() >= y));
    let counted = !view.slice(evidence.at, evidence.after).contains(['元', '%']);
    let built = counted
        && any_of!["年均", "每年"].within(clause)
        && any_of!["开发", "新建", "建设", "培育", "建成"].within(clause);
    let done = any_of!["已", "完成了", "实现了", "累计"];
    // 到2010年，我县农家乐发展到230家，成为亮点: without a date, how things stood.
    let stood =
        context.written.is_none() && any_of!["成为", "还不", "有", "但"].within(view.slice(evidence.from, view.end));
    let told = context.kind == DocumentKind::Policy
        && (ahead && !stood || built)
        && !done.within(view.slice(evidence.from, evidence.end));
    told.then_some((evidence.clause, evidence.at))
}

/// `社区服务覆盖率达到85%以上`, `全市建成示范园20个` in a policy paper: what its tasks are to reach, where the sentence neither asks
/// for anything nor gives anything.
pub(super) fn sets_goal(evidence: &Evidence, context: &Context) -> Option<(usize, usize)> {
    (context.kind == DocumentKind::Policy && !context.regulates).then_some(())?;
    let view = evidence.view;
    let clause = view.slice(evidence.clause, evidence.at);
    let goals = any_of![
        "达到",
        "达",
        "实现",
        "建成",
        "新建",
        "新增",
        "培育",
        "提高到",
        "提升到",
        "发展到",
        "计划发展",
        "启动建设",
        "新发展",
        "覆盖",
        "超过"
    ];
    let (at, end) = goals.last(clause)?;
    let sentence = view.slice(evidence.from, view.end);
    // Parties to a rule and what it asks of them or gives.
    let rules = any_of![
        "凡",
        "的企业",
        "的单位",
        "的项目",
        "的,",
        "时,",
        "奖励",
        "奖补",
        "补助",
        "补贴",
        "给予",
        "申请",
        "申报",
        "条件",
        "应当",
        "不得",
        "方可",
        "连续",
        "符合",
        "须",
        "原则上",
        "认定",
        "经营",
        "每家",
        "每户",
        "每个",
        "每人",
        "每班",
        "职数",
        "编制",
        "低于",
        "高于",
        ",对",
        ";对",
        "标准为",
        "标准的",
        "标准,",
    ];
    // How things stand.
    let stands = any_of![
        "已",
        "近年来",
        "年来",
        "以来",
        "目前",
        "现有",
        "我县",
        "我市",
        "我区",
        "我省",
        "该",
        "共",
        "涌现",
        "走在",
        "位居",
        "但",
        "仍",
        "不足",
        "问题",
    ];
    let counted = !view.slice(evidence.at, evidence.after).contains('元');
    let told = counted
        && !sentence.starts_with('对')
        && !rules.within(sentence)
        && !stands.within(sentence)
        && clause[end..].chars().count() <= 12;
    told.then_some((evidence.clause + at, evidence.clause + end))
}

/// `由现在的3万吨提高到5万吨`: what is not yet so.
pub(super) fn from_now_on(evidence: &Evidence) -> Option<(usize, usize)> {
    let before = evidence.view.slice(evidence.from, evidence.at);
    before.ends_with(['到', '至', '达']).then_some(())?;
    let (at, end) =
        any_of!["由现在的", "从现在的", "由目前的", "从目前的", "由当前的", "从当前的", "由现有的"].last(before)?;
    let moved = &before[end..];
    let starts = moved.trim_start_matches(['约', '近', '不', '足']).starts_with(|c: char| c.is_ascii_digit());
    (starts && !moved.contains([',', ';', '。', '了'])).then_some((evidence.from + at, evidence.from + end))
}

/// `税收任务86万元，完成92万元`: what somebody was told to reach, before how much of it was done.
pub(in crate::relate) fn is_set_task(view: &View, clause: &str, (at, after): (usize, usize)) -> bool {
    if !any_of!["任务", "任务为", "任务数", "任务数为", "任务是"].closes(clause)
        || any_of!["完成", "超额", "执行", "承担", "承接", "出动", "共"].within(clause)
    {
        return false;
    }
    let tail = view.slice(after, view.end);
    let done = any_of![",完成", ",实际完成", ",实际", ",实现", ",已完成", ",现已完成", ",已开工"].opening(tail);
    let numbers = &view.scan.numbers;
    let next = numbers.get(numbers.partition_point(|n| n.start < after));
    let unit = |from: usize, to: usize| {
        view.slice(from, to).trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '万' | '亿'))
    };
    // 任务450户，实际竣工462户
    let verb = |done: &str| if done.ends_with("实际") { "竣工".len() } else { 0 };
    done.is_some_and(|done| {
        next.is_some_and(|n| {
            (after + done.len()..=after + done.len() + verb(done)).contains(&n.start)
                && unit(n.start, n.end) == unit(at, after)
        })
    })
}
