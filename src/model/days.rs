//! Days since 1970-01-01, the unit of Arrow's `date32`.

use jiff::civil::{Date, date};
use jiff::{ToSpan, Unit};

const EPOCH: Date = date(1970, 1, 1);

/// Days from 1970-01-01 to `date`, negative before it.
#[must_use]
pub fn days_of_date(date: Date) -> i32 {
    EPOCH.until((Unit::Day, date)).map_or(0, |span| span.get_days())
}

/// The date `days` after 1970-01-01; `None` outside the calendar.
#[must_use]
pub fn date_of_days(days: i32) -> Option<Date> {
    EPOCH.checked_add(days.days()).ok()
}
