//! What a number counts, by its classifier and the words beside it, where the lexicon knows no name: places of care,
//! goods, capacities, enterprises of a size.

use super::Slot;
use crate::model::any_of::any_of;
use crate::model::lexicon::Dimension;
use crate::recognize::number::Notation;

impl Slot<'_, '_> {
    /// `接待医疗旅游100万人次`: guests of some kind of tourism.
    pub(super) fn counts_guests(&self) -> bool {
        let words = self.view.slice(self.clause, self.found.start);
        self.classifier() == Some("人次")
            && any_of!["接待"].within(words)
            && any_of!["旅游", "游客", "研学"].within(words)
    }

    /// `流浪救助站5个`, `社区助餐点126家`: places where people are cared for.
    pub(super) fn counts_care(&self) -> bool {
        if !matches!(self.classifier(), Some("家" | "个" | "处" | "座" | "所")) {
            return false;
        }
        // 各镇建有1个居家养老服务中心: behind its number too.
        let behind = self.view.slice(self.after.0, self.view.clause_end(self.after.0));
        let phrase =
            if self.approach.has_phrase() { self.view.slice(self.clause, self.approach.phrase.1) } else { behind };
        let cares =
            any_of!["养老", "老年", "助餐", "救助", "托育", "卫生", "医疗", "福利", "护理", "康复"].within(phrase);
        cares
            && (phrase.ends_with(['院', '馆', '所', '站', '园', '室'])
                || any_of!["中心", "机构", "餐点", "服务点"].closes(phrase))
    }

    /// `生产力促进中心79个`, `建设检测中心6个`: bodies that are called centres.
    pub(super) fn counts_centres(&self) -> bool {
        let (from, to) = self.approach.phrase;
        matches!(self.classifier(), Some("家" | "个" | "处" | "所")) && self.view.slice(from, to).ends_with("中心")
    }

    /// What a centre is: one of research serves others as a platform.
    pub(super) fn kind_of_centre(&self) -> &'static str {
        let (from, to) = self.approach.phrase;
        let researches = any_of!["技术", "研发", "研究", "创新", "设计", "工程", "孵化", "实验"];
        if researches.within(self.view.slice(from, to)) { "platform_count" } else { "institution_count" }
    }

    /// `460户企业的落后产能`: the enterprises are counted, and not what they have.
    pub(super) fn counts_owners(&self) -> bool {
        matches!(self.classifier(), Some("户" | "家"))
            && self.view.slice(self.found.end, self.view.end).starts_with("企业的")
    }

    /// `服务业单位26户`: units of trade and services.
    pub(super) fn counts_units(&self) -> bool {
        let (from, to) = self.approach.phrase;
        let name = self.view.slice(from, to);
        matches!(self.classifier(), Some("户" | "家" | "个"))
            && name.ends_with("单位")
            && any_of!["服务业", "商贸", "批零", "住餐", "批发", "零售", "餐饮"].within(name)
    }

    /// What such units are, by the size at which they are surveyed.
    pub(super) fn kind_of_unit(&self) -> &'static str {
        let (from, to) = self.approach.phrase;
        let surveyed = any_of!["规上", "限上", "规模以上", "限额以上"].within(self.view.slice(from, to));
        if surveyed { "enterprise_count.above_scale" } else { "enterprise_count" }
    }

    /// `622个乡(镇)举报站`: a place whose facility is counted.
    pub(super) fn counts_facility(&self) -> bool {
        let tail = self.view.slice(self.found.end, self.view.end);
        let name = &tail[..tail.find([',', ';', '。', '、', '和', '与', '及']).unwrap_or(tail.len())];
        let place = any_of!["社区", "乡", "镇", "村", "街道", "县级", "地市", "市级", "区级"].opens(name);
        place
            && (name.ends_with(['站', '室', '所', '馆', '”']) || any_of!["中心", "小屋", "服务点", "书屋"].closes(name))
    }

    /// `1家百亿级、6家十亿级食品企业`: enterprises of a size.
    pub(super) fn counts_class(&self) -> bool {
        let numbers = &self.view.scan.numbers;
        let next = numbers.get(numbers.partition_point(|n| n.start <= self.found.start));
        next.is_some_and(|n| {
            let class = n.start == self.found.end && n.number.notation == Notation::Magnitude;
            class && self.view.slice(n.end, self.view.end).starts_with('级')
        })
    }

    /// `生产总值260亿元，人均为4600元`, `川区人均885美元`: nothing else is named than that it is of each.
    pub(super) fn is_per_head(&self) -> bool {
        let (from, to) = self.approach.phrase;
        let clause = self.view.slice(self.clause, self.found.start).trim_start_matches([',', ' ']);
        let alone = || clause.starts_with("人均") && self.view.indicators_in(self.clause, self.found.start).is_empty();
        self.dimension == Dimension::Money && (self.view.slice(from, to).ends_with("人均") || alone())
    }

    /// `每人每月800元，从所得中扣除`: an amount that is taken off before a tax is reckoned.
    pub(super) fn is_deducted(&self) -> bool {
        self.view.slice(self.found.end, self.limit).contains("扣除")
    }

    /// Whether goods are measured or counted: 420吨, 2万台.
    pub(super) fn counts_goods(&self) -> bool {
        const PIECES: [&str; 16] =
            ["台", "套", "辆", "件", "片", "块", "只", "支", "台套", "台(套)", "张", "瓶", "艘", "架", "吨", "颗"];
        self.dimension == Dimension::Mass || self.classifier().is_some_and(|unit| PIECES.contains(&unit))
    }

    /// `年产茶叶420吨`: so much is made in a year.
    pub(super) fn is_produced(&self) -> bool {
        let clause = self.clause_before();
        any_of!["年产", "年生产"].within(clause) && !any_of!["年产值", "年产出"].within(clause)
    }

    /// `收入超百亿元的8家企业`: a count right behind the amount that limits it.
    pub(super) fn follows_limit(&self) -> bool {
        any_of!["元的", "元的达到", "元的有"].closes(self.view.slice(self.view.start, self.found.start))
    }

    /// `5家销售过十亿元企业`: enterprises of a size, said before the size.
    pub(super) fn counts_sellers(&self) -> bool {
        let numbers = &self.view.scan.numbers;
        let next = numbers.get(numbers.partition_point(|n| n.start <= self.found.start));
        self.classifier() == Some("家")
            && next.is_some_and(|n| {
                let between = self.view.slice(self.found.end, n.start);
                let size = any_of!["销售", "收入", "营收"].within(between)
                    && any_of!["超", "过", "突破", "亿", "达", "上"].closes(between);
                let rest = self.view.slice(n.end, self.view.end).trim_start_matches(['以', '上', '的']);
                size && !between.contains([',', '、']) && rest.starts_with("企业")
            })
    }

    /// `开复工38项`: begun or finished, and nothing else is said of what.
    pub(super) fn counts_begun(&self) -> bool {
        let words = self.view.slice(self.clause, self.found.start);
        let begun = any_of!["开复工", "开工", "复工", "竣工", "投产", "完工"];
        matches!(self.classifier(), Some("项" | "个"))
            && begun.closes(words)
            && begun.last_start(words).is_some_and(|at| {
                let who = words[..at].trim_end_matches(['新', '未', '尚', '已', '共', '全', '部', '实', '际', '开']);
                who.is_empty() || any_of!["项目", "工程", "累计", "其中", "月", "年", "季度"].closes(who)
            })
    }

    /// `30万吨/年以下煤矿`: what a plant can make, where no flow is told (减排300吨/年).
    pub(super) fn is_capacity(&self) -> bool {
        let clause = self.view.slice(self.clause, self.end);
        self.classifier().is_some_and(|unit| matches!(unit, "吨/年" | "立方米/年" | "吨/日"))
            && any_of!["能力", "规模", "矿", "厂", "线", "项目", "装置", "设施", "产能", "工程"].within(clause)
            && !any_of!["产生", "排放", "减排", "消耗", "节水", "节约", "用水", "取水"].within(clause)
    }

    /// `12家科技企业上市`: what the enterprises counted did, or are to do.
    pub(super) fn lists_shares(&self) -> bool {
        let tail = self.clause_behind();
        let does = tail.find("企业").map(|i| &tail[i + "企业".len()..]);
        // 5家企业在某交易所挂牌上市
        let at_exchange = |rest: &str| rest.starts_with('在') && rest.ends_with("上市") && rest.chars().count() <= 16;
        does.is_some_and(|rest| {
            any_of!["上市", "成功上市", "实现上市", "在境内外上市", "挂牌上市"].opens(rest) || at_exchange(rest)
        })
    }
}
