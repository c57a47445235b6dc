//! The words for a cell: what is measured, and whose it is.

use super::view::View;
use crate::model::any_of::any_of;
use crate::model::lexicon::{CueKind, CueSet};

/// What an analyst would write for a phrase: without the bracketed aside, verbs at its head, or a
/// dangling 的.
pub(super) fn indicator_text(view: &View, (from, to): (usize, usize)) -> String {
    /// Longer names than this many bytes are no names; the words nearest to the number are kept.
    const LONGEST: usize = 240;
    // 自然增长率 is one name, though its end is a word of growth.
    let whole = view.slice(from, to).ends_with("自然") && view.slice(to, view.end).starts_with("增长率");
    let to = if whole { to + "增长率".len() } else { to };
    let text = view.slice(from, to).trim_matches([' ', '、', ',', ':', ';', '。', '(', '\t']);
    let text = &text[text.ceil_char_boundary(text.len().saturating_sub(LONGEST))..];
    let text = without_number(text.trim_start_matches(['—', '-']));
    // 加上上级补助收入, but 加上解支出 adds 上解.
    let text = text.strip_prefix("加上").filter(|rest| !rest.starts_with('解')).unwrap_or(text);
    // 全县有护士860人, but 有色金属.
    let held =
        |rest: &&str| rest.chars().count() > 1 && !rest.starts_with(|c| "色效机线限组害轨价偿资关氧利".contains(c));
    let mut text = text.strip_prefix('有').filter(held).unwrap_or(text);
    for tail in ["的", "增速", "达", "数为"] {
        text = text.strip_suffix(tail).unwrap_or(text);
    }
    // 人大会议批准的收入预算: who approved it is no part of the name.
    if let Some((whose, approved)) = text.rsplit_once("批准的")
        && whose.ends_with(['会', '议', '查'])
        && approved.chars().count() > 1
    {
        text = approved;
    }
    // 投产后年产值3亿元
    text = text
        .strip_prefix("后可实现")
        .or_else(|| text.strip_prefix('后'))
        .filter(|t| t.starts_with('年'))
        .unwrap_or(text);
    // 低保标准由每人每月420元提高到…: to whom each is given is no part of the name.
    if let Some(at) = any_of!["由每", "从每", "到每", "按每"].last_start(text).filter(|at| *at > 3) {
        text = text[..at].trim_end_matches(['提', '高']);
    }
    // 生猪收购价每公斤21元: by which measure a price is told.
    if let Some((priced, by)) = text.rsplit_once('每')
        && by.chars().count() <= 3
        && priced.ends_with(['价', '格', '费'])
    {
        text = priced;
    }
    if let Some(last) = text.rfind('(')
        && text.matches('(').count() > text.matches(')').count()
    {
        text = &text[..last];
    }
    // What stands between the members of a list is no name.
    if matches!(text, "和" | "与" | "及" | "以及") {
        return String::new();
    }
    text.trim_start_matches(['的', ')']).to_owned()
}

/// Without the number of a list item: 3、教育支出.
pub(super) fn without_number(text: &str) -> &str {
    let numeral =
        |c: char| matches!(c, '0'..='9' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '(');
    let rest = text.trim_start_matches(numeral);
    match rest.strip_prefix(['、', '.', ')', '．']) {
        Some(name) if rest.len() < text.len() => name.trim_start(),
        _ => text,
    }
}

/// Ends of phrases that name whose figure it is.
const HOLDERS: [&str; 25] = [
    "产业链",
    "产业集群",
    "产业园区",
    "产业园",
    "工业园",
    "科技园",
    "工区",
    "园区",
    "集中区",
    "开发区",
    "示范区",
    "高新区",
    "经开区",
    "保税区",
    "新区",
    "产业",
    "行业",
    "制造业",
    "加工业",
    "工业",
    "业",
    "集团",
    "公司",
    "机场",
    "市本级",
];

/// The last characters of [`HOLDERS`].
const LAST: [char; 9] = ['链', '群', '园', '区', '业', '团', '司', '场', '级'];

/// The part of a phrase before the indicator's term that names an industry, park, firm or project.
pub(super) fn subject(view: &View, phrase: (usize, usize), term: (usize, usize)) -> Option<String> {
    let head = view.slice(phrase.0, term.0);
    let end = last_holder(head)?;
    let stop = CueSet::of(&[CueKind::Verb, CueKind::Link, CueKind::Adverb, CueKind::Increase]);
    let from = view
        .cues_in(phrase.0, phrase.0 + end)
        .rfind(|(h, s)| s.any(stop) && h.end - h.start > 3 && (h.end as usize) < phrase.0 + end)
        .map_or(phrase.0, |(h, _)| h.end as usize);
    let text = view.slice(from, phrase.0 + end).trim_matches([' ', '、', ',', ':', '的', '(']);
    (text.chars().count() >= 2).then(|| text.to_owned())
}

/// Where the last of [`HOLDERS`] in `head` ends. One walk from the end, as this is asked of every
/// number.
fn last_holder(head: &str) -> Option<usize> {
    let mut ends = head.char_indices().rev().filter(|(_, c)| LAST.contains(c)).map(|(i, c)| i + c.len_utf8());
    ends.find(|&end| HOLDERS.iter().any(|h| head[..end].ends_with(h)))
}

#[cfg(test)]
mod tests {
    use super::{HOLDERS, LAST, last_holder};

    #[test]
    fn the_last_holder_of_a_phrase() {
        assert!(HOLDERS.iter().all(|h| h.ends_with(LAST)));
        for (head, end) in [
            ("", None),
            ("高新区完成", Some(9)),
            ("某产业链和企业实现", Some(21)),
            ("全市", None),
            ("园区工业", Some(12)),
        ] {
            assert_eq!(last_holder(head), end, "{head}");
        }
    }
}
