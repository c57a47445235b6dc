//! A sentence as relation looks at it: where clauses begin, which words before a number say
//! nothing of what is measured, and the noun phrases on either side.

use crate::model::any_of::any_of;
use crate::model::lexicon::{CueKind, CueSet};
use crate::recognize::chars::CharSet;
use crate::recognize::exclude::Verdict;
use crate::recognize::lexical::{Hit, What};
use crate::recognize::period::PeriodMention;
use crate::recognize::{Found, Scan};

/// No clause is longer than so many bytes: words without a mark for longer than that are a damaged or
/// a hostile text, and looking through all of them for each number would never end.
const CLAUSE: usize = 900;

/// Marks that end a clause.
static CLAUSE_ENDS: CharSet = CharSet::of(&[',', ';', ':', '。', '!', '?', '、', '(', ')']);

/// A cue in the chain between a noun phrase and its number, nearest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) cues: CueSet,
}

/// The words between a clause's beginning and a number.
#[derive(Debug, Clone, Default)]
pub(super) struct Approach {
    /// The noun phrase: `工业投资` in `工业投资增长`.
    pub(super) phrase: (usize, usize),
    /// The cues between phrase and number, nearest to the number first.
    pub(super) chain: Vec<Link>,
    /// A period between phrase and number (比上年).
    pub(super) period: bool,
    /// Where the words begin in which the phrase was looked for.
    pub(super) floor: usize,
}

impl Approach {
    pub(super) fn has_phrase(&self) -> bool {
        self.phrase.0 < self.phrase.1
    }

    /// The first cue of the chain, from the number outwards, that tells one of `kinds`.
    pub(super) fn nearest(&self, kinds: CueSet) -> Option<Link> {
        self.chain.iter().copied().find(|l| l.cues.any(kinds))
    }
}

/// A sentence of a block.
pub(super) struct View<'a> {
    pub(super) scan: &'a Scan,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What may stand between a noun phrase and its number, besides periods.
const TRANSPARENT: CueSet = CueSet::of(&[
    CueKind::ApproxBefore,
    CueKind::AtLeastBefore,
    CueKind::AtMostBefore,
    CueKind::Growth,
    CueKind::Fall,
    CueKind::Increase,
    CueKind::Decrease,
    CueKind::Share,
    CueKind::Contribution,
    CueKind::Completion,
    CueKind::Rank,
    CueKind::Link,
    CueKind::Verb,
    CueKind::Adverb,
    CueKind::Compare,
    CueKind::Target,
    CueKind::Actual,
    CueKind::PerYear,
    CueKind::Part,
    CueKind::Average,
]);

impl<'a> View<'a> {
    pub(super) fn text(&self) -> &'a str {
        &self.scan.normal.text
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text().get(from..to).unwrap_or("")
    }

    /// Where the clause of `at` begins, not before `floor`. Marks inside balanced brackets do not
    /// end a clause; an open bracket begins one.
    pub(super) fn clause_start(&self, at: usize, floor: usize) -> usize {
        let mut depth = 0;
        let floor = self.scan.normal.text.floor_char_boundary(at.saturating_sub(CLAUSE)).max(floor);
        for (i, c) in self.slice(floor, at).char_indices().rev() {
            match c {
                ')' => depth += 1,
                '(' if depth > 0 => depth -= 1,
                '(' => return floor + i + 1,
                ',' | ';' | ':' | '。' | '!' | '?' if depth == 0 => return floor + i + c.len_utf8(),
                _ => {}
            }
        }
        floor
    }

    /// The sentence before this one in its block, if no number stands in it.
    pub(super) fn sentence_before(&self) -> Option<(usize, usize)> {
        let before = self.slice(0, self.start).trim_end();
        let end = before.strip_suffix(['。', ';'])?.len();
        let near = self.scan.normal.text.floor_char_boundary(end.saturating_sub(CLAUSE));
        let stop = self.slice(near, end).char_indices().rfind(|(_, c)| matches!(c, '。' | ';' | '\n'));
        let start = near + stop.map_or(0, |(i, c)| i + c.len_utf8());
        let numbers = &self.scan.numbers;
        // The ordinal of 第一产业 is no figure.
        let mut inside = numbers[numbers.partition_point(|n| n.start < start)..].iter().take_while(|n| n.start < end);
        inside.all(|n| matches!(n.verdict, Verdict::Not(_))).then_some((start, end))
    }

    /// The members before this one of a sentence that semicolons part, the nearest first.
    pub(super) fn members_before(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let mut end = self.slice(0, self.start).trim_end().len();
        let floor = self.scan.normal.text.floor_char_boundary(end.saturating_sub(CLAUSE));
        std::iter::from_fn(move || {
            let before = self.slice(floor, end).strip_suffix(';')?;
            let start = before.char_indices().rfind(|(_, c)| matches!(c, '。' | ';' | '\n'));
            let from = floor + start.map_or(0, |(i, c)| i + c.len_utf8());
            let to = floor + before.len();
            end = from;
            Some((from, to))
        })
    }

    /// Where the clause of `at` ends, not after the sentence.
    pub(super) fn clause_end(&self, at: usize) -> usize {
        self.clause_end_by(at, self.end)
    }

    /// Where the clause of `at` ends, not after `limit`.
    pub(super) fn clause_end_by(&self, at: usize, limit: usize) -> usize {
        let end = self.scan.normal.text.floor_char_boundary(limit.min(self.end).min(at + CLAUSE)).max(at);
        CLAUSE_ENDS.find(&self.scan.normal.text, at, end).unwrap_or(end)
    }

    /// Cues that end at `at`.
    fn cue_ending(&self, at: usize) -> Option<&'a Hit> {
        let cues = &self.scan.hits.cues;
        let i = cues.partition_point(|h| (h.end as usize) < at);
        cues.get(i).filter(|h| h.end as usize == at)
    }

    /// The cue that begins at `at`.
    pub(super) fn cue_starting(&self, at: usize) -> Option<(&'a Hit, CueSet)> {
        let cues = &self.scan.hits.cues;
        let i = cues.partition_point(|h| (h.start as usize) < at);
        let hit = cues.get(i).filter(|h| h.start as usize == at)?;
        Some((hit, cue_set(hit)))
    }

    /// Cues within `[from, to)`.
    pub(super) fn cues_in(&self, from: usize, to: usize) -> impl DoubleEndedIterator<Item = (&'a Hit, CueSet)> + Clone {
        within(&self.scan.hits.cues, from, to).iter().map(|h| (h, cue_set(h)))
    }

    pub(super) fn indicators_in(&self, from: usize, to: usize) -> &'a [Hit] {
        within(&self.scan.hits.indicators, from, to)
    }

    pub(super) fn regions_in(&self, from: usize, to: usize) -> &'a [Hit] {
        within(&self.scan.hits.regions, from, to)
    }

    pub(super) fn industries_in(&self, from: usize, to: usize) -> &'a [Hit] {
        within(&self.scan.hits.industries, from, to)
    }

    pub(super) fn periods_in(&self, from: usize, to: usize) -> &'a [PeriodMention] {
        let periods = &self.scan.periods;
        let a = periods.partition_point(|p| (p.span.start as usize) < from);
        let b = periods.partition_point(|p| (p.span.start as usize) < to);
        &periods[a..b.max(a)]
    }

    /// Whether a period opens the sentence or is set off from it (在刚刚过去的2020年，…): nothing but marks,
    /// the number of a point, a preposition or another period stands before it, or a comma follows.
    pub(super) fn opens_with(&self, mention: &PeriodMention) -> bool {
        /// Characters that may stand before it: 一是, 到, 其中.
        const MOST: usize = 3;
        // 2020年末存款余额3万亿元: a day of accounts, not the time of what follows.
        let words = self.slice(mention.span.start as usize, mention.span.end as usize);
        // 为2035年…打下基础: what something is done for.
        if any_of!["为", "向"].closes(self.slice(self.start, mention.span.start as usize)) {
            return false;
        }
        // 在工业方面，过去一年里办成的大事
        let past = words.starts_with("过去") && self.slice(self.start, mention.span.start as usize).ends_with(',');
        if past {
            return true;
        }
        let until = any_of!["到", "至", "截至", "截止"].closes(self.slice(self.start, mention.span.start as usize));
        if words.ends_with(['末', '底']) && !until {
            return false;
        }
        if self.slice(mention.span.end as usize, self.end).starts_with(',') {
            return true;
        }
        // 据初步统计，2002年全省…
        let source = self.slice(self.start, mention.span.start as usize);
        if source.len() <= 30 && any_of!["统计,", "核算,", "测算,", "汇总,"].closes(source) {
            return true;
        }
        let mut from = self.start;
        let before = self.periods_in(self.start, mention.span.start as usize);
        if before.len() > MOST {
            return false;
        }
        for earlier in before {
            if !self.is_short(from, earlier.span.start as usize, MOST) {
                return false;
            }
            from = earlier.span.end as usize;
        }
        self.is_short(from, mention.span.start as usize, MOST)
    }

    /// The year that all of a sentence is held against: 1986年同1978年相比，…
    pub(super) fn year_compared_with(&self) -> Option<&'a PeriodMention> {
        let year = |m: &&PeriodMention| matches!(m.when, crate::recognize::period::When::Year(_)) && m.base;
        let held = |m: &&PeriodMention| self.slice(m.span.end as usize, self.end).starts_with("相比,");
        self.periods_in(self.start, self.end).iter().find(|m| year(m) && held(m))
    }

    /// Whether a period says how long something is in force (政策延续至2030年), or of when a task was that is done
    /// (完成2021年下达的改造任务): nothing that follows is of that time.
    fn is_of_term(&self, mention: &PeriodMention) -> bool {
        let before = self.slice(self.start, mention.span.start as usize);
        let clause = self.slice(mention.span.end as usize, self.clause_end(mention.span.end as usize));
        let task = any_of!["完成", "落实", "兑现"].closes(before)
            && clause.contains('的')
            && any_of!["任务", "计划", "项目"].closes(clause)
            && !clause.contains(|c: char| c.is_ascii_digit());
        // 对现有30条产业链逐一评估: what there is, among things that were done.
        let there = self.slice(mention.span.start as usize, mention.span.end as usize) == "现有"
            && any_of!["对", "依托", "利用", "围绕", "把", "将", "在"].closes(before);
        task || there || any_of!["延续至", "延续到", "延长至", "延长到", "有效期至", "执行至", "执行到"].closes(before)
    }

    /// Whether a period stands in a bracket that closes before `at`: what is said there holds inside it.
    pub(super) fn is_aside(&self, mention: &PeriodMention, at: usize) -> bool {
        if self.is_of_term(mention) {
            return true;
        }
        let open = self.slice(self.start, mention.span.start as usize).rfind(['(', ')']);
        let inside = open.is_some_and(|i| self.slice(self.start + i, self.start + i + 1) == "(");
        inside
            && self.slice(mention.span.end as usize, at).find(['(', ')']).is_some_and(|i| {
                let close = mention.span.end as usize + i;
                self.slice(close, close + 1) == ")"
            })
    }

    /// Whether a place that begins at `at` opens the sentence: 四川省…, 今年上海市…, 据四川省…的统计.
    pub(super) fn opens_with_place(&self, at: usize) -> bool {
        self.start == at || self.opens_at(at) || any_of!["据", "今年", "去年"].closes(self.slice(self.start, at))
    }

    /// Whether only periods and marks stand between the beginning of the sentence and `at`.
    pub(super) fn opens_at(&self, at: usize) -> bool {
        let from = self.periods_in(self.start, at).last().map_or(self.start, |p| p.span.end as usize);
        self.is_short(from, at, 0)
    }

    /// Whether there are at most so many letters in `[from, to)`.
    fn is_short(&self, from: usize, to: usize, most: usize) -> bool {
        self.slice(from, to).chars().filter(|c| c.is_alphanumeric()).nth(most).is_none()
    }

    /// Whether the mark that ends at `at` is one of those around a period: “九五”.
    fn quotes_period(&self, at: usize, mark: char) -> bool {
        let inner = at - mark.len_utf8().min(at);
        match mark {
            '”' => self.period_ending(inner).is_some(),
            '“' => self.periods_in(at, at + 1).first().is_some_and(|m| m.span.start as usize == at),
            _ => false,
        }
    }

    fn period_ending(&self, at: usize) -> Option<&'a PeriodMention> {
        let periods = &self.scan.periods;
        let i = periods.partition_point(|p| (p.span.end as usize) < at);
        periods.get(i).filter(|p| p.span.end as usize == at)
    }

    /// Walks from a number at `at` back to its noun phrase, which begins at `floor` or later.
    pub(super) fn approach(&self, at: usize, floor: usize) -> Approach {
        let mut approach = Approach { floor, ..Approach::default() };
        let end = self.walk_back(at, floor, &mut approach);
        let start = self.skip_leading(floor, end);
        approach.phrase = (start.min(end), end);
        approach
    }

    fn walk_back(&self, at: usize, floor: usize, approach: &mut Approach) -> usize {
        // 超每万人4批次: of what size a rate is, stands between its bound and its number.
        let before = self.slice(floor, at);
        let per = any_of!["每百人", "每千人", "每万人", "每十万人", "每百户"].ending(before);
        let mut p = at - per.map_or(0, str::len);
        while p > floor {
            let before = self.slice(floor, p);
            if let Some(c) = before
                .chars()
                .next_back()
                .filter(|c| matches!(c, ' ' | '、' | ':' | '-' | '—' | '\t' | '(' | ',' | '<' | '>'))
            {
                p -= c.len_utf8();
            } else if let Some(mark) = before.chars().next_back().filter(|c| self.quotes_period(p, *c)) {
                p -= mark.len_utf8();
            } else if let Some(note) = footnote(before) {
                p -= note;
            } else if before.ends_with(')') {
                // A term of the lexicon can end in brackets: 固定资产投资(不含农户).
                if self.indicators_in(floor, p).last().is_some_and(|h| h.end as usize == p) {
                    break;
                }
                match before.rfind('(') {
                    // A bracket after the phrase belongs to it: 固定资产投资(不含农户)下降.
                    Some(open) if floor + open > floor || !approach.chain.is_empty() => p = floor + open,
                    _ => p -= 1,
                }
            } else if let Some(hit) =
                self.cue_ending(p).filter(|h| h.start as usize >= floor && cue_set(h).any(TRANSPARENT))
            {
                // 公共预算安排3亿元: 预算 ends the name of what is set aside from.
                let start = hit.start as usize;
                let named = self.slice(start, p) == "预算安排" && start > floor && self.period_ending(start).is_none();
                let start = if named { start + "预算".len() } else { start };
                approach.chain.push(Link { start, end: p, cues: cue_set(hit) });
                p = start;
            } else if let Some(period) = self.period_ending(p).filter(|m| m.span.start as usize >= floor) {
                approach.period = true;
                p = period.span.start as usize;
            } else {
                break;
            }
        }
        p
    }

    /// Skips periods, adverbs and conjunctions at the head of a clause.
    fn skip_leading(&self, from: usize, to: usize) -> usize {
        const LEADING: CueSet = CueSet::of(&[
            CueKind::Adverb,
            CueKind::Part,
            CueKind::Target,
            CueKind::Actual,
            CueKind::PerYear,
            CueKind::Link,
            CueKind::Verb,
            CueKind::Increase,
        ]);
        let mut p = from;
        while p < to {
            let rest = self.slice(p, to);
            if let Some(c) = rest
                .chars()
                .next()
                .filter(|c| matches!(c, ' ' | '、' | ':' | ',' | ';' | '。' | '和' | '及' | '与' | '并' | '\t' | ')'))
            {
                p += c.len_utf8();
            } else if let Some(period) = self.periods_in(p, p + 1).first() {
                p = period.span.end as usize;
                // 年底前总量突破4000个
                if self.slice(period.span.start as usize, p).ends_with('底') && self.slice(p, to).starts_with('前') {
                    p += '前'.len_utf8();
                }
            } else if let Some(aside) = aside(rest) {
                p += aside;
            } else if let Some((hit, set)) =
                self.cue_starting(p).filter(|(h, s)| s.any(LEADING) && (h.end as usize) <= to)
            {
                // 一般公共预算收入, 注册护士: a word that a term begins with belongs to it.
                if self.indicators_in(p, to).first().is_some_and(|t| t.start as usize == p && t.end > hit.end) {
                    break;
                }
                let single = hit.end - hit.start <= 3;
                let word = self.slice(p, hit.end as usize);
                // 补助下级支出: what the money is for.
                if matches!(word, "补助" | "补贴" | "转移" | "转贷") && rest.ends_with(['入', '出']) {
                    break;
                }
                if single && !(set.has(CueKind::Adverb) && "共已均都又再也还并且约近超其".contains(word))
                {
                    break;
                }
                p = hit.end as usize;
            } else {
                break;
            }
        }
        p.min(to)
    }

    /// The noun phrase right after a number that ends before `next` begins, empty where something
    /// else follows; and whether it is also what a linked next number says (在园企业达980家).
    pub(super) fn phrase_after(&self, found: &Found, next: Option<&Found>) -> ((usize, usize), bool) {
        let mut start = self.after_bound(found.end);
        let money = self.slice(found.start, found.end).ends_with(['元', '万', '亿']);
        let mut limit = next.map_or(self.end, |n| n.start);
        // 80个亿元以上工业项目: the limit stands between the count and what is counted.
        if let Some(class) = next.filter(|n| n.start == start) {
            start = self.after_bound(class.end);
            limit = self.end;
        }
        // 超千万美元(含利润再投)的企业
        let rest = self.slice(start, self.end);
        if let Some(close) = rest.find(')').filter(|&i| rest.starts_with('(') && rest[i + 1..].starts_with('的')) {
            start += close + 1;
        }
        for word in ["的", "级", "规模", "以上"] {
            // 27家规模以上企业: the size is theirs, no limit of the number's.
            let sized = !money && any_of!["规模以上", "规模企业", "规模工业"].opens(self.slice(start, self.end));
            if !sized && self.slice(start, self.end).starts_with(word) {
                start += word.len();
            }
        }
        let mut end = self.clause_end_by(start, limit);
        let mut shared = false;
        if end == limit && end > start {
            let approach = self.approach(end, start);
            shared = approach.chain.iter().any(|l| l.cues.has(CueKind::Link));
            if shared {
                end = approach.phrase.1.max(start);
            }
        }
        let stop = CueSet::of(&[
            CueKind::Link,
            CueKind::Growth,
            CueKind::Fall,
            CueKind::Share,
            CueKind::Verb,
            CueKind::Increase,
            CueKind::Decrease,
            CueKind::Rank,
            CueKind::Actual,
            CueKind::Target,
        ]);
        if let Some((hit, _)) = self.cues_in(start, end).find(|(h, s)| {
            // 17个改造项目: what is done to things, right behind their count, is an attribute.
            // 粮食产能提升重点县, 养老服务中心: so in the middle where only the head is left.
            let rest = self.slice(h.end as usize, self.clause_end(start));
            let rest = &rest[..rest.find(['、', '和']).unwrap_or(rest.len())];
            let head = !rest.is_empty() && rest.len() <= 4 * '县'.len_utf8();
            let attribute = (h.start as usize == start || head)
                && any_of![
                    "扩建", "新建", "续建", "改建", "在建", "提升", "改造", "建设", "培训", "征收", "服务", "整治",
                    "治理", "更新", "升级", "搬迁", "加工",
                ]
                .opens(self.slice(h.start as usize, end));
            // 26个签约项目; but 18个开工, 6个投产.
            let begun = any_of!["签约", "前期", "开工", "竣工", "投产"].opens(self.slice(h.start as usize, end))
                && h.start as usize == start
                && any_of!["项目", "企业", "工程", "产业"].opens(rest);
            let attribute = attribute || begun;
            (money || !attribute) && h.end - h.start > 3 && s.any(stop)
        }) {
            end = hit.start as usize;
        }
        // 由A、B分别减少…: no name of what stands before it.
        if self.slice(start, end.max(start)) == "分别" {
            end = start;
        }
        ((start, end.max(start)), shared)
    }

    fn after_bound(&self, at: usize) -> usize {
        const BOUNDS: CueSet = CueSet::of(&[CueKind::AtLeastAfter, CueKind::AtMostAfter, CueKind::ApproxAfter]);
        self.cue_starting(at).filter(|(_, set)| set.any(BOUNDS)).map_or(at, |(hit, _)| hit.end as usize)
    }
}

/// The bytes of an aside at the head of `text` that says what growth is told without: `剔除一次性补助等因素后`.
fn aside(text: &str) -> Option<usize> {
    any_of!["剔除", "扣除", "若剔除", "如剔除", "不考虑", "还原"].opens(text).then_some(())?;
    ["因素后", "影响后", "因素", "影响", "后"].iter().find_map(|tail| text.rfind(tail).map(|at| at + tail.len()))
}

/// The bytes of the mark of a footnote at the end of `text`: `民间投资[14]`.
fn footnote(text: &str) -> Option<usize> {
    let open = text.strip_suffix(']')?.trim_end_matches(|c: char| c.is_ascii_digit());
    let mark = open.strip_suffix('[')?;
    (text.len() - open.len() > 1).then_some(text.len() - mark.len())
}

pub(super) fn cue_set(hit: &Hit) -> CueSet {
    match hit.what {
        What::Cue(set) => set,
        _ => CueSet::default(),
    }
}

/// The hits wholly inside `[from, to)`; starts and ends both ascend.
fn within(hits: &[Hit], from: usize, to: usize) -> &[Hit] {
    let a = hits.partition_point(|h| (h.start as usize) < from);
    let b = hits.partition_point(|h| (h.end as usize) <= to);
    hits.get(a..b).unwrap_or(&[])
}
