//! How tightly the words bind a value: 约, 左右, 超过, 以上, 不超过, 以内, 余.

use super::context::Words;
use super::view::{Approach, View};
use crate::model::Bound;
use crate::model::any_of::any_of;
use crate::model::lexicon::{CueKind, CueSet};
use crate::recognize::Found;
use crate::recognize::lexical::Hit;
use crate::recognize::number::Vague;

/// The bound that stands after the number and its unit, and where its words end.
pub(super) fn after(view: &View, found: &Found) -> Option<(Bound, usize)> {
    let mut at = found.end;
    // 52360元(现价)以上 does not occur; 5%(含)以上 does.
    if let Some(aside) = included(view.slice(at, view.end)) {
        at += aside;
    }
    // 2小时内到达: a term.
    let lasts = any_of!["小时", "分钟", "工作日", "个月"].closes(view.slice(found.start, found.end));
    let tail = view.slice(at, view.end);
    if lasts && tail.starts_with('内') && !any_of!["内部", "内外", "内容"].opens(tail) {
        return Some((Bound::AtMost, at + '内'.len_utf8()));
    }
    let (hit, set) = view.cue_starting(at).or_else(|| behind_thing(view, found, at))?;
    let bound = suffix(set)?;
    Some((bound, hit.end as usize))
}

/// The bytes of a bracket between a limit and its bound: `(含)以上`, `(含300万元)以上`, `(人民币，下同)以上`.
fn included(tail: &str) -> Option<usize> {
    /// In bytes.
    const LONGEST: usize = 40;
    let inner = tail.strip_prefix('(')?;
    let close = inner.find(')').filter(|i| *i <= LONGEST)? + "()".len();
    // 450万头(只、口)左右
    let units = inner[..close - "()".len()].chars().all(|c| "头只口台套个人户家辆件名、/".contains(c));
    // 320人(含外籍12人)以上门方式: who is counted with them bounds nothing.
    let same = |rest: &str| rest.starts_with(|c: char| c == ')' || c == ',' || c.is_ascii_digit());
    let noted = ["含", "不含", "包括", "人民币"].iter().any(|w| inner.strip_prefix(w).is_some_and(same)) || units;
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(['、', ',', '。', ';']);
    let noted = noted || any_of!["含", "包括"].opens(inner) && tail[close..].strip_prefix("左右").is_some_and(ends);
    (noted && any_of!["以上", "以下", "以内", "左右"].opens(&tail[close..])).then_some(close)
}

/// `200张床位以上的医院`: the bound behind what is counted, of a class by its size. A grade is none: 20家规模以上的企业.
pub(super) fn behind_thing<'a>(view: &View<'a>, found: &Found, at: usize) -> Option<(&'a Hit, CueSet)> {
    const THINGS: [&str; 14] = [
        "床位",
        "座位",
        "车位",
        "铺位",
        "泊位",
        "老人",
        "老年人",
        "居民",
        "村民",
        "学生",
        "人口",
        "员工",
        "职工",
        "用户",
    ];
    found.number.unit?;
    let tail = view.slice(at, view.end);
    let thing = THINGS.into_iter().find(|t| tail.starts_with(t))?;
    let bounded = ["以上的", "以下的", "以内的"].iter().any(|w| tail[thing.len()..].starts_with(w));
    view.cue_starting(at + thing.len()).filter(|_| bounded)
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
pub(super) fn before(view: &View, approach: &Approach, start: usize) -> Option<(Bound, (usize, usize))> {
    // 死亡率<1.2人; the sign behind a letter or a slash ends a tag that a page left.
    let words = view.slice(view.start, start);
    if let Some(sign) = words.chars().next_back().filter(|c| matches!(c, '<' | '>')) {
        let tag = words[..words.len() - 1].ends_with(|c: char| c.is_ascii() && !c.is_ascii_whitespace());
        let bound = if sign == '<' { Bound::AtMost } else { Bound::AtLeast };
        return (!tag).then_some((bound, (start - 1, start)));
    }
    // 超每万人4批次
    let mut at = approach.chain.first().map_or(start, |l| if l.end + 15 >= start { l.end } else { start });
    for link in approach.chain.iter().take(2) {
        if link.end != at {
            break;
        }
        let words = (link.start, link.end);
        // 重点突破6条产业链: what is worked at.
        let worked = view.slice(link.start, link.end) == "突破"
            && any_of!["重点", "集中", "协同", "联合", "攻关"].closes(view.slice(view.start, link.start));
        if worked {
            break;
        }
        if link.cues.has(CueKind::AtLeastBefore) {
            return Some((Bound::AtLeast, words));
        }
        // 最高年产26万吨: a record, and no limit.
        let record = || view.slice(link.end, start).contains(['产', '达']);
        if view.slice(link.start, link.end) == "最高" && record() {
            break;
        }
        if link.cues.has(CueKind::AtMostBefore) {
            return Some((Bound::AtMost, words));
        }
        if link.cues.has(CueKind::ApproxBefore) {
            return Some((Bound::Approx, words));
        }
        at = link.start;
    }
    None
}

/// `不超过设备购置额15%`: a bound before the phrase that the number is a part of, in the clause from `head` on.
fn before_phrase(view: &View, approach: &Approach, head: usize, start: usize) -> Option<(Bound, (usize, usize))> {
    const BOUNDS: CueSet = CueSet::of(&[CueKind::AtLeastBefore, CueKind::AtMostBefore]);
    const SHORTEST: u32 = "不超过".len() as u32;
    let from = head.min(approach.phrase.0);
    // 补助最高为每个展位2万元
    let ceiling = |h: &Hit| {
        view.slice(h.start as usize, h.end as usize) == "最高"
            && any_of!["为每", "每"].opens(view.slice(h.end as usize, start))
    };
    let mut bounds = view.cues_in(from, start).rev().filter(|(_, set)| set.any(BOUNDS));
    let (hit, set) = bounds.find(|(h, _)| h.end - h.start >= SHORTEST || ceiling(h))?;
    let between = view.slice(hit.end as usize, start);
    let near = between.chars().count() <= 15 && !between.contains(|c: char| c.is_ascii_digit() || c == ',');
    let bound = if set.has(CueKind::AtLeastBefore) { Bound::AtLeast } else { Bound::AtMost };
    near.then_some((bound, (hit.start as usize, hit.end as usize)))
}

/// The bound of a number from the words on both sides; those after it are the closer ones
/// (控制在5.5%左右). Also the words that said it. `head` is where its clause begins.
pub(super) fn of(view: &View, approach: &Approach, found: &Found, head: usize) -> (Bound, Words) {
    let number = &found.number;
    let own = Some((found.start, found.end));
    if number.high.is_some() {
        return (Bound::Range, own);
    }
    if let Some((bound, end)) = after(view, found) {
        return (bound, Some((found.end, end)));
    }
    if let Some((bound, words)) = before(view, approach, found.start) {
        return (bound, Some(words));
    }
    if let Some((bound, words)) = before_phrase(view, approach, head, found.start) {
        return (bound, Some(words));
    }
    match number.vague {
        Vague::None => (Bound::Exact, None),
        Vague::Over => (Bound::AtLeast, own),
        Vague::Few | Vague::More => (Bound::Approx, own),
    }
}
