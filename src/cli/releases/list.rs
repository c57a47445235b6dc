//! `zhibiao releases list`: one line a release.

use clap::ValueEnum;
use comfy_table::CellAlignment;
use jiff::Timestamp;
use serde::Serialize;

use super::super::{Console, output};
use super::Where;
use crate::model::{Error, Result};
use crate::publish::releases::{Listed, list};

/// List the releases of a pipeline, oldest first
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao releases list pipelines/example.toml
  zhibiao releases list pipelines/example.toml --format csv

Times are in UTC. What a damaged manifest does not tell is empty: see zhibiao releases verify.")]
pub(super) struct Args {
    #[command(flatten)]
    place: Where,
    /// Form of the output
    #[arg(long, short, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For a person.
    #[default]
    Table,
    /// RFC 4180.
    Csv,
    /// An array of objects.
    Json,
}

/// A line of the list, as programs get it.
#[derive(Serialize)]
struct Line<'r> {
    id: &'r str,
    made: Option<Timestamp>,
    found: Option<u64>,
    published: Option<u64>,
    rejected: Option<u64>,
    observations: Option<u64>,
    bytes: u64,
    latest: bool,
}

const HEADER: [&str; 8] = ["release", "made", "found", "published", "rejected", "observations", "bytes", ""];

impl<'r> From<&'r Listed> for Line<'r> {
    fn from(release: &'r Listed) -> Self {
        let counts = release.manifest.as_ref().map(|manifest| manifest.counts);
        Self {
            id: &release.id,
            made: release.made,
            found: counts.map(|c| c.found),
            published: counts.map(|c| c.published),
            rejected: counts.map(|c| c.rejected),
            observations: counts.map(|c| c.stages.observations),
            bytes: release.bytes,
            latest: release.latest,
        }
    }
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    let folder = args.place.folder()?;
    let releases = list(&folder)?;
    let lines: Vec<Line<'_>> = releases.iter().map(Into::into).collect();
    match args.format {
        Format::Table => output::print(&table(&lines, console.color_out())),
        Format::Csv => csv(&lines),
        Format::Json => {
            let json = serde_json::to_string_pretty(&lines).map_err(|e| Error::output(output::NAME, e.into()))?;
            output::print(&(json + "\n"))
        }
    }
}

fn csv(lines: &[Line<'_>]) -> Result<()> {
    output::stdout(|out| {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        lines.iter().try_for_each(|line| writer.serialize(line))?;
        writer.flush()
    })
}

fn table(lines: &[Line<'_>], color: bool) -> String {
    let mut table = output::table(HEADER, color);
    for line in lines {
        let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        table.add_row([
            line.id.to_owned(),
            line.made.map(|made| made.strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default(),
            number(line.found),
            number(line.published),
            number(line.rejected),
            number(line.observations),
            line.bytes.to_string(),
            if line.latest { "latest" } else { "" }.to_owned(),
        ]);
    }
    for column in table.column_iter_mut().skip(2).take(5) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.to_string() + "\n"
}
