//! # What it looks for
//! Percentages that cannot be: a share below 0 or above 100, a fall of more than 100, an
//! unemployment rate above 60, a plan completed by more than 1000.
//!
//! # Why
//! The decimal point is lost (`占比385%` for 38.5), or the number was read as the wrong measure.
//!
//! # Flagged
//! - `占地区生产总值比重385%`
//! - `下降120%`
//! - `城镇调查失业率达到85%`
//! - `完成年度计划的9850%`
//! - `增长1250%`, as info: true of small beginnings, a slip otherwise.
//!
//! # Not flagged
//! - `占比100%`, `增长300%`, `完成年度计划的117.5%`
//! - Shares of trade or of loans and deposits in the product, which exceed 100 in open economies.
//! - Rates that are no parts of a whole by their name: 产销率, 负债率, 拨备覆盖率, 充足率, 自给率.
//! - Contributions: where one part falls, another contributes more than all.

use rust_decimal::Decimal;

use super::super::note::{Note, Notes};
use super::super::view::View;
use crate::model::lexicon::Dimension;
use crate::model::{Measure, Observation, Severity};

/// Names of ratios that may exceed one.
const OPEN: &[&str] = &[
    "产销率",
    "负债率",
    "拨备",
    "充足率",
    "自给率",
    "存贷比",
    "依存度",
    "覆盖率",
    "杠杆率",
    "指数",
    "周转率",
    "入学率",
];

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    for (i, row) in view.observations().iter().enumerate() {
        if view.unit(row).dimension == Dimension::Percent
            && let Some((severity, bound)) = beyond(view, row)
        {
            let side = if row.value > bound { "高于" } else { "低于" };
            let message = format!("{}{}，{side}可能的界限{bound}%", view.name(row), view.say(row));
            notes.add(Note::new(vec![view.at(i)], message).found(row.value).expected(bound).severity(severity));
        }
    }
}

fn beyond(view: &View<'_>, row: &Observation) -> Option<(Severity, Decimal)> {
    let hundred = Decimal::ONE_HUNDRED;
    let above = |bound: Decimal, severity| (row.value > bound).then_some((severity, bound));
    let below = |bound: Decimal| (row.value < bound).then_some((Severity::Error, bound));
    let under = |code| view.lexicon.indicators.is_under(row.indicator, code);
    let is_rate = matches!(row.measure, Measure::Share | Measure::Level) && under("unemployment_rate");
    match row.measure {
        _ if is_rate => below(Decimal::ZERO).or_else(|| above(Decimal::new(60, 0), Severity::Error)),
        Measure::Share => {
            let open = under("trade") || under("finance") || OPEN.iter().any(|w| row.indicator_text.contains(w));
            below(Decimal::ZERO).or_else(|| if open { None } else { above(hundred, Severity::Error) })
        }
        Measure::GrowthRate => below(-hundred).or_else(|| above(Decimal::ONE_THOUSAND, Severity::Info)),
        Measure::Completion => below(Decimal::ZERO).or_else(|| above(Decimal::ONE_THOUSAND, Severity::Warning)),
        Measure::Level if under("urbanization_rate") || under("forest_coverage") || under("air_quality") => {
            below(Decimal::ZERO).or_else(|| above(hundred, Severity::Error))
        }
        _ => None,
    }
}
