//! Text of any encoding: decoded without loss, or refused.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zhibiao::ingest::decode;

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    match decode(bytes) {
        Ok(decoded) => assert!(!decoded.encoding.is_empty(), "a text has an encoding"),
        Err(unread) => assert!(unread.position.is_none_or(|p| p <= bytes.len() as u64), "a place of the file"),
    }
});
