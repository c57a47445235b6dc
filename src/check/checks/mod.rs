//! The registry: one file a check, its doc comment the page that users read.

mod base_disagrees;
mod composition_sum;
mod corrected;
mod cumulative_below_single_year;
mod dimension_mismatch;
mod growth_disagrees;
mod low_confidence;
mod misprint_suspected;
mod missing_start;
mod negative_level;
mod part_exceeds_whole;
mod percent_out_of_bounds;
mod period_implausible;
mod period_missing;
mod places_exceed_whole;
mod power_of_ten;
mod range_reversed;
mod rank_claimed_twice;
mod rank_invalid;
mod same_series_differs;
mod same_series_differs_across;
mod share_disagrees;
mod sum_of_parts;
mod target_in_the_past;
mod unit_missing;

use super::Check;
use super::grouping::Grouping;
use crate::model::Severity::{Error, Info, Warning};

/// An entry: code, severity, file, one sentence in Chinese and one in English, and the
/// functions of the file that look, across documents with the rows it wants to see together.
macro_rules! check {
    ($code:literal, $severity:ident, $module:ident, $about:literal, $english:literal $(, contradicts: $contradicts:literal)? $(, document: $document:ident)? $(, across: $across:ident by $group:ident)?) => {
        Check {
            source: include_str!(concat!(stringify!($module), ".rs")),
            $(contradicts: $contradicts,)?
            $(document: Some($module::$document),)?
            $(across: Some((Grouping::$group, $module::$across)),)?
            ..Check {
                code: $code,
                severity: $severity,
                about: $about,
                about_en: $english,
                contradicts: false,
                source: "",
                document: None,
                across: None,
            }
        }
    };
}

/// Every check; findings and flags hold an index into this.
#[allow(clippy::needless_update, reason = "the macro gives some entries every field")]
pub const CHECKS: &[Check] = &[
    check!("dimension-mismatch", Warning, dimension_mismatch, "数值的量纲与指标不符", "A value has a unit that its indicator cannot have", document: check),
    check!("unit-missing", Warning, unit_missing, "金额指标没有货币单位", "An amount of money has no currency", document: check),
    check!("part-exceeds-whole", Error, part_exceeds_whole, "“其中”的部分大于总体", "A part is larger than its whole", contradicts: true, document: check),
    check!("composition-sum", Error, composition_sum, "三次产业结构之和不是100%", "The shares of the three industries do not add up to 100 %", contradicts: true, document: check),
    check!("share-disagrees", Warning, share_disagrees, "产业结构与增加值、地区生产总值之比不符", "A share is not the part divided by the whole", contradicts: true, document: check),
    check!("sum-of-parts", Error, sum_of_parts, "三次产业增加值之和与地区生产总值不符", "The value added of the three industries does not add up to the regional product", contradicts: true, document: check, across: check_across by Industries),
    check!("percent-out-of-bounds", Error, percent_out_of_bounds, "百分比超出可能的范围", "A percentage is outside what is possible", document: check),
    check!("cumulative-below-single-year", Error, cumulative_below_single_year, "多年累计小于其中一年", "A sum over several years is smaller than one of them", contradicts: true, document: check, across: check_across by Times),
    check!("same-series-differs", Warning, same_series_differs, "同一文件对同一指标说法不同", "One document states two values for the same thing", contradicts: true, document: check),
    check!("same-series-differs-across", Warning, same_series_differs_across, "不同文件对同一指标说法不同", "Two documents state different values for the same thing", contradicts: true, across: check by Series),
    check!("power-of-ten", Error, power_of_ten, "数值相差约十倍、百倍、千倍或万倍", "Two values of one series are apart by a power of ten", contradicts: true, document: check, across: check_across by Series),
    check!("growth-disagrees", Info, growth_disagrees, "所述增速与两年数值不符", "The growth stated is not that of the two levels", contradicts: true, document: check, across: check_across by Series),
    check!("base-disagrees", Warning, base_disagrees, "数值减去增量不是上年的数值", "A level less its increase is not the level of the year before", contradicts: true, document: check, across: check_across by Series),
    check!("places-exceed-whole", Warning, places_exceed_whole, "下辖各地之和大于全域", "Places together have more than the wider place they lie in", contradicts: true, across: check by Places),
    check!("period-missing", Info, period_missing, "读不出数值所属的时间", "Nothing tells what time a value is about", document: check),
    check!("period-implausible", Warning, period_implausible, "数值所属的时间不可能", "A value is about an impossible time", document: check),
    check!("target-in-the-past", Warning, target_in_the_past, "目标的期限早于文件的年份", "The time of a target had ended before the document was written", document: check),
    check!("missing-start", Warning, missing_start, "“由增至”之间缺少起始数", "A change from one value to another lacks the first", document: check),
    check!("misprint-suspected", Warning, misprint_suspected, "单位疑有误字，或句中有无法解码的字符", "A unit looks misprinted, or characters could not be decoded", document: check),
    check!("rank-invalid", Error, rank_invalid, "名次不是正整数", "A rank is no whole number from 1 on", document: check),
    check!("rank-claimed-twice", Warning, rank_claimed_twice, "两地自称同一名次", "Two places claim the same rank", contradicts: true, across: check by Ranking),
    check!("range-reversed", Warning, range_reversed, "区间下限大于上限", "The low end of a range is above its high end", document: check),
    check!("negative-level", Warning, negative_level, "不可能为负的数值为负", "A value that cannot be negative is", document: check),
    check!("low-confidence", Info, low_confidence, "读法把握不足", "A reading is doubtful", document: check),
    check!("corrected", Info, corrected, "数值或读法已由人更正", "A person corrected it"),
];
