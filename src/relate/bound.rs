//! How tightly the words bind a value: 约, 左右, 超过, 以上, 不超过, 以内, 余.

use super::view::{Approach, View};
use crate::model::Bound;
use crate::model::lexicon::{CueKind, CueSet};
use crate::recognize::Found;
use crate::recognize::number::Vague;

/// The bound that stands after the number and its unit, and where its words end.
pub(super) fn after(view: &View, found: &Found) -> Option<(Bound, usize)> {
    let mut at = found.end;
    // 73286元(现价)以上 does not occur; 5%(含)以上 does.
    if view.slice(at, view.end).starts_with("(含)") {
        at += "(含)".len();
    }
    let (hit, set) = view.cue_starting(at)?;
    let bound = suffix(set)?;
    Some((bound, hit.end as usize))
}

fn suffix(set: CueSet) -> Option<Bound> {
    if set.has(CueKind::AtLeastAfter) {
        Some(Bound::AtLeast)
    } else if set.has(CueKind::AtMostAfter) {
        Some(Bound::AtMost)
    } else if set.has(CueKind::ApproxAfter) {
        Some(Bound::Approx)
    } else {
        None
    }
}

/// The bound that the words right before the number give.
pub(super) fn before(approach: &Approach, start: usize) -> Option<Bound> {
    let mut at = start;
    for link in approach.chain.iter().take(2) {
        if link.end != at {
            break;
        }
        if link.cues.has(CueKind::AtLeastBefore) {
            return Some(Bound::AtLeast);
        }
        if link.cues.has(CueKind::AtMostBefore) {
            return Some(Bound::AtMost);
        }
        if link.cues.has(CueKind::ApproxBefore) {
            return Some(Bound::Approx);
        }
        at = link.start;
    }
    None
}

/// The bound of a number from the words on both sides; those after it are the closer ones
/// (控制在5.5%左右).
pub(super) fn of(view: &View, approach: &Approach, found: &Found) -> Bound {
    let number = &found.number;
    if number.high.is_some() {
        return Bound::Range;
    }
    if let Some((bound, _)) = after(view, found) {
        return bound;
    }
    if let Some(bound) = before(approach, found.start) {
        return bound;
    }
    match number.vague {
        Vague::None => Bound::Exact,
        Vague::Over => Bound::AtLeast,
        Vague::Few | Vague::More => Bound::Approx,
    }
}
