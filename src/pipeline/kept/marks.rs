//! What a reading depends on besides a document's name and bytes.

use serde::Serialize;

use super::super::plan::Plan;
use crate::ingest::{Limits, Overrides};

/// A hash of settings.
pub(in crate::pipeline) type Mark = [u8; 16];

/// What this run reads with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pipeline) struct Marks {
    /// The build of the program, with all that is compiled in.
    pub(in crate::pipeline) program: &'static str,
    /// What the lexicon files of the pipeline say to reading.
    pub(in crate::pipeline) lexicon: String,
    /// Of each source of the pipeline: limits, and what holds for its documents. How documents are
    /// found, what becomes of duplicates, and how tables are written leave readings as they are.
    pub(in crate::pipeline) sources: Vec<Mark>,
}

#[derive(Serialize)]
struct Settings<'a> {
    limits: Limits,
    overrides: &'a Overrides,
}

impl Marks {
    pub(in crate::pipeline) fn of(plan: &Plan) -> Self {
        // What was refused for time is tried again anyway, and how deep archives lie is no document's.
        let limits = Limits { max_seconds: 0, max_depth: 0, ..plan.limits() };
        let mark = |overrides: Overrides| {
            // Numbers, strings and options of them: serialising cannot fail.
            mark(&serde_json::to_vec(&Settings { limits, overrides: &overrides }).unwrap_or_default())
        };
        Self {
            program: env!("ZHIBIAO_BUILD"),
            lexicon: plan.lexicon.reading.clone(),
            sources: plan.settings.sources.iter().map(|source| mark(source.overrides())).collect(),
        }
    }
}

/// The hash of some bytes.
pub(in crate::pipeline) fn mark(bytes: &[u8]) -> Mark {
    let mut mark = Mark::default();
    mark.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    mark
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::Result;
    use crate::pipeline::PipelineText;

    fn marks(text: &str) -> Result<Marks> {
        let text = format!("name = \"p\"\n{text}");
        Ok(Marks::of(&Plan::from_text(&PipelineText::new(Path::new("p.toml"), &text))?))
    }

    const SOURCES: &str = "[[source]]\npaths = [\"a\"]\n[[source]]\npaths = [\"b\"]\n";

    #[test]
    fn what_leaves_readings_as_they_are_leaves_no_mark() -> Result<()> {
        let base = marks(SOURCES)?;
        for same in [
            "duplicates = \"keep\"",
            "output = { folder = \"x\", excel = true }",
            "fail = { rejects = 0.5, findings = \"error\" }",
            "limits = { max_seconds = 5, max_depth = 2 }",
        ] {
            assert_eq!(base, marks(&format!("{same}\n{SOURCES}"))?, "{same}");
        }
        let elsewhere = "[[source]]\npaths = [\"c\"]\ninclude = [\"*.txt\"]\n[[source]]\npaths = [\"b\"]\n";
        assert_eq!(base, marks(elsewhere)?);
        Ok(())
    }

    #[test]
    fn what_is_said_of_one_source_concerns_its_documents_alone() -> Result<()> {
        let base = marks(SOURCES)?;
        for said in
            ["region = \"430000\"", "year = 2020", "title = \"甲\"", "kind = \"plan\"", "published = 2020-01-02"]
        {
            let other = marks(&format!("{SOURCES}{said}\n"))?;
            assert_eq!(base.sources[0], other.sources[0], "{said}");
            assert_ne!(base.sources[1], other.sources[1], "{said}");
        }
        let limits = marks(&format!("limits = {{ max_cells = 7 }}\n{SOURCES}"))?;
        assert!(base.sources.iter().zip(&limits.sources).all(|(a, b)| a != b), "limits concern all");
        Ok(())
    }
}
