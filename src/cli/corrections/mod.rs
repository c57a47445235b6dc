//! `zhibiao corrections`: from an edited table to lines of a corrections file, and whether they hold.

mod check;
mod propose;

pub(super) use propose::print_lines;

use clap::Subcommand;

use super::Console;
use crate::model::Result;

/// Write corrections from an edited table, and check those of a pipeline
///
/// A pipeline names files of corrections with its key `corrections`; every run applies them to what it
/// read. A line names a document (`document_id` or `source`) and a row of it (`observation_id`, or
/// `char_start` and `value_text`), or a series (`series_id`); a column, the value that is expected there and
/// the new one; the reason, who and when. A line that no longer fits ends the run before anything is
/// published.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao corrections propose edited.csv pipelines/example.toml --who 张三 --reason 核对原文
  zhibiao corrections check pipelines/example.toml")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Propose(propose::Args),
    Check(check::Args),
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    match &args.command {
        Command::Propose(args) => propose::run(args, console),
        Command::Check(args) => check::run(args, console),
    }
}
