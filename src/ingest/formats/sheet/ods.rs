//! `OpenDocument` spreadsheets (.ods): `content.xml` holds what each cell shows, beside its value.
//!
//! A row or a cell that stands many times is written once with a count. Those without words are
//! passed over, whatever they count; those with words are limited like all cells.

use std::collections::HashSet;

use super::grid::{Cell, Grid, Merge};
use super::{Limits, Sheets, pattern};
use crate::ingest::formats::Unread;
use crate::ingest::formats::opc::{Element, Item, Package, Space, Xml, damaged, ole};

/// A cell being read.
#[derive(Debug, Default)]
struct Draft {
    lines: Vec<String>,
    value: String,
    kind: String,
    times: u32,
    spans: (u32, u32),
}

/// Reads the workbook sheet by sheet.
pub(super) fn read(bytes: &[u8], limits: &Limits, sheets: &mut Sheets) -> Result<(), Unread> {
    let mut package = Package::open(bytes, limits, ".ods")?;
    if package.text("META-INF/manifest.xml")?.is_some_and(|m| m.contains("encryption-data")) {
        return Err(ole::encrypted());
    }
    let content = package.text("content.xml")?.ok_or_else(|| damaged("the .ods file has no content.xml"))?;
    let mut xml = Xml::new(&content, "content.xml", limits);
    let (mut hidden, mut style) = (HashSet::new(), String::new());
    while let Some(item) = xml.next()? {
        let Item::Start(element) = item else { continue };
        match (element.space, element.name()) {
            (_, "style") => style = element.attr("name").unwrap_or_default(),
            (_, "table-properties") if element.attr("display").is_some_and(|d| d == "false") => {
                hidden.insert(style.clone());
            }
            (Space::Table, "table") => {
                let seen = element.attr("style-name").is_none_or(|s| !hidden.contains(&s));
                let name = element.attr("name").unwrap_or_default();
                let grid = Table::new(limits).read(&mut xml)?;
                if seen {
                    sheets.write(&name, &grid)?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// A table being read.
struct Table {
    grid: Grid,
    merges: Vec<Merge>,
    row: u32,
    rows: u32,
    column: u32,
    cells: Vec<(u32, Cell)>,
    cell: Option<Draft>,
    in_line: bool,
}

impl Table {
    fn new(limits: &Limits) -> Self {
        let grid = Grid::new(limits);
        Self { grid, merges: Vec::new(), row: 0, rows: 1, column: 0, cells: Vec::new(), cell: None, in_line: false }
    }

    /// Reads to the end of the table that was just started.
    fn read(mut self, xml: &mut Xml<'_>) -> Result<Grid, Unread> {
        let mut path: Vec<String> = Vec::new();
        // How deep the walk is in what is no text of cells: remarks, drawings.
        let mut aside = 0;
        while let Some(item) = xml.next()? {
            match item {
                Item::Start(_) if aside > 0 => aside += 1,
                Item::End if aside > 0 => aside -= 1,
                Item::Start(element) if matches!(element.name(), "annotation" | "shapes" | "frame") => aside = 1,
                Item::Start(element) => {
                    self.start(&element);
                    path.push(element.name().to_owned());
                }
                Item::End => match path.pop() {
                    Some(name) => self.end(&name)?,
                    None => break,
                },
                Item::Text(text) if aside == 0 => self.text(&text),
                Item::Text(_) => {}
            }
        }
        self.grid.merge(&self.merges)?;
        Ok(self.grid)
    }

    fn start(&mut self, element: &Element<'_>) {
        let count = |name: &str| element.attr(name).and_then(|n| n.parse().ok()).unwrap_or(1).max(1);
        match (element.space, element.name()) {
            (Space::Table, "table-row") => {
                self.rows = count("number-rows-repeated");
                self.column = 0;
                self.cells.clear();
            }
            (Space::Table, "table-cell" | "covered-table-cell") => {
                let value = ["value", "date-value", "time-value", "boolean-value"].iter().find_map(|v| element.attr(v));
                self.cell = Some(Draft {
                    lines: Vec::new(),
                    value: value.unwrap_or_default(),
                    kind: element.attr("value-type").unwrap_or_default(),
                    times: count("number-columns-repeated"),
                    spans: (count("number-rows-spanned"), count("number-columns-spanned")),
                });
            }
            (Space::Text, "p") => {
                self.in_line = true;
                self.cell.iter_mut().for_each(|c| c.lines.push(String::new()));
            }
            (Space::Text, "s" | "tab") => self.text(" "),
            (Space::Text, "line-break") => self.text("\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Unread> {
        match name {
            "p" => self.in_line = false,
            "table-cell" | "covered-table-cell" => self.end_cell()?,
            "table-row" => {
                let empty = self.cells.is_empty();
                for row in (0..self.rows).take_while(|_| !empty) {
                    for (column, cell) in &self.cells {
                        self.grid.put(self.row.saturating_add(row), *column, cell.clone())?;
                    }
                }
                self.row = self.row.saturating_add(self.rows);
            }
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Unread> {
        let Some(draft) = self.cell.take() else { return Ok(()) };
        let end = |from: u32, span: u32| from.saturating_add(span - 1);
        if draft.spans != (1, 1) {
            let rows = (self.row, end(self.row, draft.spans.0));
            self.merges.push(Merge { rows, columns: (self.column, end(self.column, draft.spans.1)) });
        }
        let cell = draft.cell();
        if !cell.text.trim().is_empty() {
            for i in 0..draft.times {
                self.cells.push((self.column.saturating_add(i), cell.clone()));
                self.grid.allows(self.cells.len())?;
            }
        }
        self.column = self.column.saturating_add(draft.times);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        let line = self.cell.as_mut().filter(|_| self.in_line).and_then(|c| c.lines.last_mut());
        if let Some(line) = line {
            line.push_str(text);
        }
    }
}

impl Draft {
    /// What the cell shows. Of dates it is what the file tells to be meant, unless the year is shown
    /// in full: `05/01/24` may be anything.
    fn cell(&self) -> Cell {
        let shown = self.lines.join("\n");
        let clear = shown.contains('年') || shown.get(..4).is_some_and(|y| y.bytes().all(|b| b.is_ascii_digit()));
        let text = match self.kind.as_str() {
            "date" if !clear => self.value.replace('T', " "),
            _ if shown.is_empty() => self.value.clone(),
            // A colour alone may tell the sign.
            "float" | "percentage" | "currency"
                if self.value.starts_with('-') && shown.contains(|c: char| matches!(c, '1'..='9')) =>
            {
                pattern::with_minus(&shown, true)
            }
            _ => shown,
        };
        Cell { text, words: matches!(self.kind.as_str(), "string" | "") }
    }
}
