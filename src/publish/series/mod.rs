//! The table `series`: what was seen of each series, added up while observations go by.
//!
//! Memory stays bounded however many series there are: what was added up so far is written out,
//! sorted, when it gets large ([`runs`]), and merged at the end.

mod runs;
mod tally;

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::batch::BatchBuilder;
use super::rows::Take;
use super::schema::{SERIES, TABLES};
use super::storage::Folder;
use crate::model::{Lexicon, Period, Reading, Result, Series, SeriesId, Status, days_of_date};
use runs::Runs;
use tally::Tally;

/// Series in memory after which they are written out; some 3 MB.
const MOST: usize = 5_000;

/// Adds up series.
pub(super) struct SeriesRows<'l> {
    lexicon: &'l Lexicon,
    seen: FxHashMap<SeriesId, (Series, Tally)>,
    most: usize,
    documents: u32,
    runs: Runs,
}

impl<'l> SeriesRows<'l> {
    /// Nothing seen yet; what does not fit memory goes to a hidden folder in `folder`, which is there no
    /// more when [`SeriesRows::finish`] returns.
    pub(super) fn new(lexicon: &'l Lexicon, folder: &Folder) -> Self {
        Self { lexicon, seen: FxHashMap::default(), most: MOST, documents: 0, runs: Runs::new(folder) }
    }

    /// Sees the observations of a document.
    pub(super) fn push(&mut self, reading: &Reading) -> Result<()> {
        let document = self.documents;
        self.documents += 1;
        for o in &reading.observations {
            let (Some(id), Some(period)) = (o.series, o.period) else { continue };
            self.see(document, id, period, o.status, || Series::of(o, &reading.document.text, self.lexicon));
        }
        self.spill()
    }

    /// Counts an observation; `series` is asked for only where the series is not known yet.
    fn see(
        &mut self,
        document: u32,
        id: SeriesId,
        period: Period,
        status: Status,
        series: impl FnOnce() -> Option<Series>,
    ) {
        let tally = match self.seen.entry(id) {
            Entry::Occupied(known) => &mut known.into_mut().1,
            Entry::Vacant(new) => match series() {
                Some(series) => &mut new.insert((series, Tally::default())).1,
                None => return,
            },
        };
        tally.add(document, period, status);
    }

    fn spill(&mut self) -> Result<()> {
        if self.seen.len() < self.most {
            return Ok(());
        }
        let sorted = sorted(std::mem::take(&mut self.seen));
        self.runs.write(&sorted)
    }

    /// The rows, in the order of [`Series`].
    pub(super) fn finish(self, take: Take<'_>) -> Result<()> {
        let mut b = BatchBuilder::new(&TABLES[SERIES]);
        let lexicon = self.lexicon;
        self.runs.merge(sorted(self.seen), &mut |series, tally| {
            row(&mut b, series, tally, lexicon);
            if b.end_row() { b.finish()?.map_or(Ok(()), &mut *take) } else { Ok(()) }
        })?;
        b.finish()?.map_or(Ok(()), take)
    }
}

/// By [`Series`], the order of the table.
fn sorted(seen: FxHashMap<SeriesId, (Series, Tally)>) -> Vec<(Series, Tally)> {
    let mut all: Vec<_> = seen.into_values().collect();
    all.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    all
}

fn row(b: &mut BatchBuilder, series: &Series, tally: &Tally, lexicon: &Lexicon) {
    let indicator = lexicon.indicators.get(series.indicator);
    let (first, last) = (tally.first_period(), tally.last_period());
    let year = last.map(|p| p.last().year());
    b.hex(series.id(lexicon).0);
    b.text(&series.name(lexicon, year));
    b.code_or_null(Some(series.region));
    b.text_or_null(lexicon.regions.name_of(series.region, year));
    b.text(&indicator.code);
    b.text(&indicator.name);
    b.text(&series.words);
    b.text_or_null(series.subject.as_str());
    b.text(series.terms.scope.as_str());
    b.text(series.terms.budget.as_str());
    b.text(series.terms.basis.as_str());
    b.text(series.measure.as_str());
    b.text(&lexicon.units.get(series.unit).symbol);
    b.text_or_null(series.counter.as_str());
    b.text(series.frequency.as_str());
    b.i16((series.years > 0).then_some(i16::from(series.years)));
    b.bool(series.per_year);
    b.text_or_null(series.baseline.as_str());
    b.bool(series.is_headline(lexicon));
    b.code_or_null(first);
    b.code_or_null(last);
    b.date(first.and_then(Period::start).map(days_of_date));
    b.date(last.and_then(Period::end).map(days_of_date));
    b.u32(tally.periods.len() as u32);
    b.u64(tally.observations);
    b.u64(tally.targets);
    b.u32(tally.documents);
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::lexicon::{IndicatorId, UnitId};
    use crate::model::{Frequency, Measure, Period, RegionCode, Status, Terms};
    use crate::publish::storage::{FaultyStorage, MemoryStorage, Storage};

    fn series(i: u32) -> Series {
        Series {
            region: RegionCode(430_400),
            indicator: IndicatorId(0),
            words: format!("试验指标{i}"),
            subject: String::new(),
            terms: Terms::default(),
            measure: Measure::Level,
            unit: UnitId(0),
            counter: String::new(),
            frequency: Frequency::Annual,
            years: 0,
            per_year: false,
            baseline: String::new(),
        }
    }

    /// Documents with three observations each, of eleven series: the rows they give, and how many runs were
    /// written to the storage for it, of which none is left.
    fn rows(most: usize) -> (Vec<String>, usize) {
        let lexicon = Lexicon::builtin();
        let storage = Arc::new(FaultyStorage::new(Arc::new(MemoryStorage::default()), None));
        let folder = Folder::new(Arc::clone(&storage) as Arc<dyn Storage>, "/release");
        folder.make().unwrap();
        let mut all = SeriesRows { most, ..SeriesRows::new(&lexicon, &folder) };
        for document in 0..200 {
            let period = Period::year(2000 + (document % 5) as i16);
            for i in 0..3 {
                let one = series((document * 7 + i * 3) % 11);
                all.see(document, one.id(&lexicon), period, Status::Actual, || Some(one));
            }
            all.spill().unwrap();
        }
        let mut out = Vec::new();
        all.finish(&mut |batch| {
            out.push(format!("{batch:?}"));
            Ok(())
        })
        .unwrap();
        assert_eq!(folder.entries().unwrap(), Some(Vec::new()), "the release has what belongs to it alone");
        let runs = storage.operations().iter().filter(|o| o.call == "create-file").count();
        (out, runs)
    }

    #[test]
    fn what_does_not_fit_memory_gives_the_same_rows() {
        let (whole, runs) = rows(usize::MAX);
        assert!(whole[0].contains("试验指标10") && runs == 0, "{runs} runs, {whole:?}");
        // With one run a document, runs are merged into one several times.
        for (most, more_than) in [(1, 200), (5, 32), (11, 1)] {
            let (spilled, runs) = rows(most);
            assert!(runs > more_than, "{most}: {runs} runs");
            assert_eq!(spilled, whole, "{most}");
        }
    }
}
