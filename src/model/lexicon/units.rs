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
}

#[derive(Deserialize)]
struct Row {
    text: String,
    unit: String,
    factor: Decimal,
    dimension: Dimension,
}

/// All units.
#[derive(Debug, Default)]
pub struct Units {
    /// Canonical units.
    pub canonical: Vec<Unit>,
    /// Units as written.
    pub forms: Vec<UnitForm>,
    by_text: FxHashMap<String, u16>,
    longest: usize,
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
        let form = UnitForm { text: row.text, unit, factor: row.factor, dimension: row.dimension };
        self.longest = self.longest.max(form.text.len());
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

    /// The longest unit that `text` begins with, with the bytes it takes.
    #[must_use]
    pub fn at_start(&self, text: &str) -> Option<(&UnitForm, usize)> {
        let mut end = text.len().min(self.longest);
        while end > 0 {
            if text.is_char_boundary(end)
                && let Some(&i) = self.by_text.get(&text[..end])
            {
                return Some((&self.forms[usize::from(i)], end));
            }
            end -= 1;
        }
        None
    }
}
