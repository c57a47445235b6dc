//! `zhibiao explain`: how one number of a document was read, slot by slot.

use std::fmt::Write;
use std::path::PathBuf;

use super::extract::{AboutDocuments, Documents};
use super::{Console, output, usage};
use crate::model::{Lexicon, Observation, Result, Span};
use crate::pipeline::{Explained, Reader};
use crate::relate::rules::RULES;
use crate::relate::{LeftOut, Source, Trace};

/// Show how a number of a document was read
///
/// For each slot of the row: what was read, and the words or the place it was read from. A number
/// that is no quantity is named with the reason.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao explain report.txt --at 1042
  zhibiao explain report.txt --at 823.6亿
  zhibiao explain - --at 7.2% --document-date 2024-01-20 --region 襄阳市")]
pub(super) struct Args {
    /// The document; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The number: the place of one of its characters, counted from 0, or the number as written
    #[arg(long, value_name = "OFFSET|TEXT", allow_hyphen_values = true)]
    at: String,
    #[command(flatten)]
    about: AboutDocuments,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let lexicon = Lexicon::builtin();
    let mut documents = Documents::new(&lexicon, args.about.overrides(&lexicon)?)?;
    let explained = documents.with(&args.file, console, Reader::explain)?;
    let Some(explained) = explained else { return documents.verdict(1) };
    let page = Page { explained: &explained, lexicon: &lexicon };
    let text = page.at(&args.at);
    if text.is_empty() {
        let hint = "`zhibiao extract` lists all numbers with their places in char_start and char_end";
        return Err(usage(format!("no number at `{}` in {}", args.at, args.file.display()), hint));
    }
    output::print(&text)
}

struct Page<'a> {
    explained: &'a Explained,
    lexicon: &'a Lexicon,
}

impl Page<'_> {
    fn text(&self) -> &str {
        &self.explained.reading.document.text
    }

    /// Every number at the place, or else every number written so.
    fn at(&self, wanted: &str) -> String {
        let place = wanted.parse().ok().and_then(|offset: usize| self.byte_of(offset));
        let by_place = place.map(|byte| self.all(|span| span.start <= byte && byte < span.end));
        // `7` may be the eighth character or the number seven.
        by_place.filter(|text| !text.is_empty()).unwrap_or_else(|| self.all(|span| self.is_written(span, wanted)))
    }

    fn byte_of(&self, offset: usize) -> Option<u32> {
        self.text().char_indices().nth(offset).map(|(byte, _)| byte as u32)
    }

    /// Whether the number at `span`, alone or with what follows it, begins with all of `wanted`.
    fn is_written(&self, span: Span, wanted: &str) -> bool {
        let rest = self.text().get(span.start as usize..).unwrap_or("");
        span.of(self.text()) == wanted || wanted.len() > span.len() && rest.starts_with(wanted)
    }

    fn all(&self, wanted: impl Fn(Span) -> bool) -> String {
        let Explained { reading, traces, left_out } = self.explained;
        let rows = reading.observations.iter().zip(traces).filter(|(o, _)| wanted(o.span));
        let read = rows.map(|(o, trace)| (o.span, self.row(o, trace)));
        let out = left_out.iter().filter(|l| wanted(l.span)).map(|l| (l.span, self.reason(l)));
        let mut all: Vec<_> = read.chain(out).collect();
        all.sort();
        all.into_iter().map(|(_, text)| text).collect::<Vec<_>>().join("\n")
    }

    fn reason(&self, left_out: &LeftOut) -> String {
        let offset = self.text().get(..left_out.span.start as usize).unwrap_or("").chars().count();
        let (code, about) = (left_out.why.as_str(), left_out.why.about());
        format!("{} at {offset}: no quantity ({code}): {about}\n", left_out.span.of(self.text()))
    }

    fn row(&self, o: &Observation, trace: &Trace) -> String {
        let text = self.text();
        let words = |what: &str, span: Option<Span>| {
            let words = span.filter(|s| !s.is_empty()).map(|s| format!("{what} “{}”", s.of(text)));
            words.unwrap_or_default().trim_start().to_owned()
        };
        let indicator = self.lexicon.indicators.get(o.indicator);
        let high = o.value_high.map(|h| format!(" to {}", h.normalize())).unwrap_or_default();
        let value = format!("{}{high} {}", o.value.normalize(), self.lexicon.units.get(o.unit).symbol);
        let region = o.region.map(|code| {
            let name = self.lexicon.regions.name_of(code, o.period.map(|p| p.last().year()));
            format!("{code} {}", name.unwrap_or_default())
        });
        let taken =
            |from: Source, span: Option<Span>| format!("{} {}", from.as_str(), words("", span)).trim().to_owned();
        let named = [words("phrase", trace.phrase), words("term", trace.term)].join(" ");
        let rule = RULES.get(usize::from(o.rule)).map(|r| (r.name, r.about)).unwrap_or_default();
        let owner = trace.antecedent.and_then(|i| self.explained.reading.observations.get(i));
        let owner = owner.map(|v| format!("{}{}", v.span.of(text), v.unit_span.of(text)));
        let slots: [(&str, String, String); 12] = [
            ("sentence", o.sentence.of(text).trim().to_owned(), String::new()),
            ("value", value, format!("written “{}{}”", o.span.of(text), o.unit_span.of(text))),
            ("bound", o.bound.as_str().to_owned(), words("cue", trace.words.bound)),
            ("indicator", format!("{} {}", indicator.code, indicator.name), named.trim().to_owned()),
            ("subject", o.subject.clone().unwrap_or_default(), String::new()),
            ("measure", o.measure.as_str().to_owned(), words("cue", trace.measure)),
            ("status", o.status.as_str().to_owned(), taken(trace.status, trace.words.status)),
            ("period", o.period.map(|p| p.to_string()).unwrap_or_default(), taken(trace.period, trace.words.period)),
            ("region", region.unwrap_or_default(), taken(trace.region, trace.words.region)),
            ("belongs to", owner.unwrap_or_default(), String::new()),
            ("rule", rule.0.to_owned(), rule.1.to_owned()),
            ("confidence", format!("{:.2}", o.confidence), String::new()),
        ];
        let mut out = format!("{}{} at {}\n", o.span.of(text), o.unit_span.of(text), o.char_start);
        for (name, value, from) in slots.iter().filter(|(_, value, _)| !value.is_empty()) {
            let from = if from.is_empty() { String::new() } else { format!("  ({from})") };
            // Writing to a string cannot fail.
            let _ = writeln!(out, "  {name:11} {value}{from}");
        }
        out
    }
}
