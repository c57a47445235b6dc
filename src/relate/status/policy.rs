//! The parameters of rules: subsidies, ceilings, standards, terms.

use super::Evidence;
use crate::model::DocumentKind;
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::CueKind;
use crate::relate::context::{Context, Words};

/// `每户补贴3000元`, `最高可享受1亿元资助`: the parameter of a rule.
pub(super) fn is_policy(evidence: &Evidence, context: &Context) -> bool {
    let clause = evidence.view.slice(evidence.clause, evidence.end);
    let any = |words: &AnyOf| words.within(clause);
    let ruling = matches!(context.kind, DocumentKind::Policy | DocumentKind::ImplementationPlan);
    // 补助标准提高至每人60元: what a standard is set to, whatever the verb.
    let paid = evidence.view.slice(evidence.at, evidence.after).contains(['元', '%']);
    // 低保标准由每月420元提高到480元: what it is raised to as well as what it was.
    if paid && sets_standard(evidence.view.slice(evidence.head.min(evidence.clause), evidence.at))
        || ruling && any(any_of!["选派", "配备"])
    {
        return true;
    }
    if is_class_limit(evidence) || is_standard(evidence) {
        return true;
    }
    // 处5万元以上20万元以下罚款, 自受理之日起20个工作日内作出决定
    let words = evidence.view.slice(evidence.head.min(evidence.clause), evidence.end);
    let term = words.contains("之日起") && words.contains("日内");
    let fined = paid && words.contains("罚款") && words.starts_with([',', '处']) && words.contains('处');
    if fined && !any(any_of!["已", "共", "累计"]) || term && !any(any_of!["已"]) {
        return true;
    }
    // 路基宽度不得小于4.5米
    if any(any_of!["不得小于", "不得少于", "不得低于", "不得高于", "不得大于"]) {
        return true;
    }
    // 给予配套，最高200万元: the ceiling of what a policy gives.
    let capped =
        any_of!["最高", "最多", "最高不超过", "最多不超过"].closes(evidence.view.slice(evidence.clause, evidence.at));
    // 按投资额的10%给予补助，最高200万元: a rule, in whatever document it is told.
    let given = || {
        let sentence = evidence.view.slice(evidence.from, evidence.at);
        rewards(sentence) && !any_of!["已", "去年", "累计", "共", "发放", "兑现"].within(sentence)
    };
    if paid && capped && (ruling || given()) {
        return true;
    }
    // 所得税减按15%征收
    let levied =
        any_of!["征收", "计征", "缴纳", "的税率", "的征收率"].opens(evidence.view.slice(evidence.after, evidence.end));
    if levied && evidence.view.slice(evidence.clause, evidence.at).ends_with('按') {
        return true;
    }
    // 稳定就业满6个月的，可申请2万元奖励
    let claimed =
        any_of!["可申请", "可享受", "可领取", "可获得"].within(evidence.view.slice(evidence.clause, evidence.at));
    if paid && claimed && !any(any_of!["已", "累计"]) {
        return true;
    }
    let threshold = any_of!["起征点", "起付线", "封顶线", "免征额"];
    if paid && threshold.within(evidence.view.slice(evidence.head, evidence.at)) && !any(any_of!["增长", "下降"]) {
        return true;
    }
    // 一级补助3.5万元/户
    let each = evidence.view.slice(evidence.at, evidence.after).contains("元/");
    if each
        && any(any_of!["补助", "补贴", "奖励", "助学金"])
        && !any(any_of!["已", "累计", "发放", "兑现", "价", "租金", "收费", "增收"])
    {
        return true;
    }
    // 投入在800万元以上且建成的，奖励60万元: from where a rule holds.
    let bounded = any_of!["以上", "以下", "以内"].closes(evidence.view.slice(evidence.at, evidence.after));
    let rest = evidence.view.slice(evidence.after, evidence.view.end);
    if bounded
        && rest.starts_with('的')
        && any_of!["应当", "必须", "不得"].within(evidence.view.slice(evidence.after, evidence.end))
    {
        return true;
    }
    if ruling && bounded && any_of!["的,", "且", "的企业", "的单位", "的项目"].opens(rest) && rewards(rest) {
        return true;
    }
    // 带团达到1000人次的，分别给予3000元奖励
    let met = rest.strip_prefix("的,").map(|then| &then[..then.floor_char_boundary(24)]);
    if ruling && met.is_some_and(rewards) {
        return true;
    }
    // 2300元作为新的扶贫标准
    let made = evidence.view.slice(evidence.after, evidence.end);
    if paid && made.starts_with("作为") && made.ends_with("标准") {
        return true;
    }
    // 跟班时间一般为6个月: what a rule asks for, unless it makes something shorter.
    let lasts = any_of!["年", "年以上", "个月", "个月以上", "小时", "学时", "课时"]
        .closes(evidence.view.slice(evidence.at, evidence.after));
    if ruling && lasts && !any(any_of!["压缩", "缩短", "压减", "减至", "办结", "提速", "提高到", "达到"])
    {
        return true;
    }
    // 土地承包到期后再延长30年: a term that the law sets.
    if evidence.view.slice(evidence.clause, evidence.at).ends_with("延长") && any(any_of!["承包"]) {
        return true;
    }
    // 培养资助研究人员不少于400名: what is to be done for people, counted.
    if !paid && any(any_of!["培养", "引进", "选拔"]) && !any(any_of!["每家", "每人", "每个", "每名"]) {
        return false;
    }
    let told = evidence.view.cues_in(evidence.clause, evidence.end).any(|(_, s)| s.has(CueKind::Policy));
    // 扣除物价因素增长5%: how growth is reckoned.
    let deducted = any(any_of!["扣除"]) && !any(any_of!["扣除物价", "扣除价格", "扣除因素"]);
    if !told && !deducted && !any(any_of!["奖励", "补贴", "补助", "资助", "贴息", "返还", "的标准"]) {
        return false;
    }
    // 各年奖励累计不超过200万元
    let limits = any_of!["累计不超过", "累计最高", "累计不高于", "累计给予不超过", "累计给予最高", "累计给予不高于"];
    let summed = any(any_of!["累计"]) && !any(limits);
    if ruling && !summed && !any(any_of!["已"]) {
        return true;
    }
    let ceiling = any(any_of![
        "最高",
        "不超过",
        "上限",
        "不低于",
        "不少于",
        "标准",
        "每人",
        "每户",
        "每亩",
        "每家",
        "每个",
        "每吨",
        "每月",
        "给予",
        "不得",
    ]);
    // 对新认定的企业，一次性奖励100万元: a rule says for whom.
    // 对118家企业进行补助 tells how many had it.
    // 市对区转移支付80亿元: what a budget hands down.
    let down = context.kind == DocumentKind::Budget && any(any_of!["转移支付", "上解"]);
    let addressed = || paid && !down && evidence.view.slice(evidence.from, evidence.at).contains('对');
    // 每年分别发放6万元的津贴
    let handed = any(any_of!["发放"]) && !any(any_of!["每年", "每月"]);
    let done = || handed || any(any_of!["累计", "已", "完成", "兑现", "共", "提高到", "达到", "增长", "均价", "价格"]);
    (ceiling || addressed()) && !done()
}

/// `存栏80头以上奶牛场12家`, `10万亩以上的基地5个`: from which size on things are counted, but for money, which has its
/// classes.
fn is_class_limit(evidence: &Evidence) -> bool {
    /// Bytes of the name of what is counted.
    const NAME: usize = 45;
    let view = evidence.view;
    let number = view.slice(evidence.at, evidence.after);
    let thing = number.trim_end_matches(['以', '上', '下', '及']);
    if !any_of!["以上", "以下"].closes(number)
        || number.contains(['元', '%', '岁'])
        || any_of!["家", "个", "场", "场次", "人次", "项", "起"].closes(thing)
    {
        return false;
    }
    // 改造农田2000亩以上带动苗圃50家, 使3000人以上被困群众转移到12个安置点: something is done with so many.
    let does = any_of!["带动", "扶持", "惠及", "形成", "组建", "帮扶", "转移", "被", "使", "安置", "解决", "服务"];
    let numbers = &view.scan.numbers;
    let next = numbers.get(numbers.partition_point(|n| n.start < evidence.after));
    next.is_some_and(|n| {
        let name = view.slice(evidence.after, n.start).trim_start_matches('的');
        let counts = n.number.unit.is_some_and(|u| {
            let unit = view.slice(u.span.start as usize, u.span.end as usize);
            matches!(unit, "个" | "家" | "户" | "座" | "所" | "名" | "处")
        });
        counts
            && (6..=NAME).contains(&name.len())
            && !name.contains([',', ';', '。', '、', '(', ':'])
            && !does.within(name)
            && !any_of!["达到", "培训", "新增", "改造", "新建", "建设", "引进"]
                .within(view.slice(evidence.clause, evidence.at))
    })
}

/// `原则上每户控制在60平方米以内，2人户不低于30平方米`: what a rule asks for, told wherever it is.
fn is_standard(evidence: &Evidence) -> bool {
    let view = evidence.view;
    let before = view.slice(evidence.from, evidence.at);
    let bounded = any_of!["不低于", "不超过", "不少于", "不高于", "不得低于", "不得超过", "控制在"].closes(before);
    let area = any_of!["平方米", "平米"].within(view.slice(evidence.at, evidence.after));
    bounded
        && area
        && any_of!["原则上", "每户", "人户", "以上户"].within(before)
        && !any_of!["力争", "目标", "确保"].within(before)
}

/// Whether something is given under the rule whose condition stands before these words.
fn rewards(words: &str) -> bool {
    any_of!["奖励", "奖补", "补助", "补贴", "资助", "给予"].within(words)
}

/// `补助标准由每人每月50元提高到`, `从每生每年`: a number that these words lead to is what somebody is entitled to.
fn sets_standard(head: &str) -> bool {
    /// Characters between 标准 and the number.
    const NEAR: usize = 18;
    let leads = any_of!["为", "到", "至", "达", "由", "从", "每人", "人均", "每月", "每年", "不低于"];
    let of_standard = any_of!["标准"].last_start(head).is_some_and(|i| {
        let verb = &head[i + "标准".len()..];
        leads.closes(verb)
            // 水质达到Ⅱ类标准比例为66%
            && !verb.starts_with(['化', '的', '厂', '农', '地', '比', '率', '面', '数']) && verb.chars().count() <= NEAR
    });
    of_standard || any_of!["每人每月", "每人每年", "每生每年"].closes(head)
}

/// The word of the clause that makes a rule.
pub(super) fn policy_words(evidence: &Evidence) -> Words {
    let cue = evidence.view.cues_in(evidence.clause, evidence.end).find(|(_, s)| s.has(CueKind::Policy));
    cue.map(|(hit, _)| (hit.start as usize, hit.end as usize))
}
