//! Words of a document that bear on many numbers after them, found in one pass over the text:
//! whose figure it is (全市, 市本级), parts (其中), comparable terms (同口径), damage (U+FFFD).

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::Span;

/// Whose figures are being told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Scope {
    /// The region as a whole: 全市, or nothing said.
    #[default]
    Whole,
    /// The government at that level without those below: 市本级.
    Own,
    /// The city proper: 市区.
    Urban,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scope(Scope),
    /// Which of the four government budgets; 0 is the general one.
    Budget(u8),
    Part,
    Comparable,
    Damage,
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
    ("一般公共预算", Kind::Budget(0)),
    ("政府性基金", Kind::Budget(1)),
    ("国有资本经营", Kind::Budget(2)),
    ("社会保险基金", Kind::Budget(3)),
    ("社保基金", Kind::Budget(3)),
    ("其中", Kind::Part),
    ("同口径", Kind::Comparable),
    ("可比", Kind::Comparable),
    ("不变价", Kind::Comparable),
    ("扣除", Kind::Comparable),
    ("剔除", Kind::Comparable),
    ("\u{fffd}", Kind::Damage),
];

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = WORDS.iter().map(|w| w.0);
    AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
});

/// Where these words stand in a text, each list by position.
#[derive(Debug, Default)]
pub(super) struct Marks {
    scopes: Vec<(u32, Scope)>,
    budgets: Vec<(u32, u8)>,
    parts: Vec<u32>,
    comparable: Vec<u32>,
    damage: Vec<u32>,
}

impl Marks {
    pub(super) fn of(text: &str) -> Self {
        let mut marks = Self::default();
        let Some(finder) = &*FINDER else { return marks };
        for found in finder.find_iter(text) {
            let at = found.start() as u32;
            match WORDS[found.pattern().as_usize()].1 {
                Kind::Scope(scope) => marks.scopes.push((at, scope)),
                Kind::Budget(budget) => marks.budgets.push((at, budget)),
                Kind::Part => marks.parts.push(at),
                Kind::Comparable => marks.comparable.push(at),
                Kind::Damage => marks.damage.push(at),
                Kind::Nothing => {}
            }
        }
        marks
    }

    /// The last scope said in `[from, before)`.
    pub(super) fn scope(&self, from: u32, before: u32) -> Option<Scope> {
        last_said(&self.scopes, from, before)
    }

    /// The last of the four government budgets said in `[from, before)`.
    pub(super) fn budget(&self, from: u32, before: u32) -> Option<u8> {
        last_said(&self.budgets, from, before)
    }

    /// The last 其中 in `[from, before)`.
    pub(super) fn part(&self, from: u32, before: u32) -> Option<u32> {
        last_in(&self.parts, from, before)
    }

    /// Whether terms that make a rate differ from the bare levels are said in `span`.
    pub(super) fn comparable(&self, span: Span) -> bool {
        last_in(&self.comparable, span.start, span.end).is_some()
    }

    /// Whether a character that could not be decoded stands in `span`.
    pub(super) fn damaged(&self, span: Span) -> bool {
        last_in(&self.damage, span.start, span.end).is_some()
    }

    /// Whether there is any damage at all.
    pub(super) fn any_damage(&self) -> bool {
        !self.damage.is_empty()
    }
}

fn last_said<T: Copy>(said: &[(u32, T)], from: u32, before: u32) -> Option<T> {
    let i = said.partition_point(|s| s.0 < before);
    let &(at, what) = said.get(i.checked_sub(1)?)?;
    (at >= from).then_some(what)
}

fn last_in(places: &[u32], from: u32, before: u32) -> Option<u32> {
    let i = places.partition_point(|&p| p < before);
    let at = *places.get(i.checked_sub(1)?)?;
    (at >= from).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_scope_before_a_number_holds() {
        let text = "全市收入10亿元，市本级3亿元，各县市区7亿元，市区2亿元";
        let marks = Marks::of(text);
        let scope = |number: &str| marks.scope(0, text.find(number).unwrap_or(0) as u32);
        assert_eq!(scope("10亿"), Some(Scope::Whole));
        assert_eq!(scope("3亿"), Some(Scope::Own));
        assert_eq!(scope("7亿"), Some(Scope::Own), "县市区 says nothing of 市区");
        assert_eq!(scope("2亿"), Some(Scope::Urban));
        assert_eq!(marks.scope(0, 0), None);
    }

    #[test]
    fn parts_and_damage_are_found_inside_a_span_only() {
        let text = "甲其中乙\u{fffd}丙";
        let marks = Marks::of(text);
        assert_eq!(marks.part(0, 9), Some(3));
        assert_eq!(marks.part(4, 9), None);
        assert!(marks.any_damage() && marks.damaged(Span::new(0, text.len())));
        assert!(!marks.damaged(Span::new(0, 6)));
    }
}
