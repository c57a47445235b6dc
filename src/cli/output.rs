//! Standard output, where data goes.

use std::io::{self, BufWriter, StdoutLock, Write};

use comfy_table::{Attribute, Cell, ContentArrangement, LineStyle, Table, TableStyle};

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

/// A table for a person, without rows: a header, a line below it, and no other lines.
pub(super) fn table<'h>(header: impl IntoIterator<Item = &'h str>, color: bool) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new().header_separator(LineStyle::new('─', '─', '─', '─')));
    table.set_content_arrangement(ContentArrangement::Dynamic);
    if color {
        table.enforce_styling();
        table.set_header(header.into_iter().map(|name| Cell::new(name).add_attribute(Attribute::Bold)));
    } else {
        table.force_no_tty();
        table.set_header(header);
    }
    table
}
