//! Spreadsheets. The first byte says which: a capital letter a raw file, a small one a sound file of
//! fuzzed parts.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::ingest::formats::sheet::{self, Kind};
use zhibiao_fuzz::{check_laid, limits, made};

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let (kind, made) = match first {
        b'x' => (Kind::Xlsx, made::xlsx(bytes)),
        b'o' => (Kind::Ods, made::ods(bytes)),
        b'l' => (Kind::Xls, made::xls(bytes)),
        b'X' => (Kind::Xlsx, bytes.to_vec()),
        b'O' => (Kind::Ods, bytes.to_vec()),
        b'L' => (Kind::Xls, bytes.to_vec()),
        b'\t' => (Kind::Tsv, bytes.to_vec()),
        _ => (Kind::Csv, bytes.to_vec()),
    };
    // What it is taken for by its bytes must not harm either.
    let _ = sheet::kind_of(&made, &limits());
    check_laid(sheet::read(&made, &limits(), kind));
});
