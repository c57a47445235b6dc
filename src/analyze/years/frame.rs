//! Two years side by side as tables.

use super::super::facts::{Fact, Statement};
use super::super::table::TableBuilder;
use super::super::{DataFrame, Release};
use super::{Pair, Years};
use crate::check::rounding::float;
use crate::model::Result;

/// The pairs with the words of both.
pub(super) fn pairs(years: &Years, release: &Release, limit: Option<usize>) -> Result<DataFrame> {
    let pairs = &years.pairs[..limit.unwrap_or(usize::MAX).min(years.pairs.len())];
    let facts = &years.facts;
    let words =
        |of: fn(&Pair) -> &Fact| facts.statements(release, &pairs.iter().map(|p| of(p).row).collect::<Vec<_>>());
    let (then, now) = (words(|p| &p.then)?, words(|p| &p.now)?);
    let growth: Vec<u32> = pairs.iter().filter_map(|p| Some(p.stated.as_ref()?.fact.row)).collect();
    let mut growth = facts.statements(release, &growth)?.into_iter();
    let growth: Vec<Option<Statement>> = pairs.iter().map(|p| p.stated.as_ref().and_then(|_| growth.next())).collect();
    let series = || pairs.iter().map(|p| facts.series_of(&p.now));
    let mut t = TableBuilder::new(pairs.len());
    t.text("name", series().map(|s| Some(&s.name)));
    t.text("period_from", pairs.iter().map(|p| Some(p.then.period.to_string())));
    t.text("period_to", pairs.iter().map(|p| Some(p.now.period.to_string())));
    t.decimal("value_from", pairs.iter().map(|p| Some(p.then.value)));
    t.decimal("value_to", pairs.iter().map(|p| Some(p.now.value)));
    t.text("unit", series().map(|s| Some(&s.unit)));
    t.decimal("change", pairs.iter().map(|p| Some(p.absolute)));
    t.float("change_percent", pairs.iter().map(|p| p.relative));
    t.decimal("growth_stated", pairs.iter().map(|p| p.stated.as_ref().map(|s| s.value)));
    t.text("verdict", pairs.iter().map(|p| Some(p.verdict.as_str())));
    t.float("value_from_implied", pairs.iter().map(|p| p.stated.as_ref().and_then(|s| s.implied)));
    t.text("values_from_others", pairs.iter().map(others));
    t.bool("power_of_ten", pairs.iter().map(|p| Some(p.power_of_ten)));
    t.float("remarkable", pairs.iter().map(|p| Some(p.remarkable)));
    t.text("region", series().map(|s| Some(&s.region)));
    t.text("region_name", series().map(|s| Some(&s.region_name)));
    t.text("indicator", series().map(|s| Some(&s.indicator)));
    t.text("measure", series().map(|s| Some(s.measure.as_str())));
    t.text("series_id", series().map(|s| Some(s.id_text())));
    t.text("bound_from", pairs.iter().map(|p| Some(p.then.bound.as_str())));
    t.text("bound_to", pairs.iter().map(|p| Some(p.now.bound.as_str())));
    t.float("confidence", pairs.iter().map(|p| Some(f64::from(p.then.confidence.min(p.now.confidence)))));
    statements(&mut t, "from", then.iter().map(Some));
    statements(&mut t, "to", now.iter().map(Some));
    statements(&mut t, "growth", growth.iter().map(Option::as_ref));
    t.finish()
}

/// What appeared and what disappeared, with its words.
pub(super) fn coverage(years: &Years, release: &Release, limit: Option<usize>) -> Result<DataFrame> {
    let facts = &years.facts;
    let all =
        years.appeared.iter().map(|f| ("appeared", f)).chain(years.disappeared.iter().map(|f| ("disappeared", f)));
    let all: Vec<(&str, &Fact)> = all.take(limit.unwrap_or(usize::MAX)).collect();
    let words = facts.statements(release, &all.iter().map(|(_, f)| f.row).collect::<Vec<_>>())?;
    let series = || all.iter().map(|(_, f)| facts.series_of(f));
    let mut t = TableBuilder::new(all.len());
    t.text("coverage", all.iter().map(|(what, _)| Some(what)));
    t.text("name", series().map(|s| Some(&s.name)));
    t.text("period", all.iter().map(|(_, f)| Some(f.period.to_string())));
    t.decimal("value", all.iter().map(|(_, f)| Some(f.value)));
    t.text("unit", series().map(|s| Some(&s.unit)));
    t.text("region", series().map(|s| Some(&s.region)));
    t.text("region_name", series().map(|s| Some(&s.region_name)));
    t.text("indicator", series().map(|s| Some(&s.indicator)));
    t.text("measure", series().map(|s| Some(s.measure.as_str())));
    t.text("series_id", series().map(|s| Some(s.id_text())));
    statements(&mut t, "", words.iter().map(Some));
    t.finish()
}

/// The columns that tell where a value stands.
pub(in crate::analyze) fn statements<'a>(
    t: &mut TableBuilder,
    of: &str,
    words: impl Iterator<Item = Option<&'a Statement>> + Clone,
) {
    let name = |column: &str| if of.is_empty() { column.to_owned() } else { format!("{column}_{of}") };
    t.text(&name("observation_id"), words.clone().map(|w| w.map(|w| &w.observation_id)));
    t.text(&name("source"), words.clone().map(|w| w.map(|w| &w.source)));
    t.text(&name("title"), words.clone().map(|w| w.and_then(|w| w.title.as_ref())));
    t.date(&name("published"), words.clone().map(|w| w.and_then(|w| w.published)));
    t.text(&name("words"), words.clone().map(|w| w.map(written)));
    t.text(&name("sentence"), words.map(|w| w.map(|w| &w.sentence)));
}

/// Number and unit as written.
fn written(words: &Statement) -> String {
    format!("{}{}", words.value_text, words.unit_text.as_deref().unwrap_or_default())
}

/// Other values of the earlier year, each once, joined by ` | `.
fn others(pair: &Pair) -> Option<String> {
    let mut values: Vec<_> = pair.revised.iter().map(|f| f.value).collect();
    values.sort_by(|a, b| float(*a).total_cmp(&float(*b)));
    values.dedup();
    let values: Vec<String> = values.iter().map(ToString::to_string).collect();
    (!values.is_empty()).then(|| values.join(" | "))
}
