//! Units at every place of a text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao_fuzz::LEXICON;

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    for (at, _) in text.char_indices() {
        if let Some((form, taken)) = LEXICON.units.at_start(&text[at..]) {
            assert_eq!(text.get(at..at + taken), Some(form.text.as_str()), "a unit is what stands there");
        }
    }
});
