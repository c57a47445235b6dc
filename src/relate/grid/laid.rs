//! Tables whose cells the file itself gives: merged cells, heads in several rows, labels in several
//! columns, and two tables printed side by side.
//!
//! A merged cell stands once in the file and holds for every row and column it takes: heads and
//! labels are spread over them, a value is read once, where it begins.

use super::{Cell, Grid, HeadUnit, Row, bare_unit, bracketed_unit, is_unit_head, is_year_head};
use crate::model::Table;
use crate::model::lexicon::Units;
use crate::segment::names_labels;

/// Largest matrix laid out, as a multiple of the cells that stand in it: a cell that claims more
/// rows and columns than that takes one of each.
const SPREAD: usize = 64;

/// Lays out a table; `cells` are those of `table`, read, in its order. Usually one grid, several
/// where heads repeat from left to right.
pub(in crate::relate) fn lay_out(table: &Table, cells: &[Cell], units: &Units) -> Vec<Grid> {
    let matrix = &Matrix::of(table, cells.len());
    let part = |from, to| Part { matrix, cells, units, from, to };
    let starts = part(0, matrix.width).repeats();
    let ends = starts.iter().skip(1).copied().chain([matrix.width]);
    starts.iter().zip(ends).flat_map(|(&from, to)| part(from, to).grids()).collect()
}

/// Which cell takes each place.
struct Matrix {
    width: usize,
    /// Indexes of cells, row by row.
    rows: Vec<Vec<Option<usize>>>,
    /// Where each cell begins.
    begins: Vec<(usize, usize)>,
    /// Which cells the file marks as heads; none where it marks all of them.
    heads: Vec<bool>,
}

impl Matrix {
    fn of(table: &Table, count: usize) -> Self {
        let cells = &table.cells[..count.min(table.cells.len())];
        let end = |at: u32, takes: u32| (at as usize).saturating_add(takes as usize);
        let (height, width) =
            cells.iter().fold((0, 0), |(h, w), c| (h.max(end(c.row, c.rows)), w.max(end(c.column, c.columns))));
        let spreads = height.saturating_mul(width) <= SPREAD * (cells.len() + 16);
        let (height, width) = if spreads {
            (height, width)
        } else {
            cells.iter().fold((0, 0), |(h, w), c| (h.max(c.row as usize + 1), w.max(c.column as usize + 1)))
        };
        let mut rows = vec![Vec::new(); height];
        let mut begins = Vec::with_capacity(cells.len());
        for (index, cell) in cells.iter().enumerate() {
            let (row, column) = (cell.row as usize, cell.column as usize);
            begins.push((row, column));
            let (down, right) = if spreads { (cell.rows as usize, cell.columns as usize) } else { (1, 1) };
            for line in &mut rows[row..(row + down).min(height)] {
                put(line, column, right, index);
            }
        }
        let all = cells.iter().all(|c| c.header);
        Self { width, rows, begins, heads: cells.iter().map(|c| c.header && !all).collect() }
    }

    fn get(&self, row: usize, column: usize) -> Option<usize> {
        *self.rows.get(row)?.get(column)?
    }
}

fn put(line: &mut Vec<Option<usize>>, column: usize, takes: usize, index: usize) {
    if line.len() < column + takes {
        line.resize(column + takes, None);
    }
    for place in &mut line[column..column + takes] {
        // Cells that claim one place contradict each other; the first stands.
        place.get_or_insert(index);
    }
}

/// What a row of a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line {
    /// One cell with words: a caption, or the name of a group of rows.
    Only(usize),
    Heads,
    Row,
}

/// What a column of a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Label,
    Unit,
    Value,
    /// 序号 and columns of nothing.
    Skip,
}

/// The columns `from..to` of a matrix as a table of their own.
struct Part<'a> {
    matrix: &'a Matrix,
    cells: &'a [Cell],
    units: &'a Units,
    from: usize,
    to: usize,
}

impl Part<'_> {
    /// The columns at which a table begins: the first, and those whose head is that of the first.
    fn repeats(&self) -> Vec<usize> {
        let mut starts = vec![self.from];
        let top = (0..self.matrix.rows.len()).find(|row| self.line(*row).nth(1).is_some());
        let Some(top) = top.filter(|row| self.is_head(*row)) else { return starts };
        let mut heads = self.line(top).map(|(column, index)| (column, self.cells[index].text.as_str()));
        let Some((_, first)) = heads.next().filter(|(column, _)| *column == self.from) else { return starts };
        for (column, head) in heads {
            if head == first && column > starts[starts.len() - 1] + 1 {
                starts.push(column);
            }
        }
        starts
    }

    /// The tables one below the other: each begins with heads of its own.
    fn grids(&self) -> Vec<Grid> {
        let lines: Vec<Line> = (0..self.matrix.rows.len()).map(|row| self.kind_of_row(row)).collect();
        let kinds = self.kinds(&lines);
        let (mut grids, mut grid) = (Vec::new(), Grid::default());
        let (mut group, mut heading) = (String::new(), false);
        // Lines of one cell since the last row: the name of a group, or the caption of what follows.
        let mut alone: Vec<Cell> = Vec::new();
        for (row, line) in lines.iter().enumerate() {
            match *line {
                Line::Only(index) => {
                    alone.push(self.cells[index].clone());
                    continue;
                }
                Line::Heads => {
                    if !grid.rows.is_empty() {
                        let caption = if alone.is_empty() { grid.caption.clone() } else { Vec::new() };
                        grids.push(std::mem::replace(&mut grid, Grid { caption, ..Grid::default() }));
                        group.clear();
                    }
                    grid.caption.append(&mut alone);
                    self.head(row, &kinds, &mut grid, heading);
                }
                Line::Row => {
                    if grid.rows.is_empty() && grid.heads.is_empty() {
                        grid.caption.append(&mut alone);
                    } else if let Some(cell) = alone.drain(..).next_back() {
                        group = cell.text;
                    }
                    grid.rows.extend(self.row(row, &kinds, &group));
                }
            }
            heading = *line == Line::Heads;
        }
        grids.push(grid);
        grids
    }

    fn kind_of_row(&self, row: usize) -> Line {
        // The head of the one column of values stands right of an empty corner.
        let corner = |index: usize| self.matrix.begins[index].1 > self.from && !self.cells[index].text.contains("单位");
        match self.only(row) {
            Some(index) if corner(index) => Line::Heads,
            Some(index) => Line::Only(index),
            None if self.is_head(row) => Line::Heads,
            None => Line::Row,
        }
    }

    /// The cells of a row that has words, each once, with their columns.
    fn line(&self, row: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let mut last = None;
        (self.from..self.to).filter_map(move |column| {
            let index = self.matrix.get(row, column)?;
            let fresh = last.replace(index) != Some(index);
            (fresh && !self.cells[index].text.is_empty()).then_some((column, index))
        })
    }

    fn only(&self, row: usize) -> Option<usize> {
        let mut line = self.line(row);
        let (_, first) = line.next()?;
        (line.next().is_none() && !self.cells[first].is_value()).then_some(first)
    }

    /// A row without values, but for years and what the file says are heads.
    fn is_head(&self, row: usize) -> bool {
        let mut any = false;
        self.line(row).all(|(_, index)| {
            any = true;
            self.matrix.heads[index] || is_year_head(&self.cells[index])
        }) && any
    }

    /// What each column holds: the first is of labels; so are those right of it with hardly a value.
    fn kinds(&self, lines: &[Line]) -> Vec<Kind> {
        let mut kinds = Vec::with_capacity(self.to - self.from);
        let mut labelled = false;
        for column in self.from..self.to {
            let mut filled = 0;
            let (mut values, mut units, mut numbered, mut named) = (0, 0, false, false);
            for (row, line) in lines.iter().enumerate() {
                let Some(index) = self.matrix.get(row, column) else { continue };
                let cell = &self.cells[index];
                numbered |= cell.text == "序号";
                named |= is_unit_head(&cell.text);
                if cell.text.is_empty() || *line != Line::Row {
                    continue;
                }
                filled += 1;
                values += usize::from(cell.is_value());
                units += usize::from(!cell.is_value() && bare_unit(cell, self.units).is_some());
            }
            let kind = match () {
                () if numbered || filled == 0 => Kind::Skip,
                () if named || units * 5 > filled * 3 => Kind::Unit,
                () if !labelled || (values * 4 < filled && !kinds.contains(&Kind::Value)) => Kind::Label,
                () => Kind::Value,
            };
            labelled |= kind == Kind::Label;
            kinds.push(kind);
        }
        kinds
    }

    /// Enters a row of heads; one below another goes on with it.
    fn head(&self, row: usize, kinds: &[Kind], grid: &mut Grid, goes_on: bool) {
        let columns = (self.from..self.to).zip(kinds).filter(|(_, kind)| **kind == Kind::Value);
        if !goes_on {
            grid.heads = vec![Cell::default(); columns.clone().count()];
        }
        for ((column, _), head) in columns.zip(&mut grid.heads) {
            let Some(cell) = self.matrix.get(row, column).map(|i| &self.cells[i]) else { continue };
            if cell.text.is_empty() || head.text.ends_with(&cell.text) {
                continue;
            }
            head.text.push_str(&cell.text);
            head.span = cell.span;
        }
    }

    fn row(&self, row: usize, kinds: &[Kind], group: &str) -> Option<Row> {
        let mut read = Row { group: group.to_owned(), ..Row::default() };
        let mut unit: Option<HeadUnit> = None;
        let mut value = 0;
        for (column, kind) in (self.from..self.to).zip(kinds) {
            let index = self.matrix.get(row, column);
            if *kind == Kind::Value {
                let own = index.filter(|&i| self.matrix.begins[i] == (row, column));
                if let Some(index) = own.filter(|&i| !self.cells[i].text.is_empty()) {
                    read.values.push((value, self.cells[index].clone()));
                }
                value += 1;
                continue;
            }
            let Some(cell) = index.map(|i| &self.cells[i]).filter(|c| !c.text.is_empty()) else { continue };
            match kind {
                Kind::Unit => unit = bare_unit(cell, self.units).or(unit),
                Kind::Label if read.label.span != cell.span => {
                    if !read.label.text.is_empty() {
                        read.group.clone_from(&read.label.text);
                    }
                    read.label = cell.clone();
                }
                _ => {}
            }
        }
        read.unit = unit.or_else(|| bracketed_unit(&read.label, self.units));
        let headless = names_labels(&read.label.text) && !read.values.iter().any(|(_, c)| c.number.is_some());
        (!read.values.is_empty() && !headless).then_some(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Lexicon, Span, TableCell};
    use crate::relate::grid;

    /// A table of (row, column, rows, columns, words).
    fn laid(cells: &[(u32, u32, u32, u32, &str)]) -> Vec<Grid> {
        laid_with(cells, |_| false)
    }

    /// The same, with the rows that the file marks as heads.
    fn laid_with(cells: &[(u32, u32, u32, u32, &str)], header: impl Fn(u32) -> bool) -> Vec<Grid> {
        let lexicon = Lexicon::builtin();
        let mut table = Table::default();
        let mut read = Vec::new();
        for (i, &(row, column, rows, columns, text)) in cells.iter().enumerate() {
            let span = Span::new(i * 10, i * 10 + 1);
            table.cells.push(TableCell { row, column, rows, columns, span, header: header(row) });
            let number = grid::value(text, &lexicon.units).map(|v| (v.number, span));
            read.push(Cell {
                text: text.to_owned(),
                span,
                number,
                blank: grid::is_blank(text),
                bound: None,
                grown: false,
            });
        }
        lay_out(&table, &read, &lexicon.units)
    }

    fn rows(grid: &Grid) -> Vec<String> {
        let head = |c: usize| grid.heads.get(c).map_or("", |h| h.text.as_str());
        let values = |r: &Row| r.values.iter().map(|(c, v)| format!("{}={}", head(*c), v.text)).collect::<Vec<_>>();
        grid.rows.iter().map(|r| format!("{}|{}|{}", r.group, r.label.text, values(r).join(" "))).collect()
    }

    #[test]
    fn merged_heads_are_spread() {
        let grids = laid(&[
            (0, 0, 1, 3, "单位：亿元"),
            (1, 0, 2, 1, "行业"),
            (1, 1, 1, 2, "2024年"),
            (2, 1, 1, 1, "产值"),
            (2, 2, 1, 1, "增长(%)"),
            (3, 0, 1, 1, "采矿业"),
            (3, 1, 1, 1, "12.5"),
            (3, 2, 1, 1, "3.1"),
        ]);
        assert_eq!(grids.len(), 1);
        assert_eq!(grids[0].caption[0].text, "单位：亿元");
        assert_eq!(rows(&grids[0]), ["|采矿业|2024年产值=12.5 2024年增长(%)=3.1"]);
    }

    #[test]
    fn merged_labels_are_groups_and_a_merged_value_is_read_once() {
        let grids = laid(&[
            (0, 0, 1, 1, "地区"),
            (0, 1, 1, 1, "指标"),
            (0, 2, 1, 1, "数值"),
            (1, 0, 2, 1, "东区"),
            (1, 1, 1, 1, "产值"),
            (1, 2, 2, 1, "7"),
            (2, 1, 1, 1, "税收"),
            (3, 0, 1, 3, "其他"),
            (4, 0, 1, 1, "西区"),
            (4, 1, 1, 1, "产值"),
            (4, 2, 1, 1, "9"),
        ]);
        assert_eq!(rows(&grids[0]), ["东区|产值|数值=7", "西区|产值|数值=9"]);
    }

    #[test]
    fn a_row_of_numbers_is_no_row_of_years() {
        let grids = laid(&[
            (0, 0, 1, 1, "产品"),
            (0, 1, 1, 1, "产量"),
            (0, 2, 1, 1, "增长"),
            (1, 0, 1, 1, "茶叶"),
            (1, 1, 1, 1, "14.8"),
            (1, 2, 1, 1, "11.5"),
            (2, 0, 1, 1, "烟叶"),
            (2, 1, 1, 1, "2.3"),
            (2, 2, 1, 1, "-5.1"),
        ]);
        assert_eq!(rows(&grids[0]), ["|茶叶|产量=14.8 增长=11.5", "|烟叶|产量=2.3 增长=-5.1"]);
    }

    #[test]
    fn one_column_of_values_under_an_empty_corner() {
        let grids = laid(&[
            (0, 1, 1, 1, "单位：亿元"),
            (1, 0, 1, 1, ""),
            (1, 1, 1, 1, "比上年增长(%)"),
            (2, 0, 1, 1, "采矿业"),
            (2, 1, 1, 1, "-4.6"),
        ]);
        assert_eq!(grids[0].caption[0].text, "单位：亿元");
        assert_eq!(rows(&grids[0]), ["|采矿业|比上年增长(%)=-4.6"]);
    }

    #[test]
    fn what_the_file_marks_as_a_head_is_no_value() {
        let cells = [
            (0, 0, 1, 1, "地区"),
            (0, 1, 1, 1, "2.0版"),
            (0, 2, 1, 1, "12"),
            (1, 0, 1, 1, "东区"),
            (1, 1, 1, 1, "7"),
            (1, 2, 1, 1, "9"),
        ];
        let marked = |rows: u32| laid_with(&cells, |row| row < rows);
        assert_eq!(rows(&marked(1)[0]), ["|东区|2.0版=7 12=9"]);
        // Where everything is marked, nothing is told by it.
        assert_eq!(rows(&marked(2)[0]), rows(&marked(0)[0]));
    }

    #[test]
    fn two_tables_side_by_side() {
        let grids = laid(&[
            (0, 0, 1, 1, "指标"),
            (0, 1, 1, 1, "数值"),
            (0, 2, 1, 1, "指标"),
            (0, 3, 1, 1, "数值"),
            (1, 0, 1, 1, "产值"),
            (1, 1, 1, 1, "1.5"),
            (1, 2, 1, 1, "税收"),
            (1, 3, 1, 1, "2.5"),
        ]);
        assert_eq!(grids.iter().flat_map(rows).collect::<Vec<_>>(), ["|产值|数值=1.5", "|税收|数值=2.5"]);
    }

    #[test]
    fn a_cell_that_claims_the_world_takes_one_place() {
        let grids = laid(&[
            (0, 0, u32::MAX, u32::MAX, "指标"),
            (0, 1, 1, 1, "数值"),
            (1, 0, 1, 1, "产值"),
            (1, 1, 1, 1, "1.5"),
        ]);
        assert_eq!(rows(&grids[0]), ["|产值|数值=1.5"]);
    }
}
