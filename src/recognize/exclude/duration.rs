//! Spans of time: most name a plan or a past, some are the terms of rules.

use super::{NoQuantity, Place, within_clause};
use crate::model::any_of::any_of;
use crate::model::lexicon::Dimension;
use crate::recognize::number::Notation;
use crate::recognize::period::{GRANTS, grant_follows};

/// `三年行动计划`, `连续6年`, `五年`: years measure something only where a limit is set.
pub(super) fn duration(place: &Place) -> Option<NoQuantity> {
    if place.dimension() != Some(Dimension::Duration) {
        return None;
    }
    let unit = place.number.unit.map_or("", |u| u.span.of(&place.normal.text));
    // 得到实惠最多的五年。
    let described = unit == "年"
        && place.ends(any_of!["的"])
        && (place.after().is_empty() || place.after().starts_with([',', '。', ';']));
    // 为期10年的扶贫纲要
    let named = place.ends(any_of!["为期"])
        && place.after().strip_prefix('的').is_some_and(|rest| {
            let name = &rest[..rest.char_indices().nth(14).map_or(rest.len(), |(i, _)| i)];
            any_of!["纲要", "计划", "规划", "行动"].within(name)
        });
    // 连续9个季度快于全国
    if described || named || place.ends(any_of!["连续"]) && unit.ends_with("季度") {
        return Some(NoQuantity::Duration);
    }
    let limit = any_of![
        "期限",
        "不超过",
        "缩短",
        "压缩",
        "为期",
        "延长",
        "有效期",
        "任期",
        "服务期",
        "最长",
        "工期",
        "用时",
        "办结",
        "时限",
        "提前",
        "压减",
        "周期",
        "寿命",
        "耗时",
        "减至",
        "时间",
        "满",
        "免租",
        "无霜期",
        "生长期",
        "生育期",
        "最多",
        "不少于",
        "平均",
        "降至",
        "期为",
        "补助期",
        "补贴期",
        "资助期",
        "扶持期",
        "优惠期",
        "出让年限",
    ];
    let near = within_clause(place.before(), limit)
        || place.follows_unit(any_of![
            "以内",
            "内办",
            "以上的",
            "及以上",
            "期限",
            "内完成",
            "缩短",
            "压缩",
            "减至",
            "办结",
            "工作日"
        ]);
    // 认定之日起3年内, 连续5年奖励: how long a rule gives something.
    let after = place.after();
    let clause = &after[..after.find([',', '。', ';']).unwrap_or(after.len())];
    let granted =
        GRANTS.opens(after.trim_start_matches('的')) || GRANTS.within(clause) && place.follows_unit(any_of!["内"]);
    // 连续三年分别按50%给予补助; 连续3年实现增产，兑现补贴… tells of years that went by.
    let paid = || {
        any_of!["分别", "按", "每年", "给予", "予以", "由", "免", "减", "返", "享受"].opens(after)
            && grant_follows(after)
    };
    let term = place.ends(any_of!["连续"]) && (granted || within_clause(place.before(), GRANTS) || paid())
        // 对连续三年考核优秀的合作社，奖励10万元
        || place.ends(any_of!["对连续", "凡连续"]) && grant_follows(after);
    let since =
        place.ends(any_of!["起", "起,", "后", "后的"]) && place.follows_unit(any_of!["内"]) && grant_follows(after);
    // 免除1年租金, 免缴3年土地年租金
    let free = place.ends(any_of!["免除", "免收", "减免", "免缴", "免"])
        && any_of!["租金", "房租"].find(after).is_some_and(|at| at <= "的土地年".len());
    if (term || since || free) && matches!(unit, "年" | "个月" | "个年度") {
        return None;
    }
    // 优良天数增加25天: days that are counted.
    if unit == "天" && within_clause(place.before(), any_of!["天数"]) {
        return None;
    }
    // 3年以上工厂工作经历: how much of it a rule asks for.
    let least = place.number.notation == Notation::Arabic && place.follows_unit(any_of!["以上"]);
    if least && matches!(unit, "年" | "个月") && !place.ends(any_of!["近", "这", "过去"]) {
        return None;
    }
    // 6个月的就业见习, 跟班时间一般为6个月
    let looks_back = place.ends(any_of!["近", "前", "后", "连续", "过去", "这", "最后", "头"]);
    let month = place.number.notation == Notation::Arabic && unit == "个月" && !looks_back;
    if month && (place.follows_unit(any_of!["的"]) || place.ends(any_of!["为", "至少", "按", "满"])) {
        return None;
    }
    let years = unit == "年" || unit == "天" && place.is_chinese() || unit == "个月" && place.is_chinese();
    if near && !place.follows_unit(any_of!["行动", "计划", "规划", "攻坚", "来", "间", "后", "前"]) {
        return None;
    }
    (years
        || unit == "天"
        || unit == "小时" && place.words() == "24"
        || unit == "分钟" && place.is_integer()
        || unit == "个月")
        .then_some(NoQuantity::Duration)
}
