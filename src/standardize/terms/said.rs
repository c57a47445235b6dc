//! Words that tell in which terms the numbers after them are, found once in a text.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::zone;
use crate::model::RegionCode;
use crate::model::terms::{Basis, Budget, Scope};

/// A level of government. Of figures of budgets, that of the place itself says 本级: 市级 of a city, not of
/// its province.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Province,
    City,
    County,
}

impl Level {
    /// The level of a place; none for the country.
    pub(super) const fn of(region: RegionCode) -> Option<Self> {
        match region.0 {
            0 => None,
            // Municipalities call their own level 市级.
            110_000 | 120_000 | 310_000 | 500_000 => Some(Self::City),
            code if code % 10_000 == 0 => Some(Self::Province),
            code if code % 100 == 0 => Some(Self::City),
            _ => Some(Self::County),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Scope(Scope),
    Level(Level),
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
    ("省级", Kind::Level(Level::Province)),
    ("市级", Kind::Level(Level::City)),
    ("州级", Kind::Level(Level::City)),
    ("县级", Kind::Level(Level::County)),
    ("区级", Kind::Level(Level::County)),
    ("省级以上", Kind::Nothing),
    ("市级以上", Kind::Nothing),
    ("县级以上", Kind::Nothing),
    ("地市级", Kind::Nothing),
    ("县级市", Kind::Nothing),
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

/// Whose a figure is said to be.
#[derive(Debug, Clone, Copy)]
enum Whose {
    Scope(Scope),
    Level(Level),
}

/// Where the words stand in a text, each list by position.
#[derive(Default)]
pub(super) struct Said {
    whose: Vec<(u32, Whose)>,
    budgets: Vec<(u32, Budget)>,
    bases: Vec<(u32, Basis)>,
    /// Where the names of zones stand that open the sentences of their budgets; empty for other owners.
    zones: Vec<(u32, u32)>,
}

impl Said {
    pub(super) fn of(text: &str) -> Self {
        let mut said = Self::default();
        let Some(finder) = &*FINDER else { return said };
        for found in finder.find_iter(text) {
            let at = found.start() as u32;
            match WORDS[found.pattern().as_usize()].1 {
                Kind::Scope(scope) => said.whose.push((at, Whose::Scope(scope))),
                Kind::Level(level) => said.whose.push((at, Whose::Level(level))),
                Kind::Budget(budget) => {
                    said.budgets.push((at, budget));
                    said.zones.extend(zone::opening(text, found.start()));
                }
                Kind::Basis(basis) => said.bases.push((at, basis)),
                Kind::Nothing => {}
            }
        }
        said
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.whose.is_empty() && self.budgets.is_empty() && self.bases.is_empty()
    }

    /// The last scope said in `[from, before)`. The level `own` says the place's own; without one, words
    /// of levels say nothing.
    pub(super) fn scope(&self, from: u32, before: u32, own: Option<Level>) -> Option<Scope> {
        let end = self.whose.partition_point(|w| w.0 < before);
        self.whose[..end].iter().rev().take_while(|w| w.0 >= from).find_map(|w| match w.1 {
            Whose::Scope(scope) => Some(scope),
            Whose::Level(level) => (Some(level) == own).then_some(Scope::Own),
        })
    }

    /// Where the zone stands that the last sentence of a budget in `[from, before)` opens with, unless whose
    /// the figures are is said again after it.
    pub(super) fn zone(&self, from: u32, before: u32) -> Option<(u32, u32)> {
        let end = self.zones.partition_point(|zone| zone.1 < before);
        let zone = self.zones[..end].last().filter(|zone| zone.0 >= from && zone.0 < zone.1)?;
        let whose = self.whose.partition_point(|w| w.0 < before);
        let again = self.whose[..whose].last().is_some_and(|w| w.0 > zone.0);
        (!again).then_some(*zone)
    }

    /// The last budget said in `[from, before)`.
    pub(super) fn budget(&self, from: u32, before: u32) -> Option<Budget> {
        last(&self.budgets, from, before)
    }

    /// The last basis said in `[from, before)`.
    pub(super) fn basis(&self, from: u32, before: u32) -> Option<Basis> {
        last(&self.bases, from, before)
    }

    /// The first basis said in `[from, before)`.
    pub(super) fn first_basis(&self, from: u32, before: u32) -> Option<Basis> {
        let i = self.bases.partition_point(|s| s.0 < from);
        self.bases.get(i).filter(|s| s.0 < before).map(|s| s.1)
    }
}

fn last<T: Copy>(said: &[(u32, T)], from: u32, before: u32) -> Option<T> {
    let i = said.partition_point(|s| s.0 < before);
    let &(at, what) = said.get(i.checked_sub(1)?)?;
    (at >= from).then_some(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_scope_before_a_number_holds() {
        let text = "全市收入10亿元，市本级3亿元，各县市区7亿元，市区2亿元";
        let said = Said::of(text);
        let scope = |number: &str| said.scope(0, text.find(number).unwrap_or(0) as u32, None);
        assert_eq!(scope("10亿"), Some(Scope::Whole));
        assert_eq!(scope("3亿"), Some(Scope::Own));
        assert_eq!(scope("7亿"), Some(Scope::Own), "县市区 says nothing of 市区");
        assert_eq!(scope("2亿"), Some(Scope::Urban));
        assert_eq!(said.scope(0, 0, None), None);
    }

    #[test]
    fn a_level_of_government_is_the_own_one_of_its_places_alone() {
        let said = Said::of("市级收入3亿元");
        let of = |code: u32| said.scope(0, 99, Level::of(RegionCode(code)));
        assert_eq!(of(430_400), Some(Scope::Own));
        assert_eq!(of(310_000), Some(Scope::Own), "a municipality");
        assert_eq!([of(430_000), of(430_421), of(0)], [None; 3]);
        let other = Said::of("地市级和县级市及市级以上单位");
        assert_eq!(other.scope(0, 99, Some(Level::City)), None);
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
            assert_eq!(Said::of(text).first_basis(0, 99), basis, "{text}");
        }
    }
}
