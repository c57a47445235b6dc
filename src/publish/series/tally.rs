//! What was seen of one series.

use serde::{Deserialize, Serialize};

use crate::model::{Moment, Period, Status};

/// Counts of one series. Documents come in order and each once, so the first and the last one seen
/// suffice to count them, also when two tallies are joined at a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Tally {
    /// The periods in their plain form, sorted, each once.
    pub(super) periods: Vec<Period>,
    pub(super) observations: u64,
    pub(super) targets: u64,
    pub(super) documents: u32,
    first: u32,
    last: u32,
}

impl Tally {
    /// Adds an observation of a document, which comes after those of all documents before it.
    pub(super) fn add(&mut self, document: u32, period: Period, status: Status) {
        if self.documents == 0 {
            self.first = document;
        }
        if self.documents == 0 || self.last != document {
            self.documents += 1;
            self.last = document;
        }
        self.observations += 1;
        self.targets += u64::from(status == Status::Target);
        self.hold(period.plain());
    }

    fn hold(&mut self, period: Period) {
        if let Err(at) = self.periods.binary_search(&period) {
            self.periods.insert(at, period);
        }
    }

    /// Adds what was seen later.
    pub(super) fn join(&mut self, later: &Self) {
        let shared = self.documents > 0 && later.documents > 0 && self.last == later.first;
        self.documents = self.documents + later.documents - u32::from(shared);
        self.last = later.last;
        self.observations += later.observations;
        self.targets += later.targets;
        later.periods.iter().for_each(|period| self.hold(*period));
    }

    /// The period that begins first; of those that begin together, the one that ends first. Their own
    /// order does not tell: it is one of time among periods of one form alone.
    pub(super) fn first_period(&self) -> Option<Period> {
        self.periods.iter().copied().min_by_key(|p| (begin(p.first()), end(p.last()), *p))
    }

    /// The period that ends last; of those that end together, the one that begins last.
    pub(super) fn last_period(&self) -> Option<Period> {
        self.periods.iter().copied().max_by_key(|p| (end(p.last()), begin(p.first()), *p))
    }
}

/// Year and month that it begins with.
const fn begin(moment: Moment) -> (i16, u8) {
    match moment {
        Moment::Year(year) => (year, 1),
        Moment::Month(year, month) => (year, month),
    }
}

/// Year and month that it ends with.
const fn end(moment: Moment) -> (i16, u8) {
    match moment {
        Moment::Year(year) => (year, 12),
        Moment::Month(year, month) => (year, month),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is told of these periods, added one by one and joined from two halves.
    fn told(periods: &[Period]) -> (String, String, usize) {
        let of = |document: u32, periods: &[Period]| {
            let mut tally = Tally::default();
            for period in periods {
                tally.add(document, *period, Status::Actual);
            }
            tally
        };
        let whole = of(0, periods);
        let (left, right) = periods.split_at(periods.len() / 2);
        let mut joined = of(0, left);
        joined.join(&of(1, right));
        assert_eq!(joined.periods, whole.periods);
        let text = |period: Option<Period>| period.map(|p| p.to_string()).unwrap_or_default();
        (text(whole.first_period()), text(whole.last_period()), whole.periods.len())
    }

    #[test]
    fn the_first_period_begins_first_and_the_last_ends_last() {
        let span = |a, b| Period::Span(a, b);
        let (year, month) = (Moment::Year, Moment::Month);
        let cases = [
            (vec![Period::year(2021), Period::year(2019), Period::year(2021)], ("2019", "2021", 2)),
            // Of those that end together the shortest is the last, of those that begin together the first.
            (vec![Period::months(2021, 1, 9), Period::months(2021, 4, 9)], ("2021-01/2021-09", "2021-04/2021-09", 2)),
            (vec![Period::months(2021, 1, 9), Period::months(2021, 1, 5)], ("2021-01/2021-05", "2021-01/2021-09", 2)),
            // What begins last does not end last.
            (vec![Period::years(2016, 2030), Period::years(2021, 2025)], ("2016/2030", "2016/2030", 2)),
            // Forms are mixed: years with months, quarters with their months.
            (
                vec![span(month(2020, 4), month(2020, 9)), span(year(2019), month(2021, 10))],
                ("2019/2021-10", "2019/2021-10", 2),
            ),
            (
                vec![Period::months(2020, 1, 3), Period::Quarter(2021, 1), Period::Quarter(2020, 1)],
                ("2020-Q1", "2021-Q1", 2),
            ),
            (vec![Period::Quarter(2021, 2), Period::months(2020, 7, 9)], ("2020-Q3", "2021-Q2", 2)),
        ];
        for (periods, (first, last, different)) in cases {
            assert_eq!(told(&periods), (first.into(), last.into(), different), "{periods:?}");
        }
        assert_eq!((Tally::default().first_period(), Tally::default().last_period()), (None, None));
    }
}
