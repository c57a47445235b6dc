//! The two sides of a budget: what is summed to 收入总计 comes in, what is summed to 支出总计 is spent,
//! whatever else its words would name.

use super::{Slot, Subject};
use crate::model::DocumentKind;
use crate::model::any_of::any_of;
use crate::model::lexicon::{Dimension, IndicatorId};
use crate::relate::Relater;
use crate::relate::indicator::Choice;
use crate::relate::rules::RuleId;

/// Words for the sum of a side, and the code of what is summed.
const TOTALS: [(&str, &str); 8] = [
    ("收入总计", "fiscal_revenue"),
    ("总收入", "fiscal_revenue"),
    ("收入合计", "fiscal_revenue"),
    ("收入总量", "fiscal_revenue"),
    ("支出总计", "fiscal_expenditure"),
    ("总支出", "fiscal_expenditure"),
    ("支出合计", "fiscal_expenditure"),
    ("支出总量", "fiscal_expenditure"),
];

impl Relater<'_> {
    /// What a number measures in the accounts of a budget, given what its words alone name.
    pub(super) fn in_accounts(&self, slot: &Slot, subject: Subject) -> Subject {
        if self.context.kind != DocumentKind::Budget || slot.dimension != Dimension::Money || subject.of.is_some() {
            return subject;
        }
        let side = self
            .total_itself(slot, &subject)
            .or_else(|| self.side(slot, &subject))
            .or_else(|| self.bare_side(slot, &subject));
        match side {
            Some(indicator) => Subject { indicator, ..subject },
            None => subject,
        }
    }

    /// `总收入512亿元`: of a budget, no firm's takings.
    fn total_itself(&self, slot: &Slot, subject: &Subject) -> Option<IndicatorId> {
        let indicators = &self.recognizer.lexicon().indicators;
        let (from, to) = subject.phrase.filter(|_| indicators.find("revenue") == Some(subject.indicator))?;
        let words = slot.view.slice(from, to).trim_matches([',', ' ']);
        words.ends_with("总收入").then(|| indicators.find("fiscal_revenue"))?
    }

    /// `全年收入完成85亿元`: of a fund that was named before.
    fn bare_side(&self, slot: &Slot, subject: &Subject) -> Option<IndicatorId> {
        let (from, to) = subject.phrase.filter(|_| subject.indicator == self.other())?;
        let code = match slot.view.slice(from, to).trim_start_matches("全年") {
            "收入" | "基金收入" => "fiscal_revenue",
            "支出" | "基金支出" => "fiscal_expenditure",
            _ => return None,
        };
        self.recognizer.lexicon().indicators.find(code)
    }

    /// `补助收入8亿元、调入资金3亿元，收入总计30亿元`: a member of a sum takes the side of its total, unless its
    /// own words say which it is of or it is a part in brackets.
    fn side(&self, slot: &Slot, subject: &Subject) -> Option<IndicatorId> {
        let indicators = &self.recognizer.lexicon().indicators;
        let (from, to) =
            subject.phrase.filter(|_| matches!(subject.rule, RuleId::Before | RuleId::Other | RuleId::Topic))?;
        let words = slot.view.slice(from, to);
        let told = any_of!["收入", "支出", "债券", "入等", "出等", "税", "税款"].closes(words)
            || (words.contains("结余") && !words.contains("上年"))
            || indicators.is_under(subject.indicator, "tax");
        let inside = slot.view.slice(slot.clause.saturating_sub(1), slot.clause) == "(";
        if told || inside || from >= to {
            return None;
        }
        let tail = slot.view.slice(slot.found.end, slot.view.end);
        let sums = |word: &str, at: usize| {
            let rest =
                tail[at + word.len()..].trim_start_matches(['预', '计', '为', '达', '到', '完', '成', '安', '排', ' ']);
            rest.starts_with(|c: char| c.is_ascii_digit())
        };
        let first = TOTALS
            .iter()
            .filter_map(|(word, code)| tail.find(word).filter(|&at| sums(word, at)).map(|at| (at, *code)))
            .min()?;
        indicators.find(first.1)
    }

    /// Whether `term` is what a budget puts into something.
    pub(super) fn spends(&self, term: &str) -> bool {
        self.context.kind == DocumentKind::Budget && term.contains("投入")
    }
}

/// `补充预算稳定调节基金`: put into the fund, not taken out of it.
pub(super) fn lays_by(slot: &Slot, choice: Choice) -> bool {
    let fund = slot.view.slice(choice.term.0, choice.term.1).ends_with("调节基金");
    fund && any_of!["补充", "安排", "设立", "设置", "转入", "增加"].within(slot.view.slice(slot.clause, choice.term.0))
}
