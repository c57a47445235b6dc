//! What the last run that came to its end read, for those who look and write nothing.

use std::io;

use super::marks::Marks;
use super::pack::{Located, PackReader};
use super::record::{Header, Kind};
use super::shelf::LAST;
use crate::model::Reading;
use crate::publish::storage::Folder;

/// The documents of the last run.
pub(in crate::pipeline) struct LastRun(PackReader);

/// A document of the last run.
pub(in crate::pipeline) struct Past(Located);

impl LastRun {
    /// Opens what was kept in `folder`.
    ///
    /// # Errors
    /// When nothing is kept there, or what is kept was not read as `marks` say.
    pub(in crate::pipeline) fn open(folder: &Folder, marks: &Marks) -> io::Result<Self> {
        let pack = PackReader::open(folder, LAST, marks)?;
        let whole = pack.fit().is_whole();
        if whole { Ok(Self(pack)) } else { Err(io::Error::other("it was read by another program or lexicon")) }
    }

    /// The next document that was published.
    ///
    /// # Errors
    /// When the rest is damaged.
    pub(in crate::pipeline) fn next_document(&mut self) -> io::Result<Option<Past>> {
        while let Some(located) = self.0.take() {
            if located.header.published && located.header.kind == Kind::Read {
                return Ok(Some(Past(located)));
            }
        }
        if self.0.broken { Err(damaged()) } else { Ok(None) }
    }

    /// Its reading, as it was before any correction.
    ///
    /// # Errors
    /// When it is damaged.
    pub(in crate::pipeline) fn reading(&mut self, past: &Past) -> io::Result<Reading> {
        let body = self.0.body(&past.0)?;
        past.header().record_in(&body).ok_or_else(damaged)?;
        past.header().reading_in(&body).map_err(io::Error::other)
    }
}

impl Past {
    pub(in crate::pipeline) const fn header(&self) -> &Header {
        &self.0.header
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it is damaged")
}
