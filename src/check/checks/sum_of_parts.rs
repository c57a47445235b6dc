//! # What it looks for
//! The value added of the first, second and third industry that do not sum to the gross regional
//! product of the same place, time and status, by more than half a percent: in one document, or where one
//! document states the three and only others the product.
//!
//! # Why
//! The product is the sum of the three by definition. A difference shows a misprint in one of four
//! headline numbers.
//!
//! # Flagged
//! - `地区生产总值3127.46亿元。第一产业增加值286.31亿元；第二产业增加值1174.25亿元；第三产业增加值1606.90亿元`
//!
//! # Not flagged
//! - The same with 1666.90: the sum is exact.
//! - A difference of rounding (`3127亿元`).
//! - When one of the three or the whole is not stated, is a bound, or is stated with a subject.
//! - Targets against facts.

use super::super::across::Store;
use super::super::families::PRODUCT;
use super::super::heads::Sum;
use super::super::note::{Note, Notes};
use super::super::rounding::float;
use super::super::seen::Seen;
use super::super::view::View;
use crate::model::lexicon::IndicatorId;
use crate::model::{Bound, Measure, Observation};

/// More products than that in one document are a table of many places.
const MOST: usize = 200;
/// What revisions explain.
const SLACK: f64 = 0.005;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let [Some(gdp), Some(a), Some(b), Some(c)] = PRODUCT.map(|code| view.lexicon.indicators.find(code)) else {
        return;
    };
    let rows = view.observations();
    let stated = |id: IndicatorId| {
        let of = move |(_, r): &(usize, &Observation)| r.indicator == id && is_plain(r);
        rows.iter().enumerate().filter(of).take(MOST).collect::<Vec<_>>()
    };
    let wholes = stated(gdp);
    if wholes.is_empty() {
        return;
    }
    let parts = [a, b, c].map(stated);
    for (w, whole) in wholes {
        let of = |rows: &[(usize, &Observation)]| rows.iter().find(|(_, r)| belongs(r, whole)).map(|p| p.0);
        if let [Some(a), Some(b), Some(c)] = [0, 1, 2].map(|i| of(&parts[i])) {
            look(view, w, [a, b, c], notes);
        }
    }
}

pub(super) fn check_across(store: &Store<'_>, notes: &mut Notes) {
    let [gdp, parts @ ..] = PRODUCT.map(|code| store.lexicon.indicators.find(code));
    let wholes: Vec<&Seen> = store.seen.iter().filter(|s| Some(s.indicator) == gdp && s.is_fact()).collect();
    for document in store.seen.chunk_by(|a, b| a.row.document == b.row.document) {
        let of = |part| document.iter().find(|s| Some(s.indicator) == part && s.is_fact());
        // A document that states the product itself is held against itself.
        if let [Some(a), Some(b), Some(c)] = parts.map(of)
            && wholes.iter().all(|whole| whole.row.document != a.row.document)
        {
            look_across(store, &wholes, [a, b, c], notes);
        }
    }
}

fn look_across(store: &Store<'_>, wholes: &[&Seen], three: [&Seen; 3], notes: &mut Notes) {
    let (Some(whole), Some(sum)) = (wholes.first(), Sum::of(three)) else { return };
    if wholes.iter().any(|w| sum.inexact(SLACK).agrees(w.inexact())) {
        return;
    }
    let total = Seen { value: sum.value, ..**whole };
    let message = format!(
        "{}的三次产业增加值合计{}，与{}的{}{}不符",
        store.name(three[0].row.document),
        store.say(&total),
        store.name(whole.row.document),
        store.series(whole),
        store.say(whole)
    );
    let rows = std::iter::once(whole.row).chain(sum.rows.iter().copied()).collect();
    notes.add(Note::new(rows, message).found(whole.value).expected(sum.value));
}

fn is_plain(row: &Observation) -> bool {
    row.measure == Measure::Level && row.bound == Bound::Exact && row.subject.is_none() && row.period.is_some()
}

fn belongs(part: &Observation, whole: &Observation) -> bool {
    (part.period, part.region, part.status, part.unit) == (whole.period, whole.region, whole.status, whole.unit)
}

fn look(view: &View<'_>, whole: usize, parts: [usize; 3], notes: &mut Notes) {
    let rows = view.observations();
    let sum = parts.iter().map(|&p| rows[p].value).sum();
    let row = &rows[whole];
    let steps: f64 = parts.iter().chain([&whole]).map(|&i| view.inexact(&rows[i]).step).sum();
    let slack = (float(row.value) * SLACK).abs().max(steps);
    if (float(sum) - float(row.value)).abs() > slack {
        let mut total = row.clone();
        total.value = sum;
        let message = format!("三次产业增加值合计{}，与地区生产总值{}不符", view.say(&total), view.say(row));
        let refs = [whole, parts[0], parts[1], parts[2]].map(|i| view.at(i)).to_vec();
        notes.add(Note::new(refs, message).found(row.value).expected(sum));
    }
}
