//! `zhibiao releases`: what a pipeline has released, whether it is whole, and how old ones go.

mod list;
mod prune;
mod show;
mod verify;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Subcommand;

use super::{Console, usage};
use crate::model::{Lexicon, Result};
use crate::pipeline::Plan;
use crate::publish::release_ids;
use crate::publish::releases::{latest_release, no_release, only_pipeline};
use crate::publish::storage::Folder;

/// List, show, verify and prune the releases of a pipeline
///
/// The releases are those of a pipeline file, or of the only pipeline under --output.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  zhibiao releases list pipelines/example.toml
  zhibiao releases list --output /var/lib/zhibiao --format json
  zhibiao releases show pipelines/example.toml
  zhibiao releases verify pipelines/example.toml --all
  zhibiao releases prune pipelines/example.toml --keep-last 30 --keep-monthly all --dry-run

Exit code 1 of verify says that a release is damaged.")]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    List(list::Args),
    Show(show::Args),
    Verify(verify::Args),
    Prune(prune::Args),
}

/// Whose releases are meant.
#[derive(Debug, clap::Args)]
pub(super) struct Where {
    /// The pipeline file
    #[arg(value_name = "PIPELINE")]
    pipeline: Option<PathBuf>,
    /// The folder that the runs wrote under, or that of one pipeline in it
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Where {
    /// The folder of the pipeline's latest release, and the lexicon that it was made with as far as it is
    /// named here.
    pub(super) fn latest(&self) -> Result<(PathBuf, Arc<Lexicon>)> {
        let lexicon = match &self.pipeline {
            Some(file) => Plan::load(file)?.lexicon,
            None => Lexicon::builtin(),
        };
        Ok((latest_release(self.folder()?.path())?, lexicon))
    }

    /// The folder of the pipeline's releases, of which there is one at least: who asks for all of them and
    /// looks in the wrong place is told so.
    pub(super) fn folder_with_releases(&self) -> Result<Folder> {
        let folder = self.folder()?;
        if release_ids(&folder)?.is_empty() { Err(no_release(folder.path())) } else { Ok(folder) }
    }

    /// The folder of the pipeline's releases.
    pub(super) fn folder(&self) -> Result<Folder> {
        match (&self.pipeline, &self.output) {
            (Some(file), under) => {
                let mut plan = Plan::load(file)?;
                if let Some(under) = under {
                    plan.write_under(under);
                }
                Ok(plan.output())
            }
            (None, Some(output)) => only_pipeline(output).map(Into::into),
            (None, None) => Err(usage("no pipeline is named", "name a pipeline file, or a folder with --output")),
        }
    }
}

pub(super) fn run(args: &Args, console: &Console) -> Result<()> {
    match &args.command {
        Command::List(args) => list::run(args, console),
        Command::Show(args) => show::run(args),
        Command::Verify(args) => verify::run(args, console),
        Command::Prune(args) => prune::run(args, console),
    }
}
