//! One page as lines and tables from top to bottom, before pages are seen together.

use super::super::super::CellText;
use super::super::glyph::{Glyph, Page, Rule, Way};
use super::line::{Line, lines};
use super::words::{Words, is_wide, words};
use super::{align, columns, grid};

/// A line of running text.
#[derive(Debug, Clone)]
pub(super) struct TextLine {
    /// Its words.
    pub(super) text: String,
    /// Left end.
    pub(super) left: f64,
    /// Right end.
    pub(super) right: f64,
    /// Baseline.
    pub(super) baseline: f64,
    /// Size of most of it.
    pub(super) size: f64,
    /// Font of most of its ideographs.
    pub(super) font: u32,
    /// Whether a blank follows its last glyph.
    pub(super) blank_end: bool,
    /// Whether the file marks it as furniture.
    pub(super) furniture: bool,
    /// The edges of the column of text that it stands in, where the page has several.
    pub(super) column: Option<(f64, f64)>,
}

/// A table.
#[derive(Debug, Clone)]
pub(super) struct TableItem {
    /// Its rows.
    pub(super) rows: Vec<Vec<CellText>>,
    /// Its upper edge.
    pub(super) top: f64,
    /// Edges of its columns, from the left.
    pub(super) edges: Vec<f64>,
}

/// What stands on a page, in the order of reading.
#[derive(Debug, Clone)]
pub(super) enum Item {
    /// A line.
    Line(TextLine),
    /// A table.
    Table(TableItem),
}

/// A page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    /// Width and height.
    pub(super) size: (f64, f64),
    /// What stands on it.
    pub(super) items: Vec<Item>,
    /// Glyphs that show something.
    pub(crate) shown: usize,
    /// Glyphs of which the file does not say what they are.
    pub(crate) unread: usize,
    /// Those of them beside a digit.
    pub(crate) doubtful: usize,
    /// Characters that are accented Latin letters or signs beside them.
    pub(crate) accented: usize,
    /// Whether it shows pictures.
    pub(crate) pictures: bool,
}

impl Sheet {
    /// Lays out a page. Lines that run upwards or downwards come after the others, turned upright.
    pub(crate) fn of(page: Page) -> Self {
        let mut sheet = Self { size: page.size, pictures: page.pictures, ..Self::default() };
        sheet.shown = page.glyphs.iter().filter(|g| !g.is_blank()).count();
        let accented = |g: &&Glyph| {
            g.char.is_some_and(|c| matches!(c, '\u{a1}'..='\u{24f}') && !matches!(c, '°' | '±' | '·' | '×' | '÷'))
        };
        sheet.accented = page.glyphs.iter().filter(accented).count();
        // A character that every font may use as it likes has no meaning outside of its font.
        sheet.unread = page.glyphs.iter().filter(|g| g.char.is_some_and(is_private)).count();
        let count = |way: Way| page.glyphs.iter().filter(|g| g.way == way && !g.is_blank()).count();
        let mut ways = [Way::Right, Way::Down, Way::Left, Way::Up];
        ways.sort_by_key(|way| std::cmp::Reverse(count(*way)));
        for way in ways {
            let glyphs: Vec<Glyph> = page.glyphs.iter().filter(|g| g.way == way).copied().collect();
            let rules: Vec<Rule> = page.rules.iter().map(|r| turned(*r, way)).collect();
            if !glyphs.is_empty() {
                sheet.lay(glyphs, &rules);
            }
        }
        let slanted: Vec<Glyph> = page.glyphs.into_iter().filter(|g| g.way == Way::Slanted).collect();
        sheet.watermark(&slanted);
        sheet
    }

    fn lay(&mut self, glyphs: Vec<Glyph>, rules: &[Rule]) {
        let (tables, rest) = grid::tables(glyphs, rules, self);
        let mut items: Vec<(f64, Item)> = tables.into_iter().map(|t| (t.top, Item::Table(t))).collect();
        for band in columns::bands(lines(&rest)) {
            for piece in align::pieces(&band.lines) {
                // All of a column stands at the height where it begins, so that it is read as one.
                let height = if band.column.is_some() { band.top } else { piece.top() };
                items.push((height, self.item(piece, band.column)));
            }
        }
        items.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        self.items.extend(items.into_iter().map(|(_, item)| item));
    }

    fn item(&mut self, piece: align::Piece, column: Option<(f64, f64)>) -> Item {
        match piece {
            align::Piece::Line(line) => Item::Line(self.text_line(&line, column)),
            align::Piece::Table(table) => Item::Table(table.build(self)),
        }
    }

    fn text_line(&mut self, line: &Line, column: Option<(f64, f64)>) -> TextLine {
        let text = self.read(&line.glyphs);
        let furniture = line.glyphs.iter().filter(|g| g.furniture).count() * 2 > line.glyphs.len();
        let (left, right) = (line.left(), line.right());
        let font = main_font(&line.glyphs);
        let Line { baseline, size, blank_end, .. } = *line;
        TextLine { text, left, right, baseline, size, font, blank_end, furniture, column }
    }

    /// The words of glyphs; what cannot be read of them is counted.
    pub(super) fn read(&mut self, glyphs: &[Glyph]) -> String {
        let Words { text, unread, doubtful } = words(glyphs);
        self.unread += unread;
        self.doubtful += doubtful;
        text
    }

    /// Writes what runs across the page as one line of furniture.
    fn watermark(&mut self, glyphs: &[Glyph]) {
        let text: String = glyphs.iter().filter_map(|g| g.char).collect();
        let Some(first) = glyphs.first().filter(|_| !text.trim().is_empty()) else { return };
        self.unread += glyphs.iter().filter(|g| g.char.is_none()).count();
        let Glyph { x, y, size, font, .. } = *first;
        let (left, right, baseline, blank_end, furniture, column) = (x, x, y, false, true, None);
        self.items.push(Item::Line(TextLine { text, left, right, baseline, size, font, blank_end, furniture, column }));
    }
}

/// The font of most ideographs; digits are often set in another one.
fn main_font(glyphs: &[Glyph]) -> u32 {
    let mut fonts: Vec<u32> = glyphs.iter().filter(|g| g.char.is_some_and(is_wide)).map(|g| g.font).collect();
    fonts.sort_unstable();
    let most = fonts.chunk_by(|a, b| a == b).max_by_key(|run| run.len());
    most.and_then(|run| run.first()).or(glyphs.first().map(|g| &g.font)).copied().unwrap_or(0)
}

/// Whether a character is for private use, but for those that stand for bullets.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{efff}' | '\u{f100}'..='\u{f8ff}' | '\u{f0000}'..)
}

/// A rule turned as the glyphs that run one way are.
fn turned(rule: Rule, way: Way) -> Rule {
    let (a, b) = (way.upright(rule.from.0, rule.from.1), way.upright(rule.to.0, rule.to.1));
    Rule { from: (a.0.min(b.0), a.1.min(b.1)), to: (a.0.max(b.0), a.1.max(b.1)) }
}
