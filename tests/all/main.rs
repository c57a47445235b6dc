//! The integration tests, in one binary.

mod accuracy;
mod check;
mod cli_commands;
mod cli_errors;
mod cli_eval;
mod cli_support;
mod house;
mod house_readme;
mod house_support;
mod ingest;
mod numbers;
mod numbers_reference;
mod publish;
mod publish_csv;
mod publish_samples;
mod publish_staging;
mod publish_support;
mod readback;
mod reading;
mod readings;
mod run_checks;
mod run_lexicon;
mod run_release;
mod segment;
mod segment_properties;
