//! `zhibiao corrections check`: every line of a pipeline's corrections against its latest release.

use std::io::Write;
use std::path::PathBuf;

use super::super::{Console, output};
use crate::correct::Standing;
use crate::model::{Error, ErrorKind, Result};
use crate::pipeline::Plan;
use crate::publish::releases::latest_release;

/// Check the corrections of a pipeline against its latest release
///
/// Prints a line for each correction: applied, waiting for the next run, unused because the release does
/// not have the document, or wrong.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao corrections check pipelines/example.toml

Exit code 1 says that a correction does not fit the release, 2 that a file of corrections is wrong.")]
pub(super) struct Args {
    /// The pipeline file
    #[arg(value_name = "PIPELINE")]
    pipeline: PathBuf,
    /// The folder that the runs wrote under, in a folder with the pipeline's name
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let mut plan = Plan::load(&args.pipeline)?;
    if let Some(under) = &args.output {
        plan.write_under(under);
    }
    let release = latest_release(plan.output().path())?;
    let audited = plan.corrections.audit(&release, &plan.lexicon)?;
    output::stdout(|out| audited.iter().try_for_each(|a| writeln!(out, "{}: {}: {}", a.place, a.what, a.standing)))?;
    let count = |which: fn(&Standing) -> bool| audited.iter().filter(|a| which(&a.standing)).count();
    let wrong = count(Standing::is_wrong);
    let (applied, waiting) = (count(|s| *s == Standing::Applied), count(|s| *s == Standing::Waiting));
    let unused = count(|s| *s == Standing::Unused);
    console.say(&format!("{applied} applied, {waiting} waiting for the next run, {unused} unused, {wrong} wrong"));
    if wrong == 0 {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Findings, "corrections-stale", format!("{wrong} corrections do not fit the release"))
        .at_file(&args.pipeline)
        .hint("write those lines anew or remove them; a run would publish nothing"))
}
