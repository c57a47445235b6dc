//! Stage 3, sentence to mentions: numbers, units, periods, regions, indicators, cues.

pub mod number;
