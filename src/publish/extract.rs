//! The observations of some readings to any writer, for `extract`.

use std::io::Write;
use std::path::Path;

use super::ReleaseInfo;
use super::rows::ObservationRows;
use super::schema;
use super::table_writer::{Format, Room, TableWriter};
use crate::model::{Lexicon, Reading, Result};
use crate::spill::Spill;

/// Writes observations as they come, in the format asked for, with every column of the contract.
pub struct ObservationWriter<'l, W: Write + Send + 'static> {
    rows: ObservationRows<'l>,
    writer: TableWriter<W>,
}

impl<'l, W: Write + Send + 'static> ObservationWriter<'l, W> {
    /// Begins a table on `inner`; `name` names it in errors.
    ///
    /// # Errors
    /// `cannot-write`, when the header cannot be written.
    pub fn new(
        inner: W,
        name: impl AsRef<Path>,
        format: Format,
        lexicon: &'l Lexicon,
        info: &ReleaseInfo,
    ) -> Result<Self> {
        let room = Room { spill: Spill::of_system(), in_turn: false };
        let writer = TableWriter::new(inner, name.as_ref(), schema::observations(), format, info, &room)?;
        Ok(Self { rows: ObservationRows::new(lexicon), writer })
    }

    /// Adds the observations of a reading.
    ///
    /// # Errors
    /// `cannot-write`; `decimal-overflow` and `cell-too-large` for values that no column holds.
    pub fn push(&mut self, reading: &Reading) -> Result<()> {
        let Self { rows, writer } = self;
        rows.push(reading, &mut |batch| writer.write(&batch))
    }

    /// Ends the table and gives the writer back, flushed, with the number of rows.
    ///
    /// # Errors
    /// `cannot-write`.
    pub fn finish(self) -> Result<(W, u64)> {
        let Self { mut rows, mut writer } = self;
        rows.flush(&mut |batch| writer.write(&batch))?;
        writer.finish()
    }
}
