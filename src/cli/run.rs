//! `zhibiao run`: the nightly job.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use super::{Console, notify, output};
use crate::model::{Error, Result};
use crate::pipeline::{Level, Phase, Plan, Progress, RunOptions, RunReport, Stop, Why};

/// The exit code of a run that a second signal ends.
const EXIT_INTERRUPTED: i32 = 130;

/// Run a pipeline: find its documents, read them, write a release
///
/// The release is written to <output>/<pipeline>/releases/<time>-<hash>/ and is there whole or not
/// at all. Where nothing would change, no release is made. Documents that an earlier run read, and
/// that are to be read in the same way, are taken over from what it kept. SIGINT and SIGTERM stop the
/// run in order: what is done is kept for the next one.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao run pipelines/example.toml
  zhibiao run pipelines/example.toml --explain
  zhibiao run pipelines/example.toml --full
  zhibiao run pipelines/example.toml --notify-command 'mail -s zhibiao operator'
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
    /// Give the run report to this command on its standard input, whatever the end of the run
    #[arg(long, value_name = "CMD")]
    notify_command: Option<String>,
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
    let notify = |report: &RunReport| {
        if let Some(command) = &args.notify_command {
            notify::notify(command, &report.to_json());
        }
    };
    let plan = Plan::load(&args.pipeline);
    let mut plan = plan.inspect_err(|error| notify(&RunReport::of_a_wrong_pipeline(&args.pipeline, error)))?;
    if let Some(parent) = &args.output {
        plan.write_under(parent);
    }
    let stop = Stop::default();
    heed_signals(&stop)?;
    let progress = Listener { console, explain: args.explain };
    let options = RunOptions { jobs: args.jobs.map(usize::from), full: args.full, stop, progress: &progress };
    let ended = plan.run_to_end(&options);
    notify(&ended.report);
    let summary = ended.into_result()?;
    console.summary(&summary);
    for breach in summary.report.breaches.iter().filter(|b| b.level == Level::Warn) {
        tracing::warn!(code = breach.code, "{}", breach.message);
    }
    summary.verdict()
}

/// Lets SIGINT and SIGTERM stop the run in order, and a second one end it at once.
fn heed_signals(stop: &Stop) -> Result<()> {
    let again = Arc::new(AtomicBool::new(false));
    let heed = |signal| {
        // In this order, so that the first signal does not end the program.
        flag::register_conditional_shutdown(signal, EXIT_INTERRUPTED, Arc::clone(&again))?;
        flag::register(signal, Arc::clone(&again))?;
        flag::register_usize(signal, stop.signal(), signal as usize)
    };
    [SIGINT, SIGTERM].into_iter().try_for_each(|signal| heed(signal).map(drop)).map_err(|e| {
        Error::usage("no-signals", format!("the system lets no signal be heeded: {e}")).hint("run it once more")
    })
}
