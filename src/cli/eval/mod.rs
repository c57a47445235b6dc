//! `zhibiao eval`: scores what is read in documents, or a file of observations, against labels.

mod gold;
mod read;
mod score;

use std::fmt::Write;
use std::path::PathBuf;

use serde_json::Value;

use super::{Console, output};
use crate::model::{Error, Result};
use score::{FIELDS, Figures, Score};

/// Score what is read in labelled documents against their labels
///
/// The figures are those of gold/score.py: precision, recall and F1 of rows that are right in all
/// fields of a tier, the accuracy of each field on aligned rows, and the counts of each document. A row
/// of kind `passage` in a file of labels says that only that part of its document was labelled; what is
/// read elsewhere in it does not count.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao eval --gold ../shared/gold/dev --errors 20
  zhibiao eval --gold pipelines/samples/gold --texts pipelines/samples
  zhibiao eval --gold tests/gold --texts ../shared/corpus
  zhibiao eval --gold ../shared/gold/dev --observations observations.jsonl --json")]
pub(super) struct Args {
    /// Folder of labels, one <document>.gold.jsonl a document
    #[arg(long, value_name = "DIR")]
    gold: PathBuf,
    /// Folder in which the labelled documents are looked for; may be repeated
    ///
    /// By default corpus/seeds and corpus/labelled beside the folder above the labels.
    #[arg(long, value_name = "DIR", conflicts_with = "observations")]
    texts: Vec<PathBuf>,
    /// Score this file of observations (.jsonl or .csv) instead of reading documents
    #[arg(long, value_name = "FILE")]
    observations: Option<PathBuf>,
    /// Print this many wrong, missed or spurious rows
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Print the figures as one JSON object
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let labels = gold::load(&args.gold)?;
    let predictions = match &args.observations {
        Some(file) => gold::predictions(file)?,
        None => read::read_texts(&labels, &folders(args), console)?,
    };
    let score = score::score(&labels, &predictions);
    output::print(&if args.json { json(&score)? } else { text(&score, args.errors) })
}

fn folders(args: &Args) -> Vec<PathBuf> {
    if !args.texts.is_empty() {
        return args.texts.clone();
    }
    let beside = args.gold.join("../../corpus");
    vec![beside.join("seeds"), beside.join("labelled")]
}

fn json(score: &Score) -> Result<String> {
    let line = serde_json::to_string(score).map_err(|e| Error::output("standard output", e.into()))?;
    Ok(line + "\n")
}

fn text(score: &Score, errors: usize) -> String {
    let mut out = format!(
        "{} documents, {} gold quantities, {} predicted, {} aligned\n",
        score.documents.len(),
        score.gold,
        score.predicted,
        score.matched
    );
    let tiers = [
        ("quantity", score.quantity),
        ("observation", score.observation),
        ("full", score.full),
        ("headline", score.headline),
    ];
    // Writing to a string cannot fail.
    for (name, Figures { precision, recall, f1 }) in tiers {
        let _ = writeln!(out, "{name:12} precision {precision:.3}  recall {recall:.3}  F1 {f1:.3}");
    }
    let field = |k: &&str| format!("{k} {:.3}", score.fields.get(*k).and_then(Value::as_f64).unwrap_or_default());
    let fields = FIELDS.iter().map(field).collect::<Vec<_>>().join("  ");
    let similarity = score.indicator_text_similarity;
    let _ = writeln!(out, "field accuracy on aligned rows: {fields}  indicator_text~{similarity:.3}");
    for d in &score.documents {
        let _ = writeln!(
            out,
            "  {}: gold {}, predicted {}, fully right {}",
            d.document, d.gold, d.predicted, d.fully_right
        );
    }
    for miss in score.misses.iter().take(errors) {
        let _ = writeln!(out, "  {}:{} {} {} — {}", miss.document, miss.start, miss.kind, miss.text, miss.detail);
    }
    out
}
