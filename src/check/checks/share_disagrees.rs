//! # What it looks for
//! A part of the industrial structure that differs from value added divided by gross regional
//! product, both stated in the same document for the same place and time, by more than 0.3
//! percentage points beyond rounding.
//!
//! # Why
//! The three numbers say the same thing twice; where they differ, one is misprinted or of another
//! period.
//!
//! # Flagged
//! - `地区生产总值1000亿元，第一产业增加值83亿元，…三次产业结构为12.8:36.4:50.8`
//!
//! # Not flagged
//! - `…三次产业结构为8.3:36.4:55.3`
//! - A document that states only one side.
//! - Two triples for one period (`由…调整为…` read with one time): which one is meant cannot be told.
//! - Shares and amounts of different years, places or status.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::super::note::{Note, Notes};
use super::super::rounding::float;
use super::super::view::View;
use crate::model::lexicon::IndicatorId;
use crate::model::{Bound, Measure, Observation, Period, RegionCode, Status};

const SLACK: f64 = 0.3;
const PARTS: [(&str, &str); 3] =
    [("第一产业", "value_added.primary"), ("第二产业", "value_added.secondary"), ("第三产业", "value_added.tertiary")];

type Key = (IndicatorId, Option<Period>, Option<RegionCode>, Status);

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let find = |code| view.lexicon.indicators.find(code);
    let (Some(structure), Some(gdp)) = (find("industry_structure"), find("gdp")) else { return };
    let shares: Vec<_> = shares(view, structure).collect();
    if shares.is_empty() {
        return;
    }
    let mut levels: FxHashMap<Key, usize> = FxHashMap::default();
    let mut times: FxHashMap<(Key, usize), u32> = FxHashMap::default();
    for (i, row) in view.observations().iter().enumerate() {
        if row.measure == Measure::Level && row.bound == Bound::Exact && row.subject.is_none() && row.period.is_some() {
            levels.entry(key(row, row.indicator)).or_insert(i);
        }
    }
    for &(i, part) in &shares {
        *times.entry((key(&view.observations()[i], structure), part)).or_default() += 1;
    }
    for &(i, part) in &shares {
        let row = &view.observations()[i];
        let level = find(PARTS[part].1).and_then(|id| levels.get(&key(row, id)));
        if let (Some(&level), Some(&whole)) = (level, levels.get(&key(row, gdp)))
            && times.get(&(key(row, structure), part)) == Some(&1)
        {
            look(view, [i, level, whole], PARTS[part].0, notes);
        }
    }
}

fn shares<'a>(view: &'a View<'_>, structure: IndicatorId) -> impl Iterator<Item = (usize, usize)> + 'a {
    view.observations().iter().enumerate().filter_map(move |(i, row)| {
        let part = || PARTS.iter().position(|p| row.subject.as_deref() == Some(p.0));
        (row.indicator == structure && row.measure == Measure::Share).then(part)?.map(|p| (i, p))
    })
}

fn key(row: &Observation, id: IndicatorId) -> Key {
    (id, row.period, row.region, row.status)
}

fn look(view: &View<'_>, [share, level, whole]: [usize; 3], name: &str, notes: &mut Notes) {
    let rows = view.observations();
    let (part, all) = (&rows[level], &rows[whole]);
    if part.unit != all.unit || all.value.is_zero() {
        return;
    }
    let ratio = part.value.checked_div(all.value).and_then(|r| r.checked_mul(Decimal::ONE_HUNDRED));
    let Some(ratio) = ratio.map(|r| r.round_dp(2)) else { return };
    let stated = &rows[share];
    let rounding = view.inexact(stated).step / 2.0
        + float(ratio) * (view.inexact(part).relative_step() + view.inexact(all).relative_step());
    if (float(stated.value) - float(ratio)).abs() > SLACK + rounding {
        let message = format!(
            "{name}占比{}%，而{}除以{}为{}%",
            stated.value.normalize(),
            view.say(part),
            view.say(all),
            ratio.normalize()
        );
        let refs = [share, level, whole].map(|i| view.at(i)).to_vec();
        notes.add(Note::new(refs, message).found(stated.value).expected(ratio));
    }
}
