//! Stage 3, sentence to mentions: numbers, units, periods, regions, indicators, cues.
//!
//! A block is normalised once ([`normal`]), periods and numbers are found in one pass each
//! ([`period`], [`number`]), words of the lexicon in another ([`lexical`]), and each number is
//! told from what is no quantity ([`exclude`]). Blocks without a number cost no lexicon pass.

pub(crate) mod chars;
pub mod exclude;
pub mod lexical;
pub mod mentions;
pub mod normal;
pub mod number;
pub mod period;
mod trie;

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::model::lexicon::Lexicon;
use crate::model::{Result, Span};
use exclude::{NoQuantity, Place, Verdict};
use lexical::{Hits, Lexical, What};
use normal::Normal;
use number::Number;
use period::PeriodMention;

/// A numeric expression and what it turned out to be. Offsets are in the normalised text.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// The expression.
    pub number: Number,
    /// First byte.
    pub start: usize,
    /// One past the number, its vague word and its unit.
    pub end: usize,
    /// Quantity, rank, or neither.
    pub verdict: Verdict,
}

/// Everything recognised in one block. Buffers are reused from block to block.
#[derive(Debug, Default)]
pub struct Scan {
    /// The normalised text.
    pub normal: Normal,
    /// Words of the lexicon, if there is a number.
    pub hits: Hits,
    /// Periods.
    pub periods: Vec<PeriodMention>,
    /// Numeric expressions that no period claimed.
    pub numbers: Vec<Found>,
    /// Numeric expressions that a period claimed.
    pub in_periods: Vec<Number>,
}

impl Scan {
    /// Empties the buffers. What a panic left in them must not be seen by the next document.
    pub fn clear(&mut self) {
        self.normal.set("", 0, false);
        self.hits.clear();
        self.periods.clear();
        self.numbers.clear();
        self.in_periods.clear();
    }
}

/// Recognises mentions with one lexicon.
#[derive(Debug)]
pub struct Recognizer {
    lexicon: Arc<Lexicon>,
    lexical: Lexical,
}

impl Recognizer {
    /// Indexes the lexicon.
    ///
    /// # Errors
    /// When the lexicon is too large to index.
    pub fn new(lexicon: Arc<Lexicon>) -> Result<Self> {
        let lexical = Lexical::new(&lexicon)?;
        Ok(Self { lexicon, lexical })
    }

    /// The lexicon.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The index of its words.
    #[must_use]
    pub fn lexical(&self) -> &Lexical {
        &self.lexical
    }

    /// Recognises what stands in `span` of `text`; `cells` for a line of a table.
    pub fn scan(&self, text: &str, span: Span, cells: bool, scan: &mut Scan) {
        scan.normal.set(span.of(text), span.start as usize, cells);
        period::scan(&scan.normal.text, &mut scan.periods);
        self.find_numbers(scan);
        if scan.numbers.is_empty() {
            scan.hits.clear();
            return;
        }
        self.lexical.find(&scan.normal.text, &mut scan.hits);
        let titles = memchr::memmem::find(scan.normal.text.as_bytes(), "》".as_bytes()).is_some();
        for i in 0..scan.numbers.len() {
            scan.numbers[i].verdict = self.judge(scan, i, cells, titles);
        }
    }

    fn find_numbers(&self, scan: &mut Scan) {
        scan.numbers.clear();
        scan.in_periods.clear();
        let text = &scan.normal.text;
        let (mut at, mut period) = (0, 0);
        while let Some(number) = number::next(text, at, &self.lexicon.units) {
            let start = number.span.start as usize;
            while scan.periods.get(period).is_some_and(|p| p.span.end as usize <= start) {
                period += 1;
            }
            if let Some(p) = scan.periods.get(period).filter(|p| p.span.overlaps(number.span)) {
                scan.in_periods.push(number);
                at = (p.span.end as usize).max(start + 1);
                continue;
            }
            let end = number.unit.map_or(number.span.end, |u| u.span.end) as usize;
            scan.numbers.push(Found { number, start, end, verdict: Verdict::Not(NoQuantity::NoUnit) });
            at = end;
        }
        let mut factor = Decimal::ONE;
        for i in (1..scan.numbers.len()).rev() {
            let (before, from) = scan.numbers.split_at_mut(i);
            let (number, next) = (&mut before[i - 1].number, &from[0].number);
            factor = number::shared::lend(text, number, next, &self.lexicon.units, factor);
        }
    }

    fn judge(&self, scan: &Scan, index: usize, cells: bool, titles: bool) -> Verdict {
        let found = &scan.numbers[index];
        exclude::verdict(&Place {
            normal: &scan.normal,
            number: &found.number,
            start: found.start,
            end: found.end,
            units: &self.lexicon.units,
            names_indicator: &|| self.names_indicator(scan, found.end),
            cell: cells,
            titles,
        })
    }

    /// Whether a term of the indicator list begins within six characters after `at`, in the same
    /// clause.
    fn names_indicator(&self, scan: &Scan, at: usize) -> bool {
        let rest = &scan.normal.text[at..];
        let reach = rest
            .char_indices()
            .take_while(|(_, c)| !matches!(c, ',' | ';' | '。' | '、' | ':' | '(' | ')'))
            .take(8)
            .last()
            .map_or(0, |(i, c)| i + c.len_utf8());
        let from = scan.hits.indicators.partition_point(|h| (h.start as usize) < at);
        scan.hits.indicators[from..].iter().take_while(|h| (h.end as usize) <= at + reach).any(|h| match h.what {
            What::Indicator(list) => {
                self.lexical.terms_of(list).iter().any(|&t| {
                    self.lexicon.indicators.terms[usize::from(t)].indicator != self.lexicon.indicators.other()
                })
            }
            _ => false,
        })
    }
}
