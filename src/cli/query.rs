//! `zhibiao query`: SQL over the tables of a release.

use std::io::{self, Read};

use super::analysis::Emit;
use super::release::ReleaseArgs;
use super::{Console, usage};
use crate::analyze::{DataFrame, Release, query};
use crate::model::{Error, Result};
use crate::pipeline::guard;

/// Query a release with SQL
///
/// The tables are documents, observations, findings, rejects and series, with the columns that `zhibiao
/// schema` prints. The release is the latest one of the pipeline; with neither --pipeline nor
/// --release, of the only pipeline under --output.
///
/// The SQL is that of polars: SELECT with joins, WITH, GROUP BY, window functions, UNION, and no
/// PIVOT. Decimals are printed exactly; CSV joins the elements of lists by |.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao query 'SELECT status, measure, COUNT(*) AS rows FROM observations GROUP BY status, measure'
  zhibiao query 'SELECT source, reason FROM rejects' --pipeline example --format csv
  zhibiao query - --format jsonl > rows.jsonl
  zhibiao query - --pipeline pipelines/example.toml --format parquet > rows.parquet
  zhibiao query - --release output/example/releases/20260101T000000Z-0123456789ab
  zhibiao query 'SELECT release, COUNT(*) FROM observations GROUP BY release' --all-releases

Statements to begin with:
  SELECT region_name, period, value_decimal, unit, sentence FROM observations
    WHERE indicator = 'gdp' AND measure = 'level' AND status = 'actual'
    ORDER BY region, period
  SELECT indicator_name, SUM(value_decimal) AS total, COUNT(*) AS rows FROM observations
    WHERE status = 'target' AND unit = 'CNY' GROUP BY indicator_name ORDER BY rows DESC
  SELECT d.title, o.value_text, o.sentence FROM observations AS o
    JOIN documents AS d ON d.source = o.source WHERE d.kind = 'bulletin'")]
pub(super) struct Args {
    /// The statement; - reads it from standard input
    #[arg(value_name = "SQL")]
    sql: String,
    /// Query all releases of the pipeline: every table has the column `release` before the others
    #[arg(long)]
    all_releases: bool,
    #[command(flatten)]
    which: ReleaseArgs,
    #[command(flatten)]
    emit: Emit,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    args.emit.format()?;
    let sql = statement(&args.sql)?;
    let release =
        if args.all_releases { Release::union(&args.which.folder()?)? } else { Release::open(&args.which.folder()?)? };
    let frame = rows(&release, &sql)?;
    args.emit.frame(&frame, &[], console)
}

fn statement(argument: &str) -> Result<String> {
    if argument != "-" {
        return Ok(argument.to_owned());
    }
    let mut sql = String::new();
    match io::stdin().lock().read_to_string(&mut sql) {
        Ok(_) => Ok(sql),
        Err(e) => Err(usage(format!("standard input cannot be read: {e}"), "send a statement in UTF-8").caused_by(e)),
    }
}

/// Polars panics at statements that it parses but cannot do; that is no fault of the program.
fn rows(release: &Release, sql: &str) -> Result<DataFrame> {
    guard(|| query(release, sql)).unwrap_or_else(|panic| {
        Err(Error::usage("sql", format!("the statement cannot be run: {panic}"))
            .hint("say it in another way; polars, which runs it, has no answer to this one"))
    })
}
