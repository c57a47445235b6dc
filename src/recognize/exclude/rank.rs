//! Places in an order: 全省第二, 居第1位, and lists of them.

use super::words::NO_RANK;
use super::{Place, within_clause, within_sentence};
use crate::model::any_of::any_of;

/// `全省第二`, `居全市第1位`, `排名第一`: a place in an order, and not the number of a thing.
pub(super) fn is_rank(place: &Place) -> bool {
    if !place.is_integer() || place.number.high.is_some() {
        return false;
    }
    let rest = place.after_number();
    if let Some(head) = rank_head(place.before()) {
        if NO_RANK.opens(after_ranks(rest)) {
            return false;
        }
        // 全国第三家体验中心: which one it is.
        if rest.starts_with(['家', '个', '座', '条', '例', '批', '次', '项', '所', '台', '只', '届']) {
            return false;
        }
        let area = any_of![
            "全国",
            "全省",
            "全市",
            "全县",
            "全区",
            "全州",
            "世界",
            "全球",
            "中部",
            "西部",
            "东部",
            "我国",
            "亚洲",
            "全疆",
            "东北",
            "各省",
            "位居",
            "位列",
            "排名",
            "排",
            "居",
            "列",
            "名列",
            "稳居",
            "跃居",
            "升至",
            "排位",
            "位次",
            "跃升至",
            "进位至",
            "前移至",
            "升到",
            "上升至",
            "上升到",
            "提升至",
            "提升到",
            "前进到",
            "蝉联",
            "地级市",
            "副省级城市",
            "计划单列市",
            "省会城市",
        ];
        let first = first_of_ranks(head);
        let place = |tail: &str| {
            // 由年初的第9位上升到第4位; 跃居年度评价一类县(市、区)第9位
            let moves = any_of![
                "上升到",
                "上升至",
                "上升为",
                "跃升",
                "提升到",
                "提升至",
                "前移",
                "前进",
                "进位",
                "下降到",
                "下降至",
                "下滑",
                "后移",
                "升至",
                "升到",
                "滑落",
                "跌至",
                "回落",
            ];
            let ends = tail.is_empty() || tail.starts_with([',', '。', ';']);
            moves.opens(tail)
                || within_clause(head, any_of!["居", "列", "排", "位"])
                || ends && within_sentence(head, any_of!["跃居", "位居", "位列", "名列"])
        };
        return area.closes(first)
            || rest.strip_prefix('位').is_some_and(place)
            || (rest.is_empty() || rest.starts_with([',', '。', ';'])) && stands_among(first)
            || ends_entry(rest) && is_entry(head);
    }
    let place_word = any_of!["位居", "位列", "排名", "名列", "居", "排", "列"].closes(place.before());
    place_word && (rest.starts_with('位') || rest.starts_with('名')) && place.number.low > 0.into()
}

/// Whether an entry of a list of ranks ends: 位居全省强县科技创新第3、对外开放第4.
fn ends_entry(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([',', '。', ';', '、', '和'])
}

/// Whether these words are of a list of what is ranked, each with its place.
fn is_entry(head: &str) -> bool {
    /// How far back such a list may begin, in bytes.
    const FAR: usize = 300;
    let near = &head[head.floor_char_boundary(head.len().saturating_sub(FAR))..];
    let clause = near.rsplit([',', '。', ';', ':']).next().unwrap_or(near);
    any_of!["位居全", "位列全", "名列全", "位居百", "位列百"].within(clause)
}

/// What stands before 第, at once or in a list of ranks that says it once: `居全省` in `居全省第3、5位`.
fn rank_head(before: &str) -> Option<&str> {
    /// As in [`first_of_ranks`].
    const MOST: usize = 40;
    let mut head = before;
    for _ in 0..MOST {
        if let Some(found) = head.strip_suffix('第') {
            return Some(found);
        }
        let listed = head.strip_suffix(['、', '和'])?;
        head = listed.trim_end_matches(|c: char| c.is_ascii_digit());
        if head.len() == listed.len() {
            return None;
        }
    }
    None
}

/// What follows the last of a list of ranks that goes on in `rest`: `产业` in `、第三产业`.
fn after_ranks(rest: &str) -> &str {
    /// As in [`first_of_ranks`].
    const MOST: usize = 40;
    let mut last = rest;
    for _ in 0..MOST {
        let Some(next) = last.strip_prefix(['、', '和']).map(|r| r.strip_prefix('第').unwrap_or(r)) else { break };
        let after = next.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
        if after.len() == next.len() {
            break;
        }
        last = after;
    }
    last
}

/// What stands before the first of a list of ranks: `居全省` in `居全省第二、第四位`.
fn first_of_ranks(head: &str) -> &str {
    /// No list of ranks is longer. Going back over all of one from each of its ranks would take forever.
    const MOST: usize = 40;
    let mut first = head;
    for _ in 0..MOST {
        let Some(listed) = first.strip_suffix(['、', '和']) else { break };
        let listed = listed.trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十位名".contains(c));
        let Some(before) = listed.strip_suffix('第') else { break };
        first = before;
    }
    first
}

/// `居清河`, `列沿江八市`: a place among those of some area, before 第二 at the end of its clause.
fn stands_among(head: &str) -> bool {
    /// Characters of the name of an area.
    const NAME: usize = 5;
    let verb = any_of!["居", "列"].last(head);
    verb.is_some_and(|(at, end)| {
        let name = &head[end..];
        (2..=NAME).contains(&name.chars().count())
            && name.chars().all(char::is_alphabetic)
            && !any_of!["民", "住", "车", "为", "入", "出", "的", "在"].opens(name)
            && !any_of!["排", "系", "序", "行", "并", "队", "邻", "定"].closes(&head[..at])
    })
}
