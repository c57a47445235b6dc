//! Budgets of zones within a place: under 二、高新区预算执行情况, and behind 高新区一般公共预算收入 in a paragraph,
//! figures are of the zone, whose budget is its own, and not of the city.

/// Ends of the names of zones that have budgets of their own.
const ZONES: [&str; 10] =
    ["开发区", "示范区", "高新区", "经开区", "管理区", "度假区", "工业区", "园区", "新区", "工区"];
/// What headings of budgets say.
const BUDGET: [&str; 3] = ["预算", "决算", "收支"];
/// How the words after the name of a zone begin that name its budget.
const STARTS: [&str; 9] =
    ["财政", "预算", "决算", "一般公共", "地方一般公共", "政府性基金", "国有资本经营", "社会保险基金", "社保基金"];
/// The name of a zone is no longer, in bytes, with the mark before it.
const NAME: usize = 60;
/// A mark before a heading is no longer, in bytes: （十二）.
const MARK: usize = 15;

/// The zone whose budget stands under a path of headings.
pub(super) fn of_section(path: &str) -> Option<&str> {
    // Every one of the ends has it, and few headings do.
    let mut rest = Some(path).filter(|path| path.contains('区'))?;
    loop {
        let (heading, below) = rest.split_once(" / ").unwrap_or((rest, ""));
        if let Some((zone, tail)) = named(bare(heading))
            && (tail.is_empty() || starts_a_budget(tail))
            && BUDGET.iter().any(|word| tail.contains(word) || below.contains(word))
        {
            return Some(zone);
        }
        rest = Some(below).filter(|below| !below.is_empty())?;
    }
}

/// The heading without its mark.
fn bare(heading: &str) -> &str {
    let mark = heading.find(['、', '）', ')', '.', '．']).filter(|at| *at < MARK);
    let words = mark.map_or(heading, |at| heading[at..].trim_start_matches(['、', '）', ')', '.', '．']));
    words.trim()
}

/// 2026年高新区: what stands behind the year.
fn after_year(words: &str) -> &str {
    words.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('年')
}

/// The zone that a heading begins with, and the rest of the heading.
fn named(heading: &str) -> Option<(&str, &str)> {
    let heading = after_year(heading);
    let end = ZONES.iter().filter_map(|zone| heading.find(zone).map(|at| at + zone.len())).min()?;
    Some(heading.split_at(end))
}

/// 2025年预算执行情况, 预算草案, 一般公共预算.
fn starts_a_budget(tail: &str) -> bool {
    tail.starts_with(|c: char| c.is_ascii_digit()) || STARTS.iter().any(|w| tail.starts_with(w))
}

/// Whether a name is of one who has a budget: a zone, a place, the own level of one.
pub(super) fn owns_a_budget(name: &str) -> bool {
    name.ends_with(['区', '县', '市', '州', '旗', '镇']) && !name.ends_with("社区") || name.ends_with("本级")
}

/// Whose budget a sentence opens with, right before the name of the budget, which stands at `budget`, as a
/// stretch of the text, empty for a place: 临江高新区地方一般公共预算收入. What only follows 其中 is a part
/// of another's budget.
pub(super) fn opening(text: &str, budget: usize) -> Option<(u32, u32)> {
    let before = text[..budget].trim_end_matches("地方");
    if !owns_a_budget(before) {
        return None;
    }
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(NAME))..];
    let (at, mark) = near.char_indices().rfind(|(_, c)| !c.is_alphanumeric())?;
    let name = after_year(&near[at + mark.len_utf8()..]);
    let one = !name.contains(['和', '与', '及', '含']) && !name.contains("其中");
    let opens = matches!(mark, '。' | '；' | '：' | '\n' | '）') && !near[..at].ends_with("其中");
    let zone = ZONES.iter().any(|zone| name.ends_with(zone));
    let from = before.len() - if zone { name.len() } else { 0 };
    (one && opens).then_some((from as u32, before.len() as u32))
}

#[cfg(test)]
mod tests {
    use super::{of_section, opening};

    #[test]
    fn an_owner_opens_the_sentence_of_its_budget() {
        for (text, zone) in [
            ("全市支出3亿元。临江物流开发区地方一般公共预算收入", Some("临江物流开发区")),
            ("（三）高新区一般公共预算收入", Some("高新区")),
            ("\n2024年工业园区一般公共预算收入", Some("工业园区")),
            ("全市收入30亿元，高新区一般公共预算收入", None),
            ("其中：高新区一般公共预算收入", None),
            ("。高新区和开发区一般公共预算收入", None),
            ("。其中高新区一般公共预算收入", None),
            ("。全市一般公共预算收入", Some("")),
            ("；江口县一般公共预算收入", Some("")),
            ("。一般公共预算收入", None),
        ] {
            let at = text.find("一般公共").unwrap_or(0);
            let found = opening(text, at).map(|(from, to)| &text[from as usize..to as usize]);
            assert_eq!(found, zone, "{text}");
        }
    }

    #[test]
    fn a_zone_is_named_by_the_heading_of_its_budget() {
        for (path, zone) in [
            ("一、2025年预算执行情况 / （二）临江示范区预算执行情况 / 1.一般公共预算", Some("临江示范区")),
            ("一、三桥经济技术开发区 / （一）2025年预算执行情况 / 1.一般公共预算", Some("三桥经济技术开发区")),
            ("二、三桥高新区2026年预算草案", Some("三桥高新区")),
            ("二、2026年预算草案 / （四）2026年三桥高新区财政预算草案", Some("三桥高新区")),
            ("一、2025年预算执行情况 / （三）园区政府性基金预算", Some("园区")),
            ("一、2025年预算执行情况 / （一）一般公共预算", None),
            ("三、做强开发区 / （二）优化营商环境", None),
            ("（一）推进高新区建设，落实预算管理", None),
        ] {
            assert_eq!(of_section(path), zone, "{path}");
        }
    }
}
