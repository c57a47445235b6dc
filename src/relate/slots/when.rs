//! The time of a value in its row: its own words, the value it belongs to, an end of a span it moved through.

use super::row::sets_out;
use super::{Slot, Subject};
use crate::model::any_of::any_of;
use crate::model::lexicon::{CueKind, CueSet, Dimension};
use crate::model::{DocumentKind, Measure, Moment, Observation, Period, Status};
use crate::recognize::period::{PeriodMention, When, plan_years};
use crate::relate::context::{Source, Words};
use crate::relate::rules::RuleId;
use crate::relate::{Relater, status, time};

impl Relater<'_> {
    /// The period of a value: that of the value it belongs to, an end of a span it moved through, or
    /// the one in force.
    pub(super) fn period(
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
        if let Some((period, words)) = self.dated_behind(slot) {
            return (Some(period), Source::Clause, Some(words));
        }
        // 分别由2020年的860元、690元提高到…: the members of a list are of one time.
        if let Some(first) = slot.sibling.filter(|_| subject.of.is_none()) {
            let row = &self.related.observations[first];
            return (row.period, Source::Carried, None);
        }
        if let Some((span, words)) = self.yearly_since(slot, measure, clause) {
            return (Some(span), Source::Clause, Some(words));
        }
        if let Some(base) = compared_with(slot, measure)
            && let Some(period) = self.time_of_base(slot, base)
        {
            return (Some(period), Source::Clause, Some((base.span.start as usize, base.span.end as usize)));
        }
        // 由原来的300公斤提高到450公斤: when that was is not told.
        if let Some(words) = slot.leaves_past() {
            return (None, Source::Clause, Some(words));
        }
        let leaves = slot.leaves() || measure == Measure::Rank && slot.leaves_rank();
        // 甲由2016年的28元增加到2021年的42元，乙由16元增加到25元: the same start.
        let held = matches!(measure, Measure::Level | Measure::Share | Measure::Rank | Measure::Contribution);
        // 从58%提高到61%: what was moved to is not of the time it was moved from.
        let arrives = slot.approach.chain.iter().any(|l| slot.view.slice(l.start, l.end).ends_with(['到', '至']));
        let arrives = arrives && !clause.contains("平均") && subject.of.is_some_and(|of| self.left(of));
        if let Some(of) = subject.of {
            let antecedent = self.related.observations[of].period;
            let own = slot.view.periods_in(slot.clause, slot.found.start).iter().any(|p| !p.base);
            if !own
                && !arrives
                && !leaves
                && antecedent.is_some()
                && matches!(subject.rule, RuleId::Attached | RuleId::List)
            {
                let changed = self.changed_over(slot, of, measure);
                return (changed.or(antecedent), Source::Carried, None);
            }
        }
        // 五年利用外资6亿美元，其中直接投资占七成: of what came in over all of them.
        if measure == Measure::Share
            && let Some(whole) = self.whole_of(slot)
        {
            return (Some(whole), Source::Carried, None);
        }
        if let Some(base) = self.context.base.filter(|_| leaves && held) {
            return (Some(base), Source::Carried, None);
        }
        // 2022年比2017年增长41%，从全省第六位上升到第四位: where it stood in the year compared with.
        let compared = || slot.view.periods_in(slot.view.start, slot.found.start).iter().rev().find(|p| p.base);
        if leaves
            && held
            && let Some(base) = compared()
            && matches!(base.when, When::Year(_))
        {
            return (time::resolve(base, &self.context), Source::Carried, None);
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
        let stock = || self.is_stock(slot, subject, measure, clause);
        let average = any_of!["年均", "年平均", "平均每年"].within(clause);
        if let Some(year) = self.whole_year_ahead(slot, status) {
            return (Some(year), Source::Carried, self.context.in_force.and_then(|f| f.words));
        }
        let (period, source) = time::of(&self.context, measure, status, stock, average);
        // 失业率由4.3%降到3.9% in the account of a year: from where it stood the year before.
        if let Some(Period::At(Moment::Year(year))) = period
            && status == Status::Actual
            && sets_out(slot)
            && !slot.view.periods_in(slot.clause, slot.found.start).iter().any(|p| !p.base)
        {
            return (Some(Period::year(year - 1)), Source::Carried, None);
        }
        (period, source, self.context.in_force.and_then(|f| f.words))
    }

    /// `总人口46万人（2020年末）`, `茶园4万亩（据2008年统计）`: the time in a bracket of its own behind the value. Of
    /// prices it tells another thing (2020年不变价).
    fn dated_behind(&self, slot: &Slot) -> Option<(Period, (usize, usize))> {
        let view = slot.view;
        let behind = view.slice(slot.found.end, view.end).strip_prefix(['(', '（'])?;
        let led = ["据", "截至", "截止"].iter().find_map(|word| behind.strip_prefix(word)).unwrap_or(behind);
        let at = view.end - led.len();
        let time = view.periods_in(at, view.end).first().filter(|p| p.span.start as usize == at)?;
        let end = time.span.end as usize;
        let (rest, _) = view.slice(end, view.end).split_once([')', '）'])?;
        let told = ["", "末", "底", "数", "数据", "统计", "统计数", "统计数据", "末数", "底数"].contains(&rest);
        Some((time::resolve(time, &self.context).filter(|_| told)?, (at, end)))
    }

    /// `比2009年同期的66%高`, `低于去年同期27%的增速`: the same months of that year.
    fn time_of_base(&self, slot: &Slot, base: &PeriodMention) -> Option<Period> {
        let named = time::resolve(base, &self.context)?;
        let (from, to) = (base.span.start as usize, base.span.end as usize);
        let same =
            slot.view.slice(from, to).ends_with("同期") || slot.view.slice(to, slot.view.end).starts_with("同期");
        let now = self.context.in_force.map(|f| f.period).or(self.context.reported);
        let part = now.filter(|p| same && !p.spans_years() && !matches!(p, Period::At(Moment::Year(_))));
        Some(part.map_or(named, |p| p.later(named.last().year() - p.last().year())))
    }

    /// `力争全年投资增长20%` in a report of January: the year that has begun.
    fn whole_year_ahead(&self, slot: &Slot, status: Status) -> Option<Period> {
        let whole = status == Status::Target && status::whole_year_opens(slot.view, &self.context);
        let written = self.context.written.filter(|_| whole)?;
        let over = self.context.in_force.is_some_and(|f| f.period == Period::year(written - 1));
        over.then(|| Period::year(written))
    }

    /// Whether a value is how things stood at the end of a time rather than what came in over it.
    fn is_stock(&self, slot: &Slot, subject: &Subject, measure: Measure, clause: &str) -> bool {
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
            "新增", "累计", "引进", "完成", "新建", "新修", "修建", "铺设", "建成", "签约", "培育", "投入", "争取",
            "发放", "年均", "净增", "合计", "总计", "共计", "竣工", "增量", "发送", "运输", "转移", "培训", "投产",
            "改造", "改建", "脱贫", "安置", "就业", "惠及", "受益", "搬迁", "资助", "减少", "治理", "整治", "造林",
            "修复", "新设", "设立",
        ];
        let reached = slot.approach.chain.iter().any(|l| reach.closes(slot.view.slice(l.start, l.end)));
        let indicators = &self.recognizer.lexicon().indicators;
        let flows = ["investment", "tax", "fiscal_revenue", "fiscal_expenditure"];
        // 财政收入达到420亿元: what comes in year by year is reached in the last.
        let steady = ["tax", "fiscal_revenue"].iter().any(|c| indicators.is_under(subject.indicator, c))
            && slot.approach.chain.iter().any(|l| any_of!["达到", "突破"].closes(slot.view.slice(l.start, l.end)))
            && !any_of!["累计", "共", "总计", "合计"].within(clause);
        let flowing = flows.iter().any(|c| indicators.is_under(subject.indicator, c))
            && slot.dimension == Dimension::Money
            && !steady;
        // 数量实现翻番、达640家
        let arrives = slot.approach.chain.first().is_some_and(|l| slot.view.slice(l.start, l.end).starts_with('达'));
        let flown = clause.split("建成区").any(|part| flow.within(part)) || clause.contains("实现") && !arrives;
        // 80万人口脱贫, 为600个站点配备设备: what was done with them.
        let behind = slot.clause_behind();
        let done = any_of!["脱贫", "摘帽", "出列", "退出", "配备", "搬迁", "迁入", "安装"].within(behind);
        let flown = flown || done && matches!(slot.dimension, Dimension::Count | Dimension::People);
        // 税收3亿元，是“九五”末的2.1倍: what is held against the end of other years is that of the last one.
        let tail = slot.view.slice(slot.found.end, slot.view.end);
        let tail = &tail[..tail.find([';', '。']).unwrap_or(tail.len())];
        let held = |clause: &str| {
            let held = any_of!["是", "为", "相当于"].opens(clause) && any_of!["末的", "年的", "底的"].within(clause);
            held || any_of!["比20", "比19", "较20"].opens(clause) && any_of!["年增", "年末增", "年提高"].within(clause)
        };
        // 收入达到80亿元，年均增长28%，是2010年的3.4倍: what grows year by year is that of a year.
        let rates = any_of!["年均增长", "年均递增"];
        let said = slot.view.slice(slot.view.start, slot.found.start);
        let listed = || slot.view.slice(slot.clause, slot.found.start).starts_with("分别") && rates.within(said);
        let grows = reached
            && !said.contains("累计")
            // 财政收入、税收年均增长15%，分别达到648亿元、278亿元
            && (tail.split(',').nth(1).is_some_and(|clause| rates.opens(clause)) || listed());
        let against = tail.split(',').nth(1).is_some_and(held) || grows;
        let against = against && !slot.view.slice(slot.clause, slot.found.start).contains("累计");
        let stock = against
            || is_part_of_place(slot, said)
            || reached && !flowing && !flown
            || measure == Measure::Level && slot.only_stands() && !flown;
        // 生产总值突破5000亿元: what is said of one year's end, never summed over a plan.
        let yearly = ["gdp", "income", "population", "revenue", "value_added", "output_value", "retail_sales", "trade"]
            .iter()
            .any(|c| indicators.is_under(subject.indicator, c));
        stock || (yearly && measure == Measure::Level && !flown && !self.adds_up(slot))
    }

    /// `五年共接待游客320万人次，实现旅游收入26亿元`: the sentence goes on with sums of all years.
    fn adds_up(&self, slot: &Slot) -> bool {
        let before = slot.view.slice(slot.view.start, slot.clause);
        let last = self.context.antecedents.last().filter(|a| a.sentence == self.context.sentence);
        let summed = last.is_some_and(|a| {
            let row = &self.related.observations[a.draft];
            row.measure == Measure::Level && row.period.is_some_and(Period::spans_years)
        });
        summed
            && any_of!["共", "累计", "总计"].within(before)
            && !slot.approach.chain.iter().any(|l| l.cues.has(CueKind::Link))
    }
}

impl Slot<'_, '_> {
    /// Whether 由 or 从 stands right before the number.
    fn leaves(&self) -> bool {
        self.approach.chain.first().is_some_and(|l| self.view.slice(l.start, l.end).starts_with(['由', '从']))
    }

    /// The words for some earlier time that a number is moved from.
    fn leaves_past(&self) -> Option<(usize, usize)> {
        let link = self.approach.chain.first().filter(|_| self.leaves())?;
        any_of!["原来", "原先", "过去"].within(self.view.slice(link.start, link.end)).then_some((link.start, link.end))
    }

    /// `省级示范区9个，绿色工厂64家`, `公路里程3200公里`: nothing is said to be done, so that it is how things
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
        let from = self.head;
        let near = self.view.slice(from, self.found.start).rfind(['、', '和']).map_or(from, |i| from + i);
        let done = self.view.cues_in(from.min(near), self.found.start).any(|(h, s)| s.any(acts) && h.end - h.start > 3);
        let kinds = kinds || self.view.slice(self.approach.phrase.0, self.approach.phrase.1).ends_with("面积");
        kinds && self.approach.has_phrase() && !done && self.after.0 >= self.after.1
    }

    /// `从全省第六位上升到第四位`: the field of the rank stands between.
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
        let span = time::span_around(&self.context).or(self.context.in_force.map(|f| f.period)).map(Period::last);
        let span = span.or(self.context.written.map(Moment::Year));
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
        let held = matches!(antecedent.measure, Measure::Level | Measure::Share | Measure::Multiple);
        let last = antecedent.period == Some(Period::year(span.last().year()));
        let yearly = any_of!["同比", "上年", "去年"].within(slot.view.slice(slot.clause, slot.found.start));
        (held && last && !yearly).then_some(span)
    }

    /// `到2030年末突破55亿元，年均增长6%` in a text of about 2025: the five years of the plan that ends then.
    fn plan_until(&self, end: i16) -> Option<Period> {
        let written = self.context.written?;
        let until = self.context.in_force.is_some_and(|f| f.until);
        // 到2016年 in the first report of a government: the years of its term.
        let term = self.context.kind == DocumentKind::WorkReport && end - 4 == written;
        let plan = end % 5 == 0 && (end - 6..=end - 4).contains(&written);
        (until && (plan || term)).then(|| Period::years(end - 4, end))
    }

    /// `2002年达到600亿元，五年平均增长9.5%；税收50亿元，年均增长10%`: the years up to `now` over which the paragraph has
    /// told a growth.
    fn grown_over(&self, now: i16) -> Option<Period> {
        let told = self.context.antecedents.iter().rev().map(|a| &self.related.observations[a.draft]);
        let span = |o: &&Observation| o.measure == Measure::GrowthRate && o.period.is_some_and(Period::spans_years);
        told.filter(span).find_map(|o| o.period.filter(|p| p.last().year() == now))
    }

    /// `比2016年增长42%，年均增长7.3%`: the years since the one just compared with.
    fn yearly_since(&self, slot: &Slot, measure: Measure, clause: &str) -> Option<(Period, (usize, usize))> {
        // 全年签约项目310个，累计到位资金270亿元: the sum of that year.
        let whole_year = self.context.in_force.and_then(|f| f.words).is_some_and(|w| {
            w.0 >= slot.view.start && any_of!["全年", "当年", "去年", "上年"].opens(slot.view.slice(w.0, w.1))
        });
        let summed = clause.contains("累计") && !whole_year && matches!(measure, Measure::GrowthRate | Measure::Level);
        let yearly =
            matches!(measure, Measure::GrowthRate | Measure::Increase) && any_of!["年均", "平均每年"].within(clause);
        if !yearly && !summed {
            return None;
        }
        let Some(Period::At(Moment::Year(now))) = self.context.in_force.map(|f| f.period) else { return None };
        let base = slot.view.periods_in(slot.view.start, slot.found.start).iter().rev().find(|p| p.base);
        let year = |base: &PeriodMention| match base.when {
            When::Year(then) => Some(then),
            When::PlanEnd(n) => Some(plan_years(n).1),
            _ => None,
        };
        if let Some(base) = base.filter(|_| yearly)
            && let Some(then) = year(base)
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
        if let Some(from) = left.filter(|_| yearly)
            && let When::Year(then) = from.when
            && then + 1 < now
        {
            let words = (from.span.start as usize, from.span.end as usize);
            return Some((Period::years(then + 1, now), words));
        }
        // Under a heading of five years, the last of them named: 2021年达到3840亿元，年均增长7%.
        let around = self.context.heading.period.or(self.context.lead).filter(|p| p.spans_years());
        let around = around.or(self.context.plan).or_else(|| self.plan_until(now));
        let around = around.or_else(|| self.grown_over(now).filter(|_| yearly))?;
        let words = self.context.in_force.and_then(|f| f.words)?;
        (around.last().year() == now).then_some((around, words))
    }
}

/// `全县辖14个乡镇，3个林场`: how a place is parted, which stands as of a day. `said` is the sentence up to the number.
fn is_part_of_place(slot: &Slot, said: &str) -> bool {
    /// How long the account of the parts may be, in bytes.
    const ACCOUNT: usize = 300;
    let near = &said[said.floor_char_boundary(said.len().saturating_sub(ACCOUNT))..];
    let Some(at) = near.rfind('辖').map(|at| said.len() - near.len() + at) else { return false };
    let moves = CueSet::of(&[CueKind::Verb, CueKind::Increase, CueKind::Growth]);
    slot.dimension == Dimension::Count
        && is_governing(said, at)
        && !said[at..].contains([';', '。'])
        && !slot.view.cues_in(slot.view.start + at, slot.found.start).any(|(_, set)| set.any(moves))
}

/// Whether 辖 at `at` says how a place is parted, and is no word of courts (管辖, 辖区).
fn is_governing(said: &str, at: usize) -> bool {
    !said[..at].ends_with('管') && !said[at + '辖'.len_utf8()..].starts_with(['区', '案', '权', '内'])
}

/// `比上年的577亿元增长一倍`: the time of a value that is only compared with, which nothing refers back to.
pub(super) fn compared_with<'v>(slot: &Slot<'v, '_>, measure: Measure) -> Option<&'v PeriodMention> {
    let at = slot.found.start;
    slot.view.periods_in(slot.view.start, at).iter().rev().find(|p| {
        if !p.base {
            return false;
        }
        // 低于去年全年19%的增速
        let between = slot.view.slice(p.span.end as usize, at);
        let between = between.strip_prefix("全年").unwrap_or(between);
        // 较一季度(8.5%)回落, 与“十一五”年均增幅13%相比
        let set_against = || any_of!["相比", "比较"].opens(slot.view.slice(slot.found.end, slot.view.end));
        let gap = ["低于", "高于", "快于", "慢于"];
        let gap = || gap.iter().any(|w| slot.view.slice(slot.view.start, p.span.start as usize).ends_with(w));
        // 比2009年同期的66%高1.5个百分点: a share that a gap is told from.
        let held = || any_of!["高", "低"].opens(slot.view.slice(slot.found.end, slot.view.end));
        let told = match measure {
            Measure::Level => true,
            Measure::GrowthRate => gap(),
            Measure::Share => held(),
            _ => false,
        };
        // 比2015年的8.6万吨、7.2万吨分别下降…: every member of the list.
        let listed = || {
            between.ends_with(['、', '和'])
                && any_of!["的", "同期"].opens(between)
                && between.contains(|c: char| c.is_ascii_digit())
                && !between.contains([',', ';', '。', '(', '增', '减', '升', '降', '提', '达', '到', '至'])
        };
        (matches!(between, "" | "的" | "同期" | "同期的") || listed()) && told
            || matches!(between, "(" | "(-")
            || !between.contains(',') && set_against()
    })
}
