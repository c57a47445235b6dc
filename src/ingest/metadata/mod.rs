//! What is known of a document as a whole, from its head, its signature and its file name.
//!
//! Each field has a file with small rules in order of trust. The text between head and signature is
//! no evidence, since it talks about other years and places, but for the region, which is put to the
//! vote where nothing else tells it. What is nowhere said stays `None`.

mod date;
mod kind;
mod lines;
mod number;
mod publisher;
mod region;
mod title;
mod year;

use std::sync::Arc;

use jiff::civil::Date;
use serde::Serialize;

use super::formats::Head;
use super::sniff::stem;
use crate::model::{DocumentKind, Lexicon, Metadata, RegionCode};

use date::Dates;
use lines::Lines;
use publisher::Publisher;
use region::{Gazetteer, Place};

/// What a pipeline says of its documents; it goes before anything read from them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Overrides {
    /// Title.
    pub title: Option<String>,
    /// The body that issued it.
    pub publisher: Option<String>,
    /// Document number (文号).
    pub number: Option<String>,
    /// Index number (索引号).
    pub index_number: Option<String>,
    /// Date of publication.
    pub published: Option<Date>,
    /// The year its figures are mostly about.
    pub year: Option<i16>,
    /// The place whose document it is.
    pub region: Option<RegionCode>,
    /// What kind of document it is.
    pub kind: Option<DocumentKind>,
}

/// Reads metadata; holds an index of region names.
pub(super) struct MetadataReader {
    gazetteer: Gazetteer,
}

impl MetadataReader {
    pub(super) fn new(lexicon: Arc<Lexicon>) -> Self {
        Self { gazetteer: Gazetteer::new(lexicon) }
    }

    /// The metadata of a document named `source` with this text, of which the file says `head`.
    /// What the file says goes before what its text looks like.
    pub(super) fn read(&self, source: &str, text: &str, head: &Head, overrides: &Overrides) -> Metadata {
        let lines = Lines::of(text);
        let stem = stem(source);
        let title = head.title.as_deref().map(|t| title::given(&lines, t)).or_else(|| title::in_head(&lines));
        let heading = title.as_ref().map(|t| t.text.as_str());
        let kind = overrides.kind.unwrap_or_else(|| kind::of(heading, stem, &lines, text));
        let dates = Dates::of(&lines).given(overrides.published.or(head.published));
        let number = head.number.clone().or_else(|| number::document_number(&lines));
        let counted = || heading.and_then(|title| year::of_census(title, text));
        let year = overrides.year.or_else(counted);
        let year = year.or_else(|| year::of(kind, heading, stem, &dates, number.as_deref(), text));
        let publisher = publisher::of(&lines, title.as_ref(), kind);
        let place = Place { title: title.as_ref(), publisher: publisher.as_ref(), stem, lines: &lines, text, year };
        let region = overrides.region.or_else(|| self.gazetteer.region_of(&place));
        Metadata {
            region,
            title: overrides.title.clone().or(title.map(|t| t.text)).or_else(|| named(stem)),
            publisher: overrides
                .publisher
                .clone()
                .or_else(|| head.publisher.clone())
                .or(publisher.map(Publisher::into_name)),
            number: overrides.number.clone().or(number),
            index_number: overrides
                .index_number
                .clone()
                .or_else(|| head.index_number.clone())
                .or_else(|| number::index_number(&lines)),
            published: dates.published(),
            year,
            kind,
        }
    }
}

/// The title that a file's name is, unless it is blank.
fn named(stem: &str) -> Option<String> {
    (!stem.trim().is_empty()).then(|| stem.to_owned())
}

/// A pattern of this module; all are constants.
fn pattern(text: &str) -> regex::Regex {
    match regex::Regex::new(text) {
        Ok(regex) => regex,
        Err(error) => unreachable!("the patterns of metadata are compiled by every test of it: {error}"),
    }
}
