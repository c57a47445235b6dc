//! A reading prepared for its checks: what several of them ask is worked out once a row.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use super::grouping::Grouping;
use super::marks::Marks;
use super::rounding::{Inexact, float};
use super::seen::{Months, Seen, Traits};
use crate::model::lexicon::{Dimension, Unit};
use crate::model::{Bound, Lexicon, Measure, Observation, ObservationRef, Reading, Series, Span, Status};

/// Rows read with less are not held against one another.
pub(super) const DOUBTFUL: f32 = 0.5;
/// How far back the 其中 of a sentence is looked for, in bytes.
const PARAGRAPH: usize = 1500;
/// How many rows after a level its growth may stand.
const GROWTH_WITHIN: usize = 3;
/// The longest unit, in bytes.
const FAR: u32 = 64;
/// How far back the opening of brackets is looked for, in bytes.
const BRACKETS: usize = 240;
/// Words before a number that make it a state reached.
const REACHED: &[&str] = &[
    "达",
    "达到",
    "突破",
    "增至",
    "增加到",
    "增长到",
    "提高到",
    "上升到",
    "扩大到",
    "发展到",
    "稳定在",
    "保持在",
    "升至",
    "为",
];
/// Words around a number that make it a mean.
pub(super) const MEAN: &[&str] = &["年均", "平均", "每年", "一年"];

/// What is worked out for a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// Indicator, subject, region and scope.
    pub(super) whose: u64,
    /// With the words of the indicator.
    pub(super) series: u64,
    /// Place of the 其中 before it, in its sentence and not closed by a semicolon.
    pub(super) part: Option<u32>,
}

/// See the module.
pub(super) struct View<'a> {
    pub(super) reading: &'a Reading,
    pub(super) lexicon: &'a Lexicon,
    pub(super) document: u32,
    pub(super) marks: Marks,
    /// As many as observations.
    pub(super) rows: Vec<Row>,
    /// Rows that can be compared, by [`Seen::order`].
    pub(super) seen: Vec<Seen>,
}

impl<'a> View<'a> {
    pub(super) fn new(reading: &'a Reading, document: u32, lexicon: &'a Lexicon) -> Self {
        let marks = Marks::of(&reading.document.text);
        let mut view = Self { reading, lexicon, document, marks, rows: Vec::new(), seen: Vec::new() };
        view.rows = reading.observations.iter().map(|row| view.row(row)).collect();
        view.seen = (0..view.rows.len()).filter_map(|i| view.comparable(i)).collect();
        view.seen.sort_unstable_by_key(Seen::order);
        view
    }

    pub(super) fn observations(&self) -> &'a [Observation] {
        &self.reading.observations
    }

    pub(super) fn text(&self) -> &'a str {
        &self.reading.document.text
    }

    pub(super) fn unit(&self, row: &Observation) -> &'a Unit {
        self.lexicon.units.get(row.unit)
    }

    pub(super) fn at(&self, observation: usize) -> ObservationRef {
        ObservationRef { document: self.document, observation: observation as u32 }
    }

    /// The amount of a row, in words.
    pub(super) fn say(&self, row: &Observation) -> String {
        super::say::row(row, self.text(), self.lexicon)
    }

    /// What a row measures, in words.
    pub(super) fn name(&self, row: &Observation) -> String {
        super::say::series(row, self.lexicon)
    }

    pub(super) fn inexact(&self, row: &Observation) -> Inexact {
        Inexact::of(row, self.text(), self.lexicon)
    }

    /// The words of the row's sentence before its number, `bytes` at most.
    pub(super) fn before(&self, row: &Observation, bytes: usize) -> &'a str {
        let mut from = (row.span.start as usize).saturating_sub(bytes).max(row.sentence.start as usize);
        while !self.text().is_char_boundary(from) {
            from += 1;
        }
        Span::new(from, row.span.start as usize).of(self.text())
    }

    /// The year the document was written in, as far as it is known.
    pub(super) fn year(&self) -> Option<i16> {
        let meta = &self.reading.document.meta;
        meta.written_year()
    }

    /// Indices of rows whose sentence is that of `rows[i]` and that come right after it.
    pub(super) fn following(&self, i: usize) -> impl Iterator<Item = usize> {
        let sentence = self.observations()[i].sentence;
        (i + 1..self.rows.len()).take_while(move |&j| self.observations()[j].sentence == sentence)
    }

    fn row(&self, row: &Observation) -> Row {
        let mut hash = FxHasher::default();
        (row.indicator, row.region, row.terms.scope, row.terms.budget).hash(&mut hash);
        hash_words(row.subject.as_deref().unwrap_or(""), &mut hash);
        let whose = hash.finish();
        hash_words(&row.indicator_text, &mut hash);
        Row { whose, series: hash.finish(), part: self.part(row) }
    }

    fn part(&self, row: &Observation) -> Option<u32> {
        let mut at = self.marks.part(row.sentence.start, row.span.start)?;
        while closed(self.text(), at, row.span.start) {
            at = self.marks.part(row.sentence.start, at)?;
        }
        let between = Span { start: at, end: row.span.start }.of(self.text());
        (between.len() <= PARAGRAPH && !between.contains(['；', ';'])).then_some(at)
    }

    fn comparable(&self, i: usize) -> Option<Seen> {
        use Measure::{Completion, GrowthRate, Increase, Level, Share};
        let (row, own) = (&self.observations()[i], &self.rows[i]);
        let comparable = matches!(row.measure, Level | Increase | GrowthRate | Share | Completion)
            && row.status != Status::Policy
            && row.confidence >= DOUBTFUL
            && own.part.is_none()
            && !self.splits(i)
            && !is_vague(row)
            && (row.indicator != self.lexicon.indicators.other() || row.indicator_text.chars().nth(3).is_some());
        if !comparable {
            return None;
        }
        let months = Months::of(row.period?)?;
        let mut hash = FxHasher::default();
        // Without a place or a time it makes no series: it is held against itself in one document only.
        match row.series {
            Some(series) => (series, row.status).hash(&mut hash),
            None => {
                (own.series, row.unit, row.measure, row.status, row.per_year, row.baseline.as_deref()).hash(&mut hash);
            }
        }
        if self.unit(row).dimension == Dimension::Count {
            row.unit_span.of(self.text()).hash(&mut hash);
        }
        let inexact = self.inexact(row);
        let growth = (row.measure == Level).then(|| self.growth_of(i)).flatten();
        Some(Seen {
            key: hash.finish(),
            value: row.value,
            row: self.at(i),
            high: inexact.high as f32,
            step: inexact.step as f32,
            growth: growth.map_or(f32::NAN, |g| float(self.observations()[g].value) as f32),
            growth_row: growth.map_or(u32::MAX, |g| g as u32),
            region: row.region.map_or(u32::MAX, |r| r.0),
            months,
            indicator: row.indicator,
            unit: row.unit,
            bound: row.bound,
            status: row.status,
            group: Grouping::Series,
            traits: self.traits(i),
        })
    }

    /// Whether it stands in brackets right behind a number, which say what that is made of: 债券12亿元（一般5亿元、
    /// 专项7亿元）.
    fn splits(&self, i: usize) -> bool {
        let row = &self.observations()[i];
        let before = self.before(row, BRACKETS);
        let Some(open) = before.rfind(['（', '(']).filter(|at| !before[*at..].contains(['）', ')'])) else {
            return false;
        };
        let open = row.span.start - (before.len() - open) as u32;
        let near = self.observations()[..i].iter().rev().take_while(|r| r.span.end + FAR > open);
        near.into_iter().any(|r| r.span.end.max(r.unit_span.end) == open)
    }

    fn traits(&self, i: usize) -> Traits {
        let row = &self.observations()[i];
        let may_head = row.subject.is_none() && row.measure == Measure::Level && !row.per_year && row.series.is_some();
        let headline = may_head
            && Series::of(row, self.text(), self.lexicon).is_some_and(|series| series.is_headline(self.lexicon));
        Traits::SUBJECT
            .of(row.subject.is_some())
            .and(Traits::SERIES.of(row.series.is_some()))
            .and(Traits::HEADLINE.of(headline))
            .and(Traits::TOTAL.of(headline && self.is_total(row)))
    }

    /// Whether an amount is told as what came together in its time, not as a state reached at its end
    /// or a mean.
    pub(super) fn is_total(&self, row: &Observation) -> bool {
        let before = self.before(row, 24);
        let near = before.trim_end_matches(['约', '近', '：', ':', ' ']);
        matches!(row.bound, Bound::Exact | Bound::Approx)
            && !REACHED.iter().any(|w| near.ends_with(w))
            && !MEAN.iter().any(|w| before.contains(w) || row.indicator_text.contains(w))
    }

    /// The increase over the year before that is stated for the level `i` right after it.
    pub(super) fn increase_of(&self, i: usize) -> Option<usize> {
        let level = &self.observations()[i];
        let nearest =
            self.following(i).take(GROWTH_WITHIN).take_while(|&j| self.observations()[j].measure != Measure::Level);
        nearest.into_iter().find(|&j| {
            let row = &self.observations()[j];
            let between = Span { start: level.span.end, end: row.span.start };
            row.measure == Measure::Increase
                && row.baseline.as_deref() == Some("previous_year")
                && (self.rows[j].series, row.period, row.unit, row.status, row.bound)
                    == (self.rows[i].series, level.period, level.unit, level.status, Bound::Exact)
                && !self.marks.comparable(between)
        })
    }

    /// The growth stated for the level `i` right after it, unless in other terms than the level.
    pub(super) fn growth_of(&self, i: usize) -> Option<usize> {
        let level = &self.observations()[i];
        let found = self.following(i).take(GROWTH_WITHIN).find(|&j| {
            let row = &self.observations()[j];
            row.measure == Measure::GrowthRate && self.rows[j].whose == self.rows[i].whose && row.period == level.period
        })?;
        let growth = &self.observations()[found];
        let yearly = growth.baseline.as_deref().is_none_or(|b| b == "previous_year");
        let between = Span { start: level.span.end, end: growth.span.start };
        // The growth must be of this level, not of another one in between.
        let nearest = (i + 1..found).all(|j| self.observations()[j].measure != Measure::Level);
        (yearly && nearest && growth.status == level.status && !growth.per_year && !self.marks.comparable(between))
            .then_some(found)
    }
}

/// Whether a row has all that makes a series but a name: figures of 项目 are not of one thing.
pub(super) const fn is_vague(row: &Observation) -> bool {
    row.series.is_none() && row.region.is_some() && row.period.is_some()
}

/// Whether what stands at `from` is in brackets that are closed before `to`.
pub(super) fn closed(text: &str, from: u32, to: u32) -> bool {
    let mut open = 0;
    Span { start: from, end: to }.of(text).chars().any(|c| {
        open += i32::from(matches!(c, '（' | '(')) - i32::from(matches!(c, '）' | ')'));
        open < 0
    })
}

/// Hashes words without quotes and spaces, which documents set as they like.
fn hash_words(words: &str, hash: &mut FxHasher) {
    for c in words.chars() {
        if !c.is_whitespace() && !matches!(c, '“' | '”' | '‘' | '’' | '"' | '\'' | '「' | '」' | '《' | '》' | '＂')
        {
            hash.write_u32(u32::from(c));
        }
    }
    hash.write_u32(u32::MAX);
}
