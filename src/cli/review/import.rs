//! `zhibiao review import`: decisions, as corrections and as labels.

use std::path::PathBuf;

use super::super::Console;
use super::super::corrections::print_lines;
use crate::correct::today;
use crate::model::{Lexicon, Result};
use crate::pipeline::Plan;
use crate::review::{Reviewer, read_decisions, write_gold};

/// Turn decisions into lines of corrections and into labelled passages
///
/// FILE is a project that Label Studio exported as JSON, or JSON lines with decisions. Corrections go to
/// standard output; they expect what the reviewer saw, so that one that no longer fits is told by the next
/// run. A row that is no quantity leaves the table by its correction. Sentences on all of whose rows was
/// decided become passages of gold files, one a document, which `zhibiao eval` scores against. In Label Studio a
/// span that was removed is no quantity; a task without any span is undecided, so give its numbers the label `none`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao review import export.json --gold labels > corrections.csv
  zhibiao review import tasks.jsonl --who 张三 --no-header >> pipelines/corrections.csv")]
pub(super) struct Args {
    /// The decisions
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The pipeline file, where its lexicon has codes of its own
    #[arg(long, short, value_name = "PIPELINE")]
    pipeline: Option<PathBuf>,
    /// Who decided; else whom Label Studio names
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// Why, where a decision does not say
    #[arg(long, value_name = "TEXT", default_value = "人工审核")]
    reason: String,
    /// Write labels to this folder
    #[arg(long, value_name = "DIR")]
    gold: Option<PathBuf>,
    /// Leave the header line out, to append to a file that has one
    #[arg(long)]
    no_header: bool,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let lexicon = match &args.pipeline {
        Some(file) => Plan::load(file)?.lexicon,
        None => Lexicon::builtin(),
    };
    let reviewed = read_decisions(&args.file)?;
    let (who, reason) = (args.who.clone(), args.reason.clone());
    let reviewer = Reviewer { lexicon: &lexicon, who, reason, when: today() };
    let decided = reviewer.decide(&reviewed).map_err(|e| e.at_file(&args.file))?;
    if let Some(folder) = &args.gold {
        for file in write_gold(folder, &decided.gold)? {
            console.say(&format!("labels in {}", file.display()));
        }
    }
    console.say(&format!(
        "{} accepted, {} corrected, {} rejected, {} ignored, {} undecided, {} missed by reading",
        decided.accepted, decided.corrected, decided.rejected, decided.ignored, decided.undecided, decided.missed
    ));
    print_lines(&decided.lines, !args.no_header)
}
