//! Removes old releases.
//!
//! A release loses its name first, in one step and on disk, and its files after: nobody ever sees half
//! of one, and what a killed prune leaves is hidden and goes with the next run or prune. Whoever has
//! its files open reads on.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::Listed;
use crate::model::{Error, Result};
use crate::publish::output::{Output, PRUNED};

/// Which releases stay besides the latest one. A release stays that any of the rules keeps, and one
/// whose name does not say when it was made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Keep {
    /// So many in all: the latest, and those that were made last. Of two that were made in one second the
    /// names do not tell which was first, but `latest` does.
    pub last: Option<u32>,
    /// The last one of each month, in UTC.
    pub monthly: Option<Monthly>,
}

/// Of how many months the last release stays. Months without a release do not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Monthly {
    /// Of every month.
    All,
    /// Of the last so many.
    Last(u32),
}

impl Keep {
    /// Those of `releases`, which are sorted from the oldest, that go.
    #[must_use]
    pub fn goes<'r>(&self, releases: &'r [Listed]) -> Vec<&'r Listed> {
        let newest = releases.iter().rev().filter(|r| r.made.is_some());
        let others = newest.clone().filter(|r| !r.latest);
        let mut stay: BTreeSet<&str> =
            others.take(self.last.unwrap_or(0).saturating_sub(1) as usize).map(|r| &*r.id).collect();
        let months = match self.monthly {
            None => 0,
            Some(Monthly::All) => usize::MAX,
            Some(Monthly::Last(months)) => months as usize,
        };
        let mut seen = BTreeSet::new();
        for release in newest {
            let Some(made) = release.made.map(|made| made.to_zoned(TimeZone::UTC)) else { continue };
            let month = (made.year(), made.month());
            if !seen.contains(&month) && seen.len() < months {
                seen.insert(month);
                stay.insert(&release.id);
            }
        }
        releases.iter().filter(|r| !r.latest && r.made.is_some() && !stay.contains(&*r.id)).collect()
    }
}

/// Removes a release, which must not be the latest.
///
/// # Errors
/// `latest-release`, when it is the latest; `cannot-write`, `cannot-read`.
pub fn prune(output: &Output, id: &str) -> Result<()> {
    if output.latest()?.as_deref() == Some(id) {
        return Err(Error::usage("latest-release", format!("`{id}` is the latest release and stays"))
            .at_file(output.folder().path())
            .hint("make a new release first"));
    }
    let hidden = format!("{PRUNED}{id}");
    let releases = output.releases();
    releases.rename(id, output.folder(), &hidden)?;
    // The name goes from the disk before the first file does: else a loss of power could bring back
    // the name of a release that has lost some of its files.
    output.folder().sync()?;
    releases.sync()?;
    output.folder().at(&hidden).remove()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn releases(stamps: &[&str]) -> Vec<Listed> {
        let one = |(i, stamp): (usize, &&str)| Listed {
            id: format!("{stamp}-0123456789ab"),
            made: super::super::made(stamp),
            latest: i + 1 == stamps.len(),
            bytes: 0,
            manifest: None,
        };
        stamps.iter().enumerate().map(one).collect()
    }

    const STAMPS: [&str; 6] = [
        "20251130T230000Z",
        "20251201T000000Z",
        "20251231T235959Z",
        "20260101T000000Z",
        "20260115T000000Z",
        "20260302T000000Z",
    ];

    /// The places of those that go.
    fn goes(last: Option<u32>, monthly: Option<Monthly>) -> Vec<usize> {
        let releases = releases(&STAMPS);
        let goes = Keep { last, monthly }.goes(&releases);
        (0..STAMPS.len()).filter(|&i| goes.iter().any(|r| r.id == releases[i].id)).collect()
    }

    #[test]
    fn rules_keep_what_they_say_and_the_latest_in_any_case() {
        let cases = [
            (None, None, vec![0, 1, 2, 3, 4]),
            (Some(0), None, vec![0, 1, 2, 3, 4]),
            (Some(2), None, vec![0, 1, 2, 3]),
            (Some(99), None, vec![]),
            (None, Some(Monthly::All), vec![1, 3]),
            (None, Some(Monthly::Last(2)), vec![0, 1, 2, 3]),
            (Some(3), Some(Monthly::Last(3)), vec![0, 1]),
            (Some(1), Some(Monthly::All), vec![1, 3]),
        ];
        for (last, monthly, expected) in cases {
            assert_eq!(goes(last, monthly), expected, "{last:?} {monthly:?}");
        }
    }

    #[test]
    fn the_latest_stays_where_it_is_not_the_newest_and_so_does_what_has_no_time() {
        let mut all = releases(&STAMPS);
        (all[1].latest, all[5].latest) = (true, false);
        all.push(Listed { id: "yearbook".into(), made: None, latest: false, bytes: 0, manifest: None });
        let keep = Keep { last: Some(2), monthly: None };
        let goes: Vec<_> = keep.goes(&all).iter().map(|r| r.id.get(..8).unwrap_or_default()).collect();
        assert_eq!(goes, ["20251130", "20251231", "20260101", "20260115"]);
    }
}
