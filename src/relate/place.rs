//! Whose figure it is: the document's own region unless the words name another.

use super::context::{Context, Source, Words};
use super::view::View;
use crate::model::any_of::{AnyOf, any_of};
use crate::model::{Measure, RegionCode};
use crate::recognize::Recognizer;
use crate::recognize::lexical::{Hit, WHOLES, WHOLES_BEGIN, What};

/// Words before a region name that make it a yardstick or a partner, not the place of the figure.
pub(super) const ASIDE: [&str; 24] = [
    "占", "居", "比", "较", "高于", "低于", "快于", "慢于", "高出", "对", "赴", "与", "向", "列", "在", "位居", "排",
    "从", "至", "到", "经", "往", "同", "和",
];

/// The region that a name in the text means, seen from the document's own.
pub(super) fn of_hit(recognizer: &Recognizer, context: &Context, hit: &Hit) -> Option<RegionCode> {
    let What::Region(name) = hit.what else { return None };
    let name = recognizer.lexical().region_name(name);
    recognizer.lexicon().regions.resolve(name, context.year, context.region)
}

/// The region of a number whose clause begins at `from`, and the words that name it.
pub(super) fn of(
    recognizer: &Recognizer,
    view: &View,
    context: &Context,
    (from, to): (usize, usize),
    measure: Measure,
) -> (Option<RegionCode>, Source, Words) {
    let own = context.region;
    if let Some((code, words)) = named(recognizer, view, context, from, to, measure) {
        return (Some(code), Source::Clause, Some(words));
    }
    if measure == Measure::Level
        && let Some((code, words)) = whole(view, own, from, to)
    {
        return (Some(code), Source::Clause, Some(words));
    }
    if measure == Measure::Level
        && let Some((code, words)) = wider_total(recognizer, view, own, from, to)
    {
        return (Some(code), Source::Clause, Some(words));
    }
    if let Some((code, words)) = contrasted(view, own, from, to).or_else(|| mean_of_wider(view, own, to)) {
        return (Some(code), Source::Clause, Some(words));
    }
    if let Some((code, words)) = wider_subject(view, own, from, to, measure) {
        return (Some(code), Source::Clause, Some(words));
    }
    // 央行3次降准，存款准备金率达到9%: as long as nothing of the place is spoken of.
    let before = view.slice(view.start, to);
    let bank = any_of!["央行"].last_start(before).filter(|i| *i == 0 || before[..*i].ends_with([',', ' ']));
    if let Some(at) = bank.filter(|i| own.is_some() && !any_of!["全", "我", "本"].within(&before[*i..])) {
        let words = (view.start + at, view.start + at + "央行".len());
        return (Some(RegionCode::COUNTRY), Source::Clause, Some(words));
    }
    (own, Source::Document, None)
}

/// `全省高新技术企业达到8600家，我市为460家`: a wider whole that opens the clause, held against the document's own place.
fn contrasted(view: &View, own: Option<RegionCode>, from: usize, to: usize) -> Option<(RegionCode, (usize, usize))> {
    let (code, words) = whole_at_head(view, own?, from, to).filter(|(code, _)| Some(*code) != own)?;
    let rest = view.slice(to, view.end);
    let at = any_of!["我市", "我县", "我区", "我州", "我省", "本市", "本县", "本省"].find(rest)?;
    // 全省首家…，我市…: a name, and a sentence that goes on about the place.
    let held = rest[..at].trim_end_matches(['其', '中', '而', ',', ';', '但']).matches([',', ';', '。']).count() <= 1;
    (held && !names_thing(view.slice(words.1, to))).then_some((code, words))
}

/// `高于全国（5.1%）0.3个百分点`: the figure of a wider whole in a bracket of its own.
pub(super) fn in_bracket(view: &View, own: Option<RegionCode>, to: usize) -> Option<(RegionCode, (usize, usize))> {
    let head = view.slice(view.start, to).strip_suffix('(')?;
    let (word, level) = WHOLES.into_iter().find(|(word, _)| head.ends_with(word))?;
    let own = own.filter(|own| level < own.level())?;
    let end = view.start + head.len();
    Some((whole_at(level, own), (end - word.len(), end)))
}

/// `投入强度全国平均水平为2.4%`: the mean of a wider whole right before the number, with nothing held against it.
fn mean_of_wider(view: &View, own: Option<RegionCode>, to: usize) -> Option<(RegionCode, (usize, usize))> {
    const MEANS: &AnyOf = any_of!["平均水平", "平均值", "平均"];
    let head = view.slice(view.start, to).trim_end_matches(['为', '是', '达', '到']);
    let whole = &head[..head.len() - MEANS.ending(head)?.len()];
    let (word, level) = WHOLES.into_iter().find(|(w, _)| whole.ends_with(w))?;
    let before = &whole[..whole.len() - word.len()];
    let held = any_of![
        "于", "比", "较", "过", "达到", "与", "和", "同", "超", "至", "到", "出", "高", "低", "快", "慢", "好", "优",
    ]
    .closes(before);
    let own = own.filter(|own| level < own.level() && !held)?;
    let at = view.start + before.len();
    Some((whole_at(level, own), (at, at + word.len())))
}

/// `2025年全国人口为14亿人` in a city's text: a total of a wider whole that opens the clause, after its period.
fn wider_total(
    recognizer: &Recognizer,
    view: &View,
    own: Option<RegionCode>,
    from: usize,
    to: usize,
) -> Option<(RegionCode, (usize, usize))> {
    const TOTALS: [&str; 8] =
        ["gdp", "population", "value_added", "trade", "retail_sales", "income", "grain.output", "fiscal_revenue"];
    let from = view
        .periods_in(from, to)
        .first()
        .filter(|p| p.span.start as usize == from)
        .map_or(from, |p| p.span.end as usize);
    let (code, words) = whole_at_head(view, own?, from, to).filter(|(code, _)| Some(*code) != own)?;
    let indicators = &recognizer.lexicon().indicators;
    let named = words.1 + if view.slice(words.1, to).starts_with('总') { '总'.len_utf8() } else { 0 };
    let total = view.indicators_in(words.1, to).iter().filter(|h| h.start as usize <= named).any(|h| match h.what {
        What::Indicator(list) => recognizer
            .lexical()
            .terms_of(list)
            .iter()
            .any(|&t| TOTALS.iter().any(|c| indicators.is_under(indicators.terms[usize::from(t)].indicator, c))),
        _ => false,
    });
    total.then_some((code, words))
}

/// `全国规模工业增加值增长6.3%`, `全省增长8.4%`: a wider whole that opens a clause is what a rate is of.
/// Names of things that begin with it (全国文明城市, 全省重点项目) and places in an order are not.
fn wider_subject(
    view: &View,
    own: Option<RegionCode>,
    from: usize,
    to: usize,
    measure: Measure,
) -> Option<(RegionCode, (usize, usize))> {
    if !matches!(measure, Measure::GrowthRate | Measure::ChangePp) {
        return None;
    }
    let (code, words) = whole_at_head(view, own?, from, to)?;
    (Some(code) != own && !names_thing(view.slice(words.1, to))).then_some((code, words))
}

/// Whether a word for a whole before these belongs to the name of a thing or tells where it stands.
fn names_thing(words: &str) -> bool {
    any_of![
        "第", "首", "前", "占", "领先", "排", "百强", "文明", "重点", "优秀", "先进", "示范", "知名", "唯一", "最",
        "一流", "人大", "政协", "试点", "平均", "各", "性", "的", "统一",
    ]
    .opens(words)
}

/// `全国增长9.6%，全省增长8.4%，我市增长8.9%`: the whole that opens the clause at `from`, the document's
/// own or one around it, though what is measured was said before.
pub(super) fn opening(
    view: &View,
    own: Option<RegionCode>,
    from: usize,
    to: usize,
) -> Option<(RegionCode, (usize, usize))> {
    const VERBS: [&str; 10] = ["增长", "下降", "为", "达", "增速", "上涨", "增幅", "提高", "完成", "实现"];
    let found = whole_at_head(view, own?, from, to);
    found.filter(|(_, words)| VERBS.iter().any(|v| view.slice(words.1, to).starts_with(v)))
}

/// The word for a whole that the clause at `from` begins with, and the region it means: the document's own
/// or one that holds it.
fn whole_at_head(view: &View, own: RegionCode, from: usize, to: usize) -> Option<(RegionCode, (usize, usize))> {
    let words = view.slice(from, to);
    let head = words.trim_start_matches([' ', '、', ',']);
    // Most clauses begin otherwise, and this is asked of every number.
    head.starts_with(WHOLES_BEGIN).then_some(())?;
    let (word, level) = WHOLES.into_iter().find(|(w, _)| head.starts_with(w))?;
    let at = from + words.len() - head.len();
    let code = if level == own.level() { own } else { whole_at(level, own) };
    (level <= own.level()).then_some((code, (at, at + word.len())))
}

/// The whole at a level of GB/T 2260 that holds `own`; 全市 of a county-level city is the city.
const fn whole_at(level: u8, own: RegionCode) -> RegionCode {
    match level {
        0 => RegionCode::COUNTRY,
        1 => own.province(),
        2 if own.is_county_level_city() => own,
        _ => own.prefecture(),
    }
}

fn named(
    recognizer: &Recognizer,
    view: &View,
    context: &Context,
    from: usize,
    to: usize,
    measure: Measure,
) -> Option<(RegionCode, (usize, usize))> {
    let own = context.region?;
    // 其中长沙市76家、株洲市9家: the name right before the number.
    let last = view.regions_in(from, to).last().filter(|hit| hit.end as usize == to);
    if let Some(hit) = last
        && let Some(code) = of_hit(recognizer, context, hit).filter(|c| !own.covers(*c) && !c.covers(own))
        && view.slice(hit.start as usize, to).ends_with(['省', '市', '县', '州', '盟', '旗'])
        && view.slice(from, hit.start as usize).trim_end_matches("其中").trim_end_matches([':', '、', ',']).len()
            < view.slice(from, hit.start as usize).len()
    {
        return Some((code, (hit.start as usize, hit.end as usize)));
    }
    let mut found: Option<(RegionCode, (usize, usize))> = None;
    for hit in view.regions_in(from, to) {
        let What::Region(name) = hit.what else { continue };
        let name = recognizer.lexical().region_name(name);
        let before = view.slice(from, hit.start as usize);
        if before.ends_with('其') && name.starts_with('中') {
            continue;
        }
        // 中国 before 香港 names a partner; a short name inside other words belongs to a longer one.
        let full = name.ends_with(['省', '市', '县', '区', '州', '盟', '旗', '国']);
        let inside = !full
            && before.ends_with(|c: char| !c.is_ascii() && !"、和与及在的对由从向至到为是中给".contains(c))
            && !follows_cue(view, hit.start as usize);
        let circle = any_of!["都市圈", "经济区", "经济带", "城市群", "都市区"].opens(view.slice(hit.end as usize, to));
        if name == "中国" || inside || circle {
            continue;
        }
        // 市级(不包括市城区，下同)预算收入: what is left out.
        let bracket = before.rfind('(').map(|i| &before[i..]).filter(|b| !b.contains(')'));
        if bracket.is_some_and(|b| any_of!["不包括", "不含", "除", "不计"].within(b)) {
            continue;
        }
        // 甲县光伏、乙县仓储等项目86个: one of many.
        if view.slice(hit.end as usize, to).contains('等') {
            continue;
        }
        // 甲县、乙县3个国家级示范县: both are counted, in the region they lie in.
        let counted = view.slice(to, view.end).trim_start_matches(|c: char| c.is_ascii_digit());
        let mark = before.chars().next_back().filter(|c| matches!(c, '、' | '和' | '及' | '与'));
        let figure = |c: char| c.is_ascii_digit() || "个项户家名人".contains(c);
        let joined = mark.is_some_and(|mark| !before[..before.len() - mark.len_utf8()].ends_with(figure));
        if joined && hit.end as usize == to && counted.starts_with(['个', '县', '市']) {
            return None;
        }
        let code = recognizer.lexicon().regions.resolve(name, context.year, Some(own))?;
        let aside = ASIDE.iter().any(|w| before.ends_with(w));
        let inside_own = own.covers(code);
        // A place that neither lies in the document's own nor holds it is a partner or a name, unless the clause
        // opens with what it has.
        if !inside_own && !code.covers(own) {
            // 市区, 郊区: names of districts that every city has.
            let own_name = full && name.chars().count() > 2 && !matches!(name, "开发区" | "高新区" | "示范区");
            let opens = before.trim_start_matches([' ', ',', '、']).is_empty() && own_name;
            if opens && has_figure(view, hit.end as usize, to) {
                return Some((code, (hit.start as usize, hit.end as usize)));
            }
            continue;
        }
        if code == own || (aside && !before.ends_with('在')) {
            continue;
        }
        // A wider region: the figure is its own only when it counts the region's parts.
        if !inside_own && (measure != Measure::Level || !leads_to_parts(view, hit.end as usize, to)) && code.covers(own)
        {
            continue;
        }
        let words = (hit.start as usize, hit.end as usize);
        if let Some((_, first)) = found.filter(|f| f.0 != code) {
            // Several places: the figure is of them together, so of the region they lie in.
            return Some((own, (first.0, words.1)));
        }
        found = Some((code, words));
    }
    found
}

/// `长沙市工业投资增长`, `长沙市完成`: whether the place that ends at `end` is said to have a figure.
fn has_figure(view: &View, end: usize, to: usize) -> bool {
    let words = view.slice(end, to);
    let at = end + if words.starts_with('的') { '的'.len_utf8() } else { 0 };
    let named = view.indicators_in(at, to).first().is_some_and(|h| h.start as usize == at);
    let own = any_of!["我", "全市", "全省", "全县", "全区", "本市", "本省"].within(words);
    let verbs = any_of!["完成", "实现", "达到", "增长", "下降", "拥有", "仅为", "为"];
    // 长沙市企业来投资20亿元: somebody from there does something here.
    let comes = any_of!["来", "在", "赴", "与", "和", "援", "对口", "客商", "集团", "公司", "、"].within(words);
    (named || verbs.opens(words)) && !own && !comes
}

/// Whether a cue ends right before `at`.
fn follows_cue(view: &View, at: usize) -> bool {
    view.cues_in(at.saturating_sub(15), at).any(|(h, _)| h.end as usize == at)
        || view.periods_in(at.saturating_sub(40), at).iter().any(|p| p.span.end as usize == at)
}

/// `某市9个县区`: a count right after the name counts the region's parts.
fn leads_to_parts(view: &View, end: usize, number: usize) -> bool {
    let between = view.slice(end, number);
    // 录入全国名录的农场共838个: a list of the whole, in which the figure's own things stand.
    number.saturating_sub(end) <= 6 || between.ends_with('共') && !between.contains('的')
}

/// `全省12个资源型城市`: a wider whole counts where its count follows at once or the clause
/// begins with it.
fn whole(view: &View, own: Option<RegionCode>, from: usize, to: usize) -> Option<(RegionCode, (usize, usize))> {
    let own = own?;
    let words = view.slice(from, to);
    // All of them begin so, and most clauses have none.
    if !any_of!["全", "我", "本"].within(words) {
        return None;
    }
    let (at, level, len) = WHOLES.iter().find_map(|(w, level)| words.rfind(w).map(|i| (i, *level, w.len())))?;
    if level >= own.level() {
        return None;
    }
    let head = &words[..at];
    let tail = &words[at + len..];
    // 在全省11个市中排第三: the count is the province's.
    let counted = tail.is_empty() && head.ends_with(['在', '居', '列']);
    let aside = ASIDE.iter().any(|w| head.ends_with(w)) && !counted || head.ends_with("纳入") || head.ends_with("为");
    let counts = any_of!["共", "有", "现有", "拥有", "累计", "各类"].opens(tail);
    let direct = tail.chars().count() <= 2 || head.trim().is_empty() && counts;
    if aside || !direct {
        return None;
    }
    Some((whole_at(level, own), (from + at, from + at + len)))
}

#[cfg(test)]
mod tests {
    use super::{WHOLES, WHOLES_BEGIN};

    #[test]
    fn every_whole_begins_with_a_word_that_is_looked_for_first() {
        assert!(WHOLES.iter().all(|(word, _)| word.starts_with(WHOLES_BEGIN)));
    }
}
