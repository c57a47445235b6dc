//! A line of a corrections file: which row, which column, what stood there and what shall, why, who,
//! when.

use jiff::civil::Date;

use super::column::{Column, Value, shortened, words};
use super::sheet::{Sheet, SheetRow};
use crate::model::{DocumentId, Error, Lexicon, ObservationId, Result, SeriesId};

/// The columns of a corrections file, in the order in which they are written.
pub const HEADER: [&str; 12] = [
    "document_id",
    "source",
    "observation_id",
    "char_start",
    "value_text",
    "series_id",
    "column",
    "expected",
    "value",
    "reason",
    "who",
    "when",
];

/// The columns without which nothing can be corrected.
const NEEDED: [&str; 6] = ["column", "expected", "value", "reason", "who", "when"];

/// A line of a corrections file: its cells in the order of [`HEADER`].
pub type ProposedLine = [String; HEADER.len()];

/// A line about a row, which is named by document, source, observation, place and words; `said` is why,
/// who and when.
#[must_use]
pub fn proposed(row: [&str; 5], column: Column, expected: &str, value: &str, said: [&str; 3]) -> ProposedLine {
    let [document, source, observation, start, text] = row;
    let [reason, who, when] = said;
    [document, source, observation, start, text, "", column.as_str(), expected, value, reason, who, when]
        .map(str::to_owned)
}

/// Where a correction stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct At {
    /// Index of the file in the pipeline.
    pub(super) file: u32,
    /// Line of the file, from 1.
    pub(super) line: u32,
}

/// The document of a correction.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Which {
    /// The one with these bytes, whatever its name; the name it had is kept for messages.
    Id(DocumentId, Option<String>),
    /// Whatever has this name.
    Source(String),
    /// Every document with a row of this series.
    Series(SeriesId),
}

/// A correction.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) at: At,
    pub(super) which: Which,
    /// The row by its identity, as it was read or as earlier lines made it.
    pub(super) id: Option<ObservationId>,
    /// The row by its place and words.
    pub(super) place: Option<(u32, String)>,
    pub(super) column: Column,
    pub(super) expected: Value,
    pub(super) value: Value,
    pub(super) reason: String,
    pub(super) who: String,
    pub(super) when: Date,
}

/// Where the columns of a file stand.
pub(super) struct Columns<'a> {
    sheet: &'a Sheet,
    places: [Option<usize>; HEADER.len()],
}

impl<'a> Columns<'a> {
    pub(super) fn of(sheet: &'a Sheet) -> Result<Self> {
        let wrong = |message: String, hint: String| {
            Error::usage("corrections-header", message).at_file(&sheet.path).at_line(1, None).hint(hint)
        };
        if let Some(unknown) = sheet.header.iter().find(|name| !HEADER.contains(&name.as_str())) {
            let message = format!("`{}` is no column of a corrections file", shortened(unknown));
            return Err(wrong(message, format!("its columns are {}", HEADER.join(", "))));
        }
        if let Some(missing) = NEEDED.iter().find(|name| sheet.column(name).is_none()) {
            let hint = format!("it needs {}, and columns that name the row", NEEDED.join(", "));
            return Err(wrong(format!("this corrections file has no column `{missing}`"), hint));
        }
        Ok(Self { sheet, places: HEADER.map(|name| sheet.column(name)) })
    }

    /// What a line says.
    pub(super) fn line(&self, file: u32, row: &SheetRow, lexicon: &Lexicon) -> Result<Line> {
        let cells = Cells { columns: self, row };
        let column = cells.column()?;
        let expected =
            column.parse_read(cells.get("expected"), lexicon).map_err(|why| cells.wrong("expected", &why))?;
        let value = column.parse(cells.get("value"), lexicon).map_err(|why| cells.wrong("value", &why))?;
        if expected == value {
            return Err(cells.wrong("value", "the new value is the old one"));
        }
        let line = Line {
            at: At { file, line: row.line as u32 },
            which: cells.which()?,
            id: cells.hex("observation_id")?.map(ObservationId),
            place: cells.place()?,
            column,
            expected,
            value,
            reason: cells.said("reason")?,
            who: cells.said("who")?,
            when: cells.when()?,
        };
        line.checked(&cells)
    }
}

impl Line {
    fn checked(self, cells: &Cells<'_, '_>) -> Result<Self> {
        let of_series = matches!(self.which, Which::Series(_));
        let names_row = self.id.is_some() || self.place.is_some();
        if of_series && names_row {
            return Err(cells.wrong("series_id", "a correction is of a series or of one row, not of both"));
        }
        if !of_series && !names_row {
            return Err(cells.wrong("observation_id", "no row is named").hint(
                "give observation_id, or char_start and value_text, as they stand in the table of observations",
            ));
        }
        Ok(self)
    }
}

/// The cells of one line.
struct Cells<'a, 'b> {
    columns: &'b Columns<'a>,
    row: &'b SheetRow,
}

impl Cells<'_, '_> {
    fn get(&self, name: &str) -> &str {
        let place = HEADER.iter().position(|h| *h == name).and_then(|i| self.columns.places[i]);
        place.map_or("", |i| self.row.cells[i].as_str())
    }

    fn wrong(&self, name: &str, why: &str) -> Error {
        let error = self.columns.sheet.error(self.row.line, "correction-value", format!("column `{name}`: {why}"));
        error.hint("what a column may hold is told by `zhibiao schema`")
    }

    fn column(&self) -> Result<Column> {
        let name = self.get("column");
        Column::find(name).ok_or_else(|| {
            let names = Column::ALL.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(", ");
            self.wrong("column", &format!("`{}` cannot be corrected", shortened(name))).hint(format!("one of {names}"))
        })
    }

    fn which(&self) -> Result<Which> {
        let source = Some(self.get("source")).filter(|s| !s.is_empty()).map(str::to_owned);
        let (document, series) = (self.hex("document_id")?, self.hex("series_id")?);
        match (document, source, series) {
            (None, None, Some(series)) => Ok(Which::Series(SeriesId(series))),
            (_, _, Some(_)) => Err(self.wrong("series_id", "a correction of a series is of no single document")),
            (Some(id), source, None) => Ok(Which::Id(DocumentId(id), source)),
            (None, Some(source), None) => Ok(Which::Source(source)),
            (None, None, None) => Err(self
                .wrong("document_id", "no document is named")
                .hint("give document_id or source, as they stand in the table of observations, or series_id")),
        }
    }

    fn place(&self) -> Result<Option<(u32, String)>> {
        match (self.get("char_start"), self.get("value_text")) {
            ("", "") => Ok(None),
            (start, text) => {
                let start = start.parse().map_err(|_| self.wrong("char_start", "not a place in a text"))?;
                if text.is_empty() && self.get("observation_id").is_empty() {
                    return Err(self.wrong("value_text", "a place needs the words that stand there"));
                }
                Ok((!text.is_empty()).then(|| (start, text.to_owned())))
            }
        }
    }

    fn hex(&self, name: &str) -> Result<Option<[u8; 16]>> {
        match self.get(name) {
            "" => Ok(None),
            text => {
                let id = hex16(text).ok_or_else(|| self.wrong(name, "not 32 hexadecimal digits"));
                id.map(Some)
                    .map_err(|e| e.hint("a spreadsheet may have made a number of it: take it from the table again"))
            }
        }
    }

    /// Words for those who ask later.
    fn said(&self, name: &str) -> Result<String> {
        match self.get(name) {
            "" => Err(self.wrong(name, "is empty").hint("a correction says why, who and when")),
            text => words(text).map(|()| text.to_owned()).map_err(|why| self.wrong(name, &why)),
        }
    }

    fn when(&self) -> Result<Date> {
        let text = self.get("when");
        date(text)
            .ok_or_else(|| self.wrong("when", &format!("`{}` is no date", shortened(text))).hint("write 2024-01-05"))
    }
}

/// A date as ISO 8601 has it, or as a spreadsheet in Chinese shows it: `2024/1/5`.
pub(super) fn date(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/']);
    let mut next = |most: usize| parts.next().filter(|p| (1..=most).contains(&p.len()))?.parse::<i16>().ok();
    let (year, month, day) = (next(4).filter(|y| *y >= 1000)?, next(2)?, next(2)?);
    parts.next().is_none().then(|| Date::new(year, month as i8, day as i8).ok())?
}

/// An identity written as 32 hexadecimal digits.
pub(crate) fn hex16(text: &str) -> Option<[u8; 16]> {
    if text.len() != 32 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut id = [0; 16];
    for (i, byte) in id.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * i..2 * i + 2)?, 16).ok()?;
    }
    Some(id)
}
