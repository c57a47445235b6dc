//! In which terms a figure is told: whose figure within a place, of which budget, at which prices.
//!
//! The words stand around the number, often sentences before it (市本级, 同口径, 按可比价计算), and
//! figures in different terms must not be compared.

use serde::{Deserialize, Serialize};

use super::observation::codes;

codes! {
    /// Which part of a place a figure is about.
    Scope {
        /// The place as a whole: 全市, or nothing said.
        Whole = "whole",
        /// The government at that level without those below: 市本级, 省直.
        Own = "own_level",
        /// The city proper: 市区, 主城区.
        Urban = "urban",
    }
}

codes! {
    /// Which of the four government budgets (预算法, article 5) a fiscal figure is of.
    Budget {
        /// 一般公共预算, or nothing said.
        General = "general",
        /// 政府性基金预算
        Funds = "government_funds",
        /// 国有资本经营预算
        Capital = "state_capital",
        /// 社会保险基金预算
        Insurance = "social_insurance",
    }
}

codes! {
    /// At which prices, or against which base, a figure is told.
    Basis {
        /// The words do not say.
        Unstated = "unstated",
        /// 按可比价, 不变价, 扣除价格因素, 实际增长
        Constant = "constant_prices",
        /// 现价, 名义增长
        Current = "current_prices",
        /// 同口径, 剔除…因素: on a base that was adjusted.
        LikeForLike = "like_for_like",
    }
}

impl Scope {
    /// The words for it in names of series; empty for the whole.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Whole => "",
            Self::Own => "本级",
            Self::Urban => "市区",
        }
    }
}

impl Budget {
    /// The words for it in names of series; empty for the general budget.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::General => "",
            Self::Funds => "政府性基金",
            Self::Capital => "国有资本经营",
            Self::Insurance => "社会保险基金",
        }
    }
}

impl Basis {
    /// The words for it in names of series; empty where nothing is said.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unstated => "",
            Self::Constant => "可比价",
            Self::Current => "现价",
            Self::LikeForLike => "同口径",
        }
    }
}

/// The terms of one figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Terms {
    /// Which part of the place.
    pub scope: Scope,
    /// Which budget.
    pub budget: Budget,
    /// At which prices.
    pub basis: Basis,
}

impl Default for Terms {
    fn default() -> Self {
        Self { scope: Scope::Whole, budget: Budget::General, basis: Basis::Unstated }
    }
}
