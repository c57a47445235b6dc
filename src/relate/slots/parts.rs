//! Parts of what was said: 其中…, 分行业看…. A name that only narrows the whole takes its indicator.

use super::Slot;
use crate::model::Measure;
use crate::model::any_of::any_of;
use crate::model::lexicon::{Dimension, IndicatorId};
use crate::relate::Relater;
use crate::relate::context::Antecedent;
use crate::relate::indicator::Choice;

/// Words that open an account of the parts of what was said: 其中, 分行业看.
pub(super) fn opens_parts(text: &str) -> bool {
    // Every one of the words has one of these, and a single character is found fast.
    if !text.contains('中') && !text.contains('看') && !text.contains('分') {
        return false;
    }
    any_of!["其中", "看,", "看:", "中,", "分产业", "分行业", "分门类", "分类型", "分经济", "分区域", "分地区", "分领域"]
        .within(text)
}

impl Relater<'_> {
    /// After 其中 a weak term, or the name of a kind, only narrows what the whole measures.
    pub(super) fn part_of_topic(&self, slot: &Slot, choice: Choice, measure: Measure) -> Option<IndicatorId> {
        let lead = slot.lead();
        let indicators = &self.recognizer.lexicon().indicators;
        let rate = matches!(measure, Measure::GrowthRate | Measure::ChangePp | Measure::Completion);
        // 人口自然增长率: a rate that has a name of its own is no part of another.
        if rate && slot.view.slice(choice.term.0, choice.term.1).ends_with('率') {
            return None;
        }
        // The words are looked for last, as this is asked of every number.
        if rate {
            let whole = self.part_of_rate(slot, choice, measure)?;
            // 价格上涨2%：食品烟酒类上涨7%
            let sold = indicators.is_under(choice.indicator, "retail_sales");
            let priced = sold && indicators.is_under(whole, "price");
            let zone = self.names_zone(choice, slot.view.slice(choice.term.0, choice.term.1));
            return (priced || zone || self.context.parts || opens_parts(lead)).then_some(whole);
        }
        // 肉牛出栏18万头，肉牛存栏32万头: a name that says what is measured is no part of what was.
        let term = slot.view.slice(choice.term.0, choice.term.1);
        let measured = any_of!["存栏", "结余", "保有量", "余额", "面积", "缺口", "顺差", "逆差"].closes(term);
        let narrows = choice.weak || choice.indicator == self.other() && !measured;
        if !narrows || !(self.context.parts || lead.contains("其中")) {
            return None;
        }
        let dimension = slot.dimension;
        let other = self.other();
        let amount =
            |a: &Antecedent| a.measure == Measure::Level || a.measure == Measure::Increase && a.indicator != other;
        let whole = self.context.antecedent(|a| a.dimension == dimension && amount(a))?;
        // 经营主体1900万户，其中企业830万户: enterprises are a kind of their own.
        let own = matches!(slot.classifier(), Some("户" | "家"))
            && indicators.is_under(choice.indicator, "enterprise_count")
            && !indicators.is_under(whole.indicator, "enterprise_count");
        // 生产总值360亿元，其中一产37亿元: the sectors of it have codes of their own.
        let sector = |id| {
            ["value_added.primary", "value_added.secondary", "value_added.tertiary"]
                .iter()
                .any(|c| indicators.find(c) == Some(id))
        };
        let sector =
            sector(choice.indicator) && (sector(whole.indicator) || indicators.is_under(whole.indicator, "gdp"));
        // 食物总量增加80万吨，其中水产品20万吨: goods with an output of their own.
        let is = |id, code| indicators.find(code) == Some(id);
        let cereal = term.contains(['薯', '豆', '粮', '谷', '稻', '麦']);
        let goods = !cereal && is(choice.indicator, "output_quantity") && is(whole.indicator, "grain.output");
        (!own && !sector && !goods).then_some(whole.indicator)
    }

    /// Whether a term in a bracket is a zone, of which nothing is said but that it is one.
    fn names_zone(&self, choice: Choice, term: &str) -> bool {
        let indicators = &self.recognizer.lexicon().indicators;
        let counted = indicators.find("park_count") == Some(choice.indicator);
        self.context.inside && (choice.weak || counted) && term.ends_with(['区', '园'])
    }

    /// `投资增长5%。分产业看，第一产业7%`, `增长26%，高于人代会12%的目标`: a percentage that says no more than that it is
    /// one, where growth was told.
    pub(super) fn goes_on_growing(&self, slot: &Slot, tail: &str) -> bool {
        let sentence = self.context.sentence;
        let last = self.context.antecedents.last().filter(|a| a.sentence + 1 >= sentence);
        // What fell says so of its parts too, which carry its sign.
        let rose = |a: &Antecedent| !self.related.observations[a.draft].value.is_sign_negative();
        let grew = last.is_some_and(|a| a.measure == Measure::GrowthRate && rose(a));
        let phrase = slot.view.slice(slot.approach.phrase.0, slot.found.start);
        let share = any_of!["率", "比", "度", "占", "比重", "比例", "占比", "达", "为", "到", "至"].closes(phrase);
        let part = || slot.approach.chain.is_empty() && (self.context.parts || opens_parts(slot.lead()));
        grew && (tail.starts_with("的目标")
            || !phrase.is_empty() && !share && !tail.starts_with(['为', '是']) && part())
    }

    /// `增加值增长9%。分类型看，集体企业增长4.3%`, `零售额下降2%，其中汽车下降4%`: what a thing that is only
    /// counted or produced has in common with the whole is its growth.
    fn part_of_rate(&self, slot: &Slot, choice: Choice, measure: Measure) -> Option<IndicatorId> {
        let indicators = &self.recognizer.lexicon().indicators;
        let sentence = self.context.sentence;
        let families = [
            "enterprise_count",
            "output_quantity",
            "grain",
            "project_count",
            "institution_count",
            "region_count",
            "population",
        ];
        let kind = families.iter().any(|f| indicators.is_under(choice.indicator, f));
        let term = slot.view.slice(choice.term.0, choice.term.1);
        // 工业中，电池产量增长11%: the output of a thing is named, whatever it is a part of.
        if term.contains("产量") {
            return None;
        }
        let named = term.contains("增加值");
        // 消费价格下降0.4%，其中交通通信类下降1.3%: a class of goods has no sales of its own here.
        let goods = indicators.is_under(choice.indicator, "retail_sales")
            && !any_of!["零售", "销售", "消费品", "餐饮"].within(term)
            || choice.indicator == self.other() && term == "商品";
        let industry = !named && indicators.is_under(choice.indicator, "value_added");
        // 为预算的104%（其中：市本级100%，开发区129%）: a zone, of which only that it is one is said.
        let zone = self.names_zone(choice, term);
        if !kind && !industry && !goods && !zone {
            return None;
        }
        let money = |a: &Antecedent| {
            let of = indicators.get(a.indicator);
            a.measure == measure
                && a.sentence + 2 >= sentence
                && (of.dimensions.has(Dimension::Money) || indicators.is_under(a.indicator, "price"))
        };
        let whole = self.context.antecedent(money)?.indicator;
        if goods {
            let sold = choice.indicator == self.other() && indicators.is_under(whole, "retail_sales");
            return (sold || indicators.is_under(whole, "price")).then_some(whole);
        }
        let inside = industry && (indicators.is_under(whole, "value_added") || indicators.is_under(whole, "gdp"));
        (!inside).then_some(whole)
    }
}
