//! Strings of BIFF8, which may go on from record to record.

/// The bytes of a record and of those that go on from it.
pub(super) struct Text<'a> {
    pieces: Vec<&'a [u8]>,
    piece: usize,
    at: usize,
}

impl<'a> Text<'a> {
    /// The pieces in order.
    pub(super) fn new(pieces: Vec<&'a [u8]>) -> Self {
        Self { pieces, piece: 0, at: 0 }
    }

    /// A string that has its length in two bytes, with what formats it left out; `None` where the
    /// bytes end.
    pub(super) fn string(&mut self) -> Option<String> {
        let length = self.half()?;
        self.rest_of_string(usize::from(length))
    }

    /// A string that has its length in one byte.
    pub(super) fn short_string(&mut self) -> Option<String> {
        let length = self.byte()?;
        self.rest_of_string(usize::from(length))
    }

    /// Passes over bytes, from piece to piece.
    pub(super) fn skip(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            let here = self.left();
            if here == 0 {
                self.next_piece()?;
                continue;
            }
            let step = here.min(count);
            self.at += step;
            count -= step;
        }
        Some(())
    }

    fn rest_of_string(&mut self, length: usize) -> Option<String> {
        let flags = self.byte()?;
        let runs = if flags & 8 == 0 { 0 } else { usize::from(self.half()?) };
        let extra = if flags & 4 == 0 { 0 } else { usize::from(self.half()?) | usize::from(self.half()?) << 16 };
        let units = self.units(length, flags & 1 == 1)?;
        self.skip(runs * 4 + extra)?;
        // Half of a pair is no character, and none is put in its place.
        String::from_utf16(&units).ok()
    }

    /// Characters, of one byte or two. Where they go on in the next piece, it tells anew which.
    fn units(&mut self, count: usize, mut wide: bool) -> Option<Vec<u16>> {
        let mut units = Vec::new();
        while units.len() < count {
            if self.left() == 0 {
                self.next_piece()?;
                wide = self.byte()? & 1 == 1;
                continue;
            }
            units.push(if wide { self.half()? } else { u16::from(self.byte()?) });
        }
        Some(units)
    }

    fn left(&self) -> usize {
        self.pieces.get(self.piece).map_or(0, |p| p.len().saturating_sub(self.at))
    }

    fn next_piece(&mut self) -> Option<()> {
        self.piece += 1;
        self.at = 0;
        (self.piece < self.pieces.len()).then_some(())
    }

    fn byte(&mut self) -> Option<u8> {
        while self.left() == 0 {
            self.next_piece()?;
        }
        let byte = self.pieces.get(self.piece)?.get(self.at).copied();
        self.at += 1;
        byte
    }

    fn half(&mut self) -> Option<u16> {
        Some(u16::from(self.byte()?) | u16::from(self.byte()?) << 8)
    }
}

#[cfg(test)]
mod tests {
    use super::Text;

    #[test]
    fn strings_go_on_from_record_to_record() {
        // Six characters, wide, rich with one run; the second piece goes on with narrow ones.
        let first = [6, 0, 9, 1, 0, 0xa7, 0x4e, 0x3c, 0x50];
        let second = [0, b'5', b'.', b'2', b'%', 1, 2];
        let third = [3, 4, 1, 0, 0, b'x'];
        let mut text = Text::new(vec![&first, &second, &third]);
        assert_eq!(text.string().as_deref(), Some("产值5.2%"));
        assert_eq!(text.string().as_deref(), Some("x"));
        assert_eq!(text.string(), None);
    }
}
