//! Numeric expressions with their units, in text as it stands.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::recognize::number;
use zhibiao_fuzz::LEXICON;

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let units = &LEXICON.units;
    let mut end = 0;
    for number in number::all(&text, units) {
        let span = number.span;
        assert!(end <= span.start && span.start < span.end, "numbers stand in order");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "a place of the text");
        end = span.end;
        if let Some(unit) = number.unit {
            assert!(unit.span.start >= span.end && unit.span.start < unit.span.end, "a unit stands behind");
            assert!(text.get(unit.span.start as usize..unit.span.end as usize).is_some(), "a place of the text");
            assert!((unit.form as usize) < units.forms.len(), "a unit of the list");
            end = unit.span.end;
        }
    }
    for (at, _) in text.char_indices().take(400) {
        if let Some(number) = number::at(&text, at, units) {
            assert_eq!(number.span.start as usize, at, "it begins where it was asked for");
        }
    }
});
