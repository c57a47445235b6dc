//! The measure of a number that no cue tells: by what is measured, and by the numbers before.

use crate::model::any_of::any_of;
use rust_decimal::Decimal;

use super::parts::opens_parts;
use super::{Slot, Subject};
use crate::model::Measure;
use crate::model::lexicon::{CueKind, CueSet, Dimension};
use crate::relate::Relater;
use crate::relate::measure::{self, Reading};
use crate::relate::rules::RuleId;

impl Relater<'_> {
    /// The measure where no cue tells it.
    pub(super) fn measure_by_subject(&self, slot: &Slot, subject: &Subject, floor: usize) -> Reading {
        let plain = |measure| Reading { measure, negative: false, words: None };
        let indicators = &self.recognizer.lexicon().indicators;
        if slot.dimension == Dimension::Percent {
            // 总产值的增长速度，2019年为6%
            let named = subject.phrase.map_or("", |p| slot.view.slice(p.0, slot.clause.max(p.1)));
            if any_of!["增长速度", "增速", "增幅", "增长率"].within(named) {
                return plain(Measure::GrowthRate);
            }
            // 对工业增长的贡献率最大，达到26.8%
            if named.contains("贡献率") {
                return plain(Measure::Contribution);
            }
            if let Some((measure, negative)) = subject.of.and_then(|of| self.arrived_at(slot, of)) {
                return Reading { measure, negative, words: None };
            }
            // 增长速度，2020年计划为6%，实际达到6.8%: of a thing that is no rate itself.
            let growth = |of: usize| self.related.observations[of].measure == Measure::GrowthRate;
            let rate = indicators.get(subject.indicator).dimensions.has(Dimension::Percent);
            if subject.of.is_some_and(growth) && !rate && subject.indicator != self.other() {
                return plain(Measure::GrowthRate);
            }
            // 增加值增长6%。按门类看，采矿业-1.4%、制造业8.2%
            let last = self.context.antecedents.last().filter(|a| a.sentence + 1 >= self.context.sentence);
            let signed = slot.found.number.unit.is_some();
            let part = signed && subject.phrase.is_some() && (self.context.parts || opens_parts(slot.lead()));
            if part && last.is_some_and(|a| a.measure == Measure::GrowthRate) && !slot.names_rate() {
                return plain(Measure::GrowthRate);
            }
            let dimensions = indicators.get(subject.indicator).dimensions;
            let price = ["price.cpi", "price.ppi"].iter().any(|c| indicators.is_under(subject.indicator, c));
            if price {
                let index = slot.found.number.low > Decimal::from(50);
                return plain(if index { Measure::Share } else { Measure::GrowthRate });
            }
            // 压减公用经费15%: by so much, of an amount.
            let phrase = subject.phrase.unwrap_or(slot.approach.phrase);
            if measure::governed_by_decrease(slot.view, slot.clause.min(phrase.0), phrase) && !slot.names_rate() {
                return Reading { measure: Measure::GrowthRate, negative: true, words: None };
            }
            let reached = slot.clause_before().contains(['到', '至', '达', '为']);
            if let Some(negative) = measure::governed_by_change(slot.view, slot.clause.min(phrase.0), phrase)
                && !reached
                && !slot.names_rate()
            {
                return Reading { measure: Measure::GrowthRate, negative, words: None };
            }
            if dimensions.has(Dimension::Percent) || subject.indicator == self.other() {
                return plain(Measure::Share);
            }
            if slot.view.slice(slot.clause, slot.found.start).contains("完成") {
                return plain(Measure::Completion);
            }
            return plain(Measure::Share);
        }
        if let Some(negative) = self.goes_on_changing(slot) {
            return Reading { measure: Measure::Increase, negative, words: None };
        }
        // 新增公路86公里: the verb is part of the term; a name such as 新增债券 takes its level.
        let term = subject.term.map_or("", |t| slot.view.slice(t.0, t.1));
        // 城镇新增就业 is the name of an indicator.
        let named = subject.term.is_some_and(|t| slot.view.slice(slot.clause, t.0).ends_with("城镇"));
        // 五年增量超过400亿元
        if slot.view.slice(slot.approach.phrase.0, slot.approach.phrase.1).ends_with("增量") {
            return plain(Measure::Increase);
        }
        if any_of!["新增", "净增"].opens(term) && !any_of!["债", "贷", "财力"].within(term) && !named {
            return plain(Measure::Increase);
        }
        if subject.of.is_none() || slot.dimension == Dimension::Money {
            let phrase = subject.phrase.unwrap_or(slot.approach.phrase);
            // 新增百亿企业3家: the verb stands before the limit of the class.
            let last = self.context.antecedents.last();
            let of_class = last.is_some_and(|a| a.limit && a.sentence == self.context.sentence);
            let from = if of_class {
                let clause = slot.head;
                slot.view.slice(clause, slot.found.start).rfind('、').map_or(clause, |i| clause + i)
            } else {
                slot.clause.max(floor).min(phrase.0)
            };
            // 新增一般债券: 新增 belongs to the name.
            if slot.view.slice(phrase.0, phrase.1).contains('债') {
                return plain(Measure::Level);
            }
            // 再减少低收入人口2万人
            if measure::governed_by_decrease(slot.view, from, phrase) {
                return Reading { measure: Measure::Increase, negative: true, words: None };
            }
            match measure::governed_by_increase(slot.view, from, phrase) {
                Some(true) => return plain(Measure::Increase),
                Some(false) => return plain(Measure::Level),
                None => {}
            }
            let chain_verb = slot.approach.chain.iter().any(|l| {
                let words = slot.view.slice(l.start, l.end);
                l.cues.any(CueSet::of(&[CueKind::Verb, CueKind::Link])) && (l.end - l.start > 3 || words == "达")
            });
            let total = slot.view.slice(slot.clause, slot.found.start).contains("累计");
            // 新增园区2个，甲区43项成果获推广: what another names, or was won, is not added.
            let own = subject.rule == RuleId::After || slot.view.slice(slot.clause, slot.found.start).starts_with('获');
            // 建材企业利润亏损0.7亿元
            if slot.view.slice(phrase.0, phrase.1).ends_with("利润亏损") {
                return Reading { measure: Measure::Level, negative: true, words: None };
            }
            if !chain_verb && !total && self.continues_increase(slot, own) {
                return plain(Measure::Increase);
            }
        }
        plain(Measure::Level)
    }

    /// `较年初净增72个、310亿元`: an amount of another kind right behind one by which something changed; whether both
    /// fell.
    fn goes_on_changing(&self, slot: &Slot) -> Option<bool> {
        let numbers = &slot.view.scan.numbers;
        let before = numbers[..numbers.partition_point(|n| n.start < slot.found.start)].last()?;
        let last = self.context.antecedents.last().filter(|a| a.change && a.measure == Measure::Increase)?;
        let joined = matches!(slot.view.slice(before.end, slot.found.start), "、" | "和");
        let near = joined && last.sentence == self.context.sentence && last.dimension != slot.dimension;
        near.then(|| self.related.observations[last.draft].value.is_sign_negative())
    }

    /// `增速由6.3%提高到8.1%`, `降幅由7.2%收窄到3.1%`: a rate that moved is the same kind of rate where it arrived,
    /// with the same sign.
    fn arrived_at(&self, slot: &Slot, of: usize) -> Option<(Measure, bool)> {
        let arrives = slot.approach.chain.iter().any(|l| slot.view.slice(l.start, l.end).ends_with(['到', '至', '为']));
        let numbers = &slot.view.scan.numbers;
        let before = numbers[..numbers.partition_point(|n| n.start < slot.found.start)].last()?;
        let moved = slot.view.slice(before.end, slot.found.start);
        let from = || {
            let left = slot.view.slice(slot.view.clause_start(before.start, slot.view.start), before.start);
            left.contains(['由', '从'])
        };
        let same = arrives && !moved.contains([',', ';', '。', '(']) && from();
        let rate = [Measure::GrowthRate, Measure::Contribution, Measure::Completion];
        let row = &self.related.observations[of];
        (same && rate.contains(&row.measure)).then(|| (row.measure, row.value.is_sign_negative()))
    }

    /// Whether a number has the unit of a row that was read.
    pub(super) fn counts_alike(&self, slot: &Slot, draft: usize) -> bool {
        let unit = self.related.observations[draft].unit_span;
        slot.classifier() == Some(unit.of(&self.document.text))
    }

    /// `新增A企业100家、B企业150家`, `新增33家，其中C企业8家`: a list and a part go on adding.
    fn continues_increase(&self, slot: &Slot, own: bool) -> bool {
        let Some(last) = self.context.antecedents.iter().rev().find(|a| !a.limit) else { return false };
        let head = slot.view.slice(slot.clause, slot.found.start);
        let listed =
            slot.view.slice(slot.clause.saturating_sub(3).max(slot.view.start), slot.found.start).starts_with(['、'])
                || head.trim_start_matches('级').starts_with('、');
        let part = head.starts_with("其中");
        let bare = slot.approach.chain.is_empty() && slot.approach.has_phrase() && !own;
        // 新增装机容量40万千瓦，铁路里程60公里: what is added to goes on being added to.
        let (from, to) = slot.approach.phrase;
        let stock = any_of!["能力", "里程", "容量", "面积", "装机", "产能"].closes(slot.view.slice(from, to));
        // 余额增加18亿元，其中人民币存款余额280亿元: the name of a stock is no amount that was added.
        let name = slot.view.slice(from, to);
        if any_of!["余额", "保有量", "存量", "总量", "总额"].closes(name) {
            return false;
        }
        // 新增产能30万吨，总装机90万千瓦: the whole of it, unlike 总部企业.
        if any_of!["人均", "总装机", "总里程", "总面积", "总规模", "总产能", "总数"].within(name) {
            return false;
        }
        // 比上年增加150亿元，其中A…: a part of the level, not of its change.
        // 新增车位900个。其中，城东520个
        let words = slot.view.slice(slot.view.start, slot.found.start);
        let next = last.sentence + 1 >= self.context.sentence
            && words.trim_start().starts_with("其中")
            && last.dimension == slot.dimension
            && self.counts_alike(slot, last.draft)
            && !any_of!["现有", "已有", "原有", "共有", "拥有"].within(words);
        (last.sentence == self.context.sentence || next)
            && last.measure == Measure::Increase
            && !last.change
            && (slot.dimension == Dimension::Count
                || stock
                || (listed || part || next) && last.dimension == slot.dimension)
            && (listed || part || bare || next)
            && !matches!(slot.dimension, Dimension::Percent)
    }
}
