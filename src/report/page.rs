//! The page: what its templates are filled with.
//!
//! Templates escape what they are given; only the style sheet, the script, the data ([`super::json`])
//! and [`Two`] go in as they are, and the last escapes its own words.

use std::fmt;
use std::path::Path;

use askama::{Template, filters::HtmlSafe};

use super::compared::Compared;
use super::explorer::Explorer;
use super::figure::Figure;
use super::findings::{Findings, Rejects};
use super::json::embed;
use super::links::Links;
use super::number::count;
use super::policy::policy;
use super::source::Source;
use super::survey::Survey;
use super::text::line;
use super::words::Two;

/// The style sheet.
const STYLE: &str = include_str!("assets/report.css");

/// The script, its files in one scope.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("assets/js/csv.js"),
    include_str!("assets/js/data.js"),
    include_str!("assets/js/filter.js"),
    include_str!("assets/js/words.js"),
    include_str!("assets/js/dom.js"),
    include_str!("assets/js/table.js"),
    include_str!("assets/js/detail.js"),
    include_str!("assets/js/chart.js"),
    include_str!("assets/js/main.js"),
    "})();\n"
);

/// What the sections of the page are made of.
pub(super) struct Parts {
    /// Headline indicators.
    pub(super) figures: Vec<Figure>,
    /// Findings.
    pub(super) findings: Findings,
    /// Rejects.
    pub(super) rejects: Rejects,
    /// Comparisons.
    pub(super) compared: Compared,
}

/// The page, as its template sees it.
#[derive(Template)]
#[template(path = "page.html", config = "src/report/askama.toml")]
pub(super) struct Page {
    policy: String,
    style: &'static str,
    script: &'static str,
    pipeline: String,
    id: String,
    when: String,
    before: String,
    version: String,
    fingerprint: String,
    counts: Counts,
    years: String,
    links: Links,
    parts: Parts,
    shown: String,
    whole: bool,
    data: String,
}

/// The numbers of the head, as they are shown.
struct Counts {
    found: String,
    published: String,
    rejected: String,
    rows: String,
    indicators: String,
    regions: String,
    findings: String,
    contradictions: String,
    others: String,
    errors: String,
    actual: String,
    target: String,
}

impl Page {
    /// A page without rows.
    pub(super) fn new(source: &Source, survey: &Survey, parts: Parts, linked_from: &Path) -> Self {
        let manifest = &source.manifest;
        let status = |code: &str| count(survey.statuses.get(code).copied().unwrap_or_default());
        let counts = Counts {
            found: count(manifest.counts.found),
            published: count(manifest.counts.published),
            rejected: count(manifest.counts.rejected),
            rows: count(survey.rows),
            indicators: count(survey.indicators.len() as u64),
            regions: count(survey.regions.len() as u64),
            findings: count(parts.findings.total),
            contradictions: count(parts.findings.contradicting()),
            others: count(parts.findings.total - parts.findings.contradicting()),
            errors: count(parts.findings.errors),
            actual: status("actual"),
            target: status("target"),
        };
        Self {
            policy: policy(STYLE, SCRIPT),
            style: STYLE,
            script: SCRIPT,
            pipeline: line(&manifest.pipeline, 80),
            id: line(&source.id, 80),
            when: source.when().unwrap_or_default(),
            before: source.before_when().unwrap_or_default(),
            version: line(&manifest.version, 40),
            fingerprint: line(&manifest.fingerprint, 16),
            counts,
            years: survey.years.map_or_else(String::new, |(first, last)| format!("{first}–{last}")),
            links: Links::new(source, linked_from),
            parts,
            shown: String::new(),
            whole: true,
            data: String::new(),
        }
    }

    /// Puts the rows in the place of those it had.
    pub(super) fn rows(&mut self, explorer: &Explorer) -> Result<(), serde_json::Error> {
        self.shown = count(explorer.len() as u64);
        self.whole = self.shown == self.counts.rows;
        self.data = embed(explorer)?;
        Ok(())
    }

    /// The HTML.
    pub(super) fn html(&self) -> askama::Result<String> {
        self.render()
    }
}

/// Both languages, each in an element of its own, of which the style sheet shows one.
impl fmt::Display for Two {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (zh, en) = (escaped(&self.zh), escaped(&self.en));
        if self.zh == self.en {
            return write!(f, "<bdi>{zh}</bdi>");
        }
        write!(f, "<span class=\"zh\" lang=\"zh-Hans\">{zh}</span><span class=\"en\" lang=\"en\">{en}</span>")
    }
}

impl HtmlSafe for Two {}

fn escaped(text: &str) -> String {
    askama::filters::escape(text, askama::filters::Html).map(|safe| safe.to_string()).unwrap_or_default()
}

/// Filters of the templates.
#[allow(unreachable_pub, clippy::inline_always, clippy::unnecessary_wraps, reason = "askama asks for this form")]
mod filters {
    use super::Two;

    /// `{{ "概览"|en("Overview") }}`: a thing said in both languages.
    #[askama::filter_fn]
    pub(super) fn en(zh: &str, _: &dyn askama::Values, en: &str) -> askama::Result<Two> {
        Ok(Two::new(zh, en))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_style_or_script_ends_its_element() {
        for text in [STYLE, SCRIPT] {
            let text = text.to_lowercase();
            assert!(!text.contains("</s") && !text.contains("<!--"));
        }
        assert!(!SCRIPT.contains("eval(") && !SCRIPT.contains("innerHTML") && !SCRIPT.contains("localStorage"));
    }

    #[test]
    fn names_in_both_languages_are_escaped() {
        let two = Two::new("<b>", "a\"&");
        let shown = two.to_string();
        assert!(!shown.contains("<b>") && !shown.contains("a\"&"), "{shown}");
    }
}
