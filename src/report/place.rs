//! Where in its sentence a number stands.

/// A document's text, read from its beginning to its end.
pub(super) struct DocumentText {
    text: String,
    /// A place in characters, and the same in bytes.
    at: (usize, usize),
}

impl DocumentText {
    /// A text; places are asked for in ascending order, others take longer.
    pub(super) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), at: (0, 0) }
    }

    /// The byte of `sentence` at which the number that begins at the character `char_start` of the
    /// document begins; `None` when the document does not have that sentence there.
    pub(super) fn place_in(&mut self, sentence: &str, number: &str, char_start: usize) -> Option<usize> {
        let at = self.byte_of(char_start)?;
        let fits = |place: usize| {
            let from = at.checked_sub(place)?;
            self.text.get(from..from + sentence.len()).filter(|words| *words == sentence).map(|_| place)
        };
        sentence.match_indices(number).map(|(place, _)| place).find_map(fits)
    }

    fn byte_of(&mut self, char_start: usize) -> Option<usize> {
        if char_start < self.at.0 {
            self.at = (0, 0);
        }
        let rest = self.text.get(self.at.1..)?;
        let ahead = char_start - self.at.0;
        let bytes = rest.char_indices().map(|(i, _)| i).chain([rest.len()]).nth(ahead)?;
        self.at = (char_start, self.at.1 + bytes);
        Some(self.at.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_meant_is_found_among_equal_ones() {
        let mut text = DocumentText::new("增长8%，其中工业增长8%。\n增长8%，其中工业增长8%。");
        let sentence = "增长8%，其中工业增长8%。";
        let places: Vec<_> = [2, 11, 17, 26, 2].map(|at| text.place_in(sentence, "8", at)).into();
        let (first, second) = (sentence.find('8'), sentence.rfind('8'));
        assert_eq!(places, [first, second, first, second, first]);
    }

    #[test]
    fn a_sentence_that_is_not_there_has_no_place() {
        let mut text = DocumentText::new("增长8%");
        assert_eq!(text.place_in("下降8%", "8", 2), None);
        assert_eq!(text.place_in("增长8%", "9", 2), None);
        assert_eq!(text.place_in("增长8%", "8", 99), None);
        assert_eq!(text.place_in("增长8%", "8", 3), None);
    }
}
