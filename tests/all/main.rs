//! The integration tests, in one binary.

mod segment;
mod segment_properties;
