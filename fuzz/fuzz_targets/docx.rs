//! Word documents: raw ones, and sound packages of fuzzed parts.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::ingest::formats::docx;
use zhibiao_fuzz::{check_laid, limits, made};

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    if bytes.starts_with(b"PK") {
        check_laid(docx::read(bytes, &limits()));
    } else {
        check_laid(docx::read(&made::docx(bytes), &limits()));
    }
});
