//! # What it looks for
//! An amount below zero of something that cannot be: money spent, people, tonnes, firms.
//!
//! # Why
//! A hyphen was read as a minus, or a fall was read as a level.
//!
//! # Flagged
//! - `投资-25亿元` where the dash is punctuation.
//! - `企业-5家` read as a level.
//!
//! # Not flagged
//! - Profits, prices, balances and the indicator `other`, which can be negative.
//! - Words that say so: 净, 差, 赤字, 结余, 亏损, 顺差.
//! - Growth and changes; increases, of which a decrease is one.

use super::super::families::may_be_negative;
use super::super::note::{Note, Notes};
use super::super::view::View;
use crate::model::Measure;

const SIGNED: &[char] = &['净', '差', '赤', '结', '亏', '减', '降', '温'];

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    for (i, row) in view.observations().iter().enumerate() {
        if row.measure == Measure::Level
            && row.value.is_sign_negative()
            && !row.value.is_zero()
            && !may_be_negative(row.indicator, view.lexicon)
            && !row.indicator_text.contains(SIGNED)
        {
            let message = format!("{}读作{}，不应为负", view.name(row), view.say(row));
            notes.add(Note::new(vec![view.at(i)], message).found(row.value));
        }
    }
}
