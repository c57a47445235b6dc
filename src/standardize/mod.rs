//! Stage 5, observation to observation: character offsets, decimals that fit the published columns,
//! the terms in which a figure is told, and the series it belongs to.

mod terms;

pub use terms::fill as fill_series;

use rust_decimal::Decimal;

use crate::model::{Document, Observation};
use crate::segment::Segments;

/// Completes the observations of a document: offsets in Unicode scalar values, the blocks and pages
/// they stand in, values with the digits that the contract has.
pub fn standardize(document: &Document, segments: &Segments, observations: &mut [Observation]) {
    let text = &document.text;
    let (mut at, mut chars) = (0, 0);
    for o in observations {
        o.block = segments.blocks.partition_point(|b| b.span.start <= o.span.start) as u32;
        o.page = document.layout.page(o.span.start);
        let (start, end) = (o.span.start as usize, o.span.end as usize);
        if start < at {
            (at, chars) = (0, 0);
        }
        chars += count_chars(&text[at..start]);
        o.value = fit(o.value);
        o.value_high = o.value_high.map(fit);
        o.char_start = chars;
        o.char_end = chars + count_chars(&text[start..end]);
        at = start;
    }
}

/// The value with the nine digits after the point that the published decimals have.
fn fit(value: Decimal) -> Decimal {
    value.round_dp(9).normalize()
}

fn count_chars(text: &str) -> u32 {
    text.chars().count() as u32
}
