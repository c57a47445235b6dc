//! zhibiao (指标): reads Chinese government documents and writes the numbers in them as tables an
//! analyst can trust: what was measured, where, when, how much, in which unit, achieved or only
//! promised, and the exact words it was read from.
//!
//! The folders stand in the order in which data flows: [`ingest`] → [`segment`] → [`recognize`] →
//! [`relate`] → [`standardize`] → [`mod@correct`] → [`check`] → [`publish`], driven by [`pipeline`]; [`model`] holds
//! the nouns they hand to one another, [`spill`] what memory does not. What comes after, over releases, is
//! `analyze`, which the feature `analysis` adds, and [`report`].

#[cfg(feature = "analysis")]
pub mod analyze;
pub mod check;
#[allow(clippy::doc_markdown, reason = "help is shown on a terminal, where backticks would be noise")]
pub mod cli;
pub mod correct;
pub mod ingest;
pub mod model;
pub mod pipeline;
pub mod publish;
pub mod recognize;
pub mod relate;
pub mod report;
pub mod review;
pub mod segment;
pub mod spill;
pub mod standardize;
