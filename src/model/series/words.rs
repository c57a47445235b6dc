//! The words of a series: one form for what documents write in several.
//!
//! What other parts of the identity say (place, scope, budget, prices, time) is left out, and names
//! that mean the same are made one by `pipelines/lexicon/series_names.csv`. Whatever is left keeps
//! series apart.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::any_of::AnyOf;
use crate::model::terms::{Basis, Budget, Scope, Terms};
use crate::model::{Lexicon, Measure, Observation, Period};

const FILE: &str = include_str!("../../../pipelines/lexicon/series_names.csv");

/// What is known of names.
struct Known {
    /// Words at the head of a name that say place, scope, time or an act, longest first.
    heads: AnyOf,
    /// Words at its end that say the measure, longest first.
    tails: AnyOf,
    /// Words inside a name that stand for others: 实现增加值 for 增加值.
    inside: Vec<(&'static str, &'static str)>,
    /// The first of each pair: most names have none of them.
    replaced: AnyOf,
    /// By code: the words that it is first of all about, where its name does not say them.
    headline: FxHashMap<&'static str, &'static str>,
    /// By code and words: what they are called for the country.
    country: FxHashMap<(&'static str, &'static str), &'static str>,
    /// Codes of which what was added is the figure itself: 城镇新增就业.
    flows: Vec<&'static str>,
    /// By code and words: the name of the series.
    same: FxHashMap<(&'static str, &'static str), &'static str>,
    /// Codes whose growth is told in comparable prices whether the words say so or not.
    real: Vec<&'static str>,
    /// Codes, and words that a name of any code holds, of which less is better.
    low: Vec<(&'static str, &'static str)>,
    /// Words that name nothing in particular.
    vague: FxHashSet<&'static str>,
    /// Beginnings of what is left of a phrase that was cut.
    fragments: AnyOf,
    /// Classifiers with the one that stands for them.
    counters: FxHashMap<&'static str, &'static str>,
    /// Acts by which something new came about, longest first.
    acts: AnyOf,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let rows = || FILE.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()).filter(|r| r.len() == 4);
    let of = |role: &str| -> Vec<_> { rows().filter(|r| r[0] == role).collect() };
    // The file is read once, and its words are asked for as long as the program runs.
    let words = |role: &str| of(role).into_iter().map(|r| r[2]).collect::<Vec<_>>().leak();
    let longest_first = |role: &str| {
        let words = words(role);
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        AnyOf::new(words)
    };
    Known {
        heads: longest_first("head"),
        tails: longest_first("tail"),
        inside: of("inside").into_iter().map(|r| (r[2], r[3])).collect(),
        replaced: AnyOf::new(words("inside")),
        headline: of("headline").into_iter().map(|r| (r[1], r[2])).collect(),
        country: of("country").into_iter().map(|r| ((r[1], r[2]), r[3])).collect(),
        flows: of("flow").into_iter().map(|r| r[1]).collect(),
        same: of("same").into_iter().map(|r| ((r[1], r[2]), r[3])).collect(),
        real: of("real").into_iter().map(|r| r[1]).collect(),
        low: of("low").into_iter().map(|r| (r[1], r[2])).collect(),
        vague: of("vague").into_iter().map(|r| r[2]).collect(),
        fragments: AnyOf::new(words("fragment")),
        counters: of("counter").into_iter().map(|r| (r[2], r[3])).collect(),
        acts: longest_first("act"),
    }
});

/// The words of the series of an observation of the document with this `text`; empty where nothing names it:
/// figures of 项目 or 收入合计 are not of one thing because both are called so.
pub(super) fn standard(o: &Observation, text: &str, lexicon: &Lexicon) -> String {
    let words = name(o, lexicon);
    let own = || subject(o, &words, lexicon).is_empty();
    let vague = KNOWN.vague.contains(words.as_str()) && own();
    // An option of a question, a mark of a list; 钢 is a name.
    let sign = words.is_ascii() && words.chars().filter(char::is_ascii_alphanumeric).nth(1).is_none();
    if vague || sign || KNOWN.fragments.opens(&words) {
        return String::new();
    }
    let act = super::acts::act(o, text);
    if words.contains(act) { words } else { format!("{act}{words}") }
}

/// The act of which a text begins with the words.
pub(super) fn act_at(text: &str) -> Option<&'static str> {
    KNOWN.acts.opening(text)
}

/// What the document calls it, in one form.
fn name(o: &Observation, lexicon: &Lexicon) -> String {
    let indicator = lexicon.indicators.get(o.indicator);
    let bare = inside(bare(&o.indicator_text));
    let words = without_tails(without_heads(without_place(without_heads(&bare), o, lexicon)));
    let code = indicator.code.as_str();
    let named = |words: &str| {
        KNOWN.same.get(&(code, words)).copied().map(|name| match name {
            "" => indicator.name.clone(),
            name => name.to_owned(),
        })
    };
    if let Some(name) = named(words).or_else(|| named(&bare)) {
        return name;
    }
    if words.is_empty() && o.indicator != lexicon.indicators.other() {
        return indicator.name.clone();
    }
    words.to_owned()
}

/// Whose it is, in one form; empty where the words of the series say it already.
pub(super) fn subject(o: &Observation, words: &str, lexicon: &Lexicon) -> String {
    let Some(subject) = &o.subject else { return String::new() };
    let bare = inside(bare(subject));
    let subject = without_place(without_heads(&bare), o, lexicon);
    if words.contains(subject) { String::new() } else { subject.to_owned() }
}

/// Without the name of the place whose figure it is: 高新区 for 桃源高新区 of 桃源县.
fn without_place<'w>(words: &'w str, o: &Observation, lexicon: &Lexicon) -> &'w str {
    let year = o.period.map(|p| p.last().year());
    let Some(region) = o.region.and_then(|code| lexicon.regions.get(code, year)) else { return words };
    let names = [region.name.as_str(), region.short.as_str()];
    let rest = names.iter().find_map(|name| words.strip_prefix(name)).unwrap_or(words);
    // What is left must be a name of its own.
    if rest.chars().count() > 1 { rest } else { words }
}

/// The terms, without those that the indicator has by itself.
pub(super) fn terms(o: &Observation, lexicon: &Lexicon) -> Terms {
    let code = lexicon.indicators.get(o.indicator).code.as_str();
    let mut terms = o.terms;
    if terms.basis == Basis::Constant
        && matches!(o.measure, Measure::GrowthRate | Measure::ChangePp)
        && in_constant_prices(code)
    {
        terms.basis = Basis::Unstated;
    }
    // What the name itself says is not said twice.
    let own =
        code.starts_with("fiscal_") && ["市级", "省级", "县级", "区级"].iter().any(|w| o.indicator_text.starts_with(w));
    if own || o.indicator_text.contains("本级") {
        terms.scope = Scope::Own;
    }
    if terms.budget != Budget::General && o.indicator_text.contains("一般公共预算") {
        terms.budget = Budget::General;
    }
    terms
}

/// Whether the growth of this indicator is told in comparable prices by convention.
pub(super) fn in_constant_prices(code: &str) -> bool {
    let under = |real: &str| code.strip_prefix(real).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    KNOWN.real.iter().any(|real| under(real))
}

/// The measure; of some figures what was added is the figure itself.
pub(super) fn measure(o: &Observation, lexicon: &Lexicon) -> Measure {
    let flow = || KNOWN.flows.contains(&lexicon.indicators.get(o.indicator).code.as_str());
    if o.measure == Measure::Increase && o.baseline.is_none() && flow() { Measure::Level } else { o.measure }
}

/// The words that a code is first of all about; its own name where nothing else is known.
pub(super) fn headline<'a>(code: &str, name: &'a str) -> &'a str {
    KNOWN.headline.get(code).copied().unwrap_or(name)
}

/// What the words are called for the country.
pub(super) fn for_country<'a>(code: &str, words: &'a str) -> &'a str {
    KNOWN.country.get(&(code, words)).copied().unwrap_or(words)
}

/// Whether less of it is better.
pub(super) fn is_better_low(code: &str, words: &str) -> bool {
    KNOWN.low.iter().any(|(of, word)| (*of == code && word.is_empty()) || (!word.is_empty() && words.contains(word)))
}

/// The classifier that stands for this one; counts of cases and of persons are told apart, and what is
/// counted by the household from what is counted by the piece. Firms are counted by either.
pub(super) fn counter(unit_text: &str, words: &str) -> &'static str {
    let counter = KNOWN.counters.get(unit_text.trim()).copied().unwrap_or_default();
    let firms = counter == "户" && ["企业", "主体", "工商户"].iter().any(|firm| words.contains(firm));
    if firms { "" } else { counter }
}

/// What it is compared with; growth is over the year before where nothing else is said.
pub(super) fn baseline(o: &Observation) -> &str {
    match (&o.baseline, o.measure) {
        (Some(baseline), _) => baseline,
        (None, Measure::GrowthRate | Measure::ChangePp) if !o.period.is_some_and(Period::spans_years) => {
            "previous_year"
        }
        (None, _) => "",
    }
}

/// Without white space and quotation marks, which documents set as they like.
fn bare(words: &str) -> String {
    let mut bare = String::with_capacity(words.len());
    bare.extend(words.chars().filter(|&c| !(c.is_whitespace() || is_quote(c))));
    bare
}

const fn is_quote(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'' | '「' | '」' | '《' | '》' | '＂' | '〈' | '〉' | '『' | '』')
}

/// With other words inside: 工业增加值 for 工业实现增加值.
fn inside(mut words: String) -> String {
    if !KNOWN.replaced.within(&words) {
        return words;
    }
    for (from, to) in &KNOWN.inside {
        if words.contains(from) {
            words = words.replace(from, to);
        }
    }
    words
}

fn without_heads(mut words: &str) -> &str {
    while let Some(head) = KNOWN.heads.opening(words) {
        words = &words[head.len()..];
    }
    words
}

fn without_tails(mut words: &str) -> &str {
    while let Some(tail) = KNOWN.tails.ending(words) {
        words = &words[..words.len() - tail.len()];
    }
    words
}
