//! Words of a document that bear on many numbers after them, found in one pass over the text: parts
//! (其中), comparable terms (同口径), damage (U+FFFD).

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::model::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Part,
    Comparable,
    Damage,
}

/// Longer words win where two begin at the same place.
const WORDS: &[(&str, Kind)] = &[
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
                Kind::Part => marks.parts.push(at),
                Kind::Comparable => marks.comparable.push(at),
                Kind::Damage => marks.damage.push(at),
            }
        }
        marks
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

fn last_in(places: &[u32], from: u32, before: u32) -> Option<u32> {
    let i = places.partition_point(|&p| p < before);
    let at = *places.get(i.checked_sub(1)?)?;
    (at >= from).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

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
