//! Budgets of zones within a place: under 二、高新区预算执行情况 figures are of the zone, whose budget is its
//! own, and not of the city.

/// Ends of the names of zones that have budgets of their own.
const ZONES: [&str; 9] = ["开发区", "示范区", "高新区", "经开区", "管理区", "度假区", "工业区", "园区", "新区"];
/// What headings of budgets say.
const BUDGET: [&str; 3] = ["预算", "决算", "收支"];
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

/// The zone that a heading begins with, and the rest of the heading.
fn named(heading: &str) -> Option<(&str, &str)> {
    let end = ZONES.iter().filter_map(|zone| heading.find(zone).map(|at| at + zone.len())).min()?;
    Some(heading.split_at(end))
}

/// 2025年预算执行情况, 预算草案, 一般公共预算.
fn starts_a_budget(tail: &str) -> bool {
    tail.starts_with(|c: char| c.is_ascii_digit()) || ["预算", "决算", "一般公共"].iter().any(|w| tail.starts_with(w))
}

#[cfg(test)]
mod tests {
    use super::of_section;

    #[test]
    fn a_zone_is_named_by_the_heading_of_its_budget() {
        for (path, zone) in [
            ("一、2025年预算执行情况 / （二）临江示范区预算执行情况 / 1.一般公共预算", Some("临江示范区")),
            ("一、三桥经济技术开发区 / （一）2025年预算执行情况 / 1.一般公共预算", Some("三桥经济技术开发区")),
            ("二、三桥高新区2026年预算草案", Some("三桥高新区")),
            ("一、2025年预算执行情况 / （一）一般公共预算", None),
            ("三、做强开发区 / （二）优化营商环境", None),
            ("（一）推进高新区建设，落实预算管理", None),
        ] {
            assert_eq!(of_section(path), zone, "{path}");
        }
    }
}
