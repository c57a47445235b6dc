//! `zhibiao check`: a pipeline file, its lexicons, and the tests written in it.

use std::fmt::Write;
use std::path::PathBuf;

use super::{Console, output};
use crate::model::{Error, ErrorKind, Result};
use crate::pipeline::Plan;

/// Check a pipeline file: its keys and lexicons, and the tests written in it
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao check pipelines/example.toml

Sources in object stores are listed, which asks their servers; nothing is fetched.

Exit code 1 says that a test failed, 2 that the file or a lexicon is wrong.")]
pub(super) struct Args {
    /// The pipeline file
    #[arg(value_name = "PIPELINE")]
    pipeline: PathBuf,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let plan = Plan::load(&args.pipeline)?;
    let files = plan.discover()?.found();
    let limits = plan.limits().named().map(|(name, most)| format!("{name} {most}")).join(", ");
    let report = plan.check()?;
    let mut failures = String::new();
    for failure in &report.failures {
        // Writing to a string cannot fail.
        let _ = writeln!(
            failures,
            "{}:{}: test failed\n  expected  {}\n  got       {}",
            args.pipeline.display(),
            failure.line,
            failure.expected,
            failure.got
        );
    }
    output::print(&failures)?;
    if report.failed > 0 {
        let message = format!("{} of {} tests of the pipeline failed", report.failed, report.tests);
        return Err(Error::new(ErrorKind::Findings, "tests-failed", message)
            .at_file(&args.pipeline)
            .hint("`zhibiao extract` shows all that is read in a text"));
    }
    console.say(&format!("{}: {files} files found, {} tests passed", plan.settings.name, report.tests));
    if plan.has_stores() {
        console.say("stores were listed and nothing was fetched: an archive in a store counts as one file");
    }
    console.say(&format!("limits: {limits}"));
    Ok(())
}
