//! Small numerals that head or sum up a list: 四个方面, 甲区、乙区和丙区三个功能区.

use super::words::HEADERS;
use super::{NoQuantity, Place, within_sentence};
use crate::model::any_of::any_of;
use crate::model::lexicon::Dimension;

/// `四个方面`, `两个特色`, `三篇文章`: a small Chinese numeral counts a thing only where a thing of
/// the indicator list follows.
pub(super) fn list_header(place: &Place) -> Option<NoQuantity> {
    // 抓好9个方面工作
    if place.is_integer() && place.number.low <= 20.into() && place.follows_unit(any_of!["方面"]) {
        return Some(NoQuantity::ListHeader);
    }
    if !place.is_small_chinese() {
        return None;
    }
    // 一方有难，三方会谈: parties, no cubic metres.
    if place.number.unit.is_some_and(|u| u.span.of(&place.normal.text) == "方") {
        return Some(NoQuantity::FixedName);
    }
    if place.follows_unit(HEADERS) {
        return Some(NoQuantity::ListHeader);
    }
    // 甲区、乙区和丙区三个功能区; 创新、协调和绿色三个理念 are nothing that is counted.
    let things = any_of![
        "区", "县", "市", "乡", "镇", "街道", "州", "园", "村", "企业", "公司", "校", "院", "基地", "平台", "中心",
        "产业"
    ];
    let after = place.after();
    let noun = &after[..after.char_indices().nth(6).map_or(after.len(), |(i, _)| i)];
    if place.dimension() == Some(Dimension::Count) && things.within(noun) && sums_up_list(place) {
        return None;
    }
    if place.words() != "一" && is_works(place) {
        return None;
    }
    match place.dimension() {
        // 期限最长不超过两年: what is left of the durations sets a limit.
        Some(Dimension::Duration) if place.follows(any_of!["年", "个月"]) => None,
        // 翻两番
        Some(Dimension::Multiple) if place.follows(any_of!["番"]) => None,
        Some(Dimension::Count | Dimension::People) if (place.names_indicator)() => None,
        Some(Dimension::Count | Dimension::People | Dimension::Duration) => Some(NoQuantity::ListHeader),
        Some(_) => None,
        None => Some(NoQuantity::NoUnit),
    }
}

/// Whether as many names as it says stand before a count, in a list that it sums up.
fn sums_up_list(place: &Place) -> bool {
    /// No such list is longer, in bytes.
    const LONGEST: usize = 300;
    let before = place.before();
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(LONGEST))..];
    let list = near.rsplit([',', ';', '。', ':', '(']).next().unwrap_or(near);
    let last = list.rsplit('、').next().unwrap_or(list);
    let joined = ["和", "与", "及"].iter().any(|w| last.contains(w) && !last.ends_with(w));
    let members = list.matches('、').count() + usize::from(joined) + 1;
    let figures = list.contains(|c: char| c.is_ascii_digit());
    !figures && list.contains('、') && place.number.low == members.into() && !list.ends_with(['、', '等', '的'])
}

/// `建成六处码头`, `新建四栋厂房、两座变电站`: works that are counted, and no slogans (三条主线, 两座精神高地).
fn is_works(place: &Place) -> bool {
    let unit = place.number.unit.map_or("", |u| u.span.of(&place.normal.text));
    let built = any_of!["建成", "新建", "建设", "修建", "新修", "改造", "改建", "扩建", "拆除", "修复", "开凿"];
    let listed = place.ends(any_of!["、"]) && within_sentence(place.before(), built);
    let ways = any_of!["公路", "道路", "街", "路", "线路", "铁路", "河", "隧道", "渠", "生产线", "航线", "大道"];
    let ideas = any_of!["精神", "大山", "节点", "亮点", "高地", "城市"];
    let thing = match unit {
        "条" => place.follows_unit(ways),
        "处" | "座" | "栋" | "幢" | "眼" | "艘" | "架" => !place.follows_unit(ideas),
        _ => false,
    };
    thing && (built.closes(place.before()) || listed)
}
