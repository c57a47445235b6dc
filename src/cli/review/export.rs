//! `zhibiao review export`: sentences with rows that are worth a look.

use clap::ValueEnum;

use super::super::releases::Where;
use super::super::{Console, output};
use crate::model::Result;
use crate::review::{Form, Selection, config, select};

/// The confidence below which rows go out when nothing is said.
const DOUBTFUL: f32 = 0.8;

/// Write the sentences whose rows are doubtful, with all their rows
///
/// Rows with a confidence below --below, and with --findings rows that a check noticed; rows that a
/// person corrected stay away. A task is a sentence, or a row or cell of a table.
///
/// Label Studio: create a project with the labelling configuration of --config, import the tasks, and
/// export the project as JSON when the work is done. Spans and fields come as predictions.
///
/// JSON lines: write a decision on each row: accepted, corrected (with the new values in `corrected`),
/// rejected (no quantity) or ignored.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao review export pipelines/example.toml --below 0.8 --findings > tasks.json
  zhibiao review export --output output/example --format jsonl --limit 50 > tasks.jsonl
  zhibiao review export --config > labels.xml")]
pub(super) struct Args {
    #[command(flatten)]
    place: Where,
    /// Form of the tasks
    #[arg(long, short, value_enum, default_value_t)]
    format: Format,
    /// Rows with a confidence below this; 0.8 when neither this nor --findings is given
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence)]
    below: Option<f32>,
    /// Rows with findings
    #[arg(long)]
    findings: bool,
    /// Most tasks
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Print the labelling configuration of Label Studio, and no tasks
    #[arg(long, exclusive = true)]
    config: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// An array of tasks with predictions.
    #[default]
    LabelStudio,
    /// A task a line.
    Jsonl,
}

fn confidence(text: &str) -> std::result::Result<f32, String> {
    text.parse().ok().filter(|v| (0.0..=1.0).contains(v)).ok_or_else(|| "a confidence is from 0 to 1".to_owned())
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    if args.config {
        return output::print(&config());
    }
    let (release, _) = args.place.latest()?;
    let below = args.below.or((!args.findings).then_some(DOUBTFUL));
    let tasks = select(&release, Selection { below, findings: args.findings, limit: args.limit })?;
    let rows: usize = tasks.iter().map(|t| t.rows.iter().filter(|r| r.asked).count()).sum();
    let form = match args.format {
        Format::LabelStudio => Form::LabelStudio,
        Format::Jsonl => Form::Jsonl,
    };
    console.say(&format!("{} tasks with {rows} rows to look at", tasks.len()));
    output::print(&form.write(&tasks)?)
}
