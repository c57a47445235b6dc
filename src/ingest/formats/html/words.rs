//! What the words of a page say of the page itself: labels of the disclosure box, buttons, footers.

use std::borrow::Cow;

/// Words without white space, full-width signs as ASCII.
pub(super) fn tight(text: &str) -> String {
    let plain = |c: char| match c {
        '：' => ':',
        '（' => '(',
        '）' => ')',
        _ => c,
    };
    let blank = |c: &char| !(c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}'));
    text.chars().filter(blank).map(plain).collect()
}

/// Words in one line, with single spaces and no marks without width.
pub(super) fn plain(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits only: two titles with the same key are the same title.
pub(super) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A line end in the source between two Chinese characters is no space of the text.
pub(super) fn without_line_ends(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\n') {
        let (before, after) = rest.split_at(at);
        let before = before.trim_end_matches(blank);
        let next = after.trim_start_matches(blank);
        out.push_str(before);
        let wide = out.ends_with(is_wide) && next.starts_with(is_wide);
        out.push_str(if wide { "" } else { "\n" });
        rest = next;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}')
}

const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

pub(super) fn is_raised(c: char) -> bool {
    RAISED.contains(&c)
}

/// Digits as raised digits; `None` for other words.
pub(super) fn raised(text: &str) -> Option<String> {
    let text = text.trim();
    let raised = |c: char| RAISED.get(c.to_digit(10)? as usize).copied();
    (!text.is_empty()).then(|| text.chars().map(raised).collect()).flatten()
}

/// Words of footers: a line with one of them is about the site.
const SITE: [&str; 14] = [
    "版权所有",
    "版权均属",
    "平台声明",
    "免责声明",
    "ICP备",
    "ICP证",
    "公网安备",
    "网站标识码",
    "网站地图",
    "站点地图",
    "无障碍",
    "扫一扫",
    "Copyright",
    "All Rights Reserved",
];
/// Words of footers that articles have, too, where there are quantities.
const NOTICES: [&str; 12] = [
    "主办单位",
    "承办单位",
    "主办:",
    "承办:",
    "技术支持",
    "联系我们",
    "浏览器",
    "分辨率",
    "二维码",
    "转载",
    "侵权",
    "举报电话",
];
const QUANTITIES: [char; 5] = ['%', '％', '亿', '万', '吨'];

/// Lines that begin so, and are short, are buttons and links around an article.
const BUTTONS: [&str; 34] = [
    "打印",
    "【打印",
    "[打印",
    "关闭",
    "【关闭",
    "[关闭",
    "分享",
    "字体",
    "字号",
    "【字体",
    "[字体",
    "【大",
    "上一篇",
    "下一篇",
    "上一条",
    "下一条",
    "返回",
    "收藏",
    "相关链接",
    "相关阅读",
    "相关文档",
    "相关稿件",
    "相关新闻",
    "关联稿件",
    "相关解读",
    "您现在的位置",
    "您当前的位置",
    "当前位置",
    "您的位置",
    "首页>",
    "浏览次数",
    "点击数",
    "访问量",
    "我要纠错",
];

/// Whether a line is furniture of the page and not of its article.
pub(super) fn is_furniture(tight: &str) -> bool {
    let chars = tight.chars().count();
    (chars <= 30 && BUTTONS.iter().any(|b| tight.starts_with(b)))
        || (chars <= 400 && SITE.iter().any(|s| tight.contains(s)))
        || (chars <= 400 && NOTICES.iter().any(|s| tight.contains(s)) && !tight.contains(QUANTITIES))
}

/// What a label of the disclosure box names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Title,
    Issuer,
    Source,
    Number,
    Index,
    Published,
    Written,
    /// A label whose value is of no use here.
    Other,
}

const LABELS: [(&str, Label); 61] = [
    ("索引号", Label::Index),
    ("信息索引号", Label::Index),
    ("发文机关", Label::Issuer),
    ("发文单位", Label::Issuer),
    ("发文机构", Label::Issuer),
    ("制发机关", Label::Issuer),
    ("制定机关", Label::Issuer),
    ("发布机构", Label::Issuer),
    ("发布机关", Label::Issuer),
    ("发布单位", Label::Issuer),
    ("公开机构", Label::Issuer),
    ("信息来源", Label::Source),
    ("文章来源", Label::Source),
    ("来源", Label::Source),
    ("稿源", Label::Source),
    ("出处", Label::Source),
    ("文号", Label::Number),
    ("发文字号", Label::Number),
    ("文件编号", Label::Number),
    ("标题", Label::Title),
    ("名称", Label::Title),
    ("信息名称", Label::Title),
    ("发布日期", Label::Published),
    ("发布时间", Label::Published),
    ("公开日期", Label::Published),
    ("公布日期", Label::Published),
    ("发表时间", Label::Published),
    ("日期", Label::Published),
    ("时间", Label::Published),
    ("成文日期", Label::Written),
    ("发文日期", Label::Written),
    ("生成日期", Label::Written),
    ("印发日期", Label::Written),
    ("主题分类", Label::Other),
    ("主题词", Label::Other),
    ("公开目录", Label::Other),
    ("浏览量", Label::Other),
    ("点击量", Label::Other),
    ("作者", Label::Other),
    ("有效性", Label::Other),
    ("关键词", Label::Other),
    ("字体", Label::Other),
    ("字号", Label::Other),
    ("浏览次数", Label::Other),
    ("访问次数", Label::Other),
    ("点击数", Label::Other),
    ("点击", Label::Other),
    ("阅读", Label::Other),
    ("编辑", Label::Other),
    ("责任编辑", Label::Other),
    ("审核", Label::Other),
    ("分享", Label::Other),
    ("公开类别", Label::Other),
    ("体裁分类", Label::Other),
    ("公开形式", Label::Other),
    ("公开时限", Label::Other),
    ("访问量", Label::Other),
    ("浏览", Label::Other),
    ("阅读人数", Label::Other),
    ("阅读量", Label::Other),
    ("阅读次数", Label::Other),
];

/// The label that a whole line is, with or without its colon.
pub(super) fn label(tight: &str) -> Option<Label> {
    let bare = tight.trim_matches(|c| matches!(c, ':' | '【' | '】' | '[' | ']'));
    LABELS.iter().find(|(name, _)| *name == bare).map(|(_, label)| *label)
}

/// Labels with a colon in a line: what they name, where they begin and where their values begin.
pub(super) fn labels_in(tight: &str) -> Vec<(Label, usize, usize)> {
    let mut found = Vec::new();
    for (colon, _) in tight.match_indices(':') {
        let before = &tight[..colon];
        let longest = LABELS.iter().filter(|(name, _)| before.ends_with(name)).max_by_key(|(name, _)| name.len());
        if let Some((name, label)) = longest {
            found.push((*label, colon - name.len(), colon + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Label, is_furniture, key, label, labels_in, raised, tight, without_line_ends};

    #[test]
    fn line_ends_of_the_source_part_no_chinese_words() {
        assert_eq!(without_line_ends("生产\n  总值"), "生产总值");
        assert_eq!(without_line_ends("为\n12\r\n亿元"), "为\n12\n亿元");
        assert_eq!(without_line_ends("\n 总值\n"), "\n总值\n");
    }

    #[test]
    fn labels_are_found_whole_and_in_lines() {
        assert_eq!(label(&tight("索 引 号：")), Some(Label::Index));
        assert_eq!(label("发布的机构"), None);
        let line = tight("发布机构：某局　发布时间：2024-05-01");
        let found: Vec<_> = labels_in(&line).iter().map(|(l, _, at)| (*l, &line[*at..])).collect();
        assert_eq!(found[0].0, Label::Issuer);
        assert_eq!(found[1], (Label::Published, "2024-05-01"));
    }

    #[test]
    fn furniture_and_keys() {
        assert!(is_furniture("扫一扫在手机打开当前页"));
        assert!(is_furniture("【关闭窗口】"));
        assert!(!is_furniture("全市转移支付收入12.5亿元"));
        assert!(!is_furniture("查处侵权案件120件，罚没1.5万元"));
        assert_eq!(key("关于 2024 年（草案）"), "关于2024年草案");
        assert_eq!(raised("12").as_deref(), Some("¹²"));
        assert_eq!(raised("[1]"), None);
    }
}
