//! The rows that the explorer of the page filters: columns of small numbers, texts once each.
//!
//! A second look over the release, document by document: of each row that has a place in the page
//! (see [`super::share`]), where its number stands in its sentence. `char_start` counts in the
//! document's text, so the text says where the sentence begins. The names of the fields are those that
//! `assets/js/data.js` reads.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::observed::{self, Observed};
use super::place::DocumentText;
use super::share::{Share, Turns};
use super::source::Source;
use super::text::{Quoted, line, quote};
use super::words;
use crate::model::{Bound, DocumentKind, Measure, Result, Status};
use crate::publish::{TableReader, write_plain};

/// Characters of a sentence that are shown.
const SENTENCE_CHARS: usize = 500;
/// Bytes that they may have.
pub(super) const SENTENCE_BYTES: u64 = 1500;
/// Characters of any other text of a row.
const WORD_CHARS: usize = 160;
/// Characters of a title, and of the name of a file.
const TITLE_CHARS: usize = 240;

/// What the page knows of its rows.
#[derive(Default, Serialize)]
pub(super) struct Explorer {
    pipeline: String,
    texts: Vec<String>,
    indicators: Vec<[String; 3]>,
    regions: Vec<[String; 3]>,
    /// Name, first year, last year, and what it is sorted by.
    periods: Vec<(String, Option<i16>, Option<i16>, String)>,
    years: Vec<i16>,
    measures: Vec<[String; 3]>,
    statuses: Vec<[String; 3]>,
    bounds: Vec<[String; 3]>,
    kinds: Vec<[String; 3]>,
    checks: Vec<[String; 3]>,
    /// Source, title, date of publication, kind.
    documents: Vec<(String, Option<String>, Option<String>, usize)>,
    rows: Rows,
}

/// One entry a row in each column; places in the lists above, −1 for none.
#[derive(Default, Serialize)]
struct Rows {
    id: Vec<String>,
    document: Vec<usize>,
    section: Vec<usize>,
    block: Vec<u64>,
    page: Vec<u64>,
    sentence: Vec<usize>,
    start: Vec<usize>,
    length: Vec<usize>,
    char_start: Vec<u64>,
    unit_text: Vec<usize>,
    indicator: Vec<i32>,
    indicator_text: Vec<usize>,
    subject: Vec<usize>,
    measure: Vec<i32>,
    status: Vec<i32>,
    bound: Vec<i32>,
    value: Vec<usize>,
    value_high: Vec<usize>,
    unit: Vec<usize>,
    period: Vec<i32>,
    per_year: Vec<u8>,
    baseline: Vec<usize>,
    region: Vec<i32>,
    confidence: Vec<u32>,
    rule: Vec<usize>,
    flags: Vec<usize>,
}

impl Explorer {
    /// Reads the rows of a release for which there is room, and those that the page links to.
    ///
    /// # Errors
    /// `release-unreadable`.
    pub(super) fn of(source: &Source, share: &Share, linked: &FxHashSet<String>, room: u64) -> Result<Self> {
        let mut maker = Maker::new(&source.manifest.pipeline);
        let last = share.last_turn(room);
        let mut turns = Turns::default();
        let mut documents =
            TableReader::open(&source.folder, "documents", &["source", "title", "published", "kind", "text"])?;
        let mut document: Option<(String, DocumentText)> = None;
        let mut table = observed::open(&source.folder)?;
        while let Some(row) = table.next_row()? {
            let row = Observed(row);
            let turn = turns.of(row);
            let is_linked = || row.observation_id().is_some_and(|id| linked.contains(id));
            if Some(turn) > last && !is_linked() {
                continue;
            }
            let source = row.source().unwrap_or_default();
            // Both tables are sorted by source.
            while document.as_ref().is_none_or(|(of, _)| of != source) {
                let Some(next) = documents.next_row()? else { return Ok(maker.finish()) };
                let of = next.text(0).unwrap_or_default();
                if of == source {
                    maker.document(of, next.text(1), next.date(2), next.text(3).unwrap_or_default());
                    document = Some((of.to_owned(), DocumentText::new(next.text(4).unwrap_or_default())));
                }
            }
            if let Some((_, text)) = &mut document {
                maker.row(row, text);
            }
        }
        Ok(maker.finish())
    }

    /// How many rows it has.
    pub(super) fn len(&self) -> usize {
        self.rows.id.len()
    }
}

/// A list whose entries are found by what they say.
#[derive(Default)]
struct Index(FxHashMap<String, i32>);

impl Index {
    /// The place of `key`, made by `make` when it is new; −1 for none.
    fn place<T>(&mut self, list: &mut Vec<T>, key: Option<&str>, make: impl FnOnce(&str) -> T) -> i32 {
        let Some(key) = key else { return -1 };
        if let Some(&place) = self.0.get(key) {
            return place;
        }
        let place = list.len() as i32;
        list.push(make(key));
        self.0.insert(key.to_owned(), place);
        place
    }
}

struct Maker {
    made: Explorer,
    texts: FxHashMap<String, usize>,
    indicators: Index,
    regions: Index,
    periods: Index,
    years: BTreeSet<i16>,
    flags: BTreeSet<String>,
}

impl Maker {
    fn new(pipeline: &str) -> Self {
        let list =
            |name: &str, codes: &mut dyn Iterator<Item = &'static str>| codes.map(|code| entry(name, code)).collect();
        let made = Explorer {
            pipeline: line(pipeline, WORD_CHARS),
            texts: vec![String::new()],
            measures: list("measure", &mut Measure::ALL.iter().map(|c| c.as_str())),
            statuses: list("status", &mut Status::ALL.iter().map(|c| c.as_str())),
            bounds: list("bound", &mut Bound::ALL.iter().map(|c| c.as_str())),
            kinds: list("kind", &mut DocumentKind::ALL.iter().map(|c| c.as_str())),
            ..Explorer::default()
        };
        let (indicators, regions, periods) = Default::default();
        Self {
            made,
            texts: FxHashMap::default(),
            indicators,
            regions,
            periods,
            years: BTreeSet::new(),
            flags: BTreeSet::new(),
        }
    }

    /// The place of a text; 0 for none.
    fn text(&mut self, text: Option<&str>) -> usize {
        let Some(text) = text else { return 0 };
        self.shown(line(text, WORD_CHARS))
    }

    /// The place of a text that is shown as it is.
    fn shown(&mut self, text: String) -> usize {
        if let Some(&place) = self.texts.get(&text) {
            return place;
        }
        let place = self.made.texts.len();
        self.made.texts.push(text.clone());
        self.texts.insert(text, place);
        place
    }

    fn document(&mut self, source: &str, title: Option<&str>, published: Option<Date>, kind: &str) {
        let kinds = DocumentKind::ALL;
        let kind = kinds.iter().position(|k| k.as_str() == kind).unwrap_or(kinds.len() - 1);
        let title = title.map(|t| line(t, TITLE_CHARS));
        self.made.documents.push((line(source, TITLE_CHARS), title, published.map(|d| d.to_string()), kind));
    }

    fn row(&mut self, row: Observed<'_>, text: &mut DocumentText) {
        let Quoted { text: sentence, start, len } = quoted(row, text);
        let sentence = self.shown(sentence);
        let (section, unit_text) = (self.text(row.section()), self.text(row.unit_text()));
        let (indicator_text, subject) = (self.text(row.indicator_text()), self.text(row.subject()));
        let value = self.decimal(row.value_decimal().or(Some(0)));
        let value_high = self.decimal(row.value_high_decimal());
        let (unit, baseline, rule) = (self.text(row.unit()), self.text(row.baseline()), self.text(row.rule()));
        let flags: Vec<&str> = row.flags().collect();
        self.flags.extend(flags.iter().map(|f| (*f).to_owned()));
        let flags = flags.join("|");
        let flags = self.text((!flags.is_empty()).then_some(&flags));
        let indicator = self.indicator(row);
        let (region, period) = (self.region(row), self.period(row));
        let rows = &mut self.made.rows;
        rows.id.push(line(row.observation_id().unwrap_or_default(), WORD_CHARS));
        rows.document.push(self.made.documents.len().saturating_sub(1));
        rows.section.push(section);
        rows.block.push(row.block().unwrap_or_default());
        rows.page.push(row.page().unwrap_or_default());
        rows.sentence.push(sentence);
        rows.start.push(start);
        rows.length.push(len);
        rows.char_start.push(row.char_start().unwrap_or_default());
        rows.unit_text.push(unit_text);
        rows.indicator.push(indicator);
        rows.indicator_text.push(indicator_text);
        rows.subject.push(subject);
        rows.measure.push(place_of(&self.made.measures, row.measure()));
        rows.status.push(place_of(&self.made.statuses, row.status()));
        rows.bound.push(place_of(&self.made.bounds, row.bound()));
        rows.value.push(value);
        rows.value_high.push(value_high);
        rows.unit.push(unit);
        rows.period.push(period);
        rows.per_year.push(u8::from(row.per_year() == Some(true)));
        rows.baseline.push(baseline);
        rows.region.push(region);
        rows.confidence.push((row.confidence().unwrap_or_default().clamp(0.0, 1.0) * 1000.0).round() as u32);
        rows.rule.push(rule);
        rows.flags.push(flags);
    }

    fn decimal(&mut self, value: Option<i128>) -> usize {
        let Some(value) = value else { return 0 };
        let mut digits = String::new();
        write_plain(&mut digits, value);
        self.shown(digits)
    }

    fn indicator(&mut self, row: Observed<'_>) -> i32 {
        let name = row.indicator_name().unwrap_or_default();
        let make = |code: &str| {
            let names = words::indicator(code, name);
            [line(code, WORD_CHARS), line(&names.zh, WORD_CHARS), line(&names.en, WORD_CHARS)]
        };
        self.indicators.place(&mut self.made.indicators, row.indicator().or(Some("other")), make)
    }

    fn region(&mut self, row: Observed<'_>) -> i32 {
        let name = row.region_name().or(row.region()).unwrap_or_default();
        let make = |code: &str| [line(code, WORD_CHARS), line(name, WORD_CHARS), line(name, WORD_CHARS)];
        self.regions.place(&mut self.made.regions, row.region(), make)
    }

    fn period(&mut self, row: Observed<'_>) -> i32 {
        let (start, end) = (row.period_start(), row.period_end());
        if let (Some(start), Some(end)) = (start, end)
            && start.year() == end.year()
        {
            self.years.insert(start.year());
        }
        let make = |name: &str| {
            let sort = start.map_or_else(String::new, |d| d.to_string());
            (line(name, WORD_CHARS), start.map(Date::year), end.map(Date::year), sort)
        };
        self.periods.place(&mut self.made.periods, row.period(), make)
    }

    /// Puts regions in the order of their codes and names the findings.
    fn finish(mut self) -> Explorer {
        let made = &mut self.made;
        made.years = self.years.into_iter().rev().collect();
        made.checks = self.flags.iter().map(|code| entry("check", code)).collect();
        // Two codes may look alike once they are cleaned, so places are told apart, not codes.
        let mut order: Vec<usize> = (0..made.regions.len()).collect();
        order.sort_by(|&a, &b| made.regions[a].cmp(&made.regions[b]).then(a.cmp(&b)));
        let mut moved = vec![0; order.len()];
        order.iter().enumerate().for_each(|(new, &old)| moved[old] = new as i32);
        made.rows.region.iter_mut().filter(|place| **place >= 0).for_each(|place| *place = moved[*place as usize]);
        made.regions.sort();
        self.made
    }
}

/// A code of the contract or of a check, in both languages.
fn entry(list: &str, code: &str) -> [String; 3] {
    let words = words::code(list, code);
    [line(code, WORD_CHARS), line(&words.zh, WORD_CHARS), line(&words.en, WORD_CHARS)]
}

fn place_of(list: &[[String; 3]], code: Option<&str>) -> i32 {
    list.iter().position(|entry| Some(entry[0].as_str()) == code).map_or(-1, |place| place as i32)
}

/// The sentence as it is shown, with the number's place. A number that the document does not have where
/// the row says it is stands alone.
fn quoted(row: Observed<'_>, text: &mut DocumentText) -> Quoted {
    let (sentence, number) = (row.sentence().unwrap_or_default(), row.value_text().unwrap_or_default());
    let start = text.place_in(sentence, number, row.char_start().unwrap_or_default() as usize);
    match start {
        Some(start) => quote(sentence, start, number.len(), SENTENCE_CHARS),
        None => quote(number, 0, number.len(), SENTENCE_CHARS),
    }
}
