//! The row of one number, put together from its slots.

use super::{Slot, SlotWords, Subject, Trace};
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::{CueKind, CueSet, Dimension, IndustryId, UnitId};
use crate::model::{Bound, Measure, Moment, Observation, Period, RegionCode, Span, Status, Terms};
use crate::recognize::lexical::What;
use crate::recognize::period::{PeriodMention, When};
use crate::relate::classes::Class;
use crate::relate::context::{Antecedent, Source, Words};
use crate::relate::measure::Reading;
use crate::relate::rules::RuleId;
use crate::relate::status::{self, Evidence};
use crate::relate::view::{View, find};
use crate::relate::{Relater, bound, confidence, place, time};
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
        let measure = reading.measure;
        let indicator = subject.indicator;
        let (region, region_source, region_words) = self.region(slot, subject, measure);
        let said = |source| matches!(source, Source::Clause | Source::Carried);
        let words_period = self.context.in_force.filter(|f| said(f.source)).map(|f| f.period);
        let after = bound::after(view, &slot.found).map_or(slot.found.end, |b| b.1);
        let evidence = Evidence {
            view,
            from: view.start,
            clause: slot.clause,
            at: slot.found.start,
            after,
            end: view.clause_end(slot.found.end),
            period: words_period,
        };
        let (status, status_source, status_words) = match class {
            Some(class) => (class.status, Source::Clause, None),
            None => self.status(subject, &evidence),
        };
        let clause = view.slice(slot.clause, slot.found.start);
        let per_year = || {
            let mut words = ["每年", "年均", "年产", "年度"].iter();
            let recurs = |&(i, _): &(usize, &str)| {
                !clause[..i].ends_with(|c: char| c.is_ascii_digit() || "今去上明".contains(c))
            };
            let found = words.find_map(|w| find(clause, w).map(|i| (i, *w)).filter(recurs));
            found.map(|(i, w)| (slot.clause + i, slot.clause + i + w.len()))
        };
        let per_year = if clause.contains('年') { per_year() } else { None };
        // 从每月60元提高到90元: where a promise sets out from is so.
        let leaves = status == Status::Target && sets_out(slot);
        let descriptive = class.is_none() && (leaves || self.describes(slot, subject));
        let (status, status_source, status_words) =
            if descriptive { (Status::Actual, Source::Default, None) } else { (status, status_source, status_words) };
        let (status, status_source, status_words) = if class.is_none() && bounds_a_kind(slot, bound, after) {
            (Status::Policy, Source::Clause, bound_words)
        } else {
            (status, status_source, status_words)
        };
        // 涨幅控制在2.6%: what was held at is so.
        let held = bound_words.is_some_and(|w| view.slice(w.0, w.1) == "控制在");
        let (bound, bound_words) =
            if held && status == Status::Actual { (Bound::Exact, None) } else { (bound, bound_words) };
        let (period, period_source, period_words) = self.period(slot, subject, measure, status, clause);
        let ahead = matches!((period, self.context.written), (Some(p), Some(y)) if p.last().year() > y);
        let (period, period_source) = if descriptive && ahead {
            // A report read in spring knows the year before.
            let known = self.context.written.map(|y| y - i16::from(leaves && status::opens_year(&self.context)));
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
        if compared_with(slot, measure).is_none() {
            self.context.antecedents.push(Antecedent {
                draft,
                indicator: subject.indicator,
                measure,
                dimension: if limit { Dimension::Money } else { slot.dimension },
                sentence: self.context.sentence,
                change: subject.rule == RuleId::Attached,
                limit,
            });
        }
        if status != Status::Policy && !descriptive {
            self.context.status = Some(status);
            self.context.status_words = status_words;
        }
    }

    /// `A企业800家、B企业100家以上`: a bound after the last member of a list holds for all of them.
    fn bind_list(&mut self, slot: &Slot, unit: UnitId, bound: Bound, words: (usize, usize)) {
        let view = slot.view;
        let list = view.clause_start(slot.found.start, view.start);
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
            "打造", "形成", "创建", "建成", "新建", "力争", "达到",
        ];
        let clause = slot.view.slice(slot.view.clause_start(slot.found.start, slot.view.start), slot.found.start);
        if self.nation(slot).is_some() {
            return true;
        }
        subject.rule == RuleId::After
            && ["industrial_chain_count", "region_count"].iter().any(|c| indicators.find(c) == Some(subject.indicator))
            && !made.within(clause)
    }

    /// The region of a value: that of the value it belongs to, else what its clause names.
    fn region(&self, slot: &Slot, subject: &Subject, measure: Measure) -> (Option<RegionCode>, Source, Words) {
        if let Some((code, words)) = subject.given.region {
            return (Some(code), Source::Clause, Some(words));
        }
        let own = self.context.region;
        if let Some((code, words)) = place::opening(slot.view, own, slot.clause, slot.found.start) {
            return (Some(code), Source::Clause, Some(words));
        }
        if let Some(of) = subject.of {
            return (self.related.observations[of].region, Source::Carried, None);
        }
        // 全国人口14亿人，其中男性7亿人
        let wider = self.context.antecedents.last().filter(|a| a.sentence == self.context.sentence);
        let wider = wider.and_then(|a| self.related.observations[a.draft].region).zip(own);
        let part = slot.view.slice(slot.clause, slot.found.start).starts_with("其中");
        if let Some((whole, _)) = wider.filter(|(whole, own)| part && whole != own && whole.covers(*own)) {
            return (Some(whole), Source::Carried, None);
        }
        let from = if subject.rule == RuleId::List {
            slot.clause
        } else {
            slot.clause.min(slot.approach.phrase.0.max(slot.clause))
        };
        place::of(self.recognizer, slot.view, &self.context, (from, slot.found.start), measure)
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
                || any_of!["将达", "将增", "将提高", "将下降", "可能", "预计"].within(words);
            if antecedent == Status::Actual && !expected {
                return (antecedent, Source::Carried, None);
            }
        }
        status::of(evidence, &self.context)
    }

    /// The period of a value: that of the value it belongs to, an end of a span it moved through, or
    /// the one in force.
    fn period(
        &self,
        slot: &Slot,
        subject: &Subject,
        measure: Measure,
        status: Status,
        clause: &str,
    ) -> (Option<Period>, Source, Words) {
        if let Some((period, words)) = subject.given.period {
            return (Some(period), Source::Clause, Some(words));
        }
        if let Some((span, words)) = self.yearly_since(slot, measure, clause) {
            return (Some(span), Source::Clause, Some(words));
        }
        // 从58%提高到61%: what was moved to is not of the time it was moved from.
        let arrives = slot.approach.chain.iter().any(|l| slot.view.slice(l.start, l.end).ends_with(['到', '至']));
        let arrives = arrives && !clause.contains("平均") && subject.of.is_some_and(|of| self.left(of));
        if let Some(of) = subject.of {
            let antecedent = self.related.observations[of].period;
            let own = slot.view.periods_in(slot.clause, slot.found.start).iter().any(|p| !p.base);
            if !own && !arrives && antecedent.is_some() && matches!(subject.rule, RuleId::Attached | RuleId::List) {
                let changed = self.changed_over(slot, of, measure);
                return (changed.or(antecedent), Source::Carried, None);
            }
        }
        // 五年利用外资1600亿美元，其中直接投资占70%: of what came in over all of them.
        if measure == Measure::Share
            && let Some(whole) = self.whole_of(slot)
        {
            return (Some(whole), Source::Carried, None);
        }
        if let Some(base) = compared_with(slot, measure)
            && let Some(period) = time::resolve(base, &self.context)
        {
            return (Some(period), Source::Clause, Some((base.span.start as usize, base.span.end as usize)));
        }
        let leaves = slot.leaves() || measure == Measure::Rank && slot.leaves_rank();
        // 甲由2016年的28元增加到2021年的42元，乙由16元增加到25元: the same start.
        let held = matches!(measure, Measure::Level | Measure::Share | Measure::Rank);
        if let Some(base) = self.context.base.filter(|_| leaves && held) {
            return (Some(base), Source::Carried, None);
        }
        if let Some(span) = time::span_around(&self.context) {
            if leaves && held {
                // Over five years that were not written out (五年来, “十三五”期间) a value leaves from the end
                // of the years before.
                let first = span.first().year();
                let whole = span.last().year() - first == 4 && !self.context.in_force.is_some_and(|f| f.written_out);
                return (Some(Period::year(first - i16::from(whole))), Source::Carried, None);
            }
            if subject.rule == RuleId::FromTo || arrives {
                return (Some(Period::year(span.last().year())), Source::Carried, None);
            }
        }
        let reach = any_of![
            "达",
            "到",
            "至",
            "为",
            "拥有",
            "共有",
            "突破",
            "超过",
            "接近",
            "逼近",
            "覆盖",
            "总数",
            "保持在",
            "稳定在",
            "控制在",
            "不高于",
        ];
        let flow = any_of![
            "新增", "累计", "引进", "完成", "新建", "建成", "签约", "培育", "投入", "争取", "发放", "年均", "净增",
            "合计", "总计", "共计", "竣工", "增量", "发送", "运输", "转移", "培训", "投产", "改造", "改建", "脱贫",
            "安置", "就业", "减少",
        ];
        let reached = slot.approach.chain.iter().any(|l| reach.closes(slot.view.slice(l.start, l.end)));
        let indicators = &self.recognizer.lexicon().indicators;
        let flows = ["investment", "tax", "fiscal_revenue", "fiscal_expenditure"];
        let flowing =
            flows.iter().any(|c| indicators.is_under(subject.indicator, c)) && slot.dimension == Dimension::Money;
        // 数量实现翻番、达1.8万家
        let arrives = slot.approach.chain.first().is_some_and(|l| slot.view.slice(l.start, l.end).starts_with('达'));
        let flown = flow.within(clause) || clause.contains("实现") && !arrives;
        let stock = reached && !flowing && !flown || measure == Measure::Level && slot.only_stands() && !flown;
        // 生产总值突破5000亿元: what is said of one year's end, never summed over a plan.
        let yearly = ["gdp", "income", "population"].iter().any(|c| indicators.is_under(subject.indicator, c));
        let stock = stock || (yearly && measure == Measure::Level && !flown);
        let average = any_of!["年均", "年平均", "平均每年"].within(clause);
        let (period, source) = time::of(&self.context, measure, status, stock, average);
        (period, source, self.context.in_force.and_then(|f| f.words))
    }
}

impl Slot<'_, '_> {
    /// Whether 由 or 从 stands right before the number.
    fn leaves(&self) -> bool {
        self.approach.chain.first().is_some_and(|l| matches!(self.view.slice(l.start, l.end), "由" | "从"))
    }

    /// `国家级示范区23个，绿色工厂1210家`, `公路里程6895公里`: nothing is said to be done, so that it is how things
    /// stand.
    fn only_stands(&self) -> bool {
        let acts = CueSet::of(&[
            CueKind::Verb,
            CueKind::Increase,
            CueKind::Decrease,
            CueKind::Growth,
            CueKind::Fall,
            CueKind::Actual,
            CueKind::Completion,
        ]);
        let kinds =
            matches!(self.dimension, Dimension::Count | Dimension::People | Dimension::Length | Dimension::Power);
        let from = self.view.clause_start(self.found.start, self.view.start);
        let near = self.view.slice(from, self.found.start).rfind(['、', '和']).map_or(from, |i| from + i);
        let done = self.view.cues_in(from.min(near), self.found.start).any(|(h, s)| s.any(acts) && h.end - h.start > 3);
        kinds && self.approach.has_phrase() && !done && self.after.0 >= self.after.1
    }

    /// `从世界第六位上升到第四位`: the field of the rank stands between.
    fn leaves_rank(&self) -> bool {
        const NEAR: usize = 6;
        let before = self.view.slice(self.clause, self.found.start);
        let near = before.char_indices().rev().nth(NEAR).map_or(before, |(i, _)| &before[i..]);
        near.contains(['由', '从'])
    }
}

impl Relater<'_> {
    /// Whether a row is the value that a change over the span in force was said to start from.
    fn left(&self, row: usize) -> bool {
        let span = time::span_around(&self.context).map(Period::last);
        let period = self.related.observations[row].period;
        let before = |now: Option<Moment>| matches!((period, now), (Some(p), Some(now)) if p.last() < now);
        self.context.base.is_some() && period == self.context.base || before(span)
    }

    /// The span of the amount just said that `其中A占70%` shares out.
    fn whole_of(&self, slot: &Slot) -> Option<Period> {
        let part = slot.view.slice(slot.clause, slot.found.start).starts_with("其中");
        let last = self.context.antecedents.last().filter(|a| part && a.sentence == self.context.sentence)?;
        let whole = &self.related.observations[last.draft];
        whole.period.filter(|p| p.spans_years() && whole.measure == Measure::Level)
    }

    /// `五年来，城镇化率达到58%，提高4个百分点`: what was reached is of the last year, the change to it of all.
    fn changed_over(&self, slot: &Slot, of: usize, measure: Measure) -> Option<Period> {
        let change = matches!(measure, Measure::GrowthRate | Measure::ChangePp | Measure::Increase);
        let span = time::span_around(&self.context).filter(|_| change)?;
        let antecedent = &self.related.observations[of];
        let held = matches!(antecedent.measure, Measure::Level | Measure::Share);
        let last = antecedent.period == Some(Period::year(span.last().year()));
        let yearly = any_of!["同比", "上年", "去年"].within(slot.view.slice(slot.clause, slot.found.start));
        (held && last && !yearly).then_some(span)
    }

    /// `比2016年增长42%，年均增长7.3%`: the years since the one just compared with.
    fn yearly_since(&self, slot: &Slot, measure: Measure, clause: &str) -> Option<(Period, (usize, usize))> {
        if measure != Measure::GrowthRate || !any_of!["年均", "平均每年"].within(clause) {
            return None;
        }
        let Some(Period::At(Moment::Year(now))) = self.context.in_force.map(|f| f.period) else { return None };
        let base = slot.view.periods_in(slot.view.start, slot.found.start).iter().rev().find(|p| p.base);
        if let Some(base) = base
            && let When::Year(then) = base.when
        {
            let words = (base.span.start as usize, base.span.end as usize);
            return (then + 1 < now).then(|| (Period::years(then + 1, now), words));
        }
        // 从2020年的62亿元增加到2025年的90亿元，年均增长7.7%
        let left = slot
            .view
            .periods_in(slot.view.start, slot.found.start)
            .iter()
            .rev()
            .find(|p| slot.view.slice(slot.view.start, p.span.start as usize).ends_with(['从', '由']) && !p.base);
        if let Some(from) = left
            && let When::Year(then) = from.when
            && then + 1 < now
        {
            let words = (from.span.start as usize, from.span.end as usize);
            return Some((Period::years(then + 1, now), words));
        }
        // Under a heading of five years, the last of them named: 2021年达到3840亿元，年均增长7%.
        let around = self.context.heading.period.or(self.context.lead).filter(|p| p.spans_years())?;
        let words = self.context.in_force.and_then(|f| f.words)?;
        (around.last().year() == now).then_some((around, words))
    }
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
    "降到",
    "降至",
    "增至",
    "扩大到",
];

/// Whether a number is where a change sets out from: 从每月60元提高到90元.
fn sets_out(slot: &Slot) -> bool {
    const NEAR: usize = 8;
    let before = slot.view.slice(slot.clause, slot.found.start);
    let near = before.char_indices().rev().nth(NEAR).map_or(before, |(i, _)| &before[i..]);
    let Some(at) = near.rfind(['从', '由']) else { return false };
    let after = slot.view.slice(slot.found.end, slot.limit);
    !near[at..].contains(|c: char| c.is_ascii_digit()) && CHANGES.opens(after)
}

/// `比上年的577亿元增长一倍`: the time of a value that is only compared with, which nothing refers back to.
fn compared_with<'v>(slot: &Slot<'v, '_>, measure: Measure) -> Option<&'v PeriodMention> {
    let at = slot.found.start;
    slot.view
        .periods_in(slot.clause, at)
        .iter()
        .rev()
        .find(|p| p.base && matches!(slot.view.slice(p.span.end as usize, at), "" | "的") && measure == Measure::Level)
}

/// `3万吨以上泊位`, `耗能超3000吨标准煤企业`: an amount that only tells which things are meant.
fn bounds_a_kind(slot: &Slot, bound: Bound, after: usize) -> bool {
    const KINDS: [&str; 24] = [
        "企业",
        "单位",
        "重点企业",
        "重点用能",
        "用能单位",
        "机组",
        "燃煤机组",
        "煤电机组",
        "的物流园区",
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
        "普通货车",
        "车辆",
    ];
    let tail = slot.view.slice(after, slot.view.end);
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
