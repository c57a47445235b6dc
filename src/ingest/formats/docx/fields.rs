//! Fields: `PAGE`, `TOC` and their like, of which only the result is shown.

/// A field that is open.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    /// Text met before the field came to its result. It belongs to the instruction, unless the
    /// field turns out to be broken.
    held: String,
    in_result: bool,
}

/// The fields open at a place of the text.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
    /// How many are open beyond the most that are kept.
    beyond: usize,
}

/// Fields stand in one another a few deep. More are damage, and their text is shown.
const MOST_OPEN: usize = 64;

/// Instructions longer than this say nothing more that matters here.
const LONGEST_INSTRUCTION: usize = 256;

impl Fields {
    /// How many are open.
    pub(super) fn len(&self) -> usize {
        self.open.len()
    }

    /// A mark of a field: `begin`, `separate` or `end`.
    pub(super) fn mark(&mut self, kind: &str) {
        match kind {
            "begin" if self.open.len() == MOST_OPEN => self.beyond += 1,
            "end" if self.beyond > 0 => self.beyond -= 1,
            "separate" if self.beyond > 0 => {}
            "begin" => self.open.push(Field::default()),
            "separate" => self.open.iter_mut().rev().take(1).for_each(|f| f.in_result = true),
            "end" => drop(self.open.pop()),
            _ => {}
        }
    }

    /// Text of the instruction of the field begun last.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut().filter(|f| f.instruction.len() < LONGEST_INSTRUCTION) {
            field.instruction.push_str(text);
        }
    }

    /// Whether text met here is shown; if not, it is kept with the field.
    pub(super) fn shows(&mut self, text: &str) -> bool {
        let Some(field) = self.open.iter_mut().find(|f| !f.in_result) else { return true };
        field.held.push_str(text);
        false
    }

    /// Whether a table of contents or of figures is open.
    pub(super) fn in_contents(&self) -> bool {
        self.open.iter().any(|f| {
            let name = f.instruction.split_ascii_whitespace().next().unwrap_or_default();
            name.eq_ignore_ascii_case("toc")
        })
    }

    /// Ends fields that were begun after the first `before` and have not come to a result by the
    /// end of the paragraph: they are broken, and what they held is shown after all.
    pub(super) fn give_up(&mut self, before: usize) -> String {
        let mut shown = String::new();
        while self.open.len() > before && self.open.last().is_some_and(|f| !f.in_result) {
            let Some(field) = self.open.pop() else { break };
            shown.insert_str(0, &field.held);
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_results_are_shown() {
        let mut fields = Fields::default();
        fields.mark("begin");
        fields.instruct(" TOC \\o ");
        assert!(fields.in_contents());
        assert!(!fields.shows("instruction"));
        fields.mark("separate");
        assert!(fields.shows("result") && fields.in_contents());
        fields.mark("end");
        assert!(fields.shows("after") && !fields.in_contents() && fields.len() == 0);
        fields.mark("end");
    }

    #[test]
    fn fields_without_end_do_not_pile_up() {
        let mut fields = Fields::default();
        for _ in 0..1000 {
            fields.mark("begin");
            fields.mark("separate");
        }
        assert_eq!(fields.len(), MOST_OPEN);
        assert!(fields.shows("5%"));
        (0..1000).for_each(|_| fields.mark("end"));
        assert_eq!(fields.len(), 0);
    }

    #[test]
    fn a_field_without_result_or_end_hides_nothing() {
        let mut fields = Fields::default();
        fields.mark("begin");
        assert!(!fields.shows("增长5%"));
        assert_eq!(fields.give_up(0), "增长5%");
        assert!(fields.shows("后"));
    }
}
