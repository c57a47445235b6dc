//! Stage 4, mentions to observations: which number says what of whom and when.

pub mod rules;
