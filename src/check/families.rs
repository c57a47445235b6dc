//! What kind of thing an indicator measures, as far as the checks must know it: whether years add
//! up, whether a change of prices matters, what is a part of what.

use crate::model::Lexicon;
use crate::model::lexicon::IndicatorId;

/// Whose amounts of single years add up to that of several.
const FLOWS: &[&str] = &[
    "value_added",
    "output_value",
    "output_quantity",
    "revenue",
    "profit",
    "tax",
    "fiscal_revenue",
    "fiscal_expenditure",
    "investment",
    "rd_expenditure",
    "trade",
    "retail_sales",
    "technology_contracts",
    "employment.new_urban",
    "tourism.visitors",
    "energy.consumption",
    "electricity",
    "grain.output",
    "transport.freight",
    "transport.passengers",
    "project_count",
    "event_count",
    "visitor_count.business",
];

/// In current prices or in counts, so that the growth stated is that of the levels.
const NOMINAL: &[&str] = &[
    "fiscal_revenue",
    "fiscal_expenditure",
    "tax",
    "retail_sales",
    "trade",
    "finance",
    "tourism",
    "enterprise_count",
    "market_entity_count",
];

/// Aggregates that do not grow tenfold in a year; single projects and funds do.
const STEADY: &[&str] = &[
    "gdp",
    "value_added",
    "output_value.industry",
    "output_value.agriculture",
    "fiscal_revenue",
    "fiscal_expenditure",
    "tax",
    "investment.fixed_asset",
    "retail_sales",
    "trade.total",
    "trade.export",
    "finance.deposits",
    "finance.loans",
    "income",
    "population",
    "tourism.visitors",
    "energy.consumption",
    "electricity",
    "grain",
    "forest_coverage",
    "transport",
    "health.beds",
    "market_entity_count",
    "rd_expenditure",
];

/// Whose amounts of places add up to that of the wider place. Visitors are counted in each place they see.
const SPREAD: &[&str] = &[
    "value_added",
    "fiscal_revenue",
    "fiscal_expenditure",
    "tax",
    "retail_sales",
    "trade.total",
    "trade.export",
    "trade.import",
    "investment.fdi",
    "employment.new_urban",
    "population",
    "grain",
    "market_entity_count",
];

/// The product, and the industries it is the sum of.
pub(super) const PRODUCT: [&str; 4] = ["gdp", "value_added.primary", "value_added.secondary", "value_added.tertiary"];

/// May fall below zero.
const SIGNED: &[&str] = &["profit", "price", "other", "finance"];

fn any(id: IndicatorId, lexicon: &Lexicon, codes: &[&str]) -> bool {
    codes.iter().any(|code| lexicon.indicators.is_under(id, code))
}

/// Whether amounts of single years add up to that of several. `gdp.per_capita` and stocks do not;
/// `gdp` does.
pub(super) fn is_flow(id: IndicatorId, lexicon: &Lexicon) -> bool {
    lexicon.indicators.get(id).code == "gdp" || any(id, lexicon, FLOWS)
}

/// Whether amounts of places add up to that of the wider place.
pub(super) fn adds_over_places(id: IndicatorId, lexicon: &Lexicon) -> bool {
    lexicon.indicators.get(id).code == "gdp" || any(id, lexicon, SPREAD)
}

/// Whether it is the product or one of its industries.
pub(super) fn is_of_product(id: IndicatorId, lexicon: &Lexicon) -> bool {
    PRODUCT.contains(&lexicon.indicators.get(id).code.as_str())
}

pub(super) fn is_nominal(id: IndicatorId, lexicon: &Lexicon) -> bool {
    any(id, lexicon, NOMINAL)
}

pub(super) fn is_steady(id: IndicatorId, lexicon: &Lexicon) -> bool {
    any(id, lexicon, STEADY)
}

pub(super) fn may_be_negative(id: IndicatorId, lexicon: &Lexicon) -> bool {
    any(id, lexicon, SIGNED)
}

/// Wholes with the codes their parts may have besides those below them.
const PARTS: &[(&str, &str)] = &[
    ("gdp", "value_added"),
    ("fiscal_revenue", "tax"),
    ("trade.total", "trade.export"),
    ("trade.total", "trade.import"),
    ("trade.total", "trade.cross_border"),
    ("investment.fixed_asset", "investment.industrial"),
    ("investment.fixed_asset", "investment.real_estate"),
    ("value_added.secondary", "value_added.industry"),
    ("value_added.industry", "value_added.manufacturing"),
    ("value_added.industry", "value_added.high_tech"),
    ("market_entity_count", "enterprise_count"),
];

/// Whether `part` may be counted inside `whole`.
pub(super) fn may_be_part(part: IndicatorId, whole: IndicatorId, lexicon: &Lexicon) -> bool {
    let under = |id, code| lexicon.indicators.is_under(id, code);
    let whole_code = lexicon.indicators.get(whole).code.as_str();
    // Per head, a part of the region is not a part of the number.
    if whole_code.ends_with("per_capita") || lexicon.indicators.get(part).code.ends_with("per_capita") {
        return false;
    }
    under(part, whole_code) || PARTS.iter().any(|&(w, p)| whole_code == w && under(part, p))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_named_here_is_in_the_list() {
        let lexicon = Lexicon::builtin();
        let known = |code: &str| {
            lexicon
                .indicators
                .codes
                .iter()
                .any(|i| i.code.strip_prefix(code).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
        };
        let pairs = PARTS.iter().flat_map(|p| [p.0, p.1]);
        for code in [FLOWS, NOMINAL, STEADY, SPREAD, &PRODUCT, SIGNED].concat().into_iter().chain(pairs) {
            assert!(known(code), "{code}");
        }
    }

    #[test]
    fn stocks_do_not_add_up() {
        let lexicon = Lexicon::builtin();
        let flow = |code| lexicon.indicators.find(code).is_some_and(|id| is_flow(id, &lexicon));
        assert!(flow("gdp") && flow("value_added.high_tech") && flow("trade.export"));
        for stock in
            ["gdp.per_capita", "population", "enterprise_count.high_tech", "finance.loans", "transport.mileage"]
        {
            assert!(!flow(stock), "{stock}");
        }
    }
}
