//! Amounts that describe a class of things rather than measure one: 5000万以上的项目, 亿元产业项目,
//! 主营收入突破50亿元的企业, 千亿产业, 年产20万吨铝项目.

use super::bound;
use super::rules::RuleId;
use super::view::View;
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::Dimension;
use crate::model::{Bound, Status};
use crate::recognize::Found;
use crate::recognize::exclude::Verdict;
use crate::recognize::number::Notation;

/// What a class-describing amount is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Class {
    /// The code to give it where the words before the number name none.
    pub(super) code: &'static str,
    pub(super) status: Status,
    pub(super) bound: Option<Bound>,
    pub(super) rule: RuleId,
    /// Whether an indicator named before the number wins (主营收入突破50亿元的企业).
    pub(super) yields: bool,
}

/// The class an amount of money describes, by the thing that follows it.
pub(super) fn of_money(view: &View, found: &Found, phrase_after: (usize, usize)) -> Option<Class> {
    let after = view.slice(phrase_after.0, phrase_after.1);
    let has_bound = bound::after(view, found).is_some();
    let limit = |code, yields| Class {
        code,
        status: Status::Policy,
        bound: (!has_bound).then_some(Bound::AtLeast),
        rule: RuleId::ClassLimit,
        yields,
    };
    if has_bound && counts_passing(view, found) || exceeds_and_counts(view, found) {
        return Some(limit("investment.project_total", false));
    }
    if sells_and_counts(view, found) {
        return Some(limit("revenue", true));
    }
    if after.is_empty()
        || after.starts_with(['—', '-'])
        || any_of![
            "账款",
            "拖欠",
            "资金",
            "基金",
            "补贴",
            "补助",
            "奖",
            "贷款",
            "债券",
            "预算",
            "投资计划",
            "授信",
            "专项"
        ]
        .within(after.split("内资").next().unwrap_or(after))
    {
        return None;
    }
    let head = |words: &AnyOf| words.within(after);
    if names_project(view, found) {
        return None;
    }
    let bare = found.number.unit.is_none() && found.number.notation != Notation::Magnitude;
    if bare && !has_bound && !view.slice(found.end, view.end).starts_with(['级', '的']) {
        return None;
    }
    if head(any_of!["项目", "工程"]) {
        return Some(limit("investment.project_total", false));
    }
    // 800万元及以上的物业企业
    let rest = view.slice(bound::after(view, found).map_or(found.end, |b| b.1), view.end);
    if has_bound && rest.starts_with('的') && head(any_of!["业", "单位", "法人", "机构"]) {
        return Some(limit("revenue", true));
    }
    let round = found.number.notation == Notation::Magnitude || found.number.decimals == 0;
    if head(any_of!["企业", "公司"]) || after.starts_with("龙头") {
        return Some(limit("revenue", true));
    }
    // 财政收入过千万元的乡镇: told by what was named before.
    if rest.starts_with('的') && head(any_of!["镇", "乡", "街道"]) {
        return Some(limit("output_value", true));
    }
    if round && head(any_of!["产业", "集群", "园区", "产业链", "基地", "开发区", "镇", "板块"]) {
        // 千亿级产业集群: of that size and more.
        let class = view.slice(found.end, view.end).starts_with('级');
        // 形成了一批万亿级产业: an ambition that was reached.
        let before = view.slice(view.clause_start(found.start, view.start), found.start);
        let rest = view.slice(phrase_after.1, view.clause_end(phrase_after.1));
        let reached = any_of!["形成了", "已形成", "成为", "建成了", "拥有"].within(before)
            || any_of!["基本形成", "已经形成", "初步形成"].opens(rest);
        return Some(Class {
            code: "output_value",
            status: if reached { Status::Actual } else { Status::Target },
            bound: class.then_some(Bound::AtLeast),
            rule: RuleId::Ambition,
            yields: false,
        });
    }
    // 贷款600万元对全县道路进行改造: only what is meant by its size.
    let sized = has_bound || rest.starts_with(['的', '县', '市', '区']) || found.number.notation == Notation::Magnitude;
    (sized && head(any_of!["县", "市", "县市", "县市区", "县(市)", "县(市、区)"])).then(|| limit("gdp", true))
}

/// `项目620个，其中800万元以上的230个`: how many pass the limit follows it.
fn counts_passing(view: &View, found: &Found) -> bool {
    let Some((_, end)) = bound::after(view, found) else { return false };
    let next = view.scan.numbers.get(view.scan.numbers.partition_point(|n| n.start < end));
    let counted =
        |n: &Found| view.slice(end, n.start) == "的" && view.slice(n.start, n.end).ends_with(['个', '家', '户']);
    next.is_some_and(counted) && any_of!["项目", "工程"].within(view.slice(view.start, found.start))
}

/// `企业33家，其中投资超亿元9家`: how many pass a round limit stands right behind it.
fn exceeds_and_counts(view: &View, found: &Found) -> bool {
    let before = view.slice(view.start, found.start);
    let passes = any_of!["超", "过", "上", "超过"]
        .ending(before)
        .and_then(|w| before[..before.len() - w.len()].strip_suffix("投资"));
    let passes = passes.is_some_and(|head| head.is_empty() || head.ends_with([',', '、', ':', '中']));
    let next = view.scan.numbers.get(view.scan.numbers.partition_point(|n| n.start < found.end));
    let counted = |n: &Found| n.start == found.end && view.slice(n.start, n.end).ends_with(['个', '家', '户']);
    passes && found.number.notation == Notation::Magnitude && next.is_some_and(counted)
}

/// `收入超百亿元的8家企业、超十亿元的62家`, `营业收入过亿元的达到45家`: how many have so much stands right behind it.
fn sells_and_counts(view: &View, found: &Found) -> bool {
    let before = view.slice(view.start, found.start);
    let Some(word) = any_of!["超", "过", "超过", "突破"].ending(before) else { return false };
    let head = &before[..before.len() - word.len()];
    let sold =
        any_of!["收入", "营收", "产值", "销售", "销售额", "纳税", "税收"].closes(head) || head.ends_with("企业、");
    let tail = view.slice(found.end, view.end);
    let Some(rest) = tail.strip_prefix('的') else { return false };
    let lead = ["达到", "已达", "有", "共", ""].into_iter().find(|w| rest.starts_with(w)).unwrap_or("");
    let at = view.end - rest.len() + lead.len();
    let next = view.scan.numbers.get(view.scan.numbers.partition_point(|n| n.start < at));
    sold && next.is_some_and(|n| n.start == at && view.slice(n.start, n.end).ends_with(['家', '户']))
}

/// `投资16亿元的城北水厂`: the amount is that of one project, which it only tells more of.
pub(super) fn names_project(view: &View, found: &Found) -> bool {
    let money = view.slice(found.start, found.end).ends_with(['元', '亿', '万']);
    let Some(name) = view.slice(found.end, view.end).strip_prefix('的').filter(|_| money) else { return false };
    let name = &name[..name.find(['、', ',', ';', '。', ':']).unwrap_or(name.len())];
    let invested = any_of!["投资", "投资额"].closes(view.slice(view.start, found.start));
    // 投资5亿元的产业项目12个, 投资5亿元的项目: a class, by its limit.
    let kind = any_of!["项目", "工程", "重点", "重大", "产业项目", "工业项目", "大项目", "企业", "新项目"].opens(name);
    let counted = |word: &str| name.split(word).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    // 完成投资6亿元的同时: nothing is named.
    let kind = kind || any_of!["同时", "基础", "情况", "前提", "资金", "规模", "目标"].opens(name);
    invested && !kind && name.starts_with(char::is_alphanumeric) && !counted("项目") && !counted("工程")
}

/// `有5个总投资超过10亿元`: the size that some of the things counted before it exceed.
pub(super) fn passed_by_count(view: &View, found: &Found) -> Option<Class> {
    let numbers = &view.scan.numbers;
    let count = numbers[..numbers.partition_point(|n| n.start < found.start)].last()?;
    let counted = count.start >= view.start && view.slice(count.start, count.end).ends_with(['个', '家', '户']);
    let between = view.slice(count.end, found.start);
    let passes = any_of!["总投资", "投资"].within(between)
        && any_of!["超", "超过", "突破"].closes(between)
        && !between.contains("完成");
    // 18个项目中有4个…，13个…; but 开工120个项目总投资超过500亿元 is the sum of them.
    let before = view.slice(view.start, count.start);
    let some = before.ends_with('有') || before.ends_with(',') && before.contains("中有");
    (counted
        && some
        && !matches!(count.verdict, Verdict::Not(_))
        && passes
        && !between.contains([',', ';', '、', '。']))
    .then_some(Class {
        code: "investment.project_total",
        status: Status::Policy,
        bound: None,
        rule: RuleId::ClassLimit,
        yields: true,
    })
}

/// `6个百亿元、24个20亿元以上项目`: the limit of a class whose name stands at the end of the list.
pub(super) fn in_list(view: &View, found: &Found) -> Option<Class> {
    let counted = view.slice(view.start, found.start).ends_with(['个', '家', '条']);
    let tail = view.slice(found.end, view.end);
    // 壮大亿元级、五亿元级、二十亿元级企业
    let grade = tail.starts_with("级、");
    let tail = tail.trim_start_matches(['级', '以', '上']);
    if !(counted || grade) || !tail.starts_with('、') {
        return None;
    }
    let list = &tail[..tail.find([',', ';', '。']).unwrap_or(tail.len())];
    // 1家百亿级、6家十亿级食品企业
    let firms = any_of!["企业", "公司"].within(list);
    let code = if any_of!["项目", "工程"].within(list) { Some("investment.project_total") } else { None };
    code.or(firms.then_some("revenue")).map(|code| Class {
        code,
        status: Status::Policy,
        bound: bound::after(view, found).is_none().then_some(Bound::AtLeast),
        rule: RuleId::ClassLimit,
        yields: firms,
    })
}

/// `年产20万吨铝项目`: a quantity of a product in the name of something built.
pub(super) fn is_capacity(view: &View, found: &Found, dimension: Dimension, phrase_after: (usize, usize)) -> bool {
    let goods = matches!(
        dimension,
        Dimension::Mass
            | Dimension::Count
            | Dimension::Volume
            | Dimension::Energy
            | Dimension::Area
            | Dimension::Length
    );
    if !goods || phrase_after.0 >= phrase_after.1 {
        return false;
    }
    let product = matches!(dimension, Dimension::Mass | Dimension::Energy)
        && phrase_after.0 == found.end
        && (in_project_list(view, found) || names_plant(view, found));
    if product {
        return true;
    }
    let after = view.slice(phrase_after.0, view.end);
    let after = &after[..after.find([',', ';', '。']).unwrap_or(after.len())];
    let built = any_of!["项目", "产业园", "基地", "工程", "生产线", "扩建", "技改"].within(after);
    built && view.slice(view.start, found.start).ends_with("年产")
}

/// `某园区20万吨铝、…等项目建设`, `水厂、20万吨铝等一批项目`: a name among the names of projects.
fn in_project_list(view: &View, found: &Found) -> bool {
    let tail = view.slice(found.end, view.end);
    let before = view.slice(view.start, found.start);
    let named = before.ends_with(|c: char| !"达为超产量到,;、:0123456789".contains(c));
    let list = &tail[..tail.find([',', ';', '。', ':']).unwrap_or(tail.len())];
    // 某厂20万吨淀粉等120个项目
    let one = || {
        let rest = list.find('等').map(|i| &list[i + '等'.len_utf8()..]);
        let many = |r: &str| r.starts_with(|c: char| c.is_ascii_digit()) || any_of!["一批", "重大", "重点"].opens(r);
        rest.is_some_and(|r| many(r) && any_of!["项目", "工程"].within(r))
    };
    let listed =
        || before.ends_with('、') && list.rfind('等').is_some_and(|i| any_of!["项目", "工程"].within(&list[i..]));
    // 某集团60万吨复合肥项目
    let single = || list.find("项目").is_some_and(|i| i > 0) && list.chars().count() <= 14 && !list.contains('的');
    named && any_of!["项目", "工程"].within(tail) && (tail.contains('、') || one() || single()) || listed()
}

/// `20万吨纸浆厂`: what a plant is named by.
fn names_plant(view: &View, found: &Found) -> bool {
    /// Characters of what it makes.
    const MOST: usize = 8;
    let name = view.slice(found.end, view.clause_end(found.end));
    let name = &name[..name.char_indices().nth(MOST).map_or(name.len(), |(i, _)| i)];
    let plants = ["厂", "装置", "生产线"];
    plants.iter().any(|p| {
        name.find(p)
            .is_some_and(|i| i > 0 && !name[..i].contains(['的', '由', '在', '到', '至', '给', '供', '向', '往', '和']))
    })
}
