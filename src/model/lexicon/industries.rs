//! Industries after GB/T 4754-2017, to two digits, with the names documents give them.

use serde::{Deserialize, Serialize};

use super::table::Source;
use crate::model::error::Result;

/// An industry, an index into [`Industries::all`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IndustryId(pub u16);

/// An industry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Industry {
    /// Section letter or two-digit division.
    pub code: String,
    /// The standard's name.
    pub name: String,
    /// Names that documents use for exactly this.
    pub aliases: Vec<String>,
}

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    aliases: String,
}

/// All industries.
#[derive(Debug, Default)]
pub struct Industries {
    /// In the order of the file.
    pub all: Vec<Industry>,
}

impl Industries {
    pub(super) fn load<'a>(files: impl Iterator<Item = &'a Source>) -> Result<Self> {
        let mut industries = Self::default();
        for source in files {
            for (line, row) in source.records::<Row>()? {
                if row.code.is_empty() || row.name.is_empty() {
                    return Err(source.wrong(line, "an industry needs a code and a name"));
                }
                let aliases = row.aliases.split('|').filter(|a| !a.is_empty()).map(str::to_owned).collect();
                let industry = Industry { code: row.code, name: row.name, aliases };
                match industries.all.iter().position(|i| i.code == industry.code) {
                    Some(i) => industries.all[i] = industry,
                    None => industries.all.push(industry),
                }
            }
        }
        Ok(industries)
    }

    /// The industry with this id.
    #[must_use]
    pub fn get(&self, id: IndustryId) -> &Industry {
        &self.all[usize::from(id.0)]
    }
}
