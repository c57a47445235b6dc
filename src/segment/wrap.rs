//! Lines broken inside a paragraph: whether two neighbours are one.
//!
//! Two kinds of breaks occur. Text taken from a page layout is broken at a fixed width all through
//! (the document shows it: lines that end in mid-sentence are of one width). Elsewhere a single
//! break has slipped into a sentence, and only the two lines themselves can show it.

use super::lines::{Line, Tag};
use super::markers;

/// Widths from which a line is long enough to be looked at, and to be a broken line of prose.
const LEAST: u32 = 40;
/// Prose that stops in mid-sentence without the document being wrapped is at least this wide.
const PROSE: u32 = 56;
/// Lines of a wrapped text differ by as much where a mark or a word would not fit.
const SLACK: u32 = 6;
/// Widest full line looked for.
const WIDEST: usize = 160;

/// What the document as a whole shows about its line breaks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Wrap {
    /// Width of a full line, if the text is wrapped.
    pub(super) full: Option<u32>,
    /// Whether paragraphs begin with an indent and continued lines do not.
    indents: bool,
    /// Most lines of prose are followed by so many empty lines.
    gap: u16,
}

impl Wrap {
    /// Looks at all lines of a document.
    pub(super) fn of(lines: &[Line]) -> Self {
        let mut widths = [0u32; WIDEST + 1];
        let mut gaps = [0u32; 4];
        let (mut prose, mut indented) = (0u32, 0u32);
        for line in lines.iter().filter(|l| l.tag == Tag::Text && l.width >= LEAST) {
            prose += 1;
            indented += u32::from(line.indent);
            gaps[usize::from(line.gap.min(3))] += 1;
            if !line.is_closed() && line.columns < 2 {
                widths[(line.width as usize).min(WIDEST)] += 1;
            }
        }
        let gap = (0u16..4).max_by_key(|&g| gaps[usize::from(g)]).unwrap_or(0);
        let full = full_width(&widths, prose).filter(|&full| {
            let wider = lines.iter().filter(|l| l.tag == Tag::Text && l.width > full + 2).count();
            wider as u32 * 10 <= prose
        });
        Self { full, indents: indented * 20 > prose && indented * 10 < prose * 7, gap }
    }

    /// Whether the line fills its line of the layout.
    pub(super) fn fills(&self, line: &Line) -> bool {
        self.full.is_some_and(|full| line.width + SLACK + 2 >= full)
    }

    /// Whether `next` goes on with the paragraph that `line` is the last line of so far.
    pub(super) fn joins(&self, text: &str, line: &Line, next: &Line) -> bool {
        if next.tag != Tag::Text || line.columns >= 3 || next.gap > self.gap.max(2) {
            return false;
        }
        if is_closing(next.first) && line.width >= 20 && !matches!(line.last, '。' | '！' | '？') {
            return true;
        }
        let words = next.of(text);
        if markers::parse(words).is_some() || (next.indent && (self.indents || !line.indent)) {
            return false;
        }
        let torn = line.last.is_ascii_digit() && matches!(next.first, '.' | '亿');
        if line.width >= if torn { 12 } else { 30 } && breaks_off(line.last, next.first) {
            return true;
        }
        if self.fills(line) {
            return !(line.is_closed() && (next.gap > self.gap || ends_paragraph(line.last)));
        }
        self.full.is_none() && self.slipped(text, line, next, words)
    }

    /// A single break in a text that is not wrapped.
    fn slipped(&self, text: &str, line: &Line, next: &Line, words: &str) -> bool {
        line.width >= PROSE
            && next.gap <= self.gap + 1
            && !next.indent
            && !line.is_closed()
            && is_word(line.last)
            && (is_word(next.first) || matches!(next.first, '“' | '《' | '（'))
            && (next.last == '。' || next.width >= PROSE)
            && !begins_anew(words)
            && line.of(text).contains(['，', ',', '。', '、'])
            && !line.of(text).ends_with(['摄', '图'])
    }
}

/// The width at which most lines in mid-sentence end, if those are many enough to be the layout's.
fn full_width(widths: &[u32; WIDEST + 1], prose: u32) -> Option<u32> {
    let window = SLACK as usize;
    let sum = |end: usize| widths[end.saturating_sub(window)..=end].iter().sum::<u32>();
    // The least such width: wider windows that hold no more lines say nothing new.
    let best = (LEAST as usize..WIDEST).rev().max_by_key(|&end| sum(end))?;
    (sum(best) >= 4 && sum(best) * 20 >= prose * 7).then_some(best as u32)
}

/// A mark that cannot begin a line.
fn is_closing(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '；' | '：' | '）' | '”' | '》' | '％' | '%' | '！' | '？' | '」' | '】' | ',')
}

/// Whether a line ending in `last` before one beginning with `first` breaks off in mid-phrase.
fn breaks_off(last: char, first: char) -> bool {
    if matches!(last, '，' | '、' | ',' | '（' | '(' | '“' | '《' | '「' | '〔') {
        return true;
    }
    last.is_ascii_digit()
        && (first.is_ascii_digit()
            || matches!(first, '.' | '亿' | '万' | '元' | '个' | '项' | '家' | '年' | '月' | '日'))
}

fn ends_paragraph(last: char) -> bool {
    matches!(last, '。' | '！' | '？' | '：' | ':' | '；' | ';')
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// Words with which sentences begin, not their second halves.
fn begins_anew(words: &str) -> bool {
    const STARTS: &[&str] = &[
        "各位",
        "如何",
        "为什么",
        "什么",
        "今年",
        "去年",
        "明年",
        "全年",
        "全市",
        "全省",
        "全县",
        "全区",
        "全国",
        "我市",
        "我省",
        "我县",
        "我区",
        "我国",
        "我们",
        "近年",
        "同时",
        "此外",
        "另外",
        "下一步",
        "目前",
        "当前",
        "其中",
        "附件",
        "首先",
        "其次",
        "最后",
        "对于",
        "关于",
        "为了",
        "截至",
        "根据",
        "按照",
    ];
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    (digits == 4 && words[4..].starts_with('年')) || STARTS.iter().any(|s| words.starts_with(s))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::lines::scan;

    fn joined(text: &str) -> String {
        let lines = scan(text);
        let wrap = Wrap::of(&lines);
        lines.windows(2).map(|w| if wrap.joins(text, &w[0], &w[1]) { '+' } else { '|' }).collect()
    }

    #[test]
    fn a_break_slipped_into_a_sentence() {
        let long = "坚持稳中求进总基调，着力推动产业结构调整，不断提升园区发展水平，努力争创";
        assert_eq!(joined(&format!("{long}\n国家级园区3家。\n第二段。")), "+|");
        assert_eq!(joined(&format!("{long}\n一是抓好项目。")), "|");
        assert_eq!(joined(&format!("{long}\n全市新增企业3家。")), "|");
        assert_eq!(joined("一、主要目标\n全面完成任务，产值增长8%。"), "|");
        assert_eq!(joined("规模以上工业增加值增长百分之八，总产值达到12\n亿元。"), "+");
    }

    #[test]
    fn a_text_wrapped_at_a_width() {
        let line = "着力推动产业结构持续优化和不断提升园区发展的水平";
        let text =
            format!("一、目标\n{line}\n{line}\n{line}\n不变。\n{line}\n{line}\n到底。\n二、任务\n{line}\n完成。");
        assert_eq!(joined(&text), "|+++|++||+");
    }
}
