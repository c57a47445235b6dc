//! The cells of a table in the columns that they take, with those that reach over several.

use super::super::{Builder, CellText, Limits, Unread};
use super::page::{Page, Tag};
use super::runs::Runs;
use super::table::{PageTable, words_of};

/// As far as a cell may reach, after the HTML standard.
const WIDEST: u32 = 1000;
const HIGHEST: u32 = 65_534;
/// A table with more columns is none.
const COLUMNS: usize = 16_384;

/// Writes a table, row by row.
///
/// # Errors
/// `too_large` when it takes more characters, cells or columns than the limits allow.
pub(super) fn write(
    table: &PageTable,
    page: &Page,
    runs: &Runs,
    builder: &mut Builder,
    limits: &Limits,
) -> Result<(), Unread> {
    let mut grid = Grid { taken: Vec::new(), places: 0, limits };
    builder.begin_table();
    for (at, row) in table.rows.iter().enumerate() {
        let left = (table.rows.len() - at) as u32;
        let cells = grid.row(row, left, page, runs)?;
        builder.row(&cells)?;
    }
    builder.end_table();
    Ok(())
}

struct Grid<'l> {
    /// For each column, in how many rows from this one on it is taken.
    taken: Vec<u32>,
    /// Columns taken by all cells so far.
    places: u64,
    limits: &'l Limits,
}

impl Grid<'_> {
    fn row(&mut self, row: &[usize], left: u32, page: &Page, runs: &Runs) -> Result<Vec<CellText>, Unread> {
        let mut column = 0;
        let mut cells = Vec::with_capacity(row.len());
        for cell in row {
            while self.taken.get(column).is_some_and(|t| *t > 0) {
                column += 1;
            }
            let Some((tag, element)) = page.element(*cell) else { continue };
            let span = |name: &str| element.attr(name).and_then(leading_number);
            let columns = span("colspan").unwrap_or(1).clamp(1, WIDEST);
            // No rows at all are all that are left.
            let rows = span("rowspan").map_or(1, |r| if r == 0 { left } else { r.min(HIGHEST) }).min(left);
            cells.push(CellText {
                text: words_of(runs.slice(runs.within(page, *cell))),
                column: column as u32,
                rows,
                columns,
                header: tag == Tag::HeaderCell || in_head(page, *cell),
            });
            self.take(column, columns as usize, rows)?;
            column += columns as usize;
        }
        self.taken.iter_mut().for_each(|t| *t = t.saturating_sub(1));
        Ok(cells)
    }

    fn take(&mut self, column: usize, columns: usize, rows: u32) -> Result<(), Unread> {
        self.places += columns as u64;
        if self.places > self.limits.max_cells || column + columns > COLUMNS {
            let reason = format!(
                "a table takes more than {COLUMNS} columns or {} cells; split it, or raise the limit of cells",
                self.limits.max_cells
            );
            return Err(Unread { code: "too_large", reason, position: None });
        }
        if self.taken.len() < column + columns {
            self.taken.resize(column + columns, 0);
        }
        for taken in self.taken.iter_mut().skip(column).take(columns) {
            *taken = (*taken).max(rows);
        }
        Ok(())
    }
}

/// The digits that a value begins with, as browsers read it: `2;` is 2.
fn leading_number(text: &str) -> Option<u32> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let digits = text.get(..digits).filter(|d| !d.is_empty())?;
    Some(digits.parse().unwrap_or(u32::MAX))
}

fn in_head(page: &Page, cell: usize) -> bool {
    let section = page.around(cell).nth(1).and_then(|at| page.element(at));
    section.is_some_and(|(_, element)| element.name() == "thead")
}
