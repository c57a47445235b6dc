//! Web pages, in any encoding.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::ingest::formats::html;
use zhibiao_fuzz::{check_laid, limits};

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    check_laid(html::read(bytes, &limits(), None));
});
