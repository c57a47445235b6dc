//! Places that are counted without a classifier: 辖4镇、10乡, 覆盖7市12县.

use super::{Place, within_clause, within_sentence};
use crate::model::any_of::{AnyOf, any_of};

/// `辖4镇、10乡、233个行政村`: places inside a place, counted without a classifier.
pub(super) fn governs(place: &Place) -> bool {
    // 辖7镇8乡: one kind right behind the other.
    let behind = || LEVELS.closes(place.before());
    let listed = place.ends(any_of!["辖", "下辖", "、", "和", "共", "有"]) || behind();
    let governed = listed && within_sentence(place.before(), any_of!["辖"]);
    // 17市的投资, 甲、乙、丙3市均…
    let all = || {
        let rest = place.after().trim_start_matches(['市', '县', '区', '省']);
        let one = place.after().len() - rest.len() == '市'.len_utf8();
        let led =
            place.before().is_empty() || place.ends(any_of!["、", ",", "的", "全省", "全市", "区", "市", "县", "省"]);
        one && led && any_of!["的", "均", "都", "分别", "中有", "平均", "共"].opens(rest)
    };
    // 管网覆盖7市12县, 在甲、乙、丙3市启动了试点
    let reached = || {
        let over = any_of!["覆盖", "涉及", "惠及", "遍布"];
        let acts = any_of!["启动", "开展", "试点", "实施", "率先", "先行", "建立", "推行", "共建"];
        let level = LEVELS.opening(place.after_number()).map_or(0, str::len);
        let rest = &place.after_number()[level..];
        // 涉及5县道, 覆盖1区厂房: no places.
        let ends =
            rest.is_empty() || rest.starts_with([',', '。', ';', '、', ')']) || rest.starts_with(char::is_numeric);
        let whole = any_of!["全区", "全市", "全县", "全省", "全州"].ending(place.before()).map_or(0, str::len);
        let before = &place.before()[..place.before().len() - whole];
        let listed = before.strip_suffix('、').is_some_and(|b| LEVELS.closes(b)) && within_sentence(before, over);
        ends && (over.closes(before) || listed || behind() && within_clause(before, over))
            || before.chars().next_back().is_some_and(|c| c.is_alphabetic() && !"第前近上".contains(c))
                && within_sentence(before, any_of!["、"])
                && acts.opens(rest)
    };
    place.is_integer() && place.follows(LEVELS) && (governed || all() || reached())
}

/// What a count of places is of: 辖4镇、10乡.
pub(crate) static LEVELS: &AnyOf = any_of!["市", "县", "区", "旗", "镇", "乡", "街道", "村", "社区", "盟", "州"];
