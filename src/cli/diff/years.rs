//! `zhibiao diff years`: two years side by side.

use super::super::Console;
use super::super::analysis::{Asked, status};
use crate::analyze::years::{Years, YearsOptions, matrix};
use crate::model::{Result, Status};

/// Two years side by side: the change of every series and the growth that documents state
///
/// Only what is of one series is compared: see the table `series` of a release. Of several statements of
/// one value one is taken; --help of `zhibiao panel` says which. The verdict says whether the growth
/// that a document states is that of the two values: agrees, differs, comparable_prices (it is growth in
/// comparable prices, the values are in current ones), like_for_like (on an adjusted base), unclear (a value
/// is a bound), or not_stated.
///
/// The most remarkable change comes first: so many times the usual change of its indicator, weighed with the
/// square of the confidence of the reading, and doubled for what an indicator is first of all about. Changes
/// near a power of ten come last, as they mostly are slips.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao diff years
  zhibiao diff years --from 2023 --to 2024 --region 湖南省
  zhibiao diff years --indicator fiscal_revenue --format csv --for excel --out years.csv
  zhibiao diff years --coverage --region 衡阳市
  zhibiao diff years --matrix --indicator gdp")]
pub(super) struct Args {
    /// The earlier year; the one before --to by default
    #[arg(long, value_name = "YEAR")]
    from: Option<i16>,
    /// The later year; the last one with many series by default
    #[arg(long, value_name = "YEAR")]
    to: Option<i16>,
    /// What is compared: what was achieved, or what was promised
    #[arg(long, value_name = "STATUS", default_value = "actual", value_parser = status())]
    status: Status,
    /// Show series that have a value in one of the years only
    #[arg(long, conflicts_with = "matrix")]
    coverage: bool,
    /// All years side by side: a row a series, a column a year, annual values
    #[arg(long)]
    matrix: bool,
    /// At most so many rows
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    asked: Asked,
}

/// The columns of a table for a person.
const MAIN: [&str; 9] = [
    "name",
    "period_from",
    "period_to",
    "value_from",
    "value_to",
    "unit",
    "change_percent",
    "growth_stated",
    "verdict",
];
const COVERAGE: [&str; 5] = ["coverage", "name", "period", "value", "unit"];

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let release = args.asked.release()?;
    if args.matrix {
        let filter = args.asked.choice.filter(args.from, args.to)?;
        let frame = matrix(&release, &filter, args.status)?;
        console.say(&format!("{} series with two years or more", frame.height()));
        let frame = frame.head(Some(args.limit.unwrap_or(usize::MAX).min(frame.height())));
        return args.asked.emit.frame(&frame, &[], console);
    }
    let options = YearsOptions {
        from: args.from,
        to: args.to,
        filter: args.asked.choice.filter(None, None)?,
        status: args.status,
    };
    let years = Years::compare(&release, &options)?;
    console.say(&match years.compared {
        None => "nothing to compare: no series has values in two years in a row".to_owned(),
        Some((from, to)) => format!(
            "{to} against {from}: {} series in both, {} only in the later, {} only in the earlier",
            years.pairs.len(),
            years.appeared.len(),
            years.disappeared.len()
        ),
    });
    if args.coverage {
        return args.asked.emit.frame(&years.coverage(&release, args.limit)?, &COVERAGE, console);
    }
    args.asked.emit.frame(&years.frame(&release, args.limit)?, &MAIN, console)
}
