//! The account of one number: each slot with its value, the words that filled it, and where they
//! stand.

use rust_decimal::Decimal;

use super::spots::{Fate, Spot, chars};
use crate::check::CHECKS;
use crate::model::{Lexicon, Observation, Span, Status};
use crate::pipeline::Explained;
use crate::relate::rules::{RULES, Rule};
use crate::relate::{Source, Trace};
use crate::segment::BlockKind;

/// What is told of a number.
#[derive(Debug)]
pub(super) struct Account<'a> {
    /// The document's text.
    pub(super) text: &'a str,
    /// The document as it was named.
    pub(super) source: &'a str,
    /// The headings above, joined by ` / `.
    pub(super) section: Option<&'a str>,
    /// The number without its unit.
    pub(super) number: Span,
    /// The number with its unit.
    pub(super) whole: Span,
    /// First and one past the last character of the number.
    pub(super) offsets: (usize, usize),
    /// The sentence or line it stands in.
    pub(super) sentence: Span,
    /// What became of it.
    pub(super) outcome: Outcome<'a>,
}

/// What became of a number.
#[derive(Debug)]
pub(super) enum Outcome<'a> {
    /// It is an observation.
    Read(Box<Read<'a>>),
    /// It was left out: a code and a sentence.
    Left(&'static str, &'static str),
}

/// How an observation was read.
#[derive(Debug)]
pub(super) struct Read<'a> {
    /// Its value in the canonical unit, and the high end of a range.
    pub(super) value: (Decimal, Option<Decimal>),
    /// The canonical unit.
    pub(super) unit: &'a str,
    /// The slots in the order of the table.
    pub(super) slots: Vec<Slot>,
    /// The value it belongs to: offset and words.
    pub(super) belongs_to: Option<(usize, String)>,
    /// The rule that related it.
    pub(super) rule: Option<Rule>,
    /// Codes of findings on it, with what they look for.
    pub(super) flags: Vec<(&'static str, &'static str)>,
}

/// One slot.
#[derive(Debug)]
pub(super) struct Slot {
    /// The column's name.
    pub(super) name: &'static str,
    /// What it holds.
    pub(super) value: Option<String>,
    /// The words that filled it.
    pub(super) words: Option<Span>,
    /// Where they stand, or what filled it instead of words.
    pub(super) found: Option<String>,
}

/// Makes accounts of the numbers of one document.
pub(super) struct Accounts<'a> {
    /// The document as it was read.
    pub(super) explained: &'a Explained,
    /// The lexicon it was read with.
    pub(super) lexicon: &'a Lexicon,
}

impl<'a> Accounts<'a> {
    /// The account of a number.
    pub(super) fn of(&self, spot: &Spot) -> Account<'a> {
        let reading = &self.explained.reading;
        let text = reading.document.text.as_str();
        let section = spot.block.section.and_then(|s| reading.sections.get(s as usize)).map(String::as_str);
        let (outcome, sentence) = match spot.fate {
            Fate::Read(index) => {
                let observation = &reading.observations[index];
                let default = Trace::default();
                let trace = self.explained.traces.get(index).unwrap_or(&default);
                let row = (spot.block.kind == BlockKind::TableRow).then_some(spot.block.span);
                let read = self.read(observation, trace, section, row);
                (Outcome::Read(Box::new(read)), row.unwrap_or(observation.sentence))
            }
            Fate::Left(why) => (Outcome::Left(why.as_str(), why.about()), self.sentence(spot)),
            Fate::Furniture => {
                let about = "in page furniture (navigation, buttons, footers), which is not read for figures";
                (Outcome::Left("furniture", about), self.sentence(spot))
            }
            Fate::Unread if spot.block.kind == BlockKind::TableRow => (
                Outcome::Left("table_head", "in a head or label of a table, whose cells are read"),
                self.sentence(spot),
            ),
            Fate::Unread => (Outcome::Left("unread", "in words that are not read for figures"), self.sentence(spot)),
        };
        Account {
            text,
            source: &reading.document.source,
            section,
            number: spot.number,
            whole: spot.whole,
            offsets: (chars(text, spot.number.start), chars(text, spot.number.end)),
            sentence,
            outcome,
        }
    }

    /// The sentence of a number that is no observation: between full stops, within its block.
    fn sentence(&self, spot: &Spot) -> Span {
        let text = &self.explained.reading.document.text;
        let ends = ['。', '！', '？', '；'];
        let before = Span { start: spot.block.span.start, end: spot.number.start }.of(text);
        let after = Span { start: spot.whole.end, end: spot.block.span.end }.of(text);
        let start = before.char_indices().rev().find(|(_, c)| ends.contains(c)).map_or(0, |(i, c)| i + c.len_utf8());
        let end = after.char_indices().find(|(_, c)| ends.contains(c)).map_or(after.len(), |(i, c)| i + c.len_utf8());
        Span { start: spot.block.span.start + start as u32, end: spot.whole.end + end as u32 }
    }

    fn read(&self, o: &Observation, trace: &Trace, section: Option<&str>, row: Option<Span>) -> Read<'a> {
        let owner = trace.antecedent.and_then(|i| self.explained.reading.observations.get(i));
        let filler = Filler { accounts: self, o, trace, section: section.unwrap_or("a heading"), owner, row };
        Read {
            value: (o.value, o.value_high),
            unit: &self.lexicon.units.get(o.unit).symbol,
            slots: filler.slots(),
            belongs_to: owner.map(|v| (v.char_start as usize, written(v, &self.explained.reading.document.text))),
            rule: RULES.get(usize::from(o.rule)).copied(),
            flags: o.flags.iter().filter_map(|&f| CHECKS.get(usize::from(f))).map(|c| (c.code, c.about)).collect(),
        }
    }
}

/// A value with its unit, as written.
fn written(o: &Observation, text: &str) -> String {
    format!("{}{}", o.span.of(text), o.unit_span.of(text))
}

/// Fills the slots of one observation.
struct Filler<'a, 'e> {
    accounts: &'a Accounts<'e>,
    o: &'a Observation,
    trace: &'a Trace,
    section: &'a str,
    owner: Option<&'a Observation>,
    /// The line of a table it stands in.
    row: Option<Span>,
}

impl Filler<'_, '_> {
    fn slots(&self) -> Vec<Slot> {
        let (o, trace, words) = (self.o, self.trace, self.trace.words);
        let lexicon = self.accounts.lexicon;
        let indicator = lexicon.indicators.get(o.indicator);
        let industry = o.industry.map(|id| lexicon.industries.get(id));
        let region = o.region.map(|code| {
            let name = lexicon.regions.name_of(code, o.period.map(|p| p.last().year())).unwrap_or_default();
            format!("{code} {name}").trim_end().to_owned()
        });
        let named = Some(format!("{} {}", indicator.code, indicator.name));
        let term = trace.term.filter(|t| !t.is_empty());
        let phrase = trace.phrase.filter(|p| !p.is_empty());
        let topic = match self.row {
            _ if o.indicator == lexicon.indicators.other() => "no indicator fits",
            Some(_) => "the heads of row and column",
            None => "what was said before",
        };
        vec![
            self.slot("indicator", named, term, topic),
            self.slot("indicator_text", Some(o.indicator_text.clone()).filter(|t| !t.is_empty()), phrase, "no words"),
            self.subject(phrase),
            self.slot("industry", industry.map(|i| format!("{} {}", i.code, i.name)), phrase, "the subject"),
            self.measure(),
            self.sourced("status", Some(o.status.as_str().to_owned()), trace.status, words.status),
            self.slot("bound", Some(o.bound.as_str().to_owned()), words.bound, "no word binds it"),
            self.sourced("period", o.period.map(|p| p.to_string()), trace.period, words.period),
            self.slot("per_year", Some(if o.per_year { "yes" } else { "no" }.to_owned()), words.per_year, ""),
            self.slot("baseline", o.baseline.clone(), words.baseline, "the same words"),
            self.sourced("region", region, trace.region, words.region),
            Slot { name: "confidence", value: Some(format!("{:.2}", o.confidence)), words: None, found: None },
        ]
    }

    /// A slot that words of the sentence fill, or the value this one belongs to, or `otherwise`.
    fn slot(&self, name: &'static str, value: Option<String>, words: Option<Span>, otherwise: &str) -> Slot {
        let found = match (words, self.owner) {
            _ if value.is_none() => None,
            (Some(words), _) => Some(self.place(words)),
            (None, Some(owner)) if matches!(name, "indicator" | "indicator_text" | "subject") => {
                Some(self.as_of(owner))
            }
            _ => Some(otherwise.to_owned()).filter(|o| !o.is_empty()),
        };
        Slot { name, words: words.filter(|_| value.is_some()), value, found }
    }

    /// Whose it is: named by the phrase, or, a zone with a budget of its own, by a heading.
    fn subject(&self, phrase: Option<Span>) -> Slot {
        let subject = self.o.subject.clone();
        let words = subject.as_deref().and_then(|subject| self.within(phrase, subject));
        if subject.as_deref().is_some_and(|subject| words.is_none() && self.section.contains(subject)) {
            return self.sourced("subject", subject, Source::Heading, None);
        }
        let words = words.or(phrase.filter(|_| subject.is_some()));
        self.slot("subject", subject, words, "the same words")
    }

    fn measure(&self) -> Slot {
        let value = Some(self.o.measure.as_str().to_owned());
        self.slot("measure", value, self.trace.measure.filter(|m| !m.is_empty()), "the unit and what is measured")
    }

    /// A slot that also headings, the document or the words before can fill.
    fn sourced(&self, name: &'static str, value: Option<String>, source: Source, words: Option<Span>) -> Slot {
        let found = match (words, source) {
            _ if value.is_none() => None,
            (Some(words), _) => Some(self.place(words)),
            (None, Source::Carried) => Some(self.owner.map_or_else(|| source.as_str().to_owned(), |o| self.as_of(o))),
            (None, Source::Heading) => Some(format!("heading: {}", self.section)),
            (None, Source::Document) => Some(self.of_document(name)),
            (None, Source::Default) => Some(self.by_default(name)),
            (None, Source::Clause) => Some(if self.row.is_some() { "table" } else { "clause" }.to_owned()),
        };
        Slot { name, words: words.filter(|_| value.is_some()), value, found }
    }

    fn as_of(&self, owner: &Observation) -> String {
        format!("carried from before: as {}", written(owner, self.text()))
    }

    fn of_document(&self, slot: &str) -> String {
        let meta = &self.accounts.explained.reading.document.meta;
        match (slot, meta.year, meta.published) {
            ("period", Some(year), _) => format!("document: of {year}"),
            ("period", None, Some(date)) => format!("document: published {date}"),
            ("region", ..) => "document: its own place".to_owned(),
            _ => "document".to_owned(),
        }
    }

    fn by_default(&self, slot: &str) -> String {
        let kind = self.accounts.explained.reading.document.meta.kind.as_str().replace('_', " ");
        match slot {
            "status" if self.o.status == Status::Target => format!("default: a document of kind {kind} promises"),
            "status" => "default: nothing says that it is promised".to_owned(),
            _ => "default".to_owned(),
        }
    }

    /// Where words stand as seen from the number.
    fn place(&self, words: Span) -> String {
        let (number, text) = (self.o.span, self.text());
        let between = if words.end <= number.start {
            Span { start: words.end, end: number.start }
        } else {
            Span { start: number.end, end: words.start.max(number.end) }
        };
        let place = if words.overlaps(number) {
            "the number itself"
        } else if let Some(row) = self.row {
            if row.contains(words) { "row" } else { "carried from before" }
        } else if !between.of(text).contains(['，', ',', '；', ';', '。', '！', '？', '：']) {
            "clause"
        } else if self.o.sentence.contains(words) {
            if words.end <= number.start { "sentence, before" } else { "sentence, after" }
        } else {
            "carried from before"
        };
        place.to_owned()
    }

    /// Where `words` stand within `phrase`, if the document writes them so.
    fn within(&self, phrase: Option<Span>, words: &str) -> Option<Span> {
        let phrase = phrase?;
        let at = phrase.of(self.text()).find(words)? + phrase.start as usize;
        Some(Span::new(at, at + words.len()))
    }

    fn text(&self) -> &str {
        &self.accounts.explained.reading.document.text
    }
}
