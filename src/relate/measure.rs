//! How a value relates to what is measured: level, increase, growth rate, change in points, share,
//! multiple, contribution, completion, rank.
//!
//! The unit narrows it down; the cue nearest to the number decides; without one, what is measured
//! does (a rate is a share of its own).

use super::view::{Approach, Link, View};
use crate::model::Measure;
use crate::model::any_of::any_of;
use crate::model::lexicon::{CueKind, CueSet, Dimension};
use crate::recognize::Found;
use crate::recognize::lexical::{Hit, WHOLES};

/// A measure with the sign it gives the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) measure: Measure,
    pub(super) negative: bool,
    /// The cue that told it.
    pub(super) words: Option<(usize, usize)>,
}

impl Reading {
    const fn plain(measure: Measure) -> Self {
        Self { measure, negative: false, words: None }
    }

    const fn from(measure: Measure, link: Link) -> Self {
        Self { measure, negative: link.cues.has(CueKind::Fall), words: Some((link.start, link.end)) }
    }
}

const CHANGE: CueSet = CueSet::of(&[CueKind::Growth, CueKind::Fall]);
const TELLS_PERCENT: CueSet =
    CueSet::of(&[CueKind::Growth, CueKind::Fall, CueKind::Share, CueKind::Contribution, CueKind::Completion]);

/// The measure of a number with a unit of `dimension`; `None` where only what is measured tells.
pub(super) fn of_approach(view: &View, approach: &Approach, dimension: Dimension, start: usize) -> Option<Reading> {
    match dimension {
        Dimension::Percent => percent(view, approach, start),
        Dimension::Pp => Some(points(view, approach)),
        Dimension::Multiple => Some(multiple(approach)),
        _ => more_or_less(view, start).or_else(|| amount(approach)),
    }
}

/// `比上年同期少1200人`, `与上年相比，事故少26起`: how much more or fewer there are.
fn more_or_less(view: &View, start: usize) -> Option<Reading> {
    /// In bytes, from what is held against to the word.
    const FAR: usize = 90;
    let before = view.slice(view.start, start);
    let word = before.chars().next_back().filter(|c| matches!(c, '少' | '多'))?;
    let head = &before[..before.len() - word.len_utf8()];
    let near = &head[head.floor_char_boundary(head.len().saturating_sub(FAR))..];
    let mut clauses = near.rsplit([',', ';', '。']);
    let own = clauses.next().unwrap_or(near);
    let held = any_of!["比", "较"].find(own).is_some() || clauses.next().is_some_and(|c| c.ends_with("相比"));
    let own_word = any_of!["至", "很", "不", "最", "更", "减", "缺", "许", "众", "增", "较", "偏", "过"].closes(head);
    let at = start - word.len_utf8();
    (held && !own_word).then_some(Reading {
        measure: Measure::Increase,
        negative: word == '少',
        words: Some((at, start)),
    })
}

fn percent(view: &View, approach: &Approach, start: usize) -> Option<Reading> {
    if of_plan(view, approach, start) || of_planned_amount(view, start) {
        return Some(Reading::plain(Measure::Completion));
    }
    let mut arrives = false;
    for link in &approach.chain {
        // 涨幅从21%回落到14%: what fell is no change by so much.
        let words = view.slice(link.start, link.end);
        let moved = link.cues.has(CueKind::Fall) || matches!(words, "上升" | "提高" | "提升" | "扩大");
        if arrives && moved {
            continue;
        }
        arrives = matches!(words, "到" | "至" | "为");
        if link.cues.has(CueKind::Completion) {
            return Some(Reading::from(Measure::Completion, *link));
        }
        // 财政贡献的六成: what a firm pays is a thing of its own.
        let paid = words == "贡献" && any_of!["财政", "财力", "税收"].closes(view.slice(view.start, link.start));
        if link.cues.has(CueKind::Contribution) && !paid {
            return Some(Reading::from(Measure::Contribution, *link));
        }
        if link.cues.has(CueKind::Share) {
            return Some(Reading { negative: false, ..Reading::from(Measure::Share, *link) });
        }
        // 低于 and 不低于 before a rate bind it, they do not change it.
        let binds = link.cues.any(CueSet::of(&[CueKind::AtMostBefore, CueKind::AtLeastBefore, CueKind::Compare]));
        if link.cues.any(CHANGE) && !binds {
            return Some(Reading::from(Measure::GrowthRate, *link));
        }
        if link.cues.has(CueKind::Decrease) && !binds {
            return Some(Reading { negative: true, ..Reading::from(Measure::GrowthRate, *link) });
        }
    }
    // 实现3%正增长, 出现2%的负增长
    let tail = view.slice(start, view.end);
    let tail = tail[tail.find(['%', '％']).map_or(tail.len(), |at| at + 1)..].trim_start_matches('的');
    if any_of!["正增长", "负增长"].opens(tail) {
        return Some(Reading { measure: Measure::GrowthRate, negative: tail.starts_with('负'), words: None });
    }
    // 增幅高于全国(-17.2%)31个百分点: the growth of the whole that it is held against.
    let before = view.slice(view.start, start);
    let held = before.strip_suffix('(').and_then(|head| {
        WHOLES.into_iter().find_map(|(word, _)| head.strip_suffix(word)).filter(|head| head.ends_with('于'))
    });
    if held.is_some_and(|head| any_of!["增", "速", "升", "降", "跌"].find(head).is_some()) {
        return Some(Reading::plain(Measure::GrowthRate));
    }
    // 增长目标为5%左右, 增长预期5%: the word for growth stands in the phrase.
    let (from, to) = approach.phrase;
    let in_phrase = view.cues_in(from, to).rev().find(|(_, s)| s.any(TELLS_PERCENT));
    match in_phrase {
        Some((hit, set)) if set.has(CueKind::Share) && hit.end - hit.start > 3 => Some(Reading::plain(Measure::Share)),
        Some((hit, set)) if set.has(CueKind::Share) => {
            let (a, b) = (hit.start as usize, hit.end as usize);
            Some(Reading { measure: Measure::Share, negative: false, words: Some((a, b)) })
        }
        Some((hit, set)) if set.any(CHANGE) && is_goal(view.slice(hit.end as usize, to)) => {
            Some(Reading::plain(Measure::GrowthRate))
        }
        _ => None,
    }
}

/// `增长目标`, `增速预期`: what follows the word for growth is still about growth.
fn is_goal(tail: &str) -> bool {
    any_of!["目标", "预期", "计划", "任务", "速度", "幅度", "水平"].opens(tail)
}

/// `为预算的102.2%`, `占年度计划的58%`: the share of a plan that is done.
fn of_plan(view: &View, approach: &Approach, start: usize) -> bool {
    let words = view.slice(approach.floor.min(start), start);
    let words = ["约", "超", "近"].iter().fold(words, |w, tail| w.strip_suffix(tail).unwrap_or(w));
    // 为调整预算(下称预算)的96%, 为预算96%
    let bare = words.strip_suffix('的');
    let words = bare.unwrap_or(words);
    // 占计划130%, 占市级计划144%
    let clause = words.rsplit(',').next().unwrap_or(words).trim_start();
    let whose = clause.strip_prefix('占').and_then(|rest| rest.strip_suffix("计划"));
    if whose.is_some_and(|w| w.chars().count() <= 4 && !any_of!["投资", "支出", "项目", "收入"].within(w)) {
        return true;
    }
    let words = if words.ends_with(')') { words.rfind('(').map_or(words, |open| &words[..open]) } else { words };
    if bare.is_none() && !words.ends_with("预算") {
        return false;
    }
    let Some(at) = any_of!["为", "占", "达", "完成"].last_start(words) else { return false };
    let plan = &words[at..];
    // 为计划整合数的102%
    if any_of!["为计划", "为目标", "占计划"].opens(plan) && plan.ends_with('数') && plan.chars().count() <= 8
    {
        return true;
    }
    let plans = [
        "年初预算",
        "调整预算",
        "年度预算",
        "变动预算",
        "为预算",
        "占预算",
        "完成预算",
        "预算数",
        "计划",
        "目标",
        "任务",
        "进度",
        "任务总量",
        "任务数",
        "计划数",
        "目标数",
    ];
    plans.iter().any(|w| plan.ends_with(w)) && plan.chars().count() <= 14
}

/// `完成年计划320亿元的81%`: the share of an amount that had been planned.
fn of_planned_amount(view: &View, start: usize) -> bool {
    let numbers = &view.scan.numbers;
    let before = numbers[..numbers.partition_point(|n| n.start < start)].last();
    before.is_some_and(|n| {
        view.slice(n.end, start) == "的" && names_plan(view.slice(view.clause_start(n.start, view.start), n.start))
    })
}

/// Whether an amount behind these words is one that had been planned, and the amount ends at `end`, with the share of
/// it that is done behind it.
pub(super) fn is_planned_amount(view: &View, words: &str, end: usize) -> bool {
    let numbers = &view.scan.numbers;
    let next = numbers.get(numbers.partition_point(|n| n.start < end));
    let held = |n: &Found| view.slice(end, n.start) == "的" && view.slice(n.start, n.end).ends_with('%');
    next.is_some_and(held) && names_plan(words)
}

/// `完成年计划`, `为年初预算`, `占全年目标任务`
fn names_plan(words: &str) -> bool {
    let plan = any_of!["计划", "计划数", "预算", "预算数", "目标", "目标数", "任务", "任务数"].closes(words);
    plan && any_of!["完成", "为", "占", "达"].within(words)
}

fn points(view: &View, approach: &Approach) -> Reading {
    let (from, to) = approach.phrase;
    let pulls = |set: CueSet| set.has(CueKind::Contribution);
    // 负向拉动增长0.3个百分点: a pull downwards.
    let down = |at: usize| view.slice(from, at).ends_with("负向");
    if let Some(link) = approach.chain.iter().find(|l| pulls(l.cues)) {
        return Reading { negative: down(link.start), ..Reading::from(Measure::Contribution, *link) };
    }
    let pull = |h: &Hit| view.slice(h.start as usize, h.end as usize) == "拉动";
    if let Some((hit, _)) = view.cues_in(from, to).find(|(h, s)| pulls(*s) && pull(h)) {
        return Reading { negative: down(hit.start as usize), ..Reading::plain(Measure::Contribution) };
    }
    if let Some(link) = approach.nearest(CHANGE) {
        return Reading::from(Measure::ChangePp, link);
    }
    // 低于全国平均1.4个百分点: the comparison stands before the phrase.
    let fall = view.cues_in(from, to).rev().find(|(_, s)| s.any(CHANGE)).is_some_and(|(_, s)| s.has(CueKind::Fall));
    Reading { measure: Measure::ChangePp, negative: fall, words: None }
}

fn multiple(approach: &Approach) -> Reading {
    let link =
        approach.chain.iter().find(|l| l.end - l.start > 0 && (l.cues.any(CHANGE) || l.cues.has(CueKind::Increase)));
    match link {
        Some(l) if !l.cues.has(CueKind::Link) && !l.cues.has(CueKind::Compare) => {
            Reading::from(Measure::GrowthRate, *l)
        }
        _ => Reading::plain(Measure::Multiple),
    }
}

fn amount(approach: &Approach) -> Option<Reading> {
    for link in &approach.chain {
        if link.cues.has(CueKind::Decrease) {
            return Some(Reading { measure: Measure::Increase, negative: true, words: Some((link.start, link.end)) });
        }
        // 改善350所学校的条件: better is neither more nor less.
        if link.cues.has(CueKind::Growth) && link.cues.has(CueKind::Fall) {
            continue;
        }
        if link.cues.has(CueKind::Increase)
            || (link.cues.has(CueKind::Growth) && link.end - link.start > 3 && !link.cues.has(CueKind::Verb))
        {
            return Some(Reading { measure: Measure::Increase, negative: false, words: Some((link.start, link.end)) });
        }
        if link.cues.has(CueKind::Fall)
            && !link.cues.any(CueSet::of(&[CueKind::AtMostBefore, CueKind::Verb, CueKind::Compare]))
            && link.end - link.start > 3
        {
            return Some(Reading { measure: Measure::Increase, negative: true, words: Some((link.start, link.end)) });
        }
        if link.cues.has(CueKind::Link) && link.end - link.start > 3 {
            return None;
        }
    }
    None
}

/// Whether 减少 opens the clause and governs the phrase: 再减少低收入人口2万人.
pub(super) fn governed_by_decrease(view: &View, from: usize, phrase: (usize, usize)) -> bool {
    let governs = CueSet::of(&[CueKind::Increase, CueKind::Decrease, CueKind::Fall, CueKind::Verb, CueKind::Link]);
    let last = view.cues_in(from, phrase.1).rfind(|(h, s)| s.any(governs) && h.end - h.start > 3);
    last.is_some_and(|(hit, _)| {
        let (start, end) = (hit.start as usize, hit.end as usize);
        let time = view.periods_in(from, start).last().map_or(from, |p| p.span.end as usize);
        let head = view.slice(time, start).trim_start_matches([',', ' ', '、', '再', '又', '共', '将']);
        let opens = head.is_empty() || WHOLES.iter().any(|(whole, _)| *whole == head);
        let cuts = matches!(view.slice(start, end), "减少" | "压减" | "削减" | "核减" | "调减");
        opens && cuts && !view.slice(end, phrase.1).contains('的')
    })
}

/// `降低企业成本10%`, `提高单产5%`: whether a thing named in a few words was made less, or else more, by a rate; `None`
/// where no such verb stands before it.
pub(super) fn governed_by_change(view: &View, from: usize, phrase: (usize, usize)) -> Option<bool> {
    /// What one verb has changed, in characters.
    const THING: std::ops::RangeInclusive<usize> = 2..=8;
    let (hit, _) = view.cues_in(from, phrase.1).rfind(|(h, s)| s.any(CHANGE) && h.end - h.start > 3)?;
    let thing = view.slice(hit.end as usize, phrase.1);
    let down = match view.slice(hit.start as usize, hit.end as usize) {
        "降低" | "压缩" | "缩短" => true,
        "提高" | "提升" | "扩大" => false,
        _ => return None,
    };
    // 提高覆盖率，达到42%
    let share = thing.ends_with(['率', '度', '面']) || any_of!["的", "例", "比", "到", "占"].within(thing);
    (THING.contains(&thing.chars().count()) && !share).then_some(down)
}

/// Whether the verb that governs the phrase is one of adding: 新增规模工业企业26家.
pub(super) fn governed_by_increase(view: &View, from: usize, phrase: (usize, usize)) -> Option<bool> {
    let governs = CueSet::of(&[CueKind::Increase, CueKind::Decrease, CueKind::Verb, CueKind::Link]);
    let mut cues = view.cues_in(from, phrase.1).filter(|(h, s)| s.any(governs) && h.end - h.start > 3);
    let mut all = cues.clone();
    // 新增节能环保等科技成果转化企业: the verb that opens the clause, whatever stands in the name.
    if let Some((first, set)) = all.next()
        && view.slice(first.start as usize, first.end as usize).ends_with('增')
        && set.has(CueKind::Increase)
        && view.slice(from, first.start as usize).chars().count() <= 2
        && !all.any(|(_, s)| s.has(CueKind::Link))
    {
        return Some(true);
    }
    let (hit, set) = cues.next_back()?;
    // 用于增加住宅的支出: the change is inside an attribute.
    let inside = view.slice(hit.end as usize, phrase.1).contains('的');
    Some(set.has(CueKind::Increase) && !(inside && view.slice(hit.start as usize, hit.end as usize) == "增加"))
}
