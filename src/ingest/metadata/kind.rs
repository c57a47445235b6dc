//! What kind of document it is: the last telling word of the title, else how the text opens.

use crate::model::DocumentKind::{
    self, Budget, Bulletin, ImplementationPlan, News, Other, Plan, Policy, Reply, WorkReport,
};
use crate::model::any_of::{AnyOf, any_of};

use super::lines::Lines;

/// Words of titles; the last one in a title tells, of two that end together the longer.
const WORDS: [(&str, DocumentKind); 56] = [
    ("解读", News),
    ("一图读懂", News),
    ("新闻发布会", News),
    ("答复", Reply),
    ("复函", Reply),
    ("的函", Reply),
    ("答复函", Reply),
    ("答复意见", Reply),
    ("统计公报", Bulletin),
    ("普查公报", Bulletin),
    ("公报", Bulletin),
    ("预算草案", Budget),
    ("预算(草案)", Budget),
    ("预算执行", Budget),
    ("预算的报告", Budget),
    ("预算报告", Budget),
    ("预算草案的报告", Budget),
    ("预算(草案)的报告", Budget),
    ("决算", Budget),
    ("决算的报告", Budget),
    ("预算编制", Budget),
    ("工作报告", WorkReport),
    ("规划", Plan),
    ("规划纲要", Plan),
    ("纲要", Plan),
    ("五年计划", Plan),
    ("发展计划", Plan),
    ("计划草案的报告", Plan),
    ("实施方案", ImplementationPlan),
    ("工作方案", ImplementationPlan),
    ("行动方案", ImplementationPlan),
    ("建设方案", ImplementationPlan),
    ("方案", ImplementationPlan),
    ("行动计划", ImplementationPlan),
    ("三年计划", ImplementationPlan),
    ("工作计划", ImplementationPlan),
    ("工作要点", ImplementationPlan),
    ("意见", Policy),
    // What an assembly says of how a plan was carried out tells what was done.
    ("审查意见", News),
    ("审议意见", News),
    ("通知", Policy),
    ("办法", Policy),
    ("措施", Policy),
    ("规定", Policy),
    ("细则", Policy),
    ("条例", Policy),
    ("决定", Policy),
    ("批复", Policy),
    ("若干政策", Policy),
    ("政策", Policy),
    ("情况", News),
    ("分析", News),
    ("简析", News),
    ("形势", News),
    ("数据", News),
    ("良好", News),
];

/// The words of [`WORDS`].
static ENDINGS: AnyOf = AnyOf::new(&const { names(&WORDS) });

const fn names<const N: usize>(words: &[(&'static str, DocumentKind); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut i = 0;
    while i < N {
        names[i] = words[i].0;
        i += 1;
    }
    names
}

/// The kind by title, file name and opening.
pub(super) fn of(title: Option<&str>, stem: &str, lines: &Lines, text: &str) -> DocumentKind {
    let by_words = title.map(by_title).filter(|k| *k != Other);
    by_words.or_else(|| by_opening(lines)).or_else(|| by_rules(text)).unwrap_or_else(|| match by_title(stem) {
        Other => title.map_or(Other, headline),
        kind => kind,
    })
}

fn by_title(title: &str) -> DocumentKind {
    let tight: String = title.chars().filter(|c| *c != ' ').collect();
    let tight = tight.replace('（', "(").replace('）', ")");
    // A notice that issues a plan is read for the plan.
    let named =
        ["规划的通知", "纲要的通知", "方案的通知"].iter().any(|w| tight.ends_with(w)) && !tight.contains("关于");
    let issued = if named || tight.contains("印发") || tight.contains("转发") {
        tight.rsplit_once("的通知")
    } else {
        None
    };
    let words = issued.map_or(tight.as_str(), |(before, _)| before);
    // A department tells of its 三公经费预算…情况.
    let of_department = ["经费预算", "部门预算", "预算公开"].iter().any(|w| words.contains(w))
        && ["情况", "说明", "公开", "预算", "表"].iter().any(|w| words.ends_with(w));
    if words.contains("预算") && words.ends_with("的报告") || of_department && !words.contains("执行") {
        return Budget;
    }
    // To look whether a word is there takes less than to look where, and few are.
    let there = WORDS.iter().filter(|(word, _)| words.contains(word));
    let ends = there.filter_map(|(word, kind)| Some((words.rfind(word)? + word.len(), word.len(), *kind)));
    let last = ends.max_by_key(|(end, length, _)| (*end, *length));
    let kind = last.map_or(Other, |(_, _, kind)| kind);
    if kind == Policy && issued.is_none() && tight.contains("提案") && tight.ends_with("意见") {
        Reply
    } else {
        kind
    }
}

/// Whether a line ends as titles do.
pub(super) fn ends_title(tight: &str) -> bool {
    let end = if tight.ends_with(')') { tight.rfind('(').unwrap_or(tight.len()) } else { tight.len() };
    let end = tight[..end].trim_end_matches(['》', '”', '"']);
    ENDINGS.closes(end)
        || any_of![
            "报告",
            "公告",
            "工作总结",
            "的函",
            "说明",
            "清单",
            "工作目标",
            "目标任务",
            "民生实事",
            "实事项目",
            "任务分解",
            "办实事",
            "办的实事",
            "民生工程",
            "目标体系",
            "分工表",
            "分解表",
            "工作打算",
            "工作思路",
        ]
        .closes(end)
}

fn by_opening(lines: &Lines) -> Option<DocumentKind> {
    lines.opening().find_map(|line| {
        let has = |words: &[&str]| words.iter().any(|w| line.tight.contains(w));
        if has(&["向大会报告政府工作", "作政府工作报告", "政府工作报告——", "向大会报告工作"])
        {
            Some(WorkReport)
        } else if has(&["预算草案", "预算(草案)", "决算草案", "决算(草案)"]) && has(&["审议", "审查", "委托"])
        {
            Some(Budget)
        } else if has(&["现答复如下", "现将办理情况答复", "答复如下"])
            || has(&["收悉"]) && has(&["提案", "建议", "议案"])
        {
            Some(Reply)
        } else if has(&["提出如下意见", "提出如下实施意见", "提出以下意见", "提出以下实施意见", "制定如下政策"])
            || has(&["制定本意见", "制定本政策", "制定本办法", "制定本措施"])
        {
            Some(Policy)
        } else if has(&["制定本方案", "制定本实施方案", "制定本行动计划", "制定本工作要点"]) {
            Some(ImplementationPlan)
        } else if has(&["制定本规划", "编制本规划"]) {
            Some(Plan)
        } else if has(&["本报讯", "本报记者", "本网讯", "通讯员", "(记者", "日讯(", "日电("])
            && !has(&["记者问", "记者提问"])
        {
            Some(News)
        } else {
            None
        }
    })
}

/// A text that says nothing of its kind and parts itself in articles, or gives money line by line, makes rules.
fn by_rules(text: &str) -> Option<DocumentKind> {
    /// Lines that are looked at.
    const LINES: usize = 60;
    /// Bytes in which articles are looked for: a page may have lost its line ends.
    const HEAD: usize = 20_000;
    /// So many of either tell.
    const ENOUGH: usize = 3;
    let head = &text[..text.floor_char_boundary(HEAD)];
    let articles = head.split_whitespace().filter(|word| is_article(word)).take(ENOUGH).count();
    let rules = || text.lines().take(LINES).filter(|line| grants(line) || entitles(line)).take(ENOUGH).count();
    let contract = |line: &str| any_of!["合同", "协议", "章程", "甲方", "判决"].within(line);
    let told = articles == ENOUGH || rules() == ENOUGH;
    (told && !text.lines().take(ENOUGH).any(contract)).then_some(Policy)
}

/// `第七条` as a word of its own, and no 第一条生产线.
fn is_article(word: &str) -> bool {
    let article = word.strip_prefix('第').and_then(|rest| rest.split_once('条'));
    article.is_some_and(|(number, rest)| {
        (rest.is_empty() || rest.starts_with('【'))
            && (1..=4).contains(&number.chars().count())
            && number.chars().all(|c| "一二三四五六七八九十百0123456789".contains(c))
    })
}

/// `对新认定的企业，给予10万元奖励`: the line says for whom and what, and nothing of it was given yet.
fn grants(line: &str) -> bool {
    let gives = any_of!["给予", "予以", "一次性奖励", "最高不超过", "每年奖励"];
    any_of!["对", "凡", "按", "鼓励", "支持"].within(line)
        && !any_of!["已", "发放", "去年", "兑现", "累计发"].within(line)
        && gives
            .find(line)
            .is_some_and(|at| any_of!["奖励", "奖补", "补助", "补贴", "资助", "贴息", "扶持"].within(&line[at..]))
}

/// `满6个月的，可申请2万元奖励`, `免教科书费，标准为400元`: the line says what somebody is entitled to.
fn entitles(line: &str) -> bool {
    let entitled =
        any_of!["可申请", "可享受", "可领取", "补贴标准", "补助标准", "资助标准", "奖励标准", "，标准为", "，标准："];
    let told = any_of!["已", "去年", "累计", "发放", "提高到", "提高至", "增长", "全市", "全县", "全省"].within(line);
    entitled.within(line) && line.contains(['元', '%']) && !told
}

/// A title that tells what grew is a headline.
fn headline(title: &str) -> DocumentKind {
    let grows = any_of!["增长", "同比", "突破", "回升", "发展", "运行", "经济"].within(title);
    if grows { News } else { Other }
}

#[cfg(test)]
mod tests {
    use super::{DocumentKind, by_title};

    #[test]
    fn the_last_telling_word_counts() {
        let cases = [
            ("2023年某市国民经济和社会发展统计公报", DocumentKind::Bulletin),
            ("《2023年统计公报》解读", DocumentKind::News),
            ("关于印发《某县工业发展规划》的通知", DocumentKind::Plan),
            ("“十三五”粮食流通规划的通知", DocumentKind::Plan),
            ("关于做好养老设施规划的通知", DocumentKind::Policy),
            ("关于某规划的实施方案", DocumentKind::ImplementationPlan),
            ("对政协第12号提案的答复", DocumentKind::Reply),
            ("关于2022年预算执行情况和2023年预算(草案)的报告", DocumentKind::Budget),
            ("政府工作报告", DocumentKind::WorkReport),
            ("关于加快发展的若干意见", DocumentKind::Policy),
            ("上半年工业经济运行情况", DocumentKind::News),
            ("某某", DocumentKind::Other),
        ];
        for (title, kind) in cases {
            assert_eq!(by_title(title), kind, "{title}");
        }
    }
}
