//! The integration tests, in one binary.

mod ingest;
mod numbers;
mod publish;
mod publish_csv;
mod publish_samples;
mod publish_staging;
mod publish_support;
mod segment;
mod segment_properties;
