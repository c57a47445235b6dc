//! Stage 4, mentions to observations: which number says what of whom and when.
//!
//! A clause seldom says everything. One explicit [`context`] holds what was said before; each
//! number is read from the noun phrase before it, else the one after it, else the value it belongs
//! to, else what the sentence is about. Each slot has a file of its own.

mod bound;
mod classes;
mod confidence;
mod context;
mod grid;
mod indicator;
mod lists;
mod measure;
mod name_words;
mod names;
mod place;
pub mod rules;
mod slots;
mod status;
mod tables;
mod time;
mod view;

use rustc_hash::FxHashMap;

use crate::model::any_of::any_of;
use crate::model::deadline;
use crate::model::{Document, DocumentKind, Moment, Observation, Period, RegionCode, StageCounts, Status};
use crate::recognize::exclude::Verdict;
use crate::recognize::period::{PeriodMention, When};
use crate::recognize::{Recognizer, Scan, period};
use crate::segment::{Block, BlockKind, Segments, names_chart};
pub use context::Source;
use context::{Context, HeadingHint, Role};
pub use slots::{SlotWords, Trace};
use view::View;

/// What relation makes of a document.
#[derive(Debug, Default)]
pub struct Related {
    /// Observations in order; character offsets are still to be filled in.
    pub observations: Vec<Observation>,
    /// How each of them was read.
    pub traces: Vec<Trace>,
    /// Numbers left out, and why.
    pub left_out: Vec<LeftOut>,
    /// What was counted on the way.
    pub counts: StageCounts,
}

/// A numeric expression that is no quantity.
#[derive(Debug, Clone, Copy)]
pub struct LeftOut {
    /// Where it stands.
    pub span: crate::model::Span,
    /// Why it is none.
    pub why: crate::recognize::exclude::NoQuantity,
}

/// What a block opens for those that follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opens {
    Nothing,
    /// 主要项目执行情况是：
    List,
    /// 补助标准如下：
    Rules,
}

/// Relates the numbers of one document. `keep_traces` keeps what `explain` prints.
pub struct Relater<'a> {
    recognizer: &'a Recognizer,
    segments: &'a Segments,
    document: &'a Document,
    context: Context,
    /// For each section the first section under the same highest heading.
    tops: Vec<u32>,
    /// That of the block before.
    section: Option<u32>,
    /// Whether that block was running text.
    after_text: bool,
    /// What that block opened.
    opens: Opens,
    /// What the last short line that ends in a colon says of those below it.
    account: HeadingHint,
    hints: Vec<HeadingHint>,
    /// The block up to which lines that look like a table are known to be none.
    no_table_until: usize,
    related: Related,
    keep_traces: bool,
}

impl<'a> Relater<'a> {
    /// A relater for a document that was cut into `segments`.
    #[must_use]
    pub fn new(recognizer: &'a Recognizer, document: &'a Document, segments: &'a Segments, keep_traces: bool) -> Self {
        let mut context = Context::new(document);
        let title = document.meta.title.as_deref();
        context.plan = title.and_then(|t| plan_of(t, &context)).or_else(|| plan_in_head(document, segments, &context));
        // A plan that says no date is written as its years begin.
        let reviews = title.is_some_and(|t| any_of!["评估", "总结", "执行情况", "完成情况"].within(t));
        let undated = context.kind == DocumentKind::Plan && context.written.is_none() && !reviews;
        if let Some(plan) = context.plan.filter(|_| undated) {
            context.written = Some(plan.first().year());
            context.year = context.written;
        }
        let drafts = |t: &&str| match document.meta.kind {
            DocumentKind::Budget => true,
            DocumentKind::Plan => t.contains("执行情况"),
            _ => false,
        };
        context.drafted = title.filter(drafts).and_then(|t| drafted_year(t, &context));
        context.turned = title.is_some_and(status::lists_goals);
        let laws = any_of!["办法", "规定", "细则", "条例", "决定", "标准", "章程"];
        context.regulates = title.is_some_and(|t| laws.closes(t.trim_end_matches("的通知").trim_end_matches("(试行)")));
        context.reported = title.and_then(|t| part_of_year(t, &context));
        let mut known = FxHashMap::default();
        let hints = segments.sections.iter().map(|path| path_hint(path, &context, &mut known)).collect();
        Self {
            recognizer,
            segments,
            document,
            context,
            tops: tops(&segments.sections),
            section: None,
            after_text: false,
            opens: Opens::Nothing,
            account: HeadingHint::default(),
            hints,
            no_table_until: 0,
            related: Related::default(),
            keep_traces,
        }
    }

    /// Reads every block; `scan` lends its buffers.
    #[must_use]
    pub fn relate(mut self, scan: &mut Scan) -> Related {
        let mut sentence = 0;
        let mut taken = 0;
        for (index, block) in self.segments.blocks.iter().enumerate() {
            deadline::check();
            if taken == 0 && block.kind == BlockKind::TableRow && index >= self.no_table_until {
                taken = self.table(index, scan);
            }
            if taken > 0 {
                taken -= 1;
                let own = self.segments.sentences[sentence..].iter().take_while(|s| s.block as usize == index).count();
                self.related.counts.sentences += own as u64;
                sentence += own;
                continue;
            }
            self.related.counts.blocks += 1;
            if block.kind == BlockKind::Furniture {
                self.related.counts.furniture += 1;
                continue;
            }
            let cells = block.kind == BlockKind::TableRow;
            self.recognizer.scan(&self.document.text, block.span, cells, scan);
            self.enter_block(block);
            let until =
                self.segments.sentences[sentence..].iter().take_while(|s| s.block as usize == index).count() + sentence;
            self.count(scan, until - sentence);
            for s in &self.segments.sentences[sentence..until] {
                deadline::check();
                let start = scan.normal.normal_of(s.span.start as usize);
                let end = scan.normal.normal_of(s.span.end as usize).max(start);
                let view = View { scan, start, end };
                self.context.sentence += 1;
                self.sentence(&view, s.span, block);
            }
            sentence = until;
            if is_caption(block.span.of(&self.document.text)) {
                self.context.forget();
                self.after_text = false;
            }
        }
        self.related
    }

    fn enter_block(&mut self, block: &Block) {
        let words = block.span.of(&self.document.text);
        let in_list = block.kind == BlockKind::ListItem || is_member(words);
        if self.opens != Opens::Nothing {
            self.context.opened = self.context.in_force;
        } else if !in_list {
            self.context.opened = None;
        }
        let goes_on = in_list && self.opens == Opens::Nothing && self.context.role == Role::Rule;
        self.context.role = if is_definition(words) {
            Role::Definition
        } else if self.opens == Opens::Rules || goes_on {
            Role::Rule
        } else {
            Role::Text
        };
        if let Some(place) = self.profiled(words) {
            self.context.region = Some(place);
        }
        // 2022年，全市…。⏎近日，某厂开工: what is told from there on is of now.
        let news = matches!(self.context.kind, DocumentKind::News | DocumentKind::Other);
        if news
            && self.context.opening.is_some()
            && any_of!["近日", "日前", "昨日", "昨天", "今天", "连日来", "春节", "元旦", "今年", "目前"].within(words)
        {
            self.context.opening = None;
        }
        // 发布时间：2021-07-28 浏览数：
        let about = any_of!["浏览", "发布时间", "信息来源", "责任编辑"].within(words);
        let rules = any_of!["标准如下", "政策如下", "奖励如下", "补助如下"];
        self.opens = match words.trim_end().ends_with([':', '：']) && !about {
            false => Opens::Nothing,
            true if rules.within(words) && !any_of!["去年", "兑现", "发放", "落实"].within(words) => {
                Opens::Rules
            }
            true => Opens::List,
        };
        let told = self
            .context
            .in_force
            .filter(|f| f.head && !f.until && self.after_text && words.trim_start().starts_with("一是"));
        self.context.enter_paragraph(self.after_text);
        if in_list {
            self.context.enter_list();
        }
        // 2020年，我市…。⏎一是工业增加值增长6%: the points of an account are of its year.
        if let Some(force) = told.filter(|f| matches!(f.period, Period::At(Moment::Year(_)))) {
            self.context.in_force = Some(context::InForce { source: Source::Carried, words: None, ..force });
        }
        self.after_text = matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem);
        let top = block.section.and_then(|s| self.tops.get(s as usize).copied());
        if self.section != top {
            self.section = top;
            self.context.lead = None;
            self.account = HeadingHint::default();
        }
        self.context.heading = block.section.and_then(|s| self.hints.get(s as usize)).copied().unwrap_or_default();
        self.context.turned = self.context.turned || status::turns(words, &self.context);
        if self.context.turned && self.context.heading.status.is_none() {
            self.context.heading.status = Some(Status::Target);
        }
        if let Some(status) = status::label(words) {
            self.context.heading.status = Some(status);
        }
        self.enter_account(words);
    }

    /// `2003年：`, `“十二五”发展目标：`: a line of its own that opens an account of a year or of goals, up to the next of its kind.
    fn enter_account(&mut self, words: &str) {
        /// Bytes of the longest such line.
        const LONGEST: usize = 45;
        let line = words.trim();
        if let Some(name) = line.strip_suffix([':', '：']).filter(|_| line.len() <= LONGEST) {
            let year = name.strip_suffix('年').and_then(|y| y.parse().ok()).filter(|y| (1949..=2100).contains(y));
            let account = HeadingHint { status: status::label(words), period: year.map(Period::year) };
            if account.period.or(self.account.period).is_some() {
                self.context.lead = account.period;
            }
            self.account = account;
            return;
        }
        if self.context.heading.status.is_none() {
            self.context.heading.status = self.account.status;
        }
        if self.context.lead.is_none() {
            self.context.lead = self.account.period;
        }
    }

    /// `某县基本情况`: a line that opens the profile of another place near the document's own.
    fn profiled(&self, line: &str) -> Option<RegionCode> {
        /// Bytes of the longest such line.
        const LONGEST: usize = 60;
        let line = line.trim();
        let short = line.len() <= LONGEST;
        let kind =
            ["基本情况", "基本概况", "基本县情", "概况", "简介"].into_iter().find(|w| short && line.ends_with(w))?;
        let name = line[..line.len() - kind.len()].trim_start_matches(|c: char| !c.is_alphabetic());
        let own = self.context.region?;
        let around = if own.level() == 0 { own } else { own.province() };
        let code = self.recognizer.lexicon().regions.resolve(name, self.context.year, Some(own))?;
        around.covers(code).then_some(code)
    }

    fn count(&mut self, scan: &Scan, sentences: usize) {
        let counts = &mut self.related.counts;
        let hits = &scan.hits;
        let words = hits.indicators.len() + hits.regions.len() + hits.industries.len() + hits.cues.len();
        counts.sentences += sentences as u64;
        counts.mentions += (words + scan.periods.len() + scan.numbers.len()) as u64;
        counts.numbers += (scan.numbers.len() + scan.in_periods.len()) as u64;
        counts.no_quantity += scan.in_periods.len() as u64;
        for found in &scan.numbers {
            if let Verdict::Not(why) = found.verdict {
                counts.no_quantity += 1;
                if self.keep_traces {
                    let span = scan.normal.original(found.start, found.number.span.end as usize);
                    self.related.left_out.push(LeftOut { span, why });
                }
            } else {
                counts.observations += 1;
            }
        }
        if self.keep_traces {
            for number in &scan.in_periods {
                let span = scan.normal.original(number.span.start as usize, number.span.end as usize);
                self.related.left_out.push(LeftOut { span, why: crate::recognize::exclude::NoQuantity::Period });
            }
        }
    }
}

/// Resolves the periods of a document in the order of the text, as relation does.
#[derive(Debug)]
pub struct Periods(Context);

impl Periods {
    /// Against the date and year of this document.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        Self(Context::new(document))
    }

    /// A paragraph begins: the year said before no longer holds.
    pub fn enter_paragraph(&mut self) {
        self.0.enter_paragraph(false);
    }

    /// The period these words name, against the year in force; it is in force from now on.
    pub fn resolve(&mut self, mention: &PeriodMention) -> Option<Period> {
        let period = time::resolve(mention, &self.0);
        time::enter(&mut self.0, mention, true);
        period
    }
}

/// `1、增值税6.9亿元`: a block that its number makes a member of a list.
fn is_member(block: &str) -> bool {
    let words = block.trim_start();
    let rest = words.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < words.len() && rest.len() + 3 > words.len() && rest.starts_with(['、', '.', '．', ')', '）'])
}

/// `[2]限上餐饮业：指年营业额200万元及以上的法人`: a note, numbered or named so, that says what a term means.
fn is_definition(block: &str) -> bool {
    let words = block.trim_start();
    let number = words.strip_prefix(['[', '［', '〔']);
    let numbered = number.is_some_and(|rest| rest.starts_with(|c: char| c.is_numeric()));
    let named = any_of!["注:", "注：", "注释:", "注释：", "说明:", "说明："].opens(words);
    (numbered || named)
        && any_of!["是指", "：指", ":指", "统计范围", "统计口径", "包括", "计算方法", "折算"].within(words)
}

/// `图5 2021-2025年工业增加值增速（%）`: the caption of a figure or table says nothing of the text below.
fn is_caption(block: &str) -> bool {
    let words = block.trim_start();
    let numbered =
        |rest: &str| rest.trim_start().starts_with(|c: char| c.is_numeric() || "一二三四五六七八九十:：".contains(c));
    words.strip_prefix(['图', '表']).is_some_and(numbered) && !words.contains('。') && words.chars().count() < 60
        || names_chart(words.trim_end())
}

/// For each path of headings, the index of the first path with the same highest heading.
fn tops(sections: &[String]) -> Vec<u32> {
    let mut first: FxHashMap<&str, u32> = FxHashMap::default();
    let head = |path: &'_ String| path.split(" / ").next().map_or(0, str::len);
    sections.iter().enumerate().map(|(i, path)| *first.entry(&path[..head(path)]).or_insert(i as u32)).collect()
}

/// The span of years a plan's title names.
fn plan_of(title: &str, context: &Context) -> Option<Period> {
    periods_of(title).iter().filter_map(|m| time::resolve(m, context)).find(|p| p.spans_years())
}

/// The span of years that a second title names: 关于第七个五年计划的报告 under the name of the report.
fn plan_in_head(document: &Document, segments: &Segments, context: &Context) -> Option<Period> {
    /// Lines, and characters of one, that may be such a title.
    const HEAD: (usize, usize) = (6, 40);
    let lines = segments.blocks.iter().take(HEAD.0).map(|b| b.span.of(&document.text).trim());
    let title = |line: &&str| {
        line.chars().count() <= HEAD.1
            && line.starts_with("关于")
            && any_of!["计划的报告", "规划的报告", "纲要的报告", "计划", "规划", "纲要"].closes(line)
    };
    lines.filter(title).find_map(|line| plan_of(line, context))
}

/// The later of two years in a budget's title: 2019年预算执行情况和2020年预算草案.
fn drafted_year(title: &str, context: &Context) -> Option<i16> {
    let mut years: Vec<i16> =
        periods_of(title).iter().filter_map(|m| time::resolve(m, context)).map(|p| p.last().year()).collect();
    years.sort_unstable();
    years.dedup();
    // 2022年财政预算(草案)的报告
    let draft = title.contains("草案") && !title.contains("执行");
    (years.len() > 1 || draft).then(|| years.last().copied())?
}

/// The months, quarter or half year that a title names.
fn part_of_year(title: &str, context: &Context) -> Option<Period> {
    periods_of(title)
        .iter()
        .filter(|m| !matches!(m.when, When::Year(_)))
        .filter_map(|m| time::resolve(m, context))
        .find(|p| !p.spans_years() && !matches!(p, Period::At(Moment::Year(_))))
}

/// What a path of headings says, the nearest heading first.
/// A heading stands in many paths, so each is read once (`known`).
fn path_hint<'t>(path: &'t str, context: &Context, known: &mut FxHashMap<&'t str, HeadingHint>) -> HeadingHint {
    let mut hint = HeadingHint::default();
    for heading in path.rsplit(" / ") {
        let own = *known.entry(heading).or_insert_with(|| {
            let period = heading_period(heading, context);
            status::heading_hint(heading, context, period)
        });
        hint.status = hint.status.or(own.status);
        hint.period = hint.period.or(own.period);
        // 任务 in a heading under 工作回顾 names what was done.
        if status::looks_back(heading) {
            hint.status = Some(Status::Actual);
        }
    }
    hint
}

/// The period a heading names: of a year and a plan (“十四五”时期和2025年工作回顾) the year, as the
/// text below says when it looks back on all of the plan.
fn heading_period(heading: &str, context: &Context) -> Option<Period> {
    let found: Vec<Period> =
        periods_of(heading).iter().filter(|m| !m.base).filter_map(|m| time::resolve(m, context)).collect();
    found.iter().find(|p| !p.spans_years()).or(found.first()).copied()
}

fn periods_of(text: &str) -> Vec<PeriodMention> {
    let mut normal = crate::recognize::normal::Normal::default();
    normal.set(text, 0, false);
    let mut periods = Vec::new();
    period::scan(&normal.text, &mut periods);
    periods
}
