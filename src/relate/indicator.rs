//! Which indicator a noun phrase names.
//!
//! The head of a Chinese noun phrase stands at its end, so of the terms in a phrase the one that
//! ends last counts, the longest of those; a weak term counts only where no strong one does.

use super::view::View;
use crate::model::Measure;
use crate::model::any_of::any_of;
use crate::model::lexicon::{Dimension, IndicatorId};
use crate::recognize::Recognizer;
use crate::recognize::lexical::{Hit, What};

/// A term chosen in a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) indicator: IndicatorId,
    pub(super) weak: bool,
    /// Where the term stands.
    pub(super) term: (usize, usize),
}

/// Whether numbers of this measure may belong to an indicator whatever its own dimension.
const fn is_relative(measure: Measure) -> bool {
    !matches!(measure, Measure::Level | Measure::Increase)
}

/// The term that names what a number of `dimension` and `measure` measures, in `[from, to)`.
pub(super) fn choose(
    recognizer: &Recognizer,
    view: &View,
    (from, to): (usize, usize),
    dimension: Dimension,
    measure: Measure,
) -> Option<Choice> {
    choose_where(recognizer, view, (from, to), dimension, measure, |_| true)
}

/// As [`choose`], among the indicators that `accepts`.
pub(super) fn choose_where(
    recognizer: &Recognizer,
    view: &View,
    (from, to): (usize, usize),
    dimension: Dimension,
    measure: Measure,
    accepts: impl Fn(IndicatorId) -> bool,
) -> Option<Choice> {
    let mut best: Option<Choice> = None;
    for hit in view.indicators_in(from, to) {
        let found = of_hit(recognizer, hit, dimension, measure).filter(|c| accepts(c.indicator));
        let Some(choice) = found else { continue };
        // 扣除物价因素: what growth is told without.
        if view.slice(choice.term.1, to).starts_with("因素") {
            continue;
        }
        let better = best.is_none_or(|b| {
            if choice.weak != b.weak && !tight(b, choice) {
                return !choice.weak;
            }
            (choice.term.1, choice.term.0) >= (b.term.1, b.term.1.min(choice.term.0))
        });
        if better {
            best = Some(choice);
        }
    }
    best
}

/// Whether the weak term `next` continues the phrase of the strong term `best` as its head:
/// `工业园区企业` counts enterprises, not parks.
fn tight(best: Choice, next: Choice) -> bool {
    next.weak && !best.weak && next.term.1 > best.term.1 && next.term.0 <= best.term.1 + 6
}

/// The first term in a phrase, which in `8个基地在园企业达980家` is what the first number counts.
pub(super) fn first(
    recognizer: &Recognizer,
    view: &View,
    (from, to): (usize, usize),
    dimension: Dimension,
) -> Option<Choice> {
    view.indicators_in(from, to).iter().find_map(|hit| of_hit(recognizer, hit, dimension, Measure::Level))
}

fn of_hit(recognizer: &Recognizer, hit: &Hit, dimension: Dimension, measure: Measure) -> Option<Choice> {
    let What::Indicator(list) = hit.what else { return None };
    let indicators = &recognizer.lexicon().indicators;
    let fits = |index: &&u16| {
        let term = &indicators.terms[usize::from(**index)];
        is_relative(measure) || term.dimensions.has(dimension)
    };
    let rows = recognizer.lexical().terms_of(list);
    // Of two rows for one text, the one that names the dimension itself is closer.
    let index = rows.iter().filter(fits).min_by_key(|i| {
        (!indicators.terms[usize::from(**i)].dimensions.has(dimension), indicators.terms[usize::from(**i)].weak)
    })?;
    let term = &indicators.terms[usize::from(*index)];
    Some(Choice { indicator: term.indicator, weak: term.weak, term: (hit.start as usize, hit.end as usize) })
}

/// A narrower code that the words before a general term ask for: `规模以上工业企业…实现增加值` is
/// the value added of industry above scale, 重点项目…完成投资 that of projects in a year.
pub(super) fn refine(recognizer: &Recognizer, view: &View, from: usize, choice: Choice) -> IndicatorId {
    let indicators = &recognizer.lexicon().indicators;
    let code = indicators.get(choice.indicator).code.as_str();
    let before = view.slice(from, choice.term.0);
    let narrow = match code {
        "output_value" if before.contains("农林牧渔业") => indicators.find("output_value.agriculture"),
        // 工业生产回升，总产值增长5%
        "output_value" if any_of!["工业生产", "工业经济", "工业企业", "规模以上工业", "规上工业"].within(before) => {
            indicators.find("output_value.industry")
        }
        // The bare word, and no branch by name.
        "value_added" if matches!(view.slice(choice.term.0, choice.term.1), "增加值" | "实现增加值") => {
            under(recognizer, view, from, choice.term.0, code)
        }
        _ => None,
    };
    narrow.unwrap_or(choice.indicator)
}

/// The last term in `[from, to)` for an indicator below `code`.
fn under(recognizer: &Recognizer, view: &View, from: usize, to: usize, code: &str) -> Option<IndicatorId> {
    let indicators = &recognizer.lexicon().indicators;
    let terms = |hit: &Hit| match hit.what {
        What::Indicator(list) => recognizer.lexical().terms_of(list),
        _ => &[],
    };
    view.indicators_in(from, to)
        .iter()
        .rev()
        .flat_map(|hit| terms(hit).iter().rev())
        .map(|&i| indicators.terms[usize::from(i)].indicator)
        .find(|&id| indicators.is_under(id, code) && indicators.get(id).code != code)
}
