//! `zhibiao query`: SQL over the tables of a release.

use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use comfy_table::CellAlignment;

use super::{Console, output, usage};
use crate::analyze::{DataFrame, Release, Rows, query, write_plain};
use crate::model::{Error, Result};
use crate::pipeline::{Plan, guard};
use crate::publish::releases::only_pipeline;

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
    /// The folder that the runs wrote under; output by default, or what the pipeline file says
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The pipeline: its name, or its file
    #[arg(long, short, value_name = "NAME|PIPELINE.toml")]
    pipeline: Option<String>,
    /// The folder of one release, or of a pipeline's releases
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "pipeline"])]
    release: Option<PathBuf>,
    /// Form of the output; a table on a terminal and csv elsewhere by default
    #[arg(long, short, value_enum)]
    format: Option<Format>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person.
    Table,
    /// RFC 4180.
    Csv,
    /// One JSON object a row.
    Jsonl,
    /// Parquet.
    Parquet,
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let terminal = io::stdout().is_terminal();
    let format = args.format.unwrap_or(if terminal { Format::Table } else { Format::Csv });
    if format == Format::Parquet && terminal {
        return Err(usage("Parquet is not for a terminal", "send it to a file: … --format parquet > rows.parquet"));
    }
    let frame = rows(&Release::open(&folder(args)?)?, &statement(&args.sql)?)?;
    let rows = Rows::of(&frame);
    match format {
        Format::Table => output::print(&table(&rows, console.color_out())),
        Format::Csv => output::stdout(|out| rows.write_csv(out)),
        Format::Jsonl => output::stdout(|out| rows.write_jsonl(out)),
        Format::Parquet => parquet(&rows),
    }
}

/// Column chunks are written by threads, which a lock on standard output does not allow.
fn parquet(rows: &Rows) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
    rows.write_parquet(&mut out).and_then(|()| out.flush()).map_err(|e| Error::output(output::NAME, e))
}

/// The folder of the release, or of the pipeline whose latest release is meant.
fn folder(args: &Args) -> Result<PathBuf> {
    if let Some(release) = &args.release {
        return Ok(release.clone());
    }
    let under = args.output.as_deref();
    let output = under.unwrap_or(Path::new("output"));
    match &args.pipeline {
        None => only_pipeline(output),
        Some(file) if Path::new(file).extension().is_some_and(|e| e.eq_ignore_ascii_case("toml")) => {
            let mut plan = Plan::load(Path::new(file))?;
            if let Some(under) = under {
                plan.write_under(under);
            }
            Ok(plan.settings.folder)
        }
        Some(name) => Ok(output.join(name)),
    }
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

fn table(rows: &Rows, color: bool) -> String {
    let mut table = output::table(rows.names().iter().map(String::as_str), color);
    for (place, _) in rows.numeric().enumerate().filter(|(_, numeric)| *numeric) {
        if let Some(column) = table.column_mut(place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let all: Result<(), std::convert::Infallible> = rows.try_each(|row| {
        table.add_row(row.iter().map(|value| {
            let mut cell = String::new();
            write_plain(&mut cell, value);
            // A document must not steer the terminal.
            cell.replace(|c: char| c.is_control() && c != '\n', " ")
        }));
        Ok(())
    });
    match all {
        Ok(()) => table.to_string() + "\n",
        Err(never) => match never {},
    }
}
