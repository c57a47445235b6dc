//! Which two years are compared where the user does not say.

use std::collections::BTreeMap;

use super::{Facts, YearsOptions};
use crate::model::{Error, Frequency, Result};

/// A year counts as one with many series when it has this part of the most that any year has.
const MANY: usize = 4;

/// The earlier and the later year; `None` where none is given and no two years can be compared.
pub(super) fn years(facts: &Facts, options: &YearsOptions) -> Result<Option<(i16, i16)>> {
    let given = options.to.or_else(|| options.from.map(|from| from.saturating_add(1)));
    let Some(to) = given.or_else(|| latest(facts, options)) else { return Ok(None) };
    let from = options.from.unwrap_or_else(|| to.saturating_sub(1));
    if from < to {
        return Ok(Some((from, to)));
    }
    Err(Error::usage("years", format!("{from} is not before {to}"))
        .hint("say --from with the earlier year and --to with the later one"))
}

/// The last year that, with the year before it, has many series.
fn latest(facts: &Facts, options: &YearsOptions) -> Option<i16> {
    let mut pairs: BTreeMap<i16, usize> = BTreeMap::new();
    for (_, rows) in facts.by_series().filter(|(series, _)| series.frequency == Frequency::Annual) {
        let of = |f: &super::Fact| (f.status == options.status).then(|| f.period.last().year());
        let mut years: Vec<i16> = rows.iter().filter_map(of).collect();
        years.dedup();
        for pair in years.windows(2).filter(|w| w[1] == w[0] + 1) {
            *pairs.entry(pair[1]).or_default() += 1;
        }
    }
    let most = pairs.values().max().copied()?;
    pairs.iter().rev().find(|(_, count)| **count * MANY >= most).map(|(year, _)| *year)
}
