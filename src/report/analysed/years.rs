//! Two years side by side: the changes most worth a look, with the line of all years.

use std::collections::BTreeMap;

use super::{Ids, signed};
use crate::analyze::years::{Pair as Compared, Years as Comparison, YearsOptions};
use crate::analyze::{Facts, Release};
use crate::model::{Frequency, Result, Status};
use crate::report::chart::Spark;
use crate::report::compared::{Pair, Years};
use crate::report::number::float;
use crate::report::shown::{shown, shown_like, unscaled};
use crate::report::text::line;
use crate::report::words;

/// Pairs that are shown.
const MOST: usize = 120;
/// Characters of a name.
const NAME: usize = 120;

/// The last two years of a release that many series have; `None` where there are none.
pub(super) fn years(release: &Release) -> Result<Option<Years>> {
    let found = Comparison::compare(release, &YearsOptions::default())?;
    let Some((from, to)) = found.compared else { return Ok(None) };
    let shown: Vec<&Compared> = found.pairs.iter().take(MOST).collect();
    let facts = shown.iter().flat_map(|p| [&p.then, &p.now].into_iter().chain(p.stated.as_ref().map(|s| &s.fact)));
    let ids = Ids::of(release, &found.facts, facts)?;
    let lines = Lines::of(&found.facts);
    Ok(Some(Years {
        from,
        to,
        pairs: shown.into_iter().map(|pair| row(&found.facts, &ids, &lines, pair)).collect(),
        more: found.pairs.len().saturating_sub(MOST),
        appeared: found.appeared.len(),
        disappeared: found.disappeared.len(),
    }))
}

fn row(facts: &Facts, ids: &Ids, lines: &Lines, pair: &Compared) -> Pair {
    let series = facts.series_of(&pair.now);
    let change = match pair.relative {
        Some(percent) => signed(format!("{percent:.1}").replace('-', "\u{2212}")) + "%",
        None => signed(shown_like(pair.absolute, &series.unit, pair.now.value).text),
    };
    Pair {
        name: line(&series.name, NAME),
        unit: shown(pair.now.value, &series.unit).unit,
        spark: lines.spark(series.id),
        then: ids.value(facts, &pair.then, &pair.now),
        now: ids.value(facts, &pair.now, &pair.now),
        change,
        stated: pair.stated.as_ref().map(|stated| ids.value(facts, &stated.fact, &stated.fact)),
        verdict: words::code("growth", pair.verdict.as_str()),
    }
}

/// The annual values of every series, for sparklines.
struct Lines(BTreeMap<u128, Vec<(i16, f64)>>);

impl Lines {
    fn of(facts: &Facts) -> Self {
        let mut lines = BTreeMap::new();
        for (series, rows) in facts.by_series().filter(|(series, _)| series.frequency == Frequency::Annual) {
            let reached: Vec<_> = rows.iter().filter(|f| f.status == Status::Actual).collect();
            let years = reached.chunk_by(|a, b| a.period == b.period);
            let best = |one: &[&crate::analyze::Fact]| {
                let fact = facts.best(one.iter().copied())?;
                Some((fact.period.last().year(), float(unscaled(fact.value), 0)))
            };
            lines.insert(series.id, years.filter_map(best).collect());
        }
        Self(lines)
    }

    fn spark(&self, series: u128) -> Spark {
        Spark::new(self.0.get(&series).map(Vec::as_slice).unwrap_or_default())
    }
}
