//! # What it looks for
//! The three parts of an industrial structure in one sentence that do not make 100 %, beyond what
//! rounding can hide (half a percent).
//!
//! # Why
//! The three industries are the whole of the economy. One of the parts is misprinted.
//!
//! # Flagged
//! - `三次产业结构为14.2:43.5:52.3`
//! - `三次产业比重分别为9.6%、26.8%、53.6%`
//!
//! # Not flagged
//! - `三次产业结构由18.6:45.2:36.2调整为14.2:43.5:42.3`: each triple for itself.
//! - `8.3:36.4:55.4`: rounding.
//! - One or two parts alone, unless they exceed 100 % already.
//! - Other shares in a list, which need not have one whole.

use rust_decimal::Decimal;

use super::super::note::{Note, Notes};
use super::super::view::View;
use crate::model::{Measure, Observation};

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let Some(structure) = view.lexicon.indicators.find("industry_structure") else { return };
    let is_part = |r: &Observation| r.indicator == structure && r.measure == Measure::Share;
    let rows = view.observations();
    let mut i = 0;
    for run in rows.chunk_by(|a, b| is_part(a) && is_part(b) && a.sentence == b.sentence) {
        if is_part(&run[0]) {
            let whole = run.len() % 3 == 0;
            for (k, parts) in run.chunks(if whole { 3 } else { run.len() }).enumerate() {
                if whole || run.len() == 2 {
                    look(view, i + k * 3, parts, whole, notes);
                }
            }
        }
        i += run.len();
    }
}

fn look(view: &View<'_>, from: usize, parts: &[Observation], whole: bool, notes: &mut Notes) {
    // Parts that no decimal holds together are a misreading that other checks tell of.
    let sum = parts.iter().try_fold(Decimal::ZERO, |sum, r| sum.checked_add(r.value));
    let Some((sum, off)) = sum.and_then(|sum| Some((sum, sum.checked_sub(Decimal::ONE_HUNDRED)?))) else { return };
    let slack = Decimal::new(5, 1);
    if off > slack || whole && off < -slack {
        let said: Vec<_> = parts.iter().map(|r| r.value.normalize().to_string()).collect();
        let message = format!("三次产业结构{}合计{}%，不是100%", said.join("："), sum.normalize());
        let rows = (from..from + parts.len()).map(|i| view.at(i)).collect();
        notes.add(Note::new(rows, message).found(sum).expected(Decimal::ONE_HUNDRED));
    }
}
