//! From an edited table of observations to lines of a corrections file.
//!
//! A reviewer edits an export in a spreadsheet and saves it. Every row is held against the row of the
//! release that it names; each cell that was edited becomes a line. Rows may be sorted, filtered and left
//! out, and columns too: what is not there was not edited.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::column::{Column, NONE, QUANTITY, Value, shortened};
use super::line::{ProposedLine, hex16, proposed};
use super::same::{Form, Locale};
use super::sheet::{Sheet, SheetRow};
use crate::model::{Error, Lexicon, Result, date_of_days};
use crate::publish::TableReader;
use crate::publish::schema::{self, ColumnType};

/// The largest edited table, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// Who corrects, and what is said where the table has no column for it.
#[derive(Debug, Clone)]
pub struct Proposer<'a> {
    /// The lexicon that codes are looked up in.
    pub lexicon: &'a Lexicon,
    /// Who, unless the table has a column `who`.
    pub who: Option<String>,
    /// Why, unless the table has a column `reason`.
    pub reason: Option<String>,
    /// The day that is written on the lines.
    pub when: Date,
}

/// What an edited table comes to.
#[derive(Debug, Default)]
pub struct Proposal {
    /// A line for each edited cell, in the order of the release.
    pub lines: Vec<ProposedLine>,
    /// How many rows were held against the release.
    pub rows: usize,
    /// Columns of the table that mean nothing here.
    pub ignored: Vec<String>,
}

impl Proposer<'_> {
    /// Compares the edited table with the observations of the release in `folder`.
    ///
    /// # Errors
    /// Those of reading a table; `edited-row` for a row that the release does not have, `edited-column`
    /// for an edit in a column that cannot be corrected, `edited-value` for one that is no value of its
    /// column: each with the line and the column. `release-unreadable`.
    pub fn propose(&self, edited: &Path, folder: &Path) -> Result<Proposal> {
        let sheet = Sheet::read(edited, MAX_BYTES)?;
        let mut table = Table::of(&sheet)?;
        let names: Vec<&str> = schema::observations().columns.iter().map(|c| c.name).collect();
        let mut reader = TableReader::open(folder, schema::observations().name, &names)?;
        let mut proposal = Proposal { rows: sheet.rows.len(), ignored: table.ignored(), ..Proposal::default() };
        while let Some(row) = reader.next_row()? {
            let key = Key { id: row.plain(table.id), source: row.plain(table.source), start: row.plain(table.start) };
            let found = table.take(&key);
            if found.is_empty() {
                continue;
            }
            let original: Vec<String> = (0..names.len()).map(|i| row.plain(i)).collect();
            let mut edits = Edits::default();
            for place in found {
                self.compare(&table, &sheet.rows[place], &original, &mut edits)?;
            }
            self.write(&table, &original, &edits, &mut proposal.lines)?;
        }
        table.all_found()?;
        Ok(proposal)
    }

    /// Collects the edits of one line of the table.
    fn compare(&self, table: &Table<'_>, row: &SheetRow, original: &[String], edits: &mut Edits) -> Result<()> {
        let mut derived = Vec::new();
        for column in &table.columns {
            let edited = row.cells[column.sheet].as_str();
            if table.locale.unchanged(column.form, &original[column.table], edited) {
                continue;
            }
            let wrong = |why: String| table.wrong(row, column.name, "edited-value", &why);
            match Column::find(column.name) {
                Some(target) => {
                    let text = table.locale.canonical(column.form, edited).map_err(wrong)?;
                    let value = target.parse(&text, self.lexicon).map_err(wrong)?;
                    let edit = Edit { value, line: row.line };
                    if let Some(before) = edits.cells.insert(target, edit.clone())
                        && before.value != edit.value
                    {
                        return Err(wrong(format!("differs from what line {} makes of `{target}`", before.line)));
                    }
                }
                None => derived.push((column, edited)),
            }
        }
        for (column, edited) in derived {
            self.follows(table, row, column, edited, edits)?;
        }
        if table.cell(row, "kind") == Some(NONE) {
            edits.cells.insert(Column::Kind, Edit { value: Value::Text(NONE.into()), line: row.line });
        }
        edits.said(table.cell(row, "reason"), table.cell(row, "who"));
        Ok(())
    }

    /// A cell that follows from another may be edited along with that one, and no other may.
    fn follows(&self, table: &Table<'_>, row: &SheetRow, column: &Mapped, edited: &str, edits: &Edits) -> Result<()> {
        let source = match column.name {
            "indicator_name" => Some(Column::Indicator),
            "region_name" => Some(Column::Region),
            "period_start" | "period_end" => Some(Column::Period),
            _ => None,
        };
        let new = source.and_then(|source| edits.cells.get(&source)).map(|edit| &edit.value);
        let fits = match (column.name, new) {
            (_, Some(Value::Indicator(id))) => self.lexicon.indicators.get(*id).name == edited,
            (_, Some(Value::Region(code))) => {
                self.lexicon.regions.all.iter().any(|r| r.code == *code && r.name == edited)
            }
            ("period_start", Some(Value::Period(p))) => Self::is_day(table, column, p.start(), edited),
            (_, Some(Value::Period(p))) => Self::is_day(table, column, p.end(), edited),
            _ => false,
        };
        if fits {
            return Ok(());
        }
        let error = table.wrong(row, column.name, "edited-column", "cannot be corrected");
        Err(match source {
            Some(source) => error.hint(format!("it follows from `{source}`: edit that column")),
            None => error.hint(format!(
                "what can be corrected: {}",
                Column::ALL.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(", ")
            )),
        })
    }

    fn is_day(table: &Table<'_>, column: &Mapped, day: Option<Date>, edited: &str) -> bool {
        day.is_some_and(|day| table.locale.unchanged(column.form, &day.to_string(), edited))
    }

    /// The lines of a row.
    fn write(&self, table: &Table<'_>, original: &[String], edits: &Edits, out: &mut Vec<ProposedLine>) -> Result<()> {
        let of = |name: &str| {
            let place = schema::observations().columns.iter().position(|c| c.name == name);
            place.map(|i| original[i].clone()).unwrap_or_default()
        };
        let said = |own: &Option<String>, all: &Option<String>, name: &str, line: usize| {
            own.clone().or_else(|| all.clone()).ok_or_else(|| {
                table
                    .sheet
                    .error(line, "edited-value", format!("no `{name}` is given for this edit"))
                    .hint(format!("add a column `{name}` to the table, or give --{name}"))
            })
        };
        for (column, edit) in &edits.cells {
            let expected = match column {
                Column::Value => of("value_decimal"),
                Column::ValueHigh => of("value_high_decimal"),
                Column::Kind => QUANTITY.to_owned(),
                other => of(other.as_str()),
            };
            let row = ["document_id", "source", "observation_id", "char_start", "value_text"].map(of);
            let reason = said(&edits.reason, &self.reason, "reason", edit.line)?;
            let who = said(&edits.who, &self.who, "who", edit.line)?;
            let (value, when) = (edit.value.show(self.lexicon), self.when.to_string());
            out.push(proposed(row.each_ref().map(String::as_str), *column, &expected, &value, [&reason, &who, &when]));
        }
        Ok(())
    }
}

/// An edited cell.
#[derive(Debug, Clone)]
struct Edit {
    value: Value,
    line: usize,
}

/// The edits of a row, and what its line says of why and who.
#[derive(Debug, Default)]
struct Edits {
    cells: BTreeMap<Column, Edit>,
    reason: Option<String>,
    who: Option<String>,
}

impl Edits {
    fn said(&mut self, reason: Option<&str>, who: Option<&str>) {
        let given = |text: Option<&str>| text.filter(|t| !t.is_empty()).map(str::to_owned);
        self.reason = given(reason).or_else(|| self.reason.take());
        self.who = given(who).or_else(|| self.who.take());
    }
}

/// A column of the contract that the edited table has.
struct Mapped {
    name: &'static str,
    form: Form,
    /// Its place in the contract.
    table: usize,
    /// Its place in the edited table.
    sheet: usize,
}

/// What names a row of the release.
struct Key {
    id: String,
    source: String,
    start: String,
}

/// The edited table, its rows found by what names them.
struct Table<'s> {
    sheet: &'s Sheet,
    locale: Locale,
    columns: Vec<Mapped>,
    by_id: FxHashMap<String, Vec<usize>>,
    /// Rows whose identity the spreadsheet spoilt, by source and place.
    by_place: FxHashMap<(String, String), Vec<usize>>,
    found: Vec<bool>,
    id: usize,
    source: usize,
    start: usize,
}

/// Columns that a reviewer may add.
const ADDED: [&str; 3] = ["kind", "reason", "who"];

impl<'s> Table<'s> {
    fn of(sheet: &'s Sheet) -> Result<Self> {
        let contract = schema::observations().columns;
        let place = |name: &str| contract.iter().position(|c| c.name == name).unwrap_or_default();
        let mapped = contract.iter().enumerate().filter_map(|(table, column)| {
            let sheet = sheet.column(column.name)?;
            Some(Mapped { name: column.name, form: form_of(column), table, sheet })
        });
        let mut table = Self {
            sheet,
            locale: Locale { comma: sheet.separator == b';' },
            columns: mapped.collect(),
            by_id: FxHashMap::default(),
            by_place: FxHashMap::default(),
            found: vec![false; sheet.rows.len()],
            id: place("observation_id"),
            source: place("source"),
            start: place("char_start"),
        };
        let (id, source, start) = (sheet.column("observation_id"), sheet.column("source"), sheet.column("char_start"));
        if id.is_none() && (source.is_none() || start.is_none()) {
            return Err(sheet
                .error(1, "edited-row", "this table does not say which rows it has")
                .hint("keep the column observation_id, or source and char_start, as the export has them"));
        }
        for (i, row) in sheet.rows.iter().enumerate() {
            let cell = |column: Option<usize>| column.map_or("", |c| row.cells[c].as_str());
            if hex16(cell(id)).is_some() {
                table.by_id.entry(cell(id).to_ascii_lowercase()).or_default().push(i);
            } else {
                table.by_place.entry((cell(source).to_owned(), cell(start).to_owned())).or_default().push(i);
            }
        }
        Ok(table)
    }

    /// The lines that name this row of the release. Copies of a document share identities, and are told
    /// apart by their source where the table has it.
    fn take(&mut self, key: &Key) -> Vec<usize> {
        let source = self.sheet.column("source");
        let same_source = |i: &usize| source.is_none_or(|c| self.sheet.rows[*i].cells[c] == key.source);
        let by_id = self.by_id.get(&key.id).into_iter().flatten().copied().filter(same_source);
        let place = (key.source.clone(), key.start.clone());
        let rows: Vec<usize> = by_id.chain(self.by_place.get(&place).into_iter().flatten().copied()).collect();
        for &row in &rows {
            self.found[row] = true;
        }
        rows
    }

    fn all_found(&self) -> Result<()> {
        let mut lost = self.sheet.rows.iter().zip(&self.found).filter(|(_, found)| !**found).map(|(row, _)| row.line);
        let Some(first) = lost.next() else { return Ok(()) };
        let more = lost.count();
        let others = if more == 0 { String::new() } else { format!(" (and {more} more)") };
        Err(self
            .sheet
            .error(first, "edited-row", format!("the release has no row that this line names{others}"))
            .hint("the table must be an export of the release it is compared with; --output and PIPELINE say which"))
    }

    fn cell<'a>(&self, row: &'a SheetRow, name: &str) -> Option<&'a str> {
        self.sheet.column(name).map(|c| row.cells[c].as_str())
    }

    fn ignored(&self) -> Vec<String> {
        let known = |name: &String| ADDED.contains(&name.as_str()) || self.columns.iter().any(|c| c.name == name);
        self.sheet.header.iter().filter(|name| !known(name)).map(|name| shortened(name)).collect()
    }

    fn wrong(&self, row: &SheetRow, column: &str, code: &'static str, why: &str) -> Error {
        self.sheet.error(row.line, code, format!("column `{column}`: {why}"))
    }
}

fn form_of(column: &schema::Column) -> Form {
    match (column.name, column.ty) {
        ("document_id" | "observation_id" | "series_id", _) => Form::Id,
        ("period", _) => Form::Period,
        ("region", _) => Form::Code(6),
        ("industry", _) => Form::Code(2),
        (_, ColumnType::Bool) => Form::Bool,
        (_, ColumnType::Date32) => Form::Date,
        (_, ColumnType::Utf8 | ColumnType::Utf8List) => Form::Text,
        _ => Form::Number,
    }
}

/// Today in UTC, for the lines.
#[must_use]
pub fn today() -> Date {
    let days = jiff::Timestamp::now().as_second().div_euclid(86_400);
    i32::try_from(days).ok().and_then(date_of_days).unwrap_or_default()
}
