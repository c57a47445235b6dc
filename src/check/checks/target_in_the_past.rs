//! # What it looks for
//! A target whose time had ended before the year in which the document was written.
//!
//! # Why
//! Either the plan copied an older one, or what was achieved was read as a promise.
//!
//! # Flagged
//! - In a plan of 2022: `到2020年，力争规模工业企业达到100家`.
//!
//! # Not flagged
//! - Targets of the document's own year or later.
//! - Budget reports, whose budgets of the past year are targets by rule.
//! - Past targets that are told as such: 年初预算, 预期目标, 规划目标, 目标任务, 超额完成.
//! - Documents without a date, rows without a time.

use super::super::note::{Note, Notes};
use super::super::say;
use super::super::view::View;
use crate::model::{DocumentKind, Status};

/// Words that tell a past target as past.
const TOLD: &[&str] = &[
    "预算",
    "预计",
    "预期",
    "原定",
    "计划数",
    "计划目标",
    "超额",
    "目标任务",
    "规划目标",
    "年度目标",
    "年初目标",
    "高于目标",
];

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    let Some(written) = view.year().filter(|_| view.reading.document.meta.kind != DocumentKind::Budget) else { return };
    for (i, row) in view.observations().iter().enumerate() {
        let past = row.period.filter(|p| row.status == Status::Target && p.last().year() < written);
        if let Some(period) = past {
            let told = |words: &str| TOLD.iter().any(|w| words.contains(w));
            if !told(&row.indicator_text) && !told(view.before(row, 120)) {
                let message = format!(
                    "{}{}的目标为{}，期限早于文件的{written}年",
                    say::period(period),
                    view.name(row),
                    view.say(row)
                );
                notes.add(Note::new(vec![view.at(i)], message).found(row.value));
            }
        }
    }
}
