//! Units as written, with the factor to their canonical unit.
//!
//! Canonical units are those of `gold/GUIDE.md`: ISO 4217 for money, UCUM otherwise, `%`, `pp`,
//! `1` for counts.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::table::Source;
use crate::model::error::Result;

/// A canonical unit, an index into [`Units::canonical`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UnitId(pub u16);

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dimension {
    /// Money of any currency.
    Money,
    /// Percent and per mille.
    Percent,
    /// Percentage points.
    Pp,
    /// Things counted.
    Count,
    /// People counted.
    People,
    /// Mass.
    Mass,
    /// Area.
    Area,
    /// Length.
    Length,
    /// Volume.
    Volume,
    /// Energy.
    Energy,
    /// Power.
    Power,
    /// Time as a duration.
    Duration,
    /// So many times.
    Multiple,
    /// Anything else.
    Other,
}

impl Dimension {
    /// Every dimension, in order.
    pub const ALL: [Self; 14] = [
        Self::Money,
        Self::Percent,
        Self::Pp,
        Self::Count,
        Self::People,
        Self::Mass,
        Self::Area,
        Self::Length,
        Self::Volume,
        Self::Energy,
        Self::Power,
        Self::Duration,
        Self::Multiple,
        Self::Other,
    ];

    /// The name in lexicon files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Pp => "pp",
            Self::Count => "count",
            Self::People => "people",
            Self::Mass => "mass",
            Self::Area => "area",
            Self::Length => "length",
            Self::Volume => "volume",
            Self::Energy => "energy",
            Self::Power => "power",
            Self::Duration => "duration",
            Self::Multiple => "multiple",
            Self::Other => "other",
        }
    }
}

/// A canonical unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its symbol: `CNY`, `kW.h`, `%`, `1`.
    pub symbol: String,
    /// What it measures. Counts and people share the symbol `1`.
    pub dimension: Dimension,
}

/// A unit as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitForm {
    /// The words: `平方公里`.
    pub text: String,
    /// Its canonical unit.
    pub unit: UnitId,
    /// How many canonical units one of it is.
    pub factor: Decimal,
    /// What it measures.
    pub dimension: Dimension,
    /// Words that, when they follow, make it no unit: `民` after `人`.
    pub not_before: Vec<String>,
}

impl UnitForm {
    /// Whether it may stand as a unit before `rest`. A form in Latin letters also must not run on
    /// into a longer word: `5G` is no gigabyte cut short.
    fn may_precede(&self, rest: &str) -> bool {
        let runs_on = self.text.ends_with(|c: char| c.is_ascii_alphabetic())
            && rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        !runs_on && !self.not_before.iter().any(|word| rest.starts_with(word.as_str()))
    }
}

#[derive(Deserialize)]
struct Row {
    text: String,
    unit: String,
    factor: Decimal,
    dimension: Dimension,
    /// Words joined by `|`; a user's file may leave the column out.
    #[serde(default)]
    not_before: String,
}

/// All units.
#[derive(Debug, Default)]
pub struct Units {
    /// Canonical units.
    pub canonical: Vec<Unit>,
    /// Units as written.
    pub forms: Vec<UnitForm>,
    by_text: FxHashMap<String, u16>,
    /// Bytes of the longest form that begins with this character, so that most text is refused by
    /// one look-up.
    longest: FxHashMap<char, usize>,
}

impl Units {
    pub(super) fn load<'a>(files: impl Iterator<Item = &'a Source>) -> Result<Self> {
        let mut units = Self::default();
        // Numbers without a unit need `1` whatever the files say.
        units.id_of("1", Dimension::Count);
        for source in files {
            for (line, row) in source.records::<Row>()? {
                if row.text.is_empty() || row.factor <= Decimal::ZERO {
                    return Err(source.wrong(line, "a unit needs words and a factor above zero"));
                }
                units.add(row);
            }
        }
        Ok(units)
    }

    fn add(&mut self, row: Row) {
        let unit = self.id_of(&row.unit, row.dimension);
        let not_before = row.not_before.split('|').filter(|w| !w.is_empty()).map(str::to_owned).collect();
        let form = UnitForm { text: row.text, unit, factor: row.factor, dimension: row.dimension, not_before };
        if let Some(first) = form.text.chars().next() {
            let longest = self.longest.entry(first).or_default();
            *longest = form.text.len().max(*longest);
        }
        if let Some(&old) = self.by_text.get(&form.text) {
            self.forms[usize::from(old)] = form;
        } else {
            self.by_text.insert(form.text.clone(), self.forms.len() as u16);
            self.forms.push(form);
        }
    }

    fn id_of(&mut self, symbol: &str, dimension: Dimension) -> UnitId {
        let known = self.canonical.iter().position(|u| u.symbol == symbol);
        let index = known.unwrap_or_else(|| {
            self.canonical.push(Unit { symbol: symbol.to_owned(), dimension });
            self.canonical.len() - 1
        });
        UnitId(index as u16)
    }

    /// The canonical unit with this id.
    #[must_use]
    pub fn get(&self, id: UnitId) -> &Unit {
        &self.canonical[usize::from(id.0)]
    }

    /// The canonical unit with this symbol.
    #[must_use]
    pub fn find(&self, symbol: &str) -> Option<UnitId> {
        self.canonical.iter().position(|u| u.symbol == symbol).map(|i| UnitId(i as u16))
    }

    /// The longest unit that `text` begins with and that what follows does not forbid, with the
    /// bytes it takes.
    #[must_use]
    pub fn at_start(&self, text: &str) -> Option<(&UnitForm, usize)> {
        let index = self.index_at_start(text)?;
        let form = &self.forms[usize::from(index)];
        Some((form, form.text.len()))
    }

    /// As [`Units::at_start`], as an index into [`Units::forms`].
    #[must_use]
    pub fn index_at_start(&self, text: &str) -> Option<u16> {
        let first = text.chars().next()?;
        let longest = *self.longest.get(&first)?;
        let mut end = text.len().min(longest);
        while end > 0 {
            if text.is_char_boundary(end)
                && let Some(&i) = self.by_text.get(&text[..end])
                && self.forms[usize::from(i)].may_precede(&text[end..])
            {
                return Some(i);
            }
            end -= 1;
        }
        None
    }

    /// The index in [`Units::forms`] of the form written exactly so.
    #[must_use]
    pub fn index_of(&self, text: &str) -> Option<u16> {
        self.by_text.get(text).copied()
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Lexicon;

    #[test]
    fn longest_form_that_what_follows_allows() {
        let units = &Lexicon::builtin().units;
        let cases = [
            ("个百分点，", Some("个百分点")),
            ("千瓦时", Some("千瓦时")),
            ("人民", None),
            ("人次", Some("人次")),
            ("元旦", None),
            ("元的", Some("元")),
            ("GB10", None),
            ("家庭", None),
            ("", None),
        ];
        for (text, want) in cases {
            assert_eq!(units.at_start(text).map(|(form, _)| form.text.as_str()), want, "{text}");
        }
    }
}
