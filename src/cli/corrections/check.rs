//! `zhibiao corrections check`: every line of a pipeline's corrections against its last run.

use std::io::Write;
use std::path::PathBuf;

use super::super::{Console, output};
use crate::correct::Standing;
use crate::model::{Error, ErrorKind, Result};
use crate::pipeline::Plan;

/// Check the corrections of a pipeline against what its last run read
///
/// Prints a line for each correction: applied, when the latest release has it; waiting for the next run;
/// unused, when the last run had no such document or series; or wrong, with the reason for which a run would
/// refuse it. Documents that changed since are not looked at.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao corrections check pipelines/example.toml

Exit code 1 says that a run would refuse a correction, 2 that a file of corrections is wrong or that it is not
known how documents were read: before the first run, and after an upgrade.")]
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
    let audited = plan.audit_corrections()?;
    output::stdout(|out| audited.iter().try_for_each(|a| writeln!(out, "{}: {}: {}", a.place, a.what, a.standing)))?;
    let count = |which: fn(&Standing) -> bool| audited.iter().filter(|a| which(&a.standing)).count();
    let wrong = count(Standing::is_wrong);
    let (applied, waiting) = (count(|s| *s == Standing::Applied), count(|s| *s == Standing::Waiting));
    let unused = count(|s| *s == Standing::Unused);
    console.say(&format!("{applied} applied, {waiting} waiting for the next run, {unused} unused, {wrong} wrong"));
    if wrong == 0 {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Findings, "corrections-stale", format!("{wrong} corrections do not fit"))
        .at_file(&args.pipeline)
        .hint("write those lines anew or remove them; a run would publish nothing"))
}
