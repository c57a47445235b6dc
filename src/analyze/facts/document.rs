//! Documents as comparisons need them.

use crate::model::{DocumentKind, precedence};

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
    /// When its words were written, as days since 1970-01-01 ([`precedence::written`]).
    #[must_use]
    pub fn written(&self) -> Option<i32> {
        precedence::written(self.kind, self.published, self.year)
    }

    /// The same, where it is known and not only guessed of the year in a title: of a report that year is
    /// the one in which it is given, of other documents it may be the one they are about.
    #[must_use]
    pub fn told(&self) -> Option<i32> {
        let written = self.written();
        written.filter(|_| self.kind == DocumentKind::WorkReport || written == self.published)
    }

    /// The title, else the file.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.source)
    }
}
