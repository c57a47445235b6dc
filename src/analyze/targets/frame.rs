//! Targets as a table.

use super::super::facts::{Fact, Statement};
use super::super::table::TableBuilder;
use super::super::years::frame::statements;
use super::super::{DataFrame, Release};
use super::Targets;
use crate::model::Result;

/// The targets with the words of promise and outcome.
pub(super) fn targets(targets: &Targets, release: &Release, limit: Option<usize>) -> Result<DataFrame> {
    let all = &targets.all[..limit.unwrap_or(usize::MAX).min(targets.all.len())];
    let facts = &targets.facts;
    let promise = facts.statements(release, &all.iter().map(|t| t.promise.row).collect::<Vec<_>>())?;
    let reported: Vec<u32> = all.iter().filter_map(|t| t.outcome.as_ref()).map(|f| f.row).collect();
    let mut reported = facts.statements(release, &reported)?.into_iter();
    let outcome: Vec<Option<Statement>> =
        all.iter().map(|t| t.outcome.as_ref().and_then(|_| reported.next())).collect();
    let series = || all.iter().map(|t| facts.series_of(&t.promise));
    let value = |fact: &Fact| fact.value;
    let mut t = TableBuilder::new(all.len());
    t.text("verdict", all.iter().map(|t| Some(t.verdict.as_str())));
    t.text("name", series().map(|s| Some(&s.name)));
    t.text("period", all.iter().map(|t| Some(t.promise.period.to_string())));
    t.decimal("promised", all.iter().map(|t| Some(t.promise.value)));
    t.decimal("promised_high", all.iter().map(|t| t.promise.high));
    t.text("bound", all.iter().map(|t| Some(t.promise.bound.as_str())));
    t.decimal("reported", all.iter().map(|t| t.outcome.as_ref().map(value)));
    t.text("unit", series().map(|s| Some(&s.unit)));
    t.decimal("gap", all.iter().map(|t| t.gap));
    t.float("gap_percent", all.iter().map(|t| t.gap_percent));
    t.text("movement", all.iter().map(|t| Some(t.movement.as_str())));
    t.decimal("promised_first", all.iter().map(|t| t.promises.first().map(value)));
    t.integer("promises", all.iter().map(|t| Some(t.promises.len() as i64)));
    t.text("region", series().map(|s| Some(&s.region)));
    t.text("region_name", series().map(|s| Some(&s.region_name)));
    t.text("indicator", series().map(|s| Some(&s.indicator)));
    t.text("measure", series().map(|s| Some(s.measure.as_str())));
    t.text("series_id", series().map(|s| Some(s.id_text())));
    statements(&mut t, "promised", promise.iter().map(Some));
    statements(&mut t, "reported", outcome.iter().map(Option::as_ref));
    t.finish()
}
