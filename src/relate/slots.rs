//! Fills the slots of one sentence's numbers.

use rust_decimal::Decimal;

use super::classes::{self, Class};
use super::context::{Antecedent, Source, Words};
use super::indicator::{self, Choice};
use super::measure::{self, Reading};
use super::rules::RuleId;
use super::status::Evidence;
use super::view::{Approach, View, find};
use super::{Relater, bound, confidence, lists, names, place, status, time};
use crate::model::lexicon::{CueKind, CueSet, Dimension, IndicatorId, UnitId};
use crate::model::{Bound, Measure, Observation, Period, RegionCode, Span, Status};
use crate::recognize::Found;
use crate::recognize::exclude::Verdict;
use crate::recognize::number::Notation;
use crate::recognize::period::{PeriodMention, When};
use crate::segment::Block;

/// Ways of writing industry above the size at which it is surveyed.
const ABOVE_SCALE: [&str; 3] = ["规模以上工业", "规模工业", "规上工业"];

/// Phrases that only point back to what was just said.
const ANAPHORIC: [&str; 10] = ["总数", "总量", "总额", "数量", "总计", "累计", "规模", "总规模", "存量", "总"];

/// How a number was read: for each slot the words that filled it, or where it was taken from.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The noun phrase that names what is measured.
    pub phrase: Option<Span>,
    /// The term of the lexicon in it.
    pub term: Option<Span>,
    /// The cue that told the measure.
    pub measure: Option<Span>,
    /// Where the period was taken from.
    pub period: Source,
    /// Where the region was taken from.
    pub region: Source,
    /// Where the status was taken from.
    pub status: Source,
    /// The value that an attached number belongs to, an index of observations.
    pub antecedent: Option<usize>,
    /// The words that filled the slots beside the phrase.
    pub words: SlotWords,
}

/// The words that filled slots; `None` where no words did.
#[derive(Debug, Clone, Copy, Default)]
pub struct SlotWords {
    /// The period's words.
    pub period: Option<Span>,
    /// The region's name.
    pub region: Option<Span>,
    /// The words that told fact from promise.
    pub status: Option<Span>,
    /// The words that bind the value.
    pub bound: Option<Span>,
    /// The words that say it recurs each year.
    pub per_year: Option<Span>,
    /// The words for what it is compared with.
    pub baseline: Option<Span>,
}

/// What a number measures, before the slots of time, place and status.
#[derive(Debug, Clone)]
struct Subject {
    indicator: IndicatorId,
    text: String,
    subject: Option<String>,
    phrase: Option<(usize, usize)>,
    term: Option<(usize, usize)>,
    rule: RuleId,
    /// The value it belongs to.
    of: Option<usize>,
}

/// What is known of one number while its sentence is read.
struct Slot<'v, 's> {
    view: &'v View<'s>,
    found: Found,
    dimension: Dimension,
    clause: usize,
    approach: Approach,
    after: (usize, usize),
    /// The phrase after it is linked to the next number too.
    shared: bool,
    /// Where the next number begins.
    limit: usize,
}

/// A list of numbers that answers a list of phrases.
struct Answers {
    until: usize,
    first: usize,
    subjects: Vec<Option<Subject>>,
    reading: Option<Reading>,
    bound: Option<(Bound, (usize, usize))>,
    /// The bound before its first member, which holds for all.
    opening: Option<Bound>,
}

impl Relater<'_> {
    /// Reads the numbers of a sentence in order.
    pub(super) fn sentence(&mut self, view: &View, span: Span, block: &Block) {
        let numbers = &view.scan.numbers;
        let first = numbers.partition_point(|n| n.start < view.start);
        let mut floor = view.start;
        let mut period = view.start;
        let mut answers: Option<Answers> = None;
        let opening = self.context.in_force;
        let mut lead = opening;
        let mut used = true;
        for index in first..numbers.len() {
            let found = numbers[index];
            if found.start >= view.end {
                break;
            }
            if matches!(found.verdict, Verdict::Not(_)) {
                continue;
            }
            let before = self.context.in_force;
            for mention in view.periods_in(period, found.start) {
                time::enter(&mut self.context, mention);
            }
            // 由上年46亿元增加到92亿元: the base has a time of its own.
            let from = view.periods_in(period, found.start).last().is_some_and(|m| {
                let head = view.slice(view.start, m.span.start as usize);
                (head.ends_with('由') || head.ends_with('从')) && !matches!(m.when, When::Years(..) | When::Since(_))
            });
            used = true;
            lead = self.context.in_force;
            period = found.start;
            let next = numbers[index + 1..]
                .iter()
                .find(|n| !matches!(n.verdict, Verdict::Not(_)))
                .filter(|n| n.start < view.end);
            let slot = self.slot(view, found, floor, next);
            if answers.as_ref().is_none_or(|a| index >= a.until) {
                answers = self.answers(&slot, index);
            }
            floor = self.number(&slot, span, block, answers.as_ref().map(|a| (a, index - a.first)), floor);
            if from {
                self.context.base = self.context.in_force.map(|f| f.period);
                self.context.in_force = before;
                lead = before;
            }
        }
        for mention in view.periods_in(period, view.end) {
            time::enter(&mut self.context, mention);
            used = mention.base && used;
        }
        // A period that no number used ends with its member of a list of sentences.
        if !used && lead.is_some() && view.slice(view.start, view.end).ends_with(';') {
            self.context.in_force = lead;
        }
        // 其中，9月当月增长10%: a part of the period in force holds for its sentence only.
        self.context.leave_part(opening);
    }

    fn slot<'v, 's>(&self, view: &'v View<'s>, found: Found, floor: usize, next: Option<&Found>) -> Slot<'v, 's> {
        let clause = view.clause_start(found.start, floor);
        let start = found.start - if view.slice(clause, found.start).ends_with('第') { "第".len() } else { 0 };
        let (after, shared) = view.phrase_after(&found, next);
        let approach = view.approach(start, clause);
        let dimension = self.dimension_in(view, &found, &approach);
        Slot { view, found, dimension, clause, approach, after, shared, limit: next.map_or(view.end, |n| n.start) }
    }

    /// The dimension of a number where it stands: 生产总值跨越7万亿、8万亿 is money without a unit.
    fn dimension_in(&self, view: &View, found: &Found, approach: &Approach) -> Dimension {
        let own = self.dimension(found);
        let bare = found.number.unit.is_none()
            && own == Dimension::Count
            && view.slice(found.start, found.end).ends_with('亿');
        if !bare {
            return own;
        }
        let named = indicator::choose(self.recognizer, view, approach.phrase, Dimension::Money, Measure::Level);
        let listed = || {
            let last = self.context.antecedents.last();
            !approach.has_phrase()
                && last.is_some_and(|a| a.sentence == self.context.sentence && a.dimension == Dimension::Money)
        };
        if named.is_some_and(|c| !c.weak) || listed() { Dimension::Money } else { own }
    }

    fn dimension(&self, found: &Found) -> Dimension {
        let number = &found.number;
        if number.ratio || number.percent {
            return Dimension::Percent;
        }
        if found.verdict == Verdict::Rank {
            return Dimension::Count;
        }
        match number.unit {
            Some(unit) => self.recognizer.lexicon().units.forms[usize::from(unit.form)].dimension,
            // 千亿级投资基金: a magnitude without a unit is one of money.
            None if number.notation == Notation::Magnitude && number.low >= Decimal::from(100_000_000) => {
                Dimension::Money
            }
            None => Dimension::Count,
        }
    }

    /// The list a number begins, if it begins one.
    fn answers(&self, slot: &Slot, index: usize) -> Option<Answers> {
        let view = slot.view;
        let length = lists::run_length(view, index, |i| self.dimension(&view.scan.numbers[i]));
        if length < 2 || slot.found.verdict == Verdict::Rank {
            return None;
        }
        let done = slot.dimension == Dimension::Percent && view.slice(slot.clause, slot.found.start).contains("完成");
        let reading = measure::of_approach(view, &slot.approach, slot.dimension, slot.found.start)
            .or_else(|| done.then_some(Reading { measure: Measure::Completion, negative: false, words: None }));
        let last = &view.scan.numbers[index + length - 1];
        let bound = bound::after(view, last)
            .filter(|(_, end)| view.slice(*end, view.end).chars().next().is_none_or(|c| ",;。、)和的!?".contains(c)))
            .map(|(bound, end)| (bound, (last.end, end)));
        let subjects = if slot.found.number.ratio {
            self.ratio(slot, length)
        } else if slot.approach.has_phrase() {
            self.list_subjects(slot, length, reading)
        } else {
            self.list_of_antecedents(length, reading)
        };
        let opening = bound::before(&slot.approach, slot.found.start).map(|b| b.0);
        Some(Answers { opening, until: index + length, first: index, subjects, reading, bound })
    }

    /// `16.5:44.7:38.8`: shares of the three industries.
    fn ratio(&self, slot: &Slot, length: usize) -> Vec<Option<Subject>> {
        let code = self.recognizer.lexicon().indicators.find("industry_structure").filter(|_| length == 3);
        let text = names::indicator_text(slot.view, slot.approach.phrase);
        let industries = ["第一产业", "第二产业", "第三产业"];
        let of = |i: usize| Subject {
            indicator: code.unwrap_or_else(|| self.other()),
            text: text.clone(),
            subject: code.map(|_| industries[i % 3].to_owned()),
            phrase: Some(slot.approach.phrase),
            term: None,
            rule: RuleId::Ratio,
            of: None,
        };
        (0..length).map(|i| Some(of(i))).collect()
    }

    fn list_subjects(&self, slot: &Slot, length: usize, reading: Option<Reading>) -> Vec<Option<Subject>> {
        let view = slot.view;
        let measure = reading.map_or(Measure::Level, |r| r.measure);
        let phrase = if measure == Measure::Share { self.numerator(slot, measure) } else { slot.approach.phrase };
        let items = lists::items(view, phrase);
        if items.len() < length {
            return vec![None; length];
        }
        let items = &items[items.len() - length..];
        let last = items[length - 1];
        let end = if measure == Measure::Contribution {
            self.numerator(slot, measure).1
        } else {
            self.with_change(slot, last.1)
        };
        let head = indicator::choose(self.recognizer, view, (last.0, end), slot.dimension, measure);
        let head = head.map(|h| Choice { indicator: self.narrowed(slot, last, h), ..h });
        if let Some(whole) = head.filter(|_| measure == Measure::Contribution) {
            return items.iter().map(|&item| Some(self.contributor(view, item, last, whole))).collect();
        }
        let mut out: Vec<Option<Subject>> =
            items.iter().map(|&item| self.list_item(slot, item, last, head, measure)).collect();
        if head.is_none() && out.iter().all(|s| s.as_ref().is_none_or(|s| s.term.is_none())) {
            out.iter_mut().for_each(|s| *s = None);
        }
        out
    }

    /// `第一、二、三产业对经济增长的贡献率`: the whole that grows, with who contributes.
    fn contributor(&self, view: &View, item: (usize, usize), last: (usize, usize), whole: Choice) -> Subject {
        let who = Some(view.slice(item.0, item.1).to_owned());
        self.subject(whole.indicator, names::indicator_text(view, last), who, item, Some(whole.term), RuleId::List)
    }

    fn list_item(
        &self,
        slot: &Slot,
        item: (usize, usize),
        last: (usize, usize),
        head: Option<Choice>,
        measure: Measure,
    ) -> Option<Subject> {
        let view = slot.view;
        let words = view.slice(item.0, item.1);
        let strong = indicator::choose(self.recognizer, view, item, slot.dimension, measure).is_some_and(|c| !c.weak);
        if item != last
            && !strong
            && let Some((choice, text)) =
                lists::share_head(self.recognizer, words, view.slice(last.0, last.1), slot.dimension, measure)
        {
            return Some(self.subject(choice.indicator, text, None, item, None, RuleId::List));
        }
        let end = if item == last { self.with_change(slot, item.1) } else { item.1 };
        let own = indicator::choose(self.recognizer, view, (item.0, end), slot.dimension, measure);
        if let Some(choice) = own.filter(|o| !o.weak || head.is_none_or(|h| h.weak)) {
            let id = self.narrowed(slot, item, choice);
            let text = names::indicator_text(view, item);
            return Some(self.subject(
                id,
                text,
                names::subject(view, item, choice.term),
                item,
                Some(choice.term),
                RuleId::List,
            ));
        }
        let head = head?;
        Some(self.subject(
            head.indicator,
            words.to_owned(),
            Some(words.to_owned()),
            item,
            Some(head.term),
            RuleId::List,
        ))
    }

    #[allow(clippy::too_many_arguments, reason = "one call site a shape; a builder would only rename the slots")]
    fn subject(
        &self,
        indicator: IndicatorId,
        text: String,
        subject: Option<String>,
        phrase: (usize, usize),
        term: Option<(usize, usize)>,
        rule: RuleId,
    ) -> Subject {
        Subject { indicator, text, subject, phrase: Some(phrase), term, rule, of: None }
    }

    /// `城镇…收入17175元，农村…收入5153元，实际增长9.8%和8.5%`: the last values in order.
    fn list_of_antecedents(&self, length: usize, reading: Option<Reading>) -> Vec<Option<Subject>> {
        let sentence = self.context.sentence;
        let levels: Vec<usize> = self
            .context
            .antecedents
            .iter()
            .rev()
            .filter(|a| !a.limit && a.measure == Measure::Level && a.sentence == sentence)
            .take(length)
            .map(|a| a.draft)
            .collect();
        if levels.len() < length || reading.is_none() {
            return vec![None; length];
        }
        levels.iter().rev().map(|&d| Some(self.attached_to(d, RuleId::List))).collect()
    }

    fn attached_to(&self, draft: usize, rule: RuleId) -> Subject {
        let o = &self.related.observations[draft];
        Subject {
            indicator: o.indicator,
            text: o.indicator_text.clone(),
            subject: o.subject.clone(),
            phrase: None,
            term: None,
            rule,
            of: Some(draft),
        }
    }

    fn other(&self) -> IndicatorId {
        self.recognizer.lexicon().indicators.other()
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
        if reading.is_none()
            && slot.dimension == Dimension::Percent
            && ["的增长", "的增速", "的速度", "的增幅"].iter().any(|w| tail.starts_with(w))
        {
            reading = Some(Reading { measure: Measure::GrowthRate, negative: false, words: None });
        }
        if slot.found.verdict == Verdict::Rank {
            reading = Some(Reading { measure: Measure::Rank, negative: false, words: None });
        }
        let subject = from_list.unwrap_or_else(|| self.what(slot, reading.map(|r| r.measure), class, floor));
        let reading = reading.unwrap_or_else(|| self.measure_by_subject(slot, &subject, floor));
        let mut bound = bound::of(slot.view, &slot.approach, &slot.found);
        if bound.0 == Bound::Exact
            && let Some((a, _)) = answers
        {
            bound = match a.bound {
                Some((shared, words)) if self.list_shares_bound(slot.view, a) => (shared, Some(words)),
                None => a.opening.map_or(bound, |shared| (shared, None)),
                _ => bound,
            };
        }
        let about = slot.view.slice(slot.clause, slot.found.start).contains("约占");
        if bound.0 == Bound::Exact && reading.measure == Measure::Share && about {
            bound = (Bound::Approx, None);
        }
        let consumed = self.consumed(slot, &subject);
        self.push(
            slot,
            sentence,
            block,
            subject,
            reading,
            class.and_then(|c| c.bound).map_or(bound, |b| (b, None)),
            class,
        );
        consumed
    }

    /// Whether only the last member of a list carries a bound, which then holds for all.
    fn list_shares_bound(&self, view: &View, answers: &Answers) -> bool {
        let members = &view.scan.numbers[answers.first..answers.until];
        let (_, rest) = match members.split_last() {
            Some(split) => split,
            None => return false,
        };
        rest.iter().all(|m| bound::after(view, m).is_none())
    }

    /// The class of things an amount describes.
    fn class(&self, slot: &Slot) -> Option<Class> {
        let magnitude = slot.found.number.unit.is_none()
            && (slot.found.number.notation == Notation::Magnitude
                || slot.view.slice(slot.found.start, slot.found.end).ends_with(['万', '亿']));
        if slot.dimension == Dimension::Money || magnitude {
            let class = classes::of_money(slot.view, &slot.found, slot.after)?;
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

    /// What a number measures, from the words around it.
    fn what(&self, slot: &Slot, measure: Option<Measure>, class: Option<Class>, floor: usize) -> Subject {
        let relative = matches!(slot.dimension, Dimension::Percent | Dimension::Pp);
        let measured = measure.unwrap_or(if relative { Measure::Share } else { Measure::Level });
        let dimension =
            if class.is_some_and(|c| c.rule != RuleId::Capacity) { Dimension::Money } else { slot.dimension };
        if let Some(subject) = class.and_then(|c| self.classed(slot, c)) {
            return subject;
        }
        let phrase = self.numerator(slot, measured);
        if let Some(whole) = self.share_of_whole(slot, phrase, measured) {
            return whole;
        }
        let reach = (phrase.0, self.with_change(slot, phrase.1));
        let before = (phrase.0 < phrase.1)
            .then(|| indicator::choose(self.recognizer, slot.view, reach, dimension, measured))
            .flatten();
        let after = self.after(slot, dimension, measured);
        match (before, after) {
            (Some(b), Some(a)) if self.prefers_after(slot, b, a) => self.from_after(slot, a),
            (Some(b), _) => self.from_before(slot, phrase, b),
            (None, Some(a)) if phrase.0 >= phrase.1 || slot.dimension != Dimension::Percent => self.from_after(slot, a),
            _ => self.from_context(slot, phrase, measured, floor),
        }
    }

    /// Where a phrase ends together with a word of change that may belong to its term: 价格涨幅.
    fn with_change(&self, slot: &Slot, end: usize) -> usize {
        let change = CueSet::of(&[CueKind::Growth, CueKind::Fall]);
        let outer = slot.approach.chain.last().filter(|l| l.start == end && l.cues.any(change));
        outer.map_or(end, |l| l.end)
    }

    /// `投资9243亿元，其中，A占44%，B占16%`: parts of the value just said.
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
        Some(self.subject(whole.indicator, text.clone(), Some(text), phrase, None, RuleId::Topic))
    }

    /// The phrase that names what is measured: before 占 in a share, before 比 in a gap.
    fn numerator(&self, slot: &Slot, measure: Measure) -> (usize, usize) {
        let (from, to) = slot.approach.phrase;
        let cut = match measure {
            Measure::Contribution => {
                let link = slot.approach.nearest(CueSet::of(&[CueKind::Contribution]));
                return (from, link.map_or(to, |l| l.start.max(to)));
            }
            Measure::Share | Measure::Completion => CueKind::Share,
            Measure::ChangePp => CueKind::Compare,
            _ => return (from, to),
        };
        let at = slot.view.cues_in(from, to).rev().find(|(h, s)| {
            s.has(cut)
                && (measure == Measure::ChangePp
                    || slot.view.slice(h.start as usize, h.end as usize).starts_with(['占', '所']))
        });
        at.map_or((from, to), |(h, _)| (from, (h.start as usize).max(from)))
    }

    fn after(&self, slot: &Slot, dimension: Dimension, measure: Measure) -> Option<Choice> {
        let (from, to) = slot.after;
        if from >= to || !matches!(measure, Measure::Level | Measure::Increase | Measure::Share) {
            return None;
        }
        // 11个园区入驻企业达2720家: what follows the link belongs to the next number.
        if slot.shared {
            return indicator::first(self.recognizer, slot.view, (from, to), dimension);
        }
        // 3家企业技术装备: 家 counts enterprises and bodies, so a thing of no code is not what it counts.
        let bodies = self.classifier(slot) == Some("家");
        let known = |id| !bodies || id != self.other();
        indicator::choose_where(self.recognizer, slot.view, (from, to), dimension, measure, known)
            .or_else(|| indicator::choose(self.recognizer, slot.view, (from, to), dimension, measure))
            .or_else(|| {
                // 1000名乡村运营人才: a verb inside the name.
                let end = slot.view.clause_end(from).min(slot.limit);
                indicator::first(self.recognizer, slot.view, (from, end.max(from)), dimension)
            })
    }

    fn classifier<'v>(&self, slot: &Slot<'v, '_>) -> Option<&'v str> {
        slot.found.number.unit.map(|u| slot.view.slice(u.span.start as usize, u.span.end as usize))
    }

    /// Whether the phrase after a number names it rather than the one before: a verb stands right
    /// before the number (支持4441个项目), or the one before is only a weak term.
    fn prefers_after(&self, slot: &Slot, before: Choice, after: Choice) -> bool {
        if !matches!(slot.dimension, Dimension::Count | Dimension::People) {
            let verb = slot.approach.chain.first().is_some_and(|l| {
                l.cues.any(CueSet::of(&[CueKind::Verb, CueKind::Increase])) && !l.cues.has(CueKind::Link)
            });
            return verb && (before.weak || !after.weak);
        }
        let linked = slot.approach.chain.iter().any(|l| l.cues.has(CueKind::Link) && !l.cues.has(CueKind::Verb));
        !linked || (before.weak && !after.weak)
    }

    fn classed(&self, slot: &Slot, class: Class) -> Option<Subject> {
        let indicators = &self.recognizer.lexicon().indicators;
        let phrase = slot.approach.phrase;
        let named = (class.yields && phrase.0 < phrase.1)
            .then(|| indicator::choose(self.recognizer, slot.view, phrase, Dimension::Money, Measure::Level))
            .flatten();
        if let Some(choice) = named {
            let text = names::indicator_text(slot.view, phrase);
            return Some(self.subject(choice.indicator, text, None, phrase, Some(choice.term), class.rule));
        }
        if class.yields
            && let Some(a) = self.limit_before(slot)
        {
            return Some(Subject { rule: class.rule, ..self.attached_to(a, class.rule) });
        }
        let text = names::indicator_text(slot.view, slot.after);
        let subject = (class.rule != RuleId::ClassLimit).then(|| text.clone());
        Some(self.subject(indicators.find(class.code)?, text, subject, slot.after, None, class.rule))
    }

    /// `收入突破100亿元的企业1家、50亿元的企业2家`: a limit in a list repeats the one before.
    fn limit_before(&self, slot: &Slot) -> Option<usize> {
        let _ = slot;
        self.context
            .antecedents
            .iter()
            .rev()
            .take(3)
            .find(|a| a.limit && a.sentence == self.context.sentence && a.dimension == Dimension::Money)
            .map(|a| a.draft)
    }

    fn from_before(&self, slot: &Slot, phrase: (usize, usize), choice: Choice) -> Subject {
        let view = slot.view;
        let topic = self.part_of_topic(slot, choice);
        let indicator = topic.unwrap_or_else(|| self.narrowed(slot, phrase, choice));
        let indicator = self.revenue_class(slot, indicator);
        let text = names::indicator_text(view, phrase);
        let rule = if topic.is_some() { RuleId::Topic } else { RuleId::Before };
        self.subject(indicator, text, names::subject(view, phrase, choice.term), phrase, Some(choice.term), rule)
    }

    /// The narrower code that the words around a general term ask for.
    fn narrowed(&self, slot: &Slot, phrase: (usize, usize), choice: Choice) -> IndicatorId {
        let indicators = &self.recognizer.lexicon().indicators;
        let (code, view) = (indicators.get(choice.indicator).code.as_str(), slot.view);
        let own = view.slice(phrase.0, choice.term.0);
        let sentence = view.slice(view.start, choice.term.0);
        let narrow = match code {
            "investment" if own.contains("项目") || (own.is_empty() && self.follows_projects()) => {
                Some("investment.project_annual")
            }
            "investment.project_total" if view.slice(slot.clause, slot.found.start).contains("年度计划") => {
                Some("investment.project_annual")
            }
            "income.all" if !own.contains("居民") && !own.contains("全体") => self.whose_income(),
            "output_quantity" if own.is_empty() && sentence.contains("粮食") => Some("grain.output"),
            "value_added" if ABOVE_SCALE.iter().any(|w| sentence.contains(w)) => {
                Some("value_added.industry.above_scale")
            }
            "value_added.industry" if choice.weak && ABOVE_SCALE.iter().any(|w| sentence.contains(w)) => {
                Some("value_added.industry.above_scale")
            }
            _ => None,
        };
        let narrow = narrow.and_then(|c| indicators.find(c));
        narrow.unwrap_or_else(|| indicator::refine(self.recognizer, view, view.start, choice))
    }

    /// `城镇居民人均可支配收入…，其中工资性收入`: the residents just named.
    fn whose_income(&self) -> Option<&'static str> {
        let indicators = &self.recognizer.lexicon().indicators;
        let last =
            self.context.antecedents.iter().rev().take(6).find(|a| indicators.is_under(a.indicator, "income"))?;
        ["income.urban", "income.rural"].into_iter().find(|c| indicators.find(c) == Some(last.indicator))
    }

    /// `重点项目304个、完成投资4608亿元`: the value before counts projects.
    fn follows_projects(&self) -> bool {
        let projects = self.recognizer.lexicon().indicators.find("project_count");
        let last = self.context.antecedents.last();
        last.is_some_and(|a| a.sentence == self.context.sentence && Some(a.indicator) == projects)
    }

    /// `突破100亿元的企业1家`: enterprises counted by a limit of revenue.
    fn revenue_class(&self, slot: &Slot, indicator: IndicatorId) -> IndicatorId {
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

    /// After 其中 a weak term only narrows what the whole counts.
    fn part_of_topic(&self, slot: &Slot, choice: Choice) -> Option<IndicatorId> {
        if !choice.weak
            || !slot.view.slice(slot.view.start, slot.clause + 6.min(slot.found.start - slot.clause)).contains("其中")
        {
            return None;
        }
        let dimension = slot.dimension;
        let indicators = &self.recognizer.lexicon().indicators;
        let whole = self.context.antecedent(|a| a.dimension == dimension && a.measure == Measure::Level)?;
        // 经营主体1900万户，其中企业830万户: enterprises are a kind of their own.
        let own = matches!(self.classifier(slot), Some("户" | "家"))
            && indicators.is_under(choice.indicator, "enterprise_count")
            && !indicators.is_under(whole.indicator, "enterprise_count");
        (!own).then_some(whole.indicator)
    }

    fn from_after(&self, slot: &Slot, choice: Choice) -> Subject {
        let phrase = (slot.after.0, slot.after.1);
        let text = names::indicator_text(slot.view, phrase);
        self.subject(
            choice.indicator,
            text,
            names::subject(slot.view, phrase, choice.term),
            phrase,
            Some(choice.term),
            RuleId::After,
        )
    }

    /// What a number measures when the words beside it name no indicator.
    fn from_context(&self, slot: &Slot, phrase: (usize, usize), measure: Measure, floor: usize) -> Subject {
        let view = slot.view;
        let pointing = ANAPHORIC.contains(&view.slice(phrase.0, phrase.1));
        if pointing
            && measure == Measure::Rank
            && let Some(subject) = self.attached(slot, measure)
        {
            return subject;
        }
        if pointing && let Some(subject) = self.same_thing(slot) {
            return subject;
        }
        let has_phrase = phrase.0 < phrase.1;
        let described = !has_phrase
            && slot.dimension == Dimension::Percent
            && slot.after.0 < slot.after.1
            && view.slice(slot.found.end, slot.after.0).ends_with('的');
        if !has_phrase && !described {
            if let Some(subject) = self.attached(slot, measure) {
                return subject;
            }
            if let Some(subject) = self.clause_before(slot, measure, floor) {
                return subject;
            }
        }
        let bare = !has_phrase && slot.after.0 >= slot.after.1 && slot.found.number.unit.is_some();
        if bare
            && slot.dimension == Dimension::Count
            && let Some(subject) = self.same_thing(slot)
        {
            return subject;
        }
        let own = if has_phrase { phrase } else { slot.after };
        let text = names::indicator_text(view, own);
        if let Some(topic) = self.topic(slot, measure, has_phrase).filter(|_| !described) {
            return self.subject(topic, text.clone(), Some(text), own, None, RuleId::Topic);
        }
        let indicator = self.by_classifier(slot).or_else(|| self.by_grant(slot)).unwrap_or_else(|| self.other());
        self.subject(indicator, text, None, own, None, RuleId::Other)
    }

    /// Money that a verb of granting gives: 每家奖励20万元.
    fn by_grant(&self, slot: &Slot) -> Option<IndicatorId> {
        let clause = slot.view.slice(slot.clause, slot.view.clause_end(slot.found.end));
        let granted = ["奖励", "补贴", "补助", "资助", "给予", "奖补"].iter().any(|w| clause.contains(w));
        let fits = matches!(slot.dimension, Dimension::Money | Dimension::Percent) && granted;
        self.recognizer.lexicon().indicators.find("fiscal_expenditure").filter(|_| fits)
    }

    /// A classifier that counts one kind of thing: 家 counts enterprises where nothing else is named.
    fn by_classifier(&self, slot: &Slot) -> Option<IndicatorId> {
        let unit = slot.found.number.unit?;
        let tail = slot.view.slice(slot.found.end, slot.view.end);
        if slot.dimension == Dimension::Count && tail.starts_with(['县', '市', '省', '州', '乡', '镇']) {
            return self.recognizer.lexicon().indicators.find("region_count");
        }
        (slot.view.slice(unit.span.start as usize, unit.span.end as usize) == "家")
            .then(|| self.recognizer.lexicon().indicators.find("enterprise_count"))?
    }

    /// A rate, share, multiple or rank without a phrase belongs to the value before it.
    fn attached(&self, slot: &Slot, measure: Measure) -> Option<Subject> {
        let sentence = self.context.sentence;
        let relative = !matches!(measure, Measure::Level)
            || matches!(slot.dimension, Dimension::Percent | Dimension::Pp | Dimension::Multiple);
        let near = |a: &Antecedent| a.sentence + 1 >= sentence;
        if relative {
            let level = |a: &Antecedent| near(a) && (a.measure != Measure::Rank);
            let increase = measure == Measure::Increase;
            let regions = self.recognizer.lexicon().indicators.find("region_count");
            let ranked = |a: &Antecedent| measure != Measure::Rank || Some(a.indicator) != regions;
            let fits = |a: &Antecedent| level(a) && ranked(a) && (!increase || a.dimension == slot.dimension);
            return self.context.antecedent(fits).map(|a| self.attached_to(a.draft, RuleId::Attached));
        }
        // 由A增加到B
        let same = |a: &Antecedent| a.sentence == sentence && a.dimension == slot.dimension;
        let joined = slot.approach.chain.iter().any(|l| slot.view.slice(l.start, l.end).ends_with(['到', '至']));
        self.context.antecedent(same).filter(|_| joined).map(|a| self.attached_to(a.draft, RuleId::FromTo))
    }

    /// `净增14家，总数达到197家`, `13个县区中，8个高于平均`: the last value of the same kind.
    fn same_thing(&self, slot: &Slot) -> Option<Subject> {
        let sentence = self.context.sentence;
        let same =
            |a: &Antecedent| a.sentence == sentence && a.dimension == slot.dimension && a.indicator != self.other();
        self.context.antecedent(same).map(|a| Subject { of: None, ..self.attached_to(a.draft, RuleId::Topic) })
    }

    /// The clause before, when it holds no number: `高新技术产业稳步发展，达到28亿元`.
    fn clause_before(&self, slot: &Slot, measure: Measure, floor: usize) -> Option<Subject> {
        let floor = floor.max(slot.view.start);
        let to = slot.clause;
        if to <= floor {
            return None;
        }
        let choice = indicator::choose(self.recognizer, slot.view, (floor, to), slot.dimension, measure)?;
        let from = slot.view.clause_start(choice.term.0, floor);
        let phrase = (from, choice.term.1);
        let text = names::indicator_text(slot.view, phrase);
        let id = indicator::refine(self.recognizer, slot.view, slot.view.start, choice);
        Some(self.subject(id, text, None, phrase, Some(choice.term), RuleId::Before))
    }

    /// What the sentence, else the paragraph, is about, for a phrase that names only a part.
    fn topic(&self, slot: &Slot, measure: Measure, has_phrase: bool) -> Option<IndicatorId> {
        if !has_phrase && slot.dimension == Dimension::Count {
            return None;
        }
        // 区域创新能力居全国第4位, 集中度提升至55%: a thing of its own, though of no code.
        let phrase = slot.view.slice(slot.approach.phrase.0, slot.approach.phrase.1);
        let ratio =
            slot.dimension == Dimension::Percent && measure == Measure::Share && phrase.ends_with(['率', '度', '面']);
        let place = !slot.view.regions_in(slot.approach.phrase.0, slot.approach.phrase.1).is_empty();
        let ranked = measure == Measure::Rank
            && has_phrase
            && !place
            && !["数量", "总量", "规模", "均", "总数"].iter().any(|w| phrase.ends_with(w));
        if ratio || ranked {
            return None;
        }
        let lead =
            indicator::choose(self.recognizer, slot.view, (slot.view.start, slot.clause), slot.dimension, measure);
        if let Some(lead) = lead.filter(|_| slot.dimension != Dimension::Count || measure != Measure::Level) {
            return Some(indicator::refine(self.recognizer, slot.view, slot.view.start, lead));
        }
        let part = match slot.dimension {
            Dimension::Mass => true,
            Dimension::Money | Dimension::Percent => !has_phrase || self.names_part(slot),
            _ => slot.view.slice(slot.view.start, slot.clause).contains("其中"),
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
                && a.sentence + 4 >= sentence
                && a.indicator != self.other()
        };
        let found = self.context.antecedent(fits).filter(|_| part || slot.dimension == Dimension::Length);
        // 从增速看，甲县增长9.4%: a place has the growth of what the document is about.
        let (from, to) = slot.approach.phrase;
        let place = slot.view.regions_in(from, to).iter().any(|h| h.start as usize == from && h.end as usize == to);
        let main = self.context.main.filter(|_| place && measure == Measure::GrowthRate);
        found.map(|a| a.indicator).or(main)
    }

    /// Whether the phrase names a part of what was said: after 其中, in 分行业看, or an industry, class
    /// or place by itself.
    fn names_part(&self, slot: &Slot) -> bool {
        let (from, to) = slot.approach.phrase;
        let phrase = slot.view.slice(from, to);
        let lead = slot.view.slice(slot.view.start, slot.clause);
        ["其中", "看", "中,", "分"].iter().any(|w| lead.contains(w))
            || phrase.starts_with("其中")
            || phrase.ends_with(['业', '类', '品', '县', '市', '区'])
            || (phrase.ends_with("企业") && slot.dimension == Dimension::Percent)
            || !slot.view.industries_in(from, to).is_empty()
    }

    /// The measure where no cue tells it.
    fn measure_by_subject(&self, slot: &Slot, subject: &Subject, floor: usize) -> Reading {
        let plain = |measure| Reading { measure, negative: false, words: None };
        let indicators = &self.recognizer.lexicon().indicators;
        if slot.dimension == Dimension::Percent {
            let dimensions = indicators.get(subject.indicator).dimensions;
            let price = ["price.cpi", "price.ppi"].iter().any(|c| indicators.is_under(subject.indicator, c));
            if price {
                let index = slot.found.number.low > Decimal::from(50);
                return plain(if index { Measure::Share } else { Measure::GrowthRate });
            }
            if dimensions.has(Dimension::Percent) || subject.indicator == self.other() {
                return plain(Measure::Share);
            }
            if slot.view.slice(slot.clause, slot.found.start).contains("完成") {
                return plain(Measure::Completion);
            }
            return plain(Measure::Share);
        }
        if subject.of.is_none() && slot.dimension != Dimension::Money || slot.dimension == Dimension::Money {
            let phrase = subject.phrase.unwrap_or(slot.approach.phrase);
            let from = slot.clause.max(floor).min(phrase.0);
            match measure::governed_by_increase(slot.view, from, phrase) {
                Some(true) => return plain(Measure::Increase),
                Some(false) => return plain(Measure::Level),
                None => {}
            }
            let chain_verb = slot
                .approach
                .chain
                .iter()
                .any(|l| l.cues.any(CueSet::of(&[CueKind::Verb, CueKind::Link])) && l.end - l.start > 3);
            if !chain_verb && self.continues_increase(slot) {
                return plain(Measure::Increase);
            }
        }
        plain(Measure::Level)
    }

    /// `新增A企业100家、B企业150家`, `新增33家，其中C企业8家`: a list and a part go on adding.
    fn continues_increase(&self, slot: &Slot) -> bool {
        let Some(last) = self.context.antecedents.iter().rev().find(|a| !a.limit) else { return false };
        let head = slot.view.slice(slot.clause, slot.found.start);
        let listed =
            slot.view.slice(slot.clause.saturating_sub(3).max(slot.view.start), slot.found.start).starts_with(['、'])
                || head.starts_with('、');
        let part = head.starts_with("其中");
        let bare = slot.approach.chain.is_empty() && slot.approach.has_phrase();
        last.sentence == self.context.sentence
            && last.measure == Measure::Increase
            && (listed || part || bare)
            && !matches!(slot.dimension, Dimension::Percent)
    }

    /// Where the words before the next number begin: after this one's unit, and after the phrase
    /// that follows it when that names it.
    fn consumed(&self, slot: &Slot, subject: &Subject) -> usize {
        match (subject.rule, subject.term) {
            (RuleId::After, Some(term)) => term.1,
            (RuleId::ClassLimit, _) => slot.found.end,
            (RuleId::Capacity, _) => slot.after.1,
            _ => bound::after(slot.view, &slot.found).map_or(slot.found.end, |b| b.1),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the slots of one row, filled in one place")]
    fn push(
        &mut self,
        slot: &Slot,
        sentence: Span,
        block: &Block,
        subject: Subject,
        reading: Reading,
        (bound, bound_words): (Bound, Words),
        class: Option<Class>,
    ) {
        let view = slot.view;
        let measure = reading.measure;
        let indicator = subject.indicator;
        let (region, region_source, region_words) = self.region(slot, &subject, measure);
        let words_period = self.context.in_force.filter(|f| f.source == Source::Clause).map(|f| f.period);
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
            None => self.status(&subject, &evidence),
        };
        let clause = view.slice(slot.clause, slot.found.start);
        let per_year = ["每年", "年均", "年产", "年度"]
            .iter()
            .find_map(|w| find(clause, w).map(|i| (slot.clause + i, slot.clause + i + w.len())));
        let descriptive = class.is_none() && self.describes(slot, &subject);
        let (status, status_source, status_words) =
            if descriptive { (Status::Actual, Source::Default, None) } else { (status, status_source, status_words) };
        let (period, period_source, period_words) = self.period(slot, &subject, measure, status, clause);
        let ahead = matches!((period, self.context.written), (Some(p), Some(y)) if p.last().year() > y);
        let (period, period_source) = if descriptive && ahead {
            (self.context.written.map(Period::year), Source::Document)
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
        let industry = self.industry(view, &subject);
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
            indicator: subject.indicator,
            indicator_text: subject.text,
            subject: subject.subject,
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
        self.context.antecedents.push(Antecedent {
            draft,
            indicator: subject.indicator,
            measure,
            dimension: if limit { Dimension::Money } else { slot.dimension },
            sentence: self.context.sentence,
            limit,
        });
        if status != Status::Policy {
            self.context.status = Some(status);
            self.context.status_words = status_words;
        }
    }

    /// `围绕14条产业链`, `13个县区`: a count that only describes is a fact even among promises.
    fn describes(&self, slot: &Slot, subject: &Subject) -> bool {
        let indicators = &self.recognizer.lexicon().indicators;
        let made = ["新增", "培育", "打造", "形成", "创建", "建成", "新建", "力争", "达到"];
        let clause = slot.view.slice(slot.clause, slot.found.start);
        subject.rule == RuleId::After
            && ["industrial_chain_count", "region_count"].iter().any(|c| indicators.find(c) == Some(subject.indicator))
            && !made.iter().any(|w| clause.contains(w))
    }

    fn region(&self, slot: &Slot, subject: &Subject, measure: Measure) -> (Option<RegionCode>, Source, Words) {
        if let Some(of) = subject.of {
            return (self.related.observations[of].region, Source::Carried, None);
        }
        let from = if subject.rule == RuleId::List {
            slot.clause
        } else {
            slot.clause.min(slot.approach.phrase.0.max(slot.clause))
        };
        place::of(self.recognizer, slot.view, &self.context, (from, slot.found.start), measure)
    }

    fn status(&self, subject: &Subject, evidence: &Evidence) -> (Status, Source, Words) {
        if let Some(of) = subject.of
            && subject.rule == RuleId::Attached
        {
            let antecedent = self.related.observations[of].status;
            // 年初预算…，实际完成…，为预算的101%: completion is a fact whatever it is held against.
            if antecedent == Status::Actual {
                return (antecedent, Source::Carried, None);
            }
        }
        status::of(evidence, &self.context)
    }

    fn period(
        &self,
        slot: &Slot,
        subject: &Subject,
        measure: Measure,
        status: Status,
        clause: &str,
    ) -> (Option<Period>, Source, Words) {
        if let Some(of) = subject.of {
            let antecedent = self.related.observations[of].period;
            let own = slot.view.periods_in(slot.clause, slot.found.start).iter().any(|p| !p.base);
            if !own && antecedent.is_some() && matches!(subject.rule, RuleId::Attached | RuleId::List) {
                return (antecedent, Source::Carried, None);
            }
        }
        if let Some(span) = self.context.in_force.map(|f| f.period).filter(|p| p.spans_years()) {
            let leaves =
                slot.approach.chain.first().is_some_and(|l| matches!(slot.view.slice(l.start, l.end), "由" | "从"));
            if leaves && measure == Measure::Level {
                let base = self.context.base.unwrap_or_else(|| Period::year(span.first().year()));
                return (Some(base), Source::Carried, None);
            }
            if subject.rule == RuleId::FromTo {
                return (Some(Period::year(span.last().year())), Source::Carried, None);
            }
        }
        let reach = [
            "达",
            "达到",
            "增至",
            "增加到",
            "提高到",
            "提升到",
            "提升至",
            "为",
            "拥有",
            "共有",
            "发展到",
            "突破",
            "超过",
            "升至",
            "上升到",
            "扩大到",
            "总数",
        ];
        let flow = [
            "新增", "累计", "引进", "完成", "实现", "新建", "建成", "签约", "培育", "投入", "争取", "发放", "年均",
            "净增",
        ];
        let reached = slot.approach.chain.iter().any(|l| reach.contains(&slot.view.slice(l.start, l.end)));
        let indicators = &self.recognizer.lexicon().indicators;
        let flows = ["investment", "tax", "fiscal_revenue", "fiscal_expenditure"];
        let flowing =
            flows.iter().any(|c| indicators.is_under(subject.indicator, c)) && slot.dimension == Dimension::Money;
        let stock = reached && !flowing && !flow.iter().any(|w| clause.contains(w));
        let average = clause.contains("年均");
        let (period, source) = time::of(&self.context, measure, status, stock, average);
        (period, source, self.context.in_force.and_then(|f| f.words))
    }

    /// The value in its canonical unit.
    fn value(&self, slot: &Slot, reading: Reading, class: Option<Class>) -> (Decimal, Option<Decimal>, UnitId) {
        let units = &self.recognizer.lexicon().units;
        let number = &slot.found.number;
        let find = |symbol: &str| units.find(symbol).unwrap_or(UnitId(0));
        let (mut factor, mut unit) = match number.unit {
            Some(hit) => {
                let form = &units.forms[usize::from(hit.form)];
                (form.factor, form.unit)
            }
            None if class.is_some_and(|c| c.rule != RuleId::Capacity) => (Decimal::ONE, find("CNY")),
            None if slot.dimension == Dimension::Money => (Decimal::ONE, find("CNY")),
            None if number.percent || number.ratio => (Decimal::ONE, find("%")),
            None => (Decimal::ONE, find("1")),
        };
        if slot.dimension == Dimension::Multiple && reading.measure == Measure::GrowthRate {
            factor = Decimal::ONE_HUNDRED;
            unit = find("%");
        }
        if reading.measure == Measure::Rank {
            (factor, unit) = (Decimal::ONE, find("1"));
        }
        let sign = |v: Decimal| if reading.negative && !v.is_sign_negative() { -v } else { v };
        let scale = |v: Decimal| sign(v.checked_mul(factor).unwrap_or(v)).normalize();
        (scale(number.low), number.high.map(scale), unit)
    }

    fn industry(&self, view: &View, subject: &Subject) -> Option<crate::model::lexicon::IndustryId> {
        let (from, to) = subject.phrase?;
        view.industries_in(from, to).last().and_then(|h| match h.what {
            crate::recognize::lexical::What::Industry(id) => Some(id),
            _ => None,
        })
    }

    /// What a change, multiple, share or rank is held against.
    fn baseline(&self, slot: &Slot, measure: Measure, region: Option<RegionCode>) -> Option<(String, (usize, usize))> {
        let view = slot.view;
        let clause = view.slice(slot.clause, slot.found.start);
        let base = || view.periods_in(slot.clause, slot.found.start).iter().rev().find(|p| p.base);
        let period = |p: &PeriodMention| {
            let words = (p.span.start as usize, p.span.end as usize);
            time::resolve(p, &self.context).map(|period| (period.to_string(), words))
        };
        let in_clause = |(code, at, len): (String, usize, usize)| (code, (slot.clause + at, slot.clause + at + len));
        match measure {
            Measure::Multiple => base().and_then(period),
            Measure::GrowthRate | Measure::ChangePp | Measure::Increase => {
                let relative = ["同比", "比上年", "较上年", "比去年", "较去年", "上年同期"]
                    .iter()
                    .find_map(|w| find(clause, w).map(|i| ("previous_year".to_owned(), i, w.len())));
                let gap = ["全国", "全省", "全市"].iter().any(|w| clause.contains(w)) && measure == Measure::ChangePp;
                match base() {
                    _ if gap => wider(clause, region).map(in_clause),
                    Some(p) if relative.is_none() => period(p),
                    _ => relative.map(in_clause),
                }
            }
            Measure::Share | Measure::Rank => wider(clause, region).map(in_clause),
            _ => None,
        }
    }
}

/// The code of the wider region that a clause names, and where it does.
fn wider(clause: &str, region: Option<RegionCode>) -> Option<(String, usize, usize)> {
    let own = region?;
    let wholes = [
        ("全国", RegionCode::COUNTRY),
        ("全省", own.province()),
        ("全区", own.province()),
        ("全市", own.prefecture()),
        ("全州", own.prefecture()),
    ];
    let (at, word, code) = wholes.iter().find_map(|&(word, code)| find(clause, word).map(|i| (i, word, code)))?;
    (code != own).then(|| (code.to_string(), at, word.len()))
}
