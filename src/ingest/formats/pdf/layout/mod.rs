//! Pages to text: furniture set aside, lines joined to paragraphs, rows of tables.

mod align;
mod columns;
mod furniture;
mod grid;
mod line;
mod margins;
mod paragraphs;
mod sheet;
mod words;

use super::super::{Builder, Unread};
use crate::model::PartKind;

use self::margins::Margins;
use self::paragraphs::Open;
pub(super) use self::sheet::Sheet;
use self::sheet::{Item, TableItem, TextLine};

/// Writes pages in order.
pub(super) fn write(mut sheets: Vec<Sheet>, builder: &mut Builder) -> Result<(), Unread> {
    furniture::mark(&mut sheets);
    let margins = margins::margins(&sheets);
    let mut writer = Writer { builder, open: Block::None, held: Vec::new(), fresh: true };
    for (sheet, margins) in sheets.iter().zip(margins) {
        writer.page()?;
        for item in &sheet.items {
            writer.item(item, margins)?;
        }
    }
    writer.close()
}

/// What is being written and may go on.
enum Block {
    None,
    Paragraph(Open),
    /// A table, with the edges of its columns and its first row.
    Table(Vec<f64>, Vec<String>),
}

/// What waits until the block that goes on over it is written.
enum Held {
    Page,
    Furniture(String),
}

struct Writer<'a> {
    builder: &'a mut Builder,
    open: Block,
    held: Vec<Held>,
    /// Whether a page has begun since the last piece of text.
    fresh: bool,
}

impl Writer<'_> {
    fn page(&mut self) -> Result<(), Unread> {
        self.fresh = true;
        self.hold(Held::Page)
    }

    fn hold(&mut self, held: Held) -> Result<(), Unread> {
        self.held.push(held);
        if matches!(self.open, Block::None) { self.release() } else { Ok(()) }
    }

    fn release(&mut self) -> Result<(), Unread> {
        for held in std::mem::take(&mut self.held) {
            match held {
                Held::Page => self.builder.page(),
                Held::Furniture(text) => self.builder.part(PartKind::Furniture, &text)?,
            }
        }
        Ok(())
    }

    fn item(&mut self, item: &Item, margins: Margins) -> Result<(), Unread> {
        match item {
            Item::Line(line) if line.furniture => self.hold(Held::Furniture(line.text.clone())),
            Item::Line(line) => self.line(line, margins),
            Item::Table(table) => self.table(table),
        }
    }

    fn line(&mut self, line: &TextLine, margins: Margins) -> Result<(), Unread> {
        let same_page = !std::mem::replace(&mut self.fresh, false);
        match &mut self.open {
            Block::Paragraph(open) if open.goes_on(line, margins, same_page) => open.take(line, margins),
            _ => {
                self.close()?;
                self.open = Block::Paragraph(Open::of(line, margins));
            }
        }
        Ok(())
    }

    /// Writes a table. One at the head of a page that has the columns of the one at the foot of the
    /// page before goes on with it, unless its head is repeated.
    fn table(&mut self, table: &TableItem) -> Result<(), Unread> {
        let fresh = std::mem::replace(&mut self.fresh, false);
        let first: Vec<String> =
            table.rows.first().map_or_else(Vec::new, |r| r.iter().map(|c| c.text.clone()).collect());
        let goes_on = match &self.open {
            Block::Table(edges, head) => fresh && same_edges(edges, &table.edges) && *head != first,
            _ => false,
        };
        if goes_on {
            for _ in self.held.extract_if(.., |held| matches!(held, Held::Page)) {
                self.builder.page();
            }
        } else {
            self.close()?;
            self.builder.begin_table();
            self.open = Block::Table(table.edges.clone(), first);
        }
        for row in &table.rows {
            self.builder.row(row)?;
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), Unread> {
        match std::mem::replace(&mut self.open, Block::None) {
            Block::None => {}
            Block::Paragraph(open) => {
                let kind = if open.heading { PartKind::Heading(1) } else { PartKind::Paragraph };
                self.builder.part(kind, &open.text)?;
            }
            Block::Table(..) => self.builder.end_table(),
        }
        self.release()
    }
}

/// Whether two tables have the same columns.
fn same_edges(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() < 6.0)
}
