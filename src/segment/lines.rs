//! The lines of a text that hold anything, with the few facts every later step asks about.

use memchr::memchr2_iter;

use super::markers;
use super::white::{is_white, trim};
use crate::model::{Part, PartKind, Span};

/// Lines longer than this many bytes are running text: no heading, no page furniture, no row.
pub(super) const LONG: usize = 450;

/// What a line was found to be before blocks are made of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    /// Not set aside by anything.
    Text,
    /// Page furniture.
    Furniture,
    /// Page furniture with which a page begins (breadcrumbs).
    PageStart,
    /// Row of a table, or cell of a table written one cell to a line.
    Row,
    /// A heading, as the file says.
    Heading,
}

/// A line with something in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Where it is, without white space around it.
    pub(super) span: Span,
    /// Display width: 2 for an ideograph, 1 for ASCII.
    pub(super) width: u32,
    /// Empty lines before it.
    pub(super) gap: u16,
    /// Columns by tabs, bars or runs of two spaces; 1 for ordinary lines.
    pub(super) columns: u16,
    /// Whether it begins with at least two columns of white space.
    pub(super) indent: bool,
    /// First character.
    pub(super) first: char,
    /// Last character.
    pub(super) last: char,
    /// What it was found to be.
    pub(super) tag: Tag,
}

impl Line {
    /// Its words.
    pub(super) fn of<'t>(&self, text: &'t str) -> &'t str {
        self.span.of(text)
    }

    /// Whether it is too long to be anything but running text.
    pub(super) fn is_long(&self) -> bool {
        self.span.len() > LONG
    }

    /// Whether it ends as sentences and clauses with something to follow do.
    pub(super) fn is_closed(&self) -> bool {
        closes(self.last)
    }
}

/// Whether a line ending in `c` is complete as it stands.
pub(super) fn closes(c: char) -> bool {
    matches!(
        c,
        '。' | '！' | '？' | '；' | '：' | ';' | ':' | '!' | '?' | '…' | '”' | '」' | '）' | ')' | '】' | '』' | '》'
    )
}

/// The lines of `text` that hold anything.
pub(super) fn scan(text: &str) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / 256 + 1);
    let bytes = text.as_bytes();
    let (mut start, mut gap) = (0usize, 0u16);
    let ends = memchr2_iter(b'\n', b'\r', bytes).chain(std::iter::once(bytes.len()));
    for end in ends {
        let begins = start;
        start = end + 1;
        // The line feed of a carriage return and line feed ends no line of its own.
        if begins == end && end > 0 && bytes.get(end) == Some(&b'\n') && bytes[end - 1] == b'\r' {
            continue;
        }
        match line(text, begins, end, gap) {
            Some(found) => {
                lines.push(found);
                gap = 0;
            }
            None => gap = gap.saturating_add(1),
        }
    }
    lines
}

/// Tags lines by the parts of the file they are: what it says goes before what words look like, but
/// for furniture, which files do not mark.
pub(super) fn tag(lines: &mut [Line], parts: &[Part]) {
    let mut parts = parts.iter().peekable();
    for line in lines {
        while parts.next_if(|p| p.span.end <= line.span.start).is_some() {}
        let Some(part) = parts.peek().filter(|p| p.span.contains(line.span)) else { continue };
        match part.kind {
            PartKind::Row => line.tag = Tag::Row,
            PartKind::Furniture => line.tag = Tag::Furniture,
            PartKind::Heading(_) if line.tag == Tag::Text => line.tag = Tag::Heading,
            PartKind::Heading(_) | PartKind::Paragraph | PartKind::ListItem => {}
        }
    }
}

/// Puts stubs together with the lines they begin: a mark parted from its heading, a bracket from
/// what it holds.
pub(super) fn mend(text: &str, lines: &mut Vec<Line>) {
    mend_figures(text, lines);
    let Some(first) = lines.windows(2).position(|w| begins(text, &w[0], &w[1])) else { return };
    let mut kept = first;
    let mut at = first;
    while at < lines.len() {
        let mut line = lines[at];
        if let Some(next) = lines.get(at + 1).filter(|next| begins(text, &line, next)) {
            at += 1;
            line = Line {
                span: Span { start: line.span.start, end: next.span.end },
                width: line.width + next.width,
                last: next.last,
                columns: next.columns,
                ..line
            };
        }
        lines[kept] = line;
        (kept, at) = (kept + 1, at + 1);
    }
    lines.truncate(kept);
}

/// Puts figures that stand on lines of their own back into the prose they were torn from: 增长⏎3.5⏎%⏎左右。
fn mend_figures(text: &str, lines: &mut Vec<Line>) {
    /// So many show that the page put every figure on its own line.
    const SEVERAL: usize = 3;
    let torn = |at: usize| matches!(lines.get(at..at + 3), Some([a, b, c]) if is_torn(text, a, b, c));
    if (0..lines.len()).filter(|at| torn(*at)).take(SEVERAL).count() < SEVERAL {
        return;
    }
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    for line in lines.iter().copied() {
        match kept.last_mut().filter(|last| goes_on(text, last, &line)) {
            Some(last) => {
                last.span.end = line.span.end;
                (last.width, last.last, last.columns) = (last.width + line.width, line.last, 1);
            }
            None => kept.push(line),
        }
    }
    *lines = kept;
}

/// A figure between words in mid-sentence and its unit or what else goes on.
fn is_torn(text: &str, words: &Line, figure: &Line, after: &Line) -> bool {
    let prose = || words.of(text).contains(['，', ',', '。', '；', ';']) && !words.is_closed();
    let unit =
        || after.of(text).starts_with(['%', '％', '个', '亿', '万', '元', '年', '月', '日', '倍', '位', '家', '项']);
    figure.gap == 0 && after.gap == 0 && is_figure(text, figure) && unit() && prose()
}

/// Whether `line` goes on with the line `last` in a text whose figures stand on lines of their own.
fn goes_on(text: &str, last: &Line, line: &Line) -> bool {
    let ends = last.of(text).trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let in_figure = ends.len() < last.span.len() && !line.first.is_ascii_digit() && !markers::is_stub(last.of(text));
    let unit = matches!(last.last, '%' | '％' | '、' | '，') || line.width <= 2 && !line.first.is_ascii_digit();
    let figure = is_figure(text, line) && !last.is_closed() && last.last.is_alphabetic();
    line.gap == 0 && (in_figure || unit || figure)
}

fn is_figure(text: &str, line: &Line) -> bool {
    let words = line.of(text);
    words.len() <= 12 && words.bytes().all(|b| b.is_ascii_digit() || b == b'.') && line.first != '.'
}

fn begins(text: &str, line: &Line, next: &Line) -> bool {
    line.span.len() <= 18 && next.gap <= 2 && markers::is_stub(line.of(text))
}

fn line(text: &str, begins: usize, ends: usize, gap: u16) -> Option<Line> {
    let (start, end) = trim(text, begins, ends);
    let words = text.get(start..end)?;
    let (first, last) = (words.chars().next()?, words.chars().next_back()?);
    let width = usize::midpoint(words.len(), words.chars().count());
    // A sentence has no columns, however it is spaced.
    let columns = if words.len() <= LONG && last != '。' { columns(words) } else { 1 };
    let before = &text[begins..start];
    let indent = before.len() >= 4 && before.chars().count() >= 2 || before.starts_with('\u{3000}');
    Some(Line { span: Span::new(start, end), width: width as u32, gap, columns, indent, first, last, tag: Tag::Text })
}

fn columns(words: &str) -> u16 {
    let bytes = words.as_bytes();
    // Most lines have no white space and no bar; the table walk below is for the others.
    if !bytes.iter().any(|b| matches!(b, b' ' | b'\t' | b'|' | 0xc2 | 0xe3)) {
        return 1;
    }
    let mut count = 1u16;
    let mut run = 0u8;
    let space = space_width(words);
    for c in words.chars() {
        if c == '\t' || c == '|' {
            run = run.saturating_add(2);
        } else if is_white(c) {
            run = run.saturating_add(space);
        } else {
            count = count.saturating_add(u16::from(run >= 2));
            run = 0;
        }
    }
    count
}

/// What a space counts for in the gap between two columns, which is 2 wide: nothing in a line whose columns tabs part.
fn space_width(words: &str) -> u8 {
    u8::from(!words.contains('\t'))
}

/// The cells of a line: its parts between tabs, bars and, without tabs, runs of two spaces.
pub(super) fn cells(words: &str) -> impl Iterator<Item = &str> {
    let mut rest = words;
    let space = space_width(words);
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c| is_white(c) || c == '|');
        if rest.is_empty() {
            return None;
        }
        let (mut gap_at, mut run) = (rest.len(), 0u8);
        for (at, c) in rest.char_indices() {
            if c == '\t' || c == '|' || is_white(c) {
                gap_at = if run == 0 { at } else { gap_at };
                run = run.saturating_add(if c == '\t' || c == '|' { 2 } else { space });
                if run >= 2 {
                    break;
                }
            } else {
                run = 0;
                gap_at = rest.len();
            }
        }
        let (cell, tail) = rest.split_at(gap_at);
        rest = tail;
        Some(cell)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_gaps_and_indents() {
        let lines = scan("甲\r\n\r\n\u{3000}\u{3000}乙。\n\n\n丙 1");
        let facts: Vec<_> = lines.iter().map(|l| (l.first, l.last, l.gap, l.indent, l.width)).collect();
        assert_eq!(facts, [('甲', '甲', 0, false, 2), ('乙', '。', 1, true, 4), ('丙', '1', 2, false, 4)]);
    }

    #[test]
    fn stubs_go_with_the_next_line() {
        let text = "第一章\n总则\n（\n二）工业\n完";
        let mut lines = scan(text);
        mend(text, &mut lines);
        assert_eq!(lines.iter().map(|l| l.of(text)).collect::<Vec<_>>(), ["第一章\n总则", "（\n二）工业", "完"]);
    }

    #[test]
    fn cells_by_tabs_bars_and_runs() {
        for (line, expected) in [
            ("原油\t万吨\t12.5", vec!["原油", "万吨", "12.5"]),
            ("指标  单位 元   比上年", vec!["指标", "单位 元", "比上年"]),
            ("指  标\t人  数（万人）\t比 重", vec!["指  标", "人  数（万人）", "比 重"]),
            ("| 煤 | 3 |", vec!["煤", "3"]),
            ("一句话", vec!["一句话"]),
        ] {
            assert_eq!(cells(line).collect::<Vec<_>>(), expected);
        }
        assert_eq!(columns("指标  单位 元   比上年"), 3);
    }
}
