//! The integration tests, in one binary.

mod accuracy;
#[cfg(feature = "analysis")]
mod analyze;
#[cfg(feature = "analysis")]
mod analyze_dta;
#[cfg(feature = "analysis")]
mod analyze_hostile;
#[cfg(feature = "analysis")]
mod analyze_releases;
mod check;
mod cli_commands;
mod cli_errors;
mod cli_eval;
mod cli_support;
mod corrections;
mod corrections_propose;
mod explain;
mod faults;
mod format_archive;
mod format_docx;
mod format_docx_samples;
mod format_html;
mod format_office;
mod format_pdf;
mod format_sheet;
mod formats_corpus;
mod hostile;
mod house;
mod house_readme;
mod house_support;
mod ingest;
mod lexicon;
mod mentions;
mod numbers;
mod numbers_reference;
mod peers;
mod publish;
mod publish_csv;
mod publish_lock;
mod publish_samples;
mod publish_staging;
mod publish_storage;
mod publish_support;
#[cfg(feature = "analysis")]
mod query;
mod readback;
mod reading;
mod readings;
mod reads;
mod releases;
mod report;
mod report_browser;
mod report_support;
mod review;
mod run_checks;
mod run_contradictions;
mod run_lexicon;
mod run_nights;
mod run_nights_kept;
mod run_nights_random;
mod run_release;
#[cfg(feature = "remote")]
mod run_remote;
mod run_reports;
mod run_stop;
mod segment;
mod segment_properties;
mod series;
#[cfg(feature = "remote")]
mod store_server;
mod truth;
