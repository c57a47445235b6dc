//! `zhibiao review`: rows that a person should look at, out to a tool and back.

mod export;
mod import;

use clap::Subcommand;

use super::Console;
use crate::model::Result;

/// Send doubtful rows out for review, and take decisions back
///
/// What goes out are sentences with all their rows: for Label Studio as tasks with predictions, else as
/// JSON lines. What comes back becomes lines of corrections and labelled passages.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao review export --config > labels.xml
  zhibiao review export pipelines/example.toml --below 0.8 --findings --limit 200 > tasks.json
  zhibiao review import export.json --pipeline pipelines/example.toml --gold labels > corrections.csv")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Export(export::Args),
    Import(import::Args),
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    match &args.command {
        Command::Export(args) => export::run(args, console),
        Command::Import(args) => import::run(args, console),
    }
}
