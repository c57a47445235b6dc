//! `zhibiao corrections propose`: what a reviewer edited in a spreadsheet, as lines of corrections.

use std::io;
use std::path::PathBuf;

use super::super::releases::Where;
use super::super::{Console, output};
use crate::correct::{HEADER, ProposedLine, Proposer, today};
use crate::model::Result;

/// Write a line of corrections for each edited cell of a table of observations
///
/// The table is an export of the latest release, edited and saved as CSV by any spreadsheet: separators,
/// encodings, dates and numbers in its own way are no edits. Rows and columns may be left out, and the
/// columns `reason`, `who` and `kind` added; `none` in `kind` says that the number is no quantity.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao corrections propose edited.csv pipelines/example.toml --who 张三 --reason 核对原文
  zhibiao corrections propose edited.csv --output output/example --no-header >> pipelines/corrections.csv

Exit code 2 says that the table has an edit that cannot be a correction, with its line and column.")]
pub(super) struct Args {
    /// The edited table
    #[arg(value_name = "EDITED.csv")]
    edited: PathBuf,
    #[command(flatten)]
    place: Where,
    /// Who corrects, where the table has no column `who`
    #[arg(long, value_name = "NAME")]
    who: Option<String>,
    /// Why, where the table has no column `reason`
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Leave the header line out, to append to a file that has one
    #[arg(long)]
    no_header: bool,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let (release, lexicon) = args.place.latest()?;
    let proposer = Proposer { lexicon: &lexicon, who: args.who.clone(), reason: args.reason.clone(), when: today() };
    let proposal = proposer.propose(&args.edited, &release)?;
    if !proposal.ignored.is_empty() {
        console.say(&format!("columns that mean nothing here: {}", proposal.ignored.join(", ")));
    }
    console.say(&format!("{} rows compared, {} edited cells", proposal.rows, proposal.lines.len()));
    print_lines(&proposal.lines, !args.no_header)
}

/// Prints lines of a corrections file.
pub(in crate::cli) fn print_lines(lines: &[ProposedLine], header: bool) -> Result<()> {
    output::stdout(|out| {
        let mut writer = csv::Writer::from_writer(out);
        if header {
            writer.write_record(HEADER).map_err(io::Error::from)?;
        }
        lines.iter().try_for_each(|line| writer.write_record(line)).map_err(io::Error::from)?;
        writer.flush()
    })
}
