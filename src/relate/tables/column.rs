//! What the columns of a table hold, by their heads, and the labels of its rows.

use crate::model::Measure;
use crate::model::any_of::{AnyOf, any_of};
use crate::model::lexicon::Dimension;
use crate::relate::grid::Cell;
use crate::relate::names;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Level,
    /// How much more than before, in the unit of the level: 比年初增减额.
    Increase,
    Growth,
    Share,
    /// Numbers that are no values: 序号, 排名.
    Skip,
}

impl Column {
    /// Whether its values are in the unit of the table.
    pub(super) const fn has_unit(self) -> bool {
        matches!(self, Self::Level | Self::Increase)
    }

    /// The measure of its values, which are of this dimension.
    pub(super) const fn measure(self, dimension: Dimension) -> Measure {
        match (self, dimension) {
            (Self::Level, Dimension::Percent) | (Self::Share, _) => Measure::Share,
            (Self::Increase, Dimension::Pp) => Measure::ChangePp,
            (Self::Increase, _) => Measure::Increase,
            (Self::Growth, _) => Measure::GrowthRate,
            _ => Measure::Level,
        }
    }
}

/// `二、重点任务 5`: an entry of a list of contents with its page.
pub(super) fn is_list_item(label: &str) -> bool {
    let rest = label.trim_start_matches(|c: char| "一二三四五六七八九十第(".contains(c));
    rest.len() < label.len() && rest.starts_with(['、', ')', '章', '节', '篇'])
}

/// What the head of a column, or the row's label, says its values are.
pub(super) fn column_kind(head: Option<&Cell>, label: &Cell) -> Column {
    let text = head.map_or("", |h| h.text.as_str());
    let any = |words: &AnyOf| words.within(text);
    let name = label.text.split('(').next().unwrap_or("");
    if any_of!["增长", "增速", "增幅", "降低", "下降"].closes(name) {
        return Column::Growth;
    }
    let amounts = any(any_of!["增减额", "增加额", "增减量", "增加量", "新增额", "净增额"]) || text == "增减";
    if amounts && !any(any_of!["%", "率", "速", "幅", "±"]) {
        return Column::Increase;
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

/// Whether a row is a part of a row above it: `#境内存款`, `其中：男性`.
pub(super) fn is_part(label: &str) -> bool {
    label.starts_with(['#', '*', '＃']) || label.starts_with("其中")
}

/// A label without its number, the mark of a sub-row, its bracketed unit and its spaces.
pub(super) fn strip(text: &str) -> String {
    let text = names::without_number(text);
    let text = text.strip_prefix("其中").unwrap_or(text).trim_start_matches(['#', '*', ':', '：', '＃']);
    let text = text.find('(').filter(|i| *i > 0).map_or(text, |i| &text[..i]);
    text.trim().to_owned()
}
