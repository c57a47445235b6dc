//! Reads the cells of a row: what is measured from the label, the group and the heads, the unit from
//! the label, the head or the caption, the period from head, caption or heading.

use rust_decimal::Decimal;

use super::column::{Column, column_kind, is_list_item, is_part, strip};
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::{Dimension, UnitId};
use crate::model::{Bound, DocumentKind, Measure, Moment, Observation, Period, RegionCode, Span, Status, Terms};
use crate::recognize::exclude::NoQuantity;
use crate::recognize::lexical::Hits;
use crate::recognize::number::Number;
use crate::recognize::period;
use crate::relate::context::Source;
use crate::relate::grid::{self, Cell, Grid, HeadUnit, Row};
use crate::relate::indicator::Choice;
use crate::relate::rules::RuleId;
use crate::relate::slots::Trace;
use crate::relate::{LeftOut, Relater, confidence, lists, name_words, periods_of, time};
use crate::segment::Block;

/// What a row measures.
#[derive(Debug, Clone)]
pub(super) struct Named {
    choice: Choice,
    /// What an analyst would write for it.
    name: String,
    /// It is what the row above measures, of a part.
    part: bool,
}

/// The period of the nearest head to the left that has one, looked for once along a row.
#[derive(Debug, Default)]
struct Beside {
    /// How many heads were looked at.
    seen: usize,
    period: Option<(Option<Period>, Source)>,
}

/// A row that rows below it are parts of.
#[derive(Debug)]
pub(super) struct Whole {
    named: Named,
    /// Its unit: parts are counted alike.
    unit: Option<HeadUnit>,
    /// Whether its own label says the unit: 旅客运输量（万人）, below which 铁路 has none.
    labelled: bool,
}

impl Relater<'_> {
    /// Reads a row; `whole` is the row above that its parts belong to.
    pub(super) fn row(
        &mut self,
        grid: &Grid,
        row: &Row,
        caption_unit: Option<HeadUnit>,
        block: &Block,
        whole: &mut Option<Whole>,
    ) {
        let mut known: Option<Named> = None;
        let mut beside = Beside::default();
        for (column, cell) in &row.values {
            let Some((number, span)) = cell.number else { continue };
            let head = grid.heads.get(*column);
            let rate = self.cell_dimension(Column::Level, None, &number) == Dimension::Percent;
            let kind = match cell.grown {
                true if rate => Column::Growth,
                true => Column::Increase,
                false => column_kind(head, &row.label),
            };
            let page = row.values.len() == 1 && number.decimals == 0 && number.integer_digits < 4;
            let listed = head.is_none() && number.unit.is_none() && page && is_list_item(&row.label.text);
            if kind == Column::Skip || row.label.text.is_empty() || listed {
                self.leave_out(span);
                continue;
            }
            let units = &self.recognizer.lexicon().units;
            let own = head.and_then(|h| grid::bracketed_unit(h, units)).filter(|_| kind.has_unit());
            let unit = own.or(row.unit).or(caption_unit.filter(|_| !row.unknown_unit));
            let lent = || self.lent_unit(grid, row, (head, kind), whole.as_ref()).filter(|_| !row.unknown_unit);
            let unit = unit.or_else(lent);
            // An index has no unit, and its term the dimension of a rate.
            let index = kind == Column::Level && unit.is_none() && is_index(grid, row, head);
            let dimension = self.cell_dimension(kind, unit, &number);
            let asked = if index { (Dimension::Percent, Measure::Level) } else { (dimension, kind.measure(dimension)) };
            let named = match known.clone().filter(|_| kind != Column::Level) {
                Some(named) => Some(named),
                None => self.part_of(row, whole.as_ref(), unit, self.cell_indicator(grid, row, head, asked)),
            };
            // A table of rates alone: the level's column is empty.
            let rates = kind == Column::Growth && known.is_none();
            if kind == Column::Level || rates {
                known.clone_from(&named);
                // 女性 below 常住人口 is a part of it, whatever follows.
                let again = |n: &Named| {
                    let same = whole.as_ref().is_some_and(|w| w.named.choice.indicator == n.choice.indicator);
                    same && !names_a_sum(&n.name)
                };
                let opens = |n: &&Named| !n.part && !n.choice.weak && !is_part(&row.label.text) && !again(n);
                if let Some(named) = named.as_ref().filter(opens) {
                    *whole = Some(Whole { named: named.clone(), unit, labelled: row.unit.is_some() });
                }
            }
            let period = self.cell_period(grid, *column, row, &mut beside);
            self.push_cell(grid, row, (*column, cell), (&number, span), (kind, unit), (named, period), block);
        }
    }

    /// The unit that the label of the whole says, for a part below it whose label names nothing else: 4431 of 铁路
    /// below 旅客运输量（万人）.
    fn lent_unit(
        &self,
        grid: &Grid,
        row: &Row,
        (head, kind): (Option<&Cell>, Column),
        whole: Option<&Whole>,
    ) -> Option<HeadUnit> {
        let whole = whole.filter(|w| w.labelled && kind == Column::Level && names_a_sum(&w.named.name))?;
        let own = self.cell_indicator(grid, row, head, (Dimension::Count, Measure::Level));
        let other = self.recognizer.lexicon().indicators.other();
        whole.unit.filter(|_| own.is_none_or(|n| n.choice.weak || n.choice.indicator == other))
    }

    /// What a row measures: what its own words name, else, for a part, what the whole above it does.
    fn part_of(&self, row: &Row, whole: Option<&Whole>, unit: Option<HeadUnit>, own: Option<Named>) -> Option<Named> {
        let indicators = &self.recognizer.lexicon().indicators;
        // 其中：城镇 counts people, no towns.
        let places = |n: &Named| indicators.find("region_count") == Some(n.choice.indicator);
        let own = own.filter(|n| !places(n) || row.label.text.ends_with('数'));
        let form = |u: Option<HeadUnit>| u.map(|u| u.form);
        let Some(whole) = whole.filter(|w| form(w.unit) == form(unit)) else { return own };
        let sums = names_a_sum(&whole.named.name);
        // 分经济类型 / 私营企业: a class of what the whole measures, which counts no enterprises.
        let classed = own.as_ref().is_some_and(|n| {
            indicators.is_under(n.choice.indicator, "enterprise_count") && row.group.starts_with('分') && unit.is_none()
        });
        let part = is_part(&row.label.text) || sums && own.is_none() || classed;
        match own {
            Some(named) if !named.choice.weak && !classed || !part => Some(named),
            own if !part => own,
            _ => Some(Named { choice: whole.named.choice, name: strip(&row.label.text), part: true }),
        }
    }

    fn leave_out(&mut self, span: Span) {
        self.related.counts.no_quantity += 1;
        if self.keep_traces {
            self.related.left_out.push(LeftOut { span, why: NoQuantity::NoUnit });
        }
    }

    fn cell_dimension(&self, kind: Column, unit: Option<HeadUnit>, number: &Number) -> Dimension {
        let units = &self.recognizer.lexicon().units;
        if !kind.has_unit() || number.percent {
            return Dimension::Percent;
        }
        let form = number.unit.map(|u| u.form).or(unit.map(|u| u.form));
        form.map_or(Dimension::Count, |f| units.forms[usize::from(f)].dimension)
    }

    /// The indicator of a row: the label alone, else with the head, the group or the caption behind
    /// it as the head of its phrase (`水稻` + `产量`).
    fn cell_indicator(
        &self,
        grid: &Grid,
        row: &Row,
        head: Option<&Cell>,
        (dimension, measure): (Dimension, Measure),
    ) -> Option<Named> {
        // A row headed by a place is of what its column or the caption says.
        let label = if self.place_of(row).is_some() { String::new() } else { strip(&row.label.text) };
        // 经济损失占生产总值比例: what is shared stands before the whole.
        let shared =
            any_of!["比例", "比重", "比"].closes(&label).then(|| label.find('占').filter(|at| *at > 0)).flatten();
        let label = shared.map_or(label.clone(), |at| label[..at].to_owned());
        let head = head.map(|h| strip(&h.text)).unwrap_or_default();
        let caption = grid.caption.iter().map(|c| strip(&c.text)).rfind(|c| !c.contains("单位")).unwrap_or_default();
        // 主要产品产量及其增长速度: what the values beside the growth are.
        let caption = caption
            .split(['及', '和', '与'])
            .next()
            .filter(|c| caption[c.len()..].contains('增'))
            .map_or(caption.clone(), str::to_owned);
        // 规模工业增加值情况表
        let caption = ["情况表", "情况", "统计表", "完成表", "表"]
            .iter()
            .find_map(|w| caption.strip_suffix(w))
            .unwrap_or(&caption)
            .to_owned();
        let accounts = if caption.contains("生产总值") { "增加值" } else { "" };
        let other = self.recognizer.lexicon().indicators.other();
        let mut weak = None;
        for tail in ["", head.as_str(), row.group.as_str(), accounts, caption.as_str()] {
            if tail.is_empty() && weak.is_some() {
                continue;
            }
            let text = format!("{label}{tail}");
            let whole = tail.is_empty() || tail == head;
            // 每百万人口死亡率: what is in the middle of the name of a rate is not what it measures.
            let rate = label.ends_with('率') && !label.ends_with("增长率");
            let found = self.choose_in(&text, dimension, measure);
            let found = found.filter(|c| whole && !rate || c.term.1 == text.len() || rate && c.term.1 == label.len());
            // 肉羊 under 出栏 is 肉羊出栏.
            let name = |c: Choice| {
                // A row headed by a place has the name of its column, without the year there.
                let from = if label.is_empty() { 0 } else { c.term.0.max(label.len()) };
                let tail = text.get(from..c.term.1).unwrap_or("");
                let dated = |c: char| c.is_ascii_digit() || matches!(c, '年' | '月' | '-' | '度');
                let tail = if label.is_empty() { tail.trim_start_matches(dated) } else { tail };
                Named { choice: c, name: name_words::standard(format!("{label}{tail}")), part: false }
            };
            // 充电桩 under 产量: a thing of no code is counted by what its column says.
            let vague = tail.is_empty() && !head.is_empty() && found.is_some_and(|c| c.indicator == other);
            match found {
                Some(choice) if !choice.weak && !vague => return Some(name(choice)),
                Some(choice) => {
                    let name = name_words::standard(label.clone());
                    let named = Named { choice, name, part: false };
                    weak = Some(weak.filter(|w: &Named| w.choice.indicator != other).unwrap_or(named));
                }
                None => {}
            }
        }
        weak
    }

    fn choose_in(&self, text: &str, dimension: Dimension, measure: Measure) -> Option<Choice> {
        let mut hits = Hits::default();
        self.recognizer.lexical().find(text, &mut hits);
        lists::of_text(self.recognizer, text, &hits, dimension, measure)
    }

    #[allow(clippy::too_many_arguments, reason = "the slots of one row, filled in one place")]
    fn push_cell(
        &mut self,
        grid: &Grid,
        row: &Row,
        (column, cell): (usize, &Cell),
        (number, span): (&Number, Span),
        (kind, unit): (Column, Option<HeadUnit>),
        (named, period): (Option<Named>, Option<(Option<Period>, Source)>),
        block: &Block,
    ) {
        let lexicon = self.recognizer.lexicon();
        let measure = kind.measure(self.cell_dimension(kind, unit, number));
        let (factor, unit_id, unit_span) = self.cell_unit(kind, number, unit, cell);
        let (period, source) =
            period.unwrap_or_else(|| time::of(&self.context, measure, Status::Actual, || false, false));
        let other = lexicon.indicators.other();
        let (indicator, name, part) =
            named.map_or_else(|| (other, strip(&row.label.text), false), |n| (n.choice.indicator, n.name, n.part));
        let place = self.place_of(row);
        // 江北区 | 67: a row headed by a place has the name of its column.
        let head = grid.heads.get(column).map(|h| strip(&h.text)).unwrap_or_default();
        let head = head.trim_start_matches(|c: char| c.is_ascii_digit() || c == '年');
        let name = if place.is_some() && indicator == other && !head.is_empty() { head.to_owned() } else { name };
        let owner =
            if part { Some(name.as_str()) } else { name_words::owner(&lexicon.indicators.get(indicator).code, &name) };
        let owner = owner.filter(|_| place.is_none()).map(str::to_owned);
        let fall =
            kind == Column::Growth && any_of!["降低", "下降"].within(&row.label.text) && !number.low.is_sign_negative();
        let factor = if fall { -factor } else { factor };
        // What no decimal holds stays as written, as in running text.
        let scale = |v: Decimal| v.checked_mul(factor).unwrap_or(v).normalize();
        let confidence = confidence::of(confidence::Features {
            rule: RuleId::Cell,
            other: indicator == other,
            period: source,
            status: Source::Default,
            has_period: period.is_some(),
            kind: self.context.kind,
        });
        self.related.counts.observations += 1;
        self.related.observations.push(Observation {
            span,
            char_start: 0,
            char_end: 0,
            unit_span,
            sentence: words_of(block, cell),
            section: block.section,
            block: 0,
            page: None,
            indicator,
            indicator_text: name,
            subject: owner,
            industry: None,
            measure,
            status: self.cell_status(grid, column, period),
            bound: if number.high.is_some() { Bound::Range } else { cell.bound.unwrap_or(Bound::Exact) },
            value: scale(number.low),
            value_high: number.high.map(scale),
            decimals: number.decimals,
            unit: unit_id,
            period,
            per_year: false,
            baseline: (measure == Measure::GrowthRate).then(|| "previous_year".to_owned()),
            region: place.or(self.context.region),
            terms: Terms::default(),
            series: None,
            confidence,
            rule: RuleId::Cell as u8,
            flags: Vec::new(),
        });
        if self.keep_traces {
            self.related.traces.push(Trace {
                phrase: Some(row.label.span),
                period: source,
                region: Source::Document,
                ..Trace::default()
            });
        }
    }

    /// The place inside the document's own that heads a row.
    fn place_of(&self, row: &Row) -> Option<RegionCode> {
        let own = self.context.region?;
        let code = self.recognizer.lexicon().regions.resolve(&strip(&row.label.text), self.context.year, Some(own))?;
        own.covers(code).then_some(code)
    }

    /// A column of a year ahead of the document, or of a budget or goal, holds promises.
    fn cell_status(&self, grid: &Grid, column: usize, period: Option<Period>) -> Status {
        let head = grid.heads.get(column).map_or("", |h| h.text.as_str());
        let any = |words: &AnyOf| words.within(head);
        // What an action plan sets out for its year or later.
        let sets_out = matches!(self.context.kind, DocumentKind::Plan | DocumentKind::ImplementationPlan);
        let ahead =
            |from: i16| matches!((period, self.context.written), (Some(p), Some(y)) if p.last().year() >= y + from);
        // Months that are over and the years before those of the plan are told, not set out.
        let within = period.is_some_and(|p| {
            let over = matches!(p.last(), Moment::Month(y, m) if (Some(y), Some(m)) < (self.context.written, self.context.month));
            !over && self.context.plan.is_none_or(|plan| p.last().year() >= plan.first().year())
        });
        if sets_out && ahead(0) && within && !any(any_of!["实际", "决算", "执行"]) {
            return Status::Target;
        }
        if any(any_of!["执行", "完成", "实际", "决算"]) {
            return Status::Actual;
        }
        // 一般公共预算收入 names a revenue, planned or not.
        let named = any_of!["公共预算", "财政预算", "基金预算", "经营预算"];
        let planned = any(any_of!["目标", "计划", "预期", "年初预算", "预算数"]) || any(any_of!["预算"]) && !any(named);
        if planned && !any(any_of!["预算的", "比预算", "预算%"]) {
            return Status::Target;
        }
        // 目标体系: of a table of goals that says no date, the first year is what they set out from.
        let goals = self.context.turned && self.context.written.is_none();
        let later = || period.is_some_and(|p| first_year(grid).is_some_and(|first| p.last().year() > first));
        if ahead(1) || goals && later() { Status::Target } else { Status::Actual }
    }

    fn cell_unit(&self, kind: Column, number: &Number, unit: Option<HeadUnit>, cell: &Cell) -> (Decimal, UnitId, Span) {
        let units = &self.recognizer.lexicon().units;
        let none = Span::empty(cell.span.end as usize);
        if !kind.has_unit() {
            return (Decimal::ONE, units.find("%").unwrap_or(UnitId(0)), none);
        }
        if let Some(hit) = number.unit {
            let form = &units.forms[usize::from(hit.form)];
            return (form.factor, form.unit, none);
        }
        match unit {
            Some(unit) => {
                let form = &units.forms[usize::from(unit.form)];
                (form.factor * unit.factor, form.unit, none)
            }
            None => (Decimal::ONE, UnitId(0), none),
        }
    }

    /// A year or month in the head of the column, else in the label of the row.
    fn cell_period(
        &self,
        grid: &Grid,
        column: usize,
        row: &Row,
        beside: &mut Beside,
    ) -> Option<(Option<Period>, Source)> {
        let labelled = || self.head_period(&row.label);
        let Some(head) = grid.heads.get(column) else { return labelled() };
        let own = self.head_period(head);
        if own.is_some() || column_kind(Some(head), &row.label) == Column::Level {
            return own.or_else(labelled);
        }
        // 1-9月 | 同比增长: growth is of the time of the column beside it.
        if column < beside.seen {
            *beside = Beside::default();
        }
        for head in grid.heads.get(beside.seen..column).unwrap_or_default() {
            beside.period = self.head_period(head).or(beside.period);
        }
        beside.seen = column;
        beside.period.or_else(labelled)
    }

    fn head_period(&self, head: &Cell) -> Option<(Option<Period>, Source)> {
        // 本月 below 1-3月…情况表: the last of them.
        let months = self.context.in_force.map(|f| f.period.last());
        if head.text.starts_with("本月")
            && let Some(last @ Moment::Month(..)) = months
        {
            return Some((Some(Period::At(last)), Source::Clause));
        }
        let mut found = periods_of(&head.text);
        if head.text.contains("年均") && self.context.plan.is_some() {
            return Some((self.context.plan, Source::Document));
        }
        if found.is_empty() && head.text.len() == 4 {
            found = periods_of(&format!("{}年", head.text));
        }
        let mention = found.iter().find(|m| !m.base && m.when != period::When::Now)?;
        Some((time::resolve(mention, &self.context), Source::Clause))
    }
}

/// Whether a name is that of a sum, which rows below it are parts of.
fn names_a_sum(name: &str) -> bool {
    any_of!["总", "合计", "量", "额", "人口", "指数"].within(name)
}

/// Whether a value is that of an index, by the head, the label or the caption: 居民消费价格指数.
fn is_index(grid: &Grid, row: &Row, head: Option<&Cell>) -> bool {
    let head = head.map_or("", |h| h.text.as_str());
    let caption = grid.caption.last().map_or("", |c| c.text.as_str());
    [head, &row.label.text, caption].iter().any(|words| words.contains("指数"))
}

/// The words a cell stands in: its row, where that is short enough to be read beside each of its cells.
fn words_of(block: &Block, cell: &Cell) -> Span {
    /// Longer rows, in bytes, written out for each of their cells would make a release of them alone.
    const LONGEST: usize = 1_500;
    if block.span.contains(cell.span) && block.span.len() <= LONGEST { block.span } else { cell.span }
}

/// The earliest year in the heads of a table.
fn first_year(grid: &Grid) -> Option<i16> {
    let year = |text: &str| text.get(..4).and_then(|y| y.parse().ok()).filter(|y| (1949..=2100).contains(y));
    grid.heads.iter().filter_map(|head| year(head.text.trim())).min()
}
