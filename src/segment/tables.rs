//! Tables in plain text: rows of columns parted by tabs, bars or runs of spaces, and tables that a
//! page's text gives one cell to a line.

use super::lines::{Line, Tag, cells};
use super::markers::{self, Class};
use super::white::is_white;
use crate::model::any_of::any_of;

/// Lines of a heading a table of one cell to a line can have before its first number.
const HEADER: usize = 8;
/// The same where a bar stands behind each cell, empty ones too.
const BARRED: usize = 40;

/// Tags the lines that are rows or cells.
pub(super) fn mark(text: &str, lines: &mut [Line]) {
    rows(text, lines);
    spaced_rows(text, lines);
    cell_runs(text, lines);
}

/// Rows whose columns single spaces part: a name and the same number of values, three lines or more.
fn spaced_rows(text: &str, lines: &mut [Line]) {
    let mut start = 0;
    while start < lines.len() {
        let values = spaced_values(text, &lines[start]);
        let same = lines[start..].iter().take_while(|l| spaced_values(text, l) == values).count();
        let end = start + same;
        if values >= 2 && same >= 3 {
            let names = lines[start].of(text).split(is_white).count() - values;
            let head = start.checked_sub(1).filter(|at| {
                let words = lines[*at].of(text);
                lines[*at].tag == Tag::Text
                    && (values + 1..=values + names).contains(&words.split(is_white).count())
                    && !words.split(is_white).any(is_value)
            });
            // Without heads nothing says what the values are.
            for line in head.map_or(&mut [][..], |head| &mut lines[head..end]) {
                line.tag = Tag::Row;
            }
        }
        start = end.max(start + 1);
    }
}

/// How many values end a line whose words single spaces part; 0 where other words stand among them.
fn spaced_values(text: &str, line: &Line) -> usize {
    if line.tag != Tag::Text || line.columns > 1 || line.width > 60 || !line.last.is_ascii() {
        return 0;
    }
    let words = line.of(text);
    // 0731 8888: no telephone numbers.
    let dialled = |w: &str| w.len() > 1 && w.starts_with('0') && w.bytes().all(|b| b.is_ascii_digit());
    let values = words.rsplit(is_white).take_while(|w| is_value(w) && !dialled(w)).count();
    let named = words.split(is_white).count() - values;
    if (1..=2).contains(&named) { values } else { 0 }
}

fn rows(text: &str, lines: &mut [Line]) {
    let mut start = 0;
    while start < lines.len() {
        if !is_row(text, &lines[start]) {
            start += 1;
            continue;
        }
        let (mut last, mut count) = (start, 1usize);
        for (at, line) in lines.iter().enumerate().skip(start + 1) {
            if is_row(text, line) || is_rule(line.of(text)) {
                (last, count) = (at, count + 1);
            } else if at > last + 1 || !is_between(line) {
                break;
            }
        }
        if is_table(text, &lines[start..=last], count) {
            lines[start..=last].iter_mut().for_each(|l| l.tag = Tag::Row);
        }
        start = last + 1;
    }
}

/// `| --- | --- |` below the heads of columns that bars part.
fn is_rule(words: &str) -> bool {
    words.contains('|') && words.contains("--") && words.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn is_row(text: &str, line: &Line) -> bool {
    line.columns >= 2
        && line.tag == Tag::Text
        && line.width / u32::from(line.columns) <= 30
        && line.last != '。'
        && !line.of(text).contains('。')
        && !is_record(line.of(text))
}

/// The lines of the disclosure catalogue's record at the head of a page are no table of figures.
fn is_record(words: &str) -> bool {
    any_of![
        "索引号",
        "索 引 号",
        "发布机构",
        "发文机关",
        "发布日期",
        "成文日期",
        "生成日期",
        "主题分类",
        "来源",
        "时间",
        "标题",
        "文号",
    ]
    .opens(words)
}

/// A line of one cell between rows: the name of a group of rows.
fn is_between(line: &Line) -> bool {
    line.tag == Tag::Text && line.width <= 40 && !line.is_closed()
}

fn is_table(text: &str, run: &[Line], count: usize) -> bool {
    let mut wide = 0;
    let (mut numbers, mut all) = (0usize, 0usize);
    for line in run.iter().take(64) {
        wide = wide.max(line.columns);
        for cell in cells(line.of(text)) {
            all += 1;
            numbers += usize::from(is_value(cell));
        }
    }
    match count {
        1 => wide >= 4 && numbers * 2 >= all,
        2 => numbers > 0 || wide >= 3,
        _ => true,
    }
}

fn cell_runs(text: &str, lines: &mut [Line]) {
    let mut start = 0;
    while start < lines.len() {
        let mut end = start;
        let (mut first, mut last, mut values) = (None, 0, 0usize);
        while end < lines.len() && is_cell(text, &lines[end]) {
            if is_value(lines[end].of(text)) {
                first = first.or(Some(end));
                (last, values) = (end, values + 1);
            }
            end += 1;
        }
        if let Some(first) = first.filter(|_| values >= 3) {
            let top = header(text, lines, start, first);
            if values * 5 >= last + 1 - top && last - top >= 5 {
                lines[top..=last].iter_mut().for_each(|l| l.tag = Tag::Row);
            }
        }
        start = end.max(start + 1);
    }
}

/// The first line of the table whose first number is at `first`: headings of the text stay outside.
fn header(text: &str, lines: &[Line], start: usize, first: usize) -> usize {
    // Bars behind all of them say that they are cells.
    let barred = lines[start..first].iter().rev().take(BARRED).take_while(|l| l.last == '|').count();
    let from = start.max(first.saturating_sub(HEADER.max(barred)));
    let heading = lines[from..first].iter().rposition(|l| {
        markers::parse(l.of(text)).is_some_and(|m| matches!(m.class, Class::Chapter | Class::Section | Class::Ideo))
    });
    // 指标 / 2010年 / 2015年 / 一、经济增长: a heading below the heads of a table is the name of a group of rows.
    let headed = heading.is_some_and(|at| lines[from..from + at].iter().any(|l| is_head(l.of(text))));
    // A heading right before the first number is the name of a row.
    match heading.filter(|_| !headed) {
        Some(at) if from + at + 1 < first => from + at + 1,
        _ => from,
    }
}

/// Whether a cell heads the column of names.
fn is_head(cell: &str) -> bool {
    names_labels(cell.trim_end_matches('|').trim_matches(is_white))
}

/// Whether these words head a column of names.
pub(crate) fn names_labels(head: &str) -> bool {
    const HEADS: [&str; 13] = [
        "指标",
        "指标名称",
        "主要指标",
        "名称",
        "产品名称",
        "项目",
        "项目名称",
        "企业名称",
        "单位名称",
        "类别",
        "地区",
        "县市区",
        "品名",
    ];
    HEADS.contains(&head)
}

fn is_cell(text: &str, line: &Line) -> bool {
    // An empty cell, the beginning of a row, or a sign alone: % |
    if line.last == '|' && line.width <= 12 && !line.of(text).contains(char::is_alphanumeric) {
        return true;
    }
    // A bar behind it says so of longer ones.
    let most = if line.last == '|' { 100 } else { 48 };
    line.tag == Tag::Text
        && line.width <= most
        && !matches!(line.last, '。' | '；' | ';' | '！' | '!' | '？' | '，' | '、' | '：')
}

/// Whether a cell is a number, or says that there is none or no change.
pub(super) fn is_value(cell: &str) -> bool {
    let cell = cell.trim_end_matches('|').trim_matches(is_white);
    if cell.is_empty() || cell.len() > 36 {
        return false;
    }
    if matches!(cell, "持平" | "-" | "—" | "——" | "－" | "--" | "…" | "……" | "/") {
        return true;
    }
    // >95%, 下降15%, 5.5左右
    let start = cell.trim_start_matches(['<', '>', '≤', '≥', '＜', '＞', '=']);
    let start = ["下降", "降低", "增长"].iter().find_map(|w| start.strip_prefix(w)).unwrap_or(start);
    let cell = ["以上", "以下", "以内", "左右"].iter().find_map(|w| start.strip_suffix(w)).unwrap_or(start);
    let mut digits = false;
    cell.chars().all(|c| {
        let digit = c.is_ascii_digit() || ('０'..='９').contains(&c);
        digits |= digit;
        digit
            || matches!(c, '.' | ',' | '，' | '%' | '％' | '-' | '－' | '+' | '±' | ' ' | '．' | '—' | '↑' | '↓' | '–')
    }) && digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::lines::scan;

    fn tagged(text: &str) -> String {
        let mut lines = scan(text);
        mark(text, &mut lines);
        lines.iter().map(|l| if l.tag == Tag::Row { 'r' } else { '.' }).collect()
    }

    #[test]
    fn rows_of_columns() {
        assert_eq!(tagged("指标\t单位\t数量\n煤\t万吨\t12\n其他\n油\t万吨\t3\n后文一句。"), "rrrr.");
        assert_eq!(tagged("局长　张三\n各位代表：\n现在报告。"), "...");
        assert_eq!(tagged("单位负责人：甲    联系人：乙\n二○二一年"), "..");
        assert_eq!(tagged("产品名称 产量 增长%\n粮食 217 0.9\n油料 49 8.9\n蔬菜 505 -1.7\n后文一句。"), "rrrr.");
        assert_eq!(tagged("第一 2020 3\n粮食 217 0.9\n油料 49\n电话 0731 8888"), "....");
    }

    #[test]
    fn one_cell_to_a_line() {
        assert_eq!(
            tagged("一句话结束。\n三、工业\n产品\n产量\n增长\n煤\n1.5\n3.2\n油\n2,000\n持平\n后面又是一句话。"),
            "..rrrrrrrrr."
        );
        assert_eq!(tagged("目录\n甲\n乙\n丙\n丁\n戊"), "......");
    }
}
