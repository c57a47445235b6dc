//! The value of a row in its canonical unit, and what it is held against.

use crate::model::any_of::any_of;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::Slot;
use crate::model::lexicon::{Dimension, UnitId};
use crate::model::{Measure, RegionCode};
use crate::recognize::period::PeriodMention;
use crate::relate::classes::Class;
use crate::relate::measure::Reading;
use crate::relate::rules::RuleId;
use crate::relate::{Relater, time};

impl Relater<'_> {
    /// The value in its canonical unit.
    pub(super) fn value(
        &self,
        slot: &Slot,
        reading: Reading,
        class: Option<Class>,
    ) -> (Decimal, Option<Decimal>, UnitId) {
        let units = &self.recognizer.lexicon().units;
        let number = &slot.found.number;
        let find = |symbol: &str| units.find(symbol).unwrap_or(UnitId(0));
        let (mut factor, mut unit) = match number.unit {
            Some(hit) => {
                let form = &units.forms[usize::from(hit.form)];
                (form.factor, form.unit)
            }
            None if class.is_some_and(|c| c.rule != RuleId::Capacity) => (Decimal::ONE, find("CNY")),
            None if slot.dimension == Dimension::Money => (Decimal::ONE, find("CNY")),
            None if number.percent || number.ratio => (Decimal::ONE, find("%")),
            None => (Decimal::ONE, find("1")),
        };
        if slot.dimension == Dimension::Multiple && reading.measure == Measure::GrowthRate {
            factor = Decimal::ONE_HUNDRED;
            unit = find("%");
        }
        if reading.measure == Measure::Rank {
            (factor, unit) = (Decimal::ONE, find("1"));
        }
        if slot.classifier() == Some("番") {
            // 翻两番: twice twice as much.
            let times = |v: Decimal| Decimal::from(1_u64 << v.to_u32().unwrap_or(0).min(20));
            return (times(number.low), number.high.map(times), unit);
        }
        let sign = |v: Decimal| if reading.negative && !v.is_sign_negative() { -v } else { v };
        let scale = |v: Decimal| sign(v.checked_mul(factor).unwrap_or(v)).normalize();
        (scale(number.low), number.high.map(scale), unit)
    }

    /// What a change, multiple, share or rank is held against.
    pub(super) fn baseline(
        &self,
        slot: &Slot,
        measure: Measure,
        region: Option<RegionCode>,
    ) -> Option<(String, (usize, usize))> {
        let view = slot.view;
        let clause = view.slice(slot.clause, slot.found.start);
        let base = || view.periods_in(slot.clause, slot.found.start).iter().rev().find(|p| p.base);
        let period = |p: &PeriodMention| {
            let words = (p.span.start as usize, p.span.end as usize);
            time::resolve(p, &self.context).map(|period| (period.to_string(), words))
        };
        let in_clause = |(code, at, len): (String, usize, usize)| (code, (slot.clause + at, slot.clause + at + len));
        match measure {
            Measure::Multiple => base().and_then(period),
            Measure::GrowthRate | Measure::ChangePp | Measure::Increase => {
                let relative =
                    any_of!["同比", "比上年", "较上年", "比去年", "较去年", "上年同期"].places(clause).next();
                let relative = relative.map(|(from, to)| ("previous_year".to_owned(), from, to - from));
                let gap = any_of!["全国", "全省", "全市"].within(clause) && measure == Measure::ChangePp;
                match base() {
                    _ if gap => wider(clause, region).map(in_clause),
                    Some(p) if relative.is_none() => period(p),
                    _ => relative.map(in_clause),
                }
            }
            Measure::Share | Measure::Rank => wider(clause, region).map(in_clause),
            _ => None,
        }
    }
}

/// The code of the wider region that a clause names, and where it does.
fn wider(clause: &str, region: Option<RegionCode>) -> Option<(String, usize, usize)> {
    let own = region?;
    let wholes = [
        ("全国", RegionCode::COUNTRY),
        ("全省", own.province()),
        ("全区", own.province()),
        ("全市", own.prefecture()),
        ("全州", own.prefecture()),
    ];
    let (at, word, code) = wholes.iter().find_map(|&(word, code)| clause.find(word).map(|i| (i, word, code)))?;
    (code != own).then(|| (code.to_string(), at, word.len()))
}
