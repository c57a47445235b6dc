//! Tables in plain text as rows and columns: cells by tabs or runs of spaces, or one cell a line.
//!
//! In a table with one cell a line nothing marks where a row begins: a row is a label, perhaps a
//! unit, and the values that follow it. The cells before the first row are caption and heads.
//! Tables whose cells the file gives are laid out by [`laid`].

pub(super) mod laid;

use rust_decimal::Decimal;

use crate::model::any_of::any_of;
use crate::model::lexicon::Units;
use crate::model::{Bound, Span};
use crate::recognize::number::{self, Number};
use crate::segment::names_labels;

/// A cell with its words, normalised.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// The words, without the spaces that pad them.
    pub(super) text: String,
    /// The whole cell in the document.
    pub(super) span: Span,
    /// The number it holds, when it is a value: offsets within `text`, and where it stands.
    pub(super) number: Option<(Number, Span)>,
    /// A mark that stands for no value: `-`, `…`, 持平.
    pub(super) blank: bool,
    /// The bound that a sign or word in the cell gives: `≤5.5`, `5200以上`.
    pub(super) bound: Option<Bound>,
    /// The cell says itself that it is a growth: `下降15%`, of which the number is negative, `提高5个百分点`.
    pub(super) grown: bool,
}

impl Cell {
    pub(super) fn is_value(&self) -> bool {
        self.number.is_some() || self.blank
    }
}

/// A unit as a table's head or caption gives it: `万吨` is 10000 and the form of 吨.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct HeadUnit {
    pub(super) factor: Decimal,
    pub(super) form: u16,
    pub(super) span: Span,
}

/// A row: its label, what it falls under, and its values.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) label: Cell,
    /// The label of the group it stands in: `期末畜禽存栏`.
    pub(super) group: String,
    pub(super) unit: Option<HeadUnit>,
    /// The column of units says one that the lexicon does not know (上年=100), so that no other's holds.
    pub(super) unknown_unit: bool,
    /// Values with the index of their column among the value columns.
    pub(super) values: Vec<(usize, Cell)>,
}

impl Row {
    /// Where its first value begins.
    pub(super) fn begins(&self) -> u32 {
        self.values.first().map_or(self.label.span.start, |(_, cell)| cell.span.start)
    }
}

/// A table.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    /// Lines above the heads.
    pub(super) caption: Vec<Cell>,
    /// Heads of the value columns.
    pub(super) heads: Vec<Cell>,
    pub(super) rows: Vec<Row>,
}

/// Lays out the lines of a table, each a list of cells.
pub(super) fn lay_out(lines: Vec<Vec<Cell>>, units: &Units) -> Grid {
    let wide = lines.iter().filter(|l| l.len() > 1).count();
    if wide * 2 > lines.len() {
        by_lines(lines, units)
    } else {
        by_stream(without_marks(lines.into_iter().flatten().collect()), units)
    }
}

/// The cells of a table of one cell a line without the columns that hold no values: 序号, and 属性 with 约束性 or 预期性.
fn without_marks(mut cells: Vec<Cell>) -> Vec<Cell> {
    const NATURES: [&str; 4] = ["约束性", "预期性", "约束性指标", "预期性指标"];
    cells.retain(|c| !c.text.is_empty());
    // 投资规模⏎（亿元）: a head whose unit the page put on a line of its own.
    for at in (1..cells.len()).rev() {
        let alone = cells[at].text.starts_with('(') && cells[at].text.ends_with(')') && !cells[at].is_value();
        if alone && !cells[at - 1].is_value() && !cells[at - 1].text.ends_with(')') {
            let unit = cells.remove(at);
            cells[at - 1].text.push_str(&unit.text);
        }
    }
    if cells.iter().any(|c| NATURES.contains(&c.text.as_str())) {
        cells.retain(|c| {
            !NATURES.contains(&c.text.as_str()) && !matches!(c.text.as_str(), "属性" | "指标属性" | "指标类型")
        });
    }
    let Some(head) = cells.iter().position(|c| c.text == "序号") else { return cells };
    cells.remove(head);
    let mut next = 1;
    let counted: Vec<bool> = (0..cells.len())
        .map(|i| {
            let named = cells.get(i + 1).is_some_and(|c| !c.is_value());
            let counts = named && cells[i].text.parse() == Ok(next);
            next += u32::from(counts);
            counts
        })
        .collect();
    let mut counted = counted.into_iter();
    cells.retain(|_| !counted.next().unwrap_or(false));
    cells
}

fn by_lines(lines: Vec<Vec<Cell>>, units: &Units) -> Grid {
    let mut grid = Grid::default();
    let mut group = String::new();
    let mut unit_column = None;
    let labels = label_columns(&lines, units);
    let numbered = lines.iter().any(|l| l.first().is_some_and(|c| c.text == "序号"));
    // 区县代码: a column of codes, which name nothing and measure nothing.
    let coded = lines.iter().find_map(|l| {
        let heads = l.len() > 2 && !l.iter().skip(1).any(Cell::is_value);
        l.iter().position(|c| heads && any_of!["代码", "编码"].closes(&c.text))
    });
    let width = lines.iter().filter(|l| l.iter().skip(1).any(Cell::is_value)).map(Vec::len).max();
    for mut cells in lines {
        if let Some(at) = coded.filter(|at| *at < cells.len() && cells.len() > 2) {
            cells.remove(at);
        }
        if numbered && cells.len() > 1 {
            cells.remove(0);
        }
        let has_values = cells.iter().skip(1).any(Cell::is_value) && !cells.iter().all(is_year_head);
        if cells.len() == 1 {
            let cell = cells.remove(0);
            if grid.rows.is_empty() && grid.heads.is_empty() {
                grid.caption.push(cell);
            } else {
                group = cell.text;
            }
        } else if !has_values && !grid.rows.is_empty() && cells.iter().skip(1).any(is_move) {
            // 群众满意度 | 提高5个百分点: a row whose value is no plain number is no head.
        } else if !has_values {
            unit_column = cells.iter().position(|c| is_unit_head(&c.text)).or(unit_column);
            let above = std::mem::take(&mut grid.heads);
            // The head of the names was merged over both lines of heads.
            let merged = grid.rows.is_empty() && !above.is_empty() && Some(cells.len() + labels) == width;
            grid.heads = cells.into_iter().skip(if merged { 0 } else { labels }).collect();
            if merged {
                head_groups(&above, &mut grid.heads);
            }
        } else {
            // | 中心城区 | 渝中区 | 26 |: the row is named by the last of its labels.
            let own = if labels > 1 { leading_labels(&cells, units) } else { 1 };
            if own > 1 {
                let wider = cells.drain(..own - 1).next_back().map(|cell| cell.text).filter(|text| !text.is_empty());
                group = wider.unwrap_or(group);
            }
            grid.rows.push(row_of_line(cells, &group, unit_column, units));
        }
    }
    if let Some(at) = unit_column.filter(|at| *at > 0 && *at <= grid.heads.len()) {
        grid.heads.remove(at - 1);
    }
    grid
}

/// Puts the heads `above` before those of the same number of columns each below them: 8月 and 1—8月 above 绝对量 and
/// 同比增长 of each.
fn head_groups(above: &[Cell], heads: &mut [Cell]) {
    if heads.len() <= above.len() || !heads.len().is_multiple_of(above.len()) {
        return;
    }
    let each = heads.len() / above.len();
    for (group, heads) in above.iter().zip(heads.chunks_mut(each)) {
        for head in heads {
            head.text.insert_str(0, &group.text);
        }
    }
}

/// How many columns at the left name rows: more than one where rows have labels of one or two cells before the same
/// number of others, because a cell that was merged over several rows stands in the first of them only or is empty
/// in the rest.
fn label_columns(lines: &[Vec<Cell>], units: &Units) -> usize {
    let rows = || lines.iter().filter(|l| l.len() > 2 && l.iter().skip(1).any(Cell::is_value));
    let counts = || rows().map(|l| leading_labels(l, units));
    let (least, most) = (counts().min().unwrap_or(1), counts().max().unwrap_or(1));
    // Bars leave empty cells at the end of the rows that have a label less.
    let filled = |l: &[Cell]| l.iter().rposition(|c| !c.text.is_empty()).map_or(0, |at| at + 1);
    let mut others = rows().map(|l| filled(l).saturating_sub(leading_labels(l, units)));
    let first = others.next();
    // 项目名称 | 建设单位 | 总投资: the first column has the names.
    let head = lines.iter().find(|l| !l.iter().skip(1).any(Cell::is_value) && l.len() > 1);
    let named = head.is_some_and(|l| names_labels(&l[0].text) && !names_labels(&l[1].text));
    let merged = least == 1 || rows().any(|l| l[0].text.is_empty());
    if merged && !named && least > 0 && others.all(|n| Some(n) == first) { most } else { 1 }
}

/// Cells before the first value or unit of a line; the first may be empty.
fn leading_labels(cells: &[Cell], units: &Units) -> usize {
    let label =
        |(i, c): &(usize, &Cell)| !c.is_value() && (*i == 0 || !c.text.is_empty()) && bare_unit(c, units).is_none();
    cells.iter().enumerate().take_while(label).count()
}

fn row_of_line(cells: Vec<Cell>, group: &str, unit_column: Option<usize>, units: &Units) -> Row {
    let mut row = Row { group: group.to_owned(), ..Row::default() };
    let mut column = 0;
    for (i, cell) in cells.into_iter().enumerate() {
        if i == 0 {
            row.unit = bracketed_unit(&cell, units);
            row.label = cell;
        } else if Some(i) == unit_column || (!cell.is_value() && bare_unit(&cell, units).is_some()) {
            row.unit = bare_unit(&cell, units);
            row.unknown_unit = row.unit.is_none() && !cell.text.is_empty() && !cell.blank;
        } else {
            row.values.push((column, cell));
            column += 1;
        }
    }
    row
}

fn by_stream(cells: Vec<Cell>, units: &Units) -> Grid {
    let mut grid = Grid::default();
    let Some(first) = cells.iter().position(Cell::is_value) else { return grid };
    // The first row's label stands before its first value, with a unit between perhaps.
    let has_unit = first >= 2 && bare_unit(&cells[first - 1], units).is_some() && !is_unit_head(&cells[first - 1].text);
    let width = cells[first..].iter().take_while(|c| c.is_value()).count();
    let labels = if has_unit { 2 } else { 1 };
    let mut head_end = first.saturating_sub(labels);
    let mut group = String::new();
    // A group label between heads and first row: the heads are as many as the columns.
    let heads_wanted = width + labels;
    let named = cells[..head_end].iter().rposition(|c| names_labels(&c.text));
    if let Some(at) = named.filter(|at| head_end - at > heads_wanted) {
        group.clone_from(&cells[head_end - 1].text);
        head_end = at + heads_wanted;
    }
    let head_start = head_end.saturating_sub(heads_wanted);
    grid.caption = cells[..head_start].to_vec();
    // Where nothing heads the names of rows, the caption stands in its place.
    grid.caption.extend(cells[head_start..head_end].first().filter(|c| c.text.ends_with(['表', '况'])).cloned());
    grid.heads = cells[head_start..head_end].iter().skip(labels).cloned().collect();
    rows_of_stream(&mut grid, cells, first - labels.min(first), group, units);
    grid
}

fn rows_of_stream(grid: &mut Grid, cells: Vec<Cell>, from: usize, mut group: String, units: &Units) {
    let mut labels: Vec<Cell> = Vec::new();
    let mut unit = None;
    let mut row: Option<Row> = None;
    for cell in cells.into_iter().skip(from) {
        if cell.is_value() {
            if !labels.is_empty() {
                grid.rows.extend(row.take());
                row = Some(row_of_labels(&mut labels, &mut group, &mut unit, units));
            }
            if let Some(row) = &mut row {
                row.values.push((row.values.len(), cell));
            }
        } else {
            labels.push(cell);
        }
    }
    grid.rows.extend(row);
}

/// A row whose label is the last of `labels`; one before it names a group, a bare unit its unit.
fn row_of_labels(labels: &mut Vec<Cell>, group: &mut String, carried: &mut Option<HeadUnit>, units: &Units) -> Row {
    let mut own = None;
    if labels.len() > 1
        && let Some(unit) = labels.last().and_then(|c| bare_unit(c, units))
    {
        own = Some(unit);
        labels.pop();
    }
    let label = labels.pop().unwrap_or_default();
    if let Some(name) = labels.pop() {
        *group = name.text;
        *carried = None;
    }
    labels.clear();
    own = own.or_else(|| bracketed_unit(&label, units));
    // #黄牛及肉牛 below 大牲畜(万头) keeps its unit.
    if own.is_some() {
        *carried = own;
    }
    Row { label, group: group.clone(), unit: own.or(*carried), ..Row::default() }
}

fn is_unit_head(text: &str) -> bool {
    matches!(text, "单位" | "计量单位")
}

/// `提高到八成`, `控制在5%以内`: no plain number, and no head like 增加值 or 下降幅度.
fn is_move(cell: &Cell) -> bool {
    let verbs = any_of!["提高", "提升", "增加", "上升", "下降", "降低", "减少", "压减", "新增", "控制"];
    verbs.opens(&cell.text) && cell.text.contains(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
}

fn is_year_head(cell: &Cell) -> bool {
    let century = |text: &str| text.starts_with("19") || text.starts_with("20");
    let year = |text: &str| text.len() == 4 && century(text) && text.bytes().all(|b| b.is_ascii_digit());
    !cell.is_value() || year(&cell.text)
}

/// The unit in the brackets of `产量(万吨)`.
pub(super) fn bracketed_unit(cell: &Cell, units: &Units) -> Option<HeadUnit> {
    let open = cell.text.rfind('(')?;
    let inner = cell.text[open + 1..].strip_suffix(')')?;
    unit_of(inner, cell.span, units)
}

/// A cell that is a unit and nothing else: `万吨`.
fn bare_unit(cell: &Cell, units: &Units) -> Option<HeadUnit> {
    unit_of(&cell.text, cell.span, units)
}

/// The unit in a caption: `单位:亿元`.
pub(super) fn caption_unit(cell: &Cell, units: &Units) -> Option<HeadUnit> {
    let at = cell.text.find("单位:").or_else(|| cell.text.find("单位："))?;
    let rest = &cell.text[at..];
    let rest = &rest[rest.find([':', '：'])?..];
    let rest = rest.trim_start_matches([':', '：']).trim_end_matches([')', ' ']);
    let first = rest.split(['、', ',', ' ', ';', '(']).next()?;
    unit_of(first, cell.span, units)
}

/// `万吨`: a magnitude and a unit that together are the whole of `text`.
fn unit_of(text: &str, span: Span, units: &Units) -> Option<HeadUnit> {
    const MAGNITUDES: [(&str, u64); 8] = [
        ("", 1),
        ("万亿", 1_000_000_000_000),
        ("千万", 10_000_000),
        ("百万", 1_000_000),
        ("亿", 100_000_000),
        ("万", 10_000),
        ("千", 1_000),
        ("百", 100),
    ];
    let text = text.trim_matches(['±', ' ', '＋', '-', '+']);
    MAGNITUDES.iter().find_map(|(word, factor)| {
        let rest = text.strip_prefix(word)?;
        let form = units.index_at_start(rest)?;
        let whole = units.forms[usize::from(form)].text.len() == rest.len();
        whole.then(|| HeadUnit { factor: Decimal::from(*factor), form, span })
    })
}

/// A number that is all of a cell but for the sign or word that bounds it or tells a growth.
pub(super) struct Value {
    pub(super) number: Number,
    pub(super) bound: Option<Bound>,
    pub(super) grown: bool,
}

/// Reads a cell's words as a value. A year is a head, no value.
pub(super) fn value(text: &str, units: &Units) -> Option<Value> {
    let mut number = number::next(text, 0, units)?;
    let end = number.unit.map_or(number.span.end, |u| u.span.end) as usize;
    // 2020-2022 as the years of a project
    let years = text.split_once(['-', '—', '–', '~', '至']).is_some_and(|(a, b)| {
        let year = |y: &str| y.len() == 4 && y.bytes().all(|b| b.is_ascii_digit()) && y.starts_with(['1', '2']);
        year(a.trim()) && year(b.trim().trim_end_matches('年')) && a.trim() < b.trim()
    });
    if years {
        return None;
    }
    // #15—64岁: a class of ages is the label of a row.
    if number.high.is_some() && text[..end].ends_with('岁') {
        return None;
    }
    let sign = text[..number.span.start as usize].trim_matches(['+', '#', ' ', '(', '[', '〔']);
    let rate = number.percent || text[..end].ends_with(['%', '‰']);
    let moves = rate || number.unit.is_some();
    let falls = moves && matches!(sign, "下降" | "降低" | "减少" | "压减");
    let grown = falls || moves && matches!(sign, "增长" | "年均增长" | "提高" | "提升" | "增加" | "上升");
    let sign = if grown { "" } else { sign };
    if falls {
        (number.low, number.high) = (-number.high.unwrap_or(number.low), number.high.map(|_| -number.low));
    }
    let tail = text[end..].trim_matches([' ', ')', ']', '〕']);
    let bound = match (sign, tail) {
        ("", "") => None,
        ("≥" | ">" | ">=", "") | ("", "以上") => Some(Bound::AtLeast),
        ("≤" | "<" | "<=", "") | ("", "以下" | "以内") => Some(Bound::AtMost),
        ("", "左右") => Some(Bound::Approx),
        _ => return None,
    };
    let plain = number.notation == number::Notation::Arabic || number.notation == number::Notation::Mixed;
    (plain && !is_year(text)).then_some(Value { number, bound, grown })
}

/// `2020`, `2020年`, `2020年度` as the head of a column; a bare number may also be a value.
fn is_year(text: &str) -> bool {
    let text = text.trim();
    let digits = text.trim_end_matches("度").trim_end_matches('年');
    digits.len() == 4 && digits != text && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Marks that stand where no value is.
pub(super) fn is_blank(text: &str) -> bool {
    matches!(text, "-" | "—" | "--" | "——" | "…" | "..." | "……" | "/" | "持平" | "*" | "–" | "－")
}
