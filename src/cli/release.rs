//! Which release a command is about: arguments that every command over releases takes.

use std::path::{Path, PathBuf};

use crate::model::Result;
use crate::pipeline::Plan;
use crate::publish::releases::only_pipeline;

/// The release that is meant; the latest one of the only pipeline under `output/` when nothing is said.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ReleaseArgs {
    /// The folder that the runs wrote under; output by default, or what the pipeline file says
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// The pipeline: its name, or its file
    #[arg(long, short, value_name = "NAME|PIPELINE.toml")]
    pipeline: Option<String>,
    /// The folder of one release, or of a pipeline's releases
    #[arg(long, value_name = "DIR", conflicts_with_all = ["output", "pipeline"])]
    release: Option<PathBuf>,
}

impl ReleaseArgs {
    /// The folder of the release, or of the pipeline whose latest release is meant.
    pub(super) fn folder(&self) -> Result<PathBuf> {
        if let Some(release) = &self.release {
            return Ok(release.clone());
        }
        let output = self.output.as_deref().unwrap_or(Path::new("output"));
        match &self.pipeline {
            None => only_pipeline(output),
            Some(file) if is_pipeline_file(Path::new(file)) => self.of_pipeline_file(Path::new(file)),
            Some(name) => Ok(output.join(name)),
        }
    }

    /// The same, where the release may also stand first on the command line, as a pipeline file or as
    /// a folder.
    pub(super) fn folder_or(&self, first: Option<&Path>) -> Result<PathBuf> {
        match first {
            None => self.folder(),
            Some(file) if is_pipeline_file(file) => self.of_pipeline_file(file),
            Some(folder) => Ok(folder.to_owned()),
        }
    }

    fn of_pipeline_file(&self, file: &Path) -> Result<PathBuf> {
        let mut plan = Plan::load(file)?;
        if let Some(under) = &self.output {
            plan.write_under(under);
        }
        Ok(plan.settings.folder)
    }
}

fn is_pipeline_file(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"))
}
