//! Pipeline files, the plan made of them, and the run that drives the stages.

mod read;

pub use read::Reader;
