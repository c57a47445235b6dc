//! Archives: listed, and every member unpacked. The first byte says which: a capital letter a raw file,
//! a small one a sound archive of fuzzed names and contents.

#![no_main]

use libfuzzer_sys::fuzz_target;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use zhibiao::ingest::{Found, Opener, documents_of};
use zhibiao_fuzz::{limits, made};
use zip::CompressionMethod::{Deflated, Stored};

/// An archive is a file on disk; this one is in memory where the machine has a place for that.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let memory = PathBuf::from("/dev/shm");
    let folder = if memory.is_dir() { memory } else { std::env::temp_dir() };
    folder.join(format!("zhibiao-fuzz-archive-{}", std::process::id()))
});

fuzz_target!(init: zhibiao_fuzz::panics_of_ours_end_the_run(), |bytes: &[u8]| {
    let Some((&first, bytes)) = bytes.split_first() else { return };
    let (name, made) = match first {
        b'z' => ("a.zip", made::zip_of(bytes, Deflated)),
        b's' => ("a.zip", made::zip_of(bytes, Stored)),
        b't' => ("a.tar", made::tar_of(bytes)),
        b'y' => ("a.tar.gz", made::gzip(&made::tar_of(bytes))),
        b'Y' => ("a.tgz", made::gzip(bytes)),
        b'g' => ("a.txt.gz", made::gzip(bytes)),
        b'G' => ("a.gz", bytes.to_vec()),
        b'T' => ("a.tar", bytes.to_vec()),
        _ => ("a.zip", bytes.to_vec()),
    };
    std::fs::write(&*FILE, &made).expect("a temporary file");
    let limits = limits();
    let found = documents_of(Found::file(FILE.clone(), name.to_owned(), made.len() as u64), &limits);
    let mut names = BTreeSet::new();
    let mut opener = Opener::default();
    for found in &found.found {
        assert!(names.insert(&found.source), "two members named {}", found.source);
        if let Some(Ok(bytes)) = found.unpack(&mut opener) {
            assert_eq!(bytes.len() as u64, found.size, "{} is as large as was said", found.source);
            assert!(found.size <= limits.max_bytes);
        }
    }
    for reject in &found.rejects {
        assert!(names.insert(&reject.source), "{} stands twice", reject.source);
    }
});
