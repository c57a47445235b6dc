//! Which rows the page carries, when not all of them fit: a share that does every document justice.
//!
//! A row has a class (headline indicators first, then other indicators, then what has no code) and a
//! turn, its place among the rows of its class in its document. Rows are taken class by class, and in a
//! class turn by turn: the first of every document, then the second of every document, until the room
//! is filled. What that means is known after one look over the table, in memory that does not grow with
//! the number of documents.

use std::collections::BTreeMap;

use super::headline::is_headline;
use super::observed::Observed;

/// Bytes that a row takes besides its words.
const ROW_BYTES: u64 = 190;

/// The place of a row in the order in which rows are taken.
type Turn = (u8, u32);

/// Counts the turns of rows that come document by document.
#[derive(Default)]
pub(super) struct Turns {
    source: String,
    next: [u32; 3],
}

impl Turns {
    /// The turn of the next row of the table.
    pub(super) fn of(&mut self, row: Observed<'_>) -> Turn {
        let source = row.source().unwrap_or_default();
        if self.source != source {
            source.clone_into(&mut self.source);
            self.next = [0; 3];
        }
        let class = match row.indicator() {
            Some(code) if is_headline(code) => 0,
            Some("other") | None => 2,
            Some(_) => 1,
        };
        let turn = &mut self.next[usize::from(class)];
        *turn += 1;
        (class, *turn)
    }
}

/// How much room the rows of each turn would take.
#[derive(Default)]
pub(super) struct Share {
    turns: Turns,
    sentence: (u64, u64),
    bytes: BTreeMap<Turn, u64>,
}

impl Share {
    /// Takes note of the next row of the table.
    pub(super) fn see(&mut self, row: Observed<'_>) {
        let turn = self.turns.of(row);
        let words = [row.indicator_text(), row.subject(), row.section()];
        let mut bytes = ROW_BYTES + words.iter().flatten().map(|w| w.len() as u64 / 3).sum::<u64>();
        // A sentence is written once, for all of its numbers.
        let sentence = (row.block().unwrap_or_default(), row.sentence().map_or(0, |s| s.len() as u64));
        if sentence != self.sentence {
            bytes += sentence.1.min(super::explorer::SENTENCE_BYTES);
            self.sentence = sentence;
        }
        *self.bytes.entry(turn).or_default() += bytes;
    }

    /// The last turn that is taken when there is room for so many bytes; `None` when not even the first
    /// fits.
    pub(super) fn last_turn(&self, room: u64) -> Option<Turn> {
        let mut taken = 0;
        let fits = |(turn, bytes): (&Turn, &u64)| {
            taken += bytes;
            (taken <= room).then_some(*turn)
        };
        self.bytes.iter().map_while(fits).last()
    }
}

impl Share {
    /// How much of the room is filled.
    pub(super) fn taken(&self, room: u64) -> u64 {
        self.last_turn(room).map_or(0, |last| self.bytes.range(..=last).map(|(_, bytes)| bytes).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_filled_turn_by_turn() {
        let bytes = [((0, 1), 10), ((0, 2), 10), ((1, 1), 30), ((2, 1), 5)].into_iter().collect();
        let share = Share { bytes, ..Share::default() };
        for (room, last) in [(9, None), (10, Some((0, 1))), (49, Some((0, 2))), (50, Some((1, 1))), (99, Some((2, 1)))]
        {
            assert_eq!(share.last_turn(room), last, "{room}");
            assert!(share.taken(room) <= room);
        }
    }
}
