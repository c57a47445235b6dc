//! The words for a cell: what an analyst would write for a number, and whose it is.
//!
//! A name is the document's own noun phrase without what other columns say (time, place) and without
//! the verbs before it; a number without a phrase has the name of the value it goes on from.

use super::{Slot, Subject};
use crate::model::Measure;
use crate::model::any_of::any_of;
use crate::model::lexicon::{CueKind, CueSet};
use crate::recognize::lexical::WHOLES_BEGIN;
use crate::relate::rules::RuleId;
use crate::relate::{Relater, name_words, names};

/// Sentences back to which a number without a phrase of its own takes a name.
const REACH: u32 = 4;

impl Relater<'_> {
    /// The name of a number and its subject.
    pub(super) fn name(&self, slot: &Slot, subject: &Subject, measure: Measure) -> (String, Option<String>) {
        let code = self.recognizer.lexicon().indicators.get(subject.indicator).code.as_str();
        let own = related(slot, subject, measure)
            .or_else(|| plain(slot, subject))
            .unwrap_or_else(|| (subject.text.clone(), subject.whose.clone()));
        // 调整预算数为…: what a 数 is of was said before.
        let (name, whose) = if own.0.is_empty() || own.0 == "数" {
            let (name, whose) = self.carried(subject);
            (name, own.1.or(whose))
        } else {
            own
        };
        let name = of_kind(slot, subject, &name).unwrap_or_else(|| self.completed(name, subject));
        let owner = || name_words::owner(code, &name).filter(|owner| !matches!(*owner, "其他" | "其它"));
        let whose = whose.or_else(|| owner().map(str::to_owned));
        let whose = whose.filter(|w| {
            !name_words::is_whole(w) && *w != self.recognizer.lexicon().indicators.get(subject.indicator).name
        });
        (name_words::standard(name), whose)
    }

    /// Name and subject of the last value of the same indicator, when it is near.
    fn carried(&self, subject: &Subject) -> (String, Option<String>) {
        let near = |s: u32| s + REACH >= self.context.sentence;
        let found = self.context.antecedent(|a| a.indicator == subject.indicator && near(a.sentence));
        let row = found.map(|a| &self.related.observations[a.draft]);
        row.map_or_else(Default::default, |o| (o.indicator_text.clone(), o.subject.clone()))
    }

    /// 支出 under the code of a budget's spending: a name that is only the end of the code's own.
    fn completed(&self, name: String, subject: &Subject) -> String {
        let whole = &self.recognizer.lexicon().indicators.get(subject.indicator).name;
        let short = subject.indicator != self.other() && name.len() < whole.len() && name.chars().count() <= 4;
        if short && whole.ends_with(&name) && !whole.contains(['、', '(', '/', '，']) { whole.clone() } else { name }
    }
}

/// `基本支出137亿元`, `其他收入2亿元`: a kind of spending or income, whose first word is elsewhere none of a name's.
fn of_kind(slot: &Slot, subject: &Subject, name: &str) -> Option<String> {
    let (from, _) = subject.term.filter(|_| matches!(name, "支出" | "收入"))?;
    let before = slot.view.slice(slot.view.start.min(from), from);
    let kind = ["基本", "其他", "其它"].into_iter().find(|kind| before.ends_with(kind))?;
    Some(format!("{kind}{name}"))
}

/// `A占B的比重`, `对B的贡献率`: the names of shares and contributions go up to the number's verb.
fn related(slot: &Slot, subject: &Subject, measure: Measure) -> Option<(String, Option<String>)> {
    if !matches!(measure, Measure::Share | Measure::Contribution) {
        return None;
    }
    let (from, to) = subject.phrase.filter(|_| subject.of.is_none())?;
    let words = slot.view.slice(to.min(slot.found.start), slot.found.start);
    let end = ["比重", "占比", "比例", "贡献率"].iter().find_map(|w| words.find(w).map(|i| to + i + w.len()))?;
    let text = slot.view.slice(from, end);
    match measure {
        Measure::Share if words.starts_with(['占', '的', '比']) => {
            let from = head(slot, (from, to), subject.term.map_or(to, |t| t.0));
            Some((names::indicator_text(slot.view, (from, end)), subject.whose.clone()))
        }
        Measure::Contribution => {
            let at = text.find('对')?;
            let before = text[..at].trim_matches(['、', ' ']);
            let whose = subject.whose.clone().or_else(|| (!before.is_empty()).then(|| before.to_owned()));
            Some((text[at..].to_owned(), whose))
        }
        _ => None,
    }
}

/// The phrase without what other columns say.
fn plain(slot: &Slot, subject: &Subject) -> Option<(String, Option<String>)> {
    let (from, to) = subject.phrase.filter(|_| subject.of.is_none() && !subject.text.is_empty())?;
    let term = subject.term.filter(|t| from <= t.0 && t.1 <= to)?;
    let from = head(slot, (from, to), term.0);
    let name = names::indicator_text(slot.view, (from, to));
    let part = || subject.whose.clone().filter(|whose| subject.rule == RuleId::Topic && *whose == name);
    let whose = subject.whose.as_ref().and_then(|_| names::subject(slot.view, (from, to), term)).or_else(part);
    (!name.is_empty()).then_some((name, whose))
}

/// Where a phrase begins behind times, verbs and the place at its head, none of which reaches into
/// its term at `term`.
fn head(slot: &Slot, (from, to): (usize, usize), term: usize) -> usize {
    let view = slot.view;
    let verbs = CueSet::of(&[CueKind::Verb, CueKind::Increase, CueKind::Actual]);
    let period = view.periods_in(from, term).iter().map(|p| p.span.end as usize).filter(|&end| end <= term).max();
    let in_account = any_of!["收入", "支出"].closes(view.slice(from, to));
    let verb = view
        .cues_in(from, term)
        .filter(|(h, set)| set.any(verbs) && h.end - h.start > 3 && h.end as usize <= term)
        .map(|(h, _)| h.end as usize)
        .filter(|&end| !any_of!["的", "业", "性"].opens(view.slice(end, to)))
        // 补助下级支出, 财政补贴收入: the verb is what the money is for.
        .filter(|&end| !(in_account && any_of!["补助", "补贴", "转移", "转贷"].closes(view.slice(from, end))))
        .max();
    let mut at = period.max(verb).unwrap_or(from).max(from);
    let place = view.regions_in(at, term).first().filter(|h| h.start as usize == at).map(|h| h.end as usize);
    if let Some(end) = place.filter(|&end| end < term) {
        at = end;
    }
    let wholes = ["全国", "全省", "全市", "全县", "全区", "全州", "我省", "我市", "我县", "我区"];
    if view.slice(at, term).starts_with(WHOLES_BEGIN) {
        for whole in wholes {
            if view.slice(at, term).starts_with(whole) {
                at += whole.len();
            }
        }
    }
    at
}
