//! Page furniture: navigation, share buttons, counters, footers. Lines of it are set aside, not
//! read for figures.
//!
//! A word such as 打印 or 技术支持 also stands in sentences, so a line is set aside only if it is
//! short, is no sentence, and has the word where buttons and footers have it.

use crate::model::any_of::any_of;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashSet;

mod words;

use self::words::Place::{Anywhere, Footer, Label, Start};
use self::words::{WHOLE, WORDS};
use super::lines::{Line, Tag};
use super::markers;
use super::white::is_white;

static MATCHER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .match_kind(MatchKind::Standard)
        .build(WORDS.iter().map(|(word, _)| word))
        .ok()
});

static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| WHOLE.iter().copied().collect());

/// Tags the lines that are page furniture.
pub(super) fn mark(text: &str, lines: &mut [Line]) {
    let mut comment = 0u8;
    let (mut open, mut related) = (false, false);
    for line in lines.iter_mut() {
        if line.is_long() {
            (comment, open, related) = (0, false, false);
            continue;
        }
        let words = line.of(text);
        // Comments left over from pages are short; a stray opening mark must not swallow a document.
        comment = if words.starts_with("<!--") { 12 } else { comment };
        if comment > 0 {
            comment = if words.ends_with("-->") { 0 } else { comment - 1 };
            line.tag = Tag::Furniture;
            continue;
        }
        if is_sentence(words) {
            (open, related) = (false, false);
            continue;
        }
        if let Some(tag) = breadcrumb(words).or_else(|| furniture(words)) {
            line.tag = tag;
        } else if open && line.width <= 20 && !line.is_closed() {
            // What follows a breadcrumb's last `>` on a line of its own.
            line.tag = Tag::Furniture;
        }
        // Titles of other pages follow the word for them, to the next running text.
        related = (related || is_related(words) && line.tag == Tag::Furniture)
            && (line.tag != Tag::Text || is_title(line, words));
        if related {
            line.tag = if line.tag == Tag::Text { Tag::Furniture } else { line.tag };
        }
        open = line.tag != Tag::Text && words.ends_with(['>', '＞', '»']);
    }
    menus(text, lines);
    tail(text, lines);
}

/// After the last running text, what stands between lines of a footer belongs to it: addresses,
/// telephone numbers, names of other sites.
fn tail(text: &str, lines: &mut [Line]) {
    let sentence = |l: &Line| l.tag == Tag::Text && (l.is_long() || l.last == '。');
    let Some(last) = lines.iter().rposition(sentence) else { return };
    let after = &mut lines[last + 1..];
    let set_aside = |l: &Line| l.tag != Tag::Text;
    let (Some(from), Some(to)) = (after.iter().position(set_aside), after.iter().rposition(set_aside)) else { return };
    for line in &mut after[from..=to] {
        let words = line.of(text);
        let address = any_of!["地址", "电话", "邮编", "热线", "邮箱", "传真"].within(words);
        if line.tag == Tag::Text && (address || !words.chars().any(char::is_numeric)) && markers::parse(words).is_none()
        {
            line.tag = Tag::Furniture;
        }
    }
}

fn is_related(words: &str) -> bool {
    any_of!["相关", "延伸阅读", "友情链接"].opens(words)
}

fn is_title(line: &Line, words: &str) -> bool {
    line.width <= 80
        && !matches!(line.last, '。' | '；' | '，' | '：' | '！')
        && !words.contains('。')
        && markers::parse(words).is_none()
}

fn is_sentence(words: &str) -> bool {
    // A full stop alone on its line is decided on where lines are joined.
    words.len() > 3 && words.ends_with(['。', '；', ';']) || (words.len() > 180 && words.contains('。'))
}

fn furniture(words: &str) -> Option<Tag> {
    let bare = words.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.is_empty() {
        // Dashes alone stand for "none" in cells of tables; blocks decides on those left over, and
        // on a closing mark that was parted from its line.
        let left = words.starts_with(['-', '—', '－', '–', '…', '。', '，', '；', '、', '”', '）']);
        return (!left).then_some(Tag::Furniture);
    }
    if bare.len() <= 24 && NAMES.contains(bare) && (!words.ends_with(['。', '：', ':']) || bare == "分享")
        || is_page_number(words, bare)
        || is_contents(words)
    {
        return Some(Tag::Furniture);
    }
    let matcher = MATCHER.as_ref()?;
    matcher.find_overlapping_iter(words).find_map(|found| {
        let (word, place) = WORDS[found.pattern().as_usize()];
        let here = match place {
            Anywhere => true,
            Start => words[..found.start()].chars().all(|c| !c.is_alphanumeric()),
            Label => labels(words, found.end(), word),
            Footer => !words.contains(['，', '、']) && labels(words, found.end(), word),
        };
        here.then_some(
            if matches!(word, "当前位置" | "您的位置" | "您现在的位置" | "您所在的位置" | "所在位置")
            {
                Tag::PageStart
            } else {
                Tag::Furniture
            },
        )
    })
}

/// Whether a colon follows, or hardly anything else stands in the line.
fn labels(words: &str, end: usize, word: &str) -> bool {
    let after = words[end..].trim_start_matches(is_white);
    after.starts_with(['：', ':']) || words.chars().count() <= word.chars().count() + 4
}

fn breadcrumb(words: &str) -> Option<Tag> {
    // The last bytes of > ＞ » › in UTF-8, to pass over most lines quickly.
    if !words.bytes().any(|b| matches!(b, b'>' | 0x9e | 0xbb | 0xba)) || words.contains(['。', '；', '<']) {
        return None;
    }
    let arrows = words.matches(['>', '＞', '»', '›']).count();
    if arrows == 0 {
        return None;
    }
    let home = words.contains("首页") || words.contains("位置");
    let spaced = words.contains(" > ") || words.contains("\u{a0}>\u{a0}");
    let ended = words.ends_with(['>', '»', '›']) && words.chars().next().is_some_and(|c| !c.is_ascii());
    match (home, arrows >= 2 && spaced) {
        (true, _) => Some(Tag::PageStart),
        (false, true) => Some(Tag::Furniture),
        (false, false) => ended.then_some(Tag::Furniture),
    }
}

/// `- 12 -`, `—12—`, `第 3 页`, `第3页 共10页`.
fn is_page_number(words: &str, bare: &str) -> bool {
    let dashed = words.starts_with(['-', '—', '－', '–', '·']) && words.ends_with(['-', '—', '－', '–', '·']);
    let digits = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    if dashed && bare.chars().count() <= 4 && digits(bare) {
        return true;
    }
    let page = bare.strip_prefix('第').and_then(|rest| rest.split_once('页'));
    page.is_some_and(|(number, rest)| digits(number.trim_matches(is_white)) && rest.chars().count() <= 12)
}

/// A line of a table of contents: leaders or dots, then a page number.
fn is_contents(words: &str) -> bool {
    let head = words.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || is_white(c));
    head.len() < words.len() && words.len() < 240 && any_of!["....", "……", "····", "．．．", "……", "- - -"].closes(head)
}

/// Short lines between lines of a menu belong to the menu.
fn menus(text: &str, lines: &mut [Line]) {
    let mut start = 0;
    while start < lines.len() {
        let mut end = start;
        while end < lines.len()
            && lines[end].width <= 24
            && (lines[end].tag != Tag::Text || is_name(lines[end].of(text)))
        {
            end += 1;
        }
        if end > start {
            menu(&mut lines[start..end]);
        }
        start = end.max(start + 1);
    }
}

fn is_name(words: &str) -> bool {
    words.chars().count() <= 8 && words.chars().all(|c| c.is_alphabetic() && !c.is_ascii_digit())
}

fn menu(run: &mut [Line]) {
    let known = run.iter().filter(|l| l.tag != Tag::Text).count();
    if known < 3 || known * 4 < run.len() {
        return;
    }
    let first = run.iter().position(|l| l.tag != Tag::Text);
    let last = run.iter().rposition(|l| l.tag != Tag::Text);
    if let (Some(first), Some(last)) = (first, last) {
        for line in &mut run[first..=last] {
            line.tag = if line.tag == Tag::Text { Tag::Furniture } else { line.tag };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::lines::scan;

    fn set_aside(text: &str) -> Vec<bool> {
        let mut lines = scan(text);
        mark(text, &mut lines);
        lines.iter().map(|l| l.tag != Tag::Text).collect()
    }

    #[test]
    fn sets_aside_furniture() {
        for line in [
            "当前位置：首页 > 政务公开 > 规划",
            "首页\u{a0}>\u{a0}数据\u{a0}>\u{a0}公报",
            "【字体：大 中 小】",
            "打印本页 关闭窗口",
            "扫一扫，在手机打开当前页",
            "版权所有：某市人民政府　技术支持：某公司",
            "某ICP备12345678号-1",
            "上一篇：某通知",
            "- 12 -",
            "第 3 页 共 10 页",
            "第一章 总则…………………3",
            "|",
            "*",
            "浏览次数：102",
            "<!--",
        ] {
            assert_eq!(set_aside(line), [true], "{line}");
        }
    }

    #[test]
    fn keeps_prose() {
        for line in [
            "打印机产量12万台，增长3%",
            "主办单位：市水利局、市林业局",
            "主办单位要落实责任，技术支持到位。",
            "全年网站访问量达到300万次。",
            "无障碍设施改造500户",
            "分享经济收入3亿元",
            "今天是我们共同的节日。",
            "版权所有登记数量增长5%；",
            "大中小企业1200家",
            "第3季度",
            "取得ICP备案的企业30家。",
            "露点＞冰点＞霜点",
        ] {
            assert_eq!(set_aside(line), [false], "{line}");
        }
    }

    #[test]
    fn a_menu_takes_its_items_along() {
        assert_eq!(set_aside("相关报道：\n某县召开工作会议\n某市发布公报\n正文又来一句。"), [true, true, true, false]);
        assert_eq!(set_aside("首页\n某某要闻\n政务公开\n|\n正文第一句。"), [true, true, true, true, false]);
    }
}
