//! What was newly made in a time is not what there is of it: 新认定高新技术企业5000家 is no part of the series of
//! 高新技术企业总量4.9万家, and no promise of it. The act becomes part of the words.

use super::words;
use crate::model::{Measure, Observation};

/// Ends of the stretch in which an act holds for a number.
const ENDS: [char; 10] = ['，', '。', '；', '：', ',', ';', ':', '！', '\n', '\t'];
/// How far back an act is looked for, in bytes.
const FAR: usize = 180;
/// Words after the number of an act that make the next one a state: 新建绿道230公里、累计2000公里.
const STATE: [&str; 8] = ["达", "突破", "至", "到", "累计", "总", "共", "占"];
/// What makes another word of a beginning: 创新设立, 更新建设.
const INSIDE: [char; 9] = ['创', '更', '革', '高', '翻', '刷', '全', '最', '重'];
/// A growth that has no noun of its own is of the figure before it, in bytes.
const BARE_GROWTH: usize = 30;

/// The act by which a figure came about: 新认定; empty where the words tell of none.
pub(super) fn act(o: &Observation, text: &str) -> &'static str {
    let growth = matches!(o.measure, Measure::GrowthRate | Measure::ChangePp);
    if !growth && o.measure != Measure::Level {
        return "";
    }
    let mut from = o.span.start.saturating_sub(FAR as u32).max(o.sentence.start) as usize;
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..o.span.start as usize).unwrap_or_default();
    let clause = before.rsplit(ENDS).next().unwrap_or_default();
    if growth && clause.len() <= BARE_GROWTH && !clause.contains('、') {
        let rest = before[..before.len() - clause.len()].trim_end_matches(ENDS);
        return last_act(rest.rsplit(ENDS).next().unwrap_or_default());
    }
    last_act(clause)
}

/// The last act of a clause, unless the clause goes on to a state.
fn last_act(clause: &str) -> &'static str {
    let found = clause.match_indices('新').filter(|(at, _)| !clause[..*at].ends_with(INSIDE));
    let mut acts = found.filter_map(|(at, _)| Some((at, words::act_at(&clause[at..])?)));
    let Some((at, act)) = acts.next_back() else { return "" };
    let rest = &clause[at + act.len()..];
    let next = rest.rfind(|c: char| c.is_ascii_digit()).map(|digit| &rest[digit..]);
    // 新增 in a name is of that name alone; what it adds to a list is read as an increase.
    let other = next.is_some_and(|next| act == "新增" || STATE.iter().any(|word| next.contains(word)));
    if other { "" } else { act }
}

#[cfg(test)]
mod tests {
    use super::last_act;

    #[test]
    fn acts_hold_for_lists_and_end_with_states() {
        for (clause, act) in [
            ("新认定高新技术企业", "新认定"),
            ("研发中心、地区总部分别新认定", "新认定"),
            ("新建绿道60公里、绿地", "新建"),
            ("新建绿道60公里、累计", ""),
            ("新登记经营主体8万户、总量达", ""),
            ("高新技术企业", ""),
            ("创新设立基金", ""),
            ("城市更新建设", ""),
            ("新能源汽车产量", ""),
        ] {
            assert_eq!(last_act(clause), act, "{clause}");
        }
    }
}
