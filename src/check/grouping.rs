//! In which groups the checks across documents see the rows that were kept. Memory holds one group at a
//! time; a row is kept once for each group it stands in.

use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::families::{adds_over_places, is_flow, is_of_product};
use super::seen::{Seen, Traits};
use crate::model::{Lexicon, Status};

/// What the rows of a group have in common. Headline figures are those achieved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) enum Grouping {
    /// The series; and with its rows what follows of years before.
    Series,
    /// Headline figures of one indicator and place, over all times.
    Times,
    /// Headline figures of one indicator and time, over all places.
    Places,
    /// The product of one place and time, and the industries it is the sum of.
    Industries,
    /// Claims to one ranking.
    Ranking,
}

impl Grouping {
    /// A row of a series, and the same row in the other groups it stands in.
    pub(super) fn every(seen: Seen, lexicon: &Lexicon) -> impl Iterator<Item = Seen> {
        let heads = seen.is(Traits::HEADLINE) && seen.status == Status::Actual;
        let others = heads.then_some([Self::Times, Self::Places, Self::Industries]).into_iter().flatten();
        let others = others.filter_map(move |group| Some(Seen { group, key: group.key(&seen, lexicon)?, ..seen }));
        std::iter::once(seen).chain(others)
    }

    /// Hash of what a headline figure has in common with its group; `None` where it stands in none.
    fn key(self, seen: &Seen, lexicon: &Lexicon) -> Option<u64> {
        let Seen { indicator, unit, region, months, .. } = *seen;
        let hash = FxBuildHasher;
        match self {
            Self::Times => is_flow(indicator, lexicon).then(|| hash.hash_one((indicator, unit, region))),
            Self::Places => adds_over_places(indicator, lexicon).then(|| hash.hash_one((indicator, unit, months))),
            Self::Industries => is_of_product(indicator, lexicon).then(|| hash.hash_one((region, unit, months))),
            Self::Series | Self::Ranking => None,
        }
    }
}
