//! `zhibiao run`: the nightly job.

use std::io::Write;
use std::path::PathBuf;

use super::{Console, output};
use crate::model::Result;
use crate::pipeline::{Phase, Plan, Progress, RunOptions, Why};

/// Run a pipeline: find its documents, read them, write a release
///
/// The release is written to <output>/<pipeline>/releases/<time>-<hash>/ and is there whole or not
/// at all. Where nothing would change, no release is made. Documents that an earlier run read, and
/// that are to be read in the same way, are taken over from what it kept.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao run pipelines/example.toml
  zhibiao run pipelines/example.toml --explain
  zhibiao run pipelines/example.toml --full
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
    /// Read every document, also those that did not change since they were read
    #[arg(long)]
    full: bool,
    /// Say on standard output for each document why it was read, or was not
    #[arg(long)]
    explain: bool,
}

/// Tells the console, and standard output where each document is to be explained.
struct Listener<'a> {
    console: &'a Console,
    explain: bool,
}

impl Progress for Listener<'_> {
    fn begin(&self, phase: Phase, documents: u64, bytes: u64) {
        self.console.begin(phase, documents, bytes);
    }

    fn advance(&self, documents: u64, bytes: u64) {
        self.console.advance(documents, bytes);
    }

    fn end(&self) {
        self.console.end();
    }

    fn document(&self, source: &str, why: Why) {
        if self.explain {
            // The run goes on when nobody listens any more.
            let _ = output::stdout(|out| writeln!(out, "{:<17}  {source}", why.as_str()));
        }
    }
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let mut plan = Plan::load(&args.pipeline)?;
    if let Some(parent) = &args.output {
        plan.write_under(parent);
    }
    let progress = Listener { console, explain: args.explain };
    let options = RunOptions { jobs: args.jobs.map(usize::from), full: args.full, progress: &progress };
    let summary = plan.run(&options)?;
    console.summary(&summary);
    summary.verdict()
}
