//! Money that is given: what a rule grants, a budget sets aside, the state pays for a purpose.

use super::{Slot, Subject};
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::{Dimension, IndicatorId};
use crate::model::{DocumentKind, Measure};
use crate::relate::context::Antecedent;
use crate::relate::rules::RuleId;
use crate::relate::{Relater, names};

/// How the words begin that tell what money is set aside for: 安排2亿元，支持…
static PURPOSES: &AnyOf = any_of![
    "支持",
    "用于",
    "保障",
    "推动",
    "推进",
    "落实",
    "助推",
    "助力",
    "促进",
    "加强",
    "加快",
    "实施",
    "持续",
    "积极",
    "全力",
    "统筹用于",
    "重点支持",
    "提高",
    "完善",
    "开展",
    "发放",
    "改善",
    "确保",
    "引导",
    "扶持",
    "打造",
    "强化",
    "兑现",
    "巩固",
    "深入",
    "有力",
    "聚焦",
    "做好",
    "提升",
    "深化",
    "加大",
    "建立",
    "健全",
    "培育",
    "优化",
    "解决",
    "帮助",
    "着力",
    "专项用于",
    "主要用于",
    "重点用于",
];
/// Words for what is given.
static GIVEN: &AnyOf = any_of!["补助", "补贴", "奖励", "资助", "奖补", "贴息"];
/// Words that say so only where 给予 or 予以 stands before.
static HELPED: &AnyOf = any_of!["配套", "扶持", "支持", "资金扶持", "资金支持", "资金配套"];

impl Relater<'_> {
    /// `装备类项目最高补助5000万元`, `按设备投资额的15%给予补助`: what is given under a rule, whatever the thing that it is
    /// given for would measure.
    pub(super) fn granted(&self, slot: &Slot, subject: Subject) -> Subject {
        let ruling = matches!(self.context.kind, DocumentKind::Policy | DocumentKind::ImplementationPlan);
        let fits = matches!(slot.dimension, Dimension::Money | Dimension::Percent);
        let limit = matches!(subject.rule, RuleId::ClassLimit | RuleId::Ambition);
        let may = ruling && fits && !limit && subject.of.is_none();
        let indicators = &self.recognizer.lexicon().indicators;
        let given = indicators.find("fiscal_expenditure").unwrap_or_else(|| self.other());
        // 分别奖励10万元、5万元、2万元: every member of the list is given.
        let listed = !slot.approach.has_phrase() && slot.view.slice(slot.view.start, slot.found.start).ends_with('、');
        let last = self.context.antecedents.last().filter(|a| {
            may && listed
                && a.sentence == self.context.sentence
                && a.dimension == slot.dimension
                && a.indicator == given
        });
        let ceiling = || may.then(|| self.ceiling_of(slot, given)).flatten();
        if let Some(last) = last.or_else(ceiling) {
            return Subject { of: None, ..self.attached_to(last.draft, RuleId::List) };
        }
        let Some(end) = may.then(|| slot.grant()).flatten() else { return subject };
        let rate = slot.dimension == Dimension::Percent;
        // 按税收留成的85%给予奖励: a rate is of the grant, whatever it is reckoned by.
        let before = slot.view.slice(slot.clause, slot.found.start);
        let handed =
            any_of!["给予", "予以"].closes(before) && GIVEN.opens(slot.clause_behind().trim_start_matches('的'));
        let given_itself = handed || GIVEN.closes(before);
        if indicators.is_under(subject.indicator, "fiscal_expenditure")
            || !rate && !given_itself && indicators.is_under(subject.indicator, "tax")
        {
            return subject;
        }
        let phrase = (slot.approach.phrase.0, end.max(slot.approach.phrase.1));
        let text = names::indicator_text(slot.view, phrase);
        let text = text.trim_start_matches(['按', '照', '对']).replace("最高", "");
        let text = if text.is_empty() { names::indicator_text(slot.view, slot.after) } else { text };
        let text = slot.kind_of_grant(&text).unwrap_or(text);
        Subject::new(given, text, None, phrase, None, RuleId::Before)
    }

    /// `给予检测费40%的补贴，每家企业最高不超过12万元`, `第一年度100%，第二年度50%`: the ceiling of what was just given, and
    /// its steps.
    fn ceiling_of(&self, slot: &Slot, given: IndicatorId) -> Option<&Antecedent> {
        let words = slot.view.slice(slot.clause, slot.found.start).trim_start_matches([',', ' ', '、']);
        let whose =
            any_of!["每家", "每户", "每个", "单个", "同一", "最高", "每年", "全年", "累计", "单一", "每人", "年度"];
        // 单个项目补助金额最高不超过: nothing else is named.
        let plain = any_of![
            "每家",
            "每户",
            "每个",
            "单个",
            "同一",
            "最高",
            "每年",
            "全年",
            "累计",
            "单一",
            "每人",
            "年度",
            "企业",
            "项目",
            "单位",
            "展位",
            "金额",
            "总额",
            "额度",
            "补助",
            "奖励",
            "补贴",
            "不超过",
            "不高于",
            "的",
            "为",
        ];
        let mut rest = words;
        while let Some(word) = plain.opening(rest) {
            rest = &rest[word.len()..];
        }
        let capped = slot.dimension == Dimension::Money && whose.opens(words) && rest.is_empty();
        let step = slot.dimension == Dimension::Percent
            && words.starts_with('第')
            && words.trim_end_matches("按").ends_with(['年', '度', '档']);
        let last = self.context.antecedents.last().filter(|a| a.sentence == self.context.sentence)?;
        let stepped = last.dimension == slot.dimension && last.measure == Measure::Share;
        let fits = if step { stepped } else { capped && last.indicator == given };
        fits.then_some(last)
    }

    /// `大力提振消费。安排2亿元，支持首店发展`: what a budget sets aside for a thing is none of what the thing yields.
    pub(super) fn set_aside(&self, slot: &Slot) -> Option<Subject> {
        (slot.dimension == Dimension::Money).then_some(())?;
        let view = slot.view;
        let words = slot.words_of_clause();
        let verb = words.strip_suffix("资金").unwrap_or(words);
        let set = any_of!["安排", "统筹安排", "投入", "下达", "拨付", "筹集", "统筹"].opening(verb) == Some(verb);
        let tail = view.slice(slot.found.end, view.end).trim_start_matches([' ', ',']);
        let of_budget = self.context.kind == DocumentKind::Budget || slot.clause == view.start;
        let spent = self.recognizer.lexicon().indicators.find("fiscal_expenditure")?;
        let text = || format!("{verb}资金");
        (set && of_budget && PURPOSES.opens(tail))
            .then(|| Subject::new(spent, text(), None, slot.approach.phrase, None, RuleId::Other))
    }

    /// Money that a verb of granting gives (每家奖励20万元) or a budget sets aside (预留3亿元).
    pub(super) fn by_grant(&self, slot: &Slot) -> Option<IndicatorId> {
        let clause = slot.view.slice(slot.clause, slot.end);
        let any = |words: &AnyOf| words.within(clause);
        let granted = any(any_of!["奖励", "补贴", "补助", "资助", "给予", "奖补"]);
        let money = slot.dimension == Dimension::Money;
        let purposes = any_of!["拨付", "下达", "专项", "经费", "资金", "建设", "工程", "搬迁", "改造", "补齐", "保障"];
        let budget = self.pays(slot) || self.context.kind == DocumentKind::Budget && any(purposes);
        let state = any(any_of!["财政", "中央", "各级"]) && any(any_of!["投入", "安排", "下达", "拨付"])
            // 两级政府共拿出9300万元扶持养殖
            || any(any_of!["政府", "财政"]) && any(any_of!["拿出", "配套"]);
        // 统筹4亿元，保障乡镇卫生院改造
        let given = any_of!["统筹", "筹集", "投入", "拨付", "安排", "下达", "兑现", "发放", "预留"];
        let budget = budget
            || self.context.kind == DocumentKind::Budget
                && given.within(slot.view.slice(slot.clause, slot.found.start));
        // 投入13亿元，累计投入资金6亿元: of nobody else named.
        let state = state || matches!(slot.words_of_clause(), "投入" | "投入资金" | "投入了" | "投入近" | "投入超");
        let fits = money && (granted || budget || state) || granted && slot.dimension == Dimension::Percent;
        self.recognizer.lexicon().indicators.find("fiscal_expenditure").filter(|_| fits)
    }
}

impl Slot<'_, '_> {
    /// The words of the clause up to the number, behind an adverb of totals: 投入 of 累计投入3亿元.
    fn words_of_clause(&self) -> &str {
        let words = self.view.slice(self.clause, self.found.start).trim_start_matches([' ', ',']);
        ["累计", "共", "先后", "全年", "已"].iter().find_map(|w| words.strip_prefix(w)).unwrap_or(words)
    }

    /// `补助3.5万元/户`, `助学金标准为1000元/生·年`: what each is given.
    pub(super) fn pays_each(&self) -> bool {
        if !self.classifier().is_some_and(|unit| unit.starts_with("元/") && !unit.contains('月')) {
            return false;
        }
        let view = self.view;
        let said = view.slice(self.head, self.end);
        let sentence = view.slice(view.start, self.found.start);
        // 补贴后租金15元/平方米, 收费标准为1500元/人: what is paid for a thing.
        let price = any_of!["强度", "价", "租金", "收费", "收入", "增收", "成本"].within(said);
        let fee = || any_of!["学费", "住宿费", "教科书费"].within(said) && any_of!["免", "补", "助"].within(sentence);
        !price && (GIVEN.within(said) || any_of!["助学金", "救助金", "救助标准"].within(said) || fee())
    }

    /// `按设备款给予12%扶持，一个项目最高900万元`, `给予投入额30%、最高300万元支持`: the rate and the ceiling of one grant.
    fn is_part_of_grant(&self) -> bool {
        let view = self.view;
        let before = view.slice(view.start, self.found.start);
        let given = any_of!["给予", "予以"].within(before);
        // 贴息给予30%, 每项最高支持500万元
        let tail = view.slice(self.found.end, view.end);
        let list = &tail[..tail.find([',', ';', '。']).unwrap_or(tail.len())];
        let clause = self.clause_before();
        // 予以1%的利率优惠, 予以5万元罚款, 贷款最高支持1000万元: no money that is given.
        let other = any_of!["利率", "罚款", "租金", "贷款", "减免", "处罚", "折", "授信", "担保"].within(list)
            || any_of!["贷款", "授信", "担保"].within(clause) && !GIVEN.within(clause);
        let directly = any_of!["给予", "予以", "最高支持", "最高扶持", "最高配套", "给予最高"].closes(before) && !other;
        let capped = given && any_of!["最高", "最多", "最高不超过"].closes(before) || directly;
        // 研发投入强度达到5%,给予补助: a rate by which nothing is reckoned is a condition.
        let reckoned = clause.contains(['按', '照']);
        let rate = any_of!["、最高", ",最高"].opens(tail) && given
            || any_of!["的比例、给予", "的比例给予"].opens(tail)
            || any_of![",给予", ",予以"].opens(tail) && reckoned;
        // 分别按30万元、50万元、投入额的8‰给予奖励: every member of the list.
        let listed = reckoned
            && (["给予", "予以"].iter().any(|w| list.find(w).is_some_and(|i| GIVEN.within(&list[i..])))
                // 按营业额的15%、10%对企业进行奖励
                || any_of!["进行奖励", "进行奖补", "进行补助", "进行补贴"].within(list));
        // 分别给予每人80万元、40万元的一次性奖励
        let whom = clause.rsplit("给予").next().filter(|whom| whom.len() < clause.len() && whom.chars().count() <= 4);
        let next = list.strip_prefix('、').is_some_and(|l| l.starts_with(|c: char| c.is_ascii_digit()));
        let listed = listed || next && whom.is_some() && GIVEN.within(list);
        listed || capped || rate && self.dimension == Dimension::Percent || self.is_ceiling_of_grant(list)
    }

    /// `补助额度不超过投资的5%`, `给予补助，一般不超过造价的30%`, `不超过购置费30%的补助`; `list` is what follows.
    fn is_ceiling_of_grant(&self, list: &str) -> bool {
        let view = self.view;
        let clause = self.clause_before();
        let before = view.slice(view.start, self.found.start - clause.len()).trim_end_matches([',', ' ']);
        let grant = || {
            GIVEN.within(clause)
                || any_of!["支持额度", "支持比例"].within(clause)
                || GIVEN.within(list)
                || any_of!["给予补助", "给予补贴", "给予奖励", "给予奖补", "给予支持"].closes(before)
        };
        // 担保费率不超过1%: a price of its own.
        let phrase = view.slice(self.approach.phrase.0, self.approach.phrase.1);
        let price = phrase.ends_with('率') || any_of!["占比", "贷款额度"].within(phrase);
        self.dimension == Dimension::Percent && !price && any_of!["不超过", "不高于", "最高"].within(clause) && grant()
    }

    /// The name of a grant of which its phrase says no more than how it is paid or to whom: 一次性 of 一次性给予20万元奖励.
    fn kind_of_grant(&self, text: &str) -> Option<String> {
        let paid = text.ends_with("一次性");
        let each = text.starts_with('每') && text.chars().count() <= 3;
        if !(paid || each) {
            return None;
        }
        let words = self.view.slice(self.clause, self.end);
        let (from, to) = GIVEN.places(words).next()?;
        Some(format!("{}{}", if paid { "一次性" } else { "" }, &words[from..to]))
    }

    /// Where the word for what is given ends, in the chain before the number or, as far as the phrase goes, behind it.
    fn grant(&self) -> Option<usize> {
        /// Characters between a limit and what is given from there on: 奖励, 给予奖励.
        const LIMIT: usize = 4;
        /// Characters that may name who is given something.
        const WHOM: usize = 8;
        /// How those that are given something are called.
        const RECEIVERS: &AnyOf =
            any_of!["企业", "单位", "机构", "个人", "团队", "项目", "者", "人", "户", "家", "个", "名", "平台", "园区"];
        let view = self.view;
        let link = self.approach.chain.iter().find(|l| GIVEN.closes(view.slice(l.start, l.end)));
        // 贴息额度一般不超过80万元
        let phrase = view.slice(self.approach.phrase.0, self.approach.phrase.1);
        if any_of!["额度", "总额", "金额", "标准"].closes(phrase) && GIVEN.within(phrase) {
            return Some(self.approach.phrase.1);
        }
        let behind = || {
            let tail = self.clause_behind();
            let tail = tail.strip_prefix('的').unwrap_or(tail);
            let led = any_of!["给予", "予以", "分类", "一次性", "定额"];
            let helped = || {
                let before = view.slice(self.clause, self.found.start);
                any_of!["给予", "予以"].within(before) && HELPED.opens(tail)
                    || any_of!["给予", "予以", "一次性给予"].opens(tail) && HELPED.within(tail)
            };
            // 投资50万美元奖励10万元: the limit, and then what is given.
            let limit = || view.slice(self.found.end, self.limit).chars().count() <= LIMIT && self.limit < view.end;
            let named = GIVEN.opens(tail) && !limit() || led.opens(tail) && GIVEN.within(tail) || helped();
            named.then_some(self.approach.phrase.1)
        };
        // 分别奖励运营单位10万元: to whom, between the verb and its amount.
        let led = || {
            let words = view.slice(self.clause, self.found.start);
            let (_, end) = GIVEN.last(words)?;
            let whom = &words[end..];
            let near = whom.chars().count() <= WHOM
                && !whom.contains(['的', ',', '、'])
                && (whom.is_empty() || RECEIVERS.closes(whom));
            (near && self.dimension == Dimension::Money).then_some(self.approach.phrase.1)
        };
        link.map(|l| l.end)
            .or_else(behind)
            .or_else(led)
            .or_else(|| self.is_part_of_grant().then_some(self.approach.phrase.1))
    }
}
