//! `zhibiao mentions`: what stage 3 recognises, one JSON object a mention.

mod line;

use std::io::Write;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;

use super::extract::{AboutDocuments, Documents};
use super::{Console, output};
use crate::ingest::Overrides;
use crate::model::{Document, DocumentId, Layout, Lexicon, Metadata, Result, Span};
use crate::recognize::mentions::MentionKind;
use crate::recognize::{Recognizer, Scan};
use crate::segment::{BlockKind, segment};
use line::Lines;

/// Print what is recognised in a text: numbers, periods, regions, words of the lexicon
///
/// One JSON object a mention, in the order of the text. `start` and `end` count characters (Unicode
/// scalar values), end exclusive, and `text` is exactly what stands there.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Fields of each kind:
  number     value (value_high of a range) as written, with the unit unit_text, which ends at
             unit_end; the same in the canonical unit: unit_value, unit_value_high, unit;
             notation; bound, as the number itself says it; rank; quantity, and why it is none
  period     period, as in the table of observations; relative, where the words leave its year
             to the document's date; base, where figures are compared with it
  region     code and name after GB/T 2260
  indicator  code and name; weak for words that count only where no stronger ones do
  industry   code and name after GB/T 4754-2017
  cue        cues: everything the word can tell of a number

Examples:
  zhibiao mentions report.txt --kind number,period
  zhibiao mentions sentences.txt --lines --document-date 2021-04-30 --region 长沙市
  zhibiao mentions - --kind number")]
pub(super) struct Args {
    /// A document; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Only mentions of these kinds, separated by commas
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = kinds())]
    kind: Vec<String>,
    /// Read every line as a document of its own, with its number as `line` and offsets within it
    #[arg(long)]
    lines: bool,
    #[command(flatten)]
    about: AboutDocuments,
}

fn kinds() -> PossibleValuesParser {
    MentionKind::ALL.iter().map(|k| k.as_str()).collect::<Vec<_>>().into()
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let lexicon = Lexicon::builtin();
    let overrides = args.about.overrides(&lexicon)?;
    let mut documents = Documents::new(&lexicon, overrides.clone())?;
    if let Some(document) = documents.with(&args.file, console, |_, document| document)? {
        let recognizer = documents.reader().recognizer();
        let mut out = Lister { recognizer, kinds: &args.kind, scan: Scan::default(), out: Vec::new() };
        output::stdout(
            |to| {
                if args.lines { out.lines(&document, &overrides, to) } else { out.document(&document, to) }
            },
        )?;
    }
    documents.verdict()
}

/// Lists mentions of texts.
struct Lister<'a> {
    recognizer: &'a Recognizer,
    kinds: &'a [String],
    scan: Scan,
    out: Vec<u8>,
}

impl Lister<'_> {
    /// A document block by block, without page furniture, as it is read for observations.
    fn document(&mut self, document: &Document, to: &mut impl Write) -> std::io::Result<()> {
        let mut lines = Lines::new(self.recognizer.lexicon(), document, None);
        for block in segment(document).blocks {
            if block.kind != BlockKind::Furniture {
                self.block(&mut lines, block.span, block.kind == BlockKind::TableRow, to)?;
            }
        }
        Ok(())
    }

    /// Every line as a document that says nothing of itself.
    fn lines(&mut self, whole: &Document, given: &Overrides, to: &mut impl Write) -> std::io::Result<()> {
        for (number, text) in (1..).zip(whole.text.lines()) {
            let document = of_line(whole, text, given);
            let mut lines = Lines::new(self.recognizer.lexicon(), &document, Some(number));
            self.block(&mut lines, Span::new(0, text.len()), false, to)?;
        }
        Ok(())
    }

    fn block(&mut self, lines: &mut Lines, span: Span, cells: bool, to: &mut impl Write) -> std::io::Result<()> {
        lines.enter_paragraph();
        for mention in self.recognizer.mentions(lines.text(), span, cells, &mut self.scan) {
            // Also a mention that is not shown tells the year of the next.
            let line = lines.of(&mention);
            if self.kinds.is_empty() || self.kinds.iter().any(|k| k == mention.kind().as_str()) {
                self.out.clear();
                serde_json::to_writer(&mut self.out, &line)?;
                self.out.push(b'\n');
                to.write_all(&self.out)?;
            }
        }
        Ok(())
    }
}

fn of_line(whole: &Document, text: &str, given: &Overrides) -> Document {
    let meta = Metadata {
        published: given.published,
        year: given.published.map(jiff::civil::Date::year),
        region: given.region,
        ..Metadata::default()
    };
    Document {
        id: DocumentId::of(text.as_bytes()),
        source: whole.source.clone(),
        text: text.to_owned(),
        encoding: whole.encoding.clone(),
        format: whole.format.clone(),
        layout: Layout::default(),
        bytes: text.len() as u64,
        meta,
    }
}
