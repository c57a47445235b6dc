//! The report of a release: one HTML file that opens from a mail attachment or a file share.
//!
//! What it promises, each held by a test (`tests/all/report.rs`, `tests/all/report_browser.rs`):
//!
//! - Nothing is fetched: the content security policy ([`policy`]) allows the page's own style and
//!   script and no host at all.
//! - Words of documents stay words: templates escape them, data is JSON in which nothing can end its
//!   element ([`json`]), and characters that would steer the screen are made visible ([`text`]).
//! - It has no more than [`LIMIT`] bytes, however large the release: rows are taken by a rule that does
//!   every document justice ([`share`]), lists end after so many entries, and each says how many more
//!   the tables of the release hold.
//! - The same release gives the same bytes.
//!
//! The tables of a release are read in bounded memory without polars: once for what there is ([`survey`]),
//! up to [`ATTEMPTS`] times for the rows that fit ([`explorer`]). Comparisons of years, of promises with
//! outcomes and with the release before come from [`crate::analyze`] where the feature `analysis` has it
//! ([`compared`]); they hold a few dozen bytes a row, and the rows that changed. The look of the page is in `assets/`: templates, one style sheet, and a script in small files.

#[cfg(feature = "analysis")]
mod analysed;
mod chart;
#[cfg_attr(not(feature = "analysis"), allow(dead_code, reason = "filled by comparisons"))]
mod compared;
mod explorer;
mod figure;
mod findings;
mod headline;
mod json;
mod links;
mod number;
mod observed;
mod page;
mod place;
mod policy;
mod share;
#[cfg(feature = "analysis")]
mod shown;
mod source;
mod survey;
mod text;
mod words;

use std::path::Path;

use rustc_hash::FxHashSet;

use explorer::Explorer;
use figure::{Figure, figures};
use findings::{Findings, Rejects};
use page::{Page, Parts};
use source::Source;
use survey::Survey;

use crate::model::{Error, ErrorKind, Result};

/// Bytes of a report at most.
pub const LIMIT: usize = 10_000_000;

/// Bytes that rows are given at first, as [`share`] weighs them; what they take is known afterwards.
const ROOM: u64 = 6_000_000;

/// How often the room is measured anew.
const ATTEMPTS: usize = 5;

/// Makes the report of the release in `folder`. Files of the release are linked relative to
/// `linked_from`, the folder in which the page will stand.
///
/// # Errors
/// `release-unreadable`, when a table of the release is missing or damaged.
pub fn report(folder: &Path, linked_from: &Path) -> Result<String> {
    let source = Source::open(folder)?;
    let survey = Survey::of(&source)?;
    let (findings, rejects) = (Findings::of(&source)?, Rejects::of(&source)?);
    let figures = figures(&survey);
    #[cfg(feature = "analysis")]
    let compared = analysed::compared(&source)?;
    #[cfg(not(feature = "analysis"))]
    let compared = compared::Compared::default();
    let mut linked: FxHashSet<String> = figures.iter().flat_map(Figure::rows).map(str::to_owned).collect();
    linked.extend(findings.rows().chain(compared.rows()).map(str::to_owned));
    let mut page = Page::new(&source, &survey, Parts { figures, findings, rejects, compared }, linked_from);
    let mut best = None;
    let mut room = ROOM;
    for attempt in 1..=ATTEMPTS {
        // Links must not make the page too large; one to a row that is not there says so.
        if attempt == ATTEMPTS && best.is_none() {
            linked.clear();
        }
        let explorer = Explorer::of(&source, &survey.share, &linked, room)?;
        let whole = explorer.len() as u64 == survey.rows;
        page.rows(&explorer).map_err(|e| unwritable(&e))?;
        let html = page.html().map_err(|e| unwritable(&e))?;
        let bytes = html.len() as u64;
        if html.len() <= LIMIT {
            // As close to the limit as is worth another look over the release.
            let full = whole || bytes * 20 > LIMIT as u64 * 19;
            best = Some(html);
            if full {
                break;
            }
        } else if best.is_some() {
            break;
        }
        room = survey.share.taken(room) * (LIMIT as u64 * 97 / 100) / bytes;
    }
    best.ok_or_else(|| unwritable(&format!("it has more than {LIMIT} bytes")))
}

fn unwritable(error: &impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Output, "report-unwritable", format!("the report cannot be made: {error}"))
        .hint("this is a fault of the program; please report it with the release")
}
