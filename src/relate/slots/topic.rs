//! What a number measures when the words beside it name no indicator: the value it belongs to, the
//! clause before, what the sentence is about.

use super::parts::opens_parts;
use super::subject::is_grade;
use super::{Slot, Subject};
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::{CueKind, Dimension, IndicatorId};
use crate::model::{Measure, Span};
use crate::recognize::exclude::LEVELS;
use crate::relate::context::Antecedent;
use crate::relate::indicator::{self, Choice};
use crate::relate::rules::RuleId;
use crate::relate::{Relater, names};

/// Phrases that only point back to what was just said.
const ANAPHORIC: [&str; 19] = [
    "总数",
    "总量",
    "总额",
    "数量",
    "总计",
    "累计",
    "规模",
    "总规模",
    "存量",
    "总",
    "增量",
    "排名",
    "全国排名",
    "全省排名",
    "位次",
    "增速",
    "增幅",
    "涨幅",
    "降幅",
];

/// Words for a figure of a budget year that another is compared with: 比上年完成数增加2亿元.
static COMPARED: &AnyOf = any_of![
    "完成数",
    "执行数",
    "决算数",
    "预算数",
    "快报数",
    "实际完成数",
    "实绩",
    "同期数",
    "年初预算",
    "年初预算数",
    "调整预算数",
    "基数",
    "数",
];

/// The fields that ranks are held in.
const FIELDS: [&str; 12] =
    ["世界", "全球", "全国", "全省", "全区", "全市", "我国", "亚洲", "中部", "西部", "中西部", "沿海"];

impl Relater<'_> {
    /// What a number measures when the words beside it name no indicator.
    pub(super) fn unnamed(&self, slot: &Slot, phrase: (usize, usize), measure: Measure, floor: usize) -> Subject {
        let view = slot.view;
        // 当季增长5%: which part of the year, and nothing that is measured.
        let part = matches!(view.slice(phrase.0, phrase.1), "当季" | "当月" | "单季" | "单月");
        let phrase = if part { (phrase.1, phrase.1) } else { phrase };
        let pointing = ANAPHORIC.contains(&view.slice(phrase.0, phrase.1));
        if (pointing || phrase.0 >= phrase.1)
            && let Some(subject) = self.moved_before(slot, measure, floor)
        {
            return subject;
        }
        if phrase.0 >= phrase.1
            && let Some(subject) = self.named_before_bracket(slot, measure)
        {
            return subject;
        }
        let summed = measure == Measure::Rank && any_of!["规模", "总量", "总额"].closes(view.slice(phrase.0, phrase.1));
        // 增速高于规划目标1.2个百分点
        if (pointing || summed)
            && matches!(measure, Measure::Rank | Measure::ChangePp)
            && let Some(subject) = self.attached(slot, measure)
        {
            return subject;
        }
        // 工业投资快速增长，增速达到21%: what the clause before says grows.
        let before = view.slice(view.start.max(floor), slot.clause).trim_end_matches([',', ' ']);
        let grows = measure == Measure::GrowthRate
            && (pointing || phrase.0 >= phrase.1)
            && view.slice(slot.clause, slot.found.start).trim_start_matches([',', ' ']).starts_with("增速")
            && any_of!["增长", "回升", "下降", "回落", "提速"].closes(before);
        if grows && let Some(subject) = self.clause_before(slot, measure, floor) {
            return subject;
        }
        // 20个项目中有5个投资超过10亿元
        let among = any_of!["中有", "中,有", "其中有"].closes(view.slice(slot.clause, slot.found.start));
        if (pointing || among)
            && let Some(subject) = self.same_thing(slot)
        {
            return subject;
        }
        if let Some(subject) = self.of_other_grade(slot, phrase).or_else(|| self.set_aside(slot)) {
            return subject;
        }
        // 民宿加快发展。总数接近900家
        if pointing && let Some(subject) = self.clause_before(slot, measure, floor) {
            return subject;
        }
        // 发行债券36只，规模214亿元
        let issued = any_of!["债券", "股票", "基金"].within(view.slice(view.start, slot.clause));
        if pointing && slot.dimension == Dimension::Money && issued {
            let funds = self.recognizer.lexicon().indicators.find("finance.funds").unwrap_or_else(|| self.other());
            return Subject::new(funds, names::indicator_text(view, phrase), None, phrase, None, RuleId::Topic);
        }
        // 从全省第九位升到第七位: the field of a rank names nothing that is ranked.
        let field = measure == Measure::Rank && FIELDS.contains(&view.slice(phrase.0, phrase.1));
        let base = view.slice(phrase.0, phrase.1);
        let compared = matches!(measure, Measure::Increase | Measure::GrowthRate)
            && COMPARED.closes(base)
            && (base.starts_with(['比', '较']) || base.chars().count() < 6);
        // 执行中经人代会批准调整为24亿元: who approved it is no name of it.
        let approved = any_of!["批准", "审议通过", "审查批准"].closes(base);
        let has_phrase = phrase.0 < phrase.1 && !field && !compared && !approved;
        let described = !has_phrase
            && slot.dimension == Dimension::Percent
            && slot.after.0 < slot.after.1
            && view.slice(slot.found.end, slot.after.0).ends_with('的');
        if !has_phrase && !described {
            // 带来城镇化率的持续提高，达到40%: the rate that the clause before names.
            let arrives = slot.dimension == Dimension::Percent
                && slot.approach.chain.first().is_some_and(|l| view.slice(l.start, l.end).starts_with('达'));
            let rate = |s: &Subject| s.term.is_some_and(|t| view.slice(t.0, t.1).ends_with('率'));
            if arrives && let Some(subject) = self.clause_before(slot, measure, floor).filter(rate) {
                return subject;
            }
            if let Some(subject) = self.attached(slot, measure) {
                return subject;
            }
            // 出台政策，新办86项便民事项: what follows a count says what it counts.
            let counted = slot.dimension == Dimension::Count && slot.after.0 < slot.after.1;
            if !counted && let Some(subject) = self.clause_before(slot, measure, floor) {
                return subject;
            }
        }
        if let Some(subject) = self.restated(slot).filter(|_| measure == Measure::Level) {
            return subject;
        }
        let large = slot.view.slice(slot.found.start, slot.found.end).ends_with(['万', '亿']);
        let bare = !has_phrase && slot.after.0 >= slot.after.1 && (slot.found.number.unit.is_some() || large);
        if bare
            && slot.dimension == Dimension::Count
            && let Some(subject) = self.same_thing(slot)
        {
            return subject;
        }
        let own = if has_phrase { phrase } else { slot.after };
        let text = names::indicator_text(view, own);
        if let Some(topic) = self.topic(slot, measure, has_phrase).filter(|_| !described) {
            let whose = Some(text.clone()).filter(|text| !text.is_empty());
            return Subject::new(topic, text, whose, own, None, RuleId::Topic);
        }
        self.unknown(slot, own)
    }

    /// What a phrase names that holds no term, by the unit and the verb.
    pub(super) fn unknown(&self, slot: &Slot, phrase: (usize, usize)) -> Subject {
        let text = names::indicator_text(slot.view, phrase);
        let by_unit = self
            .by_classifier(slot)
            .or_else(|| self.by_grant(slot))
            .or_else(|| self.by_time(slot, phrase))
            .or_else(|| self.of_capacities(slot))
            .or_else(|| self.by_output(slot));
        Subject::new(by_unit.unwrap_or_else(|| self.other()), text, None, phrase, None, RuleId::Other)
    }

    /// `每天活动时间不低于2小时`: a span of time that a rule sets, not one that is measured of people or air.
    fn by_time(&self, slot: &Slot, phrase: (usize, usize)) -> Option<IndicatorId> {
        let words = slot.view.slice(phrase.0, phrase.1);
        let measured = any_of!["年限", "寿命", "天数", "工龄", "年龄"].within(words);
        let time = slot.dimension == Dimension::Duration && !measured;
        self.recognizer.lexicon().indicators.find("duration").filter(|_| time)
    }

    /// `新增并网25万千瓦`, `产煤900万吨`, `生产绿电6亿度`: what units of power measure, and what is produced.
    fn by_output(&self, slot: &Slot) -> Option<IndicatorId> {
        let clause = slot.view.slice(slot.clause, slot.found.start);
        let made =
            any_of!["生产", "产出", "产煤", "产油", "产气", "产粮", "产钢", "开采", "采出", "采掘"].within(clause);
        let code = match slot.dimension {
            // 最大负荷899万千瓦, 缺口120万千瓦: what was asked for, and no plant.
            Dimension::Power if any_of!["负荷", "缺口", "限电"].within(clause) => return None,
            Dimension::Power => "energy.capacity",
            Dimension::Energy if made || any_of!["发电", "发出"].within(clause) => "electricity.generation",
            Dimension::Mass if made => "output_quantity",
            _ => return None,
        };
        self.recognizer.lexicon().indicators.find(code)
    }

    /// A classifier that counts one kind of thing: 所 schools and hospitals, 场次 events, 家 enterprises where
    /// nothing else is named.
    fn by_classifier(&self, slot: &Slot) -> Option<IndicatorId> {
        // 辖4镇、10乡
        if slot.found.number.unit.is_none() && LEVELS.opens(slot.view.slice(slot.found.end, slot.view.end)) {
            return self.recognizer.lexicon().indicators.find("region_count");
        }
        slot.found.number.unit?;
        let tail = slot.view.slice(slot.found.end, slot.view.end);
        let counted = slot.dimension == Dimension::Count;
        let place =
            slot.classifier() == Some("个") && tail.starts_with(['县', '市', '省', '州', '乡', '镇', '盟', '旗']);
        // 5个省级库: a grade, but for 县级市.
        let grade = tail.chars().nth(1) == Some('级') && !tail.starts_with("县级市");
        if counted && (place && !grade || counts_regions(slot)) {
            return self.recognizer.lexicon().indicators.find("region_count");
        }
        let phrase = slot.view.slice(slot.approach.phrase.0, slot.approach.phrase.1);
        let body = phrase.ends_with(['院', '馆', '宫', '所', '站', '校', '园'])
            || any_of!["中心", "协会", "单位", "机构", "基金", "营业部", "网点"].closes(phrase)
            || any_of!["证券公司", "保险公司", "期货公司", "银行"].within(phrase);
        let code = match slot.classifier()? {
            "所" => "institution_count",
            "家" if body || any_of!["单位", "机构", "协会", "学校", "医院", "部门"].opens(tail) => {
                "institution_count"
            }
            "家" => "enterprise_count",
            "场次" | "场" | "届" => "event_count",
            "班次" | "列" if any_of!["开行", "班列", "航班", "发送", "开出"].within(phrase_of(slot)) => {
                "route_count"
            }
            _ => return None,
        };
        self.recognizer.lexicon().indicators.find(code)
    }

    /// A rate, share, multiple or rank without a phrase belongs to the value before it.
    fn attached(&self, slot: &Slot, measure: Measure) -> Option<Subject> {
        let sentence = self.context.sentence;
        // 经营主体翻一番、达43万户: what was multiplied.
        let multiplied = self.context.antecedents.last().filter(|a| {
            let leads = slot.view.slice(slot.clause, slot.found.start).trim_start_matches(['番', '、', ',']);
            let reached = any_of!["达", "达到", "达到了", "增至", "总数达"].opens(leads) && leads.chars().count() <= 4;
            reached && a.sentence == sentence && a.measure == Measure::Multiple && slot.dimension == Dimension::Count
        });
        if let Some(a) = multiplied.filter(|a| measure == Measure::Level && self.fits_classifier(slot, a.indicator)) {
            return Some(Subject { of: None, ..self.attached_to(a.draft, RuleId::Topic) });
        }
        let relative = !matches!(measure, Measure::Level)
            || matches!(slot.dimension, Dimension::Percent | Dimension::Pp | Dimension::Multiple);
        let near = |a: &Antecedent| a.sentence + 1 >= sentence;
        if relative {
            // 从第8位跃升至第5位: the same is ranked.
            let words = slot.view.slice(slot.clause, slot.found.start);
            let reached = measure == Measure::Rank
                && any_of!["升至第", "升到第", "上升为第", "前移至第", "进位至第", "提升至第", "提升到第", "进到第"]
                    .closes(words);
            // 收入80亿元，年均增长28%，是2010年的3.4倍: of what was reached, not of its growth.
            let times = measure == Measure::Multiple
                && any_of!["是", "为", "相当于"].opens(words.trim_start_matches([',', ' ']))
                && self
                    .context
                    .antecedents
                    .iter()
                    .rev()
                    .take(3)
                    .any(|a| a.sentence == sentence && a.measure == Measure::Level);
            // 总量居全省第2、增速居第3: of the same.
            let goes_on =
                |a: &Antecedent| measure == Measure::Rank && words.starts_with('、') && a.sentence == sentence;
            let level = |a: &Antecedent| {
                near(a)
                    && (reached || goes_on(a) || a.measure != Measure::Rank)
                    && (!times || a.measure == Measure::Level)
            };
            let increase = measure == Measure::Increase;
            let regions = self.recognizer.lexicon().indicators.find("region_count");
            let ranked = |a: &Antecedent| measure != Measure::Rank || Some(a.indicator) != regions;
            // 收入30亿元(税收20亿元，非税收入10亿元)，增长4%: what grows stands before the bracket.
            let aside = bracket_before(slot);
            let within = |a: &Antecedent| {
                aside.is_some_and(|b| b.contains(self.related.observations[a.draft].span)) && a.sentence == sentence
            };
            let fits =
                |a: &Antecedent| level(a) && ranked(a) && (!increase || a.dimension == slot.dimension) && !within(a);
            return self.context.antecedent(fits).map(|a| self.attached_to(a.draft, RuleId::Attached));
        }
        // 由A增加到B
        let same = |a: &Antecedent| a.sentence == sentence && a.dimension == slot.dimension;
        let joined = slot.approach.chain.iter().any(|l| slot.view.slice(l.start, l.end).ends_with(['到', '至']));
        self.context.antecedent(same).filter(|_| joined).map(|a| self.attached_to(a.draft, RuleId::FromTo))
    }

    /// `人均4800元，折合583美元`: the value just said in other money.
    fn restated(&self, slot: &Slot) -> Option<Subject> {
        let clause = slot.view.slice(slot.clause, slot.found.start).trim_start_matches([',', ' ']);
        let last = self.context.antecedents.last().filter(|a| a.sentence == self.context.sentence)?;
        let same = any_of!["折合", "约合", "折算为"].opens(clause) && last.dimension == slot.dimension;
        same.then(|| Subject { of: None, ..self.attached_to(last.draft, RuleId::Topic) })
    }

    /// `人口285万人，与第五次普查时的274万人相比`: the same at another time.
    pub(super) fn held_against(&self, slot: &Slot) -> Option<Subject> {
        let tail =
            slot.view.slice(slot.found.end, slot.view.end).trim_start_matches(|c: char| "[]0123456789".contains(c));
        let clause = slot.clause_before().trim_start_matches([',', ' ']);
        let compared = any_of!["相比", "比较"].opens(tail) && any_of!["与", "同"].opens(clause);
        let last = self.context.antecedents.last().filter(|a| compared && a.sentence == self.context.sentence)?;
        (last.dimension == slot.dimension && last.measure == Measure::Level)
            .then(|| Subject { of: None, ..self.attached_to(last.draft, RuleId::Topic) })
    }

    /// `国家级技术中心3家、省级28家`: a grade alone counts what the count right before it does, of another grade.
    fn of_other_grade(&self, slot: &Slot, phrase: (usize, usize)) -> Option<Subject> {
        let grade = slot.view.slice(phrase.0, phrase.1);
        (slot.dimension == Dimension::Count && is_grade(grade)).then_some(())?;
        let last = self.context.antecedents.last().filter(|a| a.sentence == self.context.sentence && !a.limit)?;
        let name = &self.related.observations[last.draft].indicator_text;
        let (first, rest) = name.split_at(name.find('级')? + '级'.len_utf8());
        let alike = is_grade(first) && first != grade && self.counts_alike(slot, last.draft);
        let text = format!("{grade}{}", rest.trim_start_matches("以上"));
        // Of another grade are other things than those before.
        let whose = Some(grade.to_owned());
        alike.then(|| Subject { of: None, text, whose, ..self.attached_to(last.draft, RuleId::Topic) })
    }

    /// `净增11家，总数达到168家`, `9个县区中，5个高于平均`: the last value of the same kind.
    fn same_thing(&self, slot: &Slot) -> Option<Subject> {
        let sentence = self.context.sentence;
        let same = |a: &Antecedent| {
            let alike = a.sentence == sentence && a.dimension == slot.dimension && a.indicator != self.other();
            alike && self.fits_classifier(slot, a.indicator)
        };
        // 新增中心9家，累计164家: though of no code, the number right before, counted alike.
        let total = ["累计", "总数", "总计", "合计"]
            .iter()
            .any(|w| slot.view.slice(slot.clause, slot.found.start).trim_start_matches([' ', ',']).starts_with(w));
        let last = || {
            let last = self.context.antecedents.last().filter(|a| a.sentence == sentence)?;
            (total && last.dimension == slot.dimension && !last.limit).then_some(last)
        };
        let found = self.context.antecedent(same).or_else(last)?;
        Some(Subject { of: None, ..self.attached_to(found.draft, RuleId::Topic) })
    }

    /// The clause before, when it holds no number: `高新技术产业稳步发展，达到28亿元`; at the beginning of a
    /// sentence, the sentence before: `储蓄大幅度增加。年末达到28亿元`.
    fn clause_before(&self, slot: &Slot, measure: Measure, floor: usize) -> Option<Subject> {
        let floor = floor.max(slot.view.start);
        let to = slot.clause;
        let (floor, to) =
            if to > floor { (floor, to) } else { slot.view.sentence_before().filter(|_| to == slot.view.start)? };
        let choice = indicator::choose(self.recognizer, slot.view, (floor, to), slot.dimension, measure)?;
        if self.puts_into(slot, choice) {
            return None;
        }
        let from = slot.view.clause_start(choice.term.0, floor);
        let phrase = (from, choice.term.1);
        let text = names::indicator_text(slot.view, phrase);
        let id = indicator::refine(self.recognizer, slot.view, slot.view.start.min(from), choice);
        Some(Subject::new(id, text, None, phrase, Some(choice.term), RuleId::Before))
    }

    /// `生产总值增长5%。工业增加值由负转正，增长3%`: the clause right before says of what else it tells that it moved, or
    /// turns to it (进出口方面，增长4%).
    fn moved_before(&self, slot: &Slot, measure: Measure, floor: usize) -> Option<Subject> {
        /// Characters between the name and the end of the clause: 增速由负转正.
        const MOVE: usize = 12;
        let view = slot.view;
        matches!(measure, Measure::GrowthRate | Measure::ChangePp).then_some(())?;
        (floor.max(view.start) < slot.clause).then_some(())?;
        let floor = floor.max(view.start);
        let before = view.slice(floor, slot.clause).trim_end_matches([',', ' ']);
        // 进出口方面，增长4%
        if let Some(field) = before.strip_suffix("方面") {
            let phrase = (view.clause_start(floor + field.len(), floor), floor + field.len());
            let choice = indicator::choose(self.recognizer, view, phrase, slot.dimension, measure)?;
            let own = choice.term.1 == phrase.1 && choice.indicator != self.other();
            let text = names::indicator_text(view, phrase);
            return own.then(|| Subject::new(choice.indicator, text, None, phrase, Some(choice.term), RuleId::Before));
        }
        let moved = any_of![
            "转正", "为正", "回升", "回暖", "企稳", "收窄", "扩大", "加快", "放缓", "提速", "下滑", "回落", "增长",
            "向好", "平稳", "上扬", "攀升", "下降", "反弹", "趋稳",
        ];
        moved.closes(before).then_some(())?;
        let subject = self.clause_before(slot, measure, floor)?;
        let (from, to) = subject.term?;
        let rest = view.slice(to, floor + before.len());
        // What moved is the subject of the clause, not what something does for it.
        let opens = view.slice(subject.phrase?.0, from).chars().count() <= MOVE;
        let near = rest.chars().count() <= MOVE && !rest.contains([',', ';', '、']);
        (opens && near && subject.indicator != self.other()).then_some(subject)
    }

    /// `常住人口（户籍人口98万人）为86万人`: what the words before the bracket name, which have no number of their own.
    fn named_before_bracket(&self, slot: &Slot, measure: Measure) -> Option<Subject> {
        let view = slot.view;
        let before = view.slice(view.start, slot.found.start);
        let close = before.rfind(')').filter(|_| !self.context.inside && measure == Measure::Level)?;
        let open = view.start + before[..close].rfind('(')?;
        let linked = before[close + 1..].chars().count() <= 6 && !before[close + 1..].contains([',', ';', '、']);
        let inside = view.slice(open, view.start + close).contains(|c: char| c.is_ascii_digit());
        let from = view.clause_start(open, view.start);
        let choice = indicator::choose(self.recognizer, view, (from, open), slot.dimension, measure)
            .filter(|c| linked && inside && c.term.1 == open)?;
        let text = names::indicator_text(view, (from, open));
        let whose = names::subject(view, (from, open), choice.term);
        Some(Subject::new(choice.indicator, text, whose, (from, open), Some(choice.term), RuleId::Before))
    }

    /// `引领农业现代化，投入3亿元`: what is put into a thing is not what it yields.
    fn puts_into(&self, slot: &Slot, choice: Choice) -> bool {
        let indicators = &self.recognizer.lexicon().indicators;
        let is = |codes: &[&str]| codes.iter().any(|c| indicators.is_under(choice.indicator, c));
        let words = slot.view.slice(slot.clause, slot.found.start).trim_start_matches([',', ' ']);
        let raised = matches!(words, "筹集" | "统筹" | "投入" | "筹集资金" | "投入资金");
        let spent = any_of!["投入", "安排", "拨付", "争取"].within(words);
        choice.weak
            && slot.dimension == Dimension::Money
            && (spent && is(&["value_added", "output_value"]) || raised && !is(&["fiscal_expenditure"]))
    }

    /// What the sentence, else the paragraph, is about, for a phrase that names only a part.
    fn topic(&self, slot: &Slot, measure: Measure, has_phrase: bool) -> Option<IndicatorId> {
        if !has_phrase && slot.dimension == Dimension::Count {
            return None;
        }
        if has_phrase && self.names_its_own(slot, measure) {
            return None;
        }
        if let Some(traded) = self.traded_with(slot, measure) {
            return Some(traded);
        }
        let lead =
            indicator::choose(self.recognizer, slot.view, (slot.view.start, slot.clause), slot.dimension, measure);
        let lead = lead.filter(|lead| !self.puts_into(slot, *lead));
        if let Some(lead) = lead.filter(|_| slot.dimension != Dimension::Count || measure == Measure::Rank) {
            return Some(indicator::refine(self.recognizer, slot.view, slot.view.start, lead));
        }
        let part = match slot.dimension {
            Dimension::Mass => true,
            Dimension::Money | Dimension::Percent => !has_phrase || slot.names_part() || self.context.parts,
            _ => self.context.parts || slot.lead().contains("其中"),
        };
        if has_phrase && !part {
            return None;
        }
        let relative = measure != Measure::Level;
        let output = self.recognizer.lexicon().indicators.find("output_quantity");
        let sentence = self.context.sentence;
        let fits = |a: &Antecedent| {
            let goods = Some(a.indicator) == output && slot.dimension != Dimension::Money;
            (a.dimension == slot.dimension || goods || (relative && a.measure == measure))
                && self.fits_classifier(slot, a.indicator)
                && a.sentence + 4 >= sentence
                && a.indicator != self.other()
        };
        let found = self.context.antecedent(fits).filter(|_| part || slot.dimension == Dimension::Length);
        let phrase = slot.view.slice(slot.approach.phrase.0, slot.approach.phrase.1);
        if measure == Measure::GrowthRate && has_phrase && self.among_goods(phrase) {
            return output;
        }
        // 从增速看，甲县增长9.4%: a place has the growth of what the document is about.
        let (from, to) = slot.approach.phrase;
        let place = slot.view.regions_in(from, to).iter().any(|h| h.start as usize == from && h.end as usize == to);
        let main = self.context.main.filter(|_| place && measure == Measure::GrowthRate);
        // 粮食产量由A增加到B，棉花由C增加到D: other goods have an output of their own.
        let grain = self.recognizer.lexicon().indicators.find("grain.output");
        let cereal = !has_phrase || any_of!["粮", "谷", "稻", "麦", "玉米", "薯", "豆"].within(phrase);
        let other_goods = |id| output.filter(|_| !cereal && Some(id) == grain);
        found.map(|a| other_goods(a.indicator).unwrap_or(a.indicator)).or(main)
    }

    /// `进出口增长8%，对东盟增长12%`: a partner has the growth of what was traded.
    fn traded_with(&self, slot: &Slot, measure: Measure) -> Option<IndicatorId> {
        let (from, to) = slot.approach.phrase;
        let partner = measure != Measure::Level && slot.view.slice(from, to).starts_with('对');
        let indicators = &self.recognizer.lexicon().indicators;
        let sentence = self.context.sentence;
        let traded =
            |a: &Antecedent| a.sentence + 4 >= sentence && indicators.get(a.indicator).code.starts_with("trade.");
        self.context.antecedent(traded).filter(|_| partner).map(|a| a.indicator)
    }

    /// Whether a phrase names something of its own, though of no code, and no part of what was said.
    fn names_its_own(&self, slot: &Slot, measure: Measure) -> bool {
        let (from, to) = slot.approach.phrase;
        let phrase = slot.view.slice(from, to);
        match (slot.dimension, measure) {
            // 集中度提升至42%; 某项业务占比达到65%, where no account of parts is given
            (Dimension::Percent, Measure::Share) => {
                let told = slot.approach.chain.iter().any(|l| l.cues.has(CueKind::Share));
                let parts = || self.context.parts || opens_parts(slot.view.slice(slot.view.start, slot.clause));
                phrase.trim_end_matches(['均', '都']).ends_with(['率', '度', '面']) || (told && !parts())
            }
            // 区域创新能力居全国第4位
            (_, Measure::Rank) => {
                let sums = any_of!["数量", "总量", "规模", "均", "总数"].closes(phrase);
                !sums && slot.view.regions_in(from, to).is_empty()
            }
            // 用于A工程3000万元，B校搬迁2400万元: each is paid for something of its own.
            (Dimension::Money, _) => self.pays(slot) && !phrase.ends_with(['入', '税', '款']),
            _ => false,
        }
    }

    /// `粮食增长3%，蔬菜增长6%，水果增长8%`: a short name among goods names another.
    fn among_goods(&self, phrase: &str) -> bool {
        let indicators = &self.recognizer.lexicon().indicators;
        let goods = |id| ["output_quantity", "grain.output"].iter().any(|c| indicators.is_under(id, c));
        let sentence = self.context.sentence;
        phrase.chars().count() <= 6
            && !phrase.ends_with(['业', '额', '值', '资', '入', '税', '款', '价', '率'])
            && self.context.antecedents.iter().rev().take(3).any(|a| a.sentence + 1 >= sentence && goods(a.indicator))
    }
}

/// The words of the clause before a number.
fn phrase_of<'v>(slot: &Slot<'v, '_>) -> &'v str {
    slot.view.slice(slot.clause, slot.found.start)
}

/// The bracket that ends right before the words of a number.
fn bracket_before(slot: &Slot) -> Option<Span> {
    const NEAR: usize = 14;
    let view = slot.view;
    let before = view.slice(view.start, slot.found.start);
    let close = before.rfind(')')?;
    let between = &before[close + 1..];
    let near = between.chars().count() <= NEAR && !between.contains(|c: char| c.is_ascii_digit() || c == ';');
    let open = before[..close].rfind('(').filter(|_| near)?;
    Some(view.scan.normal.original(view.start + open, view.start + close))
}

/// `12个产粮大县实现增产`, `产值过百亿元的县(区)达3个`: a phrase whose head is a kind of place.
fn counts_regions(slot: &Slot) -> bool {
    const PLACES: [&str; 12] =
        ["县", "县城", "县区", "县市", "县市区", "盟市", "县(区)", "县(市)", "县(市、区)", "县(市,区)", "城市", "市县"];
    let view = slot.view;
    let ends = |words: &str| PLACES.iter().any(|p| words.ends_with(p)) && !words.ends_with("园区");
    let head = slot.clause_behind();
    let short = head.char_indices().nth(12).map_or(head.len(), |(i, _)| i);
    let after = PLACES.iter().any(|p| {
        head[..short].find(p).is_some_and(|i| {
            let rest = &head[i + p.len()..];
            rest.is_empty() || rest.starts_with(['获', '的', '实', '全', '空', '共', '开', '达', '完', '建', '启'])
        })
    });
    // 某县计划引进20个: whose they are, not what is counted.
    let (from, to) = slot.approach.phrase;
    let owner = view.regions_in(from, to).iter().any(|h| h.start as usize == from && h.end as usize == to);
    matches!(slot.classifier(), Some("个"))
        && (!owner && ends(view.slice(slot.approach.phrase.0, slot.approach.phrase.1)) || after)
}
