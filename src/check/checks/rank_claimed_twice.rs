//! # What it looks for
//! Two places of one level that claim the same rank among the places of a wider one, for the same
//! figure and time.
//!
//! # Why
//! Only one province can be first. Mostly the words around the rank narrow it (in the west, of the
//! large provinces) and the reading lost them; sometimes one of the documents is wrong.
//!
//! # Flagged
//! - `甲市：地区生产总值增速居全省第一` in one report and `乙市：地区生产总值增速居全省第一` in another, same year.
//!
//! # Not flagged
//! - `并列第一`.
//! - Different years, different figures, ranks in different wider places, `前三` (a bound).
//! - A claim that several documents of one place repeat.

use rust_decimal::Decimal;

use super::super::across::Store;
use super::super::note::{Note, Notes};
use super::super::ranks::Claim;
use super::super::say;
use crate::model::RegionCode;

pub(super) fn check(store: &Store<'_>, notes: &mut Notes) {
    for claims in store.ranks.chunk_by(|a, b| (a.ranking, a.rank) == (b.ranking, b.rank)) {
        let places: Vec<&Claim> = claims.chunk_by(|a, b| a.region == b.region).map(|own| &own[0]).collect();
        if let [first, others @ ..] = places.as_slice() {
            for other in others {
                note(store, first, other, notes);
            }
        }
    }
}

fn note(store: &Store<'_>, first: &Claim, other: &Claim, notes: &mut Notes) {
    let place = |claim: &Claim| {
        let year = Some((claim.months.last / 12) as i16);
        let name = store.lexicon.regions.name_of(RegionCode(claim.region), year).unwrap_or_default();
        format!("{}称{name}", store.name(claim.row.document))
    };
    let message = format!(
        "{}{}：{}居第{}位，{}也居第{}位",
        say::period(first.months.period()),
        store.lexicon.indicators.get(first.indicator).name,
        place(first),
        first.rank,
        place(other),
        other.rank
    );
    notes.add(
        Note::new(vec![other.row, first.row], message)
            .found(Decimal::from(other.rank))
            .expected(Decimal::from(first.rank)),
    );
}
