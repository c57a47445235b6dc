//! What can be measured: the codes of `gold/indicators.csv` and the words for them.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::table::Source;
use super::units::Dimension;
use crate::model::error::Result;

/// The code given where no other fits.
const OTHER: &str = "other";

/// An indicator, an index into [`Indicators::codes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IndicatorId(pub u16);

/// A set of [`Dimension`]s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dimensions(u16);

impl Dimensions {
    /// Every dimension.
    pub const ANY: Self = Self(u16::MAX);

    /// The set of these.
    #[must_use]
    pub fn of(dimensions: &[Dimension]) -> Self {
        Self(dimensions.iter().fold(0, |set, d| set | 1 << *d as u16))
    }

    /// Whether `dimension` is in the set.
    #[must_use]
    pub const fn has(self, dimension: Dimension) -> bool {
        self.0 & (1 << dimension as u16) != 0
    }

    fn natural(name: &str) -> Option<Self> {
        use Dimension::{
            Area, Count, Duration, Energy, Length, Mass, Money, Multiple, Other, People, Percent, Power, Volume,
        };
        Some(match name {
            "money" => Self::of(&[Money]),
            "percent" => Self::of(&[Percent]),
            "ratio" => Self::of(&[Percent, Multiple]),
            "count" => Self::of(&[Count]),
            "people" => Self::of(&[People, Count]),
            "quantity" => Self::of(&[Mass, Area, Length, Volume, Energy, Power, Count, People, Other]),
            "time" => Self::of(&[Duration]),
            "any" | "*" => Self::ANY,
            _ => return None,
        })
    }

    fn parse(names: &str) -> Option<Self> {
        names.split_whitespace().try_fold(Self(0), |set, name| {
            let one = Dimension::ALL.into_iter().find(|d| d.as_str() == name);
            let some = one.map(|d| Self::of(&[d])).or_else(|| Self::natural(name))?;
            Some(Self(set.0 | some.0))
        })
    }
}

/// Something that can be measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// Its code: `value_added.industry.above_scale`.
    pub code: String,
    /// Its Chinese name.
    pub name: String,
    /// The dimensions its levels have.
    pub dimensions: Dimensions,
    /// The code without its last part, where the list has that.
    pub parent: Option<IndicatorId>,
}

/// Words for an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorTerm {
    /// The words, without quotes and spaces.
    pub text: String,
    /// What they name.
    pub indicator: IndicatorId,
    /// The dimensions of numbers they may own.
    pub dimensions: Dimensions,
    /// Counts only where no strong term does.
    pub weak: bool,
}

#[derive(Deserialize)]
struct CodeRow {
    code: String,
    name_zh: String,
    dimension: String,
}

#[derive(Deserialize)]
struct TermRow {
    term: String,
    code: String,
    dimensions: String,
    strength: String,
}

/// All indicators and their words.
#[derive(Debug, Default)]
pub struct Indicators {
    /// The codes, in the order of the file.
    pub codes: Vec<Indicator>,
    /// The words, in the order of the files.
    pub terms: Vec<IndicatorTerm>,
    by_code: FxHashMap<String, IndicatorId>,
    other: Option<IndicatorId>,
}

impl Indicators {
    pub(super) fn load<'a>(
        codes: impl Iterator<Item = &'a Source>,
        terms: impl Iterator<Item = &'a Source>,
    ) -> Result<Self> {
        let mut all = Self::default();
        for source in codes {
            for (line, row) in source.records::<CodeRow>()? {
                let Some(dimensions) = Dimensions::natural(&row.dimension) else {
                    return Err(source.wrong(line, format!("`{}` is no dimension", row.dimension)));
                };
                all.add_code(row, dimensions);
            }
        }
        all.add_code(CodeRow { code: OTHER.into(), name_zh: "其他".into(), dimension: String::new() }, Dimensions::ANY);
        all.other = all.find(OTHER);
        all.link_parents();
        for source in terms {
            for (line, row) in source.records::<TermRow>()? {
                let term = all.term(row).map_err(|message| source.wrong(line, message))?;
                all.terms.push(term);
            }
        }
        Ok(all)
    }

    fn add_code(&mut self, row: CodeRow, dimensions: Dimensions) {
        let indicator = Indicator { code: row.code, name: row.name_zh, dimensions, parent: None };
        if let Some(id) = self.find(&indicator.code) {
            if indicator.code != OTHER {
                self.codes[usize::from(id.0)] = indicator;
            }
        } else {
            self.by_code.insert(indicator.code.clone(), IndicatorId(self.codes.len() as u16));
            self.codes.push(indicator);
        }
    }

    fn link_parents(&mut self) {
        for i in 0..self.codes.len() {
            let code = &self.codes[i].code;
            self.codes[i].parent = code.rfind('.').and_then(|dot| self.find(&code[..dot]));
        }
    }

    fn term(&self, row: TermRow) -> std::result::Result<IndicatorTerm, String> {
        let Some(indicator) = self.find(&row.code) else {
            return Err(format!("`{}` is no code of the indicator list", row.code));
        };
        let dimensions = if row.dimensions.is_empty() {
            self.get(indicator).dimensions
        } else {
            Dimensions::parse(&row.dimensions).ok_or_else(|| format!("`{}` are no dimensions", row.dimensions))?
        };
        let weak = match row.strength.as_str() {
            "weak" => true,
            "strong" | "" => false,
            other => return Err(format!("strength is `strong` or `weak`, not `{other}`")),
        };
        if row.term.chars().count() < 2 {
            return Err("a term needs two characters or more".into());
        }
        Ok(IndicatorTerm { text: row.term, indicator, dimensions, weak })
    }

    /// The indicator with this id.
    #[must_use]
    pub fn get(&self, id: IndicatorId) -> &Indicator {
        &self.codes[usize::from(id.0)]
    }

    /// The indicator with this code.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<IndicatorId> {
        self.by_code.get(code).copied()
    }

    /// The indicator `other`.
    #[must_use]
    pub fn other(&self) -> IndicatorId {
        self.other.unwrap_or(IndicatorId(0))
    }

    /// Whether `id` is `code` or below it.
    #[must_use]
    pub fn is_under(&self, id: IndicatorId, code: &str) -> bool {
        let own = &self.get(id).code;
        own.strip_prefix(code).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}
