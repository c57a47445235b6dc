//! `zhibiao panel`: the wide table.

use std::path::PathBuf;

use super::analysis::{Asked, status};
use super::{Console, usage};
use crate::analyze::panel::{Dimension, Panel, PanelOptions};
use crate::model::{Frequency, Measure, Result, Status};

/// A wide table for statistics packages: one value a cell
///
/// Rows are told apart by --rows, columns of values by --columns: region, period, year, indicator,
/// measure, unit, subject, series. Without --all-series only the series are taken that an indicator's code
/// is first of all about (of population the resident population), of the place as a whole; without measure
/// among the columns only levels and shares.
///
/// Of several observations for a cell one is taken: of the unit that most values of the column have; then
/// of the last period; then of a series that its indicator is first of all about, without stated prices,
/// against the year before; then an exact value before an approximate one, that before a range and that
/// before a bound; then the later document; then the higher confidence; then a bulletin before a budget
/// report, a work report, a plan and the rest; then more digits; then the first by file and place. --twin writes which was chosen for each cell, which were passed
/// over, and why.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao panel
  zhibiao panel --columns indicator,measure --within 湖南省 --from 2020
  zhibiao panel --indicator gdp --format csv --for excel --out panel.csv --twin twin.csv
  zhibiao panel --sdmx --out panel.sdmx.csv
  zhibiao panel --rows region,period --columns series --all-series --out panel.parquet")]
pub(super) struct Args {
    /// What tells rows apart
    #[arg(long, value_name = "DIMENSIONS", value_delimiter = ',', default_value = "region,period", value_parser = dimension)]
    rows: Vec<Dimension>,
    /// What tells the columns of values apart
    #[arg(long, value_name = "DIMENSIONS", value_delimiter = ',', default_value = "indicator", value_parser = dimension)]
    columns: Vec<Dimension>,
    /// The first year
    #[arg(long, value_name = "YEAR")]
    from: Option<i16>,
    /// The last year
    #[arg(long, value_name = "YEAR")]
    to: Option<i16>,
    /// Only these measures: level, growth_rate and so on
    #[arg(long, value_name = "MEASURES", value_delimiter = ',', value_parser = measure)]
    measure: Vec<Measure>,
    /// The forms of periods: annual, quarterly, monthly, year_to_date, multi_year, irregular
    #[arg(long, value_name = "FREQUENCIES", value_delimiter = ',', default_value = "annual", value_parser = frequency)]
    frequency: Vec<Frequency>,
    /// What was achieved, or what was promised
    #[arg(long, value_name = "STATUS", default_value = "actual", value_parser = status())]
    status: Status,
    /// Take all series, not only those that an indicator is first of all about
    #[arg(long)]
    all_series: bool,
    /// Write SDMX-CSV 2.0 instead: one row a cell
    #[arg(long)]
    sdmx: bool,
    /// Write to this file which observation was chosen for each cell, and which were passed over
    #[arg(long, value_name = "FILE")]
    twin: Option<PathBuf>,
    #[command(flatten)]
    asked: Asked,
}

fn named<T: Copy>(all: &[T], name: &str, of: impl Fn(T) -> &'static str) -> Result<T, String> {
    let names = || all.iter().map(|v| of(*v)).collect::<Vec<_>>().join(", ");
    all.iter().copied().find(|v| of(*v) == name).ok_or_else(|| format!("`{name}` is none of {}", names()))
}

fn dimension(name: &str) -> Result<Dimension, String> {
    named(&Dimension::ALL, name, Dimension::as_str)
}

fn measure(name: &str) -> Result<Measure, String> {
    named(Measure::ALL, name, Measure::as_str)
}

fn frequency(name: &str) -> Result<Frequency, String> {
    named(Frequency::ALL, name, Frequency::as_str)
}

impl Args {
    fn options(&self) -> Result<PanelOptions> {
        if let Some(both) = self.rows.iter().find(|d| self.columns.contains(d)) {
            let message = format!("{} cannot tell both rows and columns apart", both.as_str());
            return Err(usage(message, "leave it out of --rows or of --columns"));
        }
        Ok(PanelOptions {
            rows: self.rows.clone(),
            columns: self.columns.clone(),
            filter: self.asked.choice.filter(self.from, self.to)?,
            status: self.status,
            frequencies: self.frequency.clone(),
            measures: self.measure.clone(),
            all_series: self.all_series,
        })
    }
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    if let Some(file) = &args.twin {
        args.asked.emit.elsewhere(file).format()?;
    }
    let release = args.asked.release()?;
    let panel = Panel::of(&release, args.options()?)?;
    let passed: usize = panel.cells.iter().map(|cell| cell.passed.len()).sum();
    console.say(&format!(
        "{} rows, {} columns, {} cells with a value; {passed} observations passed over",
        panel.rows.len(),
        panel.columns.len(),
        panel.cells.len()
    ));
    if let Some(file) = &args.twin {
        args.asked.emit.elsewhere(file).frame(&panel.twin(&release)?, &[], console)?;
    }
    let frame = if args.sdmx { panel.sdmx()? } else { panel.frame()? };
    args.asked.emit.frame(&frame, &[], console)
}
