//! The words around a number that tell in which terms it is: whose within the place (市本级), of
//! which budget (政府性基金), at which prices (按可比价计算).
//!
//! Scope and budget hold for the rest of their paragraph, for the points of the list that they open, for the
//! table that they stand over, or for all that stands under a heading; the basis holds for the number right
//! after it.

mod above;
mod said;
mod zone;

use crate::model::lexicon::Dimension;
use crate::model::terms::{Basis, Budget, Terms};
use crate::model::{Lexicon, Observation, Scope, Series};
use crate::segment::Segments;
use above::Above;
use said::{Level, Said};

/// How far back a paragraph's scope is looked for, in bytes.
const PARAGRAPH: usize = 1500;
/// How far behind a number its basis may stand in brackets, in bytes.
const BEHIND: usize = 48;

/// Fills in the terms of the observations, which stand by position, and the series they belong to;
/// `segments` are the blocks and headings they point into.
pub fn fill(text: &str, segments: &Segments, observations: &mut [Observation], lexicon: &Lexicon) {
    fill_terms(text, segments, observations, lexicon);
    for o in observations {
        o.series = Series::of(o, text, lexicon).map(|series| series.id(lexicon));
    }
}

fn fill_terms(text: &str, segments: &Segments, observations: &mut [Observation], lexicon: &Lexicon) {
    let around = Around::of(text, segments);
    if around.said.is_empty() && around.headings.iter().all(Said::is_empty) {
        return;
    }
    let mut before = Before { end: 0, basis: Basis::Unstated };
    for o in observations {
        let of_budget = around.is_of_budget(o, lexicon);
        let basis = basis(text, &around.said, o, before);
        before = Before { end: o.span.end.max(o.unit_span.end), basis };
        o.terms = Terms { scope: around.scope(o, of_budget), budget: around.budget(o, of_budget), basis };
        if let Some(zone) = around.zone(o).filter(|_| of_budget) {
            o.subject = Some(zone.to_owned());
        }
    }
}

/// What is said around the numbers of a text.
struct Around<'a> {
    text: &'a str,
    said: Said,
    /// As many as sections.
    headings: Vec<Said>,
    /// As many as sections: the zone whose budget stands there.
    zones: Vec<Option<&'a str>>,
    /// As many as blocks.
    above: Vec<Above>,
}

impl<'a> Around<'a> {
    fn of(text: &'a str, segments: &'a Segments) -> Self {
        let headings = segments.sections.iter().map(|section| Said::of(section)).collect();
        let zones = segments.sections.iter().map(|section| zone::of_section(section)).collect();
        Self { text, said: Said::of(text), headings, zones, above: above::of_blocks(text, segments) }
    }

    fn above(&self, o: &Observation) -> Above {
        let block = (o.block as usize).checked_sub(1).and_then(|block| self.above.get(block));
        block.copied().unwrap_or(Above::Nothing)
    }

    fn heading(&self, o: &Observation) -> Option<&Said> {
        self.headings.get(o.section? as usize)
    }

    /// Whether a figure is of a budget: by its code, or as money, or a part of it, of which a heading or the
    /// caption of its table tells the budget.
    fn is_of_budget(&self, o: &Observation, lexicon: &Lexicon) -> bool {
        let money = || matches!(lexicon.units.get(o.unit).dimension, Dimension::Money | Dimension::Percent);
        let caption = || matches!(self.above(o), Above::Caption(..)) && self.captioned(o).is_some();
        let heading = || self.heading(o).is_some_and(|said| said.budget(0, u32::MAX).is_some());
        lexicon.indicators.get(o.indicator).code.starts_with("fiscal_") || caption() || (money() && heading())
    }

    /// The budget that the words above its block tell.
    fn captioned(&self, o: &Observation) -> Option<Budget> {
        let (from, to) = self.above(o).words();
        self.said.budget(from, to)
    }

    /// Which part of the place: whatever stands in the words themselves is nearer than the words above them.
    fn scope(&self, o: &Observation, of_budget: bool) -> Scope {
        let (from, at) = (paragraph(self.text, o.span.start), o.span.start);
        let own = o.region.and_then(Level::of).filter(|_| of_budget);
        let above = || match self.above(o) {
            Above::Nothing => None,
            Above::Opening(from, to) => of_budget.then(|| self.said.scope(from, to, own))?,
            Above::Caption(from, table) => {
                above::of_column(self.text, &self.said, table, at, own).or_else(|| self.said.scope(from, table, own))
            }
        };
        let heading = || self.heading(o)?.scope(0, u32::MAX, own);
        self.said.scope(from, at, own).or_else(above).or_else(heading).unwrap_or(Scope::Whole)
    }

    /// Which budget: their balances are measured under one code, and the words before tell them apart.
    fn budget(&self, o: &Observation, of_budget: bool) -> Budget {
        if !of_budget {
            return Budget::General;
        }
        let own = self.said.budget(paragraph(self.text, o.span.start), o.span.start);
        let heading = || self.heading(o)?.budget(0, u32::MAX);
        own.or_else(|| self.captioned(o)).or_else(heading).unwrap_or(Budget::General)
    }

    /// The zone that the sentences before or a heading give the figure to, unless its words give it to
    /// another, or the caption of its table tells whose it is. A part that the words name themselves is no
    /// owner: 教育 of 教育支出.
    fn zone(&self, o: &Observation) -> Option<&'a str> {
        let other = o.subject.as_ref().is_some_and(|subject| !o.indicator_text.contains(subject.as_str()));
        let captioned = matches!(self.above(o), Above::Caption(..)) && self.captioned(o).is_some();
        let opened = || self.said.zone(paragraph(self.text, o.span.start), o.span.start);
        let of_sentence = || opened().map(|(from, to)| &self.text[from as usize..to as usize]);
        let of_heading = || self.zones.get(o.section? as usize).copied().flatten();
        let named = |zone: &&str| {
            let owner = o.subject.as_deref().filter(|subject| zone::owns_a_budget(subject));
            owner.is_none_or(|owner| zone.ends_with(owner) || owner.ends_with(zone))
        };
        of_sentence().or_else(of_heading).filter(|_| !other && !captioned).filter(named)
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
        said.first_basis(end, end + closed as u32 + 3)
    };
    said.basis(from, o.span.start).or_else(behind).unwrap_or(Basis::Unstated)
}

/// Where the paragraph of a number begins, as far as it is looked for.
fn paragraph(text: &str, start: u32) -> u32 {
    let start = start as usize;
    let floor = start.saturating_sub(PARAGRAPH);
    let break_ = text.as_bytes().get(floor..start).and_then(|t| memchr::memrchr(b'\n', t));
    break_.map_or(floor, |at| floor + at) as u32
}
