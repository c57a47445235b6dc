//! Whether the term found in a phrase is what the phrase names: its head, and a thing that the number's
//! classifier counts.

use rust_decimal::Decimal;

use super::Slot;
use crate::model::Measure;
use crate::model::any_of::any_of;
use crate::model::lexicon::{Dimension, IndicatorId};
use crate::relate::Relater;
use crate::relate::indicator::Choice;

/// What may follow a term in its phrase without being the head: 规模工业企业[数量], 三品一标[认证].
const TAILS: [&str; 55] = [
    "硬化",
    "天数",
    "均值",
    "平均值",
    "稳定",
    "接连",
    "翻番",
    "倍增",
    "连续",
    "数量",
    "总数",
    "总量",
    "总额",
    "总值",
    "总计",
    "合计",
    "共计",
    "规模",
    "金额",
    "认证",
    "任务",
    "负担",
    "预算",
    "决算",
    "成效",
    "恢复",
    "通车",
    "建设",
    "业务",
    "用户",
    "情况",
    "方面",
    "水平",
    "工作",
    "目标",
    "指标",
    "个数",
    "家数",
    "资金",
    "案件",
    "累计",
    "存量",
    "增量",
    "减量",
    "油气当量",
    "到位",
    "落地",
    "开工",
    "入库",
    "认定",
    "评价",
    "申报",
    "备案",
    "改制",
    "挂牌",
];

/// Bodies that are counted, with people of their own.
const BODIES: [&str; 5] =
    ["institution_count", "enterprise_count", "market_entity_count", "park_count", "platform_count"];

/// As [`TAILS`], after what people are counted for: 旅游[人数], no 高校[人数].
const PEOPLE_TAILS: [&str; 2] = ["人数", "户数"];

/// As [`TAILS`], where nothing else follows the term: 业 in 餐饮业, 案 in 法规案.
const SHORT_TAILS: [&str; 7] = ["数", "量", "项", "额", "业", "案", "类"];

impl Relater<'_> {
    /// Whether the term is the head of its phrase, which ends at `end`. A Chinese noun phrase has its
    /// head at the end, so a term that unknown words follow only describes them: 汽车消费券 are no
    /// cars, 营业收入中的成本 is no income.
    pub(super) fn is_head(&self, slot: &Slot, choice: Choice, end: usize, measure: Measure) -> bool {
        let (view, from) = (slot.view, choice.term.1);
        let mut rest = view.slice(from, end).trim_matches([' ', ',', '的', '等', '\t']);
        while let Some(open) = rest.rfind(['(', '[']).filter(|_| rest.ends_with([')', ']'])) {
            rest = rest[..open].trim_end();
        }
        // 高校人数增长: the word of change is no part of the name.
        let name = view.slice(from, end.min(slot.approach.phrase.1).max(from));
        let of_people = PEOPLE_TAILS.iter().any(|t| name.ends_with(t)) && self.is_body(choice.indicator);
        // 再生水利用率: a rate of its own, whatever verb is in its name.
        let own_rate = measure == Measure::Share && rest.ends_with('率') && !rest.ends_with("增长率");
        let verb = || view.cues_in(from, end).any(|(h, _)| h.start as usize == from && h.end - h.start > 3);
        let said = !own_rate && !of_people && verb()
            || rest.starts_with(['由', '从', '比', '较', '占', '超', '达', '在', '居', '将', '为', '拟'])
            // 产量要保证达到, 购置税按…征收; but 要素, 按揭 are names.
            || rest.starts_with(['要', '按']) && !any_of!["要素", "要塞", "按揭"].opens(rest)
            || view.periods_in(from, end).first().is_some_and(|p| p.span.start as usize == from)
            || !view.regions_in(from, end).is_empty();
        let rate = matches!(slot.dimension, Dimension::Percent | Dimension::Pp | Dimension::Multiple)
            && measure != Measure::Share;
        // 出口甲国3亿元: a verb and its object.
        let trade = ["trade.export", "trade.import"]
            .iter()
            .any(|c| self.recognizer.lexicon().indicators.is_under(choice.indicator, c));
        // 生猪收购价每公斤21元
        let priced = rest.starts_with('每')
            && rest.chars().count() <= 4
            && self.recognizer.lexicon().indicators.find("price.unit") == Some(choice.indicator);
        rest.is_empty()
            || priced
            || (rate && !of_people && !name.ends_with('率'))
            || (trade && slot.dimension == Dimension::Money)
            || said
            || choice.indicator == self.other()
            || TAILS.iter().any(|t| rest.ends_with(t))
            || PEOPLE_TAILS.iter().any(|t| rest.ends_with(t)) && !of_people
            || SHORT_TAILS.contains(&rest)
    }

    /// Whether an indicator counts bodies, which have people and are none.
    fn is_body(&self, id: IndicatorId) -> bool {
        BODIES.iter().any(|c| self.recognizer.lexicon().indicators.is_under(id, c))
    }

    /// Whether things of an indicator are counted with the classifier of the number: 项 counts no
    /// hospitals, 名 no enterprises, 辆 no regions.
    pub(super) fn fits_classifier(&self, slot: &Slot, id: IndicatorId) -> bool {
        const PEOPLE: [&str; 5] = ["talent", "staff_count", "employment", "population", "visitor_count"];
        const PAPERS: [&str; 4] = ["document_count", "project_count", "event_count", "region_count"];
        /// What is held once, and what households are not.
        const OTHERS: [&str; 5] = ["document_count", "project_count", "region_count", "park_count", "platform_count"];
        let unlike: &[&[&str]] = match slot.classifier() {
            Some("项" | "条" | "件" | "起" | "宗") => &[&BODIES, &PEOPLE, &["region_count"]],
            Some("名" | "人" | "位" | "人次") => &[&BODIES, &PAPERS],
            Some("场" | "场次") => &[&BODIES, &PEOPLE, &OTHERS],
            Some("批次") => &[&BODIES, &OTHERS],
            Some("户") => &[&["document_count", "project_count", "region_count", "park_count"]],
            // 各县建有1所职业学校, 甲镇5栋
            Some("所" | "栋" | "幢" | "间" | "套" | "处") => &[&["region_count"]],
            // 金牌56枚
            Some("枚") => &[&["brand_count"], &BODIES, &PEOPLE],
            Some("家" | "支" | "类" | "种") => &[&PEOPLE],
            Some("册" | "份" | "本" | "辆" | "台" | "艘" | "架" | "头" | "只" | "羽" | "张" | "吨") => {
                &[&BODIES, &PEOPLE, &PAPERS]
            }
            // 135万城市居民: as many regions there are not.
            None if slot.found.number.low >= Decimal::from(10_000) => &[&PAPERS, &["park_count", "platform_count"]],
            _ => return true,
        };
        let indicators = &self.recognizer.lexicon().indicators;
        !unlike.iter().flat_map(|codes| codes.iter()).any(|c| indicators.is_under(id, c))
    }

    /// Whether an indicator only counts things.
    pub(super) fn is_counted(&self, id: IndicatorId) -> bool {
        const THINGS: [&str; 5] =
            ["document_count", "project_count", "event_count", "region_count", "institution_count"];
        THINGS.iter().any(|c| self.recognizer.lexicon().indicators.is_under(id, c))
    }
}
