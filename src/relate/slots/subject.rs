//! What a number measures, by the words beside it: the noun phrase before it, else the one after.

use rust_decimal::Decimal;

use super::Slot;
use crate::model::any_of::any_of;
use crate::model::lexicon::{CueKind, Dimension, IndicatorId};
use crate::model::{Measure, Period, RegionCode};
use crate::relate::classes::{self, Class};
use crate::relate::context::Antecedent;
use crate::relate::indicator::{self, Choice};
use crate::relate::rules::RuleId;
use crate::relate::{Relater, names};

/// What a number measures, before the slots of time, place and status.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) indicator: IndicatorId,
    /// What an analyst would write for it.
    pub(super) text: String,
    /// The industry, park, firm or project whose figure it is.
    pub(super) whose: Option<String>,
    /// The noun phrase that names it.
    pub(super) phrase: Option<(usize, usize)>,
    /// The term of the lexicon in that phrase.
    pub(super) term: Option<(usize, usize)>,
    pub(super) rule: RuleId,
    /// The value it belongs to.
    pub(super) of: Option<usize>,
    /// The place and time that a list before the numbers gives it, in order.
    pub(super) given: Given,
}

/// What a list of places or years gives to one of the numbers that answer it, and the words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Given {
    pub(super) region: Option<(RegionCode, (usize, usize))>,
    pub(super) period: Option<(Period, (usize, usize))>,
}

impl Subject {
    /// What the words of `phrase` name, of no other value.
    pub(super) fn new(
        indicator: IndicatorId,
        text: String,
        whose: Option<String>,
        phrase: (usize, usize),
        term: Option<(usize, usize)>,
        rule: RuleId,
    ) -> Self {
        Self { indicator, text, whose, phrase: Some(phrase), term, rule, of: None, given: Given::default() }
    }
}

/// `与14个城市直航`: places that are counted as ends of lines.
fn flown_to(slot: &Slot) -> bool {
    any_of!["通航", "直航"].within(slot.view.slice(slot.view.start, slot.view.end))
}

impl Slot<'_, '_> {
    /// `支持126个项目`: the phrase after the number names what it counts.
    fn named_after(&self, choice: Choice) -> Subject {
        let phrase = (self.after.0, self.after.1);
        let text = names::indicator_text(self.view, phrase);
        Subject::new(
            choice.indicator,
            text,
            names::subject(self.view, phrase, choice.term),
            phrase,
            Some(choice.term),
            RuleId::After,
        )
    }
}

impl Relater<'_> {
    /// What an earlier row measures, for a number that belongs to its value.
    pub(super) fn attached_to(&self, draft: usize, rule: RuleId) -> Subject {
        let o = &self.related.observations[draft];
        Subject {
            indicator: o.indicator,
            text: o.indicator_text.clone(),
            whose: o.subject.clone(),
            phrase: None,
            term: None,
            rule,
            of: Some(draft),
            given: Given::default(),
        }
    }

    /// The indicator of what has no code.
    pub(super) fn other(&self) -> IndicatorId {
        self.recognizer.lexicon().indicators.other()
    }

    /// What a number measures, from the words around it and the account they stand in.
    pub(super) fn what(&self, slot: &Slot, measure: Option<Measure>, class: Option<Class>, floor: usize) -> Subject {
        if let Some(moved) = self.moved_places(slot) {
            return moved;
        }
        let subject = self.in_accounts(slot, self.worded(slot, measure, class, floor));
        let subject = self.granted(slot, subject);
        if let Some(part) = self.part_in_bracket(slot, subject.indicator) {
            return Subject { indicator: part, ..subject };
        }
        let indicators = &self.recognizer.lexicon().indicators;
        if let Some(indicator) = self.narrower_before(slot, &subject) {
            return Subject { indicator, ..subject };
        }
        let code = match indicators.get(subject.indicator).code.as_str() {
            // 连续举办12届柑橘节
            _ if slot.classifier() == Some("届") => "event_count",
            code if code.starts_with("investment") && classes::names_project(slot.view, &slot.found) => {
                "investment.project_total"
            }
            // 至上年末完成投资90亿元，本年度计划投资30亿元
            "investment" if slot.view.slice(slot.clause, slot.found.start).ends_with("年度计划投资") => {
                "investment.project_annual"
            }
            // 一级补助3.5万元/户
            _ if slot.pays_each() => "fiscal_expenditure",
            "gdp" if slot.is_per_head() => "gdp.per_capita",
            // 教育支出每月800元，从所得中扣除: what is not taxed, no spending.
            "fiscal_expenditure" if slot.is_deducted() => "other",
            // 5个产业各达到300亿
            "industrial_chain_count" if slot.dimension == Dimension::Money => "output_value",
            "region_count" if flown_to(slot) => "route_count",
            "other" if slot.counts_guests() => "tourism.visitors",
            "other" if slot.counts_care() => "institution_count",
            "other" if slot.counts_centres() => slot.kind_of_centre(),
            "region_count" if slot.counts_facility() => "institution_count",
            // 茶场年产春茶420吨, 年产阀门2万台
            "other" if slot.counts_goods() && slot.is_produced() => "output_quantity",
            // 集装箱200万标箱
            "other" if matches!(slot.classifier(), Some("标箱" | "标准箱" | "TEU")) => "transport.freight",
            // 淘汰460户企业的落后产能: whose they are is counted.
            _ if slot.counts_owners() => "enterprise_count",
            // 30万吨/年以下煤矿
            "other" if slot.is_capacity() => "capacity",
            // 新增12家企业上市
            "enterprise_count" if slot.lists_shares() => "enterprise_count.listed",
            // 已开复工20项，还有2项未开工
            "other" if slot.counts_begun() && self.tells_projects() => "project_count",
            // 规上服务业单位26户
            "institution_count" | "other" if slot.counts_units() => slot.kind_of_unit(),
            _ if slot.counts_sellers() => "enterprise_count.revenue_class",
            "enterprise_count" if slot.counts_class() => "enterprise_count.revenue_class",
            // 收入超百亿元的8家企业
            "enterprise_count" if slot.follows_limit() => {
                return Subject { indicator: self.revenue_class(slot, subject.indicator), ..subject };
            }
            _ => return subject,
        };
        Subject { indicator: indicators.find(code).unwrap_or(subject.indicator), ..subject }
    }

    /// `补助收入99万元（含特殊转移支付6万元）`: a part of the amount before the bracket, on its side of a budget.
    fn part_in_bracket(&self, slot: &Slot, own: IndicatorId) -> Option<IndicatorId> {
        /// In bytes.
        const FAR: usize = 150;
        let state = |id| {
            ["fiscal_revenue", "fiscal_expenditure"]
                .iter()
                .any(|c| self.recognizer.lexicon().indicators.is_under(id, c))
        };
        (own == self.other() || state(own)).then_some(())?;
        let from = slot.view.start.max(slot.view.text().floor_char_boundary(slot.found.start.saturating_sub(FAR)));
        let before = slot.view.slice(from, slot.found.start);
        let open = from - slot.view.start + before.rfind("(含")?;
        let before = slot.view.slice(slot.view.start, slot.found.start);
        let inside = &before[open + "(含".len()..];
        let indicators = &self.recognizer.lexicon().indicators;
        let last = self.context.antecedents.last().filter(|a| a.sentence == self.context.sentence && !a.bracketed)?;
        let row = &self.related.observations[last.draft];
        let open = slot.view.scan.normal.original(slot.view.start + open, slot.view.start + open + 1);
        let budget = ["fiscal_revenue", "fiscal_expenditure"].iter().any(|c| indicators.is_under(last.indicator, c));
        let joined = row.unit_span.end.max(row.span.end) == open.start && last.dimension == slot.dimension;
        (budget && joined && !inside.contains([')', ','])).then_some(last.indicator)
    }

    /// `投资增长8%，居全省第6，前移2个位次`: places are those of the rank just said.
    fn moved_places(&self, slot: &Slot) -> Option<Subject> {
        let places = slot.view.slice(slot.found.start, slot.view.end);
        let places = places.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十两".contains(c));
        let moves = any_of!["提高", "提升", "上升", "跃升", "前移", "前进", "后移", "下降", "下滑"];
        let moved = moves.closes(slot.view.slice(slot.clause, slot.found.start)) || !slot.approach.has_phrase();
        let bare = any_of!["个位次", "位次"].opens(places) && moved;
        let last = self.context.antecedents.last().filter(|a| bare && a.sentence == self.context.sentence)?;
        Some(self.attached_to(last.draft, RuleId::Attached))
    }

    /// `12家高新技术企业，已有5家企业提交资料`: some of the enterprises just counted.
    fn narrower_before(&self, slot: &Slot, subject: &Subject) -> Option<IndicatorId> {
        let indicators = &self.recognizer.lexicon().indicators;
        if indicators.find("enterprise_count") != Some(subject.indicator) {
            return None;
        }
        let bare = slot.view.slice(slot.found.end, slot.view.end).starts_with("企业");
        let some = any_of!["已有", "其中有", "其中", "中有"].closes(slot.view.slice(slot.clause, slot.found.start));
        let last = self.context.antecedents.last().filter(|a| bare && some && a.sentence == self.context.sentence)?;
        indicators.is_under(last.indicator, "enterprise_count").then_some(last.indicator)
    }

    /// Whether the paragraph tells of projects or of what is invested in them.
    fn tells_projects(&self) -> bool {
        let indicators = &self.recognizer.lexicon().indicators;
        let of = |a: &Antecedent| ["project_count", "investment"].iter().any(|c| indicators.is_under(a.indicator, c));
        self.context.antecedents.iter().rev().take(6).any(of)
    }

    /// What a number measures, from the words around it.
    fn worded(&self, slot: &Slot, measure: Option<Measure>, class: Option<Class>, floor: usize) -> Subject {
        let relative = matches!(slot.dimension, Dimension::Percent | Dimension::Pp);
        let measured = measure.unwrap_or(if relative { Measure::Share } else { Measure::Level });
        let dimension =
            if class.is_some_and(|c| c.rule != RuleId::Capacity) { Dimension::Money } else { slot.dimension };
        if let Some(subject) = class.and_then(|c| self.classed(slot, c)) {
            return subject;
        }
        if let Some(people) = self.nation(slot) {
            return people;
        }
        let phrase = slot.numerator(measured);
        if let Some(whole) = self.pulled(slot, phrase, measured) {
            return whole;
        }
        // 收入，计入物价回落因素增长7%: a comment between the name and the number.
        let comment = any_of!["因素", "因素后"].closes(slot.view.slice(phrase.0, phrase.1));
        // 预算收入23亿元，执行中经批准调整为24亿元
        let unnamed = || indicator::choose(self.recognizer, slot.view, phrase, dimension, measured).is_none();
        let executed = slot.view.slice(slot.clause, slot.found.start).starts_with("执行中");
        let comment = comment || (executed && unnamed());
        let phrase = if comment { (phrase.1, phrase.1) } else { phrase };
        if let Some(shared) = self.shared_by_bodies(slot, phrase, measured) {
            return shared;
        }
        if let Some(whole) = self.share_of_whole(slot, phrase, measured).or_else(|| self.held_against(slot)) {
            return whole;
        }
        let reach = (phrase.0, slot.with_change(phrase.1));
        let named = (phrase.0 < phrase.1)
            .then(|| {
                let fits = |id| self.fits_classifier(slot, id);
                indicator::choose_where(self.recognizer, slot.view, reach, dimension, measured, fits)
            })
            .flatten();
        // 价格指数为101.8: an index has no unit.
        let index = || indicator::choose(self.recognizer, slot.view, reach, Dimension::Percent, measured);
        let bare = slot.found.number.unit.is_none() && slot.view.slice(phrase.0, phrase.1).ends_with("指数");
        let named = if bare { index().or(named) } else { named };
        // 价格指数为102.9%，其中食品类价格指数为105.5%: of the same prices.
        if named.is_none_or(|n| n.indicator == self.other())
            && slot.view.slice(phrase.0, phrase.1).ends_with("价格指数")
        {
            let sentence = self.context.sentence;
            let priced = |a: &Antecedent| {
                self.recognizer.lexicon().indicators.is_under(a.indicator, "price") && a.sentence + 1 >= sentence
            };
            if let Some(a) = self.context.antecedent(priced) {
                let text = names::indicator_text(slot.view, phrase);
                return Subject::new(a.indicator, text, None, phrase, None, RuleId::Topic);
            }
        }
        // 某某研究院（新型研发机构）6家: the bracket says it in known words.
        if let Some((bracket, choice)) = self.rate_in_bracket(slot) {
            return Subject { phrase: Some(bracket), ..self.named_before(slot, bracket, choice, measured) };
        }
        if named.is_none_or(|n| n.indicator == self.other())
            && let Some((bracket, choice)) = self.in_bracket(slot, phrase)
        {
            return Subject {
                phrase: Some((phrase.0, bracket.1)),
                ..self.named_before(slot, phrase, choice, measured)
            };
        }
        // 通过验收的地区比例达到85%: a share of places is of what they do.
        let of_things = slot.dimension == Dimension::Percent && measured == Measure::Share;
        if of_things && named.is_some_and(|n| self.is_counted(n.indicator)) {
            return self.unknown(slot, phrase);
        }
        let before = named.filter(|b| self.is_head(slot, *b, reach.1, measured));
        let after = self.after(slot, dimension, measured);
        let after = after.or_else(|| if before.is_none() { self.shared_after(slot) } else { None });
        match (before, after) {
            (Some(b), Some(a)) if slot.prefers_after(b, a) => slot.named_after(a),
            (Some(b), _) => self.named_before(slot, phrase, b, measured),
            (None, Some(a)) if phrase.0 >= phrase.1 || slot.dimension != Dimension::Percent => slot.named_after(a),
            _ if named.is_some() && !is_grade(slot.view.slice(phrase.0, phrase.1)) => self.unknown(slot, phrase),
            _ => self.unnamed(slot, phrase, measured, floor),
        }
    }

    /// `消费需求拉动2.8个百分点`: who pulls what is not named again, which is the growth of the economy.
    fn pulled(&self, slot: &Slot, phrase: (usize, usize), measure: Measure) -> Option<Subject> {
        let words = slot.view.slice(slot.clause, slot.found.start).trim_end_matches('了');
        let bare = measure == Measure::Contribution && words.ends_with("拉动") && phrase.0 < phrase.1;
        let gdp = self.recognizer.lexicon().indicators.find("gdp").filter(|_| bare)?;
        // 工业增加值增长8%，装备制造业拉动2个百分点
        let grew = |a: &Antecedent| a.measure == Measure::GrowthRate && a.sentence + 1 >= self.context.sentence;
        let whole = self.context.antecedent(grew).map_or(gdp, |a| a.indicator);
        let text = names::indicator_text(slot.view, phrase);
        Some(Subject::new(whole, text.clone(), Some(text), phrase, None, RuleId::Topic))
    }

    /// The term in a bracket between a phrase and its number, and where the bracket stands.
    fn in_bracket(&self, slot: &Slot, phrase: (usize, usize)) -> Option<((usize, usize), Choice)> {
        let between = slot.view.slice(phrase.1, slot.found.start);
        let inner = between.strip_prefix('(')?;
        let close = inner.find(')').filter(|_| phrase.0 < phrase.1 && slot.dimension == Dimension::Count)?;
        let bracket = (phrase.1 + 1, phrase.1 + 1 + close);
        let fits = |id| self.fits_classifier(slot, id) && id != self.other();
        indicator::choose_where(self.recognizer, slot.view, bracket, slot.dimension, Measure::Level, fits)
            .filter(|c| c.term.1 == bracket.1)
            .map(|c| (bracket, c))
    }

    /// `城镇人口占总人口的比重（城镇化率）为44%`: the name of the rate in the bracket before it, and where it stands.
    fn rate_in_bracket(&self, slot: &Slot) -> Option<((usize, usize), Choice)> {
        (slot.dimension == Dimension::Percent).then_some(())?;
        let head = slot.view.slice(slot.clause, slot.found.start).trim_end_matches(['为', '是', '达', '到']);
        let inner = head.strip_suffix(')').filter(|inner| inner.ends_with('率'))?;
        let bracket = (slot.clause + inner.rfind('(')? + 1, slot.clause + inner.len());
        let fits = |id| id != self.other();
        indicator::choose_where(self.recognizer, slot.view, bracket, slot.dimension, Measure::Share, fits)
            .filter(|c| !c.weak && c.term.1 == bracket.1)
            .map(|c| (bracket, c))
    }

    /// `投资520亿元，其中，A占44%，B占16%`: parts of the value just said.
    fn share_of_whole(&self, slot: &Slot, phrase: (usize, usize), measure: Measure) -> Option<Subject> {
        let bare = slot.approach.chain.first().is_some_and(|l| slot.view.slice(l.start, l.end) == "占");
        if measure != Measure::Share
            || !bare
            || phrase.0 >= phrase.1
            || !slot.view.slice(slot.view.start, slot.found.start).contains("其中")
        {
            return None;
        }
        let whole = self.context.antecedent(|a| a.measure == Measure::Level)?;
        let text = names::indicator_text(slot.view, phrase);
        Some(Subject::new(whole.indicator, text.clone(), Some(text), phrase, None, RuleId::Topic))
    }

    /// `民营企业占全市进出口额的82%`: those who have a share are counted or made by nobody; what is shared is the whole's.
    fn shared_by_bodies(&self, slot: &Slot, phrase: (usize, usize), measure: Measure) -> Option<Subject> {
        let view = slot.view;
        let words = view.slice(phrase.1, slot.found.start);
        let whole =
            words.strip_prefix('占').and_then(|w| w.strip_suffix('的')).filter(|_| measure == Measure::Share)?;
        let from = phrase.1 + '占'.len_utf8();
        let to = from + whole.len();
        let who = view.slice(phrase.0, phrase.1);
        let bodies = any_of!["企业", "合作社", "商户", "农户", "民营经济"].closes(who);
        let choice = [Dimension::Money, Dimension::Mass, Dimension::Area]
            .into_iter()
            .find_map(|d| indicator::choose(self.recognizer, view, (from, to), d, Measure::Level))
            .filter(|c| bodies && !c.weak && c.term.1 == to && c.indicator != self.other())?;
        let counted = ["enterprise_count", "market_entity_count"];
        let indicators = &self.recognizer.lexicon().indicators;
        let bodies_too = counted.iter().any(|c| indicators.is_under(choice.indicator, c));
        let name = names::indicator_text(view, phrase);
        let text = names::indicator_text(view, choice.term);
        (!bodies_too).then(|| Subject::new(choice.indicator, text, Some(name), phrase, None, RuleId::Before))
    }

    /// The term in the phrase after a number that may name it.
    fn after(&self, slot: &Slot, dimension: Dimension, measure: Measure) -> Option<Choice> {
        let (from, to) = slot.after;
        // 2个国家级、7个省级园区: what is counted stands further on.
        let grade = slot.view.slice(from, to).ends_with('级') && slot.view.slice(to, slot.view.end).starts_with('、');
        if from >= to || grade || !matches!(measure, Measure::Level | Measure::Increase | Measure::Share) {
            return None;
        }
        // 解决14万山区群众的吃水难题: whom a thing reaches, not how many live there.
        let reached =
            any_of!["解决", "惠及", "受益", "覆盖", "救助"].within(slot.view.slice(slot.clause, slot.found.start));
        let people = self.recognizer.lexicon().indicators.find("population");
        // 8个基地在园企业达980家: what follows the link belongs to the next number.
        if slot.shared {
            return indicator::first(self.recognizer, slot.view, (from, to), dimension);
        }
        // 3家企业技术装备: 家 counts enterprises and bodies, so a thing of no code is not what it counts.
        let bodies = slot.classifier() == Some("家");
        let fits = |id| self.fits_classifier(slot, id);
        let fits = |id| fits(id) && !(reached && Some(id) == people);
        let known = |id| (!bodies || id != self.other()) && fits(id);
        indicator::choose_where(self.recognizer, slot.view, (from, to), dimension, measure, known)
            .or_else(|| indicator::choose_where(self.recognizer, slot.view, (from, to), dimension, measure, fits))
            .or_else(|| {
                // 200名乡村运营人才: a verb inside the name.
                let end = slot.view.clause_end(from);
                let first = || indicator::first(self.recognizer, slot.view, (from, end), dimension);
                (end <= slot.limit).then(first)?.filter(|c| known(c.indicator) && fits(c.indicator))
            })
            .filter(|c| !(reached && Some(c.indicator) == people))
            .and_then(|c| self.behind_places(slot, c, dimension))
    }

    /// `9个国家水利示范项目`, `31个国家护理重点专科`: a place only describes what stands further on.
    fn behind_places(&self, slot: &Slot, choice: Choice, dimension: Dimension) -> Option<Choice> {
        let places = self.recognizer.lexicon().indicators.find("region_count") == Some(choice.indicator);
        let rest = slot.view.slice(choice.term.1, slot.after.1).trim_end_matches(['和', '与', '及', '、']);
        let place = slot.view.slice(choice.term.0, choice.term.1);
        let acts = slot.view.cue_starting(choice.term.1).is_some_and(|(_, set)| set.has(CueKind::Verb));
        // 36个地市级库, 12个县级平台: a grade.
        let grade = rest.starts_with('级') || place.ends_with('级');
        if !(places && (grade || matches!(place, "国家" | "地区")))
            || acts
            || rest.is_empty()
            || rest.starts_with(['的', '(', '实', '开', '达', '共', '获', '参', '和'])
        {
            return Some(choice);
        }
        let end = slot.view.clause_end_by(slot.after.0, slot.limit);
        let fits = |id| self.fits_classifier(slot, id) && Some(id) != Some(choice.indicator);
        indicator::choose_where(self.recognizer, slot.view, (choice.term.1, end), dimension, Measure::Level, fits)
    }

    /// `2个国家级、7个省级园区`: the counts of a list have the name that stands after the last.
    fn shared_after(&self, slot: &Slot) -> Option<Choice> {
        /// Numbers that may stand between, with the limits of classes.
        const MOST: usize = 5;
        let (view, unit) = (slot.view, slot.classifier().filter(|_| slot.dimension == Dimension::Count)?);
        let numbers = &view.scan.numbers;
        let first = numbers.partition_point(|n| n.start <= slot.found.start);
        let clause = view.slice(slot.found.end, view.end);
        let end = slot.found.end + clause.find([',', ';', '。', ':']).unwrap_or(clause.len());
        let mut listed = numbers[first..].iter().take(MOST).filter(|n| n.start < end);
        let last = listed.rfind(|n| n.number.unit.is_some_and(|u| u.span.of(view.text()) == unit))?;
        let joined = view.slice(slot.found.end, last.start).ends_with(['、', '和', '及', '与']);
        let (from, to) = view.phrase_after(last, None).0;
        let fits = |id| self.fits_classifier(slot, id);
        let named = || {
            indicator::choose_where(self.recognizer, view, (from, to.min(end)), slot.dimension, Measure::Level, fits)
        };
        joined.then(named).flatten()
    }

    /// `13亿人民`: a people that is only spoken of.
    pub(super) fn nation(&self, slot: &Slot) -> Option<Subject> {
        let bare = slot.found.number.unit.is_none() && slot.found.number.low >= Decimal::from(100_000_000);
        let people = any_of!["人口", "农民", "人民", "中国人", "各族"];
        let reached = any_of!["覆盖", "惠及", "解决", "受益", "新增", "减少"];
        let counted = bare
            && people.opens(slot.view.slice(slot.found.end, slot.view.end))
            && !reached.within(slot.view.slice(slot.clause, slot.found.start));
        let population = counted.then(|| self.recognizer.lexicon().indicators.find("population")).flatten()?;
        let text = names::indicator_text(slot.view, slot.after);
        Some(Subject::new(population, text, None, slot.after, None, RuleId::After))
    }

    /// `5000万以上的项目`: what an amount that describes a class of things measures.
    fn classed(&self, slot: &Slot, class: Class) -> Option<Subject> {
        let indicators = &self.recognizer.lexicon().indicators;
        let phrase = slot.approach.phrase;
        let named = (class.yields && phrase.0 < phrase.1)
            .then(|| indicator::choose(self.recognizer, slot.view, phrase, Dimension::Money, Measure::Level))
            .flatten();
        if let Some(choice) = named {
            let text = names::indicator_text(slot.view, phrase);
            return Some(Subject::new(choice.indicator, text, None, phrase, Some(choice.term), class.rule));
        }
        if class.yields
            && let Some(a) = self.limit_before()
        {
            return Some(Subject { rule: class.rule, ..self.attached_to(a, class.rule) });
        }
        let text = names::indicator_text(slot.view, slot.after);
        let subject = (class.rule != RuleId::ClassLimit).then(|| text.clone());
        Some(Subject::new(indicators.find(class.code)?, text, subject, slot.after, None, class.rule))
    }

    /// `营收过80亿元的企业3家、过20亿元的6家`: a limit in a list repeats the one before.
    fn limit_before(&self) -> Option<usize> {
        self.context
            .antecedents
            .iter()
            .rev()
            .take(3)
            .find(|a| a.limit && a.sentence == self.context.sentence && a.dimension == Dimension::Money)
            .map(|a| a.draft)
    }

    /// `工业投资增长`: the phrase before the number names what it measures.
    fn named_before(&self, slot: &Slot, phrase: (usize, usize), choice: Choice, measure: Measure) -> Subject {
        let view = slot.view;
        let topic = self.part_of_topic(slot, choice, measure);
        let indicator = topic.unwrap_or_else(|| self.narrowed(slot, phrase, choice));
        let indicator = self.revenue_class(slot, indicator);
        let text = names::indicator_text(view, phrase);
        let rule = if topic.is_some() { RuleId::Topic } else { RuleId::Before };
        // 其中：开发区5亿元
        let zone = || topic.is_some() && choice.weak && text.ends_with(['区', '园']);
        let whose = names::subject(view, phrase, choice.term).or_else(|| zone().then(|| text.clone()));
        Subject::new(indicator, text, whose, phrase, Some(choice.term), rule)
    }

    /// `淘汰产能60万吨、玻璃15万吨`, `生产能力有：石膏开采36万吨`, `淘汰铝锭12万吨、玻璃8万吨等落后产能`: goods in a list
    /// of capacities.
    pub(super) fn of_capacities(&self, slot: &Slot) -> Option<IndicatorId> {
        let view = slot.view;
        let capacity = self.recognizer.lexicon().indicators.find("capacity");
        let goods = matches!(slot.dimension, Dimension::Mass | Dimension::Volume | Dimension::Other);
        let lead = view.slice(view.start, slot.clause);
        let listed = any_of!["生产能力", "产能"];
        let opens =
            |words: &str| words.rfind(['有', ':']).is_some_and(|i| listed.closes(words[..i].trim_end_matches('有')));
        let led = opens(lead) || opens(view.slice(slot.clause, slot.found.start));
        let tail = view.slice(slot.found.end, view.end);
        let tail = &tail[..tail.find([',', ';', '。']).unwrap_or(tail.len())];
        let followed = tail.find('等').is_some_and(|i| any_of!["产能", "生产能力"].within(&tail[i..]));
        let joined = view.slice(slot.clause, slot.found.start).starts_with('、');
        let last = self.context.antecedents.last();
        let goes_on =
            joined && last.is_some_and(|a| a.sentence == self.context.sentence && Some(a.indicator) == capacity);
        capacity.filter(|_| goods && (led || followed || goes_on))
    }
}

/// `其中国家级26家`: a grade alone names nothing, though 国家 is a term.
pub(super) fn is_grade(phrase: &str) -> bool {
    let grade = phrase.trim_start_matches("其中").trim_start_matches([':', ',']);
    matches!(
        grade,
        "国家级"
            | "自治区级"
            | "省级"
            | "市级"
            | "地市级"
            | "县级"
            | "区级"
            | "州级"
            | "盟级"
            | "旗县级"
            | "部级"
            | "世界级"
    )
}
