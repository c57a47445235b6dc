//! PDF, read in this process: raw files, and sound ones around a fuzzed page, font and map.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::ingest::formats::pdf;
use zhibiao_fuzz::{check_laid, limits, made};

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    if bytes.starts_with(b"%PDF") {
        check_laid(pdf::read(bytes, &limits()));
    } else {
        check_laid(pdf::read(&made::pdf(bytes), &limits()));
    }
});
