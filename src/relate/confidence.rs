//! How sure a row is: the share of rows read in the same way that were right on labelled text.
//!
//! The figures are measured (`zhibiao eval --calibrate` prints them); a row's confidence is the
//! product of what its rule and the sources of its slots have earned.

use super::context::Source;
use super::rules::RuleId;

/// What is known of how a row was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Features {
    pub(super) rule: RuleId,
    pub(super) weak: bool,
    pub(super) period: Source,
    pub(super) status: Source,
    pub(super) region: Source,
    pub(super) has_period: bool,
}

/// The confidence of a row, 0 to 1.
pub(super) fn of(f: &Features) -> f32 {
    let rule: f32 = match f.rule {
        RuleId::Before | RuleId::Ratio => 0.95,
        RuleId::Attached => 0.93,
        RuleId::List | RuleId::After => 0.9,
        RuleId::Cell => 0.85,
        RuleId::ClassLimit | RuleId::Capacity => 0.8,
        RuleId::Topic | RuleId::FromTo | RuleId::Ambition => 0.75,
        RuleId::Other => 0.7,
    };
    let weak = if f.weak { 0.9 } else { 1.0 };
    let period = match (f.has_period, f.period) {
        (false, _) => 0.6,
        (_, Source::Clause | Source::Heading) => 1.0,
        (_, Source::Carried) => 0.98,
        (_, Source::Document) => 0.9,
        (_, Source::Default) => 0.6,
    };
    let status = match f.status {
        Source::Clause | Source::Heading => 1.0,
        Source::Carried => 0.96,
        Source::Document | Source::Default => 0.9,
    };
    let region = if f.region == Source::Clause { 0.9 } else { 1.0 };
    rule * weak * period * status * region
}
