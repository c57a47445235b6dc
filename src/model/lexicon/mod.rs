//! What is known of the language and its code lists, loaded from the files of
//! `pipelines/lexicon/`.
//!
//! The files are compiled into the binary; a pipeline replaces one or adds to it with files of its
//! own. Where two entries claim the same key, the later one holds, so that a user's file wins.

mod cues;
mod indicators;
mod industries;
mod regions;
mod table;
mod units;

use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

pub use cues::{Cue, CueKind, CueSet, Cues};
pub use indicators::{Dimensions, Indicator, IndicatorId, IndicatorTerm, Indicators};
pub use industries::{Industries, Industry, IndustryId};
pub use regions::{Region, RegionName, Regions};
pub use units::{Dimension, Unit, UnitForm, UnitId, Units};

use super::error::Result;
use table::Source;

/// The files of a lexicon, in the order in which they are read.
pub const FILES: [(LexiconPart, &str, &str); 6] = [
    (LexiconPart::Indicators, "indicators.csv", include_str!("../../../pipelines/lexicon/indicators.csv")),
    (
        LexiconPart::IndicatorTerms,
        "indicator_terms.csv",
        include_str!("../../../pipelines/lexicon/indicator_terms.csv"),
    ),
    (LexiconPart::Units, "units.csv", include_str!("../../../pipelines/lexicon/units.csv")),
    (LexiconPart::Cues, "cues.csv", include_str!("../../../pipelines/lexicon/cues.csv")),
    (LexiconPart::Regions, "regions.csv", include_str!("../../../pipelines/lexicon/regions.csv")),
    (LexiconPart::Industries, "industries.csv", include_str!("../../../pipelines/lexicon/industries.csv")),
];

/// Which table of the lexicon a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LexiconPart {
    /// Codes of what can be measured.
    Indicators,
    /// The words for them.
    IndicatorTerms,
    /// Units as written, with factor and canonical unit.
    Units,
    /// Words that tell bound, status, measure.
    Cues,
    /// GB/T 2260.
    Regions,
    /// GB/T 4754.
    Industries,
}

impl LexiconPart {
    /// The key in the `[lexicon]` table of a pipeline file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Indicators => "indicators",
            Self::IndicatorTerms => "indicator_terms",
            Self::Units => "units",
            Self::Cues => "cues",
            Self::Regions => "regions",
            Self::Industries => "industries",
        }
    }
}

/// A file that a pipeline adds to a part of the lexicon, or puts in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LexiconFile {
    /// The part it belongs to.
    pub part: LexiconPart,
    /// Where it is.
    pub path: PathBuf,
    /// Whether it stands in for the compiled-in file instead of adding to it.
    pub replace: bool,
}

/// Everything known of the language.
#[derive(Debug)]
pub struct Lexicon {
    /// What can be measured, and the words for it.
    pub indicators: Indicators,
    /// Units as written.
    pub units: Units,
    /// Words that tell bound, status and measure.
    pub cues: Cues,
    /// Administrative divisions.
    pub regions: Regions,
    /// Industries.
    pub industries: Industries,
    /// BLAKE3 of all files in their order: what the output depends on besides program and input.
    pub fingerprint: String,
    /// BLAKE3 of what the files of a pipeline say to reading: their entries without columns that are
    /// for people, however they are quoted and spaced. What is compiled in is part of the program.
    pub reading: String,
}

impl Lexicon {
    /// The compiled-in lexicon.
    ///
    /// # Panics
    /// Never in a binary whose tests passed: the files are compiled in, and a test loads them.
    #[must_use]
    pub fn builtin() -> Arc<Self> {
        static BUILTIN: LazyLock<Arc<Lexicon>> = LazyLock::new(|| match Lexicon::load(&[]) {
            Ok(lexicon) => Arc::new(lexicon),
            Err(error) => unreachable!("the compiled-in lexicon is checked by a test: {error}"),
        });
        Arc::clone(&BUILTIN)
    }

    /// The compiled-in lexicon with the files of a pipeline added or put in place.
    ///
    /// # Errors
    /// `lexicon-unreadable`, `lexicon-syntax`, `lexicon-value`: with file and line.
    pub fn load(files: &[LexiconFile]) -> Result<Self> {
        let mut sources: Vec<(LexiconPart, Source)> = Vec::new();
        for (part, name, text) in FILES {
            if !files.iter().any(|f| f.part == part && f.replace) {
                sources.push((part, Source::builtin(name, text)));
            }
            for file in files.iter().filter(|f| f.part == part) {
                sources.push((part, Source::read(&file.path)?));
            }
        }
        let mut hash = blake3::Hasher::new();
        for (_, source) in &sources {
            hash.update(&(source.text.len() as u64).to_le_bytes());
            hash.update(source.text.as_bytes());
        }
        let of = |part| sources.iter().filter(move |(p, _)| *p == part).map(|(_, s)| s);
        let indicators = Indicators::load(of(LexiconPart::Indicators), of(LexiconPart::IndicatorTerms))?;
        Ok(Self {
            indicators,
            units: Units::load(of(LexiconPart::Units))?,
            cues: Cues::load(of(LexiconPart::Cues))?,
            regions: Regions::load(of(LexiconPart::Regions))?,
            industries: Industries::load(of(LexiconPart::Industries))?,
            fingerprint: hash.finalize().to_hex().to_string(),
            reading: said_to_reading(files, &sources)?,
        })
    }
}

/// Columns that say something to people only: no entry is read otherwise because of them.
const FOR_PEOPLE: [(LexiconPart, &str); 1] = [(LexiconPart::Indicators, "covers")];

/// See [`Lexicon::reading`].
fn said_to_reading(files: &[LexiconFile], sources: &[(LexiconPart, Source)]) -> Result<String> {
    let mut hash = blake3::Hasher::new();
    let mut part = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    };
    for file in files {
        let Some((_, source)) = sources.iter().find(|(p, s)| *p == file.part && s.path == file.path) else { continue };
        part(file.part.key());
        part(if file.replace { "replace" } else { "add" });
        let skipped: Vec<&str> = FOR_PEOPLE.iter().filter(|(p, _)| *p == file.part).map(|(_, c)| *c).collect();
        for (_, record) in source.records::<std::collections::BTreeMap<String, String>>()? {
            for (column, value) in record.iter().filter(|(column, _)| !skipped.contains(&column.as_str())) {
                part(column);
                part(value);
            }
            part("\n");
        }
    }
    Ok(hash.finalize().to_hex().to_string())
}
