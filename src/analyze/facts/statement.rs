//! The words of single observations: what is shown beside a value so that it can be checked.

use std::path::Path;

use arrow_array::RecordBatch;

use super::read::{Texts, date, number};
use crate::analyze::Release;
use crate::model::Result;

/// The words of an observation and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// The observation.
    pub observation_id: String,
    /// The file as the pipeline named it.
    pub source: String,
    /// Title of the document.
    pub title: Option<String>,
    /// Days since 1970-01-01 of its publication.
    pub published: Option<i32>,
    /// The sentence the number stands in.
    pub sentence: String,
    /// The number as written.
    pub value_text: String,
    /// The unit as written.
    pub unit_text: Option<String>,
    /// Its place in the document's text.
    pub char_start: u32,
}

const COLUMNS: [&str; 8] =
    ["observation_id", "source", "title", "published", "sentence", "value_text", "unit_text", "char_start"];

/// The words of the rows at these places of `observations`, in the order asked for.
pub(super) fn fetch(release: &Release, rows: &[u32]) -> Result<Vec<Statement>> {
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_key(|&i| rows[i]);
    let mut out = vec![Statement::default(); rows.len()];
    let mut wanted = order.into_iter().peekable();
    let (mut start, file) = (0, release.file_of("observations"));
    for batch in release.batches("observations", &COLUMNS)? {
        let batch = batch?;
        let end = start + batch.num_rows() as u32;
        if wanted.peek().is_some_and(|&i| rows[i] < end) {
            let table = Words::of(&batch, &file)?;
            while let Some(i) = wanted.next_if(|&i| rows[i] < end) {
                out[i] = table.statement((rows[i] - start) as usize);
            }
        }
        start = end;
        if wanted.peek().is_none() {
            break;
        }
    }
    Ok(out)
}

/// The columns of a batch.
struct Words<'a> {
    batch: &'a RecordBatch,
    id: Texts<'a>,
    source: Texts<'a>,
    title: Texts<'a>,
    sentence: Texts<'a>,
    value: Texts<'a>,
    unit: Texts<'a>,
}

impl<'a> Words<'a> {
    fn of(batch: &'a RecordBatch, file: &Path) -> Result<Self> {
        let text = |name| Texts::of(batch, name, file);
        Ok(Self {
            batch,
            id: text("observation_id")?,
            source: text("source")?,
            title: text("title")?,
            sentence: text("sentence")?,
            value: text("value_text")?,
            unit: text("unit_text")?,
        })
    }

    fn statement(&self, row: usize) -> Statement {
        let owned = |texts: &Texts<'_>| texts.get(row).map(str::to_owned);
        Statement {
            observation_id: owned(&self.id).unwrap_or_default(),
            source: owned(&self.source).unwrap_or_default(),
            title: owned(&self.title),
            published: date(self.batch, "published", row),
            sentence: owned(&self.sentence).unwrap_or_default(),
            value_text: owned(&self.value).unwrap_or_default(),
            unit_text: owned(&self.unit),
            char_start: number(self.batch, "char_start", row),
        }
    }
}
