//! Gives rows the flags that only the checks across documents could tell.

use std::iter::Peekable;
use std::vec::IntoIter;

use crate::check::Flags;
use crate::model::{ObservationRef, Reading};

/// Flags that wait for their rows, which come by in the order of the run.
pub(super) struct Flagger {
    waiting: Peekable<IntoIter<(ObservationRef, u8)>>,
}

impl Flagger {
    /// Flags sorted by row.
    pub(super) fn new(flags: Flags) -> Self {
        Self { waiting: flags.into_iter().peekable() }
    }

    /// Gives the rows of a reading their flags; documents come in ascending order.
    pub(super) fn flag(&mut self, document: u32, reading: &mut Reading) {
        while let Some((row, check)) = self.waiting.next_if(|(row, _)| row.document <= document) {
            let Some(observation) = reading.observations.get_mut(row.observation as usize) else { continue };
            if row.document == document
                && let Err(place) = observation.flags.binary_search(&check)
            {
                observation.flags.insert(place, check);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::sample::reading;

    #[test]
    fn flags_find_their_rows_and_stay_sorted() {
        let row = |document, observation| ObservationRef { document, observation };
        let mut flagger =
            Flagger::new(vec![(row(0, 0), 2), (row(0, 9), 1), (row(2, 0), 0), (row(2, 0), 7), (row(3, 0), 1)]);
        let flags = |flagger: &mut Flagger, document| {
            let mut reading = reading("试验");
            reading.observations[0].flags = vec![2, 5];
            flagger.flag(document, &mut reading);
            reading.observations[0].flags.clone()
        };
        let given: Vec<_> = (0..4).map(|document| flags(&mut flagger, document)).collect();
        assert_eq!(given, [vec![2, 5], vec![2, 5], vec![0, 2, 5, 7], vec![1, 2, 5]]);
    }
}
