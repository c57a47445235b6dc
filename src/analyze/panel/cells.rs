//! Which observation is the value of a cell.

use rustc_hash::FxHashMap;

use super::super::facts::{Fact, Facts, SeriesInfo};
use super::{Dimension, PanelOptions};
use crate::model::Period;
use crate::model::observation::codes;
use crate::model::precedence::Weight;

codes! {
    /// Why an observation is not the value of its cell.
    Reason {
        /// Its unit is not the one that most values of the column have.
        OtherUnit = "other_unit",
        /// It is about an earlier time.
        OtherPeriod = "other_period",
        /// Its series is another one: other words, prices or baseline.
        OtherSeries = "other_series",
        /// Another statement of the same value goes before it.
        Precedence = "precedence",
    }
}

/// An observation that was passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passed {
    /// Index into the rows of the facts.
    pub fact: usize,
    /// Why.
    pub reason: Reason,
}

/// A cell with a value.
#[derive(Debug, Clone)]
pub struct Cell {
    /// Index into the rows of the panel.
    pub row: usize,
    /// Index into its columns.
    pub column: usize,
    /// The observation chosen: index into the rows of the facts.
    pub chosen: usize,
    /// Those passed over.
    pub passed: Vec<Passed>,
}

/// The rows, columns and cells of a panel, all sorted.
pub(super) fn choose(facts: &Facts, options: &PanelOptions) -> (Vec<Vec<String>>, Vec<String>, Vec<Cell>) {
    let mut rows = Keys::default();
    let mut columns = Keys::default();
    let mut filled: FxHashMap<(usize, usize), Vec<usize>> = FxHashMap::default();
    let mut key = Vec::new();
    let mut at = 0;
    for (series, all) in facts.by_series() {
        let first = at;
        at += all.len();
        if !options.takes(series) {
            continue;
        }
        for (i, fact) in all.iter().enumerate().filter(|(_, f)| f.status == options.status) {
            key.clear();
            key.extend(options.rows.iter().map(|d| d.of(fact, series).into_owned()));
            let row = rows.index(&key);
            key.clear();
            key.extend(options.columns.iter().map(|d| d.of(fact, series).into_owned()));
            let column = columns.index(&key);
            filled.entry((row, column)).or_default().push(first + i);
        }
    }
    let units = units(facts, options, &filled);
    let (row_order, rows) = rows.sorted();
    let (column_order, columns) = columns.sorted();
    let mut cells: Vec<Cell> = filled
        .into_iter()
        .filter_map(|((row, column), all)| {
            let (chosen, passed) = cell(facts, &all, units.get(&column).copied())?;
            Some(Cell { row: row_order[row], column: column_order[column], chosen, passed })
        })
        .collect();
    cells.sort_unstable_by_key(|cell| (cell.row, cell.column));
    let columns = columns.into_iter().map(|key| key.join(":")).collect();
    (rows, columns, cells)
}

/// The unit that most values of each column have.
fn units<'a>(
    facts: &'a Facts,
    options: &PanelOptions,
    filled: &FxHashMap<(usize, usize), Vec<usize>>,
) -> FxHashMap<usize, &'a str> {
    if options.columns.contains(&Dimension::Unit) || options.rows.contains(&Dimension::Unit) {
        return FxHashMap::default();
    }
    let mut counts: FxHashMap<(usize, &str), usize> = FxHashMap::default();
    for ((_, column), all) in filled {
        for &fact in all {
            *counts.entry((*column, facts.series_of(&facts.rows[fact]).unit.as_str())).or_default() += 1;
        }
    }
    let mut best: FxHashMap<usize, (usize, &str)> = FxHashMap::default();
    for ((column, unit), count) in counts {
        let entry = best.entry(column).or_insert((count, unit));
        // Of units that are as common, the first by name, so that the outcome does not depend on order.
        if (count, std::cmp::Reverse(unit)) > (entry.0, std::cmp::Reverse(entry.1)) {
            *entry = (count, unit);
        }
    }
    best.into_iter().map(|(column, (_, unit))| (column, unit)).collect()
}

/// The value of a cell, and what was passed over. A cell without a value in the column's unit is empty.
fn cell(facts: &Facts, all: &[usize], unit: Option<&str>) -> Option<(usize, Vec<Passed>)> {
    let series = |fact: usize| facts.series_of(&facts.rows[fact]);
    let fits = |fact: &usize| unit.is_none_or(|unit| series(*fact).unit == unit);
    let wanted = all.iter().copied().filter(fits).max_by_key(|&fact| rank(facts, &facts.rows[fact]))?;
    let chosen = &facts.rows[wanted];
    let passed = all.iter().copied().filter(|&fact| fact != wanted).map(|fact| Passed {
        fact,
        reason: match &facts.rows[fact] {
            _ if !fits(&fact) => Reason::OtherUnit,
            other if other.period != chosen.period => Reason::OtherPeriod,
            other if other.series != chosen.series => Reason::OtherSeries,
            _ => Reason::Precedence,
        },
    });
    Some((wanted, passed.collect()))
}

/// The last period; then the thing itself before what is narrower, then terms unstated before stated
/// ones; then the statement.
fn rank(facts: &Facts, fact: &Fact) -> (Period, bool, bool, bool, Weight) {
    let series: &SeriesInfo = facts.series_of(fact);
    let usual = matches!(series.baseline.as_str(), "" | "previous_year");
    (fact.period, series.headline, series.basis == "unstated", usual, facts.weight(fact))
}

/// Keys in the order in which they were seen.
#[derive(Default)]
struct Keys {
    known: FxHashMap<Vec<String>, usize>,
}

impl Keys {
    fn index(&mut self, key: &[String]) -> usize {
        if let Some(index) = self.known.get(key) {
            return *index;
        }
        let index = self.known.len();
        self.known.insert(key.to_vec(), index);
        index
    }

    /// Where each key stands once they are sorted, and the sorted keys.
    fn sorted(self) -> (Vec<usize>, Vec<Vec<String>>) {
        let mut keys: Vec<(Vec<String>, usize)> = self.known.into_iter().collect();
        keys.sort_unstable();
        let mut order = vec![0; keys.len()];
        for (place, (_, index)) in keys.iter().enumerate() {
            order[*index] = place;
        }
        (order, keys.into_iter().map(|(key, _)| key).collect())
    }
}
