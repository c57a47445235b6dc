//! Gives rows the flags that only the checks across documents could tell.

use std::iter::Peekable;

use crate::model::{ObservationRef, Reading, Result};
use crate::spill::{Sorted, Sorter};

/// A row and a check that concerns it.
pub(super) type Flag = (ObservationRef, u8);

/// Flags that wait for their rows, which come by in the order of the run.
pub(super) struct Flagger {
    waiting: Peekable<Sorted<Flag>>,
}

impl Flagger {
    pub(super) fn new(flags: Sorter<Flag>) -> Result<Self> {
        Ok(Self { waiting: flags.sorted()?.peekable() })
    }

    /// Gives the rows of a reading their flags; documents come in ascending order.
    pub(super) fn flag(&mut self, document: u32, reading: &mut Reading) -> Result<()> {
        let has_come = |flag: &Result<Flag>| flag.as_ref().map_or(true, |(row, _)| row.document <= document);
        while let Some((row, check)) = self.waiting.next_if(has_come).transpose()? {
            let Some(observation) = reading.observations.get_mut(row.observation as usize) else { continue };
            if row.document == document
                && let Err(place) = observation.flags.binary_search(&check)
            {
                observation.flags.insert(place, check);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::sample::reading;

    #[test]
    fn flags_find_their_rows_and_stay_sorted() {
        let row = |document, observation| ObservationRef { document, observation };
        let mut flags = crate::spill::Spill::of_system().sorter(2_000);
        for flag in [(row(2, 0), 7), (row(0, 9), 1), (row(0, 0), 2), (row(3, 0), 1), (row(2, 0), 7), (row(2, 0), 0)] {
            flags.push(flag).unwrap();
        }
        let mut flagger = Flagger::new(flags).unwrap();
        let flags = |flagger: &mut Flagger, document| {
            let mut reading = reading("试验");
            reading.observations[0].flags = vec![2, 5];
            flagger.flag(document, &mut reading).unwrap();
            reading.observations[0].flags.clone()
        };
        let given: Vec<_> = (0..4).map(|document| flags(&mut flagger, document)).collect();
        assert_eq!(given, [vec![2, 5], vec![2, 5], vec![0, 2, 5, 7], vec![1, 2, 5]]);
    }
}
