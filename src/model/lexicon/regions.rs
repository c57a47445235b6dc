//! Administrative divisions after GB/T 2260, with the years in which a code stood for a name.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::table::Source;
use crate::model::error::Result;
use crate::model::region::RegionCode;

/// A name that stood under a code for some years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Region {
    /// Its code.
    pub code: RegionCode,
    /// Full name: `湘西土家族苗族自治州`.
    pub name: String,
    /// The name without its suffix: `湘西`. Equal to the name where cutting would leave one
    /// character.
    pub short: String,
    /// Other names: `湘西州`.
    pub aliases: Vec<String>,
    /// First year; 1980 also stands for any year before.
    pub valid_from: i16,
    /// Last year; `None` for today's.
    pub valid_to: Option<i16>,
}

impl Region {
    /// Whether it stood in `year`.
    #[must_use]
    pub fn valid_in(&self, year: i16) -> bool {
        (self.valid_from <= year || self.valid_from <= 1980) && self.valid_to.is_none_or(|to| year <= to)
    }
}

/// How a region was named where it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RegionName {
    /// `衡阳市`, `湘西州`
    Full,
    /// `衡阳`
    Short,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    short: String,
    valid_from: i16,
    valid_to: Option<i16>,
    #[serde(default)]
    aliases: String,
}

/// All regions.
#[derive(Debug, Default)]
pub struct Regions {
    /// In the order of the file: by code, then by year.
    pub all: Vec<Region>,
    by_code: FxHashMap<RegionCode, Vec<u16>>,
    by_name: FxHashMap<String, Vec<(u16, RegionName)>>,
}

impl Regions {
    pub(super) fn load<'a>(files: impl Iterator<Item = &'a Source>) -> Result<Self> {
        let mut regions = Self::default();
        for source in files {
            for (line, row) in source.records::<Row>()? {
                let Some(code) = RegionCode::parse(&row.code) else {
                    return Err(source.wrong(line, format!("`{}` is no six-digit code", row.code)));
                };
                regions.add(code, row);
            }
        }
        Ok(regions)
    }

    fn add(&mut self, code: RegionCode, row: Row) {
        let index = self.all.len() as u16;
        self.by_code.entry(code).or_default().push(index);
        let aliases: Vec<String> = row.aliases.split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect();
        let full = std::iter::once(&row.name).chain(&aliases).map(|n| (n, RegionName::Full));
        let short = (row.short != row.name).then_some((&row.short, RegionName::Short));
        for (name, how) in full.chain(short) {
            self.by_name.entry(name.clone()).or_default().push((index, how));
        }
        self.all.push(Region {
            code,
            name: row.name,
            short: row.short,
            aliases,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        });
    }

    /// The name of `code` in `year`, or its latest name; `None` for an unknown code.
    #[must_use]
    pub fn name_of(&self, code: RegionCode, year: Option<i16>) -> Option<&str> {
        self.get(code, year).map(|r| r.name.as_str())
    }

    /// The region of `code` in `year`, or the latest of that code.
    #[must_use]
    pub fn get(&self, code: RegionCode, year: Option<i16>) -> Option<&Region> {
        let rows = self.by_code.get(&code)?;
        let of = |i: &u16| &self.all[usize::from(*i)];
        let then = year.and_then(|y| rows.iter().map(of).find(|r| r.valid_in(y)));
        then.or_else(|| rows.iter().map(of).max_by_key(|r| r.valid_to.unwrap_or(i16::MAX)))
    }

    /// Every name with the regions it has stood for, for building an index.
    pub fn names(&self) -> impl Iterator<Item = (&str, &[(u16, RegionName)])> {
        self.by_name.iter().map(|(name, rows)| (name.as_str(), rows.as_slice()))
    }

    /// The regions that `name` (full, alias or short) has stood for.
    #[must_use]
    pub fn named(&self, name: &str) -> &[(u16, RegionName)] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The code that `name` stands for in `year`, preferring full names over short ones, regions
    /// inside `within`, and higher levels; `None` where it is unknown or two are as likely.
    #[must_use]
    pub fn resolve(&self, name: &str, year: Option<i16>, within: Option<RegionCode>) -> Option<RegionCode> {
        let rank = |&(i, how): &(u16, RegionName)| {
            let region = &self.all[usize::from(i)];
            let valid = year.map_or(region.valid_to.is_none(), |y| region.valid_in(y));
            let near = match within {
                Some(w) if w != RegionCode::COUNTRY => {
                    u8::from(w.prefecture().covers(region.code)) + u8::from(w.province().covers(region.code))
                }
                _ => 0,
            };
            (valid, how == RegionName::Full, near, std::cmp::Reverse(region.code.level()))
        };
        let rows = self.named(name);
        let best = rows.iter().map(rank).max()?;
        let mut codes: Vec<_> =
            rows.iter().filter(|r| rank(r) == best).map(|r| self.all[usize::from(r.0)].code).collect();
        codes.sort_unstable();
        codes.dedup();
        (codes.len() == 1).then(|| codes[0])
    }
}
