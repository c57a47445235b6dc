//! Blocks: what each line, or run of lines broken inside a paragraph, is.

use super::headings::{self, Heading, Outline};
use super::lines::{Line, Tag};
use super::markers::{self, Class, Marker};
use super::white::squeeze;
use super::wrap::Wrap;
use super::{Block, BlockKind};
use crate::model::Span;
use crate::model::any_of::any_of;
use crate::model::deadline;

/// Lines a head can have; a text without any sentence is no head beyond that.
const HEAD: u32 = 30;

/// Makes blocks of lines, and the outline they stand in; `wrap` tells which lines are one paragraph.
pub(super) fn build(text: &str, lines: &[Line], wrap: Wrap) -> (Vec<Block>, Vec<String>) {
    let mut builder = Builder {
        text,
        lines,
        wrap,
        outline: Outline::default(),
        blocks: Vec::with_capacity(lines.len()),
        title: "",
        head: Some(0),
        closed: true,
    };
    let mut at = 0;
    while at < lines.len() {
        deadline::check();
        at = builder.take(at);
    }
    (builder.blocks, builder.outline.sections)
}

struct Builder<'t> {
    text: &'t str,
    lines: &'t [Line],
    wrap: Wrap,
    outline: Outline,
    blocks: Vec<Block>,
    /// First line of the head.
    title: &'t str,
    /// Lines of the head so far; `None` after it.
    head: Option<u32>,
    /// Whether the last block that is read was complete: a heading, or closed by a mark.
    closed: bool,
}

impl<'t> Builder<'t> {
    /// Makes the block that begins with line `at` and returns the line after it.
    fn take(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        match line.tag {
            Tag::Furniture => self.push(BlockKind::Furniture, line.span),
            Tag::PageStart => {
                self.page();
                self.push(BlockKind::Furniture, line.span);
            }
            Tag::Row => {
                (self.head, self.closed) = (None, true);
                self.push(BlockKind::TableRow, line.span);
            }
            Tag::Text | Tag::Heading => return self.text(at),
        }
        at + 1
    }

    /// Some files hold several pages one after the other: a new one begins.
    fn page(&mut self) {
        if self.head.is_none() {
            self.outline.clear();
            self.head = Some(0);
        }
    }

    fn text(&mut self, at: usize) -> usize {
        let line = self.lines[at];
        let words = line.of(self.text);
        if !words.chars().any(char::is_alphanumeric) {
            self.push(BlockKind::Furniture, line.span);
            return at + 1;
        }
        let marker = markers::parse(words);
        if words == self.title {
            self.page();
        }
        if let Some(count) = self.head {
            // 2018年工作回顾, below the title: the text begins.
            let begins = count > 0 && headings::names_section(words);
            if count < HEAD && !begins && is_head(&line, words, marker) {
                self.head = Some(count + 1);
                self.title = if self.title.is_empty() { words } else { self.title };
                self.push(BlockKind::Head, line.span);
                return at + 1;
            }
            self.head = None;
        }
        if let Some(heading) = self.heading(at, marker) {
            let level = self.outline.enter(heading);
            self.closed = true;
            self.push(BlockKind::Heading(level), line.span);
            return at + 1;
        }
        self.paragraph(at, marker)
    }

    fn heading(&self, at: usize, marker: Option<Marker>) -> Option<Heading<'t>> {
        let line = &self.lines[at];
        if line.is_long() {
            return None;
        }
        let next = self.lines.get(at + 1);
        // The first line of a paragraph broken at the margin is as short as a heading.
        if self.wrap.fills(line) && next.is_some_and(|n| self.wrap.joins(self.text, line, n)) {
            return None;
        }
        let words = line.of(self.text);
        let Some(marker) = marker else {
            if line.tag == Tag::Heading {
                return headings::given(words);
            }
            let prose = next.is_some_and(|n| {
                n.tag == Tag::Text && (n.is_long() || (n.width >= 60 && !n.of(self.text).starts_with(words)))
            });
            return headings::unmarked(words, line, self.closed, prose);
        };
        let listed = next
            .filter(|n| !n.is_long())
            .and_then(|n| markers::parse(n.of(self.text)))
            .is_some_and(|m| m.class == marker.class);
        headings::marked(words, marker, listed)
    }

    fn paragraph(&mut self, at: usize, marker: Option<Marker>) -> usize {
        let mut last = at;
        while let Some(next) = self.lines.get(last + 1) {
            if !self.wrap.joins(self.text, &self.lines[last], next) {
                break;
            }
            last += 1;
        }
        let span = Span { start: self.lines[at].span.start, end: self.lines[last].span.end };
        self.closed = self.lines[last].is_closed();
        let heading = marker.and_then(|m| headings::run_in(span.of(self.text), m));
        match (heading, marker) {
            (Some(heading), _) => _ = self.outline.enter(heading),
            (None, Some(marker)) => self.outline.pass(marker),
            (None, None) => {}
        }
        let kind = match marker.map(|m| m.class) {
            None | Some(Class::Chapter | Class::Section | Class::Label | Class::Keyword) => BlockKind::Paragraph,
            Some(Class::Ideo | Class::IdeoParen) if heading.is_some() => BlockKind::Paragraph,
            Some(_) => BlockKind::ListItem,
        };
        self.push(kind, span);
        last + 1
    }

    fn push(&mut self, kind: BlockKind, span: Span) {
        let section = if kind == BlockKind::Furniture { None } else { self.outline.current() };
        self.blocks.push(Block { kind, span, section });
    }
}

/// Whether a line before the first running text belongs to the head.
fn is_head(line: &Line, words: &str, marker: Option<Marker>) -> bool {
    let ends = matches!(line.last, '。' | '！' | '？' | '；' | '!' | '?' | ';');
    let colon = matches!(line.last, '：' | ':');
    let caption = words.ends_with('摄') && words.len() <= 300;
    if caption {
        return true;
    }
    if line.is_long() || ends || words.contains('。') || (colon && line.width >= 40) {
        return false;
    }
    let greeting = colon && words.len() <= 48 && !is_field(words);
    let clauses = line.width >= 60 && words.matches(['，', ',']).count() >= 2;
    let head_mark = marker
        .is_none_or(|m| matches!(m.class, Class::Dash | Class::Bullet) && (m.class == Class::Dash || is_credit(words)));
    !greeting && !clauses && head_mark
}

/// A field of the head without its value, which stands on the next line: 来源：
fn is_field(words: &str) -> bool {
    let word = squeeze(words);
    any_of![
        "来源",
        "时间",
        "日期",
        "作者",
        "机构",
        "机关",
        "索引号",
        "文号",
        "字号",
        "字体",
        "标题",
        "分类",
        "主题词",
        "有效性",
        "单位",
    ]
    .within(&word)
}

fn is_credit(words: &str) -> bool {
    any_of!["记者", "通讯员", "作者"].within(words)
}
