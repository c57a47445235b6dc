//! Rows of an analysis on their way out: for a person, for a program, for Excel; to standard output or
//! to a file.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use comfy_table::CellAlignment;

use super::super::{Console, output, usage};
use crate::analyze::{DataFrame, Rows, write_plain};
use crate::model::{Error, Result};
use crate::publish::escape_directions;

/// Longer cells than this many characters are cut in tables for a person.
const LONGEST: usize = 60;

/// Form and place of the output.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Output")]
pub(in crate::cli) struct Emit {
    /// Form of the output; a table on a terminal and csv elsewhere by default
    #[arg(long, short, value_enum)]
    format: Option<Format>,
    /// Make the CSV open right in a program: excel gets a byte-order mark, and no text runs as a formula
    #[arg(long = "for", value_enum, value_name = "PROGRAM")]
    program: Option<Program>,
    /// Write to this file instead of standard output; its name tells the form where --format does not
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Format {
    /// For a person, with the main columns.
    Table,
    /// RFC 4180.
    Csv,
    /// An array of objects.
    Json,
    /// One JSON object a row.
    Jsonl,
    /// Parquet.
    Parquet,
    /// Stata 14 and later; numbers are doubles.
    Dta,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Program {
    /// Microsoft Excel, also on Windows in Chinese.
    Excel,
}

impl Emit {
    /// The form that is asked for.
    ///
    /// # Errors
    /// `command-line`, for Parquet and Stata's form on a terminal and Excel in another form than CSV.
    pub(in crate::cli) fn format(&self) -> Result<Format> {
        let named = self.out.as_ref().and_then(|file| match file.extension()?.to_str()? {
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" => Some(Format::Jsonl),
            "parquet" => Some(Format::Parquet),
            "dta" => Some(Format::Dta),
            "txt" => Some(Format::Table),
            _ => Some(Format::Csv),
        });
        let terminal = self.out.is_none() && io::stdout().is_terminal();
        let usual = named.or(self.program.map(|_| Format::Csv));
        let format = self.format.or(usual).unwrap_or(if terminal { Format::Table } else { Format::Csv });
        if self.program.is_some() && format != Format::Csv {
            return Err(usage("--for excel makes CSV", "leave --format out, or say --format csv"));
        }
        if matches!(format, Format::Parquet | Format::Dta) && terminal {
            return Err(usage("this form is not for a terminal", "send it to a file: --out rows.parquet"));
        }
        Ok(format)
    }

    /// The same, to another file, whose name tells the form.
    pub(in crate::cli) fn elsewhere(&self, file: &Path) -> Self {
        Self { format: None, program: self.program, out: Some(file.to_owned()) }
    }

    /// Writes the rows of `frame`; a table for a person has the columns `main`, all where it is empty.
    pub(in crate::cli) fn frame(&self, frame: &DataFrame, main: &[&str], console: &Console) -> Result<()> {
        let (format, rows) = (self.format()?, Rows::of(frame));
        let excel = self.program.is_some();
        let Some(path) = &self.out else {
            return match format {
                Format::Table => output::print(&table(&rows, main, console.color_out())),
                Format::Parquet => parquet(&rows, io::stdout()).map_err(|e| Error::output(output::NAME, e)),
                other => output::stdout(|out| text(&rows, other, excel, out)),
            };
        };
        let write = || {
            let file = File::create(path)?;
            match format {
                Format::Parquet => parquet(&rows, file),
                Format::Table => BufWriter::new(file).write_all(table(&rows, main, false).as_bytes()),
                other => {
                    let mut out = BufWriter::new(file);
                    text(&rows, other, excel, &mut out)?;
                    out.flush()
                }
            }
        };
        write().map_err(|e| Error::output(path, e))
    }
}

fn text(rows: &Rows, format: Format, excel: bool, out: &mut impl Write) -> io::Result<()> {
    match format {
        Format::Json => rows.write_json(out),
        Format::Jsonl => rows.write_jsonl(out),
        Format::Dta => rows.write_dta(out),
        _ if excel => rows.write_csv_for_excel(out),
        _ => rows.write_csv(out),
    }
}

/// Column chunks are written by threads, which a lock on standard output does not allow.
fn parquet(rows: &Rows, out: impl Write + Send) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, out);
    rows.write_parquet(&mut out).and_then(|()| out.flush())
}

/// The rows as a table for a person.
fn table(rows: &Rows, main: &[&str], color: bool) -> String {
    let shown: Vec<usize> =
        (0..rows.names().len()).filter(|&i| main.is_empty() || main.contains(&rows.names()[i].as_str())).collect();
    let mut table = output::table(shown.iter().map(|&i| rows.names()[i].as_str()), color);
    let numeric: Vec<bool> = rows.numeric().collect();
    for (place, _) in shown.iter().enumerate().filter(|(_, i)| numeric[**i]) {
        if let Some(column) = table.column_mut(place) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let all: Result<(), std::convert::Infallible> = rows.try_each(|row| {
        table.add_row(shown.iter().map(|&i| {
            let mut cell = String::new();
            write_plain(&mut cell, &row[i]);
            shorten(&cell, !main.is_empty())
        }));
        Ok(())
    });
    match all {
        Ok(()) => table.to_string() + "\n",
        Err(never) => match never {},
    }
}

/// A cell for a terminal, which a document must not steer.
fn shorten(cell: &str, cut: bool) -> String {
    let cell = escape_directions(cell).replace(|c: char| c.is_control() && c != '\n', " ");
    match cell.char_indices().nth(LONGEST) {
        Some((at, _)) if cut => format!("{}…", &cell[..at]),
        _ => cell,
    }
}
