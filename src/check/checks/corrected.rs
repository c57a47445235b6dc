//! # What it looks for
//! Rows that a corrections file of the pipeline changed. One finding a correction, with the column, what
//! was read, what stands there now, the reason, who and when; of numbers `found` is what was read and
//! `expected` what stands now. A number that was found to be no quantity has left the table, and its
//! finding names no row. No check looks for them: corrections tell of themselves.
//!
//! # Why
//! A corrected row is no longer what the document was read as; whoever uses it can see that, and why.
//!
//! # Flagged
//! - A row whose unit a person corrected.
//!
//! # Not flagged
//! - A row as it was read.
