//! What stands above a block and holds for it: the caption and the heads of its table, or the words that
//! open its list.

use super::said::{Level, Said};
use crate::model::terms::Scope;
use crate::segment::{Block, BlockKind, Segments};

/// Blocks above a table that can be its caption.
const CAPTION: usize = 3;
/// Rows at the top of a table that can be its heads.
const HEADS: usize = 3;
/// How far back the beginning of a row is looked for, in bytes.
const ROW: usize = 4096;

/// What stands above a block, as a stretch of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Above {
    /// Nothing that holds for it.
    Nothing,
    /// The words that open the list it is a point of: 主要项目执行情况是：
    Opening(u32, u32),
    /// The caption of its table, which begins where the caption ends.
    Caption(u32, u32),
}

impl Above {
    /// Where the words stand; an empty stretch where there are none.
    pub(super) const fn words(self) -> (u32, u32) {
        match self {
            Self::Nothing => (0, 0),
            Self::Opening(from, to) | Self::Caption(from, to) => (from, to),
        }
    }
}

/// What stands above each block.
pub(super) fn of_blocks(text: &str, segments: &Segments) -> Vec<Above> {
    let blocks = &segments.blocks;
    let mut above = Vec::with_capacity(blocks.len());
    for (i, block) in blocks.iter().enumerate() {
        let before = i.checked_sub(1).map(|b| (&blocks[b], above[b]));
        above.push(match (block.kind, before) {
            (BlockKind::TableRow, Some((row, above))) if row.kind == BlockKind::TableRow => above,
            (BlockKind::TableRow, _) => caption(text, &blocks[..i], block),
            (BlockKind::Paragraph | BlockKind::ListItem, Some((before, above))) => point(text, block, before, above),
            _ => Above::Nothing,
        });
    }
    above
}

/// The short lines right above a table.
fn caption(text: &str, before: &[Block], first: &Block) -> Above {
    let is_line = |b: &&Block| !b.span.of(text).ends_with(['。', '；', '：', '，']);
    let lines = before.iter().rev().take(CAPTION).take_while(|b| b.kind != BlockKind::TableRow).take_while(is_line);
    lines.last().map_or(Above::Nothing, |line| Above::Caption(line.span.start, first.span.start))
}

/// What opens the list that a block is a point of: what ends with a colon, as long as points follow or
/// what stands before is not closed.
fn point(text: &str, block: &Block, before: &Block, above: Above) -> Above {
    let words = before.span.of(text);
    if words.ends_with(['：', ':']) {
        return Above::Opening(before.span.start, before.span.end);
    }
    let goes_on = block.kind == BlockKind::ListItem || words.ends_with(['；', ';']);
    if goes_on && matches!(above, Above::Opening(..)) { above } else { Above::Nothing }
}

/// The scope that the head of its column gives to a cell which stands at `at`, in a table whose first row
/// begins at `table`.
pub(super) fn of_column(text: &str, said: &Said, table: u32, at: u32, own: Option<Level>) -> Option<Scope> {
    let (row, mut line) = (line_start(text, at)?, line_start(text, table)?);
    let column = text[row..at as usize].matches('\t').count();
    let mut found = None;
    for _ in 0..HEADS {
        if line >= row {
            break;
        }
        let head = text[line..].split('\n').next().unwrap_or_default();
        let mut cells = head.split('\t');
        let before: usize = cells.by_ref().take(column).map(|cell| cell.len() + 1).sum();
        let start = (line + before) as u32;
        let end = start + cells.next().unwrap_or_default().len() as u32;
        found = said.scope(start, end, own).or(found);
        line += head.len() + 1;
    }
    found
}

/// Where the line of `at` begins, unless it is a long way off: such a line is no row that people read.
fn line_start(text: &str, at: u32) -> Option<usize> {
    let floor = (at as usize).saturating_sub(ROW);
    let found = text.as_bytes().get(floor..at as usize).and_then(|t| memchr::memrchr(b'\n', t));
    found.map(|end| floor + end + 1).or_else(|| (floor == 0).then_some(0))
}
