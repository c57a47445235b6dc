//! Corrections held against what the last run read.

use std::io;

use super::kept::{LastRun, Marks};
use super::plan::Plan;
use super::run::KEPT;
use crate::correct::{Audit, Audited};
use crate::model::{Error, Result};
use crate::publish::releases::latest_release;

impl Plan {
    /// How every correction of the pipeline stands to its latest release, and to what its next run would do
    /// with the documents as they were.
    ///
    /// # Errors
    /// `no-release`, `release-unreadable`; `nothing-kept`, when it is not known how documents were read.
    pub fn audit_corrections(&self) -> Result<Vec<Audited>> {
        let release = latest_release(self.output().path())?;
        let mut audit = Audit::new(&self.corrections, &self.lexicon, &release)?;
        if !self.corrections.is_empty() {
            self.show_last_run(&mut audit).map_err(|e| {
                let message = format!("what the last run read cannot be told: {e}");
                Error::usage("nothing-kept", message)
                    .at_file(self.output().at(KEPT).path())
                    .hint("run the pipeline: the run itself tells of corrections that do not fit")
                    .caused_by(e)
            })?;
        }
        Ok(audit.finish())
    }

    fn show_last_run(&self, audit: &mut Audit<'_>) -> io::Result<()> {
        let mut last = LastRun::open(&self.output().at(KEPT), &Marks::of(self))?;
        while let Some(past) = last.next_document()? {
            let (id, source) = (past.header().content, past.header().source.as_str());
            let concerned = self.corrections.concern(id, source);
            let reading = concerned.then(|| last.reading(&past)).transpose()?;
            audit.see(id, source, reading);
        }
        Ok(())
    }
}
