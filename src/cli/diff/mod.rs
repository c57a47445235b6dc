//! `zhibiao diff`: what changed from year to year and from release to release.

mod releases;
mod years;

use clap::Subcommand;

use super::Console;
use crate::model::Result;

/// Compare years, or releases
///
/// Years: for each series the values of two years, the change, and the growth that the documents
/// themselves state. Releases: what was added, removed and revised from one to another, and by what.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao diff years
  zhibiao diff years --from 2023 --to 2024 --region 湖南省 --indicator gdp
  zhibiao diff releases previous latest")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Years(years::Args),
    Releases(releases::Args),
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    match &args.command {
        Command::Years(args) => years::run(args, console),
        Command::Releases(args) => releases::run(args, console),
    }
}
