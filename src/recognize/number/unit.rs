//! The unit behind a number, over 余, 多, 来 and white space.

use super::glyph::{char_at, has};
use super::piece::Piece;
use super::{UnitHit, Vague};
use crate::model::Span;
use crate::model::lexicon::{Dimension, Units};

/// What stands behind a number.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Found {
    pub(super) hit: Option<UnitHit>,
    /// 余, 多 or 来 says that it is somewhat more.
    pub(super) more: bool,
    /// 半 behind the unit, or 个半: half a unit more.
    pub(super) half: bool,
}

/// Durations that 个多 and 个半 can stand in.
const SPLIT: [(&str, &str); 4] = [("月", "个月"), ("小时", "个小时"), ("星期", "个星期"), ("季度", "个季度")];

/// What 多 and 余 begin when they are no vagueness: 多元, 多层次, 余额.
const MANY: &str = "元样层方维重地次变数功能渠党边民式媒头举彩点极中额量粮热地件缺";

/// Finds the unit behind `piece`.
pub(super) fn find(text: &str, piece: &Piece, units: &Units) -> Found {
    if piece.percent {
        // 百分之五 is complete; a percent sign behind it would be a misprint.
        return Found { more: has(text, piece.end, "多") || has(text, piece.end, "余"), ..Found::default() };
    }
    if let Some(found) = behind_more(text, piece.end, units).or_else(|| split(text, piece.end, units)) {
        return found;
    }
    let at = if piece.numeral.arabic { skip_space(text, piece.end) } else { piece.end };
    // 500万(不含)美元
    let aside = ["(不含)", "(含)"].iter().find(|a| has(text, at, a)).map_or(0, |a| a.len());
    let Some(hit) = hit(text, at + aside, units) else { return Found::default() };
    let end = hit.span.end as usize;
    let duration = units.forms[usize::from(hit.form)].dimension == Dimension::Duration;
    let half = duration && piece.high.is_none() && piece.vague == Vague::None && half_at(text, end);
    Found { hit: Some(hit), more: vaguely_more(text, end), half }
}

/// White space that may stand between a number and its unit: one or two characters, no line break.
fn skip_space(text: &str, at: usize) -> usize {
    let space = |c: &char| matches!(c, ' ' | '\u{a0}' | '\u{3000}');
    text.get(at..).unwrap_or("").chars().take(2).take_while(space).fold(at, |at, c| at + c.len_utf8())
}

fn hit(text: &str, at: usize, units: &Units) -> Option<UnitHit> {
    let form = units.index_at_start(text.get(at..)?)?;
    let end = at + units.forms[usize::from(form)].text.len();
    Some(UnitHit { span: Span::new(at, end), form })
}

/// `200余家`, `10多个`: the unit stands behind 余, 多 or 来.
fn behind_more(text: &str, at: usize, units: &Units) -> Option<Found> {
    let word = char_at(text, at).filter(|c| matches!(c, '余' | '多' | '来'))?;
    let next = at + word.len_utf8();
    if let Some(hit) = hit(text, next, units) {
        return Some(Found { hit: Some(hit), more: true, half: false });
    }
    let plain = word != '来' && !char_at(text, next).is_some_and(|c| MANY.contains(c));
    plain.then_some(Found { hit: None, more: true, half: false })
}

/// `3个多月`, `两个半小时`.
fn split(text: &str, at: usize, units: &Units) -> Option<Found> {
    if !has(text, at, "个") {
        return None;
    }
    let inner = at + '个'.len_utf8();
    let word = char_at(text, inner).filter(|c| matches!(c, '多' | '余' | '半'))?;
    let rest = inner + word.len_utf8();
    let &(tail, form) = SPLIT.iter().find(|(tail, _)| has(text, rest, tail))?;
    let form = units.index_of(form)?;
    let hit = UnitHit { span: Span::new(at, rest + tail.len()), form };
    Some(Found { hit: Some(hit), more: word != '半', half: word == '半' })
}

/// 三年多, `5公里余`.
fn vaguely_more(text: &str, at: usize) -> bool {
    char_at(text, at).is_some_and(|c| {
        matches!(c, '余' | '多') && {
            let next = char_at(text, at + c.len_utf8());
            !next
                .is_some_and(|n| MANY.contains(n) || matches!(n, '年' | '家' | '个' | '种' | '项' | '人' | '部' | '于'))
        }
    })
}

/// 一年半, but not 三年半数 or 半年.
fn half_at(text: &str, at: usize) -> bool {
    has(text, at, "半") && !char_at(text, at + '半'.len_utf8()).is_some_and(|c| "年数月导岛径山天成挂".contains(c))
}
