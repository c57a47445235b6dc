//! `zhibiao run`: the nightly job.

use std::path::PathBuf;

use super::Console;
use crate::model::Result;
use crate::pipeline::{Plan, RunOptions};

/// Run a pipeline: find its documents, read them, write a release
///
/// The release is written to <output>/<pipeline>/releases/<time>-<hash>/ and is there whole or not
/// at all. Where nothing would change, no release is made.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao run pipelines/example.toml
  zhibiao run pipelines/example.toml --output /var/lib/zhibiao --jobs 4
  zhibiao run pipelines/example.toml --quiet --log-format json")]
pub(super) struct Args {
    /// The pipeline file
    #[arg(value_name = "PIPELINE")]
    pipeline: PathBuf,
    /// Write under this folder instead, in a folder with the pipeline's name
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Threads; as many as the machine has processors by default
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let mut plan = Plan::load(&args.pipeline)?;
    if let Some(parent) = &args.output {
        plan.write_under(parent);
    }
    let options = RunOptions { jobs: args.jobs.map(usize::from), progress: console };
    let summary = plan.run(&options)?;
    console.summary(&summary);
    summary.verdict()
}
