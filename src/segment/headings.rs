//! Headings: which lines are, and the path of headings in force.

use super::lines::Line;
use super::markers::{Class, Marker};
use super::white::squeeze;
use crate::model::any_of::any_of;

/// Longest heading, in characters.
const LONGEST: usize = 50;
/// Longest heading with an Arabic number, and longest without any mark.
const SHORT: usize = 30;

/// A heading found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Heading<'t> {
    /// Kind of its mark, `None` without one.
    pub(super) class: Option<Class>,
    /// Its number, 0 without one.
    pub(super) ordinal: u16,
    /// Whether it stands alone, not at the beginning of a paragraph.
    pub(super) alone: bool,
    /// Whether it names a part of the whole document by its year: 2022年工作安排.
    pub(super) part: bool,
    /// Its words.
    pub(super) text: &'t str,
}

/// How the name of a part of a report ends that says which year's work it tells.
const PARTS: [&str; 12] = [
    "工作回顾",
    "工作总结",
    "工作情况",
    "工作安排",
    "工作打算",
    "工作任务",
    "重点工作",
    "民生实事",
    "主要目标",
    "预期目标",
    "目标任务",
    "发展目标",
];

/// `2022年市十件民生实事`: an unmarked line that names a part of the document with its year.
fn names_part(words: &str) -> bool {
    let year = words.strip_prefix("20").and_then(|w| w.get(2..)).is_some_and(|w| w.starts_with('年'));
    // 过去一年工作回顾, “十三五”时期工作回顾
    let years = || any_of!["过去", "今后", "未来"].opens(words) && words.contains('年');
    let plan = || words.starts_with("“十") && any_of!["五”时期", "五”期间"].within(words);
    let span = || words.chars().count() <= SHORT && (years() || plan());
    (year || span()) && PARTS.iter().any(|p| words.ends_with(p))
}

/// `2015-2019年城镇化率`: the caption of a chart, which names the years that it shows and a figure.
pub(crate) fn names_chart(words: &str) -> bool {
    let year = |rest: &str| rest.len() >= 4 && rest.bytes().take(4).all(|b| b.is_ascii_digit());
    let Some(rest) = words.get(4..).filter(|_| year(words)) else { return false };
    let last = rest.trim_start_matches('年').trim_start_matches(['-', '—', '－', '–', '~', '～', '至', '到']);
    let shown = last.len() < rest.len() && year(last) && last.get(4..).is_some_and(|name| name.starts_with('年'));
    let figure = any_of![
        "率", "额", "值", "量", "增速", "速度", "指数", "收入", "支出", "投资", "人口", "比重", "结构", "面积", "增长",
        "里程", "价格",
    ];
    shown && words.chars().count() <= SHORT && figure.closes(words)
}

/// Whether an unmarked line by its words alone names a section of a document.
pub(super) fn names_section(words: &str) -> bool {
    names_part(words) || NAMES.contains(&words)
}

/// The heading that the file says a line without a mark is. Word files give the style of a heading
/// to whole paragraphs too: what is a sentence is none.
pub(super) fn given(words: &str) -> Option<Heading<'_>> {
    let ends = words.ends_with(['。', '；', ';', '，', '、', '！']);
    (!ends && !words.contains('。') && fits(words, LONGEST)).then_some(Heading {
        class: None,
        ordinal: 0,
        alone: true,
        part: names_part(words),
        text: words,
    })
}

/// The heading a marked line is when it stands alone; `listed` tells that the next line has a mark
/// of the same kind.
pub(super) fn marked(words: &str, marker: Marker, listed: bool) -> Option<Heading<'_>> {
    let last = words.chars().next_back()?;
    let limit = match marker.class {
        Class::Point | Class::Dash | Class::Circled | Class::Letter => return None,
        Class::Digit | Class::Decimal(_) | Class::DigitParen | Class::Bullet if listed => return None,
        Class::Digit | Class::Decimal(_) | Class::DigitParen | Class::Bullet => SHORT,
        Class::Label | Class::Keyword => LONGEST + 10,
        Class::Chapter | Class::Section | Class::Ideo | Class::IdeoParen => LONGEST,
    };
    if words.len() > (marker.len + 4 * LONGEST + 60) {
        return None;
    }
    // Some documents close headings of the upper levels with a full stop.
    let words = if limit == LONGEST && !listed { unclosed(words, marker) } else { words };
    let stopped = last == '。' && words.ends_with(last);
    let body = &words[marker.len.min(words.len())..];
    let ends = stopped || matches!(last, '；' | ';' | '，' | ',' | '、' | '！' | '.');
    let plain = !body.contains(['。', '；']) && !is_byline(words);
    let empty = body.is_empty() && marker.class != Class::Chapter && marker.class != Class::Section;
    (!ends && plain && !empty && fits(body, limit) && (last != '：' && last != ':' || fits(body, 16))).then_some(
        Heading { class: Some(marker.class), ordinal: marker.ordinal, alone: true, part: false, text: words },
    )
}

/// `words` without their full stop, where the rest is one phrase without figures.
fn unclosed(words: &str, marker: Marker) -> &str {
    words
        .strip_suffix('。')
        .filter(|open| {
            let body = &open[marker.len..];
            fits(body, LONGEST - 10) && head_end(body, LONGEST).is_none() && !has_digits(body)
        })
        .unwrap_or(words)
}

fn has_digits(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
}

/// The heading at the beginning of a marked paragraph: short words after the mark, closed by a full
/// stop or a colon and followed by more.
pub(super) fn run_in(words: &str, marker: Marker) -> Option<Heading<'_>> {
    let (limit, numbers) = match marker.class {
        Class::Chapter | Class::Section | Class::Ideo | Class::IdeoParen => (LONGEST - 10, true),
        Class::Digit | Class::Decimal(_) | Class::DigitParen => (SHORT, false),
        Class::Label => {
            let text = words[..marker.len].trim_end_matches(|c: char| !c.is_alphanumeric());
            return Some(Heading {
                class: Some(marker.class),
                ordinal: marker.ordinal,
                alone: false,
                part: false,
                text,
            });
        }
        _ => return None,
    };
    let body = &words[marker.len..];
    let (len, stop) = head_end(body, limit)?;
    let head = &body[..len];
    let colon = matches!(stop, '：' | ':');
    let more = body.len() > len + stop.len_utf8() + 12;
    let quiet = !head.contains(['；', ';', '\n']) && (!colon || (fits(head, 16) && !head.contains(['，', ',', '“'])));
    (more && quiet && len > 0 && (numbers || !has_digits(head))).then_some(Heading {
        class: Some(marker.class),
        ordinal: marker.ordinal,
        alone: false,
        part: false,
        text: &words[..marker.len + len],
    })
}

/// Where the first full stop or colon stands within `limit` characters. A dot after a word counts:
/// recognised scans have it for 。
fn head_end(body: &str, limit: usize) -> Option<(usize, char)> {
    let mut before = ' ';
    for (at, c) in body.char_indices().take(limit + 1) {
        match c {
            '。' | '：' | ':' => return Some((at, c)),
            '.' | '．' if before.is_alphabetic() && !before.is_ascii() => return Some((at, c)),
            _ => before = c,
        }
    }
    None
}

fn fits(text: &str, limit: usize) -> bool {
    text.len() <= limit * 4 && text.chars().count() <= limit
}

/// Whether an unmarked line between its neighbours reads as a heading: short, open, no date, no
/// caption, after something complete and before running text.
pub(super) fn unmarked<'t>(
    words: &'t str,
    line: &Line,
    before_closed: bool,
    before_prose: bool,
) -> Option<Heading<'t>> {
    if line.width < 8 || line.is_closed() || line.columns >= 2 || !fits(words, SHORT) {
        return None;
    }
    let known = names_section(words);
    let ends = matches!(line.last, '日' | '月' | '年' | '摄' | '，' | '、' | ',' | '.' | '%' | '％' | '元');
    let caption = matches!(line.first, '图' | '表' | '注' | '附' | '—' | '-' | '_')
        || words.contains(['，', '％', '%', '：', ':', '_'])
        || names_chart(words);
    let word = line.first.is_alphanumeric() || matches!(line.first, '“' | '《');
    (word && !ends && !is_byline(words) && (known || (!caption && before_closed && before_prose))).then_some(Heading {
        class: None,
        ordinal: 0,
        alone: true,
        part: names_part(words),
        text: words,
    })
}

const NAMES: &[&str] = &[
    "指导思想",
    "总体要求",
    "基本原则",
    "目标任务",
    "主要目标",
    "工作目标",
    "发展目标",
    "总体目标",
    "主要任务",
    "重点任务",
    "工作任务",
    "工作措施",
    "主要措施",
    "保障措施",
    "组织保障",
    "实施步骤",
    "工作要求",
    "工作安排",
    "主要做法",
    "存在问题",
    "主要问题",
    "下步打算",
    "下一步工作",
    "发展基础",
    "发展环境",
    "政策措施",
];

fn is_byline(words: &str) -> bool {
    words.len() <= 90 && any_of!["记者", "通讯员", "制图", "摄影", "编辑", "供图"].within(words)
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    rank: u16,
    ordinal: u16,
    alone: bool,
    /// Length of the path up to and with this heading.
    end: usize,
    /// Index of its path among the sections.
    section: u32,
}

/// Headings in force, and all paths there were.
#[derive(Debug, Default)]
pub(super) struct Outline {
    stack: Vec<Entry>,
    path: String,
    /// Ranks of keyword, label, bullet and unmarked headings: given where they first stand.
    given: [Option<u16>; 4],
    /// Every path, joined by ` / `.
    pub(super) sections: Vec<String>,
}

impl Outline {
    /// Index of the path in force.
    pub(super) fn current(&self) -> Option<u32> {
        self.stack.last().map(|e| e.section)
    }

    /// Forgets the headings in force: a new page begins.
    pub(super) fn clear(&mut self) {
        self.stack.clear();
        self.path.clear();
    }

    /// Puts a heading in force and returns its level, from 1.
    pub(super) fn enter(&mut self, heading: Heading<'_>) -> u8 {
        let rank = if heading.part { PART } else { self.rank(heading.class) };
        let depth = self.depth(rank, heading);
        self.stack.truncate(depth);
        self.path.truncate(self.stack.last().map_or(0, |e| e.end));
        if depth > 0 {
            self.path.push_str(" / ");
        }
        self.path.push_str(&squeeze(heading.text));
        let section = self.sections.len() as u32;
        self.stack.push(Entry { rank, ordinal: heading.ordinal, alone: heading.alone, end: self.path.len(), section });
        self.sections.push(self.path.clone());
        (depth + 1).min(usize::from(u8::MAX)) as u8
    }

    /// A marked point that is no heading ends the heading whose numbering it carries on.
    pub(super) fn pass(&mut self, marker: Marker) {
        let rank = customary(marker.class);
        let ends = |e: &Entry| {
            let series = e.rank == rank && marker.class != Class::Dash;
            let spoken = marker.class == Class::Point && !e.alone && e.ordinal + 1 == marker.ordinal;
            (series && marker.ordinal > e.ordinal) || spoken
        };
        if let Some(at) = self.stack.iter().rposition(ends) {
            self.stack.truncate(at);
        }
    }

    fn rank(&mut self, class: Option<Class>) -> u16 {
        let slot = match class {
            Some(Class::Keyword) => 0,
            Some(Class::Label) => 1,
            Some(Class::Bullet) => 2,
            Some(class) => return customary(class),
            None => 3,
        };
        // Where nothing is customary, a kind of heading keeps the level at which it first stands.
        let top = self.stack.last().map_or(0, |e| e.rank);
        *self.given[slot].get_or_insert(top + 5)
    }

    /// How many of the headings in force stay above `new`.
    fn depth(&self, rank: u16, new: Heading<'_>) -> usize {
        let same = |e: &&Entry| e.rank == rank;
        if !self.stack.iter().any(|e| e.rank == rank) {
            return self.stack.iter().position(|e| e.rank > rank).unwrap_or(self.stack.len());
        }
        let follows = |e: &Entry| e.rank == rank && e.ordinal + 1 == new.ordinal;
        let form = |e: &Entry| e.rank == rank && e.alone == new.alone;
        let at =
            self.stack.iter().rposition(|e| follows(e) && form(e)).or_else(|| self.stack.iter().rposition(follows));
        if let Some(at) = at {
            return at;
        }
        // Numbering that starts again at the beginning of paragraphs is one level deeper.
        let lone = self.stack.iter().filter(same).count() == 1;
        let first = self.stack.iter().position(|e| e.rank == rank).unwrap_or(0);
        if lone && !new.alone && new.ordinal == 1 && self.stack[first].alone {
            return first + 1;
        }
        self.stack.iter().position(form).unwrap_or(first)
    }
}

/// A part named by its year stands above 一、 and below chapters and sections.
const PART: u16 = 119;

const fn customary(class: Class) -> u16 {
    match class {
        Class::Chapter => 100,
        Class::Section => 110,
        Class::Ideo => 120,
        Class::IdeoParen => 130,
        Class::Digit => 140,
        Class::Decimal(dots) => 140 + dots as u16,
        Class::DigitParen => 150,
        _ => 160,
    }
}

#[cfg(test)]
mod tests {
    use super::super::markers;
    use super::*;

    #[test]
    fn a_point_ends_the_heading_before_it() {
        let mut outline = Outline::default();
        enter(&mut outline, "（一）产业", true);
        enter(&mut outline, "1.建好平台。统筹使用各类资金和人才。", false);
        let section = |o: &Outline| o.current().map(|s| o.sections[s as usize].clone());
        assert_eq!(section(&outline), Some("（一）产业 / 1.建好平台".to_owned()));
        if let Some(marker) = markers::parse("2.落实各项已经出台的政策，并") {
            outline.pass(marker);
        }
        assert_eq!(section(&outline), Some("（一）产业".to_owned()));
    }

    fn enter(outline: &mut Outline, words: &str, alone: bool) -> (u8, String) {
        let heading = match markers::parse(words) {
            Some(m) if alone => marked(words, m, false),
            Some(m) => run_in(words, m),
            None => Some(Heading { class: None, ordinal: 0, alone, part: false, text: words }),
        };
        let level = heading.map_or(0, |h| outline.enter(h));
        (level, outline.path.clone())
    }

    #[test]
    fn paths_nest_by_the_kind_of_mark() {
        let mut outline = Outline::default();
        for (words, alone, level, path) in [
            ("一、回顾", true, 1, "一、回顾"),
            ("（一）工业。规上工业增加值增长百分之八。", false, 2, "一、回顾 / （一）工业"),
            ("1.原材料", true, 3, "一、回顾 / （一）工业 / 1.原材料"),
            ("（二）农业", true, 2, "一、回顾 / （二）农业"),
            ("二、安排", true, 1, "二、安排"),
        ] {
            assert_eq!(enter(&mut outline, words, alone), (level, path.to_owned()));
        }
    }

    #[test]
    fn numbering_that_starts_again_nests() {
        let mut outline = Outline::default();
        enter(&mut outline, "一、主要工作", true);
        let inner = "一、强化产业培育。紧盯龙头补短板。";
        assert_eq!(enter(&mut outline, inner, false).0, 2);
        assert_eq!(enter(&mut outline, "二、夯实园区基础。园区是重要的载体。", false).0, 2);
        assert_eq!(enter(&mut outline, "二、下步打算", true), (1, "二、下步打算".to_owned()));
    }

    #[test]
    fn keywords_stand_above_labels() {
        let mut outline = Outline::default();
        assert_eq!(enter(&mut outline, "关键词 绿色", true).0, 1);
        assert_eq!(enter(&mut outline, "目标:建设绿色城市", true).0, 2);
        assert_eq!(enter(&mut outline, "措施一: 植树", true).0, 2);
        assert_eq!(enter(&mut outline, "关键词 开放", true).0, 1);
    }

    #[test]
    fn upper_headings_can_be_closed() {
        let words = "（一）经济运行稳中有进。";
        let heading = |listed| markers::parse(words).and_then(|m| marked(words, m, listed)).map(|h| h.text);
        assert_eq!((heading(false), heading(true)), (Some("（一）经济运行稳中有进"), None));
    }

    #[test]
    fn long_points_are_no_headings() {
        for words in [
            "1.逐户走访骨干厂商，弄清各环节的短板与所缺配件，把设备、用工和销路的难处逐条登记成册。后文继续。",
            "1.完成投资50亿元。比上年增长百分之五以上。",
            "1.甲项目。",
            "（一）甲项目。乙项目。",
        ] {
            let found = markers::parse(words).and_then(|m| marked(words, m, false).or_else(|| run_in(words, m)));
            assert_eq!(found, None, "{words}");
        }
    }
}
