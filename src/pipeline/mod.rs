//! Pipeline files, the plan made of them, and the run that drives the stages.
//!
//! A [`file`] says what is written, [`Settings`] what it means, a [`Plan`] what will be done:
//! lexicon loaded, fingerprint made. [`Plan::run`] makes a release of it.

mod audit;
mod batch;
mod cases;
pub mod duplicates;
mod file;
mod first_pass;
mod flags;
mod guard;
mod kept;
mod lineage;
mod notes;
mod plan;
mod planned;
mod progress;
mod read;
mod report;
mod rows;
mod rules;
mod run;
#[cfg(test)]
mod sample;
mod series;
mod settings;
mod space;
mod stages;
mod stop;
mod stores;
mod summary;
mod text;
mod walk;

pub use cases::Failure;
pub use guard::guard;
pub use kept::Why;
pub use plan::{CheckReport, Plan};
pub use progress::{Phase, Progress};
pub use read::{Explained, Reader};
pub use report::{FindingCounts, Incremental, Outcome, RunReport, Told};
pub use rules::{AtMost, Breach, FindingRule, Level, Rules};
pub use run::RunOptions;
pub use series::{NamedSeries, SeriesChange};
pub use settings::{Settings, SourceSettings, region_of};
pub use space::DiskUse;
pub use stop::Stop;
pub use summary::{Ended, Summary};
pub use text::PipelineText;
