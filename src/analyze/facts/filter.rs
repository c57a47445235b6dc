//! Which observations a command looks at: the filters that all of them share.

use crate::model::{Period, RegionCode};

/// A choice of places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RegionChoice {
    /// This place.
    Is(RegionCode),
    /// This place and all places in it.
    Within(RegionCode),
    /// The place of this name, as the release has it.
    Named(String),
}

impl RegionChoice {
    fn takes(&self, code: Option<RegionCode>, name: &str) -> bool {
        match self {
            Self::Is(own) => code == Some(*own),
            Self::Within(own) => code.is_some_and(|c| own.covers(c)),
            Self::Named(own) => own == name,
        }
    }
}

/// Which observations are looked at; the default is all of them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Filter {
    /// Places; any of them. Empty: all.
    pub regions: Vec<RegionChoice>,
    /// Codes of indicators, with the codes below them, or words that the name of a series holds; any of
    /// them. Empty: all.
    pub indicators: Vec<String>,
    /// The first year that a period may end in.
    pub from: Option<i16>,
    /// The last year that a period may end in.
    pub to: Option<i16>,
    /// The least confidence.
    pub min_confidence: f32,
}

impl Filter {
    pub(super) fn takes_region(&self, code: &str, name: &str) -> bool {
        let code = RegionCode::parse(code);
        self.regions.is_empty() || self.regions.iter().any(|r| r.takes(code, name))
    }

    pub(super) fn takes_period(&self, period: Period) -> bool {
        let year = period.last().year();
        self.from.is_none_or(|from| from <= year) && self.to.is_none_or(|to| year <= to)
    }

    /// Whether the code is asked for or lies below one that is, or the words hold what is asked for.
    pub(super) fn takes_indicator(&self, code: &str, name: &str) -> bool {
        let takes = |asked: &String| {
            code.strip_prefix(asked.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
                || (!asked.is_ascii() && name.contains(asked.as_str()))
        };
        self.indicators.is_empty() || self.indicators.iter().any(takes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_take_what_is_below_them_and_words_what_holds_them() {
        let filter = Filter { indicators: vec!["value_added.industry".into(), "财政".into()], ..Filter::default() };
        assert!(filter.takes_indicator("value_added.industry", ""));
        assert!(filter.takes_indicator("value_added.industry.above_scale", ""));
        assert!(!filter.takes_indicator("value_added.industrial", ""));
        assert!(filter.takes_indicator("fiscal_revenue", "湖南省财政总收入"));
        assert!(!filter.takes_indicator("gdp", "湖南省地区生产总值"));
    }

    #[test]
    fn places_by_code_by_name_and_with_what_is_in_them() {
        let of = |choice| Filter { regions: vec![choice], ..Filter::default() };
        let hunan = RegionCode(430_000);
        assert!(of(RegionChoice::Is(hunan)).takes_region("430000", "湖南省"));
        assert!(!of(RegionChoice::Is(hunan)).takes_region("430400", "衡阳市"));
        assert!(of(RegionChoice::Within(hunan)).takes_region("430400", "衡阳市"));
        assert!(!of(RegionChoice::Within(hunan)).takes_region("440000", "广东省"));
        assert!(of(RegionChoice::Named("衡阳市".into())).takes_region("430400", "衡阳市"));
    }

    #[test]
    fn periods_are_chosen_by_the_year_they_end_in() {
        let filter = Filter { from: Some(2020), to: Some(2021), ..Filter::default() };
        let taken = [2019, 2020, 2021, 2022].map(|y| filter.takes_period(Period::year(y)));
        assert_eq!(taken, [false, true, true, false]);
        assert!(filter.takes_period(Period::years(2016, 2020)));
    }
}
