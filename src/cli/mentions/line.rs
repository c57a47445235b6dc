//! A mention as a line of JSON.

use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Serialize, Serializer};

use crate::model::lexicon::{CueKind, CueSet, IndustryId, Lexicon};
use crate::model::{Document, RegionCode, Span};
use crate::recognize::exclude::{NoQuantity, Verdict};
use crate::recognize::mentions::{Mention, NumberMention, Said};
use crate::recognize::number::Notation;
use crate::recognize::period::{PeriodMention, When};
use crate::relate::Periods;

/// Makes lines of the mentions of one document.
pub(super) struct Lines<'a> {
    lexicon: &'a Lexicon,
    document: &'a Document,
    number: Option<usize>,
    periods: Periods,
    chars: Chars<'a>,
}

/// A mention.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    #[serde(rename = "line", skip_serializing_if = "Option::is_none")]
    number: Option<usize>,
    kind: &'static str,
    start: usize,
    end: usize,
    text: &'a str,
    #[serde(flatten)]
    says: Says<'a>,
}

#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Says<'a> {
    Number(Box<NumberLine<'a>>),
    Period(PeriodLine),
    Region {
        code: Option<String>,
        name: Option<&'a str>,
    },
    Indicator {
        code: &'a str,
        name: &'a str,
        weak: bool,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        other_codes: Vec<&'a str>,
    },
    Industry {
        code: &'a str,
        name: &'a str,
    },
    Cue {
        cues: Vec<&'static str>,
    },
}

#[derive(Debug, Serialize)]
struct NumberLine<'a> {
    value: Exact,
    value_high: Option<Exact>,
    unit_text: Option<&'a str>,
    unit_end: Option<usize>,
    unit: Option<&'a str>,
    unit_value: Option<Exact>,
    unit_value_high: Option<Exact>,
    notation: &'static str,
    bound: &'static str,
    decimals: u8,
    quantity: bool,
    rank: bool,
    why: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct PeriodLine {
    period: Option<String>,
    period_start: Option<Date>,
    period_end: Option<Date>,
    /// What the words say without the document's date.
    relative: Option<String>,
    /// A moment to be reached: 到2025年.
    until: bool,
    /// What figures are compared with: 比上年.
    base: bool,
}

impl<'a> Lines<'a> {
    /// Lines of this document, with a line number if it is a line itself.
    pub(super) fn new(lexicon: &'a Lexicon, document: &'a Document, number: Option<usize>) -> Self {
        let chars = Chars { text: &document.text, byte: 0, count: 0 };
        Self { lexicon, document, number, periods: Periods::of(document), chars }
    }

    /// The text of the document.
    pub(super) fn text(&self) -> &'a str {
        &self.document.text
    }

    /// A paragraph begins.
    pub(super) fn enter_paragraph(&mut self) {
        self.periods.enter_paragraph();
    }

    /// The line of a mention; they come in order.
    pub(super) fn of(&mut self, mention: &Mention) -> Line<'a> {
        let says = match &mention.said {
            Said::Number(number) => Says::Number(Box::new(self.number(number))),
            Said::Period(period) => Says::Period(self.period(period)),
            Said::Region(name) => self.region(self.lexicon.regions.resolve(name, self.year(), self.own())),
            Said::Whole(level) => self.region(self.whole(*level)),
            Said::Indicator(terms) => self.indicator(terms),
            Said::Industry(id) => self.industry(*id),
            Said::Cue(set) => Says::Cue { cues: cues(*set) },
        };
        Line {
            number: self.number,
            kind: mention.kind().as_str(),
            start: self.chars.at(mention.span.start),
            end: self.chars.at(mention.span.end),
            text: mention.span.of(&self.document.text),
            says,
        }
    }

    fn number(&mut self, mention: &NumberMention) -> NumberLine<'a> {
        let (number, units) = (&mention.number, &self.lexicon.units);
        let form = number.unit.map(|u| &units.forms[usize::from(u.form)]);
        let quantity = !matches!(mention.verdict, Verdict::Not(_));
        let rank = mention.verdict == Verdict::Rank;
        // The 年 of a year is no duration.
        let dated = mention.verdict == Verdict::Not(NoQuantity::Period);
        let unit = match form {
            _ if dated => None,
            Some(form) if !rank => Some(units.get(form.unit).symbol.as_str()),
            _ if number.percent || number.ratio => Some("%"),
            _ => quantity.then_some("1"),
        };
        let factor = form.filter(|_| !rank).map_or(Decimal::ONE, |f| f.factor);
        let scaled = |v: Decimal| unit.and_then(|_| v.checked_mul(factor)).map(Exact);
        let place = mention.unit.filter(|u| !u.is_empty());
        NumberLine {
            value: Exact(number.low),
            value_high: number.high.map(Exact),
            unit_text: place.map(|u: Span| u.of(&self.document.text)),
            unit_end: place.map(|u| self.chars.at(u.end)),
            unit,
            unit_value: scaled(number.low),
            unit_value_high: number.high.and_then(scaled),
            notation: notation(number.notation),
            bound: mention.bound().as_str(),
            decimals: number.decimals,
            quantity,
            rank,
            why: if let Verdict::Not(why) = mention.verdict { Some(why.as_str()) } else { None },
        }
    }

    fn period(&mut self, mention: &PeriodMention) -> PeriodLine {
        let period = self.periods.resolve(mention);
        PeriodLine {
            period: period.map(|p| p.to_string()),
            period_start: period.and_then(crate::model::Period::start),
            period_end: period.and_then(crate::model::Period::end),
            relative: relative(mention.when),
            until: mention.until,
            base: mention.base,
        }
    }

    fn year(&self) -> Option<i16> {
        self.document.meta.year
    }

    fn own(&self) -> Option<RegionCode> {
        self.document.meta.region
    }

    fn region(&self, code: Option<RegionCode>) -> Says<'a> {
        let name = code.and_then(|c| self.lexicon.regions.name_of(c, self.year()));
        Says::Region { code: code.map(|c| c.to_string()), name }
    }

    /// The region that 全省 and the like mean in the document.
    fn whole(&self, level: u8) -> Option<RegionCode> {
        let own = self.own();
        match level {
            0 => Some(RegionCode::COUNTRY),
            1 => own.filter(|o| o.level() >= 1).map(RegionCode::province),
            2 => own.filter(|o| o.level() >= 1).map(RegionCode::prefecture),
            3 => own.filter(|o| o.level() >= 3),
            _ => own,
        }
    }

    fn indicator(&self, terms: &[u16]) -> Says<'a> {
        let indicators = &self.lexicon.indicators;
        let mut codes: Vec<(&'a str, &'a str, bool)> = Vec::new();
        for term in terms.iter().map(|&t| &indicators.terms[usize::from(t)]) {
            let indicator = indicators.get(term.indicator);
            if !codes.iter().any(|c| c.0 == indicator.code) {
                codes.push((&indicator.code, &indicator.name, term.weak));
            }
        }
        let (code, name, weak) = codes.first().copied().unwrap_or_default();
        Says::Indicator { code, name, weak, other_codes: codes.iter().skip(1).map(|c| c.0).collect() }
    }

    fn industry(&self, id: IndustryId) -> Says<'a> {
        let industry = self.lexicon.industries.get(id);
        Says::Industry { code: &industry.code, name: &industry.name }
    }
}

fn cues(set: CueSet) -> Vec<&'static str> {
    CueKind::ALL.iter().filter(|k| set.has(**k)).map(|k| k.as_str()).collect()
}

const fn notation(notation: Notation) -> &'static str {
    match notation {
        Notation::Arabic => "arabic",
        Notation::Chinese => "chinese",
        Notation::Mixed => "mixed",
        Notation::Magnitude => "magnitude",
        Notation::Fraction => "fraction",
        Notation::PercentWords => "percent_words",
    }
}

/// What words say that only the document's date resolves; `X` stands for unknown digits, as in
/// the Extended Date/Time Format of ISO 8601-2.
fn relative(when: When) -> Option<String> {
    Some(match when {
        When::Month(None, m) | When::UpToMonth(None, m) => format!("XXXX-{m:02}"),
        When::Months(None, a, b) => format!("XXXX-{a:02}/XXXX-{b:02}"),
        When::Quarter(None, q) => format!("XXXX-Q{q}"),
        When::Since(year) => format!("{year}/.."),
        When::Relative(0) => "this year".into(),
        When::Relative(by) => format!("{by:+} year{}", if by.abs() == 1 { "" } else { "s" }),
        When::Past(n) => format!("past {n} years"),
        When::Lasting(n) => format!("{n} years"),
        When::Coming(n) => format!("coming {n} years"),
        When::Now => "now".into(),
        _ => return None,
    })
}

/// A decimal as a JSON number: whole numbers as such, others as the nearest double, which prints
/// the same digits up to the 15 that a double can hold.
#[derive(Debug, Clone, Copy)]
struct Exact(Decimal);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let value = self.0.normalize();
        match i64::try_from(value) {
            Ok(whole) if value.scale() == 0 => serializer.serialize_i64(whole),
            _ => serializer.serialize_f64(value.to_string().parse().unwrap_or(f64::NAN)),
        }
    }
}

/// Counts characters from place to place.
#[derive(Debug)]
struct Chars<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl Chars<'_> {
    fn at(&mut self, byte: u32) -> usize {
        let to = byte as usize;
        let between = |a: usize, b: usize| self.text.get(a..b).map_or(0, |s| s.chars().count());
        if to >= self.byte {
            self.count += between(self.byte, to);
        } else {
            self.count -= between(to, self.byte);
        }
        self.byte = to;
        self.count
    }
}
