//! How remarkable a change is: so many times the usual change of its indicator, weighed with the square of
//! the confidence, twice as much for what an indicator is first of all about.

use rustc_hash::FxHashMap;

use super::super::facts::{Facts, SeriesInfo};
use super::Pair;
use crate::model::Measure;

/// Pairs of an indicator from which its usual change can be told.
const ENOUGH: usize = 8;
/// The least usual change: of amounts as a logarithm (2 %), of rates in tens of points.
const LEAST: f64 = 0.02;
/// What an indicator is first of all about matters more than what is beside it.
const HEADLINE: f64 = 2.0;

/// Ranks the pairs, the most remarkable first.
pub(super) fn rank(pairs: &mut [Pair], facts: &Facts) {
    let mut changes: FxHashMap<(&str, Measure), Vec<f64>> = FxHashMap::default();
    let mut measures: FxHashMap<Measure, Vec<f64>> = FxHashMap::default();
    for pair in pairs.iter() {
        let (series, size) = (facts.series_of(&pair.now), size(pair, facts.series_of(&pair.now)));
        measures.entry(series.measure).or_default().push(size);
        if series.indicator != "other" {
            changes.entry((series.indicator.as_str(), series.measure)).or_default().push(size);
        }
    }
    let usual: FxHashMap<_, f64> =
        changes.into_iter().filter(|(_, all)| all.len() >= ENOUGH).map(|(key, all)| (key, median(all))).collect();
    let general: FxHashMap<_, f64> = measures.into_iter().map(|(measure, all)| (measure, median(all))).collect();
    for pair in pairs.iter_mut() {
        let series = facts.series_of(&pair.now);
        let known = usual.get(&(series.indicator.as_str(), series.measure)).or_else(|| general.get(&series.measure));
        let usual = known.copied().unwrap_or(LEAST).max(LEAST);
        let confidence = f64::from(pair.now.confidence.min(pair.then.confidence));
        let known = if series.headline { HEADLINE } else { 1.0 };
        pair.remarkable = size(pair, series) / usual * confidence * confidence * known;
    }
    // Changes near a power of ten are mostly slips: they come behind the rest.
    pairs.sort_by(|a, b| {
        let by_size = b.remarkable.total_cmp(&a.remarkable);
        a.power_of_ten.cmp(&b.power_of_ten).then(by_size).then(a.now.row.cmp(&b.now.row))
    });
}

/// The size of a change: of amounts as a logarithm, less what chance does to small counts; of rates and
/// shares in tens of percentage points; of ranks in tens of places; of amounts that change their sign, as a
/// part of the larger one.
fn size(pair: &Pair, series: &SeriesInfo) -> f64 {
    let (then, now) = (pair.then.inexact().value, pair.now.inexact().value);
    if !series.measure.is_amount() {
        return (now - then).abs() / 10.0;
    }
    if then <= 0.0 || now <= 0.0 {
        return (now - then).abs() / then.abs().max(now.abs()).max(f64::MIN_POSITIVE);
    }
    let chance = if series.unit == "1" { then.min(now).max(1.0).sqrt().recip() } else { 0.0 };
    ((now / then).ln().abs() - chance).max(0.0)
}

fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(LEAST)
}
