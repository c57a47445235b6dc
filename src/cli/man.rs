//! `zhibiao man`: manual pages.

use std::path::PathBuf;

use super::{definition, output};
use crate::model::{Error, Result};

/// Print the manual page, or write a page for each subcommand
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao man | man -l -
  zhibiao man --out ~/.local/share/man/man1")]
pub(super) struct Args {
    /// Folder to write all pages to, made if absent
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &Args) -> Result<()> {
    if let Some(folder) = &args.out {
        let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(definition(), folder));
        return written.map_err(|e| Error::output(folder, e));
    }
    let page = clap_mangen::Man::new(definition());
    output::stdout(|out| page.render(out))
}
