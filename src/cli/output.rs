//! Standard output, where data goes.

use std::io::{self, BufWriter, StdoutLock, Write};

use crate::model::{Error, Result};

/// How standard output is named in errors.
pub(super) const NAME: &str = "standard output";

/// Lets `write` write to standard output. A reader that went away ends it with
/// [`crate::model::ErrorKind::BrokenPipe`], which is no error.
pub(super) fn stdout(write: impl FnOnce(&mut BufWriter<StdoutLock<'static>>) -> io::Result<()>) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    write(&mut out).and_then(|()| out.flush()).map_err(|e| Error::output(NAME, e))
}

/// Prints `text` to standard output.
pub(super) fn print(text: &str) -> Result<()> {
    stdout(|out| out.write_all(text.as_bytes()))
}
