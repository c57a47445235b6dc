//! The mentions of a text as values, in the order of the text: what stage 3 says by itself.
//!
//! Relation works on the buffers of a [`Scan`]; this is the same for people and programs. Numbers
//! that are no quantity and numbers inside periods are listed too, and words are looked for also
//! where no number stands.

use super::exclude::{NoQuantity, Verdict};
use super::lexical::{WHOLES, What};
use super::number::{self, Number};
use super::period::PeriodMention;
use super::{Recognizer, Scan};
use crate::model::lexicon::{CueSet, IndustryId};
use crate::model::observation::codes;
use crate::model::{Bound, Span};
use crate::recognize::number::Vague;

codes! {
    /// What kind of mention it is.
    MentionKind {
        /// A numeric expression.
        Number = "number",
        /// A time.
        Period = "period",
        /// A place.
        Region = "region",
        /// Words for an indicator.
        Indicator = "indicator",
        /// Words for an industry.
        Industry = "industry",
        /// A word that tells how a number is meant.
        Cue = "cue",
    }
}

/// Something recognised in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where it stands in the document; of a number, without its unit.
    pub span: Span,
    /// What it says.
    pub said: Said,
}

/// What a mention says.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A numeric expression.
    Number(NumberMention),
    /// A time.
    Period(PeriodMention),
    /// The name of a region.
    Region(String),
    /// 全省, 我市: a whole at this level of GB/T 2260, 0 for the country; 9 where the words do not
    /// tell the level (全区).
    Whole(u8),
    /// Terms of the lexicon that share these words, indexes into
    /// [`Indicators::terms`](crate::model::lexicon::Indicators::terms).
    Indicator(Vec<u16>),
    /// An industry.
    Industry(IndustryId),
    /// Everything a cue can tell.
    Cue(CueSet),
}

/// A numeric expression with what it turned out to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NumberMention {
    /// The expression; its spans are in the normalised text.
    pub number: Number,
    /// Where its unit stands in the document.
    pub unit: Option<Span>,
    /// Quantity, rank, or neither.
    pub verdict: Verdict,
}

impl NumberMention {
    /// The bound that the expression says by itself: ranges, 数十, 200余, 上亿.
    #[must_use]
    pub const fn bound(&self) -> Bound {
        match (self.number.high, self.number.vague) {
            (Some(_), _) => Bound::Range,
            (_, Vague::None) => Bound::Exact,
            (_, Vague::Over) => Bound::AtLeast,
            (_, Vague::Few | Vague::More) => Bound::Approx,
        }
    }
}

impl Mention {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> MentionKind {
        match self.said {
            Said::Number(_) => MentionKind::Number,
            Said::Period(_) => MentionKind::Period,
            Said::Region(_) | Said::Whole(_) => MentionKind::Region,
            Said::Indicator(_) => MentionKind::Indicator,
            Said::Industry(_) => MentionKind::Industry,
            Said::Cue(_) => MentionKind::Cue,
        }
    }

    /// Where it stands with its unit, if it has one.
    #[must_use]
    pub fn whole(&self) -> Span {
        match &self.said {
            Said::Number(NumberMention { number, unit: Some(unit), .. }) if !number.lent => {
                Span { start: self.span.start, end: unit.end.max(self.span.end) }
            }
            _ => self.span,
        }
    }
}

impl Recognizer {
    /// The mentions in `span` of `text`, in order; `cells` for a line of a table.
    pub fn mentions(&self, text: &str, span: Span, cells: bool, scan: &mut Scan) -> Vec<Mention> {
        self.scan(text, span, cells, scan);
        if scan.numbers.is_empty() {
            self.lexical.find(&scan.normal.text, &mut scan.hits);
        }
        let mut found = Vec::new();
        self.list_numbers(scan, &mut found);
        self.list_quoted(scan, &mut found);
        list_periods(scan, &mut found);
        self.list_words(scan, &mut found);
        list_wholes(scan, &mut found);
        found.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.kind()));
        found
    }

    fn list_numbers(&self, scan: &Scan, out: &mut Vec<Mention>) {
        out.extend(scan.numbers.iter().map(|f| number_mention(scan, f.number, f.verdict)));
        let verdict = Verdict::Not(NoQuantity::Period);
        for &first in &scan.in_periods {
            out.push(number_mention(scan, first, verdict));
            let Some(period) = scan.periods.iter().find(|p| p.span.overlaps(first.span)) else { continue };
            // A scan notes the first number of a period: 2021年1-9月 holds more.
            let mut at = end_of(&first);
            while let Some(next) = number::next(&scan.normal.text, at, &self.lexicon.units)
                && next.span.end <= period.span.end
            {
                out.push(number_mention(scan, next, verdict));
                at = end_of(&next);
            }
        }
    }

    /// A lone digit between quotation marks, which normalisation takes away: “一”和“五”.
    fn list_quoted(&self, scan: &Scan, out: &mut Vec<Mention>) {
        for &(from, to) in &scan.normal.quotes {
            let Some(words) = scan.normal.text.get(from as usize..to as usize).filter(|w| w.chars().count() == 1)
            else {
                continue;
            };
            let span = Span { start: from, end: to };
            let Some(number) = number::next(words, 0, &self.lexicon.units).map(|n| Number { span, ..n }) else {
                continue;
            };
            let place = scan.normal.original(from as usize, to as usize);
            if !out.iter().any(|m| m.span.overlaps(place)) {
                out.push(number_mention(scan, number, Verdict::Not(NoQuantity::NoUnit)));
            }
        }
    }

    fn list_words(&self, scan: &Scan, out: &mut Vec<Mention>) {
        let hits = &scan.hits;
        for hit in [&hits.indicators, &hits.regions, &hits.industries, &hits.cues].into_iter().flatten() {
            let said = match hit.what {
                What::Indicator(list) => Said::Indicator(self.lexical.terms_of(list).to_vec()),
                What::Region(name) => Said::Region(self.lexical.region_name(name).to_owned()),
                What::Industry(id) => Said::Industry(id),
                What::Cue(set) => Said::Cue(set),
            };
            out.push(Mention { span: scan.normal.original(hit.start as usize, hit.end as usize), said });
        }
    }
}

fn end_of(number: &Number) -> usize {
    number.unit.filter(|_| !number.lent).map_or(number.span.end, |u| u.span.end.max(number.span.end)) as usize
}

fn number_mention(scan: &Scan, number: Number, verdict: Verdict) -> Mention {
    let original = |s: Span| scan.normal.original(s.start as usize, s.end as usize);
    let unit = number.unit.map(|u| original(u.span));
    Mention { span: original(number.span), said: Said::Number(NumberMention { number, unit, verdict }) }
}

fn list_periods(scan: &Scan, out: &mut Vec<Mention>) {
    out.extend(scan.periods.iter().map(|p| Mention {
        span: scan.normal.original(p.span.start as usize, p.span.end as usize),
        said: Said::Period(*p),
    }));
}

fn list_wholes(scan: &Scan, out: &mut Vec<Mention>) {
    let text = &scan.normal.text;
    for (word, level) in WHOLES {
        for (at, _) in text.match_indices(word) {
            let end = at + word.len();
            let span = scan.normal.original(at, end);
            // 全市场, 全区域
            let longer = text[end..].starts_with(['场', '域']);
            let named = out.iter().any(|m| m.span == span && matches!(m.said, Said::Region(_)));
            if !longer && !named {
                out.push(Mention { span, said: Said::Whole(level) });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::Lexicon;

    fn listed(text: &str) -> Vec<(MentionKind, &str)> {
        let recognizer = Recognizer::new(Arc::clone(&Lexicon::builtin())).unwrap();
        let mentions = recognizer.mentions(text, Span::new(0, text.len()), false, &mut Scan::default());
        mentions.iter().map(|m| (m.kind(), m.whole().of(text))).collect()
    }

    #[test]
    fn every_kind_is_listed_in_order() {
        let got = listed("2021年1-9月，全省采矿业增加值增长5.5%以上");
        let kinds: Vec<_> = got.iter().map(|m| m.0).collect();
        assert!(kinds.contains(&MentionKind::Industry) && kinds.contains(&MentionKind::Cue), "{got:?}");
        assert_eq!(got[0], (MentionKind::Period, "2021年1-9月"));
        assert!(got.contains(&(MentionKind::Number, "1-9")), "{got:?}");
        assert!(got.contains(&(MentionKind::Number, "5.5%")), "{got:?}");
        assert!(got.contains(&(MentionKind::Region, "全省")), "{got:?}");
    }

    #[test]
    fn words_are_listed_where_no_number_stands() {
        assert_eq!(listed("长沙市的地区生产总值")[0], (MentionKind::Region, "长沙市"));
        assert!(listed("打开全市场").iter().all(|m| m.0 != MentionKind::Region));
    }
}
