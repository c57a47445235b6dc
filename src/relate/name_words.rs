//! What is known of the words that names of figures are made of, from `name_words.csv`.

use std::sync::LazyLock;

use crate::model::any_of::AnyOf;

const FILE: &str = include_str!("../../pipelines/lexicon/name_words.csv");

/// The words by their role.
struct Words {
    /// What is measured, at the end of a name: 产量 in 水稻产量. Longer ones first.
    measures: Vec<&'static str>,
    /// What stands before the thing and is no part of it: 期末.
    leads: Vec<&'static str>,
    /// What is left of names that have no subject: 一般公共预算 of 一般公共预算支出.
    wholes: Vec<&'static str>,
    /// Codes whose figures belong to the thing named.
    owned: Vec<&'static str>,
    /// Codes whose name can be the thing alone: 钢材.
    products: Vec<&'static str>,
    /// Classes of the consumer price index, each with an index of its own: 衣着.
    baskets: Vec<&'static str>,
    /// Short and older names with those of the series.
    same: Vec<(&'static str, &'static str)>,
    /// The former of these.
    short: AnyOf,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let rows = || FILE.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    let of = |role: &str| -> Vec<&'static str> { rows().filter(|r| r[0] == role).map(|r| r[1]).collect() };
    let longest_first = |mut words: Vec<&'static str>| {
        words.sort_by_key(|w| std::cmp::Reverse(w.len()));
        words
    };
    Words {
        measures: longest_first(of("measure")),
        leads: longest_first(of("lead")),
        wholes: of("whole"),
        owned: of("owned"),
        products: of("product"),
        baskets: of("basket"),
        same: rows().filter(|r| r[0] == "same").map(|r| (r[1], r[2])).collect(),
        short: AnyOf::new(of("same").leak()),
    }
});

/// The thing that a figure of `code` named `name` belongs to: 教育 of 教育支出, 钢材 of 钢材产量.
pub(super) fn owner<'n>(code: &str, name: &'n str) -> Option<&'n str> {
    if !WORDS.owned.contains(&code) {
        return None;
    }
    let name = WORDS.leads.iter().find_map(|w| name.strip_prefix(w)).unwrap_or(name);
    if code == "price.cpi"
        && let class = name.trim_end_matches("价格指数").trim_end_matches('类')
        && WORDS.baskets.contains(&class)
    {
        return Some(class);
    }
    let thing = match WORDS.measures.iter().find_map(|w| name.strip_suffix(w)) {
        Some(thing) => thing,
        None if WORDS.products.contains(&code) || name.ends_with(['业', '类']) => name,
        None => return None,
    };
    // 高新区一般公共预算支出 is the zone's, 建材行业实现增加值 the trade's.
    let bare = |thing: &'n str| thing.trim_matches(['的', '、', ' ', '“', '”', '已']);
    let behind =
        |words: &[&'static str]| words.iter().filter_map(|w| thing.strip_suffix(w)).map(bare).min_by_key(|t| t.len());
    let thing =
        behind(&WORDS.leads).or_else(|| behind(&WORDS.wholes).filter(|t| t.ends_with(['区', '级']))).unwrap_or(thing);
    let thing = bare(thing);
    let open = thing.matches('(').count() != thing.matches(')').count();
    let whole = thing.chars().count() < 1 || is_whole(thing) || open || thing.ends_with(['总', '占']);
    (!whole).then_some(thing)
}

/// Whether words name a whole and nobody whose figure it could be: 一般公共预算, 税收.
pub(super) fn is_whole(words: &str) -> bool {
    WORDS.wholes.contains(&words)
}

/// A name as the series has it, whatever the year's own way of writing: 规模以上工业增加值.
pub(super) fn standard(name: String) -> String {
    if !WORDS.short.within(&name) {
        return name;
    }
    match WORDS.same.iter().find(|(short, _)| name.contains(short)) {
        Some((short, long)) if !name.contains(long) => name.replacen(short, long, 1),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_and_wholes() {
        for (code, name, expected) in [
            ("fiscal_expenditure", "教育支出", Some("教育")),
            ("fiscal_expenditure", "一般公共预算支出", None),
            ("fiscal_expenditure", "支出", None),
            ("output_quantity", "钢材", Some("钢材")),
            ("output_quantity", "水稻总产量", Some("水稻")),
            ("price.cpi", "居民消费价格", None),
            ("price.cpi", "衣着价格", Some("衣着")),
            ("price.cpi", "居住类价格指数", Some("居住")),
            ("price.cpi", "医疗保健", Some("医疗保健")),
            ("retail_sales", "限额以上单位汽车类零售额", Some("汽车类")),
            ("retail_sales", "社会消费品零售总额", None),
            ("value_added.industry.above_scale", "规模以上工业增加值", None),
            ("value_added.industry.above_scale", "石化行业增加值", Some("石化行业")),
            ("gdp", "地区生产总值", None),
            ("fiscal_expenditure", "经开区一般公共预算支出", Some("经开区")),
            ("value_added.industry.above_scale", "建材行业实现增加值", Some("建材行业")),
            ("retail_sales", "餐饮业", Some("餐饮业")),
            ("investment", "投资", None),
            ("investment", "水利投资", Some("水利")),
        ] {
            assert_eq!(owner(code, name), expected, "{code} {name}");
        }
    }

    #[test]
    fn one_name_for_a_series() {
        for (name, expected) in [
            ("规上工业增加值", "规模以上工业增加值"),
            ("规模工业企业", "规模以上工业企业"),
            ("规模以上工业增加值", "规模以上工业增加值"),
            ("工业增加值", "工业增加值"),
        ] {
            assert_eq!(standard(name.to_owned()), expected);
        }
    }

    #[test]
    fn every_row_has_a_role_a_word_and_a_reason() {
        for line in FILE.lines().skip(1) {
            let row: Vec<_> = line.split(',').collect();
            assert_eq!(row.len(), 4, "{line}");
            let standard = row[0] == "same";
            assert!(["measure", "lead", "whole", "owned", "product", "basket", "same"].contains(&row[0]), "{line}");
            assert!(!row[1].is_empty() && !row[3].is_empty() && row[2].is_empty() != standard, "{line}");
        }
    }
}
