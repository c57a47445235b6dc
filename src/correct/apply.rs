//! Corrections applied to what was read of one document.
//!
//! Rows are looked for as they were read, before any correction. A correction of indicator or measure
//! changes a row's identity, which is a hash of both; lines may name the row by either identity, so that
//! what was written after a look at the corrected table holds as well. Nothing here depends on other
//! documents.

use rustc_hash::{FxHashMap, FxHashSet};

use super::book::Corrections;
use super::column::{Column, Value};
use super::line::{Line, Which};
use crate::check::{self, Kept};
use crate::model::{
    Bound, Error, Finding, Lexicon, ObservationId, ObservationRef, Reading, Series, SeriesId, Severity,
};

/// The check whose findings tell of corrections.
pub const CHECK: &str = "corrected";

/// What corrections did to a document.
#[derive(Debug, Default)]
pub struct Applied {
    /// What is kept of its rows for the checks across documents.
    pub kept: Kept,
    /// What became of the corrections that concern it, by their places in the book.
    pub outcomes: Vec<(u32, Outcome)>,
    /// What its findings say of them.
    pub(super) told: Vec<Told>,
}

/// What a finding says of a correction.
#[derive(Debug)]
pub(super) struct Told {
    /// The correction, by its place in the book.
    pub(super) line: u32,
    /// Where the number begins in the text.
    pub(super) start: u32,
    pub(super) message: String,
}

/// What became of a correction at one document.
#[derive(Debug)]
pub enum Outcome {
    /// It holds.
    Applied,
    /// It cannot be applied.
    Failed(Error),
}

impl Corrections {
    /// Corrects a reading as it comes from `standardize` or from what an earlier run kept of it, and runs
    /// the checks of one document on the outcome: `findings` and `flags` are made anew. A reading that
    /// no correction concerns is left as it is, and `None` comes back.
    #[must_use]
    pub fn apply(&self, reading: &mut Reading, lexicon: &Lexicon) -> Option<Applied> {
        let document = &reading.document;
        if !self.concern(document.id, &document.source) {
            return None;
        }
        let mut lines = self.of_document(document.id, &document.source);
        lines.extend(&self.of_series);
        lines.sort_unstable();
        let mut work = Work::new(self, reading, lexicon);
        for line in lines {
            work.take(line);
        }
        if work.outcomes.is_empty() {
            return None;
        }
        Some(work.finish())
    }
}

/// A row while it is being corrected.
#[derive(Default)]
struct State {
    /// The line that set a column.
    set_by: FxHashMap<Column, u32>,
    withdrawn: bool,
    /// The last line that changed it.
    last: Option<u32>,
}

/// A correction of a row.
struct Change {
    row: usize,
    line: u32,
    /// The line whose finding tells of it: itself, or the one that it repeats.
    teller: u32,
    before: Value,
}

/// A document while it is being corrected.
struct Work<'a> {
    book: &'a Corrections,
    reading: &'a mut Reading,
    lexicon: &'a Lexicon,
    rows: Vec<State>,
    /// Rows by the identity they were read with, and by those that corrections gave them.
    read: FxHashMap<ObservationId, usize>,
    given: FxHashMap<ObservationId, usize>,
    /// Series by row, where a correction is of a series.
    series: Vec<Option<SeriesId>>,
    changes: Vec<Change>,
    outcomes: Vec<(u32, Outcome)>,
}

impl<'a> Work<'a> {
    fn new(book: &'a Corrections, reading: &'a mut Reading, lexicon: &'a Lexicon) -> Self {
        let id = reading.document.id;
        let read = reading.observations.iter().enumerate().map(|(i, o)| (o.id(id, lexicon), i)).collect();
        let rows = reading.observations.iter().map(|_| State::default()).collect();
        let text = reading.document.text.as_str();
        let of_series = reading.observations.iter().filter(|_| !book.of_series.is_empty());
        let series = of_series.map(|o| Series::of(o, text, lexicon).map(|s| s.id(lexicon))).collect();
        let (given, changes, outcomes) = (FxHashMap::default(), Vec::new(), Vec::new());
        Self { book, reading, lexicon, rows, read, given, series, changes, outcomes }
    }

    fn take(&mut self, index: u32) {
        let book = self.book;
        let line = &book.lines[index as usize];
        if let Which::Series(id) = line.which {
            return self.take_series(index, line, id);
        }
        let outcome = match self.find(line).and_then(|row| self.correct(row, index, line)) {
            Ok(()) => Outcome::Applied,
            Err(error) => Outcome::Failed(error),
        };
        self.outcomes.push((index, outcome));
    }

    /// Corrects every row of a series. The series of a row is the one it was read with, or the one that
    /// earlier lines made of it.
    fn take_series(&mut self, index: u32, line: &Line, id: SeriesId) {
        for row in 0..self.rows.len() {
            let o = &self.reading.observations[row];
            let now = || Series::of(o, &self.reading.document.text, self.lexicon).map(|s| s.id(self.lexicon));
            let is_of_it = self.series[row] == Some(id) || (self.rows[row].last.is_some() && now() == Some(id));
            if is_of_it && !self.rows[row].withdrawn {
                let outcome = self.correct(row, index, line).map_or_else(Outcome::Failed, |()| Outcome::Applied);
                self.outcomes.push((index, outcome));
            }
        }
    }

    /// The row that a line names.
    fn find(&self, line: &Line) -> Result<usize, Error> {
        let by_id = line.id.and_then(|id| self.read.get(&id).or_else(|| self.given.get(&id)));
        if let Some(&row) = by_id {
            return Ok(row);
        }
        let Some((start, text)) = &line.place else {
            return Err(self.stale(line, "no row of this document has this observation_id"));
        };
        let words = |o: &crate::model::Observation| o.span.of(&self.reading.document.text) == text;
        let there: Vec<usize> = (0..self.rows.len())
            .filter(|&i| self.reading.observations[i].char_start == *start && words(&self.reading.observations[i]))
            .collect();
        match there.as_slice() {
            [row] => Ok(*row),
            [] => Err(self.stale(line, &format!("no row with `{text}` stands at character {start} of this document"))),
            _ => {
                Err(self.stale(line, &format!("{} rows stand at character {start}: give observation_id", there.len())))
            }
        }
    }

    fn correct(&mut self, row: usize, index: u32, line: &Line) -> Result<(), Error> {
        let stands = line.column.of(&self.reading.observations[row], self.lexicon);
        let set_by = |column| self.rows[row].set_by.get(&column).copied();
        let earlier = set_by(Column::Kind).or_else(|| set_by(line.column).filter(|_| stands != line.expected));
        let teller = match earlier {
            Some(earlier) => self.repeated(earlier, line)?,
            None if stands == line.expected => {
                self.set(row, index, line);
                index
            }
            None => return Err(self.mismatch(line, &stands)),
        };
        self.changes.push(Change { row, line: index, teller, before: stands });
        Ok(())
    }

    fn set(&mut self, row: usize, index: u32, line: &Line) {
        let state = &mut self.rows[row];
        state.set_by.insert(line.column, index);
        state.last = Some(index);
        if line.column == Column::Kind {
            state.withdrawn = true;
            return;
        }
        let o = &mut self.reading.observations[row];
        line.column.set(&line.value, o, self.lexicon);
        self.given.insert(o.id(self.reading.document.id, self.lexicon), row);
    }

    /// A line about what an earlier line set, or about a row that it took out of the table, must repeat it.
    fn repeated(&self, earlier: u32, line: &Line) -> Result<u32, Error> {
        let before = &self.book.lines[earlier as usize];
        let same = before.column == line.column && before.expected == line.expected && before.value == line.value;
        if same { Ok(earlier) } else { Err(self.book.contradict(before, line, self.lexicon)) }
    }

    fn mismatch(&self, line: &Line, stands: &Value) -> Error {
        let column = line.column;
        let shown = stands.show(self.lexicon);
        if *stands == line.value {
            let message = format!("`{column}` is read as `{shown}` now, as this line wants: it is no longer needed");
            return self.stale(line, &message);
        }
        let expected = line.expected.show(self.lexicon);
        self.stale(line, &format!("`{column}` is expected to be `{expected}`, and it is `{shown}`"))
    }

    fn stale(&self, line: &Line, message: &str) -> Error {
        let source = &self.reading.document.source;
        self.book
            .error(line.at, "correction-stale", format!("{message} ({source})"))
            .hint("look at the row and write the line anew, or remove it; nothing is published until then")
    }

    fn finish(mut self) -> Applied {
        self.hold_together();
        let (findings, told) = (self.findings(), self.told());
        let Self { reading, rows, outcomes, lexicon, .. } = self;
        let mut withdrawn = rows.iter().map(|r| r.withdrawn);
        reading.observations.retain(|_| !withdrawn.next().unwrap_or_default());
        let gone = rows.iter().filter(|r| r.withdrawn).count() as u64;
        reading.counts.observations -= gone;
        reading.counts.no_quantity += gone;
        // A row that was corrected may be of another series now.
        let text = reading.document.text.as_str();
        for o in &mut reading.observations {
            o.series = Series::of(o, text, lexicon).map(|series| series.id(lexicon));
        }
        let kept = check::check_corrected(reading, lexicon, findings);
        Applied { kept, outcomes, told }
    }

    /// What no single line can tell: whether a corrected row is one, and still one of its own.
    fn hold_together(&mut self) {
        let (document, lexicon) = (self.reading.document.id, self.lexicon);
        let mut wrong = Vec::new();
        let mut ids = FxHashSet::default();
        let stay = |i: &usize| !self.rows[*i].withdrawn;
        for row in (0..self.rows.len()).filter(stay) {
            let o = &self.reading.observations[row];
            let is_new = ids.insert(o.id(document, lexicon));
            let Some(last) = self.rows[row].last else { continue };
            if (o.bound == Bound::Range) != o.value_high.is_some() {
                wrong.push((last, "a row has a `value_high` where its `bound` is `range`, and only there"));
            } else if !is_new {
                wrong.push((last, "another row of the same number has this indicator and measure already"));
            }
        }
        // The row that came first may be the corrected one.
        for (last, why) in wrong {
            let error = self.stale(&self.book.lines[last as usize], why);
            self.outcomes.push((last, Outcome::Failed(error)));
        }
    }

    fn findings(&self) -> Vec<Finding> {
        let Some(check) = check::index_of(CHECK) else { return Vec::new() };
        let place = |row: usize| (self.rows[..row].iter().filter(|r| !r.withdrawn).count()) as u32;
        let finding = |Change { row, line, before, .. }: &Change| {
            let line = &self.book.lines[*line as usize];
            let stays = !self.rows[*row].withdrawn;
            let rows = stays.then(|| ObservationRef { document: 0, observation: place(*row) }).into_iter().collect();
            let number = |value: &Value| match value {
                Value::Number(v) => Some(v.normalize().to_string()),
                _ => None,
            };
            Finding {
                check,
                severity: Severity::Info,
                message: self.message(*row, line),
                rows,
                found: number(before),
                expected: number(&line.value),
            }
        };
        self.changes.iter().filter(|change| change.line == change.teller).map(finding).collect()
    }

    fn told(&self) -> Vec<Told> {
        let told = |change: &Change| Told {
            line: change.line,
            start: self.reading.observations[change.row].char_start,
            message: self.message(change.row, &self.book.lines[change.teller as usize]),
        };
        self.changes.iter().map(told).collect()
    }

    fn message(&self, row: usize, line: &Line) -> String {
        if line.column != Column::Kind {
            return message(line, self.lexicon);
        }
        let (o, Line { reason, who, when, .. }) = (&self.reading.observations[row], line);
        let (text, source) = (o.span.of(&self.reading.document.text), &self.reading.document.source);
        format!("{source}第{}字处的“{text}”不是数量，已撤下（{reason}；{who}，{when}）", o.char_start)
    }
}

/// What the finding of a correction says: the column, both values, why, who, when.
fn message(line: &Line, lexicon: &Lexicon) -> String {
    let show = |value: &Value| match value {
        Value::Null => "空".to_owned(),
        value => value.show(lexicon),
    };
    let (old, new, Line { column, reason, who, when, .. }) = (show(&line.expected), show(&line.value), line);
    format!("{column}由“{old}”更正为“{new}”（{reason}；{who}，{when}）")
}
