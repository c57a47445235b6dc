//! Documents as comparisons need them.

use crate::model::DocumentKind;

/// A document of a release, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentInfo {
    /// The file as the pipeline named it.
    pub source: String,
    /// Its title.
    pub title: Option<String>,
    /// What kind of document it is.
    pub kind: DocumentKind,
    /// Days since 1970-01-01 of its publication.
    pub published: Option<i32>,
    /// The year its figures are mostly about.
    pub year: Option<i16>,
    /// Six-digit code of the place whose document it is.
    pub region: Option<String>,
}

impl DocumentInfo {
    /// When its words were written, as days since 1970-01-01, for putting documents in order: the date
    /// of publication unless that is so much later than the year in the title that it can only be the
    /// date of a web page, else the spring after the year of a bulletin and the beginning of the year
    /// of anything else.
    #[must_use]
    pub fn written(&self) -> Option<i32> {
        let day = |year: i16, day: i32| (i32::from(year) - 1970) * 365 + (i32::from(year) - 1969) / 4 + day;
        let latest = self.year.map(|year| day(year.saturating_add(2), 0));
        self.published.filter(|&date| latest.is_none_or(|latest| date < latest)).or_else(|| {
            let year = self.year?;
            Some(if self.kind == DocumentKind::Bulletin { day(year.saturating_add(1), 90) } else { day(year, 30) })
        })
    }

    /// The title, else the file.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.source)
    }
}

/// Which kind is believed first where nothing else decides: a bulletin, then budgets, reports, plans.
pub(super) const fn authority(kind: DocumentKind) -> u8 {
    match kind {
        DocumentKind::Bulletin => 6,
        DocumentKind::Budget => 5,
        DocumentKind::WorkReport => 4,
        DocumentKind::Plan => 3,
        DocumentKind::ImplementationPlan => 2,
        DocumentKind::Policy | DocumentKind::Reply | DocumentKind::News => 1,
        DocumentKind::Other => 0,
    }
}
