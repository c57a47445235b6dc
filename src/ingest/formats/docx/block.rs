//! What the body of a document is made of before it is written: lines and tables.

use crate::ingest::formats::{Builder, CellText, Unread};
use crate::model::PartKind;

/// A piece of the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A line of text.
    Line(PartKind, String),
    /// A table, by row.
    Table(Vec<Vec<CellText>>),
}

impl Block {
    /// Its words as those of a cell that it stands in.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Line(_, text) => text.clone(),
            Self::Table(rows) => {
                let words: Vec<_> = rows.iter().flatten().map(|c| c.text.as_str()).filter(|t| !t.is_empty()).collect();
                words.join(" ")
            }
        }
    }

    /// Whether it is a table of more than one row and column.
    pub(super) fn is_grid(&self) -> bool {
        matches!(self, Self::Table(rows) if rows.len() > 1 && rows.iter().any(|r| r.len() > 1))
    }
}

/// Writes blocks in order.
pub(super) fn write(blocks: &[Block], builder: &mut Builder) -> Result<(), Unread> {
    for block in blocks {
        match block {
            Block::Line(kind, text) => builder.part(*kind, text)?,
            Block::Table(rows) => {
                builder.begin_table();
                rows.iter().try_for_each(|row| builder.row(row))?;
                builder.end_table();
            }
        }
    }
    Ok(())
}
