//! Metadata of a plain text: the name of its file and its text, with a NUL between them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::ingest::Overrides;
use zhibiao_fuzz::{INGEST, limits, made};

fuzz_target!(init: { zhibiao_fuzz::panics_of_ours_end_the_run(); zhibiao_fuzz::warm_up(); }, |bytes: &[u8]| {
    let [name, text] = made::parts(bytes);
    let source = format!("{}.txt", String::from_utf8_lossy(name));
    match INGEST.document(&source, text, &Overrides::default(), limits()) {
        Ok(document) => {
            assert!(document.meta.title.is_none_or(|t| !t.trim().is_empty()), "a title has words");
            assert!(document.meta.region.is_none_or(|r| zhibiao_fuzz::LEXICON.regions.name_of(r, None).is_some()));
        }
        Err(reject) => assert!(!reject.code.is_empty() && reject.source == source),
    }
});
