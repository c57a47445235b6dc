//! Stage 6, observations to findings: rules of quality and consistency.
//!
//! A check is one file in `checks/`; the doc comment of the file is the page that users read, and
//! the slice [`CHECKS`] is the only place where checks are listed. A check looks at one document
//! ([`check_document`]), across documents ([`CrossChecks`]), or both with the same code.
//!
//! To add one: a file in `checks/` with the four headings, an entry in [`CHECKS`], a table in
//! `tests/cases/check.toml`. Nothing else knows how many there are.

mod across;
mod base;
mod checks;
mod families;
mod filed;
mod grouping;
mod heads;
mod marks;
mod note;
mod ranks;
pub(crate) mod rounding;
mod say;
mod seen;
mod sources;
mod view;

pub use across::{CrossChecks, Kept};
pub use checks::CHECKS;
pub use filed::Findings;

use rustc_hash::FxHashSet;

use crate::model::{Finding, Lexicon, ObservationRef, Reading, Severity};
use grouping::Grouping;
use note::Notes;
use view::View;

/// Looks at one group of rows of all documents.
type LookAcross = fn(&across::Store<'_>, &mut Notes);

/// A check of the registry.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// The code in `flags` and in the table `findings`.
    pub code: &'static str,
    /// How much what it finds matters, as a rule; single findings may say less or more.
    pub severity: Severity,
    /// One sentence on what it looks for and why.
    pub about: &'static str,
    /// The same in English.
    pub about_en: &'static str,
    /// Whether what it finds are statements that cannot all be true.
    pub contradicts: bool,
    source: &'static str,
    document: Option<fn(&View<'_>, &mut Notes)>,
    /// Which rows it wants to see together, and what looks at them.
    across: Option<(Grouping, LookAcross)>,
}

impl Check {
    /// The user's page: the doc comment of the check's file, in Markdown.
    #[must_use]
    pub fn page(&self) -> String {
        let lines = self.source.lines().map_while(|l| l.strip_prefix("//!"));
        lines.map(|l| l.strip_prefix(' ').unwrap_or(l)).collect::<Vec<_>>().join("\n")
    }

    /// Whether it looks at one document alone.
    #[must_use]
    pub const fn is_of_one_document(&self) -> bool {
        self.document.is_some()
    }

    /// Whether it compares documents.
    #[must_use]
    pub const fn is_across_documents(&self) -> bool {
        self.across.is_some()
    }
}

/// The index of the check with this code in [`CHECKS`].
#[must_use]
pub fn index_of(code: &str) -> Option<u8> {
    CHECKS.iter().position(|c| c.code == code).map(|i| i as u8)
}

/// Runs every check of a single document: appends what they find to `reading.findings`, by
/// position and then by check, and flags the rows. `document_index` is the document's place in
/// the run. A reading that was checked already is left as it is.
///
/// What is returned spares [`CrossChecks::keep`] a second look at the document.
pub fn check_document(reading: &mut Reading, document_index: u32, lexicon: &Lexicon) -> Kept {
    if reading.observations.is_empty() {
        return Kept::default();
    }
    let view = View::new(reading, document_index, lexicon);
    let kept = Kept::of(&view);
    if !reading.findings.is_empty() {
        return kept;
    }
    let mut findings = run(|check, notes| check.document.map(|look| look(&view, notes)));
    sort(&mut findings);
    for finding in &findings {
        for row in &finding.rows {
            if let Some(observation) = reading.observations.get_mut(row.observation as usize) {
                observation.flags.push(finding.check);
            }
        }
    }
    for observation in &mut reading.observations {
        observation.flags.sort_unstable();
        observation.flags.dedup();
    }
    reading.findings = findings;
    tell_once(&mut reading.findings);
    kept
}

/// Pages repeat their text; what is found in it is told once, of the place where it stands first.
fn tell_once(findings: &mut Vec<Finding>) {
    let mut told = FxHashSet::default();
    findings.retain(|finding| told.insert((finding.check, finding.message.clone())));
}

/// As [`check_document`], of a reading that was corrected: what checks found before is forgotten, and
/// `corrected` are the findings that tell of the corrections.
pub(crate) fn check_corrected(reading: &mut Reading, lexicon: &Lexicon, corrected: Vec<Finding>) -> Kept {
    reading.findings.clear();
    reading.observations.iter_mut().for_each(|o| o.flags.clear());
    let kept = check_document(reading, 0, lexicon);
    for finding in &corrected {
        for row in &finding.rows {
            let flags = &mut reading.observations[row.observation as usize].flags;
            if let Err(place) = flags.binary_search(&finding.check) {
                flags.insert(place, finding.check);
            }
        }
    }
    reading.findings.extend(corrected);
    sort(&mut reading.findings);
    kept
}

/// Runs `look` for every check; `None` where the check has nothing to do with the subject.
fn run(look: impl Fn(&Check, &mut Notes) -> Option<()>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, check) in CHECKS.iter().enumerate() {
        let mut notes = Notes::default();
        if look(check, &mut notes).is_some() {
            findings.extend(notes.into_findings(index as u8, check.severity));
        }
    }
    findings
}

/// The order of the table: by document, position, check.
fn sort(findings: &mut [Finding]) {
    let first = |f: &Finding| f.rows.first().copied().unwrap_or(ObservationRef { document: 0, observation: 0 });
    findings.sort_by(|a, b| (first(a), a.check, &a.rows).cmp(&(first(b), b.check, &b.rows)));
}
