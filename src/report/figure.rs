//! Headline indicators as figures: who stands where in the latest year, and who went which way.
//!
//! Bars compare regions of one level, since a county beside a province would be no bar at all. Lines
//! have a scale of their own each: they tell which way a region went. Every value that is drawn also
//! stands in the table behind the figure.

use super::chart::{Chart, Mark};
use super::headline::{KINDS, Kind, Pick, Slot, Years};
use super::number::{float, scaled};
use super::survey::Survey;
use super::words::{self, Two};
use crate::model::RegionCode;

/// Bars of a level; the others stand in the table.
const MOST_BARS: usize = 12;
/// Lines of an indicator, likewise.
const MOST_LINES: usize = 12;
/// Values that make a line.
const LEAST_POINTS: usize = 3;
/// Regions of the table.
const MOST_REGIONS: usize = 80;
/// Years of the table.
const MOST_YEARS: usize = 12;
/// The levels of [`RegionCode::level`].
const LEVELS: [&str; 4] = ["country", "province", "city", "county"];

/// An indicator: bars, lines and the table behind both.
pub(super) struct Figure {
    /// What its anchors begin with.
    pub(super) key: String,
    /// What is measured.
    pub(super) name: Two,
    /// The unit in which it is shown.
    pub(super) unit: Two,
    /// Bars, a level of regions each.
    pub(super) levels: Vec<Level>,
    /// Lines, a region each.
    pub(super) lines: Vec<Line>,
    /// The table.
    pub(super) table: Table,
}

impl Figure {
    /// The rows that its values link to.
    pub(super) fn rows(&self) -> impl Iterator<Item = &str> {
        let bars = self.levels.iter().flat_map(|l| &l.bars).flat_map(|b| b.growth.iter().chain([&b.value]));
        let points = self.lines.iter().flat_map(|l| &l.chart.points).map(|p| p.mark.id.as_str());
        let cells = self.table.rows.iter().flat_map(|r| &r.cells).flatten().map(|c| &c.value);
        bars.chain(cells).map(|cell| cell.id.as_str()).chain(points)
    }
}

/// The regions of a level, the largest first.
pub(super) struct Level {
    /// What the level is called.
    pub(super) name: Two,
    /// The bars.
    pub(super) bars: Vec<Bar>,
    /// Regions that have no bar.
    pub(super) more: usize,
}

/// A region's latest value.
pub(super) struct Bar {
    /// The region.
    pub(super) region: String,
    /// The year.
    pub(super) year: i16,
    /// The value and the row it is from.
    pub(super) value: Cell,
    /// Its length in percent of the longest.
    pub(super) percent: String,
    /// The growth that is stated for that year.
    pub(super) growth: Option<Cell>,
}

/// A value and the row it is from.
#[derive(Clone)]
pub(super) struct Cell {
    /// As it is shown.
    pub(super) text: String,
    /// The row.
    pub(super) id: String,
}

/// A region over the years.
pub(super) struct Line {
    /// The region.
    pub(super) region: String,
    /// The drawing.
    pub(super) chart: Chart,
}

/// The values of all regions and years.
pub(super) struct Table {
    /// The years of its columns.
    pub(super) years: Vec<i16>,
    /// Its rows.
    pub(super) rows: Vec<TableRow>,
    /// Regions and years that are left out.
    pub(super) cut: bool,
}

/// A region of the table.
pub(super) struct TableRow {
    /// The region.
    pub(super) region: String,
    /// What was reached in each year, else what was promised for it.
    pub(super) cells: Vec<Option<TableCell>>,
}

/// A cell of the table.
pub(super) struct TableCell {
    /// The value.
    pub(super) value: Cell,
    /// Whether it was only promised.
    pub(super) target: bool,
}

/// The figures of every headline indicator that has a value.
pub(super) fn figures(survey: &Survey) -> Vec<Figure> {
    let all = KINDS.iter().enumerate().map(|(place, kind)| Maker { kind, place, survey }.figure());
    all.filter(|figure| !figure.table.rows.is_empty()).collect()
}

struct Maker<'a> {
    kind: &'a Kind,
    place: usize,
    survey: &'a Survey,
}

impl Maker<'_> {
    fn figure(&self) -> Figure {
        let name = self.survey.indicators.get(&self.kind.code).map_or("", String::as_str);
        Figure {
            key: self.kind.code.replace('.', "-"),
            name: words::indicator(&self.kind.code, name),
            unit: self.kind.shown_in.clone(),
            levels: (0..4).filter_map(|level| self.level(level)).collect(),
            lines: self.lines(),
            table: self.table(),
        }
    }

    fn region(&self, region: RegionCode) -> String {
        let code = region.to_string();
        self.survey.regions.get(&code).cloned().unwrap_or(code)
    }

    fn cell(&self, pick: &Pick, slot: Slot) -> Cell {
        let power = if slot == Slot::Growth { 0 } else { self.kind.power };
        Cell { text: format!("{}{}", pick.bound.sign(), scaled(pick.value, power)), id: pick.id.clone() }
    }

    fn level(&self, level: u8) -> Option<Level> {
        let latest = |(region, years): (RegionCode, &Years)| {
            let ((year, _), pick) = years.iter().rev().find(|((_, slot), _)| *slot == Slot::Actual)?;
            let growth = years.get(&(*year, Slot::Growth)).map(|growth| self.cell(growth, Slot::Growth));
            Some((region, *year, pick.clone(), growth))
        };
        let regions = self.survey.headline.regions(self.place).filter(|(region, _)| region.level() == level);
        let mut found: Vec<_> = regions.filter_map(latest).collect();
        found.sort_by(|a, b| b.2.value.cmp(&a.2.value).then(a.0.cmp(&b.0)));
        let longest = found.first()?.2.value.max(1);
        let more = found.len().saturating_sub(MOST_BARS);
        let bar = |(region, year, pick, growth): (RegionCode, i16, Pick, Option<Cell>)| Bar {
            region: self.region(region),
            year,
            value: self.cell(&pick, Slot::Actual),
            percent: format!("{:.1}", (float(pick.value, 0) / float(longest, 0)).clamp(0.0, 1.0) * 100.0),
            growth,
        };
        let bars = found.into_iter().take(MOST_BARS).map(bar).collect();
        Some(Level { name: words::code("level", LEVELS[usize::from(level)]), bars, more })
    }

    /// The regions with most years, the wider first.
    fn lines(&self) -> Vec<Line> {
        let reached = |years: &Years| years.keys().filter(|(_, slot)| *slot == Slot::Actual).count();
        let regions = self.survey.headline.regions(self.place).map(|(region, years)| (region, years, reached(years)));
        let mut found: Vec<_> = regions.filter(|(.., reached)| *reached >= LEAST_POINTS).collect();
        found.sort_by_key(|(region, _, reached)| (std::cmp::Reverse(*reached), region.level(), *region));
        found.truncate(MOST_LINES);
        found.into_iter().map(|(region, years, _)| self.line(region, years)).collect()
    }

    fn line(&self, region: RegionCode, years: &Years) -> Line {
        let last = years.keys().filter(|(_, slot)| *slot == Slot::Actual).map(|(year, _)| *year).max();
        let shown = years.iter().filter(|((year, slot), _)| match slot {
            Slot::Actual => true,
            Slot::Target => Some(*year) > last,
            Slot::Growth => false,
        });
        let mark = |((year, slot), pick): (&(i16, Slot), &Pick)| {
            let cell = self.cell(pick, *slot);
            let target = *slot == Slot::Target;
            let said = |unit: &str, mark: &str| format!("{year}{mark}: {} {unit}", cell.text);
            Mark {
                year: *year,
                value: float(pick.value, self.kind.power),
                target,
                said: Two::new(
                    said(&self.kind.shown_in.zh, if target { "（目标）" } else { "" }),
                    said(&self.kind.shown_in.en, if target { " (target)" } else { "" }),
                ),
                text: cell.text,
                id: cell.id,
            }
        };
        let region = self.region(region);
        let chart = Chart::new(&region, shown.map(mark).collect());
        Line { region, chart }
    }

    fn table(&self) -> Table {
        let slot_of = |years: &Years, year: i16| {
            [Slot::Actual, Slot::Target]
                .into_iter()
                .find_map(|slot| years.get(&(year, slot)).map(|pick| (slot, pick.clone())))
        };
        let all: Vec<_> = self.survey.headline.regions(self.place).collect();
        let mut years: Vec<i16> = all
            .iter()
            .flat_map(|(_, years)| years.keys())
            .filter(|(_, slot)| *slot != Slot::Growth)
            .map(|(year, _)| *year)
            .collect();
        years.sort_unstable();
        years.dedup();
        let cut = years.len() > MOST_YEARS || all.len() > MOST_REGIONS;
        years.drain(..years.len().saturating_sub(MOST_YEARS));
        let cell = |of: &Years, year: i16| {
            slot_of(of, year)
                .map(|(slot, pick)| TableCell { value: self.cell(&pick, slot), target: slot == Slot::Target })
        };
        let row = |(region, of): &(RegionCode, &Years)| TableRow {
            region: self.region(*region),
            cells: years.iter().map(|year| cell(of, *year)).collect(),
        };
        let rows = all.iter().take(MOST_REGIONS).map(row).filter(|r: &TableRow| r.cells.iter().any(Option::is_some));
        let rows = rows.collect();
        Table { years, rows, cut }
    }
}
