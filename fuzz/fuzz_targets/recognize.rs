//! Stage 3 whole: a block normalised, its numbers, periods and words, each with the way back to the
//! document.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;

use zhibiao::model::Span;
use zhibiao::recognize::Scan;
use zhibiao_fuzz::READER;

thread_local! {
    static SCAN: RefCell<Scan> = RefCell::default();
}

fuzz_target!(init: { zhibiao_fuzz::panics_of_ours_end_the_run(); zhibiao_fuzz::warm_up(); }, |bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    SCAN.with_borrow_mut(|scan| {
        for cells in [false, true] {
            READER.recognizer().scan(&text, Span::new(0, text.len()), cells, scan);
            let mut end = 0;
            for found in &scan.numbers {
                assert!(end <= found.start && found.start < found.end, "numbers stand in order");
                end = found.end;
                assert!(scan.normal.text.get(found.start..found.end).is_some(), "a place of the normalised text");
                let span = scan.normal.original(found.start, found.end);
                let original = text.get(span.start as usize..span.end as usize);
                assert!(original.is_some_and(|o| !o.is_empty()), "the way back leads to a place");
            }
        }
    });
});
