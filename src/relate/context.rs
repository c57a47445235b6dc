//! What was said before and still holds: the headings above, the period in force, the values that
//! rates and shares may belong to.

use crate::model::lexicon::{Dimension, IndicatorId};
use crate::model::{Document, DocumentKind, Measure, Moment, Period, RegionCode, Status};

/// A value that was read, as later words may refer to it.
#[derive(Debug, Clone)]
pub(super) struct Antecedent {
    /// Index into the document's drafts.
    pub(super) draft: usize,
    pub(super) indicator: IndicatorId,
    pub(super) measure: Measure,
    pub(super) dimension: Dimension,
    /// The sentence it stands in, counted through the document.
    pub(super) sentence: u32,
    /// It tells the change of a value said before: 比上年增加5亿元.
    pub(super) change: bool,
    /// A class limit or ambition, which nothing refers back to.
    pub(super) limit: bool,
    /// It stands in brackets: 收入42亿元(老口径50亿元)，分别增长…
    pub(super) bracketed: bool,
}

/// The period in force, and how it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "four independent things about how a period was said")]
pub(super) struct InForce {
    pub(super) period: Period,
    /// `到2025年`: to be reached, rather than gone through.
    pub(super) until: bool,
    /// `2016年到2020年`: first and last year are written.
    pub(super) written_out: bool,
    /// It opened its sentence, and so holds for those that follow: 2020年，全市…; a year inside a
    /// sentence (产值2020年达到…) is that of its own value.
    pub(super) head: bool,
    /// `上年`: the year before the one in force, which only its own sentence is about.
    pub(super) aside: bool,
    /// Where it was taken from.
    pub(super) source: Source,
    /// The words that said it, in the normalised text of the block.
    pub(super) words: Words,
}

/// Words that filled a slot, in the normalised text of the block.
pub(super) type Words = Option<(usize, usize)>;

/// Where a slot was filled from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Source {
    /// Words of the clause.
    Clause,
    /// Words before it in the sentence or paragraph.
    Carried,
    /// A heading above.
    Heading,
    /// The document's title, date or place.
    Document,
    /// Nothing said so.
    #[default]
    Default,
}

impl Source {
    /// Its name in `explain`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Clause => "clause",
            Self::Carried => "carried from before",
            Self::Heading => "heading",
            Self::Document => "document",
            Self::Default => "default",
        }
    }
}

/// What a block is for, where that makes parameters of its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It tells or plans.
    Text,
    /// It explains a term: [2]限上餐饮业：指…
    Definition,
    /// It is a member of a list of rules: 补助标准如下：
    Rule,
}

/// What a heading says of the text below it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct HeadingHint {
    pub(super) status: Option<Status>,
    pub(super) period: Option<Period>,
}

/// Members of a paragraph (一是…。二是…) or sentence (一季度，…；…), with the period in force where they begin.
#[derive(Debug, Clone, Copy)]
pub(super) enum Points {
    None,
    Begun(Option<InForce>),
}

/// The reading context of a document.
#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "independent things that hold where the reading has come to")]
pub(super) struct Context {
    /// Year the figures are about when nothing else is said.
    pub(super) year: Option<i16>,
    /// Year the document was written in: what 今年 means.
    pub(super) written: Option<i16>,
    /// Month it was written in, where known.
    pub(super) month: Option<u8>,
    pub(super) region: Option<RegionCode>,
    pub(super) kind: DocumentKind,
    /// The span a plan covers, from its title.
    pub(super) plan: Option<Period>,
    /// The year whose budget the document drafts, by its title.
    pub(super) drafted: Option<i16>,
    /// The time with which the sentence of the first figure opens.
    pub(super) opening: Option<Period>,
    /// The part of a year that a title names: 2023年1-9月工业经济运行情况.
    pub(super) reported: Option<Period>,
    pub(super) heading: HeadingHint,
    /// The text says what is to be done: by its title (2022年为民办事工作目标), or from words on in a report
    /// (今年的主要目标是…).
    pub(super) turned: bool,
    /// The span of years that a paragraph without figures opened for those below it.
    pub(super) lead: Option<Period>,
    pub(super) in_force: Option<InForce>,
    /// What was in force before a part of a year that holds for the members of a sentence.
    pub(super) outer: Points,
    /// The period that a sentence narrowed to, which holds for its parts in the next: 1至8月完成62亿元。其中续建项目45亿元
    pub(super) narrowed: Option<InForce>,
    /// The period in force at the end of the words that opened a list: 主要项目是：
    pub(super) opened: Option<InForce>,
    /// The time of the last amount that a change was said to start from.
    pub(super) base: Option<Period>,
    pub(super) status: Option<Status>,
    /// The words that told the status.
    pub(super) status_words: Words,
    pub(super) antecedents: Vec<Antecedent>,
    /// Whether the number that is read stands in a bracket.
    pub(super) inside: bool,
    pub(super) sentence: u32,
    /// The sentence before opened an account of parts that goes on: 其中…；
    pub(super) parts: bool,
    /// The title is that of a law or measure, which asks and gives and sets no goals: 管理办法, 条例.
    pub(super) regulates: bool,
    /// What the block is for.
    pub(super) role: Role,
    /// The points of its paragraph.
    pub(super) points: Points,
    /// The first indicator whose growth the document gives: what it is about.
    pub(super) main: Option<IndicatorId>,
}

impl Context {
    pub(super) fn new(document: &Document) -> Self {
        let meta = &document.meta;
        let published = meta.written().map(|d| (d.year(), d.month() as u8));
        Self {
            year: meta.year.or(published.map(|p| p.0)),
            written: published.map(|p| p.0).or(meta.year),
            month: published.map(|p| p.1),
            region: meta.region,
            kind: meta.kind,
            plan: None,
            opening: None,
            reported: None,
            drafted: None,
            heading: HeadingHint::default(),
            turned: false,
            lead: None,
            in_force: None,
            outer: Points::None,
            narrowed: None,
            opened: None,
            base: None,
            status: None,
            status_words: None,
            antecedents: Vec::new(),
            inside: false,
            sentence: 0,
            main: None,
            parts: false,
            regulates: false,
            role: Role::Text,
            points: Points::None,
        }
    }

    /// A paragraph begins: what was carried inside the last one ends. Where that was running text
    /// without figures (`lead`), a span of years it named holds for those that follow.
    pub(super) fn enter_paragraph(&mut self, lead: bool) {
        if let Some(force) = self.in_force {
            let text = self.antecedents.is_empty() && lead;
            let over = self.heading.period.is_some_and(Period::spans_years) || self.lead.is_some();
            // 为2035年基本实现现代化打下基础: a year ahead inside a sentence is only its own.
            let near = force.head || self.written.is_none_or(|y| force.period.last().year() <= y);
            // “九五”目标: …1994年…: a year outside those that the heading is about is named in passing.
            let inside = self.heading.period.is_none_or(|h| !h.spans_years() || h.holds(force.period));
            // 到2025年，建成高地。⏎——形成8个园区: the goals that follow are of that year.
            let aimed = force.head || text && self.heading.status == Some(Status::Target);
            let goal = force.until
                && aimed
                && matches!(self.kind, DocumentKind::Plan | DocumentKind::ImplementationPlan | DocumentKind::Policy)
                && self.written.is_some_and(|y| force.period.last().year() > y)
                && self.plan.is_none_or(|p| p.holds(force.period));
            let over = over || goal;
            let near = near || goal;
            let year = near && inside && matches!(force.period, Period::At(Moment::Year(_)));
            // 2006年，…“十一五”时期开局良好: named in passing, in the review of one year.
            let reviewed = self.heading.status == Some(Status::Actual);
            let passing = reviewed && !force.head && self.heading.period.is_some_and(|p| !p.spans_years());
            // 五年工作回顾: …“十五”计划实施两年来，进展顺利: years among those that the heading is about.
            let among = |p: Period| p.spans_years() && p.holds(force.period) && p != force.period;
            let passing = passing || reviewed && force.period.spans_years() && self.heading.period.is_some_and(among);
            // 2018年目标任务: 未来三年是关键时期。⏎主要预期目标是…: years spoken of among the goals of one.
            let (first, last) = (force.period.first().year(), force.period.last().year());
            let of_plan = last - first == 4 && first.rem_euclid(5) == 1;
            let single =
                |p: Period| !p.spans_years() && force.period.spans_years() && force.period.holds(p) && !of_plan;
            let aimed_at = self.heading.status == Some(Status::Target) && self.heading.period.is_some_and(single);
            let passing = passing || aimed_at;
            // 到2035年…。⏎…达到80%。 in a plan that ends in 2025: an outlook holds for no goal below it.
            let beyond = force.until && self.plan.is_some_and(|p| force.period.first().year() > p.last().year());
            if !passing && !beyond && (force.period.spans_years() || (year && over)) {
                self.lead = if text { Some(force.period) } else { self.lead.filter(|_| force.period.spans_years()) };
            }
        }
        self.forget();
    }

    /// A member of a list begins: the period in force where the list was opened holds for it.
    pub(super) fn enter_list(&mut self) {
        self.in_force = self.opened.map(|f| InForce { source: Source::Carried, words: None, ..f });
    }

    /// Ends everything that was carried inside a paragraph.
    pub(super) fn forget(&mut self) {
        self.in_force = None;
        self.narrowed = None;
        self.outer = Points::None;
        self.base = None;
        self.points = Points::None;
        self.parts = false;
        self.status = None;
        self.antecedents.clear();
    }

    /// A sentence begins: years that one point of a paragraph looked back on (一是…自2018年以来…) do not hold for the next.
    pub(super) fn enter_sentence(&mut self, words: &str) {
        let words = words.trim_start();
        if words.starts_with("其中") {
            // 出口86亿元，2015年仅为32亿元。其中…: only what its sentence opened with.
            self.in_force = self.narrowed.filter(|now| now.head).or(self.in_force);
        }
        let numbered = words.strip_prefix('(');
        let rest = numbered.unwrap_or(words).strip_prefix(|c| "一二三四五六七八九十".contains(c));
        let point = rest.is_some_and(|r| r.starts_with(if numbered.is_some() { ')' } else { '是' }));
        let looks_back = self.in_force.is_some_and(|f| f.period.spans_years());
        match self.points {
            Points::Begun(before) if point && looks_back => self.in_force = before,
            Points::None if point => self.points = Points::Begun(self.in_force),
            _ => {}
        }
    }

    /// Ends a period that only narrowed `opening`, the one in force when the sentence began: a part of a
    /// year, one that only looked back from it, or inside an account of several years a year that did not open the sentence.
    ///
    /// A part of a year that opened a sentence with members (`scoped`: 一季度，…；…) holds as long as they go on.
    pub(super) fn leave_part(&mut self, opening: Option<InForce>, scoped: bool, goes_on: bool) {
        self.narrowed = self.in_force;
        let opening = if let Points::Begun(before) = self.outer { before } else { opening };
        if scoped && self.is_part_of(opening) {
            self.outer = Points::Begun(opening);
            return;
        }
        if goes_on && matches!(self.outer, Points::Begun(_)) {
            return;
        }
        self.outer = Points::None;
        if self.in_force.is_some_and(|now| now.aside) {
            self.in_force = opening;
        }
        // “十四五”期间…。2020年到2025年，甲从A提升到B: the same years, said with the one they are counted from.
        let around = opening.map(|f| f.period).or(self.lead).or(self.heading.period).filter(|p| p.spans_years());
        let counted_from = |now: Period, span: Period| {
            now.last() == span.last() && now.first().year() + 1 == span.first().year() && now.spans_years()
        };
        if matches!((self.in_force, around), (Some(now), Some(span)) if counted_from(now.period, span)) {
            self.in_force = opening;
            return;
        }
        let Some(now) = self.in_force else { return };
        // 今年要启动…，到2025年基本普及: a date ahead inside a sentence is its own.
        let ahead = self.written.is_some_and(|y| now.period.last().year() > y);
        // In a review it is so even where it is set off: 到2010年，…
        let reviewed = self.heading.status == Some(Status::Actual);
        if now.until && (!now.head || reviewed) && ahead && self.kind == DocumentKind::WorkReport {
            self.in_force = opening;
            return;
        }
        let around = opening.map(|f| f.period).or(self.lead).or(self.heading.period);
        // 企业利润1-10月增长24%；税收增长7%: months inside a sentence are those of their own value.
        let own = !now.head && !matches!(now.period, Period::At(Moment::Year(_)));
        let Some(before) = around.filter(|p| opening.is_some() || p.spans_years() || own) else { return };
        let (inner, outer) = ((now.period.start(), now.period.end()), (before.start(), before.end()));
        let part = inner.0 >= outer.0 && inner.1 <= outer.1 && inner != outer;
        if part && !(before.spans_years() && now.head) {
            self.in_force = opening;
        }
    }

    /// Whether the period in force is a part of the year in force before it.
    fn is_part_of(&self, opening: Option<InForce>) -> bool {
        let (Some(now), Some(before)) = (self.in_force, opening) else { return false };
        let year = matches!(before.period, Period::At(Moment::Year(_)));
        let part = !matches!(now.period, Period::At(Moment::Year(_))) && !now.period.spans_years();
        year && part && now.period.last().year() == before.period.last().year()
    }

    /// The value that a rate, share or rank without a phrase of its own belongs to.
    ///
    /// Behind a closed bracket it is a value before the bracket, if there is one in its sentence.
    pub(super) fn antecedent(&self, accepts: impl Fn(&Antecedent) -> bool) -> Option<&Antecedent> {
        let last = self.antecedents.iter().rev().take(8).find(|a| !a.limit && accepts(a))?;
        if self.inside || !last.bracketed {
            return Some(last);
        }
        let of_sentence = self.antecedents.iter().rev().filter(|a| a.sentence == last.sentence);
        of_sentence.take(16).find(|a| !a.limit && !a.bracketed && accepts(a)).or(Some(last))
    }
}
