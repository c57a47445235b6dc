//! The words around a number that tell in which terms it is: whose within the place (市本级), of
//! which budget (政府性基金), at which prices (按可比价计算).
//!
//! Scope and budget hold for the rest of their paragraph, or for all that stands under a heading;
//! the basis holds for the number right after it.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::terms::{Basis, Budget, Scope, Terms};
use crate::model::{Lexicon, Observation, Series};

/// How far back a paragraph's scope is looked for, in bytes.
const PARAGRAPH: usize = 1500;
/// How far behind a number its basis may stand in brackets, in bytes.
const BEHIND: usize = 48;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scope(Scope),
    Budget(Budget),
    Basis(Basis),
    /// Holds a shorter word that would mislead: 县市区 is not 市区.
    Nothing,
}

/// Longer words win where two begin at the same place.
const WORDS: &[(&str, Kind)] = &[
    ("全国", Kind::Scope(Scope::Whole)),
    ("全省", Kind::Scope(Scope::Whole)),
    ("全市", Kind::Scope(Scope::Whole)),
    ("全县", Kind::Scope(Scope::Whole)),
    ("全区", Kind::Scope(Scope::Whole)),
    ("全州", Kind::Scope(Scope::Whole)),
    ("全旗", Kind::Scope(Scope::Whole)),
    ("本级", Kind::Scope(Scope::Own)),
    ("市直", Kind::Scope(Scope::Own)),
    ("省直", Kind::Scope(Scope::Own)),
    ("县直", Kind::Scope(Scope::Own)),
    ("市区", Kind::Scope(Scope::Urban)),
    ("中心城区", Kind::Scope(Scope::Urban)),
    ("主城区", Kind::Scope(Scope::Urban)),
    ("县市区", Kind::Nothing),
    ("县（市区", Kind::Nothing),
    ("一般公共预算", Kind::Budget(Budget::General)),
    ("政府性基金", Kind::Budget(Budget::Funds)),
    ("国有资本经营", Kind::Budget(Budget::Capital)),
    ("社会保险基金", Kind::Budget(Budget::Insurance)),
    ("社保基金", Kind::Budget(Budget::Insurance)),
    ("可比价", Kind::Basis(Basis::Constant)),
    ("不变价", Kind::Basis(Basis::Constant)),
    ("扣除价格", Kind::Basis(Basis::Constant)),
    ("扣除物价", Kind::Basis(Basis::Constant)),
    ("实际增长", Kind::Basis(Basis::Constant)),
    ("实际下降", Kind::Basis(Basis::Constant)),
    ("现价", Kind::Basis(Basis::Current)),
    ("当年价", Kind::Basis(Basis::Current)),
    ("名义", Kind::Basis(Basis::Current)),
    ("同口径", Kind::Basis(Basis::LikeForLike)),
    ("可比", Kind::Basis(Basis::LikeForLike)),
    ("剔除", Kind::Basis(Basis::LikeForLike)),
    ("扣除", Kind::Basis(Basis::LikeForLike)),
    ("不含", Kind::Basis(Basis::LikeForLike)),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = WORDS.iter().map(|w| w.0);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
});

/// Where the words stand in a text, each list by position.
#[derive(Default)]
struct Said {
    scopes: Vec<(u32, Scope)>,
    budgets: Vec<(u32, Budget)>,
    bases: Vec<(u32, Basis)>,
}

impl Said {
    fn of(text: &str) -> Self {
        let mut said = Self::default();
        let Some(finder) = &*FINDER else { return said };
        for found in finder.find_iter(text) {
            let at = found.start() as u32;
            match WORDS[found.pattern().as_usize()].1 {
                Kind::Scope(scope) => said.scopes.push((at, scope)),
                Kind::Budget(budget) => said.budgets.push((at, budget)),
                Kind::Basis(basis) => said.bases.push((at, basis)),
                Kind::Nothing => {}
            }
        }
        said
    }

    fn any(&self) -> bool {
        !(self.scopes.is_empty() && self.budgets.is_empty() && self.bases.is_empty())
    }
}

/// Fills in the terms of the observations, which stand by position, and the series they belong to;
/// `sections` are the headings they point into.
pub fn fill(text: &str, sections: &[String], observations: &mut [Observation], lexicon: &Lexicon) {
    fill_terms(text, sections, observations, lexicon);
    for o in observations {
        o.series = Series::of(o, text, lexicon).map(|series| series.id(lexicon));
    }
}

fn fill_terms(text: &str, sections: &[String], observations: &mut [Observation], lexicon: &Lexicon) {
    let said = Said::of(text);
    let headings: Vec<(Option<Scope>, Option<Budget>)> = sections
        .iter()
        .map(|s| Said::of(s))
        .map(|s| (s.scopes.last().map(|s| s.1), s.budgets.last().map(|b| b.1)))
        .collect();
    if !said.any() && headings.iter().all(|h| *h == (None, None)) {
        return;
    }
    let mut before = Before { end: 0, basis: Basis::Unstated };
    for o in observations {
        let heading = o.section.and_then(|s| headings.get(s as usize).copied()).unwrap_or_default();
        let (from, to) = (paragraph(text, o.span.start), o.span.start);
        // Whatever stands in the words themselves is nearer than the words before them.
        let scope = last(&said.scopes, from, to).or(heading.0).unwrap_or(Scope::Whole);
        let fiscal = lexicon.indicators.get(o.indicator).code.starts_with("fiscal_");
        // Their balances are measured under one code; the words before tell them apart.
        let budget = if fiscal { last(&said.budgets, from, to).or(heading.1) } else { None };
        let basis = basis(text, &said, o, before);
        before = Before { end: o.span.end.max(o.unit_span.end), basis };
        o.terms = Terms { scope, budget: budget.unwrap_or(Budget::General), basis };
    }
}

/// The number before: where it ends with its unit, and its basis.
#[derive(Clone, Copy)]
struct Before {
    end: u32,
    basis: Basis,
}

/// What stands between the number before and this one, or in brackets right behind it; members of a list
/// share what was said before the first: 实际增长5.2%和6.4%.
fn basis(text: &str, said: &Said, o: &Observation, before: Before) -> Basis {
    let from = before.end.max(o.sentence.start);
    let between = text.get(before.end as usize..o.span.start as usize).unwrap_or_default();
    if before.end > 0
        && !between.is_empty()
        && between.trim().trim_matches(['和', '、', '及', '与', '，', ',', '％', '%']).is_empty()
    {
        return before.basis;
    }
    let behind = || {
        let end = if o.unit_span.is_empty() { o.span.end } else { o.unit_span.end.max(o.span.end) };
        let rest = text.get(end as usize..).unwrap_or_default();
        let inside = rest.strip_prefix(['（', '('])?;
        let limit = inside.floor_char_boundary(BEHIND);
        let closed = inside[..limit].find(['）', ')'])?;
        first(&said.bases, end, end + closed as u32 + 3)
    };
    last(&said.bases, from, o.span.start).or_else(behind).unwrap_or(Basis::Unstated)
}

/// Where the paragraph of a number begins, as far as it is looked for.
fn paragraph(text: &str, start: u32) -> u32 {
    let start = start as usize;
    let floor = start.saturating_sub(PARAGRAPH);
    let break_ = text.as_bytes().get(floor..start).and_then(|t| memchr::memrchr(b'\n', t));
    break_.map_or(floor, |at| floor + at) as u32
}

/// The last word said in `[from, before)`.
fn last<T: Copy>(said: &[(u32, T)], from: u32, before: u32) -> Option<T> {
    let i = said.partition_point(|s| s.0 < before);
    let &(at, what) = said.get(i.checked_sub(1)?)?;
    (at >= from).then_some(what)
}

/// The first word said in `[from, before)`.
fn first<T: Copy>(said: &[(u32, T)], from: u32, before: u32) -> Option<T> {
    let i = said.partition_point(|s| s.0 < from);
    said.get(i).filter(|s| s.0 < before).map(|s| s.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_scope_before_a_number_holds() {
        let text = "全市收入10亿元，市本级3亿元，各县市区7亿元，市区2亿元";
        let said = Said::of(text);
        let scope = |number: &str| last(&said.scopes, 0, text.find(number).unwrap_or(0) as u32);
        assert_eq!(scope("10亿"), Some(Scope::Whole));
        assert_eq!(scope("3亿"), Some(Scope::Own));
        assert_eq!(scope("7亿"), Some(Scope::Own), "县市区 says nothing of 市区");
        assert_eq!(scope("2亿"), Some(Scope::Urban));
        assert_eq!(last(&said.scopes, 0, 0), None);
    }

    #[test]
    fn words_of_prices_are_told_apart() {
        for (text, basis) in [
            ("按可比价计算", Some(Basis::Constant)),
            ("扣除价格因素实际增长", Some(Basis::Constant)),
            ("同口径增长", Some(Basis::LikeForLike)),
            ("剔除房地产后增长", Some(Basis::LikeForLike)),
            ("按现价计算", Some(Basis::Current)),
            ("增长", None),
        ] {
            assert_eq!(Said::of(text).bases.first().map(|b| b.1), basis, "{text}");
        }
    }
}
