//! Five-year plans: `“十三五”期间`, `“十三五”末`, `“十三五”前四年`.

use super::When;
use super::numerals::{digit, number};
use crate::model::any_of::any_of;

/// `十三五`: the number of a five-year plan and the bytes it takes. `一五` and `二五` would be too
/// often parts of other words, so they need 时期 or 计划 after them.
pub(super) fn plan_number(rest: &str) -> Option<(u8, usize)> {
    let digits = |c: char| digit(c).map(|n| n as u8);
    let mut chars = rest.chars();
    let first = chars.next()?;
    if first == '十' {
        let second = chars.next()?;
        if second == '五' && !rest["十五".len()..].starts_with('五') {
            return any_of!["计划", "时期", "期间", "规划"].opens(&rest["十五".len()..]).then_some((10, 6));
        }
        let n = digits(second)?;
        return (chars.next() == Some('五')).then_some((10 + n, 9));
    }
    let n = digits(first)?;
    if chars.next() != Some('五') {
        return None;
    }
    let tail = &rest[6..];
    any_of!["计划", "时期", "期间", "末", "规划"].opens(tail).then_some((n, 6))
}

/// `第六个五年计划期间`: a plan by its full name.
pub(super) fn plan_in_full(rest: &str) -> Option<(When, usize)> {
    let tail = rest.strip_prefix('第')?;
    let (n, len) = number(tail).filter(|(n, _)| (1..=20).contains(n))?;
    let name = ["个五年计划", "个五年规划"].iter().find(|w| tail[len..].starts_with(**w))?;
    Some(plan(rest, n as u8, "第".len() + len + name.len()))
}

/// What stands after the number of a plan: its end, its first years, or all of it.
pub(super) fn plan(rest: &str, n: u8, used: usize) -> (When, usize) {
    let tail = &rest[used..];
    if let Some(word) = ["期末", "时期末", "期间末", "末期", "末"].iter().find(|w| tail.starts_with(**w)) {
        return (When::PlanEnd(n), used + word.len());
    }
    let name = ["计划", "规划"].iter().find(|w| tail.starts_with(**w)).map_or(0, |w| w.len());
    if let Some(first) = tail[name..].strip_prefix('前')
        && let Some((years, len)) = number(first)
        && first[len..].starts_with('年')
        && (1..=4).contains(&years)
    {
        return (When::PlanFirst(n, years as u8), used + name + 3 + len + 3);
    }
    let word = ["期间", "时期", "以来", "规划期", "期内", "五年"]
        .iter()
        .find(|w| tail.starts_with(**w))
        .map_or(0, |w| w.len());
    (When::Plan(n), used + word)
}

/// First and last year of the `n`th five-year plan.
#[must_use]
pub const fn plan_years(n: u8) -> (i16, i16) {
    match n {
        1 => (1953, 1957),
        2 => (1958, 1962),
        n => (1951 + 5 * n as i16, 1955 + 5 * n as i16),
    }
}
