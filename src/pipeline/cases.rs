//! The tests that a pipeline file carries: a text, what must be read in it, and what must not.

use jiff::civil::Date;
use rust_decimal::Decimal;
use toml::Value;

use super::Reader;
use super::file::{ExpectTable, TestTable};
use super::guard::guard;
use super::settings::Resolver;
use crate::ingest::{Ingest, Limits, Overrides};
use crate::model::{Lexicon, Observation, Reading, RegionCode, Result};

/// A test of a pipeline file.
#[derive(Debug)]
pub(super) struct Case {
    /// The line it begins on.
    pub line: usize,
    /// The text.
    pub text: String,
    /// The date that the text is of.
    pub date: Option<Date>,
    /// The region that the text is of.
    pub region: Option<RegionCode>,
    /// What must come out, with the line of each.
    expect: Vec<(usize, ExpectTable)>,
    /// What must not.
    reject: Vec<String>,
}

/// Something that a test expects and did not see.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// The line of the pipeline file.
    pub line: usize,
    /// What was expected.
    pub expected: String,
    /// What came out.
    pub got: String,
}

impl Case {
    pub(super) fn new(resolver: &Resolver<'_>, test: &toml::Spanned<TestTable>) -> Result<Self> {
        let table = test.get_ref();
        let line_of = |start: usize| resolver.text.place(start).0;
        for expect in &table.expect {
            for number in [&expect.get_ref().value, &expect.get_ref().value_high].into_iter().flatten() {
                decimal(number).map_err(|message| {
                    let error = resolver.wrong(expect.span(), "pipeline-value", message);
                    error.hint("value = 12.5, or value = \"12.50\" in the canonical unit")
                })?;
            }
        }
        Ok(Self {
            line: line_of(test.span().start),
            text: table.text.clone(),
            date: table.document_date.as_ref().map(|d| resolver.date(d)).transpose()?,
            region: table.region.as_ref().map(|r| resolver.region(r)).transpose()?,
            expect: table.expect.iter().map(|e| (line_of(e.span().start), e.get_ref().clone())).collect(),
            reject: table.reject.clone(),
        })
    }

    /// Reads the text and compares; empty when all is as expected.
    #[must_use]
    pub(super) fn run(&self, ingest: &Ingest, reader: &Reader) -> Vec<Failure> {
        match self.read(ingest, reader) {
            Ok(reading) => self.compare(&reading, reader.lexicon()),
            Err(why) => vec![Failure { line: self.line, expected: "a text that can be read".into(), got: why }],
        }
    }

    /// As a document of the run is read, but that date and region of the test hold.
    fn read(&self, ingest: &Ingest, reader: &Reader) -> std::result::Result<Reading, String> {
        let overrides = Overrides { published: self.date, region: self.region, ..Overrides::default() };
        guard(|| {
            let document = ingest.document("test", self.text.as_bytes(), &overrides, Limits::default());
            document.map(|document| reader.read(document)).map_err(|reject| reject.reason)
        })?
    }

    fn compare(&self, reading: &Reading, lexicon: &Lexicon) -> Vec<Failure> {
        let unmet = self.expect.iter().filter_map(|(line, e)| {
            unmet(e, reading, lexicon).map(|(expected, got)| Failure { line: *line, expected, got })
        });
        let unwanted = self.reject.iter().filter(|text| !written(reading, text).is_empty()).map(|text| Failure {
            line: self.line,
            expected: format!("no observation of `{text}`"),
            got: format!("an observation of `{text}`"),
        });
        unmet.chain(unwanted).collect()
    }
}

/// The observations of the number written `text`.
fn written<'a>(reading: &'a Reading, text: &str) -> Vec<&'a Observation> {
    reading.observations.iter().filter(|o| o.span.of(&reading.document.text) == text).collect()
}

/// `None` when an observation is as `expect` says; else what was expected and the nearest that
/// came out, in the fields that differ.
fn unmet(expect: &ExpectTable, reading: &Reading, lexicon: &Lexicon) -> Option<(String, String)> {
    let candidates = written(reading, &expect.text);
    let differences = candidates.iter().map(|o| differences(expect, o, reading, lexicon));
    let Some(fewest) = differences.min_by_key(Vec::len) else {
        let others: Vec<_> = reading.observations.iter().map(|o| o.span.of(&reading.document.text)).collect();
        let got = if others.is_empty() { "no observation".to_owned() } else { format!("only {}", others.join(", ")) };
        return Some((format!("an observation of `{}`", expect.text), got));
    };
    let list = |side: fn(&Difference) -> &str| {
        fewest.iter().map(|d| format!("{}={}", d.field, side(d))).collect::<Vec<_>>().join(" ")
    };
    (!fewest.is_empty()).then(|| (format!("`{}` {}", expect.text, list(|d| &d.expected)), list(|d| &d.got)))
}

struct Difference {
    field: &'static str,
    expected: String,
    got: String,
}

fn differences(expect: &ExpectTable, o: &Observation, reading: &Reading, lexicon: &Lexicon) -> Vec<Difference> {
    let text = &reading.document.text;
    let industry = o.industry.map(|i| lexicon.industries.get(i).code.clone());
    let words: [(&'static str, &Option<String>, String); 12] = [
        ("unit", &expect.unit, lexicon.units.get(o.unit).symbol.clone()),
        ("unit_text", &expect.unit_text, o.unit_span.of(text).to_owned()),
        ("indicator", &expect.indicator, lexicon.indicators.get(o.indicator).code.clone()),
        ("indicator_text", &expect.indicator_text, o.indicator_text.clone()),
        ("subject", &expect.subject, o.subject.clone().unwrap_or_default()),
        ("industry", &expect.industry, industry.unwrap_or_default()),
        ("measure", &expect.measure, o.measure.as_str().to_owned()),
        ("status", &expect.status, o.status.as_str().to_owned()),
        ("bound", &expect.bound, o.bound.as_str().to_owned()),
        ("period", &expect.period, o.period.map(|p| p.to_string()).unwrap_or_default()),
        ("baseline", &expect.baseline, o.baseline.clone().unwrap_or_default()),
        ("region", &expect.region, o.region.map(|r| r.to_string()).unwrap_or_default()),
    ];
    let words = words.into_iter().filter_map(|(field, said, got)| {
        let expected = said.clone().filter(|said| *said != got)?;
        Some(Difference { field, expected, got })
    });
    let numbers = [("value", &expect.value, Some(o.value)), ("value_high", &expect.value_high, o.value_high)];
    let numbers = numbers.into_iter().filter_map(|(field, said, got)| {
        let expected = said.as_ref()?;
        let shown = |d: Option<Decimal>| d.map(|d| d.normalize().to_string()).unwrap_or_default();
        let wanted = decimal(expected).ok()?;
        (wanted != got).then(|| Difference { field, expected: shown(wanted), got: shown(got) })
    });
    let per_year = expect.per_year.filter(|e| *e != o.per_year).map(|e| Difference {
        field: "per_year",
        expected: e.to_string(),
        got: o.per_year.to_string(),
    });
    numbers.chain(words).chain(per_year).collect()
}

/// The exact number that a TOML value writes; `None` for the empty string, which is a null. A
/// float is taken as the shortest decimal that reads back as it, which is what was typed.
fn decimal(value: &Value) -> std::result::Result<Option<Decimal>, String> {
    let exact = |text: &str| Decimal::from_str_exact(text).map(Some).map_err(|_| format!("`{text}` is no number"));
    match value {
        Value::String(s) if s.is_empty() => Ok(None),
        Value::String(s) => exact(s),
        Value::Integer(i) => Ok(Some(Decimal::from(*i))),
        Value::Float(f) => exact(&f.to_string()),
        other => Err(format!("`{other}` is no number")),
    }
}
