//! The row of one number, put together from its slots.

use super::when::compared_with;
use super::{Slot, SlotWords, Subject, Trace};
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::{Dimension, IndustryId, UnitId};
use crate::model::{Bound, DocumentKind, Measure, Observation, Period, RegionCode, Span, Status, Terms};
use crate::recognize::lexical::What;
use crate::relate::classes::{self, Class};
use crate::relate::context::{Antecedent, Source, Words};
use crate::relate::measure::Reading;
use crate::relate::rules::RuleId;
use crate::relate::status::{self, Evidence};
use crate::relate::view::View;
use crate::relate::{Relater, bound, confidence, place};
use crate::segment::Block;

impl Relater<'_> {
    /// Adds the row of a number.
    #[allow(clippy::too_many_arguments, reason = "the slots of one row, filled in one place")]
    pub(super) fn push(
        &mut self,
        slot: &Slot,
        sentence: Span,
        block: &Block,
        subject: &Subject,
        reading: Reading,
        (bound, bound_words): (Bound, Words),
        class: Option<Class>,
    ) {
        let view = slot.view;
        if self.related.observations.is_empty() {
            let opening = self.context.in_force.filter(|f| f.head && !f.until && f.source == Source::Clause);
            self.context.opening = opening.map(|f| f.period);
        }
        let measure = reading.measure;
        let indicator = subject.indicator;
        let (region, region_source, region_words) = self.region(slot, subject, measure);
        let said = |source| matches!(source, Source::Clause | Source::Carried);
        let words_period = self.context.in_force.filter(|f| said(f.source)).map(|f| f.period);
        let after = bound::after(view, &slot.found).map_or(slot.found.end, |b| b.1);
        let evidence = Evidence {
            view,
            from: view.start,
            head: slot.head,
            clause: slot.clause,
            at: slot.found.start,
            after,
            end: slot.end,
            period: words_period,
        };
        let (status, status_source, status_words) = match class {
            Some(class) => (class.status, Source::Clause, None),
            None => self.status(subject, &evidence),
        };
        // 完成年计划320亿元的81%, 完成投资占年度计划投资的110%: the promise is the plan's, not what is done of it.
        let of_plan = |w: (usize, usize)| any_of!["计划", "预算", "目标", "任务"].within(view.slice(w.0, w.1));
        let striven = any_of!["力争", "确保", "争取"].within(view.slice(view.start, slot.found.start));
        let planned = !striven && (status_source == Source::Carried || status_words.is_some_and(of_plan));
        let (status, status_source, status_words) =
            if measure == Measure::Completion && status == Status::Target && planned {
                (Status::Actual, Source::Clause, reading.words)
            } else {
                (status, status_source, status_words)
            };
        let clause = view.slice(slot.clause, slot.found.start);
        let per_year = || {
            let recurs = |&(i, _): &(usize, usize)| {
                !clause[..i].ends_with(|c: char| c.is_ascii_digit() || "今去上明当历".contains(c))
            };
            let found = any_of!["每年", "年均", "年产", "年度"].places(clause).find(recurs);
            found.map(|(from, to)| (slot.clause + from, slot.clause + to))
        };
        let per_year = if clause.contains('年') { per_year() } else { None };
        // 预计投产项目7个。总投资26亿元的某厂，9月建成: how large a named project is, is known.
        let (status, status_source, status_words) = if classes::names_project(view, &slot.found)
            && status == Status::Target
            && status_source == Source::Carried
        {
            (Status::Actual, Source::Default, None)
        } else {
            (status, status_source, status_words)
        };
        // 从每月60元提高到90元: where a promise sets out from is so.
        let first = slot.sibling.filter(|_| status == Status::Target && subject.of.is_none());
        let first = first.map(|row| self.related.observations[row].status).filter(|s| *s != Status::Target);
        let leaves = status == Status::Target && sets_out(slot) || first.is_some();
        // 比2020年的70亿元增加15亿元: what is only compared with was so.
        let compared = compared_with(slot, measure).is_some() && status == Status::Target;
        let descriptive = class.is_none() && (leaves || compared || self.describes(slot, subject));
        let (status, status_source, status_words) = if descriptive {
            (first.unwrap_or(Status::Actual), Source::Default, None)
        } else {
            (status, status_source, status_words)
        };
        let (status, status_source, status_words) = if class.is_none() && bounds_a_kind(slot, bound, after) {
            (Status::Policy, Source::Clause, bound_words)
        } else {
            (status, status_source, status_words)
        };
        // 涨幅控制在2.1%: what was held at is so.
        let held = bound_words.is_some_and(|w| view.slice(w.0, w.1) == "控制在");
        let (bound, bound_words) =
            if held && status == Status::Actual { (Bound::Exact, None) } else { (bound, bound_words) };
        let (period, period_source, period_words) = self.period(slot, subject, measure, status, clause);
        let ahead = matches!((period, self.context.written), (Some(p), Some(y)) if p.last().year() > y);
        let leaving = leaves || status == Status::Policy && sets_out(slot);
        let begun = leaving && status::opens_year(&self.context) && period == self.context.written.map(Period::year);
        let (period, period_source) = if descriptive && ahead || begun {
            // A report read in spring knows the year before.
            let known = self.context.written.map(|y| y - i16::from(leaving && status::opens_year(&self.context)));
            // A plan sets out from the year before its first.
            let before = self.context.plan.map(|p| p.first().year() - 1).filter(|_| leaves);
            let known = before.filter(|y| Some(*y) < known).or(known);
            (known.map(Period::year), Source::Document)
        } else {
            (period, period_source)
        };
        let (value, high, unit) = self.value(slot, reading, class);
        let found = &slot.found;
        let draft = self.related.observations.len();
        let unit_span = found.number.unit.map_or_else(
            || view.scan.normal.original(found.end, found.end),
            |u| view.scan.normal.original(u.span.start as usize, u.span.end as usize),
        );
        if let Some(words) = bound_words.filter(|w| w.0 >= found.end) {
            self.bind_list(slot, unit, bound, words);
        }
        let industry = industry(view, subject);
        let (name, whose) = self.name(slot, subject, measure);
        let (baseline, baseline_words) = self.baseline(slot, measure, region).unzip();
        let confidence = confidence::of(confidence::Features {
            rule: subject.rule,
            other: indicator == self.other(),
            period: period_source,
            status: status_source,
            has_period: period.is_some(),
            kind: self.context.kind,
        });
        self.related.observations.push(Observation {
            span: view.scan.normal.original(found.start, found.number.span.end as usize),
            char_start: 0,
            char_end: 0,
            unit_span,
            sentence,
            section: block.section,
            block: 0,
            page: None,
            indicator: subject.indicator,
            indicator_text: name,
            subject: whose,
            industry,
            measure,
            status,
            bound,
            value,
            value_high: high,
            decimals: found.number.decimals,
            unit,
            period,
            per_year: per_year.is_some(),
            baseline,
            region,
            terms: Terms::default(),
            series: None,
            confidence,
            rule: subject.rule as u8,
            flags: Vec::new(),
        });
        if self.keep_traces {
            let original = |s: (usize, usize)| view.scan.normal.original(s.0, s.1);
            self.related.traces.push(Trace {
                phrase: subject.phrase.map(original),
                term: subject.term.map(original),
                measure: reading.words.map(original),
                period: period_source,
                region: region_source,
                status: status_source,
                antecedent: subject.of,
                words: SlotWords {
                    period: period_words.map(original),
                    region: region_words.map(original),
                    status: status_words.map(original),
                    bound: bound_words.map(original),
                    per_year: per_year.map(original),
                    baseline: baseline_words.map(original),
                },
            });
        }
        if measure == Measure::GrowthRate && self.context.main.is_none() {
            self.context.main = Some(indicator);
        }
        let limit = class.is_some_and(|c| c.rule != RuleId::Capacity);
        // 比上年的56亿元增长一倍: what grows is not the value compared with.
        // 81亿元，是“十二五”时期43亿元的1.9倍: nor what a multiple is of.
        if compared_with(slot, measure).is_none() && !slot.is_multiplied() {
            self.context.antecedents.push(Antecedent {
                draft,
                indicator: subject.indicator,
                measure,
                dimension: if limit { Dimension::Money } else { slot.dimension },
                sentence: self.context.sentence,
                change: subject.rule == RuleId::Attached,
                limit,
                bracketed: self.context.inside,
            });
        }
        // 比规划目标200亿元超过…: a goal that is only compared with.
        let compared_goal = any_of!["目标", "计划"].closes(clause) && status::compares(clause);
        // 低于7%的预期目标，仅增长5%
        let missed = any_of!["低于", "高于", "未达到", "没有达到", "好于", "快于", "慢于"].within(clause)
            && any_of!["的目标", "的预期目标", "的年度目标", "的计划目标"].opens(view.slice(after, view.end));
        let compared_goal = compared_goal || missed;
        // 预计收入增长7%。民生支出154亿元: what is expected, where no goals are told, is so for its sentence only.
        // Towards its end a year is as good as over.
        let now = self.context.written.zip(self.context.month).map(|(y, m)| y + i16::from(m >= 10));
        let over = period.is_none_or(|p| now.or(self.context.written).is_none_or(|y| p.last().year() < y));
        let estimate = status == Status::Target
            && over
            && self.context.kind == DocumentKind::WorkReport
            && self.context.heading.status != Some(Status::Target)
            && status_words.is_some_and(|w| view.slice(w.0, w.1) == "预计");
        // 税收任务86万元，完成92万元: the task ends where it is told what came of it.
        let task = status::is_set_task(view, clause, (found.start, after));
        // 培育千亿产业2个。生猪出栏12万头: how large a thing is meant to grow is said of it alone.
        let ambition = class.is_some_and(|c| c.rule == RuleId::Ambition);
        if status != Status::Policy && !descriptive && !compared_goal && !estimate && !task && !ambition {
            self.context.status = Some(status);
            self.context.status_words = status_words;
        }
    }

    /// `A企业800家、B企业100家以上`: a bound after the last member of a list holds for all of them.
    fn bind_list(&mut self, slot: &Slot, unit: UnitId, bound: Bound, words: (usize, usize)) {
        let view = slot.view;
        let list = slot.head;
        let mut to = slot.found.start;
        let numbers = &view.scan.numbers;
        let before = numbers[..numbers.partition_point(|n| n.start < to)].iter().rev().take_while(|n| n.start >= list);
        let mut rows = self.related.observations.len();
        for number in before {
            let span = view.scan.normal.original(number.start, number.number.span.end as usize);
            let joined = view.slice(number.end, to).starts_with('、') && bound::after(view, number).is_none();
            let Some(row) = self.related.observations[..rows].iter_mut().next_back() else { return };
            if !joined
                || row.span != span
                || row.bound != Bound::Exact
                || row.unit != unit
                || !matches!(row.measure, Measure::Level | Measure::Increase)
            {
                return;
            }
            row.bound = bound;
            if let Some(trace) = self.related.traces.get_mut(rows - 1) {
                trace.words.bound = Some(view.scan.normal.original(words.0, words.1));
            }
            (to, rows) = (number.start, rows - 1);
        }
    }

    /// `依托6条产业链`, `9个县区`: a count that only describes is a fact even among promises.
    fn describes(&self, slot: &Slot, subject: &Subject) -> bool {
        let indicators = &self.recognizer.lexicon().indicators;
        let made = any_of![
            "改造", "提升", "升级", "建设", "实施", "推进", "推动", "开展", "完成", "覆盖", "整治", "新增", "培育",
            "打造", "形成", "创建", "建成", "新建", "力争", "达到", "实现", "设立", "建立",
        ];
        if self.nation(slot).is_some() {
            return true;
        }
        // 5个产业各达到300亿
        let behind = || slot.clause_behind();
        let reaches = || any_of!["达到", "突破", "超过", "出列", "摘帽", "退出"].within(behind());
        subject.rule == RuleId::After
            && ["industrial_chain_count", "region_count"].iter().any(|c| indicators.find(c) == Some(subject.indicator))
            && !reaches()
            && !made.within(slot.clause_before())
    }

    /// The region of a value: that of the value it belongs to, else what its clause names.
    fn region(&self, slot: &Slot, subject: &Subject, measure: Measure) -> (Option<RegionCode>, Source, Words) {
        if let Some((code, words)) = subject.given.region {
            return (Some(code), Source::Clause, Some(words));
        }
        let own = self.context.region;
        let opening = place::opening(slot.view, own, slot.clause, slot.found.start);
        if let Some((code, words)) = opening.or_else(|| place::in_bracket(slot.view, own, slot.found.start)) {
            return (Some(code), Source::Clause, Some(words));
        }
        if let Some(of) = subject.of {
            return (self.related.observations[of].region, Source::Carried, None);
        }
        // 全国人口14亿人，其中男性7亿人
        let wider = self.context.antecedents.last().filter(|a| a.sentence == self.context.sentence);
        let wider = wider.and_then(|a| self.related.observations[a.draft].region).zip(own);
        let words = slot.view.slice(slot.clause, slot.found.start);
        // 全省20家，其中我市2家
        let ours = any_of!["我市", "我县", "我区", "我州", "本市", "本县"].within(words);
        let named = slot.view.regions_in(slot.clause, slot.found.start).last();
        let beside = named.is_some_and(|hit| hit.end as usize == slot.found.start);
        let part = words.starts_with("其中") && !ours && !beside;
        if let Some((whole, _)) = wider.filter(|(whole, own)| part && whole != own && whole.covers(*own)) {
            return (Some(whole), Source::Carried, None);
        }
        if let Some(carried) = self.place_of_sentence(slot).or_else(|| self.place_of_parts(slot, subject)) {
            return (Some(carried), Source::Carried, None);
        }
        let from = if subject.rule == RuleId::List {
            slot.clause
        } else if classes::names_project(slot.view, &slot.found) {
            // 甲县电池、投资6亿元的乙县电厂: what stands before is another's place.
            slot.approach.phrase.0
        } else {
            slot.clause.min(slot.approach.phrase.0.max(slot.clause))
        };
        place::of(self.recognizer, slot.view, &self.context, (from, slot.found.start), measure)
    }

    /// `甲县增加值增长9%，完成税收12亿元`: the place that opened the sentence, where the clause names none.
    fn place_of_sentence(&self, slot: &Slot) -> Option<RegionCode> {
        let own = self.context.region?;
        let said = self.context.antecedents.iter().rev().take_while(|a| a.sentence == self.context.sentence);
        let Some(first) = said.last() else { return self.place_of_opening(slot) };
        let code = self.related.observations[first.draft].region.filter(|c| *c != own && own.covers(*c))?;
        let clause = slot.view.slice(slot.clause, slot.found.start);
        let last = self.context.antecedents.last().and_then(|a| self.related.observations[a.draft].region);
        let named = last != Some(code)
            || WHOLE.within(clause)
            || !slot.view.regions_in(slot.clause, slot.found.start).is_empty();
        let opening = slot.view.regions_in(slot.view.start, slot.clause).first()?;
        (!named && slot.view.opens_with_place(opening.start as usize)).then_some(code)
    }

    /// `乙县价格上涨2%。八大类商品六涨二降，其中：食品上涨1.9%，衣着上涨0.3%`: the parts of a place's figure are its own.
    fn place_of_parts(&self, slot: &Slot, subject: &Subject) -> Option<RegionCode> {
        let own = self.context.region?;
        let view = slot.view;
        let last = self.context.antecedents.last()?;
        let before = view.slice(view.start, slot.found.start);
        let silent = || view.regions_in(view.start, slot.found.start).is_empty() && !WHOLE.within(before);
        let indicators = &self.recognizer.lexicon().indicators;
        let family = |id| indicators.get(id).code.split('.').next();
        let part = family(last.indicator) == family(subject.indicator) && last.sentence + 1 >= self.context.sentence;
        let code = self.related.observations[last.draft].region.filter(|c| *c != own && own.covers(*c))?;
        // 乙县销售家电5万台；旧换新13万台: after a semicolon the account goes on.
        let joined = opened_before(view) && last.sentence + 1 >= self.context.sentence;
        ((part && before.contains("其中") || joined) && silent()).then_some(code)
    }

    /// `上海市纺织工业试行了新办法，上半年产值增长14%` in a report of the country: the place that opened the sentence,
    /// whose account it is.
    fn place_of_opening(&self, slot: &Slot) -> Option<RegionCode> {
        let own = self.context.region?;
        let view = slot.view;
        let opening = view.regions_in(view.start, slot.clause).first()?;
        // 东莞到西安举办展销会: a place elsewhere has no figure here.
        let others = view.regions_in(opening.end as usize, slot.found.start);
        let inside = |hit| place::of_hit(self.recognizer, &self.context, hit).is_none_or(|code| own.covers(code));
        let alone = !others.iter().any(inside);
        let (from, to) = (opening.start as usize, opening.end as usize);
        let opens = view.opens_with_place(from);
        let joined = view.slice(to, slot.clause).starts_with(['、', '和', '与', '等', '至', '到']);
        let whole = WHOLE.within(view.slice(to, slot.found.start));
        let full = view.slice(from, to).ends_with(['省', '市', '县', '区', '州', '盟', '旗']);
        if !(alone && opens && full) || joined || whole {
            return None;
        }
        let code = place::of_hit(self.recognizer, &self.context, opening)?;
        (code != own && own.covers(code)).then_some(code)
    }

    /// Fact or promise: a rate that belongs to a fact is a fact.
    fn status(&self, subject: &Subject, evidence: &Evidence) -> (Status, Source, Words) {
        if let Some(of) = subject.of
            && subject.rule == RuleId::Attached
        {
            let antecedent = self.related.observations[of].status;
            // 年初预算…，实际完成…，为预算的101%: completion is a fact whatever it is held against;
            // 2020年增长6%，2021年预计增长5%: what is expected is none.
            let words = evidence.view.slice(evidence.clause, evidence.at);
            // 从76%提升到88%: what is set out from says nothing of where it leads.
            let expected = status::expected(evidence).is_some_and(|words| words.0 >= evidence.clause)
                || CHANGES.closes(words)
                || any_of!["计划为", "目标为", "预算为"].closes(words)
                || any_of!["将达", "将增", "将提高", "将下降", "可能"].within(words);
            if antecedent == Status::Actual && !expected {
                return (antecedent, Source::Carried, None);
            }
        }
        // 批准年初收入86亿元。其中：本级47亿元: the parts are of the same budget.
        if let Some(last) = self.context.antecedents.last()
            && self.context.kind == DocumentKind::Budget
            && evidence.view.slice(evidence.from, evidence.at).trim_start().starts_with("其中")
            && last.sentence + 1 >= self.context.sentence
            && self.related.observations[last.draft].status == Status::Target
        {
            return (Status::Target, Source::Carried, self.context.status_words);
        }
        status::of(evidence, &self.context)
    }
}

/// Whether a place by its full name opens a member of the sentence before this one: 乙县…；签约项目6个；
fn opened_before(view: &View) -> bool {
    view.members_before().any(|(from, to)| {
        let Some(place) = view.regions_in(from, to).first() else { return false };
        let (start, end) = (place.start as usize, place.end as usize);
        let lead = view.slice(from, start).trim_start_matches("其中");
        !lead.contains(char::is_alphabetic) && view.slice(start, end).ends_with(['市', '县', '区', '州', '盟', '旗'])
    })
}

/// Words that lead from a value to another.
static CHANGES: &AnyOf = any_of![
    "提高到",
    "提高至",
    "提升到",
    "提升至",
    "增加到",
    "增加至",
    "上升到",
    "上升至",
    "下降到",
    "下降至",
    "降到",
    "降至",
    "增长到",
    "增长至",
    "增到",
    "增至",
    "升到",
    "升至",
    "减少到",
    "减少至",
    "减到",
    "减至",
    "扩大到",
    "扩大至",
    "缩小到",
    "缩小至",
    "缩短到",
    "缩短至",
    "回落到",
    "回落至",
];

/// Words for a whole, whose figure is no place's that was named before.
static WHOLE: &AnyOf = any_of!["全国", "全省", "全市", "全县", "全区", "全州", "我国", "我省", "我市", "我县"];

/// Whether a bracket that these words open is not closed.
pub(super) fn is_bracketed(before: &str) -> bool {
    before.rfind('(').is_some_and(|open| !before[open..].contains(')'))
}

/// Whether a number is where a change sets out from: 从每月60元提高到90元.
pub(super) fn sets_out(slot: &Slot) -> bool {
    const NEAR: usize = 8;
    let before = slot.view.slice(slot.clause, slot.found.start);
    let near = before.char_indices().rev().nth(NEAR).map_or(before, |(i, _)| &before[i..]);
    let Some(at) = near.rfind(['从', '由']) else { return false };
    // 从631元、286元提高到: the last of the list is followed by the verb.
    let numbers = &slot.view.scan.numbers;
    let mut end = slot.found.end;
    for next in &numbers[numbers.partition_point(|n| n.start < end)..] {
        if !matches!(slot.view.slice(end, next.start), "、" | "和") {
            break;
        }
        end = next.end;
    }
    let after = slot.view.slice(end, slot.view.end);
    !near[at..].contains(|c: char| c.is_ascii_digit()) && CHANGES.opens(after)
}

/// `3万吨以上泊位`, `耗能超3000吨标准煤企业`: an amount that only tells which things are meant.
fn bounds_a_kind(slot: &Slot, bound: Bound, after: usize) -> bool {
    const KINDS: [&str; 25] = [
        "企业",
        "单位",
        "重点企业",
        "重点用能",
        "用能单位",
        "机组",
        "燃煤机组",
        "煤电机组",
        "输电线路",
        "输变电",
        "变电站",
        "的有",
        "泊位",
        "锅炉",
        "码头",
        "船舶",
        "重点单位",
        "自然村",
        "行政村",
        "的企业",
        "人口县",
        "人口大县",
        "人口的",
        "货车",
        "车辆",
    ];
    let tail = slot.view.slice(after, slot.view.end);
    // 固定资产投资(500万元以上)达12亿元
    let limits = matches!(bound, Bound::AtLeast | Bound::AtMost) && slot.dimension == Dimension::Money;
    if limits && tail.starts_with(')') && slot.view.slice(slot.view.start, slot.found.start).ends_with('(') {
        return true;
    }
    // 200张床位以上的医院
    if matches!(bound, Bound::AtLeast | Bound::AtMost)
        && bound::behind_thing(slot.view, &slot.found, slot.found.end).is_some()
    {
        return true;
    }
    // 占比超过10%的有44种: a threshold.
    if slot.dimension == Dimension::Percent
        && matches!(bound, Bound::AtLeast | Bound::AtMost)
        && tail.starts_with("的有")
    {
        return true;
    }
    let sized = !matches!(slot.dimension, Dimension::Money | Dimension::Percent | Dimension::Pp | Dimension::Duration);
    let counted =
        matches!(slot.dimension, Dimension::Count) && !matches!(slot.classifier(), Some("户" | "千瓦") | None);
    sized && !counted && matches!(bound, Bound::AtLeast | Bound::AtMost) && KINDS.iter().any(|k| tail.starts_with(k))
}

/// The last industry that the phrase names.
fn industry(view: &View, subject: &Subject) -> Option<IndustryId> {
    let (from, to) = subject.phrase?;
    view.industries_in(from, to).last().and_then(|h| match h.what {
        What::Industry(id) => Some(id),
        _ => None,
    })
}
