//! Names the build: a hash of everything that the program is made of, as `ZHIBIAO_BUILD`.
//!
//! Readings of earlier nights are taken over only by the very program that made them (see
//! `src/pipeline/kept/`), and a version says too little: it stays the same while a program is worked
//! on. A hash of the executable says too little as well where the library is part of another one, such
//! as a Python interpreter. So the hash is of sources, the tables that are compiled in, dependencies,
//! features, profile, target and compiler. Two builds of the same sources have the same name.

use std::collections::BTreeMap;
use std::env;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;
use std::process::Command;
use std::{fs, io};

/// What the program is made of, relative to the package.
const SOURCES: [&str; 4] = ["src", "pipelines/lexicon", "Cargo.toml", "Cargo.lock"];
/// What cargo says of the build, besides features.
const SAID: [&str; 5] = ["TARGET", "PROFILE", "OPT_LEVEL", "DEBUG", "CARGO_ENCODED_RUSTFLAGS"];

fn main() -> io::Result<()> {
    let mut hash = DefaultHasher::new();
    let mut part = |bytes: &[u8]| {
        hash.write_u64(bytes.len() as u64);
        hash.write(bytes);
    };
    let mut files = BTreeMap::new();
    for source in SOURCES {
        println!("cargo:rerun-if-changed={source}");
        collect(Path::new(source), &mut files)?;
    }
    for (name, bytes) in files {
        part(name.as_bytes());
        part(&bytes);
    }
    let environment: BTreeMap<String, String> = env::vars().collect();
    for (name, value) in environment {
        if SAID.contains(&name.as_str()) || name.starts_with("CARGO_FEATURE_") {
            part(name.as_bytes());
            part(value.as_bytes());
        }
    }
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    part(&Command::new(rustc).arg("-vV").output()?.stdout);
    println!("cargo:rustc-env=ZHIBIAO_BUILD={:016x}", hash.finish());
    Ok(())
}

/// The files at `path` with their contents; a lock file is not there in every package.
fn collect(path: &Path, files: &mut BTreeMap<String, Vec<u8>>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            collect(&entry?.path(), files)?;
        }
    } else if path.is_file() {
        files.insert(path.to_string_lossy().replace('\\', "/"), fs::read(path)?);
    }
    Ok(())
}
