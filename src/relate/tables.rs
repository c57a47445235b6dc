//! Reads the cells of a table: what is measured from the label, the group and the heads, the unit
//! from the label, the head or the caption, the period from head, caption or heading.

use crate::model::any_of::{AnyOf, any_of};
use rust_decimal::Decimal;
use rustc_hash::FxHashSet;

use super::context::Source;
use super::grid::{self, Cell, Grid, HeadUnit, Row};
use super::indicator::Choice;
use super::rules::RuleId;
use super::slots::Trace;
use super::{LeftOut, Relater, confidence, lists, name_words, periods_of, time};
use crate::model::lexicon::{Dimension, UnitId};
use crate::model::{Bound, Measure, Observation, Period, RegionCode, Span, Status, Table};
use crate::recognize::exclude::NoQuantity;
use crate::recognize::lexical::Hits;
use crate::recognize::normal::Normal;
use crate::recognize::number::{self, Number};
use crate::recognize::{Scan, period};
use crate::segment::{Block, BlockKind};

/// What a column holds besides levels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Level,
    Growth,
    Share,
    Skip,
}

impl Relater<'_> {
    /// Reads the run of table lines that begins at block `first`; returns how many blocks it took,
    /// 0 when it is no table of values.
    pub(super) fn table(&mut self, first: usize, scan: &mut Scan) -> usize {
        let blocks = &self.segments.blocks[first..];
        if let Some(table) = self.document.layout.table_at(blocks[0].span.start) {
            return self.laid_table(table, first, scan);
        }
        let run = blocks.iter().take_while(|b| b.kind == BlockKind::TableRow && b.section == blocks[0].section).count();
        let lines: Vec<Vec<Cell>> = blocks[..run].iter().map(|b| self.cells(b, &mut scan.normal)).collect();
        let numbers = lines.iter().flatten().filter(|c| c.number.is_some()).count();
        if run < 2 || numbers < 2 {
            self.no_table_until = first + run;
            return 0;
        }
        let cells: Vec<Cell> = lines.iter().flatten().cloned().collect();
        let grid = grid::lay_out(lines, &self.recognizer.lexicon().units);
        self.grids(&[grid], &cells, first, run)
    }

    /// Reads a table whose cells the file gave.
    fn laid_table(&mut self, table: &Table, first: usize, scan: &mut Scan) -> usize {
        let blocks = &self.segments.blocks[first..];
        let run = blocks.iter().take_while(|b| b.span.start < table.span.end).count();
        let cells: Vec<Cell> = table.cells.iter().map(|c| self.laid_cell(c.span, &mut scan.normal)).collect();
        let mut grids = grid::laid::lay_out(table, &cells, &self.recognizer.lexicon().units);
        let above = self.captions_above(first, &mut scan.normal);
        for grid in &mut grids {
            grid.caption.splice(..0, above.iter().cloned());
        }
        self.grids(&grids, &cells, first, run)
    }

    /// The short lines right above a table that name it or its unit.
    fn captions_above(&self, first: usize, normal: &mut Normal) -> Vec<Cell> {
        let above = self.segments.blocks[..first].iter().rev().take(3).take_while(|b| {
            let words = b.span.of(&self.document.text);
            let names =
                words.contains("单位") || words.starts_with(['表', '附']) || words.ends_with(['表', '况', '标']);
            b.kind != BlockKind::TableRow && names && words.chars().count() <= 50 && !words.contains('。')
        });
        let mut cells: Vec<Cell> = above.map(|b| self.laid_cell(b.span, normal)).collect();
        cells.reverse();
        cells
    }

    /// Reads the rows of a table laid out as `grids`, which takes `run` blocks from `first` on.
    fn grids(&mut self, grids: &[Grid], cells: &[Cell], first: usize, run: usize) -> usize {
        if grids.iter().all(|g| g.rows.is_empty()) {
            self.no_table_until = first + run;
            return 0;
        }
        let units = &self.recognizer.lexicon().units;
        let rows = || grids.iter().flat_map(|g| &g.rows);
        let read = rows().flat_map(|r| &r.values).filter(|(_, c)| c.number.is_some());
        let values: FxHashSet<Span> = read.map(|(_, c)| c.span).collect();
        let others = cells.iter().filter(|c| !values.contains(&c.span));
        let heads: Vec<(Span, usize)> = others.map(|c| (c.span, number::all(&c.text, units).count())).collect();
        let blocks = &self.segments.blocks[first..first + run];
        self.enter_block(&blocks[0]);
        self.related.counts.blocks += run as u64;
        self.count_cells(&heads, values.len());
        let mut rows = Vec::new();
        for grid in grids {
            let unit = grid.caption.iter().chain(&grid.heads).find_map(|c| grid::caption_unit(c, units));
            for mention in grid.caption.iter().flat_map(|cell| periods_of(&cell.text)) {
                time::enter(&mut self.context, &mention);
            }
            rows.extend(grid.rows.iter().map(|row| (row.begins(), grid, row, unit)));
        }
        // Tables side by side share lines: rows are read in the order of the text.
        rows.sort_by_key(|(begins, ..)| *begins);
        for (begins, grid, row, unit) in rows {
            let at = blocks.partition_point(|b| b.span.start <= begins).saturating_sub(1);
            self.row(grid, row, unit, &blocks[at]);
        }
        run
    }

    /// The cell of a table that a file gave.
    fn laid_cell(&self, span: Span, normal: &mut Normal) -> Cell {
        normal.set(span.of(&self.document.text), span.start as usize, false);
        self.cell(&normal.text, 0, normal)
    }

    /// A cell whose words are `part`, at `start` of the normalised text.
    fn cell(&self, part: &str, start: usize, normal: &Normal) -> Cell {
        let text: String = part.split_whitespace().collect();
        let value = grid::value(part, &self.recognizer.lexicon().units);
        let number = value.map(|(n, _)| {
            let span = normal.original(start + n.span.start as usize, start + n.span.end as usize);
            (n, span)
        });
        Cell {
            blank: number.is_none() && grid::is_blank(&text),
            bound: value.and_then(|v| v.1),
            text,
            span: normal.original(start, start + part.len()),
            number,
        }
    }

    /// The cells of a line.
    fn cells(&self, block: &Block, normal: &mut Normal) -> Vec<Cell> {
        normal.set(block.span.of(&self.document.text), block.span.start as usize, true);
        let mut at = 0;
        // 粮  食: single characters padded to the width of a column are one label.
        let padded = normal.text.split('\t').all(|part| {
            part.trim_start_matches(['#', '*']).chars().count() == 1
                && !part.ends_with(|c: char| c.is_ascii_digit() || c == '-')
        });
        if padded {
            let text = normal.text.replace('\t', "");
            return vec![Cell { text, span: block.span, number: None, blank: false, bound: None }];
        }
        normal
            .text
            .split('\t')
            .map(|part| {
                let start = at;
                at += part.len() + 1;
                self.cell(part, start, normal)
            })
            .collect()
    }

    /// Counts the numbers of a table: values, and those of heads and labels, which are none.
    fn count_cells(&mut self, heads: &[(Span, usize)], values: usize) {
        let counts = &mut self.related.counts;
        let labels: usize = heads.iter().map(|h| h.1).sum();
        counts.numbers += (values + labels) as u64;
        counts.mentions += (values + labels) as u64;
        counts.no_quantity += labels as u64;
        if self.keep_traces {
            let left_out = |h: &(Span, usize)| LeftOut { span: h.0, why: NoQuantity::TableHead };
            self.related.left_out.extend(heads.iter().filter(|h| h.1 > 0).map(left_out));
        }
    }

    fn row(&mut self, grid: &Grid, row: &Row, caption_unit: Option<HeadUnit>, block: &Block) {
        let mut known: Option<(Choice, String)> = None;
        for (column, cell) in &row.values {
            let Some((number, span)) = cell.number else { continue };
            let head = grid.heads.get(*column);
            let kind = column_kind(head, &row.label);
            let page = row.values.len() == 1 && number.decimals == 0 && number.integer_digits < 4;
            let listed = head.is_none() && number.unit.is_none() && page && is_list_item(&row.label.text);
            if kind == Column::Skip || row.label.text.is_empty() || listed {
                self.leave_out(span);
                continue;
            }
            let units = &self.recognizer.lexicon().units;
            let unit = head
                .and_then(|h| grid::bracketed_unit(h, units))
                .filter(|_| kind == Column::Level)
                .or(row.unit)
                .or(caption_unit);
            let choice = known
                .clone()
                .filter(|_| kind != Column::Level)
                .or_else(|| self.cell_indicator(grid, row, head, self.cell_dimension(kind, unit, &number), kind));
            known = known.or_else(|| choice.clone());
            self.push_cell(grid, row, cell, (&number, span), (kind, unit), choice, block);
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
        if kind != Column::Level || number.percent {
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
        dimension: Dimension,
        kind: Column,
    ) -> Option<(Choice, String)> {
        let measure = match (kind, dimension) {
            (Column::Level, Dimension::Percent) => Measure::Share,
            (Column::Level, _) => Measure::Level,
            _ => Measure::GrowthRate,
        };
        // A row headed by a place is of what its column or the caption says.
        let label = if self.place_of(row).is_some() { String::new() } else { strip(&row.label.text) };
        let head = head.map(|h| strip(&h.text)).unwrap_or_default();
        let caption = grid.caption.iter().map(|c| strip(&c.text)).rfind(|c| !c.contains("单位")).unwrap_or_default();
        let accounts = if caption.contains("生产总值") { "增加值" } else { "" };
        let mut weak = None;
        for tail in ["", head.as_str(), row.group.as_str(), accounts, caption.as_str()] {
            if tail.is_empty() && weak.is_some() {
                continue;
            }
            let text = format!("{label}{tail}");
            let whole = tail.is_empty() || tail == head;
            let found = self.choose_in(&text, dimension, measure).filter(|c| whole || c.term.1 == text.len());
            // 肉羊 under 出栏 is 肉羊出栏.
            let name = |c: Choice| {
                let from = c.term.0.max(label.len());
                let tail = text.get(from..c.term.1).unwrap_or("");
                (c, name_words::standard(format!("{label}{tail}")))
            };
            match found {
                Some(choice) if !choice.weak => return Some(name(choice)),
                Some(choice) => weak = weak.or_else(|| Some((choice, name_words::standard(label.clone())))),
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
        cell: &Cell,
        (number, span): (&Number, Span),
        (kind, unit): (Column, Option<HeadUnit>),
        choice: Option<(Choice, String)>,
        block: &Block,
    ) {
        let lexicon = self.recognizer.lexicon();
        let measure = match kind {
            Column::Growth => Measure::GrowthRate,
            Column::Share => Measure::Share,
            _ if self.is_rate(number, unit) => Measure::Share,
            _ => Measure::Level,
        };
        let (factor, unit_id, unit_span) = self.cell_unit(kind, number, unit, cell);
        let period = self.cell_period(grid, cell, row);
        let (period, source) = period.unwrap_or_else(|| time::of(&self.context, measure, Status::Actual, false, false));
        let (indicator, name) = choice
            .map_or_else(|| (lexicon.indicators.other(), strip(&row.label.text)), |(c, name)| (c.indicator, name));
        let place = self.place_of(row);
        let owner = name_words::owner(&lexicon.indicators.get(indicator).code, &name).filter(|_| place.is_none());
        let owner = owner.map(str::to_owned);
        let fall =
            kind == Column::Growth && any_of!["降低", "下降"].within(&row.label.text) && !number.low.is_sign_negative();
        let factor = if fall { -factor } else { factor };
        let value = (number.low * factor).normalize();
        let confidence = confidence::of(confidence::Features {
            rule: RuleId::Cell,
            other: indicator == lexicon.indicators.other(),
            period: source,
            status: Source::Default,
            has_period: period.is_some(),
        });
        self.related.counts.observations += 1;
        self.related.observations.push(Observation {
            span,
            char_start: 0,
            char_end: 0,
            unit_span,
            sentence: if block.span.contains(cell.span) { block.span } else { cell.span },
            section: block.section,
            block: 0,
            page: None,
            indicator,
            indicator_text: name,
            subject: owner,
            industry: None,
            measure,
            status: self.cell_status(grid, row, cell, period),
            bound: if number.high.is_some() { Bound::Range } else { cell.bound.unwrap_or(Bound::Exact) },
            value,
            value_high: number.high.map(|h| (h * factor).normalize()),
            decimals: number.decimals,
            unit: unit_id,
            period,
            per_year: false,
            baseline: (measure == Measure::GrowthRate).then(|| "previous_year".to_owned()),
            region: place.or(self.context.region),
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

    fn is_rate(&self, number: &Number, unit: Option<HeadUnit>) -> bool {
        self.cell_dimension(Column::Level, unit, number) == Dimension::Percent
    }

    /// The place inside the document's own that heads a row.
    fn place_of(&self, row: &Row) -> Option<RegionCode> {
        let own = self.context.region?;
        let code = self.recognizer.lexicon().regions.resolve(&strip(&row.label.text), self.context.year, Some(own))?;
        own.covers(code).then_some(code)
    }

    /// A column of a year ahead of the document, or of a budget or goal, holds promises.
    fn cell_status(&self, grid: &Grid, row: &Row, cell: &Cell, period: Option<Period>) -> Status {
        let head = column_of(row, cell).and_then(|c| grid.heads.get(c)).map_or("", |h| h.text.as_str());
        let any = |words: &AnyOf| words.within(head);
        if any(any_of!["执行", "完成", "实际", "决算"]) {
            return Status::Actual;
        }
        if any(any_of!["目标", "预算", "计划", "预期"]) && !any(any_of!["预算的", "比预算", "预算%"]) {
            return Status::Target;
        }
        let ahead = matches!((period, self.context.written), (Some(p), Some(y)) if p.last().year() > y);
        if ahead { Status::Target } else { Status::Actual }
    }

    fn cell_unit(&self, kind: Column, number: &Number, unit: Option<HeadUnit>, cell: &Cell) -> (Decimal, UnitId, Span) {
        let units = &self.recognizer.lexicon().units;
        let none = Span::empty(cell.span.end as usize);
        if kind != Column::Level {
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
    fn cell_period(&self, grid: &Grid, cell: &Cell, row: &Row) -> Option<(Option<Period>, Source)> {
        let labelled = || self.head_period(&row.label);
        let column = column_of(row, cell)?;
        let Some(head) = grid.heads.get(column) else { return labelled() };
        let own = self.head_period(head);
        // 1-9月 | 同比增长: growth is of the time of the column beside it.
        let beside = || grid.heads[..column].iter().rev().find_map(|h| self.head_period(h));
        own.or_else(|| (column_kind(Some(head), &row.label) != Column::Level).then(beside).flatten()).or_else(labelled)
    }

    fn head_period(&self, head: &Cell) -> Option<(Option<Period>, Source)> {
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

/// The column a cell stands in.
fn column_of(row: &Row, cell: &Cell) -> Option<usize> {
    row.values.iter().find(|(_, c)| std::ptr::eq(c, cell)).map(|(i, _)| *i)
}

/// `二、重点任务 5`: an entry of a list of contents with its page.
fn is_list_item(label: &str) -> bool {
    let rest = label.trim_start_matches(|c: char| "一二三四五六七八九十第(".contains(c));
    rest.len() < label.len() && rest.starts_with(['、', ')', '章', '节', '篇'])
}

/// What the head of a column, or the row's label, says its values are.
fn column_kind(head: Option<&Cell>, label: &Cell) -> Column {
    let text = head.map_or("", |h| h.text.as_str());
    let any = |words: &AnyOf| words.within(text);
    let name = label.text.split('(').next().unwrap_or("");
    if any_of!["增长", "增速", "增幅", "降低", "下降"].closes(name) {
        return Column::Growth;
    }
    if any(any_of!["增长", "增减", "升降", "增速", "增幅", "±", "同比", "比上年", "涨跌"]) {
        return Column::Growth;
    }
    if any(any_of!["比重", "占比", "构成"]) {
        return Column::Share;
    }
    if any(any_of!["序号", "排名", "位次", "备注", "属性", "预期性", "电话", "编号", "代码", "邮编", "页码"])
        || label.text.parse::<u32>().is_ok()
    {
        return Column::Skip;
    }
    Column::Level
}

/// A label without the mark of a sub-row, its bracketed unit and its spaces.
fn strip(text: &str) -> String {
    let text = text.trim_start_matches(['#', '*', '其', '中', ':', '：']);
    let text = text.find('(').filter(|i| *i > 0).map_or(text, |i| &text[..i]);
    text.trim().to_owned()
}
