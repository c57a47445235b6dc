//! `zhibiao targets`: promises against outcomes.

use clap::builder::PossibleValuesParser;

use super::Console;
use super::analysis::Asked;
use crate::analyze::targets::{Targets, Verdict};
use crate::model::Result;

/// Hold what was promised for a period against what was reported for it
///
/// Across documents and years: a plan's target for 2025 meets the value that a bulletin of 2026 reports.
/// The verdict: missed, met, unclear (the outcome is a bound that leaves it open), unreported (the time
/// is over and no document tells), open (the time is not over). Movement says whether the promise was
/// raised or lowered from document to document; the outcome is held against the last promise before it.
/// A target with 左右 leaves a twentieth of its value open.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao targets
  zhibiao targets --region 湖南省 --verdict missed
  zhibiao targets --indicator gdp --from 2024 --to 2025 --format csv --for excel --out targets.csv")]
pub(super) struct Args {
    /// The first year that a promise is for
    #[arg(long, value_name = "YEAR")]
    from: Option<i16>,
    /// The last year that a promise is for
    #[arg(long, value_name = "YEAR")]
    to: Option<i16>,
    /// Only what came of it; may be given several times
    #[arg(long, value_name = "VERDICT", value_parser = PossibleValuesParser::new(Verdict::ALL.iter().map(|v| v.as_str())))]
    verdict: Vec<String>,
    /// Only promises that were raised or lowered on the way
    #[arg(long)]
    moved: bool,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    asked: Asked,
}

/// The columns of a table for a person.
const MAIN: [&str; 9] = ["verdict", "name", "period", "promised", "bound", "reported", "unit", "gap", "movement"];

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let release = args.asked.release()?;
    let mut targets = Targets::judge(&release, &args.asked.choice.filter(args.from, args.to)?)?;
    let count = |verdict: Verdict| targets.all.iter().filter(|t| t.verdict == verdict).count();
    console.say(&format!(
        "{} promises: {} met, {} missed, {} unclear, {} unreported, {} open",
        targets.all.len(),
        count(Verdict::Met),
        count(Verdict::Missed),
        count(Verdict::Unclear),
        count(Verdict::Unreported),
        count(Verdict::Open)
    ));
    targets.all.retain(|t| {
        (args.verdict.is_empty() || args.verdict.iter().any(|v| v == t.verdict.as_str()))
            && (!args.moved || t.movement != crate::analyze::targets::Movement::Kept)
    });
    args.asked.emit.frame(&targets.frame(&release, args.limit)?, &MAIN, console)
}
