//! The narrower code that the words around a general term ask for: 投资 of foreigners, of a budget, of projects.

use super::Slot;
use super::budget::lays_by;
use crate::model::DocumentKind;
use crate::model::Measure;
use crate::model::any_of::any_of;
use crate::model::lexicon::{Dimension, IndicatorId};
use crate::relate::Relater;
use crate::relate::context::Antecedent;
use crate::relate::indicator::{self, Choice};

/// Ways of writing industry above the size at which it is surveyed.
const ABOVE_SCALE: [&str; 3] = ["规模以上工业", "规模工业", "规上工业"];

/// Whether words tell of things in use (汽车保有量, 拥有营运汽车) and not of making them.
fn is_stock(words: &str) -> bool {
    const IN_USE: [&str; 6] = ["保有", "拥有", "营运", "运营", "上牌", "在册"];
    const MADE: [&str; 4] = ["生产", "产量", "产出", "投产"];
    IN_USE.iter().any(|w| words.contains(w)) && !MADE.iter().any(|w| words.contains(w))
}

/// Whether the words before 制造业增加值 name one branch of it: 专用设备, and not 全市, 规模以上.
fn is_branch(own: &str) -> bool {
    let place = own.ends_with(['市', '县', '区', '省', '州', '盟', '旗', '国']);
    !own.is_empty()
        && !place
        && !any_of!["全市", "全省", "全国", "全县", "全区", "规模以上", "规上", "全部", "实现", "其中", "中", "的"]
            .closes(own)
}

/// Whether a sentence of foreign investors gives an amount in their money: 协议利用外资…，实际投资1.2亿美元.
fn is_foreign(slot: &Slot, sentence: &str) -> bool {
    slot.classifier().is_some_and(|u| u.ends_with("美元")) && any_of!["外商", "外资"].within(sentence)
}

/// Whether the bare word 面积 after `own` is of no place that is used: 猕猴桃面积, and not 园区面积.
fn is_bare_area(term: &str, own: &str) -> bool {
    let places = any_of!["区", "园", "地", "规划", "厂房", "占", "总", "场", "建筑", "绿", "水", "林"];
    term == "面积" && !own.is_empty() && !places.within(own)
}

/// The code that a common word has by the words of its sentence: 资金 of contracts, 销售额 of dwellings, 收入 of tourism.
fn told_apart(slot: &Slot, code: &str, choice: Choice, own: &str) -> Option<&'static str> {
    let view = slot.view;
    let (term, sentence) = (view.slice(choice.term.0, choice.term.1), view.slice(view.start, choice.term.0));
    let near = last_clause(sentence);
    let funds = code == "fiscal_expenditure" && choice.weak && term == "资金";
    // 会上签约项目46项，涉及资金83亿元
    let signed = any_of!["签订", "签约"].within(near) && near.contains("项目");
    if funds && matches!(own, "" | "涉及" | "、") && signed {
        return Some("investment.contracted");
    }
    // 引进内联项目460项、资金20亿元
    let drawn = near.contains("引进") && any_of!["经济技术合作", "省外", "外来", "内联"].within(near);
    if funds && own.is_empty() && drawn {
        return Some("investment.inward_domestic");
    }
    match code {
        // 到位技改资金: money of enterprises.
        "fiscal_expenditure" if choice.weak && any_of!["技改", "自筹"].closes(own) => Some("finance.funds"),
        // 商品房销售面积30万平方米，销售额15亿元: of dwellings, of lots.
        "revenue" if term == "销售额" => {
            any_of!["商品", "房屋", "住宅", "房地产", "彩票", "限额"].within(sentence).then_some("other")
        }
        // 高新技术企业86家，创造增加值52亿元
        "value_added" if own.is_empty() && any_of!["高新技术企业", "高新技术产业"].within(sentence) => {
            Some("value_added.high_tech")
        }
        // 签约项目18个、投资规模64亿元
        "investment"
            if own.is_empty()
                && signed
                && slot.dimension == Dimension::Money
                && !any_of!["开工", "完成", "投产", "到位", "落地", "其中"].within(near) =>
        {
            Some("investment.contracted")
        }
        // 第一产业稳定增长。实现增加值148亿元
        "value_added" if own.is_empty() => {
            let (from, to) = view.sentence_before()?;
            let sectors = [
                ("第一产业", "value_added.primary"),
                ("第二产业", "value_added.secondary"),
                ("第三产业", "value_added.tertiary"),
            ];
            sectors.into_iter().find(|(name, _)| view.slice(from, to).contains(name)).map(|(_, code)| code)
        }
        // 投资120亿元建设20个重点项目, 项目平均投资6亿元
        "investment" if invests_in_projects(slot, choice, own) => Some("investment.project_total"),
        // 旅游人次和收入分别增长30%和25%
        "fiscal_revenue" if term == "收入" && own.is_empty() => {
            view.slice(slot.clause, choice.term.0).contains("旅游").then_some("revenue")
        }
        // 路面宽度不低于4.5米: how wide, not how long.
        "transport.mileage" if slot.classifier() == Some("米") => {
            view.slice(slot.clause, slot.end).contains('宽').then_some("other")
        }
        _ => None,
    }
}

/// Whether an amount is what a number of projects costs: 投资120亿元建设20个重点项目, 18个项目平均投资6亿元.
fn invests_in_projects(slot: &Slot, choice: Choice, own: &str) -> bool {
    let view = slot.view;
    let tail = view.slice(slot.found.end, view.end);
    let tail = &tail[..tail.find([',', ';', '。']).unwrap_or(tail.len())];
    let counted = tail
        .find(|c: char| c.is_ascii_digit())
        .is_some_and(|i| tail[i..].contains('个') && tail[i..].ends_with("项目"));
    let done = any_of!["完成", "累计", "年度", "增长"].within(view.slice(slot.clause, slot.found.start));
    let mean = own.ends_with("平均") && view.slice(view.start, choice.term.0).contains("项目");
    mean || own.is_empty() && counted && !done
}

/// The last two clauses of what was said of a sentence.
fn last_clause(sentence: &str) -> &str {
    sentence.rmatch_indices(',').nth(1).map_or(sentence, |(at, _)| &sentence[at..])
}

/// Whether the words before 投资 say that somebody comes to invest: 北京企业来津, and not 企业近年来累计.
fn comes_to(own: &str) -> bool {
    let Some((who, place)) = own.rsplit_once('来') else { return false };
    let time = who.ends_with(['年', '以', '未', '历', '本', '将', '原', '带', '月']);
    who.contains("企业") && !time && (1..=2).contains(&place.chars().count())
}

impl Relater<'_> {
    /// The narrower code that the words around a general term ask for.
    pub(super) fn narrowed(&self, slot: &Slot, phrase: (usize, usize), choice: Choice) -> IndicatorId {
        let indicators = &self.recognizer.lexicon().indicators;
        let (code, view) = (indicators.get(choice.indicator).code.as_str(), slot.view);
        let own = view.slice(phrase.0, choice.term.0);
        let sentence = view.slice(view.start, choice.term.0);
        let term = view.slice(choice.term.0, choice.term.1);
        let narrow = told_apart(slot, code, choice, own).or_else(|| match code {
            // 协议利用外资3亿美元，实际投资1.2亿美元
            "investment" if is_foreign(slot, sentence) => Some("investment.fdi"),
            // 完成投资占全市固定资产投资的比重
            "investment"
                if any_of!["占固定资产投资", "占全市固定资产投资", "占全部投资", "占全社会固定资产投资"]
                    .within(view.slice(choice.term.1, slot.found.start)) =>
            {
                // 房地产开发投资下降3%，完成投资占…的比重: of what was just told of.
                let told = self.context.antecedents.last().filter(|a| a.sentence == self.context.sentence);
                let told = told.filter(|a| own.is_empty() && indicators.is_under(a.indicator, "investment"));
                Some(told.map_or("investment.fixed_asset", |a| indicators.get(a.indicator).code.as_str()))
            }
            // 累计投入3万亿元: of a budget.
            "investment" if self.spends(view.slice(choice.term.0, choice.term.1)) => Some("fiscal_expenditure"),
            "investment"
                if own.contains("项目") && !self.of_fixed_assets()
                    || matches!(own, "" | "年度" | "当年" | "年度完成" | "当年完成")
                        && (self.follows_projects() || self.follows_planned())
                        && !any_of!["撬动", "带动", "吸引"].closes(view.slice(slot.clause, choice.term.0)) =>
            {
                Some("investment.project_annual")
            }
            "investment.project_total" if view.slice(slot.clause, slot.found.start).contains("年度计划") => {
                Some("investment.project_annual")
            }
            // 完成水利总投资33亿元，占计划的130%: what was invested, in no project that is named.
            "investment.project_total"
                if any_of!["实际完成", "累计完成", "共完成", "完成"].closes(view.slice(slot.clause, phrase.0))
                    && own.chars().count() <= 4
                    && !any_of!["工程", "厂", "站", "库", "桥", "路", "中心", "园"].closes(own)
                    && !sentence.contains("项目") =>
            {
                Some("investment")
            }
            // 用于某中学扩建工程200万元: what a budget pays.
            "investment.project_total" if self.pays(slot) && !term.starts_with("总投资") => {
                Some("fiscal_expenditure")
            }
            // 房地产开发投资增长46%，卫生投资增长57%: a branch by its own name is another.
            "investment" if sentence.contains("房地产开发") && (own.is_empty() || own.contains("房地产")) => {
                Some("investment.real_estate")
            }
            // 外省企业来津投资
            "investment" if comes_to(own) => Some("investment.inward_domestic"),
            "investment" if any_of!["工业", "制造业", "技改"].within(own) => Some("investment.industrial"),
            "investment" if self.of_fixed_assets() => Some("investment.fixed_asset"),
            // 旅游创汇: what was taken in, not sold abroad.
            "trade.export" if sentence.contains("旅游") && view.slice(choice.term.0, choice.term.1) == "创汇" => {
                Some("revenue")
            }
            // 猕猴桃面积: no land that is laid out for use.
            "area.land" if is_bare_area(view.slice(choice.term.0, choice.term.1), own) => Some("other"),
            // 培训农村待业人员: who is taught has no work by it.
            "employment" if view.slice(slot.clause, choice.term.0).contains("培训") => Some("other"),
            // 补充预算稳定调节基金: money laid by.
            "fiscal_revenue" if lays_by(slot, choice) => Some("fiscal_expenditure"),
            // 赔款及给付支出: spent by no state.
            "fiscal_expenditure" if self.is_private(slot, choice, own) => Some("other"),
            // 私募基金…资金规模, 发行股票…筹集资金
            "fiscal_expenditure" if choice.weak && self.raises(sentence) => Some("finance.funds"),
            // 签订合同312项，成交金额56亿元
            "other" if self.of_contracts(view.slice(choice.term.0, choice.term.1)) => Some("technology_contracts"),
            "output_quantity" if choice.weak && self.of_capacities(slot).is_some() => Some("capacity"),
            "output_quantity" if is_stock(view.slice(view.start, choice.term.1)) => Some("other"),
            "output_quantity" if own.contains("粮食") => Some("grain.output"),
            // 农民从集体分得的收入, 低收入农户人均可支配收入
            "fiscal_revenue" | "revenue" | "income.all"
                if choice.weak && any_of!["农民", "社员", "农户"].within(view.slice(slot.clause, choice.term.0))
                    || code == "income.all" && own.contains("农户") =>
            {
                Some("income.rural")
            }
            // 国有资本经营收入: the state's.
            "revenue"
                if own.contains("经营预算")
                    || term.starts_with("经营收入")
                        && any_of!["国有资产", "国有资本", "国有资产(资本)", "国有资本(资产)"].closes(own) =>
            {
                Some("fiscal_revenue")
            }
            // 平台内购收入: only a budget's 收入 is the state's.
            "fiscal_revenue" if choice.weak && self.is_takings(own) => Some("revenue"),
            "income.all" if !own.contains("居民") && !own.contains("全体") => self.whose_income(),
            // 粮食播种面积60万亩，总产量24万吨: of the same; 粮食6万吨，油料7千吨 are two.
            "output_quantity"
                if matches!(own, "" | "总") && term.ends_with(['产', '量']) && sentence.contains("粮食") =>
            {
                Some("grain.output")
            }
            // 引进省外项目资金12亿元, 利用内资金额
            "fiscal_expenditure" | "investment"
                if any_of!["省外", "市外", "县外", "区外", "旗外", "州外", "内资", "外来资金", "域外"]
                    .within(view.slice(slot.clause, slot.found.start))
                    && any_of!["引进", "利用", "吸引", "到位"].within(view.slice(slot.clause, slot.found.start)) =>
            {
                Some("investment.inward_domestic")
            }
            "value_added" if own.contains("战略性新兴") => None,
            "value_added" if own.ends_with("服务业") => Some("value_added.tertiary"),
            "value_added" if term.contains("服务业") => None,
            "value_added" if ABOVE_SCALE.iter().any(|w| sentence.contains(w)) => {
                Some("value_added.industry.above_scale")
            }
            // 23家规模以上企业实现产值52亿元，实现增加值8亿元
            "value_added"
                if own.is_empty()
                    && any_of!["规模以上企业", "规上企业", "规模企业"].within(sentence)
                    && !any_of!["服务业", "建筑业", "农业", "批发", "零售"].within(sentence) =>
            {
                Some("value_added.industry.above_scale")
            }
            // 规模以上工业增加值增长9%。…省属企业增加值增长12%，主导行业完成增加值增长8%
            "value_added"
                if any_of!["企业", "行业"].within(view.slice(slot.clause, choice.term.0))
                    && self.of_large_industry(sentence) =>
            {
                Some("value_added.industry.above_scale")
            }
            // 服务业企业实现营业收入合计87亿元
            "fiscal_revenue" if term == "收入合计" && any_of!["营业", "经营", "业务"].closes(own) => {
                Some("revenue")
            }
            // 农业投入8亿元: what was put into it.
            _ if code.starts_with("value_added")
                && choice.weak
                && slot.dimension == Dimension::Money
                && view.slice(choice.term.1, slot.found.start).contains("投入") =>
            {
                Some("fiscal_expenditure")
            }
            // 全部工业总产值31亿元，增加值9亿元
            "value_added" if own.is_empty() && self.follows_output_of_industry() => Some("value_added.industry"),
            "value_added.industry" if choice.weak && self.of_large_industry(sentence) => {
                Some("value_added.industry.above_scale")
            }
            // 租赁和商务服务业增加值: of one of its branches, unlike 现代服务业.
            "value_added.tertiary"
                if term.starts_with("服务业") && any_of!["商务", "技术", "居民", "软件"].closes(own) =>
            {
                Some("value_added")
            }
            // 专用设备制造业增加值: of one of its branches.
            "value_added.manufacturing" if is_branch(own) => {
                Some(if self.of_large_industry(sentence) { "value_added.industry.above_scale" } else { "value_added" })
            }
            _ => None,
        });
        let narrow = narrow.and_then(|c| indicators.find(c));
        narrow.unwrap_or_else(|| indicator::refine(self.recognizer, view, view.start, choice))
    }

    /// Whether the words, or the growth told before them, are of industry above the size at which it is
    /// surveyed.
    fn of_large_industry(&self, sentence: &str) -> bool {
        let large = self.recognizer.lexicon().indicators.find("value_added.industry.above_scale");
        let told = || {
            let mut near = self.context.antecedents.iter().rev().take(8);
            near.any(|a| Some(a.indicator) == large && a.sentence + 3 >= self.context.sentence)
        };
        ABOVE_SCALE.iter().any(|w| sentence.contains(w)) || told()
    }

    /// Whether the paragraph is an account of investment in fixed assets, whose parts follow.
    fn of_fixed_assets(&self) -> bool {
        let indicators = &self.recognizer.lexicon().indicators;
        let fixed = indicators.find("investment.fixed_asset");
        let about =
            |a: &&Antecedent| indicators.is_under(a.indicator, "investment") || a.indicator == self.other() || a.limit;
        // As long as nothing but investment is spoken of.
        let account = self.context.antecedents.iter().rev().take(40).take_while(about);
        account.into_iter().any(|a| Some(a.indicator) == fixed && a.measure == Measure::GrowthRate)
    }

    /// Whether the bare word 支出 after `own` is of no public account, as far as the paragraph tells.
    fn is_private(&self, slot: &Slot, choice: Choice, own: &str) -> bool {
        let bare = slot.view.slice(choice.term.0, choice.term.1) == "支出";
        let public = any_of!["财政", "预算", "公共", "民生", "政府", "基金", "级", "财力"].within(own);
        let indicators = &self.recognizer.lexicon().indicators;
        let told = || {
            let mut near = self.context.antecedents.iter().rev().take(12);
            near.any(|a| ["fiscal_revenue", "fiscal_expenditure"].iter().any(|c| indicators.is_under(a.indicator, c)))
        };
        bare && any_of!["赔款", "给付", "赔付"].within(own)
            && self.context.kind != DocumentKind::Budget
            && !public
            && !told()
    }

    /// Whether the last amount is what industry put out.
    fn follows_output_of_industry(&self) -> bool {
        let output = self.recognizer.lexicon().indicators.find("output_value.industry");
        let last = self.context.antecedents.last();
        last.is_some_and(|a| Some(a.indicator) == output && a.sentence + 1 >= self.context.sentence)
    }

    /// Whether `term` is the worth of technology contracts that the sentence just counted.
    fn of_contracts(&self, term: &str) -> bool {
        let contracts = self.recognizer.lexicon().indicators.find("technology_contracts");
        let last = self.context.antecedents.last();
        any_of!["成交金额", "成交额", "合同金额", "交易额", "合同额"].closes(term)
            && last.is_some_and(|a| Some(a.indicator) == contracts && a.sentence == self.context.sentence)
    }

    /// Whether a sentence is of money that shares, bonds and funds raise.
    fn raises(&self, sentence: &str) -> bool {
        self.context.kind != DocumentKind::Budget && any_of!["股票", "证券", "私募", "基金", "上市"].within(sentence)
    }

    /// Whether a budget says what money is for.
    pub(super) fn pays(&self, slot: &Slot) -> bool {
        let sentence = slot.view.slice(slot.view.start, slot.found.start);
        self.context.kind == DocumentKind::Budget && any_of!["用于", "安排", "投入", "支持"].within(sentence)
    }

    /// Whether the bare word 收入 after `own` means what somebody earned by business.
    fn is_takings(&self, own: &str) -> bool {
        let state = any_of!["财政", "预算", "税", "基金", "公共", "国有", "转移", "级"].within(own);
        let earlier = self.context.antecedents.last().map(|a| a.indicator);
        let indicators = &self.recognizer.lexicon().indicators;
        let whose = own.trim_start_matches("全年").trim_start_matches("全市").trim_end_matches('总');
        let tourism = earlier.is_some_and(|id| ["tourism", "revenue"].iter().any(|c| indicators.is_under(id, c)));
        self.context.kind != DocumentKind::Budget && !state && (!whose.is_empty() || tourism)
    }

    /// `城镇居民人均可支配收入…，其中工资性收入`: the residents just named.
    fn whose_income(&self) -> Option<&'static str> {
        let indicators = &self.recognizer.lexicon().indicators;
        let last =
            self.context.antecedents.iter().rev().take(6).find(|a| indicators.is_under(a.indicator, "income"))?;
        ["income.urban", "income.rural"].into_iter().find(|c| indicators.find(c) == Some(last.indicator))
    }

    /// `年度计划投资66亿元，…，完成投资12亿元`: of the projects whose plan was just told.
    fn follows_planned(&self) -> bool {
        let indicators = &self.recognizer.lexicon().indicators;
        let near = self.context.antecedents.iter().rev().take(6);
        let last = near
            .take_while(|a| a.sentence + 1 >= self.context.sentence)
            .find(|a| indicators.is_under(a.indicator, "investment"));
        last.is_some_and(|a| indicators.find("investment.project_annual") == Some(a.indicator))
    }

    /// `重点项目86个、完成投资520亿元`: the value before counts projects.
    fn follows_projects(&self) -> bool {
        let projects = self.recognizer.lexicon().indicators.find("project_count");
        let last = self.context.antecedents.last();
        last.is_some_and(|a| a.sentence == self.context.sentence && Some(a.indicator) == projects)
    }

    /// `营收过50亿元的企业4家`: enterprises counted by a limit of revenue.
    pub(super) fn revenue_class(&self, slot: &Slot, indicator: IndicatorId) -> IndicatorId {
        let indicators = &self.recognizer.lexicon().indicators;
        let limited = self.context.antecedents.last().is_some_and(|a| {
            a.limit
                && a.sentence == self.context.sentence
                && slot.found.start.saturating_sub(slot.clause) < 60
                && indicators.is_under(self.related.observations[a.draft].indicator, "revenue")
        });
        match indicators.find("enterprise_count.revenue_class") {
            Some(class) if limited && indicators.get(indicator).code == "enterprise_count" => class,
            _ => indicator,
        }
    }
}
