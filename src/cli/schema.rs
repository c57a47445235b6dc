//! `zhibiao schema`: the contract of the output.

use clap::ValueEnum;

use super::output;
use crate::model::Result;
use crate::publish::schema;

/// Print the contract of the output: tables, columns, types, keys, meanings
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao schema
  zhibiao schema --format markdown
  zhibiao schema --format json")]
pub(super) struct Args {
    /// Form of the contract
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For a terminal.
    #[default]
    Text,
    /// For a document.
    Markdown,
    /// For a program, with the Frictionless Table Schema of each CSV file.
    Json,
}

pub(super) fn run(args: &Args) -> Result<()> {
    output::print(&match args.format {
        Format::Text => schema::text(),
        Format::Markdown => schema::markdown(),
        Format::Json => format!("{:#}\n", schema::json()),
    })
}
