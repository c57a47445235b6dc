//! The title among the lines of the head, which on a web page stands between navigation.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::{Line, Lines};
use super::{date, kind, pattern, publisher};
use crate::model::any_of::any_of;

/// A title and the lines it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    pub(super) text: String,
    /// The first line of it, an index into the head.
    pub(super) from: usize,
    /// The line after it.
    pub(super) to: usize,
}

/// What a title must score: the ending of one.
const ENOUGH: i32 = 3;

static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十\d]{1,3}[章节篇条]|第[一二三四五六七八九十]{1,2}部分|\d{1,2}[.、]|附件|目录$|前言$|[●■◆▲]|[A-D]\.)",
    )
});
static FURNITURE: LazyLock<Regex> = LazyLock::new(|| {
    // Navigation, labels, what ends as no title does, captions of photographs.
    pattern(
        "^(?:首页|当前位置|您的位置|您现在|您好|字号|字体|打印|收藏|分享|下载|浏览|点击|扫一扫|责任编辑|上一篇|下一篇|相关|来源|索引号|发布机构|发文|公开范围|公开方式|新华社|本报|网站首页|网站地图|无障碍|登录|注册|简体|繁體|各位|大字|全文)|>|。|[:,;!?、]$|^.{2,8}:|摄$|(?:报|网|社|在线)讯$",
    )
});
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:19|20)\d{2}年|[一二][〇零○一二三四五六七八九]{3}年"));
/// A footnote mark or asterisk at the end.
static FOOTNOTE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:[\[［〔]\d{1,2}[\]］〕]|\*)+$"));
/// What may stand below a title and belongs to it: in brackets, or the years of a plan by themselves.
static BELOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\((?:.*(?:19|20)\d{2}年?[-—–~～至](?:19|20)\d{2}.*|试行|暂行|修订|修订稿|草案|送审稿|征求意见稿|审议稿|讨论稿)\)$|^(?:19|20)\d{2}年?(?:[-–~～至]|—{1,2})(?:19|20)\d{2}年?\)?$",
    )
});

/// The title that the file says it has, and the lines of the head it stands in.
pub(super) fn given(lines: &Lines, text: &str) -> Title {
    // 选择区域：某省>>>某市统计公报: what a page's menu puts before it.
    let text = text.rsplit(">>").next().filter(|t| !t.trim().is_empty()).unwrap_or(text).trim_start_matches('>');
    let squeezed = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let wanted = squeezed(text);
    let at = lines.head.iter().position(|l| squeezed(&l.tight) == wanted);
    Title { text: text.trim().to_owned(), from: at.unwrap_or(0), to: at.map_or(0, |at| at + 1) }
}

/// The title in the head of a document.
pub(super) fn in_head(lines: &Lines) -> Option<Title> {
    let head = &lines.head;
    let mains: Vec<&str> = head.iter().map(|l| main_part(&l.tight)).collect();
    let mut best: Option<(i32, Title)> = None;
    for from in 0..head.len() {
        for to in from + 1..=head.len().min(from + 3) {
            let Some(score) = score(head, &mains, from, to) else { continue };
            if score >= ENOUGH && best.as_ref().is_none_or(|(old, _)| score > *old) {
                best = Some((score, title(head, from, to)));
            }
        }
    }
    best.map(|(_, title)| title).or_else(|| headline(lines)).or_else(|| run_in(lines))
}

/// How much the lines look like a title; `None` for what cannot be one. `mains` are their main parts.
fn score(head: &[Line], mains: &[&str], from: usize, to: usize) -> Option<i32> {
    let lines = &head[from..to];
    let tight = mains[from..to].concat();
    let length = tight.chars().count();
    if !(4..=90).contains(&length) || !kind::ends_title(&tight) {
        return None;
    }
    // The patterns are asked last, as few lines end like a title.
    if !lines.iter().all(may_be_title) || (lines.len() > 1 && !breaks(lines)) {
        return None;
    }
    let web = lines.iter().any(|l| {
        let line = without_day(&l.tight).trim_matches('|');
        main_part(&l.tight).len() < line.len() && before_label(line) == line && !line.contains("——")
    });
    let repeated = head[to..].iter().any(|l| l.tight == tight);
    let broken = lines.len() > 1;
    let issuer = broken && (publisher::is_body(&lines[0].tight) || is_issued(lines));
    let points = [
        (true, 3),
        (YEAR.is_match(&tight), 1),
        (length >= 8, 1),
        (repeated, 1),
        (web, -2),
        (issuer, 1),
        (broken && !issuer, -1),
    ];
    Some(points.iter().filter(|(holds, _)| *holds).map(|(_, points)| points).sum())
}

/// Whether these lines are one title broken over lines: its end is short, or it goes on with 关于.
fn breaks(lines: &[Line]) -> bool {
    let (last, before) = (&lines[lines.len() - 1], &lines[..lines.len() - 1]);
    if before.iter().any(|l| kind::ends_title(&l.tight)) {
        return false;
    }
    if is_issued(lines) {
        return true;
    }
    let issuer = publisher::is_body(&lines[0].tight);
    let goes_on = lines[1].tight.starts_with("关于");
    if issuer { goes_on } else { lines[0].len() >= 8 && (last.len() <= 12 || lines[0].tight.starts_with("关于")) }
}

/// `国务院关于印发⏎某规划的通知`
fn is_issued(lines: &[Line]) -> bool {
    let mut issuers = ["印发", "转发", "批转"].iter().filter_map(|w| lines[0].tight.strip_suffix(w));
    lines.len() == 2 && issuers.any(|before| before.ends_with("关于") || publisher::is_body(before))
}

fn may_be_title(line: &Line) -> bool {
    let tight = main_part(&line.tight);
    let length = tight.chars().count();
    // A day stands in lines about the document; a title has a year or a month at most.
    let dated = date::first(tight).is_some_and(|(w, at)| w.date.is_some() || at.len() + 4 >= tight.len());
    (2..=70).contains(&length) && !HEADING.is_match(tight) && !FURNITURE.is_match(tight) && !dated
}

/// A line up to a bracket at its end that tells a day: 政府工作报告(2018年12月26日在…会议上).
fn without_day(line: &str) -> &str {
    let day = |words: &str| date::first(words).is_some_and(|(written, _)| written.date.is_some());
    date::bracket_at_end(line).filter(|(_, words)| day(words)).map_or(line, |(before, _)| before)
}

/// A line without the day at its end, up to the dash of a subtitle, or up to the site's name in the title of a web
/// page.
fn main_part(line: &str) -> &str {
    let line = before_label(without_day(line).trim_start_matches(['|', ' ']));
    let mut marks = line.char_indices().filter(|(_, c)| matches!(c, '—' | '_' | '|' | '-'));
    let end = marks.find(|&(at, c)| is_separator(&line[..at], c, &line[at + c.len_utf8()..]));
    let main = end.map_or(line, |(at, _)| &line[..at]);
    if !main.ends_with([']', '］', '〕', '*']) {
        return main;
    }
    FOOTNOTE.find(main).map_or(main, |mark| &main[..mark.start()])
}

/// A title that a page lost the line end of, up to what the page says of it: 某规划发布时间：2014-04-22
fn before_label(line: &str) -> &str {
    if !line.contains([':', '：']) {
        return line;
    }
    let labels =
        any_of!["发布时间", "发表时间", "发布日期", "信息来源", "发文日期", "成文日期", "时间", "日期", "来源", "作者"];
    let label = labels.places(line).find(|(_, end)| line[*end..].starts_with([':', '：']));
    let title = label.map(|(at, _)| line[..at].trim_end());
    title.filter(|title| kind::ends_title(title)).unwrap_or(line)
}

fn is_separator(before: &str, c: char, after: &str) -> bool {
    // A hyphen between letters or digits is a range or a name; one dash alone joins two words.
    let inside =
        before.ends_with(|c: char| c.is_ascii_alphanumeric()) && after.starts_with(|c: char| c.is_ascii_alphanumeric());
    match c {
        '—' => after.starts_with('—') && before.len() >= 12,
        '_' | '|' => before.len() >= 24,
        '-' => before.len() >= 24 && !inside,
        _ => false,
    }
}

fn title(head: &[Line], from: usize, mut to: usize) -> Title {
    let mut text = String::new();
    for line in &head[from..to] {
        text.push_str(main_part(&line.written()));
    }
    if let Some(below) = head.get(to).filter(|l| BELOW.is_match(&l.tight)) {
        text.push_str(&below.written());
        to += 1;
    }
    Title { text, from, to }
}

/// A headline ends like no title, but it is the first line and is followed by its date, by running
/// text or by a heading.
fn headline(lines: &Lines) -> Option<Title> {
    let head = &lines.head;
    let from = head.iter().take(5).position(|l| l.len() >= 6 && may_be_title(l) && !publisher::is_body(&l.tight))?;
    // A sentence or a bullet that happens to be short has a comma or a verb of address in it.
    let next = head.get(from + 1).or(lines.body.as_ref())?;
    let introduced = head[..from].iter().all(|l| !HEADING.is_match(&l.tight));
    let followed = next.is_body()
        || HEADING.is_match(&next.tight)
        || FURNITURE.is_match(&next.tight)
        || date::first(&next.tight).is_some()
        || publisher::is_body(&next.tight);
    (introduced && followed).then(|| title(head, from, from + 1))
}

/// A headline that a page lost the line end of: it is set off by a space.
fn run_in(lines: &Lines) -> Option<Title> {
    let body = lines.body.as_ref().filter(|_| lines.head.is_empty())?;
    let (first, _) = body.text.split_once(' ')?;
    let telling =
        (6..=40).contains(&first.chars().count()) && !first.contains(['，', ',', '。', '：', ':', '；', '、']);
    (telling && !HEADING.is_match(first)).then(|| Title { text: first.to_owned(), from: 0, to: 0 })
}
