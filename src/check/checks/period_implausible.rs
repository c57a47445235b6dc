//! # What it looks for
//! A time that cannot be meant: before 1949, more than 30 years after the document, or a fact
//! whose time begins only after the document appeared.
//!
//! # Why
//! A misprinted year (`2201年`), a number read as a year, or a target read as a fact.
//!
//! # Flagged
//! - `到2201年，地区生产总值达到500亿元`
//! - In a report of January 2021: `2023年完成投资12亿元`, read as a fact.
//!
//! # Not flagged
//! - Targets for the next thirty years, from 1949 on.
//! - A fact of the year or month in which the document appeared.
//! - The start of the future where the document has no date.
//! - Parameters of rules (status `policy`).

use super::super::note::{Note, Notes};
use super::super::say;
use super::super::view::View;
use crate::model::{Observation, Period, Status};

const EARLIEST: i16 = 1949;
const YEARS_AHEAD: i16 = 30;

pub(super) fn check(view: &View<'_>, notes: &mut Notes) {
    for (i, row) in view.observations().iter().enumerate() {
        if let Some(period) = row.period
            && row.status != Status::Policy
            && let Some(why) = implausible(view, row, period)
        {
            let when = say::period(period);
            let message = format!("{}{}的时间读作{when}，{why}", view.name(row), view.say(row));
            notes.add(Note::new(vec![view.at(i)], message).found(row.value));
        }
    }
}

fn implausible(view: &View<'_>, row: &Observation, period: Period) -> Option<String> {
    let written = view.year();
    if period.first().year() < EARLIEST {
        return Some(format!("早于{EARLIEST}年"));
    }
    let latest = written?.saturating_add(YEARS_AHEAD);
    if period.last().year() > latest {
        return Some(format!("晚于文件年份{YEARS_AHEAD}年以上"));
    }
    let published = view.reading.document.meta.written();
    let ahead = match (published, period.start()) {
        (Some(day), Some(start)) => start > day,
        // Without a day, only a later year is surely later; a bulletin's year is the one before.
        _ => period.first().year() > written?.saturating_add(1),
    };
    (ahead && row.status == Status::Actual).then(|| "晚于文件发布，却读作已实现".to_owned())
}
