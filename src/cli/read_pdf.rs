//! `zhibiao __read-pdf`: the child process that reads one PDF (see `src/ingest/formats/pdf/child/`).

use crate::ingest::formats::pdf::child;
use crate::model::{Error, Result};

/// Read one PDF for another process of this program
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Not for people: limits and bytes go in, a reply in a form of its own comes out.

Examples:
  zhibiao __read-pdf")]
pub(super) struct Args {}

pub(super) fn run() -> Result<()> {
    child::serve().map_err(|e| Error::output("-", e))
}
