//! Pipeline files, the plan made of them, and the run that drives the stages.
//!
//! A [`file`] says what is written, [`Settings`] what it means, a [`Plan`] what will be done:
//! lexicon loaded, fingerprint made. [`Plan::run`] makes a release of it.

mod batch;
mod cases;
pub mod duplicates;
mod file;
mod first_pass;
mod flags;
mod guard;
mod kept;
mod plan;
mod progress;
mod read;
mod report;
mod rows;
mod run;
#[cfg(test)]
mod sample;
mod settings;
mod stages;
mod stores;
mod text;
mod walk;

pub use cases::Failure;
pub use guard::guard;
pub use kept::Why;
pub use plan::{CheckReport, Plan};
pub use progress::{Phase, Progress};
pub use read::{Explained, Reader};
pub use report::{Incremental, Outcome, RunReport, Summary};
pub use run::RunOptions;
pub use settings::{RejectRule, Settings, SourceSettings, region_of};
pub use text::PipelineText;
