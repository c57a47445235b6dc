//! The columns that a correction may change, and their values made sure of.
//!
//! They are those that reading fills. What follows from others (names of codes, the days of a period)
//! follows a correction too; the text, its places and what the document says of itself are facts, and
//! no correction changes them.

use rust_decimal::Decimal;

use super::number;
use crate::model::lexicon::{IndicatorId, IndustryId};
use crate::model::observation::codes;
use crate::model::{Bound, Lexicon, Measure, Observation, Period, RegionCode, Status, is_formula};

codes! {
    /// A column that a correction may change.
    Column {
        /// `value` with `value_decimal`: one number in two columns.
        Value = "value",
        /// `value_high` with `value_high_decimal`.
        ValueHigh = "value_high",
        /// The canonical unit.
        Unit = "unit",
        /// The indicator's code; its name follows.
        Indicator = "indicator",
        /// The words that name it.
        IndicatorText = "indicator_text",
        /// Whose it is.
        Subject = "subject",
        /// The industry's code.
        Industry = "industry",
        /// How the value relates to the thing measured.
        Measure = "measure",
        /// Achieved, promised, or a rule's parameter.
        Status = "status",
        /// How tightly the words bind the value.
        Bound = "bound",
        /// The time; its first and last day follow.
        Period = "period",
        /// Whether it recurs each year.
        PerYear = "per_year",
        /// What it is compared with.
        Baseline = "baseline",
        /// The region's code; its name follows.
        Region = "region",
        /// Not a column but the row as a whole: `quantity` that becomes `none` leaves the table.
        Kind = "kind",
    }
}

/// A cell of such a column. Units compare by their symbols, numbers by their value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Value {
    Null,
    Number(Decimal),
    Text(String),
    Indicator(IndicatorId),
    Industry(IndustryId),
    Measure(Measure),
    Status(Status),
    Bound(Bound),
    Period(Period),
    Bool(bool),
    Region(RegionCode),
}

/// The longest text of a cell, in characters.
const LONGEST_TEXT: usize = 500;
/// What the rows are: measured or counted amounts.
pub(crate) const QUANTITY: &str = "quantity";
/// What is no row.
pub(crate) const NONE: &str = "none";
/// The baseline that is the year before.
const PREVIOUS_YEAR: &str = "previous_year";

impl Column {
    /// The column by its name; the decimal columns are those of the floats beside them.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        let name = match name {
            "value_decimal" => "value",
            "value_high_decimal" => "value_high",
            other => other,
        };
        Self::ALL.iter().copied().find(|c| c.as_str() == name)
    }

    /// The cell of a row.
    pub(super) fn of(self, o: &Observation, lexicon: &Lexicon) -> Value {
        let text =
            |text: Option<&str>| text.filter(|t| !t.is_empty()).map_or(Value::Null, |t| Value::Text(t.to_owned()));
        match self {
            Self::Value => Value::Number(o.value),
            Self::ValueHigh => o.value_high.map_or(Value::Null, Value::Number),
            Self::Unit => Value::Text(lexicon.units.get(o.unit).symbol.clone()),
            Self::Indicator => Value::Indicator(o.indicator),
            Self::IndicatorText => text(Some(&o.indicator_text)),
            Self::Subject => text(o.subject.as_deref()),
            Self::Industry => o.industry.map_or(Value::Null, Value::Industry),
            Self::Measure => Value::Measure(o.measure),
            Self::Status => Value::Status(o.status),
            Self::Bound => Value::Bound(o.bound),
            Self::Period => o.period.map_or(Value::Null, Value::Period),
            Self::PerYear => Value::Bool(o.per_year),
            Self::Baseline => text(o.baseline.as_deref()),
            Self::Region => o.region.map_or(Value::Null, Value::Region),
            Self::Kind => Value::Text(QUANTITY.to_owned()),
        }
    }

    /// The value that a cell of a corrections file writes; empty stands for a null.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence.
    pub(crate) fn parse(self, text: &str, lexicon: &Lexicon) -> Result<Value, String> {
        if text.is_empty() {
            return if self.is_nullable() { Ok(Value::Null) } else { Err(format!("{self} cannot be empty")) };
        }
        let wrong = |what: &str| format!("`{}` is no {what}", shortened(text));
        match self {
            Self::Value | Self::ValueHigh => number::of_column(text)
                .map(Value::Number)
                .ok_or_else(|| wrong("decimal number of at most nine digits after the point")),
            Self::Unit => match lexicon.units.find(text) {
                Some(_) => Ok(Value::Text(text.to_owned())),
                None => Err(wrong("canonical unit")),
            },
            Self::Indicator => {
                lexicon.indicators.find(text).map(Value::Indicator).ok_or_else(|| wrong("code of the indicator list"))
            }
            Self::IndicatorText | Self::Subject => words(text).map(|()| Value::Text(text.to_owned())),
            Self::Industry => industry(text, lexicon).map(Value::Industry).ok_or_else(|| wrong("code of GB/T 4754")),
            Self::Measure => {
                code(Measure::ALL, Measure::as_str, text).map(Value::Measure).ok_or_else(|| wrong("measure"))
            }
            Self::Status => code(Status::ALL, Status::as_str, text).map(Value::Status).ok_or_else(|| wrong("status")),
            Self::Bound => code(Bound::ALL, Bound::as_str, text).map(Value::Bound).ok_or_else(|| wrong("bound")),
            Self::Period => period(text).map(Value::Period).ok_or_else(|| wrong("period")),
            Self::PerYear => match text.to_ascii_lowercase().as_str() {
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                _ => Err(wrong("yes or no: write true or false")),
            },
            Self::Baseline if text == PREVIOUS_YEAR || period(text).is_some() => Ok(Value::Text(text.to_owned())),
            Self::Baseline => match region(text, lexicon) {
                Some(region) => Ok(Value::Text(region.to_string())),
                None => Err(wrong("baseline: previous_year, a period or a region's code")),
            },
            Self::Region => region(text, lexicon).map(Value::Region).ok_or_else(|| wrong("code of GB/T 2260")),
            Self::Kind if [QUANTITY, NONE].contains(&text) => Ok(Value::Text(text.to_owned())),
            Self::Kind => Err(wrong("kind: quantity or none")),
        }
    }

    /// As [`Column::parse`], of a cell that a table has: words stand there as they were read, whatever they hold.
    ///
    /// # Errors
    /// What is wrong with it, as a sentence.
    pub(crate) fn parse_read(self, text: &str, lexicon: &Lexicon) -> Result<Value, String> {
        match self {
            Self::IndicatorText | Self::Subject if !text.is_empty() => Ok(Value::Text(text.to_owned())),
            _ => self.parse(text, lexicon),
        }
    }

    /// Puts a value that was parsed for this column into a row. [`Column::Kind`] is no cell of one.
    pub(super) fn set(self, value: &Value, o: &mut Observation, lexicon: &Lexicon) {
        let text = |value: &Value| match value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        match (self, value) {
            (Self::Value, Value::Number(v)) => o.value = *v,
            (Self::ValueHigh, Value::Number(v)) => o.value_high = Some(*v),
            (Self::ValueHigh, _) => o.value_high = None,
            (Self::Unit, Value::Text(symbol)) => o.unit = lexicon.units.find(symbol).unwrap_or(o.unit),
            (Self::Indicator, Value::Indicator(id)) => o.indicator = *id,
            (Self::IndicatorText, value) => o.indicator_text = text(value).unwrap_or_default(),
            (Self::Subject, value) => o.subject = text(value),
            (Self::Industry, Value::Industry(id)) => o.industry = Some(*id),
            (Self::Industry, _) => o.industry = None,
            (Self::Measure, Value::Measure(v)) => o.measure = *v,
            (Self::Status, Value::Status(v)) => o.status = *v,
            (Self::Bound, Value::Bound(v)) => o.bound = *v,
            (Self::Period, Value::Period(v)) => o.period = Some(*v),
            (Self::Period, _) => o.period = None,
            (Self::PerYear, Value::Bool(v)) => o.per_year = *v,
            (Self::Baseline, value) => o.baseline = text(value),
            (Self::Region, Value::Region(v)) => o.region = Some(*v),
            (Self::Region, _) => o.region = None,
            // Values of other kinds are not parsed for these columns.
            _ => {}
        }
    }

    const fn is_nullable(self) -> bool {
        matches!(
            self,
            Self::ValueHigh
                | Self::IndicatorText
                | Self::Subject
                | Self::Industry
                | Self::Period
                | Self::Baseline
                | Self::Region
        )
    }
}

impl std::fmt::Display for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Value {
    /// As the tables write it; empty for a null.
    pub(crate) fn show(&self, lexicon: &Lexicon) -> String {
        match self {
            Self::Null => String::new(),
            Self::Number(v) => v.normalize().to_string(),
            Self::Text(v) => v.clone(),
            Self::Indicator(id) => lexicon.indicators.get(*id).code.clone(),
            Self::Industry(id) => lexicon.industries.get(*id).code.clone(),
            Self::Measure(v) => v.as_str().to_owned(),
            Self::Status(v) => v.as_str().to_owned(),
            Self::Bound(v) => v.as_str().to_owned(),
            Self::Period(v) => v.to_string(),
            Self::Bool(v) => v.to_string(),
            Self::Region(v) => v.to_string(),
        }
    }
}

/// Enough of a cell to know it again in a message.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text.chars().take(SHOWN).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

/// Free words. What a spreadsheet would run is refused, because tables are opened in spreadsheets.
pub(super) fn words(text: &str) -> Result<(), String> {
    if text.chars().any(char::is_control) {
        return Err("words have no line breaks and no control characters".into());
    }
    if is_formula(text) {
        return Err(format!("`{}` would be run as a formula by a spreadsheet", shortened(text)));
    }
    if text.chars().nth(LONGEST_TEXT).is_some() {
        return Err(format!("words of more than {LONGEST_TEXT} characters name nothing"));
    }
    Ok(())
}

fn code<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str, text: &str) -> Option<T> {
    all.iter().copied().find(|v| name(*v) == text)
}

/// A period in the one way in which the tables write it, with days in the calendar.
pub(crate) fn period(text: &str) -> Option<Period> {
    let period = Period::parse(text).filter(|p| p.to_string() == text)?;
    (period.start()? <= period.end()?).then_some(period)
}

/// A code of the list; a spreadsheet makes `0` of `000000`.
pub(crate) fn region(text: &str, lexicon: &Lexicon) -> Option<RegionCode> {
    let code = if text == "0" { RegionCode::COUNTRY } else { RegionCode::parse(text)? };
    lexicon.regions.get(code, None).map(|r| r.code)
}

fn industry(text: &str, lexicon: &Lexicon) -> Option<IndustryId> {
    let place = lexicon.industries.all.iter().position(|i| i.code == text)?;
    Some(IndustryId(place as u16))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_held_against_the_lists() {
        let lexicon = Lexicon::builtin();
        let parsed = |column: Column, text: &str| column.parse(text, &lexicon).map(|v| v.show(&lexicon));
        for (column, text, shown) in [
            (Column::Value, "4.998E+10", "49980000000"),
            (Column::Value, "12.50", "12.5"),
            (Column::ValueHigh, "", ""),
            (Column::Unit, "CNY", "CNY"),
            (Column::Indicator, "gdp", "gdp"),
            (Column::IndicatorText, "茶叶产量", "茶叶产量"),
            (Column::Measure, "growth_rate", "growth_rate"),
            (Column::Period, "2021-01/2021-09", "2021-01/2021-09"),
            (Column::Period, "2020-Q3", "2020-Q3"),
            (Column::PerYear, "TRUE", "true"),
            (Column::Baseline, "previous_year", "previous_year"),
            (Column::Baseline, "2011/2015", "2011/2015"),
            (Column::Region, "430725", "430725"),
            (Column::Region, "0", "000000"),
            (Column::Kind, "none", "none"),
        ] {
            assert_eq!(parsed(column, text).as_deref(), Ok(shown), "{column} {text}");
        }
        for (column, text) in [
            (Column::Value, ""),
            (Column::Value, "=1+1"),
            (Column::Value, "十二"),
            (Column::Value, "0.0000000001"),
            (Column::Unit, "元"),
            (Column::Unit, ""),
            (Column::Indicator, "gdpp"),
            (Column::Subject, "=HYPERLINK(\"x\")"),
            (Column::Subject, "甲\n乙"),
            (Column::Measure, "Level"),
            (Column::Period, "2021-13"),
            (Column::Period, "2021-4"),
            (Column::Period, "2021/2020"),
            (Column::Period, "20210"),
            (Column::PerYear, "yes"),
            (Column::Baseline, "last year"),
            (Column::Region, "999999"),
            (Column::Industry, "ZZ"),
            (Column::Kind, "row"),
        ] {
            assert!(parsed(column, text).is_err(), "{column} {text}");
        }
        for words in ["=甲", "甲\t乙", "甲\n乙"] {
            let read = Column::Subject.parse_read(words, &lexicon).map(|v| v.show(&lexicon));
            assert_eq!(read.as_deref(), Ok(words), "what was read may be expected");
            assert!(parsed(Column::Subject, words).is_err(), "{words}");
        }
        assert!(Column::Indicator.parse_read("gdpp", &lexicon).is_err());
    }
}
