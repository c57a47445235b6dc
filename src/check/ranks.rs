//! Ranks that places claim, as far as they can be held against one another.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;
use serde::{Deserialize, Serialize};

use super::seen::Months;
use super::view::{DOUBTFUL, View};
use crate::model::lexicon::IndicatorId;
use crate::model::{Bound, Measure, Observation, ObservationRef, RegionCode, Series, Status};

/// A place's claim to a rank. Ordered so that claims to one rank stand together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Claim {
    /// Hash of all that makes the ranking: what, when, among whom.
    pub(super) ranking: u64,
    pub(super) rank: u16,
    pub(super) region: u32,
    pub(super) row: ObservationRef,
    pub(super) indicator: IndicatorId,
    pub(super) months: Months,
}

impl Claim {
    /// The claims of a document.
    pub(super) fn of<'v>(view: &'v View<'_>) -> impl Iterator<Item = Self> + 'v {
        view.observations().iter().enumerate().filter_map(|(i, row)| Self::new(view, i, row))
    }

    fn new(view: &View<'_>, i: usize, row: &Observation) -> Option<Self> {
        let claims = row.measure == Measure::Rank
            && row.bound == Bound::Exact
            && row.status == Status::Actual
            && row.confidence >= DOUBTFUL
            // Two may share a rank, and say so.
            && !view.before(row, 30).contains("并列");
        let baseline = row.baseline.as_deref().and_then(RegionCode::parse).filter(|_| claims)?;
        let mut series = Series::of(row, view.text(), view.lexicon)?;
        let rank = u16::try_from(row.value).ok().filter(|rank| *rank > 0)?;
        let months = Months::of(row.period?)?;
        let own = series.region;
        // Places are ranked among those of their level in a wider one.
        if own == baseline || !baseline.covers(own) {
            return None;
        }
        series.region = baseline;
        let mut hash = FxHasher::default();
        (series, own.level(), months.first, months.last).hash(&mut hash);
        let (ranking, indicator) = (hash.finish(), row.indicator);
        Some(Self { ranking, rank, region: own.0, row: view.at(i), indicator, months })
    }
}
