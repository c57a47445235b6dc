//! Lists of numbers that answer lists of phrases.

use super::subject::Given;
use super::{Slot, Subject};
use crate::model::any_of::any_of;
use crate::model::lexicon::Dimension;
use crate::model::{Bound, Measure, Period};
use crate::recognize::Found;
use crate::recognize::exclude::Verdict;
use crate::recognize::period::PeriodMention;
use crate::relate::context::Antecedent;
use crate::relate::indicator::{self, Choice};
use crate::relate::measure::{self, Reading};
use crate::relate::rules::RuleId;
use crate::relate::view::{Link, View};
use crate::relate::{Relater, bound, lists, names, place, time};

/// What each number of a list measures, where the phrases tell.
type Subjects = Vec<Option<Subject>>;

/// A list of numbers that answers a list of phrases.
pub(super) struct Answers {
    /// One past its last number.
    pub(super) until: usize,
    /// Its first number.
    pub(super) first: usize,
    pub(super) subjects: Subjects,
    /// The words before its first number.
    pub(super) chain: Vec<Link>,
    /// The measure of them all.
    pub(super) reading: Option<Reading>,
    /// The bound after its last member, and the words for it.
    pub(super) bound: Option<(Bound, (usize, usize))>,
    /// The bound before its first member, which holds for all.
    pub(super) opening: Option<Bound>,
}

impl Answers {
    /// Whether only the last member of a list carries a bound, which then holds for all.
    pub(super) fn share_bound(&self, view: &View) -> bool {
        let members = &view.scan.numbers[self.first..self.until];
        let Some((_, rest)) = members.split_last() else { return false };
        rest.iter().all(|m| bound::after(view, m).is_none())
    }
}

impl Slot<'_, '_> {
    /// The number of the clause before, and where that begins, where `，分别…` answers what it lists.
    fn clause_answered(&self, floor: usize) -> Option<(Found, usize)> {
        let (view, to) = (self.view, self.found.start);
        let numbers = &view.scan.numbers;
        let before = numbers[..numbers.partition_point(|n| n.start < to)].last().filter(|n| n.start >= view.start)?;
        let answers = view.slice(floor, to).starts_with(",分别");
        answers.then(|| (*before, view.clause_start(before.start, view.start)))
    }

    /// The names in the clause before, which has no number, where `分别…` answers them: A、B扣除物价因素，分别增长5%和7%.
    fn names_before(&self, floor: usize) -> Option<(usize, usize)> {
        let view = self.view;
        let answers = any_of!["分别", "年均分别"].opens(view.slice(self.clause, self.found.start));
        let end = self.clause.checked_sub(','.len_utf8()).filter(|end| answers && *end > floor.max(view.start))?;
        let from = view.clause_start(end, floor.max(view.start));
        let words = view.slice(from, end);
        let end = from + words.find("扣除").unwrap_or(words.len());
        (words.contains(['、', '和']) && !words.starts_with('占')).then_some((from, end))
    }

    /// Whether the clause opens with 占: what is shared was named before.
    fn shares_of_before(&self) -> bool {
        self.view.slice(self.clause, self.found.start).trim_start_matches([' ', ',']).starts_with('占')
    }
}

impl Relater<'_> {
    /// The list a number begins, if it begins one.
    pub(super) fn answers(&self, slot: &Slot, index: usize, floor: usize) -> Option<Answers> {
        let view = slot.view;
        let length = lists::run_length(view, index, |i| self.dimension(&view.scan.numbers[i]));
        if length < 2 {
            return None;
        }
        let done = slot.dimension == Dimension::Percent && view.slice(slot.clause, slot.found.start).contains("完成");
        let rank = Reading { measure: Measure::Rank, negative: false, words: None };
        let reading = (slot.found.verdict == Verdict::Rank)
            .then_some(rank)
            .or_else(|| measure::of_approach(view, &slot.approach, slot.dimension, slot.found.start))
            .or_else(|| done.then_some(Reading { measure: Measure::Completion, negative: false, words: None }));
        let last = &view.scan.numbers[index + length - 1];
        let bound = bound::after(view, last)
            .filter(|(_, end)| view.slice(*end, view.end).chars().next().is_none_or(|c| ",;。、)和的!?".contains(c)))
            .map(|(bound, end)| (bound, (last.end, end)));
        let given = self.given(slot, floor, length);
        let subjects = if slot.found.number.ratio {
            self.ratio(slot, length)
        } else if !given.is_empty() {
            let subject = self.what(slot, reading.map(|r| r.measure), None, floor);
            given.into_iter().map(|given| Some(Subject { given, rule: RuleId::List, ..subject.clone() })).collect()
        } else if reading.is_some_and(|r| r.measure == Measure::Share) && slot.shares_of_before() {
            self.list_of_shared(length)
        } else if slot.approach.has_phrase() {
            let subjects = self.list_subjects(slot, length, reading);
            let untold = subjects.iter().all(Option::is_none);
            untold.then(|| self.list_of_names(slot, floor, length, reading)).flatten().unwrap_or(subjects)
        } else {
            let arrives = slot.approach.chain.iter().any(|l| view.slice(l.start, l.end).ends_with(['到', '至']));
            let of_values = self.list_of_antecedents(slot, length, reading.is_some() || arrives);
            let untold = of_values.iter().all(Option::is_none);
            untold.then(|| self.list_before(slot, floor, length, reading)).flatten().unwrap_or(of_values)
        };
        let opening = bound::before(view, &slot.approach, slot.found.start).map(|b| b.0);
        Some(Answers {
            chain: slot.approach.chain.clone(),
            opening,
            until: index + length,
            first: index,
            subjects,
            reading,
            bound,
        })
    }

    /// `A和B年均递增9%，分别达到40亿元、6亿元`: the names that the clause before lists.
    fn list_before(&self, slot: &Slot, floor: usize, length: usize, reading: Option<Reading>) -> Option<Subjects> {
        let view = slot.view;
        let told = if let Some((before, from)) = slot.clause_answered(floor) {
            self.slot(view, before, from, None)
        } else {
            let mut told = self.slot(view, slot.found, floor, None);
            told.approach.phrase = slot.names_before(floor)?;
            told
        };
        let told = Slot { dimension: slot.dimension, ..told };
        let listed = told.approach.has_phrase() && lists::items(view, told.approach.phrase, length).len() == length;
        listed.then(|| self.list_subjects(&told, length, reading))
    }

    /// `东盟、美国为两大贸易伙伴，分别进出口41亿元、30亿元`: what is measured of each that the clause before names.
    fn list_of_names(&self, slot: &Slot, floor: usize, length: usize, reading: Option<Reading>) -> Option<Subjects> {
        let view = slot.view;
        let (from, to) = slot.names_before(floor)?;
        let end = view.slice(from, to).find(['为', '是']).map(|at| from + at)?;
        let items = lists::items(view, (from, end), length);
        (items.len() == length).then_some(())?;
        let phrase = slot.approach.phrase;
        let measure = reading.map_or(Measure::Level, |r| r.measure);
        let head = indicator::choose(self.recognizer, view, phrase, slot.dimension, measure)?;
        let of = |item: (usize, usize)| {
            let name = names::indicator_text(view, item);
            let text = format!("{name}{}", names::indicator_text(view, phrase));
            Subject::new(head.indicator, text, Some(name), phrase, None, RuleId::List)
        };
        Some(items.into_iter().map(|item| Some(of(item))).collect())
    }

    /// `甲县、乙县税收分别为3亿元、4亿元`, `2019年、2020年分别新增3家、4家`: the places or years of the list
    /// before the numbers, one for each; empty where there is none.
    fn given(&self, slot: &Slot, floor: usize, length: usize) -> Vec<Given> {
        let (view, to) = (slot.view, slot.found.start);
        let places = view.regions_in(floor, to);
        // 甲市、乙市都超过50亿元，分别达到53亿元、51亿元: the places of the clause before.
        let before = if places.is_empty() { slot.clause_answered(floor) } else { None };
        let places = before.map_or(places, |(number, from)| view.regions_in(from, number.start));
        let listed = |spans: &[(usize, usize)]| {
            spans.len() == length
                && spans.windows(2).all(|w| matches!(view.slice(w[0].1, w[1].0), "、" | "和" | "与" | "及"))
        };
        let spans: Vec<_> = places.iter().map(|h| (h.start as usize, h.end as usize)).collect();
        let aside = spans.first().is_some_and(|s| place::ASIDE.iter().any(|w| view.slice(floor, s.0).ends_with(w)));
        if listed(&spans) && !aside {
            let codes = places.iter().zip(&spans).map(|(hit, &words)| {
                let code = place::of_hit(self.recognizer, &self.context, hit)?;
                Some(Given { region: Some((code, words)), period: None })
            });
            if let Some(all) = codes.collect() {
                return all;
            }
        }
        let periods = view.periods_in(floor, to);
        let spans: Vec<_> = periods.iter().map(|p| (p.span.start as usize, p.span.end as usize)).collect();
        if !listed(&spans) {
            return self.each_year(slot, periods, length).unwrap_or_default();
        }
        let years = periods.iter().zip(&spans).map(|(mention, &words)| {
            Some(Given { region: None, period: Some((time::resolve(mention, &self.context)?, words)) })
        });
        years.collect::<Option<_>>().unwrap_or_default()
    }

    /// `2018-2020年减贫人数分别为12万人、13万人、14万人`: a value for each year of a span.
    fn each_year(&self, slot: &Slot, periods: &[PeriodMention], length: usize) -> Option<Vec<Given>> {
        let [span] = periods else { return None };
        let words = (span.span.start as usize, span.span.end as usize);
        let answers = any_of!["分别"].within(slot.view.slice(words.1, slot.found.start));
        // 2019-2020年，税收、收入分别增长3%、4%: for each thing that is listed.
        let things = lists::items(slot.view, slot.approach.phrase, length).len() == length;
        let whole = time::resolve(span, &self.context).filter(|_| answers && !things && !span.base)?;
        let (first, last) = (whole.first().year(), whole.last().year());
        let fits = whole.spans_years() && usize::try_from(last - first + 1) == Ok(length);
        let of = |year| Given { region: None, period: Some((Period::year(year), words)) };
        fits.then(|| (first..=last).map(of).collect())
    }

    /// `14.2:43.5:42.3`: shares of the three industries.
    fn ratio(&self, slot: &Slot, length: usize) -> Subjects {
        let indicators = &self.recognizer.lexicon().indicators;
        let structure = indicators.find("industry_structure").filter(|_| length == 3);
        // 三次产业投资比重为4:41:55: shares of what is named.
        let named =
            indicator::choose(self.recognizer, slot.view, slot.approach.phrase, Dimension::Money, Measure::Share);
        let named = named.filter(|c| !c.weak && !indicators.is_under(c.indicator, "value_added")).map(|c| c.indicator);
        // 国有与民营经济比重为38:62: parts of the value just said.
        let two = length == 2 && any_of!["比重", "比例"].within(slot.view.slice(slot.clause, slot.found.start));
        let whole = self.context.antecedent(|a| two && a.measure == Measure::Level && a.dimension == Dimension::Money);
        let code = structure.map(|s| named.unwrap_or(s)).or(whole.map(|a| a.indicator));
        let text = names::indicator_text(slot.view, slot.approach.phrase);
        let industries = ["第一产业", "第二产业", "第三产业"];
        let of = |i: usize| Subject {
            indicator: code.unwrap_or_else(|| self.other()),
            text: text.clone(),
            whose: structure.map(|_| industries[i % 3].to_owned()),
            phrase: Some(slot.approach.phrase),
            term: None,
            rule: RuleId::Ratio,
            of: None,
            given: Given::default(),
        };
        (0..length).map(|i| Some(of(i))).collect()
    }

    /// `A、B分别增长5%、7%`: the phrases of the list before the number, one for each number.
    fn list_subjects(&self, slot: &Slot, length: usize, reading: Option<Reading>) -> Subjects {
        let view = slot.view;
        let measure = reading.map_or(Measure::Level, |r| r.measure);
        // 发案数、物流费用占生产总值比例分别下降18%、26%: what is shared, and not of what.
        let (from, to) = slot.approach.phrase;
        let words = view.slice(from, to);
        let part = any_of!["比重", "比例"].closes(words)
            || any_of!["比重", "的比重", "比例", "的比例"].opens(view.slice(to, slot.found.start));
        let shared = words.rfind('占').filter(|i| *i > 0 && part);
        let phrase = match measure {
            Measure::Share => slot.numerator(measure),
            _ => (from, shared.map_or(to, |i| from + i)),
        };
        if let Some(names) = lists::unfold(view.slice(phrase.0, phrase.1), length) {
            return self.unfolded(slot, phrase, &names, measure);
        }
        let items = lists::items(view, phrase, length);
        if items.len() < length {
            return vec![None; length];
        }
        let items = &items[items.len() - length..];
        let last = items[length - 1];
        let end = if measure == Measure::Contribution { slot.numerator(measure).1 } else { slot.with_change(last.1) };
        let head = indicator::choose(self.recognizer, view, (last.0, end), slot.dimension, measure);
        let head = head.map(|h| Choice { indicator: self.narrowed(slot, last, h), ..h });
        if let Some(whole) = head.filter(|_| measure == Measure::Contribution) {
            return items.iter().map(|&item| Some(contributor(view, item, last, whole))).collect();
        }
        let mut out: Subjects = items.iter().map(|&item| self.list_item(slot, item, last, head, measure)).collect();
        if head.is_none() && out.iter().all(|s| s.as_ref().is_none_or(|s| s.term.is_none())) {
            out.fill(None);
        }
        out
    }

    /// `城乡居民收入分别增长7%、9%`: what each name of a folded list names.
    fn unfolded(&self, slot: &Slot, phrase: (usize, usize), names: &[String], measure: Measure) -> Subjects {
        // 三次产业对经济增长的贡献率: what grows is the whole, whoever contributes.
        let whole = (measure == Measure::Contribution).then(|| {
            // 三次产业分别拉动经济增长0.4、3.6、4.1个百分点: what is pulled stands after the verb.
            let (from, to) = slot.numerator(measure);
            let pulled = slot.view.slice(from, to).find("拉动").map_or(from, |i| from + i);
            let words = (pulled, to);
            let named = indicator::choose(self.recognizer, slot.view, words, slot.dimension, measure);
            named.map(|c| c.indicator).or_else(|| self.recognizer.lexicon().indicators.find("gdp"))
        });
        let of = |name: &String| {
            let own = || lists::of_words(self.recognizer, name, slot.dimension, measure).map(|c| c.indicator);
            let id = whole.unwrap_or_else(own)?;
            let of_things = slot.dimension == Dimension::Percent && measure == Measure::Share && self.is_counted(id);
            let id = if of_things { self.other() } else { id };
            let who = ["第一产业", "第二产业", "第三产业"].into_iter().find(|w| name.contains(w)).map(str::to_owned);
            Some(Subject::new(id, name.clone(), who, phrase, None, RuleId::List))
        };
        names.iter().map(of).collect()
    }

    /// What one phrase of a list names, by its own words or by the head that the `last` lends to all.
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
        let own = indicator::choose(self.recognizer, view, item, slot.dimension, measure);
        // 通班车、通自来水的行政村比重: a share of places is of what they have.
        let of_things = slot.dimension == Dimension::Percent && measure == Measure::Share;
        if of_things && [own, head].into_iter().flatten().any(|c| self.is_counted(c.indicator)) {
            return Some(self.unknown(slot, item));
        }
        let strong = own.is_some_and(|c| !c.weak);
        if item != last
            && !strong
            && let Some((choice, text)) =
                lists::share_head(self.recognizer, words, view.slice(last.0, last.1), slot.dimension, measure)
        {
            return Some(Subject::new(choice.indicator, text, None, item, None, RuleId::List));
        }
        let head = head.map(|h| self.priced_as_before(h));
        let end = if item == last { slot.with_change(item.1) } else { item.1 };
        let fits = |id| self.fits_classifier(slot, id);
        let own = indicator::choose_where(self.recognizer, view, (item.0, end), slot.dimension, measure, fits);
        let own = own.map(|o| self.priced_as_before(o));
        let lent = |o: &Choice| {
            let unnamed = |h: Choice| item != last && o.indicator == self.other() && h.indicator != self.other();
            // 衣着类、食品类价格上涨: what is priced is not what is sold.
            let indicators = &self.recognizer.lexicon().indicators;
            let priced = |h: Choice| {
                indicators.is_under(h.indicator, "price") && indicators.is_under(o.indicator, "retail_sales")
            };
            head.is_some_and(|h| o.weak && !h.weak || unnamed(h) || priced(h))
        };
        if let Some(choice) = own.filter(|o| !lent(o)) {
            let id = self.narrowed(slot, item, choice);
            let text = names::indicator_text(view, item);
            return Some(Subject::new(
                id,
                text,
                names::subject(view, item, choice.term),
                item,
                Some(choice.term),
                RuleId::List,
            ));
        }
        // 每万人病床数、注册护士数增至…: the last of a list that has no head to lend names a thing of its own.
        let Some(head) = head else {
            // 专利申请量、授权量: a measure alone is one of what was just named.
            if words.chars().count() <= 4 {
                return None;
            }
            let text = names::indicator_text(view, item);
            return Some(Subject::new(self.other(), text, None, item, None, RuleId::List));
        };
        Some(Subject::new(
            head.indicator,
            words.to_owned(),
            Some(words.to_owned()),
            item,
            Some(head.term),
            RuleId::List,
        ))
    }

    /// `消费价格上涨0.8%，其中甲类、乙类价格分别上涨…`: prices that are only called so are those just told of.
    fn priced_as_before(&self, head: Choice) -> Choice {
        let indicators = &self.recognizer.lexicon().indicators;
        let bare = indicators.find("price.unit") == Some(head.indicator);
        let sentence = self.context.sentence;
        let priced = |a: &Antecedent| a.sentence + 1 >= sentence && indicators.is_under(a.indicator, "price");
        let before = self.context.antecedents.iter().rev().take(8).find(|a| bare && priced(a));
        Choice { indicator: before.map_or(head.indicator, |a| a.indicator), ..head }
    }

    /// `甲增加值增长22%，乙增加值增长18%，占全部的比重分别为11%和9%`: the last things spoken of, in order.
    fn list_of_shared(&self, length: usize) -> Subjects {
        let sentence = self.context.sentence;
        let near = self.context.antecedents.iter().rev().filter(|a| !a.limit && a.sentence == sentence);
        let mut rows: Vec<usize> = Vec::new();
        for a in near {
            let of = &self.related.observations[a.draft];
            let said = rows.iter().any(|&r| self.related.observations[r].indicator_text == of.indicator_text);
            if !said && rows.len() < length {
                rows.push(a.draft);
            }
        }
        if rows.len() < length {
            return vec![None; length];
        }
        rows.iter().rev().map(|&row| Some(self.attached_to(row, RuleId::List))).collect()
    }

    /// `城镇…收入38600元，农村…收入20100元，实际增长5.2%和6.4%`, `分别增长5.2%和6.4%，高于全国0.3和1.1个百分点`: the last
    /// values in order, of gaps the last rates.
    fn list_of_antecedents(&self, slot: &Slot, length: usize, told: bool) -> Subjects {
        let sentence = self.context.sentence;
        let last = |fits: fn(Measure) -> bool| -> Vec<usize> {
            let near = self.context.antecedents.iter().rev();
            near.filter(|a| !a.limit && !a.bracketed && fits(a.measure) && a.sentence == sentence)
                .take(length)
                .map(|a| a.draft)
                .collect()
        };
        let rates = || last(|m| matches!(m, Measure::GrowthRate | Measure::Share));
        // A增长8%、B增长9%，分别居全市第二、第三位: where the growth stands.
        let grown = || last(|_| true).iter().all(|&d| self.related.observations[d].measure == Measure::GrowthRate);
        let of_rates = slot.dimension == Dimension::Pp || slot.found.verdict == Verdict::Rank && grown();
        let levels = if of_rates { rates() } else { last(|m| m == Measure::Level) };
        let levels = if levels.len() < length && slot.dimension == Dimension::Multiple { rates() } else { levels };
        if levels.len() < length || !told {
            return vec![None; length];
        }
        levels.iter().rev().map(|&d| Some(self.attached_to(d, RuleId::List))).collect()
    }
}

/// `第一、二、三产业对经济增长的贡献率`: the whole that grows, with who contributes.
fn contributor(view: &View, item: (usize, usize), last: (usize, usize), whole: Choice) -> Subject {
    let who = Some(view.slice(item.0, item.1).to_owned());
    Subject::new(whole.indicator, names::indicator_text(view, last), who, item, Some(whole.term), RuleId::List)
}
