//! The dimension of a number, by its unit or, where it has none, by what it is said of.

use rust_decimal::Decimal;

use crate::model::any_of::any_of;
use crate::model::lexicon::Dimension;
use crate::model::{DocumentKind, Measure};
use crate::recognize::Found;
use crate::recognize::exclude::Verdict;
use crate::recognize::number::Notation;
use crate::relate::view::{Approach, View};
use crate::relate::{Relater, indicator};

impl Relater<'_> {
    /// The dimension of a number where it stands: 生产总值跨越7万亿、8万亿 is money without a unit.
    pub(super) fn dimension_in(&self, view: &View, found: &Found, approach: &Approach) -> Dimension {
        let own = self.dimension(found);
        let bare = found.number.unit.is_none()
            && own == Dimension::Count
            && view.slice(found.start, found.end).ends_with(['亿', '万']);
        if !bare {
            return own;
        }
        let named = indicator::choose(self.recognizer, view, approach.phrase, Dimension::Money, Measure::Level);
        let listed = || {
            let last = self.context.antecedents.last();
            !approach.has_phrase()
                && last.is_some_and(|a| a.sentence == self.context.sentence && a.dimension == Dimension::Money)
        };
        // 纺织产业达到260亿: a branch has a size in money.
        let (from, to) = approach.phrase;
        let branches = any_of![
            "产业",
            "集群",
            "园区",
            "产业各",
            "产业均",
            "产业都",
            "产业分别",
            "产业总量",
            "集群总量",
            "产业规模",
            "集群规模",
        ];
        let sized = branches.closes(view.slice(from, to)) || branches.closes(view.slice(view.start, from));
        let thousands = view.slice(found.start, found.end).ends_with('万');
        if thousands {
            // 完成投资3200万: where nothing else can be meant.
            let counted = indicator::choose(self.recognizer, view, approach.phrase, own, Measure::Level);
            let ends = view.slice(found.end, view.end).chars().next().is_none_or(|c| ",;。、)".contains(c));
            // 税收任务86万，完成92万: amounts of money without a unit follow one another.
            let last = self.context.antecedents.last().filter(|a| a.sentence == self.context.sentence);
            let words = view.slice(approach.floor, found.start);
            let time =
                view.periods_in(approach.floor, found.start).last().is_some_and(|p| p.span.end as usize == found.start);
            let reached = time
                || words.trim_matches([',', ' ']).is_empty()
                || any_of!["完成", "实现", "达到", "达", "为", "预算", "增加", "减少"].closes(words);
            let goes_on = !approach.has_phrase() && reached && last.is_some_and(|a| a.dimension == Dimension::Money);
            // 拿出500万对…进行奖励
            let used = any_of!["对", "用于", ",", "。", ";"].opens(view.slice(found.end, view.end));
            let paid = used && any_of!["拿出", "筹资", "拨款", "出资"].closes(words);
            // 在境外上市的奖励企业50万
            let ruling = matches!(self.context.kind, DocumentKind::Policy | DocumentKind::ImplementationPlan);
            let verb = any_of!["奖励", "补助", "补贴", "奖补", "资助"].last(words).filter(|_| ruling);
            let given = verb.is_some_and(|(_, end)| {
                matches!(&words[end..], "" | "企业" | "单位" | "个人" | "团队" | "机构" | "项目" | "每家" | "每户")
            });
            let sure = ends && (counted.is_none() && named.is_some_and(|c| !c.weak) || given || goes_on) || paid;
            return if sure { Dimension::Money } else { own };
        }
        if named.is_some_and(|c| !c.weak) || sized || listed() { Dimension::Money } else { own }
    }

    /// The dimension that the number's own words give.
    pub(super) fn dimension(&self, found: &Found) -> Dimension {
        let number = &found.number;
        if number.ratio || number.percent {
            return Dimension::Percent;
        }
        if found.verdict == Verdict::Rank {
            return Dimension::Count;
        }
        match number.unit {
            Some(unit) => self.recognizer.lexicon().units.forms[usize::from(unit.form)].dimension,
            // 千亿级投资基金: a magnitude without a unit is one of money.
            None if number.notation == Notation::Magnitude && number.low >= Decimal::from(100_000_000) => {
                Dimension::Money
            }
            None => Dimension::Count,
        }
    }
}
