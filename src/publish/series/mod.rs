//! The table `series`: what was seen of each series, added up while observations go by.
//!
//! Memory stays bounded however many series there are: what was added up so far goes into a sorted run
//! when it gets large, and at the end runs are merged and what they say of one series is joined.

mod tally;

use std::cmp::Ordering;
use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::batch::BatchBuilder;
use super::rows::Take;
use super::schema::{SERIES, TABLES};
use crate::model::{Lexicon, Period, Reading, Result, Series, SeriesId, Status, days_of_date};
use crate::spill::{Sorter, Spill};
use tally::Tally;

/// Series in memory after which they are written out; some 3 MB.
const MOST: usize = 5_000;

/// Adds up series.
pub(super) struct SeriesRows<'l> {
    lexicon: &'l Lexicon,
    seen: FxHashMap<SeriesId, Seen>,
    most: usize,
    documents: u32,
    runs: Sorter<Seen>,
}

/// A series and what was seen of it; by [`Series`], the order of the table.
#[derive(Debug, Serialize, Deserialize)]
struct Seen {
    series: Series,
    tally: Tally,
}

impl Ord for Seen {
    fn cmp(&self, other: &Self) -> Ordering {
        self.series.cmp(&other.series)
    }
}

crate::spill::ordered!(Seen);

impl<'l> SeriesRows<'l> {
    /// Nothing seen yet; what does not fit memory goes into `spill`.
    pub(super) fn new(lexicon: &'l Lexicon, spill: &Spill) -> Self {
        let (most, runs) = (spill.bound(MOST), spill.sorter(MOST));
        Self { lexicon, seen: FxHashMap::default(), most, documents: 0, runs }
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
            Entry::Occupied(known) => &mut known.into_mut().tally,
            Entry::Vacant(new) => match series() {
                Some(series) => &mut new.insert(Seen { series, tally: Tally::default() }).tally,
                None => return,
            },
        };
        tally.add(document, period, status);
    }

    fn spill(&mut self) -> Result<()> {
        if self.seen.len() < self.most {
            return Ok(());
        }
        self.runs.run(std::mem::take(&mut self.seen).into_values().collect())
    }

    /// The rows, in the order of [`Series`].
    pub(super) fn finish(mut self, take: Take<'_>) -> Result<()> {
        let mut b = BatchBuilder::new(&TABLES[SERIES]);
        self.seen.into_values().try_for_each(|seen| self.runs.push(seen))?;
        let mut all = self.runs.sorted()?.peekable();
        while let Some(Seen { series, mut tally }) = all.next().transpose()? {
            // Of one series the run that was written first comes first, as joining wants it.
            let is_same = |next: &Result<Seen>| next.as_ref().map_or(true, |next| next.series == series);
            while let Some(later) = all.next_if(is_same).transpose()? {
                tally.join(&later.tally);
            }
            row(&mut b, &series, &tally, self.lexicon);
            if b.end_row() {
                b.finish()?.map_or(Ok(()), &mut *take)?;
            }
        }
        b.finish()?.map_or(Ok(()), take)
    }
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
    use std::path::Path;
    use std::sync::Arc;

    use super::*;
    use crate::model::lexicon::{IndicatorId, UnitId};
    use crate::model::{Frequency, Measure, Period, RegionCode, Status, Terms};
    use crate::publish::storage::{FaultyStorage, Folder, MemoryStorage, Storage};

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
    /// written for it.
    fn rows(most: usize) -> (Vec<String>, usize) {
        let lexicon = Lexicon::builtin();
        let storage = Arc::new(FaultyStorage::new(Arc::new(MemoryStorage::default()), None));
        let folder = Folder::new(Arc::clone(&storage) as Arc<dyn Storage>, Path::new("/"));
        let mut all = SeriesRows { most, ..SeriesRows::new(&lexicon, &folder.spill()) };
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
        let runs = storage.operations().iter().filter(|o| o.call == "create-unnamed").count();
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
