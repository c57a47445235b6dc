//! Fills the slots of one sentence's numbers.
//!
//! Here stand the loop over a sentence and what is known of a number before anything is decided;
//! what it measures is told in [`subject`], else in [`topic`], by the [`heads`] of phrases and the [`parts`] of
//! what was said; lists that answer lists are read in
//! [`answers`]; the row is put together in [`row`].

mod answers;
mod baseline;
mod budget;
mod counted;
mod dimension;
mod grants;
mod heads;
mod implied;
mod naming;
mod narrow;
mod parts;
mod row;
mod subject;
mod topic;
mod trace;
mod when;

use crate::model::any_of::any_of;

use super::classes::{self, Class};
use super::context::InForce;
use super::indicator::{self, Choice};
use super::measure::{self, Reading};
use super::rules::RuleId;
use super::view::{Approach, View};
use super::{Relater, bound, time};
use crate::model::lexicon::{CueKind, CueSet, Dimension};
use crate::model::{Bound, Measure, Moment, Period, Span, Status};
use crate::recognize::Found;
use crate::recognize::exclude::Verdict;
use crate::recognize::lexical::Hit;
use crate::recognize::number::Notation;
use crate::recognize::period::{PeriodMention, When};
use crate::segment::Block;
use answers::Answers;
use subject::Subject;
pub use trace::{SlotWords, Trace};

/// What is known of one number while its sentence is read.
struct Slot<'v, 's> {
    view: &'v View<'s>,
    found: Found,
    dimension: Dimension,
    /// Where its clause begins.
    head: usize,
    /// Where the words before it begin: at its clause, or behind what the number before it took.
    clause: usize,
    /// Where its clause ends.
    end: usize,
    /// The words between the clause's beginning and the number.
    approach: Approach,
    /// The phrase after it, empty where none follows.
    after: (usize, usize),
    /// The phrase after it is linked to the next number too.
    shared: bool,
    /// Where the next number begins.
    limit: usize,
    /// The row of the first number of its list, for the others.
    sibling: Option<usize>,
}

impl Relater<'_> {
    /// Reads the numbers of a sentence in order.
    pub(super) fn sentence(&mut self, view: &View, span: Span, block: &Block) {
        let numbers = &view.scan.numbers;
        let first = numbers.partition_point(|n| n.start < view.start);
        let mut floor = view.start;
        let mut period = view.start;
        let mut answers: Option<Answers> = None;
        self.context.enter_sentence(view.slice(view.start, view.end));
        let mut opening = self.context.in_force;
        let around = opening.map(|f| f.period).or(self.context.lead).or(self.context.heading.period);
        let spanned = around.is_some_and(Period::spans_years);
        // 1986年同1978年相比，甲由A增加到B；乙由C增加到D: up to the full stop.
        if !view.slice(0, view.start).trim_end().ends_with(';') {
            self.context.base = None;
        }
        if let Some(base) = view.year_compared_with() {
            self.context.base = time::resolve(base, &self.context);
        }
        let mut lead = opening;
        let mut outer = opening;
        let mut used = true;
        let mut bracketed: Option<Option<InForce>> = None;
        for index in first..numbers.len() {
            let found = numbers[index];
            if found.start >= view.end {
                break;
            }
            if matches!(found.verdict, Verdict::Not(_)) {
                continue;
            }
            if outer.is_some() && self.months_end(view, period, found) {
                self.context.in_force = outer;
            }
            let mut before = self.context.in_force;
            let open = view.slice(view.start, found.start).rfind('(').map(|i| view.start + i);
            // 覆盖率（2020年为63.1%）提高到63.5%: the time of what stands in a bracket ends with it.
            if !row::is_bracketed(view.slice(view.start, found.start))
                && let Some(force) = bracketed.take()
            {
                self.context.in_force = force;
                before = force;
            }
            for mention in view.periods_in(period, found.start) {
                before = self.context.in_force;
                if row::is_bracketed(view.slice(view.start, mention.span.start as usize))
                    && open.is_some_and(|open| open < mention.span.start as usize)
                    && bracketed.is_none()
                {
                    bracketed = Some(before);
                }
                if !view.is_aside(mention, found.start) {
                    time::enter(&mut self.context, mention, view.opens_with(mention));
                    self.same_months(view, mention, before);
                }
                // “十四五”期间，收入从2021年的70亿元升到2025年的85亿元: years inside those that opened the sentence.
                if !spanned {
                    opening =
                        self.context.in_force.filter(|f| f.head && f.period.spans_years() && !f.until).or(opening);
                }
            }
            // 由上年35亿元增加到71亿元, 是“十二五”时期43亿元的1.9倍: the base has a time of its own.
            let from = view.periods_in(period, found.start).last().is_some_and(|m| {
                let head = view.slice(view.start, m.span.start as usize);
                let start = any_of!["由", "从"].closes(head) && !matches!(m.when, When::Years(..) | When::Since(_));
                start || any_of!["是", "为", "相当于"].closes(head) && times_follow(view, found.end)
            });
            // 两年平均增长5%: how the rate of the time in force is reckoned.
            let reckoned = view.periods_in(period, found.start).last().is_some_and(|m| {
                matches!(m.when, When::Past(_) | When::Lasting(_))
                    && view.slice(m.span.end as usize, found.start).starts_with("平均")
            });
            used = true;
            lead = self.context.in_force;
            outer = outer.or(lead.filter(|f| f.head && is_year(f.period)));
            period = found.start;
            let next = numbers[index + 1..]
                .iter()
                .find(|n| !matches!(n.verdict, Verdict::Not(_)))
                .filter(|n| n.start < view.end);
            self.context.inside = row::is_bracketed(view.slice(view.start, found.start));
            let mut slot = self.slot(view, found, floor, next);
            if answers.as_ref().is_none_or(|a| index >= a.until) {
                answers = self.answers(&slot, index, floor);
            } else if let Some(a) = &answers {
                // A、B分别从5家、3家增加到…: the words before a list hold for all its members.
                slot.approach.chain.clone_from(&a.chain);
                slot.sibling = self.related.observations.len().checked_sub(index - a.first);
            }
            floor = self.number(&slot, span, block, answers.as_ref().map(|a| (a, index - a.first)), floor);
            if from {
                self.context.base = self.context.in_force.map(|f| f.period);
            }
            if from || reckoned && before.is_some() {
                self.context.in_force = before;
                lead = before;
            }
        }
        if let Some(force) = bracketed {
            self.context.in_force = force;
        }
        let mut headed = false;
        for mention in view.periods_in(period, view.end) {
            // 过去一年，把1984年积压的产品销售一空: of a sentence without figures what opens it holds.
            let opens = view.opens_with(mention);
            let before =
                view.slice(view.clause_start(mention.span.start as usize, view.start), mention.span.start as usize);
            let object =
                period == view.start && headed && (any_of!["把", "针对"].within(before) || before.ends_with('将'));
            // 增长13.6%，这是自1986年以来最快的一年
            let remark = period > view.start && before.starts_with("这是");
            if !opens && (object || remark) || period == view.start && is_event(view, mention) {
                continue;
            }
            headed = true;
            time::enter(&mut self.context, mention, view.opens_with(mention));
            used = mention.base && used;
        }
        // A period that no number used ends with its member of a list of sentences.
        if !used && lead.is_some() && view.slice(view.start, view.end).ends_with(';') {
            self.context.in_force = lead;
        }
        // 分类型看，国有企业增长6%；集体企业增长4%: the account goes on.
        let words = view.slice(view.start, view.end);
        self.context.parts = words.ends_with(';') && (self.context.parts || parts::opens_parts(words));
        // 其中，9月当月增长10%: a part of the period in force holds for its sentence only.
        // 一季度，税收增长3%；企业利润下降6%: up to the full stop.
        let scopes = |w: (usize, usize)| view.slice(w.1, view.end).starts_with(',');
        let goes_on = words.ends_with(';');
        let scoped = goes_on && self.context.in_force.is_some_and(|f| f.head && f.words.is_some_and(scopes));
        self.context.leave_part(opening, scoped, goes_on);
    }

    /// `1至9月完成15.8亿元，去年同期为12.6亿元`: the same months of the year before.
    fn same_months(&mut self, view: &View, mention: &PeriodMention, before: Option<InForce>) {
        let months = before.map(|f| f.period).filter(|p| !p.spans_years() && !is_year(*p));
        let same = matches!(mention.when, When::Relative(-1) | When::YearBefore)
            && (view.slice(mention.span.end as usize, view.end).starts_with("同期")
                || view.slice(mention.span.start as usize, mention.span.end as usize).ends_with("同期"));
        if let (Some(months), Some(force), true) = (months, &mut self.context.in_force, same)
            && force.words == Some((mention.span.start as usize, mention.span.end as usize))
        {
            force.period = months.later(-1);
        }
    }

    /// `年度计划投资56亿元，1-6月完成投资36亿元，其中：在建项目185项，年度计划投资27亿元，1-6月完成…`: the months of a value end
    /// with it where a part that follows names them again.
    fn months_end(&self, view: &View, from: usize, found: Found) -> bool {
        /// How far the part may go, in bytes.
        const FAR: usize = 300;
        let force = self.context.in_force.filter(|f| !f.head && !f.period.spans_years() && !is_year(f.period));
        let Some(force) = force.filter(|_| any_of!["其中", ";"].within(view.slice(from, found.start))) else {
            return false;
        };
        let rest = view.slice(found.end, view.end);
        let rest = &rest[..rest.floor_char_boundary(FAR)];
        let part = found.end + rest.find(';').unwrap_or(rest.len());
        let again = |words: (usize, usize)| {
            let same = view.slice(words.0, words.1);
            let later = view.periods_in(found.end, part).iter().map(|p| (p.span.start as usize, p.span.end as usize));
            later.filter(|p| view.slice(p.0, p.1) == same).any(|p| any_of!["计划"].within(view.slice(from, p.0)))
        };
        force.words.is_some_and(again)
    }

    /// What is known of a number whose words begin at `floor` or later.
    fn slot<'v, 's>(&self, view: &'v View<'s>, found: Found, floor: usize, next: Option<&Found>) -> Slot<'v, 's> {
        let head = view.clause_start(found.start, view.start);
        let clause = head.max(floor);
        let start = found.start - if view.slice(clause, found.start).ends_with('第') { "第".len() } else { 0 };
        let (after, shared) = view.phrase_after(&found, next);
        let mut approach = view.approach(start, clause);
        let dimension = self.dimension_in(view, &found, &approach);
        // 分别是五年前的1.4倍、1.5倍: what is held against what, no name.
        let (from, to) = approach.phrase;
        // 突破5万亿元、进入中部前十强、增长4.8%: a place among others names nothing that grows.
        let placed = dimension == Dimension::Percent
            && any_of!["十强", "百强", "前列", "前茅", "方阵"].closes(view.slice(from, to));
        // 为企业提供10笔贷款: who is given something is not what is counted.
        let receiver = dimension == Dimension::Count
            && any_of!["为", "向", "给"].opens(view.slice(from, to))
            && approach.chain.iter().any(|l| any_of!["提供", "发放", "办理"].opens(view.slice(l.start, l.end)));
        // 在口岸城市建设7个储备基地: where, and not what.
        let where_built = dimension == Dimension::Count
            && any_of!["在", "于"].opens(view.slice(from, to))
            && approach
                .chain
                .iter()
                .any(|l| any_of!["建设", "新建", "建成", "设立", "布局"].opens(view.slice(l.start, l.end)));
        let receiver = receiver || where_built;
        // 在生产总值中占比升2个百分点, 完成规划目标的102%: of what, and not what.
        let phrase = view.slice(from, to);
        let within = dimension != Dimension::Count
            && phrase.starts_with('在')
            && (phrase.ends_with('中') || view.slice(to, found.start).starts_with('中'));
        let of_goal = dimension == Dimension::Percent
            && view.slice(clause, found.start).trim_start_matches([',', ' ']).starts_with("完成")
            && any_of!["规划目标", "计划目标", "年度目标", "目标任务"]
                .closes(view.slice(from, found.start).trim_end_matches('的'));
        let placed = placed || receiver || within || of_goal;
        let times = view.slice(found.start, found.end).ends_with('倍');
        if placed || times && any_of!["是", "为", "相当于"].opens(view.slice(from, to)) {
            approach.phrase = (to, to);
        }
        Slot {
            view,
            found,
            dimension,
            head,
            clause,
            end: view.clause_end(found.end),
            approach,
            after,
            shared,
            limit: next.map_or(view.end, |n| n.start),
            sibling: None,
        }
    }

    /// Reads one number; returns where the words before the next one begin.
    fn number(
        &mut self,
        slot: &Slot,
        sentence: Span,
        block: &Block,
        answers: Option<(&Answers, usize)>,
        floor: usize,
    ) -> usize {
        let answers = answers.filter(|(a, i)| *i < a.until - a.first);
        let from_list = answers.and_then(|(a, i)| a.subjects[i].clone());
        let class = self.class(slot);
        let mut reading = match answers {
            Some((a, _)) => a.reading,
            None => measure::of_approach(slot.view, &slot.approach, slot.dimension, slot.found.start),
        };
        let tail = slot.view.slice(bound::after(slot.view, &slot.found).map_or(slot.found.end, |b| b.1), slot.view.end);
        if reading.is_none() && slot.dimension == Dimension::Percent && tells_growth(tail) {
            reading = Some(Reading { measure: Measure::GrowthRate, negative: false, words: None });
        }
        if reading.is_none() && slot.dimension == Dimension::Percent && self.goes_on_growing(slot, tail) {
            reading = Some(Reading { measure: Measure::GrowthRate, negative: false, words: None });
        }
        if slot.found.verdict == Verdict::Rank {
            reading = Some(Reading { measure: Measure::Rank, negative: false, words: None });
        }
        // 新增投资6亿元以上项目7个: the limit is not what is added.
        if class.is_some_and(|c| c.rule == RuleId::ClassLimit) {
            reading = Some(Reading { measure: Measure::Level, negative: false, words: None });
        }
        let subject = match from_list {
            Some(listed) => self.granted(slot, listed),
            None => self.what(slot, reading.map(|r| r.measure), class, floor),
        };
        let reading = reading.unwrap_or_else(|| self.measure_by_subject(slot, &subject, floor));
        let mut bound = bound::of(slot.view, &slot.approach, &slot.found, slot.head);
        if bound.0 == Bound::Exact
            && let Some((a, _)) = answers
        {
            bound = match a.bound {
                Some((shared, words)) if a.share_bound(slot.view) => (shared, Some(words)),
                None => a.opening.map_or(bound, |shared| (shared, None)),
                _ => bound,
            };
        }
        // 低于全省0.4个百分点: the side of a gap binds nothing.
        let side = bound.1.is_some_and(|w| ["低于", "高于", "超过"].contains(&slot.view.slice(w.0, w.1)));
        if reading.measure == Measure::ChangePp && side {
            bound = (Bound::Exact, None);
        }
        let about = || slot.view.slice(slot.clause, slot.found.start).contains("约占");
        if bound.0 == Bound::Exact && reading.measure == Measure::Share && about() {
            bound = (Bound::Approx, None);
        }
        let consumed = slot.consumed(&subject);
        self.push(
            slot,
            sentence,
            block,
            &subject,
            reading,
            class.and_then(|c| c.bound).filter(|_| bound.0 != Bound::Range).map_or(bound, |b| (b, None)),
            class,
        );
        consumed
    }

    /// The class of things an amount describes.
    fn class(&self, slot: &Slot) -> Option<Class> {
        let magnitude = slot.found.number.unit.is_none()
            && (slot.found.number.notation == Notation::Magnitude
                || slot.view.slice(slot.found.start, slot.found.end).ends_with(['万', '亿']));
        // 10万以上人口镇, 人口40万以上的县
        let people = slot.view.slice(slot.after.0, slot.view.end).starts_with("人口")
            || slot.view.slice(slot.approach.phrase.0, slot.approach.phrase.1).ends_with("人口");
        if slot.dimension == Dimension::Money || (magnitude && !people) {
            let class = classes::in_list(slot.view, &slot.found)
                .or_else(|| classes::passed_by_count(slot.view, &slot.found))
                .or_else(|| classes::of_money(slot.view, &slot.found, slot.after))?;
            let owned = slot.approach.has_phrase()
                && !class.yields
                && slot.dimension == Dimension::Money
                && indicator::choose(
                    self.recognizer,
                    slot.view,
                    slot.approach.phrase,
                    Dimension::Money,
                    Measure::Level,
                )
                .is_some_and(|c| !c.weak)
                && slot.after.0 == slot.found.end
                && class.rule == RuleId::ClassLimit
                && slot.approach.chain.first().is_some_and(|l| l.cues.has(CueKind::Link));
            return (!owned).then_some(class);
        }
        classes::is_capacity(slot.view, &slot.found, slot.dimension, slot.after).then_some(Class {
            code: "capacity",
            status: Status::Actual,
            bound: None,
            rule: RuleId::Capacity,
            yields: false,
        })
    }
}

/// `的增速`, `的整体进出口增幅`: the words behind a percentage that say of what kind it is.
fn tells_growth(tail: &str) -> bool {
    /// Characters that may name what grows.
    const MOST: usize = 8;
    let Some(name) = tail.strip_prefix('的') else { return false };
    let near = name.char_indices().nth(MOST).map_or(name, |(end, _)| &name[..end]);
    let near = &near[..near.find([',', '。', ';', '、']).unwrap_or(near.len())];
    any_of!["增长", "增速", "增幅", "发展速度", "增长速度"].closes(near)
        || any_of!["增长", "增速", "增幅", "速度"].opens(near)
}

/// Where what is ranked ends in the words before a rank, ahead of the verb and the field: 总量 of 总量居西部省份.
/// Nothing is left of a field alone: 从世界.
fn before_rank(words: &str) -> usize {
    const VERBS: [char; 6] = ['居', '列', '排', '从', '由', '在'];
    let verb = |(i, c): &(usize, char)| {
        let next = words[i + c.len_utf8()..].chars().next();
        VERBS.contains(c) && !next.is_some_and(|n| "民放水住车车入".contains(n))
    };
    let Some((mut at, _)) = words.char_indices().rev().find(verb) else { return words.len() };
    // 由上年居, 稳居: what stands right before the verb belongs to it.
    while let Some(c) = words[..at].chars().next_back().filter(|c| "位稳均名仍继续排上年由从".contains(*c))
    {
        at -= c.len_utf8();
    }
    at
}

impl<'v> Slot<'v, '_> {
    /// Where a phrase ends together with a word of change that may belong to its term: 价格涨幅.
    fn with_change(&self, end: usize) -> usize {
        let change = CueSet::of(&[CueKind::Growth, CueKind::Fall]);
        let outer = self.approach.chain.last().filter(|l| l.start == end && l.cues.any(change));
        outer.map_or(end, |l| l.end)
    }

    /// The phrase that names what is measured: before 占 in a share, before 比 in a gap.
    fn numerator(&self, measure: Measure) -> (usize, usize) {
        let (from, to) = self.approach.phrase;
        let cut = match measure {
            Measure::Contribution => {
                let link = self.approach.nearest(CueSet::of(&[CueKind::Contribution]));
                return (from, link.map_or(to, |l| l.start.max(to)));
            }
            Measure::Rank => return (from, from + before_rank(self.view.slice(from, to))),
            Measure::Share | Measure::Completion => CueKind::Share,
            Measure::ChangePp => CueKind::Compare,
            _ => return (from, to),
        };
        // 服务业在生产总值中的比重: what stands before 在 is shared.
        let words = self.view.slice(from, self.found.start);
        let among = words.find('在').filter(|&at| at > 0 && from + at < to && words[at..].contains('中'));
        if let Some(at) = among.filter(|_| cut == CueKind::Share) {
            return (from, from + at);
        }
        // 甲占乙比重提高6个百分点: what changes is the share of 甲.
        let share = |h: &Hit| self.view.slice(h.start as usize, h.end as usize).starts_with('占');
        let shared = self.view.cues_in(from, to).find(|(h, s)| s.has(CueKind::Share) && share(h));
        if let Some((hit, _)) = shared.filter(|(h, _)| measure == Measure::ChangePp && h.start as usize > from) {
            return (from, hit.start as usize);
        }
        let at = self.view.cues_in(from, to).rev().find(|(h, s)| {
            s.has(cut)
                && (measure == Measure::ChangePp
                    || self.view.slice(h.start as usize, h.end as usize).starts_with(['占', '所', '相']))
        });
        at.map_or((from, to), |(h, _)| (from, (h.start as usize).max(from)))
    }

    /// The sentence up to its clause, with a 其中 that opens the clause.
    fn lead(&self) -> &'v str {
        let opens = self.view.slice(self.clause, self.found.start).starts_with("其中");
        self.view.slice(self.view.start, self.clause + if opens { "其中".len() } else { 0 })
    }

    /// Whether the phrase is one of a rate or share of its own: 贷款不良率, 国有企业占比.
    fn names_rate(&self) -> bool {
        let phrase = self.view.slice(self.approach.phrase.0, self.approach.phrase.1);
        phrase.ends_with(['率', '度'])
            || any_of!["占", "比重", "比例", "完成"].within(self.view.slice(self.clause, self.found.start))
    }

    /// The words of the number's unit: 家 in `33家`.
    fn classifier(&self) -> Option<&'v str> {
        self.found.number.unit.map(|u| self.view.slice(u.span.start as usize, u.span.end as usize))
    }

    /// The words of its clause before it, whatever numbers stand among them.
    fn clause_before(&self) -> &'v str {
        self.view.slice(self.head, self.found.start)
    }

    /// `是“十二五”时期43亿元的1.9倍`: an amount that another is only held against.
    fn is_multiplied(&self) -> bool {
        let clause = self.clause_before().trim_start_matches([',', ' ']);
        any_of!["是", "为", "相当于"].opens(clause) && times_follow(self.view, self.found.end)
    }

    /// The words of its clause behind it.
    fn clause_behind(&self) -> &'v str {
        self.view.slice(self.found.end, self.end)
    }

    /// Whether the phrase after a number names it rather than the one before: a verb stands right
    /// before the number (支持126个项目), or the one before is only a weak term.
    fn prefers_after(&self, before: Choice, after: Choice) -> bool {
        if !matches!(self.dimension, Dimension::Count | Dimension::People) {
            let verb = self.approach.chain.first().is_some_and(|l| {
                l.cues.any(CueSet::of(&[CueKind::Verb, CueKind::Increase])) && !l.cues.has(CueKind::Link)
            });
            return verb && (before.weak || !after.weak);
        }
        let linked = self.approach.chain.iter().any(|l| l.cues.has(CueKind::Link) && !l.cues.has(CueKind::Verb));
        !linked || (before.weak && !after.weak)
    }

    /// Whether the phrase names a part of what was said: after 其中, in 分行业看, or an industry, class
    /// or place by itself.
    fn names_part(&self) -> bool {
        let (from, to) = self.approach.phrase;
        let phrase = self.view.slice(from, to);
        let lead = self.view.slice(self.view.start, self.clause);
        parts::opens_parts(lead)
            || phrase.starts_with("其中")
            || phrase.ends_with(['业', '类', '品', '县', '市', '区'])
            || (phrase.ends_with("企业") && self.dimension == Dimension::Percent)
            || !self.view.industries_in(from, to).is_empty()
            || self.names_places()
    }

    /// `甲市达到9亿元，乙市、丙市超过5亿元`: the phrase names places and nothing else.
    fn names_places(&self) -> bool {
        let (from, to) = self.approach.phrase;
        let mut end = from;
        for place in self.view.regions_in(from, to) {
            if !matches!(self.view.slice(end, place.start as usize), "" | "、" | "和") {
                return false;
            }
            end = place.end as usize;
        }
        from < to && end == to
    }

    /// Where the words before the next number begin: after this one's unit, and after the phrase
    /// that follows it when that names it.
    fn consumed(&self, subject: &Subject) -> usize {
        match (subject.rule, subject.term) {
            (RuleId::After, Some(term)) if term.0 < self.limit => term.1,
            (RuleId::ClassLimit, _) => self.found.end,
            (RuleId::Capacity, _) => self.after.1,
            _ => bound::after(self.view, &self.found).map_or(self.found.end, |b| b.1),
        }
    }
}

/// `9月26日省政府批准某县退出贫困县序列。`, `2004年9月被命名为…。`: the day of an event, in a sentence without figures, is no
/// time of the figures that follow.
fn is_event(view: &View, mention: &PeriodMention) -> bool {
    let (from, to) = (mention.span.start as usize, mention.span.end as usize);
    let words = view.slice(from, to);
    // 8月份部分企业被迫停产: a month that is told of.
    let dated = words.ends_with('日') || matches!(mention.when, When::Month(Some(_), _)) && !words.ends_with('份');
    let begins = to + usize::from(view.slice(to, view.end).starts_with(','));
    let clause = view.slice(begins, view.clause_end(begins));
    let events = any_of![
        "被命名",
        "被授予",
        "被评",
        "被列",
        "被批准",
        "被认定",
        "被确定",
        "被省",
        "被国",
        "获评",
        "获批",
        "荣获",
        "批准",
        "批复",
        "升格",
        "授予",
        "挂牌",
        "揭牌",
        "启用",
        "获得国家",
        "获国家",
    ];
    matches!(mention.when, When::Month(..)) && dated && events.within(clause)
}

/// Whether what follows an amount that ends at `end` is how many times it another is: 43亿元的1.9倍.
fn times_follow(view: &View, end: usize) -> bool {
    let tail = view.slice(end, view.clause_end(end));
    tail.strip_prefix('的').is_some_and(|t| t.starts_with(|c: char| c.is_ascii_digit()) && t.contains('倍'))
}

fn is_year(period: Period) -> bool {
    matches!(period, Period::At(Moment::Year(_)))
}
